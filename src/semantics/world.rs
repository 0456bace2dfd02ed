//! All packages that were asked for, shared by all threads.

use super::escape::Summaries;
use super::package::{File, Package, PackageId, PackageKey, SourceFile, Variant};
use super::skim::Skim;
use super::std_index;
use crate::project::{GoFile, PackageDir, Platform, Projects, Resolved, Role, Unit};
use crate::syntax::ast::{Name, parse_head};
use rustc_hash::FxHashMap as HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

type Slot = Arc<OnceLock<Result<PackageId, String>>>;

/// The packages that were loaded so far, and how to load more.
pub struct World {
    projects: Arc<Projects>,
    packages: RwLock<Vec<Arc<Package>>>,
    slots: Mutex<HashMap<PackageKey, Slot>>,
    resolved: Mutex<HashMap<(PackageId, Name), Result<PackageId, String>>>,
    /// Files of the disk by their paths.
    skims: Mutex<HashMap<Name, Arc<Skim>>>,
    /// What functions do with their arguments, as far as it was asked for.
    pub(super) summaries: Summaries,
}

impl World {
    pub fn new(projects: Arc<Projects>) -> Self {
        World {
            projects,
            packages: RwLock::default(),
            slots: Mutex::default(),
            resolved: Mutex::default(),
            skims: Mutex::default(),
            summaries: Summaries::default(),
        }
    }

    pub fn projects(&self) -> &Projects {
        &self.projects
    }

    pub fn package(&self, id: PackageId) -> Arc<Package> {
        self.packages.read().unwrap_or_else(PoisonError::into_inner)[id.0 as usize].clone()
    }

    /// The package that a file belongs to, on the first platform that builds it, and the file's number in it.
    pub fn package_of(&self, file: &Path) -> Result<(Arc<Package>, usize), String> {
        let path = self.projects.settings().absolute(file);
        let unit = self.projects.unit(&path).ok_or_else(|| format!("{} can't be read", file.display()))?;
        let key = self.key_of_unit(&path, &unit);
        let package = self.load(&key, &unit.package, || unit.files().cloned().collect())?;
        let index = package.file_at(&path).ok_or_else(|| format!("{} isn't UTF-8", file.display()))?;
        Ok((package, index))
    }

    /// The whole text of a file; none when it changed on disk since its declarations were read.
    pub(super) fn text_of(&self, file: &File) -> Option<Arc<str>> {
        if let Some(text) = &file.unsaved {
            return Some(text.clone());
        }
        let bytes = self.projects.disk().read(Path::new(&*file.name)).ok()?;
        let text = str::from_utf8(&bytes).ok()?;
        if file.is_of(text) { Some(text.into()) } else { None }
    }

    /// As `package_of`, with `text` in place of what is on disk.
    pub fn package_with(&self, file: &Path, text: &str) -> Result<(Arc<Package>, usize), String> {
        let path = self.projects.settings().absolute(file);
        let skim = || Arc::new(Skim::of(text));
        let (key, mut files) = match self.package_of(file) {
            Ok((package, index)) if package.files[index].is_of(text) => return Ok((package, index)),
            Ok((package, index)) => {
                if let Some(package) = Package::with_bodies(&package, index, skim(), text) {
                    return Ok((Arc::new(package), index));
                }
                let unit = self.projects.unit(&path);
                let others = unit.iter().flat_map(Unit::files).filter(|other| other.path != path);
                let of = unit.as_ref().map_or_else(Default::default, |unit| unit.package.clone());
                (package.key.clone(), self.read(&of, others))
            }
            Err(_) => self.neighbours(&path, text),
        };
        files.0.push(SourceFile { name: name_of(&path), skim: skim(), unsaved: Some(text.into()) });
        let id = self.reserve(&key);
        let package = Arc::new(Package::new(id, key, files.0, files.1));
        self.put(id, package.clone());
        let index = package.files.len() - 1;
        Ok((package, index))
    }

    /// The package that a file with this text would belong to, and its files, if it were on disk.
    fn neighbours(&self, path: &Path, text: &str) -> (PackageKey, (Vec<SourceFile>, bool)) {
        let home = self.projects.home(path);
        let platform = Arc::new(self.projects.settings().platform.clone());
        let clause = parse_head(text).package.map_or_else(|| "".into(), |name| name.name);
        let is_test = path.to_string_lossy().ends_with("_test.go");
        let tested = clause.strip_suffix("_test").filter(|_| is_test);
        let packages = self.projects.packages(&home.dir, &platform);
        let Some(found) = packages.iter().find(|package| *package.name == *tested.unwrap_or(&clause)) else {
            return (PackageKey::alone(path, home, platform), (Vec::new(), false));
        };
        let (variant, files): (Variant, Vec<&Arc<GoFile>>) = match tested {
            Some(_) => (Variant::ExternalTest, found.external_tests.iter().collect()),
            None if is_test => (Variant::WithTests, found.files.iter().chain(&found.tests).collect()),
            None => (Variant::Plain, found.files.iter().collect()),
        };
        let suffix = if tested.is_some() { "_test" } else { "" };
        let key = PackageKey {
            path: format!("{}{suffix}", home.import_path).into(),
            name: found.name.as_str().into(),
            home: Some(home),
            variant,
            platform,
        };
        (key, self.read(found, files.into_iter()))
    }

    /// Whether a file of the package's folder with its package clause declares the name at package level, or can't be read: one that is
    /// compiled with the package in some build, on another platform or with its tests.
    pub(super) fn is_declared_in_some_build(&self, package: &Package, name: &str) -> bool {
        let Some(home) = package.key.home.as_ref().filter(|_| package.key.variant != Variant::Alone) else {
            return false;
        };
        let folder = self.projects.folder(&home.dir);
        let of_package = |file: &&Arc<GoFile>| {
            file.header.package.as_ref().is_some_and(|clause| *clause.text == *package.name)
        };
        folder
            .files(self.projects.disk())
            .filter(of_package)
            .any(|file| self.skim(&file.path, &name_of(&file.path)).is_none_or(|skim| skim.declares(name)))
    }

    fn key_of_unit(&self, path: &Path, unit: &Unit) -> PackageKey {
        let home = self.projects.home(path);
        let platform = Arc::new(unit.platform.clone());
        if unit.alone {
            return PackageKey::alone(path, home, platform);
        }
        let (variant, suffix) = match unit.role {
            Role::Package => (Variant::Plain, ""),
            Role::Test => (Variant::WithTests, ""),
            Role::ExternalTest => (Variant::ExternalTest, "_test"),
        };
        PackageKey {
            path: format!("{}{suffix}", home.import_path).into(),
            name: unit.package.name.as_str().into(),
            home: Some(home),
            variant,
            platform,
        }
    }

    /// The package that `path` means in the files of `from`.
    pub fn import(&self, from: &Package, path: &str) -> Result<PackageId, String> {
        let key = (from.id, Name::from(path));
        let known = self.resolved.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return known;
        }
        let found = self.find_import(from, path).map(|package| package.id);
        self.resolved.lock().unwrap_or_else(PoisonError::into_inner).insert(key, found.clone());
        found
    }

    fn find_import(&self, from: &Package, path: &str) -> Result<Arc<Package>, String> {
        let platform = &from.key.platform;
        let resolved = match &from.key.home {
            None if path == "unsafe" => Resolved::Unsafe,
            None => Resolved::Std(path.to_string()),
            Some(home) => self.projects.resolve(home, path),
        };
        match resolved {
            Resolved::Std(path) => self.load_std(&path, platform),
            Resolved::Unsafe => self.load_std("unsafe", platform),
            Resolved::C => Err("what cgo's package C declares isn't known".to_string()),
            Resolved::Missing(reason) => Err(reason.to_string()),
            Resolved::Package(dir) => self.load_imported(from, dir, platform),
        }
    }

    fn load_imported(
        &self,
        from: &Package,
        dir: Arc<PackageDir>,
        platform: &Arc<Platform>,
    ) -> Result<Arc<Package>, String> {
        let found = self.projects.importable(&dir.dir, platform)?;
        // External tests see what the package's own tests declare.
        let tested = from.key.variant == Variant::ExternalTest
            && from.key.home.as_ref().is_some_and(|home| home.dir == dir.dir);
        let key = PackageKey {
            path: dir.import_path.as_str().into(),
            name: found.name.as_str().into(),
            home: Some(dir),
            variant: if tested { Variant::WithTests } else { Variant::Plain },
            platform: platform.clone(),
        };
        if self.leads_back(from, &key) {
            return Err(format!("import cycle: {} leads back to {}", key.path, from.path()));
        }
        let package = self.load(&key, &found, || {
            let tests = if tested { found.tests.as_slice() } else { &[] };
            found.files.iter().chain(tests).cloned().collect()
        })?;
        if matches!(from.key.variant, Variant::Plain | Variant::WithTests) && imports(&package, from.path()) {
            return Err(format!("import cycle: {} leads back to {}", package.path(), from.path()));
        }
        Ok(package)
    }

    /// Whether a package that the files of `from` import, as `to`, leads back to it: for its tests only when it imports it itself, which
    /// doesn't depend on what else was asked for.
    fn leads_back(&self, from: &Package, to: &PackageKey) -> bool {
        let (Some(home), Some(target)) = (&from.key.home, &to.home) else { return false };
        let imports = |file: &Arc<File>| {
            !file.name.ends_with("_test.go") && file.imports.iter().any(|import| *import.path == *to.path)
        };
        from.key.variant != Variant::ExternalTest
            && from.key.variant != Variant::Alone
            && target.is_in_module_of(home)
            && from.files.iter().any(imports)
            && self.projects.leads_back(target, &home.dir, &to.platform)
    }

    fn load_std(&self, path: &str, platform: &Arc<Platform>) -> Result<Arc<Package>, String> {
        let key = PackageKey {
            path: path.into(),
            name: "".into(),
            home: None,
            variant: Variant::Plain,
            platform: platform.clone(),
        };
        self.load_once(&key, || {
            let skim = match path {
                "unsafe" => Skim::of("package unsafe"),
                path => Skim::of(&std_index::source(path, platform)?),
            };
            Ok((vec![SourceFile { name: path.into(), skim: Arc::new(skim), unsaved: None }], false))
        })
    }

    fn load(
        &self,
        key: &PackageKey,
        of: &crate::project::Package,
        files: impl FnOnce() -> Vec<Arc<GoFile>>,
    ) -> Result<Arc<Package>, String> {
        self.load_once(key, || Ok(self.read(of, files().iter())))
    }

    /// Loads a package once, whatever number of threads ask for it.
    fn load_once(
        &self,
        key: &PackageKey,
        read: impl FnOnce() -> Result<(Vec<SourceFile>, bool), String>,
    ) -> Result<Arc<Package>, String> {
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            slots.entry(key.clone()).or_default().clone()
        };
        let id = slot.get_or_init(|| {
            let (files, incomplete) = read()?;
            // The number is taken before the files are read: declarations carry it.
            let id = self.reserve(key);
            self.put(id, Arc::new(Package::new(id, key.clone(), files, incomplete)));
            Ok(id)
        });
        id.clone().map(|id| self.package(id))
    }

    /// Files of a package that are looked at together, and whether some can't be had.
    fn read<'f>(
        &self,
        of: &crate::project::Package,
        files: impl Iterator<Item = &'f Arc<GoFile>>,
    ) -> (Vec<SourceFile>, bool) {
        let mut incomplete = of.incomplete;
        let mut sources = Vec::new();
        for file in files {
            let name = name_of(&file.path);
            match self.skim(&file.path, &name) {
                Some(skim) => sources.push(SourceFile { name, skim, unsaved: None }),
                None => incomplete = true,
            }
        }
        (sources, incomplete)
    }

    /// A file of the disk, read once; none when it can't be read or isn't UTF-8.
    fn skim(&self, path: &Path, name: &Name) -> Option<Arc<Skim>> {
        let known = self.skims.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        if known.is_some() {
            return known;
        }
        let bytes = self.projects.disk().read(path).ok()?;
        let skim = Arc::new(Skim::of(str::from_utf8(&bytes).ok()?));
        let mut skims = self.skims.lock().unwrap_or_else(PoisonError::into_inner);
        Some(skims.entry(name.clone()).or_insert(skim).clone())
    }

    fn reserve(&self, key: &PackageKey) -> PackageId {
        let mut packages = self.packages.write().unwrap_or_else(PoisonError::into_inner);
        let id = PackageId(packages.len() as u32);
        packages.push(Arc::new(Package::new(id, key.clone(), Vec::new(), true)));
        id
    }

    fn put(&self, id: PackageId, package: Arc<Package>) {
        self.packages.write().unwrap_or_else(PoisonError::into_inner)[id.0 as usize] = package;
    }
}

/// Whether the package is the one called `path`, or imports it.
fn imports(package: &Package, path: &str) -> bool {
    let imports = package.files.iter().flat_map(|file| &file.imports);
    **package.path() == *path || imports.into_iter().any(|import| *import.path == *path)
}

fn name_of(path: &Path) -> Name {
    path.to_string_lossy().into()
}
