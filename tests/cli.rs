//! The command line, as a user meets it.
//!
//! A case is a shell script `tests/cli/NAME.sh`; it runs in an empty folder, with the functions of `PRELUDE`. What it prints
//! stands in `snapshots/cli/NAME.txt`; `GOMEND_UPDATE=1 cargo test --test cli` rewrites that.
#![cfg(unix)]

use snapbox::assert::{Action, Assert};
use snapbox::{Data, IntoData};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// `run ARGUMENT...` runs gomend and tells its status. `go_module NAME` makes a module of the files that tests share, and
/// `commit` puts all there is into a repository.
const PRELUDE: &str = r#"
run() {
    echo "\$ gomend $*"
    status=0
    gomend "$@" || status=$?
    echo "[$status]"
}
go_module() {
    mkdir -p "$1"
    cp "$FIXTURES"/* "$1"
}
commit() {
    git init -q .
    git add -A
    git commit -qm start
}
"#;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the binary lies, for PATH.
fn binary_folder() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_gomend")).parent().expect("a file lies in a folder")
}

/// Everything that the script prints, in order, without what differs from run to run.
fn transcript(script: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    let here = fs::canonicalize(folder.path()).unwrap();
    let work = here.join("work");
    fs::create_dir(&work).unwrap();
    let mut path = std::ffi::OsString::from(binary_folder());
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let script = fs::read_to_string(script).unwrap();
    let output = Command::new("sh")
        .args(["-euc", &format!("exec 2>&1\n{PRELUDE}\n{script}")])
        .current_dir(&work)
        .env_clear()
        .env("PATH", path)
        .env("HOME", &here)
        .env("LC_ALL", "C")
        .env("FIXTURES", root().join("tests/cli/module"))
        .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let mut text = String::from_utf8_lossy(&output.stdout).replace(here.to_str().unwrap(), "[ROOT]");
    if !output.status.success() {
        text.push_str(&format!("the script failed: {}\n", output.status));
    }
    without_times(&text)
}

/// `(0.03 s)` becomes `(TIME)`.
fn without_times(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let time = line.rfind(" (").filter(|_| line.ends_with(" s)\n"));
        match time {
            Some(start) => {
                out.push_str(&line[..start]);
                out.push_str(" (TIME)\n");
            }
            None => out.push_str(line),
        }
    }
    out
}

#[test]
fn transcripts_match_their_snapshots() {
    let mut scripts: Vec<PathBuf> = fs::read_dir(root().join("tests/cli"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sh"))
        .collect();
    scripts.sort();
    assert!(scripts.len() > 10, "the scripts are found");
    let update = std::env::var_os("GOMEND_UPDATE").is_some();
    let action = if update { Action::Overwrite } else { Action::Verify };
    let assert = Assert::new().action(action);
    let mut wrong = Vec::new();
    for script in &scripts {
        let name = script.file_stem().unwrap().to_string_lossy().into_owned();
        let snapshot = root().join("snapshots/cli").join(format!("{name}.txt"));
        let expected = Data::read_from(&snapshot, None).raw();
        if let Err(difference) = assert.try_eq(Some(&name), transcript(script).into_data(), expected) {
            wrong.push(format!("{name}:\n{difference}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "transcripts differ; `GOMEND_UPDATE=1 cargo test --test cli` rewrites the snapshots:\n{}",
        wrong.join("\n")
    );
}
