//! What gomend needs to know of git repositories: their roots, and which files have uncommitted changes.
//!
//! Roots are found by looking; only the state of files is asked of git itself.

use std::collections::{BTreeMap, BTreeSet};
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

    /// The nearest folder upwards with a `.git`: a folder, or a file in work trees and submodules.
    fn root(&self, folder: &Path) -> Option<PathBuf> {
        let known = |repos: &Repos| repos.roots.lock().ok()?.get(folder).cloned();
        if let Some(root) = known(self) {
            return root;
        }
        let root = folder.ancestors().find(|dir| dir.join(".git").exists()).map(Path::to_owned);
        if let Ok(mut roots) = self.roots.lock() {
            roots.insert(folder.to_owned(), root.clone());
        }
        root
    }
}

/// git couldn't be asked.
#[derive(Debug, thiserror::Error)]
#[error("can't ask git whether the files in {} are committed: {why}", root.display())]
pub struct Unknown {
    root: PathBuf,
    why: String,
}

/// Those of `paths`, relative to `root`, that differ from the last commit or aren't in it.
pub fn dirty(root: &Path, paths: &[&[u8]]) -> Result<BTreeSet<Vec<u8>>, Unknown> {
    let unknown = |why: String| Unknown { root: root.to_owned(), why };
    let mut dirty = BTreeSet::new();
    // The length of a command line is limited.
    for paths in paths.chunks(256) {
        let mut git = Command::new("git");
        git.arg("-C").arg(root).args(["--literal-pathspecs", "--no-optional-locks", "status"]);
        git.args(["--porcelain", "-z", "--no-renames", "--untracked-files=all", "--"]);
        git.args(paths.iter().map(|path| os_string(path)));
        let output = git.output().map_err(|e| unknown(super::files::said(&e)))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(unknown(said.lines().next().unwrap_or("it failed").to_owned()));
        }
        // Each record: two letters, a blank, the path.
        let records = output.stdout.split(|byte| *byte == 0).filter_map(|record| record.get(3..));
        dirty.extend(records.map(<[u8]>::to_vec));
    }
    Ok(dirty)
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
