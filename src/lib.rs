//! gomend finds defects in Go code around `defer`, goroutines and ignored errors, and mends them.

pub mod codemod;
pub mod engine;
pub mod rewrite;
pub mod semantics;
pub mod syntax;
pub mod text;
pub mod verify;

#[path = "../codemods/mod.rs"]
pub mod codemods;
