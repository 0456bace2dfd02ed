//! Errors that are one of the outcomes to be expected of a call, known by the callee and by what else the function does.

use super::Site;
use super::background::is_deferred;
use super::hazard::lists;
use super::release::{base, names_release};
use super::words::callee_name;
use crate::codemod::Reason;
use crate::semantics::{Callee, Selected};
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_function, is_within, kind, named_children,
    receiver,
};

/// Calls whose error is one of the outcomes to be expected: a form or cookie that the request hasn't, a folder that is there already,
/// a process that was killed, or whose status is looked at.
pub fn expected<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    const REQUEST: &[&str] = &["Cookie", "FormFile", "MultipartForm", "ParseForm", "ParseMultipartForm"];
    // A literal shares its process with the function around it.
    let outermost = ancestors(site.context.tree.root(), site.statement).filter(|n| is_function(*n)).last();
    let text = outermost.map_or("", |f| site.context.source(f));
    let mentions = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let because = match site.types.callee(site.call) {
        Callee::Function { package, name } if *package == *"os" && *name == *"Mkdir" => {
            "the folder may be there already, which is an error too"
        }
        Callee::Method { package, name, .. }
            if matches!(&*package, "net/http" | "github.com/gin-gonic/gin") && REQUEST.contains(&&*name) =>
        {
            "a request may come without what is asked for, and that is an error too"
        }
        // (*os.Process).Wait says by its state how the process ended.
        Callee::Method { package, name, .. } if *package == *"os/exec" => match &*name {
            "Wait" if mentions(&["Interrupt", "Kill(", "SIGINT", "SIGKILL", "SIGTERM", "Signal("]) => {
                "a process that was killed ends with an error"
            }
            "Run" | "Wait" | "Output" | "CombinedOutput" if mentions(&["ProcessState", "ExitCode"]) => {
                "a status other than 0 is an error, and the function looks at the status"
            }
            _ => return None,
        },
        Callee::Method { name, .. } if *name == *"Close" && is_closed_by_another(site) => {
            "what it was handed to closes it as well, and closing it twice is an error"
        }
        Callee::Method { package, name, .. }
            if ends_process(&package, &name)
                && site.is_pure()
                && cleanup(site)
                    .is_some_and(|literal| *package != *"os" || is_waited_for_beyond(site, literal)) =>
        {
            "the process may have ended by itself"
        }
        Callee::Method { package, name, .. } if *package == *"go.uber.org/zap" && *name == *"Sync" => {
            "what is logged to a terminal can't be synced, which is an error"
        }
        _ if site.is_pure() && is_given_error(site) => "the call is given an error, and may return that",
        _ if site.is_pure() && is_released_twice(site) => {
            "the function does that elsewhere too, and twice may be an error"
        }
        Callee::Method { name, .. }
            if *name == *"Wait" && returns_status(site) && mentions(&["ExitCode", "exitCode", "status"]) =>
        {
            "a status other than 0 is an error, and the function looks at the status"
        }
        _ => return None,
    };
    Some(Reason::new("best-effort", because))
}

/// Whether the call gets an error, but for what it closes with it.
fn is_given_error(site: &Site) -> bool {
    let arguments = field(site.call, "arguments").map(named_children).unwrap_or_default();
    let is_error = |n: &Node| site.types.type_of(*n).is_some_and(|t| !t.is_nil() && site.types.is_error(&t));
    let closes = callee_name(site.context, site.call).is_some_and(|name| name.starts_with("Close"));
    let returns_it = site.types.call_results(site.call).is_some_and(|results| results.len() == 1);
    !closes && returns_it && arguments.iter().any(is_error)
}

/// Whether the method ends a process or waits for its end: `Kill` of whatever stands for one.
fn ends_process(package: &str, name: &str) -> bool {
    name == "Kill"
        || package == "os" && matches!(name, "Signal" | "Wait")
        || package == "os/exec" && name == "Wait"
}

/// Whether the process that the call ends may have been waited for where the literal doesn't: it stays one until then.
fn is_waited_for_beyond<'a>(site: &Site<'a, '_>, literal: Node<'a>) -> bool {
    let Some(process) = receiver(site.call).and_then(base) else { return true };
    let outermost = ancestors(site.context.tree.root(), site.statement).filter(|n| is_function(*n)).last();
    let calls = outermost.into_iter().flat_map(descendants).filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
    let is_passed = |call: Node<'a>| {
        if matches!(site.types.callee(call), Callee::Builtin(_)) {
            return false;
        }
        let arguments = field(call, "arguments").map(named_children).unwrap_or_default();
        arguments.into_iter().any(|n| site.context.source(n) == site.context.source(process))
    };
    let waits = |call: Node<'a>| {
        callee_name(site.context, call)
            .is_some_and(|name| ["CombinedOutput", "Output", "Release", "Run", "Wait"].contains(&name))
    };
    calls.into_iter().any(|call| !is_within(call, literal) && (is_passed(call) || waits(call)))
}

/// The function literal around the site, if it cleans up at the end of the function or test around it: a deferred one, or one that is
/// handed to `t.Cleanup`.
fn cleanup<'a>(site: &Site<'a, '_>) -> Option<Node<'a>> {
    let root = site.context.tree.root();
    let literal = enclosing_function(root, site.statement).filter(|f| f.kind_id() == kind::FUNC_LITERAL)?;
    let call = ancestors(root, literal).find(|n| n.kind_id() == kind::CALL_EXPRESSION)?;
    let names_cleanup = || callee_name(site.context, call).is_some_and(|name| name.ends_with("Cleanup"));
    (is_deferred(site, literal) || names_cleanup()).then_some(literal)
}

/// Whether the site belongs to a clean-up, and what it ends or removes may be gone by then.
pub fn comes_late(site: &Site) -> bool {
    let name = callee_name(site.context, site.call).unwrap_or("");
    let ends = match site.types.callee(site.call) {
        Callee::Method { package, name, .. } => ends_process(&package, &name),
        _ => false,
    };
    let removes =
        || names_removal(name) || ["Destroy", "Purge", "Unmount"].iter().any(|begin| name.starts_with(begin));
    site.is_pure() && is_cleanup(site) && (ends || removes() || is_released_twice(site))
}

/// Whether the nearest function is a literal that cleans up, or is called so.
fn is_cleanup(site: &Site) -> bool {
    let function = enclosing_function(site.context.tree.root(), site.statement);
    let name = function.and_then(|f| field(f, "name")).map_or("", |n| site.context.source(n)).to_lowercase();
    cleanup(site).is_some() || ["cleanup", "teardown"].iter().any(|begin| name.starts_with(begin))
}

/// Whether the same release, in the same words, surely comes before the site, or between a cleanup and its start.
fn is_released_twice<'a>(site: &Site<'a, '_>) -> bool {
    if !callee_name(site.context, site.call).is_some_and(|name| names_release(name) || names_removal(name)) {
        return false;
    }
    let root = site.context.tree.root();
    let Some(outermost) = ancestors(root, site.statement).filter(|n| is_function(*n)).last() else {
        return false;
    };
    let scopes = site.context.scopes(site.statement);
    let parts = |call: Node<'a>| {
        let parts = [field(call, "function"), field(call, "arguments")];
        parts.into_iter().flatten().flat_map(descendants).filter(|n| n.named_child_count() == 0)
    };
    let words = |call| parts(call).map(|n| (site.context.source(n), scopes.local_of(n))).collect::<Vec<_>>();
    let source = |n: Node<'a>| site.context.source(n);
    let own = words(site.call);
    let is_same = |call: &Node<'a>| {
        call.id() != site.call.id() && source(*call) == source(site.call) && words(*call) == own
    };
    if let Some(literal) = cleanup(site) {
        let behind = literal.end_byte()..outermost.end_byte();
        return site.context.of_kind_in(kind::CALL_EXPRESSION, behind).any(|call| is_same(&call));
    }
    let Some(released) = receiver(site.call).map(source) else { return false };
    let above = outermost.start_byte()..site.statement.start_byte();
    let texts = site
        .context
        .of_kind_in(kind::CALL_EXPRESSION, above)
        .filter(|call| source(*call) == source(site.call));
    let Some(call) = texts.last().filter(is_same) else { return false };
    let nested = |n: &Node<'a>| {
        is_function(*n) || matches!(n.kind_id(), kind::DEFER_STATEMENT | kind::GO_STATEMENT | kind::BLOCK)
    };
    let above: Vec<Node<'a>> = ancestors(root, call).take_while(|n| !nested(n)).collect();
    above.iter().position(|n| n.kind_id() == kind::STATEMENT_LIST).is_some_and(|at| {
        let end = at.checked_sub(1).map_or(call, |i| above[i]).end_byte();
        // What is used in between may have been opened again.
        lists(site).any(|list| list.id() == above[at].id())
            && end <= site.statement.start_byte()
            && !site.context.text()[end..site.statement.start_byte()].contains(released)
    })
}

/// Whether the name is that of a function after which something is gone.
fn names_removal(name: &str) -> bool {
    ["Delete", "Remove", "Rmdir", "Unlink"].iter().any(|begin| name.starts_with(begin)) && name != "RemoveAll"
}

/// Whether what the call closes is given to a server to serve on, or to package tls to speak through.
fn is_closed_by_another<'a>(site: &Site<'a, '_>) -> bool {
    let root = site.context.tree.root();
    let Some(closed) = receiver(site.call) else { return false };
    let outermost = ancestors(root, site.statement).filter(|n| is_function(*n)).last();
    let calls = outermost.into_iter().flat_map(descendants).filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
    let scopes = site.context.scopes(site.statement);
    let is_same = |n: Node<'a>| {
        site.context.source(n) == site.context.source(closed) && scopes.local_of(n) == scopes.local_of(closed)
    };
    // A listener is there to be served on, whatever the function is called.
    let is_listener = receiver(site.call)
        .and_then(|r| site.types.type_of(r))
        .is_some_and(|t| matches!(site.types.select(&t, "Accept"), Selected::Method(_)));
    let takes_over = |call: Node<'a>| match site.types.callee(call) {
        Callee::Builtin(_) | Callee::Conversion => false,
        callee => is_listener || serves(&callee),
    };
    let is_given = |call: Node<'a>| {
        let arguments = field(call, "arguments").map(named_children).unwrap_or_default();
        arguments.into_iter().any(is_same)
    };
    // What stands below comes later, but in a loop or from another function.
    let is_before = |call: Node<'a>| {
        call.start_byte() < site.statement.start_byte()
            || enclosing_function(root, site.statement).is_some_and(|f| !is_within(call, f))
            || ancestors(root, site.statement)
                .any(|n| n.kind_id() == kind::FOR_STATEMENT && is_within(call, n))
    };
    calls.into_iter().any(|call| is_given(call) && takes_over(call) && is_before(call))
}

/// Whether the callee closes what it is given: serves on it, or speaks through it.
fn serves(callee: &Callee) -> bool {
    match callee {
        Callee::Method { name, .. } => name.starts_with("Serve"),
        Callee::Function { package, name } => {
            **package == *"net/http" && name.starts_with("Serve")
                || **package == *"crypto/tls" && matches!(&**name, "Client" | "NewListener" | "Server")
        }
        _ => false,
    }
}

/// Whether the call returns how a process ended.
fn returns_status(site: &Site) -> bool {
    let results = site.types.call_results(site.call).unwrap_or_default();
    results.iter().any(|t| t.pointee().is_some_and(|t| t.is_defined_as("os", "ProcessState")))
}
