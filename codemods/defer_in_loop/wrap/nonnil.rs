//! Errors that are certainly not nil where they are returned.
//!
//! Knows `if err != nil`, the functions of the standard library and of `github.com/pkg/errors` that make errors, and
//! composite literals. Everything else may be nil.

use crate::codemod::Context;
use crate::semantics::scopes::{Access, LocalId, Scopes};
use crate::syntax::{Node, ancestors, field, is_within, kind, named_children, prune};

/// Whether `error`, an expression that is returned, certainly isn't nil.
pub fn is_non_nil<'a>(context: &Context<'a>, error: Node<'a>) -> bool {
    let scopes = context.scopes(error);
    Prover { context, scopes: &scopes }.expression(error, 4)
}

struct Prover<'a, 'c> {
    context: &'c Context<'a>,
    scopes: &'c Scopes<'a>,
}

impl<'a> Prover<'a, '_> {
    fn expression(&self, node: Node<'a>, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        match node.kind_id() {
            kind::PARENTHESIZED_EXPRESSION => {
                named_children(node).first().is_some_and(|inner| self.expression(*inner, depth))
            }
            kind::COMPOSITE_LITERAL => true,
            kind::UNARY_EXPRESSION => {
                self.context.source(node).starts_with('&')
                    && field(node, "operand").is_some_and(|o| o.kind_id() == kind::COMPOSITE_LITERAL)
            }
            kind::CALL_EXPRESSION => self.call(node, depth),
            kind::IDENTIFIER => self.scopes.local_of(node).is_some_and(|id| self.checked(id, node, depth)),
            _ => false,
        }
    }

    /// A call of a function that is documented to make an error.
    fn call(&self, call: Node<'a>, depth: usize) -> bool {
        let Some(function) = field(call, "function").filter(|f| f.kind_id() == kind::SELECTOR_EXPRESSION)
        else {
            return false;
        };
        let (Some(operand), Some(name)) = (field(function, "operand"), field(function, "field")) else {
            return false;
        };
        let imports = self.context.imports();
        let Some(package) = imports.package_of(self.scopes, operand).map(|import| import.path) else {
            return false;
        };
        let arguments = field(call, "arguments").map(named_children).unwrap_or_default();
        let wrapped = |node: Option<&Node<'a>>| node.is_some_and(|n| self.expression(*n, depth));
        match (package, self.context.source(name)) {
            ("fmt", "Errorf") | ("errors", "New") => true,
            ("errors", "Join") => arguments.iter().any(|n| self.expression(*n, depth)),
            ("github.com/pkg/errors", "New" | "Errorf") | ("golang.org/x/xerrors", "New" | "Errorf") => true,
            // These pass nil through.
            ("github.com/pkg/errors", "Wrap" | "Wrapf" | "WithMessage" | "WithMessagef" | "WithStack") => {
                wrapped(arguments.first())
            }
            _ => false,
        }
    }

    /// Whether `used`, a use of the variable `id`, stands in the body of an `if id != nil` or of a `case id != nil:`, and
    /// nothing sets the variable in there but to an error.
    fn checked(&self, id: LocalId, used: Node<'a>, depth: usize) -> bool {
        let uses = || self.scopes.uses(id);
        let anywhere = uses().any(|u| {
            u.access == Access::AddressTaken || (u.access.may_write() && self.scopes.is_captured(u))
        });
        if anywhere {
            return false;
        }
        let mut child = used;
        for ancestor in ancestors(self.context.tree.root(), used) {
            if ancestor.kind_id() == kind::FUNC_LITERAL {
                return false;
            }
            let condition = match ancestor.kind_id() {
                kind::IF_STATEMENT
                    if field(ancestor, "consequence").is_some_and(|c| c.id() == child.id()) =>
                {
                    field(ancestor, "condition")
                }
                // Of several values any may have matched; a switch with a tag compares with it.
                kind::EXPRESSION_CASE
                    if child.kind_id() == kind::STATEMENT_LIST && self.is_tagless(ancestor) =>
                {
                    field(ancestor, "value")
                        .map(named_children)
                        .filter(|values| values.len() == 1)
                        .and_then(|values| values.first().copied())
                }
                _ => None,
            };
            if condition.is_some_and(|c| self.implies(c, id)) {
                return uses()
                    .filter(|u| u.access.may_write() && is_within(u.node, child))
                    .all(|u| self.assigned_an_error(u.node, depth));
            }
            child = ancestor;
        }
        false
    }

    /// No clause before this one falls through into it, and the switch has no tag.
    fn is_tagless(&self, case: Node<'a>) -> bool {
        case.parent().is_some_and(|switch| {
            field(switch, "value").is_none()
                && !prune(switch, |n| n.kind_id() == kind::FUNC_LITERAL)
                    .any(|n| n.kind_id() == kind::FALLTHROUGH_STATEMENT)
        })
    }

    fn implies(&self, condition: Node<'a>, id: LocalId) -> bool {
        let mut todo = vec![condition];
        while let Some(node) = todo.pop() {
            match node.kind_id() {
                kind::PARENTHESIZED_EXPRESSION => todo.extend(named_children(node)),
                kind::BINARY_EXPRESSION => {
                    let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else {
                        continue;
                    };
                    match field(node, "operator").map(|o| self.context.source(o)) {
                        Some("&&") => todo.extend([left, right]),
                        Some("!=") => {
                            let is_nil =
                                |n: Node| n.kind_id() == kind::NIL && self.scopes.local_of(n).is_none();
                            let is_it = |n: Node| self.scopes.local_of(n) == Some(id);
                            if (is_it(left) && is_nil(right)) || (is_nil(left) && is_it(right)) {
                                return true;
                            }
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// `target = …` alone, with an error on the right.
    fn assigned_an_error(&self, target: Node<'a>, depth: usize) -> bool {
        let statement = ancestors(self.context.tree.root(), target)
            .find(|n| matches!(n.kind_id(), kind::ASSIGNMENT_STATEMENT | kind::SHORT_VAR_DECLARATION));
        let Some(statement) = statement else { return false };
        let (Some(left), Some(right)) = (field(statement, "left"), field(statement, "right")) else {
            return false;
        };
        let (left, right) = (named_children(left), named_children(right));
        let plain = field(statement, "operator").is_none_or(|o| self.context.source(o) == "=");
        plain
            && left.len() == 1
            && left[0].id() == target.id()
            && right.len() == 1
            && self.expression(right[0], depth)
    }
}
