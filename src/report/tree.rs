//! Syntax trees for `debug tree`.

use crate::syntax::Tree;
use std::fmt::Write;

/// Every node a line: depth by indentation, the field it fills, its kind, its bytes, and its source when it has no parts.
pub fn tree(tree: &Tree) -> String {
    let mut out = String::new();
    let mut cursor = tree.root().walk();
    let mut depth = 0usize;
    loop {
        let node = cursor.node();
        let field = cursor.field_name().map(|name| format!("{name}: ")).unwrap_or_default();
        let kind = if node.is_named() { node.kind().to_owned() } else { format!("{:?}", node.kind()) };
        // Writing to a string can't fail.
        let _ = write!(out, "{:1$}{field}{kind} {2}..{3}", "", depth * 2, node.start_byte(), node.end_byte());
        if node.is_named() && node.child_count() == 0 {
            let _ = write!(out, " {:?}", tree.source(node));
        }
        out.push('\n');
        if cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return out;
            }
            depth -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_a_line() {
        assert_eq!(
            super::tree(&Tree::parse("package a\n")),
            "source_file 0..10\n  package_clause 0..9\n    \"package\" 0..7\n    package_identifier 8..9 \"a\"\n"
        );
    }
}
