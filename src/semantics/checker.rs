//! What one thread carries while it finds out types: the world, and what it is in the middle of finding out.

use super::package::{Package, PackageId, Variant};
use super::world::World;
use crate::syntax::ast::Name;
use crate::syntax::ast::on_enough_stack;
use std::cell::{Cell, RefCell};
use std::sync::OnceLock;

/// How deep finding one thing out may lead to finding out others, expressions within expressions included. Deeper is
/// unknown.
pub(super) const MAX_DEPTH: u32 = 5000;

/// How many parts of types are looked at to answer one question about them.
const FUEL: u32 = 100_000;

const PATIENCE: u32 = 1000;

pub struct Checker<'w> {
    pub world: &'w World,
    active: RefCell<Vec<usize>>,
    depth: Cell<u32>,
    /// A limit of the recursion was met since this was set to false: what was found since holds only for who asked here.
    limited: Cell<bool>,
    /// How often such answers are found anew instead of being kept all the same.
    patience: Cell<u32>,
    fuel: Cell<u32>,
    /// The package whose tests are looked at, by its path: there it has methods that others don't see.
    tested: Option<(Name, PackageId)>,
}

impl<'w> Checker<'w> {
    pub fn new(world: &'w World) -> Self {
        Checker {
            world,
            active: RefCell::default(),
            depth: Cell::new(0),
            limited: Cell::new(false),
            patience: Cell::new(PATIENCE),
            fuel: Cell::new(0),
            tested: None,
        }
    }

    /// A checker for the files of `package`.
    pub fn of(world: &'w World, package: &Package) -> Self {
        let tested = match package.key.variant {
            Variant::WithTests => Some((package.path().clone(), package.id)),
            Variant::ExternalTest => package.path().strip_suffix("_test").and_then(|path| {
                let tested = world.import(package, path).ok()?;
                Some((Name::from(path), tested))
            }),
            _ => None,
        };
        Checker { tested, ..Checker::new(world) }
    }

    /// The package that declares the methods of a type, as the files that are looked at see it.
    pub(super) fn declaring(&self, path: &str, package: PackageId) -> PackageId {
        match &self.tested {
            Some((tested, id)) if **tested == *path => *id,
            _ => package,
        }
    }

    /// Runs a walk over types with new fuel: types share their parts, so that small ones can stand for trees that
    /// nobody could walk.
    pub(super) fn fueled<T>(&self, walk: impl FnOnce() -> T) -> T {
        let before = self.fuel.replace(FUEL);
        let result = walk();
        self.fuel.set(before);
        result
    }

    /// Takes one step of a walk; false when it's enough.
    pub(super) fn spend(&self) -> bool {
        super::subst::spend(&self.fuel)
    }

    /// What `find` finds out about the declaration `key`, kept in `slot` for all who ask later. When that is already under
    /// way, the declaration depends on itself, and the answer is `cycle`. That one isn't kept, nor is what a limit
    /// of the recursion cut short: whoever asks from elsewhere may learn more.
    pub(super) fn once<K, T: Clone>(
        &self,
        slot: &OnceLock<T>,
        key: &K,
        cycle: T,
        find: impl FnOnce() -> T,
    ) -> T {
        if let Some(known) = slot.get() {
            return known.clone();
        }
        let (found, limited) = self.watched(|| self.entered(key, find));
        let Some(found) = found else { return cycle };
        if limited && self.patience.get() > 0 {
            self.patience.set(self.patience.get() - 1);
            return found;
        }
        slot.get_or_init(|| found).clone()
    }

    /// Runs `find` for the declaration `key`; `None` when that is already under way, or too much is.
    pub(super) fn entered<K, T>(&self, key: &K, find: impl FnOnce() -> T) -> Option<T> {
        let key = std::ptr::from_ref(key) as *const () as usize;
        if self.active.borrow().contains(&key) {
            return None;
        }
        let depth = self.depth.get();
        if depth >= MAX_DEPTH {
            self.limited.set(true);
            return None;
        }
        self.active.borrow_mut().push(key);
        self.depth.set(depth + 1);
        let found = on_enough_stack(depth + 1, find);
        self.depth.set(depth);
        self.active.borrow_mut().pop();
        Some(found)
    }

    /// Runs `find`, and says whether a limit of the recursion cut it short.
    pub(super) fn watched<T>(&self, find: impl FnOnce() -> T) -> (T, bool) {
        let before = self.limited.replace(false);
        let found = find();
        let limited = self.limited.get();
        self.limited.set(before || limited);
        (found, limited)
    }

    /// Runs `find` one level deeper, or answers `limit`.
    pub(super) fn deeper<T>(&self, limit: T, find: impl FnOnce() -> T) -> T {
        let depth = self.depth.get();
        if depth >= MAX_DEPTH {
            self.limited.set(true);
            return limit;
        }
        self.depth.set(depth + 1);
        let found = on_enough_stack(depth + 1, find);
        self.depth.set(depth);
        found
    }
}
