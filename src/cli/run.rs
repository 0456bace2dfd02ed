//! Files through the engine: on several threads, out in the order of the files, a bounded number of them in memory.

use super::files::{self, Source};
use super::say::{Level, Message};
use crate::engine::{Engine, Input, Outcome, Reported};
use crate::project::generated::is_generated;
use crate::project::{Header, Language};
use crate::text::LineIndex;
use rayon::prelude::*;
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Files that are in memory at the same time, with what was found in them.
const BATCH: usize = 256;

/// A file that was read, and what the engine made of it.
pub struct Examined {
    pub text: String,
    pub outcome: Outcome,
}

/// How many threads a run may use, and what it looks for.
pub struct Runner {
    pub engine: Engine,
    pub pool: rayon::ThreadPool,
    /// Tell about each file what was taken from where.
    pub verbose: bool,
}

impl Runner {
    /// Does `work` on every source on all threads, and hands its results to `sink` in the order of `sources`.
    pub fn each<T: Send>(
        &self,
        sources: &[Source],
        work: impl Fn(&Source) -> T + Sync,
        mut sink: impl FnMut(T) -> ControlFlow<()>,
    ) {
        for batch in sources.chunks(BATCH) {
            let results: Vec<T> = self.pool.install(|| batch.par_iter().map(&work).collect());
            for result in results {
                if sink(result).is_break() {
                    return;
                }
            }
        }
    }

    /// Reads a file and runs the codemods on it. What is to be said of it comes in order, whether or not there is a result.
    pub fn examine(
        &self,
        source: &Source,
        accept: &dyn Fn(&Reported) -> bool,
    ) -> (Option<Examined>, Vec<Message>) {
        let text = match files::read(self.engine.world.projects().disk(), source) {
            Ok(text) => text,
            Err(message) => return (None, vec![message]),
        };
        let mut messages = Vec::new();
        let mut note = |text: String| messages.push(Message::new(Level::Note, text));
        if !source.named && has_mark(&text) && is_generated(text.as_bytes()) {
            note(format!("{}: passed over, it's generated", source.name));
            return (None, messages);
        }
        if self.verbose {
            let header = Header::scan(text.as_bytes());
            let Language { version, origin } = self.engine.world.projects().language(&source.path, &header);
            match version {
                Some(version) => note(format!("{}: Go {version}, from {origin}", source.name)),
                None => note(format!("{}: unknown version of Go, from {origin}", source.name)),
            }
        }
        let input = Input { path: source.path.clone(), text, whole: source.named };
        // A defect of gomend in one file must not end the run for all the others.
        let outcome = catch_unwind(AssertUnwindSafe(|| self.engine.run(&input, accept)));
        let Input { text, .. } = input;
        let outcome = match outcome {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(diverged)) => {
                messages.push(source.error(diverged));
                return (None, messages);
            }
            Err(_) => {
                let place = PANIC.take().unwrap_or_default();
                let text = format!(
                    "internal error{place}; the file is left alone. Please report this with the file"
                );
                messages.push(source.error(text));
                return (None, messages);
            }
        };
        if !outcome.broken.is_empty() {
            let lines = LineIndex::new(&text);
            for broken in &outcome.broken {
                let at = lines.place(broken.at);
                let (first, last) =
                    (lines.place(broken.range.start).line, lines.line(broken.range.end.max(1) - 1) + 1);
                let part =
                    if first == last { format!("line {first}") } else { format!("lines {first} to {last}") };
                let place =
                    Source { name: format!("{}:{}:{}", source.name, at.line, at.column), ..source.clone() };
                messages.push(place.problem(format_args!("isn't valid Go; {part} are left alone")));
            }
        }
        (Some(Examined { text, outcome }), messages)
    }
}

thread_local! {
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the place of a panic for the message, instead of printing it.
pub fn catch_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!(" at {}:{}", l.file(), l.line()));
        PANIC.set(Some(place.unwrap_or_default()));
    }));
}

/// What every generated file holds: most files can be told from it without reading their heads.
fn has_mark(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b" DO NOT EDIT.").is_some()
}
