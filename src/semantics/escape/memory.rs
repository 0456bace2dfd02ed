//! Memory that something owns, lends while it lives, and uses again once it's ended: the row of a cursor, the nodes of a
//! parser.
//!
//! A method of which nothing is known may give such memory as a result, or put it where its arguments point, as
//! `p.Parse(&entry)` does; so may one of something that was given the place when it was acquired. Plain data can't refer to
//! it; texts are taken not to change, whoever made them. The standard library gives memory of its own: what it had from
//! others it has read.

use super::callees;
use super::maker::composed_of;
use super::walk::Walk;
use super::{Data, Escape, Sure, can_hold, is_plain};
use crate::semantics::scopes::{Access, LocalId, LocalKind};
use crate::semantics::types::is_exported;
use crate::semantics::universe::Builtin;
use crate::semantics::{Callee, FileTypes, Type};
use crate::syntax::{Node, Tree, ancestors, field, kind, named_children};

impl<'a> Escape<'_, 'a> {
    /// A method of which nothing is known is called on the value: where the arguments point may be memory of the value's
    /// from then on.
    pub(super) fn lends_to_arguments(&self, types: &FileTypes<'a>, call: Node<'a>, walk: &mut Walk) {
        if self.data != Data::Memory {
            return;
        }
        let given = field(call, "arguments").map(named_children).unwrap_or_default();
        match self.all_places(types, given.into_iter()) {
            Ok(places) => walk.held_by.extend(places.into_iter().map(|id| (id, Sure::Maybe))),
            Err(given) => {
                let given = self.tree.source(given);
                walk.doubts.push(format!("memory of {} may be put into {given}", walk.name));
            }
        }
    }

    /// The variable on which a method is called, when memory is what is followed: what is its own it may keep.
    pub(super) fn owner(&self, function: Node<'a>) -> Option<LocalId> {
        let operand = field(function, "operand").filter(|_| self.data == Data::Memory)?;
        self.scopes.local_of(operand)
    }

    /// The variables of the region where a call that acquires something may have memory put: those whose addresses it's given.
    /// Pointers that there were are options. As an error, an address of what is declared elsewhere.
    pub fn bound_by(&self, types: &FileTypes<'a>, call: Node<'a>) -> Result<Vec<LocalId>, Node<'a>> {
        if callees::is_known(types, &types.callee(call)) {
            return Ok(Vec::new());
        }
        let given = field(call, "arguments").map(named_children).unwrap_or_default();
        self.all_places(types, given.into_iter().filter(|value| is_address(self.tree, *value)))
    }

    /// The variables of the region that are all that the values point to; as an error, which of them may point elsewhere.
    fn all_places(
        &self,
        types: &FileTypes<'a>,
        values: impl Iterator<Item = Node<'a>>,
    ) -> Result<Vec<LocalId>, Node<'a>> {
        let places: Result<Vec<_>, _> = values.map(|value| self.places(types, value).ok_or(value)).collect();
        Ok(places?.concat())
    }

    /// The variables of the region that are all that a value points to; none where it may point elsewhere.
    fn places(&self, types: &FileTypes<'a>, value: Node<'a>) -> Option<Vec<LocalId>> {
        if value.kind_id() == kind::NIL || !takes_memory(types, value) {
            return Some(Vec::new());
        }
        if let Some(parts) = composed_of(value) {
            let places: Option<Vec<_>> = parts.into_iter().map(|part| self.places(types, part)).collect();
            return Some(places?.concat());
        }
        let is_part = |n: Node<'a>| {
            matches!(
                n.kind_id(),
                kind::PARENTHESIZED_EXPRESSION | kind::SELECTOR_EXPRESSION | kind::INDEX_EXPRESSION
            ) || is_address(self.tree, n)
        };
        let mut base = value;
        while is_part(base) {
            base = field(base, "operand").or(named_children(base).first().copied())?;
        }
        let id = self.scopes.local_of(base)?;
        let local = self.scopes.local(id);
        if local.kind != LocalKind::Var || !self.declared_in_region(local) || !self.is_fresh(id) {
            return None;
        }
        // What was put into it would be a place, too.
        let put = self.scopes.uses(id).filter(|used| used.access == Access::PartWrite);
        let by = |node: Node<'a>| {
            ancestors(self.region, node).find(|n| {
                matches!(
                    n.kind_id(),
                    kind::SHORT_VAR_DECLARATION | kind::VAR_SPEC | kind::ASSIGNMENT_STATEMENT
                )
            })
        };
        let mut put =
            put.map(|used| used.node).chain([local.declared]).filter_map(by).flat_map(super::values);
        put.all(|value| self.is_made_of_data(types, value)).then(|| vec![id])
    }

    /// Whether a value is made on the spot, of nothing that takes memory.
    fn is_made_of_data(&self, types: &FileTypes<'a>, value: Node<'a>) -> bool {
        value.kind_id() == kind::NIL
            || !takes_memory(types, value)
            || matches!(types.callee(value), Callee::Builtin(Builtin::Make | Builtin::New))
            || composed_of(value)
                .is_some_and(|parts| parts.into_iter().all(|part| self.is_made_of_data(types, part)))
    }

    /// Whether what a function of the standard library gives isn't memory of the value, but was read from it: it gives plain
    /// data, and reads what it's given.
    pub(super) fn is_read(
        &self,
        types: &FileTypes<'a>,
        callee: &Callee,
        call: Node<'a>,
        value: Node<'a>,
    ) -> bool {
        let value = match field(call, "function") {
            Some(function) if function.id() == value.id() => field(function, "operand").unwrap_or(value),
            _ => value,
        };
        callees::reads(types, callee) && self.is_data_of(types, call, value)
    }

    /// The same of a field of a struct of the standard library: `response.Header`.
    pub(super) fn is_read_field(&self, selector: Node<'a>, value: Node<'a>) -> bool {
        let Some(types) = self.types else { return false };
        let is_standard = |t: &Type| {
            let base = if let Type::Pointer(base) = t { base } else { t };
            base.as_named().is_some_and(|n| callees::is_standard(&n.def.package, types.package().path()))
        };
        types.type_of(value).is_some_and(|t| is_standard(&t)) && self.is_data_of(types, selector, value)
    }

    /// Whether plain data is had of what is more, and memory is what is asked about.
    fn is_data_of(&self, types: &FileTypes<'a>, data: Node<'a>, value: Node<'a>) -> bool {
        let holds = |node: Node<'a>| types.type_of(node).map(|t| can_hold(types, &t, Data::Any));
        self.data == Data::Memory && holds(value) == Some(true) && holds(data) == Some(false)
    }
}

/// Whether an expression is `&x`.
fn is_address(tree: &Tree, value: Node) -> bool {
    value.kind_id() == kind::UNARY_EXPRESSION && tree.source(value).starts_with('&')
}

/// Whether memory can be put where a value points: there is more than plain data. Interfaces and functions are none of it, and
/// what the standard library doesn't export is filled by its own functions only, which copy.
fn takes_memory(types: &FileTypes, value: Node) -> bool {
    let Some(type_) = types.type_of(value) else { return true };
    let own = types.package().path();
    let is_place = |types: &FileTypes, t: &Type| {
        let opaque = t.as_named().is_some_and(|n| callees::is_standard(&n.def.package, own))
            && matches!(types.underlying(t), Type::Struct(parts)
                if parts.fields.iter().all(|field| !is_exported(&field.name)));
        !opaque && !is_plain(types, t, Data::Any)
    };
    let mut todo = vec![type_];
    while let Some(type_) = todo.pop() {
        match types.underlying(&type_) {
            Type::Pointer(base) | Type::Slice(base) if is_place(types, &base) => return true,
            Type::Map(pair) if is_place(types, &pair.1) => return true,
            Type::Unknown => return true,
            Type::Array(_, base) => todo.push((*base).clone()),
            Type::Tuple(all) => todo.extend(all.iter().cloned()),
            Type::Struct(fields) => todo.extend(fields.fields.iter().map(|field| field.ty.clone())),
            _ => {}
        }
    }
    false
}
