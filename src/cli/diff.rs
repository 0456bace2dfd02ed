//! `gomend diff`: show what would change, write nothing.

use super::args::{Diff, DiffFormat};
use super::change::Ground;
use super::files::Source;
use super::{CLEAN, FOUND, Session};
use crate::codemod::Safety;
use crate::engine::at_least;
use crate::report::{self, counted};
use std::collections::BTreeSet;

pub(super) fn diff(mut session: Session, command: &Diff) -> u8 {
    let accept = at_least(if command.safe_only { Safety::Safe } else { Safety::Unsafe });
    let colour = session.out.colour;
    let (repos, work_dir) = (std::mem::take(&mut session.repos), session.work_dir.clone());
    let ground = Ground { repos: &repos, work_dir: &work_dir };
    let show = |source: &Source, runner: &super::Runner| {
        ground.propose(runner, source, &accept).map(|change, _| {
            let change = change?;
            let printed = match command.format {
                DiffFormat::Patch if colour => report::painted(&change.patch()),
                DiffFormat::Patch => change.patch(),
                DiffFormat::Json => {
                    let mended = change.findings.iter().filter(|reported| reported.fixed);
                    report::json(&source.name, &change.old, mended)
                }
            };
            Some((printed, change.place.root))
        })
    };
    let mut roots = BTreeSet::new();
    let mut changed = 0;
    let summary = session.each(show, |shown, out, voice| {
        let Some((printed, root)) = shown else { return Ok(()) };
        changed += 1;
        roots.insert(root);
        out.print(printed.as_bytes(), voice)
    });
    if roots.len() > 1 && command.format == DiffFormat::Patch {
        session.voice.warning(format_args!(
            "this patch is for {} repositories, and its paths begin at the root of each: run gomend in one after the other to apply it",
            roots.len()
        ));
    }
    if let Ok(summary) = summary {
        session.voice.summary(format_args!("{summary}; {} would change", counted(changed, "file")), true);
    }
    if changed > 0 && !command.exit_zero { FOUND } else { CLEAN }
}
