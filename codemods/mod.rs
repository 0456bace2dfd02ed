//! The codemods. Adding one is a folder, a `mod` line and a line in [`ALL`].

mod blank_error;
mod captured_loop_variable;
mod defer_in_loop;

use crate::codemod::Codemod;

/// Every codemod, in the order of the catalogue.
pub static ALL: &[&Codemod] =
    &[&defer_in_loop::CODEMOD, &captured_loop_variable::CODEMOD, &blank_error::CODEMOD];

/// The codemod called `name`.
pub fn by_name(name: &str) -> Option<&'static Codemod> {
    ALL.iter().copied().find(|codemod| codemod.name == name)
}
