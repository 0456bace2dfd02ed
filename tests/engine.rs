//! The engine with codemods made to misbehave: what it composes, what it refuses, what it never lets out.

use gomend::codemod::{Codemod, Context, Finding, Fix, Import, Options, Remedy, Safety};
use gomend::engine::{Diverged, Engine, Input, Outcome, at_least};
use gomend::project::{Overlay, Projects, Settings};
use gomend::semantics::World;
use gomend::text::{Edit, EditSet};
use std::sync::Arc;

/// Reports every `word` and replaces it by what `by` makes of its place.
fn replace(context: &Context, found: &mut Vec<Finding>, word: &str, by: impl Fn(usize) -> Vec<Edit>) {
    for (at, _) in context.text().match_indices(word) {
        let edits = EditSet::new(by(at)).unwrap();
        let imports = vec![Import { path: "errors".into(), name: None }];
        let fix = Fix {
            title: "Replace".into(),
            safety: Safety::Unsafe,
            because: String::new(),
            edits,
            imports,
            premise: 0..0,
            alternatives: Vec::new(),
        };
        found.push(Finding { range: at..at + word.len(), message: word.into(), remedy: Remedy::Fix(fix) });
    }
}

const fn codemod(name: &'static str, find: fn(&Context, &mut Vec<Finding>)) -> Codemod {
    Codemod {
        name,
        doc: "",
        summary: "",
        tiers: &[Safety::Unsafe],
        default: true,
        may_match: |_| true,
        may_hold: |_, _, _| true,
        applies: |_| true,
        find,
    }
}

/// `one` → `two`.
static GOOD: Codemod = codemod("good", |context, found| {
    replace(context, found, "one", |at| vec![Edit::replace(at..at + 3, "two")]);
});

/// Leaves a bracket open.
static BREAKER: Codemod = codemod("breaker", |context, found| {
    replace(context, found, "bad", |at| vec![Edit::replace(at..at + 3, "(")]);
});

/// Loses a comment.
static EATER: Codemod = codemod("eater", |context, found| {
    replace(context, found, "// eat", |at| vec![Edit::delete(at..at + 6)]);
});

/// Never comes to an end.
static ENDLESS: Codemod = codemod("endless", |context, found| {
    replace(context, found, "grow", |at| vec![Edit::insert(at, "x")]);
});

/// `[i]` becomes `[(i)]`, over all that stands between the brackets; nested ones overlap.
static NESTED: Codemod = codemod("nested", |context, found| {
    let text = context.text();
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '[' => open.push(at),
            ']' => pairs.extend(open.pop().map(|start| (start, at))),
            _ => {}
        }
    }
    pairs.sort();
    for (start, end) in pairs.into_iter().filter(|(start, _)| !text[start + 1..].starts_with('(')) {
        let edits = EditSet::new(vec![Edit::insert(start + 1, "("), Edit::insert(end, ")")]).unwrap();
        let fix = Fix {
            title: "Wrap".into(),
            safety: Safety::Safe,
            because: String::new(),
            edits,
            imports: vec![],
            premise: 0..0,
            alternatives: Vec::new(),
        };
        found.push(Finding { range: start..start + 1, message: "bare".into(), remedy: Remedy::Fix(fix) });
    }
});

fn run(codemods: Vec<&'static Codemod>, text: &str) -> Result<Outcome, Diverged> {
    let projects = Projects::new(Arc::new(Overlay::empty()), Settings::new("/m"));
    let world = Arc::new(World::new(Arc::new(projects)));
    let engine = Engine { codemods, options: Options::default(), world };
    engine.run(&Input { path: "/m/a.go".into(), text: text.into(), whole: false }, &|_| true)
}

#[test]
fn fixes_of_a_file_share_its_imports() {
    let outcome = run(vec![&GOOD], "package a\n\nvar x = one\n\nvar y = one\n").unwrap();
    let expected = "package a\n\nimport \"errors\"\n\nvar x = two\n\nvar y = two\n";
    assert_eq!(outcome.fixed.as_deref(), Some(expected));
    assert!(outcome.findings.iter().all(|r| r.fixed));
}

#[test]
fn a_fix_that_breaks_the_syntax_is_refused_and_the_others_are_made() {
    let outcome = run(vec![&GOOD, &BREAKER], "package a\n\nvar x = bad\n\nvar y = one\n").unwrap();
    assert_eq!(
        outcome.fixed.as_deref(),
        Some("package a\n\nimport \"errors\"\n\nvar x = bad\n\nvar y = two\n")
    );
    let Remedy::Refused(reason) = &outcome.findings[0].finding.remedy else { panic!("it's refused") };
    assert_eq!(reason.code, "output-check");
    assert!(reason.because.contains("would not parse"), "{}", reason.because);
    assert!(!outcome.findings[0].fixed && outcome.findings[1].fixed);
}

#[test]
fn a_fix_that_loses_a_comment_is_refused() {
    let outcome = run(vec![&EATER], "package a\n\nvar x = 1 // eat\n").unwrap();
    assert_eq!(outcome.fixed, None);
    let Remedy::Refused(reason) = &outcome.findings[0].finding.remedy else { panic!("it's refused") };
    assert!(reason.because.contains("// eat"), "{}", reason.because);
}

#[test]
fn overlapping_fixes_wait_for_the_next_pass_and_all_are_made() {
    let outcome = run(vec![&NESTED], "package a\n\nvar x = a[b[c[0]]] + d[1]\n").unwrap();
    assert_eq!(outcome.fixed.as_deref(), Some("package a\n\nvar x = a[(b[(c[(0)])])] + d[(1)]\n"));
    assert_eq!(outcome.findings.len(), 4);
    assert!(outcome.findings.iter().all(|r| r.fixed));
    let first: Vec<_> =
        outcome.findings[1].fix().unwrap().edits.as_slice().iter().map(|e| e.range()).collect();
    assert_eq!(first, [23..23, 27..27], "edits are reported against the input, whatever pass made them");
}

#[test]
fn not_coming_to_an_end_is_an_error_and_no_output() {
    let error = run(vec![&ENDLESS], "package a\n\nvar grow int\n").unwrap_err();
    assert_eq!(error.codemod, "endless");
}

#[test]
fn what_is_not_accepted_is_reported_and_not_made() {
    let projects = Projects::new(Arc::new(Overlay::empty()), Settings::new("/m"));
    let world = Arc::new(World::new(Arc::new(projects)));
    let engine = Engine { codemods: vec![&GOOD, &NESTED], options: Options::default(), world };
    let text = "package a\n\nvar x = one[0]\n".to_string();
    let input = Input { path: "/m/a.go".into(), text, whole: false };
    let outcome = engine.run(&input, &at_least(Safety::Safe)).unwrap();
    assert_eq!(outcome.fixed.as_deref(), Some("package a\n\nvar x = one[(0)]\n"));
    assert_eq!(outcome.findings.iter().map(|r| r.fixed).collect::<Vec<_>>(), [false, true]);
}
