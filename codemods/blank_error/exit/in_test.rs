//! Checks in tests, benchmarks and their helpers: with the `*testing.T`, `*testing.B`, `*testing.F` or `testing.TB` in reach,
//! whatever its name.

use super::super::Site;
use super::super::background::{endless_loop, started};
use super::super::function::{Parameter, is_visible, params, receiver};
use super::super::intent::{fuzz_target, is_fuzz_target, is_last_in_function};
use super::super::outcome::comes_late;
use super::in_helper::is_started_elsewhere;
use super::{Check, Exit, Then, fallback, return_statement};
use crate::codemod::Reason;
use crate::semantics::scopes::LocalKind;
use crate::semantics::{Callee, Selected, Type};
use crate::syntax::{
    Node, ancestors, descendants, enclosing_function, field, is_function, is_within, kind, named_children,
    prune,
};

const REQUIRE: &str = "github.com/stretchr/testify/require";

/// Packages with a function that fails the test unless its error is nil.
const REQUIRING: &[(&str, &str)] = &[
    (REQUIRE, "NoError"),
    ("gotest.tools/v3/assert", "NilError"),
    ("github.com/shoenig/test/must", "NoError"),
];

/// What a test is told by.
struct Reach {
    /// What is called `t` in most tests.
    t: String,
    /// The receiver of a method of one of testify's suites.
    suite: Option<String>,
    /// Whether the function surely runs on the goroutine of the test.
    runs_in_test: bool,
}

/// The check in `function`; `None` when no test is in reach.
pub fn of<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    results: &[Parameter<'a>],
) -> Result<Option<Exit>, Reason> {
    let Some(reach) = in_reach(site, function)? else { return Ok(None) };
    if comes_late(site) && endless_loop(site).is_none() {
        return Ok(Some(logging(&reach.t)));
    }
    match reach.runs_in_test {
        true => Ok(Some(failing(site, &reach))),
        false => elsewhere(site, function, results, &reach.t).map(Some),
    }
}

/// `t.Error(err)`, and what follows happens all the same; `None` when no test is in reach, or it would be told again and again.
pub fn going_on(site: &Site) -> Option<Exit> {
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let reach = in_reach(site, function).ok()??;
    (reach.runs_in_test || endless_loop(site).is_none()).then(|| staying(site, &reach.t))
}

/// What a test does in the background is logged: it may go wrong when the test is done. The test logs it where it waits; where it may be
/// over, that would panic. What goes on for ever would be logged for ever.
pub fn in_background(site: &Site) -> Option<Exit> {
    if !site.others.is_empty() || endless_loop(site).is_some() {
        return None;
    }
    waited_for(site).or_else(|| fallback::logging(site))
}

/// `t.Log(err)` in a literal on another goroutine that says that it's done.
pub fn waited_for<'a>(site: &Site<'a, '_>) -> Option<Exit> {
    started(site).filter(|_| site.others.is_empty() && endless_loop(site).is_none())?;
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let is_waited_for = signals_below(site, function) || signals_deferred(site, function);
    let reach = in_reach(site, function).ok()?.filter(|_| is_waited_for)?;
    Some(logging(&reach.t))
}

/// Whether the call writes to the response of a handler: whoever asked may be gone, and the test be content.
fn answers(site: &Site) -> bool {
    let arguments = field(site.call, "arguments").map(named_children).unwrap_or_default();
    let to = crate::syntax::receiver(site.call).into_iter().chain(arguments.first().copied());
    let is_response =
        |n: Node| site.types.type_of(n).is_some_and(|t| t.is_defined_as("net/http", "ResponseWriter"));
    to.into_iter().any(is_response)
}

/// The error of a clean-up is logged in the test, where it may come too late.
pub fn mentioned(site: &Site) -> Option<Exit> {
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let reach = in_reach(site, function).ok()?.filter(|_| endless_loop(site).is_none())?;
    Some(logging(&reach.t))
}

fn logging(t: &str) -> Exit {
    Exit::new("Log the error and go on", Then::GoesOn, [format!("{t}.Log({{err}})")])
}

fn staying(site: &Site, t: &str) -> Exit {
    if comes_late(site) || answers(site) {
        return logging(t);
    }
    Exit::new("Fail the test and go on", Then::GoesOn, [format!("{t}.Error({{err}})")])
}

fn in_reach<'a>(site: &Site<'a, '_>, function: Node<'a>) -> Result<Option<Reach>, Reason> {
    let root = site.context.tree.root();
    let around = std::iter::successors(Some(function), |f| {
        (f.kind_id() == kind::FUNC_LITERAL).then(|| enclosing_function(root, *f)).flatten()
    });
    // FailNow may be called on the goroutine of the test alone (go doc testing.T.FailNow).
    let mut runs_in_test = true;
    for node in around {
        let params = params(site.types, node).unwrap_or_default();
        if let Some(t) = params.iter().find(|param| is_test(site, &param.type_)) {
            let is_named = |name: &Node| site.context.source(*name) != "_";
            let Some(name) = t.name.filter(is_named) else {
                return match is_fuzz_target(site, node) {
                    true => Err(fuzz_target()),
                    false => Err(Reason::new("shadowed-test", "the test has no name here")),
                };
            };
            if !is_visible(site.context, name, site.statement) {
                return Err(Reason::new("shadowed-test", "the name of the test means something else here"));
            }
            runs_in_test &= !is_started_elsewhere(site, node);
            let t = site.context.source(name).to_string();
            return Ok(Some(Reach { t, suite: None, runs_in_test }));
        }
        let visible =
            |param: &Parameter<'a>| param.name.filter(|name| is_visible(site.context, *name, site.statement));
        for param in &params {
            if let Some(name) = visible(param)
                && is_suite(site, &param.type_)
            {
                runs_in_test &= !is_started_elsewhere(site, node);
                let name = site.context.source(name).to_string();
                return Ok(Some(Reach { t: format!("{name}.T()"), suite: Some(name), runs_in_test }));
            }
            if let Some(name) = visible(param)
                && let Some(field) = test_in_field(site, &param.type_)
            {
                runs_in_test &= !is_started_elsewhere(site, node);
                let t = format!("{}.{field}", site.context.source(name));
                return Ok(Some(Reach { t, suite: None, runs_in_test }));
            }
        }
        let own = receiver(site.types, node);
        if let Some(own) = own.as_ref()
            && let Some(name) = visible(own)
        {
            let name = site.context.source(name).to_string();
            if is_suite(site, &own.type_) {
                let t = format!("{name}.T()");
                return Ok(Some(Reach { t, suite: Some(name), runs_in_test }));
            }
            // Any goroutine may call what isn't called by the test itself: a fake, say.
            if let Some(field) = test_in_field(site, &own.type_) {
                let t = format!("{name}.{field}");
                return Ok(Some(Reach { t, suite: None, runs_in_test: false }));
            }
        }
        runs_in_test &= runs_where_it_stands(site, node);
    }
    Ok(None)
}

/// `*testing.T` and what can do the same: gocheck's `*C`, an interface of somebody's own.
fn is_test(site: &Site, type_: &Type) -> bool {
    const METHODS: &[&str] = &["Error", "FailNow", "Fatal"];
    type_.is_defined_as("testing", "TB")
        || type_
            .pointee()
            .is_some_and(|t| ["T", "B", "F"].iter().any(|name| t.is_defined_as("testing", name)))
        || METHODS.iter().all(|name| match site.types.select(type_, name) {
            Selected::Method(method) => {
                method.signature.variadic && method.signature.params.len() == 1 || *name == "FailNow"
            }
            _ => false,
        })
}

/// The field of a struct, or of what a pointer to one points to, that holds the test.
fn test_in_field(site: &Site, type_: &Type) -> Option<String> {
    let Type::Struct(of) = site.types.underlying(type_.pointee().unwrap_or(type_)) else { return None };
    let is_testing = |type_: &Type| {
        type_.is_defined_as("testing", "TB")
            || type_.pointee().is_some_and(|t| ["T", "B"].iter().any(|name| t.is_defined_as("testing", name)))
    };
    let field = of.fields.iter().find(|field| is_testing(&field.ty))?;
    matches!(site.types.select(type_, &field.name), Selected::Field { .. }).then(|| field.name.to_string())
}

/// A type that embeds testify's suite.
fn is_suite(site: &Site, type_: &Type) -> bool {
    match site.types.select(type_, "Require") {
        Selected::Method(method) => method
            .signature
            .results
            .iter()
            .any(|t| t.pointee().is_some_and(|t| t.is_defined_as(REQUIRE, "Assertions"))),
        _ => false,
    }
}

/// `require.NoError(t, err)` where the file imports testify's require or its like, `t.Fatal(err)` otherwise.
fn failing(site: &Site, reach: &Reach) -> Exit {
    let requiring = |before: String| {
        let check = Check::Call(before, ")".to_string());
        Exit {
            check,
            title: "Fail the test",
            imports: Vec::new(),
            then: Then::Ends,
            condition: None,
            bare: None,
        }
    };
    let discards = site.left.iter().all(|node| site.context.source(*node) == "_");
    let here = enclosing_function(site.context.tree.root(), site.statement);
    if here.is_some_and(|f| is_fuzz_target(site, f)) && !discards && depends_on_input(site) {
        let skip = format!("{}.Skip({{err}})", reach.t);
        return Exit::new("Skip the input", Then::Ends, [skip]);
    }
    if let Some(suite) = &reach.suite {
        return requiring(format!("{suite}.Require().NoError("));
    }
    if let Some(require) = require_in_reach(site) {
        return requiring(format!("{require}.NoError("));
    }
    for (path, function) in REQUIRING {
        if site.context.imports().of_path(path).is_some()
            && let Some(package) = site.context.qualifier(path, site.statement)
            && package.import.is_none()
        {
            return requiring(format!("{}.{function}({}, ", package.name, reach.t));
        }
    }
    Exit::new("Fail the test", Then::Ends, [format!("{}.Fatal({{err}})", reach.t)])
}

/// Whether the call in a fuzz target gets something that the target got or made: other errors than of invalid input are failures.
fn depends_on_input<'a>(site: &Site<'a, '_>) -> bool {
    let Some(function) = enclosing_function(site.context.tree.root(), site.statement) else { return false };
    let scopes = site.context.scopes(site.statement);
    let inputs = |node| scopes.local_of(node).map(|id| scopes.local(id));
    prune(site.call, is_function).filter_map(inputs).any(|local| {
        is_within(local.declared, function)
            && site.types.type_of(local.declared).is_none_or(|t| !is_test(site, &t))
    })
}

/// The name of a variable that holds what `require.New(t)` returns.
fn require_in_reach<'a>(site: &Site<'a, '_>) -> Option<&'a str> {
    let scopes = site.context.scopes(site.statement);
    let at = site.statement.start_byte();
    let here = enclosing_function(site.context.tree.root(), site.statement)?;
    let found = scopes.locals().find(|(id, local)| {
        local.kind == LocalKind::Var
            && is_within(local.declared, here)
            && scopes.meaning_at(local.name, at) == Some(*id)
            && site
                .types
                .type_of(local.declared)
                .is_some_and(|t| t.pointee().is_some_and(|t| t.is_defined_as(REQUIRE, "Assertions")))
    });
    found.map(|(_, local)| local.name)
}

/// `t.Error(err)` on what may be another goroutine. Where no value of the call is used, what follows may go on: cleaning up, or
/// telling the test that the goroutine is done. Somebody may wait for that otherwise too.
fn elsewhere<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    results: &[Parameter<'a>],
    t: &str,
) -> Result<Exit, Reason> {
    let value_is_used = site.left.iter().any(|node| site.context.source(*node) != "_");
    let stays = !value_is_used || is_last_in_function(site, function) || signals_below(site, function);
    if stays {
        let endless = endless_loop(site).map(|loop_| site.context.line(loop_.start_byte()));
        return endless.map_or(Ok(staying(site, t)), |line| {
            let because = format!(
                "the loop of line {line} goes on until somebody else ends it, and each of its failures would be one of the test"
            );
            Err(Reason::new("background", because))
        });
    }
    let error = format!("{t}.Error({{err}})");
    let title = "Fail the test and leave the function literal";
    let (leave, imports) = return_statement(site, function, results)?;
    let exit = match leave {
        Some(leave) => Exit::new(title, Then::Leaves, [error, leave]),
        None => Exit::new(title, Then::Leaves, [error]),
    };
    Ok(exit.importing(imports))
}

/// Whether what `literal` does is done on the goroutine of the function around it, before that goes on: it's called at once, or is
/// the value of a variable that is called and not started.
pub fn runs_where_it_stands<'a>(site: &Site<'a, '_>, literal: Node<'a>) -> bool {
    let root = site.context.tree.root();
    let mut above = ancestors(root, literal);
    let Some(parent) = above.next() else { return false };
    if is_plain_call(parent, literal, above.next()) {
        return true;
    }
    // `f := func() { … }`
    let Some(declaration) = ancestors(root, literal).nth(1) else { return false };
    let left = field(declaration, "left").map(named_children).unwrap_or_default();
    let right = field(declaration, "right").map(named_children).unwrap_or_default();
    let ([name], [_]) = (left.as_slice(), right.as_slice()) else { return false };
    if declaration.kind_id() != kind::SHORT_VAR_DECLARATION {
        return false;
    }
    let scopes = site.context.scopes(literal);
    let Some(id) = scopes.local_of(*name) else { return false };
    scopes.uses(id).all(|used| {
        let mut above = ancestors(root, used.node);
        let parent = above.next();
        !scopes.is_captured(used) && parent.is_some_and(|call| is_plain_call(call, used.node, above.next()))
    })
}

/// Whether `call` calls `function` in an expression, and not as what a `go` or `defer` statement does later.
fn is_plain_call(call: Node, function: Node, above: Option<Node>) -> bool {
    call.kind_id() == kind::CALL_EXPRESSION
        && field(call, "function").is_some_and(|f| f.id() == function.id())
        && above.is_none_or(|n| !matches!(n.kind_id(), kind::GO_STATEMENT | kind::DEFER_STATEMENT))
}

/// Whether the function sends, closes a channel or calls Done below the site, and not by a `defer`.
fn signals_below<'a>(site: &Site<'a, '_>, function: Node<'a>) -> bool {
    let Some(body) = field(function, "body") else { return false };
    prune(body, |n| is_function(n) || n.kind_id() == kind::DEFER_STATEMENT)
        .filter(|n| n.start_byte() >= site.statement.end_byte() && is_within(*n, body))
        .any(|n| signals(site, n))
}

/// Whether the function does so by a `defer` above the site.
fn signals_deferred<'a>(site: &Site<'a, '_>, function: Node<'a>) -> bool {
    site.context
        .own(function)
        .filter(|n| n.kind_id() == kind::DEFER_STATEMENT && n.end_byte() <= site.statement.start_byte())
        .any(|deferred| descendants(deferred).any(|n| signals(site, n)))
}

fn signals<'a>(site: &Site<'a, '_>, node: Node<'a>) -> bool {
    match node.kind_id() {
        kind::SEND_STATEMENT => true,
        kind::CALL_EXPRESSION => match site.types.callee(node) {
            Callee::Builtin(builtin) => builtin.name() == "close",
            Callee::Method { package, name, .. } => *package == *"sync" && *name == *"Done",
            _ => false,
        },
        _ => false,
    }
}
