//! What a declared function returns, seen from inside: what is new, or at least made here and nobody else's.
//!
//! Knows what variables are given and where they go. A part of what is made is made; what the function was given it may hand
//! on where who called it can spare it.

use super::body::names;
use super::fresh::{New, Source};
use super::holds::has_end;
use super::{Data, Escape, callees, file_of, setting, values};
use crate::semantics::scopes::{Access, LocalId, LocalKind, Scopes};
use crate::semantics::universe::Builtin;
use crate::semantics::{Callee, FileTypes, Selected, Type};
use crate::syntax::{Node, Tree, ancestors, descendants, field, is_within, kind, named_children};
use std::cell::RefCell;

/// A function that is asked whether it returns what is new.
#[derive(Clone, Copy)]
pub(super) struct Maker<'c, 'a> {
    pub tree: &'a Tree,
    pub scopes: &'c Scopes<'a>,
    pub types: &'c FileTypes<'a>,
    pub declaration: Node<'a>,
    pub how: New,
    /// Of each argument, whether it may end with what is returned.
    pub handed: &'c [bool],
    /// The variables that are being asked about: what they are made of may be themselves.
    pub seen: &'c RefCell<Vec<LocalId>>,
    pub depth: u8,
}

impl<'a> Maker<'_, 'a> {
    pub fn is_new(&self, value: Node<'a>) -> bool {
        let names_nothing = self.tree.source(value) == "\"\"";
        if value.kind_id() == kind::FUNC_LITERAL {
            return self.works_on_what_is_made(value);
        }
        if value.kind_id() == kind::NIL || names_nothing || self.is_data(value) {
            return true;
        }
        if let Some(id) = file_of(self.types, self.scopes, value) {
            let by_number = New { data: Data::Nothing, whole: false };
            return Maker { how: by_number, ..*self }.is_new_local(id);
        }
        if value.kind_id() == kind::CALL_EXPRESSION {
            return matches!(self.types.callee(value), Callee::Builtin(Builtin::Make | Builtin::New))
                || self.types.gives_new(value, self.how, self.depth - 1, &|given| self.may_hand_over(given))
                || self.file_named_by(value).is_some_and(|id| self.is_new_local(id))
                || self.is_made_of_new(value);
        }
        if self.response_of(value).is_some_and(|id| self.is_new_local(id)) {
            return true;
        }
        if let Some(parts) = composed_of(value) {
            let is_new = |part: Node<'a>| {
                let is_function = part.kind_id() == kind::FUNC_LITERAL;
                self.is_new(part) || !self.how.whole && !is_function && !self.may_be_ended(part)
            };
            return self.how.data == Data::Any && parts.into_iter().all(is_new);
        }
        let Some(id) = self.scopes.local_of(value) else { return false };
        self.is_new_local(id)
    }

    /// Whether a value is given by a call that isn't known to give something that there was, or is composed here.
    pub fn is_made(&self, value: Node<'a>) -> bool {
        if self.is_new(value) {
            return true;
        }
        if let Some(parts) = composed_of(value) {
            let is_function = |part: Node<'a>| {
                self.types.type_of(part).is_none_or(|t| matches!(self.types.underlying(&t), Type::Func(_)))
            };
            let may_end = |part| is_function(part) || has_end_of_its_own(self.types, part);
            return parts.into_iter().all(|part| !may_end(part) || self.is_made(part));
        }
        if value.kind_id() == kind::CALL_EXPRESSION {
            let callee = self.types.callee(value);
            let handed = || self.types.handed(value, &|given| self.may_hand_over(given));
            return match self.types.declaration(value) {
                _ if callees::is_known(self.types, &callee) => false,
                Some(entity) if self.depth > 1 => self.types.returns_made(Source {
                    entity: &entity,
                    handed: &handed(),
                    depth: self.depth - 1,
                }),
                _ => {
                    !matches!(callee, Callee::Unknown(_) | Callee::Builtin(_) | Callee::Conversion)
                        && handed().iter().all(|may| *may)
                }
            };
        }
        let part = field(value, "operand").filter(|_| value.kind_id() == kind::SELECTOR_EXPRESSION);
        let Some(id) = self.scopes.local_of(part.unwrap_or(value)) else { return false };
        if part.is_none() && self.is_handed(id) {
            return true;
        }
        self.is_made_local(id) && !self.is_released(id)
    }

    /// Whether a function literal, which may be what ends a value, leaves alone what there was before.
    fn works_on_what_is_made(&self, literal: Node<'a>) -> bool {
        let mut used = self.scopes.uses_in(literal.byte_range()).filter_map(|used| used.local);
        used.all(|id| {
            let local = self.scopes.local(id);
            match local.kind {
                LocalKind::Receiver => false,
                LocalKind::Param if !is_within(local.declared, literal) => {
                    self.is_handed(id) || !has_end_of_its_own(self.types, local.declared)
                }
                _ => true,
            }
        })
    }

    /// Whether a variable is a parameter that may end with what is returned.
    fn is_handed(&self, id: LocalId) -> bool {
        let local = self.scopes.local(id);
        let (names, is_variadic) = names(self.declaration, "parameters");
        let Some(index) = names.iter().position(|name| name.id() == local.declared.id()) else {
            return false;
        };
        let is_last = is_variadic && index + 1 == names.len();
        local.kind == LocalKind::Param
            && !self.scopes.uses(id).any(|used| used.access.may_write())
            && if is_last {
                self.handed.len() >= index && self.handed[index..].iter().all(|may| *may)
            } else {
                self.handed.get(index) == Some(&true)
            }
    }

    /// Whether a value may end with what is made of it: it's made here, too, or nobody else will miss it.
    fn may_hand_over(&self, value: Node<'a>) -> bool {
        let Some(depth) = self.depth.checked_sub(2) else { return false };
        let inner = Maker { depth: depth + 1, ..*self };
        inner.is_made(value) || self.scopes.local_of(value).is_some_and(|id| inner.is_made_local(id))
    }

    /// Whether all that a variable is given is made.
    fn is_made_local(&self, id: LocalId) -> bool {
        if self.seen.borrow().contains(&id) {
            return true;
        }
        self.seen.borrow_mut().push(id);
        let is_made = self.is_given_what_is_made(id);
        self.seen.borrow_mut().pop();
        is_made
    }

    fn is_given_what_is_made(&self, id: LocalId) -> bool {
        let local = self.scopes.local(id);
        let changes = |access: Access| access.may_write() || access == Access::AddressTaken;
        let mut set: Vec<Node> =
            self.scopes.uses(id).filter(|used| changes(used.access)).map(|used| used.node).collect();
        if local.kind == LocalKind::Var {
            set.push(local.declared);
        }
        let is_made = |target: Node<'a>| {
            let Some(statement) = setting(self.declaration, target) else { return false };
            match values(statement).as_slice() {
                [value] => self.scopes.local_of(*value).is_none() && self.is_made(*value),
                // Without a value it's nil until it's set.
                [] => statement.kind_id() == kind::VAR_SPEC,
                _ => false,
            }
        };
        !set.is_empty()
            && matches!(local.kind, LocalKind::Var | LocalKind::Result)
            && set.into_iter().all(is_made)
            && self.escape().follow(&[id]).is_ok_and(|followed| !followed.stored)
    }

    /// Whether a function of the standard library makes something of what is new: `bufio.NewReader(conn)`.
    fn is_made_of_new(&self, call: Node<'a>) -> bool {
        let callee = self.types.callee(call);
        let makes = matches!(&callee, Callee::Function { package, name }
            if callees::is_known(self.types, &callee) && callees::makes(package, name));
        let given = field(call, "arguments").map(named_children).unwrap_or_default();
        makes && self.how.data == Data::Any && given.into_iter().all(|value| self.is_new(value))
    }

    /// The file of which a call asks the name.
    fn file_named_by(&self, call: Node<'a>) -> Option<LocalId> {
        match self.types.callee(call) {
            Callee::Method { package, receiver, name, .. }
                if (&*package, &*receiver, &*name) == ("os", "File", "Name") =>
            {
                crate::syntax::receiver(call).and_then(|operand| self.scopes.local_of(operand))
            }
            _ => None,
        }
    }

    /// The response whose body a value is.
    fn response_of(&self, value: Node<'a>) -> Option<LocalId> {
        let operand = field(value, "operand").filter(|_| value.kind_id() == kind::SELECTOR_EXPRESSION)?;
        let is_response = match self.types.type_of(operand)? {
            Type::Pointer(base) => base.is_defined_as("net/http", "Response"),
            _ => false,
        };
        let is_body = self.tree.source(field(value, "field")?) == "Body";
        (is_response && is_body).then(|| self.scopes.local_of(operand)).flatten()
    }

    /// Whether a value may be one that is closed, stopped or taken back.
    fn may_be_ended(&self, value: Node<'a>) -> bool {
        const ENDS: &[&str] = &["Close", "End", "Rollback", "Stop"];
        self.types.type_of(value).is_none_or(|t| {
            let has = |name: &&str| !matches!(self.types.select(&t, name), Selected::None);
            self.types.is_interface(&t) || ENDS.iter().any(has)
        })
    }

    fn is_data(&self, value: Node<'a>) -> bool {
        let is_data = |t: &Type| self.types.is_error(t) || super::is_plain(self.types, t, self.how.data);
        self.types.type_of(value).is_some_and(|t| is_data(&t))
    }

    /// Declared by a call that gives something new, given nothing else later, and to be had from nothing but the result.
    fn is_new_local(&self, id: LocalId) -> bool {
        let local = self.scopes.local(id);
        let declared_by = ancestors(self.declaration, local.declared)
            .find(|n| matches!(n.kind_id(), kind::SHORT_VAR_DECLARATION | kind::VAR_SPEC));
        let value = declared_by.and_then(|s| field(s, "right").or(field(s, "value"))).map(named_children);
        let Some([value]) = value.as_deref() else { return false };
        let writes = |access: Access| access.may_write() || access == Access::AddressTaken;
        let written = self.scopes.uses(id).any(|used| writes(used.access));
        if local.kind != LocalKind::Var
            || written
            || self.scopes.local_of(*value).is_some()
            || !self.is_new(*value)
        {
            return false;
        }
        let followed = self.escape().follow(&[id]);
        followed.is_ok_and(|followed| followed.doubts.is_empty() && !followed.stored) && !self.is_released(id)
    }

    fn escape(&self) -> Escape<'_, 'a> {
        Escape {
            tree: self.tree,
            scopes: self.scopes,
            types: Some(self.types),
            region: self.declaration,
            except: None,
            identities: false,
            data: self.how.data,
            depth: self.depth - 1,
        }
    }

    /// Whether the function itself puts off a call that works on the variable: what it returns would be closed.
    fn is_released(&self, id: LocalId) -> bool {
        self.scopes.uses(id).any(|used| {
            descendants(self.declaration)
                .any(|n| n.kind_id() == kind::DEFER_STATEMENT && is_within(used.node, n))
        })
    }
}

/// Whether a value can be closed and the like: what it becomes a part of may do that.
pub(super) fn has_end_of_its_own(types: &FileTypes, value: Node) -> bool {
    types.type_of(value).is_none_or(|t| has_end(types, &t) && !super::is_plain(types, &t, Data::Any))
}

/// The values that `T{…}` or `&T{…}` is made of.
pub(super) fn composed_of<'a>(value: Node<'a>) -> Option<Vec<Node<'a>>> {
    let literal = match value.kind_id() {
        kind::UNARY_EXPRESSION => field(value, "operand")?,
        _ => value,
    };
    let body = field(literal, "body").filter(|_| literal.kind_id() == kind::COMPOSITE_LITERAL)?;
    let last = |n: Node<'a>| named_children(n).into_iter().last();
    let parts = named_children(body).into_iter().map(|element| match element.kind_id() {
        kind::KEYED_ELEMENT => last(element).and_then(last),
        _ => last(element),
    });
    parts.collect()
}
