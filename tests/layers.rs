//! The layers of the crate: imports point down only, nothing below `cli` touches the world, no file outgrows a sitting.

use std::fs;
use std::path::{Path, PathBuf};

/// From the bottom to the top. A layer may use those before it.
const LAYERS: &[&str] = &[
    "text",
    "syntax",
    "project",
    "semantics",
    "rewrite",
    "codemod",
    "verify",
    "codemods",
    "config",
    "engine",
    "report",
    "cli",
];

fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["src", "codemods"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).into_iter().map(Result::unwrap) {
            if entry.path().extension().is_none_or(|e| e != "rs") {
                continue;
            }
            let path = entry.path().strip_prefix(root).unwrap().to_path_buf();
            let mut parts = path.iter().map(|p| p.to_string_lossy().trim_end_matches(".rs").to_string());
            let first = parts.next().unwrap();
            let layer = if first == "codemods" { first } else { parts.next().unwrap() };
            found.push((layer, path, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    assert!(found.len() > 20, "the walk finds the sources");
    found
}

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|l| *l == layer)
}

#[test]
fn imports_point_down() {
    let mut wrong = Vec::new();
    for (layer, path, text) in sources() {
        if matches!(layer.as_str(), "lib" | "main") {
            continue;
        }
        let own = rank(&layer).unwrap_or_else(|| panic!("{}: `{layer}` is no layer", path.display()));
        // Tests at the end of a module may use what they like.
        let code = text.split("#[cfg(test)]").next().unwrap_or(&text);
        for used in code.split("crate::").skip(1) {
            let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if let Some(other) = rank(&name)
                && other > own
            {
                wrong.push(format!("{} uses {name}, which lies above {layer}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_cli_touches_the_world() {
    let mut wrong = Vec::new();
    for (layer, path, text) in sources() {
        if matches!(layer.as_str(), "cli" | "main") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or(&text);
        for word in ["println!", "eprintln!", "std::env", "SystemTime", "std::time::", "std::process"] {
            if code.contains(word) {
                wrong.push(format!("{} uses {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_outgrows_one_sitting() {
    for (_, path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 800, "{} has {lines} lines", path.display());
    }
}
