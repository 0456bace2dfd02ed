//! What loops do before and after `defer-in-loop` has mended them, by running them.
//!
//! Random programs log what they acquire, use and release. Afterwards they must have the same results and the same log but for
//! the places of releases; resources must be released in the reverse order of their acquisition; and no place may acquire
//! a resource while the one that it acquired before is still held.
//!
//! `GOMEND_SEEDS=5-40 cargo test --test behaviour` runs the programs of those seeds; a failure names the seed.
//! `GOMEND_KEEP=FOLDER` keeps the last program there, before and after.

#[path = "behaviour/generate.rs"]
mod generate;
mod support;

use generate::{Random, program};
use gomend::codemod::Remedy;
use gomend::codemods::ALL;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use support::{Toolchain, run_with, seeds};

/// Functions in a program, and how often each is run.
const FUNCTIONS: usize = 100;
const TRIALS: usize = 16;

#[test]
fn mended_loops_do_what_they_did() {
    for seed in seeds(1..=2) {
        println!("seed {seed}");
        let [old, literal, call] = logs(&program(&mut Random::new(seed), FUNCTIONS));
        assert_eq!(old.len(), FUNCTIONS * TRIALS, "seed {seed}");
        for (name, old) in &old {
            compare(old, &literal[name], &format!("seed {seed}, {name}"));
            compare_calls(old, &call[name], &format!("seed {seed}, {name}, with calls"));
        }
    }
}

/// What the program does as it is, and mended by either remedy.
fn logs(before: &str) -> [BTreeMap<String, Run>; 3] {
    let codemod = ALL.iter().find(|c| c.name == "defer-in-loop").unwrap();
    let mended = |prefer: &str| {
        let config = format!("[defer-in-loop]\nprefer = '{prefer}'\n");
        let outcome = run_with(codemod, Path::new("program.go"), before, &config);
        let refused: Vec<&str> = outcome
            .findings
            .iter()
            .filter_map(|r| match &r.finding.remedy {
                Remedy::Refused(reason) => Some(reason.because.as_str()),
                Remedy::Fix(_) => None,
            })
            .collect();
        assert!(outcome.findings.len() > FUNCTIONS / 2, "only {} findings", outcome.findings.len());
        assert!(refused.is_empty(), "refused:\n{}", refused.join("\n"));
        outcome.fixed.unwrap()
    };
    let (literal, call) = (mended("literal"), mended("call"));
    [("before", before), ("literal", &literal), ("call", &call)].map(|(side, text)| {
        if let Some(keep) = std::env::var_os("GOMEND_KEEP") {
            fs::write(Path::new(&keep).join(format!("{side}.go")), text).unwrap();
        }
        let module = tempfile::tempdir().unwrap();
        let folder = module.path();
        fs::write(folder.join("go.mod"), "module example.com/behaviour\n\ngo 1.26\n").unwrap();
        fs::write(folder.join("program.go"), text).unwrap();
        fs::write(folder.join("runtime.go"), include_str!("behaviour/runtime.go")).unwrap();
        let toolchain = Toolchain::find();
        toolchain.run("gofmt", &["-l", "runtime.go"], folder).expect_silence();
        // Optimising takes longer than what is run.
        runs(&toolchain.run("go", &["run", "-gcflags=-N -l", "."], folder).expect_success())
    })
}

struct Run {
    result: String,
    events: Vec<String>,
}

fn runs(log: &str) -> BTreeMap<String, Run> {
    log.lines()
        .map(|line| {
            let mut parts = line.split('\t').map(str::to_string);
            let name = parts.next().unwrap();
            (name, Run { result: parts.next().unwrap(), events: parts.filter(|e| !e.is_empty()).collect() })
        })
        .collect()
}

const RELEASE: &str = "release ";

fn others(run: &Run) -> Vec<&str> {
    run.events.iter().map(String::as_str).filter(|e| !e.starts_with(RELEASE)).collect()
}

fn releases(run: &Run) -> Vec<&str> {
    let mut all: Vec<&str> =
        run.events.iter().map(String::as_str).filter(|e| e.starts_with(RELEASE)).collect();
    all.sort_unstable();
    all
}

/// Same results, same events in the same order, and the same releases: each before its place acquires again, in the reverse
/// order of the acquisitions, and with no use behind it.
fn compare(old: &Run, new: &Run, at: &str) {
    let at = format!("{at}:\n{}\n{}", old.events.join(", "), new.events.join(", "));
    assert_eq!(old.result, new.result, "results differ: {at}");
    assert_eq!(others(old), others(new), "the order of events differs: {at}");
    assert_eq!(releases(old), releases(new), "releases differ: {at}");
    let released: BTreeSet<&str> = releases(old).iter().filter_map(|e| e.split(' ').nth(1)).collect();
    let mut held: Vec<&str> = Vec::new();
    for event in &new.events {
        let words: Vec<&str> = event.split(' ').collect();
        match words[0] {
            "acquire" => {
                let site = words[1].split('#').next();
                assert!(held.iter().all(|r| r.split('#').next() != site), "{} piles up: {at}", words[1]);
                // A panic before the defer statement is through leaves it with nobody, mended or not.
                if released.contains(words[1]) {
                    held.push(words[1]);
                }
            }
            "release" => assert_eq!(held.pop(), Some(words[1]), "not in reverse order: {at}"),
            "use" => assert!(held.contains(&words[1]), "{} is used after its release: {at}", words[1]),
            _ => {}
        }
    }
    assert_eq!(held, [""; 0], "never released: {at}");
}

/// As [`compare`], but in any order; and after a panic what a call would have released may still be held.
fn compare_calls(old: &Run, new: &Run, at: &str) {
    let at = format!("{at}:\n{}\n{}", old.events.join(", "), new.events.join(", "));
    assert_eq!(old.result, new.result, "results differ: {at}");
    assert_eq!(others(old), others(new), "the order of events differs: {at}");
    let panicked = old.result.starts_with("panic") || old.events.iter().any(|e| e.starts_with("recovered"));
    assert!(panicked || releases(old) == releases(new), "releases differ: {at}");
    let mut released: Vec<&str> = Vec::new();
    for event in &new.events {
        let words: Vec<&str> = event.split(' ').collect();
        match words[0] {
            "release" => released.push(words[1]),
            "use" => assert!(!released.contains(&words[1]), "{} is used after its release: {at}", words[1]),
            _ => {}
        }
    }
}
