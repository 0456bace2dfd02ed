//! What gomend needs to know of git repositories: their roots, and which files have uncommitted changes.
//!
//! Roots are found by looking; only the state of files is asked of git itself.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// The roots of repositories, looked up once a folder.
#[derive(Default)]
pub struct Repos {
    roots: Mutex<BTreeMap<PathBuf, Option<PathBuf>>>,
}

/// A file's place as git sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `None` outside of all repositories.
    pub root: Option<PathBuf>,
    /// Relative to `root`, with `/`; without one relative to the working directory, or absolute where it lies elsewhere.
    pub path: Vec<u8>,
}

impl Repos {
    /// Where `file` lies; links in the path to its folder are resolved, one at the file itself is not.
    pub fn place(&self, file: &Path, work_dir: &Path) -> Place {
        let absolute = work_dir.join(file);
        let folder = absolute.parent().unwrap_or(work_dir);
        let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let root = self.root(&folder);
        let path = folder.join(absolute.file_name().unwrap_or_default());
        let base = root.as_deref().unwrap_or(work_dir);
        let relative = path.strip_prefix(base).unwrap_or(&path);
        let parts = relative.components().filter_map(|part| match part {
            std::path::Component::Normal(name) => Some(name.as_encoded_bytes()),
            _ => None,
        });
        Place { path: parts.collect::<Vec<_>>().join(&b'/'), root }
    }

    /// The root of the repository that a folder is in: the nearest one upwards that has a repository in `.git`.
    pub fn root(&self, folder: &Path) -> Option<PathBuf> {
        let known = |repos: &Repos| repos.roots.lock().ok()?.get(folder).cloned();
        if let Some(root) = known(self) {
            return root;
        }
        let root = folder.ancestors().find(|dir| is_repository(&dir.join(".git"))).map(Path::to_owned);
        if let Ok(mut roots) = self.roots.lock() {
            roots.insert(folder.to_owned(), root.clone());
        }
        root
    }
}

/// Whether a `.git` is one: a folder with a HEAD, or, in work trees and submodules, a file that names such a folder.
fn is_repository(git: &Path) -> bool {
    let Ok(data) = std::fs::metadata(git) else { return false };
    if data.is_dir() {
        // HEAD may be a link to a branch that isn't born yet.
        return std::fs::symlink_metadata(git.join("HEAD"))
            .is_ok_and(|head| head.is_file() || head.is_symlink());
    }
    data.is_file() && std::fs::read(git).is_ok_and(|text| text.starts_with(b"gitdir:"))
}

/// git couldn't be asked.
#[derive(Debug, thiserror::Error)]
#[error("can't ask git whether the files in {} are committed: {why}", root.display())]
pub struct Unknown {
    root: PathBuf,
    why: String,
}

/// Why git couldn't bring a file back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Dirty {
    #[error("it has uncommitted changes; commit them")]
    Changed,
    #[error("git doesn't track it; commit it")]
    Untracked,
}

/// Those of `paths`, relative to `root`, that differ from the last commit or aren't in it, whether git ignores them or not.
pub fn dirty(root: &Path, paths: &[&[u8]]) -> Result<BTreeMap<Vec<u8>, Dirty>, Unknown> {
    let ask = |arguments: &[&str], paths: &[&[u8]]| {
        git(root, arguments, paths).map_err(|why| Unknown { root: root.to_owned(), why })
    };
    let mut dirty = BTreeMap::new();
    // The length of a command line is limited.
    for paths in paths.chunks(256) {
        // Each record: two letters, a blank, the path.
        let status = ask(&["status", "--porcelain", "-z", "--no-renames", "--untracked-files=no"], paths)?;
        let changed = records(&status).filter_map(|record| record.get(3..));
        dirty.extend(changed.map(|path| (path.to_vec(), Dirty::Changed)));
        // Each record: a letter, a blank, the path. Only what git tracks is here, and status tells no more of it where git was told
        // not to look: `S` is skip-worktree, and small letters are assume-unchanged.
        let tracked = ask(&["ls-files", "-v", "-z"], paths)?;
        let tracked: BTreeMap<&[u8], u8> =
            records(&tracked).filter_map(|record| Some((record.get(2..)?, *record.first()?))).collect();
        for path in paths {
            match tracked.get(path) {
                None => dirty.insert(path.to_vec(), Dirty::Untracked),
                Some(b'S' | b'a'..=b'z') if !is_as_committed(&ask, path)? => {
                    dirty.insert(path.to_vec(), Dirty::Changed)
                }
                Some(_) => continue,
            };
        }
    }
    Ok(dirty)
}

/// Whether a file is, byte for byte once git's filters are through with it, what the last commit has.
fn is_as_committed<E>(
    ask: &impl Fn(&[&str], &[&[u8]]) -> Result<Vec<u8>, E>,
    path: &[u8],
) -> Result<bool, E> {
    // A mode, a type, an id, a tab, the path.
    let committed = ask(&["ls-tree", "-z", "HEAD"], &[path])?;
    let here = ask(&["hash-object"], &[path])?;
    let committed = committed.split(|byte| matches!(byte, b' ' | b'\t')).nth(2);
    Ok(committed.is_some_and(|id| id == here.trim_ascii()))
}

/// What git prints about `paths`, or why it didn't.
fn git(root: &Path, arguments: &[&str], paths: &[&[u8]]) -> Result<Vec<u8>, String> {
    let mut git = Command::new("git");
    // Another repository than the one in `root`, which hooks for instance have in their environment, has no say.
    for name in
        ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_PREFIX"]
    {
        git.env_remove(name);
    }
    // A monitor may be late, and a repository shouldn't get to name a program to run.
    git.arg("-C").arg(root).args([
        "-c",
        "core.fsmonitor=false",
        "--literal-pathspecs",
        "--no-optional-locks",
    ]);
    git.args(arguments).arg("--").args(paths.iter().map(|path| os_string(path)));
    let output = git.output().map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => "there is no git on PATH".to_owned(),
        _ => super::files::said(&e),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.lines().next().unwrap_or("it failed").to_owned())
}

fn records(output: &[u8]) -> impl Iterator<Item = &[u8]> {
    output.split(|byte| *byte == 0).filter(|record| !record.is_empty())
}

#[cfg(unix)]
fn os_string(path: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(path.to_vec())
}

/// Elsewhere names are text.
#[cfg(not(unix))]
fn os_string(path: &[u8]) -> OsString {
    String::from_utf8_lossy(path).into_owned().into()
}
