//! What the parts of a node are, in the order in which the walk is to take them.

use super::{Access, LocalKind};
use crate::syntax::{Node, field, kind, named_children};
use std::ops::Range;

pub(super) enum Step<'t> {
    Visit(Node<'t>),
    /// An expression to which something is done.
    Operand(Node<'t>, Access, Option<Node<'t>>),
    /// The elements of a composite literal whose type is known to be this one.
    Elements(Node<'t>, Option<Node<'t>>),
    Open(Range<usize>),
    Close,
    Declare(Declaration<'t>),
    /// An identifier on the left of `:=`: declared, or assigned where this block has declared it before.
    DeclareOrAssign(Declaration<'t>),
    EnterFunction(Node<'t>),
    LeaveFunction,
}

pub(super) struct Declaration<'t> {
    pub ident: Node<'t>,
    pub kind: LocalKind,
    /// Where its scope begins; it ends with the block.
    pub from: usize,
    pub loop_node: Option<Node<'t>>,
}

impl<'t> Declaration<'t> {
    pub fn new(ident: Node<'t>, kind: LocalKind, from: usize) -> Declaration<'t> {
        Declaration { ident, kind, from, loop_node: None }
    }
}

/// Whether `node` is an identifier in expressions or types. The grammar has nodes of their own for `nil`, `true`,
/// `false` and `iota`, but they are identifiers that a program may declare.
pub(super) fn is_identifier(node: Node) -> bool {
    matches!(
        node.kind_id(),
        kind::IDENTIFIER
            | kind::TYPE_IDENTIFIER
            | kind::PACKAGE_IDENTIFIER
            | kind::NIL
            | kind::TRUE
            | kind::FALSE
            | kind::IOTA
    )
}

/// What is done to the operand of a selector or index when `access` is done to the whole.
pub(super) fn in_part(access: Access) -> Access {
    match access {
        Access::Write | Access::ReadWrite => Access::PartWrite,
        Access::AddressTaken => Access::PartAddressTaken,
        other => other,
    }
}

/// `node`, in a block of its own.
pub(super) fn in_block<'t>(node: Node<'t>, then: &mut Vec<Step<'t>>) {
    then.push(Step::Open(node.byte_range()));
    then.extend(named_children(node).into_iter().map(Step::Visit));
    then.push(Step::Close);
}

pub(super) fn for_statement<'t>(node: Node<'t>, then: &mut Vec<Step<'t>>) {
    then.push(Step::Open(node.byte_range()));
    for child in named_children(node) {
        match child.kind_id() {
            kind::FOR_CLAUSE => {
                for part in named_children(child) {
                    let init = field(child, "initializer").is_some_and(|init| init.id() == part.id());
                    match part.kind_id() {
                        kind::SHORT_VAR_DECLARATION if init => {
                            short_var(part, LocalKind::ForInit, Some(node), then);
                        }
                        _ => then.push(Step::Visit(part)),
                    }
                }
            }
            kind::RANGE_CLAUSE => {
                // The range expression doesn't see the variables, nor does it run again with each iteration.
                then.extend(field(child, "right").map(Step::Visit));
                let left = field(child, "left");
                if has_token(child, ":=") {
                    let from = field(node, "body").map_or(node.end_byte(), |body| body.start_byte());
                    define(left, LocalKind::RangeVar, from, Some(node), then);
                } else {
                    assign(left, Access::Write, then);
                }
            }
            _ => then.push(Step::Visit(child)),
        }
    }
    then.push(Step::Close);
}

pub(super) fn short_var<'t>(
    node: Node<'t>,
    kind: LocalKind,
    loop_node: Option<Node<'t>>,
    then: &mut Vec<Step<'t>>,
) {
    then.extend(field(node, "right").map(Step::Visit));
    define(field(node, "left"), kind, node.end_byte(), loop_node, then);
}

/// The left side of `:=`.
pub(super) fn define<'t>(
    left: Option<Node<'t>>,
    kind: LocalKind,
    from: usize,
    loop_node: Option<Node<'t>>,
    then: &mut Vec<Step<'t>>,
) {
    for ident in left.into_iter().flat_map(named_children) {
        then.push(match is_identifier(ident) {
            true => Step::DeclareOrAssign(Declaration { ident, kind, from, loop_node }),
            false => Step::Visit(ident),
        });
    }
}

/// The left side of an assignment.
pub(super) fn assign<'t>(left: Option<Node<'t>>, access: Access, then: &mut Vec<Step<'t>>) {
    let targets = left.into_iter().flat_map(named_children);
    then.extend(targets.map(|target| Step::Operand(target, access, None)));
}

/// A VarSpec or ConstSpec.
pub(super) fn spec<'t>(node: Node<'t>, kind: LocalKind, then: &mut Vec<Step<'t>>) {
    then.extend(field(node, "type").map(Step::Visit));
    then.extend(field(node, "value").map(Step::Visit));
    let from = node.end_byte();
    then.extend(names(node).into_iter().map(|ident| Step::Declare(Declaration::new(ident, kind, from))));
}

/// Declares the type parameters of a list, then visits their constraints, which may use them all.
pub(super) fn type_parameters<'t>(list: Option<Node<'t>>, from: usize, then: &mut Vec<Step<'t>>) {
    let parameters = list.map(named_children).unwrap_or_default();
    for ident in parameters.iter().copied().flat_map(names) {
        then.push(Step::Declare(Declaration::new(ident, LocalKind::TypeParam, from)));
    }
    then.extend(parameters.into_iter().filter_map(|p| field(p, "type")).map(Step::Visit));
}

/// The type arguments of a receiver's type declare type parameters (Go spec, "Method declarations").
pub(super) fn receiver_type<'t>(node: Node<'t>, from: usize, then: &mut Vec<Step<'t>>) {
    let mut base = node;
    while matches!(base.kind_id(), kind::POINTER_TYPE | kind::PARENTHESIZED_TYPE) {
        match named_children(base).into_iter().next() {
            Some(inner) => base = inner,
            None => break,
        }
    }
    let arguments = field(base, "type_arguments").filter(|_| base.kind_id() == kind::GENERIC_TYPE);
    let Some(arguments) = arguments else {
        then.push(Step::Visit(node));
        return;
    };
    then.extend(field(base, "type").map(Step::Visit));
    for argument in named_children(arguments).into_iter().flat_map(named_children) {
        if is_identifier(argument) {
            then.push(Step::Declare(Declaration::new(argument, LocalKind::TypeParam, from)));
        }
    }
}

/// The declared names of a specification or type parameter.
pub(super) fn names(node: Node) -> Vec<Node> {
    let mut cursor = node.walk();
    // The grammar's field covers the commas too.
    node.children_by_field_name("name", &mut cursor).filter(|name| name.is_named()).collect()
}

pub(super) fn is_clause(node: Node) -> bool {
    matches!(
        node.kind_id(),
        kind::EXPRESSION_CASE | kind::TYPE_CASE | kind::COMMUNICATION_CASE | kind::DEFAULT_CASE
    )
}

pub(super) fn colon_end(clause: Node) -> usize {
    let mut cursor = clause.walk();
    clause.children(&mut cursor).find(|child| child.kind() == ":").map_or(clause.end_byte(), |c| c.end_byte())
}

pub(super) fn has_token(node: Node, token: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| child.kind() == token)
}
