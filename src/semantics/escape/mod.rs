//! Where the values of local variables go: from name to name, into calls, and out of a part of a function.
//!
//! Flow-insensitive. Knows names and, where they are known, types; of other functions what a table says of the standard
//! library (`callees`), and what is found in their bodies where their source is at hand (`summary`). What it can't follow
//! is a doubt, not a leak; with no leak and no doubt nothing outlives the part that was asked about. Memory that plain data
//! shares (a slice of bytes that a pool takes back) is followed when it's asked for, as `Data::Memory` (`memory`).

mod body;
mod callees;
mod calls;
mod fresh;
mod holds;
mod maker;
mod memory;
mod release;
mod stores;
mod subtest;
mod summary;
mod waits;
mod walk;

pub use callees::{Argument, Effect, is_standard};
pub use fresh::{New, file_of};
pub use holds::{Data, can_hold, is_handle, is_plain};
pub use release::Release;
pub use stores::{setting, targets, values};
pub use summary::Summaries;

use super::FileTypes;
use super::scopes::{Local, LocalId, LocalKind, Scopes};
use crate::syntax::{Node, Tree, is_within, kind};
use std::collections::BTreeMap;
use walk::{End, Walk};

/// How deep functions that are called are looked into.
pub const DEPTH: u8 = 6;

/// A part of a function whose values are followed.
pub struct Escape<'c, 'a> {
    pub tree: &'a Tree,
    pub scopes: &'c Scopes<'a>,
    pub types: Option<&'c FileTypes<'a>>,
    /// What a value may not outlive.
    pub region: Node<'a>,
    /// Uses in here don't count.
    pub except: Option<Node<'a>>,
    /// Whether what names a value to others, such as an address or an identifier, counts as the value.
    pub identities: bool,
    /// What is copied and forgotten.
    pub data: Data,
    /// How many calls deep bodies of other functions may be looked into.
    pub depth: u8,
}

/// A value leaves the region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// Where, as a byte offset.
    pub at: usize,
    /// A clause: "f is sent on a channel".
    pub how: String,
}

/// What came of following values that don't leak.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    /// The variables of the region that may hold the values.
    pub aliases: Vec<LocalId>,
    /// What couldn't be followed, as leaks that may be.
    pub doubts: Vec<Leak>,
    /// The function that the region is may return the values.
    pub returned: bool,
    /// It may store them in its receiver.
    pub in_receiver: bool,
    /// Something that isn't new may hold them.
    pub stored: bool,
    /// Where the region waits for goroutines that use them, as byte offsets: until then they're in use.
    pub awaited: Vec<usize>,
}

/// How sure it is that a variable holds what is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    Maybe,
    Yes,
}

impl<'a> Escape<'_, 'a> {
    /// Follows the values of `seeds`.
    pub fn follow(&self, seeds: &[LocalId]) -> Result<Followed, Leak> {
        let mut known: BTreeMap<LocalId, Sure> = seeds.iter().map(|id| (*id, Sure::Yes)).collect();
        let mut todo: Vec<LocalId> = seeds.to_vec();
        let mut followed = Followed::default();
        let mut doubts_unless = Vec::new();
        let of_context = seeds.iter().all(|id| self.is_of_context(*id));
        while let Some(id) = todo.pop() {
            let sure = known.get(&id).copied().unwrap_or(Sure::Maybe);
            let mut ends = Vec::new();
            for used in self.scopes.uses(id) {
                let aside = self.except.is_some_and(|except| is_within(used.node, except));
                if aside || !is_within(used.node, self.region) || self.is_field_key(used) {
                    continue;
                }
                let type_ = self.types.and_then(|types| types.type_of(used.node));
                let handle = self.types.is_none_or(|types| type_.is_none_or(|t| is_handle(types, &t)));
                let identity = self.identities && seeds.contains(&id) && self.is_plain(used.node);
                let mut walk = Walk::new(self.scopes.local(id).name, sure, handle || identity, identity);
                walk.of_context = of_context;
                let end = self.one_use(used, &mut walk);
                ends.push((used.node.start_byte(), walk, end));
            }
            if let Some((walk, end)) = self.returned_by_name(id, sure) {
                ends.push((self.scopes.local(id).declared.start_byte(), walk, end));
            }
            for (at, walk, end) in ends {
                followed.doubts.extend(walk.doubts.iter().map(|how| Leak { at, how: how.clone() }));
                doubts_unless
                    .extend(walk.doubts_unless.iter().map(|(id, how)| (*id, Leak { at, how: how.clone() })));
                followed.awaited.extend(&walk.awaited);
                followed.returned |= walk.returned;
                followed.in_receiver |= walk.in_receiver;
                followed.stored |= walk.in_receiver || walk.stored;
                let mut targets = walk.held_by;
                match end {
                    End::Nowhere => {}
                    End::Leak(how) if walk.sure == Sure::Yes || walk.handle => return Err(Leak { at, how }),
                    End::Leak(how) => followed.doubts.push(Leak { at, how }),
                    End::In(more) => targets.extend(more),
                }
                for (target, sure) in targets {
                    if known.get(&target).is_none_or(|was| *was < sure) {
                        known.insert(target, sure);
                        todo.push(target);
                    }
                }
            }
        }
        let foreign = doubts_unless.into_iter().filter(|(id, _)| !known.contains_key(id));
        followed.doubts.extend(foreign.map(|(_, doubt)| doubt));
        followed.aliases = known.into_keys().collect();
        Ok(followed)
    }

    /// A named result that holds the value: its function returns it.
    fn returned_by_name(&self, id: LocalId, sure: Sure) -> Option<(Walk<'a>, End)> {
        let local = self.scopes.local(id);
        let function = local.function.filter(|_| local.kind == LocalKind::Result)?;
        let function = self.scopes.function(function).node;
        let mut walk = Walk::new(local.name, sure, true, false);
        let end = if function.id() == self.region.id() {
            walk.returned = true;
            End::Nowhere
        } else if is_within(function, self.region) && function.kind_id() == kind::FUNC_LITERAL {
            self.out_of_literal(function, true, &mut walk)
        } else {
            End::Nowhere
        };
        Some((walk, end))
    }

    /// Whether a variable is a context, or a function that cancels one.
    fn is_of_context(&self, id: LocalId) -> bool {
        let type_ = self.types.and_then(|types| types.type_of(self.scopes.local(id).declared));
        type_.is_some_and(|t| {
            t.as_named().is_some_and(|n| {
                *n.def.package == *"context"
                    && matches!(&*n.def.name, "Context" | "CancelFunc" | "CancelCauseFunc")
            })
        })
    }

    fn is_plain(&self, expression: Node<'a>) -> bool {
        let is_plain = |types: &FileTypes| types.type_of(expression).map(|t| is_plain(types, &t, self.data));
        self.types.and_then(is_plain).unwrap_or(false)
    }

    /// Whether a value isn't followed any further: it's plain data, or gives access to nothing else and its memory may be
    /// shared.
    fn is_done(&self, expression: Node<'a>) -> bool {
        let harmless = !self.identities && self.data == Data::Any;
        self.is_plain(expression) || harmless && !self.can_hold(expression)
    }

    fn is_error(&self, expression: Node<'a>) -> bool {
        self.types.is_some_and(|types| types.type_of(expression).is_some_and(|t| types.is_error(&t)))
    }

    /// Whether a value of the expression's type can give access to what is followed; unknown types can.
    fn can_hold(&self, expression: Node<'a>) -> bool {
        let can_hold = |types: &FileTypes| types.type_of(expression).map(|t| can_hold(types, &t, self.data));
        self.types.and_then(can_hold).unwrap_or(true)
    }

    fn declared_in_region(&self, local: &Local) -> bool {
        local.kind != LocalKind::Label && is_within(local.declared, self.region)
    }
}
