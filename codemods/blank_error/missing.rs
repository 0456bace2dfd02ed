//! Results that are a nicety, and input that may be missing: without it, the program goes on with the zero value.

use super::Site;
use crate::codemod::Reason;
use crate::semantics::{Callee, Type};
use crate::syntax::{Node, ancestors, field, kind, named_children};

/// Why the zero value does where the call fails. What a test makes itself isn't missing, `in_test`, but for its environment.
pub fn zero_value_does(site: &Site, in_test: bool) -> Option<Reason> {
    parses_what_may_be_missing(site, in_test).or_else(|| if in_test { None } else { is_a_nicety(site) })
}

fn is_a_nicety(site: &Site) -> Option<Reason> {
    let Callee::Function { package, name } = site.types.callee(site.call) else { return None };
    if *package == *"os" && matches!(&*name, "Hostname" | "Getwd" | "UserHomeDir" | "Executable") {
        let because = format!("{package}.{name} is mostly asked for as a nicety, and the zero value does");
        return Some(Reason::new("best-effort", because));
    }
    if *package == *"net" && *name == *"SplitHostPort" && !has_port(site) {
        let because = "an address without a port is an error too, and the empty one stands for that";
        return Some(Reason::new("best-effort", because));
    }
    if *package == *"io" && *name == *"Copy" && site.is_pure() && drains(site) {
        let because = "what is left is read only to have it out of the way";
        return Some(Reason::new("best-effort", because));
    }
    None
}

fn parses_what_may_be_missing(site: &Site, in_test: bool) -> Option<Reason> {
    let Callee::Function { package, name } = site.types.callee(site.call) else { return None };
    let parses = match &*package {
        "strconv" => *name == *"Atoi" || name.starts_with("Parse"),
        "time" => name.starts_with("Parse"),
        _ => false,
    };
    let mut arguments = field(site.call, "arguments").map(named_children).unwrap_or_default().into_iter();
    (parses && arguments.any(|argument| may_be_missing(site, argument, in_test))).then(|| {
        let because = "what is parsed may be missing, and the zero value stands for that";
        Reason::new("best-effort", because)
    })
}

/// Whether the address is one that package net or net/http made.
fn has_port<'a>(site: &Site<'a, '_>) -> bool {
    let address = field(site.call, "arguments").and_then(|list| named_children(list).into_iter().next());
    address.is_some_and(|address| match address.kind_id() {
        kind::CALL_EXPRESSION => {
            matches!(site.types.callee(address), Callee::Method { name, .. } if *name == *"String")
        }
        kind::SELECTOR_EXPRESSION => {
            field(address, "field").is_some_and(|f| site.context.source(f) == "RemoteAddr")
        }
        _ => false,
    })
}

/// `io.Copy(io.Discard, r)`.
fn drains<'a>(site: &Site<'a, '_>) -> bool {
    let target = field(site.call, "arguments").and_then(|list| named_children(list).into_iter().next());
    target.is_some_and(|n| site.context.source(n).ends_with(".Discard"))
}

/// Whether the value is an empty string where there is none: a variable of the environment, a parameter or header of a request, an
/// element of a map, an optional group of a regular expression.
fn may_be_missing<'a>(site: &Site<'a, '_>, value: Node<'a>, in_test: bool) -> bool {
    match value.kind_id() {
        kind::CALL_EXPRESSION => match site.types.callee(value) {
            Callee::Function { package, name } if *package == *"strings" && name.starts_with("T") => {
                let trimmed = field(value, "arguments").map(named_children).unwrap_or_default();
                trimmed.first().is_some_and(|trimmed| may_be_missing(site, *trimmed, in_test))
            }
            Callee::Function { package, name } => *package == *"os" && *name == *"Getenv",
            Callee::Method { package, name, .. } if !in_test => {
                (*package == *"net/url" || *package == *"net/http")
                    && matches!(&*name, "Get" | "FormValue" | "PostFormValue" | "PathValue")
            }
            _ => false,
        },
        kind::INDEX_EXPRESSION if !in_test => {
            let Some(of) = field(value, "operand") else { return false };
            let of_map =
                site.types.type_of(of).is_some_and(|t| matches!(site.types.underlying(&t), Type::Map(..)));
            let word = site.context.source(of).to_lowercase();
            of_map || ["group", "match"].iter().any(|name| word.contains(name)) || is_submatch(site, of)
        }
        kind::IDENTIFIER => kept(site, value).is_some_and(|value| may_be_missing(site, value, in_test)),
        _ => false,
    }
}

fn is_submatch<'a>(site: &Site<'a, '_>, value: Node<'a>) -> bool {
    let value = if value.kind_id() == kind::IDENTIFIER { declared_as(site, value) } else { Some(value) };
    value
        .and_then(|call| super::words::callee_name(site.context, call))
        .is_some_and(|name| name.ends_with("Submatch"))
}

/// The value of a local variable that nothing looks at before the site: where something does, it may have been found to be there.
fn kept<'a>(site: &Site<'a, '_>, name: Node<'a>) -> Option<Node<'a>> {
    let scopes = site.context.scopes(site.statement);
    let id = scopes.local_of(name)?;
    let declared = scopes.local(id).declared.start_byte();
    let between = declared + 1..site.statement.start_byte();
    let is_used = scopes.uses(id).any(|used| between.contains(&used.node.start_byte()));
    (!is_used).then(|| declared_as(site, name))?
}

/// The value that a local variable is declared with: `name := value`.
pub fn declared_as<'a>(site: &Site<'a, '_>, name: Node<'a>) -> Option<Node<'a>> {
    let scopes = site.context.scopes(site.statement);
    let local = scopes.local(scopes.local_of(name)?);
    let declaration = ancestors(site.context.tree.root(), local.declared)
        .nth(1)
        .filter(|n| n.kind_id() == kind::SHORT_VAR_DECLARATION)?;
    let right = field(declaration, "right").map(named_children)?;
    match (field(declaration, "left").map(named_children)?.as_slice(), right.as_slice()) {
        ([_], [value]) => Some(*value),
        _ => None,
    }
}
