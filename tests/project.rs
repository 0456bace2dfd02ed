//! Where Go code lives, put to the go command and to gomend: the same packages, files, import paths, versions and imports.
//!
//! The examples are made in temporary folders. GOROOT/src is compared whole; so is each folder in the variable `GOMEND_COMPARE` (separated as
//! in PATH), which must be a main module or workspace whose dependencies are on the machine.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use gomend::project::{GoFile, PackageDir, Platform, Projects, Real, Resolved, Settings, Version};
use serde_json::Value;

#[path = "project/files.rs"]
mod files;

use files::{Example, zip};

/// What one comparison saw.
#[derive(Default, Debug)]
struct Tally {
    packages: usize,
    dependencies: usize,
    files: usize,
    imports: usize,
    unresolved: usize,
    differences: Vec<String>,
}

/// Compares all packages below the folder, and all that they import, with what `go list` says in this environment.
fn compare(dir: &Path, env: &[(&str, OsString)], pattern: &str) -> Tally {
    let fields = "Dir,ImportPath,Name,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,ImportMap,Standard,Module,ForTest,DepOnly,Error";
    let output = Command::new("go")
        .args(["list", "-e", "-deps", "-test", &format!("-json={fields}"), pattern])
        .current_dir(dir)
        .env("GOTOOLCHAIN", "local")
        .env("PWD", dir)
        .envs(env.iter().map(|(name, value)| (*name, value)))
        .output()
        .expect("the go command is on PATH");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed: Vec<Value> = serde_json::Deserializer::from_slice(&output.stdout)
        .into_iter()
        .collect::<Result<_, _>>()
        .expect("JSON");
    let is_own =
        |package: &&Value| package["ForTest"].is_null() && !text(package, "ImportPath").ends_with(".test");
    // Packages recompiled for a test have its name behind their path, and may be there in that form alone.
    let path = |package| text(package, "ImportPath").split(' ').next().unwrap_or_default();
    let mut dirs: HashMap<&str, &Value> = listed.iter().map(|package| (path(package), package)).collect();
    dirs.extend(listed.iter().filter(is_own).map(|package| (path(package), package)));

    // Internal packages that are imported where they mustn't be: listed all the same, with an error.
    let forbidden = |package: &Value| {
        let words = text(&package["Error"], "Err").strip_prefix("use of internal package ")?;
        Some(words.split(' ').next()?.to_string())
    };
    let forbidden: Vec<String> = listed.iter().filter_map(forbidden).collect();

    // What a package's own imports and those of its tests stand for, where vendoring changes it.
    let mut meanings = HashMap::new();
    for package in &listed {
        let own = package["ForTest"].as_str().unwrap_or_else(|| text(package, "ImportPath"));
        for (written, actual) in package["ImportMap"].as_object().into_iter().flatten() {
            let actual = actual.as_str().and_then(|actual| actual.split(' ').next()).unwrap_or_default();
            meanings.insert((own, written.as_str()), actual);
        }
    }

    let lookup = |name: &str| {
        let given = env.iter().find(|(given, _)| *given == name).map(|(_, value)| value.clone());
        given.or_else(|| std::env::var_os(name))
    };
    let projects = Projects::new(Arc::new(Real), Settings::from_env(dir, &Real, &lookup));
    let own = listed.iter().filter(is_own);
    let own = own.filter(|package| package["DepOnly"].is_null() && package["Name"].is_string());
    let mut comparison = Comparison {
        projects: &projects,
        listed: dirs,
        meanings,
        forbidden,
        seen: HashSet::new(),
        pending: Vec::new(),
        tally: Tally::default(),
    };
    for package in own {
        let home = projects.home(&Path::new(text(package, "Dir")).join("x.go"));
        comparison.tally.packages += 1;
        comparison.seen.insert(home.dir.clone());
        comparison.package(package, &home, true);
    }
    while let Some(dependency) = comparison.pending.pop() {
        let Some(package) = comparison.listed.get(dependency.import_path.as_str()).copied() else { continue };
        if package["DepOnly"].is_null() {
            continue;
        }
        comparison.tally.dependencies += 1;
        comparison.package(package, &dependency, false);
    }
    comparison.tally.differences.sort();
    comparison.tally
}

struct Comparison<'l> {
    projects: &'l Projects,
    listed: HashMap<&'l str, &'l Value>,
    /// By package and import path as written: the import path meant, where they differ.
    meanings: HashMap<(&'l str, &'l str), &'l str>,
    /// Internal packages that are imported where they mustn't be.
    forbidden: Vec<String>,
    seen: HashSet<PathBuf>,
    /// Packages imported, to be compared in their turn.
    pending: Vec<Arc<PackageDir>>,
    tally: Tally,
}

impl Comparison<'_> {
    /// Compares a package, and the imports of its files; those of tests only where asked, as the tests of dependencies aren't loaded.
    fn package(&mut self, package: &Value, home: &PackageDir, with_tests: bool) {
        let import_path = text(package, "ImportPath").split(' ').next().unwrap_or_default();
        let dir = Path::new(text(package, "Dir"));
        self.same(import_path, "folder", &home.dir.display().to_string(), &dir.display().to_string());
        self.same(import_path, "import path", &home.import_path, import_path);
        if let Some(go) = package["Module"]["GoVersion"].as_str() {
            let language = home.module.as_ref().and_then(|module| module.language.version);
            let theirs = Version::parse(go).map(Version::language);
            self.same(import_path, "language", &format!("{language:?}"), &format!("{theirs:?}"));
        }
        let ours = self.projects.packages(dir, &self.projects.settings().platform);
        // A folder with nothing but external tests is named after those.
        let only_tests = ["GoFiles", "CgoFiles", "TestGoFiles"].iter().all(|field| package[field].is_null());
        let name = text(package, "Name");
        let name = if only_tests { name.trim_end_matches("_test") } else { name };
        let Some(ours) = ours.iter().find(|found| found.name == name) else {
            // The go command names no package where none of the files is for the platform.
            self.same(import_path, "package", "", name);
            return;
        };
        let (cgo, pure): (Vec<_>, Vec<_>) =
            ours.files.iter().cloned().partition(|file| file.header.uses_cgo());
        self.same(import_path, "GoFiles", &names(&pure), &list(package, "GoFiles"));
        self.same(import_path, "CgoFiles", &names(&cgo), &list(package, "CgoFiles"));
        self.same(import_path, "TestGoFiles", &names(&ours.tests), &list(package, "TestGoFiles"));
        self.same(import_path, "XTestGoFiles", &names(&ours.external_tests), &list(package, "XTestGoFiles"));
        let tests = ours.tests.iter().chain(&ours.external_tests).filter(|_| with_tests);
        for file in ours.files.iter().chain(tests) {
            self.tally.files += 1;
            for import in &file.header.imports {
                self.tally.imports += 1;
                self.import(package, home, file, &import.path);
            }
        }
    }

    fn import(&mut self, package: &Value, home: &PackageDir, file: &GoFile, written: &str) {
        let actual = self.meanings.get(&(home.import_path.as_str(), written)).copied().unwrap_or(written);
        let theirs = match self.listed.get(actual) {
            _ if matches!(actual, "C" | "unsafe") => actual.to_string(),
            _ if self.forbidden.iter().any(|path| path == actual) => "missing".to_string(),
            Some(found) if found["Dir"].is_null() => "missing".to_string(),
            Some(found) if found["Standard"].as_bool() == Some(true) && package["Standard"].is_null() => {
                format!("std {actual}")
            }
            Some(found) => format!("{actual} in {}", text(found, "Dir")),
            None => "missing".to_string(),
        };
        let ours = match self.projects.resolve(home, written) {
            Resolved::Std(path) => format!("std {path}"),
            Resolved::Package(found) => {
                let place = format!("{} in {}", found.import_path, found.dir.display());
                if self.seen.insert(found.dir.clone()) {
                    self.pending.push(found);
                }
                place
            }
            Resolved::C => "C".to_string(),
            Resolved::Unsafe => "unsafe".to_string(),
            Resolved::Missing(_) => {
                self.tally.unresolved += 1;
                "missing".to_string()
            }
        };
        self.same(&file.path.display().to_string(), &format!("import of {written}"), &ours, &theirs);
    }

    fn same(&mut self, place: &str, what: &str, ours: &str, theirs: &str) {
        if ours != theirs {
            self.tally.differences.push(format!("{place}: {what}: {ours} instead of {theirs}"));
        }
    }
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

fn list(value: &Value, field: &str) -> String {
    let names = value[field].as_array().into_iter().flatten().filter_map(Value::as_str);
    names.collect::<Vec<_>>().join(" ")
}

fn names(files: &[Arc<GoFile>]) -> String {
    files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(" ")
}

/// Compares an example in its own environment; there must be something to compare, and all of it must agree.
#[track_caller]
fn agrees(example: &Example, below: &str, extra: &[(&str, &str)], packages: usize, unresolved: usize) {
    let mut env = example.env();
    env.retain(|(name, _)| extra.iter().all(|(other, _)| other != name));
    env.extend(extra.iter().map(|(name, value)| (*name, OsString::from(value))));
    let tally = compare(&example.path(below), &env, "./...");
    assert_eq!(tally.differences, Vec::<String>::new());
    assert_eq!((tally.packages, tally.unresolved), (packages, unresolved), "{tally:?}");
}

#[test]
fn goroot_and_what_is_asked_for() {
    let goroot =
        Command::new("go").args(["env", "GOROOT"]).output().expect("the go command is on PATH").stdout;
    let goroot = PathBuf::from(String::from_utf8_lossy(&goroot).trim());
    let mut roots = vec![goroot.join("src")];
    if let Some(more) = std::env::var_os("GOMEND_COMPARE") {
        roots.extend(std::env::split_paths(&more));
    }
    for root in roots {
        let root = root.canonicalize().expect("a folder");
        let tally = compare(&root, &[("GOPROXY", "off".into())], "./...");
        let Tally { packages, dependencies, files, imports, unresolved, differences } = &tally;
        println!(
            "{}: {packages} packages, {dependencies} dependencies, {files} files, {imports} imports of which {unresolved} unresolved, {} differences",
            root.display(),
            differences.len()
        );
        assert_eq!(differences, &Vec::<String>::new());
        assert!(*packages > 0);
    }
}

#[test]
fn build_constraints_and_tests() {
    let example = Example::new(&[
        ("go.mod", "module example.com/m\n\ngo 1.21.3\n"),
        ("a.go", "package m\n\nimport _ \"example.com/m/b\"\n"),
        ("a_linux.go", "package m\n"),
        ("a_windows.go", "package m\n"),
        ("a_linux_arm64.go", "package m\n"),
        ("old.go", "// +build !linux\n\npackage m\n"),
        ("both.go", "// +build windows\n\n//go:build linux\n\npackage m\n"),
        ("tagged.go", "//go:build integration\n\npackage m\n"),
        ("gen.go", "//go:build ignore\n\npackage main\n"),
        ("c.go", "package m\n\n// int x;\nimport \"C\"\n"),
        ("doc.go", "package documentation\n"),
        ("_skip.go", "package skip\n"),
        ("a_test.go", "package m\n\nimport \"testing\"\n"),
        ("x_test.go", "package m_test\n\nimport (\n\t\"testing\"\n\n\t\"example.com/m\"\n)\n"),
        ("b/internal/i/i.go", "package i\n"),
        ("b/b.go", "package b\n\nimport _ \"example.com/m/b/internal/i\"\n"),
        ("testdata/t.go", "package t\n"),
        ("only/x_test.go", "package only_test\n"),
        ("cmd/main.go", "package main\n\nimport _ \"fmt\"\nimport _ \"unsafe\"\n"),
    ]);
    for (goos, flags) in [("linux", ""), ("windows", ""), ("linux", "-tags=integration"), ("js", "")] {
        let goarch = if goos == "js" { "wasm" } else { "amd64" };
        agrees(&example, "", &[("GOOS", goos), ("GOARCH", goarch), ("GOFLAGS", flags)], 5, 0);
    }
    agrees(&example, "", &[("CGO_ENABLED", "1")], 5, 0);
}

#[test]
fn replaced_nested_and_missing_modules() {
    let example = Example::new(&[
        (
            "m/go.mod",
            "module example.com/m\n\ngo 1.20\n\nrequire (\n\texample.com/dep v1.0.0\n\texample.com/m/nested v1.0.0\n\tdotless v0.0.0\n)\n\nreplace (\n\texample.com/dep => ../dep\n\texample.com/m/nested v1.0.0 => ./nested\n\tdotless => ../dotless\n)\n",
        ),
        (
            "m/a.go",
            "package m\n\nimport (\n\t_ \"dotless/d\"\n\t_ \"example.com/dep/sub\"\n\t_ \"example.com/m/nested\"\n\t_ \"example.com/m/own\"\n\t_ \"example.com/none/x\"\n)\n",
        ),
        ("m/own/own.go", "package own\n"),
        ("m/nested/go.mod", "module example.com/m/nested\n"),
        ("m/nested/n.go", "package nested\n"),
        ("dep/go.mod", "module example.com/dep\n\ngo 1.18\n"),
        ("dep/sub/s.go", "package sub\n"),
        ("dotless/go.mod", "module dotless\n"),
        ("dotless/d/d.go", "package d\n"),
    ]);
    agrees(&example, "m", &[], 2, 1);
    agrees(&example, "m/nested", &[], 1, 0);
}

#[test]
fn workspaces() {
    let example = Example::new(&[
        ("go.work", "go 1.22\n\nuse (\n\t./a\n\t./b\n)\n\nreplace example.com/c => ./c\n"),
        ("a/go.mod", "module example.com/a\n\ngo 1.22\n\nrequire example.com/c v1.0.0\n"),
        ("a/a.go", "package a\n\nimport (\n\t_ \"example.com/b\"\n\t_ \"example.com/c\"\n)\n"),
        ("b/go.mod", "module example.com/b\n\ngo 1.21\n"),
        ("b/b.go", "package b\n"),
        ("c/go.mod", "module example.com/c\n\ngo 1.21\n"),
        ("c/c.go", "package c\n\nimport _ \"example.com/b\"\n"),
    ]);
    agrees(&example, "a", &[], 1, 0);
    agrees(&example, "b", &[], 1, 0);
    agrees(&example, "c", &[("GOWORK", "off")], 1, 1);
}

#[test]
fn vendor_folders() {
    let list = "# example.com/dep v1.2.0\n## explicit; go 1.19\nexample.com/dep/sub\n# example.com/other v0.1.0\n## explicit\nexample.com/other\n";
    let go_mod = "module example.com/m\n\ngo 1.21\n\nrequire (\n\texample.com/dep v1.2.0\n\texample.com/other v0.1.0\n)\n";
    let example = Example::new(&[
        ("go.mod", go_mod),
        (
            "a.go",
            "package m\n\nimport (\n\t_ \"example.com/dep/sub\"\n\t_ \"example.com/dep/unlisted\"\n\t_ \"example.com/gone\"\n)\n",
        ),
        ("vendor/modules.txt", list),
        ("vendor/example.com/dep/sub/s.go", "package sub\n\nimport _ \"example.com/other\"\n"),
        ("vendor/example.com/dep/unlisted/u.go", "package unlisted\n"),
        ("vendor/example.com/other/o.go", "package other\n"),
    ]);
    // Before Go 1.23 a package needn't be in the list.
    agrees(&example, "", &[], 1, 1);
    example.write("go.mod", go_mod.replace("1.21", "1.23"));
    agrees(&example, "", &[], 1, 2);
}

#[test]
fn vendor_folders_of_workspaces_and_of_replaced_modules() {
    let go_mod = "module example.com/a\n\ngo 1.22\n\nrequire example.com/dep v1.2.0\n";
    let example = Example::new(&[
        ("w/go.work", "go 1.22\n\nuse (\n\t./a\n\t./b\n)\n"),
        ("w/a/go.mod", go_mod),
        ("w/a/a.go", "package a\n\nimport (\n\t_ \"example.com/b\"\n\t_ \"example.com/dep\"\n)\n"),
        ("w/b/go.mod", "module example.com/b\n\ngo 1.22\n"),
        ("w/b/b.go", "package b\n"),
        (
            "w/vendor/modules.txt",
            "## workspace\n# example.com/dep v1.2.0\n## explicit; go 1.19\nexample.com/dep\n",
        ),
        ("w/vendor/example.com/dep/d.go", "package dep\n"),
        (
            "r/go.mod",
            &go_mod
                .replace("example.com/a", "example.com/r")
                .replace("1.22", "1.21")
                .replace("v1.2.0\n", "v1.2.0\n\nreplace example.com/dep => ../dep\n"),
        ),
        ("r/r.go", "package r\n\nimport _ \"example.com/dep\"\n"),
        (
            "r/vendor/modules.txt",
            "# example.com/dep v1.2.0 => ../dep\n## explicit\nexample.com/dep\n# example.com/dep => ../dep\n",
        ),
        ("r/vendor/example.com/dep/d.go", "package dep\n"),
    ]);
    agrees(&example, "w/a", &[], 1, 0);
    agrees(&example, "w/b", &[], 1, 0);
    agrees(&example, "r", &[], 1, 0);
}

/// Before Go 1.14 the go command took the vendor folder only when told to, but what is in it are the selected versions.
#[test]
fn an_old_vendor_folder_stands_in_for_the_module_cache() {
    let example = Example::new(&[
        ("go.mod", "module example.com/m\n\ngo 1.13\n\nrequire example.com/dep v1.2.0\n"),
        ("a.go", "package m\n"),
        ("vendor/modules.txt", "# example.com/dep v1.2.0\nexample.com/dep\n"),
        ("vendor/example.com/dep/d.go", "package dep\n"),
    ]);
    let found = || {
        let projects = Projects::new(Arc::new(Real), Settings::new(example.path("")));
        let home = projects.home(Path::new("a.go"));
        projects.resolve(&home, "example.com/dep")
    };
    match found() {
        Resolved::Package(dep) => assert_eq!(dep.dir, example.path("vendor/example.com/dep")),
        other => panic!("{other:?}"),
    }
    example.write("vendor/modules.txt", "# example.com/dep v1.1.0\nexample.com/dep\n");
    assert!(matches!(found(), Resolved::Missing(_)), "another version than go.mod asks for");
}

#[test]
fn a_gopath() {
    let example = Example::new(&[
        (
            "gopath/src/example.com/m/a.go",
            "package m\n\nimport (\n\t_ \"example.com/dep\"\n\t_ \"example.com/dep/here\"\n\t_ \"fmt\"\n\t_ \"example.com/gone\"\n)\n",
        ),
        ("gopath/src/example.com/m/vendor/example.com/dep/d.go", "package dep\n"),
        ("gopath/src/example.com/m/sub/s.go", "package sub\n\nimport _ \"example.com/dep\"\n"),
        ("gopath/src/example.com/dep/d.go", "package dep\n"),
        ("gopath/src/example.com/dep/here/h.go", "package here\n\nimport _ \"example.com/dep\"\n"),
    ]);
    agrees(&example, "gopath/src/example.com/m", &[("GO111MODULE", "off")], 2, 1);
    agrees(&example, "gopath/src/example.com/dep", &[("GO111MODULE", "off")], 2, 0);
}

#[test]
fn the_module_cache_and_selected_versions() {
    let example = Example::new(&[
        (
            "m/go.mod",
            "module example.com/m\n\ngo 1.16\n\nrequire (\n\texample.com/Upper v1.0.0\n\texample.com/b v1.0.0\n\texample.com/v/v2 v2.0.0\n\texample.com/old v2.0.0+incompatible\n)\n",
        ),
        (
            "m/a.go",
            "package m\n\nimport (\n\t_ \"example.com/Upper/Sub\"\n\t_ \"example.com/b\"\n\t_ \"example.com/c\"\n\t_ \"example.com/old\"\n\t_ \"example.com/v/v2/x\"\n)\n",
        ),
    ]);
    example.publish(
        "example.com/!upper",
        "v1.0.0",
        "module example.com/Upper\n\nrequire example.com/c v1.1.0\n",
        &zip(
            "example.com/Upper@v1.0.0",
            &[
                ("go.mod", "module example.com/Upper\n\nrequire example.com/c v1.1.0\n"),
                ("Sub/s.go", "package Sub\n"),
            ],
        ),
    );
    let b = "module example.com/b\n\ngo 1.18\n\nrequire example.com/c v1.2.0\n";
    example.publish(
        "example.com/b",
        "v1.0.0",
        b,
        &zip("example.com/b@v1.0.0", &[("go.mod", b), ("b.go", "package b\n\nimport _ \"example.com/c\"\n")]),
    );
    for version in ["v1.1.0", "v1.2.0"] {
        let c = "module example.com/c\n";
        let archive = zip(&format!("example.com/c@{version}"), &[("go.mod", c), ("c.go", "package c\n")]);
        example.publish("example.com/c", version, c, &archive);
    }
    let v = "module example.com/v/v2\n\ngo 1.20\n";
    example.publish(
        "example.com/v/v2",
        "v2.0.0",
        v,
        &zip("example.com/v/v2@v2.0.0", &[("go.mod", v), ("x/x.go", "package x\n")]),
    );
    let old = zip("example.com/old@v2.0.0+incompatible", &[("o.go", "package old\n")]);
    example.publish("example.com/old", "v2.0.0+incompatible", "module example.com/old\n", &old);

    example.go("m", &["mod", "download", "all"]);
    // Not all of go.sum is needed for the comparison; -mod=mod lets the go command write what it misses.
    agrees(&example, "m", &[("GOFLAGS", "-mod=mod")], 1, 0);

    // The same with a pruned graph: go.mod then lists every module.
    example.go("m", &["mod", "tidy", "-go=1.21"]);
    agrees(&example, "m", &[], 1, 0);
    let go_mod = example.read("m/go.mod");
    assert!(go_mod.contains("example.com/c v1.2.0"), "{go_mod}");
}

#[test]
fn reasons_are_words() {
    let example = Example::new(&[
        ("go.mod", "module example.com/m\n\ngo 1.21\n\nrequire example.com/x/y v1.2.3\n"),
        ("a.go", "package m\n"),
    ]);
    let mut settings = Settings::new(example.path(""));
    settings.platform = Platform::new("linux", "amd64");
    settings.module_cache = Some(example.path("cache"));
    let projects = Projects::new(Arc::new(Real), settings);
    let home = projects.home(Path::new("a.go"));
    let reason = |path: &str| match projects.resolve(&home, path) {
        Resolved::Missing(missing) => missing.to_string(),
        other => panic!("{path}: {other:?}"),
    };
    assert_eq!(
        reason("example.com/x/y/z"),
        "package example.com/x/y/z isn't on this machine: module example.com/x/y v1.2.3 is not in the module cache"
    );
    assert!(reason("example.com/m/none").ends_with("has no package example.com/m/none"));
    assert_eq!(reason("internal/abi"), "use of internal package internal/abi is not allowed here");
    assert!(reason("./b").contains("is relative"));
    assert!(reason("example.com/../x").contains("isn't an import path"));
    assert!(reason("example.com/other").starts_with("package example.com/other isn't on this machine: "));
}
