//! Checks in tests, benchmarks and their helpers: with the `*testing.T`, `*testing.B`, `*testing.F` or `testing.TB` in reach,
//! whatever its name.

use super::super::Site;
use super::super::function::{Parameter, is_named, is_visible, params};
use super::super::intent::is_last_in_function;
use super::{Check, Exit, Then, return_statement};
use crate::codemod::Reason;
use crate::semantics::Callee;
use crate::semantics::scopes::Imports;
use crate::syntax::ast::walk::{Part, each_stmt, expr_parts, stmt_parts};
use crate::syntax::ast::{Decl, Expr, ExprKind, StmtKind};
use crate::syntax::{
    Node, ancestors, enclosing_function, field, is_function, is_within, kind, named_children, prune,
};
use memchr::memmem;

const REQUIRE: &str = "github.com/stretchr/testify/require";

/// The check in `function`; `None` when no test is in reach.
pub fn of<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    results: &[Parameter<'a>],
) -> Result<Option<Exit>, Reason> {
    let Some((name, runs_in_test)) = test_in_reach(site, function)? else { return Ok(None) };
    match runs_in_test {
        true => Ok(Some(failing(site, name))),
        false => elsewhere(site, function, results, name).map(Some),
    }
}

/// `t.Error(err)`, and what follows happens all the same; `None` when no test is in reach.
pub fn going_on(site: &Site) -> Option<Exit> {
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let (name, _) = test_in_reach(site, function).ok()??;
    Some(staying(name))
}

fn staying(t: &str) -> Exit {
    Exit::new("Fail the test and go on", Then::GoesOn, [format!("{t}.Error({{err}})")])
}

/// The test's name, and whether `function` surely runs on the goroutine of that test.
fn test_in_reach<'a>(site: &Site<'a, '_>, function: Node<'a>) -> Result<Option<(&'a str, bool)>, Reason> {
    let root = site.context.tree.root();
    let around = std::iter::successors(Some(function), |f| {
        (f.kind_id() == kind::FUNC_LITERAL).then(|| enclosing_function(root, *f)).flatten()
    });
    // FailNow may be called on the goroutine of the test alone (go doc testing.T.FailNow).
    let mut runs_in_test = true;
    for node in around {
        let Some(t) = params(site.types, node).unwrap_or_default().into_iter().find(is_test) else {
            runs_in_test &= runs_where_it_stands(site, node);
            continue;
        };
        let Some(name) = t.name.filter(|name| is_visible(site.context, *name, site.statement)) else {
            return Err(Reason::new("shadowed-test", "the name of the test means something else here"));
        };
        runs_in_test &= !is_started_elsewhere(site, node);
        return Ok(Some((site.context.source(name), runs_in_test)));
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

/// `require.NoError(t, err)` where the file imports testify's require, `t.Fatal(err)` otherwise.
fn failing(site: &Site, t: &str) -> Exit {
    let title = "Fail the test";
    if Imports::of(site.context.tree).of_path(REQUIRE).is_some()
        && let Some(require) = site.context.qualifier(REQUIRE, site.statement)
        && require.import.is_none()
    {
        let check = Check::Call(format!("{}.NoError({t}, ", require.name), ")");
        return Exit { check, title, imports: Vec::new(), then: Then::Ends, bare: None };
    }
    Exit::new(title, Then::Ends, [format!("{t}.Fatal({{err}})")])
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
        return Ok(staying(t));
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
fn runs_where_it_stands<'a>(site: &Site<'a, '_>, literal: Node<'a>) -> bool {
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

/// Whether a `go` statement of the file calls the declared function, or starts a literal that does.
fn is_started_elsewhere(site: &Site, function: Node) -> bool {
    let Some(name) = field(function, "name").map(|name| site.context.source(name)) else { return false };
    let mut found = false;
    for (index, decl) in site.context.outline.decls.iter().enumerate() {
        let text = site.context.text()[decl.range.clone()].as_bytes();
        if ["go", name].iter().any(|word| memmem::find(text, word.as_bytes()).is_none()) {
            continue;
        }
        // Not the tree: it holds only what may hold a finding.
        let decls = site.types.syntax(index).map_or(&[][..], |parsed| &parsed.decls);
        for body in
            decls.iter().filter_map(|decl| if let Decl::Func(f) = decl { f.body.as_ref() } else { None })
        {
            each_stmt(&body.stmts, &mut |stmt| {
                found |= matches!(&stmt.kind, StmtKind::Go(call) if calls(call, name))
            });
        }
    }
    found
}

/// Whether the expression calls something of this name, in function literals too.
fn calls(expr: &Expr, name: &str) -> bool {
    let mut todo = vec![Part::Expr(expr)];
    while let Some(part) = todo.pop() {
        match part {
            Part::Expr(expr) => {
                if let ExprKind::Call(call) = &expr.kind
                    && matches!(&call.func.unparen().kind, ExprKind::Ident(n) if **n == *name)
                {
                    return true;
                }
                expr_parts(expr, &mut |part| todo.push(part));
            }
            Part::Stmt(stmt) => stmt_parts(stmt, &mut |part| todo.push(part)),
            Part::Body(block) => todo.extend(block.stmts.iter().map(Part::Stmt)),
            Part::Signature(_) => {}
        }
    }
    false
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
        .any(|n| match n.kind_id() {
            kind::SEND_STATEMENT => true,
            kind::CALL_EXPRESSION => match site.types.callee(n) {
                Callee::Builtin(builtin) => builtin.name() == "close",
                Callee::Method { package, name, .. } => *package == *"sync" && *name == *"Done",
                _ => false,
            },
            _ => false,
        })
}
