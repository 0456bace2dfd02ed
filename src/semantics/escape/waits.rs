//! Whether the region certainly waits for a goroutine that it starts, and whether the goroutine is done with what it uses by then.
//!
//! Knows function literals that are started by a `go` statement, by `sync.WaitGroup.Go` or `errgroup.Group.Go`, and ends that
//! can't be passed by: `wg.Wait()`, `<-ch` and `range ch` that stand behind, in the same list of statements or in one around
//! it. Counting right is left to the program: one whose counts are wrong hangs or panics.

use super::Escape;
use crate::semantics::Callee;
use crate::semantics::flow::{LeaveKind, leaves, statements};
use crate::semantics::scopes::{Access, LocalId};
use crate::semantics::universe::Builtin;
use crate::syntax::{Node, ancestors, field, is_function, is_within, kind, named_children, prune};

/// What says that a goroutine is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signal {
    /// It's done when the group of this name is.
    Group(LocalId),
    /// The last that it does is to close this channel.
    Close(LocalId),
    /// The last that it does is to send on it.
    Send(LocalId),
}

impl<'a> Escape<'_, 'a> {
    /// Where the region certainly waits for what the `go` statement, or the call of `Go`, at `at` starts.
    pub(super) fn certain_wait(&self, at: Node<'a>) -> Option<Node<'a>> {
        let started = ancestors(self.region, at).next().filter(|n| n.kind_id() == kind::GO_STATEMENT);
        let at = started.unwrap_or(at);
        let signal = self.signal(at)?;
        let mut child = at;
        let mut in_loop = false;
        for parent in ancestors(self.region, at) {
            match parent.kind_id() {
                kind::FUNC_LITERAL => return None,
                kind::STATEMENT_LIST => {
                    let behind: Vec<Node> = named_children(parent)
                        .into_iter()
                        .filter(|n| n.start_byte() >= child.end_byte())
                        .collect();
                    // One receives once what is sent by many.
                    let many = in_loop && matches!(signal, Signal::Send(_));
                    let found =
                        behind.iter().position(|statement| !many && self.waits_in(*statement, signal, at));
                    let run: Vec<Node> = [child].into_iter().chain(behind.iter().copied()).collect();
                    if let Some(index) = found {
                        let passed_by = leaves(self.tree, &run[..=index]).into_iter().any(|leave| {
                            let ends_all = leave.kind == LeaveKind::Return && self.ends_with_function();
                            !leave.targets_inside && !ends_all
                        });
                        return (!passed_by).then(|| behind[index]);
                    }
                }
                kind::FOR_STATEMENT => in_loop = true,
                _ => {}
            }
            child = parent;
        }
        None
    }

    /// Whether the function's end is the region's: what is deferred runs then.
    fn ends_with_function(&self) -> bool {
        !is_function(self.region)
    }

    fn signal(&self, at: Node<'a>) -> Option<Signal> {
        if at.kind_id() == kind::CALL_EXPRESSION {
            return self.group(at, "Go").map(Signal::Group);
        }
        let call = named_children(at).into_iter().find(|n| n.kind_id() == kind::CALL_EXPRESSION)?;
        let literal = field(call, "function").filter(|f| f.kind_id() == kind::FUNC_LITERAL)?;
        let body = field(literal, "body")?;
        let all = statements(body);
        let own = prune(body, |n| n.kind_id() == kind::FUNC_LITERAL);
        let puts_off = own.filter(|n| n.kind_id() == kind::DEFER_STATEMENT).count();
        // What is deferred first runs last.
        if let Some(first) = all.first().filter(|s| s.kind_id() == kind::DEFER_STATEMENT) {
            return self.said_by(named_children(*first).first().copied()?);
        }
        let last = all.last().filter(|_| puts_off == 0)?;
        match last.kind_id() {
            kind::EXPRESSION_STATEMENT => self.said_by(named_children(*last).first().copied()?),
            kind::SEND_STATEMENT => self.channel(field(*last, "channel")?).map(Signal::Send),
            _ => None,
        }
    }

    /// `wg.Done()` or `close(ch)`.
    fn said_by(&self, call: Node<'a>) -> Option<Signal> {
        let types = self.types?;
        if types.callee(call) == Callee::Builtin(Builtin::Close) {
            let channel = field(call, "arguments").map(named_children)?.first().copied()?;
            return self.channel(channel).map(Signal::Close);
        }
        self.group(call, "Done").map(Signal::Group)
    }

    /// The variable on which a call calls that method of a `sync.WaitGroup` or an `errgroup.Group`.
    fn group(&self, call: Node<'a>, method: &str) -> Option<LocalId> {
        let Callee::Method { package, receiver, name, .. } = self.types?.callee(call) else { return None };
        let is_group = matches!(
            (&*package, &*receiver),
            ("sync", "WaitGroup") | ("golang.org/x/sync/errgroup", "Group")
        );
        let operand = crate::syntax::receiver(call).filter(|_| is_group && &*name == method)?;
        self.unchanged(operand)
    }

    /// A channel that nobody else closes or sends on.
    fn channel(&self, channel: Node<'a>) -> Option<LocalId> {
        let id = self.unchanged(channel)?;
        let is_made = super::setting(self.tree.root(), self.scopes.local(id).declared).map(super::values);
        let makes = |value: &Node<'a>| {
            self.types.is_some_and(|types| types.callee(*value) == Callee::Builtin(Builtin::Make))
        };
        let made = matches!(is_made.as_deref(), Some([value]) if makes(value));
        let mut gives = self.scopes.uses(id).filter(|used| {
            let parent = used.node.parent();
            !parent.is_some_and(|p| {
                p.kind_id() == kind::UNARY_EXPRESSION && self.tree.source(p).starts_with("<-")
                    || p.kind_id() == kind::RANGE_CLAUSE
            })
        });
        (made && gives.next().is_some() && gives.next().is_none()).then_some(id)
    }

    /// The variable of that name, if it's the same thing for ever.
    fn unchanged(&self, name: Node<'a>) -> Option<LocalId> {
        let id = self.scopes.local_of(name)?;
        (!self.scopes.uses(id).any(|used| used.access == Access::Write || used.access == Access::ReadWrite))
            .then_some(id)
    }

    /// Whether a statement, whatever becomes of it, waits for the signal.
    fn waits_in(&self, statement: Node<'a>, signal: Signal, at: Node<'a>) -> bool {
        if statement.kind_id() == kind::FOR_STATEMENT {
            let clause = named_children(statement).into_iter().find(|n| n.kind_id() == kind::RANGE_CLAUSE);
            let over = clause.and_then(|c| field(c, "right")).and_then(|over| self.scopes.local_of(over));
            let left = prune(statement, |n| n.kind_id() == kind::FUNC_LITERAL)
                .any(|n| matches!(n.kind_id(), kind::BREAK_STATEMENT | kind::GOTO_STATEMENT));
            return over.is_some_and(|id| signal == Signal::Close(id)) && !left;
        }
        let is_passed = |n: Node<'a>| {
            matches!(
                n.kind_id(),
                kind::BLOCK
                    | kind::FUNC_LITERAL
                    | kind::GO_STATEMENT
                    | kind::DEFER_STATEMENT
                    | kind::FOR_STATEMENT
                    | kind::SELECT_STATEMENT
                    | kind::EXPRESSION_CASE
                    | kind::TYPE_CASE
            ) || n.kind_id() == kind::BINARY_EXPRESSION
                && matches!(self.tree.source(n), source if source.contains("&&") || source.contains("||"))
        };
        if is_passed(statement) {
            return false;
        }
        // Below what may be passed by nothing counts, and an `else if` is one.
        let alternative = field(statement, "alternative");
        prune(statement, is_passed).filter(|n| !is_passed(*n)).any(|n| {
            let aside = is_within(n, at) || alternative.is_some_and(|other| is_within(n, other));
            let waits = match n.kind_id() {
                kind::CALL_EXPRESSION => self.group(n, "Wait").is_some_and(|id| signal == Signal::Group(id)),
                kind::UNARY_EXPRESSION if self.tree.source(n).starts_with("<-") => {
                    let id = field(n, "operand").and_then(|operand| self.scopes.local_of(operand));
                    id.is_some_and(|id| signal == Signal::Close(id) || signal == Signal::Send(id))
                }
                _ => false,
            };
            waits && !aside
        })
    }
}
