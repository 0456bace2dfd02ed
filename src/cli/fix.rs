//! `gomend fix`: show the diff, ask once, write.

use super::args::Fix;
use super::diff::changeable;
use super::files::Source;
use super::repo::{self, Place};
use super::run::Examined;
use super::say::{Message, Voice};
use super::{CLEAN, Session, TROUBLE, is_executable, write};
use crate::codemod::Safety;
use crate::engine::{Reported, at_least};
use crate::report::{self, Change, Summary, counted};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// A file that is to be written.
struct Rewrite {
    name: String,
    target: PathBuf,
    place: Place,
    old: String,
    new: String,
    patch: String,
}

/// What came of one file.
struct Fixed {
    rewrite: Option<Rewrite>,
    summary: Summary,
    messages: Vec<Message>,
}

pub(super) fn fix(session: Session, command: &Fix) -> u8 {
    let accept = at_least(if command.unsafe_ { Safety::Unsafe } else { Safety::Safe });
    if session.sources.iter().any(|source| source.stdin) {
        return fix_stdin(session, &accept);
    }
    let Session { runner, sources, work_dir, repos, mut out, voice, .. } = session;
    let work = |source: &Source| {
        let (examined, mut messages) = runner.examine(source, &accept);
        let mut summary = Summary::default();
        let mut rewrite = None;
        if let Some(Examined { text, outcome }) = examined {
            summary.file(&outcome.findings);
            if let Some(new) = outcome.fixed {
                match changeable(source, &repos, &work_dir) {
                    Err(refused) => messages.push(source.problem(refused)),
                    Ok(target) => {
                        let place = repos.place(&target, &work_dir);
                        let change = Change {
                            path: &place.path,
                            old: &text,
                            new: &new,
                            executable: is_executable(&target),
                            findings: &outcome.findings,
                        };
                        let patch = report::patch(&change);
                        let name = source.name.clone();
                        rewrite = Some(Rewrite { name, target, patch, place, old: text, new });
                    }
                }
            }
        }
        Fixed { rewrite, summary, messages }
    };
    let mut summary = Summary::default();
    let mut rewrites = Vec::new();
    let mut done = 0;
    runner.each(&sources, work, |fixed| {
        done += 1;
        voice.progress(done, sources.len());
        summary.add(&fixed.summary);
        fixed.messages.into_iter().for_each(|message| voice.message(message));
        rewrites.extend(fixed.rewrite);
        ControlFlow::Continue(())
    });
    voice.finish_progress();
    if !command.allow_dirty {
        refuse_dirty(&mut rewrites, voice);
    }
    for rewrite in &rewrites {
        let patch = if out.colour { report::painted(&rewrite.patch) } else { rewrite.patch.clone() };
        // With --yes nobody needs to read it; without, nobody is left to answer.
        if out.print(patch.as_bytes(), voice).is_err() && !command.yes {
            return CLEAN;
        }
    }
    voice.summary(summary, true);
    if rewrites.is_empty() {
        voice.summary("nothing to write", false);
        return CLEAN;
    }
    if rewrites.iter().any(|rewrite| rewrite.place.root.is_none()) {
        voice.warning("not in a git repository: what is written can't be undone with git");
    }
    let question = format!("Write {}?", counted(rewrites.len(), "file"));
    if !command.yes {
        match agreed(&question, voice) {
            Some(true) => {}
            Some(false) => {
                voice.summary("nothing was written", false);
                return CLEAN;
            }
            None => {
                voice.error(
                    "nothing was written: there is no terminal to ask on; use --yes to write without asking",
                );
                return TROUBLE;
            }
        }
    }
    write_all(&rewrites, voice);
    CLEAN
}

/// Prints the fixed text of standard input.
fn fix_stdin(session: Session, accept: &dyn Fn(&Reported) -> bool) -> u8 {
    let Session { runner, sources, mut out, voice, .. } = session;
    let mut summary = Summary::default();
    for source in &sources {
        let (examined, messages) = runner.examine(source, accept);
        messages.into_iter().for_each(|message| voice.message(message));
        let Some(Examined { text, outcome }) = examined else { continue };
        summary.file(&outcome.findings);
        // Whatever there is to say of a failure, `print` has said it.
        let _ = out.print(outcome.fixed.unwrap_or(text).as_bytes(), voice);
    }
    voice.summary(summary, true);
    CLEAN
}

/// Takes the files with uncommitted changes out of `rewrites`, and says so.
fn refuse_dirty(rewrites: &mut Vec<Rewrite>, voice: &mut Voice) {
    let mut by_root: BTreeMap<PathBuf, Vec<&[u8]>> = BTreeMap::new();
    for rewrite in rewrites.iter() {
        if let Some(root) = &rewrite.place.root {
            by_root.entry(root.clone()).or_default().push(&rewrite.place.path);
        }
    }
    let mut states = BTreeMap::new();
    for (root, paths) in by_root {
        let state = repo::dirty(&root, &paths);
        if let Err(unknown) = &state {
            voice.error(format_args!("{unknown}; use --allow-dirty to write them all the same"));
        }
        states.insert(root, state);
    }
    rewrites.retain(|rewrite| match rewrite.place.root.as_ref().and_then(|root| states.get(root)) {
        None => true,
        Some(Err(_)) => false,
        Some(Ok(dirty)) if dirty.contains(&rewrite.place.path) => {
            voice.error(format_args!(
                "{}: left alone, it has uncommitted changes; commit them, or use --allow-dirty",
                rewrite.name
            ));
            false
        }
        Some(Ok(_)) => true,
    });
}

/// Asks on the terminal; `None` when there isn't one.
fn agreed(question: &str, voice: &mut Voice) -> Option<bool> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return None;
    }
    voice.ask(format_args!("{question} [y/N] "));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).ok()?;
    Some(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn write_all(rewrites: &[Rewrite], voice: &mut Voice) {
    let mut written = Vec::new();
    for rewrite in rewrites {
        match write::write(&rewrite.target, &rewrite.old, &rewrite.new) {
            Ok(()) => written.push(rewrite.name.as_str()),
            Err(failure) => voice.error(format_args!("{}: {failure}", rewrite.name)),
        }
    }
    voice.summary(format_args!("{} written", counted(written.len(), "file")), false);
    if written.len() < rewrites.len() {
        written.iter().for_each(|name| voice.summary(format_args!("  {name}"), false));
    }
}
