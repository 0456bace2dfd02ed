//! What functions whose source is at hand do with what they are given: their bodies are followed as the part of a function
//! is that was asked about, from a parameter on.
//!
//! Found on demand, kept for all threads. A function that is too deep or too large to be looked into, or whose source isn't
//! at hand, is unknown; recursion runs into the limit of depth. What is found depends on the depth that is left, which
//! therefore belongs to the question: the answer is the same whoever asks first.

use super::body::{Body, names};
use super::callees::{Argument, Effect};
use super::{Data, Escape, Followed};
use crate::semantics::FileTypes;
use crate::semantics::package::FuncEntity;
use crate::semantics::scopes::{LocalId, Scopes};
use rustc_hash::FxHashMap as HashMap;
use std::sync::{Mutex, PoisonError};

/// The answers so far.
#[derive(Default)]
pub struct Summaries(Mutex<HashMap<Question, Effect>>);

/// The package by its number and the declaration by its place; the rest is as in [`Escape`].
type Question = (u32, usize, usize, Argument, Data, u8);

impl Summaries {
    /// What becomes of an argument of the declared function `entity`, which a file of `types` calls.
    pub fn effect(
        &self,
        types: &FileTypes,
        entity: &FuncEntity,
        argument: Argument,
        data: Data,
        depth: u8,
    ) -> Effect {
        if depth == 0 {
            return Effect::Unknown;
        }
        let question = (entity.package.0, entity.file, entity.range.start, argument, data, depth);
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&question).copied();
        if let Some(known) = known {
            return known;
        }
        let found = in_body(types, entity, argument, data, depth).unwrap_or(Effect::Unknown);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(question, found);
        found
    }
}

/// None when the source isn't at hand or can't be read.
fn in_body(
    types: &FileTypes,
    entity: &FuncEntity,
    argument: Argument,
    data: Data,
    depth: u8,
) -> Option<Effect> {
    let body = Body::of(types, entity)?;
    let declaration = body.declaration()?;
    let name = match argument {
        Argument::Receiver => names(declaration, "receiver").0.first().copied(),
        Argument::At(index) => {
            let (names, is_variadic) = names(declaration, "parameters");
            names.get(index).or(names.last().filter(|_| is_variadic)).copied()
        }
    };
    let scopes = Scopes::of(&body.tree, declaration);
    // Without a name it isn't used.
    let Some(parameter) = name.and_then(|name| scopes.local_of(name)) else { return Some(Effect::Used) };
    let escape = Escape {
        tree: &body.tree,
        scopes: &scopes,
        types: Some(&body.types),
        region: declaration,
        except: None,
        identities: false,
        data,
        depth: depth - 1,
    };
    Some(escape.follow(&[parameter]).map_or(Effect::Kept, |followed| escape.effect_on(parameter, &followed)))
}

impl Escape<'_, '_> {
    /// What the function that the region is does with its parameter, which was followed.
    pub(super) fn effect_on(&self, parameter: LocalId, followed: &Followed) -> Effect {
        match () {
            // What calls of which nothing is known do with a context is passed over where they stand: what's left are places it's put.
            () if !followed.doubts.is_empty() && self.is_of_context(parameter) => Effect::Kept,
            () if !followed.doubts.is_empty() => Effect::Unknown,
            () if followed.in_receiver => Effect::Receiver,
            () if followed.returned => Effect::Result,
            () => Effect::Used,
        }
    }
}
