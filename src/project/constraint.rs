//! Build constraints: which platforms a file is for (go/build/constraint, `go help buildconstraint`).
//!
//! It knows the two kinds of lines (`//go:build`, `// +build`) and file name suffixes (`_linux_amd64.go`). Where in a file such lines may
//! stand is known to `header`; which tags are true is known to `platform`.

use std::collections::BTreeSet;

use super::platform::{Platform, current_name, is_known_arch, is_known_os, is_reserved_tag};

/// A Boolean expression over build tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    Tag(String),
    Not(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
}

/// Why a constraint line can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed build constraint: {0}")]
pub struct Malformed(pub &'static str);

/// The most operands that go/build/constraint takes in one expression.
const MAX_SIZE: usize = 1000;
/// The same for `// +build`.
const MAX_OLD_SIZE: usize = 100;

impl Expr {
    /// Reads the expression of a `//go:build` line.
    pub fn parse(text: &str) -> Result<Expr, Malformed> {
        let mut parser = Parser { rest: text, token: Token::End, size: 0 };
        let expr = parser.or()?;
        match parser.token {
            Token::End => Ok(expr),
            _ => Err(Malformed("unexpected token after the expression")),
        }
    }

    /// Reads what follows `// +build`: an OR of space-separated options, each an AND of comma-separated tags.
    pub fn parse_plus_build(text: &str) -> Result<Expr, Malformed> {
        let mut size = 0;
        let mut options: Option<Expr> = None;
        for clause in text.split_whitespace() {
            let mut terms: Option<Expr> = None;
            for word in clause.split(',') {
                let term = plus_build_term(word);
                terms = Some(match terms {
                    None => term,
                    Some(terms) => {
                        size += 1;
                        Expr::And(Box::new(terms), Box::new(term))
                    }
                });
            }
            let Some(terms) = terms else { continue };
            options = Some(match options {
                None => terms,
                Some(options) => {
                    size += 1;
                    Expr::Or(Box::new(options), Box::new(terms))
                }
            });
            if size > MAX_OLD_SIZE {
                return Err(Malformed("expression too complex for // +build lines"));
            }
        }
        Ok(options.unwrap_or_else(ignore))
    }

    /// Both must hold, as those of several `// +build` lines must.
    pub fn and(self, other: Expr) -> Expr {
        Expr::And(Box::new(self), Box::new(other))
    }

    /// Whether the expression holds where `has_tag` says which tags are true.
    pub fn eval(&self, has_tag: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Expr::Tag(tag) => has_tag(tag),
            Expr::Not(expr) => !expr.eval(has_tag),
            Expr::And(left, right) => left.eval(has_tag) && right.eval(has_tag),
            Expr::Or(left, right) => left.eval(has_tag) || right.eval(has_tag),
        }
    }

    /// The minor version N of the least `go1.N` that the expression implies (go/build/constraint's `GoVersion`), 0 for `go1`.
    pub fn go_minor(&self) -> Option<u32> {
        u32::try_from(self.min_minor(true)).ok()
    }

    fn min_minor(&self, positive: bool) -> i64 {
        match self {
            Expr::And(left, right) if positive => left.min_minor(positive).max(right.min_minor(positive)),
            Expr::Or(left, right) if !positive => left.min_minor(positive).max(right.min_minor(positive)),
            Expr::And(left, right) | Expr::Or(left, right) => {
                left.min_minor(positive).min(right.min_minor(positive))
            }
            Expr::Not(expr) => expr.min_minor(!positive),
            Expr::Tag(_) if !positive => -1,
            Expr::Tag(tag) if tag == "go1" => 0,
            Expr::Tag(tag) => tag.split_once("go1.").and_then(|(_, minor)| minor.parse().ok()).unwrap_or(-1),
        }
    }

    /// The tags that only a user can set, in order, without doubles.
    pub fn user_tags(&self) -> BTreeSet<&str> {
        let mut tags = BTreeSet::new();
        self.collect_user_tags(&mut tags);
        tags
    }

    fn collect_user_tags<'e>(&'e self, tags: &mut BTreeSet<&'e str>) {
        match self {
            Expr::Tag(tag) if is_reserved_tag(tag) => {}
            Expr::Tag(tag) => {
                tags.insert(current_name(tag));
            }
            Expr::Not(expr) => expr.collect_user_tags(tags),
            Expr::And(left, right) | Expr::Or(left, right) => {
                left.collect_user_tags(tags);
                right.collect_user_tags(tags);
            }
        }
    }
}

fn ignore() -> Expr {
    Expr::Tag("ignore".to_string())
}

fn plus_build_term(word: &str) -> Expr {
    if word.starts_with("!!") || word == "!" {
        return ignore();
    }
    let (negated, tag) = match word.strip_prefix('!') {
        Some(tag) => (true, tag),
        None => (false, word),
    };
    let valid = !tag.is_empty() && tag.chars().all(is_tag_char);
    let term = if valid { Expr::Tag(tag.to_string()) } else { ignore() };
    if negated { Expr::Not(Box::new(term)) } else { term }
}

/// Letters, digits, underscores and dots; unlike in identifiers, a digit may come first (`386`).
fn is_tag_char(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '.'
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    End,
    Open,
    Close,
    Not,
    And,
    Or,
    Tag(&'t str),
}

/// Recursive descent, `||` below `&&` below `!`; the size limit also bounds the depth.
struct Parser<'t> {
    rest: &'t str,
    token: Token<'t>,
    size: usize,
}

impl<'t> Parser<'t> {
    /// On entry of `or`, `and` and `not` the next token has not been read; on exit it is in `token`.
    fn or(&mut self) -> Result<Expr, Malformed> {
        let mut expr = self.and()?;
        while self.token == Token::Or {
            expr = Expr::Or(Box::new(expr), Box::new(self.and()?));
        }
        Ok(expr)
    }

    fn and(&mut self) -> Result<Expr, Malformed> {
        let mut expr = self.not()?;
        while self.token == Token::And {
            expr = Expr::And(Box::new(expr), Box::new(self.not()?));
        }
        Ok(expr)
    }

    fn not(&mut self) -> Result<Expr, Malformed> {
        self.size += 1;
        if self.size > MAX_SIZE {
            return Err(Malformed("build expression too large"));
        }
        self.next()?;
        if self.token != Token::Not {
            return self.atom();
        }
        self.next()?;
        if self.token == Token::Not {
            return Err(Malformed("double negation not allowed"));
        }
        Ok(Expr::Not(Box::new(self.atom()?)))
    }

    fn atom(&mut self) -> Result<Expr, Malformed> {
        match self.token {
            Token::Open => {
                let expr = self.or()?;
                if self.token != Token::Close {
                    return Err(Malformed("missing close paren"));
                }
                self.next()?;
                Ok(expr)
            }
            Token::Tag(tag) => {
                self.next()?;
                Ok(Expr::Tag(tag.to_string()))
            }
            Token::End => Err(Malformed("unexpected end of expression")),
            _ => Err(Malformed("unexpected token")),
        }
    }

    fn next(&mut self) -> Result<(), Malformed> {
        let text = self.rest.trim_start_matches([' ', '\t']);
        let (token, length) = match text.as_bytes() {
            [] => (Token::End, 0),
            [b'(', ..] => (Token::Open, 1),
            [b')', ..] => (Token::Close, 1),
            [b'!', ..] => (Token::Not, 1),
            [b'&', b'&', ..] => (Token::And, 2),
            [b'|', b'|', ..] => (Token::Or, 2),
            _ => {
                let end = text.find(|letter| !is_tag_char(letter)).unwrap_or(text.len());
                if end == 0 {
                    return Err(Malformed("invalid syntax"));
                }
                (Token::Tag(&text[..end]), end)
            }
        };
        self.token = token;
        self.rest = &text[length..];
        Ok(())
    }
}

/// What follows `//go:build` in a comment, `None` when it isn't such a line.
pub fn go_build_text(comment: &str) -> Option<&str> {
    after_word(comment.trim().strip_prefix("//go:build")?)
}

/// What follows `// +build` in a comment (the space after the slashes is optional), `None` when it isn't such a line.
pub fn plus_build_text(comment: &str) -> Option<&str> {
    after_word(comment.strip_prefix("//")?.trim().strip_prefix("+build")?)
}

/// The trimmed rest, where the word before it ended: `//go:buildable` isn't a constraint.
fn after_word(rest: &str) -> Option<&str> {
    let trimmed = rest.trim();
    (rest.is_empty() || trimmed.len() < rest.len()).then_some(trimmed)
}

/// The constraint in a file's name (`x_linux.go`, `x_linux_amd64_test.go`), as go/build's `goodOSArchFile` sees it.
///
/// What stands before the first underscore doesn't count: `linux.go` has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct NameConstraint<'n> {
    pub goos: Option<&'n str>,
    pub goarch: Option<&'n str>,
}

impl<'n> NameConstraint<'n> {
    pub fn of(file_name: &'n str) -> NameConstraint<'n> {
        let stem = file_name.split_once('.').map_or(file_name, |(stem, _)| stem);
        let none = NameConstraint::default();
        let Some(underscore) = stem.find('_') else { return none };
        let words = &stem[underscore..];
        let words = words.strip_suffix("_test").unwrap_or(words);
        let mut last_first = words.rsplit('_');
        let last = last_first.next().unwrap_or_default();
        let before = last_first.next().unwrap_or_default();
        if is_known_os(before) && is_known_arch(last) {
            return NameConstraint { goos: Some(before), goarch: Some(last) };
        }
        if is_known_os(last) {
            return NameConstraint { goos: Some(last), goarch: None };
        }
        if is_known_arch(last) {
            return NameConstraint { goos: None, goarch: Some(last) };
        }
        none
    }

    /// Whether a file of this name is built there.
    pub fn holds(self, platform: &Platform) -> bool {
        self.goos.is_none_or(|goos| platform.has_tag(goos))
            && self.goarch.is_none_or(|goarch| platform.has_tag(goarch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, tags: &[&str]) -> bool {
        Expr::parse(text).unwrap().eval(&|tag| tags.contains(&tag))
    }

    #[test]
    fn operators_bind_as_in_go() {
        assert!(holds("a || b && c", &["a"]));
        assert!(!holds("(a || b) && c", &["a"]));
        assert!(holds("!a && !(b||c)", &[]));
        assert!(!holds("!a && !(b||c)", &["c"]));
        assert!(holds("386&&go1.18", &["386", "go1.18"]));
    }

    #[test]
    fn malformed_expressions_say_why() {
        for (text, why) in [
            ("", "unexpected end of expression"),
            ("!!a", "double negation not allowed"),
            ("(a", "missing close paren"),
            ("a b", "unexpected token after the expression"),
            ("a & b", "invalid syntax"),
            ("a,b", "invalid syntax"),
            ("&& a", "unexpected token"),
        ] {
            assert_eq!(Expr::parse(text), Err(Malformed(why)), "{text}");
        }
        assert!(Expr::parse(&"(".repeat(1_000_000)).is_err());
        assert!(Expr::parse(&"a||".repeat(2000)).is_err());
    }

    #[test]
    fn plus_build_lines() {
        let expr = |text: &str| Expr::parse_plus_build(text).unwrap();
        let linux = |tag: &str| tag == "linux" || tag == "cgo";
        assert!(expr("linux,cgo darwin").eval(&linux));
        assert!(!expr("linux,!cgo darwin").eval(&linux));
        assert!(!expr("").eval(&linux));
        assert!(!expr("!!linux").eval(&linux));
        assert!(!expr("li-nux").eval(&linux));
        assert!(Expr::parse_plus_build(&"a ".repeat(200)).is_err());
    }

    #[test]
    fn go_version_is_the_least_implied() {
        for (text, want) in [
            ("go1.18", Some(18)),
            ("go1", Some(0)),
            ("linux && go1.18", Some(18)),
            ("go1.18 || go1.22", Some(18)),
            ("go1.18 && go1.22", Some(22)),
            ("go1.18 || linux", None),
            ("!go1.18", None),
            ("(linux && !linux && go1.20) || go1.21", Some(20)),
            ("!(linux || !go1.19)", Some(19)),
            ("go1.18.2", None),
            ("linux", None),
        ] {
            assert_eq!(Expr::parse(text).unwrap().go_minor(), want, "{text}");
        }
    }

    #[test]
    fn what_is_a_constraint_line() {
        assert_eq!(go_build_text("//go:build linux"), Some("linux"));
        assert_eq!(go_build_text("//go:build\tlinux \r"), Some("linux"));
        assert_eq!(go_build_text("//go:build"), Some(""));
        assert_eq!(go_build_text("//go:buildable"), None);
        assert_eq!(go_build_text("// go:build linux"), None);
        assert_eq!(plus_build_text("// +build linux"), Some("linux"));
        assert_eq!(plus_build_text("//+build linux"), Some("linux"));
        assert_eq!(plus_build_text("// +buildx"), None);
    }

    #[test]
    fn file_names() {
        for (name, goos, goarch) in [
            ("linux.go", None, None),
            ("x_linux.go", Some("linux"), None),
            ("x_linux_test.go", Some("linux"), None),
            ("x_amd64.go", None, Some("amd64")),
            ("x_windows_arm64_test.go", Some("windows"), Some("arm64")),
            ("x_amd64_linux.go", Some("linux"), None),
            ("_linux.go", Some("linux"), None),
            ("linux_amd64.go", None, Some("amd64")),
            ("x_linux_test_test.go", None, None),
            ("x_test.go", None, None),
            ("x_test_linux.go", Some("linux"), None),
            ("x_linux.pb.go", Some("linux"), None),
            ("x_unix.go", None, None),
        ] {
            assert_eq!(NameConstraint::of(name), NameConstraint { goos, goarch }, "{name}");
        }
        assert!(NameConstraint::of("x_linux.go").holds(&Platform::new("android", "arm64")));
        assert!(!NameConstraint::of("x_linux.go").holds(&Platform::new("windows", "amd64")));
    }

    #[test]
    fn tags_of_the_user() {
        let expr = Expr::parse("linux && (integration || !race) && go1.18 && cgo").unwrap();
        assert_eq!(expr.user_tags().into_iter().collect::<Vec<_>>(), ["integration", "race"]);
    }
}
