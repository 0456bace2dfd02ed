//! What a deferred call releases, and whether that may happen when the iteration ends.
//!
//! Knows names, and what `semantics::escape` finds out: where a value leaves the iteration the answer is a reason to leave
//! the site alone; where it may leave, the site is held to be doubtful.

use super::proof;
use crate::codemod::{Context, Reason};
use crate::semantics::FileTypes;
use crate::semantics::escape::{DEPTH, Data, Escape, Followed, Leak, can_hold, is_plain, setting, values};
use crate::semantics::flow::statements;
use crate::semantics::scopes::{Local, LocalId, LocalKind, Scopes, Use};
use crate::syntax::{Node, ancestors, descendants, field, is_within, kind, named_children, prune, receiver};
use std::collections::BTreeSet;

/// A deferred call in a loop.
pub struct Site<'a, 'c> {
    pub context: &'c Context<'a>,
    pub scopes: &'c Scopes<'a>,
    /// The `defer_statement`.
    pub defer: Node<'a>,
    /// The `for_statement` that the iteration is one of.
    pub loop_: Node<'a>,
    /// The loop's body.
    pub body: Node<'a>,
}

/// What a deferred call releases.
#[derive(Default)]
pub struct Held {
    /// The variables that it works on.
    pub released: Vec<LocalId>,
    /// Those that were acquired with them, and end with them.
    pub companions: Vec<LocalId>,
    /// Those, and the variables that may hold what comes from them.
    pub aliases: Vec<LocalId>,
    /// What couldn't be followed.
    pub doubts: Vec<Leak>,
    /// Where goroutines that use them are waited for, as byte offsets.
    pub awaited: Vec<usize>,
    /// It ends what a call on the same receiver began: it unlocks, leaves a scope.
    pub is_pair: bool,
}

impl<'a> Site<'a, '_> {
    /// `Ok` when nothing in sight needs the call to wait for the function's end.
    pub fn may_run_at_the_end_of_the_iteration(&self) -> Result<Held, Reason> {
        let Some(call) = named_children(self.defer).into_iter().next() else {
            return Err(Reason::new("unknown-release", "the deferred call can't be read"));
        };
        if let Some(recover) = self.recover_in(call) {
            let line = self.context.line(recover.start_byte());
            return Err(Reason::new(
                "recovers",
                format!(
                    "the deferred closure calls recover (line {line}); moved, it would stop a panic at the end of the iteration and the loop would go on"
                ),
            ));
        }
        self.outcome_of_the_function(call)?;
        let released = self.released(call);
        // `defer trace("x")()`: what is called in the iteration gives the function that ends it.
        let setup = field(call, "function").filter(|f| f.kind_id() == kind::CALL_EXPRESSION);
        if let Some(setup) = setup.filter(|_| released.is_empty() && self.is_followed_by_calls()) {
            let how = format!("what {} begins isn't known", self.context.source(setup));
            let doubts = vec![Leak { at: setup.start_byte(), how }];
            return Ok(Held { doubts, ..Held::default() });
        }
        if released.is_empty() {
            self.acquired_by_a_call_in_the_iteration(call)?;
            return Ok(Held { is_pair: true, ..Held::default() });
        }
        self.stays_in_the_iteration(released.into_iter().collect(), call)
    }

    /// A clause with the line that shows it.
    pub fn at_line(&self, clause: &str, at: usize) -> String {
        format!("{clause} (line {})", self.context.line(at))
    }

    pub(super) fn in_body(&self, node: Node) -> bool {
        self.body.start_byte() <= node.start_byte() && node.end_byte() <= self.body.end_byte()
    }

    pub(super) fn is_declared_in_the_iteration(&self, local: &Local) -> bool {
        local.kind != LocalKind::Label && self.in_body(local.declared)
    }

    pub(super) fn is_own(&self, id: LocalId) -> bool {
        self.is_declared_in_the_iteration(self.scopes.local(id))
    }

    pub(super) fn uses(&self, node: Node) -> impl Iterator<Item = (&Use<'a>, LocalId)> {
        self.scopes.uses_in(node.byte_range()).filter_map(|used| Some((used, used.local?)))
    }

    /// A call of the predeclared `recover` by the deferred literal itself.
    fn recover_in(&self, call: Node<'a>) -> Option<Node<'a>> {
        let literal = field(call, "function").filter(|f| f.kind_id() == kind::FUNC_LITERAL)?;
        let body = field(literal, "body")?;
        prune(body, |n| n.kind_id() == kind::FUNC_LITERAL).find(|n| self.is_recover(*n))
    }

    /// Whether `node` is a call of the predeclared `recover`.
    pub fn is_recover(&self, node: Node<'a>) -> bool {
        let function = (node.kind_id() == kind::CALL_EXPRESSION).then(|| field(node, "function")).flatten();
        function.is_some_and(|f| {
            f.kind_id() == kind::IDENTIFIER
                && self.context.source(f) == "recover"
                && self.scopes.local_of(f).is_none()
        })
    }

    /// Refuses a deferred literal that reads or writes a variable from outside of the iteration which changes: what it
    /// would see or leave behind at the end of the iteration isn't what it does at the end of the function.
    fn outcome_of_the_function(&self, call: Node<'a>) -> Result<(), Reason> {
        let literals = descendants(call).filter(|n| n.kind_id() == kind::FUNC_LITERAL);
        for literal in literals {
            for (used, id) in self.uses(literal) {
                let local = self.scopes.local(id);
                if self.is_declared_in_the_iteration(local) {
                    continue;
                }
                let line = self.context.line(used.node.start_byte());
                let name = local.name;
                if local.kind == LocalKind::Result {
                    return Err(Reason::new(
                        "function-outcome",
                        format!(
                            "the deferred closure looks at {name}, a named result of the function (line {line}): what it does depends on how the function ends"
                        ),
                    ));
                }
                if used.access.may_write() {
                    return Err(Reason::new(
                        "function-outcome",
                        format!(
                            "the deferred closure sets {name}, which is declared outside of the loop (line {line})"
                        ),
                    ));
                }
                let is_header = local.loop_node.is_some_and(|l| l.id() == self.loop_.id());
                let written = self
                    .scopes
                    .uses(id)
                    .find(|u| u.access.may_write() && !is_header && !is_within(u.node, literal));
                if let Some(written) = written {
                    let at = self.context.line(written.node.start_byte());
                    return Err(Reason::new(
                        "function-outcome",
                        format!(
                            "the deferred closure reads {name}, which is declared outside of the loop and set on line {at}: at the end of the iteration it may not have its final value"
                        ),
                    ));
                }
            }
        }
        Ok(())
    }

    /// The variables of this iteration that the deferred call works on.
    fn released(&self, call: Node<'a>) -> BTreeSet<LocalId> {
        self.uses(call)
            .filter(|(_, id)| {
                let local = self.scopes.local(*id);
                (self.is_declared_in_the_iteration(local)
                    && !is_within(local.declared, call)
                    && !self.is_another_name(local))
                    || self.is_set_anew(*id)
            })
            .map(|(_, id)| id)
            .collect()
    }

    /// For a call that works on nothing declared in the iteration: `mu.Lock(); defer mu.Unlock()` acquires here what it
    /// releases; anything else was acquired outside.
    fn acquired_by_a_call_in_the_iteration(&self, call: Node<'a>) -> Result<(), Reason> {
        let outside = || {
            Reason::new(
                "acquired-outside",
                "nothing that the deferred call works on is acquired in the iteration; it may be meant for the function's end",
            )
        };
        let Some(receiver) = receiver(call) else { return Err(outside()) };
        if descendants(call).any(|n| n.kind_id() == kind::FUNC_LITERAL) {
            return Err(outside());
        }
        let name_of = |call: Node<'a>| {
            let field = field(call, "function").and_then(|f| field(f, "field"));
            field.map_or("", |f| self.context.source(f))
        };
        let method = name_of(call);
        let source = self.context.source(receiver);
        let locks = prune(self.body, |n| n.kind_id() == kind::FUNC_LITERAL).any(|n| {
            n.kind_id() == kind::CALL_EXPRESSION
                && n.end_byte() <= self.defer.start_byte()
                && is_pair(name_of(n), method)
                && crate::syntax::receiver(n).map(|r| self.context.source(r)) == Some(source)
        });
        if !locks {
            return Err(outside());
        }
        let of_the_loop = self.uses(receiver).any(|(_, id)| self.is_of_the_loop(id));
        if of_the_loop {
            return Err(Reason::new(
                "held-together",
                format!(
                    "each iteration locks another lock, {source}; they may be meant to be held together until the function ends"
                ),
            ));
        }
        let at_top = statements(self.body).iter().any(|statement| statement.id() == self.defer.id());
        if !at_top && method.ends_with("nlock") {
            return Err(Reason::new(
                "held-together",
                format!(
                    "{source} is locked in some iterations only; it seems to be meant to be held for the rest"
                ),
            ));
        }
        Ok(())
    }

    /// Whether a variable is another each time: the loop's own, or another name for a part of something.
    fn is_of_the_loop(&self, id: LocalId) -> bool {
        let local = self.scopes.local(id);
        let of_header =
            |id: LocalId| self.scopes.local(id).loop_node.is_some_and(|l| l.id() == self.loop_.id());
        let mut given = setting(self.body, local.declared).map(values).unwrap_or_default().into_iter();
        of_header(id)
            || self.is_declared_in_the_iteration(local)
                && self.is_another_name(local)
                && given.any(|value| self.uses(value).any(|(_, id)| of_header(id)))
    }

    /// Follows the released variables and what is made of them through the iteration.
    fn stays_in_the_iteration(&self, released: Vec<LocalId>, call: Node<'a>) -> Result<Held, Reason> {
        let companions: BTreeSet<LocalId> = released
            .iter()
            .flat_map(|id| self.acquired_with(*id))
            .filter(|id| !released.contains(id))
            .collect();
        let companions: Vec<LocalId> = companions.into_iter().collect();
        let all: Vec<LocalId> = released.iter().chain(&companions).copied().collect();
        if let Some(line) = self.started_later(&released) {
            return Err(Reason::new(
                "used-after-loop",
                format!("it stops a function that is meant to run later (line {line})"),
            ));
        }
        if let Some((other, at)) = self.acquired_outside_with(&released) {
            let how = format!("{other} is acquired with it and declared outside of the loop");
            return Err(Reason::new("escapes-iteration", self.at_line(&how, at)));
        }
        let types = self.context.types().ok();
        // A file that is closed is of no more use to who knows its name than before; a server that is stopped is.
        let (tree, scopes, region, depth) = (self.context.tree, self.scopes, self.body, DEPTH);
        let release = types.map(|types| proof::release(self, types, &released));
        let only_closes = release
            .as_ref()
            .is_some_and(|release| release.only_releases(call) && release.data(call) == Data::Any);
        let reuses_memory = release.is_some_and(|release| release.may_reuse_memory(call));
        let shares = |id: &LocalId| {
            let declared = scopes.local(*id).declared;
            let type_ = types.and_then(|types| Some((types, types.type_of(declared)?)));
            type_.is_some_and(|(types, t)| !can_hold(types, &t, Data::Any) && !is_plain(types, &t, Data::Any))
        };
        // Of memory that is given back nothing may be left.
        let data = if released.iter().any(shares) { Data::Memory } else { Data::Any };
        let except = Some(self.defer);
        let escape = Escape { tree, scopes, types, region, except, identities: !only_closes, data, depth };
        let followed = escape.follow(&all).map_err(|leak| {
            let line = self.context.line(leak.at);
            Reason::new("escapes-iteration", format!("{} (line {line})", leak.how))
        })?;
        let kept_beside = |id: LocalId| Some((id, escape.follow(&[id]).err()?));
        if let Some((other, leak)) = self.acquired_beside(&all).into_iter().find_map(kept_beside) {
            let (name, with) = (self.scopes.local(other).name, self.scopes.local(all[0]).name);
            let how = format!("{name} is acquired with {with}, and {}", leak.how);
            return Err(Reason::new("escapes-iteration", self.at_line(&how, leak.at)));
        }
        // Held and never used: a connection that is kept open for its peer, say. Most files are made to be there.
        let is_idle = !self.is_followed_by_calls();
        let is_file = |id: &LocalId| {
            let type_ = types.and_then(|types| types.type_of(scopes.local(*id).declared));
            type_.is_some_and(|t| t.pointee().is_some_and(|t| t.is_defined_as("os", "File")))
        };
        if is_idle && !(only_closes && released.iter().all(is_file)) {
            return Err(Reason::new(
                "used-after-loop",
                "nothing in the iteration comes after it: what is released seems to be needed after the loop",
            ));
        }
        if let Some(at) = self.started_last(&followed.aliases) {
            let how = "it is started as the last thing that the iteration does";
            return Err(Reason::new("used-after-loop", self.at_line(how, at)));
        }
        let Followed { mut aliases, mut doubts, awaited, .. } = followed;
        if is_idle {
            let how =
                "nothing in the iteration comes after it, and an open file may be what is wanted".to_string();
            doubts.push(Leak { at: self.defer.start_byte(), how });
        }
        if let Some(types) = types.filter(|_| only_closes && reuses_memory) {
            let strict = Escape { identities: false, data: Data::Memory, ..escape };
            let lent = self
                .memory_of(&strict, types, &all)
                .unwrap_or_else(|leak| Followed { doubts: vec![leak], ..Followed::default() });
            let name = scopes.local(all[0]).name;
            let of_memory =
                |Leak { at, how }| Leak { at, how: format!("{name} may use its memory again, and {how}") };
            aliases.extend(lent.aliases);
            doubts.extend(lent.doubts.into_iter().map(of_memory));
        }
        Ok(Held { released, companions, aliases, doubts, awaited, is_pair: false })
    }

    /// Follows the memory of what is released, of what the calls gave beside that acquired it, and of what these were given.
    fn memory_of(
        &self,
        escape: &Escape<'_, 'a>,
        types: &FileTypes<'a>,
        released: &[LocalId],
    ) -> Result<Followed, Leak> {
        let mut all = [released, &self.given_beside(released)].concat();
        for call in self.acquired_by(released) {
            let places = escape.bound_by(types, call).map_err(|given| {
                let how = format!("memory of it may be put into {}", self.context.source(given));
                Leak { at: given.start_byte(), how }
            })?;
            all.extend(places);
        }
        escape.follow(&all)
    }

    /// Whether the iteration calls anything after the defer but to acquire and release.
    fn is_followed_by_calls(&self) -> bool {
        let mut child = self.defer;
        for ancestor in ancestors(self.body, self.defer) {
            if ancestor.kind_id() == kind::STATEMENT_LIST {
                let behind =
                    named_children(ancestor).into_iter().filter(|n| n.start_byte() >= child.end_byte());
                let mut others = behind.filter(|n| n.kind_id() != kind::DEFER_STATEMENT);
                if others.any(|n| descendants(n).any(|n| n.kind_id() == kind::CALL_EXPRESSION)) {
                    return true;
                }
            }
            child = ancestor;
        }
        false
    }
}

/// Whether a method named `begin` begins what one named `end` ends.
fn is_pair(begin: &str, end: &str) -> bool {
    const PAIRS: &[(&str, &str)] = &[
        ("Lock", "Unlock"),
        ("RLock", "RUnlock"),
        ("Open", "Close"),
        ("Push", "Pop"),
        ("Enter", "Leave"),
        ("Enter", "Exit"),
        ("Begin", "End"),
    ];
    PAIRS.iter().any(|(first, last)| {
        [(*first, *last), (&*first.to_lowercase(), &*last.to_lowercase())].into_iter().any(|(first, last)| {
            let rest = begin.strip_prefix(first);
            rest.is_some() && rest == end.strip_prefix(last)
        })
    })
}
