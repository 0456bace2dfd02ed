//! The body of a declared function whose source is at hand.

use crate::semantics::FileTypes;
use crate::semantics::package::FuncEntity;
use crate::syntax::{Node, Tree, field, named_children, parameters};

/// Longer declarations aren't looked into.
const MAX_BYTES: usize = 40_000;

/// A declared function: its file's types, and its own tree.
pub(super) struct Body<'w> {
    pub types: FileTypes<'w>,
    pub tree: Tree,
    start: usize,
}

impl<'w> Body<'w> {
    /// None when the source isn't at hand or is too long. `types` are those of a file that calls the function.
    pub fn of(types: &FileTypes<'w>, entity: &FuncEntity) -> Option<Body<'w>> {
        if entity.range.len() > MAX_BYTES {
            return None;
        }
        let types = types.of_declaration(entity)?;
        let start = entity.range.start;
        let starts = |index: usize| types.outline().decls[index].range.start == start;
        let tree = Tree::parse_selected(types.text(), types.outline(), starts);
        Some(Body { types, tree, start })
    }

    /// None without a body: it's written in another language.
    pub fn declaration(&self) -> Option<Node<'_>> {
        let found = named_children(self.tree.root()).into_iter().find(|n| n.start_byte() == self.start)?;
        field(found, "body").map(|_| found)
    }
}

/// The names in the list `field_name` of a declaration, and whether the last takes all that is left.
pub(super) fn names<'t>(declaration: Node<'t>, field_name: &str) -> (Vec<Node<'t>>, bool) {
    let groups = field(declaration, field_name).map(parameters).unwrap_or_default();
    let is_variadic = groups.last().is_some_and(|group| group.variadic);
    (groups.into_iter().flat_map(|group| group.names).collect(), is_variadic)
}
