//! Which statements of the loop's body become the function literal: the iteration, or the fewest that hold the resource.
//!
//! Fewer only where that is clearly shorter and every use is known: the literal ends, and with it the resource, before the
//! rest of the iteration runs. What is held without being used, as a directory that a function removes, has no known end.

use super::proof;
use super::release::{Held, Site};
use super::wrap::Run;
use crate::semantics::escape::Data;
use crate::semantics::flow::{LeaveKind, leaves, statements};
use crate::semantics::scopes::{Access, LocalId, Scopes, Use};
use crate::syntax::{Node, enclosing_function, field, kind, named_children, prune, receiver};

/// What to wrap for `defers`, all that the iteration of `site` runs, with what each of them releases.
pub fn run<'a>(site: &Site<'a, '_>, defers: &[(Node<'a>, Held)]) -> Run<'a> {
    shorter(site, defers).unwrap_or_else(|| iteration(site))
}

/// The iteration; a `continue` that ends it can stay where it is.
fn iteration<'a>(site: &Site<'a, '_>) -> Run<'a> {
    let all = statements(site.body);
    match all.as_slice() {
        [rest @ .., last]
            if last.kind_id() == kind::CONTINUE_STATEMENT
                && named_children(*last).is_empty()
                && !rest.is_empty() =>
        {
            Run { loop_: site.loop_, body: site.body, statements: rest.to_vec(), whole: false }
        }
        _ => Run::iteration(site.loop_, site.body),
    }
}

fn shorter<'a>(site: &Site<'a, '_>, defers: &[(Node<'a>, Held)]) -> Option<Run<'a>> {
    let Site { context, scopes, loop_, body, .. } = *site;
    let all = statements(body);
    let block = Block { scopes, all: &all };
    let function = enclosing_function(context.tree.root(), loop_)?;
    let jumps =
        prune(function, |n| n.kind_id() == kind::FUNC_LITERAL).any(|n| n.kind_id() == kind::GOTO_STATEMENT);
    // Below an `if` or `switch` the defer is a part of what the iteration does.
    let at_top = |defer: Node| all.iter().any(|s| s.id() == defer.id());
    if jumps || !defers.iter().all(|(defer, held)| at_top(*defer) && ends_with_its_uses(site, *defer, held)) {
        return None;
    }
    let (mut first, mut last) = (all.len(), 0);
    for (defer, held) in defers {
        last = last.max(block.index(*defer)?);
        for id in &held.released {
            first = first.min(block.index(scopes.local(*id).declared)?);
        }
        for id in &held.aliases {
            last = last.max(block.last_use(*id)).max(block.index(scopes.local(*id).declared)?);
        }
        last = last.max(block.last_wait(held));
    }
    loop {
        let declared = block.declared_in(first, last).map(|id| block.last_use(id));
        // In the literal `:=` declares a variable of its own, and what it sets is known there only.
        let redeclared = block
            .redeclared_in(first, last)
            .filter(|id| !block.is_set_before_it_is_read(*id, last))
            .map(|id| block.last_use(id));
        let goes_on = leaves(context.tree, &all[first..=last]).iter().any(|leave| {
            leave.kind == LeaveKind::Continue && leave.target.is_some_and(|target| target.id() == loop_.id())
        });
        let wanted = if goes_on { all.len() - 1 } else { declared.chain(redeclared).max().unwrap_or(0) };
        if wanted <= last {
            break;
        }
        last = wanted;
    }
    // Go refuses a variable that is only set; what is set inside doesn't count any more.
    let is_apart = |id: LocalId| block.is_read_outside_of(id, first, last) && !block.is_shared(id);
    if !block.redeclared_in(first, last).all(is_apart) {
        return None;
    }
    let lines = |first: usize, last: usize| {
        context.line(all[last].end_byte()) + 1 - context.line(all[first].start_byte())
    };
    let is_clearly_shorter = lines(first, last) * 3 <= lines(0, all.len() - 1) * 2;
    is_clearly_shorter.then(|| Run { loop_, body, statements: all[first..=last].to_vec(), whole: false })
}

/// Whether the deferred call may run as soon as nothing uses any more what it releases: it is `defer x.Close()` or
/// `defer cancel()` of something that serves nobody else.
pub fn ends_with_its_uses<'a>(site: &Site<'a, '_>, defer: Node<'a>, held: &Held) -> bool {
    let (Some(call), Ok(types)) = (named_children(defer).into_iter().next(), site.context.types()) else {
        return false;
    };
    let release = proof::release(site, types, &held.released);
    // Who knows a server's name may use it as long as it runs.
    !held.is_pair
        && held.doubts.is_empty()
        && is_plain_call(call)
        && release.only_releases(call)
        && release.data(call) == Data::Any
}

/// `x.Close()` or `cancel()`, without arguments.
pub fn is_plain_call(call: Node) -> bool {
    let no_arguments = field(call, "arguments").is_some_and(|list| named_children(list).is_empty());
    let is_name = field(call, "function").is_some_and(|f| f.kind_id() == kind::IDENTIFIER);
    no_arguments && (is_name || receiver(call).is_some())
}

/// The statements of the loop's body, and the variables that they share.
pub struct Block<'a, 'c> {
    pub scopes: &'c Scopes<'a>,
    pub all: &'c [Node<'a>],
}

impl<'a, 'c> Block<'a, 'c> {
    /// The statement that `node` is part of.
    fn index(&self, node: Node) -> Option<usize> {
        self.all.iter().position(|s| s.start_byte() <= node.start_byte() && node.end_byte() <= s.end_byte())
    }

    /// The last statement that uses `id`.
    pub fn last_use(&self, id: LocalId) -> usize {
        self.scopes.uses(id).filter_map(|used| self.index(used.node)).max().unwrap_or(0)
    }

    /// The last statement in which a goroutine is waited for that uses what is held.
    pub fn last_wait(&self, held: &Held) -> usize {
        let index = |at: &usize| self.all.iter().position(|s| s.byte_range().contains(at));
        held.awaited.iter().filter_map(index).max().unwrap_or(0)
    }

    fn declared_in(&self, first: usize, last: usize) -> impl Iterator<Item = LocalId> + use<'_, 'a, 'c> {
        let range = self.all[first].start_byte()..self.all[last].end_byte();
        self.scopes.locals().filter(move |(_, l)| range.contains(&l.declared.start_byte())).map(|(id, _)| id)
    }

    /// The variables of statements before `first` that a `:=` from there to `last` sets.
    fn redeclared_in(&self, first: usize, last: usize) -> impl Iterator<Item = LocalId> + use<'_, 'a, 'c> {
        let range = self.all[first].start_byte()..self.all[last].end_byte();
        self.scopes.uses_in(range.clone()).filter(|used| self.is_redeclaration(used)).filter_map(
            move |used| used.local.filter(|id| self.scopes.local(*id).declared.start_byte() < range.start),
        )
    }

    fn is_redeclaration(&self, used: &Use<'a>) -> bool {
        let statement = used.node.parent().and_then(|list| list.parent());
        used.access == Access::Write && statement.is_some_and(|s| s.kind_id() == kind::SHORT_VAR_DECLARATION)
    }

    /// Whether `id` is read or set in another way than by its name in the function that declares it.
    fn is_shared(&self, id: LocalId) -> bool {
        self.scopes.uses(id).any(|used| {
            let by_address = used.access == Access::AddressTaken || used.access == Access::PartAddressTaken;
            by_address || self.scopes.is_captured(used)
        })
    }

    /// Whether what `id` holds behind the statement `last` is of no use: a statement of the block sets it first.
    fn is_set_before_it_is_read(&self, id: LocalId, last: usize) -> bool {
        let mut behind = self.scopes.uses(id).filter(|used| self.index(used.node).is_some_and(|i| i > last));
        let Some(set) = behind.next() else { return true };
        let Some(statement) = self.index(set.node).map(|i| self.all[i]) else { return false };
        let list = set.node.parent();
        set.access == Access::Write
            && matches!(statement.kind_id(), kind::SHORT_VAR_DECLARATION | kind::ASSIGNMENT_STATEMENT)
            && list.and_then(|list| list.parent()).is_some_and(|s| s.id() == statement.id())
            && !behind.any(|used| used.node.end_byte() <= statement.end_byte())
    }

    fn is_read_outside_of(&self, id: LocalId, first: usize, last: usize) -> bool {
        self.scopes.uses(id).any(|used| {
            used.access != Access::Write && self.index(used.node).is_none_or(|i| i < first || last < i)
        })
    }
}
