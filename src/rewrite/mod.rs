//! Edit operators that know Go's layout: wrap, indent, insert above and below, explode one-line blocks, add imports,
//! keep trailing comments aligned. What they make of a gofmt-clean file is gofmt-clean; in any other file they follow
//! the style around them and change nothing outside of the edits.
//!
//! They know syntax and text, not meaning: whether a change is right is for the codemod to decide.

mod align;
mod imports;
mod layout;

pub use align::align;
pub use imports::{Import, import_edits};
pub use layout::{Layout, Unwritable, statements};
