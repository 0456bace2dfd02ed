//! What the new way out of the function would hide, keep locked or leave behind.

use super::Site;
use super::exit::Then;
use super::idle::is_nil_before;
use super::known::in_range;
use crate::codemod::Reason;
use crate::semantics::scopes::{Access, Local, LocalId, LocalKind, Scopes, Use};
use crate::semantics::{Callee, Type};
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
        .or_else(|| errors_collected(site))
        .or_else(|| lock_held(site))
        .or_else(|| if then == Then::Leaves { each_in_turn(site).or_else(|| goes_on(site)) } else { None })
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
    let last = failing_way_out(site)?;
    let line = site.context.line(last.start_byte());
    let because = format!(
        "the function is failing already (line {line}): this cleans up on the way out, and the check would hide that error behind this one"
    );
    Some(Reason::new("failing-already", because))
}

/// The statement by which the branch around the site leaves with another error.
pub fn failing_way_out<'a>(site: &Site<'a, '_>) -> Option<Node<'a>> {
    for list in lists(site) {
        if list.parent()?.parent().is_some_and(is_function) {
            return None;
        }
        let leaves =
            |n: &Node<'a>| n.kind_id() == kind::RETURN_STATEMENT || fails(site, *n) || sets_error(site, *n);
        let elements = || site.context.elements(list).to_vec().into_iter();
        let ways_out = site.known.ways_out.get(list, || elements().filter(leaves));
        let behind = in_range(&ways_out, site.statement.end_byte()..list.end_byte());
        if let Some(next) = behind.first().copied() {
            let between = site.statement.end_byte()..next.start_byte();
            let mut returns = site.context.of_kind_in(kind::RETURN_STATEMENT, between);
            let may_succeed = returns.any(|n| !fails(site, n) && is_of_this_function(site, n));
            return (!may_succeed && (fails(site, next) || sets_error(site, next))).then_some(next);
        }
    }
    None
}

fn is_of_this_function<'a>(site: &Site<'a, '_>, node: Node<'a>) -> bool {
    let function = |n| enclosing_function(site.context.tree.root(), n).map(|f| f.id());
    function(node) == function(site.statement)
}

/// `err = fmt.Errorf(…)`: what follows is about that error.
fn sets_error<'a>(site: &Site<'a, '_>, statement: Node<'a>) -> bool {
    let value = field(statement, "right").map(named_children).and_then(|mut values| values.pop());
    statement.kind_id() == kind::ASSIGNMENT_STATEMENT && value.is_some_and(|value| makes_error(site, value))
}

/// Whether the statement ends the function with an error, or the program.
pub fn fails<'a>(site: &Site<'a, '_>, statement: Node<'a>) -> bool {
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
        _ => makes_error(site, value),
    }
}

/// Whether the value is a call that makes a new error: `fmt.Errorf`, `errors.New`, `errors.Wrap`.
fn makes_error(site: &Site, value: Node) -> bool {
    if value.kind_id() != kind::CALL_EXPRESSION {
        return false;
    }
    let Callee::Function { package, name } = site.types.callee(value) else { return false };
    let is_error =
        || site.types.type_of(value).is_some_and(|t| site.types.implements_error(&t) == Some(true));
    makes_standard_error(&package, &name)
        || (package.ends_with("/errors") || name.ends_with("Error") || name.ends_with("Errorf")) && is_error()
}

/// Whether a function of the standard library makes a new error.
pub fn makes_standard_error(package: &str, name: &str) -> bool {
    matches!((package, name), ("fmt", "Errorf") | ("errors", "New" | "Join"))
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
    let at = site.reached();
    let is_error = |local: &Local| {
        matches!(local.kind, LocalKind::Var | LocalKind::Param | LocalKind::Result)
            && site.types.type_of(local.declared).is_some_and(|t| site.types.is_error(&t))
    };
    let declaration = site.context.declaration(site.statement);
    let errors = site
        .known
        .errors
        .get(declaration, || scopes.locals().filter(|(_, local)| is_error(local)).map(|(id, _)| id));
    (0..errors.len()).map(move |i| errors[i]).filter(move |id| {
        let id = *id;
        let local = scopes.local(id);
        if !local.scope.contains(&at) {
            return false;
        }
        if local.function.map(|f| scopes.function(f).node.id()) != function {
            return false;
        }
        // `err = wrap(err)` reads, too.
        let mut later = scopes.uses(id).filter(|used| used.node.start_byte() >= site.rest());
        let read_later = later.next().is_some_and(|first| {
            let assignment = ancestors(site.context.tree.root(), first.node).nth(1);
            first.access != Access::Write
                || later.any(|used| {
                    used.access != Access::Write && assignment.is_some_and(|n| is_within(used.node, n))
                })
        });
        let returned = local.kind == LocalKind::Result;
        (read_later || returned) && !is_nil_before(scopes, id, site.checked_at(), site)
    })
}

/// Whether the error in the variable was read on every way to the site since it was set, or is one that the function made itself.
pub fn was_seen<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>, id: LocalId) -> bool {
    let before = |used: &&Use<'a>| used.node.start_byte() < site.reached();
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
    && {
        let callee = site.types.callee(*call);
        super::acknowledged::makes_an_error(&callee) || super::acknowledged::joins_errors(&callee)
    })
}

/// The function collects the errors that it meets: `errs = append(errs, err)`. Leaving would drop them.
fn errors_collected<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let is_error = |n: Node| {
        site.types.type_of(n).is_some_and(|t| !t.is_nil() && site.types.implements_error(&t) == Some(true))
    };
    let appends = |n: &Node<'a>| {
        matches!(site.types.callee(*n), Callee::Builtin(builtin) if builtin.name() == "append")
            && field(*n, "arguments").map(named_children).is_some_and(|list| {
                list.first().is_some_and(|all| is_list_of_errors(site, *all))
                    && list.last().is_some_and(|last| is_error(*last))
            })
    };
    // `errs[i] = f()`
    let fills = |n: &Node<'a>| {
        let targets = field(*n, "left").map(named_children).unwrap_or_default();
        targets.into_iter().any(|target| target.kind_id() == kind::INDEX_EXPRESSION && is_error(target))
    };
    let collects = |n: &Node<'a>| match n.kind_id() {
        kind::CALL_EXPRESSION => appends(n),
        kind::ASSIGNMENT_STATEMENT => fills(n),
        kind::IF_STATEMENT => keeps_first_error(site, *n),
        _ => false,
    };
    let collected = site.known.collected.get(function, || site.context.own(function).filter(collects));
    // What keeps the first error of a loop counts for that loop.
    let root = site.context.tree.root();
    let is_of_loop = |n: Node<'a>| {
        ancestors(root, n)
            .take_while(|n| n.id() != function.id())
            .any(|loop_| loop_.kind_id() == kind::FOR_STATEMENT && is_within(site.statement, loop_))
    };
    let appended = collected.iter().find(|n| n.kind_id() != kind::IF_STATEMENT || is_of_loop(**n))?;
    let line = site.context.line(appended.start_byte());
    let because = format!("the function collects errors (line {line}), and leaving here would drop them");
    Some(Reason::new("error-path", because))
}

/// `if err == nil { err = other }`: the first error is kept, and the function goes on.
fn keeps_first_error<'a>(site: &Site<'a, '_>, check: Node<'a>) -> bool {
    let source = |n: Node<'a>| site.context.source(n);
    let Some(condition) = field(check, "condition") else { return false };
    let [left, right] = *named_children(condition) else { return false };
    let is_none =
        field(condition, "operator").is_some_and(|o| source(o) == "==") && right.kind_id() == kind::NIL;
    let block = field(check, "consequence").map(crate::rewrite::statements).unwrap_or_default();
    let [assignment] = *block else { return false };
    let [target] = *field(assignment, "left").map(named_children).unwrap_or_default() else { return false };
    let [value] = *field(assignment, "right").map(named_children).unwrap_or_default() else { return false };
    is_none
        && assignment.kind_id() == kind::ASSIGNMENT_STATEMENT
        && source(target) == source(left)
        && matches!(value.kind_id(), kind::IDENTIFIER)
        && site.types.type_of(left).is_some_and(|t| site.types.is_error(&t))
}

fn is_list_of_errors(site: &Site, list: Node) -> bool {
    let type_ = site.types.type_of(list).map(|t| site.types.underlying(&t));
    matches!(type_, Some(Type::Slice(of)) if site.types.implements_error(&of) == Some(true))
}

/// `for _, w := range writers { _, _ = w.Write(p) }`: each of them gets its call, whatever became of the others.
fn each_in_turn<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let root = site.context.tree.root();
    let mut above = ancestors(root, site.statement);
    let list = above.next().filter(|n| n.kind_id() == kind::STATEMENT_LIST)?;
    let loop_ = above.nth(1).filter(|n| n.kind_id() == kind::FOR_STATEMENT)?;
    let clause = named_children(loop_).into_iter().find(|n| n.kind_id() == kind::RANGE_CLAUSE)?;
    let ranged = field(clause, "left").map(named_children).unwrap_or_default();
    let called = receiver(site.call).map(|r| site.context.source(r))?;
    let is_alone = site.is_pure() && site.context.elements(list).len() == 1;
    (is_alone && ranged.iter().any(|n| site.context.source(*n) == called)).then(|| {
        let because = format!("leaving here would skip the call for whatever {called} comes after this one");
        Reason::new("skips-cleanup", because)
    })
}

/// Where another call fails, the loop around the site goes on with the next: `if err != nil { continue }`.
fn goes_on<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let root = site.context.tree.root();
    let is_error = |n: Node<'a>| site.types.type_of(n).is_some_and(|t| site.types.is_error(&t));
    let skips = |check: &Node<'a>| {
        let condition = field(*check, "condition").filter(|n| n.kind_id() == kind::BINARY_EXPRESSION);
        let operator = condition.and_then(|n| field(n, "operator")).map_or("", |n| site.context.source(n));
        let last = field(*check, "consequence").map(crate::rewrite::statements).unwrap_or_default().pop();
        operator == "!="
            && last.is_some_and(|n| n.kind_id() == kind::CONTINUE_STATEMENT && n.named_child_count() == 0)
            && condition.and_then(|n| field(n, "left")).is_some_and(is_error)
    };
    let loops = ancestors(root, site.statement).take_while(|n| !is_function(*n));
    let check = loops.filter(|n| n.kind_id() == kind::FOR_STATEMENT).find_map(|loop_| {
        let all = || site.context.own(loop_).filter(|n| n.kind_id() == kind::IF_STATEMENT && skips(n));
        let continuing = site.known.continuing.get(loop_, all);
        // One of a loop inside of this one is of that.
        let is_of_this = |n: &&Node<'a>| {
            let inner = ancestors(root, **n).find(|n| n.kind_id() == kind::FOR_STATEMENT);
            inner.is_some_and(|inner| inner.id() == loop_.id())
        };
        continuing.iter().find(is_of_this).copied()
    })?;
    let line = site.context.line(check.start_byte());
    let because = format!("the loop goes on with the next where another call fails (line {line})");
    Some(Reason::new("tries-again", because))
}

/// A lock that is held without a deferred unlock: leaving early would leave it locked.
fn lock_held<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let at = site.reached();
    let may_lock = |n: &Node<'a>| {
        n.kind_id() == kind::DEFER_STATEMENT
            || n.kind_id() == kind::EXPRESSION_STATEMENT
                && n.named_child(0).is_some_and(|call| {
                    matches!(site.types.callee(call), Callee::Method { package, .. } if *package == *"sync")
                })
    };
    let locking = |list: Node<'a>| {
        let elements = || site.context.elements(list).to_vec().into_iter();
        site.known.locking.get(list, || elements().filter(may_lock))
    };
    let elements: Vec<_> = lists(site).map(locking).collect();
    let before = elements.iter().rev().flat_map(|list| {
        let end = list.partition_point(|n| n.end_byte() <= at);
        list[..end].iter().copied()
    });
    let mut held: Vec<(&str, usize)> = Vec::new();
    // Unlocked for a while, and to be locked again for somebody else.
    let mut lent: Vec<&str> = Vec::new();
    for statement in before {
        let deferred = statement.kind_id() == kind::DEFER_STATEMENT;
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
    let calls = super::release::endings(site).filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
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
