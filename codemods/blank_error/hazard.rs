//! What the new way out of the function would hide, keep locked or leave behind.

use super::Site;
use super::exit::Then;
use super::idle::is_nil_before;
use crate::codemod::Reason;
use crate::semantics::Callee;
use crate::semantics::scopes::{Access, LocalId, LocalKind, Scopes, Use};
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_function, is_within, kind, named_children,
    receiver,
};

/// Why leaving at the site would be wrong.
pub fn objection<'a>(site: &Site<'a, '_>, then: Then) -> Option<Reason> {
    // What follows happens all the same.
    if then == Then::GoesOn {
        return None;
    }
    failing_already(site)
        .or_else(|| pending_error(site, then))
        .or_else(|| lock_held(site))
        .or_else(|| if then == Then::Leaves { skipped_cleanup(site) } else { None })
}

/// The statement lists around the site in its function, innermost first.
fn lists<'a>(site: &Site<'a, '_>) -> impl Iterator<Item = Node<'a>> {
    ancestors(site.context.tree.root(), site.statement)
        .take_while(|n| !is_function(*n))
        .filter(|n| n.kind_id() == kind::STATEMENT_LIST)
}

/// A branch around the site ends by returning another error or by never returning: the check would hide that.
fn failing_already<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let last = lists(site).find_map(|list| {
        let owner = list.parent()?;
        if owner.parent().is_some_and(is_function) {
            return None;
        }
        let last = site.context.elements(list).last().copied()?;
        (last.start_byte() >= site.statement.end_byte() && fails(site, last)).then_some(last)
    })?;
    let line = site.context.line(last.start_byte());
    let because = format!(
        "the function is failing already (line {line}): this cleans up on the way out, and the check would hide that error behind this one"
    );
    Some(Reason::new("failing-already", because))
}

/// Whether all that follows the site on its branch is the way out with another error.
pub fn is_failing_already(site: &Site) -> bool {
    failing_already(site).is_some()
}

fn fails<'a>(site: &Site<'a, '_>, statement: Node<'a>) -> bool {
    match statement.kind_id() {
        kind::RETURN_STATEMENT => {
            let values = named_children(statement).into_iter().next().map(named_children).unwrap_or_default();
            values.last().is_some_and(|value| is_certainly_an_error(site, *value))
        }
        kind::EXPRESSION_STATEMENT => {
            let call = named_children(statement).into_iter().next();
            call.is_some_and(|call| {
                call.kind_id() == kind::CALL_EXPRESSION && site.context.never_returns(call)
            })
        }
        _ => false,
    }
}

/// Whether a value that a branch returns is an error and not nil: a new one, or a variable of an error type.
fn is_certainly_an_error(site: &Site, value: Node) -> bool {
    let is_error = |node: Node| {
        let type_ = site.types.type_of(node).filter(|t| !t.is_nil());
        type_.is_some_and(|t| site.types.is_error(&t) || site.types.implements_error(&t) == Some(true))
    };
    match value.kind_id() {
        kind::IDENTIFIER | kind::SELECTOR_EXPRESSION | kind::UNARY_EXPRESSION | kind::COMPOSITE_LITERAL => {
            is_error(value)
        }
        kind::CALL_EXPRESSION => match site.types.callee(value) {
            Callee::Function { package, name } => {
                matches!((&*package, &*name), ("fmt", "Errorf") | ("errors", "New" | "Join"))
                    || package.ends_with("/errors") && is_error(value)
            }
            _ => false,
        },
        _ => false,
    }
}

/// An error that was stored before and is looked at only later: leaving in between would drop it.
fn pending_error<'a>(site: &Site<'a, '_>, then: Then) -> Option<Reason> {
    let scopes = site.context.scopes(site.statement);
    // What ends the program or the test returns nothing: an error that was looked at has been seen.
    let was_seen = |id: &LocalId| then == Then::Ends && was_seen(site, &scopes, *id);
    let id = pending(site, &scopes).find(|id| !was_seen(id))?;
    let name = scopes.local(id).name;
    let because =
        format!("{name} may hold an error that is still to be looked at, and leaving here would drop it");
    Some(Reason::new("error-path", because))
}

/// The variables that may hold an error when control comes to the site, and that are read below.
pub fn pending<'s, 'a>(
    site: &'s Site<'a, '_>,
    scopes: &'s Scopes<'a>,
) -> impl Iterator<Item = LocalId> + use<'s, 'a> {
    let function = enclosing_function(site.context.tree.root(), site.statement).map(|f| f.id());
    let at = site.statement.start_byte();
    scopes.locals().filter_map(move |(id, local)| {
        let is_variable = matches!(local.kind, LocalKind::Var | LocalKind::Result);
        if !is_variable || !local.scope.contains(&at) {
            return None;
        }
        if local.function.map(|f| scopes.function(f).node.id()) != function {
            return None;
        }
        let read_later = scopes
            .uses(id)
            .find(|used| used.node.start_byte() >= site.statement.end_byte())
            .is_some_and(|used| used.access != Access::Write);
        let returned = local.kind == LocalKind::Result;
        let is_error = || site.types.type_of(local.declared).is_some_and(|t| site.types.is_error(&t));
        let pending =
            (read_later || returned) && is_error() && !is_nil_before(scopes, id, site.statement, site);
        pending.then_some(id)
    })
}

/// Whether the error in the variable was read on every way to the site since it was set, or is one that the function made itself.
pub fn was_seen<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>, id: LocalId) -> bool {
    let before = |used: &&Use<'a>| used.node.start_byte() < site.statement.start_byte();
    let last = scopes.uses(id).filter(before).rfind(|used| used.access.may_write());
    let set = last.map_or(scopes.local(id).declared, |used| used.node);
    let root = site.context.tree.root();
    // What a literal or another branch reads wasn't read on the way here.
    let is_on_the_way = |node: Node<'a>| {
        ancestors(root, node)
            .filter(|n| matches!(n.kind_id(), kind::STATEMENT_LIST | kind::FUNC_LITERAL))
            .all(|n| is_within(site.statement, n))
    };
    let is_read = scopes.uses(id).filter(before).any(|used| {
        used.access == Access::Read && used.node.start_byte() > set.start_byte() && is_on_the_way(used.node)
    });
    is_read || is_made(site, set)
}

/// Whether the value that the variable gets at `set` is an error that the function made.
fn is_made<'a>(site: &Site<'a, '_>, set: Node<'a>) -> bool {
    let statement = ancestors(site.context.tree.root(), set).nth(1);
    let right = statement.and_then(|n| field(n, "right")).map(named_children).unwrap_or_default();
    matches!(right.as_slice(), [call] if call.kind_id() == kind::CALL_EXPRESSION
        && super::acknowledged::makes_an_error(&site.types.callee(*call)))
}

/// A lock that is held without a deferred unlock: leaving early would leave it locked.
fn lock_held<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let at = site.statement.start_byte();
    let elements: Vec<_> = lists(site).map(|list| site.context.elements(list)).collect();
    let before = elements.iter().rev().flat_map(|list| {
        let end = list.partition_point(|n| n.end_byte() <= at);
        list[..end].iter().copied()
    });
    let mut held: Vec<(&str, usize)> = Vec::new();
    for statement in before {
        let deferred = statement.kind_id() == kind::DEFER_STATEMENT;
        if !deferred && statement.kind_id() != kind::EXPRESSION_STATEMENT {
            continue;
        }
        let Some(call) = named_children(statement).into_iter().next() else { continue };
        if deferred {
            // Whatever the deferred call is, where it unlocks what is held it does so on every way out.
            let released: Vec<&str> = descendants(call)
                .filter(|n| n.kind_id() == kind::CALL_EXPRESSION)
                .filter_map(|n| receiver(n).map(|r| site.context.source(r)))
                .collect();
            held.retain(|(receiver, _)| !released.contains(receiver));
            continue;
        }
        let Callee::Method { package, name, .. } = site.types.callee(call) else { continue };
        let Some(receiver) = receiver(call).map(|r| site.context.source(r)).filter(|_| *package == *"sync")
        else {
            continue;
        };
        match &*name {
            "Lock" | "RLock" => held.push((receiver, call.start_byte())),
            "Unlock" | "RUnlock" => held.retain(|(other, _)| *other != receiver),
            _ => {}
        }
    }
    let (receiver, at) = held.last()?;
    let line = site.context.line(*at);
    let because = format!(
        "{receiver} is locked on line {line} and not unlocked by a defer; leaving here would leave it locked"
    );
    Some(Reason::new("lock-held", because))
}

/// Something that was there before the site is closed, stopped or waited for further down, and not by a defer.
fn skipped_cleanup<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let end = site.statement.end_byte();
    let elements: Vec<_> = lists(site).map(|list| site.context.elements(list)).collect();
    let below = elements.iter().flat_map(|list| &list[list.partition_point(|n| n.start_byte() < end)..]);
    for statement in below.copied() {
        let call = match statement.kind_id() {
            kind::EXPRESSION_STATEMENT => named_children(statement).into_iter().next(),
            kind::RETURN_STATEMENT => {
                let values =
                    named_children(statement).into_iter().next().map(named_children).unwrap_or_default();
                values.last().copied()
            }
            _ => None,
        };
        let Some(call) = call.filter(|n| n.kind_id() == kind::CALL_EXPRESSION) else { continue };
        let Some(released) = released_by(site, call) else { continue };
        let scopes = site.context.scopes(site.statement);
        let base = descendants(released).find(|n| n.kind_id() == kind::IDENTIFIER);
        let older = base
            .and_then(|base| scopes.local_of(base))
            .is_some_and(|id| scopes.local(id).declared.start_byte() < site.statement.start_byte());
        if older {
            let line = site.context.line(call.start_byte());
            let function = field(call, "function").map_or("", |f| site.context.source(f));
            let because = format!("leaving here would skip {function} (line {line})");
            return Some(Reason::new("skips-cleanup", because));
        }
    }
    None
}

/// What `call` closes, stops, waits for or cancels.
fn released_by<'a>(site: &Site<'a, '_>, call: Node<'a>) -> Option<Node<'a>> {
    const RELEASES: &[&str] =
        &["Close", "Stop", "Wait", "Done", "Shutdown", "Unlock", "RUnlock", "Release", "Rollback"];
    match site.types.callee(call) {
        Callee::Method { name, .. } if RELEASES.contains(&&*name) => receiver(call),
        Callee::Builtin(builtin) if builtin.name() == "close" => {
            field(call, "arguments").and_then(|list| named_children(list).into_iter().next())
        }
        Callee::FuncValue => {
            let function = field(call, "function")?;
            let type_ = site.types.type_of(function)?;
            super::function::is_named(&type_, "context", "CancelFunc").then_some(function)
        }
        _ => None,
    }
}
