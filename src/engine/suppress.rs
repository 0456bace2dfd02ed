//! Findings that a comment in the source says not to report.
//!
//! Knows `//gomend:ignore NAME reason`, golangci-lint's `//nolint` and `//nolint:NAME,OTHER`, and staticcheck's
//! `//lint:ignore NAME reason`. A comment holds for its own line; alone on a line, for the next line of code; in the comment
//! above a declaration, for all of it. A name is a codemod's, or that of a linter's check for the same defect.

use crate::syntax::Outline;
use crate::syntax::comments::comments;
use crate::text::LineIndex;
use std::ops::Range;

/// What other linters call the defect.
fn other_names(codemod: &str) -> &'static [&'static str] {
    match codemod {
        "defer-in-loop" => &["deferInLoop", "revive:defer", "SA9001"],
        "blank-error" | "unchecked-error" => &["errcheck"],
        "captured-loop-variable" => &["loopclosure", "exportloopref", "scopelint", "copyloopvar"],
        "lost-cancel" => &["lostcancel"],
        "unreleased-resource" => &["bodyclose", "sqlclosecheck", "rowserrcheck", "spancheck"],
        _ => &[],
    }
}

/// One comment that suppresses, and the bytes that it holds for.
struct Suppression<'t> {
    range: Range<usize>,
    /// `None`: everything.
    names: Option<Vec<&'t str>>,
}

/// The suppressions of one file.
pub struct Suppressions<'t>(Vec<Suppression<'t>>);

impl<'t> Suppressions<'t> {
    pub fn of(text: &'t str, lines: &LineIndex, outline: &Outline) -> Suppressions<'t> {
        // Most files have none, and finding their comments costs as much as finding their defects.
        if !["gomend:ignore", "nolint", "lint:ignore"].iter().any(|word| text.contains(word)) {
            return Suppressions(Vec::new());
        }
        let all = comments(text).into_iter().filter_map(|comment| {
            let names = names(&text[comment.clone()])?;
            Some(Suppression { range: holds_for(text, lines, outline, &comment), names })
        });
        Suppressions(all.collect())
    }

    /// Whether a finding of `codemod` at `offset` isn't to be reported.
    pub fn hide(&self, codemod: &str, offset: usize) -> bool {
        self.0.iter().any(|s| {
            s.range.contains(&offset)
                && s.names.as_ref().is_none_or(|names| {
                    names.iter().any(|name| *name == codemod || other_names(codemod).contains(name))
                })
        })
    }
}

/// The names that the comment suppresses: all of them for `Some(None)`, none of them for `None`.
fn names(comment: &str) -> Option<Option<Vec<&str>>> {
    let text = comment.strip_prefix("//")?;
    let split = |text: &'_ str| -> usize { text.find(|c: char| c.is_whitespace()).unwrap_or(text.len()) };
    for directive in ["gomend:ignore ", "lint:ignore "] {
        if let Some(rest) = text.strip_prefix(directive) {
            let rest = rest.trim_start();
            return Some(Some(rest[..split(rest)].split(',').collect()));
        }
    }
    // golangci-lint allows blanks before the word.
    let rest = text.trim_start().strip_prefix("nolint")?;
    match rest.chars().next() {
        None => Some(None),
        Some(':') => {
            let rest = &rest[1..];
            let names: Vec<&str> = rest[..split(rest)].split(',').collect();
            Some((!names.contains(&"all")).then_some(names))
        }
        Some(c) if c.is_whitespace() || c == '/' => Some(None),
        _ => None,
    }
}

fn holds_for(text: &str, lines: &LineIndex, outline: &Outline, comment: &Range<usize>) -> Range<usize> {
    let line = lines.line(comment.start);
    if !text[lines.start(line)..comment.start].trim().is_empty() {
        return lines.range(line);
    }
    // The next line that isn't a comment.
    let mut next = line + 1;
    while next < lines.count() && lines.text(text, next).trim_start().starts_with("//") {
        next += 1;
    }
    let code = lines.range(next);
    let declaration = outline.decls.iter().find(|decl| code.contains(&decl.range.start));
    declaration.map_or(code, |decl| decl.range.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str, codemod: &str) -> Vec<usize> {
        let lines = LineIndex::new(text);
        let found = Suppressions::of(text, &lines, &Outline::of(text));
        (0..lines.count())
            .filter(|line| found.hide(codemod, lines.start(*line)))
            .map(|line| line + 1)
            .collect()
    }

    #[test]
    fn a_comment_holds_for_its_line_or_for_what_is_below_it() {
        let text = "package a\n\nfunc f() {\n\ta() //nolint\n\t//gomend:ignore blank-error on purpose\n\t// more\n\tb()\n\tc()\n}\n\n// g is.\n//\n//nolint:errcheck // why\nfunc g() {\n\td()\n}\n";
        assert_eq!(hidden(text, "blank-error"), [4, 7, 14, 15, 16]);
        assert_eq!(hidden(text, "defer-in-loop"), [4]);
    }

    #[test]
    fn names_are_a_list() {
        let text = "package a\n\nfunc f() {\n\ta() // nolint:gosec,errcheck\n\tb() //lint:ignore defer-in-loop,x why\n\tc() // nolinter\n\td() //nolint:all\n\te() // \"//nolint\"\n}\n";
        assert_eq!(hidden(text, "blank-error"), [4, 7]);
        assert_eq!(hidden(text, "defer-in-loop"), [5, 7]);
    }
}
