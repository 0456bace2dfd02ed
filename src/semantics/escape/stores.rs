//! What holds a value once it's assigned, or given to a call that keeps it.

use super::callees;
use super::walk::{End, Walk};
use super::{Escape, Sure, is_handle};
use crate::semantics::scopes::{Access, LocalId, LocalKind};
use crate::semantics::{Callee, Type};
use crate::syntax::{Node, ancestors, descendants, field, is_within, kind, named_children};

impl<'a> Escape<'_, 'a> {
    /// `x.m(value)`: held by what `x` is from now on.
    pub(super) fn kept_by_receiver(&self, function: Node<'a>, walk: &mut Walk) {
        let operand = field(function, "operand").filter(|_| function.kind_id() == kind::SELECTOR_EXPRESSION);
        match operand.and_then(|operand| self.scopes.local_of(operand)) {
            Some(id) if self.is_own_receiver(id) => {
                walk.in_receiver = true;
                walk.held_by.push((id, Sure::Maybe));
            }
            Some(id) if self.declared_in_region(self.scopes.local(id)) => {
                if !self.is_fresh(id) {
                    walk.stored = true;
                    walk.doubts.push(self.may_keep(self.tree.source(function), walk.name));
                }
                walk.held_by.push((id, Sure::Maybe));
            }
            _ => {
                walk.stored = true;
                walk.doubts.push(self.may_keep(self.tree.source(function), walk.name));
            }
        }
    }

    /// Whether a variable is the receiver of the method that the region is.
    fn is_own_receiver(&self, id: LocalId) -> bool {
        let local = self.scopes.local(id);
        let writes = |access: Access| matches!(access, Access::Write | Access::ReadWrite);
        local.kind == LocalKind::Receiver
            && self.declared_in_region(local)
            && !self.scopes.uses(id).any(|used| writes(used.access))
    }

    /// `value` is on the right of an assignment or declaration.
    pub(super) fn assigned(&self, statement: Node<'a>, value: Node<'a>, walk: &mut Walk) -> End {
        let left = field(statement, "left");
        if left.is_some_and(|l| is_within(value, l)) {
            // `x.f = v` stores into the value, not the other way round.
            return End::Nowhere;
        }
        let targets = targets(statement);
        // `a, b = x, y`: each value has its own target; `a, b = f(x)`: any may hold it.
        let values = values(statement);
        let own = values.iter().position(|v| is_within(value, *v)).filter(|_| values.len() == targets.len());
        let mut taken = Vec::new();
        for target in own.map_or(targets.clone(), |i| vec![targets[i]]) {
            let text = self.tree.source(target);
            if text == "_" || (!walk.identity && self.is_plain(target)) || self.is_error(target) {
                continue;
            }
            let of_call = value.kind_id() == kind::CALL_EXPRESSION;
            if of_call && !walk.identity && !self.can_hold(target) {
                continue;
            }
            let base = descendants(target).find(|n| n.kind_id() == kind::IDENTIFIER);
            match base.and_then(|b| self.scopes.local_of(b)) {
                Some(id)
                    if self.declared_in_region(self.scopes.local(id)) || self.is_own_copy(id, target) =>
                {
                    let stores = text != self.scopes.local(id).name;
                    if stores && walk.sure == Sure::Yes && self.is_part_of_another(id) {
                        return End::Leak(format!(
                            "{} goes into {text}, which outlives the iteration",
                            walk.name
                        ));
                    }
                    let direct =
                        field(target, "operand").is_some_and(|o| base.is_some_and(|b| b.id() == o.id()));
                    if stores && direct && self.is_own_receiver(id) {
                        walk.in_receiver = true;
                    } else if stores && !(direct && (self.is_fresh(id) || self.is_own_copy(id, target))) {
                        walk.stored = true;
                        walk.doubts.push(format!("{} goes into {text}, which may be shared", walk.name));
                    }
                    taken.push((id, walk.sure));
                }
                _ => {
                    walk.handle = walk.handle
                        || self.types.is_none_or(|t| t.type_of(target).is_none_or(|ty| is_handle(t, &ty)));
                    return End::Leak(format!(
                        "{} goes into {text}, which is declared outside of the loop",
                        walk.name
                    ));
                }
            }
        }
        if taken.is_empty() { End::Nowhere } else { End::In(taken) }
    }

    /// Whether `target` is, or is a field of, the value that a range clause declares for the loop whose body the region is: it's
    /// copied anew for each iteration.
    fn is_own_copy(&self, id: LocalId, target: Node<'a>) -> bool {
        let operand =
            if target.kind_id() == kind::SELECTOR_EXPRESSION { field(target, "operand") } else { None };
        let is_direct = operand.unwrap_or(target).kind_id() == kind::IDENTIFIER;
        let declared = self.scopes.local(id).declared;
        let loop_ = self.region.parent().filter(|n| is_direct && n.kind_id() == kind::FOR_STATEMENT);
        let clause = loop_.and_then(|l| {
            named_children(l)
                .into_iter()
                .find(|n| n.kind_id() == kind::RANGE_CLAUSE && is_within(declared, *n))
        });
        let type_ = clause.and(self.types).and_then(|types| Some((types, types.type_of(declared)?)));
        type_.is_some_and(|(types, t)| {
            matches!(types.underlying(&t), Type::Struct(_) | Type::Array(..) | Type::Basic(_))
        })
    }

    /// Whether a variable of the region points into what is declared outside: `s := &all[i]`.
    fn is_part_of_another(&self, id: LocalId) -> bool {
        let declared = self.scopes.local(id).declared;
        let statement = ancestors(self.region, declared).find(|n| n.kind_id() == kind::SHORT_VAR_DECLARATION);
        let value = statement.and_then(|s| field(s, "right")).filter(|v| named_children(*v).len() == 1);
        value.is_some_and(|value| {
            let has_call = descendants(value).any(|n| n.kind_id() == kind::CALL_EXPRESSION);
            let base = descendants(value).find(|n| n.kind_id() == kind::IDENTIFIER);
            let local = base.and_then(|b| self.scopes.local_of(b));
            self.tree.source(value).starts_with('&')
                && !has_call
                && base.is_some()
                && local.is_none_or(|id| !self.declared_in_region(self.scopes.local(id)))
        })
    }

    /// Whether what a variable of the region refers to was made in the region: by a literal, `new` or `make`, a function of
    /// the standard library that makes things, or by its declaration.
    pub(super) fn is_fresh(&self, id: LocalId) -> bool {
        let local = self.scopes.local(id);
        let statement = ancestors(self.region, local.declared).find(|n| {
            matches!(n.kind_id(), kind::SHORT_VAR_DECLARATION | kind::VAR_SPEC | kind::RANGE_CLAUSE)
        });
        let made = |node: Node<'a>| {
            let source = self.tree.source(node);
            node.kind_id() == kind::COMPOSITE_LITERAL
                || source.starts_with("new(")
                || source.starts_with("make(")
                || (source.starts_with('&')
                    && field(node, "operand").is_some_and(|o| o.kind_id() == kind::COMPOSITE_LITERAL))
                || self.is_maker(node)
        };
        let once = !self.scopes.uses(id).any(|u| u.access == Access::Write);
        let Some(statement) = statement else { return false };
        let value = field(statement, "right").or(field(statement, "value"));
        once && value.is_none_or(|v| {
            let all = if v.kind_id() == kind::EXPRESSION_LIST { named_children(v) } else { vec![v] };
            statement.kind_id() != kind::RANGE_CLAUSE && all.into_iter().all(made)
        })
    }

    /// A call of a function of the standard library that gives something new: `json.NewDecoder(r)`.
    fn is_maker(&self, node: Node<'a>) -> bool {
        let Some(types) = self.types.filter(|_| node.kind_id() == kind::CALL_EXPRESSION) else {
            return false;
        };
        let callee = types.callee(node);
        callees::is_known(types, &callee)
            && match callee {
                Callee::Function { package, name } => callees::makes(&package, &name),
                _ => false,
            }
    }
}

/// The declaration by which, or assignment in which, the variable at `target` is given a value.
pub fn setting<'a>(region: Node<'a>, target: Node<'a>) -> Option<Node<'a>> {
    let found = ancestors(region, target).find(|n| {
        matches!(n.kind_id(), kind::SHORT_VAR_DECLARATION | kind::VAR_SPEC | kind::ASSIGNMENT_STATEMENT)
    })?;
    targets(found).iter().any(|t| t.id() == target.id()).then_some(found)
}

/// What a declaration or assignment gives values to, from left to right.
pub fn targets<'a>(statement: Node<'a>) -> Vec<Node<'a>> {
    match field(statement, "left") {
        Some(left) if left.kind_id() == kind::EXPRESSION_LIST => named_children(left),
        Some(left) => vec![left],
        None => named_children(statement).into_iter().filter(|n| n.kind_id() == kind::IDENTIFIER).collect(),
    }
}

/// The values that a declaration or assignment gives.
pub fn values<'a>(statement: Node<'a>) -> Vec<Node<'a>> {
    match field(statement, "right").or(field(statement, "value")) {
        Some(list) if list.kind_id() == kind::EXPRESSION_LIST => named_children(list),
        Some(value) => vec![value],
        None => Vec::new(),
    }
}
