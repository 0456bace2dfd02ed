//! A `defer` in the body of a loop runs only when the function returns.

mod acquire;
mod call;
mod proof;
mod release;
mod run;
mod wrap;

use crate::codemod::options::Release;
use crate::codemod::{Codemod, Context, Finding, Fix, Reason, Remedy, Safety};
use crate::semantics::flow::{always_leaves_after, enclosing_loops};
use crate::semantics::scopes::{Access, Use};
use crate::syntax::{Go, Node, field, is_within, kind, named_children, prune};
use ast_grep_core::Pattern;
use release::{Held, Site};
use std::sync::LazyLock;

pub static CODEMOD: Codemod = Codemod {
    name: "defer-in-loop",
    doc: include_str!("README.md"),
    summary: "a defer in a loop runs when the function returns, not when the iteration ends",
    tiers: &[Safety::Safe, Safety::Unsafe],
    default: true,
    may_match: |text| contains(text, "defer") && contains(text, "for"),
    may_hold: |_, _, _| true,
    applies: |_| true,
    find,
};

fn contains(text: &[u8], word: &str) -> bool {
    memchr::memmem::find(text, word.as_bytes()).is_some()
}

/// Every deferred call; whether it stands in a loop is for control flow to say.
static DEFERRED: LazyLock<Pattern> =
    LazyLock::new(|| Go::pattern("defer $CALL").expect("a test compiles it"));

fn find(context: &Context, found: &mut Vec<Finding>) {
    for defer in context.matches(&DEFERRED) {
        let Some(loop_) = loop_that_piles_up(context, defer) else { continue };
        let line = context.line(loop_.start_byte());
        let message = format!(
            "this runs when the function returns, not at the end of each iteration of the loop on line {line}"
        );
        let remedy = match remedy(context, defer, loop_) {
            Ok(remedy) => remedy,
            Err(reason) => Remedy::Refused(reason),
        };
        found.push(Finding { range: defer.byte_range(), message, remedy });
    }
}

/// The innermost loop that can come round again after the defer. Where none can, nothing piles up.
fn loop_that_piles_up<'a>(context: &Context<'a>, defer: Node<'a>) -> Option<Node<'a>> {
    let never_returns = |call: Node<'a>| context.never_returns(call);
    enclosing_loops(context.tree, defer).into_iter().find(|loop_| {
        !runs_once(context, *loop_) && !always_leaves_after(context.tree, defer, *loop_, &never_returns)
    })
}

/// Whether the header of a loop says that there is one iteration at most: it ranges over a list of one element, over a slice's
/// first, or over 1, or it counts from 0 to less than 1, or is done once.
fn runs_once<'a>(context: &Context<'a>, loop_: Node<'a>) -> bool {
    let header = |kind_id: u16| named_children(loop_).into_iter().find(|n| n.kind_id() == kind_id);
    if let Some(clause) = header(kind::FOR_CLAUSE) {
        return counts_once(context, clause);
    }
    let Some(over) = header(kind::RANGE_CLAUSE).and_then(|clause| field(clause, "right")) else {
        return false;
    };
    match over.kind_id() {
        kind::INT_LITERAL => matches!(context.source(over), "0" | "1"),
        kind::SLICE_EXPRESSION => {
            field(over, "end").is_some_and(|end| context.source(end) == "1")
                && field(over, "start").is_none_or(|start| context.source(start) == "0")
        }
        kind::COMPOSITE_LITERAL => field(over, "body").is_some_and(|body| {
            let elements = named_children(body);
            elements.len() <= 1 && elements.iter().all(|element| element.kind_id() == kind::LITERAL_ELEMENT)
        }),
        _ => false,
    }
}

/// `i := 0; i < 1; i++`, or `once := true; once; once = false`, and nothing else sets the variable.
fn counts_once<'a>(context: &Context<'a>, clause: Node<'a>) -> bool {
    let part = |name: &str| field(clause, name).map_or("", |n| context.source(n));
    let (name, first) = part("initializer").split_once(" := ").unwrap_or_default();
    let ends = match first {
        "0" => part("condition") == format!("{name} < 1") && part("update") == format!("{name}++"),
        "true" => part("condition") == name && part("update") == format!("{name} = false"),
        _ => false,
    };
    if !ends {
        return false;
    }
    let scopes = context.scopes(clause);
    let declared = field(clause, "initializer").and_then(|n| field(n, "left")).map(named_children);
    let Some(id) = declared.and_then(|names| scopes.local_of(*names.first()?)) else { return false };
    let sets = |used: &&Use| {
        (used.access.may_write() || used.access == Access::AddressTaken) && !is_within(used.node, clause)
    };
    !scopes.uses(id).any(|used| sets(&used))
}

fn remedy<'a>(context: &Context<'a>, defer: Node<'a>, loop_: Node<'a>) -> Result<Remedy, Reason> {
    let Some(body) = field(loop_, "body") else {
        return Err(Reason::new("layout", "the loop has no body"));
    };
    let scopes = context.scopes(defer);
    let site = Site { context, scopes: &scopes, defer, loop_, body };
    let held = site.may_run_at_the_end_of_the_iteration()?;
    let mut defers = vec![(defer, held)];
    for other in prune(body, |n| n.kind_id() == kind::FUNC_LITERAL) {
        if other.kind_id() == kind::DEFER_STATEMENT && other.id() != defer.id() {
            let other_site = Site { defer: other, ..site };
            let other_held = other_site.may_run_at_the_end_of_the_iteration().map_err(|reason| {
                let line = context.line(other.start_byte());
                let because =
                    format!("the defer on line {line} would move too, and must stay: {}", reason.because);
                Reason::new("another-defer", because)
            })?;
            defers.push((other, other_held));
        }
        if site.is_recover(other) {
            let line = context.line(other.start_byte());
            let because = format!(
                "recover (line {line}) stops a panic only when the deferred function itself calls it"
            );
            return Err(Reason::new("recovers", because));
        }
    }
    let released = |held: &Held| [held.released.clone(), held.companions.clone()].concat();
    let released: Vec<_> = defers.iter().flat_map(|(_, held)| released(held)).collect();
    let proof: Result<Vec<String>, String> = defers
        .iter()
        .map(|(defer, held)| proof::of(&Site { defer: *defer, ..site }, held, &released))
        .collect();
    let call = match defers.as_slice() {
        [(_, held)] => call::call(&site, held, proof.is_ok()),
        _ => None,
    };
    let (safety, because) = match proof {
        Ok(proofs) => (Safety::Safe, proofs.join("; ")),
        Err(doubt) => (Safety::Unsafe, doubt),
    };
    let literal = literal(&site, &defers, safety).map(|fix| fix.because(because));
    let prefers_call = context.options.defer_in_loop.prefer == Release::Call;
    Ok(Remedy::Fix(match (literal, call) {
        (literal, Some(call)) if prefers_call => call.or(literal.ok()),
        (literal, call) => literal?.or(call),
    }))
}

/// The fix that makes what the iteration runs a function literal.
fn literal<'a>(site: &Site<'a, '_>, defers: &[(Node<'a>, Held)], safety: Safety) -> Result<Fix, Reason> {
    let run = run::run(site, defers);
    let edits = wrap::wrap(site.context, &run)?;
    let title = if run.whole {
        "Wrap the iteration in a function literal"
    } else {
        "Wrap the statements that use it in a function literal"
    };
    let fix = site.context.fix(title, safety, edits, Vec::new()).map_err(|_| {
        Reason::new("layout", "the body isn't written as a line a statement; run gofmt first")
    })?;
    // A change inside of the iteration must be made to the indented text, and by its new rules.
    Ok(fix.relying_on(site.body.byte_range()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Tree, descendants};
    use ast_grep_core::matcher::MatcherExt;

    #[test]
    fn the_pattern_takes_every_deferred_call() {
        let text = "package a\n\nfunc f() {\n\tdefer g()\n\tdefer /* c */ x.y(1, // d\n\t\t2)\n\tdefer func() {\n\t\t// e\n\t\tg()\n\t}()\n\tdefer (h[int])(T{}) // i\n\tdefer func() { defer j() }()\n}\n";
        let tree = Tree::parse(text);
        let statements: Vec<_> =
            descendants(tree.root()).filter(|n| n.kind_id() == kind::DEFER_STATEMENT).collect();
        assert_eq!(statements.len(), 6);
        for statement in statements {
            assert!(DEFERRED.match_node(tree.matchable(statement)).is_some(), "{}", tree.source(statement));
        }
    }
}
