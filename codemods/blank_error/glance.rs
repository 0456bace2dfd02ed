//! A look at a declaration before it becomes a tree: whether an error may be thrown away in it at all. In most code the
//! blank identifier takes a value, `_, err := f()`, or the bool of a map; that the types of a few calls tell.

use crate::semantics::{FileTypes, Type};
use crate::syntax::ast::walk::each_stmt;
use crate::syntax::ast::{Call, Decl, Expr, ExprKind, Pos, Stmt, StmtKind, VarSpec};
use std::ops::Range;

/// `false` only when the top-level declaration of this number holds no finding.
pub fn may_hold_finding(types: &FileTypes, index: usize) -> bool {
    let Some([Decl::Func(function)]) = types.syntax(index).map(|parsed| parsed.decls.as_slice()) else {
        return true;
    };
    let mut discards = Vec::new();
    let body = function.body.as_ref().map_or(&[][..], |body| &body.stmts);
    each_stmt(body, &mut |stmt| discards.extend(discards_of(stmt)));
    let calls = discards.iter().map(|discard| discard.call.clone()).collect();
    let results = types.results_at_a_glance(index, calls);
    discards.iter().zip(results).any(|(discard, results)| match results {
        Some(results) if results.len() == discard.blank.len() => {
            let blank = discard.blank.iter().zip(&results).filter(|(is_blank, _)| **is_blank);
            blank.into_iter().any(|(_, result)| may_be_error(types, result))
        }
        // As many results as names there must be; where there aren't, nothing is said of the call.
        Some(_) => false,
        None => true,
    })
}

fn may_be_error(types: &FileTypes, result: &Type) -> bool {
    result.is_unknown() || types.is_error(result) || types.implements_error(result) != Some(false)
}

/// A call, and for each of its results whether it goes to the blank identifier.
struct Discard {
    call: Range<Pos>,
    blank: Vec<bool>,
}

fn discards_of(stmt: &Stmt) -> Vec<Discard> {
    match &stmt.kind {
        StmtKind::Define(left, right) | StmtKind::Assign(left, right) => {
            discards(left.iter().map(is_blank).collect(), right)
        }
        StmtKind::Decl(decls) => decls
            .iter()
            .flat_map(|decl| match decl {
                Decl::Var(VarSpec { names, values, .. }) => {
                    discards(names.iter().map(|name| &*name.name == "_").collect(), values)
                }
                _ => Vec::new(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn discards(blank: Vec<bool>, right: &[Expr]) -> Vec<Discard> {
    if !blank.contains(&true) {
        return Vec::new();
    }
    if let [value] = right {
        return call_in(value).map(|call| Discard { call, blank }).into_iter().collect();
    }
    let pairs = blank.into_iter().zip(right).filter(|(is_blank, _)| *is_blank);
    pairs.filter_map(|(_, value)| Some(Discard { call: call_in(value)?, blank: vec![true] })).collect()
}

fn is_blank(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Ident(name) if &**name == "_")
}

fn call_in(value: &Expr) -> Option<Range<Pos>> {
    let value = value.unparen();
    matches!(&value.kind, ExprKind::Call(call) if !is_plain_conversion(call)).then(|| value.range())
}

/// `[]byte(x)`, `(*T)(x)`: never an error by itself.
fn is_plain_conversion(call: &Call) -> bool {
    matches!(call.func.kind, ExprKind::Array(..) | ExprKind::Map(..) | ExprKind::Chan(..))
}
