//! Where another error is pending, this one is joined to it, and the check of that one looks at both.
//!
//! ```text
//! _, err := io.Copy(f, r)        _, err := io.Copy(f, r)
//! _ = f.Close()             →    if closeErr := f.Close(); closeErr != nil {
//! if err != nil {                    err = errors.Join(err, closeErr)
//!                                }
//!                                if err != nil {
//! ```
//!
//! Not where the function is failing already: cleaning up is a best effort there, and what went wrong is known.

use super::super::Site;
use super::super::function::results;
use super::super::hazard::{is_failing_already, pending, was_seen};
use super::{Exit, Then};
use crate::project::Version;
use crate::semantics::scopes::{Access, LocalId, Scopes};
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_within, kind, named_children,
};

/// The exit that joins the error to the only one that is pending, if the next thing that happens to that one is a check.
pub fn of(site: &Site) -> Option<Exit> {
    // Go 1.20 brought errors.Join.
    let is_new_enough = site.context.language.version.is_some_and(|version| version >= Version::new(1, 20));
    if !is_new_enough || !site.types.is_error(&site.error) || is_failing_already(site) {
        return None;
    }
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    results(site.types, function)?.iter().find(|result| site.types.is_error(&result.type_))?;
    let scopes = site.context.scopes(site.statement);
    let mut all = pending(site, &scopes);
    let (Some(id), None) = (all.next(), all.next()) else { return None };
    let name = scopes.local(id).name;
    let is_visible = scopes.meaning_at(name, site.statement.start_byte()) == Some(id);
    // What was compared with nil before may be known to be an error here.
    if !is_visible || is_shared(&scopes, id) || was_seen(site, &scopes, id) {
        return None;
    }
    if !is_checked_next(site, &scopes, id) {
        return None;
    }
    let errors = site.context.qualifier("errors", site.statement)?;
    let wrapped = site.template.map(|template| template.at(site)).transpose().ok()?;
    let (error, imports) = wrapped.unwrap_or_else(|| ("{err}".to_string(), Vec::new()));
    let line = format!("{name} = {}.Join({name}, {error})", errors.name);
    let exit = Exit::new("Join the error to the one that is pending", Then::GoesOn, [line]);
    Some(exit.importing(errors.import.into_iter().chain(imports)))
}

/// Whether a literal or a pointer may read or write the variable, too.
fn is_shared(scopes: &Scopes, id: LocalId) -> bool {
    scopes.uses(id).any(|used| scopes.is_captured(used) || used.access.may_take_address())
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
            kind::IF_STATEMENT => compares_with_nil(site, element, next.node),
            _ => false,
        }
}

const LEAVE: &[u16] =
    &[kind::RETURN_STATEMENT, kind::BREAK_STATEMENT, kind::CONTINUE_STATEMENT, kind::GOTO_STATEMENT];

/// Whether the condition of the `if` is `err != nil`, with `err` at `name`.
fn compares_with_nil<'a>(site: &Site<'a, '_>, statement: Node<'a>, name: Node<'a>) -> bool {
    let Some(condition) = field(statement, "condition") else { return false };
    let parts = named_children(condition);
    condition.kind_id() == kind::BINARY_EXPRESSION
        && field(condition, "operator").is_some_and(|operator| site.context.source(operator) == "!=")
        && matches!(parts.as_slice(), [left, right] if left.id() == name.id() && right.kind_id() == kind::NIL)
}
