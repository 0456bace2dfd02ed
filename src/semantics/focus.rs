//! The results of a few calls of a function, found without computing the types of the rest of it.
//!
//! What a call gives is decided by its function, and that by the declarations of the names in it: `x.f()` by that of `x`.
//! Arguments matter to generic functions alone; what their results would be is left unknown. So a walk over the function
//! reads the calls that are asked for and the declarations that those depend on, and passes over everything else. Names are
//! taken by their spelling: whatever declares one of them anywhere in the function is read, and scopes stay exact.

use super::decls::receiver_params;
use super::env::Env;
use super::record::Span;
use crate::syntax::ast::walk::{Part, each_stmt, expr_parts, signature_fields, stmt_parts};
use crate::syntax::ast::{
    Decl, Expr, ExprKind, Field, FuncDecl, FuncType, Ident, Name, Pos, Stmt, StmtKind, on_enough_stack,
};
use rustc_hash::FxHashSet as HashSet;

/// The calls that are asked for, and the names that decide what they give.
#[derive(Debug)]
pub(super) struct Focus {
    /// In order.
    calls: Vec<Span>,
    names: HashSet<Name>,
}

impl Focus {
    /// `calls`: ranges of call expressions in the body of `decl`.
    pub fn of(decl: &FuncDecl, mut calls: Vec<Span>) -> Focus {
        calls.sort_unstable();
        let mut declared = Declared { by: Vec::new(), asked: Vec::new(), calls: &calls };
        declared.signature(&decl.ty);
        decl.recv.iter().for_each(|recv| declared.field(recv));
        let body = decl.body.as_ref().map_or(&[][..], |body| &body.stmts);
        each_stmt(body, &mut |stmt| declared.stmt(stmt));
        let Declared { mut by, asked, .. } = declared;
        let mut names: HashSet<Name> = asked.into_iter().cloned().collect();
        // Until nothing is added.
        loop {
            let (needed, rest): (Vec<_>, Vec<_>) =
                by.into_iter().partition(|(declares, _)| declares.iter().any(|name| names.contains(*name)));
            if needed.is_empty() {
                break;
            }
            by = rest;
            names.extend(needed.into_iter().flat_map(|(_, uses)| uses).cloned());
        }
        Focus { calls, names }
    }

    fn has_call_in(&self, start: Pos, end: Pos) -> bool {
        let from = self.calls.partition_point(|call| call.0 < start);
        self.calls[from..].iter().take_while(|call| call.0 < end).any(|call| call.1 <= end)
    }

    fn declares(&self, exprs: &[Expr]) -> bool {
        exprs.iter().any(|expr| matches!(&expr.kind, ExprKind::Ident(name) if self.names.contains(name)))
    }
}

/// What a function declares, and by which names.
struct Declared<'a, 'f> {
    /// Names that are declared together, and the names that decide what they are.
    by: Vec<(Vec<&'a Name>, Vec<&'a Name>)>,
    /// The names that decide the calls that are asked for.
    asked: Vec<&'a Name>,
    calls: &'f [Span],
}

impl<'a> Declared<'a, '_> {
    fn stmt(&mut self, stmt: &'a Stmt) {
        match &stmt.kind {
            StmtKind::Define(left, right) => {
                let declares = left.iter().filter_map(name_of).collect();
                self.by.push((declares, deciding(right.iter())));
            }
            StmtKind::Decl(decls) => decls.iter().for_each(|decl| self.decl(decl)),
            StmtKind::Range(inner) if inner.define => {
                let declares = inner.key.iter().chain(&inner.value).filter_map(name_of).collect();
                self.by.push((declares, deciding([&inner.operand].into_iter())));
            }
            StmtKind::TypeSwitch(inner) => {
                let cases = inner.clauses.iter().flat_map(|clause| &clause.exprs);
                let uses = deciding(cases.chain([&inner.operand]));
                self.by.push((inner.bind.iter().map(|bind| &bind.name).collect(), uses));
            }
            _ => {}
        }
        stmt_parts(stmt, &mut |part| {
            if let Part::Expr(expr) = part {
                self.expr(expr);
            }
        });
    }

    /// Function literals and calls that are asked for; statements come by themselves.
    fn expr(&mut self, expr: &'a Expr) {
        let mut todo = vec![expr];
        while let Some(expr) = todo.pop() {
            match &expr.kind {
                ExprKind::FuncLit(ty, _) => self.signature(ty),
                ExprKind::Call(call) if is_among(self.calls, expr) => {
                    self.asked.extend(deciding([&call.func].into_iter()));
                }
                _ => {}
            }
            expr_parts(expr, &mut |part| {
                if let Part::Expr(expr) = part {
                    todo.push(expr);
                }
            });
        }
    }

    fn decl(&mut self, decl: &'a Decl) {
        let (declares, uses) = match decl {
            Decl::Var(spec) => (spec.names.iter().collect(), deciding(spec.ty.iter().chain(&spec.values))),
            Decl::Const(spec) => {
                let ty = spec.ty.iter().map(|ty| &**ty);
                (spec.names.iter().collect(), deciding(ty.chain(spec.values.iter())))
            }
            Decl::Type(spec) => {
                let bounds = spec.type_params.iter().map(|field| &field.ty);
                (vec![&spec.name], deciding(bounds.chain([&spec.ty])))
            }
            Decl::Func(_) => return,
        };
        let declares: Vec<&Ident> = declares;
        self.by.push((declares.into_iter().map(|ident| &ident.name).collect(), uses));
    }

    fn signature(&mut self, ty: &'a FuncType) {
        signature_fields(ty).for_each(|field| self.field(field));
    }

    fn field(&mut self, field: &'a Field) {
        let declares = field.names.iter().map(|ident| &ident.name).collect();
        self.by.push((declares, deciding([&field.ty].into_iter())));
    }
}

/// Whether the expression is one of the calls, which are in order.
fn is_among(calls: &[Span], expr: &Expr) -> bool {
    calls.binary_search(&(expr.start, expr.end)).is_ok()
}

fn name_of(expr: &Expr) -> Option<&Name> {
    match &expr.kind {
        ExprKind::Ident(name) => Some(name),
        _ => None,
    }
}

/// The names that decide the types of expressions.
fn deciding<'a>(exprs: impl Iterator<Item = &'a Expr>) -> Vec<&'a Name> {
    let mut names = Vec::new();
    let mut todo: Vec<&'a Expr> = exprs.collect();
    while let Some(expr) = todo.pop() {
        match &expr.kind {
            ExprKind::Ident(name) => names.push(name),
            ExprKind::Call(call) => {
                todo.push(&call.func);
                // Of conversions and built-ins such as append the argument says more than the name.
                if let ExprKind::Ident(_) = &call.func.unparen().kind {
                    todo.extend(&call.args);
                }
            }
            ExprKind::Composite(Some(ty), _) => todo.push(ty),
            ExprKind::TypeAssert(_, Some(ty)) => todo.push(ty),
            _ => expr_parts(expr, &mut |part| match part {
                Part::Expr(part) => todo.push(part),
                Part::Signature(ty) => todo.extend(signature_fields(ty).map(|field| &field.ty)),
                Part::Stmt(_) | Part::Body(_) => {}
            }),
        }
    }
    names
}

impl Env<'_, '_> {
    /// As much of a function as the focus needs: of its parameters and results those that decide something.
    pub(super) fn focused_func(&mut self, decl: &FuncDecl, focus: &Focus) {
        let is_generic = |recv: &Field| !receiver_params(&recv.ty).1.is_empty();
        self.open();
        let signature = (!decl.ty.type_params.is_empty() || decl.recv.as_ref().is_some_and(is_generic))
            .then(|| self.func_signature(decl));
        let recv_type = signature.map(|found| found.recv_type);
        for field in decl.recv.iter().chain(&decl.ty.params).chain(&decl.ty.results) {
            if !field.names.iter().any(|name| focus.names.contains(&name.name)) {
                continue;
            }
            let is_recv = decl.recv.as_ref().is_some_and(|recv| std::ptr::eq(recv, field));
            let types = match &recv_type {
                Some(recv_type) if is_recv => vec![recv_type.clone()],
                _ => self.field_types(std::slice::from_ref(field)),
            };
            self.declare_field_list(std::iter::once(field), &types);
        }
        let body = decl.body.as_ref();
        body.into_iter().for_each(|body| body.stmts.iter().for_each(|stmt| self.focused_stmt(stmt, focus)));
        self.close(body.map_or(Pos::MAX, |body| body.end));
    }

    /// As much of a statement as the focus needs. Function literals come back here for the statements in them.
    pub(super) fn focused_stmt(&mut self, stmt: &Stmt, focus: &Focus) {
        on_enough_stack(0, || self.focused_stmt_inner(stmt, focus));
    }

    fn focused_stmt_inner(&mut self, stmt: &Stmt, focus: &Focus) {
        let needed = focus.has_call_in(stmt.start, stmt.end);
        match &stmt.kind {
            StmtKind::Define(left, right) if focus.declares(left) => self.define(left, right),
            StmtKind::Decl(decls) => {
                for decl in decls {
                    let declares = match decl {
                        Decl::Var(spec) => spec.names.iter().any(|name| focus.names.contains(&name.name)),
                        Decl::Const(spec) => spec.names.iter().any(|name| focus.names.contains(&name.name)),
                        Decl::Type(spec) => focus.names.contains(&spec.name.name),
                        Decl::Func(_) => false,
                    };
                    match decl {
                        _ if declares => self.local_decl(decl),
                        Decl::Var(spec) => spec.values.iter().for_each(|value| self.within(value, focus)),
                        _ => {}
                    }
                }
            }
            StmtKind::Labeled(_, inner) => self.focused_stmt(inner, focus),
            _ if !needed => {}
            StmtKind::Range(inner)
                if inner.define
                    && [&inner.key, &inner.value].iter().any(|target| focus.declares(target.as_slice())) =>
            {
                self.range(inner);
            }
            StmtKind::TypeSwitch(inner)
                if inner.bind.as_ref().is_some_and(|bind| focus.names.contains(&bind.name)) =>
            {
                self.type_switch(inner, stmt.end);
            }
            StmtKind::Switch(inner) => {
                self.open();
                inner.init.iter().for_each(|init| self.focused_stmt(init, focus));
                inner.tag.iter().for_each(|tag| self.within(tag, focus));
                for clause in &inner.clauses {
                    clause.exprs.iter().for_each(|expr| self.within(expr, focus));
                    self.focused_body(&clause.body, clause.end, focus);
                }
                self.close(stmt.end);
            }
            StmtKind::TypeSwitch(inner) => {
                self.open();
                inner.init.iter().for_each(|init| self.focused_stmt(init, focus));
                self.within(&inner.operand, focus);
                for clause in &inner.clauses {
                    self.focused_body(&clause.body, clause.end, focus);
                }
                self.close(stmt.end);
            }
            StmtKind::Select(clauses) => {
                for clause in clauses {
                    self.open();
                    clause.comm.iter().for_each(|comm| self.focused_stmt(comm, focus));
                    self.focused_body(&clause.body, clause.end, focus);
                    self.close(clause.end);
                }
            }
            _ => {
                self.open();
                stmt_parts(stmt, &mut |part| match part {
                    Part::Stmt(inner) => self.focused_stmt(inner, focus),
                    Part::Expr(expr) => self.within(expr, focus),
                    Part::Body(block) => self.focused_body(&block.stmts, block.end, focus),
                    Part::Signature(_) => {}
                });
                self.close(stmt.end);
            }
        }
    }

    fn focused_body(&mut self, stmts: &[Stmt], end: Pos, focus: &Focus) {
        self.open();
        stmts.iter().for_each(|stmt| self.focused_stmt(stmt, focus));
        self.close(end);
    }

    /// The calls that are asked for in an expression whose own type isn't.
    pub(super) fn within(&mut self, expr: &Expr, focus: &Focus) {
        let mut todo = vec![expr];
        while let Some(expr) = todo.pop() {
            if !focus.has_call_in(expr.start, expr.end) {
                continue;
            }
            match &expr.kind {
                // Its arguments are gone through for calls of their own.
                _ if is_among(&focus.calls, expr) => {
                    self.expr(expr, None);
                }
                ExprKind::FuncLit(ty, body) => {
                    self.func_lit(ty, body);
                }
                _ => expr_parts(expr, &mut |part| {
                    if let Part::Expr(part) = part {
                        todo.push(part);
                    }
                }),
            }
        }
    }
}
