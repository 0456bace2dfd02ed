//! Vendor folders of modules: vendor/modules.txt, and whether it agrees with go.mod (cmd/go/internal/modload/vendor.go).
//!
//! It knows which packages a vendor folder holds and from which modules. The vendor folders of GOPATH trees have no such list: those are
//! known to `resolve`.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{Disk, Kind};
use super::gomod::{GoMod, ModuleVersion, Replace, Target};
use super::module::{Language, Module, Origin};
use super::semver;
use super::version::Version;

/// What a vendor folder holds.
#[derive(Debug)]
pub(super) struct Vendor {
    pub dir: PathBuf,
    /// Packages by import path.
    packages: HashMap<String, Arc<Module>>,
    entries: Vec<Entry>,
    /// Whether the list was written for a workspace.
    is_for_workspace: bool,
}

/// A module of the list.
#[derive(Debug, Default)]
struct Entry {
    path: String,
    /// Empty where the list speaks of all versions.
    version: String,
    explicit: bool,
    go: Option<Version>,
    replacement: Option<String>,
    packages: Vec<String>,
}

impl Vendor {
    /// Reads the folder `vendor` at the root of a module or workspace; `None` when there is no such folder.
    pub fn read(disk: &dyn Disk, root: &Path) -> Option<Vendor> {
        let dir = root.join("vendor");
        if disk.kind(&dir).ok()? != Kind::Directory {
            return None;
        }
        let list = dir.join("modules.txt");
        let text = disk.read(&list).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let entries = entries(&text);
        let mut packages = HashMap::default();
        for entry in &entries {
            let language = Language {
                version: Some(entry.go.map_or(Version::WITHOUT_GO_LINE, Version::language)),
                origin: Origin::VendorList { file: list.clone() },
            };
            let module = Arc::new(Module {
                path: entry.path.clone(),
                version: Some(entry.version.clone()).filter(|version| !version.is_empty()),
                dir: dir.join(&entry.path),
                language,
                file: Arc::new(GoMod::default()),
            });
            packages.extend(entry.packages.iter().map(|package| (package.clone(), module.clone())));
        }
        let head = text.lines().next().and_then(|line| line.strip_prefix("## ")).unwrap_or_default();
        let is_for_workspace = head.split(';').any(|word| word.trim() == "workspace");
        Some(Vendor { dir, packages, entries, is_for_workspace })
    }

    pub fn is_for_workspace(&self) -> bool {
        self.is_for_workspace
    }

    /// The module that a package of the list comes from.
    pub fn module_of(&self, import_path: &str) -> Option<&Arc<Module>> {
        self.packages.get(import_path)
    }

    /// Where the list contradicts what the main modules require and replace; `None` when it doesn't.
    ///
    /// Before Go 1.14 the list didn't say which modules go.mod names, so that only versions can be compared.
    pub fn contradiction(
        &self,
        mains: &[Arc<Module>],
        replaces: &[(PathBuf, Replace)],
        before_1_14: bool,
    ) -> Option<String> {
        let listed: HashMap<(&str, &str), &Entry> =
            self.entries.iter().map(|entry| ((entry.path.as_str(), entry.version.as_str()), entry)).collect();
        let required: HashSet<&ModuleVersion> = mains.iter().flat_map(|main| &main.file.require).collect();
        for module in mains.iter().flat_map(|main| &main.file.require) {
            if before_1_14 {
                let provides = |entry: &&Entry| entry.path == module.path && !entry.packages.is_empty();
                if let Some(other) =
                    self.entries.iter().find(provides).filter(|entry| entry.version != module.version)
                {
                    return Some(format!(
                        "go.mod requires {} {}, the list has {}",
                        module.path, module.version, other.version
                    ));
                }
            } else if !listed
                .get(&(module.path.as_str(), module.version.as_str()))
                .is_some_and(|entry| entry.explicit)
            {
                return Some(format!("go.mod requires {} {}, the list doesn't", module.path, module.version));
            }
        }
        if before_1_14 {
            return None;
        }
        let is_required = |entry: &Entry| {
            required.iter().any(|module| module.path == entry.path && module.version == entry.version)
        };
        if let Some(entry) = self
            .entries
            .iter()
            .find(|entry| entry.explicit && !entry.packages.is_empty() && !is_required(entry))
        {
            return Some(format!("the list requires {} {}, go.mod doesn't", entry.path, entry.version));
        }
        let mut seen = HashSet::default();
        for (_, replace) in replaces {
            let version = replace.version.as_deref().unwrap_or_default();
            if mains.iter().any(|main| main.path == replace.path)
                || !seen.insert((replace.path.as_str(), version))
            {
                continue;
            }
            let listed =
                listed.get(&(replace.path.as_str(), version)).and_then(|entry| entry.replacement.as_deref());
            let agrees = match &replace.target {
                // In a workspace the folder is rewritten to be relative to go.work, so only its presence is compared.
                Target::Folder(folder) => {
                    listed.is_some_and(|listed| self.is_for_workspace || listed == folder)
                }
                Target::Module(module) => {
                    listed == Some(format!("{} {}", module.path, module.version).as_str())
                }
            };
            if !agrees {
                return Some(format!("go.mod replaces {} {version} otherwise than the list", replace.path));
            }
        }
        None
    }
}

fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut current: Option<usize> = None;
    for line in text.lines() {
        if line.starts_with("# ") {
            current = module_line(line).map(|entry| {
                let same = |known: &Entry| known.path == entry.path && known.version == entry.version;
                let index = entries.iter().position(same).unwrap_or(entries.len());
                match entries.get_mut(index) {
                    Some(known) => known.replacement = known.replacement.take().or(entry.replacement),
                    None => entries.push(entry),
                }
                index
            });
            continue;
        }
        let Some(entry) = current.and_then(|index| entries.get_mut(index)) else { continue };
        if let Some(annotations) = line.strip_prefix("## ") {
            for annotation in annotations.split(';').map(str::trim) {
                entry.explicit |= annotation == "explicit";
                if let Some(version) = annotation.strip_prefix("go ") {
                    entry.go = Version::parse(version);
                }
            }
            continue;
        }
        let mut words = line.split_whitespace();
        if let (Some(package), None) = (words.next(), words.next()) {
            entry.packages.push(package.to_string());
        }
    }
    entries
}

/// `# path version`, `# path version => replacement`, `# path => replacement`.
fn module_line(line: &str) -> Option<Entry> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (path, version, rest) = match words.as_slice() {
        ["#", path, version, rest @ ..] if semver::is_valid(version) => (path, *version, rest),
        ["#", path, rest @ ..] if rest.first() == Some(&"=>") => (path, "", rest),
        _ => return None,
    };
    let replacement = match rest {
        ["=>", folder] => Some(folder.to_string()),
        ["=>", path, version] if semver::is_valid(version) => Some(format!("{path} {version}")),
        _ => None,
    };
    Some(Entry { path: path.to_string(), version: version.to_string(), replacement, ..Entry::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::disk::Overlay;

    const LIST: &str = "# a.b/c v1.2.3\n## explicit; go 1.21\na.b/c\na.b/c/d\n# e.f/g v1.0.0 => ../g\n## explicit\ne.f/g\n# h.i/j v0.1.0\nh.i/j/k\n# e.f/g => ../g\n";

    fn vendor(list: &str) -> Vendor {
        Vendor::read(&Overlay::empty().with("/m/vendor/modules.txt", list), Path::new("/m")).unwrap()
    }

    fn contradiction(go_mod: &str) -> Option<String> {
        let disk = Overlay::empty().with("/m/go.mod", go_mod);
        let main = Arc::new(Module::at(&disk, Path::new("/m")).unwrap());
        let replaces: Vec<_> =
            main.file.replace.iter().map(|replace| (main.dir.clone(), replace.clone())).collect();
        let old = main.language.version.is_some_and(|version| version < Version::new(1, 14));
        vendor(LIST).contradiction(&[main], &replaces, old)
    }

    #[test]
    fn the_list_names_packages_modules_and_versions() {
        let vendor = vendor(LIST);
        let module = vendor.module_of("a.b/c/d").unwrap();
        assert_eq!((module.path.as_str(), module.version.as_deref()), ("a.b/c", Some("v1.2.3")));
        assert_eq!(module.language.version, Some(Version::new(1, 21)));
        assert_eq!(vendor.module_of("h.i/j/k").unwrap().language.version, Some(Version::new(1, 16)));
        assert!(vendor.module_of("h.i/j").is_none());
        assert!(!vendor.is_for_workspace());
        assert!(super::Vendor::read(&Overlay::empty().with("/m/go.mod", ""), Path::new("/m")).is_none());
    }

    #[test]
    fn a_list_out_of_step_is_told() {
        let agreeing = "module m\ngo 1.21\nrequire (\na.b/c v1.2.3\ne.f/g v1.0.0\n)\nreplace e.f/g => ../g\n";
        assert_eq!(contradiction(agreeing), None);
        for (from, to, why) in [
            ("v1.2.3", "v1.2.4", "go.mod requires a.b/c v1.2.4"),
            ("a.b/c v1.2.3", "", "the list requires a.b/c v1.2.3"),
            ("replace e.f/g => ../g", "replace e.f/g => ../other", "replaces e.f/g"),
        ] {
            let found = contradiction(&agreeing.replace(from, to)).unwrap();
            assert!(found.contains(why), "{found}");
        }
        assert_eq!(contradiction("module m\ngo 1.13\nrequire x.y/z v1.0.0\n"), None);
        assert!(contradiction("module m\ngo 1.13\nrequire a.b/c v1.0.0\n").is_some());
    }
}
