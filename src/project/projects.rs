//! The one place to ask where a file belongs: its module, its package, its language version, its platform.
//!
//! Shared by all threads; what was read once is kept for good, so a `Projects` shows the disk as it was when first asked.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::cache::Cache;
use super::disk::Disk;
use super::gomod::{ModuleVersion, Problem};
use super::graph::Root;
use super::header::Header;
use super::module::{Language, Module, import_path_below};
use super::package::{Folder, GoFile, Package, Unit, go_names};
use super::platform::Platform;
use super::settings::{Settings, Workspace};
use super::workspace::{Build, BuildId, Gopath, Goroot, Kind, Modules};

/// All that is known of where Go code lives.
pub struct Projects {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) settings: Settings,
    modules: Cache<PathBuf, Option<Arc<Module>>>,
    builds: Cache<PathBuf, Arc<Build>>,
    next_build: AtomicU32,
    homes: Cache<PathBuf, Arc<PackageDir>>,
    go_names: Cache<PathBuf, Option<Arc<[String]>>>,
    folders: Cache<PathBuf, Arc<Folder>>,
    packages: Cache<(PathBuf, Platform), Arc<[Arc<Package>]>>,
    pub(super) located: Cache<(BuildId, String), super::resolve::Located>,
    /// Packages that lead to no import cycle.
    pub(super) free_of_cycles: Cache<(PathBuf, Platform), ()>,
    pub(super) roots: Cache<(BuildId, ModuleVersion), Result<Root, String>>,
}

/// A folder that holds a package, and what the build that it is part of makes of it.
#[derive(Debug)]
pub struct PackageDir {
    pub dir: PathBuf,
    /// The path by which the package is known: in type names, and in imports unless it is vendored in a GOPATH.
    pub import_path: String,
    pub module: Option<Arc<Module>>,
    /// What its imports are resolved in.
    pub build: Arc<Build>,
}

impl PackageDir {
    /// Whether both are packages of one module.
    pub fn is_in_module_of(&self, other: &PackageDir) -> bool {
        match (&self.module, &other.module) {
            (Some(own), Some(others)) => own.dir == others.dir,
            _ => false,
        }
    }
}

/// What the go command calls a package of files that are in no module.
const LOOSE: &str = "command-line-arguments";

impl Projects {
    pub fn new(disk: Arc<dyn Disk>, settings: Settings) -> Projects {
        Projects {
            disk,
            settings,
            modules: Cache::new(),
            builds: Cache::new(),
            next_build: AtomicU32::new(0),
            homes: Cache::new(),
            go_names: Cache::new(),
            folders: Cache::new(),
            packages: Cache::new(),
            located: Cache::new(),
            free_of_cycles: Cache::new(),
            roots: Cache::new(),
        }
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub fn disk(&self) -> &dyn Disk {
        &*self.disk
    }

    /// The module of a file: that of the nearest go.mod file upwards.
    pub fn module(&self, file: &Path) -> Option<Arc<Module>> {
        self.module_of_dir(&self.dir_of(file))
    }

    /// The package folder of a file, with the build in which the file itself would be compiled: that of its own module or workspace.
    pub fn home(&self, file: &Path) -> Arc<PackageDir> {
        let dir = self.dir_of(file);
        self.homes.get(&dir, || Arc::new(self.find_home(&dir)))
    }

    /// The language version of a file with this head.
    pub fn language(&self, file: &Path, header: &Header) -> Language {
        let module = match &self.settings.go {
            Some(language) => language.clone(),
            None => self
                .home(file)
                .module
                .as_ref()
                .map_or_else(Language::unknown, |module| module.language.clone()),
        };
        module.of_file(header.build_version)
    }

    /// What is wrong with the go.mod and go.work files of all builds asked for so far, in the order of paths and lines.
    pub fn problems(&self) -> Vec<(PathBuf, Problem)> {
        let mut problems: Vec<_> = self.builds.values().iter().flat_map(|build| build.problems()).collect();
        problems
            .sort_by(|(left, a), (right, b)| (left, a.line, &a.message).cmp(&(right, b.line, &b.message)));
        problems.dedup();
        problems
    }

    /// The Go files of a folder, which is absolute, for all platforms.
    pub fn folder(&self, dir: &Path) -> Arc<Folder> {
        self.folders.get(dir, || {
            let names = self.go_names(dir);
            Arc::new(names.map_or_else(Folder::default, |names| Folder::of(dir, &names)))
        })
    }

    /// The packages of a folder on a platform, by name. More than one is an error to the go command, but each can be looked at.
    pub fn packages(&self, dir: &Path, platform: &Platform) -> Arc<[Arc<Package>]> {
        let key = (dir.to_path_buf(), platform.clone());
        self.packages.get(&key, || {
            self.folder(dir).packages(self.disk(), platform).into_iter().map(Arc::new).collect()
        })
    }

    /// The one package of a folder that can be imported on a platform: the only one with files that aren't tests.
    pub fn importable(&self, dir: &Path, platform: &Platform) -> Result<Arc<Package>, String> {
        let packages = self.packages(dir, platform);
        let mut found = packages.iter().filter(|package| !package.files.is_empty());
        let Some(first) = found.next() else {
            return Err(format!("no Go files for {platform} in {}", dir.display()));
        };
        match found.next() {
            Some(second) => {
                Err(format!("two packages, {} and {}, in {}", first.name, second.name, dir.display()))
            }
            None => Ok(first.clone()),
        }
    }

    /// The file among those that it is compiled with, on the first platform that builds it. `None` when it can't be read.
    pub fn unit(&self, file: &Path) -> Option<Unit> {
        let path = self.settings.absolute(file);
        let dir = path.parent()?;
        let file = match self.folder(dir).file(self.disk(), &path) {
            Some(file) => file.clone(),
            None => {
                // Files that go/build never looks at can be named outright.
                let header = Header::scan(&self.disk.read(&path).ok()?);
                let name = path.file_name()?.to_string_lossy().into_owned();
                Arc::new(GoFile { path: path.clone(), name, header })
            }
        };
        Some(Unit::of(&file, &self.settings.platform, |platform| self.packages(dir, platform)))
    }

    /// The platform that a file is read for; `None` when no platform builds it.
    pub fn platform_of(&self, file: &Path) -> Option<Platform> {
        self.unit(file).filter(|unit| !unit.alone).map(|unit| unit.platform)
    }

    /// The names of the Go files in a folder; `None` when there is no such folder.
    pub(super) fn go_names(&self, dir: &Path) -> Option<Arc<[String]>> {
        self.go_names.get(dir, || go_names(self.disk(), dir).map(Arc::from))
    }

    /// Whether a folder is one that the go command takes for a package: some Go file is in it, whatever its constraints.
    pub(super) fn has_go_files(&self, dir: &Path) -> bool {
        self.go_names(dir).is_some_and(|names| !names.is_empty())
    }

    fn dir_of(&self, file: &Path) -> PathBuf {
        let mut path = self.settings.absolute(file);
        path.pop();
        path
    }

    pub(super) fn module_of_dir(&self, dir: &Path) -> Option<Arc<Module>> {
        if self.settings.gopath_mode {
            return None;
        }
        self.modules.get(dir, || match Module::at(self.disk(), dir) {
            Some(module) => Some(Arc::new(module)),
            None => dir.parent().and_then(|parent| self.module_of_dir(parent)),
        })
    }

    fn find_home(&self, dir: &Path) -> PackageDir {
        let Some(module) = self.module_of_dir(dir) else { return self.home_without_module(dir) };
        let build = self.build_of(&module);
        let place = |import_path: Option<String>, module: Arc<Module>| PackageDir {
            dir: dir.to_path_buf(),
            import_path: import_path.filter(|path| !path.is_empty()).unwrap_or_else(|| LOOSE.to_string()),
            module: Some(module),
            build: build.clone(),
        };
        match &build.kind {
            Kind::Goroot(goroot) => place(import_path_below("", &goroot.src, dir), module),
            Kind::Modules(modules) => match modules.vendored_home(dir) {
                Some((import_path, module)) => place(Some(import_path), module),
                None => place(import_path_below(&module.path, &module.dir, dir), module),
            },
            Kind::Gopath(_) => place(None, module),
        }
    }

    fn home_without_module(&self, dir: &Path) -> PackageDir {
        let host_like = |src: &Path| {
            let next = dir.strip_prefix(src).ok().and_then(|rest| rest.components().next());
            next.is_some_and(|next| next.as_os_str().to_string_lossy().contains('.'))
        };
        let known = self.settings.gopath.iter().map(|path| path.join("src")).find(|src| dir.starts_with(src));
        // A tree laid out as a GOPATH is taken for one, though the variable doesn't name it: src/example.com/…
        let is_src = |dir: &Path| dir.file_name().is_some_and(|name| name == "src") && host_like(dir);
        let root = known.or_else(|| dir.ancestors().find(|ancestor| is_src(ancestor)).map(Path::to_path_buf));
        let import_path = root.as_ref().and_then(|root| import_path_below("", root, dir));
        let build = self.builds.get(root.as_deref().unwrap_or(Path::new("")), || {
            let mut roots: Vec<PathBuf> = root.iter().cloned().collect();
            roots.extend(
                self.settings
                    .gopath
                    .iter()
                    .map(|path| path.join("src"))
                    .filter(|src| Some(src) != root.as_ref()),
            );
            self.new_build(Kind::Gopath(Gopath { root: root.clone(), roots }))
        });
        let import_path = import_path.filter(|path| !path.is_empty()).unwrap_or_else(|| LOOSE.to_string());
        PackageDir { dir: dir.to_path_buf(), import_path, module: None, build }
    }

    /// The build whose main modules hold this one.
    fn build_of(&self, module: &Arc<Module>) -> Arc<Build> {
        if let Some(goroot) = self.goroot_of(module) {
            let key = goroot.src.clone();
            return self.builds.get(&key, || self.new_build(Kind::Goroot(goroot)));
        }
        if let Some(work) = self.workspace_of(&module.dir) {
            let build = self
                .builds
                .get(&work, || self.new_build(Kind::Modules(Box::new(Modules::workspace(self, &work)))));
            if matches!(&build.kind, Kind::Modules(modules) if modules.mains.iter().any(|main| main.dir == module.dir))
            {
                return build;
            }
        }
        self.builds
            .get(&module.dir, || self.new_build(Kind::Modules(Box::new(Modules::single(self, module)))))
    }

    fn new_build(&self, kind: Kind) -> Arc<Build> {
        let id = BuildId(self.next_build.fetch_add(1, Ordering::Relaxed));
        Arc::new(Build { id, kind })
    }

    /// The standard library's own source: `module std`, and `module cmd` in a folder of it.
    fn goroot_of(&self, module: &Arc<Module>) -> Option<Goroot> {
        let std = match module.path.as_str() {
            "std" => module.clone(),
            "cmd" => {
                module.dir.parent().and_then(|src| self.module_of_dir(src)).filter(|std| std.path == "std")?
            }
            _ => return None,
        };
        let src = std.dir.clone();
        let cmd = self.module_of_dir(&src.join("cmd")).filter(|cmd| cmd.path == "cmd");
        Some(Goroot { src, std, cmd })
    }

    /// The go.work file that is in force for a module.
    fn workspace_of(&self, dir: &Path) -> Option<PathBuf> {
        match &self.settings.workspace {
            Workspace::Off => None,
            Workspace::File(file) => Some(file.clone()),
            Workspace::Nearest => {
                let is_file =
                    |path: &PathBuf| self.disk.kind(path).is_ok_and(|kind| kind == super::disk::Kind::File);
                dir.ancestors().map(|dir| dir.join("go.work")).find(is_file)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Origin, Overlay, Version};

    fn projects(files: &[(&str, &str)]) -> Projects {
        let disk = files.iter().fold(Overlay::empty(), |disk, (path, text)| disk.with(path, text));
        Projects::new(Arc::new(disk), Settings::new("/w"))
    }

    fn language(projects: &Projects, file: &str, text: &str) -> (Option<Version>, String) {
        let language = projects.language(Path::new(file), &Header::scan(text.as_bytes()));
        (language.version, language.origin.to_string())
    }

    #[test]
    fn language_versions_and_their_origins() {
        let files = [
            ("/w/go.mod", "module m\ngo 1.25.1\n"),
            ("/w/old/go.mod", "module m/old\n"),
            ("/w/vendor/modules.txt", "# x.y/z v1.0.0\n## go 1.18\nx.y/z\n"),
            ("/w/vendor/x.y/z/z.go", "package z"),
        ];
        let mut projects = projects(&files);
        let of = |projects: &Projects, file: &str, text: &str| language(projects, file, text);
        let new = |minor| Some(Version::new(1, minor));
        assert_eq!(of(&projects, "a.go", "package a"), (new(25), "/w/go.mod line 2".to_string()));
        assert_eq!(
            of(&projects, "/w/b/a.go", "//go:build go1.18\n\npackage a"),
            (new(21), "the //go:build line 1".to_string())
        );
        assert_eq!(of(&projects, "old/a.go", "package a").0, new(16));
        assert_eq!(of(&projects, "vendor/x.y/z/z.go", "package z").0, new(18));
        assert_eq!(of(&projects, "/elsewhere/a.go", "package a"), (None, "no go.mod".to_string()));
        projects.settings.go = Some(Language { version: Version::parse("1.20"), origin: Origin::Flag });
        assert_eq!(of(&projects, "a.go", "package a"), (new(20), "--go".to_string()));
        assert_eq!(of(&projects, "a.go", "//go:build go1.22\npackage a").0, new(22));
    }

    #[test]
    fn import_paths_of_homes() {
        let projects = projects(&[
            ("/w/go.mod", "module x.y/m\n"),
            ("/w/n/go.mod", "module x.y/other\n"),
            ("/w/broken/go.mod", "nonsense\n"),
        ]);
        let home = |file: &str| projects.home(Path::new(file)).import_path.clone();
        assert_eq!(home("a.go"), "x.y/m");
        assert_eq!(home("./b/../c/d/a.go"), "x.y/m/c/d");
        assert_eq!(home("n/a.go"), "x.y/other");
        assert_eq!(home("broken/a.go"), LOOSE);
        let problems = projects.problems();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!((problems[0].0.as_path(), problems[0].1.line), (Path::new("/w/broken/go.mod"), 1));
        assert_eq!(home("/a.go"), LOOSE);
        assert_eq!(home("/clone/src/x.y/z/a.go"), "x.y/z");
    }

    #[test]
    fn units_and_what_can_be_imported() {
        let projects = projects(&[
            ("/w/a.go", "package a"),
            ("/w/_b.go", "package a"),
            ("/w/two/a.go", "package a"),
            ("/w/two/b.go", "package b"),
        ]);
        let platform = Platform::new("linux", "amd64");
        assert_eq!(projects.importable(Path::new("/w"), &platform).unwrap().name, "a");
        assert!(
            projects
                .importable(Path::new("/w/two"), &platform)
                .unwrap_err()
                .starts_with("two packages, a and b")
        );
        assert!(projects.importable(Path::new("/w/none"), &platform).unwrap_err().starts_with("no Go files"));
        assert!(!projects.unit(Path::new("a.go")).unwrap().alone);
        assert!(projects.unit(Path::new("_b.go")).unwrap().alone, "go/build never looks at it");
        assert!(projects.unit(Path::new("none.go")).is_none());
        assert!(projects.platform_of(Path::new("a.go")).is_some());
    }

    #[test]
    fn threads_share_one() {
        fn shared<T: Send + Sync>(_: &T) {}
        let projects = projects(&[("/w/go.mod", "module m\n"), ("/w/a.go", "package a")]);
        shared(&projects);
        let ids: Vec<_> = std::thread::scope(|scope| {
            let ask = || projects.home(Path::new("a.go")).build.id;
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]));
    }
}
