//! Signs that the error is thrown away on purpose, or that a check would be wrong where it would stand.

use super::{Site, within};
use crate::codemod::{Context, Reason};
use crate::rewrite::statements;
use crate::semantics::Callee;
use crate::syntax::comments::comments;
use crate::syntax::{Node, ancestors, enclosing_function, field, is_function, kind, named_children};

/// What comments say where an error is ignored on purpose.
const WORDS: &[&str] = &[
    "ignor",
    "best effort",
    "best-effort",
    "intentional",
    "deliberate",
    "on purpose",
    "don't care",
    "doesn't matter",
    "errcheck",
];

/// Whether a comment behind the statement, or on the lines right above it, says that the error is ignored.
pub fn is_explained(context: &Context, statement: Node) -> bool {
    let text = context.text();
    let says = |comment: &str| {
        let comment = comment.to_lowercase();
        WORDS.iter().any(|word| comment.contains(word))
    };
    let last = context.lines.line(statement.end_byte());
    let behind = &text[statement.end_byte()..context.lines.range(last).end];
    if comments(behind).into_iter().any(|range| says(&behind[range])) {
        return true;
    }
    let first = context.lines.line(statement.start_byte());
    (0..first)
        .rev()
        .map(|line| context.lines.text(text, line).trim())
        .take_while(|line| line.starts_with("//"))
        .any(says)
}

/// Why a check at the site would be wrong, though one could be written.
pub fn objection<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    value_with_error(site)
        .or_else(|| best_effort(site))
        .or_else(|| zero_value_handled(site))
        .or_else(|| error_path(site))
        .or_else(|| lock_held(site))
}

/// `n, _ := r.Read(b)`, `fmt.Sscanf`: the count counts although there is an error.
fn value_with_error(site: &Site) -> Option<Reason> {
    let used = site.left.iter().any(|node| site.context.source(*node) != "_");
    let counts = match site.types.callee(site.call) {
        Callee::Method { name, .. } => matches!(
            &*name,
            "Read" | "ReadAt" | "ReadFrom" | "ReadFull" | "ReadString" | "ReadBytes" | "ReadLine"
        ),
        Callee::Function { package, name } => {
            *package == *"fmt" && (name.contains("scan") || name.starts_with("Scan"))
                || *package == *"io" && matches!(&*name, "ReadFull" | "ReadAtLeast")
        }
        _ => false,
    };
    (used && counts).then(|| {
        let because = "what the call returns beside the error is meaningful when there is an error; the check belongs behind its use";
        Reason::new("value-with-error", because)
    })
}

/// Functions whose result is a nicety: without it, the program goes on.
fn best_effort(site: &Site) -> Option<Reason> {
    let Callee::Function { package, name } = site.types.callee(site.call) else { return None };
    let nicety = *package == *"os" && matches!(&*name, "Hostname" | "Getwd" | "UserHomeDir" | "Executable");
    nicety.then(|| {
        Reason::new(
            "best-effort",
            format!("{package}.{name} is mostly asked for as a nicety, and the zero value does"),
        )
    })
}

/// The first thing that is done with a result is to compare it with its zero value: that is the check.
fn zero_value_handled<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let scopes = site.context.scopes(site.statement);
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    for target in site.left.iter().filter(|node| node.kind_id() == kind::IDENTIFIER) {
        let Some(id) = scopes.local_of(*target) else { continue };
        let Some(first) = scopes.uses(id).find(|used| used.node.start_byte() >= site.statement.end_byte())
        else {
            continue;
        };
        let mut above = ancestors(function, first.node);
        let mut comparison = above.next()?;
        // `len(x) == 0`
        if comparison.kind_id() == kind::ARGUMENT_LIST {
            let call = above.next()?;
            let is_len = field(call, "function").is_some_and(|f| site.context.source(f) == "len");
            comparison = above.next().filter(|_| is_len)?;
        }
        if comparison.kind_id() != kind::BINARY_EXPRESSION {
            continue;
        }
        let operator = field(comparison, "operator").map_or("", |o| site.context.source(o));
        let compares = matches!(operator, "==" | "!=" | "<" | ">" | "<=" | ">=");
        let zero = ["left", "right"]
            .into_iter()
            .filter_map(|side| field(comparison, side))
            .any(|side| matches!(site.context.source(side), "nil" | "0" | "\"\"" | "``"));
        if compares && zero {
            let line = site.context.line(first.node.start_byte());
            let because = format!(
                "{} is compared with its zero value (line {line}), which takes care of the error",
                first.name
            );
            return Some(Reason::new("zero-value-handled", because));
        }
    }
    None
}

/// The function is failing already: what the check would return would hide the error that is on its way.
fn error_path<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let list =
        ancestors(site.context.tree.root(), site.statement).find(|n| n.kind_id() == kind::STATEMENT_LIST)?;
    let block = list.parent()?;
    let owner = block.parent()?;
    if is_function(owner) {
        return None;
    }
    let last = named_children(list).into_iter().next_back()?;
    let fails = match last.kind_id() {
        kind::RETURN_STATEMENT => {
            let values = named_children(last).into_iter().next().map(named_children)?;
            is_certainly_an_error(site, *values.last()?)
        }
        kind::EXPRESSION_STATEMENT => {
            let call = named_children(last).into_iter().next()?;
            call.kind_id() == kind::CALL_EXPRESSION && site.context.never_returns(call)
        }
        _ => false,
    };
    (fails && last.id() != site.statement.id()).then(|| {
        let line = site.context.line(last.start_byte());
        Reason::new("error-path", format!("the function is failing already (line {line}); the check would hide that error behind this one"))
    })
}

/// Whether a returned expression is an error that isn't nil: a new one, or a variable of type error in a branch.
fn is_certainly_an_error(site: &Site, value: Node) -> bool {
    let is_error = |node: Node| {
        site.types
            .type_of(node)
            .is_some_and(|t| site.types.is_error(&t) || site.types.implements_error(&t) == Some(true))
    };
    match value.kind_id() {
        kind::IDENTIFIER | kind::SELECTOR_EXPRESSION | kind::UNARY_EXPRESSION | kind::COMPOSITE_LITERAL => {
            is_error(value)
        }
        kind::CALL_EXPRESSION => match site.types.callee(value) {
            Callee::Function { package, name } => {
                matches!((&*package, &*name), ("fmt", "Errorf") | ("errors", "New" | "Join"))
                    || package.ends_with("/errors") && is_error(value)
            }
            _ => false,
        },
        _ => false,
    }
}

/// A lock that is held without a deferred unlock: leaving early would leave it locked.
fn lock_held<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let root = site.context.tree.root();
    let lists = ancestors(root, site.statement)
        .take_while(|n| !is_function(*n))
        .filter(|n| n.kind_id() == kind::STATEMENT_LIST);
    let mut before: Vec<Node> =
        lists.flat_map(named_children).filter(|n| n.end_byte() <= site.statement.start_byte()).collect();
    before.sort_by_key(|n| n.start_byte());
    let mut held: Vec<(&str, usize)> = Vec::new();
    for statement in before {
        let deferred = statement.kind_id() == kind::DEFER_STATEMENT;
        if !deferred && statement.kind_id() != kind::EXPRESSION_STATEMENT {
            continue;
        }
        let Some(call) = named_children(statement).into_iter().next() else { continue };
        if deferred {
            // Whatever the deferred call is, where it unlocks what is held it does so on every way out.
            let source = site.context.source(call);
            held.retain(|(receiver, _)| !source.contains(receiver));
            continue;
        }
        let Callee::Method { package, name, .. } = site.types.callee(call) else { continue };
        let receiver =
            field(call, "function").and_then(|f| field(f, "operand")).map(|r| site.context.source(r));
        let Some(receiver) = receiver.filter(|_| *package == *"sync") else { continue };
        match &*name {
            "Lock" | "RLock" => held.push((receiver, call.start_byte())),
            "Unlock" | "RUnlock" => held.retain(|(other, _)| *other != receiver),
            _ => {}
        }
    }
    let (receiver, at) = held.last()?;
    let line = site.context.line(*at);
    Some(Reason::new(
        "lock-held",
        format!(
            "{receiver} is locked on line {line} and not unlocked by a defer; leaving here would leave it locked"
        ),
    ))
}

/// Whether nothing follows the site's statement in its function.
pub fn is_last_in_function<'a>(site: &Site<'a, '_>, function: Node<'a>) -> bool {
    let last = field(function, "body").and_then(|body| statements(body).last().copied());
    last.is_some_and(|last| within(site.statement, last) && last.end_byte() == site.statement.end_byte())
}
