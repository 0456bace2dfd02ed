//! Ways through a tree. All of them are iterative: Go that nests ten thousand deep must not overflow the stack.

use super::{Go, kind};
use ast_grep_core::tree_sitter::LanguageExt;
use rustc_hash::FxHashMap as HashMap;
use std::sync::LazyLock;
use tree_sitter::Node;

/// The child of `node` in the grammar's field `name`.
pub fn field<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    // Asked by its name, tree-sitter compares it with the name of every field.
    static IDS: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
        let grammar = Go.get_ts_language();
        let ids = 1..=grammar.field_count() as u16;
        ids.filter_map(|id| Some((grammar.field_name_for_id(id)?.to_owned(), id))).collect()
    });
    node.child_by_field_id(*IDS.get(name)?)
}

/// All children, tokens and comments among them.
pub fn children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.children(&mut cursor).collect()
}

/// The named children without comments: what the grammar rule is made of.
pub fn named_children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind_id() != kind::COMMENT).collect()
}

/// `node`'s ancestors, nearest first, without itself.
///
/// tree-sitter finds a parent by descending from the root; this descends once for the whole path.
pub fn ancestors<'t>(root: Node<'t>, node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    let mut path = Vec::new();
    let mut here = root;
    while here.id() != node.id() {
        path.push(here);
        match here.child_with_descendant(node) {
            Some(next) => here = next,
            None => break,
        }
    }
    path.into_iter().rev()
}

/// Whether `node` stands inside of `outer`, or is it.
pub fn is_within(node: Node, outer: Node) -> bool {
    outer.start_byte() <= node.start_byte() && node.end_byte() <= outer.end_byte()
}

/// The operand of the selector that a call's function is: `x.y` in `x.y.Close()`.
pub fn receiver(call: Node) -> Option<Node> {
    field(call, "function")
        .filter(|function| function.kind_id() == kind::SELECTOR_EXPRESSION)
        .and_then(|function| field(function, "operand"))
}

/// Whether a node is a function with a body of its own: a declaration or a literal.
pub fn is_function(node: Node) -> bool {
    matches!(node.kind_id(), kind::FUNCTION_DECLARATION | kind::METHOD_DECLARATION | kind::FUNC_LITERAL)
}

/// The nearest function declaration, method declaration or function literal around `node`.
pub fn enclosing_function<'t>(root: Node<'t>, node: Node<'t>) -> Option<Node<'t>> {
    ancestors(root, node).find(|ancestor| is_function(*ancestor))
}

/// `node` and all named nodes below it, in source order.
pub fn descendants<'t>(node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    prune(node, |_| false)
}

/// As [`descendants`], but what is below a node for which `stop` holds is passed over (the node itself is not).
/// `stop` isn't asked about `node` itself.
pub fn prune<'t>(node: Node<'t>, stop: impl Fn(Node<'t>) -> bool) -> impl Iterator<Item = Node<'t>> {
    let mut cursor = node.walk();
    let mut depth = 0usize;
    let mut next = Some(node);
    std::iter::from_fn(move || {
        let found = next?;
        let down = (depth == 0 || !stop(found)) && cursor.goto_first_child();
        if down {
            depth += 1;
        }
        let mut moved = down;
        loop {
            if !moved {
                if depth == 0 {
                    next = None;
                    break;
                }
                if !cursor.goto_next_sibling() {
                    cursor.goto_parent();
                    depth -= 1;
                    continue;
                }
            }
            if cursor.node().is_named() {
                next = Some(cursor.node());
                break;
            }
            // A token: it has no children, so go on to what follows it.
            moved = false;
        }
        Some(found)
    })
}
