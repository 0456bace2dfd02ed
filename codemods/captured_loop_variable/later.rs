//! When a function literal runs: now, in the iteration it stands in, or later.
//!
//! Knows `go` and `defer`, the built-in `append`, sends, variables of the iteration that only hand on what they hold, and a table
//! of functions that keep what they are given. Of any other call it doesn't know whether it keeps the literal: that is
//! [`When::Unknown`], and no finding.

use super::{Code, keeping, types};
use crate::semantics::scopes::{LocalId, Use};
use crate::semantics::{Callee, Type};
use crate::syntax::{Node, ancestors, children, field, kind, named_children, prune};

/// When a value that holds code is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When<'t> {
    /// Called where it stands.
    Now,
    /// Called by the `go` statement.
    Go {
        call: Node<'t>,
    },
    /// Called by the `defer` statement.
    Defer {
        call: Node<'t>,
    },
    /// Kept by something that outlives the iteration.
    Kept {
        how: Kept,
    },
    /// Its first part runs now; what begins behind this byte runs later.
    After {
        parallel: usize,
    },
    /// Assigned to one variable of the function, so that only that of the last iteration remains.
    Replaced,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// An argument of a `go` call.
    GoArgument,
    /// An argument of a deferred call.
    DeferArgument,
    Appended,
    Stored,
    Sent,
    /// Handed to a function that calls it later.
    Registered,
}

/// When the value of `node` is used: a function literal, or an address taken in the loop.
pub fn when<'t>(code: Code<'_, 't>, loop_node: Node<'t>, node: Node<'t>) -> When<'t> {
    Asking { code, loop_node, depth: 0 }.when(node)
}

/// The outermost literal around `used` that runs later, when it does, and the outermost one of which it isn't known that it
/// runs at once: the loop variable has to be copied outside of that.
pub fn runs_later<'t>(
    code: Code<'_, 't>,
    loop_node: Node<'t>,
    used: &Use<'t>,
) -> Option<(Node<'t>, When<'t>, Node<'t>)> {
    Asking { code, loop_node, depth: 0 }.runs_later(used)
}

struct Asking<'c, 't> {
    code: Code<'c, 't>,
    loop_node: Node<'t>,
    /// Through how many variables the value has come.
    depth: usize,
}

/// Values that go through more variables are lost sight of.
const MAX_DEPTH: usize = 3;

impl<'t> Asking<'_, 't> {
    fn runs_later(&self, used: &Use<'t>) -> Option<(Node<'t>, When<'t>, Node<'t>)> {
        let mut outermost = None;
        // Whether no literal stands between the loop and this one.
        let mut own = true;
        // Whether a subtest that isn't parallel stands between them.
        let mut in_subtest = false;
        for literal in self.code.scopes.captured_by(used).into_iter().rev() {
            let when = self.when(literal);
            let later = match when {
                // A deferred call runs at the end of the function it stands in: in a literal within the iteration, that is
                // within the iteration too.
                When::Defer { .. } | When::Kept { how: Kept::DeferArgument } => own,
                When::Go { .. } | When::Kept { .. } | When::Replaced => true,
                // `Run` waits for the parallel subtests of a subtest.
                When::After { parallel } => !in_subtest && used.node.start_byte() >= parallel,
                When::Now | When::Unknown => false,
            };
            if later {
                return Some((literal, when, outermost.unwrap_or(literal)));
            }
            if when != When::Now {
                outermost = outermost.or(Some(literal));
            }
            own = false;
            in_subtest |= when == When::Unknown && self.subtest(literal).is_some();
        }
        None
    }

    fn when(&self, node: Node<'t>) -> When<'t> {
        let mut child = node;
        let mut path = ancestors(self.code.context.tree.root(), node).peekable();
        while let Some(parent) = path.next() {
            match parent.kind_id() {
                kind::PARENTHESIZED_EXPRESSION
                | kind::COMPOSITE_LITERAL
                | kind::LITERAL_VALUE
                | kind::LITERAL_ELEMENT
                | kind::KEYED_ELEMENT
                | kind::ARGUMENT_LIST => {}
                kind::UNARY_EXPRESSION if self.code.context.source(parent).starts_with('&') => {}
                kind::TYPE_CONVERSION_EXPRESSION if self.hands_on(parent) => {}
                kind::CALL_EXPRESSION => {
                    let outer = path.peek().map_or(0, |n| n.kind_id());
                    if field(parent, "function").is_some_and(|function| function.id() == child.id()) {
                        return match outer {
                            kind::GO_STATEMENT => When::Go { call: parent },
                            kind::DEFER_STATEMENT => When::Defer { call: parent },
                            _ => When::Now,
                        };
                    }
                    match outer {
                        kind::GO_STATEMENT => return When::Kept { how: Kept::GoArgument },
                        kind::DEFER_STATEMENT => return When::Kept { how: Kept::DeferArgument },
                        _ if self.is_conversion(parent) && self.hands_on(parent) => {}
                        _ => return self.of_call(parent, node),
                    }
                }
                kind::SEND_STATEMENT => {
                    let channel = field(parent, "channel");
                    let outlives = channel.is_some_and(|channel| self.outlives_iteration(channel));
                    return if outlives { When::Kept { how: Kept::Sent } } else { When::Unknown };
                }
                kind::EXPRESSION_LIST => {
                    return match path.peek() {
                        Some(statement) if statement.kind_id() == kind::ASSIGNMENT_STATEMENT => {
                            self.of_assignment(*statement, child)
                        }
                        Some(statement) if statement.kind_id() == kind::SHORT_VAR_DECLARATION => {
                            match self.target(*statement, child) {
                                Some(name) => self.of_variable(name),
                                None => When::Unknown,
                            }
                        }
                        _ => When::Unknown,
                    };
                }
                _ => return When::Unknown,
            }
            child = parent;
        }
        When::Unknown
    }

    fn of_call(&self, call: Node<'t>, literal: Node<'t>) -> When<'t> {
        let Some(function) = field(call, "function") else { return When::Unknown };
        let arguments = field(call, "arguments").map(named_children).unwrap_or_default();
        if self.code.context.source(function) == "append"
            && self.code.scopes.use_at(function).is_some_and(|used| used.local.is_none())
        {
            let outlives = arguments.first().is_some_and(|list| self.outlives_iteration(*list));
            return if outlives { When::Kept { how: Kept::Appended } } else { When::Unknown };
        }
        if keeping::keeps(self.code, call) {
            return When::Kept { how: Kept::Registered };
        }
        match self.parallel_subtest(literal).filter(|_| self.is_run(call)) {
            Some(parallel) => When::After { parallel },
            None => When::Unknown,
        }
    }

    /// Whether `call` calls `t.Run`; of a call that isn't known its name is taken.
    fn is_run(&self, call: Node<'t>) -> bool {
        match self.code.context.types().map(|types| types.callee(call)) {
            Ok(Callee::Method { package, receiver, name, .. }) => {
                (&*package, &*receiver, &*name) == ("testing", "T", "Run")
            }
            Ok(Callee::Unknown(_)) | Err(_) => {
                let name = field(call, "function").and_then(|function| field(function, "field"));
                name.is_some_and(|name| self.code.context.source(name) == "Run")
            }
            Ok(_) => false,
        }
    }

    /// The parameter of `func(t *testing.T) { … }`, when that is what `literal` is.
    fn subtest(&self, literal: Node<'t>) -> Option<LocalId> {
        let parameters = field(literal, "parameters").map(crate::syntax::parameters)?;
        let [parameter] = parameters.as_slice() else { return None };
        let [name] = parameter.names.as_slice() else { return None };
        let pointed = Some(parameter.parameter_type).filter(|t| t.kind_id() == kind::POINTER_TYPE)?;
        let base =
            named_children(pointed).into_iter().next().filter(|t| t.kind_id() == kind::QUALIFIED_TYPE)?;
        let package = self.code.imports.package_of(self.code.scopes, field(base, "package")?)?;
        if package.path != "testing" || self.code.context.source(field(base, "name")?) != "T" {
            return None;
        }
        self.code.scopes.local_of(*name)
    }

    /// `t.Run(name, func(t *testing.T) { t.Parallel(); … })`: what stands behind `t.Parallel()` waits for the end of the
    /// function around it (testing, "Parallel"). The end of that call.
    fn parallel_subtest(&self, literal: Node<'t>) -> Option<usize> {
        let test = self.subtest(literal)?;
        prune(literal, |n| n.kind_id() == kind::FUNC_LITERAL)
            .filter(|n| n.kind_id() == kind::CALL_EXPRESSION)
            .find(|call| {
                field(*call, "function").filter(|f| f.kind_id() == kind::SELECTOR_EXPRESSION).is_some_and(
                    |f| {
                        let operand =
                            field(f, "operand").and_then(|operand| self.code.scopes.local_of(operand));
                        operand == Some(test)
                            && field(f, "field").map(|n| self.code.context.source(n)) == Some("Parallel")
                    },
                )
            })
            .map(|call| call.end_byte())
    }

    /// What `value` is assigned to.
    fn target(&self, statement: Node<'t>, value: Node<'t>) -> Option<Node<'t>> {
        let side = |name| field(statement, name).map(named_children).unwrap_or_default();
        let (left, right) = (side("left"), side("right"));
        let index = right.iter().position(|n| n.id() == value.id())?;
        left.get(index).copied().filter(|_| left.len() == right.len())
    }

    fn of_assignment(&self, statement: Node<'t>, value: Node<'t>) -> When<'t> {
        let Some(target) = self.target(statement, value) else { return When::Unknown };
        if children(statement).iter().all(|n| n.kind() != "=") {
            return When::Unknown;
        }
        let element = chain(self.code, target).iter().any(|n| n.kind_id() == kind::INDEX_EXPRESSION);
        match self.outlives_iteration(target) {
            true if element || self.keeps_previous(target, value) => When::Kept { how: Kept::Stored },
            true => When::Replaced,
            false if self.is_behind_loop_variable(target) => When::Kept { how: Kept::Stored },
            false => When::Unknown,
        }
    }

    /// Whether `value`, assigned to `target`, holds on to what that held before: `head = &node{next: head, …}`, and closures over
    /// `next := h`.
    fn keeps_previous(&self, target: Node<'t>, value: Node<'t>) -> bool {
        let Code { scopes, context, .. } = self.code;
        let target = context.source(target);
        let is_previous = |node: Node<'t>| context.source(node) == target;
        let is_kept_in = |local: LocalId| {
            let declared = scopes.local(local).declared;
            let in_body = self.loop_node.byte_range().contains(&declared.start_byte());
            let declaration = ancestors(self.loop_node, declared)
                .find(|n| n.kind_id() == kind::SHORT_VAR_DECLARATION)
                .filter(|_| in_body);
            let right = declaration.and_then(|n| field(n, "right")).map(named_children).unwrap_or_default();
            right.into_iter().any(is_previous)
        };
        let is_literal = value.kind_id() == kind::FUNC_LITERAL;
        !is_literal && prune(value, |n| n.kind_id() == kind::FUNC_LITERAL).any(is_previous)
            || scopes.uses_in(value.byte_range()).filter_map(|used| used.local).any(is_kept_in)
    }

    /// When a value is used that the variable declared by `name`, one of the iteration, holds for good: the latest of all times
    /// at which what it holds is used.
    fn of_variable(&self, name: Node<'t>) -> When<'t> {
        let Code { scopes, .. } = self.code;
        let Some(id) = scopes.local_of(name) else { return When::Unknown };
        let declared_here = scopes.local(id).declared.id() == name.id();
        if self.depth == MAX_DEPTH || !declared_here || scopes.uses(id).any(|used| used.access.may_write()) {
            return When::Unknown;
        }
        let deeper = Asking { depth: self.depth + 1, ..*self };
        scopes.uses(id).map(|used| deeper.of_use(used)).max_by_key(lateness).unwrap_or(When::Unknown)
    }

    /// When the value is used that `used` names. Calls are no longer those of the value itself.
    fn of_use(&self, used: &Use<'t>) -> When<'t> {
        let literals = self.code.scopes.captured_by(used);
        let when = match self.runs_later(used) {
            Some((_, when, _)) => when,
            None => match self.when(used.node) {
                // At the end of a literal that is called at once.
                When::Defer { .. } | When::Kept { how: Kept::DeferArgument } if !literals.is_empty() => {
                    When::Now
                }
                when => when,
            },
        };
        match when {
            When::Go { .. } => When::Kept { how: Kept::GoArgument },
            When::Defer { .. } => When::Kept { how: Kept::DeferArgument },
            When::After { .. } => When::Unknown,
            when => when,
        }
    }

    fn is_conversion(&self, call: Node<'t>) -> bool {
        self.code.context.types().is_ok_and(|types| types.callee(call) == Callee::Conversion)
    }

    /// Whether the result of a conversion is the very thing that was converted, as an address or code, and no copy of bytes.
    fn hands_on(&self, conversion: Node<'t>) -> bool {
        let Ok(types) = self.code.context.types() else { return false };
        let to = types.type_of(conversion).map(|to| types.underlying(&to));
        matches!(to, Some(Type::Func(_) | Type::Pointer(_) | Type::Interface(_) | Type::Slice(_)))
    }

    /// Whether `place` lies behind a pointer that a variable of the loop holds: a field of the element of this iteration.
    fn is_behind_loop_variable(&self, place: Node<'t>) -> bool {
        let Some(base) = chain(self.code, place).last().copied() else { return false };
        let Some(used) = self.code.scopes.use_at(base) else { return false };
        let of_loop = used.local.is_some_and(|id| self.code.scopes.local(id).loop_node.is_some());
        of_loop && used.operand.id() == place.id() && types::is_part(self.code.context, used) == Some(false)
    }

    /// Whether `place`, a variable or a part of one, is certainly declared outside of the loop.
    fn outlives_iteration(&self, place: Node<'t>) -> bool {
        let Some(base) = chain(self.code, place).last().copied() else { return false };
        let Some(used) = self.code.scopes.use_at(base).filter(|used| used.name != "_") else { return false };
        match used.local {
            None => base.kind_id() == kind::IDENTIFIER,
            Some(id) => {
                !self.loop_node.byte_range().contains(&self.code.scopes.local(id).declared.start_byte())
            }
        }
    }
}

/// Of several times the latest counts; one that isn't known comes before those that certainly are late.
fn lateness(when: &When) -> u8 {
    match when {
        When::Now => 0,
        When::Unknown => 1,
        When::Replaced => 2,
        When::Defer { .. } | When::Kept { how: Kept::DeferArgument } => 3,
        When::Go { .. } | When::Kept { .. } | When::After { .. } => 4,
    }
}

/// `place` and what it's a part of, down to the variable that it begins with.
fn chain<'t>(code: Code<'_, 't>, place: Node<'t>) -> Vec<Node<'t>> {
    let mut chain = vec![place];
    let mut here = Some(place);
    while let Some(node) = here {
        here = match node.kind_id() {
            kind::SELECTOR_EXPRESSION | kind::INDEX_EXPRESSION => field(node, "operand"),
            kind::PARENTHESIZED_EXPRESSION => named_children(node).into_iter().next(),
            kind::UNARY_EXPRESSION if code.context.source(node).starts_with('*') => field(node, "operand"),
            _ => None,
        };
        chain.extend(here);
    }
    chain
}
