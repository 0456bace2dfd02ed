//! Where control goes in one function, by syntax: what leaves a run of statements, what never completes, what
//! runs at most once.
//!
//! Knows the Go spec's statements and nothing of values: a condition may be true or false, a loop with a condition
//! may end. Which calls never return is for the caller to say. Statements that nest deeper than
//! [`DEPTH`] aren't followed: the answer is then the careful one.

use crate::syntax::{Node, Tree, ancestors, field, is_function, kind, named_children, prune};

/// Says of a call that it never returns: `panic(…)`, `os.Exit(…)`.
pub type NeverReturns<'a, 't> = &'a dyn Fn(Node<'t>) -> bool;

const DEPTH: usize = 100;

/// A statement that transfers control.
#[derive(Clone, Debug)]
pub struct Leave<'t> {
    pub node: Node<'t>,
    pub kind: LeaveKind,
    /// The label that it names.
    pub label: Option<Node<'t>>,
    /// The statement that a `break` ends, a `continue` goes on with or a `fallthrough` goes on in; the labeled
    /// statement of a `goto`. `None` for `return`, and where the program has no such statement.
    pub target: Option<Node<'t>>,
    /// Whether control stays inside the run that was asked about.
    pub targets_inside: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveKind {
    Return,
    Break,
    Continue,
    Goto,
    Fallthrough,
}

/// Every statement in `run`, the function literals in it left out, that transfers control, in source order.
pub fn leaves<'t>(tree: &'t Tree, run: &[Node<'t>]) -> Vec<Leave<'t>> {
    let inside = |node: Node| {
        run.iter().any(|n| n.start_byte() <= node.start_byte() && node.end_byte() <= n.end_byte())
    };
    let mut found = Vec::new();
    for node in run.iter().flat_map(|node| own(*node)) {
        let Some(kind) = leave_kind(node) else { continue };
        let label = label_named_by(node);
        let target = target(tree, node, kind);
        // A run that is a loop's body doesn't hold the loop.
        let targets_inside = target.is_some_and(inside);
        found.push(Leave { node, kind, label, target, targets_inside });
    }
    found
}

/// Whether the last statement of a list is terminating (Go spec, "Terminating statements").
pub fn terminates<'t>(tree: &'t Tree, statements: &[Node<'t>], never_returns: NeverReturns<'_, 't>) -> bool {
    terminates_when(tree, statements, never_returns, &|_| false)
}

/// As [`terminates`], if every statement for which `returns` holds were a `return`.
pub fn terminates_when<'t>(
    tree: &'t Tree,
    statements: &[Node<'t>],
    never_returns: NeverReturns<'_, 't>,
    returns: &dyn Fn(Node<'t>) -> bool,
) -> bool {
    Terminating { tree, never_returns, returns }.list(statements, DEPTH)
}

/// The statements of a block or clause, without empty ones.
pub fn statements(node: Node) -> Vec<Node> {
    let lists = named_children(node).into_iter().filter(|n| n.kind_id() == kind::STATEMENT_LIST);
    lists.flat_map(named_children).filter(|n| n.kind_id() != kind::EMPTY_STATEMENT).collect()
}

/// The `for` statements of the same function that run `node` again and again, innermost first. What a loop
/// evaluates once, its init statement and its range expression, isn't in it.
pub fn enclosing_loops<'t>(tree: &'t Tree, node: Node<'t>) -> Vec<Node<'t>> {
    let mut loops = Vec::new();
    let mut child = node;
    let mut once = false;
    for ancestor in in_function(tree, node) {
        match ancestor.kind_id() {
            kind::FOR_CLAUSE => once = is_field(ancestor, "initializer", child),
            kind::RANGE_CLAUSE => once = is_field(ancestor, "right", child),
            kind::FOR_STATEMENT if once => once = false,
            kind::FOR_STATEMENT => loops.push(ancestor),
            _ => {}
        }
        child = ancestor;
    }
    loops
}

/// The innermost of [`enclosing_loops`].
pub fn enclosing_loop<'t>(tree: &'t Tree, node: Node<'t>) -> Option<Node<'t>> {
    enclosing_loops(tree, node).into_iter().next()
}

/// The labeled statement that is `statement` with its label.
pub fn labeled<'t>(tree: &'t Tree, statement: Node<'t>) -> Option<Node<'t>> {
    ancestors(tree.root(), statement).next().filter(|n| n.kind_id() == kind::LABELED_STATEMENT)
}

/// Whether every path from behind `statement` on leaves `loop_node`, a loop around it in the same function, before
/// `statement` can run again. `false` where it isn't sure.
pub fn always_leaves_after<'t>(
    tree: &'t Tree,
    statement: Node<'t>,
    loop_node: Node<'t>,
    never_returns: NeverReturns<'_, 't>,
) -> bool {
    let flow = Flow { tree, never_returns };
    let mut ends = Ends { next: true, ..Ends::default() };
    let mut child = statement;
    for ancestor in in_function(tree, statement) {
        match ancestor.kind_id() {
            kind::STATEMENT_LIST if ends.next => {
                let siblings = named_children(ancestor).into_iter();
                let rest: Vec<_> = siblings.filter(|n| n.start_byte() >= child.end_byte()).collect();
                ends.next = false;
                ends.join(flow.list(&rest, DEPTH));
            }
            kind::STATEMENT_LIST | kind::BLOCK | kind::LABELED_STATEMENT => {}
            kind::EXPRESSION_CASE | kind::TYPE_CASE | kind::COMMUNICATION_CASE | kind::DEFAULT_CASE => {
                // The operand of a case, or a clause that goes on in the next one.
                if child.kind_id() != kind::STATEMENT_LIST || ends.fallthrough {
                    return false;
                }
            }
            kind::IF_STATEMENT => {
                if !is_field(ancestor, "consequence", child) && !is_field(ancestor, "alternative", child) {
                    return false;
                }
            }
            kind::EXPRESSION_SWITCH_STATEMENT | kind::TYPE_SWITCH_STATEMENT | kind::SELECT_STATEMENT => {
                ends.next |= remove(&mut ends.breaks, ancestor);
            }
            kind::FOR_STATEMENT => {
                let again = ends.next || ends.continues.contains(&ancestor.id());
                if again || ends.unsure || !is_field(ancestor, "body", child) {
                    return false;
                }
                if ancestor.id() == loop_node.id() {
                    return true;
                }
                ends.next = remove(&mut ends.breaks, ancestor);
            }
            _ => return false,
        }
        child = ancestor;
    }
    false
}

/// The ways in which statements may end.
#[derive(Default)]
struct Ends {
    /// With the statement that follows.
    next: bool,
    /// The statements that are broken out of and the loops that are continued, by node.
    breaks: Vec<usize>,
    continues: Vec<usize>,
    fallthrough: bool,
    /// With a `goto`, or in a way that wasn't followed.
    unsure: bool,
}

impl Ends {
    fn join(&mut self, other: Ends) {
        self.next |= other.next;
        self.breaks.extend(other.breaks);
        self.continues.extend(other.continues);
        self.fallthrough |= other.fallthrough;
        self.unsure |= other.unsure;
    }
}

struct Flow<'a, 't> {
    tree: &'t Tree,
    never_returns: NeverReturns<'a, 't>,
}

impl<'t> Flow<'_, 't> {
    fn list(&self, statements: &[Node<'t>], depth: usize) -> Ends {
        let mut ends = Ends { next: true, ..Ends::default() };
        for statement in statements {
            // What follows is reached only by a label, and then by a `goto`, which is unsure anyway.
            if !ends.next {
                break;
            }
            ends.next = false;
            ends.join(self.statement(*statement, depth));
        }
        ends
    }

    fn statement(&self, node: Node<'t>, depth: usize) -> Ends {
        let mut ends = Ends::default();
        let Some(depth) = depth.checked_sub(1) else {
            ends.unsure = true;
            return ends;
        };
        match node.kind_id() {
            kind::RETURN_STATEMENT => {}
            kind::GOTO_STATEMENT => ends.unsure = true,
            kind::FALLTHROUGH_STATEMENT => ends.fallthrough = true,
            kind::BREAK_STATEMENT => match target(self.tree, node, LeaveKind::Break) {
                Some(target) => ends.breaks.push(target.id()),
                None => ends.unsure = true,
            },
            kind::CONTINUE_STATEMENT => match target(self.tree, node, LeaveKind::Continue) {
                Some(target) => ends.continues.push(target.id()),
                None => ends.unsure = true,
            },
            kind::EXPRESSION_STATEMENT => ends.next = !never_returns(node, self.never_returns),
            kind::BLOCK => return self.list(&statements(node), depth),
            kind::LABELED_STATEMENT => return self.list(&labeled_statement(node), depth),
            kind::IF_STATEMENT => {
                for branch in [field(node, "consequence"), field(node, "alternative")] {
                    match branch {
                        Some(branch) => ends.join(self.statement(branch, depth)),
                        None => ends.next = true,
                    }
                }
            }
            kind::FOR_STATEMENT => {
                ends = self.list(&field(node, "body").map(statements).unwrap_or_default(), depth);
                ends.continues.retain(|id| *id != node.id());
                // What the body does next is the next iteration.
                ends.next = remove(&mut ends.breaks, node) || may_end(node);
            }
            kind::EXPRESSION_SWITCH_STATEMENT | kind::TYPE_SWITCH_STATEMENT | kind::SELECT_STATEMENT => {
                for clause in clauses(node) {
                    ends.join(self.list(&statements(clause), depth));
                }
                // Into the next clause, which is counted by itself.
                ends.fallthrough = false;
                ends.next |= remove(&mut ends.breaks, node) || may_match_nothing(node);
            }
            _ => ends.next = true,
        }
        ends
    }
}

struct Terminating<'a, 't> {
    tree: &'t Tree,
    never_returns: NeverReturns<'a, 't>,
    returns: &'a dyn Fn(Node<'t>) -> bool,
}

impl<'t> Terminating<'_, 't> {
    fn list(&self, statements: &[Node<'t>], depth: usize) -> bool {
        let last = statements.iter().rfind(|n| n.kind_id() != kind::EMPTY_STATEMENT);
        last.is_some_and(|last| self.statement(*last, depth))
    }

    fn statement(&self, node: Node<'t>, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let ends = |node| self.list(&statements(node), depth);
        match node.kind_id() {
            kind::RETURN_STATEMENT | kind::GOTO_STATEMENT => true,
            kind::BREAK_STATEMENT | kind::CONTINUE_STATEMENT => (self.returns)(node),
            kind::EXPRESSION_STATEMENT => never_returns(node, self.never_returns),
            kind::BLOCK => ends(node),
            kind::LABELED_STATEMENT => self.list(&labeled_statement(node), depth),
            kind::IF_STATEMENT => {
                let branches = [field(node, "consequence"), field(node, "alternative")];
                branches.into_iter().all(|branch| branch.is_some_and(|b| self.statement(b, depth)))
            }
            kind::FOR_STATEMENT => !may_end(node) && !self.is_broken_out_of(node),
            kind::EXPRESSION_SWITCH_STATEMENT | kind::TYPE_SWITCH_STATEMENT | kind::SELECT_STATEMENT => {
                let falls = |clause| {
                    statements(clause).last().is_some_and(|n| n.kind_id() == kind::FALLTHROUGH_STATEMENT)
                };
                !may_match_nothing(node)
                    && clauses(node).into_iter().all(|clause| ends(clause) || falls(clause))
                    && !self.is_broken_out_of(node)
            }
            _ => false,
        }
    }

    fn is_broken_out_of(&self, statement: Node<'t>) -> bool {
        own(statement)
            .filter(|node| node.kind_id() == kind::BREAK_STATEMENT)
            .any(|node| target(self.tree, node, LeaveKind::Break).is_some_and(|t| t.id() == statement.id()))
    }
}

fn leave_kind(node: Node) -> Option<LeaveKind> {
    Some(match node.kind_id() {
        kind::RETURN_STATEMENT => LeaveKind::Return,
        kind::BREAK_STATEMENT => LeaveKind::Break,
        kind::CONTINUE_STATEMENT => LeaveKind::Continue,
        kind::GOTO_STATEMENT => LeaveKind::Goto,
        kind::FALLTHROUGH_STATEMENT => LeaveKind::Fallthrough,
        _ => return None,
    })
}

/// Where the statement `node` transfers control to, in its function.
fn target<'t>(tree: &'t Tree, node: Node<'t>, kind: LeaveKind) -> Option<Node<'t>> {
    let label = label_named_by(node).map(|label| tree.source(label));
    let names_label = |labeled: &Node| field(*labeled, "label").map(|l| tree.source(l)) == label;
    let mut path = in_function(tree, node);
    match kind {
        LeaveKind::Return => None,
        LeaveKind::Goto => {
            let function = path.last()?;
            own(function).filter(|n| n.kind_id() == kind::LABELED_STATEMENT).find(names_label)
        }
        LeaveKind::Fallthrough => path.find(|n| n.kind_id() == kind::EXPRESSION_SWITCH_STATEMENT),
        LeaveKind::Break | LeaveKind::Continue if label.is_some() => {
            let labeled = path.filter(|n| n.kind_id() == kind::LABELED_STATEMENT).find(names_label)?;
            labeled_statement(labeled).into_iter().next()
        }
        LeaveKind::Continue => path.find(|n| n.kind_id() == kind::FOR_STATEMENT),
        LeaveKind::Break => path.find(|n| {
            matches!(
                n.kind_id(),
                kind::FOR_STATEMENT
                    | kind::EXPRESSION_SWITCH_STATEMENT
                    | kind::TYPE_SWITCH_STATEMENT
                    | kind::SELECT_STATEMENT
            )
        }),
    }
}

/// The ancestors of `node` up to its function, that included.
fn in_function<'t>(tree: &'t Tree, node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    let mut outside = false;
    ancestors(tree.root(), node).take_while(move |ancestor| {
        let take = !outside;
        outside |= is_function(*ancestor);
        take
    })
}

/// `node` and what is below it without the insides of function literals.
fn own<'t>(node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    prune(node, |n| n.kind_id() == kind::FUNC_LITERAL)
}

/// The label that a `break`, `continue` or `goto` names.
fn label_named_by(node: Node) -> Option<Node> {
    let names =
        matches!(node.kind_id(), kind::BREAK_STATEMENT | kind::CONTINUE_STATEMENT | kind::GOTO_STATEMENT);
    named_children(node).into_iter().next().filter(|_| names)
}

/// The statement behind a label, if there is one.
fn labeled_statement(node: Node) -> Vec<Node> {
    named_children(node).into_iter().filter(|n| n.kind_id() != kind::LABEL_NAME).collect()
}

fn clauses(node: Node) -> Vec<Node> {
    let is_clause = |n: &Node| {
        matches!(
            n.kind_id(),
            kind::EXPRESSION_CASE | kind::TYPE_CASE | kind::COMMUNICATION_CASE | kind::DEFAULT_CASE
        )
    };
    named_children(node).into_iter().filter(is_clause).collect()
}

/// Whether a switch may run none of its clauses. A `select` runs one or blocks.
fn may_match_nothing(node: Node) -> bool {
    node.kind_id() != kind::SELECT_STATEMENT
        && !clauses(node).iter().any(|clause| clause.kind_id() == kind::DEFAULT_CASE)
}

/// Whether a `for` statement has a condition or a range clause.
fn may_end(node: Node) -> bool {
    named_children(node).into_iter().any(|child| match child.kind_id() {
        kind::BLOCK => false,
        kind::FOR_CLAUSE => field(child, "condition").is_some(),
        _ => true,
    })
}

/// Whether the expression statement `node` is a call that never returns.
fn never_returns<'t>(node: Node<'t>, never_returns: NeverReturns<'_, 't>) -> bool {
    let call = named_children(node).into_iter().find(|n| n.kind_id() == kind::CALL_EXPRESSION);
    call.is_some_and(never_returns)
}

fn is_field(node: Node, name: &str, child: Node) -> bool {
    field(node, name).is_some_and(|found| found.id() == child.id())
}

/// Takes `node` out of `targets`; whether it was there.
fn remove(targets: &mut Vec<usize>, node: Node) -> bool {
    let before = targets.len();
    targets.retain(|id| *id != node.id());
    targets.len() < before
}

#[cfg(test)]
mod tests;
