//! Which statements of the loop's body become the function literal: the iteration, or the fewest that hold the resource.
//!
//! Fewer only where that is clearly shorter and every use is known: the literal ends, and with it the resource, before the
//! rest of the iteration runs.

use super::release::Held;
use super::wrap::Run;
use crate::codemod::Context;
use crate::semantics::flow::{LeaveKind, leaves, statements};
use crate::semantics::scopes::Scopes;
use crate::syntax::{Node, enclosing_function, field, kind, named_children, prune, receiver};

/// What to wrap for `defers`, all that the iteration runs, with what each of them releases.
pub fn run<'a>(
    context: &Context<'a>,
    scopes: &Scopes<'a>,
    loop_: Node<'a>,
    body: Node<'a>,
    defers: &[(Node<'a>, Held)],
) -> Run<'a> {
    shorter(context, scopes, loop_, body, defers).unwrap_or_else(|| Run::iteration(loop_, body))
}

fn shorter<'a>(
    context: &Context<'a>,
    scopes: &Scopes<'a>,
    loop_: Node<'a>,
    body: Node<'a>,
    defers: &[(Node<'a>, Held)],
) -> Option<Run<'a>> {
    let all = statements(body);
    let index = |node: Node| {
        all.iter().position(|s| s.start_byte() <= node.start_byte() && node.end_byte() <= s.end_byte())
    };
    // Below an `if` or `switch` the defer is a part of what the iteration does.
    let at_top = |defer: Node| all.iter().any(|s| s.id() == defer.id());
    let function = enclosing_function(context.tree.root(), loop_)?;
    let jumps =
        prune(function, |n| n.kind_id() == kind::FUNC_LITERAL).any(|n| n.kind_id() == kind::GOTO_STATEMENT);
    if jumps
        || !defers
            .iter()
            .all(|(defer, held)| at_top(*defer) && held.doubts.is_empty() && is_plain_release(*defer, held))
    {
        return None;
    }
    let (mut first, mut last) = (all.len(), 0);
    for (defer, held) in defers {
        last = last.max(index(*defer)?);
        for id in &held.released {
            first = first.min(index(scopes.local(*id).declared)?);
        }
        for id in &held.aliases {
            let uses = scopes.uses(*id).filter_map(|used| index(used.node));
            last = last.max(uses.max().unwrap_or(0)).max(index(scopes.local(*id).declared)?);
        }
    }
    loop {
        let range = all.get(first)?.start_byte()..all.get(last)?.end_byte();
        let used_behind = scopes
            .locals()
            .filter(|(_, local)| range.contains(&local.declared.start_byte()))
            .filter_map(|(id, _)| scopes.uses(id).filter_map(|used| index(used.node)).max())
            .max()
            .unwrap_or(0);
        let goes_on = leaves(context.tree, &all[first..=last]).iter().any(|leave| {
            leave.kind == LeaveKind::Continue && leave.target.is_some_and(|target| target.id() == loop_.id())
        });
        let wanted = if goes_on { all.len() - 1 } else { used_behind };
        if wanted <= last {
            break;
        }
        last = wanted;
    }
    let lines = |first: usize, last: usize| {
        context.line(all[last].end_byte()) + 1 - context.line(all[first].start_byte())
    };
    let is_clearly_shorter = lines(first, last) * 3 <= lines(0, all.len() - 1) * 2;
    is_clearly_shorter.then(|| Run { loop_, body, statements: all[first..=last].to_vec(), whole: false })
}

/// `defer x.Close()` or `defer cancel()`: nothing else is put off.
fn is_plain_release(defer: Node, held: &Held) -> bool {
    let Some(call) = named_children(defer).into_iter().next() else { return false };
    let Some(function) = field(call, "function") else { return false };
    let no_arguments = field(call, "arguments").is_some_and(|list| named_children(list).is_empty());
    !held.is_pair && no_arguments && (function.kind_id() == kind::IDENTIFIER || receiver(call).is_some())
}
