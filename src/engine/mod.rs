//! One file in, one outcome out: run the codemods, compose their fixes, repeat until nothing is left.
//!
//! It writes nothing and prints nothing; what it reads beyond the input, declarations of packages, it reads through `semantics`.
//! Fixes are transactions. Two that conflict: the
//! smaller is applied, the other waits for the next pass, which parses the new text. Not converging is a bug and never an output.

mod find;
mod suppress;

use crate::codemod::{Codemod, Finding, Fix, Options, Reason, Remedy, Safety, Silenced};
use crate::rewrite::import_edits;
use crate::semantics::World;
use crate::syntax::{Broken, Tree};
use crate::text::{EditSet, LineIndex};
use crate::verify;
use find::{Found, find};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to run, on any number of files.
pub struct Engine {
    pub codemods: Vec<&'static Codemod>,
    pub options: Options,
    /// Where the files belong, and what they mean.
    pub world: Arc<World>,
}

/// One file as the engine takes it.
pub struct Input {
    /// Where the text belongs, whether or not it stands there: its module and its package are found by it.
    pub path: PathBuf,
    pub text: String,
    /// Parse all of the file, so that every syntax error is found, and not only what can hold a finding.
    pub whole: bool,
}

/// What the engine found and made of one file.
#[derive(Debug)]
pub struct Outcome {
    /// All findings of the input in the order of their places; those of one place in the order of the codemods.
    pub findings: Vec<Reported>,
    /// Findings that the source says not to report, by the names of the codemods, in the order of their places.
    pub silenced: Vec<(&'static str, Silenced)>,
    /// Declarations of the input that aren't valid Go; nothing in them was looked at.
    pub broken: Vec<Broken>,
    /// The text with all accepted fixes; `None` when it's the input's.
    pub fixed: Option<String>,
}

/// A finding and what became of it.
#[derive(Clone, Debug)]
pub struct Reported {
    pub codemod: &'static str,
    /// Ranges and edits are those of the input, whatever pass applied the fix.
    pub finding: Finding,
    /// Whether the fix is in [`Outcome::fixed`].
    pub fixed: bool,
}

impl Reported {
    pub fn fix(&self) -> Option<&Fix> {
        match &self.finding.remedy {
            Remedy::Fix(fix) => Some(fix),
            Remedy::Refused(_) => None,
        }
    }
}

/// The fixes did not come to an end: a defect of a codemod.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "internal error: {codemod} still finds something to fix after {passes} passes; the file is left alone. Please report this with the file, or skip the codemod with --skip {codemod}"
)]
pub struct Diverged {
    pub codemod: &'static str,
    pub passes: usize,
}

/// A finding whose fix isn't applied yet.
struct Waiting {
    codemod: &'static str,
    /// Its index in [`Outcome::findings`]; `None` when an earlier pass brought it about.
    index: Option<usize>,
    /// Where it starts in the text of the current pass.
    at: usize,
    /// The fix was tried and failed the checks on every output.
    failed: bool,
}

impl Engine {
    /// Finds all defects in `input`, and applies the fixes that `accept` takes.
    pub fn run(&self, input: &Input, accept: &dyn Fn(&Reported) -> bool) -> Result<Outcome, Diverged> {
        let Found { findings, silenced, broken } = find(self, &input.path, &input.text, input.whole);
        if !findings.iter().any(|r| r.fix().is_some() && accept(r)) {
            return Ok(Outcome { findings, silenced, broken, fixed: None });
        }
        // The checks cost more than all else, and nearly nothing ever fails them: first all passes and one check, and only
        // when that fails again with a check of each pass, to find the guilty.
        let mut run = Run::new(self, input, accept, findings.clone(), Checks::None);
        run.all_passes()?;
        if verify::check(&input.text, &run.text).is_err() {
            run = Run::new(self, input, accept, findings, Checks::EachPass);
            run.all_passes()?;
        }
        let fixed = (run.text != input.text).then_some(run.text);
        Ok(Outcome { findings: run.reported, silenced, broken, fixed })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Checks {
    None,
    EachPass,
}

/// The passes over one file.
struct Run<'e> {
    engine: &'e Engine,
    path: &'e Path,
    accept: &'e dyn Fn(&Reported) -> bool,
    checks: Checks,
    /// The findings of the input.
    reported: Vec<Reported>,
    waiting: Vec<Waiting>,
    text: String,
}

impl<'e> Run<'e> {
    fn new(
        engine: &'e Engine,
        input: &'e Input,
        accept: &'e dyn Fn(&Reported) -> bool,
        reported: Vec<Reported>,
        checks: Checks,
    ) -> Run<'e> {
        let fixable = reported.iter().enumerate().filter(|(_, r)| r.fix().is_some() && accept(r));
        let waiting = fixable.map(|(index, r)| Waiting {
            codemod: r.codemod,
            index: Some(index),
            at: r.finding.range.start,
            failed: false,
        });
        let waiting = waiting.collect();
        Run { engine, path: &input.path, accept, checks, reported, waiting, text: input.text.clone() }
    }

    fn all_passes(&mut self) -> Result<(), Diverged> {
        // Each pass applies at least one fix or marks one as failed, so this many are enough.
        let bound = self.waiting.len() + 8;
        for passes in 0.. {
            let found = match passes {
                0 => self.reported.clone(),
                _ => find(self.engine, self.path, &self.text, false).findings,
            };
            let open: Vec<&Reported> = found
                .iter()
                .filter(|r| r.fix().is_some() && (self.accept)(r))
                .filter(|r| !self.waiting.iter().any(|w| w.failed && w.is(r)))
                .collect();
            let Some(first) = open.first() else { break };
            if passes == bound {
                return Err(Diverged { codemod: first.codemod, passes });
            }
            self.pass(&open);
        }
        Ok(())
    }

    /// Applies what can be applied together of the fixes that are open.
    fn pass(&mut self, open: &[&Reported]) {
        let chosen = choose(open);
        let (applied, edits) = match compose(&self.text, &chosen, self.checks) {
            Ok(edits) => (chosen, edits),
            Err(_) => {
                // One of them is guilty: go on with the first one that passes alone, and mark those that don't.
                let mut alone = None;
                for fix in chosen {
                    match compose(&self.text, &[fix], Checks::EachPass) {
                        Ok(edits) => {
                            alone = Some((vec![fix], edits));
                            break;
                        }
                        Err(violation) => self.fail(fix, &violation),
                    }
                }
                let Some(alone) = alone else { return };
                alone
            }
        };
        let same_fix = |r: &&&Reported| applied.iter().any(|a| edits_of(a) == edits_of(r));
        for done in open.iter().filter(same_fix) {
            let Some(i) = self.waiting.iter().position(|w| w.is(done)) else { continue };
            if let Some(index) = self.waiting.remove(i).index {
                self.reported[index].fixed = true;
            }
        }
        for w in &mut self.waiting {
            w.at = edits.map(w.at);
        }
        if let Ok(text) = edits.apply(&self.text) {
            self.text = text;
        }
    }

    /// Marks the finding of the input that `found` is as refused by the checks on every output.
    fn fail(&mut self, found: &Reported, violation: &verify::Violation) {
        let because = format!("{violation}; this is a defect of gomend, please report it");
        let Some(w) = self.waiting.iter_mut().find(|w| w.is(found)) else {
            // Known from now on, so that it isn't tried again.
            let (codemod, at) = (found.codemod, found.finding.range.start);
            self.waiting.push(Waiting { codemod, index: None, at, failed: true });
            return;
        };
        w.failed = true;
        if let Some(index) = w.index {
            self.reported[index].finding.remedy = Remedy::Refused(Reason::new("output-check", because));
        }
    }
}

impl Waiting {
    /// Whether `found`, a finding of the current pass, is this one.
    fn is(&self, found: &Reported) -> bool {
        self.codemod == found.codemod && self.at == found.finding.range.start
    }
}

fn edits_of(reported: &Reported) -> Option<&EditSet> {
    reported.fix().map(|fix| &fix.edits)
}

/// The fixes of one pass: the smaller ones first, those of a size in file order, each that doesn't conflict with those before it. A
/// fix that stands inside of another, such as a check in a loop whose body becomes a function literal, is made while its
/// surroundings are still what it was made for; the bigger one then takes it along.
fn choose<'r>(open: &[&'r Reported]) -> Vec<&'r Reported> {
    let mut chosen: Vec<&Reported> = Vec::new();
    let mut open: Vec<&Reported> = open.to_vec();
    open.sort_by_key(|r| r.fix().map_or(0, |fix| fix.edits.span().len()));
    for candidate in open {
        let Some(fix) = candidate.fix() else { continue };
        if chosen.iter().filter_map(|c| c.fix()).all(|other| !fix.conflicts(other)) {
            chosen.push(candidate);
        }
    }
    chosen
}

/// The edits of all `fixes` and of the imports they need as one, once the text that they make has passed the checks.
fn compose(text: &str, fixes: &[&Reported], checks: Checks) -> Result<EditSet, verify::Violation> {
    let fixes: Vec<&Fix> = fixes.iter().filter_map(|r| r.fix()).collect();
    let mut edits: Vec<_> = fixes.iter().flat_map(|fix| fix.edits.as_slice()).cloned().collect();
    let imports: Vec<_> = fixes.iter().flat_map(|fix| &fix.imports).cloned().collect();
    if !imports.is_empty() {
        let head = Tree::parse_selected(text, &crate::syntax::Outline::of(text), |_| false);
        edits.extend(import_edits(&head, &LineIndex::new(text), &imports));
    }
    let edits = EditSet::new(edits).map_err(|_| verify::Violation::Overlap)?;
    let new = edits.apply(text).map_err(|_| verify::Violation::Overlap)?;
    if checks == Checks::EachPass {
        verify::check(text, &new)?;
    }
    Ok(edits)
}

/// What `--safe-only` and its like come down to.
pub fn at_least(safety: Safety) -> impl Fn(&Reported) -> bool {
    move |reported| reported.fix().is_some_and(|fix| fix.safety >= safety)
}
