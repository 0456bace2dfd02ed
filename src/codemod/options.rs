//! What users can set for codemods: values that are checked when they are made, so that a codemod has nothing left to check.
//!
//! Knows nothing of files and keys: those are the affair of `config`.

use super::Safety;
use crate::syntax::{Node, Tree, ancestors, descendants, field, kind, named_children};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// What a user can set for codemods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Codemods that were asked for by name.
    pub only: Vec<String>,
    /// The tier that the fixes of a codemod have for this user, whatever the codemod says.
    pub tiers: BTreeMap<&'static str, Safety>,
    pub defer_in_loop: DeferInLoop,
    pub blank_error: BlankError,
}

/// What can be set for `defer-in-loop`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeferInLoop {
    pub prefer: Release,
}

/// How a resource is released at the end of an iteration, where both can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Release {
    /// By the `defer`, in a function literal around its statements.
    #[default]
    Literal,
    /// By a plain call after the last use.
    Call,
}

impl FromStr for Release {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Release, Invalid> {
        match text {
            "literal" => Ok(Release::Literal),
            "call" => Ok(Release::Call),
            _ => Err(Invalid(format!("`{text}` is none of literal, call"))),
        }
    }
}

/// What can be set for `blank-error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankError {
    /// What is returned; the error as it is when there is none.
    pub wrap: Option<Wrap>,
    pub no_error_result: NoErrorResult,
    /// Calls whose error may be thrown away by a pure discard.
    pub acknowledged: Vec<Acknowledged>,
}

impl Default for BlankError {
    fn default() -> BlankError {
        let acknowledged = ACKNOWLEDGED.iter().filter_map(|text| text.parse().ok()).collect();
        BlankError { wrap: None, no_error_result: NoErrorResult::Refuse, acknowledged }
    }
}

/// Functions whose errors people discard on purpose: errcheck's built-in excludes, closing and flushing on the way out, and
/// what real code shows to be so: printing, removing, setting the environment.
pub const ACKNOWLEDGED: &[&str] = &[
    "(*).Close",
    "(*).Flush",
    "(*bytes.Buffer).Write*",
    "(*hash/maphash.Hash).Write*",
    "(*io.PipeReader).CloseWithError",
    "(*io.PipeWriter).CloseWithError",
    "(*math/rand.Rand).Read",
    "(*strings.Builder).Write*",
    "(hash.Hash).Write",
    "crypto/rand.Read",
    "fmt.Fprint*",
    "fmt.Print*",
    "io.WriteString",
    "math/rand.Read",
    "os.Remove",
    "os.RemoveAll",
    "os.Setenv",
    "os.Unsetenv",
];

/// What a check does in a function that can't return an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoErrorResult {
    /// There is none: a person decides.
    #[default]
    Refuse,
    /// Log the error and go on.
    Log,
    LogAndReturn,
    Panic,
}

impl NoErrorResult {
    /// The words for it, as users write them.
    pub const WORDS: [&str; 4] = ["refuse", "log", "log-and-return", "panic"];
}

impl FromStr for NoErrorResult {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<NoErrorResult, Invalid> {
        match text {
            "refuse" => Ok(NoErrorResult::Refuse),
            "log" => Ok(NoErrorResult::Log),
            "log-and-return" => Ok(NoErrorResult::LogAndReturn),
            "panic" => Ok(NoErrorResult::Panic),
            _ => Err(Invalid(format!("`{text}` is none of {}", NoErrorResult::WORDS.join(", ")))),
        }
    }
}

/// Why a value can't be set, in words for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(String);

fn invalid<T>(text: impl Into<String>) -> Result<T, Invalid> {
    Err(Invalid(text.into()))
}

/// Calls by their callee: `pkg.Func`, `(*pkg.T).Method`, `(io.Closer).Close`. Names may hold `*` for any letters; packages
/// are named by their import paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    Function {
        package: String,
        name: String,
    },
    /// A method of the defined type, or of any type that implements it where it's an interface.
    Method {
        package: String,
        receiver: String,
        name: String,
    },
    /// `(*).Close`: a method of any type.
    AnyMethod {
        name: String,
    },
}

impl FromStr for Acknowledged {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Acknowledged, Invalid> {
        let shape = || {
            Invalid(format!(
                "`{text}` names no calls: write pkg.Func, (*pkg.T).Method, (pkg.Interface).Method or (*).Method, with the package's import path; * in a name stands for any letters"
            ))
        };
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '*')
        };
        let Some(rest) = text.strip_prefix('(') else {
            let (package, name) = split_path(text).filter(|(_, name)| is_name(name)).ok_or_else(shape)?;
            return Ok(Acknowledged::Function { package: package.to_string(), name: name.to_string() });
        };
        let (receiver, name) = rest.split_once(").").filter(|(_, name)| is_name(name)).ok_or_else(shape)?;
        let name = name.to_string();
        if receiver == "*" {
            return Ok(Acknowledged::AnyMethod { name });
        }
        let receiver = receiver.strip_prefix('*').unwrap_or(receiver);
        let (package, receiver) = split_path(receiver).filter(|(_, name)| is_name(name)).ok_or_else(shape)?;
        Ok(Acknowledged::Method { package: package.to_string(), receiver: receiver.to_string(), name })
    }
}

/// `example.com/a/b` and `T` of `example.com/a/b.T`.
fn split_path(text: &str) -> Option<(&str, &str)> {
    let (package, name) = text.rsplit_once('.')?;
    let fits = !package.is_empty() && !name.contains('/') && !package.contains(['(', ')', '*', ' ']);
    fits.then_some((package, name))
}

/// Whether `name` is what `pattern` says, in which `*` stands for any letters.
pub fn matches_name(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut left) = name.strip_prefix(start) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(end)
}

/// A template for a Go expression that makes the error to return of the one that there is:
/// `fmt.Errorf("{call}: %w", {err})`. It parses whatever `{call}` and `{err}` come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrap {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Call,
    Err,
}

/// Stand in for the placeholders while a template is checked; no template holds them.
const CALL: &str = "gomendCall";
const ERR: &str = "gomendErr";

impl Wrap {
    /// Fills the placeholders in: the call in words, and the name of the error's variable.
    pub fn filled(&self, call: &str, err: &str) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Call => call,
            Piece::Err => err,
        });
        pieces.collect()
    }

    fn check(&self) -> Result<(), Invalid> {
        let expression = self.filled(CALL, ERR);
        let around = "package p\n\nfunc _() error {\n\treturn ";
        let text = format!("{around}{expression}\n}}\n");
        let tree = Tree::parse(&text);
        let whole = around.len()..around.len() + expression.len();
        let list = descendants(tree.root())
            .find(|n| n.kind_id() == kind::RETURN_STATEMENT)
            .and_then(|n| named_children(n).into_iter().next());
        let one =
            list.map(named_children).filter(|values| values.len() == 1 && values[0].byte_range() == whole);
        let Some(value) = one.map(|values| values[0]).filter(|_| tree.broken().is_empty()) else {
            return invalid("isn't a Go expression once {call} and {err} are filled in");
        };
        let in_string = |n| {
            matches!(
                n,
                kind::INTERPRETED_STRING_LITERAL
                    | kind::RAW_STRING_LITERAL
                    | kind::INTERPRETED_STRING_LITERAL_CONTENT
                    | kind::RAW_STRING_LITERAL_CONTENT
            )
        };
        for (at, word) in text.match_indices(CALL).chain(text.match_indices(ERR)) {
            let node = value.named_descendant_for_byte_range(at, at + word.len()).unwrap_or(value);
            let quoted =
                in_string(node.kind_id()) || ancestors(tree.root(), node).any(|n| in_string(n.kind_id()));
            match word {
                CALL if !quoted => return invalid("{call} is text and has to stand in a string"),
                ERR if quoted => {
                    return invalid("{err} is a variable and can't stand in a string; use %w or %v there");
                }
                ERR if tree.source(node) != ERR => return invalid("{err} has to stand by itself"),
                _ => {}
            }
        }
        let function = field(value, "function").filter(|_| value.kind_id() == kind::CALL_EXPRESSION);
        if tree.source(value) == ERR || function.is_some_and(|f| f.kind_id() == kind::FUNC_LITERAL) {
            return invalid("has to be a call or a value that holds the error");
        }
        if !has_a_verb_for_each(&tree, value) {
            return invalid("needs one verb in its text for each value behind it, such as %w for {err}");
        }
        self.check_layout()
    }

    /// What gofmt would change in a call: blanks. Only outside of strings.
    fn check_layout(&self) -> Result<(), Invalid> {
        let text = self.filled(CALL, ERR);
        let mut quote = None;
        let mut outside = String::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match quote {
                Some('"') if letter == '\\' => drop(letters.next()),
                Some(open) if letter == open => quote = None,
                Some(_) => {}
                None if matches!(letter, '"' | '`' | '\'') => {
                    quote = Some(letter);
                    outside.push('Q');
                }
                None => outside.push(letter),
            }
        }
        let blank = ["  ", "( ", " )", " ,", "[ ", " ]"].iter().any(|bad| outside.contains(bad));
        let tight = outside.split(',').skip(1).any(|after| !after.starts_with(' '));
        match blank || tight || outside.contains('\t') {
            true => invalid(
                "isn't laid out as gofmt does: one blank behind each comma, and none inside of parentheses",
            ),
            false => Ok(()),
        }
    }
}

/// Whether a call of an `Errorf` has as many verbs in its text as values behind that (go doc fmt). Texts that number their values or take
/// widths from them aren't counted, nor are lists of values (`args...`).
fn has_a_verb_for_each(tree: &Tree, call: Node) -> bool {
    let function = field(call, "function").map_or("", |f| tree.source(f));
    let arguments = field(call, "arguments").filter(|_| call.kind_id() == kind::CALL_EXPRESSION);
    let Some(arguments) = arguments.filter(|_| function.rsplit('.').next() == Some("Errorf")) else {
        return true;
    };
    let values = named_children(arguments);
    let is_text =
        |n: &&Node| matches!(n.kind_id(), kind::INTERPRETED_STRING_LITERAL | kind::RAW_STRING_LITERAL);
    let Some(text) = values.first().filter(is_text).map(|n| tree.source(*n)) else { return true };
    let plain = text.replace("%%", "");
    let has_numbers = plain.split('%').skip(1).any(|verb| {
        let flags = verb.find(|c: char| c.is_alphabetic()).unwrap_or(verb.len());
        verb[..flags].contains(['[', '*'])
    });
    has_numbers || tree.source(arguments).contains("...") || plain.matches('%').count() == values.len() - 1
}

impl FromStr for Wrap {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Wrap, Invalid> {
        if text.contains(['\n', '\r']) {
            return invalid("has to be a single line");
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            let word: String =
                rest[start + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let after = start + 1 + word.len();
            if word.is_empty() || !rest[after..].starts_with('}') {
                // A composite literal's brace.
                pieces.push(Piece::Text(rest[..=start].to_string()));
                rest = &rest[start + 1..];
                continue;
            }
            pieces.push(Piece::Text(rest[..start].to_string()));
            pieces.push(match word.as_str() {
                "call" => Piece::Call,
                "err" => Piece::Err,
                _ => return invalid(format!("{{{word}}} is no placeholder; there are {{call}} and {{err}}")),
            });
            rest = &rest[after + 1..];
        }
        pieces.push(Piece::Text(rest.to_string()));
        let wrap = Wrap { pieces };
        if !wrap.pieces.contains(&Piece::Err) {
            return invalid("lacks {err}: the error would be lost");
        }
        wrap.check()?;
        Ok(wrap)
    }
}

impl fmt::Display for Wrap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.filled("{call}", "{err}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_list_is_valid() {
        assert_eq!(BlankError::default().acknowledged.len(), ACKNOWLEDGED.len());
    }

    #[test]
    fn callees_are_named_with_import_paths() {
        let parsed = |text: &str| text.parse::<Acknowledged>().map_err(|e| e.to_string());
        let method = |package: &str, receiver: &str, name: &str| {
            let [package, receiver, name] = [package, receiver, name].map(str::to_string);
            Ok(Acknowledged::Method { package, receiver, name })
        };
        assert_eq!(parsed("(*example.com/a.b/pkg.T).M"), method("example.com/a.b/pkg", "T", "M"));
        assert_eq!(parsed("(io.Closer).Close"), method("io", "Closer", "Close"));
        assert_eq!(parsed("(*).Close"), Ok(Acknowledged::AnyMethod { name: "Close".to_string() }));
        let function = Acknowledged::Function { package: "os".to_string(), name: "Remove*".to_string() };
        assert_eq!(parsed("os.Remove*"), Ok(function));
        for wrong in [
            "",
            "Close",
            "os.",
            "(os.File.Close",
            "()Close",
            "(io.Closer)",
            ".Close",
            "*.Close",
            "os.Re move",
        ] {
            assert!(parsed(wrong).is_err_and(|e| e.contains("names no calls")), "{wrong}");
        }
    }

    #[test]
    fn stars_stand_for_any_letters() {
        let fits = |pattern, name| matches_name(pattern, name);
        assert!(fits("Remove*", "Remove") && fits("Remove*", "RemoveAll") && fits("*", "X"));
        assert!(fits("*All", "RemoveAll") && fits("R*e*l", "RemoveAll") && fits("Close", "Close"));
        assert!(!fits("Remove", "RemoveAll") && !fits("*All", "AllOf") && !fits("a*a", "a"));
    }

    #[test]
    fn templates_are_expressions() {
        let wrap = |text: &str| {
            text.parse::<Wrap>().map(|w| w.filled("read file", "err")).map_err(|e| e.to_string())
        };
        let filled = |text: &str| Ok(text.to_string());
        assert_eq!(wrap(r#"fmt.Errorf("{call}: %w", {err})"#), filled(r#"fmt.Errorf("read file: %w", err)"#));
        assert_eq!(
            wrap(r#"&opError{op: "{call}", err: {err}}"#),
            filled(r#"&opError{op: "read file", err: err}"#)
        );
        assert_eq!(
            wrap(r#"fmt.Errorf("100%% %-5s: %w", "a", {err})"#),
            filled(r#"fmt.Errorf("100%% %-5s: %w", "a", err)"#)
        );
        assert_eq!(wrap(r#"errors.Wrap({err}, "{call}")"#), filled(r#"errors.Wrap(err, "read file")"#));
        assert_eq!(wrap("opError{{err}}"), filled("opError{err}"));
        for (wrong, why) in [
            (r#"fmt.Errorf("{calls}: %w", {err})"#, "no placeholder"),
            (r#"fmt.Errorf("{call}: %w"#, "lacks {err}"),
            (r#"fmt.Errorf("{call}: %w", {err}"#, "isn't a Go expression"),
            (r#"fmt.Errorf("{call}"), {err}"#, "isn't a Go expression"),
            ("f({call}, {err})", "{call} is text"),
            (r#"f("{err}")"#, "can't stand in a string"),
            ("f(x{err})", "by itself"),
            ("{err}", "has to be a call"),
            ("f(\n{err})", "single line"),
            ("f({err},1)", "gofmt"),
            ("f( {err})", "gofmt"),
            ("{err}; panic(1)", "isn't a Go expression"),
            ("", "lacks {err}"),
            (r#"fmt.Errorf("{call}: %%w", {err})"#, "one verb"),
            (r#"fmt.Errorf("{call}", {err})"#, "one verb"),
            (r#"fmt.Errorf("{call}: %w: %v", {err})"#, "one verb"),
        ] {
            assert!(wrap(wrong).is_err_and(|e| e.contains(why)), "{wrong}: {:?}", wrap(wrong));
        }
    }
}
