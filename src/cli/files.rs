//! From the PATHs of a command line to the texts of files.

use super::say::{Level, Message};
use crate::project::disk::{Disk, Kind, clean};
use crate::project::walk::{Found, walk};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// A Go file that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Absolute, without `.` and `..`.
    pub path: PathBuf,
    /// As messages and findings name it: relative to the working directory, with `/`.
    pub name: String,
    /// A PATH of the command line itself, and not found by walking a folder.
    pub named: bool,
    /// Whether the text came in on standard input; the disk of the run has it at `path` all the same.
    pub stdin: bool,
    /// Which of the PATHs it follows from.
    pub argument: usize,
    /// Which of the run's setups holds for it.
    pub setup: usize,
}

impl Source {
    /// The source on standard input. Without a file name it belongs to the working directory, but to no package there: the go
    /// command passes over names that begin with an underscore.
    pub fn stdin(filename: Option<&Path>, work_dir: &Path) -> Source {
        let path = clean(&work_dir.join(filename.unwrap_or(Path::new("_stdin.go"))));
        let name = filename.map_or_else(|| "<stdin>".to_owned(), |_| shown(&path, work_dir));
        Source { path, name, named: true, stdin: true, argument: 0, setup: 0 }
    }

    fn found(found: Found, work_dir: &Path) -> Source {
        let name = shown(&found.absolute, work_dir);
        let Found { absolute, named, argument, .. } = found;
        Source { path: absolute, name, named, stdin: false, argument, setup: 0 }
    }

    /// What isn't as it should be: an error when the user asked for this very file, a warning otherwise.
    pub fn problem(&self, text: impl Display) -> Message {
        let level = if self.named { Level::Error } else { Level::Warning };
        Message::new(level, format!("{}: {text}", self.name))
    }

    pub fn error(&self, text: impl Display) -> Message {
        Message::new(Level::Error, format!("{}: {text}", self.name))
    }
}

/// Whether a PATH means standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The Go files that `paths` stand for, and what couldn't be looked into. A link to a file that is among them isn't.
pub fn gather(disk: &dyn Disk, paths: &[PathBuf], work_dir: &Path) -> (Vec<Source>, Vec<Message>) {
    let mut walked = walk(disk, work_dir, paths);
    let is_walked_link = |found: &Found| found.through_link && !found.named;
    if walked.files.iter().any(is_walked_link) {
        let real = |found: &Found| disk.canonical(&found.absolute).unwrap_or_else(|_| found.absolute.clone());
        let files: BTreeSet<PathBuf> =
            walked.files.iter().filter(|found| !is_walked_link(found)).map(real).collect();
        walked.files.retain(|found| !is_walked_link(found) || !files.contains(&real(found)));
    }
    // Nothing came of these, so they are named as the user did.
    let problem = |problem: crate::project::walk::Problem| {
        let cause = advised(&without_number(&problem.cause));
        Message::new(Level::Error, format!("{}: {cause}", problem.path.display()))
    };
    (
        walked.files.into_iter().map(|found| Source::found(found, work_dir)).collect(),
        walked.problems.into_iter().map(problem).collect(),
    )
}

/// The text of a file. Go source is UTF-8 (Go spec, "Source code representation").
pub fn read(disk: &dyn Disk, source: &Source) -> Result<String, Message> {
    // Reading a pipe could wait for ever. Walks find files only.
    if source.named && !source.stdin && disk.kind(&source.path).is_ok_and(|kind| kind != Kind::File) {
        return Err(source.error("isn't a regular file; use - to read standard input"));
    }
    let bytes = disk.read(&source.path).map_err(|e| source.error(advised(&said(&e))))?;
    str::from_utf8(&bytes).map(str::to_owned).map_err(|e| {
        let at = e.valid_up_to();
        source.problem(format_args!("isn't UTF-8 (at byte {at}), as Go source must be; it's left alone"))
    })
}

/// All that comes in on standard input.
pub fn read_stdin() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What an error of the operating system says, without its number.
pub fn said(error: &std::io::Error) -> String {
    without_number(&error.to_string())
}

/// What keeps gomend from reading, and what to do about it where that isn't plain.
fn advised(cause: &str) -> String {
    match cause {
        "permission denied" => format!("{cause}; make it readable (chmod u+r, for a folder u+rx)"),
        _ => cause.to_owned(),
    }
}

fn without_number(error: &str) -> String {
    match error.rfind(" (os error ") {
        Some(end) => error[..end].to_lowercase(),
        None => error.to_owned(),
    }
}

/// The absolute `path` relative to the working directory, with `/`.
pub fn shown(path: &Path, work_dir: &Path) -> String {
    let (mut from, mut to) = (work_dir.components().peekable(), path.components().peekable());
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let up = from.map(|_| Component::ParentDir);
    let parts: Vec<Cow<str>> = up
        .chain(to)
        .map(|part| match part {
            Component::Normal(name) => name.to_string_lossy(),
            other => Cow::Owned(other.as_os_str().to_string_lossy().into_owned()),
        })
        .collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::disk::{Overlay, Unreadable};
    use std::sync::Arc;

    #[test]
    fn what_cant_be_read_says_what_to_do() {
        let below = Overlay::empty().with("/m/a.go", "package m").with("/m/d/b.go", "package d");
        let disk = Unreadable::new(Arc::new(below), ["/m/a.go", "/m/d"]);
        let (sources, messages) = gather(&disk, &["/m".into(), "../x.go".into()], Path::new("/m"));
        let [folder, missing] = messages.as_slice() else { panic!("{messages:?}") };
        assert_eq!(folder.text, "/m/d: permission denied; make it readable (chmod u+r, for a folder u+rx)");
        assert!(missing.text.starts_with("../x.go: "), "{missing:?}");
        let file = read(&disk, &sources[0]).unwrap_err();
        assert_eq!(file.text, "a.go: permission denied; make it readable (chmod u+r, for a folder u+rx)");
    }

    #[test]
    fn names_are_relative_to_the_working_directory() {
        let here = Path::new("/a/b");
        assert_eq!(shown(Path::new("/a/b/c/y.go"), here), "c/y.go");
        assert_eq!(shown(Path::new("/a/c/y.go"), here), "../c/y.go");
        assert_eq!(shown(Path::new("/a/b"), here), ".");
    }
}
