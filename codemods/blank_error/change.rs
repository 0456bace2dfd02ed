//! Which nodes change lasting state: what a function may put back when it's done.

use super::Site;
use super::release::base;
use crate::semantics::Callee;
use crate::semantics::scopes::LocalKind;
use crate::syntax::{Node, enclosing_function, field, is_within, kind, named_children, receiver};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Set,
    Up,
    Down,
}

/// Whether a function of this name may change lasting state.
pub fn names_change(name: &str) -> bool {
    const NAMES: &[&str] = &["Add", "Chdir", "CompareAndSwap", "Setenv", "Store", "Swap", "Umask"];
    NAMES.iter().any(|begin| name.starts_with(begin))
}

/// Whether a statement may change lasting state: it assigns, but not to the blank identifier.
pub fn may_change<'a>(site: &Site<'a, '_>, node: Node<'a>) -> bool {
    match node.kind_id() {
        kind::INC_STATEMENT | kind::DEC_STATEMENT => true,
        kind::ASSIGNMENT_STATEMENT => {
            field(node, "left").is_some_and(|left| site.context.source(left) != "_")
        }
        _ => false,
    }
}

/// What lasting state a node changes, and how: a field or variable that the function didn't declare, an atomic value, the process.
pub fn change<'a>(site: &Site<'a, '_>, node: Node<'a>) -> Option<(Change, &'a str)> {
    let source = |n: Node<'a>| site.context.source(n);
    let (place, change) = match node.kind_id() {
        kind::INC_STATEMENT => (node.named_child(0)?, Change::Up),
        kind::DEC_STATEMENT => (node.named_child(0)?, Change::Down),
        kind::ASSIGNMENT_STATEMENT => {
            let [place] = *named_children(field(node, "left")?) else { return None };
            let value = named_children(field(node, "right")?).into_iter().next()?;
            match field(node, "operator").map_or("", source) {
                // `all = append(all, x)` puts nothing back.
                "=" if value.kind_id() == kind::CALL_EXPRESSION
                    && matches!(site.types.callee(value), Callee::Builtin(b) if b.name() == "append") =>
                {
                    return None;
                }
                "=" => (place, Change::Set),
                "+=" => (place, Change::Up),
                "-=" => (place, Change::Down),
                _ => return None,
            }
        }
        kind::CALL_EXPRESSION => {
            super::words::callee_name(site.context, node).filter(|name| names_change(name))?;
            return match site.types.callee(node) {
                Callee::Method { package, name, .. } if *package == *"sync/atomic" => {
                    matches!(&*name, "Store" | "Swap" | "CompareAndSwap" | "Add")
                        .then(|| receiver(node).map(|r| (Change::Set, source(r))))?
                }
                Callee::Function { package, name } => match (&*package, &*name) {
                    ("os", "Chdir" | "Setenv") | ("syscall", "Umask") => {
                        Some((Change::Set, source(field(node, "function")?)))
                    }
                    ("sync/atomic", _) if name.starts_with("Add") || name.starts_with("Store") => {
                        let place = named_children(field(node, "arguments")?).into_iter().next()?;
                        Some((Change::Set, source(place)))
                    }
                    _ => None,
                },
                _ => None,
            };
        }
        _ => return None,
    };
    let base = base(place)?;
    if source(base) == "_" {
        return None;
    }
    let scopes = site.context.scopes(site.statement);
    let is_own = scopes.local_of(base).is_some_and(|id| {
        let local = scopes.local(id);
        let function = enclosing_function(site.context.tree.root(), site.statement);
        let is_parameter = matches!(local.kind, LocalKind::Param | LocalKind::Receiver);
        // A parameter itself is a variable of the function; what it points to isn't.
        function.is_some_and(|f| is_within(local.declared, f)) && !(is_parameter && base.id() != place.id())
    });
    (!is_own).then(|| (change, source(place)))
}
