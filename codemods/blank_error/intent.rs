//! Signs that the error is thrown away on purpose, or that a check would be wrong where it would stand.

use super::Site;
use super::background;
use super::exit::Then;
use super::exit::joined::can_join;
use super::hazard::{failing_way_out, fails};
use super::missing;
use super::outcome;
use crate::codemod::Reason;
use crate::rewrite::statements;
use crate::semantics::{Callee, flow};
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_function, is_within, kind, named_children,
    prune,
};

/// Why a check at the site would be wrong, though one could be written.
pub fn objection<'a>(site: &Site<'a, '_>, then: Then) -> Option<Reason> {
    // A test makes what it needs: nothing may be missing.
    let is_lenient = then == Then::Leaves || !site.context.is_test_file();
    value_with_error(site)
        .or_else(|| always_an_error(site))
        .or_else(|| rolls_back(site))
        .or_else(|| missing::zero_value_does(site).filter(|_| is_lenient))
        .or_else(|| outcome::expected(site))
        .or_else(|| tries_again(site))
        .or_else(|| attempted(site))
        .or_else(|| error_expected(site))
        .or_else(|| only_run(site))
        .or_else(|| in_fuzz_target(site))
        .or_else(|| zero_value_handled(site, then))
        .or_else(|| in_background(site))
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
        && !prune(function, is_function).any(|n| {
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
    let mut loops = ancestors(root, site.statement)
        .take_while(|n| !is_function(*n))
        .filter(|n| n.kind_id() == kind::FOR_STATEMENT);
    let found = loops.find_map(|loop_| {
        let mut waits = prune(loop_, is_function)
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
    let leaves = prune(loop_, is_function).any(|n| match n.kind_id() {
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
    let is_whole = site.is_pure() && site.left.len() > 1 && site.context.is_test_file();
    (is_whole && was_accepted(site) && !is_fuzz_target(site) && is_last()).then(|| {
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
fn in_fuzz_target(site: &Site) -> Option<Reason> {
    let discards = site.left.iter().all(|node| site.context.source(*node) == "_");
    (discards && is_fuzz_target(site) && !was_accepted(site)).then(fuzz_target)
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

/// Whether the nearest function is handed to `(*testing.F).Fuzz`.
pub fn is_fuzz_target<'a>(site: &Site<'a, '_>) -> bool {
    let function = enclosing_function(site.context.tree.root(), site.statement);
    let call = function
        .and_then(|function| function.parent()?.parent())
        .filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
    call.is_some_and(|call| {
        matches!(site.types.callee(call), Callee::Method { package, name, .. } if *package == *"testing" && *name == *"Fuzz")
    })
}

/// The next statement that looks at a result compares it with its zero value: that is the check.
fn zero_value_handled<'a>(site: &Site<'a, '_>, then: Then) -> Option<Reason> {
    let context = site.context;
    for target in site.left.iter().filter(|node| context.source(**node) != "_") {
        let name = context.source(*target);
        // A second error that is looked at says nothing of this one.
        if site.types.type_of(*target).is_some_and(|t| site.types.is_error(&t)) {
            continue;
        }
        // In the header that the statement stands in, or in the statements behind it.
        let header = site
            .statement
            .parent()
            .filter(|p| field(*p, "initializer").is_some_and(|i| i.id() == site.statement.id()));
        let list =
            ancestors(context.tree.root(), site.statement).find(|n| n.kind_id() == kind::STATEMENT_LIST)?;
        let elements = context.elements(list);
        let from = elements.partition_point(|n| n.start_byte() < site.statement.end_byte());
        let behind = elements[from..].iter().copied();
        let looks = |n: &Node<'a>| {
            descendants(*n).any(|d| d.start_byte() >= site.statement.end_byte() && context.source(d) == name)
        };
        let Some(next) = header.into_iter().chain(behind).find(looks) else { continue };
        if let Some(at) = zero_test(site, next, *target)
            && !fails_without(site, next, at, then)
        {
            let line = context.line(at.start_byte());
            let because = format!(
                "{name} is compared with its zero value (line {line}), which takes care of the error"
            );
            return Some(Reason::new("zero-value-handled", because));
        }
    }
    None
}

/// Whether the `if` fails the test, or returns an error, where there is no value: then its error is one all the same, and says more.
fn fails_without<'a>(site: &Site<'a, '_>, statement: Node<'a>, compared: Node<'a>, then: Then) -> bool {
    let source = |n: Node<'a>| site.context.source(n);
    let condition = field(statement, "condition").filter(|_| statement.kind_id() == kind::IF_STATEMENT);
    // `x == nil || …`
    let is_alternative = condition.is_some_and(|condition| {
        ancestors(condition, compared).chain([condition]).all(|n| {
            n.id() == compared.id() || field(n, "operator").is_some_and(|operator| source(operator) == "||")
        })
    });
    let operator = field(compared, "operator").map_or("", source);
    let with_nil = field(compared, "right").is_some_and(|n| n.kind_id() == kind::NIL);
    let is_missing = matches!(operator, "==" | "<" | "<=") && (with_nil || then == Then::Ends);
    let last = field(statement, "consequence").and_then(|block| statements(block).last().copied());
    is_alternative && is_missing && last.is_some_and(|last| fails(site, last))
}

/// Where `statement` compares the variable `target`, its length or a field of it with a zero value: in the condition of an `if`, as the
/// tag of a `switch` with such a case, or by `max`. What a nil pointer points to can't be compared.
fn zero_test<'a>(site: &Site<'a, '_>, statement: Node<'a>, target: Node<'a>) -> Option<Node<'a>> {
    let context = site.context;
    let name = context.source(target);
    let has_fields = site.types.type_of(target).is_none_or(|t| t.pointee().is_none());
    let is_zero = |node: Node| matches!(context.source(node), "nil" | "0" | "\"\"" | "``");
    let is_one = |node: Node| context.source(node) == "1";
    let is_value = |node: Node| {
        let source = context.source(node);
        let source = source.strip_prefix("len(").and_then(|s| s.strip_suffix(')')).unwrap_or(source);
        source == name || has_fields && source.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
    };
    let compares = |node: Node| {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return false };
        let operator = field(node, "operator").map_or("", |o| context.source(o));
        node.kind_id() == kind::BINARY_EXPRESSION
            && match operator {
                "==" | "!=" | "<=" | ">" => {
                    is_value(left) && is_zero(right) || is_zero(left) && is_value(right)
                }
                "<" | ">=" => is_value(left) && (is_one(right) || is_zero(right)),
                _ => false,
            }
    };
    match statement.kind_id() {
        kind::IF_STATEMENT => {
            field(statement, "condition").and_then(|c| descendants(c).find(|n| compares(*n)))
        }
        kind::EXPRESSION_SWITCH_STATEMENT => {
            let tag = field(statement, "value").filter(|tag| is_value(*tag))?;
            let mut cases =
                named_children(statement).into_iter().filter(|n| n.kind_id() == kind::EXPRESSION_CASE);
            cases
                .any(|case| field(case, "value").is_some_and(|v| named_children(v).into_iter().any(is_zero)))
                .then_some(tag)
        }
        _ => descendants(statement).find(|n| {
            n.kind_id() == kind::CALL_EXPRESSION
                && field(*n, "function").is_some_and(|f| context.source(f) == "max")
                && field(*n, "arguments").is_some_and(|list| named_children(list).into_iter().any(is_value))
        }),
    }
}

/// Whether nothing follows the site's statement in its function.
pub fn is_last_in_function<'a>(site: &Site<'a, '_>, function: Node<'a>) -> bool {
    let body = field(function, "body").map(named_children).unwrap_or_default();
    let list = body.into_iter().find(|n| n.kind_id() == kind::STATEMENT_LIST);
    let last = list.and_then(|list| site.context.elements(list).last().copied());
    last.is_some_and(|last| is_within(site.statement, last) && last.end_byte() == site.statement.end_byte())
}
