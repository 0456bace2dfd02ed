//! What was found once in a function or a list of statements and is asked for again at each of its sites: with a thousand of
//! them in one function, to search it anew each time would take a thousand times as long.

use crate::semantics::scopes::LocalId;
use crate::syntax::Node;
use rustc_hash::FxHashMap as HashMap;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

/// By the id of a node: what was found in it.
pub struct Memo<T>(RefCell<HashMap<usize, Rc<[T]>>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo(RefCell::default())
    }
}

impl<T> Memo<T> {
    /// What is known of `node`, found by `find` the first time.
    pub fn get<I: Iterator<Item = T>>(&self, node: Node, find: impl FnOnce() -> I) -> Rc<[T]> {
        if let Some(known) = self.0.borrow().get(&node.id()) {
            return known.clone();
        }
        let found: Rc<[T]> = find().collect();
        self.0.borrow_mut().entry(node.id()).or_insert(found).clone()
    }
}

/// All in source order. What is said of lists is of their elements, what is said of functions doesn't hold the literals in them.
#[derive(Default)]
pub struct Known<'a> {
    /// By list: where the function is left, or gets another error.
    pub ways_out: Memo<Node<'a>>,
    /// By list: checks of an error that do nothing but return it.
    pub early_returns: Memo<Node<'a>>,
    /// By list: deferred calls, and what is handed to `t.Cleanup`.
    pub deferred: Memo<Node<'a>>,
    /// By list: deferred calls, and calls of methods of package sync.
    pub locking: Memo<Node<'a>>,
    /// By function: what may change lasting state, and sends.
    pub changes: Memo<Node<'a>>,
    /// By top-level declaration, with all that is in it: what may be a release, hand something on, put it back or be waited for.
    pub endings: Memo<Node<'a>>,
    /// By function: where an error is appended to a list of them.
    pub collected: Memo<Node<'a>>,
    /// By loop: checks of errors that go on with the next iteration.
    pub continuing: Memo<Node<'a>>,
    /// By function: calls of `recover`.
    pub recovering: Memo<Node<'a>>,
    /// By function: its `return` statements.
    pub returns: Memo<Node<'a>>,
    /// By top-level declaration: the variables that hold errors.
    pub errors: Memo<LocalId>,
}

/// Those of `nodes`, which are in source order, that begin in `range`.
pub fn in_range<'n, 'a>(nodes: &'n [Node<'a>], range: Range<usize>) -> &'n [Node<'a>] {
    let from = nodes.partition_point(|node| node.start_byte() < range.start);
    let to = nodes.partition_point(|node| node.start_byte() < range.end);
    &nodes[from..to.max(from)]
}
