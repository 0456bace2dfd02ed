//! Whether those who call a function may answer the request once more when it has.
//!
//! It looks at the calls in the same file, by name: what is called elsewhere, or through a variable, isn't known to be a helper.

use super::super::Site;
use crate::syntax::ast::walk::{Part, expr_parts, stmt_parts};
use crate::syntax::ast::{Block, Decl, Expr, ExprKind, Stmt, StmtKind};
use crate::syntax::{Node, field};
use memchr::memmem;

/// Whether a call of the declared function isn't the last thing that its caller does.
pub fn caller_goes_on(site: &Site, function: Node) -> bool {
    let Some(name) = field(function, "name").map(|name| site.context.source(name)) else { return false };
    let decls = site.context.outline.decls.iter().enumerate();
    let mentions = decls.filter(|(_, decl)| {
        let text = site.context.text()[decl.range.clone()].as_bytes();
        memmem::find(text, name.as_bytes()).is_some()
    });
    mentions.filter_map(|(index, _)| site.types.syntax(index)).flat_map(|parsed| &parsed.decls).any(|decl| {
        let Decl::Func(function) = decl else { return false };
        function.body.as_ref().is_some_and(|body| goes_on(&body.stmts, true, name))
    })
}

/// Whether a call in these statements is followed by something else. `at_end`: nothing follows them.
fn goes_on(stmts: &[Stmt], at_end: bool, name: &str) -> bool {
    stmts.iter().enumerate().any(|(i, stmt)| {
        let is_end = match stmts.get(i + 1) {
            None => at_end,
            Some(next) => matches!(next.kind, StmtKind::Return(_)),
        };
        in_stmt(stmt, is_end, name)
    })
}

fn in_stmt(stmt: &Stmt, at_end: bool, name: &str) -> bool {
    let mut found = match &stmt.kind {
        StmtKind::Expr(expr) => !at_end && is_call(expr, name),
        StmtKind::Go(expr) | StmtKind::Defer(expr) => is_call(expr, name),
        StmtKind::Labeled(_, inner) => return in_stmt(inner, at_end, name),
        StmtKind::Block(block) => return goes_on(&block.stmts, at_end, name),
        StmtKind::If(inner) => {
            goes_on(&inner.then.stmts, at_end, name)
                || inner.otherwise.as_ref().is_some_and(|other| in_stmt(other, at_end, name))
        }
        StmtKind::Switch(inner) => inner.clauses.iter().any(|clause| goes_on(&clause.body, at_end, name)),
        StmtKind::TypeSwitch(inner) => inner.clauses.iter().any(|clause| goes_on(&clause.body, at_end, name)),
        StmtKind::Select(clauses) => clauses.iter().any(|clause| goes_on(&clause.body, at_end, name)),
        StmtKind::For(inner) => goes_on(&inner.body.stmts, false, name),
        StmtKind::Range(inner) => goes_on(&inner.body.stmts, false, name),
        _ => false,
    };
    stmt_parts(stmt, &mut |part| {
        if let Part::Expr(expr) = part {
            found |= literals(expr).into_iter().any(|body| goes_on(&body.stmts, true, name));
        }
    });
    found
}

fn is_call(expr: &Expr, name: &str) -> bool {
    let ExprKind::Call(call) = &expr.kind else { return false };
    match &call.func.unparen().kind {
        ExprKind::Ident(called) => **called == *name,
        ExprKind::Selector(_, called) => *called.name == *name,
        _ => false,
    }
}

/// The bodies of the function literals in an expression, without those in them.
fn literals(expr: &Expr) -> Vec<&Block> {
    let mut found = Vec::new();
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        expr_parts(expr, &mut |part| match part {
            Part::Expr(expr) => todo.push(expr),
            Part::Body(block) => found.push(block),
            _ => {}
        });
    }
    found
}
