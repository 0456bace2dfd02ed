//! Signs that the error is thrown away on purpose, or that a check would be wrong where it would stand.

use super::Site;
use crate::codemod::{Context, Reason};
use crate::semantics::Callee;
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_function, is_within, kind, named_children,
    prune,
};

/// Why a check at the site would be wrong, though one could be written.
pub fn objection<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    value_with_error(site)
        .or_else(|| always_an_error(site))
        .or_else(|| rolls_back(site))
        .or_else(|| best_effort(site))
        .or_else(|| normal_outcome(site))
        .or_else(|| tries_again(site))
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

/// Calls whose error is one of the outcomes to be expected: a form or cookie that the request hasn't, a folder that is there already,
/// a process that was killed, or whose status is looked at.
fn normal_outcome(site: &Site) -> Option<Reason> {
    const REQUEST: &[&str] = &["Cookie", "FormFile", "MultipartForm", "ParseForm", "ParseMultipartForm"];
    let mentions = |words: &[&str]| {
        let function = enclosing_function(site.context.tree.root(), site.statement);
        let text = function.map_or("", |f| site.context.source(f));
        words.iter().any(|word| text.contains(word))
    };
    let because = match site.types.callee(site.call) {
        Callee::Function { package, name } if *package == *"os" && *name == *"Mkdir" => {
            "the folder may be there already, which is an error too"
        }
        Callee::Method { package, name, .. }
            if matches!(&*package, "net/http" | "github.com/gin-gonic/gin") && REQUEST.contains(&&*name) =>
        {
            "a request may come without what is asked for, and that is an error too"
        }
        Callee::Method { package, name, .. } if matches!(&*package, "os/exec" | "os") => match &*name {
            "Wait" if mentions(&["Kill(", "Signal("]) => "a process that was killed ends with an error",
            "Run" | "Wait" | "Output" | "CombinedOutput" if mentions(&["ProcessState", "ExitCode"]) => {
                "a status other than 0 is an error, and the function looks at the status"
            }
            _ => return None,
        },
        _ => return None,
    };
    Some(Reason::new("best-effort", because))
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
        if POLLS.iter().any(|word| name.contains(word)) {
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
        prune(loop_, is_function)
            .filter(|n| n.kind_id() == kind::CALL_EXPRESSION && !is_within(*n, site.statement))
            .find(|n| again(*n))
    })?;
    let line = site.context.line(found.start_byte());
    let because = format!(
        "the loop goes on after {} (line {line}); one failure may not be the end of it",
        name_of(found)
    );
    Some(Reason::new("tries-again", because))
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
