//! Checks in helpers of tests that have no test in reach: functions, literals and handlers in a file of tests.

use super::super::Site;
use super::super::background::{endless_loop, is_deferred, is_started};
use super::{Exit, fallback};
use crate::semantics::{Callee, Selected, Type};
use crate::syntax::ast::walk::{Part, each_stmt, expr_parts, stmt_parts};
use crate::syntax::ast::{Decl, Expr, ExprKind, StmtKind};
use crate::syntax::{Node, field, kind};
use memchr::memmem;

/// In a file of tests, a function without a test in reach: whoever calls it counts on what it returns. What it throws away as a whole is
/// logged, but for what is written to somebody who may be gone.
pub fn helping<'a>(site: &Site<'a, '_>, function: Node<'a>) -> Option<Exit> {
    if !site.context.is_test_file() {
        return None;
    }
    let is_literal = function.kind_id() == kind::FUNC_LITERAL;
    let value_is_used = site.left.iter().any(|node| site.context.source(*node) != "_");
    if value_is_used {
        // What another goroutine panics with ends all tests.
        let is_beside = is_literal && (is_started(site, function) || is_deferred(site, function));
        return (!is_beside).then(|| fallback::panicking(site))?;
    }
    let is_started =
        if is_literal { is_started(site, function) } else { is_started_elsewhere(site, function) };
    // What a method of a fake does, whoever uses that may expect to fail.
    let says = is_started || function.kind_id() != kind::METHOD_DECLARATION && !writes(site);
    (says && endless_loop(site).is_none()).then(|| fallback::logging(site))?
}

/// In a file of tests, a handler that has begun to answer.
pub fn answering(site: &Site) -> Option<Exit> {
    if !site.context.is_test_file() || endless_loop(site).is_some() {
        return None;
    }
    if site.is_pure() { fallback::logging(site) } else { fallback::panicking(site) }
}

/// Whether the call writes to an `io.Writer`, or to something with a method of that name.
fn writes(site: &Site) -> bool {
    let name = super::super::words::callee_name(site.context, site.call).unwrap_or("");
    match site.types.callee(site.call) {
        Callee::Function { package, .. } => matches!(&*package, "io" | "fmt" | "encoding/binary"),
        Callee::Method { .. } => {
            let of = crate::syntax::receiver(site.call).and_then(|r| site.types.type_of(r));
            let writes = |t: &Type| matches!(site.types.select(t, "Write"), Selected::Method(m) if m.signature.results.len() == 2);
            name.starts_with("Write") && of.is_none_or(|t| writes(&t))
        }
        _ => true,
    }
}

/// Whether a `go` statement of the file calls the declared function or one of its name, or starts a literal that does.
pub fn is_started_elsewhere(site: &Site, function: Node) -> bool {
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
                    && match &call.func.unparen().kind {
                        ExprKind::Ident(called) => **called == *name,
                        ExprKind::Selector(_, called) => *called.name == *name,
                        _ => false,
                    }
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
