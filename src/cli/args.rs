//! The command line as clap knows it: names, help texts and nothing else.

use crate::config::language_version;
use crate::project::Version;
use crate::semantics::std_index;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;
use std::sync::LazyLock;

const EXIT_STATUS: &str = "\
Exit status: 0 when there is nothing to say, or `fix` did what it could;
1 when `check` has findings, or `diff` isn't empty; 2 when something went wrong.";

/// Finds defects in Go code around defer, goroutines and ignored errors, and mends them
#[derive(Debug, Parser)]
#[command(name = "gomend", version = version(), max_term_width = 100, after_help = EXIT_STATUS)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what would change as a unified diff, and write nothing
    Diff(Diff),
    /// Show the diff, ask once, and write
    Fix(Fix),
    /// List the findings, and write nothing
    Check(Check),
    /// List the codemods: name, tiers, whether on by default, and the defect in a line
    List,
    /// Print a codemod's manual
    Explain {
        /// The codemod's name, as `gomend list` has it
        name: String,
    },
    /// Show what gomend sees
    #[command(subcommand)]
    Debug(Debug),
    /// Print completions for a shell
    Completions { shell: Shell },
}

#[derive(Debug, Args)]
pub struct Diff {
    #[command(flatten)]
    pub select: Select,
    /// Leave unsafe fixes out
    #[arg(long)]
    pub safe_only: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = DiffFormat::Patch, value_name = "FORMAT")]
    pub format: DiffFormat,
    /// End with 0 instead of 1 when the diff isn't empty
    #[arg(long)]
    pub exit_zero: bool,
}

#[derive(Debug, Args)]
pub struct Fix {
    #[command(flatten)]
    pub select: Select,
    /// Apply unsafe fixes too: valid code, but the program may behave differently
    #[arg(long = "unsafe")]
    pub unsafe_: bool,
    /// Write without asking
    #[arg(short, long)]
    pub yes: bool,
    /// Write files though they have uncommitted changes
    #[arg(long)]
    pub allow_dirty: bool,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub select: Select,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = CheckFormat::Text, value_name = "FORMAT")]
    pub format: CheckFormat,
    /// End with 0 instead of 1 when there are findings
    #[arg(long)]
    pub exit_zero: bool,
}

/// Which codemods, on which files.
#[derive(Debug, Args)]
pub struct Select {
    /// Run these codemods and no others, also those that are off by default
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Don't run these codemods
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// The settings to take, instead of those of the nearest gomend.toml upwards from each PATH
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub files: Files,
}

/// Which files, and what is to be assumed of them.
#[derive(Debug, Args)]
pub struct Files {
    /// Files, folders (walked, as is `./...`), or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// The language version to assume, instead of go.mod's
    #[arg(long, value_name = "1.N", value_parser = language_version)]
    pub go: Option<Version>,
    /// Build tags to take as set, as for the go command; instead of those in GOFLAGS
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub tags: Option<Vec<String>>,
    /// With `-`: the name that the source has in messages and patches
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Debug {
    /// Print the syntax tree of a file
    Tree {
        /// A file, or `-` for standard input
        path: PathBuf,
    },
    /// Print the type of every call, a line of JSON each
    Types {
        #[command(flatten)]
        files: Files,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// A patch for `git apply` at the root of the repository
    Patch,
    /// A finding that is mended on each line
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people: place, message, the lines, and the remedy
    Text,
    /// A finding on each line
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Output {
    /// Use colour; NO_COLOR is honoured by `auto`
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    pub color: Color,
    /// Print no summary, no progress and no warnings
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: what was passed over, and why
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// How many threads to use, 256 at most [default: one a processor]
    #[arg(long, value_name = "N", global = true, value_parser = threads)]
    pub threads: Option<usize>,
}

/// The version, and that of the standard library that gomend knows.
fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        format!("{} (standard library of {})", env!("CARGO_PKG_VERSION"), std_index::release())
    });
    &VERSION
}

/// More threads than this only cost memory: each has a stack, and files are what there is to do.
const MOST_THREADS: usize = 256;

fn threads(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=MOST_THREADS).contains(number));
    number.ok_or_else(|| format!("give a number from 1 to {MOST_THREADS}"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn clap_finds_nothing_wrong() {
        super::Cli::command().debug_assert();
    }
}
