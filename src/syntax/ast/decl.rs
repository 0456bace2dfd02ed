//! Declarations (Go spec, "Declarations and scope").

use super::lexer::Token;
use super::parser::{Parsed, Parser};
use super::{BinaryOp, ConstSpec, Decl, Expr, ExprKind, FuncDecl, Ident, TypeSpec, UnaryOp, VarSpec};
use std::sync::Arc;

impl<'t> Parser<'t> {
    pub fn top_level(&mut self, bodies: bool) -> Parsed<Vec<Decl>> {
        if self.is_keyword("func") { Ok(vec![self.func_decl(bodies)?]) } else { self.gen_decl() }
    }

    fn func_decl(&mut self, bodies: bool) -> Parsed<Decl> {
        self.expect_keyword("func")?;
        let recv = if self.is_op("(") {
            let mut params = self.params()?.into_iter();
            let recv = params.next();
            if recv.is_none() || params.next().is_some() {
                return self.fail();
            }
            recv
        } else {
            None
        };
        let name = self.ident()?;
        let type_params = if self.eat_op("[") { self.type_params()? } else { Vec::new() };
        let mut ty = self.signature()?;
        ty.type_params = type_params;
        let body = if bodies && self.is_op("{") { Some(self.block()?) } else { None };
        Ok(Decl::Func(FuncDecl { name, recv, ty, body }))
    }

    /// A `const`, `var` or `type` declaration, grouped or not.
    pub fn gen_decl(&mut self) -> Parsed<Vec<Decl>> {
        if self.token != Token::Keyword {
            return self.fail();
        }
        let keyword = self.slice();
        if !matches!(keyword, "const" | "var" | "type") {
            return self.fail();
        }
        self.bump();
        let mut decls = Vec::new();
        if !self.eat_op("(") {
            self.spec(keyword, 0, &mut decls)?;
            return Ok(decls);
        }
        let mut iota = 0;
        while !self.is_op(")") {
            self.spec(keyword, iota, &mut decls)?;
            self.expect_semi()?;
            iota += 1;
        }
        self.bump();
        Ok(decls)
    }

    fn spec(&mut self, keyword: &str, iota: u32, decls: &mut Vec<Decl>) -> Parsed<()> {
        if keyword == "type" {
            decls.push(Decl::Type(self.type_spec()?));
            return Ok(());
        }
        let mut names = vec![self.ident()?];
        while self.eat_op(",") {
            names.push(self.ident()?);
        }
        let at_end = self.is_semi() || self.is_op(")") || self.token == Token::Eof;
        let ty = if at_end || self.is_op("=") { None } else { Some(self.ty()?) };
        let values = if self.eat_op("=") { self.expr_list()? } else { Vec::new() };
        let end = self.last_end;
        if keyword == "var" {
            decls.push(Decl::Var(VarSpec { names, ty, values, end }));
            return Ok(());
        }
        let mut spec =
            ConstSpec { names, ty: ty.map(Arc::new), values: values.into(), iota, repeated: false, end };
        if spec.ty.is_none() && spec.values.is_empty() {
            let Some(Decl::Const(last)) = decls.last() else { return self.fail() };
            spec.ty = last.ty.clone();
            spec.values = last.values.clone();
            spec.repeated = true;
        }
        decls.push(Decl::Const(spec));
        Ok(())
    }

    fn type_spec(&mut self) -> Parsed<TypeSpec> {
        let name = self.ident()?;
        let mut type_params = Vec::new();
        if self.is_op("[") {
            let mark = self.mark();
            self.bump();
            if self.token == Token::Ident && self.begins_type_params() {
                type_params = self.type_params()?;
            } else {
                self.reset(mark);
            }
        }
        let alias = self.eat_op("=");
        let ty = self.ty()?;
        Ok(TypeSpec { name, type_params, alias, ty })
    }

    /// Whether what stands behind `type T [` is a type parameter list rather than an array length: the question that
    /// go/parser answers by reading it as an expression first (Go spec, "Type parameter declarations").
    fn begins_type_params(&mut self) -> bool {
        let mark = self.mark();
        let read = self.ident().map(|name| {
            if self.is_op("]") {
                return false;
            }
            if self.is_op(",") || self.token != Token::Op {
                return true;
            }
            self.reset(mark.clone());
            let Ok(expr) = self.expr() else { return true };
            // An expression that ends before the bracket does was no expression: `P []T`, `P ~int`, `P T`.
            let force = self.is_op(",");
            !force && !self.is_op("]") || is_constraint_of(&name, &expr, force)
        });
        self.reset(mark);
        read.unwrap_or(false)
    }
}

/// Whether the expression reads `P *C` or `P (C)` with a `C` that can only be a constraint, or is known to be one.
fn is_constraint_of(name: &Ident, expr: &Expr, force: bool) -> bool {
    match &expr.kind {
        ExprKind::Binary(BinaryOp::Mul, left, right) => {
            matches!(&left.kind, ExprKind::Ident(n) if *n == name.name) && (force || is_type_elem(right))
        }
        ExprKind::Binary(BinaryOp::Or, left, right) => {
            is_constraint_of(name, left, force || is_type_elem(right)) || is_constraint_of(name, left, force)
        }
        ExprKind::Call(call) => {
            matches!(&call.func.kind, ExprKind::Ident(n) if *n == name.name)
                && call.args.len() == 1
                && !call.spread
                && (force || is_type_elem(&call.args[0]))
        }
        _ => false,
    }
}

fn is_type_elem(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Array(..)
        | ExprKind::Struct(_)
        | ExprKind::Func(_)
        | ExprKind::Interface(_)
        | ExprKind::Map(..)
        | ExprKind::Chan(..)
        | ExprKind::Unary(UnaryOp::Tilde, _) => true,
        ExprKind::Binary(_, left, right) => is_type_elem(left) || is_type_elem(right),
        ExprKind::Paren(inner) => is_type_elem(inner),
        _ => false,
    }
}
