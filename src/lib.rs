//! gomend finds defects in Go code around `defer`, goroutines and ignored errors, and mends them.

pub mod syntax;
pub mod text;
