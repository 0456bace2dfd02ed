//! gomend finds defects in Go code around `defer`, goroutines and ignored errors, and mends them. It shows a unified diff
//! first and writes it when told to. Every rewrite compiles, is gofmt-clean where its input was, keeps every comment and
//! changes only what its codemod names; what can't be proved is reported with the reason and left alone.
//!
//! # Bird's eye
//!
//! ```text
//! paths ─ project::walk ─> files ─ engine ─> outcomes ─ report ─> diff, text, json
//!                                    │
//!             skim ─> glance ─> parse what can match ─> codemods ask semantics ─> findings, fixes
//!                                    │
//!                compose fixes ─> edited text ─ verify ─> again, until nothing is left
//! ```
//!
//! # Code map
//!
//! The modules below stand in the order of their layers. A module may use those above it in this list and no others;
//! `tests/layers.rs` holds them to it.
//!
//! - [`text`]: edits, sets of edits, lines, hunks. Has never heard of Go.
//! - [`syntax`]: Go as trees. An outline that is skimmed at memory speed; tree-sitter trees of the declarations that matter, which codemods
//!   match and edit; and [`syntax::ast`], a second and exact reading of declarations for the layer that computes types: there the
//!   grammar of tree-sitter blurs what matters (`F[int](x)` is a conversion to it).
//! - [`project`]: where Go code lives: modules, workspaces, build constraints, language versions, the walk.
//! - [`semantics`]: what the code means: scopes, control flow, declarations, types. Answers, or says Unknown.
//! - [`rewrite`]: edit operators that know Go's layout.
//! - [`codemod`]: the contract: `Codemod`, `Context`, `Finding`, `Remedy`.
//! - [`verify`]: what every output must satisfy.
//! - [`codemods`]: the codemods, a folder each, in the repository's top folder.
//! - [`config`]: what `gomend.toml` says, as values that are known to be right.
//! - [`engine`]: one file in, one outcome out.
//! - [`report`]: outcomes to bytes.
//! - [`cli`]: arguments, files, terminal, exit status: the only layer that writes, prints, or reads the environment and the clock.
//!
//! # Invariants
//!
//! - Nothing below `cli` reads a clock or the environment, or prints. `project` reads files through one small interface.
//! - Trees are never changed. A change is an [`text::Edit`] against the bytes that were parsed; bytes outside of edits are never touched.
//! - A tree holds no syntax error: declarations that don't parse are in no tree.
//! - A codemod reports and can't apply. A fix is applied whole or not at all. Of two that conflict, the smaller is applied
//!   and the other waits for the next pass.
//! - `semantics` never guesses. Unknown is an answer, and it means refusal.
//! - A finding is never lost: it is fixed, or refused with its reason.
//! - No text leaves the engine that [`verify`] has not passed; no file is written that changed since it was read.

pub mod text;

pub mod syntax;

pub mod project;

pub mod semantics;

pub mod rewrite;

pub mod codemod;

pub mod verify;

#[path = "../codemods/mod.rs"]
pub mod codemods;

pub mod config;

pub mod engine;

pub mod report;

pub mod cli;
