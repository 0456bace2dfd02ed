//! Import cycles: "it is illegal for a package to import itself, directly or indirectly" (Go spec, "Import declarations").
//!
//! It follows the imports of files that aren't tests through the packages of one module: those of a module that is complete
//! by itself can't lead back to it. Each package is gone through once, however many import it.

use super::platform::Platform;
use super::projects::{PackageDir, Projects};
use super::resolve::Resolved;
use rustc_hash::FxHashMap as HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How far the walk is with a package.
enum State {
    /// What it imports is being gone through.
    Open,
    Done,
}

impl Projects {
    /// Whether a package of the same module leads back to the folder `from` by its imports.
    pub fn leads_back(&self, to: &Arc<PackageDir>, from: &Path, platform: &Platform) -> bool {
        let is_clear = |dir: &Path| self.free_of_cycles.is_known(&(dir.to_path_buf(), platform.clone()));
        if is_clear(&to.dir) {
            return false;
        }
        let mut states: HashMap<PathBuf, State> = HashMap::default();
        let mut has_cycle = false;
        // A package, and what of its imports is still to be gone through.
        let mut path = vec![(to.clone(), self.imports_in_module(to, platform))];
        states.insert(to.dir.clone(), State::Open);
        while let Some((package, imports)) = path.last_mut() {
            let Some(next) = imports.pop() else {
                states.insert(package.dir.clone(), State::Done);
                path.pop();
                continue;
            };
            match states.get(&next.dir) {
                Some(State::Open) => has_cycle = true,
                Some(State::Done) => {}
                None if is_clear(&next.dir) => {}
                None => {
                    states.insert(next.dir.clone(), State::Open);
                    let imports = self.imports_in_module(&next, platform);
                    path.push((next, imports));
                }
            }
        }
        let found = states.contains_key(from);
        if !has_cycle && !found {
            // Whatever imports one of these isn't among what they lead to: that would be a cycle, and seen.
            states.into_keys().for_each(|dir| self.free_of_cycles.get(&(dir, platform.clone()), || ()));
        }
        found
    }

    /// The packages of its own module that a package imports.
    fn imports_in_module(&self, package: &PackageDir, platform: &Platform) -> Vec<Arc<PackageDir>> {
        let Ok(built) = self.importable(&package.dir, platform) else { return Vec::new() };
        let mut paths: Vec<&str> =
            built.files.iter().flat_map(|file| &file.header.imports).map(|import| &*import.path).collect();
        paths.sort_unstable();
        paths.dedup();
        let imported = paths.into_iter().filter_map(|path| match self.resolve(package, path) {
            Resolved::Package(dir) => Some(dir),
            _ => None,
        });
        imported.filter(|dir| dir.is_in_module_of(package)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Overlay, Settings};

    /// A module whose packages import others of it.
    fn module(packages: &[(&str, &[&str])]) -> Projects {
        let mut disk = Overlay::empty().with("/m/go.mod", "module m\n\ngo 1.25\n");
        for (name, imports) in packages {
            let imports: String = imports.iter().map(|path| format!("import _ \"m/{path}\"\n")).collect();
            disk = disk.with(format!("/m/{name}/x.go"), format!("package {name}\n\n{imports}"));
        }
        Projects::new(Arc::new(disk), Settings::new("/m"))
    }

    fn leads_back(projects: &Projects, to: &str, from: &str) -> bool {
        let home = projects.home(&Path::new("/m").join(to).join("x.go"));
        projects.leads_back(&home, &Path::new("/m").join(from), &Platform::new("linux", "amd64"))
    }

    #[test]
    fn long_ways_back_are_found() {
        let projects = module(&[("a", &["b"]), ("b", &["d", "c"]), ("c", &["a"]), ("d", &[]), ("e", &["a"])]);
        assert!(leads_back(&projects, "b", "a"));
        assert!(leads_back(&projects, "c", "b"));
        assert!(leads_back(&projects, "a", "c"));
        assert!(!leads_back(&projects, "d", "b"));
        assert!(!leads_back(&projects, "a", "e"), "e only leads to the cycle");
    }

    #[test]
    fn packages_that_share_imports_are_no_cycle() {
        let projects = module(&[("a", &["b", "c"]), ("b", &["d"]), ("c", &["d", "b"]), ("d", &[])]);
        for (to, from) in [("b", "a"), ("c", "a"), ("d", "c"), ("b", "c"), ("d", "b")] {
            assert!(!leads_back(&projects, to, from), "{from} imports {to}");
        }
    }

    #[test]
    fn what_is_free_of_cycles_stays_so_for_others() {
        let projects = module(&[("a", &["b"]), ("b", &[]), ("x", &["y", "b"]), ("y", &["x"])]);
        assert!(!leads_back(&projects, "b", "a"));
        assert!(!leads_back(&projects, "b", "x"));
        assert!(leads_back(&projects, "y", "x"));
    }
}
