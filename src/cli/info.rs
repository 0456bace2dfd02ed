//! The commands that tell about gomend itself: list, explain, debug, completions.

use super::args::Cli;
use super::config::Configs;
use super::files::{self, Source};
use super::out::Out;
use super::run::{Part, Runner, described};
use super::say::{Level, Message, Voice};
use super::{CLEAN, Session, TROUBLE, projects, select, work_dir};
use crate::codemods;
use crate::project::{Disk, Header, Real};
use crate::report::{self, Summary};
use crate::semantics::debug::{CallType, FileCalls, debug_types};
use crate::syntax::Tree;
use crate::text::LineIndex;
use clap::CommandFactory;
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

pub(super) fn list(voice: &mut Voice) -> u8 {
    let width = codemods::ALL.iter().map(|codemod| codemod.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for codemod in codemods::ALL {
        let tiers: Vec<&str> = codemod.tiers.iter().map(|safety| safety.name()).collect();
        let on = if codemod.default { "on" } else { "off" };
        // Writing to a string can't fail.
        let _ =
            writeln!(out, "{:width$}  {:12}  {on:3}  {}", codemod.name, tiers.join(", "), codemod.summary);
    }
    let status = print(&out, voice);
    // Whether some of the defects are defects depends on it.
    let Ok(work_dir) = work_dir() else { return status };
    let told = Configs::new(&Real, &work_dir, None).and_then(|mut configs| {
        let index = configs.of(&work_dir)?;
        Ok(configs.into_all().swap_remove(index))
    });
    match told {
        Ok(told) => {
            let any_file = work_dir.join("any.go");
            let projects = projects(Arc::new(Real), &work_dir, told.language(), None);
            let language = projects.language(&any_file, &Header::default());
            voice.summary(format_args!("in this folder: {}", described(&language)), false);
        }
        Err(problem) => voice.error(problem),
    }
    status
}

pub(super) fn explain(name: &str, voice: &mut Voice) -> u8 {
    match select::by_name(name) {
        Ok(codemod) => print(codemod.doc, voice),
        Err(unknown) => {
            voice.error(unknown);
            TROUBLE
        }
    }
}

pub(super) fn tree(path: &Path, voice: &mut Voice) -> u8 {
    let bytes =
        if files::is_stdin(path) { files::read_stdin() } else { Real.read(path).map(|bytes| bytes.to_vec()) };
    let text = bytes.map_err(|e| files::said(&e));
    let text = text.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "isn't UTF-8".to_owned()));
    let text = match text {
        Ok(text) => text,
        Err(problem) => {
            voice.error(format_args!("{}: {problem}", path.display()));
            return TROUBLE;
        }
    };
    let tree = Tree::parse(&text);
    let lines = LineIndex::new(&text);
    for broken in tree.broken() {
        let at = lines.place(broken.at);
        voice.error(format_args!(
            "{}:{}:{}: isn't valid Go; this declaration isn't in the tree",
            path.display(),
            at.line,
            at.column
        ));
    }
    print(&report::tree(&tree), voice)
}

/// Prints what is known of every call of the files.
pub(super) fn types(mut session: Session) -> u8 {
    let list = |source: &Source, runner: &Runner| {
        let mut part = Part { product: String::new(), summary: Summary::default(), messages: Vec::new() };
        for found in debug_types(&runner.engine(source).world, std::slice::from_ref(&source.path)) {
            match found {
                Ok(FileCalls { calls, unread }) => {
                    let reasons = calls.iter().filter_map(|call| Some((call.start, call.reason.as_deref()?)));
                    let unknown: Vec<_> = reasons.filter(|_| runner.verbose).collect();
                    part.messages = said_of(source, runner, &unknown, &unread);
                    for call in calls {
                        let call = CallType { file: source.name.clone(), ..call };
                        // Strings and numbers always serialise.
                        part.product.push_str(&serde_json::to_string(&call).unwrap_or_default());
                        part.product.push('\n');
                    }
                }
                Err(problem) => part.messages.push(source.error(problem)),
            }
        }
        part
    };
    // Whatever there is to say of a failure, `print` has said it.
    let _ = session.each(list, |lines, out, voice| out.print(lines.as_bytes(), voice));
    CLEAN
}

/// Says of calls why their types aren't known, and of declarations that nothing is said of the calls in them.
fn said_of(
    source: &Source,
    runner: &Runner,
    unknown: &[(usize, &str)],
    unread: &[Range<usize>],
) -> Vec<Message> {
    if unknown.is_empty() && unread.is_empty() {
        return Vec::new();
    }
    let Ok(text) = files::read(runner.engine(source).world.projects().disk(), source) else {
        return Vec::new();
    };
    let lines = LineIndex::new(&text);
    let place = |offset: usize| {
        let at = lines.place(offset.min(text.len()));
        format!("{}:{}:{}", source.name, at.line, at.column)
    };
    let unknown = unknown
        .iter()
        .map(|(start, reason)| Message::new(Level::Note, format!("{}: unknown: {reason}", place(*start))));
    let unread = unread.iter().map(|range| {
        let place = Source { name: place(range.start), ..source.clone() };
        place.problem(
            "isn't valid Go, or nests too deep to be read; nothing is said of the calls in this declaration",
        )
    });
    unknown.chain(unread).collect()
}

pub(super) fn completions(shell: clap_complete::Shell, voice: &mut Voice) -> u8 {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "gomend", &mut bytes);
    print(&String::from_utf8_lossy(&bytes), voice)
}

fn print(text: &str, voice: &mut Voice) -> u8 {
    // Whatever there is to say of a failure, `print` has said it.
    let _ = Out::new().print(text.as_bytes(), voice);
    CLEAN
}
