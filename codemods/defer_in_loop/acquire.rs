//! Where what a deferred call works on comes from: which variables are the iteration's own, what was acquired with them, and
//! what was started.

use super::release::Site;
use crate::semantics::escape::{Data, is_plain, is_standard, setting, targets, values};
use crate::semantics::flow::statements;
use crate::semantics::scopes::{Access, Local, LocalId, LocalKind};
use crate::semantics::{Callee, Type};
use crate::syntax::{Node, ancestors, descendants, field, kind, named_children};

impl<'a> Site<'a, '_> {
    /// Whether a variable from outside of the loop is one of the iteration all the same: nothing else uses it, and each
    /// iteration sets it first.
    pub(super) fn is_set_anew(&self, id: LocalId) -> bool {
        let local = self.scopes.local(id);
        let mut uses = self.scopes.uses(id);
        let first = uses.next();
        local.kind == LocalKind::Var
            && local.loop_node.is_none()
            && !self.in_body(local.declared)
            && first.is_some_and(|first| {
                let statement = setting(self.body, first.node);
                let at_top =
                    statements(self.body).iter().any(|s| statement.is_some_and(|it| it.id() == s.id()));
                first.access == Access::Write && at_top && self.in_body(first.node)
            })
            && uses.all(|used| self.in_body(used.node) && used.access != Access::AddressTaken)
    }

    /// Whether a variable of the iteration is declared as another name for a variable from outside: `x := x`, `f := files[i]`.
    pub(super) fn is_another_name(&self, local: &Local<'a>) -> bool {
        let declaration = ancestors(self.body, local.declared)
            .find(|n| matches!(n.kind_id(), kind::SHORT_VAR_DECLARATION | kind::VAR_SPEC));
        let value = declaration.and_then(|d| field(d, "right").or(field(d, "value")));
        let Some(value) = value else { return false };
        let makes = |n: Node| {
            matches!(n.kind_id(), kind::CALL_EXPRESSION | kind::COMPOSITE_LITERAL | kind::FUNC_LITERAL)
                || n.kind_id() == kind::UNARY_EXPRESSION && self.context.source(n).starts_with("<-")
        };
        let of_iteration = |id: LocalId| {
            let other = self.scopes.local(id);
            self.is_declared_in_the_iteration(other) && other.declared.id() != local.declared.id()
        };
        !descendants(value).any(makes) && !self.uses(value).any(|(_, id)| of_iteration(id))
    }

    /// What belongs to `id`: the channels that the call was given that acquired it, and what that gave beside a function
    /// that ends it, the context of a `cancel`.
    pub(super) fn acquired_with(&self, id: LocalId) -> Vec<LocalId> {
        let local = self.scopes.local(id);
        let Ok(types) = self.context.types() else { return Vec::new() };
        let is_function =
            types.type_of(local.declared).is_some_and(|t| matches!(types.underlying(&t), Type::Func(_)));
        let is_plain = |node: Node<'a>| types.type_of(node).is_some_and(|t| is_plain(types, &t, Data::Any));
        let is_channel = |node: &Node<'a>| {
            types.type_of(*node).is_some_and(|t| matches!(types.underlying(&t), Type::Chan(..)))
        };
        let mut found = Vec::new();
        for target in self.set_at(id) {
            let Some(statement) = setting(self.body, target) else { continue };
            let beside = if is_function { targets(statement) } else { Vec::new() };
            found.extend(beside.into_iter().filter(|n| !is_plain(*n)));
            let call = values(statement).into_iter().next();
            let arguments = call.and_then(|c| field(c, "arguments")).map(named_children).unwrap_or_default();
            found.extend(arguments.into_iter().filter(is_channel));
        }
        let here = |id: &LocalId| self.is_declared_in_the_iteration(self.scopes.local(*id));
        found.into_iter().filter_map(|n| self.scopes.local_of(n)).filter(here).collect()
    }

    /// What a call gave beside what is released that may work with it: the session on a connection. Not the other end of a
    /// pipe, which is released by itself.
    pub(super) fn acquired_beside(&self, released: &[LocalId]) -> Vec<LocalId> {
        let Ok(types) = self.context.types() else { return Vec::new() };
        let works = |node: &Node<'a>| {
            types.type_of(*node).is_some_and(|t| {
                let base = match &t {
                    Type::Pointer(base) => base,
                    other => other,
                };
                let is_own =
                    base.as_named().is_none_or(|n| !is_standard(&n.def.package, types.package().path()));
                !types.is_error(&t)
                    && is_own
                    && matches!(types.underlying(&t), Type::Interface(_) | Type::Pointer(_))
            })
        };
        let is_it = |id: &LocalId| works(&self.scopes.local(*id).declared);
        self.given_beside(released).into_iter().filter(is_it).collect()
    }

    /// The variables of the iteration, but errors and plain data, that the calls gave which gave what is released.
    pub(super) fn given_beside(&self, released: &[LocalId]) -> Vec<LocalId> {
        let Ok(types) = self.context.types() else { return Vec::new() };
        let set = released.iter().flat_map(|id| self.set_at(*id));
        let beside = set.filter_map(|target| setting(self.body, target)).filter(|s| values(*s).len() == 1);
        let is_plain = |n: &Node<'a>| types.type_of(*n).is_some_and(|t| is_plain(types, &t, Data::Any));
        let others = beside.flat_map(targets).filter(|n| !is_plain(n));
        let ids = others.filter_map(|n| self.scopes.local_of(n));
        ids.filter(|id| !released.contains(id) && self.is_own(*id)).collect()
    }

    /// The calls that gave the variables what they have.
    pub(super) fn acquired_by(&self, released: &[LocalId]) -> Vec<Node<'a>> {
        let set = released.iter().flat_map(|id| self.set_at(*id));
        let given = set.filter_map(|target| setting(self.body, target)).flat_map(values);
        given.filter(|value| value.kind_id() == kind::CALL_EXPRESSION).collect()
    }

    /// Where a variable is given a value: where it's declared, and where it's assigned to.
    fn set_at(&self, id: LocalId) -> Vec<Node<'a>> {
        let writes = self.scopes.uses(id).filter(|used| used.access == Access::Write);
        writes.map(|used| used.node).chain([self.scopes.local(id).declared]).collect()
    }

    /// What was acquired by the same call as a released variable, where that is declared outside of the iteration:
    /// `ctx, cancel = …`.
    pub(super) fn acquired_outside_with(&self, released: &[LocalId]) -> Option<(&'a str, usize)> {
        let types = self.context.types().ok()?;
        let set = released.iter().flat_map(|id| self.set_at(*id));
        let beside = set.filter_map(|target| setting(self.body, target)).flat_map(targets);
        beside.into_iter().find_map(|other| {
            let id = self.scopes.local_of(other)?;
            let here = self.is_declared_in_the_iteration(self.scopes.local(id));
            let plain = types.type_of(other).is_none_or(|t| is_plain(types, &t, Data::Any));
            (!here && !plain && !released.contains(&id))
                .then(|| (self.context.source(other), other.start_byte()))
        })
    }

    /// Where the iteration starts what is released, when that is the last that it does with it: it's meant to run on.
    pub(super) fn started_last(&self, aliases: &[LocalId]) -> Option<usize> {
        let uses = aliases.iter().flat_map(|id| self.scopes.uses(*id));
        let last = uses.map(|used| used.node).filter(|n| self.in_body(*n)).max_by_key(|n| n.start_byte())?;
        let selector = last.parent().filter(|p| p.kind_id() == kind::SELECTOR_EXPRESSION)?;
        let method = field(selector, "field").map(|f| self.context.source(f));
        (last.start_byte() > self.defer.end_byte() && matches!(method, Some("Start" | "Serve")))
            .then(|| last.start_byte())
    }

    /// The line of the call of `time.AfterFunc` or `context.AfterFunc` that gave a released variable.
    pub(super) fn started_later(&self, released: &[LocalId]) -> Option<usize> {
        let types = self.context.types().ok()?;
        released.iter().find_map(|id| {
            let list = self.scopes.local(*id).declared.parent()?;
            let value = list.parent().and_then(|statement| field(statement, "right"))?;
            let call = named_children(value).into_iter().find(|n| n.kind_id() == kind::CALL_EXPRESSION)?;
            match types.callee(call) {
                Callee::Function { name, .. } if *name == *"AfterFunc" => {
                    Some(self.context.line(call.start_byte()))
                }
                _ => None,
            }
        })
    }
}
