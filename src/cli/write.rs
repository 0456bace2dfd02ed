//! Writing files so that nothing is ever lost: beside the old one, synced, renamed over it.

use super::files::said;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Why a file was not written; it's as it was.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("not written: it changed since it was read; run gomend again")]
    Changed,
    #[error("not written: it's read-only; make it writable (chmod u+w) and run gomend again")]
    ReadOnly,
    #[error("not written, it's as it was: {}; {}", said(.0), advice(.0))]
    Io(#[from] io::Error),
}

/// What to do about an error of the operating system.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "make room and run gomend again"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "make its folder writable and run gomend again"
        }
        _ => "run gomend again",
    }
}

/// Replaces the text of `path`, which was `old` when it was read, by `new`.
///
/// The path is no link: links are resolved before, so that none is ever replaced by a file.
pub fn write(path: &Path, old: &str, new: &str) -> Result<(), Failure> {
    let data = std::fs::metadata(path)?;
    // The owner of a read-only file, and root, could write it all the same: it's read-only on purpose.
    if data.permissions().readonly() {
        return Err(Failure::ReadOnly);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new().prefix(".gomend-").suffix(".tmp").tempfile_in(folder)?;
    temporary.write_all(new.as_bytes())?;
    temporary.as_file().set_permissions(data.permissions())?;
    keep_owner(temporary.path(), &data)?;
    temporary.as_file().sync_all()?;
    if std::fs::read(path)? != old.as_bytes() {
        return Err(Failure::Changed);
    }
    temporary.persist(path).map_err(|e| e.error)?;
    sync_folder(folder);
    Ok(())
}

#[cfg(unix)]
fn keep_owner(temporary: &Path, data: &std::fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let mine = std::fs::metadata(temporary)?;
    if (mine.uid(), mine.gid()) == (data.uid(), data.gid()) {
        return Ok(());
    }
    // Only root may give files away; what can't be kept doesn't stop the write. A change of owner drops the set-id bits.
    if chown(temporary, Some(data.uid()), Some(data.gid())).is_ok() {
        std::fs::set_permissions(temporary, data.permissions())?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &std::fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// Makes the rename last through a power failure, where the system can. The file is whole either way.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = std::fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Why a file may not be written through the link that leads to it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefused {
    #[error("not changed: it's a link to {}; name that file itself to change it", .0.display())]
    Walked(PathBuf),
    #[error("not changed: it's a link to {}, outside of {}; name that file itself to change it", target.display(), tree.display())]
    Outside { target: PathBuf, tree: PathBuf },
}

/// The file behind `path` that may be written. A link is followed only when it was named and doesn't leave `tree`.
pub fn target(path: &Path, named: bool, tree: &Path) -> Result<PathBuf, LinkRefused> {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|data| data.file_type().is_symlink());
    if !is_link {
        return Ok(path.to_owned());
    }
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if !named {
        return Err(LinkRefused::Walked(target));
    }
    match target.starts_with(tree) {
        true => Ok(target),
        false => Err(LinkRefused::Outside { target, tree: tree.to_owned() }),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    /// A folder with a file `a.go` in it.
    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.go");
        fs::write(&path, "old").unwrap();
        (folder, path)
    }

    fn names(folder: &tempfile::TempDir) -> Vec<String> {
        let names = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<String> = names.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_with_its_permissions() {
        let (folder, path) = folder();
        fs::set_permissions(&path, Permissions::from_mode(0o4751)).unwrap();
        write(&path, "old", "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o4751);
        assert_eq!(names(&folder), ["a.go"]);
    }

    #[test]
    fn what_changed_or_vanished_since_it_was_read_is_not_written() {
        let (folder, path) = folder();
        assert!(matches!(write(&path, "older", "new"), Err(Failure::Changed)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(&folder), ["a.go"]);
        fs::remove_file(&path).unwrap();
        assert!(matches!(write(&path, "old", "new"), Err(Failure::Io(_))));
        assert_eq!(names(&folder), Vec::<String>::new());
    }

    #[test]
    fn a_read_only_file_is_not_written_even_by_root() {
        let (_folder, path) = folder();
        fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
        assert!(matches!(write(&path, "old", "new"), Err(Failure::ReadOnly)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    }

    #[test]
    fn links_are_followed_only_when_named_and_inside() {
        let (folder, path) = folder();
        let tree = fs::canonicalize(folder.path()).unwrap();
        let (link, elsewhere) = (folder.path().join("l.go"), tempfile::tempdir().unwrap());
        symlink("a.go", &link).unwrap();
        assert_eq!(target(&path, false, &tree), Ok(path.clone()));
        assert_eq!(target(&link, true, &tree), Ok(tree.join("a.go")));
        assert_eq!(target(&link, false, &tree), Err(LinkRefused::Walked(tree.join("a.go"))));
        let outside = target(&link, true, elsewhere.path());
        assert!(matches!(outside, Err(LinkRefused::Outside { .. })));
    }
}
