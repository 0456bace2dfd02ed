//! Checks in HTTP handlers: of package net/http, and of gin. Echo's and fiber's return an error as other functions do.
//!
//! Only where nothing can have been written to the response before: every use of what writes it counts as writing, but for those that
//! are known not to, and those in branches that leave the function.

use super::super::Site;
use super::super::function::{Parameter, is_visible};
use super::super::intent::is_last_in_function;
use super::answered::caller_goes_on;
use super::{Exit, Then, no_error_result};
use crate::codemod::Reason;
use crate::rewrite::statements;
use crate::semantics::Callee;
use crate::semantics::scopes::Use;
use crate::syntax::{Node, ancestors, field, is_within, kind, receiver};

const GIN: &str = "github.com/gin-gonic/gin";

/// The check in a handler; `None` when `function` is none.
pub fn of<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    params: &[Parameter<'a>],
) -> Option<Result<Exit, Reason>> {
    if let Some(writer) = params.iter().find(|p| p.type_.is_defined_as("net/http", "ResponseWriter")) {
        return Some(answering(site, function, writer, &is_header_only));
    }
    let is_gin = |p: &&Parameter| p.type_.pointee().is_some_and(|t| t.is_defined_as(GIN, "Context"));
    let context = params.iter().find(is_gin)?;
    Some(answering(site, function, context, &is_gin_read))
}

/// `http.Error(w, …)`, `c.AbortWithError(…)`.
fn answering<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    writer: &Parameter<'a>,
    writes_nothing: &dyn Fn(&Site<'a, '_>, &Use<'a>) -> bool,
) -> Result<Exit, Reason> {
    let Some(name) = writer.name.filter(|name| is_visible(site.context, *name, site.statement)) else {
        return Err(no_error_result());
    };
    let scopes = site.context.scopes(site.statement);
    let uses = scopes.local_of(name).into_iter().flat_map(|id| scopes.uses(id));
    let written = uses
        .filter(|used| may_come_before(site, function, used.node))
        .find(|used| !is_within(used.node, site.call) && !writes_nothing(site, used));
    let is_gin = !writer.type_.is_defined_as("net/http", "ResponseWriter");
    let source = site.context.source(name);
    if is_gin && written.is_some() {
        // What the error means for the response is for whoever comes behind: Error only keeps it.
        let title = "Add the error to those of the context";
        let add = format!("{source}.Error({{err}})");
        let value_is_used = site.left.iter().any(|node| site.context.source(*node) != "_");
        return match value_is_used {
            true => leaving(site, function, title, vec![add]),
            false => Ok(Exit::new(title, Then::GoesOn, [add])),
        };
    }
    if let Some(used) = written {
        let line = site.context.line(used.node.start_byte());
        let because = format!("the response may have been written to before (line {line})");
        return Err(Reason::new("response-begun", because));
    }
    // The call itself gets the writer: what it did before it failed isn't known.
    let own = scopes.local_of(name).into_iter().flat_map(|id| scopes.uses(id));
    let mut own = own.filter(|used| is_within(used.node, site.call));
    if is_gin && binds(site) {
        // It answers with a bad request by itself.
        return leaving(site, function, "Leave the handler, which has answered", Vec::new());
    }
    if caller_goes_on(site, function) {
        return Err(Reason::new(
            "response-begun",
            "whoever calls the function goes on, and may answer as well",
        ));
    }
    if own.any(|used| !writes_nothing(site, used)) {
        return Err(Reason::new("response-begun", "the call itself may have written to the response"));
    }
    let Some(http) = site.context.qualifier("net/http", site.statement) else {
        return Err(no_error_result());
    };
    let status = format!("{}.StatusInternalServerError", http.name);
    let reply = match is_gin {
        true => format!("{source}.AbortWithError({status}, {{err}})"),
        false => format!("{0}.Error({source}, {0}.StatusText({status}), {status})", http.name),
    };
    let exit = leaving(site, function, "Answer with an internal server error", vec![reply])?;
    Ok(exit.importing(http.import))
}

fn leaving<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    title: &'static str,
    mut statements: Vec<String>,
) -> Result<Exit, Reason> {
    if !is_last_in_function(site, function) {
        statements.push("return".to_string());
    }
    if statements.is_empty() {
        return Err(Reason::new("no-error-result", "the call answers by itself, and nothing follows"));
    }
    let exit = Exit::new::<0>(title, Then::Leaves, []);
    Ok(Exit { check: super::Check::If(statements), ..exit })
}

/// Whether what is done at `used` may be done before the site is reached: it stands above, or a loop around both comes back to it; and no
/// branch leads from it out of the function.
fn may_come_before<'a>(site: &Site<'a, '_>, function: Node<'a>, used: Node<'a>) -> bool {
    let is_loop = |n: &Node<'a>| n.kind_id() == kind::FOR_STATEMENT && is_within(used, *n);
    let in_loop = ancestors(function, site.statement).any(|n| is_loop(&n));
    if used.start_byte() >= site.statement.end_byte() && !in_loop {
        return false;
    }
    // The innermost first: any branch that holds the use and not the site, and ends by leaving.
    !ancestors(function, used).take_while(|n| !is_within(site.statement, *n)).any(|branch| {
        let is_branch = matches!(
            branch.kind_id(),
            kind::BLOCK
                | kind::EXPRESSION_CASE
                | kind::TYPE_CASE
                | kind::DEFAULT_CASE
                | kind::COMMUNICATION_CASE
        );
        is_branch && leaves_function(site, branch)
    })
}

/// Whether the statements of a block or clause end by a `return` or a call that never returns.
fn leaves_function<'a>(site: &Site<'a, '_>, branch: Node<'a>) -> bool {
    let list = match branch.kind_id() {
        kind::BLOCK => statements(branch),
        _ => crate::semantics::flow::statements(branch),
    };
    let Some(last) = list.last() else { return false };
    match last.kind_id() {
        kind::RETURN_STATEMENT => true,
        kind::EXPRESSION_STATEMENT => last
            .named_child(0)
            .is_some_and(|call| call.kind_id() == kind::CALL_EXPRESSION && site.context.never_returns(call)),
        _ => false,
    }
}

/// Whether this use of an `http.ResponseWriter` sends nothing: `w.Header()`, and functions that only set headers or keep the writer
/// for later.
fn is_header_only<'a>(site: &Site<'a, '_>, used: &Use<'a>) -> bool {
    let root = site.context.tree.root();
    let mut above = ancestors(root, used.node);
    let Some(parent) = above.next() else { return false };
    if parent.kind_id() == kind::SELECTOR_EXPRESSION {
        return field(parent, "field").is_some_and(|f| site.context.source(f) == "Header");
    }
    let Some(call) = above.next().filter(|n| n.kind_id() == kind::CALL_EXPRESSION) else { return false };
    match site.types.callee(call) {
        Callee::Function { package, name } => {
            *package == *"net/http" && matches!(&*name, "SetCookie" | "MaxBytesReader")
        }
        _ => false,
    }
}

/// Methods of gin's context that write nothing.
const GIN_READS: &[&str] = &[
    "ClientIP",
    "ContentType",
    "Cookie",
    "Copy",
    "FormFile",
    "FullPath",
    "GetHeader",
    "GetRawData",
    "HandlerName",
    "Header",
    "IsAborted",
    "IsWebsocket",
    "MultipartForm",
    "Param",
    "RemoteIP",
    "SaveUploadedFile",
    "Set",
    "SetAccepted",
    "SetCookie",
    "SetSameSite",
    "Value",
];

/// Families of such methods, by how their names begin.
const GIN_READ_FAMILIES: &[&str] =
    &["Get", "Must", "Query", "DefaultQuery", "PostForm", "DefaultPostForm", "ShouldBind"];

/// Fields of gin's context that can be read without writing. `Writer` isn't one.
const GIN_FIELDS: &[&str] = &["Request", "Params", "Keys", "Errors", "Accepted"];

/// Whether this use of a `*gin.Context` writes nothing to the response.
fn is_gin_read<'a>(site: &Site<'a, '_>, used: &Use<'a>) -> bool {
    let selector = ancestors(site.context.tree.root(), used.node).next();
    let selected = selector.filter(|n| n.kind_id() == kind::SELECTOR_EXPRESSION);
    let Some(name) = selected.and_then(|s| field(s, "field")).map(|f| site.context.source(f)) else {
        return false;
    };
    GIN_READS.contains(&name)
        || GIN_FIELDS.contains(&name)
        || name != "MustBindWith" && GIN_READ_FAMILIES.iter().any(|family| name.starts_with(family))
}

/// Whether the call is one of gin's that answer with a bad request when they fail.
fn binds(site: &Site) -> bool {
    let Callee::Method { package, name, .. } = site.types.callee(site.call) else { return false };
    *package == *GIN
        && (name.starts_with("Bind") || *name == *"MustBindWith")
        && receiver(site.call).is_some()
}
