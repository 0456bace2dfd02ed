//! Signs that the error is thrown away on purpose, or that a check would be wrong where it would stand.

use super::Site;
use super::background;
use super::exit::Then;
use super::exit::joined::can_join;
use super::hazard::{failing_way_out, fails};
use super::missing;
use super::outcome;
use super::table;
use super::value;
use crate::codemod::Reason;
use crate::rewrite::statements;
use crate::semantics::{Callee, flow};
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_function, is_within, kind, named_children,
};

/// Why a check at the site would be wrong, though one could be written.
pub fn objection<'a>(site: &Site<'a, '_>, then: Then) -> Option<Reason> {
    // A test makes what it needs: nothing may be missing.
    let is_lenient = then == Then::Leaves || !site.context.is_test_file();
    value::with_error(site)
        .or_else(|| always_an_error(site))
        .or_else(|| rolls_back(site))
        .or_else(|| missing::zero_value_does(site, !is_lenient))
        .or_else(|| outcome::expected(site))
        .or_else(|| tries_again(site))
        .or_else(|| attempted(site))
        .or_else(|| error_expected(site))
        .or_else(|| only_run(site))
        .or_else(|| table::zero_is_expected(site))
        .or_else(|| in_fuzz_target(site))
        .or_else(|| value::zero_is_handled(site, then))
        .or_else(|| in_background(site))
}

/// Servers return with an error when they are told to stop.
fn always_an_error(site: &Site) -> Option<Reason> {
    let (package, name) = match site.types.callee(site.call) {
        Callee::Function { package, name } | Callee::Method { package, name, .. } => (package, name),
        _ => return None,
    };
    let serves = ["Serve", "ListenAndServe"]
        .iter()
        .filter_map(|begin| name.strip_prefix(begin))
        .any(|rest| !rest.starts_with(char::is_lowercase));
    // Other servers may be asked for what became of them: `n, _ := s.Serve(l)`.
    (serves && (*package == *"net/http" || site.is_pure() && *package != *background::GRPC)).then(|| {
        let because = format!("{name} always returns an error, also when the server was told to stop");
        Reason::new("always-an-error", because)
    })
}

/// A transaction that was committed can't be rolled back, and says so: what is rolled back all the same is meant to be.
fn rolls_back(site: &Site) -> Option<Reason> {
    let Callee::Method { name, .. } = site.types.callee(site.call) else { return None };
    let discards = site.left.iter().all(|node| site.context.source(*node) == "_");
    // Where the function is failing and hasn't tried to commit, there is something.
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let is_open = failing_way_out(site).is_some()
        && !site.context.own(function).any(|n| {
            n.kind_id() == kind::CALL_EXPRESSION
                && n.start_byte() < site.statement.start_byte()
                && super::words::callee_name(site.context, n).is_some_and(|name| name.starts_with("Commit"))
        });
    (discards && name.starts_with("Rollback") && !is_open).then(|| {
        let because = format!("{name} returns an error also where there is nothing left to roll back");
        Reason::new("always-an-error", because)
    })
}

/// A condition that is asked again and again, and a loop that tries again or serves the next: one failure isn't the end.
fn tries_again<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    const POLLS: &[&str] =
        &["backoff", "consistently", "eventually", "never", "poll", "retry", "until", "waitfor"];
    let root = site.context.tree.root();
    let name_of = |call| super::words::callee_name(site.context, call).unwrap_or("");
    let function = enclosing_function(root, site.statement)?;
    let call = ancestors(root, function).nth(1).filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
    if let Some(call) = call.filter(|_| function.kind_id() == kind::FUNC_LITERAL) {
        let name = name_of(call).to_lowercase();
        // What returns its errors is asked again because of them; a poll may end by one.
        let returns_error = super::function::results(site.types, function)
            .is_some_and(|results| results.last().is_some_and(|last| site.types.is_error(&last.type_)));
        let goes_on = returns_error && !["poll", "until"].iter().any(|word| name.contains(word));
        if !goes_on && POLLS.iter().any(|word| name.contains(word)) {
            let because = format!("{} asks again when the call fails", name_of(call));
            return Some(Reason::new("tries-again", because));
        }
    }
    let again = |call: Node<'a>| match site.types.callee(call) {
        Callee::Function { package, name } => {
            *package == *"time" && matches!(&*name, "Sleep" | "After" | "Tick")
        }
        Callee::Method { name, .. } => name.starts_with("Accept"),
        _ => false,
    };
    let around = ancestors(root, site.statement).take_while(|n| !is_function(*n));
    let mut loops = around.filter(|n| n.kind_id() == kind::FOR_STATEMENT).collect::<Vec<_>>().into_iter();
    if let Some(failure) = loops.clone().find_map(|loop_| tried_in_vain(site, loop_)) {
        let because = format!(
            "the loop tries again, and only after the last time it's a failure (line {})",
            site.context.line(failure.start_byte())
        );
        return Some(Reason::new("tries-again", because));
    }
    let found = loops.find_map(|loop_| {
        let mut waits = site
            .context
            .own(loop_)
            .filter(|n| n.kind_id() == kind::CALL_EXPRESSION && !is_within(*n, site.statement))
            .filter(|n| again(*n) && !is_deadline(site, *n));
        waits.next().filter(|_| may_end_early(site, loop_))
    })?;
    let line = site.context.line(found.start_byte());
    let because = format!(
        "the loop goes on after {} (line {line}); one failure may not be the end of it",
        name_of(found)
    );
    Some(Reason::new("tries-again", because))
}

/// The failure right behind a loop that counts, and that may be left before: `for range 3 { … return nil }; return errFailed`.
fn tried_in_vain<'a>(site: &Site<'a, '_>, loop_: Node<'a>) -> Option<Node<'a>> {
    let list = ancestors(site.context.tree.root(), loop_).find(|n| n.kind_id() == kind::STATEMENT_LIST)?;
    let elements = site.context.elements(list);
    let next = elements.get(elements.partition_point(|n| n.start_byte() < loop_.end_byte())).copied()?;
    let counts = background::counts(site, loop_) && may_end_early(site, loop_);
    (counts && fails(site, next)).then_some(next)
}

/// `// Try the newer format`, above a call whose error is thrown away: what follows takes care of both.
fn attempted(site: &Site) -> Option<Reason> {
    let context = site.context;
    let first = context.lines.line(site.statement.start_byte());
    let mut above = (0..first).rev().map(|line| (line, context.lines.text(context.text(), line).trim()));
    // On the way out with another error, this one is said beside it.
    let is_joined =
        || failing_way_out(site).is_some_and(|n| n.kind_id() == kind::RETURN_STATEMENT) && can_join(site);
    let (line, comment) = above.next().filter(|_| site.is_pure() && !is_joined())?;
    let mut words = comment.strip_prefix("//")?.split_whitespace();
    let tries = words.any(|word| matches!(&*word.to_lowercase(), "try" | "tries" | "attempt" | "attempts"));
    tries.then(|| {
        let because = format!("the comment on line {} speaks of trying, which may fail", line + 1);
        Reason::new("best-effort", because)
    })
}

/// What a test does on another goroutine ends when the test has what it wanted: by a context that is cancelled, a connection that is
/// closed. The test may be over by then, and to fail it panics.
fn in_background(site: &Site) -> Option<Reason> {
    let line = site.context.line(background::started(site)?.start_byte());
    let because =
        format!("the goroutine of line {line} may fail because the test is done, or go on after it");
    Some(Reason::new("background", because))
}

/// In a test, the branch for `wantErr`, `tt.expectError`: errors are what it's there for.
fn error_expected<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    if !site.context.is_test_file() {
        return None;
    }
    let says_so = |n: &Node<'a>| {
        let word = site.context.source(*n).to_lowercase();
        let expects = ["expect", "should", "want"].iter().any(|begin| word.starts_with(begin));
        expects && (word.contains("err") || word.contains("fail"))
    };
    let condition = ancestors(site.context.tree.root(), site.statement)
        .take_while(|n| !is_function(*n))
        .filter(|n| n.kind_id() == kind::IF_STATEMENT)
        .filter(|n| field(*n, "alternative").is_none_or(|other| !is_within(site.statement, other)))
        .filter_map(|n| field(n, "condition"))
        .find(|condition| {
            let is_zero = |n: Node| matches!(site.context.source(n), "nil" | "0" | "false" | "\"\"");
            let is_negated = condition.kind_id() == kind::UNARY_EXPRESSION
                || field(*condition, "operator").is_some_and(|n| site.context.source(n) == "==")
                    && field(*condition, "right").is_some_and(is_zero);
            !is_negated && descendants(*condition).filter(|n| n.named_child_count() == 0).any(|n| says_so(&n))
        })?;
    let line = site.context.line(condition.start_byte());
    let because = format!("an error is expected here: {} (line {line})", site.context.source(condition));
    Some(Reason::new("best-effort", because))
}

/// `case <-time.After(d):` that ends the test or the function.
fn is_deadline<'a>(site: &Site<'a, '_>, call: Node<'a>) -> bool {
    let clause = ancestors(site.context.tree.root(), call).find(|n| n.kind_id() == kind::COMMUNICATION_CASE);
    let last = clause.and_then(|clause| flow::statements(clause).last().copied());
    last.is_some_and(|last| last.kind_id() == kind::RETURN_STATEMENT || fails(site, last))
}

/// Whether the loop has no end of its own, or something in it may end it before: a success, for one. What goes through all of its
/// iterations tries nothing again.
fn may_end_early<'a>(site: &Site<'a, '_>, loop_: Node<'a>) -> bool {
    let leaves = site.context.own(loop_).any(|n| match n.kind_id() {
        kind::BREAK_STATEMENT | kind::GOTO_STATEMENT => true,
        kind::RETURN_STATEMENT => !fails(site, n),
        _ => false,
    });
    background::is_endless(site, loop_) || leaves
}

/// In a test, what ends it where the call before succeeded, and of which nothing is kept: any outcome will do, so long as it ends.
fn only_run<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let root = site.context.tree.root();
    let is_last = || enclosing_function(root, site.statement).is_some_and(|f| is_last_in_branch(site, f));
    let in_fuzz = || enclosing_function(root, site.statement).is_some_and(|f| is_fuzz_target(site, f));
    let is_whole = site.is_pure() && site.left.len() > 1 && site.context.is_test_file();
    (is_whole && was_accepted(site) && !in_fuzz() && is_last()).then(|| {
        Reason::new(
            "best-effort",
            "the test goes on without an error of the call before, and looks at nothing of this one",
        )
    })
}

/// Whether the site is all that the last statement of its function does where its condition holds.
fn is_last_in_branch<'a>(site: &Site<'a, '_>, function: Node<'a>) -> bool {
    let list =
        ancestors(site.context.tree.root(), site.statement).find(|n| n.kind_id() == kind::STATEMENT_LIST);
    let is_alone = list.is_some_and(|list| site.context.elements(list).len() == 1);
    let body = field(function, "body").map(statements).unwrap_or_default();
    is_alone
        && body
            .last()
            .is_some_and(|last| last.kind_id() == kind::IF_STATEMENT && is_within(site.statement, *last))
}

/// The body of a fuzz target calls what it tests with any input; errors are expected.
fn in_fuzz_target<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let discards = site.left.iter().all(|node| site.context.source(*node) == "_");
    let root = site.context.tree.root();
    let mut functions = ancestors(root, site.statement).filter(|n| is_function(*n));
    let is_fuzzed = |function: Node<'a>| {
        let parameters = field(function, "parameters").map_or("", |list| site.context.source(list));
        is_fuzz_target(site, function) || site.context.is_test_file() && parameters.contains("Fuzzer")
    };
    (discards && functions.any(is_fuzzed) && !was_accepted(site)).then(fuzz_target)
}

pub fn fuzz_target() -> Reason {
    Reason::new("fuzz-target", "a fuzz target is run with invalid input too")
}

/// Whether the site stands in the branch of an `if err == nil`: the input was valid so far.
fn was_accepted<'a>(site: &Site<'a, '_>) -> bool {
    ancestors(site.context.tree.root(), site.statement)
        .take_while(|n| !is_function(*n))
        .filter(|n| n.kind_id() == kind::IF_STATEMENT)
        .filter_map(|check| {
            let condition = field(check, "condition")?;
            let is_error =
                site.types.type_of(field(condition, "left")?).is_some_and(|t| site.types.is_error(&t));
            let is_nil = field(condition, "right")?.kind_id() == kind::NIL;
            let compares = field(condition, "operator").is_some_and(|o| site.context.source(o) == "==");
            field(check, "consequence").filter(|_| is_error && is_nil && compares)
        })
        .any(|branch| is_within(site.statement, branch))
}

/// Whether the function is handed to `(*testing.F).Fuzz`.
pub fn is_fuzz_target<'a>(site: &Site<'a, '_>, function: Node<'a>) -> bool {
    let call =
        function.parent().and_then(|list| list.parent()).filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
    call.is_some_and(|call| {
        matches!(site.types.callee(call), Callee::Method { package, name, .. } if *package == *"testing" && *name == *"Fuzz")
    })
}

/// Whether nothing follows the site's statement in its function.
pub fn is_last_in_function<'a>(site: &Site<'a, '_>, function: Node<'a>) -> bool {
    let body = field(function, "body").map(named_children).unwrap_or_default();
    let list = body.into_iter().find(|n| n.kind_id() == kind::STATEMENT_LIST);
    let last = list.and_then(|list| site.context.elements(list).last().copied());
    last.is_some_and(|last| is_within(site.statement, last) && last.end_byte() == site.statement.end_byte())
}
