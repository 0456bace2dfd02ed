//! From the PATHs of a command line to the `gomend.toml` that holds for each: the nearest one upwards, or the one that was named.

use super::files::{said, shown};
use crate::config::Config;
use crate::project::disk::Kind;
use crate::project::{Disk, Language, Origin};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

const NAME: &str = "gomend.toml";

/// What a run was told by one file, or by none.
#[derive(Default)]
pub struct Told {
    /// Where the file lies, absolute.
    pub file: Option<PathBuf>,
    pub config: Config,
}

impl Told {
    /// The language version that the file says to take.
    pub fn language(&self) -> Option<Language> {
        let (version, file) = (self.config.go?, self.file.clone()?);
        Some(Language { version: Some(version.language()), origin: Origin::Config { file } })
    }

    /// Whether the file says that a walk passes over `path`.
    pub fn excludes(&self, path: &Path) -> bool {
        let folder = self.file.as_deref().and_then(Path::parent);
        let below = folder.and_then(|folder| path.strip_prefix(folder).ok());
        below.is_some_and(|below| self.config.exclude.takes(below))
    }
}

/// The files that were read so far.
pub struct Configs<'d> {
    disk: &'d dyn Disk,
    work_dir: &'d Path,
    /// The one that holds for every PATH.
    named: bool,
    all: Vec<Told>,
    /// Indices of `all` by folder.
    known: HashMap<PathBuf, usize>,
}

impl<'d> Configs<'d> {
    /// With `file`, that one holds for every PATH. What is wrong with it is said in words for the user.
    pub fn new(disk: &'d dyn Disk, work_dir: &'d Path, file: Option<&Path>) -> Result<Configs<'d>, String> {
        let mut configs = Configs { disk, work_dir, named: false, all: Vec::new(), known: HashMap::new() };
        if let Some(file) = file {
            configs.read(work_dir.join(file))?;
            configs.named = true;
        }
        Ok(configs)
    }

    /// The index in [`Configs::into_all`] of what holds for `path`, absolute, a file or a folder.
    pub fn of(&mut self, path: &Path) -> Result<usize, String> {
        if self.named {
            return Ok(0);
        }
        let is_folder = self.disk.kind(path).is_ok_and(|kind| kind == Kind::Directory);
        let folder = if is_folder { path } else { path.parent().unwrap_or(path) };
        if let Some(index) = self.known.get(folder) {
            return Ok(*index);
        }
        let file = folder.ancestors().map(|dir| dir.join(NAME)).find(|file| self.disk.kind(file).is_ok());
        let index = match file {
            Some(file) => self.read(file)?,
            None => match self.all.iter().position(|told| told.file.is_none()) {
                Some(index) => index,
                None => {
                    self.all.push(Told::default());
                    self.all.len() - 1
                }
            },
        };
        self.known.insert(folder.to_path_buf(), index);
        Ok(index)
    }

    fn read(&mut self, file: PathBuf) -> Result<usize, String> {
        if let Some(index) = self.all.iter().position(|told| told.file.as_ref() == Some(&file)) {
            return Ok(index);
        }
        let name = shown(&file, self.work_dir);
        let bytes = self.disk.read(&file).map_err(|e| format!("{name}: {}", said(&e)))?;
        let text = str::from_utf8(&bytes).map_err(|_| format!("{name}: isn't UTF-8, as TOML must be"))?;
        let config = Config::parse(text).map_err(|e| format!("{name}:{}: {e}", e.line))?;
        self.all.push(Told { file: Some(file), config });
        Ok(self.all.len() - 1)
    }

    pub fn into_all(self) -> Vec<Told> {
        self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Overlay;

    #[test]
    fn the_nearest_file_upwards_holds() {
        let disk = Overlay::empty()
            .with("/m/gomend.toml", "generated = true")
            .with("/m/a/a.go", "")
            .with("/m/b/gomend.toml", "exclude = ['c']")
            .with("/m/b/c/c.go", "")
            .with("/n/n.go", "");
        let mut configs = Configs::new(&disk, Path::new("/m"), None).unwrap();
        let mut index = |path: &str| configs.of(Path::new(path)).unwrap();
        let (outer, inner, none) = (index("/m/a/a.go"), index("/m/b/c/c.go"), index("/n"));
        assert_eq!([index("/m"), index("/m/b"), index("/n/n.go")], [outer, inner, none]);
        let all = configs.into_all();
        assert!(all[outer].config.generated && !all[inner].config.generated && all[none].file.is_none());
        assert!(
            all[inner].excludes(Path::new("/m/b/c/c.go")) && !all[inner].excludes(Path::new("/m/c/c.go"))
        );
    }

    #[test]
    fn what_is_wrong_names_the_file() {
        let disk = Overlay::empty().with("/m/gomend.toml", "\nskipp = []").with("/m/b/b.go", "");
        let mut configs = Configs::new(&disk, Path::new("/m/b"), None).unwrap();
        assert_eq!(
            configs.of(Path::new("/m/b/b.go")),
            Err("../gomend.toml:2: unknown key `skipp`, did you mean `skip`?".to_owned())
        );
        let missing = Configs::new(&disk, Path::new("/m"), Some(Path::new("x.toml"))).err();
        assert!(missing.is_some_and(|e| e.starts_with("x.toml: ")));
    }
}
