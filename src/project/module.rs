//! Modules, and the language version of their files (go.dev/ref/mod).
//!
//! It knows what a go.mod file at the root of a folder makes of that folder. Which modules are built together, and at which versions, is
//! known to `workspace` and `graph`.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::Disk;
use super::gomod::{GoMod, Problem};
use super::header::BuildVersion;
use super::version::Version;

/// A tree of packages with a go.mod file at its root, or what stands in for one in a `vendor` folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The module's path; empty when its go.mod file names none.
    pub path: String,
    /// The version, where it comes from the module cache or a vendor folder.
    pub version: Option<String>,
    /// The root folder.
    pub dir: PathBuf,
    /// The language version of files that don't ask for another.
    pub language: Language,
    /// What go.mod says; empty where there is none.
    pub file: Arc<GoMod>,
}

/// A language version and where it was taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// A language version, never a release. `None` is unknown and counts as old.
    pub version: Option<Version>,
    pub origin: Origin,
}

/// What says which language version holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The user, with `--go`.
    Flag,
    /// The user, in a `gomend.toml`.
    Config { file: PathBuf },
    /// A `//go:build` line of the file.
    BuildLine { line: usize },
    /// The `go` line of a go.mod file.
    GoLine { file: PathBuf, line: usize },
    /// A go.mod file without a `go` line.
    NoGoLine { file: PathBuf },
    /// A go.mod file whose `go` line can't be read.
    Malformed { file: PathBuf },
    /// vendor/modules.txt.
    VendorList { file: PathBuf },
    /// No go.mod file upwards.
    NoModule,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Flag => f.write_str("--go"),
            Origin::Config { file } => write!(f, "{}", file.display()),
            Origin::BuildLine { line } => write!(f, "the //go:build line {line}"),
            Origin::GoLine { file, line } => write!(f, "{} line {line}", file.display()),
            Origin::NoGoLine { file } => write!(f, "{}, which has no go line", file.display()),
            Origin::Malformed { file } => write!(f, "{}, which can't be read", file.display()),
            Origin::VendorList { file } => write!(f, "{}", file.display()),
            Origin::NoModule => f.write_str("no go.mod"),
        }
    }
}

impl Language {
    /// Without a module nothing is known.
    pub fn unknown() -> Language {
        Language { version: None, origin: Origin::NoModule }
    }

    /// The version of a file with such a build line, as go/types has it: the later of that and 1.21. That allows going back to before
    /// Go 1.22, where the variables of loops changed, and not further, as older releases took no notice of such lines.
    pub fn of_file(&self, build: Option<BuildVersion>) -> Language {
        let Some(build) = build else { return self.clone() };
        let version = build.version.max(Version::new(1, 21));
        Language { version: Some(version), origin: Origin::BuildLine { line: build.line } }
    }

    fn of_module(file: &GoMod, path: &Path) -> Language {
        let path = path.to_path_buf();
        if let Some(go) = file.go {
            let origin = Origin::GoLine { file: path, line: go.line };
            return Language { version: Some(go.version.language()), origin };
        }
        if !file.problems.is_empty() {
            return Language { version: None, origin: Origin::Malformed { file: path } };
        }
        Language { version: Some(Version::WITHOUT_GO_LINE), origin: Origin::NoGoLine { file: path } }
    }
}

impl Module {
    /// The module whose root is this folder; `None` when there is no go.mod file in it.
    pub(super) fn at(disk: &dyn Disk, dir: &Path) -> Option<Module> {
        Module::read(disk, dir, GoMod::parse)
    }

    /// The same for a dependency, whose go.mod file is read laxly.
    pub(super) fn dependency_at(disk: &dyn Disk, dir: &Path) -> Option<Module> {
        Module::read(disk, dir, GoMod::parse_dependency)
    }

    fn read(disk: &dyn Disk, dir: &Path, parse: fn(&str) -> GoMod) -> Option<Module> {
        let path = dir.join("go.mod");
        let file = match disk.read(&path) {
            Ok(text) => parse(&String::from_utf8_lossy(&text)),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                let problem = Problem { line: 1, message: format!("can't be read: {error}") };
                GoMod { problems: vec![problem], ..GoMod::default() }
            }
            // Not there, or a folder of that name, which the go command passes over too.
            Err(_) => return None,
        };
        let language = Language::of_module(&file, &path);
        let module = file.module.clone().unwrap_or_default();
        Some(Module { path: module, version: None, dir: dir.to_path_buf(), language, file: Arc::new(file) })
    }

    /// The go.mod file's path, when the module has one.
    pub fn go_mod(&self) -> PathBuf {
        self.dir.join("go.mod")
    }

    /// What follows the module's path in an import path, `""` for its root; `None` when the module can't hold such a package.
    pub fn rest<'i>(&self, import_path: &'i str) -> Option<&'i str> {
        rest_below(&self.path, import_path)
    }

    /// Modules whose requirements are the whole build list: since Go 1.17 (go.dev/ref/mod#graph-pruning).
    pub(super) fn is_pruned(&self) -> bool {
        self.language.version.is_some_and(|version| version >= Version::new(1, 17))
    }
}

/// What follows a prefix of whole path elements.
pub(super) fn rest_below<'i>(prefix: &str, path: &'i str) -> Option<&'i str> {
    if prefix.is_empty() {
        return None;
    }
    let rest = path.strip_prefix(prefix)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// The import path of a folder below one whose import path is known.
pub(super) fn import_path_below(prefix: &str, root: &Path, dir: &Path) -> Option<String> {
    let mut path = prefix.to_string();
    for part in dir.strip_prefix(root).ok()? {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(part.to_str()?);
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::disk::{Overlay, Unreadable};

    fn language(go_mod: &str) -> Language {
        let disk = Overlay::empty().with("/m/go.mod", go_mod);
        Module::at(&disk, Path::new("/m")).unwrap().language
    }

    #[test]
    fn the_go_line_decides() {
        let found = language("module m\n\ngo 1.21.3\n");
        assert_eq!(found.version, Some(Version::new(1, 21)));
        assert_eq!(found.origin.to_string(), "/m/go.mod line 3");
        assert_eq!(language("module m\ngo 1.22rc1\n").version, Some(Version::new(1, 22)));
    }

    #[test]
    fn without_a_go_line_it_is_1_16() {
        let found = language("module m\n");
        assert_eq!(found.version, Some(Version::new(1, 16)));
        assert_eq!(found.origin.to_string(), "/m/go.mod, which has no go line");
    }

    #[test]
    fn a_malformed_go_mod_leaves_it_unknown() {
        assert_eq!(language("module m\ngo banana\n").version, None);
        assert_eq!(language("module m\ngo 1.22\nbanana\n").version, Some(Version::new(1, 22)));
        let disk = Overlay::empty().with("/m/go.mod", "module m\ngo 1.22\n");
        let module = Module::at(&Unreadable::new(Arc::new(disk), ["/m/go.mod"]), Path::new("/m")).unwrap();
        assert_eq!(module.language.version, None);
        assert_eq!(module.file.problems.len(), 1);
    }

    #[test]
    fn a_build_line_replaces_it() {
        let module = language("module m\ngo 1.25\n");
        let of =
            |minor| module.of_file(Some(BuildVersion { version: Version::new(1, minor), line: 1 })).version;
        assert_eq!(of(18), Some(Version::new(1, 21)));
        assert_eq!(of(22), Some(Version::new(1, 22)));
        assert_eq!(of(26), Some(Version::new(1, 26)));
        assert_eq!(module.of_file(None).version, Some(Version::new(1, 25)));
    }

    #[test]
    fn prefixes_are_whole_elements() {
        assert_eq!(rest_below("a.b/c", "a.b/c/d/e"), Some("d/e"));
        assert_eq!(rest_below("a.b/c", "a.b/c"), Some(""));
        assert_eq!(rest_below("a.b/c", "a.b/cd"), None);
        assert_eq!(import_path_below("m", Path::new("/x"), Path::new("/x/a/b")).as_deref(), Some("m/a/b"));
        assert_eq!(import_path_below("", Path::new("/x"), Path::new("/x/a")).as_deref(), Some("a"));
    }
}
