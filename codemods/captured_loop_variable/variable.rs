//! What happens to a loop variable: whether the loop changes it, and whether a copy taken at a statement is as good as the
//! iteration's own variable that Go 1.22 has.
//!
//! Where types would have to say whether `v.m()` takes the variable's address or `v.f = x` writes it, and don't, the answer is
//! a refusal.

use super::types::{calls_pointer_method, is_part, slices_variable};
use super::{Code, mend::block_around};
use crate::codemod::{Context, Reason};
use crate::semantics::scopes::{Access, LocalId, LocalKind, Use};
use crate::syntax::{Node, ancestors, descendants, enclosing_function, field, kind};
use std::ops::Range;

/// What a use does to the variable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    Reads,
    Writes,
    TakesAddress,
    /// Perhaps its address is taken; types would tell.
    Unclear,
}

/// Whether the loop gives the variable another value from one iteration to the next. A range clause always does.
pub fn changes(code: Code, id: LocalId) -> bool {
    let Code { context, scopes, .. } = code;
    scopes.local(id).kind == LocalKind::RangeVar
        || scopes.uses(id).any(|used| matches!(effect(context, used), Effect::Writes | Effect::TakesAddress))
}

/// Whether every use of `id` in `literal` means in each iteration what it would mean if the variable were copied just
/// before `statement`, which is in the body of `loop_node` and holds `literal`.
pub fn copy_is_exact<'t>(
    code: Code<'_, 't>,
    id: LocalId,
    loop_node: Node<'t>,
    statement: Node<'t>,
    literal: Node<'t>,
) -> Result<(), Reason> {
    let Code { context, scopes, .. } = code;
    let name = scopes.local(id).name;
    let body = field(loop_node, "body").map_or(0..0, |body| body.byte_range());
    let later = may_run_after(context, loop_node, statement);
    // What a simple statement does outside of the literal, it does before the literal can run.
    let before = match later.start == statement.start_byte() && is_simple(statement) {
        true => statement.byte_range(),
        false => 0..0,
    };
    let used_later = scopes.uses(id).any(|used| {
        let at = used.node.start_byte();
        let outside = !literal.byte_range().contains(&at);
        later.contains(&at) && outside && (scopes.is_captured(used) || !before.contains(&at))
    });
    for used in scopes.uses(id) {
        let at = used.node.start_byte();
        let line = context.line(at);
        let in_header = !body.contains(&at);
        let captured = scopes.is_captured(used);
        match effect(context, used) {
            Effect::Reads => {}
            // The post statement works on the next iteration's variable, the init statement on the first one's.
            Effect::Writes if in_header && !captured => {}
            Effect::Writes if !captured && !later.contains(&at) => {}
            Effect::Writes if literal.byte_range().contains(&at) => {
                return Err(Reason::new(
                    "written",
                    format!("the closure itself changes {name} (line {line})"),
                ));
            }
            Effect::Writes => {
                let because = format!("{name} is changed later in the iteration (line {line})");
                return Err(Reason::new("written", because));
            }
            // A copy that only the closure sees may have its address taken, but where the next iteration goes on from it.
            Effect::TakesAddress | Effect::Unclear
                if literal.byte_range().contains(&at)
                    && !used_later
                    && scopes.local(id).kind == LocalKind::RangeVar => {}
            Effect::TakesAddress => {
                let because = format!("the address of {name} is taken (line {line})");
                return Err(Reason::new("address-taken", because));
            }
            Effect::Unclear => {
                let because = format!(
                    "gomend can't tell whether {} takes the address of {name} (line {line})",
                    context.source(used.operand)
                );
                return Err(Reason::new("unknown-type", because));
            }
        }
    }
    Ok(())
}

/// Whether a copy of `id` above `statement` takes the variable's place for all of the iteration that follows, whatever is done
/// to it: everything that may run later stands in the copy's scope, and nobody has the variable's address yet.
pub fn copy_replaces<'t>(
    code: Code<'_, 't>,
    id: LocalId,
    loop_node: Node<'t>,
    statement: Node<'t>,
) -> Result<(), Reason> {
    let Code { context, scopes, .. } = code;
    let local = scopes.local(id);
    let name = local.name;
    let refuse = |at: usize, what: &str| {
        Err(Reason::new("address-taken", format!("{name} {what} (line {})", context.line(at))))
    };
    // What is written to the copy doesn't count for the next iteration, as it would in a `for` clause.
    if local.kind != LocalKind::RangeVar {
        return refuse(
            local.declared.start_byte(),
            "is counted by the loop, which may go on from what is written to it",
        );
    }
    let later = may_run_after(context, loop_node, statement);
    if later.start != statement.start_byte() {
        return refuse(statement.start_byte(), "has its address taken more than once in an iteration");
    }
    let scope = block_around(code, statement).map_or(0..0, |block| statement.start_byte()..block.end_byte());
    for used in scopes.uses(id) {
        let at = used.node.start_byte();
        if later.contains(&at) {
            if !scope.contains(&at) {
                return refuse(at, "is used outside of the block in which it would be copied");
            }
        } else if scopes.is_captured(used)
            || matches!(effect(context, used), Effect::TakesAddress | Effect::Unclear)
        {
            return refuse(at, "has been shared before");
        }
    }
    Ok(())
}

/// The bytes of the iteration that may run after `statement` has begun to: the rest of the body, and where an inner loop or
/// a `goto` leads back, more of it.
fn may_run_after<'t>(context: &Context<'t>, loop_node: Node<'t>, statement: Node<'t>) -> Range<usize> {
    let root = context.tree.root();
    let body = field(loop_node, "body").unwrap_or(loop_node).byte_range();
    if enclosing_function(root, loop_node).is_some_and(has_goto) {
        return body;
    }
    let inner = ancestors(root, statement)
        .take_while(|ancestor| ancestor.id() != loop_node.id())
        .filter(|ancestor| ancestor.kind_id() == kind::FOR_STATEMENT)
        .last();
    inner.unwrap_or(statement).start_byte()..body.end
}

/// Whether a statement holds no others but those in function literals.
fn is_simple(statement: Node) -> bool {
    matches!(
        statement.kind_id(),
        kind::EXPRESSION_STATEMENT
            | kind::GO_STATEMENT
            | kind::DEFER_STATEMENT
            | kind::ASSIGNMENT_STATEMENT
            | kind::SHORT_VAR_DECLARATION
            | kind::SEND_STATEMENT
    )
}

/// Whether `function` has a `goto`, its literals included.
pub fn has_goto(function: Node) -> bool {
    descendants(function).any(|n| n.kind_id() == kind::GOTO_STATEMENT)
}

fn effect<'t>(context: &Context<'t>, used: &Use<'t>) -> Effect {
    match used.access {
        Access::Read => Effect::Reads,
        Access::Write | Access::ReadWrite => Effect::Writes,
        Access::AddressTaken => Effect::TakesAddress,
        Access::PartWrite => match is_part(context, used) {
            Some(false) => Effect::Reads,
            _ => Effect::Writes,
        },
        Access::PartAddressTaken => address(is_part(context, used)),
        Access::Sliced => address(slices_variable(context, used)),
        Access::Selected => address(calls_pointer_method(context, used)),
    }
}

fn address(taken: Option<bool>) -> Effect {
    match taken {
        Some(false) => Effect::Reads,
        Some(true) => Effect::TakesAddress,
        None => Effect::Unclear,
    }
}
