//! What goes on beside the function around it: the goroutines of a test, and loops that somebody else ends.

use super::Site;
use super::exit::in_test::runs_where_it_stands;
use super::hazard::fails;
use crate::semantics::{Callee, Type};
use crate::syntax::{Node, ancestors, field, is_function, kind, named_children};

/// Its server returns nil when it's told to stop.
pub const GRPC: &str = "google.golang.org/grpc";

/// In a test, the call by which the function literal around a discard is started on another goroutine: `go func() { … }()`, `g.Go(…)`.
pub fn started<'a>(site: &Site<'a, '_>) -> Option<Node<'a>> {
    let root = site.context.tree.root();
    let is_grpc =
        || matches!(site.types.callee(site.call), Callee::Method { package, .. } if *package == *GRPC);
    if !site.is_pure() || !site.context.is_test_file() || is_grpc() {
        return None;
    }
    let literals = ancestors(root, site.statement).filter(|n| n.kind_id() == kind::FUNC_LITERAL);
    literals.filter_map(|literal| starting(site, literal)).last()
}

/// Whether another goroutine runs the function literal.
pub fn is_started<'a>(site: &Site<'a, '_>, literal: Node<'a>) -> bool {
    starting(site, literal).is_some()
}

fn starting<'a>(site: &Site<'a, '_>, literal: Node<'a>) -> Option<Node<'a>> {
    let root = site.context.tree.root();
    let call = ancestors(root, literal).find(|n| n.kind_id() == kind::CALL_EXPRESSION)?;
    let is_go = ancestors(root, call).next().is_some_and(|n| n.kind_id() == kind::GO_STATEMENT);
    let is_group = super::words::callee_name(site.context, call) == Some("Go");
    let is_callee = field(call, "function").is_some_and(|f| f.id() == literal.id());
    (is_callee && is_go || !is_callee && is_group).then_some(call)
}

/// Whether a `defer` statement calls the function literal.
pub fn is_deferred<'a>(site: &Site<'a, '_>, literal: Node<'a>) -> bool {
    let mut above = ancestors(site.context.tree.root(), literal);
    let call = above.next().and_then(|call| field(call, "function"));
    call.is_some_and(|f| f.id() == literal.id())
        && above.next().is_some_and(|n| n.kind_id() == kind::DEFER_STATEMENT)
}

/// The loop around the site that goes on until somebody else ends it, in the same function or in one around it that calls it there.
pub fn endless_loop<'a>(site: &Site<'a, '_>) -> Option<Node<'a>> {
    ancestors(site.context.tree.root(), site.statement)
        .take_while(|n| {
            !is_function(*n) || n.kind_id() == kind::FUNC_LITERAL && runs_where_it_stands(site, *n)
        })
        .take_while(|n| !leaves(site, *n))
        .filter(|n| n.kind_id() == kind::FOR_STATEMENT)
        .find(|n| is_endless(site, *n) || is_ended_elsewhere(site, *n))
}

/// Whether the function is left at the end of these statements: the site is reached once.
fn leaves<'a>(site: &Site<'a, '_>, list: Node<'a>) -> bool {
    list.kind_id() == kind::STATEMENT_LIST
        && site
            .context
            .elements(list)
            .last()
            .is_some_and(|last| last.kind_id() == kind::RETURN_STATEMENT || fails(site, *last))
}

/// A `for` statement without a condition (Go spec, "For statements").
pub fn is_endless<'a>(site: &Site<'a, '_>, loop_: Node<'a>) -> bool {
    let condition = match header(loop_) {
        None => None,
        Some(clause) if clause.kind_id() == kind::FOR_CLAUSE => field(clause, "condition"),
        header => header,
    };
    condition.is_none_or(|condition| site.context.source(condition) == "true")
}

/// Whether the loop asks somebody else whether to go on: a ticker, a flag, `for ctx.Err() == nil`. Numbers that are compared, and what is
/// called to go on to the next, come to their end.
fn is_ended_elsewhere<'a>(site: &Site<'a, '_>, loop_: Node<'a>) -> bool {
    let Some(header) = header(loop_) else { return true };
    match header.kind_id() {
        kind::RANGE_CLAUSE => {
            let ranged = field(header, "right").and_then(|n| site.types.type_of(n));
            let ticks = |t: Type| matches!(site.types.underlying(&t), Type::Chan(_, of) if of.is_defined_as("time", "Time"));
            ranged.is_none_or(ticks)
        }
        kind::FOR_CLAUSE | kind::CALL_EXPRESSION => false,
        kind::BINARY_EXPRESSION => {
            let operator = field(header, "operator").map_or("", |operator| site.context.source(operator));
            !matches!(operator, "<" | "<=" | ">" | ">=" | "!=")
        }
        _ => true,
    }
}

/// Whether the loop counts its iterations and goes through nothing else: `for i := 0; i < 3; i++`, `for range 3`.
pub fn counts<'a>(site: &Site<'a, '_>, loop_: Node<'a>) -> bool {
    header(loop_).is_some_and(|header| match header.kind_id() {
        kind::FOR_CLAUSE => {
            field(header, "condition").is_some_and(|n| !site.context.source(n).contains("len("))
        }
        kind::RANGE_CLAUSE => {
            let ranged = field(header, "right").and_then(|n| site.types.type_of(n));
            ranged.is_some_and(
                |t| matches!(site.types.underlying(&t), Type::Basic(basic) if basic.is_integer()),
            )
        }
        _ => false,
    })
}

/// What stands between `for` and the block.
fn header(loop_: Node) -> Option<Node> {
    let body = field(loop_, "body")?;
    named_children(loop_).into_iter().find(|n| n.id() != body.id())
}
