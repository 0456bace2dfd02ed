//! Where the values of local variables go: from name to name, into calls, and out of a part of a function.
//!
//! Flow-insensitive. Knows names and, where they are known, types and the standard library; of other functions it knows that
//! their results hold an argument only if their type can. What it can't follow is a doubt, not a leak; with no leak and
//! no doubt nothing outlives the part that was asked about. Access through memory that is shared by plain data (a
//! slice of bytes that a pool takes back) is followed through names, selectors and indices, not through calls.

mod callees;
mod holds;

pub use callees::{Effect, is_standard};
pub use holds::{can_hold, is_handle, is_plain};

use super::scopes::{Local, LocalId, LocalKind, Scopes, Use};
use super::universe::Builtin;
use super::{Callee, FileTypes};
use crate::syntax::{
    Node, Tree, ancestors, descendants, field, is_within, kind, named_children, parameters, prune,
};
use std::collections::BTreeMap;

/// A part of a function whose values are followed.
pub struct Escape<'c, 'a> {
    pub tree: &'a Tree,
    pub scopes: &'c Scopes<'a>,
    pub types: Option<&'c FileTypes<'a>>,
    /// What a value may not outlive.
    pub region: Node<'a>,
    /// Whether what names a value to others, such as an address or an identifier, counts as the value.
    pub identities: bool,
}

/// A value leaves the region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// Where, as a byte offset.
    pub at: usize,
    /// A clause: "f is sent on a channel".
    pub how: String,
}

/// What came of following values that don't leak.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    /// The variables of the region that may hold the values.
    pub aliases: Vec<LocalId>,
    /// What couldn't be followed, as leaks that may be.
    pub doubts: Vec<Leak>,
}

/// How sure it is that a variable holds what is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    Maybe,
    Yes,
}

/// Where one use of a value ends.
enum End {
    Nowhere,
    In(Vec<(LocalId, Sure)>),
    Leak(String),
}

impl<'a> Escape<'_, 'a> {
    /// Follows the values of `seeds`. Uses within `except` don't count.
    pub fn follow(&self, seeds: &[LocalId], except: Node<'a>) -> Result<Followed, Leak> {
        let mut known: BTreeMap<LocalId, Sure> = seeds.iter().map(|id| (*id, Sure::Yes)).collect();
        let mut todo: Vec<LocalId> = seeds.to_vec();
        let mut followed = Followed::default();
        while let Some(id) = todo.pop() {
            let sure = known.get(&id).copied().unwrap_or(Sure::Maybe);
            for used in self.scopes.uses(id) {
                if is_within(used.node, except) || !is_within(used.node, self.region) || used.maybe_field_key
                {
                    continue;
                }
                let type_ = self.types.and_then(|types| types.type_of(used.node));
                let handle = self.types.is_none_or(|types| type_.is_none_or(|t| is_handle(types, &t)));
                let identity = self.identities && seeds.contains(&id) && self.is_plain(used.node);
                let name = self.scopes.local(id).name;
                let handle = handle || identity;
                let at_use = (sure, handle);
                let mut walk = Walk { sure, name, handle, identity, at_use, doubts: Vec::new() };
                let end = self.one_use(used, &mut walk);
                let at = used.node.start_byte();
                followed.doubts.extend(walk.doubts.into_iter().map(|how| Leak { at, how }));
                match end {
                    End::Nowhere => {}
                    End::Leak(how) if walk.sure == Sure::Yes || walk.handle => return Err(Leak { at, how }),
                    End::Leak(how) => followed.doubts.push(Leak { at, how }),
                    End::In(targets) => {
                        for (target, sure) in targets {
                            if known.get(&target).is_none_or(|was| *was < sure) {
                                known.insert(target, sure);
                                todo.push(target);
                            }
                        }
                    }
                }
            }
        }
        followed.aliases = known.into_keys().collect();
        Ok(followed)
    }

    fn is_plain(&self, expression: Node<'a>) -> bool {
        self.types.is_some_and(|types| types.type_of(expression).is_some_and(|t| is_plain(types, &t)))
    }

    fn is_error(&self, expression: Node<'a>) -> bool {
        self.types.is_some_and(|types| types.type_of(expression).is_some_and(|t| types.is_error(&t)))
    }

    fn declared_in_region(&self, local: &Local) -> bool {
        local.kind != LocalKind::Label && is_within(local.declared, self.region)
    }

    /// Where the value of one use goes: up from expression to expression.
    fn one_use(&self, used: &Use<'a>, walk: &mut Walk) -> End {
        if used.access.may_write() {
            return End::Nowhere;
        }
        let mut value = used.node;
        for parent in ancestors(self.region, used.node) {
            walk.identity |= self.identities && self.is_identity(value);
            if is_expression(value) && !walk.identity && self.is_plain(value) {
                return self.next_literal(value, walk);
            }
            match parent.kind_id() {
                kind::SELECTOR_EXPRESSION | kind::INDEX_EXPRESSION
                    if field(parent, "operand").is_none_or(|n| n.id() != value.id()) =>
                {
                    return self.as_key(parent, value, walk);
                }
                kind::CALL_EXPRESSION => {
                    if let Some(end) = self.called(parent, value, walk) {
                        return end;
                    }
                }
                kind::GO_STATEMENT => {
                    return End::Leak(in_goroutine(walk));
                }
                kind::SEND_STATEMENT if field(parent, "value").is_some_and(|v| v.id() == value.id()) => {
                    return End::Leak(format!("{} is sent on a channel", walk.name));
                }
                // A deferred call of the region, and a return from it: both end with it.
                kind::DEFER_STATEMENT | kind::RETURN_STATEMENT => return self.next_literal(parent, walk),
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

    /// `m[value]`: what is assigned to has the value as a key from then on.
    fn as_key(&self, index: Node<'a>, value: Node<'a>, walk: &mut Walk) -> End {
        let is_set = ancestors(self.region, index).any(|parent| {
            matches!(parent.kind_id(), kind::ASSIGNMENT_STATEMENT | kind::RANGE_CLAUSE)
                && field(parent, "left").is_some_and(|left| is_within(index, left))
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

    /// Behind the end of a use: a function literal around it holds the value as long as it lives.
    fn next_literal(&self, node: Node<'a>, walk: &mut Walk) -> End {
        let literal = ancestors(self.region, node).find(|a| a.kind_id() == kind::FUNC_LITERAL);
        let Some(literal) = literal else { return End::Nowhere };
        (walk.sure, walk.handle) = walk.at_use;
        let mut value = literal;
        for parent in ancestors(self.region, literal) {
            match parent.kind_id() {
                kind::CALL_EXPRESSION => {
                    if self.is_started(parent) {
                        return End::Leak(in_goroutine(walk));
                    }
                    if field(parent, "function").is_some_and(|f| f.id() == value.id()) {
                        // Called on the spot.
                        return self.next_literal(parent, walk);
                    }
                    match self.called(parent, value, walk) {
                        Some(End::Nowhere) => return self.next_literal(parent, walk),
                        Some(end) => return end,
                        None => {}
                    }
                }
                kind::GO_STATEMENT => {
                    return End::Leak(in_goroutine(walk));
                }
                kind::SEND_STATEMENT => {
                    return End::Leak(format!("a function that uses {} is sent on a channel", walk.name));
                }
                kind::SHORT_VAR_DECLARATION | kind::ASSIGNMENT_STATEMENT | kind::VAR_SPEC => {
                    return self.assigned(parent, value, walk);
                }
                kind::STATEMENT_LIST | kind::BLOCK | kind::DEFER_STATEMENT | kind::RETURN_STATEMENT => {
                    return self.next_literal(parent, walk);
                }
                _ => {}
            }
            value = parent;
        }
        End::Nowhere
    }

    /// Whether `call` is that of a `go` statement.
    fn is_started(&self, call: Node<'a>) -> bool {
        ancestors(self.region, call).next().is_some_and(|parent| parent.kind_id() == kind::GO_STATEMENT)
    }

    /// `value` is called, or an argument of `call`: `None` when the call's result may hold it.
    fn called(&self, call: Node<'a>, value: Node<'a>, walk: &mut Walk) -> Option<End> {
        if self.is_started(call) {
            return Some(End::Leak(in_goroutine(walk)));
        }
        let function = field(call, "function")?;
        let is_argument = function.id() != value.id();
        let text = self.tree.source(function);
        let text = if function.kind_id() == kind::FUNC_LITERAL { "the function literal" } else { text };
        if is_argument && function.kind_id() == kind::FUNC_LITERAL {
            return Some(self.to_parameters(call, function, walk));
        }
        let Some(types) = self.types else {
            walk.doubts.push(format!("{} goes into {text}, whose type isn't known", walk.name));
            return None;
        };
        let is_context = is_argument && self.only_contexts(call, walk.name);
        let own = types.package().path().clone();
        let standard = |package: &str| is_standard(package, &own);
        match types.callee(call) {
            Callee::Conversion => return None,
            Callee::Builtin(Builtin::Append) => return None,
            Callee::Builtin(Builtin::Panic) => {
                return Some(End::Leak(format!("{} is the value of a panic", walk.name)));
            }
            Callee::Builtin(_) => {}
            Callee::Function { package, name } if standard(&package) => {
                match callees::of_function(&package, &name) {
                    Effect::Kept => return Some(End::Leak(format!("{text} keeps {}", walk.name))),
                    Effect::Unknown => {
                        walk.doubts.push(format!("{} is passed to {text}, which may keep it", walk.name))
                    }
                    _ => {}
                }
            }
            Callee::Method { package, receiver, name, .. } if standard(&package) => {
                if is_argument {
                    match callees::of_method(&package, &receiver, &name) {
                        Effect::Kept => return Some(End::Leak(format!("{text} keeps {}", walk.name))),
                        Effect::Receiver => return Some(self.kept_by_receiver(function, walk)),
                        _ => {}
                    }
                }
            }
            Callee::FuncValue if !is_argument => {}
            _ if is_context => {}
            _ if is_argument => {
                walk.doubts.push(format!("{} is passed to {text}, which may keep it", walk.name));
                walk.sure = Sure::Maybe;
            }
            _ => {
                walk.doubts.push(format!("what {text} does with {} isn't known", walk.name));
                walk.sure = Sure::Maybe;
            }
        }
        // What names a value is lost in what is made of it, but for addresses and lists.
        let keeps_name =
            matches!(types.callee(call), Callee::Function { package, .. } if *package == *"net/url");
        if walk.identity && !is_argument {
            return None;
        }
        if walk.identity && !keeps_name {
            walk.doubts.clear();
            return Some(End::Nowhere);
        }
        let is_copy = matches!(text.rsplit('.').next(), Some("clone" | "Clone" | "Copy" | "Dup"));
        if is_copy && !is_argument {
            return Some(self.next_literal(call, walk));
        }
        let result = types.type_of(call);
        let holds = result.as_ref().is_none_or(|t| can_hold(types, t));
        walk.handle =
            walk.identity || walk.sure == Sure::Yes || result.as_ref().is_none_or(|t| is_handle(types, t));
        if holds || walk.identity { None } else { Some(self.next_literal(call, walk)) }
    }

    /// Whether `name` reaches `call` only as a `context.Context`, which calls are taken not to keep.
    fn only_contexts(&self, call: Node<'a>, name: &str) -> bool {
        let Some(types) = self.types else { return false };
        let arguments = field(call, "arguments").map(named_children).unwrap_or_default();
        let mut given = arguments.into_iter().filter(|a| self.tree.source(*a) == name).peekable();
        let is_context = |argument: Node<'a>| {
            types.type_of(argument).is_some_and(|t| {
                t.as_named().is_some_and(|n| *n.def.package == *"context" && *n.def.name == *"Context")
            })
        };
        given.peek().is_some() && given.all(is_context)
    }

    /// A literal that is called on the spot: the parameters that are given the value.
    fn to_parameters(&self, call: Node<'a>, literal: Node<'a>, walk: &Walk) -> End {
        let arguments = field(call, "arguments").map(named_children).unwrap_or_default();
        let names: Vec<Node> = field(literal, "parameters")
            .map(|list| parameters(list).into_iter().flat_map(|group| group.names).collect())
            .unwrap_or_default();
        if names.len() != arguments.len() {
            return End::Leak(format!("{} is passed to a function literal", walk.name));
        }
        // Which argument it is doesn't matter much: all of them.
        End::In(names.into_iter().filter_map(|n| self.scopes.local_of(n)).map(|id| (id, walk.sure)).collect())
    }

    /// `x.m(value)`: held by what `x` is from now on.
    fn kept_by_receiver(&self, function: Node<'a>, walk: &mut Walk) -> End {
        let base = descendants(function).find(|n| n.kind_id() == kind::IDENTIFIER);
        match base.and_then(|b| self.scopes.local_of(b)) {
            Some(id) if self.declared_in_region(self.scopes.local(id)) => End::In(vec![(id, Sure::Maybe)]),
            _ => {
                walk.doubts.push(format!(
                    "{} is passed to {}, which may keep it",
                    walk.name,
                    self.tree.source(function)
                ));
                End::Nowhere
            }
        }
    }

    /// `value` is on the right of an assignment or declaration.
    fn assigned(&self, statement: Node<'a>, value: Node<'a>, walk: &mut Walk) -> End {
        let left = field(statement, "left");
        if left.is_some_and(|l| is_within(value, l)) {
            // `x.f = v` stores into the value, not the other way round.
            return End::Nowhere;
        }
        let targets = match left {
            Some(left) if left.kind_id() == kind::EXPRESSION_LIST => named_children(left),
            Some(left) => vec![left],
            None => {
                named_children(statement).into_iter().filter(|n| n.kind_id() == kind::IDENTIFIER).collect()
            }
        };
        // `a, b = x, y`: each value has its own target; `a, b = f(x)`: any may hold it.
        let values = field(statement, "right").or(field(statement, "value")).map_or(Vec::new(), |r| {
            if r.kind_id() == kind::EXPRESSION_LIST { named_children(r) } else { vec![r] }
        });
        let own = values.iter().position(|v| is_within(value, *v)).filter(|_| values.len() == targets.len());
        let mut taken = Vec::new();
        for target in own.map_or(targets.clone(), |i| vec![targets[i]]) {
            let text = self.tree.source(target);
            if text == "_" || (!walk.identity && self.is_plain(target)) || self.is_error(target) {
                continue;
            }
            let holds =
                self.types.is_none_or(|types| types.type_of(target).is_none_or(|t| can_hold(types, &t)));
            if !holds && !walk.identity && value.kind_id() == kind::CALL_EXPRESSION {
                continue;
            }
            let base = descendants(target).find(|n| n.kind_id() == kind::IDENTIFIER);
            match base.and_then(|b| self.scopes.local_of(b)) {
                Some(id) if self.declared_in_region(self.scopes.local(id)) => {
                    let stores = text != self.scopes.local(id).name;
                    if stores && walk.sure == Sure::Yes && self.is_part_of_another(id) {
                        return End::Leak(format!(
                            "{} goes into {text}, which outlives the iteration",
                            walk.name
                        ));
                    }
                    if stores && !self.is_fresh(id) {
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

    /// Whether what a variable of the region refers to was made in the region: by a literal, `new` or `make`, or by
    /// its declaration.
    fn is_fresh(&self, id: LocalId) -> bool {
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
        };
        let once = !self.scopes.uses(id).any(|u| u.access == super::scopes::Access::Write);
        let Some(statement) = statement else { return false };
        let value = field(statement, "right").or(field(statement, "value"));
        once && value.is_none_or(|v| {
            let all = if v.kind_id() == kind::EXPRESSION_LIST { named_children(v) } else { vec![v] };
            statement.kind_id() != kind::RANGE_CLAUSE && all.into_iter().all(made)
        })
    }
}

struct Walk<'n> {
    sure: Sure,
    name: &'n str,
    /// What leaks is itself something that is used later.
    handle: bool,
    /// It is what names the value to others.
    identity: bool,
    /// `sure` and `handle` as they were at the use itself: a function literal around it holds the value itself, whatever
    /// became of it inside.
    at_use: (Sure, bool),
    doubts: Vec<String>,
}

fn in_goroutine(walk: &Walk) -> String {
    format!("{} is used by a goroutine that may outlive the iteration", walk.name)
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

/// The calls in `node`, its function literals left out.
pub fn calls<'t>(node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    prune(node, |n| n.kind_id() == kind::FUNC_LITERAL).filter(|n| n.kind_id() == kind::CALL_EXPRESSION)
}
