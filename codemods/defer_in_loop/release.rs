//! What a deferred call releases, and whether that may happen when the iteration ends.
//!
//! Knows names and control flow, no types: values are followed from name to name, and where they go elsewhere the
//! answer is a reason to leave the site alone. What a called function does with its arguments isn't known here.

use crate::codemod::{Context, Reason};
use crate::semantics::Type;
use crate::semantics::scopes::{Local, LocalId, LocalKind, Scopes, Use};
use crate::semantics::types::Basic;
use crate::syntax::{Node, ancestors, descendants, field, kind, named_children, prune};
use std::collections::BTreeSet;

/// A deferred call in a loop.
pub struct Site<'a, 'c> {
    pub context: &'c Context<'a>,
    pub scopes: &'c Scopes<'a>,
    /// The `defer_statement`.
    pub defer: Node<'a>,
    /// The `for_statement` that the iteration is one of.
    pub loop_: Node<'a>,
    /// The loop's body.
    pub body: Node<'a>,
}

impl<'a> Site<'a, '_> {
    /// `Ok` when nothing in sight needs the call to wait for the function's end.
    pub fn may_run_at_the_end_of_the_iteration(&self) -> Result<(), Reason> {
        let Some(call) = named_children(self.defer).into_iter().next() else {
            return Err(Reason::new("unknown-release", "the deferred call can't be read"));
        };
        if let Some(recover) = self.recover_in(call) {
            let line = self.context.line(recover.start_byte());
            return Err(Reason::new(
                "recovers",
                format!(
                    "the deferred closure calls recover (line {line}); moved, it would stop a panic at the end of the iteration and the loop would go on"
                ),
            ));
        }
        self.outcome_of_the_function(call)?;
        let released = self.released(call);
        if released.is_empty() {
            return self.acquired_by_a_call_in_the_iteration(call);
        }
        self.stays_in_the_iteration(&released)
    }

    fn in_body(&self, node: Node) -> bool {
        self.body.start_byte() <= node.start_byte() && node.end_byte() <= self.body.end_byte()
    }

    fn is_declared_in_the_iteration(&self, local: &Local) -> bool {
        local.kind != LocalKind::Label && self.in_body(local.declared)
    }

    fn uses(&self, node: Node) -> impl Iterator<Item = (&Use<'a>, LocalId)> {
        self.scopes.uses_in(node.byte_range()).filter_map(|used| Some((used, used.local?)))
    }

    /// A call of the predeclared `recover` by the deferred literal itself.
    fn recover_in(&self, call: Node<'a>) -> Option<Node<'a>> {
        let literal = field(call, "function").filter(|f| f.kind_id() == kind::FUNC_LITERAL)?;
        let body = field(literal, "body")?;
        prune(body, |n| n.kind_id() == kind::FUNC_LITERAL).find(|n| self.is_recover(*n))
    }

    /// Whether `node` is a call of the predeclared `recover`.
    pub fn is_recover(&self, node: Node<'a>) -> bool {
        let function = (node.kind_id() == kind::CALL_EXPRESSION).then(|| field(node, "function")).flatten();
        function.is_some_and(|f| {
            f.kind_id() == kind::IDENTIFIER
                && self.context.source(f) == "recover"
                && self.scopes.local_of(f).is_none()
        })
    }

    /// Refuses a deferred literal that reads or writes a variable from outside of the iteration which changes: what it
    /// would see or leave behind at the end of the iteration isn't what it does at the end of the function.
    fn outcome_of_the_function(&self, call: Node<'a>) -> Result<(), Reason> {
        let literals = descendants(call).filter(|n| n.kind_id() == kind::FUNC_LITERAL);
        for literal in literals {
            for (used, id) in self.uses(literal) {
                let local = self.scopes.local(id);
                if self.is_declared_in_the_iteration(local) {
                    continue;
                }
                let line = self.context.line(used.node.start_byte());
                let name = local.name;
                if local.kind == LocalKind::Result {
                    return Err(Reason::new(
                        "function-outcome",
                        format!(
                            "the deferred closure looks at {name}, a named result of the function (line {line}): what it does depends on how the function ends"
                        ),
                    ));
                }
                if used.access.may_write() {
                    return Err(Reason::new(
                        "function-outcome",
                        format!(
                            "the deferred closure sets {name}, which is declared outside of the loop (line {line})"
                        ),
                    ));
                }
                let is_header = local.loop_node.is_some_and(|l| l.id() == self.loop_.id());
                let written = self
                    .scopes
                    .uses(id)
                    .find(|u| u.access.may_write() && !is_header && !is_within(u.node, literal));
                if let Some(written) = written {
                    let at = self.context.line(written.node.start_byte());
                    return Err(Reason::new(
                        "function-outcome",
                        format!(
                            "the deferred closure reads {name}, which is declared outside of the loop and set on line {at}: at the end of the iteration it may not have its final value"
                        ),
                    ));
                }
            }
        }
        Ok(())
    }

    /// The variables of this iteration that the deferred call works on.
    fn released(&self, call: Node<'a>) -> BTreeSet<LocalId> {
        self.uses(call)
            .filter(|(_, id)| {
                let local = self.scopes.local(*id);
                self.is_declared_in_the_iteration(local) && !is_within(local.declared, call)
            })
            .map(|(_, id)| id)
            .collect()
    }

    /// For a call that works on nothing declared in the iteration: `mu.Lock(); defer mu.Unlock()` acquires here what it
    /// releases; anything else was acquired outside.
    fn acquired_by_a_call_in_the_iteration(&self, call: Node<'a>) -> Result<(), Reason> {
        let outside = || {
            Reason::new(
                "acquired-outside",
                "nothing that the deferred call works on is acquired in the iteration; it may be meant for the function's end",
            )
        };
        let Some(receiver) = receiver(call) else { return Err(outside()) };
        if self.context.source(call).contains("func") {
            return Err(outside());
        }
        let method = field(call, "function").and_then(|f| field(f, "field")).map(|f| self.context.source(f));
        let acquire = match method {
            Some("Unlock") => "Lock",
            Some("RUnlock") => "RLock",
            _ => return Err(outside()),
        };
        let source = self.context.source(receiver);
        let locks = prune(self.body, |n| n.kind_id() == kind::FUNC_LITERAL).any(|n| {
            n.kind_id() == kind::CALL_EXPRESSION
                && n.end_byte() <= self.defer.start_byte()
                && field(n, "function").and_then(|f| field(f, "field")).map(|f| self.context.source(f))
                    == Some(acquire)
                && self::receiver(n).map(|r| self.context.source(r)) == Some(source)
        });
        if !locks {
            return Err(outside());
        }
        let of_the_loop = self
            .uses(receiver)
            .any(|(_, id)| self.scopes.local(id).loop_node.is_some_and(|l| l.id() == self.loop_.id()));
        if of_the_loop {
            return Err(Reason::new(
                "held-together",
                format!(
                    "each iteration locks another lock, {source}; they may be meant to be held together until the function ends"
                ),
            ));
        }
        Ok(())
    }

    /// Follows the released variables and what is made of them through the iteration.
    fn stays_in_the_iteration(&self, released: &BTreeSet<LocalId>) -> Result<(), Reason> {
        let mut aliases = released.clone();
        let mut todo: Vec<LocalId> = released.iter().copied().collect();
        while let Some(id) = todo.pop() {
            for used in self.scopes.uses(id) {
                if is_within(used.node, self.defer) || !self.in_body(used.node) {
                    continue;
                }
                for next in self.follow(id, used)? {
                    if aliases.insert(next) {
                        todo.push(next);
                    }
                }
            }
        }
        Ok(())
    }

    /// Where the value of one use of `id` goes: to other variables of the iteration, or out of it.
    fn follow(&self, id: LocalId, used: &Use<'a>) -> Result<Vec<LocalId>, Reason> {
        let name = self.scopes.local(id).name;
        let line = self.context.line(used.node.start_byte());
        let escapes = |how: String| Err(Reason::new("escapes-iteration", how));
        if used.access.may_write() {
            return Ok(Vec::new());
        }
        let mut value = used.node;
        for parent in ancestors(self.body, used.node) {
            match parent.kind_id() {
                // The value goes on as a part of, or as what is behind, a bigger value.
                kind::PARENTHESIZED_EXPRESSION
                | kind::LITERAL_ELEMENT
                | kind::KEYED_ELEMENT
                | kind::LITERAL_VALUE
                | kind::COMPOSITE_LITERAL
                | kind::TYPE_ASSERTION_EXPRESSION
                | kind::TYPE_CONVERSION_EXPRESSION
                | kind::SLICE_EXPRESSION
                | kind::EXPRESSION_LIST => {}
                kind::UNARY_EXPRESSION if self.context.source(parent).starts_with(['&', '*']) => {}
                kind::SELECTOR_EXPRESSION | kind::INDEX_EXPRESSION if first_is(parent, value) => {}
                kind::ARGUMENT_LIST => {}
                kind::CALL_EXPRESSION => {
                    // A method's result, `x.M()`, is taken for a value of its own; an argument may be kept in the result,
                    // and a literal that is called holds it as long as it runs.
                    if value.kind_id() != kind::FUNC_LITERAL
                        && field(parent, "function").is_some_and(|f| f.id() == value.id())
                    {
                        return Ok(Vec::new());
                    }
                }
                kind::FUNC_LITERAL => {
                    // A closure holds it: on with the closure, unless that is called on the spot.
                }
                kind::STATEMENT_LIST | kind::BLOCK
                    if ancestors(self.body, parent).any(|a| a.kind_id() == kind::FUNC_LITERAL) =>
                {
                    // A statement inside of a closure: what it does was looked at above; now the closure itself.
                }
                kind::GO_STATEMENT => {
                    return escapes(format!(
                        "{name} is used by a goroutine that may outlive the iteration (line {line})"
                    ));
                }
                kind::SEND_STATEMENT if field(parent, "value").is_some_and(|v| v.id() == value.id()) => {
                    return escapes(format!("{name} is sent on a channel (line {line})"));
                }
                kind::RETURN_STATEMENT => {
                    if ancestors(self.body, parent).any(|a| a.kind_id() == kind::FUNC_LITERAL) {
                        value = parent;
                        continue;
                    }
                    return escapes(format!("{name} is returned (line {line})"));
                }
                kind::SHORT_VAR_DECLARATION | kind::ASSIGNMENT_STATEMENT | kind::VAR_SPEC => {
                    return self.assigned(parent, value, name, line);
                }
                kind::RANGE_CLAUSE => return self.assigned(parent, value, name, line),
                _ => {
                    let in_literal = ancestors(self.body, parent).any(|a| a.kind_id() == kind::FUNC_LITERAL);
                    if !in_literal {
                        return Ok(Vec::new());
                    }
                }
            }
            value = parent;
        }
        Ok(Vec::new())
    }

    /// `value` is on the right of an assignment or declaration: the variables of the iteration that take it.
    fn assigned(
        &self,
        statement: Node<'a>,
        value: Node<'a>,
        name: &str,
        line: usize,
    ) -> Result<Vec<LocalId>, Reason> {
        let left = field(statement, "left");
        if left.is_some_and(|l| is_within(value, l)) {
            // On the left: `x.f = v` stores into the released value, not the other way round.
            return Ok(Vec::new());
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
            let Some(base) = descendants(target).find(|n| n.kind_id() == kind::IDENTIFIER) else { continue };
            let text = self.context.source(target);
            if text == "_" || self.holds_nothing(target) {
                continue;
            }
            match self.scopes.local_of(base) {
                Some(id) if self.is_declared_in_the_iteration(self.scopes.local(id)) => taken.push(id),
                // What a call returns beside its main result is mostly an error; it's taken for one when the
                // variable is compared with nil in the iteration.
                _ if targets.len() > 1 && own.is_none() && self.is_compared_with_nil(base) => {}
                _ => {
                    return Err(Reason::new(
                        "escapes-iteration",
                        format!(
                            "{name} goes into {text}, which is declared outside of the loop (line {line})"
                        ),
                    ));
                }
            }
        }
        Ok(taken)
    }

    /// Whether a value of the target's type can't give access to anything that is released: an error, a number, a text.
    fn holds_nothing(&self, target: Node<'a>) -> bool {
        let Ok(types) = self.context.types() else { return false };
        types.type_of(target).is_some_and(|type_| {
            types.is_error(&type_)
                || matches!(types.underlying(&type_), Type::Basic(b) if b != Basic::UnsafePointer)
        })
    }

    fn is_compared_with_nil(&self, base: Node<'a>) -> bool {
        let name = self.context.source(base);
        prune(self.body, |n| n.kind_id() == kind::FUNC_LITERAL).any(|n| {
            n.kind_id() == kind::BINARY_EXPRESSION
                && field(n, "left").is_some_and(|l| self.context.source(l) == name)
                && field(n, "right").is_some_and(|r| r.kind_id() == kind::NIL)
        })
    }
}

/// The operand of the selector that a call's function is: `x.y` in `x.y.Close()`.
fn receiver(call: Node) -> Option<Node> {
    let function = field(call, "function").filter(|f| f.kind_id() == kind::SELECTOR_EXPRESSION)?;
    field(function, "operand")
}

fn first_is(parent: Node, child: Node) -> bool {
    field(parent, "operand").is_some_and(|n| n.id() == child.id())
}

fn is_within(node: Node, outer: Node) -> bool {
    outer.start_byte() <= node.start_byte() && node.end_byte() <= outer.end_byte()
}
