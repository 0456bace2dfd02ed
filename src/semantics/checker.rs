//! What one thread carries while it finds out types: the world, and what it is in the middle of finding out.

use super::package::{Package, PackageId, Variant};
use super::world::World;
use crate::syntax::ast::Name;
use std::cell::{Cell, RefCell};

/// How deep finding one thing out may lead to finding out others, expressions within expressions included. Deeper is
/// unknown: it keeps recursion within a thread's stack.
pub(super) const MAX_DEPTH: u32 = 150;

/// How many parts of types are looked at to answer one question about them.
const FUEL: u32 = 100_000;

pub struct Checker<'w> {
    pub world: &'w World,
    active: RefCell<Vec<usize>>,
    depth: Cell<u32>,
    fuel: Cell<u32>,
    /// The package whose tests are looked at, by its path: there it has methods that others don't see.
    tested: Option<(Name, PackageId)>,
}

impl<'w> Checker<'w> {
    pub fn new(world: &'w World) -> Self {
        Checker { world, active: RefCell::default(), depth: Cell::new(0), fuel: Cell::new(0), tested: None }
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

    /// Runs `find` for a declaration, unless that is already under way: then the declaration depends on itself.
    pub(super) fn guarded<K, T>(&self, key: &K, cycle: T, find: impl FnOnce() -> T) -> T {
        self.guarded_or(key, &mut false, cycle, find)
    }

    /// As `guarded`, and says whether the search was cut short.
    pub(super) fn guarded_or<K, T>(&self, key: &K, cut: &mut bool, cycle: T, find: impl FnOnce() -> T) -> T {
        let key = std::ptr::from_ref(key) as *const () as usize;
        if self.active.borrow().contains(&key) || self.depth.get() >= MAX_DEPTH {
            *cut = true;
            return cycle;
        }
        self.active.borrow_mut().push(key);
        let depth = self.depth.get();
        self.depth.set(depth + 8);
        let found = find();
        self.depth.set(depth);
        self.active.borrow_mut().pop();
        found
    }

    /// Runs `find` one level deeper, or answers `limit`.
    pub(super) fn deeper<T>(&self, limit: T, find: impl FnOnce() -> T) -> T {
        let depth = self.depth.get();
        if depth >= MAX_DEPTH {
            return limit;
        }
        self.depth.set(depth + 1);
        let found = find();
        self.depth.set(depth);
        found
    }
}
