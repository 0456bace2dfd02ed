//! The module graph: which version of each dependency is selected, by minimal version selection over the go.mod files at hand
//! (go.dev/ref/mod#minimal-version-selection, #graph-pruning; cmd/go's `readModGraph`).
//!
//! It reads the module cache and replacement folders. It fetches nothing: where a go.mod file isn't at hand, the graph says that it is
//! incomplete, and no version of it can be trusted.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{Disk, Kind, clean};
use super::gomod::{GoMod, ModuleVersion, Target};
use super::module::{Language, Module, Origin};
use super::projects::Projects;
use super::semver;
use super::version::Version;
use super::workspace::Modules;

/// The selected versions.
#[derive(Debug, Default)]
pub(super) struct Graph {
    selected: HashMap<String, String>,
    /// A module whose go.mod file isn't at hand.
    missing: Option<ModuleVersion>,
}

/// Where a module's files are.
#[derive(Clone, Debug)]
pub(super) struct Root {
    pub module: Arc<Module>,
    /// Whether the folder is one of the user's, where other modules may be nested.
    pub is_local: bool,
}

impl Graph {
    pub fn load(projects: &Projects, modules: &Modules) -> Graph {
        let mut graph = Graph::default();
        let mains: HashSet<&str> = modules.mains.iter().map(|main| main.path.as_str()).collect();
        let excluded: HashSet<&ModuleVersion> =
            modules.mains.iter().flat_map(|main| &main.file.exclude).collect();
        let counts =
            |module: &ModuleVersion| !mains.contains(module.path.as_str()) && !excluded.contains(module);

        let mut pending: Vec<(ModuleVersion, bool)> = Vec::new();
        for main in &modules.mains {
            for required in main.file.require.iter().filter(|module| counts(module)) {
                graph.require(required);
                pending.push((required.clone(), main.is_pruned()));
            }
        }
        let mut seen = HashSet::default();
        while let Some((module, pruned)) = pending.pop() {
            if !seen.insert((module.clone(), pruned)) {
                continue;
            }
            let Some(file) = dependency(projects, modules, &module) else {
                graph.missing.get_or_insert(module);
                continue;
            };
            let is_pruned = file.go.is_some_and(|go| go.version >= Version::new(1, 17));
            for required in file.require.iter().filter(|module| counts(module)) {
                graph.require(required);
                // The go.mod file of a pruned module lists all that its packages need; an older one only what it names itself.
                if !pruned || !is_pruned {
                    pending.push((required.clone(), pruned && is_pruned));
                }
            }
        }
        graph
    }

    fn require(&mut self, module: &ModuleVersion) {
        let selected = self.selected.entry(module.path.clone()).or_insert_with(|| module.version.clone());
        if semver::compare(selected, &module.version).is_lt() {
            *selected = module.version.clone();
        }
    }

    pub fn selected(&self, path: &str) -> Option<&str> {
        self.selected.get(path).map(String::as_str)
    }

    pub fn missing(&self) -> Option<&ModuleVersion> {
        self.missing.as_ref()
    }
}

/// The go.mod file of a dependency, replaced where it is.
fn dependency(projects: &Projects, modules: &Modules, module: &ModuleVersion) -> Option<GoMod> {
    match modules.replacement(module) {
        Some((base, Target::Folder(folder))) => {
            let path = clean(&base.join(folder)).join("go.mod");
            Some(parse(&projects.disk.read(&path).ok()?))
        }
        Some((_, Target::Module(target))) => cached_go_mod(projects, target),
        None => cached_go_mod(projects, module),
    }
}

fn cached_go_mod(projects: &Projects, module: &ModuleVersion) -> Option<GoMod> {
    let cache = projects.settings.module_cache.as_deref()?;
    let (path, version) = (semver::escape(&module.path), semver::escape(&module.version));
    let download = cache.join("cache/download").join(path).join("@v").join(format!("{version}.mod"));
    if let Ok(text) = projects.disk.read(&download) {
        return Some(parse(&text));
    }
    // The extracted module has the same file, unless it has none at all and so requires nothing.
    let dir = extracted(cache, module);
    match projects.disk.read(&dir.join("go.mod")) {
        Ok(text) => Some(parse(&text)),
        Err(_) => is_folder(&*projects.disk, &dir).then(GoMod::default),
    }
}

fn parse(text: &[u8]) -> GoMod {
    GoMod::parse_dependency(&String::from_utf8_lossy(text))
}

fn extracted(cache: &Path, module: &ModuleVersion) -> PathBuf {
    cache.join(format!("{}@{}", semver::escape(&module.path), semver::escape(&module.version)))
}

fn is_folder(disk: &dyn Disk, path: &Path) -> bool {
    disk.kind(path).is_ok_and(|kind| kind == Kind::Directory)
}

/// The folder of a dependency, or why there is none.
pub(super) fn root(projects: &Projects, modules: &Modules, module: &ModuleVersion) -> Result<Root, String> {
    let cached = |module: &ModuleVersion| match projects.settings.module_cache.as_deref() {
        Some(cache) => Ok((extracted(cache, module), false)),
        None => Err("no module cache is known".to_string()),
    };
    let (dir, is_local) = match modules.replacement(module) {
        Some((base, Target::Folder(folder))) => (clean(&base.join(folder)), true),
        Some((_, Target::Module(target))) => cached(target)?,
        None => cached(module)?,
    };
    if !is_folder(&*projects.disk, &dir) {
        if let Err(error) = projects.disk.kind(&dir)
            && error.kind() != ErrorKind::NotFound
        {
            return Err(format!("{} can't be read: {error}", dir.display()));
        }
        return Err(match modules.replacement(module) {
            Some((_, Target::Folder(folder))) => {
                format!("module {} is replaced by {folder}, which isn't there", module.path)
            }
            Some((_, Target::Module(target))) => {
                let ModuleVersion { path, version } = target;
                format!("module {path} {version}, which replaces {}, is not in the module cache", module.path)
            }
            None => format!("module {} {} is not in the module cache", module.path, module.version),
        });
    }
    let without_file = || Module {
        path: String::new(),
        version: None,
        language: Language {
            version: Some(Version::WITHOUT_GO_LINE),
            origin: Origin::NoGoLine { file: dir.join("go.mod") },
        },
        dir: dir.clone(),
        file: Arc::default(),
    };
    let found = Module::dependency_at(&*projects.disk, &dir).unwrap_or_else(without_file);
    // A replacement is known by the path that it replaces.
    let module = Module { path: module.path.clone(), version: Some(module.version.clone()), ..found };
    Ok(Root { module: Arc::new(module), is_local })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Overlay, Resolved, Settings};

    fn disk(files: &[(&str, &str)]) -> Overlay {
        files.iter().fold(Overlay::empty(), |disk, (path, text)| disk.with(path, text))
    }

    fn found(disk: Overlay, from: &str, path: &str) -> String {
        let mut settings = Settings::new("/");
        settings.module_cache = Some("/cache".into());
        let projects = Projects::new(Arc::new(disk), settings);
        match projects.resolve(&projects.home(Path::new(from)), path) {
            Resolved::Package(found) => found.dir.display().to_string(),
            Resolved::Missing(missing) => missing.to_string(),
            other => format!("{other:?}"),
        }
    }

    /// An old main module, so that the whole graph counts: b asks for a newer c than the main module does.
    fn diamond() -> Overlay {
        disk(&[
            ("/m/go.mod", "module m\ngo 1.16\nrequire (\n a.b/b v1.0.0\n a.b/c v1.1.0\n)\n"),
            ("/cache/cache/download/a.b/b/@v/v1.0.0.mod", "module a.b/b\nrequire a.b/c v1.2.0\n"),
            ("/cache/cache/download/a.b/c/@v/v1.1.0.mod", "module a.b/c\n"),
            ("/cache/cache/download/a.b/c/@v/v1.2.0.mod", "module a.b/c\n"),
            ("/cache/a.b/c@v1.1.0/c.go", "package c"),
            ("/cache/a.b/c@v1.2.0/c.go", "package c"),
        ])
    }

    #[test]
    fn the_greatest_version_required_is_selected() {
        assert_eq!(found(diamond(), "/m/a.go", "a.b/c"), "/cache/a.b/c@v1.2.0");
    }

    #[test]
    fn an_excluded_version_doesnt_count() {
        let go_mod = "module m\ngo 1.16\nrequire (\n a.b/b v1.0.0\n a.b/c v1.1.0\n)\nexclude a.b/c v1.2.0\n";
        assert_eq!(found(diamond().with("/m/go.mod", go_mod), "/m/a.go", "a.b/c"), "/cache/a.b/c@v1.1.0");
    }

    #[test]
    fn an_incomplete_graph_selects_nothing() {
        let go_mod = "module a.b/b\nrequire (\n a.b/c v1.2.0\n a.b/gone v1.0.0\n)\n";
        let disk = diamond().with("/cache/cache/download/a.b/b/@v/v1.0.0.mod", go_mod);
        let reason = found(disk, "/m/a.go", "a.b/c");
        assert!(reason.contains("without the go.mod file of a.b/gone v1.0.0"), "{reason}");
    }

    #[test]
    fn a_pruned_main_module_names_all_it_needs() {
        let go_mod = "module m\ngo 1.17\nrequire (\n a.b/b v1.0.0\n a.b/c v1.1.0\n)\n";
        assert_eq!(found(diamond().with("/m/go.mod", go_mod), "/m/a.go", "a.b/c"), "/cache/a.b/c@v1.1.0");
    }

    #[test]
    fn without_the_download_folder_extracted_modules_do() {
        let disk = disk(&[
            ("/m/go.mod", "module m\ngo 1.16\nrequire (\n a.b/b v1.0.0\n a.b/!Odd v1.0.0\n)\n"),
            ("/cache/a.b/b@v1.0.0/go.mod", "module a.b/b\nrequire a.b/c v1.2.0\n"),
            ("/cache/a.b/c@v1.2.0/c.go", "package c"),
            ("/cache/a.b/!!odd@v1.0.0/x.go", "package x"),
        ]);
        assert_eq!(found(disk, "/m/a.go", "a.b/c"), "/cache/a.b/c@v1.2.0");
    }

    #[test]
    fn replacements_count_for_the_graph_too() {
        let go_mod = "module m\ngo 1.16\nrequire a.b/b v1.0.0\nreplace (\n a.b/b => ./b\n a.b/c v1.3.0 => a.b/c v1.1.0\n)\n";
        let disk = diamond()
            .with("/m/go.mod", go_mod)
            .with("/m/b/go.mod", "module a.b/b\nrequire a.b/c v1.3.0\n")
            .with("/m/b/b.go", "package b");
        assert_eq!(found(disk.clone(), "/m/a.go", "a.b/b"), "/m/b");
        assert_eq!(found(disk, "/m/a.go", "a.b/c"), "/cache/a.b/c@v1.1.0");
    }
}
