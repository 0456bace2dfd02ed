//! Builds: what is compiled together, and so what an import path means in it. A module by itself, the modules of a go.work file, the source
//! of Go itself, or a GOPATH.
//!
//! It knows what is in force (which modules are main, which replacements and which vendor folder count). How a path is looked up in that is
//! known to `resolve`, and which versions of dependencies are selected to `graph`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::disk::clean;
use super::gomod::{GoWork, ModuleVersion, Problem, Replace, Target};
use super::graph::Graph;
use super::module::{Module, import_path_below, rest_below};
use super::projects::Projects;
use super::settings::Vendoring;
use super::vendor::Vendor;
use super::version::Version;

/// Names a build among those of one `Projects`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BuildId(pub(super) u32);

/// Packages that are compiled together: in one build an import path means one package.
#[derive(Debug)]
pub struct Build {
    pub id: BuildId,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Goroot(Goroot),
    Modules(Box<Modules>),
    Gopath(Gopath),
}

/// GOROOT/src.
#[derive(Debug)]
pub(super) struct Goroot {
    pub src: PathBuf,
    pub std: Arc<Module>,
    pub cmd: Option<Arc<Module>>,
}

/// Code without go.mod.
#[derive(Debug)]
pub(super) struct Gopath {
    /// The `src` folder that the importing file is in; `None` outside of all.
    pub root: Option<PathBuf>,
    /// All `src` folders, in the order of search.
    pub roots: Vec<PathBuf>,
}

/// One main module, or those of a workspace.
#[derive(Debug)]
pub(super) struct Modules {
    pub mains: Vec<Arc<Module>>,
    pub vendor: VendorState,
    /// Replacements, the first that fits counts, with the folder that their targets are relative to.
    pub replaces: Vec<(PathBuf, Replace)>,
    pub is_workspace: bool,
    /// What is wrong with go.work.
    pub problems: Vec<(PathBuf, Problem)>,
    graph: OnceLock<Graph>,
}

/// Whether a vendor folder counts.
#[derive(Debug)]
pub(super) enum VendorState {
    None,
    /// All dependencies come from it.
    InForce(Vendor),
    /// It would be in force, but contradicts go.mod: the go command refuses to build.
    OutOfStep(String),
    /// Too old to be in force by itself (before Go 1.14). As it agrees with go.mod, it holds the selected versions all the same, and
    /// stands in where the module cache lacks them.
    Spare(Vendor),
}

impl Build {
    /// What is wrong with the go.mod and go.work files that the build rests on, each with its path.
    pub fn problems(&self) -> Vec<(PathBuf, Problem)> {
        let of = |module: &Arc<Module>| {
            let path = module.go_mod();
            module.file.problems.iter().map(|problem| (path.clone(), problem.clone())).collect::<Vec<_>>()
        };
        match &self.kind {
            Kind::Modules(modules) => {
                modules.problems.iter().cloned().chain(modules.mains.iter().flat_map(of)).collect()
            }
            Kind::Goroot(goroot) => of(&goroot.std),
            Kind::Gopath(_) => Vec::new(),
        }
    }
}

impl Modules {
    /// The build of a module that is in no workspace.
    pub fn single(projects: &Projects, module: &Arc<Module>) -> Modules {
        let replaces = replaces_of(module);
        let mains = vec![module.clone()];
        let go = module.file.go.map(|go| go.version);
        let vendor = vendor_state(projects, &module.dir, &mains, &replaces, go, false);
        Modules { mains, vendor, replaces, is_workspace: false, problems: Vec::new(), graph: OnceLock::new() }
    }

    /// The build of a go.work file.
    pub fn workspace(projects: &Projects, path: &Path) -> Modules {
        let mut problems = Vec::new();
        let text = match projects.disk.read(path) {
            Ok(text) => text,
            Err(error) => {
                problems.push((
                    path.to_path_buf(),
                    Problem { line: 1, message: format!("can't be read: {error}") },
                ));
                Arc::default()
            }
        };
        let work = GoWork::parse(&String::from_utf8_lossy(&text));
        problems.extend(work.problems.iter().map(|problem| (path.to_path_buf(), problem.clone())));
        let dir = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let mut mains = Vec::new();
        for used in &work.uses {
            let root = clean(&dir.join(&used.folder));
            match projects.module_of_dir(&root).filter(|module| module.dir == root) {
                Some(module) => mains.push(module),
                None => {
                    let advice = "remove the line or run `go mod init` there";
                    let message = format!("use {}: there is no go.mod file in it; {advice}", used.folder);
                    problems.push((path.to_path_buf(), Problem { line: used.line, message }));
                }
            }
        }
        // Those of go.work override those of the modules (go.dev/ref/mod#go-work-file-replace).
        let mut replaces: Vec<_> =
            work.replace.iter().map(|replace| (dir.clone(), replace.clone())).collect();
        replaces.extend(mains.iter().flat_map(replaces_of));
        let vendor = vendor_state(projects, &dir, &mains, &replaces, work.go.map(|go| go.version), true);
        Modules { mains, vendor, replaces, is_workspace: true, problems, graph: OnceLock::new() }
    }

    /// The selected version of each module.
    pub fn graph(&self, projects: &Projects) -> &Graph {
        self.graph.get_or_init(|| Graph::load(projects, self))
    }

    /// What stands in for a module at a version, and the folder that a target is relative to.
    pub fn replacement(&self, module: &ModuleVersion) -> Option<(&Path, &Target)> {
        let of_path = || self.replaces.iter().filter(|(_, replace)| replace.path == module.path);
        let exact = of_path().find(|(_, replace)| replace.version.as_ref() == Some(&module.version));
        let (base, replace) = exact.or_else(|| of_path().find(|(_, replace)| replace.version.is_none()))?;
        Some((base, &replace.target))
    }

    /// The import path and module of a folder in the vendor folder.
    pub fn vendored_home(&self, dir: &Path) -> Option<(String, Arc<Module>)> {
        let (VendorState::InForce(vendor) | VendorState::Spare(vendor)) = &self.vendor else { return None };
        let import_path = import_path_below("", &vendor.dir, dir)?;
        let module = vendor.module_of(&import_path)?.clone();
        Some((import_path, module))
    }

    /// Whether one of the modules at hand may hold a package of this path, so that it isn't plainly the standard library's. The path of a
    /// main module itself isn't enough, as modules are sometimes named like standard packages.
    pub fn may_hold(&self, path: &str) -> bool {
        let in_main = |main: &Arc<Module>| main.rest(path).is_some_and(|rest| !rest.is_empty());
        let required = |main: &Arc<Module>| {
            main.file.require.iter().any(|module| rest_below(&module.path, path).is_some())
        };
        let vendored = match &self.vendor {
            VendorState::InForce(vendor) | VendorState::Spare(vendor) => vendor.module_of(path).is_some(),
            VendorState::None | VendorState::OutOfStep(_) => false,
        };
        vendored || self.mains.iter().any(|main| in_main(main) || required(main))
    }

    /// Since Go 1.23 a package must be in vendor/modules.txt to count.
    pub fn requires_listed_packages(&self) -> bool {
        self.mains
            .iter()
            .any(|main| main.language.version.is_some_and(|version| version >= Version::new(1, 23)))
    }
}

fn replaces_of(module: &Arc<Module>) -> Vec<(PathBuf, Replace)> {
    module.file.replace.iter().map(|replace| (module.dir.clone(), replace.clone())).collect()
}

/// Whether the go command takes packages from `root/vendor` (modload's `setDefaultBuildMod`).
fn vendor_state(
    projects: &Projects,
    root: &Path,
    mains: &[Arc<Module>],
    replaces: &[(PathBuf, Replace)],
    go: Option<Version>,
    is_workspace: bool,
) -> VendorState {
    if projects.settings.vendoring == Vendoring::Never {
        return VendorState::None;
    }
    let Some(vendor) = Vendor::read(&*projects.disk, root) else { return VendorState::None };
    let always = projects.settings.vendoring == Vendoring::Always;
    if !always && vendor.is_for_workspace() != is_workspace {
        return VendorState::None;
    }
    let old = go.is_none_or(|version| version < Version::new(1, 14));
    match vendor.contradiction(mains, replaces, old && !is_workspace) {
        Some(_) if old && !always => VendorState::None,
        Some(contradiction) => VendorState::OutOfStep(contradiction),
        None if old && !always => VendorState::Spare(vendor),
        None => VendorState::InForce(vendor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Overlay, Resolved, Settings};

    fn projects(files: &[(&str, &str)]) -> Projects {
        let disk = files.iter().fold(Overlay::empty(), |disk, (path, text)| disk.with(path, text));
        Projects::new(Arc::new(disk), Settings::new("/"))
    }

    #[test]
    fn modules_of_a_workspace_share_a_build_and_others_dont() {
        let projects = projects(&[
            ("/w/go.work", "go 1.21\nuse (\n ./a\n ./b\n ./gone\n)\nfrobnicate\n"),
            ("/w/a/go.mod", "module x.y/a\ngo 1.21\n"),
            ("/w/b/go.mod", "module x.y/b\ngo banana\n"),
            ("/w/b/b.go", "package b"),
            ("/w/c/go.mod", "module x.y/c\ngo 1.21\n"),
        ]);
        let home = |file: &str| projects.home(Path::new(file));
        assert_eq!(home("/w/a/a.go").build.id, home("/w/b/b.go").build.id);
        assert_ne!(home("/w/a/a.go").build.id, home("/w/c/c.go").build.id);
        assert!(matches!(projects.resolve(&home("/w/a/a.go"), "x.y/b"), Resolved::Package(_)));
        assert!(matches!(projects.resolve(&home("/w/c/c.go"), "x.y/b"), Resolved::Missing(_)));
        let problems: Vec<_> = home("/w/a/a.go").build.problems().into_iter().map(|(path, _)| path).collect();
        assert_eq!(problems, ["/w/go.work", "/w/go.work", "/w/b/go.mod"].map(PathBuf::from));
    }

    #[test]
    fn a_vendor_folder_out_of_step_gives_nothing() {
        let mut files = [
            ("/m/go.mod", "module m\ngo 1.21\nrequire x.y/z v1.1.0\n"),
            ("/m/vendor/modules.txt", "# x.y/z v1.0.0\n## explicit\nx.y/z\n"),
            ("/m/vendor/x.y/z/z.go", "package z"),
        ];
        let outcome = |files: &[(&str, &str)]| {
            let projects = projects(files);
            match projects.resolve(&projects.home(Path::new("/m/a.go")), "x.y/z") {
                Resolved::Package(found) => found.dir.display().to_string(),
                other => format!("{other:?}"),
            }
        };
        assert!(outcome(&files).contains("out of step with go.mod"));
        files[0].1 = "module m\ngo 1.21\nrequire x.y/z v1.0.0\n";
        assert_eq!(outcome(&files), "/m/vendor/x.y/z");
    }
}
