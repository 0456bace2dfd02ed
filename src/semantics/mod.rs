//! What Go code means: packages, declarations, types, computed without a Go toolchain and only as far as they are asked
//! for. It never guesses: what can't be found out for certain is unknown, and says why where it can.
//!
//! It knows the Go spec, and follows go/types where the spec leaves how open. It doesn't check: code that doesn't
//! compile has unknown types where it's wrong, or the types it would have if the rest were right.

mod builtins;
mod call;
mod checker;
pub mod constant;
mod conversions;
pub mod debug;
mod decls;
mod env;
pub mod escape;
mod expr;
pub mod facts;
pub mod flow;
mod focus;
mod infer;
mod literals;
mod lookup;
mod noreturn;
mod operand;
mod operators;
pub mod package;
mod predicates;
pub mod print;
mod record;
mod recursive;
pub mod scopes;
mod sizes;
mod skim;
mod source;
pub mod std_index;
mod stmt;
mod subst;
pub mod types;
mod typeset;
mod typexpr;
mod unify;
pub mod universe;
mod world;

pub use checker::Checker;
pub use facts::FileTypes;
pub use lookup::{Selected, SelectedMethod};
pub use package::{Package, Variant};
pub use record::{Callee, Object};
pub use source::{ImportNeeded, Written};
pub use types::Type;
pub use world::World;

#[cfg(test)]
mod tests;
