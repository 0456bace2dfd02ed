//! The module graph: which version of each dependency is selected, by minimal version selection over the go.mod files at hand
//! (go.dev/ref/mod#minimal-version-selection, #graph-pruning; cmd/go's `readModGraph`).
//!
//! It reads the module cache and replacement folders. It fetches nothing: where a go.mod file isn't at hand, the graph says that it is
//! incomplete, and no version of it can be trusted.

use std::collections::{HashMap, HashSet};
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
        let mut seen = HashSet::new();
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
