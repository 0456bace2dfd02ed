//! What statements and expressions consist of.
//!
//! It knows the shape of the tree and nothing of what it means.

use super::{ArrayLen, Block, Decl, Expr, ExprKind, Field, FuncType, InterfaceElem, Stmt, StmtKind};

/// A direct part of a statement or an expression.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    Stmt(&'a Stmt),
    Expr(&'a Expr),
    /// The body of a function literal; its type comes as [`Part::Signature`].
    Body(&'a Block),
    Signature(&'a FuncType),
}

/// Calls `visit` on every statement of a body in source order, those of nested blocks and function literals included.
pub fn each_stmt<'a>(body: &'a [Stmt], visit: &mut dyn FnMut(&'a Stmt)) {
    let mut todo: Vec<Part> = body.iter().rev().map(Part::Stmt).collect();
    while let Some(part) = todo.pop() {
        let from = todo.len();
        match part {
            Part::Stmt(stmt) => {
                visit(stmt);
                stmt_parts(stmt, &mut |part| todo.push(part));
            }
            Part::Expr(expr) => expr_parts(expr, &mut |part| todo.push(part)),
            Part::Body(block) => todo.extend(block.stmts.iter().map(Part::Stmt)),
            Part::Signature(_) => {}
        }
        todo[from..].reverse();
    }
}

/// The direct parts of a statement. Of declarations of variables and constants: the values.
pub fn stmt_parts<'a>(stmt: &'a Stmt, part: &mut dyn FnMut(Part<'a>)) {
    let mut all = |exprs: &'a [Expr]| exprs.iter().for_each(|expr| part(Part::Expr(expr)));
    match &stmt.kind {
        StmtKind::Empty | StmtKind::Branch(..) => {}
        StmtKind::Decl(decls) => decls.iter().for_each(|decl| match decl {
            Decl::Var(spec) => all(&spec.values),
            Decl::Const(spec) => all(&spec.values),
            Decl::Type(_) | Decl::Func(_) => {}
        }),
        StmtKind::Labeled(_, inner) => part(Part::Stmt(inner)),
        StmtKind::Expr(expr) | StmtKind::IncDec(expr) | StmtKind::Go(expr) | StmtKind::Defer(expr) => {
            part(Part::Expr(expr));
        }
        StmtKind::Send(left, right) | StmtKind::OpAssign(_, left, right) => {
            part(Part::Expr(left));
            part(Part::Expr(right));
        }
        StmtKind::Assign(left, right) | StmtKind::Define(left, right) => {
            all(left);
            all(right);
        }
        StmtKind::Return(values) => all(values),
        StmtKind::Block(block) => part(Part::Body(block)),
        StmtKind::If(inner) => {
            inner.init.iter().for_each(|init| part(Part::Stmt(init)));
            part(Part::Expr(&inner.cond));
            part(Part::Body(&inner.then));
            inner.otherwise.iter().for_each(|otherwise| part(Part::Stmt(otherwise)));
        }
        StmtKind::Switch(inner) => {
            inner.init.iter().for_each(|init| part(Part::Stmt(init)));
            inner.tag.iter().for_each(|tag| part(Part::Expr(tag)));
            for clause in &inner.clauses {
                clause.exprs.iter().for_each(|expr| part(Part::Expr(expr)));
                clause.body.iter().for_each(|stmt| part(Part::Stmt(stmt)));
            }
        }
        StmtKind::TypeSwitch(inner) => {
            inner.init.iter().for_each(|init| part(Part::Stmt(init)));
            part(Part::Expr(&inner.operand));
            for clause in &inner.clauses {
                clause.exprs.iter().for_each(|expr| part(Part::Expr(expr)));
                clause.body.iter().for_each(|stmt| part(Part::Stmt(stmt)));
            }
        }
        StmtKind::Select(clauses) => {
            for clause in clauses {
                clause.comm.iter().for_each(|comm| part(Part::Stmt(comm)));
                clause.body.iter().for_each(|stmt| part(Part::Stmt(stmt)));
            }
        }
        StmtKind::For(inner) => {
            inner.init.iter().for_each(|init| part(Part::Stmt(init)));
            inner.cond.iter().for_each(|cond| part(Part::Expr(cond)));
            inner.post.iter().for_each(|post| part(Part::Stmt(post)));
            part(Part::Body(&inner.body));
        }
        StmtKind::Range(inner) => {
            inner.key.iter().chain(&inner.value).for_each(|target| part(Part::Expr(target)));
            part(Part::Expr(&inner.operand));
            part(Part::Body(&inner.body));
        }
    }
}

/// The direct parts of an expression or a type.
pub fn expr_parts<'a>(expr: &'a Expr, part: &mut dyn FnMut(Part<'a>)) {
    match &expr.kind {
        ExprKind::Ident(_) | ExprKind::Literal(..) => {}
        ExprKind::Composite(ty, elements) => {
            ty.iter().for_each(|ty| part(Part::Expr(ty)));
            for element in elements {
                element.key.iter().for_each(|key| part(Part::Expr(key)));
                part(Part::Expr(&element.value));
            }
        }
        ExprKind::FuncLit(ty, body) => {
            part(Part::Signature(ty));
            part(Part::Body(body));
        }
        ExprKind::Paren(inner)
        | ExprKind::Selector(inner, _)
        | ExprKind::Star(inner)
        | ExprKind::Unary(_, inner)
        | ExprKind::Chan(_, inner) => part(Part::Expr(inner)),
        ExprKind::Index(base, indices) => {
            part(Part::Expr(base));
            indices.iter().for_each(|index| part(Part::Expr(index)));
        }
        ExprKind::Slice(base, bounds) => {
            part(Part::Expr(base));
            bounds.iter().flatten().for_each(|bound| part(Part::Expr(bound)));
        }
        ExprKind::TypeAssert(base, ty) => {
            part(Part::Expr(base));
            ty.iter().for_each(|ty| part(Part::Expr(ty)));
        }
        ExprKind::Call(call) => {
            part(Part::Expr(&call.func));
            call.args.iter().for_each(|arg| part(Part::Expr(arg)));
        }
        ExprKind::Binary(_, left, right) | ExprKind::Map(left, right) => {
            part(Part::Expr(left));
            part(Part::Expr(right));
        }
        ExprKind::Array(len, elem) => {
            if let ArrayLen::Expr(len) = len {
                part(Part::Expr(len));
            }
            part(Part::Expr(elem));
        }
        ExprKind::Struct(fields) => fields.iter().for_each(|field| part(Part::Expr(&field.ty))),
        ExprKind::Func(ty) => part(Part::Signature(ty)),
        ExprKind::Interface(elems) => elems.iter().for_each(|elem| match elem {
            InterfaceElem::Method(_, ty) => part(Part::Signature(ty)),
            InterfaceElem::Embedded(ty) => part(Part::Expr(ty)),
        }),
    }
}

/// All entries of a function type: type parameters, parameters, results.
pub fn signature_fields(ty: &FuncType) -> impl Iterator<Item = &Field> {
    ty.type_params.iter().chain(&ty.params).chain(&ty.results)
}
