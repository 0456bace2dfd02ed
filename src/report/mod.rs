//! Outcomes to bytes: the patch, findings as JSON and as text, syntax trees, the summary.
//!
//! Pure: it's told names, texts and outcomes, and hands back strings. It knows nothing of files, terminals or time, and it never
//! decides what is mended.

mod json;
mod patch;
mod summary;
mod text;
mod tree;

pub use json::json;
pub use patch::{Change, painted, patch};
pub use summary::{Summary, counted};
pub use text::text;
pub use tree::tree;
