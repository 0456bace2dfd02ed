//! A map that many threads fill on demand.
//!
//! It knows nothing of what it holds. Two threads may compute the same value at once; the first to finish is kept and both get that one.

use rustc_hash::FxHashMap as HashMap;
use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

pub(super) struct Cache<K, V>(RwLock<HashMap<K, V>>);

impl<K: Hash + Eq, V: Clone> Cache<K, V> {
    pub fn new() -> Cache<K, V> {
        Cache(RwLock::new(HashMap::default()))
    }

    /// The value at the key, made when there is none yet.
    pub fn get<Q>(&self, key: &Q, make: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        if let Some(value) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(key) {
            return value.clone();
        }
        let value = make();
        let mut map = self.0.write().unwrap_or_else(PoisonError::into_inner);
        map.entry(key.to_owned()).or_insert(value).clone()
    }

    /// Whether there is a value at the key.
    pub fn is_known(&self, key: &K) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains_key(key)
    }

    /// All values made so far, in no order.
    pub fn values(&self) -> Vec<V> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}
