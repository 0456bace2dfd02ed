//! What one thread carries while it finds out types: the world, and what it is in the middle of finding out.

use super::world::World;
use std::cell::{Cell, RefCell};

/// How deep finding one thing out may lead to finding out others, expressions within expressions included. Deeper is
/// unknown: it keeps recursion within a thread's stack.
pub(super) const MAX_DEPTH: u32 = 150;

pub struct Checker<'w> {
    pub world: &'w World,
    active: RefCell<Vec<usize>>,
    depth: Cell<u32>,
}

impl<'w> Checker<'w> {
    pub fn new(world: &'w World) -> Self {
        Checker { world, active: RefCell::default(), depth: Cell::new(0) }
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
