//! `gomend check`: list the findings, write nothing.

use super::args::{Check, CheckFormat};
use super::files::Source;
use super::run::Examined;
use super::say::Message;
use super::{CLEAN, FOUND, Session};
use crate::report::{self, Summary};
use std::ops::ControlFlow;

/// What is left of a file when all that counts has been made of it.
struct Listed {
    printed: String,
    summary: Summary,
    messages: Vec<Message>,
}

pub(super) fn check(session: Session, command: &Check) -> u8 {
    let Session { runner, sources, mut out, voice, .. } = session;
    let colour = out.colour;
    let list = |source: &Source, (examined, messages): (Option<Examined>, Vec<Message>)| {
        let mut summary = Summary::default();
        let mut printed = String::new();
        if let Some(Examined { text, outcome }) = &examined {
            summary.file(&outcome.findings);
            if !outcome.findings.is_empty() {
                printed = match command.format {
                    CheckFormat::Text => report::text(&source.name, text, &outcome.findings, colour),
                    CheckFormat::Json => report::json(&source.name, text, &outcome.findings),
                };
            }
        }
        Listed { printed, summary, messages }
    };
    let mut summary = Summary::default();
    let mut done = 0;
    let sink = |listed: Listed| {
        done += 1;
        voice.progress(done, sources.len());
        summary.add(&listed.summary);
        listed.messages.into_iter().for_each(|message| voice.message(message));
        match out.print(listed.printed.as_bytes(), voice) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    };
    // What the fixes would come to is the affair of `diff`: here they are shown, not applied.
    runner.each(&sources, |source| list(source, runner.examine(source, &|_| false)), sink);
    voice.finish_progress();
    voice.summary(summary, true);
    if summary.findings() > 0 && !command.exit_zero { FOUND } else { CLEAN }
}
