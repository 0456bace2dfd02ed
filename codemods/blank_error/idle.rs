//! Whether a variable of the error's type that is there already can take the error: nothing that reads it today may notice.

use super::Site;
use crate::semantics::scopes::{Access, LocalId, LocalKind, Scopes, Use};
use crate::syntax::{
    Node, ancestors, enclosing_function, field, is_function, is_within, kind, named_children,
};
use std::ops::Range;

/// Whether assigning to the local `id` at `statement`, an element of `list`, and going on only with nil changes what no
/// read of it sees.
pub fn is_free_to_assign<'a>(
    site: &Site<'a, '_>,
    scopes: &Scopes<'a>,
    id: LocalId,
    statement: Node<'a>,
    list: Node<'a>,
) -> bool {
    let local = scopes.local(id);
    let is_variable =
        matches!(local.kind, LocalKind::Var | LocalKind::Param | LocalKind::Result | LocalKind::Receiver);
    if !is_variable || !super::variable::is_of_errors_type(site, local.declared) {
        return false;
    }
    let root = site.context.tree.root();
    let Some(function) = enclosing_function(root, statement) else { return false };
    if local.function.map(|f| scopes.function(f).node.id()) != Some(function.id()) {
        return false;
    }
    if scopes.uses(id).any(|used| scopes.is_captured(used) || used.access.may_take_address()) {
        return false;
    }
    if site.context.of_kind_in(kind::GOTO_STATEMENT, function.byte_range()).next().is_some() {
        return false;
    }
    // A loop around the statement that doesn't declare the variable brings earlier reads and later writes back.
    let loops = ancestors(root, statement).take_while(|n| !is_function(*n));
    let outermost =
        loops.filter(|n| n.kind_id() == kind::FOR_STATEMENT && !is_within(local.declared, *n)).last();
    match outermost {
        Some(loop_) => {
            never_written(scopes, id, loop_.byte_range()) && is_nil_before(scopes, id, loop_, site)
        }
        None => is_nil_before(scopes, id, statement, site) || is_written_next(site, scopes, id, list),
    }
}

fn never_written(scopes: &Scopes, id: LocalId, range: Range<usize>) -> bool {
    !scopes.uses(id).any(|used| used.access.may_write() && range.contains(&used.node.start_byte()))
}

/// Whether the variable is nil when control comes to `statement`: it was declared without a value and never written, or
/// its last value was found to be nil by an `if err != nil` that doesn't come back.
pub fn is_nil_before<'a>(scopes: &Scopes<'a>, id: LocalId, statement: Node<'a>, site: &Site<'a, '_>) -> bool {
    let local = scopes.local(id);
    let before = |used: &&Use| used.node.start_byte() < statement.start_byte() && used.access.may_write();
    let root = site.context.tree.root();
    // Writes inside of a check that leaves don't come here.
    let mut last = None;
    for written in scopes.uses(id).filter(before) {
        let leaves = ancestors(root, written.node)
            .take_while(|n| !is_function(*n) && !is_within(statement, *n))
            .any(|n| n.kind_id() == kind::IF_STATEMENT && is_check_that_leaves(site, scopes, id, n));
        if !leaves || is_in_header(site, written.node) {
            last = Some(written.node);
        }
    }
    let set = match last {
        Some(node) => node,
        None if local.kind == LocalKind::Result => return true,
        None => {
            let specification = ancestors(root, local.declared).next();
            if specification.is_some_and(|n| n.kind_id() == kind::VAR_SPEC && field(n, "value").is_none()) {
                return true;
            }
            local.declared
        }
    };
    let found_nil = ancestors(root, statement)
        .take_while(|n| !is_function(*n))
        .filter(|n| n.kind_id() == kind::IF_STATEMENT)
        .filter_map(|n| branch_for_nil(site, scopes, id, n))
        .any(|branch| is_within(statement, branch) && !is_within(set, branch));
    if found_nil {
        return true;
    }
    // The list in which both the write and the statement are elements, or stand below one.
    let Some(list) = ancestors(root, statement)
        .take_while(|n| !is_function(*n))
        .find(|n| n.kind_id() == kind::STATEMENT_LIST && is_within(set, *n))
    else {
        return false;
    };
    named_children(list)
        .into_iter()
        .filter(|n| n.start_byte() > set.start_byte() || is_within(set, *n))
        .take_while(|n| n.end_byte() <= statement.start_byte())
        .any(|n| n.kind_id() == kind::IF_STATEMENT && is_check_that_leaves(site, scopes, id, n))
}

/// Whether `node` stands in the init statement of an `if`.
fn is_in_header<'a>(site: &Site<'a, '_>, node: Node<'a>) -> bool {
    ancestors(site.context.tree.root(), node)
        .find(|n| matches!(n.kind_id(), kind::IF_STATEMENT | kind::STATEMENT_LIST))
        .is_some_and(|n| field(n, "initializer").is_some_and(|init| is_within(node, init)))
}

/// The branch of an `if err == nil` for which that holds.
fn branch_for_nil<'a>(
    site: &Site<'a, '_>,
    scopes: &Scopes<'a>,
    id: LocalId,
    check: Node<'a>,
) -> Option<Node<'a>> {
    let mut condition = field(check, "condition")?;
    let operator = |n: Node<'a>| field(n, "operator").map_or("", |o| site.context.source(o));
    while condition.kind_id() == kind::BINARY_EXPRESSION
        && operator(condition) == "&&"
        && let Some(first) = field(condition, "left")
    {
        condition = first;
    }
    let compares = condition.kind_id() == kind::BINARY_EXPRESSION
        && operator(condition) == "=="
        && field(condition, "right").is_some_and(|r| r.kind_id() == kind::NIL)
        && field(condition, "left").and_then(|l| scopes.local_of(l)) == Some(id);
    field(check, "consequence").filter(|_| compares)
}

/// `if err != nil { … return }` without an `else`.
fn is_check_that_leaves<'a>(
    site: &Site<'a, '_>,
    scopes: &Scopes<'a>,
    id: LocalId,
    statement: Node<'a>,
) -> bool {
    let condition = field(statement, "condition").filter(|c| c.kind_id() == kind::BINARY_EXPRESSION);
    let Some(condition) = condition.filter(|_| field(statement, "alternative").is_none()) else {
        return false;
    };
    let compares = field(condition, "operator").is_some_and(|o| site.context.source(o) == "!=")
        && field(condition, "right").is_some_and(|r| r.kind_id() == kind::NIL)
        && field(condition, "left").and_then(|l| scopes.local_of(l)) == Some(id);
    let Some(block) = field(statement, "consequence").filter(|_| compares) else { return false };
    let never_returns = |call: Node<'a>| site.context.never_returns(call);
    let list = crate::rewrite::statements(block);
    // Whatever terminates the list leaves this way: to the function's end, or to another iteration or statement further out.
    crate::semantics::flow::terminates(site.context.tree, &list, &never_returns)
        || list.last().is_some_and(|n| matches!(n.kind_id(), kind::CONTINUE_STATEMENT))
}

/// Whether the next thing that happens to the variable after the site, on every path, is an assignment.
fn is_written_next<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>, id: LocalId, list: Node<'a>) -> bool {
    let is_result = scopes.local(id).kind == LocalKind::Result;
    let Some(next) = scopes.uses(id).find(|used| used.node.start_byte() >= site.statement.end_byte()) else {
        // Every way out reads a named result.
        return !is_result;
    };
    if is_result && returns_between(site, site.statement.end_byte()..next.node.start_byte()) {
        return false;
    }
    if next.access != Access::Write || !is_within(next.node, list) {
        return false;
    }
    // In the list itself, or in the header of a statement of it; not in one of its branches.
    let above: Vec<Node> = ancestors(list, next.node).take_while(|n| n.id() != list.id()).collect();
    let assignment = match above.as_slice() {
        [_, assignment] => assignment,
        [_, assignment, header]
            if matches!(
                header.kind_id(),
                kind::IF_STATEMENT | kind::EXPRESSION_SWITCH_STATEMENT | kind::TYPE_SWITCH_STATEMENT
            ) =>
        {
            assignment
        }
        _ => return false,
    };
    // `err = wrap(err)` reads before it writes.
    matches!(assignment.kind_id(), kind::ASSIGNMENT_STATEMENT | kind::SHORT_VAR_DECLARATION)
        && !scopes.uses(id).any(|used| used.access != Access::Write && is_within(used.node, *assignment))
}

/// Whether a `return` stands in `range`.
fn returns_between(site: &Site, range: Range<usize>) -> bool {
    site.context.of_kind_in(kind::RETURN_STATEMENT, range).next().is_some()
}
