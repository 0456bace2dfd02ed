//! `gomend check`: list the findings, write nothing.

use super::args::{Check, CheckFormat};
use super::files::Source;
use super::say::printable;
use super::{CLEAN, FOUND, Session};
use crate::report;

pub(super) fn check(mut session: Session, command: &Check) -> u8 {
    let colour = session.out.colour;
    let list = |source: &Source, runner: &super::Runner| {
        // What the fixes come to is the affair of `diff`: here they are shown and not applied.
        runner.examine(source, &|_| false).map(|examined, _| {
            let Some(examined) = examined else { return String::new() };
            let findings = &examined.outcome.findings;
            match command.format {
                _ if findings.is_empty() => String::new(),
                CheckFormat::Text => report::text(&printable(&source.name), &examined.text, findings, colour),
                CheckFormat::Json => report::json(&source.name, &examined.text, findings),
            }
        })
    };
    let mut found = false;
    let summary = session.each(list, |printed, out, voice| {
        found |= !printed.is_empty();
        out.print(printed.as_bytes(), voice)
    });
    if let Ok(summary) = summary {
        session.voice.summary(summary, true);
    }
    if found && !command.exit_zero { FOUND } else { CLEAN }
}
