//! Packages as files: which files of a folder are built together on a platform (go/build's `Context.Import`).
//!
//! It knows names, package clauses and constraints. It doesn't know declarations, nor where a folder is in a module.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::constraint::NameConstraint;
use super::disk::{Disk, Kind};
use super::header::{Constraint, Header};
use super::platform::Platform;

/// A Go file of a folder, with what its head says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoFile {
    pub path: PathBuf,
    pub name: String,
    pub header: Header,
}

/// The Go files of one folder for all platforms, by name; those that go/build never looks at (`_x.go`, `.x.go`) are left out.
///
/// The head of a file is read when it's asked for: hundreds of files of a folder may be for other platforms by their names alone.
#[derive(Default)]
pub struct Folder {
    places: Vec<Place>,
}

/// A name in a folder, and the file once its head was read; `None` when it can't be read.
struct Place {
    path: PathBuf,
    name: String,
    file: OnceLock<Option<Arc<GoFile>>>,
}

/// The files with one package clause in one folder that are built together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// The package's name, without the `_test` of external tests.
    pub name: String,
    /// The files of the package itself, those that use cgo included.
    pub files: Vec<Arc<GoFile>>,
    /// Test files in the same package.
    pub tests: Vec<Arc<GoFile>>,
    /// Test files in the package `name_test`.
    pub external_tests: Vec<Arc<GoFile>>,
    /// A file of the folder can't be read that may belong to the package.
    pub incomplete: bool,
}

/// Which part of a package a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Package,
    Test,
    ExternalTest,
}

/// A file among those that it is compiled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub platform: Platform,
    pub package: Arc<Package>,
    pub role: Role,
    /// Whether the file is given alone, as `go run gen.go` would take it, because no platform builds it with others.
    pub alone: bool,
}

impl GoFile {
    fn is_test(&self) -> bool {
        self.name.ends_with("_test.go")
    }

    /// The name of the package and the file's role in it; `None` when it has no package clause, or that of documentation, which go/build
    /// passes over.
    fn place(&self) -> Option<(&str, Role)> {
        let name = self.header.package.as_ref()?.text.as_str();
        if name == "documentation" {
            return None;
        }
        if !self.is_test() {
            return Some((name, Role::Package));
        }
        Some(name.strip_suffix("_test").map_or((name, Role::Test), |name| (name, Role::ExternalTest)))
    }

    pub fn is_built(&self, platform: &Platform) -> bool {
        self.header.is_built(&self.name, platform)
    }

    /// The platform that the file is read for: this one if it is built there, else the first other on which it is. Tags that only a user
    /// can set are taken as set where nothing else helps. `None` where no platform builds it.
    pub fn platform(&self, host: &Platform) -> Option<Platform> {
        if self.is_built(host) {
            return Some(host.clone());
        }
        let with_and_without_cgo = |platform: Platform| {
            let without = Platform { cgo: false, ..platform.clone() };
            [without, Platform { cgo: true, ..platform }]
        };
        let platforms = || std::iter::once(host.clone()).chain(host.others()).flat_map(with_and_without_cgo);
        if let Some(platform) = platforms().find(|platform| self.is_built(platform)) {
            return Some(platform);
        }
        let Constraint::Expr(expr) = &self.header.constraint else { return None };
        let tags = expr.user_tags();
        // `ignore` is what people write to keep a file out of every build.
        if tags.is_empty() || tags.contains("ignore") {
            return None;
        }
        let tagged = |platform: Platform| {
            let all = platform.with_tags(tags.iter().copied());
            let one_each = tags.iter().map(|tag| platform.with_tags([*tag]));
            std::iter::once(all).chain(one_each).find(|platform| self.is_built(platform))
        };
        platforms().find_map(tagged)
    }
}

impl Folder {
    /// `names` are those of the Go files in the folder, sorted.
    pub(super) fn of(dir: &Path, names: &[String]) -> Folder {
        let names = names.iter().filter(|name| !name.starts_with(['_', '.']));
        let place = |name: &String| Place { path: dir.join(name), name: name.clone(), file: OnceLock::new() };
        Folder { places: names.map(place).collect() }
    }

    /// The file at the path, if it's one of the folder and can be read.
    pub fn file(&self, disk: &dyn Disk, path: &Path) -> Option<&Arc<GoFile>> {
        let name = path.file_name()?.to_str()?;
        let index = self.places.binary_search_by(|place| place.name.as_str().cmp(name)).ok()?;
        self.places.get(index).filter(|place| place.path == path)?.file(disk)
    }

    /// All files that can be read.
    pub fn files(&self, disk: &dyn Disk) -> impl Iterator<Item = &Arc<GoFile>> {
        self.places.iter().filter_map(move |place| place.file(disk))
    }

    /// The packages that the folder holds on a platform, by name; more than one is an error to the go command.
    pub fn packages(&self, disk: &dyn Disk, platform: &Platform) -> Vec<Package> {
        let mut packages: Vec<Package> = Vec::new();
        let mut incomplete = false;
        for place in self.places.iter().filter(|place| NameConstraint::of(&place.name).holds(platform)) {
            let Some(file) = place.file(disk) else {
                incomplete = true;
                continue;
            };
            let Some((name, role)) = file.place().filter(|_| file.is_built(platform)) else { continue };
            let index = packages.iter().position(|package| package.name == name).unwrap_or_else(|| {
                packages.push(Package { name: name.to_string(), ..Package::default() });
                packages.len() - 1
            });
            if let Some(package) = packages.get_mut(index) {
                package.files_of(role).push(file.clone());
            }
        }
        packages.sort_by(|left, right| left.name.cmp(&right.name));
        packages.iter_mut().for_each(|package| package.incomplete = incomplete);
        packages
    }
}

impl Place {
    fn file(&self, disk: &dyn Disk) -> Option<&Arc<GoFile>> {
        let read = || {
            let header = Header::scan(&disk.read(&self.path).ok()?);
            Some(Arc::new(GoFile { path: self.path.clone(), name: self.name.clone(), header }))
        };
        self.file.get_or_init(read).as_ref()
    }
}

impl Package {
    fn holds(&self, file: &Arc<GoFile>) -> bool {
        self.files.iter().chain(&self.tests).chain(&self.external_tests).any(|held| held.path == file.path)
    }

    fn files_of(&mut self, role: Role) -> &mut Vec<Arc<GoFile>> {
        match role {
            Role::Package => &mut self.files,
            Role::Test => &mut self.tests,
            Role::ExternalTest => &mut self.external_tests,
        }
    }
}

impl Unit {
    /// The files that a file is compiled with; `packages` are those of its folder on a platform.
    pub(super) fn of(
        file: &Arc<GoFile>,
        host: &Platform,
        packages: impl Fn(&Platform) -> Arc<[Arc<Package>]>,
    ) -> Unit {
        let alone = |name: &str| {
            let package = Package { name: name.to_string(), files: vec![file.clone()], ..Package::default() };
            Unit { platform: host.clone(), package: Arc::new(package), role: Role::Package, alone: true }
        };
        let Some((name, role)) = file.place() else { return alone("") };
        let Some(platform) = file.platform(host) else { return alone(name) };
        match packages(&platform).iter().find(|package| package.holds(file)) {
            Some(package) => Unit { platform, package: package.clone(), role, alone: false },
            // Names such as _x.go aren't among those of the folder, but may be named outright.
            None => Unit { platform, ..alone(name) },
        }
    }

    /// The files in one type-check with the file: a package, with its own tests for a test of it, or the external tests by themselves.
    pub fn files(&self) -> impl Iterator<Item = &Arc<GoFile>> {
        let (first, second): (&[_], &[_]) = match self.role {
            Role::Package => (&self.package.files, &[]),
            Role::Test => (&self.package.files, &self.package.tests),
            Role::ExternalTest => (&self.package.external_tests, &[]),
        };
        first.iter().chain(second)
    }
}

/// The names in a folder that end in `.go` and aren't folders, sorted; `None` when there is no such folder.
pub(super) fn go_names(disk: &dyn Disk, dir: &Path) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for entry in disk.read_dir(dir).ok()? {
        let Some(name) = entry.name.to_str().filter(|name| name.ends_with(".go")) else { continue };
        let is_file = match entry.kind {
            Kind::File => true,
            Kind::Link => disk.kind(&dir.join(name)).is_ok_and(|kind| kind == Kind::File),
            Kind::Directory | Kind::Other => false,
        };
        if is_file {
            names.push(name.to_string());
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::disk::{Overlay, Unreadable};

    struct Read(Folder, Overlay);

    impl Read {
        fn packages(&self, platform: &Platform) -> Vec<Package> {
            self.0.packages(&self.1, platform)
        }
    }

    fn folder(files: &[(&str, &str)]) -> Read {
        let mut disk = Overlay::empty();
        for (name, text) in files {
            disk = disk.with(format!("/p/{name}"), text);
        }
        let names = go_names(&disk, Path::new("/p")).unwrap();
        Read(Folder::of(Path::new("/p"), &names), disk)
    }

    fn names(files: &[Arc<GoFile>]) -> Vec<&str> {
        files.iter().map(|file| file.name.as_str()).collect()
    }

    fn unit(folder: &Read, name: &str) -> Unit {
        let path = Path::new("/p").join(name);
        let packages = |platform: &Platform| folder.packages(platform).into_iter().map(Arc::new).collect();
        Unit::of(folder.0.file(&folder.1, &path).unwrap(), &Platform::new("linux", "amd64"), packages)
    }

    #[test]
    fn tests_are_told_apart() {
        let folder = folder(&[
            ("a.go", "package a"),
            ("a_test.go", "package a"),
            ("b_test.go", "package a_test"),
            ("_c.go", "package a"),
            (".d.go", "package a"),
            ("doc.go", "package documentation"),
            ("x.txt", ""),
        ]);
        let packages = folder.packages(&Platform::new("linux", "amd64"));
        assert_eq!(packages.len(), 1);
        assert_eq!(names(&packages[0].files), ["a.go"]);
        assert_eq!(names(&packages[0].tests), ["a_test.go"]);
        assert_eq!(names(&packages[0].external_tests), ["b_test.go"]);
        assert_eq!(unit(&folder, "a_test.go").files().count(), 2);
        assert_eq!(unit(&folder, "b_test.go").role, Role::ExternalTest);
        assert_eq!(unit(&folder, "b_test.go").files().count(), 1);
    }

    #[test]
    fn constraints_choose() {
        let folder = folder(&[
            ("a.go", "package a"),
            ("a_linux.go", "package a"),
            ("a_windows.go", "package a"),
            ("old.go", "// +build !linux\n\npackage a"),
            ("c.go", "package a\nimport \"C\""),
        ]);
        let of = |platform: &Platform| names(&folder.packages(platform)[0].files).join(" ");
        assert_eq!(of(&Platform::new("linux", "amd64")), "a.go a_linux.go");
        assert_eq!(of(&Platform::new("windows", "amd64")), "a.go a_windows.go old.go");
        assert_eq!(of(&Platform { cgo: true, ..Platform::new("linux", "amd64") }), "a.go a_linux.go c.go");
    }

    #[test]
    fn a_file_for_elsewhere_is_read_for_the_first_platform_that_has_it() {
        let folder = folder(&[
            ("a.go", "package a"),
            ("w.go", "//go:build windows\n\npackage a"),
            ("x_windows.go", "package a"),
            ("notlinux.go", "//go:build !linux\n\npackage a"),
            ("wasm.go", "//go:build js && wasm\n\npackage a"),
            ("tagged.go", "//go:build integration && !short\n\npackage a"),
            ("gen.go", "//go:build ignore\n\npackage main"),
            ("future.go", "//go:build go1.999\n\npackage a"),
            ("boring.go", "//go:build boringcrypto && linux\n\npackage a"),
            ("c.go", "package a\nimport \"C\""),
        ]);
        let of = |name: &str| unit(&folder, name).platform.to_string();
        assert_eq!(of("a.go"), "linux/amd64");
        assert_eq!(of("w.go"), "windows/amd64");
        assert_eq!(
            names(&unit(&folder, "w.go").package.files),
            ["a.go", "notlinux.go", "w.go", "x_windows.go"]
        );
        assert_eq!(of("notlinux.go"), "darwin/amd64");
        assert_eq!(of("wasm.go"), "js/wasm");
        assert_eq!(of("tagged.go"), "linux/amd64 with tags integration");
        assert_eq!(of("boring.go"), "linux/amd64 with tags goexperiment.boringcrypto");
        assert!(unit(&folder, "c.go").platform.cgo);
        for name in ["gen.go", "future.go"] {
            assert!(unit(&folder, name).alone, "{name}");
            assert_eq!(unit(&folder, name).files().count(), 1);
        }
    }

    #[test]
    fn two_packages_in_a_folder_are_kept_apart() {
        let folder = folder(&[
            ("a.go", "package a"),
            ("m.go", "package main"),
            ("a_test.go", "package a"),
            ("broken.go", "pack"),
        ]);
        let packages = folder.packages(&Platform::new("linux", "amd64"));
        assert_eq!(packages.iter().map(|package| package.name.as_str()).collect::<Vec<_>>(), ["a", "main"]);
        assert_eq!(names(&unit(&folder, "m.go").package.files), ["m.go"]);
        assert!(unit(&folder, "broken.go").alone);
    }

    #[test]
    fn with_a_file_that_cannot_be_read_a_package_is_incomplete() {
        let disk = Overlay::empty().with("/p/a.go", "package a").with("/p/b.go", "package a");
        let disk = Unreadable::new(Arc::new(disk), ["/p/b.go"]);
        let names = |names: &[&str]| -> Vec<String> { names.iter().map(|name| name.to_string()).collect() };
        let folder = Folder::of(Path::new("/p"), &names(&["a.go", "b.go"]));
        let packages = folder.packages(&disk, &Platform::new("linux", "amd64"));
        assert_eq!((packages[0].files.len(), packages[0].incomplete), (1, true));
        assert_eq!(folder.files(&disk).count(), 1);
    }

    #[test]
    fn heads_of_files_for_other_platforms_by_name_are_not_read() {
        let disk = Overlay::empty().with("/p/a.go", "package a").with("/p/a_windows.go", "package a");
        let disk = Unreadable::new(Arc::new(disk), ["/p/a_windows.go"]);
        let folder = Folder::of(Path::new("/p"), &["a.go".to_string(), "a_windows.go".to_string()]);
        assert!(!folder.packages(&disk, &Platform::new("linux", "amd64"))[0].incomplete);
        assert!(folder.packages(&disk, &Platform::new("windows", "amd64"))[0].incomplete);
    }
}
