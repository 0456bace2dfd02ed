//! The command line: arguments, files, the terminal, exit codes. The only layer that touches the world.
//!
//! Its modules: `args` (what clap knows), `config` (which `gomend.toml`), `select` (which codemods), `files` (PATHs to texts), `run` (texts through the
//! engine), `change` (what would be written), `repo` (git), `write` (files), `signals`, `say` (standard error), `out` (standard output), and a module a command.

mod args;
mod change;
mod check;
mod config;
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

use crate::codemod::Options;
use crate::config::Config;
use crate::engine::Engine;
use crate::project::recent::Recent;
use crate::project::walk::start;
use crate::project::{Disk, Language, Origin, Overlay, Projects, Real, Settings};
use crate::report::Summary;
use crate::semantics::World;
use args::{Cli, Command, Debug, Files, Output, Select};
use clap::Parser;
use clap::error::{ContextKind, ErrorKind};
use config::{Configs, Told};
use files::Source;
use out::{Closed, Out};
use run::{Part, Runner, Setup};
use say::{Level, Message, Voice};
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
            with_files(None, &files, &cli.output, &mut voice, info::types)
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
    with_files(Some(select), &select.files, output, voice, command)
}

/// As [`with`]; without a selection there are no codemods, and nothing is set.
fn with_files(
    select: Option<&Select>,
    files: &Files,
    output: &Output,
    voice: &mut Voice,
    command: impl FnOnce(Session) -> u8,
) -> u8 {
    match session(select, files, output, voice) {
        Ok(session) => command(session),
        Err(problem) => {
            voice.error(problem);
            TROUBLE
        }
    }
}

fn session<'a>(
    select: Option<&Select>,
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
    let mut disk: Arc<dyn Disk> = Arc::new(Recent::above(Real));
    if let Some(select) = select {
        select::known(select).map_err(|unknown| unknown.to_string())?;
    }
    let mut sources = if from_stdin {
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
    let told = match select {
        Some(select) => settle(select, &*disk, &work_dir, &mut sources, voice)?,
        None => vec![Told::default()],
    };
    let setups = setups(select, files, disk, &work_dir, told);
    Ok(Session {
        runner: Runner { setups, pool, verbose: output.verbose },
        sources,
        work_dir,
        repos: repo::Repos::default(),
        out: Out::new(),
        voice,
    })
}

/// Finds the `gomend.toml` for each of the PATHs, tells each of `sources` which of them holds for it, and takes out those that it
/// excludes.
fn settle(
    select: &Select,
    disk: &dyn Disk,
    work_dir: &Path,
    sources: &mut Vec<Source>,
    voice: &mut Voice,
) -> Result<Vec<Told>, String> {
    let mut configs = Configs::new(disk, work_dir, select.config.as_deref())?;
    let by_argument = match sources.as_slice() {
        [source] if source.stdin => vec![configs.of(&source.path)?],
        _ => {
            let paths = select.files.paths.iter().map(|path| start(work_dir, path));
            paths.map(|path| configs.of(&path)).collect::<Result<_, _>>()?
        }
    };
    let told = configs.into_all();
    for Told { file, .. } in &told {
        let Some(file) = file else { continue };
        voice.message(Message::new(Level::Note, format!("settings of {}", files::shown(file, work_dir))));
    }
    sources.retain_mut(|source| {
        source.setup = by_argument[source.argument];
        let excluded = !source.named && told[source.setup].excludes(&source.path);
        if excluded {
            voice.message(Message::new(Level::Note, format!("{}: passed over, it's excluded", source.name)));
        }
        !excluded
    });
    Ok(told)
}

/// One for each of what was told. Those of the same language version share what they know of the world.
fn setups(
    select: Option<&Select>,
    files: &Files,
    disk: Arc<dyn Disk>,
    work_dir: &Path,
    told: Vec<Told>,
) -> Vec<Setup> {
    let flag = files.go.map(|go| Language { version: Some(go.language()), origin: Origin::Flag });
    let mut worlds: Vec<(Option<Language>, Arc<World>)> = Vec::new();
    let mut setup = |told: Told| {
        let language = flag.clone().or_else(|| told.language());
        let known = worlds.iter().find(|(known, _)| *known == language).map(|(_, world)| world.clone());
        let world = known.unwrap_or_else(|| {
            let projects = projects(disk.clone(), work_dir, language.clone(), files.tags.as_deref());
            let world = Arc::new(World::new(Arc::new(projects)));
            // It lives as long as the process does; taking it apart at the end would only take time.
            std::mem::forget(world.clone());
            worlds.push((language, world.clone()));
            world
        });
        let (codemods, only) =
            select.map(|select| select::codemods(select, &told.config)).unwrap_or_default();
        let Config { tiers, defer_in_loop, blank_error, generated, .. } = told.config;
        let options = Options { only, tiers, defer_in_loop, blank_error };
        Setup { engine: Engine { codemods, options, world }, generated }
    };
    told.into_iter().map(&mut setup).collect()
}

/// The working directory, links resolved.
fn work_dir() -> Result<PathBuf, String> {
    let work_dir = std::env::current_dir().and_then(std::fs::canonicalize);
    work_dir.map_err(|e| format!("can't tell the working directory: {}", files::said(&e)))
}

/// Where Go code lives, by the environment of this process.
fn projects(disk: Arc<dyn Disk>, work_dir: &Path, go: Option<Language>, tags: Option<&[String]>) -> Projects {
    let mut settings = Settings::from_env(work_dir, &*disk, &|name| std::env::var_os(name));
    settings.go = go;
    if let Some(tags) = tags {
        settings.platform.tags.clear();
        settings.platform = settings.platform.with_tags(tags.iter().flat_map(|tags| tags.split_whitespace()));
    }
    Projects::new(disk, settings)
}
