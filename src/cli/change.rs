//! A file that would be written, as `diff` and `fix` both see it.

use super::files::Source;
use super::repo::{Place, Repos};
use super::run::{Examined, Part, Runner};
use super::write;
use crate::engine::Reported;
use crate::report;
use std::path::{Path, PathBuf};

/// A file, what it was when it was read, and what it shall be.
pub struct Change {
    /// As messages name it.
    pub name: String,
    /// Where it would be written: no link.
    pub target: PathBuf,
    pub place: Place,
    pub old: String,
    pub new: String,
    pub findings: Vec<Reported>,
}

impl Change {
    pub fn patch(&self) -> String {
        report::patch(&report::Change {
            path: &self.place.path,
            old: &self.old,
            new: &self.new,
            executable: is_executable(&self.target),
            findings: &self.findings,
        })
    }
}

/// Where changes may be made.
pub struct Ground<'a> {
    pub repos: &'a Repos,
    pub work_dir: &'a Path,
}

impl Ground<'_> {
    /// What the fixes that `accept` takes make of a file. A link that may not be written through is said and left alone.
    pub fn propose(
        &self,
        runner: &Runner,
        source: &Source,
        accept: &dyn Fn(&Reported) -> bool,
    ) -> Part<Option<Change>> {
        runner.examine(source, accept).map(|examined, messages| {
            let Examined { text: old, outcome } = examined?;
            let new = outcome.fixed?;
            match self.target(source) {
                Ok(target) => {
                    let place = self.repos.place(&target, self.work_dir);
                    let name = source.name.clone();
                    Some(Change { name, target, place, old, new, findings: outcome.findings })
                }
                Err(refused) => {
                    // Walks follow no link to a folder: it was the user who named this one.
                    messages.push(match &refused {
                        write::LinkRefused::FolderOutside { .. } => source.error(refused),
                        _ => source.problem(refused),
                    });
                    None
                }
            }
        })
    }

    /// The file that a change of `source` would be written to, links resolved. A link is followed within its repository; outside
    /// of all repositories, within the working directory. One that lies in neither, as where a system keeps homes or temporary
    /// folders elsewhere, may lead to a repository and to nothing else outside.
    fn target(&self, source: &Source) -> Result<PathBuf, write::LinkRefused> {
        if source.stdin {
            return Ok(source.path.clone());
        }
        let file_root = self.repos.place(&source.path, self.work_dir).root;
        let link_of_file = source.path.parent().and_then(|folder| std::fs::canonicalize(folder).ok());
        write::target(&source.path, source.named, &|folder: &Path| {
            let root = self.repos.root(folder);
            let is_elsewhere = !folder.starts_with(self.work_dir) && link_of_file.as_deref() != Some(folder);
            match root {
                None if is_elsewhere && file_root.is_some() => None,
                root => Some(root.unwrap_or_else(|| self.work_dir.to_owned())),
            }
        })
    }
}

/// Whether git has the file as 100755.
fn is_executable(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o100 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}
