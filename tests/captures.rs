//! captured-loop-variable against the Go compiler: random programs with old loops, once mended, must print what the same
//! source prints with the loops of Go 1.22.
//!
//! Functions in which something is refused are left out of the comparison.
//! `GOMEND_SEEDS=1000-1099 cargo test --test captures` runs other seeds than the fixed ones.

#[path = "captures/generate.rs"]
mod generate;
mod support;

use generate::program;
use gomend::codemods::by_name;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use support::{Toolchain, run_on, seeds};

#[test]
fn mended_closures_see_what_go_1_22_shows_them() {
    let mut mended = 0;
    for seed in seeds(1..=2) {
        println!("seed {seed}");
        mended += check(seed);
    }
    assert!(mended > 100, "only {mended} functions were mended");
}

/// Compares one program; how many of its functions were mended.
fn check(seed: u64) -> usize {
    let codemod = by_name("captured-loop-variable").expect("the codemod");
    let toolchain = Toolchain::find();
    let text = program(seed);
    let outcome = run_on(codemod, Path::new("main.go"), &text);
    let fixed = outcome.fixed.clone().unwrap_or_else(|| text.clone());
    let functions = functions(&text);
    let name_at =
        |at: usize| functions.iter().find(|(_, range)| range.contains(&at)).map(|(name, _)| name.clone());
    let (mut refused, mut mended) = (Vec::new(), Vec::new());
    for reported in &outcome.findings {
        let list = if reported.fixed { &mut mended } else { &mut refused };
        list.extend(name_at(reported.finding.range.start));
    }
    let module = tempfile::tempdir().expect("a folder");
    fs::write(module.path().join("go.mod"), "module example.com/captures\n\ngo 1.26\n").expect("written");
    // Without its build line the source has the loops of the module.
    let new_loops = text.replacen("//go:build go1.21\n\n", "", 1);
    let mut printed = Vec::new();
    for (side, text) in [("mended", &fixed), ("new", &new_loops)] {
        let folder = module.path().join(side);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("main.go"), text).expect("written");
        let out = toolchain.run("go", &["run", &format!("./{side}")], module.path()).expect_success();
        printed.push(by_function(&out));
    }
    for (name, expected) in &printed[1] {
        if refused.contains(name) {
            continue;
        }
        let source = |text: &str, all: &[(String, Range<usize>)]| {
            all.iter().find(|(n, _)| n == name).map(|(_, range)| text[range.clone()].to_string())
        };
        assert_eq!(
            printed[0].get(name),
            Some(expected),
            "seed {seed}: {name} prints something else:\n{}\nmended:\n{}",
            source(&text, &functions).unwrap_or_default(),
            source(&fixed, &self::functions(&fixed)).unwrap_or_default()
        );
    }
    mended.retain(|name| !refused.contains(name));
    mended.dedup();
    mended.len()
}

/// The generated functions of a program, with their ranges.
fn functions(text: &str) -> Vec<(String, Range<usize>)> {
    let starts: Vec<usize> = text.match_indices("\nfunc f").map(|(at, _)| at + 1).collect();
    let name = |at: usize| text[at + 5..].split('(').next().unwrap_or_default().to_string();
    starts
        .iter()
        .enumerate()
        .map(|(i, &at)| (name(at), at..starts.get(i + 1).copied().unwrap_or(text.len())))
        .collect()
}

/// The lines of a run by the function that printed them.
fn by_function(out: &str) -> BTreeMap<String, Vec<String>> {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in out.lines() {
        let (name, rest) = line.split_once(' ').expect("each line begins with a function's name");
        lines.entry(name.to_string()).or_default().push(rest.to_string());
    }
    lines
}
