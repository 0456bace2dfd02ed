//! Text and changes to it: edits, sets of edits, lines, unified diffs. Has never heard of Go.

mod edit;
mod lines;
pub mod near;
mod patch;

pub use edit::{Edit, EditSet, Overlap};
pub use lines::{LineIndex, Place, newline_of};
pub use patch::{Hunk, hunks};
