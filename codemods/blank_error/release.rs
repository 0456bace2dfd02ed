//! What was begun before the site and ends only after it: leaving in between would leave it open, held, waited for or changed.
//!
//! A walk over the statements that follow the site, with what is nested in them. It knows releases by their names and the acquired by
//! its type; it doesn't follow values into the functions that get them. What a `defer` above the site takes care of is taken care of.

use super::Site;
use super::change::{Change, change, may_change, names_change};
use super::hazard::{fails, lists};
use super::known::in_range;
use crate::codemod::Reason;
use crate::rewrite::statements;
use crate::semantics::scopes::LocalKind;
use crate::semantics::{Callee, Selected, Type};
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_function, is_within, kind, named_children,
    receiver,
};
use std::ops::Range;

/// Why what follows the site may not be skipped.
pub fn skipped<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let before = Before::of(site);
    let habit = first_early_return(site);
    let skips = |node: &Node<'a>| {
        // What the function's other early returns skip, this one may skip too.
        if habit.is_some_and(|way_out| way_out < node.start_byte()) {
            return None;
        }
        let reason =
            released(site, &before, *node).map(str::to_string).or_else(|| handed_on(site, &before, *node));
        let skipped = |what| {
            let line = site.context.line(node.start_byte());
            Reason::new("skips-cleanup", format!("leaving here would skip {what} (line {line})"))
        };
        reason
            .map(skipped)
            .or_else(|| put_back(site, &before, *node))
            .or_else(|| awaited(site, &before, *node))
    };
    endings(site).find_map(|node| skips(&node)).or_else(|| rest_of_cleanup(site))
}

/// Where the first check of another error below the site begins, in front of which nothing is released: `if err != nil { return err }`
/// with nothing else in its branch.
fn first_early_return<'a>(site: &Site<'a, '_>) -> Option<usize> {
    let end = site.rest();
    let only_returns = |check: &Node<'a>| {
        let block = field(*check, "consequence").filter(|_| check.kind_id() == kind::IF_STATEMENT);
        let block = block.map(statements).unwrap_or_default();
        matches!(block.as_slice(), [only] if only.kind_id() == kind::RETURN_STATEMENT && fails(site, *only))
    };
    lists(site).find_map(|list| {
        let elements = || site.context.elements(list).to_vec().into_iter();
        let checks = site.known.early_returns.get(list, || elements().filter(only_returns));
        in_range(&checks, end..list.end_byte()).first().map(|check| check.end_byte())
    })
}

/// The places that may be reached from the site without coming back in a loop, in source order.
fn following<'a>(site: &Site<'a, '_>) -> Vec<Range<usize>> {
    let end = site.rest();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for list in lists(site) {
        let elements = site.context.elements(list);
        let from = elements.partition_point(|n| n.start_byte() < end);
        // The statement in whose header the site stands follows it too.
        let start = if ranges.is_empty() { Some(end) } else { elements.get(from).map(|n| n.start_byte()) };
        ranges.extend(start.map(|start| start..list.end_byte()));
        if elements.last().is_some_and(|n| n.kind_id() == kind::RETURN_STATEMENT) {
            break;
        }
    }
    ranges
}

/// Of what follows the site, the nodes that may be an end of something that was begun.
pub fn endings<'a>(site: &Site<'a, '_>) -> impl Iterator<Item = Node<'a>> {
    let declaration = site.context.declaration(site.statement);
    let all = site
        .known
        .endings
        .get(declaration, || site.context.within(declaration).filter(|n| may_end(site, *n)));
    following(site).into_iter().flat_map(move |range| in_range(&all, range).to_vec())
}

/// Whether a node may be what [`skipped`] and the locks of [`hazard`](super::hazard) look for, for some site of the declaration.
fn may_end<'a>(site: &Site<'a, '_>, node: Node<'a>) -> bool {
    match node.kind_id() {
        kind::CALL_EXPRESSION => super::words::callee_name(site.context, node).is_some_and(|name| {
            names_release(name) || matches!(name, "Put" | "Lock" | "RLock") || names_change(name)
        }),
        kind::IDENTIFIER => handed(site, node).is_some(),
        _ => may_change(site, node) || is_exchange(site, node),
    }
}

/// What happened above the site.
struct Before<'a> {
    /// The source of all that deferred calls refer to.
    deferred: Vec<&'a str>,
    /// What was changed, as [`change`] names it.
    changed: Vec<(Change, &'a str)>,
    /// Channels that were sent on.
    sent: Vec<&'a str>,
}

impl<'a> Before<'a> {
    fn of(site: &Site<'a, '_>) -> Before<'a> {
        let at = site.reached();
        let mut before = Before { deferred: Vec::new(), changed: Vec::new(), sent: Vec::new() };
        let Some(function) = enclosing_function(site.context.tree.root(), site.statement) else {
            return before;
        };
        let may_matter = |n: &Node<'a>| {
            n.kind_id() == kind::SEND_STATEMENT
                || may_change(site, *n)
                || n.kind_id() == kind::CALL_EXPRESSION
                    && super::words::callee_name(site.context, *n).is_some_and(names_change)
        };
        let changes = site.known.changes.get(function, || site.context.own(function).filter(may_matter));
        let is_deferred = |n: &Node<'a>| n.kind_id() == kind::DEFER_STATEMENT || is_cleanup(site, *n);
        for list in lists(site) {
            let elements = site.context.elements(list);
            let done = elements.partition_point(|n| n.end_byte() <= at);
            let Some(last) = elements[..done].last() else { continue };
            let done = list.start_byte()..last.end_byte();
            let own = || elements.iter().copied();
            let deferred = site.known.deferred.get(list, || own().filter(is_deferred));
            let deferred = in_range(&deferred, done.clone());
            before
                .deferred
                .extend(deferred.iter().flat_map(|n| descendants(*n)).map(|n| site.context.source(n)));
            for node in in_range(&changes, done) {
                if deferred.iter().any(|statement| is_within(*node, *statement)) {
                    continue;
                }
                before.changed.extend(change(site, *node));
                if node.kind_id() == kind::SEND_STATEMENT {
                    before.sent.extend(field(*node, "channel").map(|c| site.context.source(c)));
                }
            }
        }
        before
    }
}

/// `t.Cleanup(…)`.
fn is_cleanup<'a>(site: &Site<'a, '_>, statement: Node<'a>) -> bool {
    let call = statement.named_child(0).filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
    call.and_then(|call| super::words::callee_name(site.context, call)).is_some_and(|name| name == "Cleanup")
}

const RELEASES: &[&str] = &[
    "cancel",
    "cleanup",
    "close",
    "commit",
    "destroy",
    "disconnect",
    "done",
    "end",
    "finish",
    "free",
    "kill",
    "release",
    "restore",
    "rollback",
    "shutdown",
    "stop",
    "unlock",
    "unmount",
    "wait",
];

/// Whether a function's name begins with a word for releasing: `Close`, `closeAll`, `StopCPUProfile`, `RUnlock`.
pub fn names_release(name: &str) -> bool {
    let first = name.chars().take(1).flat_map(char::to_lowercase);
    let first: String = first.chain(name.chars().skip(1).take_while(|c| c.is_lowercase())).collect();
    RELEASES.contains(&&*first) || name == "RUnlock"
}

/// The release that `node` is, of something that isn't newer than the site.
fn released<'a>(site: &Site<'a, '_>, before: &Before, node: Node<'a>) -> Option<&'a str> {
    if node.kind_id() != kind::CALL_EXPRESSION {
        return None;
    }
    // By name first: to ask for the type of each call below each site takes long.
    let name = super::words::callee_name(site.context, node)?;
    if !names_release(name) && name != "Put" {
        return None;
    }
    let function = field(node, "function")?;
    let written = site.context.source(function);
    let arguments = || field(node, "arguments").map(named_children).unwrap_or_default();
    let callee = site.types.callee(node);
    match &callee {
        Callee::Builtin(builtin) if builtin.name() == "close" => {
            let channel = arguments().into_iter().next()?;
            let deferred = before.deferred.contains(&site.context.source(channel));
            return (!deferred && !is_newer(site, channel)).then_some("close");
        }
        Callee::Builtin(_) | Callee::Conversion => return None,
        _ => {}
    }
    let returns_to_pool = matches!(&callee, Callee::Method { package, receiver, .. }
        if name == "Put" && (**package == *"sync" || receiver.ends_with("Pool")));
    if !names_release(name) && !returns_to_pool || !is_plausible(site, node, name) {
        return None;
    }
    let is_deferred = |node: Node| before.deferred.contains(&site.context.source(node));
    // `n.Close()`; what follows the package of `pprof.StopCPUProfile()` isn't a receiver.
    if let Some(receiver) = receiver(node).filter(|_| !matches!(callee, Callee::Function { .. })) {
        if is_begun_below(site, receiver, node) {
            return None;
        }
        let skipped = !is_newer(site, receiver) && (!is_deferred(receiver) || returns_to_pool);
        return skipped.then_some(written);
    }
    let arguments = arguments();
    let is_older_local = |n: &Node<'a>| base(*n).is_some_and(|b| is_local(site, b)) && !is_newer(site, *n);
    let skipped = match arguments.is_empty() {
        true => !is_newer(site, function) && !is_deferred(function),
        false => arguments.iter().any(|n| is_older_local(n) && !is_deferred(*n)),
    };
    skipped.then_some(written)
}

/// Whether what `release` ends is begun between the site and there: locked, or started.
fn is_begun_below<'a>(site: &Site<'a, '_>, of: Node<'a>, release: Node<'a>) -> bool {
    const BEGINS: &[&str] = &["Begin", "Lock", "Open", "RLock", "Start", "TryLock"];
    let root = site.context.tree.root();
    let name = |call| super::words::callee_name(site.context, call).unwrap_or("");
    let Some(function) = enclosing_function(root, site.statement) else { return false };
    let between = site.rest()..release.start_byte();
    let calls = site.context.of_kind_in(kind::CALL_EXPRESSION, between).filter(|n| {
        is_within(*n, function)
            && receiver(*n).is_some_and(|r| site.context.source(r) == site.context.source(of))
    });
    // Control comes by it on every way to the release.
    let is_on_the_way = |call: &Node<'a>| {
        let list = ancestors(root, *call).find(|n| n.kind_id() == kind::STATEMENT_LIST || is_function(*n));
        list.is_some_and(|list| is_within(release, list))
    };
    let last = calls
        .filter(is_on_the_way)
        .map(name)
        .filter(|other| BEGINS.iter().any(|begin| other.starts_with(begin)) || *other == name(release));
    last.last().is_some_and(|last| last != name(release))
}

/// Releasing returns nothing but an error; `ctx.Done()` and `node.End()` are something else.
fn is_plausible<'a>(site: &Site<'a, '_>, call: Node<'a>, name: &str) -> bool {
    let Some(results) = site.types.call_results(call) else { return true };
    name == "Stop" || results.last().is_none_or(|last| site.types.is_error(last))
}

/// A variable that the function got from a call above the site, and that has to be released, is called, returned, stored or
/// passed on.
fn handed_on<'a>(site: &Site<'a, '_>, before: &Before, node: Node<'a>) -> Option<String> {
    if node.kind_id() != kind::IDENTIFIER || !is_acquired(site, node) {
        return None;
    }
    let (whole, what) = handed(site, node)?;
    let is_deferred = |node: Node| before.deferred.contains(&site.context.source(node));
    (!is_deferred(whole) && !is_deferred(node)).then_some(what)
}

/// A variable of the declaration, or a part of one, that has to be released, and is called, returned, stored or passed on: the whole
/// of it and what would be skipped, in words.
fn handed<'a>(site: &Site<'a, '_>, node: Node<'a>) -> Option<(Node<'a>, String)> {
    if !is_got_by_call(site, node) {
        return None;
    }
    let root = site.context.tree.root();
    let mut whole = node;
    let mut parent = None;
    for above in ancestors(root, node) {
        parent = Some(above);
        let selects = above.kind_id() == kind::SELECTOR_EXPRESSION
            && field(above, "operand").is_some_and(|operand| operand.id() == whole.id());
        if !selects {
            break;
        }
        whole = above;
    }
    let parent = parent?;
    let source = site.context.source(whole);
    let type_ = site.types.type_of(whole)?;
    let is_function = is_release_function(site, &type_) && whole.id() == node.id();
    let called = field(parent, "function").is_some_and(|f| f.id() == whole.id());
    if called {
        return is_function.then(|| (whole, format!("{source}()")));
    }
    if !is_function && !has_release(site, &type_) || parent.kind_id() == kind::BINARY_EXPRESSION {
        return None;
    }
    let is_assigned_to = parent.kind_id() == kind::EXPRESSION_LIST
        && ancestors(root, parent)
            .next()
            .is_some_and(|statement| field(statement, "left").is_some_and(|left| left.id() == parent.id()));
    // The standard library's functions use what they are given, and leave it as it is.
    let call = ancestors(root, parent).next().filter(|_| parent.kind_id() == kind::ARGUMENT_LIST);
    let only_used = call.is_some_and(|call| match site.types.callee(call) {
        Callee::Function { package, .. } | Callee::Method { package, .. } => {
            !is_function && !package.split('/').next().is_some_and(|host| host.contains('.'))
        }
        Callee::Builtin(builtin) => builtin.name() != "append",
        _ => false,
    });
    (!is_assigned_to && !only_used)
        .then(|| (whole, format!("the use of {source}, and nobody would release it")))
}

/// Whether `ident` is a variable of the site's function that was set by a call above the site.
fn is_acquired<'a>(site: &Site<'a, '_>, ident: Node<'a>) -> bool {
    let scopes = site.context.scopes(site.statement);
    let Some(local) = scopes.local_of(ident).map(|id| scopes.local(id)) else { return false };
    let root = site.context.tree.root();
    let at = site.reached();
    if local.kind != LocalKind::Var || local.declared.start_byte() >= at || !local.scope.contains(&at) {
        return false;
    }
    let here = enclosing_function(root, site.statement).map(|f| f.id());
    here == enclosing_function(root, local.declared).map(|f| f.id()) && is_got_by_call(site, ident)
}

/// Whether `ident` is a variable that was declared with what a call returns, or without a value.
fn is_got_by_call<'a>(site: &Site<'a, '_>, ident: Node<'a>) -> bool {
    let scopes = site.context.scopes(ident);
    let Some(local) = scopes.local_of(ident).map(|id| scopes.local(id)) else { return false };
    if local.kind != LocalKind::Var {
        return false;
    }
    let root = site.context.tree.root();
    let statement = ancestors(root, local.declared)
        .find(|n| matches!(n.kind_id(), kind::SHORT_VAR_DECLARATION | kind::VAR_SPEC));
    let Some(statement) = statement else { return false };
    let value = field(statement, "right").or_else(|| field(statement, "value"));
    // Without a value it gets one later: maybe from a call.
    value.is_none_or(|value| named_children(value).into_iter().any(|n| n.kind_id() == kind::CALL_EXPRESSION))
}

fn is_release_function(site: &Site, type_: &Type) -> bool {
    if type_.is_defined_as("context", "CancelFunc") || type_.is_defined_as("context", "CancelCauseFunc") {
        return true;
    }
    let Type::Func(signature) = site.types.underlying(type_) else { return false };
    signature.params.is_empty()
        && match signature.results.as_slice() {
            [] => true,
            [only] => site.types.is_error(only),
            _ => false,
        }
}

fn has_release(site: &Site, type_: &Type) -> bool {
    const METHODS: &[&str] = &[
        "Cancel", "Close", "Commit", "Destroy", "End", "Finish", "Free", "Release", "Rollback", "Shutdown",
        "Stop", "close", "release", "stop",
    ];
    METHODS.iter().any(|name| match site.types.select(type_, name) {
        Selected::Method(method) => {
            let results = &method.signature.results;
            *name == "Stop" || results.last().is_none_or(|last| site.types.is_error(last))
        }
        _ => false,
    })
}

/// State that was changed above the site and is changed back.
fn put_back<'a>(site: &Site<'a, '_>, before: &Before<'a>, node: Node<'a>) -> Option<Reason> {
    let (change, place) = change(site, node)?;
    let opposite = match change {
        Change::Set => Change::Set,
        Change::Up => Change::Down,
        Change::Down => Change::Up,
    };
    let is_changed = before.changed.contains(&(opposite, place)) && !before.deferred.contains(&place);
    let line = site.context.line(node.start_byte());
    let because = format!(
        "{place} was changed above and is changed again on line {line}; leaving here would skip that"
    );
    is_changed.then(|| Reason::new("skips-cleanup", because))
}

/// A send, a receive, or a range clause, which may be one.
fn is_exchange<'a>(site: &Site<'a, '_>, node: Node<'a>) -> bool {
    match node.kind_id() {
        kind::SEND_STATEMENT | kind::RANGE_CLAUSE => true,
        kind::UNARY_EXPRESSION => site.context.source(node).starts_with("<-"),
        _ => false,
    }
}

/// A channel operation that another goroutine may wait for.
fn awaited<'a>(site: &Site<'a, '_>, before: &Before<'a>, node: Node<'a>) -> Option<Reason> {
    let source = |n: Node<'a>| site.context.source(n);
    let receives = |channel: Node<'a>| {
        let is_made_here = base(channel).is_some_and(|b| is_acquired(site, b));
        is_made_here || before.sent.contains(&source(channel))
    };
    let channel = match node.kind_id() {
        kind::SEND_STATEMENT => field(node, "channel")?,
        kind::UNARY_EXPRESSION if source(node).starts_with("<-") => {
            field(node, "operand").filter(|channel| receives(*channel))?
        }
        kind::RANGE_CLAUSE => {
            let ranged = field(node, "right")?;
            let type_ = site.types.type_of(ranged).map(|t| site.types.underlying(&t));
            matches!(type_, Some(Type::Chan(..))).then_some(ranged).filter(|channel| receives(*channel))?
        }
        _ => return None,
    };
    if is_newer(site, channel) || before.deferred.contains(&source(channel)) {
        return None;
    }
    let line = site.context.line(node.start_byte());
    let what = if node.kind_id() == kind::SEND_STATEMENT { "send" } else { "receive" };
    let because =
        format!("leaving here would skip the {what} of line {line}, which another goroutine may wait for");
    Some(Reason::new("awaited", because))
}

/// The function is itself a clean-up: deferred, recovering, or one that releases by its name; and there's more to it.
fn rest_of_cleanup<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let root = site.context.tree.root();
    let function = enclosing_function(root, site.statement)?;
    let calls = |range| site.context.of_kind_in(kind::CALL_EXPRESSION, range).next();
    let rest = following(site).into_iter().find_map(calls)?;
    let call = ancestors(root, function).next().filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
    let is_deferred = call.is_some_and(|call| {
        ancestors(root, call).next().is_some_and(|n| n.kind_id() == kind::DEFER_STATEMENT)
    });
    let recovers = || {
        let is_recover = |n: &Node<'a>| {
            n.kind_id() == kind::CALL_EXPRESSION
                && matches!(site.types.callee(*n), Callee::Builtin(builtin) if builtin.name() == "recover")
        };
        let all = site.known.recovering.get(function, || site.context.own(function).filter(is_recover));
        !all.is_empty()
    };
    let is_release = || {
        let name = field(function, "name").map_or("", |n| site.context.source(n));
        names_release(name) && !matches!(name, "Commit" | "Wait" | "commit" | "wait")
    };
    if !(is_deferred || is_release() || recovers()) {
        return None;
    }
    let line = site.context.line(rest.start_byte());
    let because = format!("this cleans up; leaving here would skip the rest of it (line {line})");
    Some(Reason::new("skips-cleanup", because))
}

/// The identifier that a variable or a part of one begins with.
pub fn base(place: Node) -> Option<Node> {
    let mut place = place;
    loop {
        place = match place.kind_id() {
            kind::IDENTIFIER => return Some(place),
            kind::SELECTOR_EXPRESSION | kind::INDEX_EXPRESSION | kind::UNARY_EXPRESSION => {
                field(place, "operand")?
            }
            kind::PARENTHESIZED_EXPRESSION => place.named_child(0)?,
            kind::CALL_EXPRESSION => field(place, "function")?,
            _ => return None,
        };
    }
}

fn is_local(site: &Site, ident: Node) -> bool {
    site.context.scopes(site.statement).local_of(ident).is_some()
}

/// Whether `place` begins with a variable that the site or what follows it declares.
fn is_newer<'a>(site: &Site<'a, '_>, place: Node<'a>) -> bool {
    let scopes = site.context.scopes(site.statement);
    let Some(base) = base(place) else { return true };
    let local = scopes.local_of(base).map(|id| scopes.local(id).declared.start_byte());
    local.is_some_and(|declared| declared >= site.reached())
}
