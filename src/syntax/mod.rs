//! Go source as trees: the language for ast-grep, the outline of a file, parsed declarations, comments.
//!
//! Knows Go's grammar and nothing of its meaning: whether `f(x)` is a call or a conversion is a question
//! for `semantics`. A [`Tree`] never contains a syntax error: declarations that don't parse are left out of
//! it and named in [`Tree::broken`], so that no rewrite can come near them.

pub mod ast;
pub mod comments;
pub mod kind;
mod language;
mod outline;
mod parameters;
mod tree;
mod walk;

pub use language::Go;
pub use outline::{Decl, Keyword, Outline, Spec, specs};
pub use parameters::{Parameters, parameters};
pub use tree::{Broken, Tree};
pub use tree_sitter::Node;
pub use walk::{
    ancestors, children, descendants, enclosing_function, field, is_function, is_within, named_children,
    prune, receiver,
};
