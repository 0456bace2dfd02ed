//! Files through the engine: on several threads, out in the order of the files, a bounded number of them in memory.

use super::files::{self, Source};
use super::say::{Level, Message};
use crate::codemod::Silenced;
use crate::engine::{Engine, Input, Outcome, Reported};
use crate::project::generated::is_generated;
use crate::project::{Header, Language};
use crate::report::Summary;
use crate::syntax::{Broken, Outline};
use crate::text::LineIndex;
use rayon::prelude::*;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Files that are in memory at the same time, with what was found in them.
const BATCH: usize = 128;

/// A file that was read, and what the engine made of it.
pub struct Examined {
    pub text: String,
    pub outcome: Outcome,
}

/// What came of one file.
pub struct Part<T> {
    pub product: T,
    /// What was found in it.
    pub summary: Summary,
    /// What is to be said of it, in order.
    pub messages: Vec<Message>,
}

impl<T> Part<T> {
    /// The same with another product; `make` may have more to say.
    pub fn map<U>(mut self, make: impl FnOnce(T, &mut Vec<Message>) -> U) -> Part<U> {
        let product = make(self.product, &mut self.messages);
        Part { product, summary: self.summary, messages: self.messages }
    }
}

/// What holds for some of the files: the codemods and options of one `gomend.toml`, or of none.
pub struct Setup {
    pub engine: Engine,
    /// Generated files are looked into too.
    pub generated: bool,
}

/// How many threads a run may use, and what it looks for.
pub struct Runner {
    pub setups: Vec<Setup>,
    pub pool: rayon::ThreadPool,
    /// Tell about each file what was taken from where.
    pub verbose: bool,
}

impl Runner {
    /// Does `work` on every item on all threads, and hands its results to `take` in the order of `items`, until that fails.
    pub fn in_order<I: Sync, T: Send, E>(
        &self,
        items: &[I],
        work: impl Fn(&I) -> T + Sync,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        for batch in items.chunks(BATCH) {
            let results: Vec<T> = self.pool.install(|| batch.par_iter().map(&work).collect());
            results.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    }

    pub fn engine(&self, source: &Source) -> &Engine {
        &self.setups[source.setup].engine
    }

    /// Reads a file and runs the codemods on it.
    pub fn examine(&self, source: &Source, accept: &dyn Fn(&Reported) -> bool) -> Part<Option<Examined>> {
        let mut part = Part { product: None, summary: Summary::default(), messages: Vec::new() };
        match self.outcome(source, accept, &mut part.messages) {
            Ok(examined) => {
                if let Some(Examined { outcome, .. }) = &examined {
                    part.summary.file(&outcome.findings);
                }
                part.product = examined;
            }
            Err(problem) => part.messages.push(problem),
        }
        part
    }

    /// `None` for a file that is passed over.
    fn outcome(
        &self,
        source: &Source,
        accept: &dyn Fn(&Reported) -> bool,
        messages: &mut Vec<Message>,
    ) -> Result<Option<Examined>, Message> {
        let Setup { engine, generated } = &self.setups[source.setup];
        let text = files::read(engine.world.projects().disk(), source)?;
        let mut note = |text: String| messages.push(Message::new(Level::Note, text));
        if !source.named && !generated && has_mark(&text) && is_generated(text.as_bytes()) {
            note(format!("{}: passed over, it's generated", source.name));
            return Ok(None);
        }
        if self.verbose {
            let header = Header::scan(text.as_bytes());
            let language = engine.world.projects().language(&source.path, &header);
            note(format!("{}: {}", source.name, described(&language)));
        }
        let input = Input { path: source.path.clone(), text, whole: source.named };
        // A defect of gomend in one file must not end the run for all the others.
        let outcome = catch_unwind(AssertUnwindSafe(|| engine.run(&input, accept)));
        let outcome = match outcome {
            Ok(outcome) => outcome.map_err(|diverged| source.error(diverged))?,
            Err(_) => {
                let place = PANIC.take().unwrap_or_default();
                let advice = "the file is left alone. Please report this with the file";
                return Err(source.error(format_args!("internal error{place}; {advice}")));
            }
        };
        let Input { text, .. } = input;
        if self.verbose && !outcome.silenced.is_empty() {
            let lines = LineIndex::new(&text);
            messages.extend(outcome.silenced.iter().map(|(codemod, silenced)| {
                let at = lines.place(silenced.range.start);
                let Silenced { message, because, .. } = silenced;
                let place = format!("{}:{}:{}", source.name, at.line, at.column);
                Message::new(Level::Note, format!("{place}: {codemod}: {message}; not reported: {because}"))
            }));
        }
        if !outcome.broken.is_empty() {
            let lines = LineIndex::new(&text);
            messages.extend(outcome.broken.iter().map(|broken| invalid(source, &lines, broken)));
        }
        // Only a whole file is known to be more than its candidates.
        else if source.named && Outline::of(&text).package().is_none() {
            messages.push(source.problem("isn't valid Go: it has no package clause"));
        }
        Ok(Some(Examined { text, outcome }))
    }
}

/// A language version and where it was taken from.
pub fn described(language: &Language) -> String {
    let Language { version, origin } = language;
    match version {
        Some(version) => format!("Go {version}, from {origin}"),
        None => format!("unknown version of Go: {origin}"),
    }
}

/// Says that a declaration isn't valid Go.
fn invalid(source: &Source, lines: &LineIndex, broken: &Broken) -> Message {
    let at = lines.place(broken.at);
    let first = lines.line(broken.range.start) + 1;
    let last = lines.line(broken.range.end.saturating_sub(1).max(broken.range.start)) + 1;
    let part =
        if first == last { format!("line {first} is") } else { format!("lines {first} to {last} are") };
    let place = Source { name: format!("{}:{}:{}", source.name, at.line, at.column), ..source.clone() };
    place.problem(format_args!("isn't valid Go; {part} left alone"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codemod::{Codemod, Context, Finding, Options};
    use crate::project::{Overlay, Projects, Settings};
    use crate::semantics::World;
    use std::path::Path;
    use std::sync::Arc;

    static DEFECTIVE: Codemod = Codemod {
        name: "defective",
        doc: "",
        summary: "",
        tiers: &[],
        default: false,
        may_match: |text| memchr::memmem::find(text, b"bad").is_some(),
        may_hold: |_, _, _| true,
        applies: |_| true,
        find: |_: &Context, _: &mut Vec<Finding>| panic!("a defect"),
    };

    fn source(name: &str) -> Source {
        Source {
            path: Path::new("/m").join(name),
            name: name.to_owned(),
            named: false,
            stdin: false,
            argument: 0,
            setup: 0,
        }
    }

    #[test]
    fn a_defect_of_a_codemod_costs_one_file() {
        let disk =
            Overlay::empty().with("/m/a.go", "package m\n\nfunc bad() {}\n").with("/m/b.go", "package m\n");
        let projects = Projects::new(Arc::new(disk), Settings::new("/m"));
        let world = Arc::new(World::new(Arc::new(projects)));
        let engine = Engine { codemods: vec![&DEFECTIVE], options: Options::default(), world };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let runner = Runner { setups: vec![Setup { engine, generated: false }], pool, verbose: false };
        let sources = [source("a.go"), source("b.go"), source("c.go")];
        let mut said = Vec::new();
        let ended = runner.in_order(
            &sources,
            |source| runner.examine(source, &|_| true),
            |part| {
                said.push((part.product.is_some(), part.messages));
                Ok::<(), ()>(())
            },
        );
        assert_eq!(ended, Ok(()));
        let [(false, bad), (true, good), (false, missing)] = said.as_slice() else { panic!("{said:?}") };
        assert!(bad[0].level == Level::Error && bad[0].text.starts_with("a.go: internal error"), "{bad:?}");
        assert!(good.is_empty());
        assert!(missing[0].level == Level::Error && missing[0].text.starts_with("c.go: "), "{missing:?}");
    }
}
