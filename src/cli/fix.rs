//! `gomend fix`: show the diff, ask once, write.

use super::args::Fix;
use super::change::{Change, Ground};
use super::files::Source;
use super::repo;
use super::say::Voice;
use super::signals::Stop;
use super::{CLEAN, Session, TROUBLE, write};
use crate::codemod::Safety;
use crate::engine::{Reported, at_least};
use crate::report::{self, counted};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;

pub(super) fn fix(mut session: Session, command: &Fix) -> u8 {
    let accept = at_least(if command.unsafe_ { Safety::Unsafe } else { Safety::Safe });
    if session.sources.iter().any(|source| source.stdin) {
        return fix_stdin(session, &accept);
    }
    let (repos, work_dir) = (std::mem::take(&mut session.repos), session.work_dir.clone());
    let ground = Ground { repos: &repos, work_dir: &work_dir };
    let propose = |source: &Source, runner: &super::Runner| ground.propose(runner, source, &accept);
    let mut changes = Vec::new();
    let summary = session.each(propose, |change, _, _| {
        changes.extend(change);
        Ok(())
    });
    let summary = summary.unwrap_or_default();
    let Session { mut out, voice, .. } = session;
    if !command.allow_dirty {
        refuse_dirty(&mut changes, voice);
    }
    for change in &changes {
        let patch = change.patch();
        let patch = if out.colour { report::painted(&patch) } else { patch };
        // With --yes nobody needs to read it; without, nobody is left to answer.
        match out.print(patch.as_bytes(), voice) {
            Ok(()) => {}
            Err(_) if command.yes => break,
            Err(_) => return CLEAN,
        }
    }
    voice.summary(summary, true);
    if !command.unsafe_ && summary.unsafe_ > 0 {
        voice.summary("unsafe fixes are left out: --unsafe applies them too", false);
    }
    if changes.is_empty() {
        voice.summary("nothing to write", false);
        return CLEAN;
    }
    if changes.iter().any(|change| change.place.root.is_none()) {
        voice.warning("not in a git repository: what is written can't be undone with git");
    }
    if !command.yes {
        match agreed(&format!("Write {}?", counted(changes.len(), "file")), voice) {
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
    let stop = Stop::on_signals();
    write_all(&changes, || stop.is_wanted(), voice);
    CLEAN
}

/// Prints the fixed text of standard input. What can't be mended is printed as it came in, so that nothing is lost in a pipe.
fn fix_stdin(mut session: Session, accept: &(dyn Fn(&Reported) -> bool + Sync)) -> u8 {
    let fix = |source: &Source, runner: &super::Runner| {
        runner.examine(source, accept).map(|examined, _| {
            let disk = runner.engine(source).world.projects().disk();
            match examined {
                Some(examined) => examined.outcome.fixed.unwrap_or(examined.text).into_bytes(),
                None => disk.read(&source.path).map_or_else(|_| Vec::new(), |text| text.to_vec()),
            }
        })
    };
    let summary = session.each(fix, |fixed, out, voice| out.print(&fixed, voice));
    if let Ok(summary) = summary {
        session.voice.summary(summary, true);
    }
    CLEAN
}

/// Takes the files with uncommitted changes out of `changes`, and says so.
fn refuse_dirty(changes: &mut Vec<Change>, voice: &mut Voice) {
    let mut by_root: BTreeMap<PathBuf, Vec<&[u8]>> = BTreeMap::new();
    for change in changes.iter() {
        if let Some(root) = &change.place.root {
            by_root.entry(root.clone()).or_default().push(&change.place.path);
        }
    }
    let mut states = BTreeMap::new();
    for (root, paths) in by_root {
        let state = repo::dirty(&root, &paths);
        if let Err(unknown) = &state {
            voice
                .error(format_args!("{unknown}; mend that, or use --allow-dirty to write them all the same"));
        }
        states.insert(root, state);
    }
    changes.retain(|change| match change.place.root.as_ref().and_then(|root| states.get(root)) {
        None => true,
        Some(Err(_)) => false,
        Some(Ok(dirty)) => {
            let dirty = dirty.get(&change.place.path);
            if let Some(dirty) = dirty {
                voice.error(format_args!("{}: left alone, {dirty}, or use --allow-dirty", change.name));
            }
            dirty.is_none()
        }
    });
}

/// Asks on the terminal; `None` when there isn't one.
fn agreed(question: &str, voice: &mut Voice) -> Option<bool> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return None;
    }
    voice.ask(format_args!("{question} [y/N] "));
    let mut answer = String::new();
    if std::io::stdin().read_line(&mut answer).ok()? == 0 {
        voice.ask("\n");
    }
    Some(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Writes one file after the other, until it's asked to stop between two of them.
fn write_all(changes: &[Change], stop: impl Fn() -> bool, voice: &mut Voice) {
    let mut written = Vec::new();
    for (tried, change) in changes.iter().enumerate() {
        if stop() {
            let left = counted(changes.len() - tried, "file");
            voice.error(format_args!(
                "stopped by a signal, {left} not written; run gomend again for the rest"
            ));
            break;
        }
        match write::write(&change.target, &change.old, &change.new) {
            Ok(()) => written.push(change.name.as_str()),
            Err(failure) => voice.error(format_args!("{}: {failure}", change.name)),
        }
    }
    voice.summary(format_args!("{} written", counted(written.len(), "file")), false);
    if written.len() < changes.len() {
        written.iter().for_each(|name| voice.summary(format_args!("  {name}"), false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Color, Output};
    use std::cell::Cell;

    #[test]
    fn what_was_begun_is_finished_before_a_stop() {
        let folder = tempfile::tempdir().unwrap();
        let change = |name: &str| {
            let target = folder.path().join(name);
            std::fs::write(&target, "old").unwrap();
            let place = repo::Place { root: None, path: name.into() };
            let (old, new) = ("old".to_owned(), "new".to_owned());
            Change { name: name.to_owned(), target, place, old, new, findings: Vec::new() }
        };
        let changes = ["a.go", "b.go", "c.go"].map(change);
        let output = Output { color: Color::Never, quiet: true, verbose: false, threads: None };
        let mut voice = Voice::new(&output);
        let asked = Cell::new(0);
        let after_two = || asked.replace(asked.get() + 1) == 2;
        write_all(&changes, after_two, &mut voice);
        assert!(voice.failed());
        let texts = changes.each_ref().map(|change| std::fs::read_to_string(&change.target).unwrap());
        assert_eq!(texts, ["new", "new", "old"]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
