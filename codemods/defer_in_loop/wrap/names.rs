//! Names for what a function literal hands out: as the function has them, or what is returned, or its type.
//!
//! Knows which names are taken where they would stand. Nothing behind the literal or in it changes its meaning.

use super::Run;
use super::exits::{Exits, Way};
use super::results::ResultVar;
use crate::codemod::Context;
use crate::semantics::scopes::{Scopes, is_reserved};
use crate::syntax::kind;

/// The name that the result `i` would best have.
pub fn of_result(context: &Context, exits: &Exits, i: usize, result: &ResultVar) -> String {
    if let Some(name) = result.name {
        return name.to_string();
    }
    if result.is_error {
        return "err".to_string();
    }
    let mut returned = exits.all.iter().filter_map(|exit| match &exit.way {
        Way::Values(values) => values.get(i).filter(|n| n.kind_id() == kind::IDENTIFIER),
        _ => None,
    });
    let name = returned.next().map(|first| context.source(*first));
    match name.filter(|name| returned.all(|n| context.source(*n) == *name) && !is_reserved(name)) {
        Some(name) => name.to_string(),
        None => of_type(result.written),
    }
}

/// What a value of the type `written` is called: `conn` for `net.Conn`, `parser` for `*Parser`.
fn of_type(written: &str) -> String {
    let element = written.trim_start_matches("[]");
    let name = element.trim_start_matches('*').rsplit('.').next().unwrap_or_default();
    let name = name.split('[').next().unwrap_or_default();
    let is_list = element.len() < written.len();
    let name = match name {
        "bool" if !is_list => "ok".to_string(),
        "int" | "int64" | "uint64" if !is_list => "n".to_string(),
        "byte" if is_list => "data".to_string(),
        _ if name.len() < 3 || !name.bytes().all(|b| b.is_ascii_alphanumeric()) || is_reserved(name) => {
            "value".to_string()
        }
        _ => lowered(name),
    };
    if is_list && name != "data" && !name.ends_with('s') { name + "s" } else { name }
}

/// `pgConn` for `PgConn`, `httpClient` for `HTTPClient`.
fn lowered(name: &str) -> String {
    let capitals = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let initial = if capitals > 1 && capitals < name.len() { capitals - 1 } else { capitals };
    name[..initial].to_lowercase() + &name[initial..]
}

/// `base` with a number that makes it none of `taken`, and nothing that its declaration knows.
pub fn unlike(scopes: &Scopes, base: &str, taken: &[String]) -> String {
    let name = scopes.fresh_name(base);
    let mut n = 1;
    let mut unlike = name.clone();
    while taken.contains(&unlike) {
        n += 1;
        unlike = scopes.fresh_name(&format!("{name}{n}"));
    }
    unlike
}

/// Where the names of a literal's results stand.
pub struct Scope<'a, 's> {
    pub context: &'s Context<'a>,
    pub scopes: &'s Scopes<'a>,
    pub run: &'s Run<'a>,
    pub results: &'s [ResultVar<'a>],
    /// What is returned beside them.
    pub fixed: &'s [Option<String>],
    /// They are declared in the literal too.
    pub is_inside: bool,
    /// The run has a `return` without results, which reads the function's named ones.
    pub reads_results: bool,
    /// They are declared in the header of an `if`, and end with it.
    pub in_header: bool,
    /// A `return` without results stands behind them.
    pub returns_bare: bool,
    /// The types of the literal's results.
    pub types: Vec<String>,
}

impl Scope<'_, '_> {
    /// `base`, or what comes nearest to it, for a name that is none of `taken`.
    pub fn choose(&self, base: &str, is_flag: bool, taken: &[String]) -> String {
        let fits = |name: &str| self.fits(name, is_flag) && !taken.iter().any(|t| t == name);
        let second = match base {
            "value" => "result",
            "err" => "failure",
            "ok" => "found",
            "done" => "finished",
            "stop" => "leave",
            "next" => "skip",
            _ => base,
        };
        let others: &[&str] = if is_flag || base == "err" { &[] } else { &["value", "result"] };
        if let Some(name) = [base, second].iter().chain(others).find(|name| fits(name)) {
            return name.to_string();
        }
        let numbered = |n: usize| self.scopes.fresh_name(&format!("{base}{n}"));
        // Ends: finitely many names are taken.
        (2usize..).map(numbered).find(|name| fits(name)).unwrap_or_default()
    }

    fn fits(&self, name: &str, is_flag: bool) -> bool {
        let Scope { scopes, run, .. } = *self;
        let used_inside = || scopes.names_used_in(run.range()).contains(name);
        let declared_inside =
            || scopes.locals().any(|(_, l)| l.name == name && run.range().contains(&l.declared.start_byte()));
        let is_package = || self.context.imports().iter().any(|i| i.name.text() == Some(name));
        // A flag that is called like something inside would be taken for it.
        let inside = (self.is_inside || is_flag) && (used_inside() || declared_inside());
        let hides_result = self.results.iter().any(|r| r.name == Some(name))
            && (self.returns_bare || !(self.in_header || self.ends_body()));
        let is_read =
            self.is_inside && self.reads_results && self.results.iter().any(|r| r.name == Some(name));
        let in_text = self.fixed.iter().flatten().chain(&self.types).any(|text| has_word(text, name));
        !is_reserved(name)
            && !inside
            && !is_read
            && !hides_result
            && !in_text
            && !is_package()
            && (self.in_header || self.can_follow(name))
    }

    /// Whether nothing in the loop's body stands behind the run.
    fn ends_body(&self) -> bool {
        let last = self.run.statements.last().map(|last| last.end_byte());
        last.is_some_and(|end| !self.run.body_has_statement_behind(end))
    }

    /// Whether `name` can be declared behind the run in the loop's body.
    fn can_follow(&self, name: &str) -> bool {
        let (range, body) = (self.run.range(), self.run.body.byte_range());
        let outside = |at: usize| body.contains(&at) && !range.contains(&at);
        self.scopes.can_declare(name, range.end..body.end.max(range.end))
            && !self.scopes.locals().any(|(_, l)| l.name == name && outside(l.declared.start_byte()))
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_give_names() {
        let names = [
            ("net.Conn", "conn"),
            ("*PgConn", "pgConn"),
            ("*http.HTTPClient", "httpClient"),
            ("URL", "url"),
            ("[]DeviceInfo", "deviceInfos"),
            ("[]byte", "data"),
            ("bool", "ok"),
            ("int", "n"),
            ("string", "value"),
            ("[]string", "values"),
            ("any", "value"),
            ("T", "value"),
            ("map[string]int", "value"),
            ("func() error", "value"),
            ("error", "value"),
        ];
        for (written, name) in names {
            assert_eq!(of_type(written), name, "{written}");
        }
    }
}
