//! The head of a Go file: comments, package clause, import declarations; with what they say of where the file belongs.
//!
//! It scans bytes up to the first declaration that isn't an import, and no further. It knows where constraint lines and generated-file
//! marks may stand; it doesn't judge the rest of the file, and on a broken head it says what it has seen.

use std::ops::Range;

use super::constraint::{Expr, Malformed, NameConstraint, go_build_text, plus_build_text};
use super::generated;
use super::platform::Platform;
use super::version::Version;

/// What the head of a file says.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Header {
    /// The name in the package clause; `None` when there is no such clause.
    pub package: Option<Name>,
    pub imports: Vec<ImportSpec>,
    pub constraint: Constraint,
    /// The version of a `//go:build go1.N` line, as it stands there.
    pub build_version: Option<BuildVersion>,
    /// Whether the file is marked as generated (go.dev/s/generatedcode).
    pub generated: bool,
}

/// An identifier and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub range: Range<usize>,
}

/// One import: `name "path"`, where the name may be `_` or `.` or missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSpec {
    pub name: Option<Name>,
    pub path: String,
    /// The string literal of the path, quotes included.
    pub range: Range<usize>,
}

/// The build constraint in a file's head.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Constraint {
    /// Built everywhere.
    #[default]
    None,
    Expr(Expr),
    /// A constraint that go/build rejects: such a file is built nowhere.
    Malformed(Malformed),
}

/// The language version that a build line asks for, and the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildVersion {
    pub version: Version,
    /// Counted from 1.
    pub line: usize,
}

impl Header {
    /// Reads the head of a Go file.
    pub fn scan(text: &[u8]) -> Header {
        let start = if text.starts_with(BOM) { BOM.len() } else { 0 };
        let mut scanner = Scanner { text, at: start, after_code: false };
        let mut header = Header::default();
        let top = scanner.comments();
        for comment in &top {
            header.generated |= generated::marks(&text[comment.clone()]);
            if let Some(version) = build_version(text, comment) {
                header.build_version = Some(version);
            }
        }
        if scanner.word("package") {
            header.package = scanner.name();
            if header.package.is_some() {
                scanner.imports(&mut header.imports);
            }
        }
        header.constraint = constraint(&text[start..scanner.at]);
        header
    }

    /// Whether the file is built on the platform: by its name, its constraint, and whether it needs cgo.
    pub fn is_built(&self, file_name: &str, platform: &Platform) -> bool {
        let built = NameConstraint::of(file_name).holds(platform)
            && match &self.constraint {
                Constraint::None => true,
                Constraint::Expr(expr) => expr.eval(&|tag| platform.has_tag(tag)),
                Constraint::Malformed(_) => false,
            };
        built && (platform.cgo || !self.uses_cgo())
    }

    /// Whether the file imports the pseudo-package `C`.
    pub fn uses_cgo(&self) -> bool {
        self.imports.iter().any(|import| import.path == "C")
    }
}

const BOM: &[u8] = b"\xef\xbb\xbf";

/// A `//go:build` comment anywhere before the package clause sets the file's version (go/parser); the last one wins.
fn build_version(text: &[u8], comment: &Range<usize>) -> Option<BuildVersion> {
    let line = str::from_utf8(&text[comment.clone()]).ok()?;
    let minor = Expr::parse(go_build_text(line)?).ok()?.go_minor()?;
    let line = 1 + text[..comment.start].iter().filter(|byte| **byte == b'\n').count();
    Some(BuildVersion { version: Version::new(1, minor), line })
}

/// Finds the constraint lines as go/build's `parseFileHeader` and `shouldBuild` do: `//go:build` may stand in the leading run of `//`
/// comments and blank lines and also between block comments, `// +build` only where a blank line follows before anything else.
fn constraint(head: &[u8]) -> Constraint {
    let mut go_build = None;
    let mut leading = 0;
    let mut ended = false;
    let mut in_block = false;
    let mut at = 0;
    'lines: while at < head.len() {
        let end =
            head[at..].iter().position(|byte| *byte == b'\n').map_or(head.len(), |length| at + length + 1);
        let mut line = head[at..end].trim_ascii();
        at = end;
        if line.is_empty() && !ended {
            leading = at;
            continue;
        }
        if !line.starts_with(b"//") {
            ended = true;
        }
        if !in_block && let Some(text) = str::from_utf8(line).ok().and_then(go_build_text) {
            if go_build.is_some() {
                return Constraint::Malformed(Malformed("multiple //go:build comments"));
            }
            go_build = Some(text);
        }
        while !line.is_empty() {
            if in_block {
                let Some(close) = find(line, b"*/") else { continue 'lines };
                in_block = false;
                line = line[close + 2..].trim_ascii();
            } else if line.starts_with(b"//") {
                continue 'lines;
            } else if line.starts_with(b"/*") {
                in_block = true;
                line = line[2..].trim_ascii();
            } else {
                break 'lines;
            }
        }
    }
    if let Some(text) = go_build {
        return match Expr::parse(text) {
            Ok(expr) => Constraint::Expr(expr),
            Err(malformed) => Constraint::Malformed(malformed),
        };
    }
    let lines = head[..leading]
        .split(|byte| *byte == b'\n')
        .filter_map(|line| str::from_utf8(line.trim_ascii()).ok());
    let exprs = lines.filter_map(plus_build_text).filter_map(|text| Expr::parse_plus_build(text).ok());
    exprs.reduce(Expr::and).map_or(Constraint::None, Constraint::Expr)
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, what)
}

struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    /// Whether a newline would be taken for a semicolon here (spec, "Semicolons").
    after_code: bool,
}

impl Scanner<'_> {
    /// Skips white space and comments, and says where the comments were. Ends before a newline that is a semicolon.
    fn comments(&mut self) -> Vec<Range<usize>> {
        let mut comments = Vec::new();
        while let Some(&byte) = self.text.get(self.at) {
            let start = self.at;
            match byte {
                b'\n' if self.after_code => break,
                b' ' | b'\t' | b'\r' | b'\n' => {
                    self.at += 1;
                    continue;
                }
                b'/' if self.text[start..].starts_with(b"//") => {
                    self.at = memchr::memchr(b'\n', &self.text[start..])
                        .map_or(self.text.len(), |length| start + length);
                }
                b'/' if self.text[start..].starts_with(b"/*") => {
                    let close = find(&self.text[start + 2..], b"*/");
                    self.at = close.map_or(self.text.len(), |length| start + 2 + length + 2);
                    // A general comment that holds a newline acts like one.
                    if self.after_code && self.text[start..self.at].contains(&b'\n') {
                        self.at = start;
                        break;
                    }
                }
                _ => break,
            }
            comments.push(start..self.at);
        }
        comments
    }

    /// The next byte after white space and comments.
    fn peek(&mut self) -> Option<u8> {
        self.comments();
        self.text.get(self.at).copied()
    }

    /// The end of a declaration: a semicolon, a newline that is one, or what closes the group.
    fn semicolon(&mut self) {
        self.after_code = true;
        self.comments();
        self.after_code = false;
        if matches!(self.text.get(self.at), Some(b';' | b'\n')) {
            self.at += 1;
        }
    }

    /// Takes the keyword when it is next.
    fn word(&mut self, keyword: &str) -> bool {
        self.comments();
        let end = self.identifier_end();
        if &self.text[self.at..end] != keyword.as_bytes() {
            return false;
        }
        self.at = end;
        true
    }

    fn name(&mut self) -> Option<Name> {
        self.comments();
        let end = self.identifier_end();
        if end == self.at || self.text[self.at].is_ascii_digit() {
            return None;
        }
        let range = self.at..end;
        let text = str::from_utf8(&self.text[range.clone()]).ok()?.to_string();
        self.at = end;
        Some(Name { text, range })
    }

    /// Letters, digits, underscores, and all that isn't ASCII.
    fn identifier_end(&self) -> usize {
        let rest = &self.text[self.at..];
        let length =
            rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii()));
        self.at + length.unwrap_or(rest.len())
    }

    /// Reads `import` declarations up to the first thing that isn't one.
    fn imports(&mut self, imports: &mut Vec<ImportSpec>) {
        loop {
            self.semicolon();
            if !self.word("import") {
                return;
            }
            if self.peek() != Some(b'(') {
                let Some(import) = self.import() else { return };
                imports.push(import);
                continue;
            }
            self.at += 1;
            while self.peek() != Some(b')') {
                let Some(import) = self.import() else { return };
                imports.push(import);
                self.semicolon();
            }
            self.at += 1;
        }
    }

    fn import(&mut self) -> Option<ImportSpec> {
        let name = match self.peek()? {
            b'.' => {
                self.at += 1;
                Some(Name { text: ".".to_string(), range: self.at - 1..self.at })
            }
            b'"' | b'`' => None,
            _ => Some(self.name()?),
        };
        let quote = self.peek().filter(|byte| matches!(byte, b'"' | b'`'))?;
        let start = self.at;
        let inside = &self.text[start + 1..];
        let length = memchr::memchr(quote, inside)?;
        let path = &inside[..length];
        // An import path has no escapes in practice, and a newline in it means that the quote was never closed.
        if path.contains(&b'\\') || path.contains(&b'\n') {
            return None;
        }
        let path = str::from_utf8(path).ok()?.to_string();
        self.at = start + length + 2;
        Some(ImportSpec { name, path, range: start..self.at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> Header {
        Header::scan(text.as_bytes())
    }

    fn package(text: &str) -> Option<String> {
        scan(text).package.map(|name| name.text)
    }

    fn built(text: &str, goos: &str) -> bool {
        scan(text).is_built("x.go", &Platform::new(goos, "amd64"))
    }

    #[test]
    fn package_clauses() {
        assert_eq!(package("package a\n").as_deref(), Some("a"));
        assert_eq!(
            package("\u{feff}// c\n/* d\n*/ package /* e */ größe; import \"x\"").as_deref(),
            Some("größe")
        );
        assert_eq!(package("packages a"), None);
        assert_eq!(package("import \"x\"\npackage a"), None);
        assert_eq!(package("/* package a"), None);
        assert_eq!(package(""), None);
        assert_eq!(scan("package a").package.unwrap().range, 8..9);
    }

    #[test]
    fn imports_with_names() {
        let text = "package a\n\nimport \"fmt\"\nimport (\n\t// c\n\tf \"x/y\" // d\n\t_ `z`; . \"w\"\n)\nimport \"C\"\nvar x = \"import\"\nimport \"no\"\n";
        let header = scan(text);
        let imports: Vec<_> = header
            .imports
            .iter()
            .map(|import| (import.name.as_ref().map(|name| name.text.as_str()), import.path.as_str()))
            .collect();
        assert_eq!(
            imports,
            [(None, "fmt"), (Some("f"), "x/y"), (Some("_"), "z"), (Some("."), "w"), (None, "C")]
        );
        assert_eq!(&text[header.imports[1].range.clone()], "\"x/y\"");
        assert!(header.uses_cgo());
    }

    #[test]
    fn broken_heads_end() {
        for text in [
            "package a\nimport (",
            "package a\nimport (\"x",
            "package a\nimport (f",
            "package a; import ;",
            "package 1",
            "//",
            "/*",
            "package",
        ] {
            scan(text);
        }
    }

    #[test]
    fn where_go_build_may_stand() {
        assert!(!built("//go:build windows\n\npackage a\n", "linux"));
        assert!(!built("//go:build windows\npackage a\n", "linux"));
        assert!(!built("/* c */\n//go:build windows\npackage a\n", "linux"));
        assert!(built("/*\n//go:build windows\n*/\npackage a\n", "linux"));
        assert!(built("package a\n\n//go:build windows\n", "linux"));
        assert!(built("/* c */ //go:build windows\npackage a\n", "linux"));
        assert!(!built("//go:build linux\n//go:build linux\npackage a\n", "linux"));
        assert!(!built("//go:build linux &&\npackage a\n", "linux"));
        assert!(!built("\u{feff}//go:build windows\r\n\r\npackage a\r\n", "linux"));
    }

    #[test]
    fn where_plus_build_may_stand() {
        assert!(!built("// +build windows\n\npackage a\n", "linux"));
        assert!(built("// +build windows\npackage a\n", "linux"));
        assert!(built("/* c */\n// +build windows\n\npackage a\n", "linux"));
        assert!(!built("// +build linux darwin\n// +build cgo\n\npackage a\n", "linux"));
        assert!(built("// +build windows\n//go:build linux\n\npackage a\n", "linux"));
    }

    #[test]
    fn cgo_files_need_cgo() {
        let header = scan("package a\nimport \"C\"\n");
        let linux = Platform::new("linux", "amd64");
        assert!(!header.is_built("x.go", &linux));
        assert!(header.is_built("x.go", &Platform { cgo: true, ..linux }));
    }

    #[test]
    fn the_build_line_has_a_version() {
        let version = |text: &str| scan(text).build_version.map(|build| (build.version.minor(), build.line));
        assert_eq!(version("// c\n\n//go:build go1.18\n\npackage a\n"), Some((18, 3)));
        assert_eq!(version("//go:build linux && go1.22\n//go:build go1.20\npackage a\n"), Some((20, 2)));
        assert_eq!(version("// +build go1.18\n\npackage a\n"), None);
        assert_eq!(version("//go:build linux\n\npackage a\n"), None);
        assert_eq!(version("package a //go:build go1.18\n"), None);
    }

    #[test]
    fn generated_files_are_marked_before_the_package_clause() {
        assert!(scan("// Code generated by x. DO NOT EDIT.\n\npackage a\n").generated);
        assert!(!scan("package a\n\n// Code generated by x. DO NOT EDIT.\n").generated);
    }
}
