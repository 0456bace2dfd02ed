//! Imports: from the path in an import declaration to the folder that holds the package (cmd/go's `importFromModules`, go/build's `Import`).
//!
//! It knows what counts in which order; it reads no Go file, only whether a folder has any. The standard library isn't looked up on disk
//! unless the importing file is part of it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{Kind as DiskKind, clean};
use super::gomod::ModuleVersion;
use super::graph::{self, Root};
use super::module::{Module, import_path_below};
use super::projects::{PackageDir, Projects};
use super::vendor::Vendor;
use super::workspace::{Build, Gopath, Goroot, Kind, Modules, VendorState};

/// What an import path means in a package.
#[derive(Clone, Debug)]
pub enum Resolved {
    /// A package of the standard library, by its path. Whether there is such a package isn't asked here.
    Std(String),
    Package(Arc<PackageDir>),
    /// The pseudo-package of cgo.
    C,
    Unsafe,
    Missing(Missing),
}

/// Why an import can't be resolved, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Missing(Arc<str>);

impl Missing {
    fn new(reason: impl fmt::Display) -> Missing {
        Missing(reason.to_string().into())
    }

    fn not_here(path: &str, why: impl fmt::Display) -> Missing {
        Missing::new(format_args!("package {path} isn't on this machine: {why}"))
    }
}

pub(super) type Located = Result<Place, Missing>;

/// Where a package is, whoever imports it.
#[derive(Clone, Debug)]
pub(super) enum Place {
    Std,
    Dir(Arc<PackageDir>),
}

impl Projects {
    /// What an import path, as written in a file of the package, means.
    pub fn resolve(&self, from: &PackageDir, import_path: &str) -> Resolved {
        match import_path {
            "C" => return Resolved::C,
            "unsafe" => return Resolved::Unsafe,
            _ => {}
        }
        let located = match is_relative(import_path) {
            true => self.locate_relative(from, import_path),
            false if !is_well_formed(import_path) => {
                Err(Missing::new(format_args!("{import_path:?} isn't an import path")))
            }
            false => {
                let key = (from.build.id, format!("{}{import_path}", scope(from)));
                self.located.get(&key, || self.locate(from, import_path))
            }
        };
        match located {
            Ok(Place::Std) if !is_allowed_in_std(import_path) => Resolved::Missing(internal(import_path)),
            Ok(Place::Std) => Resolved::Std(import_path.to_string()),
            Ok(Place::Dir(found)) if !is_allowed(from, &found) => Resolved::Missing(internal(import_path)),
            Ok(Place::Dir(found)) => Resolved::Package(found),
            Err(missing) => Resolved::Missing(missing),
        }
    }

    fn locate(&self, from: &PackageDir, path: &str) -> Located {
        match &from.build.kind {
            Kind::Goroot(goroot) => self.locate_in_goroot(from, goroot, path),
            Kind::Modules(modules) => self.locate_in_modules(&from.build, modules, path),
            Kind::Gopath(gopath) => self.locate_in_gopath(from, gopath, path),
        }
    }

    fn locate_in_modules(&self, build: &Arc<Build>, modules: &Modules, path: &str) -> Located {
        let mut mains: Vec<&Arc<Module>> =
            modules.mains.iter().filter(|main| main.rest(path).is_some()).collect();
        mains.sort_by_key(|main| std::cmp::Reverse(main.path.len()));
        let mut in_mains = mains.iter().filter_map(|main| {
            self.package_in(build, &Root { module: (*main).clone(), is_local: true }, path)
        });
        match (in_mains.next(), in_mains.next()) {
            (Some(_), Some(_)) => return Err(ambiguous(path)),
            (Some(found), None) => return Ok(found),
            (None, _) => {}
        }
        if is_std_like(path) && !modules.may_hold(path) {
            return Ok(Place::Std);
        }
        let required = match &modules.vendor {
            VendorState::InForce(vendor) => self.locate_vendored(build, modules, vendor, path),
            VendorState::OutOfStep(why) => Err(Missing::not_here(
                path,
                format_args!("vendor/modules.txt is out of step with go.mod: {why}; run `go mod vendor`"),
            )),
            VendorState::None => self.locate_required(build, modules, path),
            VendorState::Spare(vendor) => match self.locate_required(build, modules, path) {
                Err(missing) => self.package_at(build, vendor, path).ok_or(missing),
                found => found,
            },
        };
        match (required, mains.first()) {
            (Err(_), Some(main)) => {
                let (module, dir) = (&main.path, main.dir.display());
                Err(Missing::new(format_args!("module {module} in {dir} has no package {path}")))
            }
            (required, _) => required,
        }
    }

    fn locate_vendored(&self, build: &Arc<Build>, modules: &Modules, vendor: &Vendor, path: &str) -> Located {
        let listed = vendor.module_of(path).is_some();
        if !listed && modules.requires_listed_packages() {
            return Err(Missing::not_here(path, "it isn't in vendor/modules.txt"));
        }
        let missing = || Missing::not_here(path, format_args!("it isn't in {}", vendor.dir.display()));
        self.package_at(build, vendor, path).ok_or_else(missing)
    }

    /// The package in a vendor folder, listed or not.
    fn package_at(&self, build: &Arc<Build>, vendor: &Vendor, path: &str) -> Option<Place> {
        let dir = vendor.dir.join(path);
        if !self.has_go_files(&dir) {
            return None;
        }
        let module = vendor.module_of(path).cloned();
        Some(Place::Dir(Arc::new(PackageDir {
            dir,
            import_path: path.to_string(),
            module,
            build: build.clone(),
        })))
    }

    /// Looks through the modules required by the main module, and where that isn't enough, through the whole module graph.
    fn locate_required(&self, build: &Arc<Build>, modules: &Modules, path: &str) -> Located {
        if let [main] = modules.mains.as_slice()
            && !modules.is_workspace
            && main.is_pruned()
        {
            let direct =
                |prefix: &str| main.file.require.iter().rev().find(|module| module.path == prefix).cloned();
            match self.locate_selected(build, modules, path, direct) {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => {}
                Err(missing) => return Err(missing),
            }
        }
        let graph = modules.graph(self);
        if let Some(missing) = graph.missing() {
            return Err(self.unselected(modules, path, missing));
        }
        let selected = |prefix: &str| {
            let version = graph.selected(prefix)?.to_string();
            Some(ModuleVersion { path: prefix.to_string(), version })
        };
        let found = self.locate_selected(build, modules, path, selected)?;
        found.ok_or_else(|| Missing::not_here(path, "no required module provides it"))
    }

    /// Why a package can't be had while the module graph is incomplete: best the module that plainly isn't there.
    fn unselected(&self, modules: &Modules, path: &str, missing: &ModuleVersion) -> Missing {
        let required = |prefix: &str| {
            modules.mains.iter().flat_map(|main| &main.file.require).find(|module| module.path == prefix)
        };
        let nearest = prefixes(path).find_map(required);
        if let Some(Err(why)) = nearest.map(|module| graph::root(self, modules, module)) {
            return Missing::not_here(path, why);
        }
        let ModuleVersion { path: module, version } = missing;
        let why = "which module version holds it can't be told without the go.mod file of";
        Missing::not_here(path, format_args!("{why} {module} {version}, which is not in the module cache"))
    }

    /// Tries each prefix of the path that is a selected module, the longest first. Two of them may not hold the package.
    fn locate_selected(
        &self,
        build: &Arc<Build>,
        modules: &Modules,
        path: &str,
        selected: impl Fn(&str) -> Option<ModuleVersion>,
    ) -> Result<Option<Place>, Missing> {
        let mut found = None;
        for prefix in prefixes(path) {
            let Some(module) = selected(prefix) else { continue };
            let key = (build.id, module);
            match (self.roots.get(&key, || graph::root(self, modules, &key.1)), &found) {
                // A module that isn't there might hold the package, so that no shorter prefix may be taken for it.
                (Err(why), None) => return Err(Missing::not_here(path, why)),
                (Err(_), Some(_)) => {}
                (Ok(root), _) => match (self.package_in(build, &root, path), &found) {
                    (Some(_), Some(_)) => return Err(ambiguous(path)),
                    (Some(place), None) => found = Some(place),
                    (None, _) => {}
                },
            }
        }
        Ok(found)
    }

    /// The package in a module, if it has a folder with Go files there (modload's `dirInModule`).
    fn package_in(&self, build: &Arc<Build>, root: &Root, path: &str) -> Option<Place> {
        let module = &root.module;
        let rest = module.rest(path)?;
        let dir = if rest.is_empty() { module.dir.clone() } else { module.dir.join(rest) };
        if !self.has_go_files(&dir) {
            return None;
        }
        // Another module in between has its packages for itself.
        if root.is_local
            && dir.ancestors().take_while(|above| *above != module.dir).any(|above| self.has_go_mod(above))
        {
            return None;
        }
        let module = Some(module.clone());
        Some(Place::Dir(Arc::new(PackageDir {
            dir,
            import_path: path.to_string(),
            module,
            build: build.clone(),
        })))
    }

    fn has_go_mod(&self, dir: &Path) -> bool {
        self.disk.kind(&dir.join("go.mod")).is_ok_and(|kind| kind != DiskKind::Directory)
    }

    /// The standard library and the go command import from the same tree, each with its own vendor folder.
    fn locate_in_goroot(&self, from: &PackageDir, goroot: &Goroot, path: &str) -> Located {
        let module_of = |dir: &Path| match &goroot.cmd {
            Some(cmd) if dir.starts_with(&cmd.dir) => cmd.clone(),
            _ => goroot.std.clone(),
        };
        let vendor = module_of(&from.dir).dir.join("vendor").join(path);
        let candidates = if is_std_like(path) { vec![goroot.src.join(path)] } else { vec![vendor] };
        for dir in candidates {
            if !self.has_go_files(&dir) {
                continue;
            }
            let Some(import_path) = import_path_below("", &goroot.src, &dir) else { continue };
            let module = Some(module_of(&dir));
            return Ok(Place::Dir(Arc::new(PackageDir {
                dir,
                import_path,
                module,
                build: from.build.clone(),
            })));
        }
        Err(Missing::not_here(path, format_args!("it isn't in {}", goroot.src.display())))
    }

    /// Vendor folders upwards, then the standard library, then the GOPATH.
    fn locate_in_gopath(&self, from: &PackageDir, gopath: &Gopath, path: &str) -> Located {
        let top = gopath.root.as_deref();
        let found = |dir: PathBuf| {
            let known = gopath.roots.iter().find_map(|root| import_path_below("", root, &dir));
            let import_path = known.unwrap_or_else(|| path.to_string());
            Ok(Place::Dir(Arc::new(PackageDir { dir, import_path, module: None, build: from.build.clone() })))
        };
        let below_top = |above: &&Path| top.is_none_or(|top| above.starts_with(top));
        for above in from.dir.ancestors().take_while(below_top) {
            let dir = above.join("vendor").join(path);
            if self.has_go_files(&dir) {
                return found(dir);
            }
        }
        for root in &gopath.roots {
            let dir = root.join(path);
            if self.has_go_files(&dir) {
                return found(dir);
            }
        }
        if is_std_like(path) {
            return Ok(Place::Std);
        }
        let why =
            if gopath.root.is_some() { "it isn't in the GOPATH" } else { "there is no go.mod file upwards" };
        Err(Missing::not_here(path, why))
    }

    /// `./x` and `../x`, which only code outside of modules may import.
    fn locate_relative(&self, from: &PackageDir, path: &str) -> Located {
        let Kind::Gopath(gopath) = &from.build.kind else {
            return Err(Missing::new(format_args!(
                "{path:?} is relative, which the go command doesn't support in modules"
            )));
        };
        let dir = clean(&from.dir.join(path));
        if !self.has_go_files(&dir) {
            return Err(Missing::not_here(path, format_args!("no Go files in {}", dir.display())));
        }
        let known = gopath.roots.iter().find_map(|root| import_path_below("", root, &dir));
        let import_path = known.unwrap_or_else(|| format!("_{}", dir.display()));
        Ok(Place::Dir(Arc::new(PackageDir { dir, import_path, module: None, build: from.build.clone() })))
    }
}

/// What else than the build decides where a path leads: the vendor folders above the importing package.
fn scope(from: &PackageDir) -> String {
    match &from.build.kind {
        Kind::Modules(_) => String::new(),
        Kind::Goroot(_) => {
            from.module.as_ref().map(|module| format!("{}\0", module.path)).unwrap_or_default()
        }
        Kind::Gopath(_) => format!("{}\0", from.dir.display()),
    }
}

/// Whether a path is one that the go command keeps for the standard library: without a dot in its first element
/// (cmd/go's `IsStandardImportPath`). Modules that are never fetched may have such paths too.
pub fn is_std_like(path: &str) -> bool {
    !path.split('/').next().unwrap_or_default().contains('.')
}

fn is_relative(path: &str) -> bool {
    path == "." || path == ".." || path.starts_with("./") || path.starts_with("../")
}

/// What go/build and modload take as an import path, so that none leads out of the folder that it is looked up in.
fn is_well_formed(path: &str) -> bool {
    let bad = |letter: char| {
        letter.is_control()
            || letter.is_whitespace()
            || "!\"#$%&'()*,:;<=>?[\\]^`{|}@\u{fffd}".contains(letter)
    };
    !path.contains(bad)
        && path.split('/').all(|element| !element.is_empty() && element != "." && element != "..")
}

/// The path itself and its shorter and shorter beginnings.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |prefix| prefix.rsplit_once('/').map(|(above, _)| above))
}

fn internal(path: &str) -> Missing {
    Missing::new(format_args!("use of internal package {path} is not allowed here"))
}

/// What stands before the element `internal` or, at the front of the path, nothing (`go help packages`).
fn before_internal(path: &str) -> Option<&str> {
    if path == "internal" || path.starts_with("internal/") {
        return Some("");
    }
    if let Some(before) = path.strip_suffix("/internal") {
        return Some(before);
    }
    path.rfind("/internal/").map(|at| &path[..at])
}

fn is_allowed_in_std(path: &str) -> bool {
    before_internal(path).is_none() && !path.starts_with("vendor/") && !path.starts_with("cmd/vendor/")
}

/// Internal packages may be imported from the tree whose root is their parent: by import path in modules, by folder elsewhere.
fn is_allowed(from: &PackageDir, found: &PackageDir) -> bool {
    let Some(before) = before_internal(&found.import_path) else { return true };
    match &from.build.kind {
        Kind::Modules(_) => from.import_path == before || from.import_path.starts_with(&format!("{before}/")),
        Kind::Goroot(goroot) => from.dir.starts_with(goroot.src.join(before)),
        Kind::Gopath(_) => {
            let mut parent = found.dir.clone();
            let below = found.import_path.len() - before.len();
            let steps = found.import_path[found.import_path.len() - below..]
                .split('/')
                .filter(|element| !element.is_empty());
            steps.for_each(|_| {
                parent.pop();
            });
            from.dir.starts_with(parent)
        }
    }
}

/// As the go command has it (modload's `AmbiguousImportError`).
fn ambiguous(path: &str) -> Missing {
    Missing::new(format_args!("ambiguous import: more than one module holds package {path}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Overlay, Settings};

    fn projects(files: &[(&str, &str)]) -> Projects {
        let disk = files.iter().fold(Overlay::empty(), |disk, (path, text)| disk.with(path, text));
        let mut settings = Settings::new("/");
        settings.gopath = vec!["/gopath".into()];
        settings.module_cache = Some("/cache".into());
        Projects::new(Arc::new(disk), settings)
    }

    fn resolve(projects: &Projects, from: &str, path: &str) -> String {
        match projects.resolve(&projects.home(Path::new(from)), path) {
            Resolved::Std(path) => format!("std {path}"),
            Resolved::Package(found) => format!("{} in {}", found.import_path, found.dir.display()),
            Resolved::C => "C".to_string(),
            Resolved::Unsafe => "unsafe".to_string(),
            Resolved::Missing(missing) => missing.to_string(),
        }
    }

    #[test]
    fn the_main_module_comes_first() {
        let projects = projects(&[
            ("/m/go.mod", "module example.com/m\ngo 1.21\n"),
            ("/m/a.go", "package m"),
            ("/m/b/b.go", "package b"),
            ("/m/n/go.mod", "module example.com/m/n\n"),
            ("/m/n/x/x.go", "package x"),
            ("/m/empty/x.txt", ""),
        ]);
        let of = |path: &str| resolve(&projects, "/m/a.go", path);
        assert_eq!(of("example.com/m"), "example.com/m in /m");
        assert_eq!(of("example.com/m/b"), "example.com/m/b in /m/b");
        assert_eq!(
            of("example.com/m/empty"),
            "module example.com/m in /m has no package example.com/m/empty"
        );
        assert!(of("example.com/m/n/x").contains("has no package"), "another module's");
        assert_eq!(resolve(&projects, "/m/n/x/y.go", "example.com/m/n/x"), "example.com/m/n/x in /m/n/x");
        assert_eq!((of("fmt").as_str(), of("C").as_str(), of("unsafe").as_str()), ("std fmt", "C", "unsafe"));
    }

    #[test]
    fn a_module_named_like_a_standard_package_doesnt_hide_it() {
        let files = [("/m/go.mod", "module log\n"), ("/m/sub/a.go", "package sub")];
        let projects = projects(&files);
        assert_eq!(resolve(&projects, "/m/sub/a.go", "log"), "std log");
        assert_eq!(resolve(&projects, "/m/sub/a.go", "log/sub"), "log/sub in /m/sub");
        assert_eq!(resolve(&projects, "/m/sub/a.go", "log/none"), "module log in /m has no package log/none");
    }

    #[test]
    fn internal_packages_are_for_their_tree() {
        let projects = projects(&[
            ("/m/go.mod", "module example.com/m\n"),
            ("/m/a/internal/i/i.go", "package i"),
            ("/m/a/a.go", "package a"),
            ("/m/ab/b.go", "package ab"),
            ("/gopath/src/x.y/a/internal/i.go", "package internal"),
            ("/gopath/src/x.y/a/a.go", "package a"),
            ("/gopath/src/x.y/b/b.go", "package b"),
        ]);
        let path = "example.com/m/a/internal/i";
        assert_eq!(resolve(&projects, "/m/a/a.go", path), format!("{path} in /m/a/internal/i"));
        assert!(resolve(&projects, "/m/ab/b.go", path).starts_with("use of internal package"));
        assert!(
            resolve(&projects, "/m/ab/b.go", "crypto/internal/fips140")
                .starts_with("use of internal package")
        );
        assert!(
            resolve(&projects, "/m/ab/b.go", "vendor/golang.org/x/net")
                .starts_with("use of internal package")
        );
        let path = "x.y/a/internal";
        assert_eq!(
            resolve(&projects, "/gopath/src/x.y/a/a.go", path),
            format!("{path} in /gopath/src/x.y/a/internal")
        );
        assert!(resolve(&projects, "/gopath/src/x.y/b/b.go", path).starts_with("use of internal package"));
    }

    #[test]
    fn trees_without_go_mod() {
        let projects = projects(&[
            ("/gopath/src/x.y/a/a.go", "package a"),
            ("/gopath/src/x.y/a/vendor/v.w/v/v.go", "package v"),
            ("/gopath/src/v.w/v/v.go", "package v"),
            ("/gopath/src/vendor/top/t.go", "package t"),
            ("/gopath/src/x.y/b/b.go", "package b"),
            ("/clone/src/x.y/c/c.go", "package c"),
            ("/clone/src/x.y/d/d.go", "package d"),
            ("/loose/l.go", "package l"),
            ("/loose/sub/s.go", "package s"),
            ("/loose/vendor/v.w/v/v.go", "package v"),
        ]);
        assert_eq!(
            resolve(&projects, "/gopath/src/x.y/a/a.go", "v.w/v"),
            "x.y/a/vendor/v.w/v in /gopath/src/x.y/a/vendor/v.w/v"
        );
        assert_eq!(resolve(&projects, "/gopath/src/x.y/b/b.go", "v.w/v"), "v.w/v in /gopath/src/v.w/v");
        assert_eq!(
            resolve(&projects, "/gopath/src/x.y/b/b.go", "top"),
            "vendor/top in /gopath/src/vendor/top"
        );
        assert_eq!(resolve(&projects, "/gopath/src/x.y/b/b.go", "../a"), "x.y/a in /gopath/src/x.y/a");
        assert_eq!(resolve(&projects, "/clone/src/x.y/c/c.go", "x.y/d"), "x.y/d in /clone/src/x.y/d");
        assert_eq!(resolve(&projects, "/clone/src/x.y/c/c.go", "x.y/a"), "x.y/a in /gopath/src/x.y/a");
        assert_eq!(resolve(&projects, "/loose/l.go", "./sub"), "_/loose/sub in /loose/sub");
        assert_eq!(resolve(&projects, "/loose/sub/s.go", "v.w/v"), "v.w/v in /loose/vendor/v.w/v");
        assert_eq!(resolve(&projects, "/loose/l.go", "fmt"), "std fmt");
        assert!(resolve(&projects, "/loose/l.go", "x.y/z").ends_with("there is no go.mod file upwards"));
    }

    #[test]
    fn the_source_of_go_imports_itself() {
        let projects = projects(&[
            ("/go/src/go.mod", "module std\ngo 1.26\n"),
            ("/go/src/fmt/f.go", "package fmt"),
            ("/go/src/internal/abi/a.go", "package abi"),
            ("/go/src/vendor/golang.org/x/net/n.go", "package net"),
            ("/go/src/cmd/go.mod", "module cmd\ngo 1.26\n"),
            ("/go/src/cmd/go/main.go", "package main"),
            ("/go/src/cmd/internal/obj/o.go", "package obj"),
            ("/go/src/cmd/vendor/golang.org/x/net/n.go", "package net"),
        ]);
        let std = |path: &str| resolve(&projects, "/go/src/fmt/f.go", path);
        let cmd = |path: &str| resolve(&projects, "/go/src/cmd/go/main.go", path);
        assert_eq!(projects.home(Path::new("/go/src/cmd/go/main.go")).import_path, "cmd/go");
        assert_eq!(std("internal/abi"), "internal/abi in /go/src/internal/abi");
        assert_eq!(cmd("fmt"), "fmt in /go/src/fmt");
        assert_eq!(std("golang.org/x/net"), "vendor/golang.org/x/net in /go/src/vendor/golang.org/x/net");
        assert_eq!(
            cmd("golang.org/x/net"),
            "cmd/vendor/golang.org/x/net in /go/src/cmd/vendor/golang.org/x/net"
        );
        assert_eq!(cmd("cmd/internal/obj"), "cmd/internal/obj in /go/src/cmd/internal/obj");
        assert!(std("cmd/internal/obj").starts_with("use of internal package"));
    }

    #[test]
    fn no_path_leads_out() {
        let projects = projects(&[("/m/go.mod", "module example.com/m\n"), ("/x/x.go", "package x")]);
        for path in [
            "",
            "/x",
            "example.com/m/../x",
            "example.com/m//b",
            "a b",
            "x@v1.0.0",
            "example.com/m/.",
            "\\x",
            "\0",
        ] {
            assert!(resolve(&projects, "/m/a.go", path).ends_with("isn't an import path"), "{path:?}");
        }
        assert!(resolve(&projects, "/m/a.go", "../x").contains("is relative"));
    }

    #[test]
    fn two_modules_that_hold_a_package() {
        let projects = projects(&[
            ("/w/go.mod", "module w\ngo 1.21\nrequire (\n\tx.y/z v1.0.0\n\tx.y/z/a v1.0.0\n)\n"),
            ("/cache/x.y/z@v1.0.0/go.mod", "module x.y/z\n"),
            ("/cache/x.y/z@v1.0.0/a/a.go", "package a"),
            ("/cache/x.y/z@v1.0.0/b/b.go", "package b"),
            ("/cache/x.y/z/a@v1.0.0/go.mod", "module x.y/z/a\n"),
            ("/cache/x.y/z/a@v1.0.0/a.go", "package a"),
        ]);
        assert_eq!(resolve(&projects, "/w/w.go", "x.y/z/b"), "x.y/z/b in /cache/x.y/z@v1.0.0/b");
        let found = resolve(&projects, "/w/w.go", "x.y/z/a");
        assert!(found.starts_with("ambiguous import"), "{found}");
    }
}
