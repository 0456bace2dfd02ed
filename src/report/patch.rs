//! The patch: what `git diff` would print, for `git apply` to take.
//!
//! It knows git's format for changed files (quoting, blob ids, modes, hunk headers). It doesn't know renames, new or deleted
//! files, nor filters such as `core.autocrlf`: the blob ids are those of the bytes in the working tree.

use crate::engine::Reported;
use crate::syntax::{Keyword, Outline};
use crate::text::{Hunk, LineIndex, hunks};
use anstyle::{AnsiColor, Effects, Style};
use sha1::{Digest, Sha1};
use std::fmt::Write;

/// One changed file.
pub struct Change<'a> {
    /// Relative to the root of the repository, with `/`; any bytes, as git has it.
    pub path: &'a [u8],
    pub old: &'a str,
    pub new: &'a str,
    /// Whether git has it as 100755.
    pub executable: bool,
    pub findings: &'a [Reported],
}

/// Unchanged lines around a change, as many as git shows.
const CONTEXT: usize = 3;

/// Characters of the enclosing declaration's first line in a hunk header: as many as git takes.
const HEADING: usize = 80;

/// The patch of one file; empty when nothing changed.
pub fn patch(change: &Change) -> String {
    let hunks = hunks(change.old, change.new, CONTEXT);
    if hunks.is_empty() {
        return String::new();
    }
    let (a, b) = (quoted(b"a/", change.path), quoted(b"b/", change.path));
    // A name with a blank ends with a tab, so that no date is read from it.
    let tab = if change.path.contains(&b' ') { "\t" } else { "" };
    let mode = if change.executable { "100755" } else { "100644" };
    let mut out = format!(
        "diff --git {a} {b}\nindex {}..{} {mode}\n--- {a}{tab}\n+++ {b}{tab}\n",
        blob_id(change.old.as_bytes()),
        blob_id(change.new.as_bytes()),
    );
    let headings = Headings::new(change);
    for hunk in &hunks {
        // Writing to a string can't fail.
        let _ = writeln!(out, "{}{}", hunk.header(), headings.of(hunk));
        out.push_str(&hunk.body);
    }
    out
}

/// The name that git gives to a file's bytes.
fn blob_id(bytes: &[u8]) -> String {
    let mut hash = Sha1::new();
    hash.update(format!("blob {}\0", bytes.len()));
    hash.update(bytes);
    hash.finalize().iter().fold(String::new(), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

/// A path as git prints it, C-quoted when it holds anything but printable ASCII.
fn quoted(prefix: &[u8], path: &[u8]) -> String {
    let mut out = String::new();
    let mut plain = true;
    for &byte in prefix.iter().chain(path) {
        let escape = match byte {
            0x07 => "\\a",
            0x08 => "\\b",
            b'\t' => "\\t",
            b'\n' => "\\n",
            0x0b => "\\v",
            0x0c => "\\f",
            b'\r' => "\\r",
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x20..0x7f => {
                out.push(char::from(byte));
                continue;
            }
            _ => {
                let _ = write!(out, "\\{byte:03o}");
                plain = false;
                continue;
            }
        };
        out.push_str(escape);
        plain = false;
    }
    if plain { out } else { format!("\"{out}\"") }
}

/// What stands behind the second `@@`.
struct Headings<'a> {
    change: &'a Change<'a>,
    outline: Outline,
    lines: LineIndex,
}

impl<'a> Headings<'a> {
    fn new(change: &'a Change<'a>) -> Headings<'a> {
        Headings { change, outline: Outline::of(change.old), lines: LineIndex::new(change.old) }
    }

    fn of(&self, hunk: &Hunk) -> String {
        let mut heading = String::new();
        let decl = self.outline.at(self.first_changed(hunk));
        if let Some(decl) = decl {
            let first = self.lines.text(self.change.old, self.lines.line(decl.range.start));
            let first: String = first.chars().filter(|c| !c.is_control()).take(HEADING).collect();
            let _ = write!(heading, " {}", first.trim_end());
        }
        let imports = decl.is_some_and(|d| matches!(d.keyword, Keyword::Package | Keyword::Import));
        let mut tags: Vec<String> = Vec::new();
        for reported in self.change.findings.iter().filter(|r| r.fixed) {
            let Some(fix) = reported.fix() else { continue };
            let edited = fix.edits.as_slice().iter().any(|edit| {
                let range = edit.range();
                let last = range.end.saturating_sub(usize::from(!range.is_empty()));
                self.lines.line(range.start) < hunk.old.end && hunk.old.start <= self.lines.line(last)
            });
            if edited || (imports && !fix.imports.is_empty()) {
                let tag = format!("{}: {}", reported.codemod, fix.safety.name());
                if !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
        }
        if !tags.is_empty() {
            let _ = write!(heading, " [{}]", tags.join(", "));
        }
        heading
    }

    /// The first byte that isn't white space of the first line that the hunk changes; a declaration begins with one.
    fn first_changed(&self, hunk: &Hunk) -> usize {
        let line = self.lines.range(hunk.first_changed);
        let indent = self.change.old[line.clone()].len() - self.change.old[line.clone()].trim_start().len();
        line.start + indent
    }
}

/// The lines of a patch in git's colours.
pub fn painted(patch: &str) -> String {
    let bold = Style::new().effects(Effects::BOLD);
    let mut out = String::with_capacity(patch.len() * 5 / 4);
    let mut in_hunk = false;
    for line in patch.split_inclusive('\n') {
        let text = line.trim_end_matches('\n');
        in_hunk = (in_hunk || text.starts_with("@@")) && !text.starts_with("diff ");
        let style = match text.as_bytes().first() {
            _ if !in_hunk => bold,
            Some(b'@') => AnsiColor::Cyan.on_default(),
            Some(b'+') => AnsiColor::Green.on_default(),
            Some(b'-') => AnsiColor::Red.on_default(),
            _ => Style::new(),
        };
        let _ = write!(out, "{style}{text}{style:#}");
        out.push_str(&line[text.len()..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codemod::{Finding, Fix, Import, Remedy, Safety};
    use crate::text::{Edit, EditSet};

    #[test]
    fn names_are_quoted_as_git_quotes_them() {
        assert_eq!(quoted(b"a/", b"x y.go"), "a/x y.go");
        assert_eq!(quoted(b"a/", "é\"\\\t.go".as_bytes()), r#""a/\303\251\"\\\t.go""#);
    }

    #[test]
    fn a_patch_has_blob_ids_a_mode_and_the_enclosing_declaration() {
        let old = "package a\n\nfunc f() {\n\tone()\n}\n";
        let new = "package a\n\nfunc f() {\n\ttwo()\n}\n";
        let change = Change { path: b"d e/a.go", old, new, executable: true, findings: &[] };
        assert_eq!(
            patch(&change),
            "diff --git a/d e/a.go b/d e/a.go\n\
             index 08608c3c85607d54afd8b1c058e92ff19e9ec6e4..e81b246bc8db3a9b4de767f9dae41f64fcb44ff7 100755\n\
             --- a/d e/a.go\t\n\
             +++ b/d e/a.go\t\n\
             @@ -1,5 +1,5 @@ func f() {\n \
             package a\n \n func f() {\n-\tone()\n+\ttwo()\n }\n"
        );
    }

    #[test]
    fn hunks_name_the_codemods_that_made_them() {
        let old = "package a\n\nimport \"os\"\n\nvar (\n\ta = 1\n\n\tb = 2\n\n\tc = 3\n\n\td = 4\n\n\te = 5\n)\n\nfunc f() { one() }\n";
        let edit = |what: &str, with: &str| {
            let at = old.find(what).unwrap();
            Edit::replace(at..at + what.len(), with)
        };
        let report = |codemod, edits: Vec<Edit>, safety, imports: &[&str], fixed| {
            let imports = imports.iter().map(|path| Import { path: path.to_string(), name: None }).collect();
            let (title, edits) = ("Mend it".into(), EditSet::new(edits).unwrap());
            let (because, alternatives) = Default::default();
            let fix = Fix { title, safety, because, edits, imports, premise: 0..0, alternatives };
            let finding = Finding { range: 0..1, message: String::new(), remedy: Remedy::Fix(fix) };
            Reported { codemod, finding, fixed }
        };
        let findings = [
            report("one", vec![edit("one", "two")], Safety::Unsafe, &["log"], true),
            report("two", vec![edit("4", "5")], Safety::Safe, &[], true),
            report("not-fixed", vec![edit("f()", "g()")], Safety::Safe, &["log"], false),
        ];
        let new = old.replace("one()", "two()").replace("\"os\"", "\"log\"").replace("d = 4", "d = 5");
        let made = patch(&Change { path: b"a.go", old, new: &new, executable: false, findings: &findings });
        let headers: Vec<&str> = made.lines().filter(|line| line.starts_with("@@")).collect();
        assert_eq!(
            headers,
            ["@@ -1,6 +1,6 @@ import \"os\" [one: unsafe]", "@@ -9,9 +9,9 @@ var ( [one: unsafe, two: safe]",]
        );
    }

    #[test]
    fn long_headings_are_cut() {
        let old = format!("package a\n\nfunc f({}é int) {{\n\tx()\n}}\n", "a, ".repeat(40));
        let new = old.replace("x()", "y()");
        let made = patch(&Change { path: b"a.go", old: &old, new: &new, executable: false, findings: &[] });
        let header = made.lines().find(|line| line.starts_with("@@")).unwrap();
        assert_eq!(header.chars().count(), "@@ -1,5 +1,5 @@ ".len() + HEADING);
    }
}
