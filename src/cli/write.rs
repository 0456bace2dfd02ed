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
    #[error("not changed: the folder {} is a link that leads out of {}; name {} itself to change it", link.display(), tree.display(), target.display())]
    FolderOutside { link: PathBuf, target: PathBuf, tree: PathBuf },
}

/// The file behind the absolute `path` that may be written, no link in its path any more. A link is followed when the file was named
/// and both lie in the same tree; a link to a folder, when both do. `tree` tells the tree of what lies in a folder, given without links.
pub fn target(
    path: &Path,
    named: bool,
    tree: &dyn Fn(&Path) -> Option<PathBuf>,
) -> Result<PathBuf, LinkRefused> {
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    // Every link on the way may lead out of the tree that it is in, so each is judged by where it really lies.
    let mut real = PathBuf::new();
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        let link = real.join(part);
        if !std::fs::symlink_metadata(&link).is_ok_and(|data| data.file_type().is_symlink()) {
            real = link;
            continue;
        }
        let is_file = parts.peek().is_none();
        if is_file && !named {
            return Err(LinkRefused::Walked(target));
        }
        if let Some(tree) = tree(&real)
            && !target.starts_with(&tree)
        {
            return Err(match is_file {
                true => LinkRefused::Outside { target, tree },
                false => LinkRefused::FolderOutside { link, target, tree },
            });
        }
        real = std::fs::canonicalize(&link).unwrap_or(link);
    }
    Ok(target)
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
        let inside = |_: &Path| Some(tree.clone());
        assert_eq!(target(&path, false, &inside), Ok(tree.join("a.go")));
        assert_eq!(target(&link, true, &inside), Ok(tree.join("a.go")));
        assert_eq!(target(&link, false, &inside), Err(LinkRefused::Walked(tree.join("a.go"))));
        let outside = target(&link, true, &|_| Some(elsewhere.path().to_owned()));
        assert!(matches!(outside, Err(LinkRefused::Outside { .. })));
    }

    #[test]
    fn links_to_folders_are_followed_only_within_a_tree() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        for folder in ["w/in", "o/deep"] {
            fs::create_dir_all(root.join(folder)).unwrap();
            fs::write(root.join(folder).join("a.go"), "old").unwrap();
        }
        symlink("in", root.join("w/inside")).unwrap();
        symlink("../o", root.join("w/outside")).unwrap();
        symlink("outside/deep", root.join("w/chain")).unwrap();
        symlink("w", root.join("alias")).unwrap();
        // What lies outside of `w` is in no tree.
        let tree = |real: &Path| real.starts_with(root.join("w")).then(|| root.join("w"));
        let at = |path: &str| target(&root.join(path), false, &tree);
        assert_eq!(at("w/inside/a.go"), Ok(root.join("w/in/a.go")));
        assert_eq!(at("alias/in/a.go"), Ok(root.join("w/in/a.go")));
        for path in ["w/outside/deep/a.go", "w/chain/a.go", "alias/chain/a.go", "alias/outside/deep/a.go"] {
            let refused = at(path).unwrap_err();
            let LinkRefused::FolderOutside { link, target, .. } = &refused else { panic!("{refused:?}") };
            assert_eq!(target, &root.join("o/deep/a.go"));
            assert!(link.starts_with(root.join("w")), "{link:?}");
        }
    }
}
