//! A look at a declaration before it becomes a tree: whether an error may be thrown away in it at all. In most code the
//! blank identifier takes a value, `_, err := f()`, or the bool of a map, or the callee is one whose errors nobody looks at;
//! that the types of a few calls tell.

use super::acknowledged;
use crate::codemod::options::Options;
use crate::semantics::{FileTypes, Type};
use crate::syntax::ast::walk::each_stmt;
use crate::syntax::ast::{Call, Decl, Expr, ExprKind, Stmt, StmtKind, VarSpec};

/// `false` only when the top-level declaration of this number holds no finding.
pub fn may_hold_finding(types: &FileTypes, options: &Options, index: usize) -> bool {
    let Some([Decl::Func(function)]) = types.syntax(index).map(|parsed| parsed.decls.as_slice()) else {
        return true;
    };
    let mut discards = Vec::new();
    let body = function.body.as_ref().map_or(&[][..], |body| &body.stmts);
    each_stmt(body, &mut |stmt| discards.extend(discards_of(stmt)));
    if discards.is_empty() {
        return false;
    }
    let glance = types.glance(index, discards.iter().map(|discard| discard.call.range()).collect());
    let is_acknowledged = |discard: &Discard| {
        let operand = || match &discard.call.kind {
            ExprKind::Call(call) => match &call.func.kind {
                ExprKind::Selector(operand, _) => glance.type_at(operand.range()),
                _ => None,
            },
            _ => None,
        };
        let callee = glance.callee(discard.call.range());
        discard.is_pure
            && callee
                .is_some_and(|c| acknowledged::lists(&options.blank_error.acknowledged, types, c, operand))
    };
    discards.iter().any(|discard| match glance.results(discard.call.range()) {
        Some(results) if results.len() == discard.blank.len() => {
            let blank = discard.blank.iter().zip(&results).filter(|(is_blank, _)| **is_blank);
            blank.into_iter().any(|(_, result)| may_be_error(types, result)) && !is_acknowledged(discard)
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
struct Discard<'a> {
    call: &'a Expr,
    blank: Vec<bool>,
    /// Whether an acknowledged callee is reason enough: all is thrown away and nothing declared, or it's one value among several.
    is_pure: bool,
}

fn discards_of(stmt: &Stmt) -> Vec<Discard<'_>> {
    match &stmt.kind {
        StmtKind::Define(left, right) => discards(left.iter().map(is_blank).collect(), right, false),
        StmtKind::Assign(left, right) => discards(left.iter().map(is_blank).collect(), right, true),
        StmtKind::Decl(decls) => decls
            .iter()
            .flat_map(|decl| match decl {
                Decl::Var(VarSpec { names, values, .. }) => {
                    discards(names.iter().map(|name| &*name.name == "_").collect(), values, false)
                }
                _ => Vec::new(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn discards(blank: Vec<bool>, right: &[Expr], assigns: bool) -> Vec<Discard<'_>> {
    if !blank.contains(&true) {
        return Vec::new();
    }
    if let [value] = right {
        let is_pure = assigns && blank.iter().all(|is_blank| *is_blank);
        return call_in(value).map(|call| Discard { call, blank, is_pure }).into_iter().collect();
    }
    let pairs = blank.into_iter().zip(right).filter(|(is_blank, _)| *is_blank);
    let discard = |value| Some(Discard { call: call_in(value)?, blank: vec![true], is_pure: true });
    pairs.filter_map(|(_, value)| discard(value)).collect()
}

fn is_blank(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Ident(name) if &**name == "_")
}

fn call_in(value: &Expr) -> Option<&Expr> {
    let value = value.unparen();
    matches!(&value.kind, ExprKind::Call(call) if !is_plain_conversion(call)).then_some(value)
}

/// `[]byte(x)`, `(*T)(x)`: never an error by itself.
fn is_plain_conversion(call: &Call) -> bool {
    matches!(call.func.kind, ExprKind::Array(..) | ExprKind::Map(..) | ExprKind::Chan(..))
}
