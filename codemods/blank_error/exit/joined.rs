//! Where the function holds another error that it looks at later or is about to return, this one is joined to it.
//!
//! ```text
//! if err != nil {              if err != nil {
//!     _ = f.Close()       →        if closeErr := f.Close(); closeErr != nil {
//!     return nil, err                  err = errors.Join(err, closeErr)
//! }                                }
//!                                  return nil, err
//!                              }
//! ```
//!
//! The other error stays the very value that it was unless this one comes to it: callers may compare it.

use super::super::Site;
use super::super::function::results;
use super::super::hazard::{failing_way_out, fails, pending};
use super::super::words::{callee_name, in_words};
use super::{Exit, Then};
use crate::project::Version;
use crate::rewrite::{Import, statements};
use crate::semantics::scopes::{Access, LocalId, LocalKind, Scopes};
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_function, is_within, kind, named_children,
    prune,
};

/// The exit that joins the error to the one in a variable that the function is returning, or looks at next.
pub fn of(site: &Site) -> Option<Exit> {
    if !can_join(site) {
        return None;
    }
    let scopes = site.context.scopes(site.statement);
    let id = returned(site, &scopes).or_else(|| checked(site, &scopes))?;
    let name = scopes.local(id).name;
    let is_visible = scopes.meaning_at(name, site.statement.start_byte()) == Some(id);
    if !is_visible || is_shared(site, &scopes, id) || is_compared(site, &scopes, id) {
        return None;
    }
    let wrapped = site.template.map(|template| template.at(site)).transpose().ok()?;
    let (error, more) = wrapped.unwrap_or_else(|| ("{err}".to_string(), Vec::new()));
    let (joined, imports) = join(site, name, &error)?;
    let exit = Exit::new("Join the error to the other one", Then::GoesOn, [format!("{name} = {joined}")]);
    Some(exit.importing(imports.into_iter().chain(more)))
}

/// In a deferred function literal, the error is joined to the result of the function around it: on the way out with another error, or of
/// what is closed nowhere else.
pub fn deferred<'a>(site: &Site<'a, '_>, function: Node<'a>) -> Option<Exit> {
    let root = site.context.tree.root();
    let mut above = ancestors(root, function);
    let call = above.next().filter(|n| n.kind_id() == kind::CALL_EXPRESSION)?;
    let statement = above.next().filter(|n| n.kind_id() == kind::DEFER_STATEMENT)?;
    let outer = enclosing_function(root, statement)?;
    if !site.is_pure() || !site.others.is_empty() || !site.types.is_error(&site.error) {
        return None;
    }
    let results = results(site.types, outer)?;
    let result = results.iter().rfind(|result| site.types.is_error(&result.type_))?.name?;
    let name = site.context.source(result);
    let scopes = site.context.scopes(site.statement);
    let id = scopes.local_of(result).filter(|_| name != "_")?;
    if scopes.meaning_at(name, site.statement.start_byte()) != Some(id) {
        return None;
    }
    let checks = |check: &Node<'a>| {
        let name = scopes.uses(id).find(|used| is_within(used.node, *check));
        name.is_some_and(|used| compares_with_nil(site, *check, used.node))
    };
    let is_failing = ancestors(function, site.statement)
        .take_while(|n| n.id() != function.id())
        .filter(|n| n.kind_id() == kind::IF_STATEMENT)
        .any(|check| {
            checks(&check) && field(check, "alternative").is_none_or(|n| !is_within(site.statement, n))
        });
    if !is_failing && !is_closed_here_only(site, outer, call) {
        return None;
    }
    let (joined, import) = join(site, name, "{err}")?;
    let exit = Exit::new("Join the error to the other one", Then::GoesOn, [format!("{name} = {joined}")]);
    Some(exit.importing(import))
}

/// Whether the call closes or flushes something, and nothing else in the function does the same.
fn is_closed_here_only<'a>(site: &Site<'a, '_>, outer: Node<'a>, deferred: Node<'a>) -> bool {
    const CLOSES: &[&str] = &["Close", "Flush", "Sync"];
    let function = |call: Node<'a>| field(call, "function").map(|f| site.context.source(f));
    let written = function(site.call);
    let is_close = callee_name(site.context, site.call).is_some_and(|name| CLOSES.contains(&name));
    let mut calls = descendants(outer).filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
    is_close && calls.all(|call| is_within(call, deferred) || function(call) != written)
}

/// Whether the error, and what the function returns, are of type `error`.
pub fn can_join(site: &Site) -> bool {
    let function = enclosing_function(site.context.tree.root(), site.statement);
    let results = function.and_then(|function| results(site.types, function)).unwrap_or_default();
    let returns_errors = results.iter().any(|result| site.types.is_error(&result.type_));
    site.types.is_error(&site.error) && site.others.is_empty() && returns_errors
}

/// An expression that holds both errors: `errors.Join(err, closeErr)` from Go 1.20 on, `fmt.Errorf("%w (close: %v)", err, closeErr)`
/// before.
pub fn join(site: &Site, one: &str, other: &str) -> Option<(String, Option<Import>)> {
    let version = site.context.language.version?;
    if version >= Version::new(1, 20) {
        let errors = package_errors(site)?;
        return Some((format!("{}.Join({one}, {other})", errors.0), errors.1));
    }
    // `%w` came with Go 1.13.
    let fmt = site.context.qualifier("fmt", site.statement).filter(|_| version >= Version::new(1, 13))?;
    let call = in_words(site.context, site.call);
    Some((format!("{}.Errorf(\"%w ({call}: %v)\", {one}, {other})", fmt.name), fmt.import))
}

/// The name of package errors of the standard library; `stderrors` where the file calls another package so.
pub fn package_errors(site: &Site) -> Option<(String, Option<Import>)> {
    if let Some(errors) = site.context.qualifier("errors", site.statement) {
        return Some((errors.name, errors.import));
    }
    const NAME: &str = "stderrors";
    let imports = site.context.imports();
    let other = imports.iter().find(|import| import.name.text() == Some("errors"))?;
    let is_free = imports.named(NAME).is_none()
        && site.context.scopes(site.statement).meaning_at(NAME, site.statement.start_byte()).is_none()
        && site.types.can_import_as(NAME);
    let import = Import { path: "errors".to_string(), name: Some(NAME.to_string()) };
    (other.path != "errors" && is_free).then(|| (NAME.to_string(), Some(import)))
}

/// The only error variable in what the branch around the site returns.
fn returned<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>) -> Option<LocalId> {
    let way_out = failing_way_out(site).filter(|n| n.kind_id() == kind::RETURN_STATEMENT)?;
    let value = named_children(way_out).into_iter().next().map(named_children)?.pop()?;
    let mut all = prune(value, is_function).filter_map(|node| error_variable(site, scopes, node));
    let id = all.next()?;
    if all.any(|other| other != id) {
        return None;
    }
    let between = site.statement.end_byte()..way_out.start_byte();
    let is_written =
        scopes.uses(id).any(|used| used.access.may_write() && between.contains(&used.node.start_byte()));
    (!is_written).then_some(id)
}

fn error_variable<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>, node: Node<'a>) -> Option<LocalId> {
    let id = scopes.local_of(node).filter(|_| node.kind_id() == kind::IDENTIFIER)?;
    let local = scopes.local(id);
    let is_variable = matches!(local.kind, LocalKind::Var | LocalKind::Param | LocalKind::Result);
    let here = enclosing_function(site.context.tree.root(), site.statement).map(|f| f.id());
    let is_own = local.function.map(|f| scopes.function(f).node.id()) == here;
    let is_error = site.types.type_of(local.declared).is_some_and(|t| site.types.is_error(&t));
    (is_variable && is_own && is_error).then_some(id)
}

/// The only error that is pending, if the next thing that happens to it is a check.
fn checked<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>) -> Option<LocalId> {
    let mut all = pending(site, scopes);
    let (Some(id), None) = (all.next(), all.next()) else { return None };
    is_checked_next(site, scopes, id).then_some(id)
}

/// Whether another goroutine or a pointer may read or write the variable, or a literal later on, but for a deferred one, which runs
/// behind the check.
fn is_shared<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>, id: LocalId) -> bool {
    let root = site.context.tree.root();
    scopes.uses(id).any(|used| {
        if !scopes.is_captured(used) {
            return matches!(used.access, Access::AddressTaken | Access::PartAddressTaken | Access::Sliced);
        }
        let literal = scopes.captured_by(used).pop();
        let statement =
            literal.and_then(|l| ancestors(root, l).find(|n| n.kind_id() != kind::CALL_EXPRESSION));
        match statement.map(|n| n.kind_id()) {
            Some(kind::DEFER_STATEMENT) => {
                scopes.local(id).kind != LocalKind::Result && used.access.may_write()
            }
            // The function reads the variable itself, below the site: whoever set it before is done.
            _ => used.node.start_byte() >= site.statement.start_byte(),
        }
    })
}

/// Whether something below compares the error with another one, or asserts its type: joined, it would be neither.
fn is_compared<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>, id: LocalId) -> bool {
    let below = scopes.uses(id).filter(|used| used.node.start_byte() >= site.statement.end_byte());
    below.take_while(|used| used.access != Access::Write).any(|used| {
        let Some(parent) = ancestors(site.context.tree.root(), used.node).next() else { return true };
        match parent.kind_id() {
            kind::BINARY_EXPRESSION => !named_children(parent).iter().any(|n| n.kind_id() == kind::NIL),
            kind::TYPE_ASSERTION_EXPRESSION
            | kind::TYPE_SWITCH_STATEMENT
            | kind::EXPRESSION_SWITCH_STATEMENT => true,
            _ => false,
        }
    })
}

/// Whether the variable's next use is in an `if err != nil` or a `return` that control surely comes to after the site.
fn is_checked_next<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>, id: LocalId) -> bool {
    let end = site.statement.end_byte();
    let Some(next) = scopes.uses(id).find(|used| used.node.start_byte() >= end) else { return false };
    // Behind an `if` or block comes what stands below it; a loop or `select` may go elsewhere.
    let goes_on = |n: &Node| matches!(n.kind_id(), kind::STATEMENT_LIST | kind::BLOCK | kind::IF_STATEMENT);
    let list = ancestors(site.context.tree.root(), site.statement)
        .take_while(goes_on)
        .find(|n| n.kind_id() == kind::STATEMENT_LIST && is_within(next.node, *n));
    let Some(list) = list else { return false };
    let elements = site.context.elements(list);
    let Some(element) = elements.iter().copied().find(|n| is_within(next.node, *n)) else { return false };
    let leaves_between = descendants(list)
        .filter(|n| (end..element.start_byte()).contains(&n.start_byte()))
        .any(|n| LEAVE.contains(&n.kind_id()));
    next.access == Access::Read
        && element.start_byte() >= end
        && !leaves_between
        && match element.kind_id() {
            kind::RETURN_STATEMENT => true,
            // Where the error is a case among others, one that comes to it would be taken for that.
            kind::IF_STATEMENT => {
                let last = field(element, "consequence").and_then(|block| statements(block).last().copied());
                compares_with_nil(site, element, next.node)
                    && last.is_some_and(|last| {
                        fails(site, last)
                            || last.kind_id() == kind::RETURN_STATEMENT && named_children(last).is_empty()
                    })
            }
            _ => false,
        }
}

const LEAVE: &[u16] =
    &[kind::RETURN_STATEMENT, kind::BREAK_STATEMENT, kind::CONTINUE_STATEMENT, kind::GOTO_STATEMENT];

/// Whether the condition of the `if` is `err != nil`, with `err` at `name`, or begins with that: `err != nil && …`.
fn compares_with_nil<'a>(site: &Site<'a, '_>, statement: Node<'a>, name: Node<'a>) -> bool {
    let Some(mut condition) = field(statement, "condition") else { return false };
    while condition.kind_id() == kind::BINARY_EXPRESSION
        && field(condition, "operator").is_some_and(|operator| site.context.source(operator) == "&&")
        && let Some(first) = field(condition, "left")
    {
        condition = first;
    }
    let parts = named_children(condition);
    condition.kind_id() == kind::BINARY_EXPRESSION
        && field(condition, "operator").is_some_and(|operator| site.context.source(operator) == "!=")
        && matches!(parts.as_slice(), [left, right] if left.id() == name.id() && right.kind_id() == kind::NIL)
}
