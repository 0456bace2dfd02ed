//! What the new way out of the function would hide, keep locked or leave behind.

use super::Site;
use super::exit::Then;
use super::idle::is_nil_before;
use crate::codemod::Reason;
use crate::semantics::scopes::{Access, LocalKind};
use crate::semantics::{Callee, Type};
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_function, kind, named_children, prune,
    receiver,
};

/// Why leaving at the site would be wrong.
pub fn objection<'a>(site: &Site<'a, '_>, then: Then) -> Option<Reason> {
    // What follows happens all the same.
    if then == Then::GoesOn {
        return None;
    }
    failing_already(site)
        .or_else(|| pending_error(site))
        .or_else(|| errors_collected(site))
        .or_else(|| lock_held(site))
        .or_else(|| if then == Then::Leaves { super::release::skipped(site) } else { None })
}

/// The statement lists around the site in its function, innermost first.
pub fn lists<'a>(site: &Site<'a, '_>) -> impl Iterator<Item = Node<'a>> {
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
        "the function is failing already (line {line}); the check would hide that error behind this one"
    );
    Some(Reason::new("error-path", because))
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
fn pending_error<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let scopes = site.context.scopes(site.statement);
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let at = site.statement.start_byte();
    for (id, local) in scopes.locals() {
        let is_variable = matches!(local.kind, LocalKind::Var | LocalKind::Result);
        if !is_variable || !local.scope.contains(&at) {
            continue;
        }
        if local.function.map(|f| scopes.function(f).node.id()) != Some(function.id()) {
            continue;
        }
        let read_later = scopes
            .uses(id)
            .find(|used| used.node.start_byte() >= site.statement.end_byte())
            .is_some_and(|used| used.access != Access::Write);
        let returned = local.kind == LocalKind::Result;
        if !(read_later || returned)
            || !site.types.type_of(local.declared).is_some_and(|t| site.types.is_error(&t))
        {
            continue;
        }
        if !is_nil_before(&scopes, id, site.statement, site) {
            let name = local.name;
            let because = format!(
                "{name} may hold an error that nobody has looked at yet, and leaving here would drop it"
            );
            return Some(Reason::new("error-path", because));
        }
    }
    None
}

/// The function collects the errors that it meets: `errs = append(errs, err)`. Leaving would drop them.
fn errors_collected<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let is_error = |n: Node| {
        site.types.type_of(n).is_some_and(|t| !t.is_nil() && site.types.implements_error(&t) == Some(true))
    };
    let collects = |n: &Node<'a>| {
        n.kind_id() == kind::CALL_EXPRESSION
            && matches!(site.types.callee(*n), Callee::Builtin(builtin) if builtin.name() == "append")
            && field(*n, "arguments").map(named_children).is_some_and(|list| {
                list.first().is_some_and(|all| is_list_of_errors(site, *all))
                    && list.last().is_some_and(|last| is_error(*last))
            })
    };
    let appended = prune(function, is_function).find(collects)?;
    let line = site.context.line(appended.start_byte());
    let because = format!("the function collects errors (line {line}), and leaving here would drop them");
    Some(Reason::new("error-path", because))
}

fn is_list_of_errors(site: &Site, list: Node) -> bool {
    let type_ = site.types.type_of(list).map(|t| site.types.underlying(&t));
    matches!(type_, Some(Type::Slice(of)) if site.types.implements_error(&of) == Some(true))
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
    // Unlocked for a while, and to be locked again for somebody else.
    let mut lent: Vec<&str> = Vec::new();
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
            "Lock" | "RLock" if lent.contains(&receiver) => lent.retain(|other| *other != receiver),
            "Lock" | "RLock" => held.push((receiver, call.start_byte())),
            "Unlock" | "RUnlock" if held.iter().any(|(other, _)| *other == receiver) => {
                held.retain(|(other, _)| *other != receiver);
            }
            "Unlock" | "RUnlock" => lent.push(receiver),
            _ => {}
        }
    }
    if let Some(reason) = locked_again(site, &lent) {
        return Some(reason);
    }
    let (receiver, at) = held.last()?;
    let line = site.context.line(*at);
    let because = format!(
        "{receiver} is locked on line {line} and not unlocked by a defer; leaving here would leave it locked"
    );
    Some(Reason::new("lock-held", because))
}

/// One of the `lent` locks is taken again below the site: whoever called expects it locked.
fn locked_again<'a>(site: &Site<'a, '_>, lent: &[&str]) -> Option<Reason> {
    let calls = super::release::following(site).filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
    let mut again = calls.filter_map(|call| {
        let Callee::Method { package, name, .. } = site.types.callee(call) else { return None };
        let receiver = receiver(call).map(|r| site.context.source(r)).filter(|r| lent.contains(r))?;
        (*package == *"sync" && matches!(&*name, "Lock" | "RLock")).then_some((receiver, call))
    });
    let (receiver, call) = again.next()?;
    let line = site.context.line(call.start_byte());
    let because = format!(
        "{receiver} is unlocked here and locked again on line {line}; leaving here would leave it unlocked"
    );
    Some(Reason::new("lock-held", because))
}
