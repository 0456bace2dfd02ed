//! What the environment says of Go, as plain data: the go command's variables, and their defaults.
//!
//! It knows the names of the variables and what follows from them. It reads no environment: whoever has one hands in a function that looks
//! a name up.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::disk::{Disk, Kind, clean};
use super::module::Language;
use super::platform::Platform;

/// Everything outside of the files themselves that decides how Go code is found and read.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What relative paths are relative to; absolute.
    pub work_dir: PathBuf,
    /// The platform for which files are chosen: GOOS, GOARCH, CGO_ENABLED, `-tags`.
    pub platform: Platform,
    /// The language version to take instead of go.mod's.
    pub go: Option<Language>,
    /// GOPATH, as a list.
    pub gopath: Vec<PathBuf>,
    /// GOMODCACHE.
    pub module_cache: Option<PathBuf>,
    /// GOWORK.
    pub workspace: Workspace,
    /// `-mod` in GOFLAGS.
    pub vendoring: Vendoring,
    /// GO111MODULE=off: go.mod files don't count.
    pub gopath_mode: bool,
}

/// Where the go.work file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Workspace {
    /// The nearest one upwards.
    Nearest,
    Off,
    File(PathBuf),
}

/// Whether packages come from a `vendor` folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendoring {
    /// When there is one, and go.mod says go 1.14 or later.
    Auto,
    Always,
    Never,
}

impl Settings {
    /// Those of a machine where no variable is set and no home folder is known.
    pub fn new(work_dir: impl Into<PathBuf>) -> Settings {
        Settings {
            work_dir: work_dir.into(),
            platform: Platform::host(),
            go: None,
            gopath: Vec::new(),
            module_cache: None,
            workspace: Workspace::Nearest,
            vendoring: Vendoring::Auto,
            gopath_mode: false,
        }
    }

    /// Takes the go command's variables from an environment, and those that it doesn't have from the file that `go env -w` writes.
    pub fn from_env(
        work_dir: impl Into<PathBuf>,
        disk: &dyn Disk,
        env: &dyn Fn(&str) -> Option<OsString>,
    ) -> Settings {
        let written = written_variables(disk, env);
        let lookup = |name: &str| -> Option<OsString> {
            let from_env = env(name).filter(|value| !value.is_empty());
            from_env.or_else(|| {
                let (_, value) =
                    written.iter().rev().find(|(written, value)| written == name && !value.is_empty())?;
                Some(OsString::from(value))
            })
        };
        let text = |name: &str| lookup(name).and_then(|value| value.into_string().ok());
        let mut settings = Settings::new(work_dir);

        let host = Platform::host();
        let goos = text("GOOS").unwrap_or_else(|| host.goos.clone());
        let goarch = text("GOARCH").unwrap_or_else(|| host.goarch.clone());
        let native = goos == host.goos && goarch == host.goarch;
        let cgo = match text("CGO_ENABLED").as_deref() {
            Some("1") => true,
            Some(_) => false,
            None => native && has_c_compiler(disk, &goos, &lookup),
        };
        settings.platform = Platform { cgo, ..Platform::new(&goos, &goarch) };

        settings.gopath = match lookup("GOPATH") {
            Some(list) => split_paths(&list).filter(|path| path.is_absolute()).collect(),
            None => home(env).map(|home| home.join("go")).into_iter().collect(),
        };
        settings.module_cache = match lookup("GOMODCACHE") {
            Some(cache) => Some(PathBuf::from(cache)),
            None => settings.gopath.first().map(|path| path.join("pkg").join("mod")),
        };
        settings.workspace = match lookup("GOWORK") {
            Some(off) if off == "off" => Workspace::Off,
            Some(file) if Path::new(&file).is_absolute() => Workspace::File(clean(Path::new(&file))),
            _ => Workspace::Nearest,
        };
        settings.gopath_mode = text("GO111MODULE").as_deref() == Some("off");
        for flag in quoted_words(&text("GOFLAGS").unwrap_or_default()) {
            settings.flag(flag);
        }
        settings
    }

    /// Takes one flag of the go command (`-tags=a,b`, `-mod=vendor`); those that don't matter here are passed over.
    fn flag(&mut self, flag: &str) {
        let flag = flag.strip_prefix("--").or_else(|| flag.strip_prefix('-')).unwrap_or(flag);
        match flag.split_once('=') {
            Some(("tags", tags)) => {
                // Of several the last one counts.
                self.platform.tags.clear();
                self.platform = self.platform.with_tags(tags.split([',', ' ']).filter(|tag| !tag.is_empty()));
            }
            Some(("mod", "vendor")) => self.vendoring = Vendoring::Always,
            Some(("mod", _)) => self.vendoring = Vendoring::Never,
            _ => {}
        }
    }

    /// The path made absolute and clean.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        clean(&self.work_dir.join(path))
    }
}

/// Words between white space; one that begins with a quote ends with the next such quote (cmd/internal/quoted's `Split`).
fn quoted_words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, after) = match first {
            '\'' | '"' => rest[1..].split_once(first).unwrap_or((&rest[1..], "")),
            _ => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        words.push(word);
        rest = after.trim_start();
    }
    words
}

fn home(env: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    env(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The lines `NAME=value` of the file in which `go env -w` keeps defaults (`go help environment`, GOENV).
fn written_variables(disk: &dyn Disk, env: &dyn Fn(&str) -> Option<OsString>) -> Vec<(String, String)> {
    let file = match env("GOENV").filter(|value| !value.is_empty()) {
        Some(off) if off == "off" => None,
        Some(file) => Some(PathBuf::from(file)),
        None => config_dir(env).map(|dir| dir.join("go").join("env")),
    };
    let Some(text) = file.and_then(|file| disk.read(&file).ok()) else { return Vec::new() };
    let lines = String::from_utf8_lossy(&text).into_owned();
    let assignment =
        |line: &str| line.trim().split_once('=').map(|(name, value)| (name.to_string(), value.to_string()));
    lines.lines().filter(|line| !line.trim_start().starts_with('#')).filter_map(assignment).collect()
}

/// Go's `os.UserConfigDir`.
fn config_dir(env: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let named = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if cfg!(windows) {
        return named("AppData");
    }
    if cfg!(target_os = "macos") {
        return Some(home(env)?.join("Library/Application Support"));
    }
    named("XDG_CONFIG_HOME").or_else(|| Some(home(env)?.join(".config")))
}

/// Since Go 1.20 cgo is off by default where the C compiler isn't found.
fn has_c_compiler(disk: &dyn Disk, goos: &str, lookup: &dyn Fn(&str) -> Option<OsString>) -> bool {
    let named = lookup("CC").and_then(|value| value.into_string().ok());
    let compiler = match named.as_deref().and_then(|command| command.split_whitespace().next()) {
        Some(compiler) => compiler.to_string(),
        None if matches!(goos, "darwin" | "ios" | "freebsd" | "openbsd") => "clang".to_string(),
        None => "gcc".to_string(),
    };
    let is_file = |path: PathBuf| disk.kind(&path).is_ok_and(|kind| kind == Kind::File);
    if Path::new(&compiler).is_absolute() {
        return is_file(PathBuf::from(compiler));
    }
    let Some(path) = lookup("PATH") else { return false };
    let name = if cfg!(windows) { format!("{compiler}.exe") } else { compiler };
    split_paths(&path).any(|dir| is_file(dir.join(&name)))
}

/// The folders of a list such as PATH.
fn split_paths(list: &OsStr) -> impl Iterator<Item = PathBuf> {
    let separator = if cfg!(windows) { ';' } else { ':' };
    list.to_str().unwrap_or_default().split(separator).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::disk::Overlay;

    fn settings(disk: &Overlay, variables: &[(&str, &str)]) -> Settings {
        let variables: Vec<_> =
            variables.iter().map(|(name, value)| (name.to_string(), OsString::from(value))).collect();
        Settings::from_env("/w", disk, &move |name| {
            variables.iter().find(|(have, _)| have == name).map(|(_, value)| value.clone())
        })
    }

    #[test]
    #[cfg(unix)]
    fn defaults_follow_from_home() {
        let settings = settings(&Overlay::empty(), &[("HOME", "/home/u")]);
        assert_eq!(settings.gopath, [PathBuf::from("/home/u/go")]);
        assert_eq!(settings.module_cache.as_deref(), Some(Path::new("/home/u/go/pkg/mod")));
        assert!(!settings.platform.cgo, "no C compiler on no PATH");
        assert_eq!(settings.absolute(Path::new("./a/../b")), Path::new("/w/b"));
    }

    #[test]
    #[cfg(unix)]
    fn variables_override_and_the_written_ones_stand_behind() {
        let disk = Overlay::empty()
            .with("/home/u/.config/go/env", "# c\nGOFLAGS=-tags=x,y -mod=mod\nGOOS=plan9\n")
            .with("/bin/gcc", "");
        let settings = settings(
            &disk,
            &[
                ("HOME", "/home/u"),
                ("GOOS", "linux"),
                ("GOARCH", "riscv64"),
                ("CGO_ENABLED", "1"),
                ("GOPATH", "/a:/b"),
                ("GOWORK", "off"),
                ("GO111MODULE", "off"),
                ("PATH", "/bin"),
            ],
        );
        assert_eq!(settings.platform.to_string(), "linux/riscv64 with tags x,y");
        assert!(settings.platform.cgo);
        assert_eq!(settings.gopath.len(), 2);
        assert_eq!(settings.module_cache.as_deref(), Some(Path::new("/a/pkg/mod")));
        assert_eq!(settings.workspace, Workspace::Off);
        assert_eq!(settings.vendoring, Vendoring::Never);
        assert!(settings.gopath_mode);
    }

    #[test]
    fn flags_may_be_quoted() {
        let settings = settings(&Overlay::empty(), &[("GOFLAGS", "  '-tags=a b' \"-mod=mod\" -v 'open")]);
        assert_eq!(settings.platform.tags, ["a", "b"]);
        assert_eq!(settings.vendoring, Vendoring::Never);
        let twice = self::settings(&Overlay::empty(), &[("GOFLAGS", "-tags=a,b -tags=c")]);
        assert_eq!(twice.platform.tags, ["c"], "as the go command takes it");
        assert_eq!(quoted_words("x 'y z"), ["x", "y z"]);
    }

    #[test]
    #[cfg(unix)]
    fn cgo_is_on_where_a_compiler_is() {
        let disk = Overlay::empty().with("/bin/gcc", "").with("/bin/clang", "");
        assert!(settings(&disk, &[("PATH", "/usr/bin:/bin")]).platform.cgo);
        assert!(!settings(&disk, &[("PATH", "/usr/bin:/bin"), ("GOOS", "windows")]).platform.cgo);
    }
}
