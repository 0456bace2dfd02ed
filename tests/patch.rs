//! `git apply` makes of a patch, byte for byte, what the edits make of the file.
#![cfg(unix)]

use gomend::report::{Change, patch};
use gomend::text::{Edit, EditSet};
use proptest::prelude::*;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// One file before and after, and its name.
#[derive(Debug)]
struct Case {
    name: Vec<u8>,
    old: String,
    new: String,
    executable: bool,
}

/// Lines that often repeat, so that a diff has something to go wrong with.
fn text() -> impl Strategy<Value = String> {
    let line =
        prop_oneof!["\t?[ab]{0,2}", Just("}".to_owned()), Just("func f() {".into()), "é|-- a|\\+\\+ b|\\\\"];
    let end = prop_oneof![4 => Just("\n"), 1 => Just("\r\n")];
    let lines = prop::collection::vec((line, end), 1..40);
    (lines, any::<bool>()).prop_map(|(lines, newline_at_end)| {
        let mut text: String = lines.into_iter().flat_map(|(line, end)| [line, end.to_owned()]).collect();
        if !newline_at_end {
            text.truncate(text.trim_end_matches(['\n', '\r']).len());
        }
        text
    })
}

fn case() -> impl Strategy<Value = Case> {
    let cuts = prop::collection::vec((any::<prop::sample::Index>(), 0usize..6, "[ab}\r\n]{0,8}"), 1..6);
    // Any bytes but NUL and slash: names on unix aren't text.
    let name = prop_oneof![
        Just(b"a.go".to_vec()),
        "[a-z \"\\\\\t\n'é]{1,8}".prop_map(|name| format!("{name}.go").into_bytes()),
        prop::collection::vec(prop::sample::select(&b"ab\x01\x7f\xff\xe9 "[..]), 1..6),
    ];
    (name, text(), cuts, any::<bool>()).prop_filter_map("nothing changes", |(name, old, cuts, executable)| {
        let boundary =
            |at: usize| (0..=at.min(old.len())).rev().find(|i| old.is_char_boundary(*i)).unwrap_or(0);
        let mut edits: Vec<Edit> = Vec::new();
        for (at, len, text) in cuts {
            let start = boundary(at.index(old.len() + 1));
            edits.push(Edit::replace(start..boundary(start + len), text));
        }
        let new = EditSet::new(edits).ok()?.apply(&old).ok()?;
        (old != new && !old.is_empty() && !new.is_empty()).then_some(Case { name, old, new, executable })
    })
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git").current_dir(folder).args(arguments).output().expect("git is on PATH");
    assert!(
        output.status.success(),
        "git {}: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
}

proptest! {
    // Each case starts git five times.
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn git_apply_makes_what_the_edits_make(cases in prop::collection::vec(case(), 1..4)) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        git(root, &["init", "-q"]);
        // The bytes are what counts, whatever this machine's git is set to.
        for (key, value) in [("core.autocrlf", "false"), ("core.fileMode", "true"), ("apply.whitespace", "nowarn")] {
            git(root, &["config", key, value]);
        }
        let mut whole = String::new();
        let mut paths = Vec::new();
        for (i, case) in cases.iter().enumerate() {
            let name = [format!("d {i}/").as_bytes(), case.name.as_slice()].concat();
            let path = root.join(OsStr::from_bytes(&name));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &case.old).unwrap();
            let mode = if case.executable { 0o755 } else { 0o644 };
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let change =
                Change { path: &name, old: &case.old, new: &case.new, executable: case.executable, findings: &[] };
            whole.push_str(&patch(&change));
            paths.push(path);
        }
        git(root, &["add", "-A"]);
        let patch_file = root.join(".git/the.patch");
        fs::write(&patch_file, &whole).unwrap();
        for mode in [&["apply"][..], &["apply", "--3way"], &["apply", "--index"]] {
            git(root, &[mode, &[".git/the.patch"]].concat());
            for (case, path) in cases.iter().zip(&paths) {
                let made = fs::read(path).unwrap();
                prop_assert_eq!(String::from_utf8_lossy(&made), case.new.as_str(), "{:?}\n{}", mode, whole);
                let executable = fs::metadata(path).unwrap().permissions().mode() & 0o100 != 0;
                prop_assert_eq!(executable, case.executable);
                fs::write(path, &case.old).unwrap();
            }
            git(root, &["add", "-A"]);
        }
    }

    /// The ids are what `git hash-object` says; without them `--3way` would find nothing.
    #[test]
    fn blob_ids_are_those_of_git(case in case()) {
        let folder = tempfile::tempdir().unwrap();
        let id = |text: &str| {
            let path = folder.path().join("blob");
            fs::write(&path, text).unwrap();
            let output = Command::new("git").args(["hash-object", "--no-filters"]).arg(path).output().unwrap();
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        };
        let change = Change { path: b"a.go", old: &case.old, new: &case.new, executable: true, findings: &[] };
        let wanted = format!("index {}..{} 100755", id(&case.old), id(&case.new));
        let made = patch(&change);
        prop_assert_eq!(made.lines().nth(1), Some(wanted.as_str()));
    }
}
