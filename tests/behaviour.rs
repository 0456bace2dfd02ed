//! What loops do before and after `defer-in-loop` has mended them, by running them.
//!
//! Random programs log what they acquire, use and release. Afterwards they must have the same results and the same log but for
//! the places of releases; resources must be released in the reverse order of their acquisition; and no place may acquire
//! a resource while the one that it acquired before is still held.
//!
//! `GOMEND_SEEDS=n cargo test --test behaviour` runs n programs; a failure names the seed.

#[path = "behaviour/generate.rs"]
mod generate;
mod support;

use generate::{Random, program};
use gomend::codemod::Remedy;
use gomend::codemods::ALL;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use support::{Toolchain, run_on};

const FUNCTIONS: usize = 100;

#[test]
fn mended_loops_do_what_they_did() {
    let toolchain = Toolchain::find();
    let seeds: u64 = std::env::var("GOMEND_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    for seed in 1..=seeds {
        println!("seed {seed}");
        let before = program(&mut Random::new(seed), FUNCTIONS);
        let codemod = ALL.iter().find(|c| c.name == "defer-in-loop").unwrap();
        let outcome = run_on(codemod, Path::new("program.go"), &before);
        let refused: Vec<&str> = outcome
            .findings
            .iter()
            .filter_map(|r| match &r.finding.remedy {
                Remedy::Refused(reason) => Some(reason.because.as_str()),
                Remedy::Fix(_) => None,
            })
            .collect();
        assert!(
            outcome.findings.len() > FUNCTIONS / 2,
            "seed {seed}: only {} findings",
            outcome.findings.len()
        );
        assert!(refused.is_empty(), "seed {seed}: {}", refused.join("\n"));
        let after = outcome.fixed.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let logs = [("before", &before), ("after", &after)].map(|(side, text)| {
            let module = folder.path().join(side);
            fs::create_dir_all(&module).unwrap();
            fs::write(module.join("go.mod"), "module example.com/behaviour\n\ngo 1.26\n").unwrap();
            fs::write(module.join("program.go"), text).unwrap();
            fs::write(module.join("runtime.go"), include_str!("behaviour/runtime.go")).unwrap();
            toolchain.run("gofmt", &["-l", "runtime.go"], &module).expect_silence();
            let log = toolchain.run("go", &["run", "."], &module).expect_success();
            if let Some(keep) = std::env::var_os("GOMEND_KEEP") {
                fs::write(Path::new(&keep).join(format!("{side}.go")), text).unwrap();
            }
            runs(&log)
        });
        let [old, new] = logs;
        assert_eq!(old.len(), FUNCTIONS * 16, "seed {seed}");
        for (name, old) in &old {
            compare(seed, name, old, &new[name]);
        }
    }
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

fn compare(seed: u64, name: &str, old: &Run, new: &Run) {
    let at = format!("seed {seed}, {name}:\n{}\n{}", old.events.join(", "), new.events.join(", "));
    assert_eq!(old.result, new.result, "results differ: {at}");
    let is_release = |event: &&String| event.starts_with("release ");
    let others = |run: &Run| run.events.iter().filter(|e| !is_release(e)).cloned().collect::<Vec<_>>();
    assert_eq!(others(old), others(new), "the order of events differs: {at}");
    let releases = |run: &Run| {
        let mut all: Vec<String> = run.events.iter().filter(is_release).cloned().collect();
        all.sort();
        all
    };
    assert_eq!(releases(old), releases(new), "releases differ: {at}");
    let mut held: Vec<&str> = Vec::new();
    for event in &new.events {
        let words: Vec<&str> = event.split(' ').collect();
        match words[0] {
            "acquire" => {
                let site = words[1].split('#').next();
                assert!(held.iter().all(|r| r.split('#').next() != site), "{} piles up: {at}", words[1]);
                held.push(words[1]);
            }
            "release" => assert_eq!(held.pop(), Some(words[1]), "not in reverse order: {at}"),
            "use" => assert!(held.contains(&words[1]), "{} is used after its release: {at}", words[1]),
            _ => {}
        }
    }
    assert_eq!(held, [""; 0], "never released: {at}");
}
