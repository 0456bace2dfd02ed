//! One file in, one outcome out: run the codemods, compose their fixes, repeat until nothing is left.
//!
//! Pure: it reads no disk and can't be interrupted half-way. Fixes are transactions. Two that conflict: the first in file
//! order is applied, the other waits for the next pass, which parses the new text. Not converging is a bug and never an output.

mod find;
mod suppress;

use crate::codemod::{Codemod, Finding, Fix, Options, Reason, Remedy, Safety};
use crate::rewrite::import_edits;
use crate::semantics::World;
use crate::syntax::{Broken, Tree};
use crate::text::{EditSet, LineIndex};
use crate::verify;
use find::{Found, find};
use std::path::PathBuf;
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
        let Found { findings, broken } = find(self, &input.path, &input.text, input.whole);
        let mut reported = findings;
        let mut waiting: Vec<Waiting> = reported
            .iter()
            .enumerate()
            .filter(|(_, r)| r.fix().is_some() && accept(r))
            .map(|(index, r)| Waiting {
                codemod: r.codemod,
                index: Some(index),
                at: r.finding.range.start,
                failed: false,
            })
            .collect();
        let mut text = input.text.clone();
        // Each pass applies at least one fix or marks one as failed, so this many are enough.
        let bound = waiting.len() + 8;
        let mut passes = 0;
        loop {
            let found =
                if passes == 0 { reported.clone() } else { find(self, &input.path, &text, false).findings };
            let open: Vec<&Reported> = found
                .iter()
                .filter(|r| r.fix().is_some() && accept(r))
                .filter(|r| !waiting.iter().any(|w| w.failed && w.is(r)))
                .collect();
            let Some(first) = open.first() else { break };
            if passes == bound {
                return Err(Diverged { codemod: first.codemod, passes });
            }
            passes += 1;
            let chosen = choose(&open);
            let (applied, edits) = match compose(&text, &chosen) {
                Ok(edits) => (chosen, edits),
                // One of them is guilty: go on with the first one that passes alone, and mark those that don't.
                Err(_) => {
                    let mut alone = None;
                    for fix in chosen {
                        match compose(&text, &[fix]) {
                            Ok(edits) => {
                                alone = Some((vec![fix], edits));
                                break;
                            }
                            Err(violation) => {
                                fail(&mut waiting, &mut reported, fix, &violation);
                            }
                        }
                    }
                    match alone {
                        Some(alone) => alone,
                        None => continue,
                    }
                }
            };
            let same_fix = |r: &&&Reported| applied.iter().any(|a| edits_of(a) == edits_of(r));
            for done in open.iter().filter(same_fix) {
                let Some(i) = waiting.iter().position(|w| w.is(done)) else { continue };
                if let Some(index) = waiting.remove(i).index {
                    reported[index].fixed = true;
                }
            }
            for w in &mut waiting {
                w.at = edits.map(w.at);
            }
            // `compose` applied these very edits to this very text.
            text = edits.apply(&text).unwrap_or(text);
        }
        let fixed = (text != input.text).then_some(text);
        Ok(Outcome { findings: reported, broken, fixed })
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

/// Marks the waiting finding that `found` is as refused by the checks on every output.
fn fail(
    waiting: &mut Vec<Waiting>,
    reported: &mut [Reported],
    found: &Reported,
    violation: &verify::Violation,
) {
    let because = format!("{violation}; this is a defect of gomend, please report it");
    let reason = Remedy::Refused(Reason::new("output-check", because));
    let Some(w) = waiting.iter_mut().find(|w| w.is(found)) else {
        // Known from now on, so that it isn't tried again.
        let (codemod, at) = (found.codemod, found.finding.range.start);
        waiting.push(Waiting { codemod, index: None, at, failed: true });
        return;
    };
    w.failed = true;
    if let Some(index) = w.index {
        reported[index].finding.remedy = reason;
    }
}

/// The fixes of one pass: in file order, each that doesn't conflict with those before it.
fn choose<'r>(open: &[&'r Reported]) -> Vec<&'r Reported> {
    let mut chosen: Vec<&Reported> = Vec::new();
    for candidate in open {
        let Some(fix) = candidate.fix() else { continue };
        if chosen.iter().filter_map(|c| c.fix()).all(|other| !fix.conflicts(other)) {
            chosen.push(candidate);
        }
    }
    chosen
}

/// The edits of all `fixes` and of the imports they need as one, once the text that they make has passed the checks.
fn compose(text: &str, fixes: &[&Reported]) -> Result<EditSet, verify::Violation> {
    let fixes: Vec<&Fix> = fixes.iter().filter_map(|r| r.fix()).collect();
    let mut edits: Vec<_> = fixes.iter().flat_map(|fix| fix.edits.as_slice()).cloned().collect();
    let imports: Vec<_> = fixes.iter().flat_map(|fix| &fix.imports).cloned().collect();
    if !imports.is_empty() {
        let head = Tree::parse_selected(text, &crate::syntax::Outline::of(text), |_| false);
        edits.extend(import_edits(&head, &LineIndex::new(text), &imports));
    }
    let edits = EditSet::new(edits).map_err(|_| verify::Violation::Overlap)?;
    let new = edits.apply(text).map_err(|_| verify::Violation::Overlap)?;
    verify::check(text, &new)?;
    Ok(edits)
}

/// What `--safe-only` and its like come down to.
pub fn at_least(safety: Safety) -> impl Fn(&Reported) -> bool {
    move |reported| reported.fix().is_some_and(|fix| fix.safety >= safety)
}
