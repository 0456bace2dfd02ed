//! Captures that stand together are mended alike: what one copy can serve gets one copy.

use super::mend::Site;
use super::{Capture, Code, can_be_copied, copied, statements_in};
use crate::semantics::scopes::LocalId;
use crate::syntax::{Node, kind};

/// Has captures mended alike where they stand together: all variables of one literal in one way, and all that is behind a copy
/// of the variable by that copy, also what could not be mended alone when the copy takes the variable's place.
pub fn settle<'t>(code: Code<'_, 't>, captures: &mut [Capture<'t>]) {
    for i in 0..captures.len() {
        let literal = captures[i].value;
        let copied_beside = captures
            .iter()
            .any(|c| c.value.id() == literal.id() && matches!(c.verdict, Ok(Site::Copy { .. })));
        if copied_beside && matches!(captures[i].verdict, Ok(Site::Parameter { .. })) {
            let Capture { variable, loop_node, outermost, .. } = captures[i];
            if let Ok(site) = copied(code, variable, loop_node, literal, outermost) {
                captures[i].verdict = Ok(site);
            }
        }
    }
    for i in 0..captures.len() {
        share_one_copy(code, captures, captures[i].variable);
    }
    for i in 0..captures.len() {
        let here = match captures[i].verdict {
            Ok(Site::Copy { statement }) => statement,
            _ => captures[i].value,
        };
        let earlier = captures.iter().enumerate().filter(|(_, c)| c.variable == captures[i].variable);
        let shared = earlier.filter(|(k, _)| *k != i).find_map(|(_, other)| {
            let Ok(Site::Copy { statement }) = other.verdict else { return None };
            let replaces = other.value.kind_id() != kind::FUNC_LITERAL;
            let serves = captures[i].verdict.is_ok() || replaces;
            (serves && is_behind(statement, here)).then_some(statement)
        });
        if let Some(statement) = shared {
            captures[i].verdict = Ok(Site::Copy { statement });
        }
    }
}

/// Moves the copies of one variable outwards to where one serves them all, when there is such a place.
fn share_one_copy<'t>(code: Code<'_, 't>, captures: &mut [Capture<'t>], variable: LocalId) {
    let of_variable = |c: &&Capture<'t>| c.variable == variable;
    let is_copied = |c: &&Capture<'t>| matches!(c.verdict, Ok(Site::Copy { .. }));
    let copied: Vec<&Capture> = captures.iter().filter(of_variable).filter(is_copied).collect();
    let Some(first) = copied.first() else { return };
    let Ok(statements) = statements_in(code, first.loop_node, first.outermost) else { return };
    let serves_all = |statement: &Node<'t>| {
        copied.iter().all(|c| {
            is_behind(*statement, c.outermost)
                && can_be_copied(code, variable, c.loop_node, c.value, *statement).is_ok()
        })
    };
    let Some(statement) = statements.into_iter().find(serves_all) else { return };
    for capture in captures.iter_mut().filter(|c| c.variable == variable) {
        if matches!(capture.verdict, Ok(Site::Copy { .. })) {
            capture.verdict = Ok(Site::Copy { statement });
        }
    }
}

/// Whether `node` is in the scope of what would be declared above `statement`.
fn is_behind(statement: Node, node: Node) -> bool {
    let block = statement.parent().map_or(0..0, |list| list.byte_range());
    block.contains(&node.start_byte()) && statement.start_byte() <= node.start_byte()
}
