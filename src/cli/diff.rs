//! `gomend diff`: show what would change, write nothing.

use super::args::{Diff, DiffFormat};
use super::files::Source;
use super::repo::Repos;
use super::run::Examined;
use super::say::{Level, Message};
use super::{CLEAN, FOUND, Session, is_executable, write};
use crate::codemod::Safety;
use crate::engine::at_least;
use crate::report::{self, Change, Summary};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// What is left of a file when its part of the diff has been made.
struct Shown {
    printed: String,
    root: Option<PathBuf>,
    summary: Summary,
    messages: Vec<Message>,
}

pub(super) fn diff(session: Session, command: &Diff) -> u8 {
    let Session { runner, sources, work_dir, repos, mut out, voice } = session;
    let accept = at_least(if command.safe_only { Safety::Safe } else { Safety::Unsafe });
    let colour = out.colour;
    let show = |source: &Source, (examined, mut messages): (Option<Examined>, Vec<Message>)| {
        let mut shown =
            Shown { printed: String::new(), root: None, summary: Summary::default(), messages: vec![] };
        if let Some(Examined { text, outcome }) = &examined {
            shown.summary.file(&outcome.findings);
            if let Some(fixed) = &outcome.fixed {
                match changeable(source, &repos, &work_dir) {
                    Err(refused) => {
                        messages.push(Message::new(Level::Warning, format!("{}: {refused}", source.name)))
                    }
                    Ok(target) => {
                        let place = repos.place(&target, &work_dir);
                        shown.printed = match command.format {
                            DiffFormat::Patch => {
                                let change = Change {
                                    path: &place.path,
                                    old: text,
                                    new: fixed,
                                    executable: is_executable(&target),
                                    findings: &outcome.findings,
                                };
                                let patch = report::patch(&change);
                                if colour { report::painted(&patch) } else { patch }
                            }
                            DiffFormat::Json => {
                                let mended = outcome.findings.iter().filter(|reported| reported.fixed);
                                report::json(&source.name, text, mended)
                            }
                        };
                        shown.root = place.root;
                    }
                }
            }
        }
        shown.messages = messages;
        shown
    };
    let mut summary = Summary::default();
    let mut roots = BTreeSet::new();
    let mut changed = 0;
    let mut done = 0;
    let sink = |shown: Shown| {
        done += 1;
        voice.progress(done, sources.len());
        summary.add(&shown.summary);
        shown.messages.into_iter().for_each(|message| voice.message(message));
        if shown.printed.is_empty() {
            return ControlFlow::Continue(());
        }
        changed += 1;
        roots.insert(shown.root);
        match out.print(shown.printed.as_bytes(), voice) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    };
    runner.each(&sources, |source| show(source, runner.examine(source, &accept)), sink);
    voice.finish_progress();
    if roots.len() > 1 && command.format == DiffFormat::Patch {
        voice.warning(format_args!(
            "this patch changes {} repositories: its paths begin at the root of each, so run gomend once in each of them",
            roots.len()
        ));
    }
    voice.summary(format_args!("{summary}; {} would change", report::counted(changed, "file")), true);
    if changed > 0 && !command.exit_zero { FOUND } else { CLEAN }
}

/// The file that a change of `source` would be written to, links resolved.
pub(super) fn changeable(
    source: &Source,
    repos: &Repos,
    work_dir: &Path,
) -> Result<PathBuf, write::LinkRefused> {
    if source.stdin {
        return Ok(source.path.clone());
    }
    let tree = repos.place(&source.path, work_dir).root;
    write::target(&source.path, source.named, tree.as_deref().unwrap_or(work_dir))
}
