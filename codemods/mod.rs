//! The codemods. Adding one is a folder, a `mod` line and a line in [`ALL`].

use crate::codemod::Codemod;

/// Every codemod, in the order of the catalogue.
pub static ALL: &[Codemod] = &[];

/// The codemod called `name`.
pub fn by_name(name: &str) -> Option<&'static Codemod> {
    ALL.iter().find(|codemod| codemod.name == name)
}
