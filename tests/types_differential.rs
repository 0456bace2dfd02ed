//! The type of every call, put to go/types and to gomend: they never disagree, and little is unknown to gomend.
//!
//! Compared are the example, the cases of the codemods, programs made to be hard, and a part of GOROOT/src; and each folder in the variable
//! `GOMEND_COMPARE` (separated as in PATH) with its tests, which must be a main module whose dependencies are on the
//! machine.

use gomend::project::{Projects, Real, Settings};
use gomend::semantics::World;
use gomend::semantics::debug::debug_types;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

type Calls = BTreeMap<(PathBuf, u64, u64), Option<String>>;

const TOOLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tools");

/// What go/types recorded. Without cgo, whose packages it can't read.
fn truth(dir: &Path, flags: &[&str], patterns: &[&str]) -> Calls {
    let output = Command::new("go")
        .args(["run", "./gotypes"])
        .args(flags)
        .arg(dir)
        .args(patterns)
        .current_dir(TOOLS)
        .env("CGO_ENABLED", "0")
        .env("GOTOOLCHAIN", "local")
        .output()
        .expect("the go command is on PATH");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let call = |line: &str| -> ((PathBuf, u64, u64), Option<String>) {
        let call: Value = serde_json::from_str(line).expect("JSON");
        let file = Path::new(TOOLS).join(call["file"].as_str().expect("a path"));
        let number = |name: &str| call[name].as_u64().expect("a number");
        let file = file.canonicalize().expect("the file is there");
        ((file, number("start"), number("end")), call["type"].as_str().map(String::from))
    };
    lines.lines().map(call).collect()
}

/// What gomend knows of the same files.
fn ours(dir: &Path, files: &[PathBuf]) -> Calls {
    let lookup = |name: &str| match name {
        "CGO_ENABLED" => Some(OsString::from("0")),
        name => std::env::var_os(name),
    };
    let settings = Settings::from_env(dir, &Real, &lookup);
    let world = World::new(Arc::new(Projects::new(Arc::new(Real), settings)));
    let mut calls = Calls::new();
    for (file, found) in files.iter().zip(debug_types(&world, files)) {
        for call in found.unwrap_or_else(|reason| panic!("{}: {reason}", file.display())).calls {
            calls.insert((file.clone(), call.start as u64, call.end as u64), call.ty);
        }
    }
    calls
}

/// Fails on any disagreement, and when more than one call in a hundred is unknown.
fn compare(dir: &Path, flags: &[&str], patterns: &[&str]) {
    let truth = truth(dir, flags, patterns);
    let files: BTreeSet<PathBuf> = truth.keys().map(|(file, _, _)| file.clone()).collect();
    let ours = ours(dir, &files.into_iter().collect::<Vec<_>>());
    let mut unknown = Vec::new();
    let mut wrong = Vec::new();
    for (place, ty) in &truth {
        match ours.get(place) {
            None | Some(None) => unknown.push(format!("{place:?}: {ty:?}")),
            Some(found) if found == ty => {}
            Some(found) => wrong.push(format!("{place:?}: go/types says {ty:?}, gomend {found:?}")),
        }
    }
    println!("{}: {} calls, {} unknown", dir.display(), truth.len(), unknown.len());
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
    assert!(unknown.len() * 100 <= truth.len(), "too much is unknown:\n{}", unknown.join("\n"));
    assert!(!truth.is_empty(), "go/types found no calls in {}", dir.display());
}

#[test]
fn the_example() {
    compare(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/importer"), &["-tests"], &["./..."]);
}

/// Compares every Go file below a folder of ours, each as a package by itself.
fn compare_each_below(folder: &str) {
    let root = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(root.path().join("go.mod"), "module example.com/cases\n\ngo 1.26\n")
        .expect("it can be written");
    let mut count = 0;
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
        let entry = entry.expect("the folder can be read");
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "go") {
            continue;
        }
        let name = path.file_name().expect("a file");
        let folder = root.path().join(format!("case{count}"));
        std::fs::create_dir(&folder).expect("a new folder");
        std::fs::copy(path, folder.join(name)).expect("it can be copied");
        count += 1;
    }
    assert!(count > 0);
    let root = root.path().canonicalize().expect("it's there");
    compare(&root, &["-tests"], &["./..."]);
}

#[test]
fn the_cases_of_the_codemods() {
    compare_each_below("codemods");
}

#[test]
fn what_the_spec_allows_and_few_write() {
    compare_each_below("tests/types/spec");
}

#[test]
fn the_standard_library() {
    let output = Command::new("go").args(["env", "GOROOT"]).output().expect("the go command is on PATH");
    let goroot = String::from_utf8(output.stdout).expect("UTF-8");
    let src = Path::new(goroot.trim()).join("src").canonicalize().expect("GOROOT has its source");
    let patterns = [
        "bufio",
        "bytes",
        "cmp",
        "context",
        "encoding/...",
        "errors",
        "fmt",
        "go/...",
        "io/...",
        "iter",
        "maps",
        "net/http",
        "net/url",
        "os",
        "path/...",
        "reflect",
        "regexp/...",
        "slices",
        "sort",
        "strconv",
        "strings",
        "sync/...",
        "testing",
        "text/...",
        "time",
        "unique",
    ];
    compare(&src, &[], &patterns);
}

#[test]
fn the_folders_that_were_asked_for() {
    let folders = std::env::var_os("GOMEND_COMPARE").unwrap_or_default();
    for folder in std::env::split_paths(&folders).filter(|folder| !folder.as_os_str().is_empty()) {
        let folder = folder.canonicalize().expect("the folder is there");
        compare(&folder, &["-tests"], &["./..."]);
    }
}
