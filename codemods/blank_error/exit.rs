//! How the enclosing function can leave when there is an error.

use super::Site;
use super::function::{Parameter, is_named, is_visible, params, results, zero_value};
use super::intent::is_last_in_function;
use crate::codemod::Reason;
use crate::rewrite::Import;
use crate::syntax::{Node, ancestors, enclosing_function, field, kind, named_children, prune};

/// What stands in the body of the check. `{err}` in a statement is the error variable.
pub struct Exit {
    /// Statements without indentation, each on a line of its own.
    pub statements: Vec<String>,
    /// "return it", "fail the test": the end of the fix's title.
    pub title: &'static str,
    pub imports: Vec<Import>,
    /// Whether the function is left and the program, or the test, goes on.
    pub leaves: bool,
}

impl Exit {
    fn new<const N: usize>(title: &'static str, statements: [String; N]) -> Exit {
        Exit { statements: statements.into(), title, imports: Vec::new(), leaves: false }
    }
}

/// The exit that fits the nearest function declaration or literal.
pub fn of<'a>(site: &Site<'a, '_>) -> Result<Exit, Reason> {
    let Some(function) = enclosing_function(site.context.tree.root(), site.statement) else {
        return Err(Reason::new(
            "package-level",
            "a declaration at package level has no function to return from",
        ));
    };
    let unknown =
        || Reason::new("unknown-function", "the types of the enclosing function's signature aren't known");
    let results = results(site.types, function).ok_or_else(unknown)?;
    if let Some((last, others)) = results.split_last()
        && site.types.is_error(&last.type_)
    {
        return returning(site, others);
    }
    if let Some(exit) = in_a_test(site, function, results.is_empty())? {
        return Ok(exit);
    }
    if results.iter().any(|r| site.types.is_error(&r.type_)) {
        let because = "the enclosing function returns an error, but not as its last result";
        return Err(Reason::new("error-not-last", because));
    }
    if !results.is_empty() {
        return Err(no_error_result());
    }
    let params = params(site.types, function).ok_or_else(unknown)?;
    match params.iter().find(|p| is_named(&p.type_, "net/http", "ResponseWriter")) {
        Some(writer) => in_a_handler(site, function, writer),
        None => in_main(site, function, &params),
    }
}

fn no_error_result() -> Reason {
    Reason::new("no-error-result", "the enclosing function can't return an error")
}

/// `return 0, nil, err`.
fn returning<'a>(site: &Site<'a, '_>, others: &[Parameter<'a>]) -> Result<Exit, Reason> {
    let mut values = String::new();
    let mut needed = Vec::new();
    for result in others {
        let Some((zero, imports)) = zero_value(site.context, site.types, result, site.statement) else {
            let written = site.context.source(result.written);
            return Err(Reason::new(
                "unwritable-zero-value",
                format!("the zero value of {written} can't be written here"),
            ));
        };
        values += &zero;
        values += ", ";
        needed.extend(imports);
    }
    let exit = Exit::new("return it", [format!("return {values}{{err}}")]);
    Ok(Exit { imports: needed, leaves: true, ..exit })
}

/// `t.Fatal(err)`, with the test's own `*testing.T`, `*testing.B`, `*testing.F` or `testing.TB` in reach.
fn in_a_test<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    returns_nothing: bool,
) -> Result<Option<Exit>, Reason> {
    let root = site.context.tree.root();
    let around = std::iter::successors(Some(function), |f| {
        (f.kind_id() == kind::FUNC_LITERAL).then(|| enclosing_function(root, *f)).flatten()
    });
    for node in around {
        let Some(t) = params(site.types, node).unwrap_or_default().into_iter().find(is_test) else {
            continue;
        };
        let Some(name) = t.name.filter(|name| is_visible(site.context, *name, site.statement)) else {
            return Err(Reason::new("shadowed-test", "the name of the test means something else here"));
        };
        let name = site.context.source(name);
        if node.id() == function.id() {
            return Ok(Some(Exit::new("fail the test", [format!("{name}.Fatal({{err}})")])));
        }
        if !returns_nothing {
            return Err(no_error_result());
        }
        // A literal may run on another goroutine, where Fatal must not be called (testing.T.FailNow). Where no value of
        // the call is used, what follows may go on: cleaning up, or telling the test that the goroutine is done.
        let error = format!("{name}.Error({{err}})");
        let value_is_used = site.left.iter().any(|node| site.context.source(*node) != "_");
        return Ok(Some(match value_is_used && !is_last_in_function(site, function) {
            true => Exit::new("fail the test", [error, "return".to_string()]),
            false => Exit::new("fail the test", [error]),
        }));
    }
    Ok(None)
}

fn is_test(param: &Parameter) -> bool {
    is_named(&param.type_, "testing", "TB")
        || param
            .type_
            .pointee()
            .is_some_and(|t| ["T", "B", "F"].iter().any(|name| is_named(t, "testing", name)))
}

/// `http.Error(w, …)` while nothing was written to the response.
fn in_a_handler<'a>(site: &Site<'a, '_>, function: Node<'a>, writer: &Parameter<'a>) -> Result<Exit, Reason> {
    let Some(name) = writer.name.filter(|name| is_visible(site.context, *name, site.statement)) else {
        return Err(no_error_result());
    };
    let scopes = site.context.scopes(site.statement);
    let in_loop = ancestors(function, site.statement).any(|n| n.kind_id() == kind::FOR_STATEMENT);
    let uses = scopes.local_of(name).into_iter().flat_map(|id| scopes.uses(id));
    let written = uses
        .filter(|used| used.node.start_byte() < site.statement.end_byte() || in_loop)
        .find(|used| !is_header_call(site, used.operand, function));
    if let Some(used) = written {
        let line = site.context.line(used.node.start_byte());
        return Err(Reason::new(
            "response-begun",
            format!("the response may have been written to before (line {line})"),
        ));
    }
    let Some(http) = site.context.qualifier("net/http", site.statement) else {
        return Err(no_error_result());
    };
    let status = format!("{}.StatusInternalServerError", http.name);
    let reply =
        format!("{0}.Error({1}, {0}.StatusText({status}), {status})", http.name, site.context.source(name));
    let title = "answer with an internal server error";
    let mut exit = match is_last_in_function(site, function) {
        true => Exit::new(title, [reply]),
        false => Exit::new(title, [reply, "return".to_string()]),
    };
    exit.imports.extend(http.import);
    exit.leaves = true;
    Ok(exit)
}

/// Whether this use of the writer is `w.Header()`, which sends nothing.
fn is_header_call<'a>(site: &Site<'a, '_>, used: Node<'a>, function: Node<'a>) -> bool {
    let selector = match used.kind_id() {
        kind::SELECTOR_EXPRESSION => Some(used),
        _ => ancestors(function, used).next().filter(|p| p.kind_id() == kind::SELECTOR_EXPRESSION),
    };
    selector.and_then(|s| field(s, "field")).is_some_and(|f| site.context.source(f) == "Header")
}

/// `log.Fatal(err)` in `main` and `TestMain`, unless a deferred call would then not run.
fn in_main<'a>(site: &Site<'a, '_>, function: Node<'a>, params: &[Parameter<'a>]) -> Result<Exit, Reason> {
    let package =
        named_children(site.context.tree.root()).into_iter().find(|n| n.kind_id() == kind::PACKAGE_CLAUSE);
    let in_main_package = package
        .and_then(|p| named_children(p).into_iter().next())
        .is_some_and(|name| site.context.source(name) == "main");
    let is_main = function.kind_id() == kind::FUNCTION_DECLARATION
        && in_main_package
        && field(function, "name").is_some_and(|n| site.context.source(n) == "main");
    let is_test_main = function.kind_id() == kind::FUNCTION_DECLARATION
        && params.iter().any(|p| p.type_.pointee().is_some_and(|t| is_named(t, "testing", "M")));
    let body = field(function, "body").filter(|_| is_main || is_test_main).ok_or_else(no_error_result)?;
    let deferred = prune(body, |n| n.kind_id() == kind::FUNC_LITERAL)
        .find(|n| n.kind_id() == kind::DEFER_STATEMENT && n.start_byte() < site.statement.start_byte());
    if let Some(deferred) = deferred {
        let line = site.context.line(deferred.start_byte());
        return Err(Reason::new(
            "pending-defer",
            format!("log.Fatal would skip the deferred call of line {line}"),
        ));
    }
    let Some(log) = site.context.qualifier("log", site.statement) else {
        let because = "main can only log the error and exit, and the name log is taken here";
        return Err(Reason::new("no-error-result", because));
    };
    let mut exit = Exit::new("exit with it", [format!("{}.Fatal({{err}})", log.name)]);
    exit.imports.extend(log.import);
    Ok(exit)
}
