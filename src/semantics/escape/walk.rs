//! Where one use of a value ends: up from expression to expression, to a name, out of the region, or nowhere.

use super::{Escape, Sure};
use crate::semantics::scopes::{Local, LocalId, Use};
use crate::semantics::{Callee, Object};
use crate::syntax::{Node, ancestors, descendants, field, kind, named_children};

/// Where one use of a value ends.
pub(super) enum End {
    Nowhere,
    In(Vec<(LocalId, Sure)>),
    Leak(String),
}

pub(super) struct Walk<'n> {
    pub sure: Sure,
    pub name: &'n str,
    /// What is followed is a context, or what ends it.
    pub of_context: bool,
    /// What leaks is itself something that is used later.
    pub handle: bool,
    /// It is what names the value to others.
    pub identity: bool,
    /// `sure` and `handle` as they were at the use itself: a function literal around it holds the value itself, whatever
    /// became of it inside.
    at_use: (Sure, bool),
    /// Which argument of the call that comes next it is.
    pub argument: usize,
    pub doubts: Vec<String>,
    /// Doubts that are none if that variable, too, may hold what is followed: it's given what is its own.
    pub doubts_unless: Vec<(LocalId, String)>,
    /// Variables that hold it besides where it ends: the receivers of calls that keep it.
    pub held_by: Vec<(LocalId, Sure)>,
    /// The function that the region is returns it.
    pub returned: bool,
    /// It is stored in the receiver of the function that the region is.
    pub in_receiver: bool,
    /// It is stored in something that isn't new.
    pub stored: bool,
    /// Where goroutines that use it are waited for.
    pub awaited: Vec<usize>,
}

impl<'n> Walk<'n> {
    pub fn new(name: &'n str, sure: Sure, handle: bool, identity: bool) -> Walk<'n> {
        Walk {
            sure,
            name,
            of_context: false,
            handle,
            identity,
            at_use: (sure, handle),
            argument: 0,
            doubts: Vec::new(),
            doubts_unless: Vec::new(),
            held_by: Vec::new(),
            returned: false,
            in_receiver: false,
            stored: false,
            awaited: Vec::new(),
        }
    }
}

impl<'a> Escape<'_, 'a> {
    pub(super) fn one_use(&self, used: &Use<'a>, walk: &mut Walk) -> End {
        if used.access.may_write() {
            return End::Nowhere;
        }
        self.climb(used.node, walk)
    }

    /// Where the value of an expression goes.
    pub(super) fn climb(&self, value: Node<'a>, walk: &mut Walk) -> End {
        let mut value = value;
        for parent in ancestors(self.region, value) {
            walk.identity |= self.identities && self.is_identity(value);
            if is_expression(value) && !walk.identity && self.is_done(value) {
                return self.next_literal(value, walk);
            }
            match parent.kind_id() {
                kind::SELECTOR_EXPRESSION | kind::INDEX_EXPRESSION
                    if field(parent, "operand").is_none_or(|n| n.id() != value.id()) =>
                {
                    return self.as_key(parent, value, walk);
                }
                kind::SELECTOR_EXPRESSION if self.is_read_field(parent, value) => {
                    return self.next_literal(parent, walk);
                }
                kind::ARGUMENT_LIST => walk.argument = index_in(parent, value),
                kind::CALL_EXPRESSION => {
                    if let Some(end) = self.called(parent, value, walk) {
                        return end;
                    }
                }
                // `f[int](x)` looks like a conversion.
                kind::TYPE_CONVERSION_EXPRESSION if self.is_hidden_call(parent) => {
                    walk.doubts.push(self.may_keep(self.tree.source(parent), walk.name));
                    walk.sure = Sure::Maybe;
                }
                kind::GO_STATEMENT => return self.in_goroutine(parent, walk),
                kind::SEND_STATEMENT if field(parent, "value").is_some_and(|v| v.id() == value.id()) => {
                    return End::Leak(format!("{} is sent on a channel", walk.name));
                }
                kind::RETURN_STATEMENT => return self.returned(parent, walk),
                // A deferred call of the region ends with it.
                kind::DEFER_STATEMENT => return self.next_literal(parent, walk),
                kind::SHORT_VAR_DECLARATION
                | kind::ASSIGNMENT_STATEMENT
                | kind::VAR_SPEC
                | kind::RANGE_CLAUSE => {
                    let end = self.assigned(parent, value, walk);
                    return match end {
                        End::Nowhere => self.next_literal(parent, walk),
                        end => end,
                    };
                }
                kind::TYPE_SWITCH_STATEMENT => {
                    let symbol = field(parent, "alias").and_then(|a| named_children(a).first().copied());
                    let is_it = |local: &Local| symbol.is_some_and(|s| s.id() == local.declared.id());
                    let taken = self.scopes.locals().filter(|(_, l)| is_it(l)).map(|(id, _)| (id, walk.sure));
                    return End::In(taken.collect());
                }
                kind::STATEMENT_LIST | kind::BLOCK | kind::EXPRESSION_STATEMENT => {
                    return self.next_literal(parent, walk);
                }
                _ => {}
            }
            value = parent;
        }
        End::Nowhere
    }

    fn is_hidden_call(&self, conversion: Node<'a>) -> bool {
        self.types.is_none_or(|types| types.callee(conversion) != Callee::Conversion)
    }

    /// `return value`, in the region's own function or in a literal.
    fn returned(&self, statement: Node<'a>, walk: &mut Walk) -> End {
        match ancestors(self.region, statement).find(|a| a.kind_id() == kind::FUNC_LITERAL) {
            Some(literal) => self.out_of_literal(literal, true, walk),
            None => {
                walk.returned = true;
                End::Nowhere
            }
        }
    }

    /// Behind the end of a use: a function literal around it holds the value as long as it lives.
    pub(super) fn next_literal(&self, node: Node<'a>, walk: &mut Walk) -> End {
        let literal = ancestors(self.region, node).find(|a| a.kind_id() == kind::FUNC_LITERAL);
        let Some(literal) = literal else { return End::Nowhere };
        (walk.sure, walk.handle) = walk.at_use;
        self.out_of_literal(literal, false, walk)
    }

    /// `literal` holds the value, and returns it if `returned`.
    pub(super) fn out_of_literal(&self, literal: Node<'a>, returned: bool, walk: &mut Walk) -> End {
        let mut value = literal;
        for parent in ancestors(self.region, literal) {
            match parent.kind_id() {
                kind::ARGUMENT_LIST => walk.argument = index_in(parent, value),
                kind::CALL_EXPRESSION => {
                    if self.is_started(parent) {
                        return self.in_goroutine(parent, walk);
                    }
                    if field(parent, "function").is_some_and(|f| f.id() == value.id()) {
                        // Called on the spot.
                        return if returned {
                            self.climb(parent, walk)
                        } else {
                            self.next_literal(parent, walk)
                        };
                    }
                    match self.called(parent, value, walk) {
                        Some(End::Nowhere) => return self.next_literal(parent, walk),
                        Some(end) => return end,
                        None => {}
                    }
                }
                kind::TYPE_CONVERSION_EXPRESSION if self.is_hidden_call(parent) => {
                    walk.doubts.push(self.may_keep(self.tree.source(parent), walk.name));
                }
                kind::GO_STATEMENT => return self.in_goroutine(parent, walk),
                kind::SEND_STATEMENT => {
                    return End::Leak(format!("a function that uses {} is sent on a channel", walk.name));
                }
                kind::RETURN_STATEMENT => return self.returned(parent, walk),
                kind::SHORT_VAR_DECLARATION | kind::ASSIGNMENT_STATEMENT | kind::VAR_SPEC => {
                    return self.assigned(parent, value, walk);
                }
                kind::STATEMENT_LIST | kind::BLOCK | kind::DEFER_STATEMENT => {
                    return self.next_literal(parent, walk);
                }
                _ => {}
            }
            value = parent;
        }
        End::Nowhere
    }

    /// Whether the key `x` of `T{x: 1}` is the name of a field and no variable.
    pub(super) fn is_field_key(&self, used: &Use<'a>) -> bool {
        used.maybe_field_key && self.types.is_none_or(|types| types.resolve(used.node) == Object::Field)
    }

    /// `m[value]`: what is assigned to has the value as a key from then on.
    fn as_key(&self, index: Node<'a>, value: Node<'a>, walk: &mut Walk) -> End {
        let is_set = ancestors(self.region, index).any(|parent| {
            matches!(parent.kind_id(), kind::INC_STATEMENT | kind::DEC_STATEMENT)
                || matches!(parent.kind_id(), kind::ASSIGNMENT_STATEMENT | kind::RANGE_CLAUSE)
                    && field(parent, "left").is_some_and(|left| super::is_within(index, left))
        });
        let base = descendants(index).find(|n| n.kind_id() == kind::IDENTIFIER);
        let local = base.and_then(|b| self.scopes.local_of(b));
        match local {
            _ if !is_set => self.next_literal(value, walk),
            Some(id) if self.declared_in_region(self.scopes.local(id)) => End::In(vec![(id, walk.sure)]),
            _ => {
                let text = self.tree.source(index);
                End::Leak(format!("{} is a key in {text}, which is declared outside of the loop", walk.name))
            }
        }
    }

    /// Whether an expression asks a value what others know it by.
    fn is_identity(&self, expression: Node<'a>) -> bool {
        const NAMES: &[&str] = &[
            "ID",
            "Id",
            "GetId",
            "GetID",
            "Addr",
            "Address",
            "URL",
            "Pid",
            "Port",
            "Endpoint",
            "LocalAddr",
            "Name",
        ];
        expression.kind_id() == kind::SELECTOR_EXPRESSION
            && field(expression, "field").is_some_and(|f| NAMES.contains(&self.tree.source(f)))
    }
}

fn index_in(list: Node, child: Node) -> usize {
    named_children(list).into_iter().position(|n| n.id() == child.id()).unwrap_or_default()
}

fn is_expression(node: Node) -> bool {
    matches!(
        node.kind_id(),
        kind::IDENTIFIER
            | kind::SELECTOR_EXPRESSION
            | kind::INDEX_EXPRESSION
            | kind::CALL_EXPRESSION
            | kind::UNARY_EXPRESSION
            | kind::BINARY_EXPRESSION
            | kind::PARENTHESIZED_EXPRESSION
            | kind::TYPE_ASSERTION_EXPRESSION
            | kind::TYPE_CONVERSION_EXPRESSION
    )
}
