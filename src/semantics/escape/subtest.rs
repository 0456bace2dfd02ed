//! What `t.Run` does with a function: where the test runs in parallel it keeps it, and calls it when `Run` has long returned.
//!
//! Knows `t.Parallel()` in the function and in those that it gives its `*testing.T` to, as far as their source is at hand.

use super::Escape;
use super::body::Body;
use super::callees::{self, Effect};
use crate::semantics::{Callee, FileTypes, Type};
use crate::syntax::{Node, Tree, descendants, field, kind, named_children};

impl<'a> Escape<'_, 'a> {
    /// What becomes of a function that is given to `t.Run`; none for any other callee.
    pub(super) fn of_subtest(
        &self,
        types: &FileTypes<'a>,
        callee: &Callee,
        function: Node<'a>,
    ) -> Option<Effect> {
        let Callee::Method { package, name, .. } = callee else { return None };
        if **package != *"testing" || **name != *"Run" {
            return None;
        }
        let literal = (function.kind_id() == kind::FUNC_LITERAL).then_some(function);
        Some(match literal.and_then(|literal| in_parallel(self.tree, types, literal, self.depth)) {
            Some(true) => Effect::Kept,
            Some(false) => Effect::Used,
            None => Effect::Unknown,
        })
    }
}

/// Whether a function makes the test that it's given run in parallel; none where that isn't known.
fn in_parallel(tree: &Tree, types: &FileTypes, function: Node, depth: u8) -> Option<bool> {
    let asks = |n: Node| {
        n.kind_id() == kind::SELECTOR_EXPRESSION
            && field(n, "field").is_some_and(|name| tree.source(name) == "Parallel")
    };
    if descendants(function).any(asks) {
        return Some(true);
    }
    for call in descendants(function).filter(|n| n.kind_id() == kind::CALL_EXPRESSION) {
        let given = field(call, "arguments").map(named_children).unwrap_or_default();
        if !given.into_iter().any(|value| is_test(types, value))
            || callees::is_known(types, &types.callee(call))
        {
            continue;
        }
        let entity = types.declaration(call)?;
        let body = Body::of(types, &entity)?;
        let found = in_parallel(&body.tree, &body.types, body.declaration()?, depth.checked_sub(1)?);
        if found != Some(false) {
            return found;
        }
    }
    Some(false)
}

/// Whether a value is a `*testing.T`: no other type of `testing` has the method.
fn is_test(types: &FileTypes, value: Node) -> bool {
    match types.type_of(value) {
        Some(Type::Pointer(base)) => base.is_defined_as("testing", "T"),
        _ => false,
    }
}
