//! From the paths that a user names to the Go files meant (`go help packages`).
//!
//! It knows which folders Go passes over, and links. It reads folders, never a file, and has no idea of modules: nested ones are walked as
//! any other folder.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Kind, Step, clean};

/// What a walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Each file once, in the order of absolute paths, element by element.
    pub files: Vec<Found>,
    pub problems: Vec<Problem>,
}

/// A Go file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The path as it follows from the argument, without `./` in front.
    pub path: PathBuf,
    pub absolute: PathBuf,
    /// Whether the file itself was named, not a folder above it.
    pub named: bool,
    /// Whether the path is a symbolic link, so that writing would replace or follow it.
    pub through_link: bool,
    /// Which of the arguments it follows from: the one that names it, if one does.
    pub argument: usize,
}

/// A path that couldn't be walked; the others were.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {cause}", path.display())]
pub struct Problem {
    pub path: PathBuf,
    pub cause: String,
    /// Whether the user named this very path.
    pub named: bool,
}

/// Finds the Go files below the paths, which may be relative to `work_dir`.
///
/// A folder named is always entered, whatever its name, and `./...` means the same as `.`; a file named is always taken. Below a named folder
/// what Go passes over is left out: `vendor`, `testdata`, and names that begin with `.` or `_`. Links to folders aren't followed.
pub fn walk(disk: &dyn Disk, work_dir: &Path, paths: &[PathBuf]) -> Walk {
    let mut walker = Walker { disk, found: BTreeMap::new(), problems: Vec::new(), argument: 0 };
    for (argument, path) in paths.iter().enumerate() {
        walker.argument = argument;
        let root = without_dots(path);
        let absolute = clean(&work_dir.join(&root));
        match disk.kind(&absolute) {
            Ok(Kind::Directory) => walker.folder(&root, &absolute),
            Ok(_) => walker.file(Found {
                through_link: disk.is_link(&absolute),
                path: root,
                absolute,
                named: true,
                argument,
            }),
            Err(error) => walker.problems.push(Problem { path: root, cause: error.to_string(), named: true }),
        }
    }
    let mut files: Vec<Found> = walker.found.into_values().collect();
    files.sort_by(|left, right| left.absolute.cmp(&right.absolute));
    Walk { files, problems: walker.problems }
}

/// The absolute file or folder that `path` means: a walk begins there.
pub fn start(work_dir: &Path, path: &Path) -> PathBuf {
    clean(&work_dir.join(without_dots(path)))
}

/// The folder meant by `dir/...`, clean.
fn without_dots(path: &Path) -> PathBuf {
    let path = match path.file_name() {
        Some(name) if name == "..." => path.parent().unwrap_or(Path::new(".")),
        _ => path,
    };
    clean(path)
}

/// Whether a walk passes over a folder of this name (cmd/go/internal/search).
fn is_passed_over(folder: &OsStr) -> bool {
    is_hidden(folder) || folder == "testdata" || folder == "vendor"
}

fn is_hidden(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    bytes.starts_with(b".") || bytes.starts_with(b"_")
}

fn is_go_file(name: &OsStr) -> bool {
    !is_hidden(name) && Path::new(name).extension().is_some_and(|extension| extension == "go")
}

struct Walker<'d> {
    disk: &'d dyn Disk,
    /// By the path with all links resolved above the file itself, so that a file reached in two ways is found once.
    found: BTreeMap<PathBuf, Found>,
    problems: Vec<Problem>,
    /// The argument that is being walked.
    argument: usize,
}

impl Walker<'_> {
    fn file(&mut self, file: Found) {
        let folder =
            file.absolute.parent().map(|dir| self.disk.canonical(dir).unwrap_or_else(|_| dir.to_path_buf()));
        let key = match (folder, file.absolute.file_name()) {
            (Some(folder), Some(name)) => folder.join(name),
            _ => file.absolute.clone(),
        };
        self.add(key, file);
    }

    fn add(&mut self, key: PathBuf, file: Found) {
        let (named, argument) = (file.named, file.argument);
        let name = |known: &mut Found| {
            if named && !known.named {
                (known.named, known.argument) = (true, argument);
            }
        };
        self.found.entry(key).and_modify(name).or_insert(file);
    }

    fn folder(&mut self, root: &Path, absolute: &Path) {
        let real = self.disk.canonical(absolute).unwrap_or_else(|_| absolute.to_path_buf());
        for step in self.disk.walk(absolute, &|name| !is_passed_over(name)) {
            let Step { path, kind } = match step {
                Ok(step) => step,
                Err((below, error)) => {
                    let named = below.as_os_str().is_empty();
                    let cause = error.to_string();
                    self.problems.push(Problem { path: shown(root, &below), cause, named });
                    continue;
                }
            };
            if !path.file_name().is_some_and(is_go_file) {
                continue;
            }
            match kind {
                Kind::File => self.add(real.join(&path), self.found(root, absolute, &path, false)),
                Kind::Link => match self.disk.kind(&absolute.join(&path)) {
                    Ok(Kind::File) => self.add(real.join(&path), self.found(root, absolute, &path, true)),
                    Ok(_) => {}
                    Err(error) => {
                        let cause = format!("a link that leads nowhere: {error}");
                        self.problems.push(Problem { path: shown(root, &path), cause, named: false });
                    }
                },
                Kind::Directory | Kind::Other => {}
            }
        }
    }

    fn found(&self, root: &Path, absolute: &Path, below: &Path, through_link: bool) -> Found {
        Found {
            path: shown(root, below),
            absolute: absolute.join(below),
            named: false,
            through_link,
            argument: self.argument,
        }
    }
}

fn shown(root: &Path, below: &Path) -> PathBuf {
    if below.as_os_str().is_empty() {
        return root.to_path_buf();
    }
    if root == Path::new(".") { below.to_path_buf() } else { root.join(below) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::project::disk::{Overlay, Real, Unreadable};

    fn tree() -> Overlay {
        let files = [
            "a.go",
            "b/b.go",
            "b-c/d.go",
            "b/testdata/t.go",
            "vendor/v/v.go",
            ".git/g.go",
            "_x/x.go",
            "_y.go",
            ".z.go",
            "b/n.txt",
            "go.mod",
            "b/nested/go.mod",
            "b/nested/n.go",
        ];
        files.iter().fold(Overlay::empty(), |disk, file| disk.with(Path::new("/w").join(file), ""))
    }

    fn paths(walk: &Walk) -> Vec<&str> {
        walk.files.iter().map(|file| file.path.to_str().unwrap()).collect()
    }

    fn walked(disk: &dyn Disk, args: &[&str]) -> Walk {
        walk(disk, Path::new("/w"), &args.iter().map(PathBuf::from).collect::<Vec<_>>())
    }

    #[test]
    fn folders_that_go_passes_over_are_left_out() {
        for arg in [".", "./...", "...", "/w/../w/..."] {
            let walk = walked(&tree(), &[arg]);
            let names: Vec<_> = walk
                .files
                .iter()
                .map(|file| file.absolute.strip_prefix("/w").unwrap().to_str().unwrap())
                .collect();
            assert_eq!(names, ["a.go", "b/b.go", "b/nested/n.go", "b-c/d.go"], "{arg}");
            assert_eq!(walk.problems, []);
        }
        assert_eq!(paths(&walked(&tree(), &["."])), ["a.go", "b/b.go", "b/nested/n.go", "b-c/d.go"]);
    }

    #[test]
    fn what_is_named_is_taken() {
        assert_eq!(
            paths(&walked(&tree(), &["vendor", "b/testdata/...", "_y.go", "b/n.txt"])),
            ["_y.go", "b/n.txt", "b/testdata/t.go", "vendor/v/v.go"]
        );
    }

    #[test]
    fn a_file_is_found_once() {
        let walk = walked(&tree(), &["b", "./b/b.go", "/w/b/../b/b.go", "b/..."]);
        assert_eq!(paths(&walk), ["b/b.go", "b/nested/n.go"]);
        assert!(walk.files[0].named);
    }

    #[test]
    fn what_cant_be_read_is_told_and_the_rest_is_found() {
        let disk = Unreadable::new(Arc::new(tree()), ["/w/b"]);
        let walk = walked(&disk, &[".", "none"]);
        assert_eq!(paths(&walk), ["a.go", "b-c/d.go"]);
        assert_eq!(walk.problems.len(), 2);
        assert_eq!(walk.problems[0].to_string(), "b: permission denied");
        assert!(!walk.problems[0].named);
        assert!(walk.problems[1].named);
    }

    #[test]
    #[cfg(unix)]
    fn links() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("w/d")).unwrap();
        std::fs::create_dir_all(root.join("out")).unwrap();
        for file in ["w/a.go", "w/d/d.go", "out/o.go"] {
            std::fs::write(root.join(file), "package a").unwrap();
        }
        symlink("..", root.join("w/d/loop")).unwrap();
        symlink("../out", root.join("w/tree")).unwrap();
        symlink("../out/o.go", root.join("w/link.go")).unwrap();
        symlink("nowhere.go", root.join("w/dangling.go")).unwrap();
        symlink("d", root.join("w/folder.go")).unwrap();
        symlink("self.go", root.join("w/self.go")).unwrap();
        symlink("w", root.join("alias")).unwrap();
        let walk =
            super::walk(&Real, root, &["w".into(), "alias/a.go".into(), "w/tree".into(), "w/link.go".into()]);
        let found: Vec<_> = walk
            .files
            .iter()
            .map(|file| (file.path.to_str().unwrap(), file.through_link, file.named))
            .collect();
        assert_eq!(
            found,
            [
                ("w/a.go", false, true),
                ("w/d/d.go", false, false),
                ("w/link.go", true, true),
                ("w/tree/o.go", false, false)
            ]
        );
        let problems: Vec<_> = walk.problems.iter().map(|problem| problem.path.to_str().unwrap()).collect();
        assert_eq!(problems, ["w/dangling.go", "w/self.go"]);
    }
}
