//! Signs that the error is thrown away on purpose, or that a check would be wrong where it would stand.

use super::Site;
use crate::codemod::{Context, Reason};
use crate::semantics::Callee;
use crate::syntax::comments::comments;
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_within, kind, named_children,
};

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
    "nosec",
    "explicitly",
    "safe to",
    "can't fail",
    "cannot fail",
    "never fail",
    "never return",
    "always nil",
    "always succeed",
];

/// What a comment at `_ = f()` speaks of when its writer had the error in mind.
const FAILURE: &[&str] = &[
    "the error",
    "error is",
    "errors are",
    "errors from",
    "to fail",
    "may fail",
    "might fail",
    "will fail",
    "should fail",
];

/// The line of the comment, behind the statement or on the lines right above it, that says that the error is ignored.
/// Of one that throws all away, `is_pure`, it's enough that the comment speaks of the error, or of failing.
pub fn explained(context: &Context, statement: Node, is_pure: bool) -> Option<usize> {
    let text = context.text();
    let says = |comment: &str| {
        let comment = comment.to_lowercase();
        let failure = if is_pure { FAILURE } else { &[] };
        WORDS.iter().chain(failure).any(|word| comment.contains(word))
    };
    let last = context.lines.line(statement.end_byte());
    let behind = &text[statement.end_byte()..context.lines.range(last).end];
    if comments(behind).into_iter().any(|range| says(&behind[range])) {
        return Some(last + 1);
    }
    let first = context.lines.line(statement.start_byte());
    let above = (0..first).rev().map(|line| (line, context.lines.text(text, line).trim()));
    let mut comments = above.take_while(|(_, line)| line.starts_with("//"));
    comments.find(|(_, comment)| says(comment)).map(|(line, _)| line + 1)
}

/// Why a check at the site would be wrong, though one could be written.
pub fn objection<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    value_with_error(site)
        .or_else(|| always_an_error(site))
        .or_else(|| rolls_back(site))
        .or_else(|| best_effort(site))
        .or_else(|| fuzz_target(site))
        .or_else(|| zero_value_handled(site))
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
    let serves = name.starts_with("Serve") || name.starts_with("ListenAndServe");
    (*package == *"net/http" && serves).then(|| {
        let because = format!("{name} always returns an error, also when the server was told to stop");
        Reason::new("always-an-error", because)
    })
}

/// A transaction that was committed can't be rolled back, and says so: what is rolled back all the same is meant to be.
fn rolls_back(site: &Site) -> Option<Reason> {
    let Callee::Method { name, .. } = site.types.callee(site.call) else { return None };
    let discards = site.left.iter().all(|node| site.context.source(*node) == "_");
    (discards && name.starts_with("Rollback")).then(|| {
        let because = format!("{name} returns an error also where there is nothing left to roll back");
        Reason::new("always-an-error", because)
    })
}

/// Results that are a nicety, and input that may be missing: without it, the program goes on with the zero value.
fn best_effort(site: &Site) -> Option<Reason> {
    let Callee::Function { package, name } = site.types.callee(site.call) else { return None };
    if *package == *"os" && matches!(&*name, "Hostname" | "Getwd" | "UserHomeDir" | "Executable") {
        let because = format!("{package}.{name} is mostly asked for as a nicety, and the zero value does");
        return Some(Reason::new("best-effort", because));
    }
    let parses = *package == *"strconv" && (*name == *"Atoi" || name.starts_with("Parse"));
    let argument = field(site.call, "arguments").and_then(|list| named_children(list).into_iter().next())?;
    let optional = match site.types.callee(argument) {
        Callee::Function { package, name } => *package == *"os" && *name == *"Getenv",
        Callee::Method { package, name, .. } => {
            (*package == *"net/url" || *package == *"net/http")
                && matches!(&*name, "Get" | "FormValue" | "PostFormValue" | "PathValue")
        }
        _ => false,
    };
    (parses && optional).then(|| {
        let because = "what is parsed may be missing, and the zero value stands for that";
        Reason::new("best-effort", because)
    })
}

/// The body of a fuzz target calls what it tests with any input; errors are expected.
fn fuzz_target<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let call =
        function.parent().and_then(|list| list.parent()).filter(|n| n.kind_id() == kind::CALL_EXPRESSION)?;
    let Callee::Method { package, name, .. } = site.types.callee(call) else { return None };
    let discards = site.left.iter().all(|node| site.context.source(*node) == "_");
    (discards && *package == *"testing" && *name == *"Fuzz")
        .then(|| Reason::new("fuzz-target", "a fuzz target is run with invalid input too"))
}

/// The next statement that looks at a result compares it with its zero value: that is the check.
fn zero_value_handled<'a>(site: &Site<'a, '_>) -> Option<Reason> {
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
        if let Some(at) = zero_test(context, next, name) {
            let line = context.line(at.start_byte());
            let because = format!(
                "{name} is compared with its zero value (line {line}), which takes care of the error"
            );
            return Some(Reason::new("zero-value-handled", because));
        }
    }
    None
}

/// Where `statement` compares `name`, its length or a field of it with a zero value: in the condition of an `if`, as the tag of a
/// `switch` with such a case, or by `max`.
fn zero_test<'a>(context: &Context<'a>, statement: Node<'a>, name: &str) -> Option<Node<'a>> {
    let is_zero = |node: Node| matches!(context.source(node), "nil" | "0" | "\"\"" | "``");
    let is_one = |node: Node| context.source(node) == "1";
    let is_value = |node: Node| {
        let source = context.source(node);
        let source = source.strip_prefix("len(").and_then(|s| s.strip_suffix(')')).unwrap_or(source);
        source == name || source.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
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
