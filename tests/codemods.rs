//! Every codemod over its cases: goldens, the real Go compiler, gofmt, a second run, and its manual.
//!
//! A case is one whole Go file in `codemods/NAME/cases/`. What gomend makes of it stands under `snapshots/NAME/`:
//! the rewritten file as `CASE.go`, the findings as `CASE.txt` and, where findings offer other fixes, the file with
//! those as `CASE.or.go`. `GOMEND_UPDATE=1 cargo test --test codemods` rewrites them.

mod support;

use gomend::codemod::{Codemod, Fix, Remedy};
use gomend::codemods::ALL;
use gomend::engine::Outcome;
use gomend::text::{EditSet, LineIndex};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Toolchain, go_mod, run_on, run_with, stubs};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases(codemod: &Codemod) -> Vec<PathBuf> {
    let folder = root().join("codemods").join(codemod.name.replace('-', "_")).join("cases");
    let mut found: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "go"))
        .collect();
    found.sort();
    found
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// The findings of a case as people read them in the goldens.
fn described(text: &str, outcome: &Outcome) -> String {
    let lines = LineIndex::new(text);
    let mut out = String::new();
    for reported in &outcome.findings {
        let place = lines.place(reported.finding.range.start);
        let source = text[reported.finding.range.clone()].lines().next().unwrap_or("");
        writeln!(out, "{}:{} {}: {}", place.line, place.column, reported.codemod, reported.finding.message)
            .unwrap();
        writeln!(out, "    {source}").unwrap();
        match &reported.finding.remedy {
            Remedy::Fix(fix) => {
                writeln!(out, "    {}: {}", fix.safety.name(), fix.title).unwrap();
                if !fix.because.is_empty() {
                    writeln!(out, "    because {}", fix.because).unwrap();
                }
                for import in &fix.imports {
                    writeln!(out, "    imports {}", import.path).unwrap();
                }
                for other in &fix.alternatives {
                    writeln!(out, "    or {}: {}", other.safety.name(), other.title).unwrap();
                }
            }
            Remedy::Refused(reason) => {
                writeln!(out, "    refused ({}): {}", reason.code, reason.because).unwrap()
            }
        }
    }
    for (codemod, silenced) in &outcome.silenced {
        let place = lines.place(silenced.range.start);
        writeln!(out, "{}:{} {codemod}: {}", place.line, place.column, silenced.message).unwrap();
        writeln!(out, "    not reported: {}", silenced.because).unwrap();
    }
    if outcome.findings.is_empty() && outcome.silenced.is_empty() {
        out.push_str("nothing found\n");
    }
    out
}

/// The text with the first other fix of each finding that has one, where they don't conflict.
fn with_alternatives(text: &str, outcome: &Outcome) -> Option<String> {
    let mut chosen: Vec<&Fix> = Vec::new();
    for other in outcome.findings.iter().filter_map(|r| r.fix()?.alternatives.first()) {
        assert!(other.imports.is_empty() && other.alternatives.is_empty(), "{}", other.title);
        if chosen.iter().all(|fix| fix.edits.span().end < other.edits.span().start) {
            chosen.push(other);
        }
    }
    let edits: Vec<_> = chosen.iter().flat_map(|fix| fix.edits.as_slice()).cloned().collect();
    (!edits.is_empty()).then(|| EditSet::new(edits).unwrap().apply(text).unwrap())
}

#[test]
fn cases_match_their_snapshots() {
    let update = std::env::var_os("GOMEND_UPDATE").is_some();
    let mut differing = Vec::new();
    for codemod in ALL {
        let folder = root().join("snapshots").join(codemod.name.replace('-', "_"));
        let mut expected = BTreeSet::new();
        for case in cases(codemod) {
            let text = fs::read_to_string(&case).unwrap();
            let outcome = run_on(codemod, &case, &text);
            let fixed = outcome.fixed.as_deref().unwrap_or(&text);
            let other = with_alternatives(&text, &outcome);
            let main = [
                (format!("{}.go", stem(&case)), fixed.to_string()),
                (format!("{}.txt", stem(&case)), described(&text, &outcome)),
            ];
            for (name, made) in
                main.into_iter().chain(other.map(|other| (format!("{}.or.go", stem(&case)), other)))
            {
                let golden = folder.join(&name);
                expected.insert(golden.clone());
                if fs::read_to_string(&golden).ok().as_deref() == Some(&made) {
                    continue;
                }
                if update {
                    fs::create_dir_all(&folder).unwrap();
                    fs::write(&golden, made).unwrap();
                } else {
                    differing.push(format!("{}:\n{made}", golden.strip_prefix(root()).unwrap().display()));
                }
            }
        }
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if expected.contains(&path) {
                continue;
            }
            if update {
                fs::remove_file(&path).unwrap();
            } else {
                differing.push(format!("{} belongs to no case", path.display()));
            }
        }
    }
    assert!(
        differing.is_empty(),
        "snapshots differ; `GOMEND_UPDATE=1 cargo test --test codemods` rewrites them:\n{}",
        differing.join("\n")
    );
}

#[test]
fn every_codemod_has_cases_that_mend_and_cases_that_refuse() {
    for codemod in ALL {
        let all = cases(codemod);
        assert!(all.len() >= 6, "{} has {} cases, six are the least", codemod.name, all.len());
        let outcomes: Vec<Outcome> =
            all.iter().map(|case| run_on(codemod, case, &fs::read_to_string(case).unwrap())).collect();
        assert!(outcomes.iter().any(|o| o.fixed.is_some()), "{}: no case is mended", codemod.name);
        let refused = outcomes.iter().flat_map(|o| &o.findings).any(|r| r.fix().is_none());
        assert!(refused, "{}: no case is refused", codemod.name);
    }
}

#[test]
fn a_second_run_finds_nothing_to_mend() {
    for codemod in ALL {
        for case in cases(codemod) {
            let text = fs::read_to_string(&case).unwrap();
            let Some(fixed) = run_on(codemod, &case, &text).fixed else { continue };
            let again = run_on(codemod, &case, &fixed);
            assert_eq!(again.fixed, None, "{}", case.display());
        }
    }
}

#[test]
fn cases_compile_and_are_gofmt_clean_before_and_after() {
    let toolchain = Toolchain::find();
    let module = tempfile::tempdir().unwrap();
    fs::write(module.path().join("go.mod"), go_mod(&stubs())).unwrap();
    let mut count = 0;
    for codemod in ALL {
        for case in cases(codemod) {
            let text = fs::read_to_string(&case).unwrap();
            let outcome = run_on(codemod, &case, &text);
            let other = with_alternatives(&text, &outcome);
            let name = format!("{}_{}", codemod.name.replace('-', "_"), stem(&case));
            let sides = [("before", Some(&text)), ("after", outcome.fixed.as_ref()), ("or", other.as_ref())];
            for (side, text) in sides {
                let Some(text) = text else { continue };
                let folder = module.path().join(side).join(&name);
                fs::create_dir_all(&folder).unwrap();
                let file = if name.ends_with("_test") { "case_test.go" } else { "case.go" };
                fs::write(folder.join(file), text).unwrap();
                count += 1;
            }
        }
    }
    assert!(count > 0);
    toolchain.run("gofmt", &["-l", "."], module.path()).expect_silence();
    // Compiles tests too; of vet's checks only one that finds nothing in cases.
    toolchain.run("go", &["vet", "-buildtag", "./..."], module.path()).expect_success();
}

#[test]
fn an_option_makes_the_plain_call_the_fix_and_the_literal_the_alternative() {
    let codemod = ALL.iter().find(|c| c.name == "defer-in-loop").unwrap();
    let case = root().join("codemods/defer_in_loop/cases/called_after_the_last_use.go");
    let text = fs::read_to_string(&case).unwrap();
    let literal = run_on(codemod, &case, &text);
    let call = run_with(codemod, &case, &text, "[defer-in-loop]\nprefer = 'call'\n");
    assert_eq!(call.fixed, with_alternatives(&text, &literal));
    let first = |outcome: &Outcome| outcome.findings[0].fix().unwrap().clone();
    assert_eq!(first(&literal).alternatives[0].title, first(&call).title);
    assert_eq!(first(&call).alternatives[0].title, first(&literal).title);
}

#[test]
fn manuals_are_complete_and_their_examples_run() {
    let toolchain = Toolchain::find();
    let module = tempfile::tempdir().unwrap();
    fs::write(module.path().join("go.mod"), "module example.com/manuals\n\ngo 1.26\n").unwrap();
    for codemod in ALL {
        let headings: Vec<&str> = codemod.doc.lines().filter_map(|l| l.strip_prefix("## ")).collect();
        for heading in ["Defect", "Before", "After", "Why it is safe", "Left alone"] {
            assert!(
                headings.contains(&heading),
                "{}: its README.md has no section \"{heading}\"",
                codemod.name
            );
        }
        let before = example(codemod, "Before");
        let path = Path::new("manual.go");
        let outcome = run_on(codemod, path, &before);
        assert_eq!(outcome.fixed.as_deref(), Some(example(codemod, "After").as_str()), "{}", codemod.name);
        for (side, text) in [("before", &before), ("after", &example(codemod, "After"))] {
            let folder = module.path().join(codemod.name).join(side);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("manual.go"), text).unwrap();
        }
    }
    toolchain.run("gofmt", &["-l", "."], module.path()).expect_silence();
    toolchain.run("go", &["build", "./..."], module.path()).expect_success();
}

/// The first Go block of the manual's section `heading`.
fn example(codemod: &Codemod, heading: &str) -> String {
    let section = codemod.doc.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_default();
    let block = section.split("```go\n").nth(1).unwrap_or_default();
    block.split("```").next().unwrap_or_default().to_string()
}

#[test]
fn every_reason_of_a_refusal_is_in_the_manual() {
    for codemod in ALL {
        let left_alone = codemod.doc.split("\n## Left alone\n").nth(1).unwrap_or_default();
        for case in cases(codemod) {
            for reported in run_on(codemod, &case, &fs::read_to_string(&case).unwrap()).findings {
                if let Remedy::Refused(reason) = &reported.finding.remedy {
                    let code = format!("`{}`", reason.code);
                    assert!(
                        left_alone.contains(&code),
                        "{}: {code} is not under \"Left alone\"",
                        codemod.name
                    );
                }
            }
        }
    }
}

#[test]
fn every_folder_is_registered() {
    let names: BTreeSet<String> = ALL.iter().map(|c| c.name.replace('-', "_")).collect();
    let folders: BTreeSet<String> = fs::read_dir(root().join("codemods"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(folders, names, "folders of codemods/ and the names in codemods::ALL must be the same");
}
