//! What a call does with a value that it is given, or that it's called on.

use super::callees::{self, Argument, Effect};
use super::walk::{End, Walk};
use super::{Data, Escape, Sure, can_hold, is_handle};
use crate::semantics::package::Entity;
use crate::semantics::scopes::{Access, LocalId, LocalKind};
use crate::semantics::universe::Builtin;
use crate::semantics::{Callee, FileTypes, Object, Selected, Type};
use crate::syntax::{
    Node, ancestors, descendants, field, is_within, kind, named_children, parameters, receiver,
};

impl<'a> Escape<'_, 'a> {
    /// Whether `call` is that of a `go` statement.
    pub(super) fn is_started(&self, call: Node<'a>) -> bool {
        ancestors(self.region, call).next().is_some_and(|parent| parent.kind_id() == kind::GO_STATEMENT)
    }

    pub(super) fn may_keep(&self, function: &str, name: &str) -> String {
        format!("{name} is passed to {function}, which may keep it")
    }

    /// `value` is called, or an argument of `call`: `None` when the call's result may hold it.
    pub(super) fn called(&self, call: Node<'a>, value: Node<'a>, walk: &mut Walk) -> Option<End> {
        let function = field(call, "function")?;
        let is_argument = function.id() != value.id();
        if self.is_started(call) {
            let end = self.in_goroutine(call, walk);
            // What is waited for uses it by another name.
            return match end {
                End::Nowhere if is_argument && function.kind_id() == kind::FUNC_LITERAL => {
                    self.to_parameters(call, function, walk)
                }
                end => Some(end),
            };
        }
        let text = self.tree.source(function);
        let text = if function.kind_id() == kind::FUNC_LITERAL { "the function literal" } else { text };
        let Some(types) = self.types else {
            walk.doubts.push(format!("{} goes into {text}, whose type isn't known", walk.name));
            return None;
        };
        let literal = self.literal(function).filter(|_| is_argument);
        if let Some(literal) = literal.filter(|literal| is_within(*literal, self.region)) {
            return self.to_parameters(call, literal, walk);
        }
        if is_argument && text.ends_with(".Go") {
            return Some(self.in_goroutine(call, walk));
        }
        let callee = types.callee(call);
        match &callee {
            Callee::Conversion => return None,
            Callee::Builtin(builtin) => return self.built_in(*builtin, call, walk),
            Callee::FuncValue if !is_argument => self.lends_to_arguments(types, call, walk),
            _ => {
                if is_argument && callees::is_put(&callee) && self.outlives(call, function) {
                    return Some(End::Leak(format!("{text} keeps {}", walk.name)));
                }
                let effect = match literal {
                    Some(literal) => self.effect_in(literal, walk.argument),
                    None => self.effect(types, &callee, call, is_argument.then_some(walk.argument)),
                };
                match effect {
                    Effect::Used | Effect::Result => {}
                    Effect::Receiver if !is_argument => {}
                    // The contract of the standard library: a context is for the call, or for what comes of it.
                    Effect::Receiver if callees::is_known(types, &callee) && self.is_context(call, walk) => {}
                    Effect::Receiver => self.kept_by_receiver(function, walk),
                    Effect::Kept if callees::is_known(types, &callee) => {
                        return Some(End::Leak(format!("{text} keeps {}", walk.name)));
                    }
                    // A context that is seen to be kept is; else what answers holds it only if it's more than an answer.
                    Effect::Unknown
                        if !is_argument
                            && (self.is_own_business(types, &callee, call)
                                || self.certain_wait(call).is_some()) => {}
                    Effect::Unknown
                        if is_argument
                            && self.is_context(call, walk)
                            && !self.is_method_expression(types, call)
                            && !callees::sets_going(text.rsplit('.').next().unwrap_or_default()) =>
                    {
                        if self.is_answer(types, call) {
                            return Some(self.next_literal(call, walk));
                        }
                    }
                    _ if is_argument => {
                        walk.stored |= effect == Effect::Kept;
                        let doubt = self.may_keep(text, walk.name);
                        match self.owner(function).filter(|_| effect == Effect::Unknown) {
                            Some(owner) => walk.doubts_unless.push((owner, doubt)),
                            None => walk.doubts.push(doubt),
                        }
                        walk.sure = Sure::Maybe;
                    }
                    _ => {
                        walk.doubts.push(format!("what {text} does with {} isn't known", walk.name));
                        walk.sure = Sure::Maybe;
                    }
                }
                if effect == Effect::Unknown && !is_argument {
                    self.lends_to_arguments(types, call, walk);
                }
                let is_read = effect == Effect::Result && self.is_read(types, &callee, call, value);
                if (effect == Effect::Used || is_read) && !walk.identity {
                    return Some(self.next_literal(call, walk));
                }
            }
        }
        // What names a value is lost in what is made of it, but for addresses and lists.
        let keeps_name = matches!(callee, Callee::Function { package, .. } if *package == *"net/url");
        if walk.identity && !is_argument {
            walk.handle = true;
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
        let holds = self.can_hold(call);
        let result = types.type_of(call);
        walk.handle =
            walk.identity || walk.sure == Sure::Yes || result.as_ref().is_none_or(|t| is_handle(types, t));
        if holds || walk.identity { None } else { Some(self.next_literal(call, walk)) }
    }

    /// Whether the container that a call puts something into, its receiver or its first argument, is declared outside of the
    /// region.
    fn outlives(&self, call: Node<'a>, function: Node<'a>) -> bool {
        let container = field(function, "operand").filter(|_| receiver(call).is_some());
        let first = field(call, "arguments").and_then(|list| named_children(list).into_iter().next());
        let is_function = matches!(self.types.map(|types| types.callee(call)), Some(Callee::Function { .. }));
        let container = if is_function { first } else { container };
        let base = container.and_then(|c| descendants(c).find(|n| n.kind_id() == kind::IDENTIFIER));
        base.is_some_and(|b| {
            self.scopes.local_of(b).is_none_or(|id| !self.declared_in_region(self.scopes.local(id)))
        })
    }

    /// The one place that asks what a callee does with what it is given: the argument by its number, or the receiver.
    fn effect(&self, types: &FileTypes<'a>, callee: &Callee, call: Node<'a>, index: Option<usize>) -> Effect {
        let arguments = field(call, "arguments").map(named_children).unwrap_or_default();
        let given = index.and_then(|index| arguments.get(index)).copied();
        if let Some(effect) = given.and_then(|given| self.of_subtest(types, callee, given)) {
            return effect;
        }
        // A name that is printed or written is known to whoever reads it.
        if given.is_some_and(|given| self.is_name(given))
            && callees::is_known(types, callee)
            && (!callees::takes_names(callee)
                || index.is_some_and(|index| callees::is_written(callee, index)))
        {
            return Effect::Unknown;
        }
        // What a function is given that is a function may be called with the rest, and do what it likes with it.
        let calls_back = |other: &Node<'a>| {
            given.is_some_and(|given| given.id() != other.id())
                && types.type_of(*other).is_some_and(|t| matches!(types.underlying(&t), Type::Func(_)))
        };
        if callees::is_known(types, callee) && arguments.iter().any(calls_back) {
            return Effect::Unknown;
        }
        let argument = index.map_or(Argument::Receiver, Argument::At);
        if self.is_method_expression(types, call) || self.is_held_on(types, callee, &arguments) {
            return Effect::Unknown;
        }
        // `io.Copy(x, f)` calls `x.ReadFrom(f)` where there is one.
        if given.is_some() && callees::is_known(types, callee) {
            let takes_all = |other: &Node<'a>| {
                given.is_some_and(|given| given.id() != other.id())
                    && types.type_of(*other).is_some_and(|t| takes_streams(types, &t))
            };
            if arguments.iter().any(takes_all) {
                return Effect::Unknown;
            }
        }
        match callee {
            Callee::Function { package, name } if callees::is_known(types, callee) => {
                callees::of_function(package, name)
            }
            Callee::Method { package, receiver, name, .. } if callees::is_known(types, callee) => {
                callees::of_method(package, receiver, name, argument)
            }
            Callee::Function { .. } | Callee::Method { .. } => match types.declaration(call) {
                // `f(g())`: which of the results goes where isn't followed.
                Some(_) if arguments.len() == 1 && given.is_some_and(|g| self.has_several_results(g)) => {
                    Effect::Unknown
                }
                Some(entity) => types.effect(&entity, argument, self.data, self.depth),
                None => Effect::Unknown,
            },
            _ => Effect::Unknown,
        }
    }

    /// Whether something outlives a call on a database that isn't seen in its results: bytes that are the rows' own, or a
    /// lock that is held as long as the connection is.
    fn is_held_on(&self, types: &FileTypes<'a>, callee: &Callee, arguments: &[Node<'a>]) -> bool {
        const WORDS: &[&str] = &["lock", "for share", "for update", "set ", "temp", "listen"];
        let Callee::Method { package, name, .. } = callee else { return false };
        if **package != *"database/sql" {
            return false;
        }
        let says = |argument: &Node<'a>| {
            let text = self.tree.source(*argument).to_lowercase();
            text.starts_with(['"', '`'])
                && !text.contains("update ")
                && WORDS.iter().any(|word| text.contains(word))
                || text.contains("for update")
        };
        match &**name {
            // Into an interface is written what it holds.
            "Scan" => arguments.iter().any(|argument| {
                types.type_of(*argument).is_none_or(|t| match types.underlying(&t) {
                    Type::Pointer(base) => base.is_defined_as("database/sql", "RawBytes"),
                    other => matches!(other, Type::Interface(_) | Type::Unknown),
                })
            }),
            _ => arguments.iter().any(says),
        }
    }

    /// Whether a type is named in front of the method, as in `T.Method(x)`: the first argument is the receiver then.
    fn is_method_expression(&self, types: &FileTypes<'a>, call: Node<'a>) -> bool {
        let Some(operand) = receiver(call) else { return false };
        let makes_value = |n: Node| {
            matches!(
                n.kind_id(),
                kind::CALL_EXPRESSION
                    | kind::COMPOSITE_LITERAL
                    | kind::TYPE_ASSERTION_EXPRESSION
                    | kind::TYPE_CONVERSION_EXPRESSION
            )
        };
        if descendants(operand).any(makes_value) {
            return false;
        }
        let mut names = descendants(operand).filter(|n| n.named_child_count() == 0);
        names.any(|name| match types.resolve(name) {
            Object::PackageLevel { package, name } if **types.package().path() == *package => {
                matches!(types.package().entity(&name), Some(Entity::Type(_)))
            }
            Object::PackageLevel { package, name } => types.named_type(&package, &name).is_some(),
            _ => self.scopes.local_of(name).is_some_and(|id| self.scopes.local(id).kind == LocalKind::Type),
        })
    }

    /// Whether a value is followed as a name or a number only.
    fn is_name(&self, value: Node<'a>) -> bool {
        let by_name = matches!(self.data, Data::Nameless | Data::Nothing);
        let type_ = self.types.and_then(|types| Some((types, types.type_of(value)?)));
        by_name && type_.is_some_and(|(types, t)| !can_hold(types, &t, Data::Any))
    }

    fn has_several_results(&self, argument: Node<'a>) -> bool {
        argument.kind_id() == kind::CALL_EXPRESSION
            && self.types.is_none_or(|t| t.call_results(argument).is_none_or(|results| results.len() != 1))
    }

    fn built_in(&self, builtin: Builtin, call: Node<'a>, walk: &mut Walk) -> Option<End> {
        let first = field(call, "arguments").and_then(|list| named_children(list).into_iter().next());
        let here = first.is_some_and(|first| {
            let base = descendants(first).find(|n| n.kind_id() == kind::IDENTIFIER);
            let local = base.and_then(|b| self.scopes.local_of(b));
            local.is_some_and(|id| self.declared_in_region(self.scopes.local(id)))
        });
        match builtin {
            Builtin::Panic => Some(End::Leak(format!("{} is the value of a panic", walk.name))),
            Builtin::Append => {
                let given = field(call, "arguments").map(named_children).unwrap_or_default();
                let spread = |g: &Node<'a>| g.kind_id() == kind::VARIADIC_ARGUMENT;
                // A slice that is appended as a whole isn't copied.
                if given.get(walk.argument).is_some_and(spread) && self.is_copied(call, walk.argument) {
                    return Some(self.next_literal(call, walk));
                }
                // The room behind a slice may be shared; a whole one's end isn't.
                if first.is_some_and(|first| first.kind_id() == kind::SLICE_EXPRESSION) && !here {
                    walk.doubts.push(format!("{} is appended to a part of something else", walk.name));
                }
                None
            }
            Builtin::Copy if walk.argument == 0 || self.is_copied(call, walk.argument) => {
                Some(self.next_literal(call, walk))
            }
            Builtin::Copy => {
                walk.doubts.push(format!("{} is copied into something that may be shared", walk.name));
                Some(self.next_literal(call, walk))
            }
            _ if self.can_hold(call) => None,
            _ => Some(self.next_literal(call, walk)),
        }
    }

    /// Whether the elements of an argument of `append(x, y...)` or `copy(x, y)` are plain data.
    fn is_copied(&self, call: Node<'a>, argument: usize) -> bool {
        let given = field(call, "arguments").map(named_children).unwrap_or_default().get(argument).copied();
        let spread = |g: Node<'a>| g.kind_id() == kind::VARIADIC_ARGUMENT;
        let given =
            given.map(|g| if spread(g) { named_children(g).first().copied().unwrap_or(g) } else { g });
        let (Some(types), Some(given)) = (self.types, given.filter(|_| argument > 0)) else { return false };
        match types.type_of(given).map(|t| types.underlying(&t)) {
            Some(Type::Slice(element)) => super::is_plain(types, &element, self.data),
            _ => false,
        }
    }

    /// What a function literal from outside of the region does with an argument.
    fn effect_in(&self, literal: Node<'a>, argument: usize) -> Effect {
        let groups = field(literal, "parameters").map(parameters).unwrap_or_default();
        let names: Vec<Node> = groups.iter().flat_map(|group| group.names.iter().copied()).collect();
        let Some(depth) = self.depth.checked_sub(1) else { return Effect::Unknown };
        let Some(name) = names.get(argument).or(names.last()) else { return Effect::Used };
        let Some(parameter) = self.scopes.local_of(*name) else { return Effect::Used };
        let (tree, scopes, types, data) = (self.tree, self.scopes, self.types, self.data);
        let inner =
            Escape { tree, scopes, types, region: literal, except: None, identities: false, data, depth };
        match inner.follow(&[parameter]) {
            Ok(followed) => inner.effect_on(parameter, &followed),
            Err(_) if inner.is_of_context(parameter) => Effect::Kept,
            Err(_) => Effect::Unknown,
        }
    }

    /// A value is used by what runs beside: the goroutine that is started at `at`.
    pub(super) fn in_goroutine(&self, at: Node<'a>, walk: &mut Walk) -> End {
        if let Some(wait) = self.certain_wait(at) {
            walk.awaited.push(wait.start_byte());
            return self.next_literal(at, walk);
        }
        if self.is_waited_for(at) {
            walk.doubts.push(format!("{} is used by a goroutine, which is waited for", walk.name));
            return self.next_literal(at, walk);
        }
        End::Leak(format!("{} is used by a goroutine that may outlive the iteration", walk.name))
    }

    /// Whether the region waits for what is started at `at`: behind it stands `x.Wait()`, `<-x` or `range x` for a variable
    /// that is used there.
    fn is_waited_for(&self, at: Node<'a>) -> bool {
        let used = self.scopes.names_used_in(at.byte_range());
        descendants(self.region).filter(|n| n.start_byte() >= at.end_byte()).any(|node| {
            let awaited = match node.kind_id() {
                kind::CALL_EXPRESSION => field(node, "function")
                    .filter(|f| self.tree.source(*f).ends_with(".Wait"))
                    .and_then(|f| field(f, "operand")),
                kind::UNARY_EXPRESSION if self.tree.source(node).starts_with("<-") => field(node, "operand"),
                kind::RANGE_CLAUSE => field(node, "right"),
                _ => None,
            };
            awaited.is_some_and(|awaited| {
                awaited.kind_id() == kind::IDENTIFIER && used.contains(self.tree.source(awaited))
            })
        })
    }

    /// The function literal that a call calls: on the spot, or by the name of a variable that is it for ever.
    fn literal(&self, function: Node<'a>) -> Option<Node<'a>> {
        if function.kind_id() == kind::FUNC_LITERAL {
            return Some(function);
        }
        let id = self.scopes.local_of(function)?;
        let local = self.scopes.local(id);
        let changes = |access: Access| access.may_write() || access == Access::AddressTaken;
        if self.scopes.uses(id).any(|used| changes(used.access)) {
            return None;
        }
        let statement = ancestors(self.tree.root(), local.declared)
            .find(|n| n.kind_id() == kind::SHORT_VAR_DECLARATION)?;
        let names = field(statement, "left").map(named_children)?;
        let values = field(statement, "right").map(named_children)?;
        let index = names.iter().position(|name| name.id() == local.declared.id())?;
        values
            .get(index)
            .copied()
            .filter(|v| v.kind_id() == kind::FUNC_LITERAL && names.len() == values.len())
    }

    /// A literal of the region that is called: the parameters that are given the value.
    fn to_parameters(&self, call: Node<'a>, literal: Node<'a>, walk: &mut Walk) -> Option<End> {
        let arguments = field(call, "arguments").map(named_children).unwrap_or_default();
        let names: Vec<Node> = field(literal, "parameters")
            .map(|list| parameters(list).into_iter().flat_map(|group| group.names).collect())
            .unwrap_or_default();
        if names.len() != arguments.len() {
            return Some(End::Leak(format!("{} is passed to a function literal", walk.name)));
        }
        // Which argument it is doesn't matter much: all of them. A parameter that is returned is found to be.
        let held = |id: LocalId| (id, walk.sure);
        Some(End::In(names.into_iter().filter_map(|n| self.scopes.local_of(n)).map(held).collect()))
    }

    /// Whether the results of a call are data: nothing to call, to wait for, to read from or to end, and with no such field.
    fn is_answer(&self, types: &FileTypes<'a>, call: Node<'a>) -> bool {
        let is_field_of_answer = |t: &Type| !is_handle(types, t) && !t.is_defined_as("context", "Context");
        types.call_results(call).is_some_and(|results| {
            results.iter().all(|t| {
                let opaque =
                    || matches!(types.underlying(t), Type::Interface(_) | Type::Param(_) | Type::Unknown);
                types.is_error(t)
                    || !is_handle(types, t)
                        && !opaque()
                        && fields(types, t).is_some_and(|all| all.iter().all(is_field_of_answer))
            })
        })
    }

    /// Whether a method, of which nothing is known, is taken to hand its receiver to nobody but by its results: it's given
    /// nothing that could hold it, and by its name it sets nothing going and tells nobody.
    fn is_own_business(&self, types: &FileTypes<'a>, callee: &Callee, call: Node<'a>) -> bool {
        let Callee::Method { name, .. } = callee else { return false };
        let given = field(call, "arguments").map(named_children).unwrap_or_default();
        let is_harmless = |(index, value): (usize, &Node<'a>)| {
            self.is_context_at(call, index, false)
                || types.type_of(*value).is_some_and(|t| !can_hold(types, &t, Data::Any))
        };
        !callees::is_known(types, callee)
            && !callees::sets_going(name)
            && given.iter().enumerate().all(is_harmless)
    }

    /// Whether an argument is a `context.Context`, which calls are taken not to keep, or a request that has it.
    fn is_context(&self, call: Node<'a>, walk: &Walk) -> bool {
        self.is_context_at(call, walk.argument, walk.of_context)
    }

    fn is_context_at(&self, call: Node<'a>, argument: usize, in_request: bool) -> bool {
        let given = field(call, "arguments").map(named_children).unwrap_or_default().get(argument).copied();
        let Some((types, type_)) =
            self.types.zip(given).and_then(|(types, given)| Some((types, types.type_of(given)?)))
        else {
            return false;
        };
        let is_request = || match types.underlying(&type_) {
            Type::Pointer(base) => base.is_defined_as("net/http", "Request"),
            _ => false,
        };
        type_.is_defined_as("context", "Context") || in_request && is_request()
    }
}

/// The types of the fields of what a type is, points to or is a list of, and of the fields of these; none of a type of very many
/// parts.
fn fields(types: &FileTypes, type_: &Type) -> Option<Vec<Type>> {
    let mut all = Vec::new();
    let mut todo = vec![type_.clone()];
    let mut steps = 0;
    while let Some(type_) = todo.pop() {
        steps += 1;
        if steps > 60 {
            return None;
        }
        match types.underlying(&type_) {
            Type::Pointer(base) | Type::Slice(base) | Type::Array(_, base) => todo.push((*base).clone()),
            Type::Map(pair) => todo.push(pair.1.clone()),
            Type::Struct(parts) => {
                all.extend(parts.fields.iter().map(|field| field.ty.clone()));
                todo.extend(parts.fields.iter().map(|field| field.ty.clone()));
            }
            _ => {}
        }
    }
    Some(all)
}

/// Whether a type that isn't the standard library's has methods of its own by which `io.Copy` reads or writes.
fn takes_streams(types: &FileTypes, type_: &Type) -> bool {
    ["ReadFrom", "WriteTo"].into_iter().any(|name| match types.select(type_, name) {
        Selected::Method(method) => !callees::is_standard(&method.package, types.package().path()),
        _ => false,
    })
}
