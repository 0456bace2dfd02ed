//! The command line: arguments, files, the terminal, exit codes. The only layer that touches the world.
//!
//! Its modules: `args` (what clap knows), `select` (which codemods), `files` (PATHs to texts), `run` (texts through the
//! engine), `change` (what would be written), `repo` (git), `write` (files), `signals`, `say` (standard error), `out` (standard output), and a module a command.

mod args;
mod change;
mod check;
mod diff;
mod files;
mod fix;
mod info;
mod out;
mod repo;
mod run;
mod say;
mod select;
mod signals;
mod write;

use crate::codemod::{Codemod, Options};
use crate::engine::Engine;
use crate::project::{Disk, Overlay, Projects, Real, Settings, Version};
use crate::report::Summary;
use crate::semantics::World;
use args::{Cli, Command, Debug, Files, Output, Select};
use clap::Parser;
use clap::error::{ContextKind, ErrorKind};
use files::Source;
use out::{Closed, Out};
use run::{Part, Runner};
use say::Voice;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Nothing to say, or nothing left to say.
const CLEAN: u8 = 0;
/// `check` has findings, or `diff` isn't empty.
const FOUND: u8 = 1;
/// Something went wrong.
const TROUBLE: u8 = 2;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|mut error| {
        // An unknown flag is hardly ever meant as the name of a file: the tip would mislead.
        if error.kind() == ErrorKind::UnknownArgument {
            error.remove(ContextKind::Suggested);
        }
        error.exit()
    });
    let mut voice = Voice::new(&cli.output);
    run::catch_panics();
    signals::survive_size_limit();
    let status = match cli.command {
        Command::Diff(command) => with(&command.select, &cli.output, &mut voice, |s| diff::diff(s, &command)),
        Command::Fix(command) => with(&command.select, &cli.output, &mut voice, |s| fix::fix(s, &command)),
        Command::Check(command) => {
            with(&command.select, &cli.output, &mut voice, |s| check::check(s, &command))
        }
        Command::List => info::list(&mut voice),
        Command::Explain { name } => info::explain(&name, &mut voice),
        Command::Debug(Debug::Tree { path }) => info::tree(&path, &mut voice),
        Command::Debug(Debug::Types { files }) => {
            with_files(Vec::new(), Options::default(), &files, &cli.output, &mut voice, info::types)
        }
        Command::Completions { shell } => info::completions(shell, &mut voice),
    };
    ExitCode::from(if voice.failed() { TROUBLE } else { status })
}

/// All that a run over files needs.
struct Session<'a> {
    runner: Runner,
    sources: Vec<Source>,
    work_dir: PathBuf,
    repos: repo::Repos,
    out: Out,
    voice: &'a mut Voice,
}

impl Session<'_> {
    /// Does `work` on every file on all threads, and hands what comes of it to `take` in the order of the files. Messages are
    /// said and findings counted on the way. Ends early, without a count, when standard output is closed.
    fn each<T: Send>(
        &mut self,
        work: impl Fn(&Source, &Runner) -> Part<T> + Sync,
        mut take: impl FnMut(T, &mut Out, &mut Voice) -> Result<(), Closed>,
    ) -> Result<Summary, Closed> {
        let mut summary = Summary::default();
        let mut done = 0;
        let ended = self.runner.in_order(
            &self.sources,
            |source| work(source, &self.runner),
            |part| {
                done += 1;
                self.voice.progress(done, self.sources.len());
                summary.add(&part.summary);
                part.messages.into_iter().for_each(|message| self.voice.message(message));
                take(part.product, &mut self.out, self.voice)
            },
        );
        self.voice.finish_progress();
        ended.map(|()| summary)
    }
}

/// Makes a session for `select` and runs `command` in it.
fn with(select: &Select, output: &Output, voice: &mut Voice, command: impl FnOnce(Session) -> u8) -> u8 {
    let codemods = match select::codemods(select) {
        Ok(codemods) => codemods,
        Err(unknown) => {
            voice.error(unknown);
            return TROUBLE;
        }
    };
    let options = Options { only: select.only.clone(), ..Options::default() };
    with_files(codemods, options, &select.files, output, voice, command)
}

/// As [`with`], of codemods that are known.
fn with_files(
    codemods: Vec<&'static Codemod>,
    options: Options,
    files: &Files,
    output: &Output,
    voice: &mut Voice,
    command: impl FnOnce(Session) -> u8,
) -> u8 {
    match session(codemods, options, files, output, voice) {
        Ok(session) => command(session),
        Err(problem) => {
            voice.error(problem);
            TROUBLE
        }
    }
}

fn session<'a>(
    codemods: Vec<&'static Codemod>,
    options: Options,
    files: &Files,
    output: &Output,
    voice: &'a mut Voice,
) -> Result<Session<'a>, String> {
    let work_dir = work_dir()?;
    let from_stdin = files.paths.iter().any(|path| files::is_stdin(path));
    if from_stdin && files.paths.len() > 1 {
        return Err("`-` stands for standard input and can't be mixed with other paths".into());
    }
    if files.stdin_filename.is_some() && !from_stdin {
        return Err("--stdin-filename names what comes in on standard input: give `-` as the path".into());
    }
    let mut disk: Arc<dyn Disk> = Arc::new(Real);
    let sources = if from_stdin {
        let source = Source::stdin(files.stdin_filename.as_deref(), &work_dir);
        let bytes = files::read_stdin();
        let bytes = bytes.map_err(|e| format!("can't read standard input: {}", files::said(&e)))?;
        disk = Arc::new(Overlay::above(disk).with(&source.path, bytes));
        vec![source]
    } else {
        let (sources, messages) = files::gather(&*disk, &files.paths, &work_dir);
        messages.into_iter().for_each(|message| voice.message(message));
        sources
    };
    // A thread without a file has nothing to do.
    let processors = || std::thread::available_parallelism().map_or(1, |number| number.get());
    let threads = output.threads.unwrap_or_else(processors).clamp(1, sources.len().max(1));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| format!("can't start {threads} threads: {e}; use fewer (--threads)"))?;
    let world = Arc::new(World::new(Arc::new(projects(disk, &work_dir, files.go, files.tags.as_deref()))));
    // It lives as long as the process does; taking it apart at the end would only take time.
    std::mem::forget(world.clone());
    let engine = Engine { codemods, options, world };
    Ok(Session {
        runner: Runner { engine, pool, verbose: output.verbose },
        sources,
        work_dir,
        repos: repo::Repos::default(),
        out: Out::new(),
        voice,
    })
}

/// The working directory, links resolved.
fn work_dir() -> Result<PathBuf, String> {
    let work_dir = std::env::current_dir().and_then(std::fs::canonicalize);
    work_dir.map_err(|e| format!("can't tell the working directory: {}", files::said(&e)))
}

/// Where Go code lives, by the environment of this process.
fn projects(disk: Arc<dyn Disk>, work_dir: &Path, go: Option<Version>, tags: Option<&[String]>) -> Projects {
    let mut settings = Settings::from_env(work_dir, &*disk, &|name| std::env::var_os(name));
    settings.go = go;
    if let Some(tags) = tags {
        settings.platform.tags.clear();
        settings.platform = settings.platform.with_tags(tags.iter().flat_map(|tags| tags.split_whitespace()));
    }
    Projects::new(disk, settings)
}
