//! Types, signatures and parameter lists (Go spec, "Types", "Type parameter declarations").

use super::lexer::Token;
use super::parser::{Parsed, Parser};
use super::{ArrayLen, BinaryOp, ChanDir, Expr, ExprKind, Field, FuncType, Ident, InterfaceElem, UnaryOp};

impl<'t> Parser<'t> {
    pub fn ty(&mut self) -> Parsed<Expr> {
        self.nested(Self::type_inner)
    }

    fn type_inner(&mut self) -> Parsed<Expr> {
        let start = self.start;
        match self.token {
            Token::Ident => self.type_name(),
            Token::Keyword => match self.slice() {
                "struct" => self.struct_type(),
                "interface" => self.interface_type(),
                "func" => {
                    self.bump();
                    let ty = self.signature()?;
                    Ok(Expr { start, end: self.last_end, kind: ExprKind::Func(Box::new(ty)) })
                }
                "map" => {
                    self.bump();
                    self.expect_op("[")?;
                    let key = self.ty()?;
                    self.expect_op("]")?;
                    let value = self.ty()?;
                    Ok(Expr { start, end: value.end, kind: ExprKind::Map(Box::new(key), Box::new(value)) })
                }
                "chan" => {
                    self.bump();
                    let dir = if self.eat_op("<-") { ChanDir::Send } else { ChanDir::Both };
                    let elem = self.ty()?;
                    Ok(Expr { start, end: elem.end, kind: ExprKind::Chan(dir, Box::new(elem)) })
                }
                _ => self.fail(),
            },
            Token::Op => match self.slice() {
                "*" => {
                    self.bump();
                    let base = self.ty()?;
                    Ok(Expr { start, end: base.end, kind: ExprKind::Star(Box::new(base)) })
                }
                "(" => {
                    self.bump();
                    let inner = self.ty()?;
                    self.expect_op(")")?;
                    Ok(Expr { start, end: self.last_end, kind: ExprKind::Paren(Box::new(inner)) })
                }
                "<-" => {
                    self.bump();
                    self.expect_keyword("chan")?;
                    let elem = self.ty()?;
                    Ok(Expr { start, end: elem.end, kind: ExprKind::Chan(ChanDir::Recv, Box::new(elem)) })
                }
                "[" => {
                    self.bump();
                    let len = self.array_len()?;
                    let elem = self.ty()?;
                    Ok(Expr { start, end: elem.end, kind: ExprKind::Array(len, Box::new(elem)) })
                }
                _ => self.fail(),
            },
            _ => self.fail(),
        }
    }

    /// What stands between `[` and the element type, with the `]`.
    pub fn array_len(&mut self) -> Parsed<ArrayLen> {
        if self.eat_op("]") {
            return Ok(ArrayLen::Slice);
        }
        let len = if self.eat_op("...") {
            ArrayLen::Count
        } else {
            let level = self.enter_brackets();
            let len = self.expr()?;
            self.expr_level = level;
            ArrayLen::Expr(Box::new(len))
        };
        self.expect_op("]")?;
        Ok(len)
    }

    /// `T`, `pkg.T`, `T[A, B]`.
    fn type_name(&mut self) -> Parsed<Expr> {
        let name = self.ident()?;
        let start = name.start;
        let mut ty = Expr { start, end: name.end(), kind: ExprKind::Ident(name.name) };
        if self.eat_op(".") {
            let name = self.ident()?;
            ty = Expr { start, end: name.end(), kind: ExprKind::Selector(Box::new(ty), name) };
        }
        if self.is_op("[") {
            self.bump();
            let mut args = Vec::new();
            while !self.is_op("]") {
                args.push(self.ty()?);
                if !self.eat_op(",") {
                    break;
                }
            }
            self.expect_op("]")?;
            ty = Expr { start, end: self.last_end, kind: ExprKind::Index(Box::new(ty), args) };
        }
        Ok(ty)
    }

    fn struct_type(&mut self) -> Parsed<Expr> {
        let start = self.start;
        self.bump();
        self.expect_op("{")?;
        let mut fields = Vec::new();
        while !self.is_op("}") {
            let mut field = self.struct_field()?;
            if self.token == Token::String {
                field.tag = Some(self.slice().into());
                self.bump();
            }
            fields.push(field);
            self.expect_semi()?;
        }
        self.bump();
        Ok(Expr { start, end: self.last_end, kind: ExprKind::Struct(fields) })
    }

    fn struct_field(&mut self) -> Parsed<Field> {
        let embedded = |ty| Field { names: Vec::new(), ty, tag: None, variadic: false };
        if self.token != Token::Ident {
            return Ok(embedded(self.ty()?));
        }
        let mark = self.mark();
        let first = self.ident()?;
        if self.is_op(".") || self.token == Token::String || self.is_semi() || self.is_op("}") {
            self.reset(mark);
            return Ok(embedded(self.ty()?));
        }
        let mut names = vec![first];
        if self.is_op("[") {
            // `a [n]int` is a field, `T[int]` an embedded instantiation; no type may follow the latter.
            let after_name = self.mark();
            self.bump();
            let as_array = self.array_len().and_then(|len| Ok((len, self.ty()?)));
            if let Ok((len, elem)) = as_array {
                let start = after_name.start;
                let ty = Expr { start, end: elem.end, kind: ExprKind::Array(len, Box::new(elem)) };
                return Ok(Field { names, ty, tag: None, variadic: false });
            }
            self.reset(mark);
            return Ok(embedded(self.ty()?));
        }
        while self.eat_op(",") {
            names.push(self.ident()?);
        }
        let ty = self.ty()?;
        Ok(Field { names, ty, tag: None, variadic: false })
    }

    fn interface_type(&mut self) -> Parsed<Expr> {
        let start = self.start;
        self.bump();
        self.expect_op("{")?;
        let mut elems = Vec::new();
        while !self.is_op("}") {
            let mark = self.mark();
            let method = if self.token == Token::Ident {
                let name = self.ident()?;
                if self.is_op("(") { Some(name) } else { None }
            } else {
                None
            };
            if let Some(name) = method {
                elems.push(InterfaceElem::Method(name, self.signature()?));
            } else {
                self.reset(mark);
                elems.push(InterfaceElem::Embedded(self.constraint()?));
            }
            self.expect_semi()?;
        }
        self.bump();
        Ok(Expr { start, end: self.last_end, kind: ExprKind::Interface(elems) })
    }

    /// `~A | B`: a type or a union of types (Go spec, "General interfaces").
    pub fn constraint(&mut self) -> Parsed<Expr> {
        let mut left = self.constraint_term()?;
        while self.eat_op("|") {
            let right = self.constraint_term()?;
            left = Expr {
                start: left.start,
                end: right.end,
                kind: ExprKind::Binary(BinaryOp::Or, Box::new(left), Box::new(right)),
            };
        }
        Ok(left)
    }

    fn constraint_term(&mut self) -> Parsed<Expr> {
        let start = self.start;
        if !self.eat_op("~") {
            return self.ty();
        }
        let ty = self.ty()?;
        Ok(Expr { start, end: ty.end, kind: ExprKind::Unary(UnaryOp::Tilde, Box::new(ty)) })
    }

    /// Parameters and results, behind `func` and a name.
    pub fn signature(&mut self) -> Parsed<FuncType> {
        let params = self.params()?;
        let results = if self.is_op("(") {
            self.params()?
        } else if self.begins_type() {
            vec![Field { names: Vec::new(), ty: self.ty()?, tag: None, variadic: false }]
        } else {
            Vec::new()
        };
        Ok(FuncType { type_params: Vec::new(), params, results })
    }

    fn begins_type(&self) -> bool {
        match self.token {
            Token::Ident => true,
            Token::Keyword => matches!(self.slice(), "struct" | "interface" | "func" | "map" | "chan"),
            Token::Op => matches!(self.slice(), "*" | "[" | "<-"),
            _ => false,
        }
    }

    /// A parameter list. Either all entries have a name or none has one (Go spec, "Function types"), and which it is
    /// shows only at the end.
    pub fn params(&mut self) -> Parsed<Vec<Field>> {
        self.expect_op("(")?;
        let level = std::mem::replace(&mut self.expr_level, 0);
        let list = self.nested(|p| p.param_entries(")"))?;
        self.expr_level = level;
        self.expect_op(")")?;
        Ok(list)
    }

    fn param_entries(&mut self, close: &str) -> Parsed<Vec<Field>> {
        // Each entry: a name and a type, or something that is a type or a lone name.
        let mut entries: Vec<(Option<Ident>, Option<Expr>, bool)> = Vec::new();
        let mut named = false;
        while !self.is_op(close) {
            let entry = self.param_entry()?;
            named |= entry.0.is_some() && entry.1.is_some();
            entries.push(entry);
            if !self.eat_op(",") {
                break;
            }
        }
        let mut fields: Vec<Field> = Vec::new();
        if !named {
            for (name, ty, variadic) in entries {
                let ty = match (ty, name) {
                    (Some(ty), _) => ty,
                    (None, Some(name)) => {
                        Expr { start: name.start, end: name.end(), kind: ExprKind::Ident(name.name) }
                    }
                    (None, None) => return self.fail(),
                };
                fields.push(Field { names: Vec::new(), ty, tag: None, variadic });
            }
            return Ok(fields);
        }
        let mut names = Vec::new();
        for (name, ty, variadic) in entries {
            let Some(name) = name else { return self.fail() };
            names.push(name);
            if let Some(ty) = ty {
                fields.push(Field { names: std::mem::take(&mut names), ty, tag: None, variadic });
            }
        }
        if names.is_empty() { Ok(fields) } else { self.fail() }
    }

    fn param_entry(&mut self) -> Parsed<(Option<Ident>, Option<Expr>, bool)> {
        if self.eat_op("...") {
            return Ok((None, Some(self.ty()?), true));
        }
        if self.token != Token::Ident {
            return Ok((None, Some(self.ty()?), false));
        }
        let mark = self.mark();
        let name = self.ident()?;
        if self.is_op(",") || self.is_op(")") {
            return Ok((Some(name), None, false));
        }
        if self.is_op(".") {
            self.reset(mark);
            return Ok((None, Some(self.ty()?), false));
        }
        if self.eat_op("...") {
            return Ok((Some(name), Some(self.ty()?), true));
        }
        if self.is_op("[") {
            // `p []T` and `p [n]T` against the unnamed `T[int]`.
            let after_name = self.mark();
            self.bump();
            let as_array = self.array_len().and_then(|len| Ok((len, self.ty()?)));
            if let Ok((len, elem)) = as_array {
                let ty = Expr {
                    start: after_name.start,
                    end: elem.end,
                    kind: ExprKind::Array(len, Box::new(elem)),
                };
                return Ok((Some(name), Some(ty), false));
            }
            self.reset(mark);
            return Ok((None, Some(self.ty()?), false));
        }
        Ok((Some(name), Some(self.ty()?), false))
    }

    /// `[K comparable, V any]`, behind the `[`.
    pub fn type_params(&mut self) -> Parsed<Vec<Field>> {
        let mut fields = Vec::new();
        while !self.is_op("]") {
            let mut names = vec![self.ident()?];
            while self.eat_op(",") {
                names.push(self.ident()?);
            }
            let ty = self.nested(Self::constraint)?;
            fields.push(Field { names, ty, tag: None, variadic: false });
            if !self.eat_op(",") {
                break;
            }
        }
        self.expect_op("]")?;
        Ok(fields)
    }
}
