//! Where bytes come from: the one small interface through which `project` reads files and folders.
//!
//! It knows how to read; it can't write, and it has no idea of Go. Everything above takes a `Disk`, so that tests and the file that
//! arrives on standard input can stand in for the real thing.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A read-only tree of files.
pub trait Disk: Send + Sync {
    /// The bytes of the file, links followed. What is no regular file is an error: reading a pipe could wait for ever.
    fn read(&self, path: &Path) -> io::Result<Arc<[u8]>>;
    /// The names in a folder, sorted, without `.` and `..`.
    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>>;
    /// What the path leads to, links followed.
    fn kind(&self, path: &Path) -> io::Result<Kind>;
    /// Whether the path itself, its last element, is a symbolic link.
    fn is_link(&self, path: &Path) -> bool;
    /// The path with every link on the way resolved, to tell whether two paths are the same file.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;

    /// Everything below the folder `root`, by its path from there. Folders for whose name `enter` is `false` are left out with
    /// what is in them; links are named and not followed. A folder that can't be read is an error in its place.
    fn walk(&self, root: &Path, enter: &dyn Fn(&OsStr) -> bool) -> Vec<Result<Step, (PathBuf, io::Error)>> {
        let mut steps = Vec::new();
        let mut pending = vec![PathBuf::new()];
        while let Some(below) = pending.pop() {
            let entries = match self.read_dir(&root.join(&below)) {
                Ok(entries) => entries,
                Err(error) => {
                    steps.push(Err((below, error)));
                    continue;
                }
            };
            for entry in entries {
                let path = below.join(&entry.name);
                if entry.kind == Kind::Directory {
                    if !enter(&entry.name) {
                        continue;
                    }
                    pending.push(path.clone());
                }
                steps.push(Ok(Step { path, kind: entry.kind }));
            }
        }
        steps
    }
}

/// What a walk comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The path below the root of the walk.
    pub path: PathBuf,
    pub kind: Kind,
}

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub name: OsString,
    pub kind: Kind,
}

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    File,
    Directory,
    /// A symbolic link; only [`Disk::read_dir`] answers so, since it follows nothing.
    Link,
    /// A pipe, a socket, a device: never read while walking, as that may block for ever.
    Other,
}

/// The file system of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Real;

impl Disk for Real {
    fn read(&self, path: &Path) -> io::Result<Arc<[u8]>> {
        if self.kind(path)? != Kind::File {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "isn't a regular file"));
        }
        std::fs::read(path).map(Arc::from)
    }

    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(dir)? {
            let entry = entry?;
            let kind = kind_of(entry.file_type()?);
            entries.push(Entry { name: entry.file_name(), kind });
        }
        entries.sort();
        Ok(entries)
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        Ok(kind_of(std::fs::metadata(path)?.file_type()))
    }

    fn is_link(&self, path: &Path) -> bool {
        std::fs::symlink_metadata(path).is_ok_and(|data| data.file_type().is_symlink())
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }

    fn walk(&self, root: &Path, enter: &dyn Fn(&OsStr) -> bool) -> Vec<Result<Step, (PathBuf, io::Error)>> {
        let below = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_path_buf();
        walkdir::WalkDir::new(root)
            .into_iter()
            .filter_entry(|entry| {
                entry.depth() == 0 || !entry.file_type().is_dir() || enter(entry.file_name())
            })
            .filter_map(|entry| match entry {
                Ok(entry) if entry.depth() == 0 => None,
                Ok(entry) => Some(Ok(Step { path: below(entry.path()), kind: kind_of(entry.file_type()) })),
                Err(error) => {
                    let path = below(error.path().unwrap_or(root));
                    let error = error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links"));
                    Some(Err((path, error)))
                }
            })
            .collect()
    }
}

fn kind_of(file_type: std::fs::FileType) -> Kind {
    if file_type.is_file() {
        Kind::File
    } else if file_type.is_dir() {
        Kind::Directory
    } else if file_type.is_symlink() {
        Kind::Link
    } else {
        Kind::Other
    }
}

/// Files held in memory, above another disk or above nothing. Paths are absolute; a folder exists when a file is in it.
#[derive(Clone, Default)]
pub struct Overlay {
    files: BTreeMap<PathBuf, Arc<[u8]>>,
    below: Option<Arc<dyn Disk>>,
}

impl Overlay {
    /// Nothing but the files that will be added.
    pub fn empty() -> Overlay {
        Overlay::default()
    }

    /// The files that will be added hide those of `below`.
    pub fn above(below: Arc<dyn Disk>) -> Overlay {
        Overlay { files: BTreeMap::new(), below: Some(below) }
    }

    /// Adds a file, or replaces it.
    pub fn with(mut self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) -> Overlay {
        self.files.insert(clean(path.as_ref()), Arc::from(text.as_ref()));
        self
    }

    fn has_folder(&self, dir: &Path) -> bool {
        self.files
            .range(dir.to_path_buf()..)
            .take_while(|(path, _)| path.starts_with(dir))
            .any(|(path, _)| path != dir)
    }
}

impl Disk for Overlay {
    fn read(&self, path: &Path) -> io::Result<Arc<[u8]>> {
        if let Some(text) = self.files.get(&clean(path)) {
            return Ok(text.clone());
        }
        match &self.below {
            Some(below) => below.read(path),
            None => Err(missing(path)),
        }
    }

    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        let folder = clean(dir);
        let mut ours = BTreeMap::new();
        for path in self
            .files
            .range(folder.clone()..)
            .map(|(path, _)| path)
            .take_while(|path| path.starts_with(&folder))
        {
            let mut rest = path.strip_prefix(&folder).map(Path::components).into_iter().flatten();
            let Some(Component::Normal(name)) = rest.next() else { continue };
            let kind = if rest.next().is_some() { Kind::Directory } else { Kind::File };
            ours.insert(name.to_os_string(), kind);
        }
        let below = match &self.below {
            Some(below) => below.read_dir(dir),
            None => Err(missing(dir)),
        };
        match below {
            Ok(entries) => {
                for entry in entries {
                    ours.entry(entry.name).or_insert(entry.kind);
                }
            }
            Err(error) if ours.is_empty() => return Err(error),
            Err(_) => {}
        }
        Ok(ours.into_iter().map(|(name, kind)| Entry { name, kind }).collect())
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        let path = clean(path);
        if self.files.contains_key(&path) {
            return Ok(Kind::File);
        }
        if self.has_folder(&path) {
            return Ok(Kind::Directory);
        }
        match &self.below {
            Some(below) => below.kind(&path),
            None => Err(missing(&path)),
        }
    }

    fn is_link(&self, path: &Path) -> bool {
        !self.files.contains_key(&clean(path)) && self.below.as_ref().is_some_and(|below| below.is_link(path))
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        let cleaned = clean(path);
        if self.files.contains_key(&cleaned) || self.has_folder(&cleaned) {
            return Ok(cleaned);
        }
        match &self.below {
            Some(below) => below.canonical(path),
            None => Err(missing(path)),
        }
    }
}

fn missing(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("{}: no such file or folder", path.display()))
}

/// The path without `.`, doubled separators and `x/..`, by its letters alone, as Go's `filepath.Clean` has it.
pub fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match out.components().next_back() {
                Some(Component::Normal(_)) => {
                    out.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => out.push(".."),
            },
            other => out.push(other),
        }
    }
    if out.as_os_str().is_empty() {
        out.push(".");
    }
    out
}

/// Every folder and file of a disk that may not be read, for tests of what happens then.
#[derive(Clone)]
pub struct Unreadable {
    below: Arc<dyn Disk>,
    paths: BTreeSet<PathBuf>,
}

impl Unreadable {
    pub fn new<P: AsRef<Path>>(below: Arc<dyn Disk>, paths: impl IntoIterator<Item = P>) -> Unreadable {
        Unreadable { below, paths: paths.into_iter().map(|path| clean(path.as_ref())).collect() }
    }

    fn check(&self, path: &Path) -> io::Result<()> {
        if self.paths.contains(&clean(path)) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "permission denied"));
        }
        Ok(())
    }
}

impl Disk for Unreadable {
    fn read(&self, path: &Path) -> io::Result<Arc<[u8]>> {
        self.check(path)?;
        self.below.read(path)
    }

    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        self.check(dir)?;
        self.below.read_dir(dir)
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        self.below.kind(path)
    }

    fn is_link(&self, path: &Path) -> bool {
        self.below.is_link(path)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.below.canonical(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(entries: &[Entry]) -> Vec<(&str, Kind)> {
        entries.iter().map(|entry| (entry.name.to_str().unwrap(), entry.kind)).collect()
    }

    #[test]
    fn clean_is_lexical() {
        for (path, want) in [
            ("/a/./b//c/../d", "/a/b/d"),
            ("/..", "/"),
            ("a/..", "."),
            ("../a/../..", "../.."),
            (".", "."),
            ("", "."),
        ] {
            assert_eq!(clean(Path::new(path)), Path::new(want), "{path}");
        }
    }

    #[test]
    fn an_overlay_has_folders_where_files_are() {
        let disk = Overlay::empty()
            .with("/m/go.mod", "module m")
            .with("/m/a/a.go", "package a")
            .with("/m/ab/b.go", "package ab");
        assert_eq!(
            names(&disk.read_dir(Path::new("/m")).unwrap()),
            [("a", Kind::Directory), ("ab", Kind::Directory), ("go.mod", Kind::File)]
        );
        assert_eq!(disk.kind(Path::new("/m/a")).unwrap(), Kind::Directory);
        assert_eq!(&*disk.read(Path::new("/m/./a/a.go")).unwrap(), b"package a");
        assert!(disk.read_dir(Path::new("/n")).is_err());
        assert!(disk.kind(Path::new("/m/b")).is_err());
    }

    #[test]
    fn an_overlay_hides_what_is_below() {
        let below = Overlay::empty().with("/m/a.go", "old").with("/m/b.go", "kept");
        let disk = Overlay::above(Arc::new(below)).with("/m/a.go", "new");
        assert_eq!(&*disk.read(Path::new("/m/a.go")).unwrap(), b"new");
        assert_eq!(&*disk.read(Path::new("/m/b.go")).unwrap(), b"kept");
        assert_eq!(disk.read_dir(Path::new("/m")).unwrap().len(), 2);
    }

    #[test]
    fn the_real_disk_tells_links() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.go"), "package a").unwrap();
        std::fs::create_dir(folder.path().join("d")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("a.go", folder.path().join("l.go")).unwrap();
        let entries = Real.read_dir(folder.path()).unwrap();
        assert_eq!(entries[0], Entry { name: "a.go".into(), kind: Kind::File });
        assert_eq!(entries[1], Entry { name: "d".into(), kind: Kind::Directory });
        #[cfg(unix)]
        {
            assert_eq!(entries[2], Entry { name: "l.go".into(), kind: Kind::Link });
            assert!(Real.is_link(&folder.path().join("l.go")));
            assert_eq!(Real.kind(&folder.path().join("l.go")).unwrap(), Kind::File);
        }
    }

    #[test]
    #[cfg(unix)]
    fn the_real_disk_reads_regular_files_only() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("go.mod");
        let _open = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for path in [folder.path(), &socket, Path::new("/dev/null")] {
            assert_eq!(Real.read(path).unwrap_err().to_string(), "isn't a regular file", "{path:?}");
        }
    }
}
