//! All packages that were asked for, shared by all threads.

use super::package::{Package, PackageId, PackageKey, SourceFile};
use crate::syntax::ast::Name;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

/// Where packages come from. Implementations read; they don't judge what they read.
pub trait Sources: Send + Sync {
    /// The package that `path` means in the files of package `from`, or in words why it can't be had.
    fn resolve(&self, from: &PackageKey, path: &str) -> Result<PackageKey, String>;

    /// The files of a package, chosen by its platform and variant.
    fn files(&self, key: &PackageKey) -> Result<Vec<SourceFile>, String>;
}

type Slot = Arc<OnceLock<Result<PackageId, String>>>;

/// The packages that were loaded so far, and how to load more.
pub struct World {
    sources: Box<dyn Sources>,
    packages: RwLock<Vec<Arc<Package>>>,
    slots: Mutex<HashMap<PackageKey, Slot>>,
    resolved: Mutex<HashMap<(PackageId, Name), Result<PackageId, String>>>,
}

impl World {
    pub fn new(sources: Box<dyn Sources>) -> Self {
        World {
            sources,
            packages: RwLock::default(),
            slots: Mutex::default(),
            resolved: Mutex::default(),
        }
    }

    pub fn package(&self, id: PackageId) -> Arc<Package> {
        self.packages.read().unwrap_or_else(PoisonError::into_inner)[id.0 as usize].clone()
    }

    /// Loads a package once, whatever number of threads ask for it.
    pub fn load(&self, key: &PackageKey) -> Result<Arc<Package>, String> {
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            slots.entry(key.clone()).or_default().clone()
        };
        let id = slot.get_or_init(|| {
            let files = self.sources.files(key)?;
            if files.is_empty() {
                return Err(format!("package {} has no Go files for {}", key.path, key.platform));
            }
            // The number is taken before the files are read: declarations carry it.
            let id = self.reserve(key);
            let package = Arc::new(Package::new(id, key.clone(), files));
            self.packages.write().unwrap_or_else(PoisonError::into_inner)[id.0 as usize] = package;
            Ok(id)
        });
        id.clone().map(|id| self.package(id))
    }

    fn reserve(&self, key: &PackageKey) -> PackageId {
        let mut packages = self.packages.write().unwrap_or_else(PoisonError::into_inner);
        let id = PackageId(packages.len() as u32);
        packages.push(Arc::new(Package::new(id, key.clone(), Vec::new())));
        id
    }

    /// The package that `path` means in the files of `from`.
    pub fn import(&self, from: &Package, path: &str) -> Result<PackageId, String> {
        let key = (from.id, Name::from(path));
        let known = self.resolved.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return known;
        }
        let found = match path {
            "C" => Err("cgo's package C isn't read".to_string()),
            _ => self.sources.resolve(&from.key, path).and_then(|key| self.load(&key)).map(|package| package.id),
        };
        self.resolved.lock().unwrap_or_else(PoisonError::into_inner).insert(key, found.clone());
        found
    }
}
