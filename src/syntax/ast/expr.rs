//! Expressions (Go spec, "Expressions").

use super::lexer::Token;
use super::parser::{Parsed, Parser};
use super::{BinaryOp, Call, Element, Expr, ExprKind, LiteralKind, Pos, UnaryOp};

/// How high a tree may grow through chains, `a + b + c` and `a.b().c()`, which nest to the left without any brackets. A step of the
/// second kind counts for several, since more is done for each.
const MAX_HEIGHT: usize = 4000;
const STEP: usize = 2;

impl<'t> Parser<'t> {
    pub fn expr_list(&mut self) -> Parsed<Vec<Expr>> {
        let mut list = vec![self.expr()?];
        while self.eat_op(",") {
            list.push(self.expr()?);
        }
        Ok(list)
    }

    pub fn expr(&mut self) -> Parsed<Expr> {
        self.nested(|p| p.binary(1))
    }

    /// Go spec, "Operator precedence".
    fn binary(&mut self, lowest: u8) -> Parsed<Expr> {
        let beside = std::mem::take(&mut self.height);
        let mut left = self.unary()?;
        while let Some((op, precedence)) = self.binary_op() {
            if precedence < lowest {
                break;
            }
            self.bump();
            let right = self.binary(precedence + 1)?;
            self.grow(1)?;
            left = Expr {
                start: left.start,
                end: right.end,
                kind: ExprKind::Binary(op, Box::new(left), Box::new(right)),
            };
        }
        self.height = self.height.max(beside);
        Ok(left)
    }

    /// A link of a chain stands above what it joins.
    fn grow(&mut self, steps: usize) -> Parsed<()> {
        self.height += steps;
        if self.height > MAX_HEIGHT { self.fail() } else { Ok(()) }
    }

    fn binary_op(&self) -> Option<(BinaryOp, u8)> {
        if self.token != Token::Op {
            return None;
        }
        Some(match self.slice() {
            "||" => (BinaryOp::LogicalOr, 1),
            "&&" => (BinaryOp::LogicalAnd, 2),
            "==" => (BinaryOp::Equal, 3),
            "!=" => (BinaryOp::NotEqual, 3),
            "<" => (BinaryOp::Less, 3),
            "<=" => (BinaryOp::LessEqual, 3),
            ">" => (BinaryOp::Greater, 3),
            ">=" => (BinaryOp::GreaterEqual, 3),
            "+" => (BinaryOp::Add, 4),
            "-" => (BinaryOp::Sub, 4),
            "|" => (BinaryOp::Or, 4),
            "^" => (BinaryOp::Xor, 4),
            "*" => (BinaryOp::Mul, 5),
            "/" => (BinaryOp::Div, 5),
            "%" => (BinaryOp::Rem, 5),
            "<<" => (BinaryOp::Shl, 5),
            ">>" => (BinaryOp::Shr, 5),
            "&" => (BinaryOp::And, 5),
            "&^" => (BinaryOp::AndNot, 5),
            _ => return None,
        })
    }

    fn unary(&mut self) -> Parsed<Expr> {
        let start = self.start;
        if self.token != Token::Op {
            return self.primary();
        }
        let op = match self.slice() {
            "+" => UnaryOp::Add,
            "-" => UnaryOp::Sub,
            "!" => UnaryOp::Not,
            "^" => UnaryOp::Xor,
            "&" => UnaryOp::And,
            "~" => UnaryOp::Tilde,
            "*" => {
                self.bump();
                let operand = self.nested(Self::unary)?;
                return Ok(Expr { start, end: operand.end, kind: ExprKind::Star(Box::new(operand)) });
            }
            "<-" => return self.receive_or_chan_type(start),
            _ => return self.primary(),
        };
        self.bump();
        let operand = self.nested(Self::unary)?;
        Ok(Expr { start, end: operand.end, kind: ExprKind::Unary(op, Box::new(operand)) })
    }

    /// `<-x`, or the type `<-chan T` when `chan` follows directly: a conversion `(<-chan T)(x)` needs parentheses, so
    /// that whatever stands behind `<-chan T` belongs to a type or to a receive from a conversion `chan T(x)`.
    fn receive_or_chan_type(&mut self, start: Pos) -> Parsed<Expr> {
        let mark = self.mark();
        self.bump();
        if self.is_keyword("chan") {
            self.reset(mark.clone());
            let ty = self.ty()?;
            if !self.is_op("(") {
                return Ok(ty);
            }
            self.reset(mark);
            self.bump();
        }
        let operand = self.nested(Self::unary)?;
        Ok(Expr { start, end: operand.end, kind: ExprKind::Unary(UnaryOp::Recv, Box::new(operand)) })
    }

    fn operand(&mut self) -> Parsed<Expr> {
        let start = self.start;
        let literal = match self.token {
            Token::Ident => {
                let ident = self.ident()?;
                return Ok(Expr { start, end: ident.end(), kind: ExprKind::Ident(ident.name) });
            }
            Token::Int => LiteralKind::Int,
            Token::Float => LiteralKind::Float,
            Token::Imaginary => LiteralKind::Imaginary,
            Token::Rune => LiteralKind::Rune,
            Token::String => LiteralKind::String,
            Token::Keyword if self.slice() == "func" => return self.func_lit_or_type(),
            Token::Op if self.slice() == "(" => {
                self.bump();
                let level = self.enter_brackets();
                let inner = self.nested(Self::expr_or_type)?;
                self.expr_level = level;
                self.expect_op(")")?;
                return Ok(Expr { start, end: self.last_end, kind: ExprKind::Paren(Box::new(inner)) });
            }
            _ => return self.ty(),
        };
        let kind = ExprKind::Literal(literal, self.slice().into());
        self.bump();
        Ok(Expr { start, end: self.last_end, kind })
    }

    /// Where both may stand, a type is read as an expression is: only `[]T`, `map[K]V` and their like begin otherwise,
    /// and `operand` knows them.
    pub fn expr_or_type(&mut self) -> Parsed<Expr> {
        self.expr()
    }

    fn func_lit_or_type(&mut self) -> Parsed<Expr> {
        let start = self.start;
        self.bump();
        let ty = self.signature()?;
        if !self.is_op("{") {
            return Ok(Expr { start, end: self.last_end, kind: ExprKind::Func(Box::new(ty)) });
        }
        let level = std::mem::replace(&mut self.expr_level, 0);
        let body = self.nested(Self::block)?;
        self.expr_level = level;
        Ok(Expr { start, end: body.end, kind: ExprKind::FuncLit(Box::new(ty), Box::new(body)) })
    }

    /// Go spec, "Primary expressions".
    fn primary(&mut self) -> Parsed<Expr> {
        let beside = std::mem::take(&mut self.height);
        let mut expr = self.operand()?;
        while self.token == Token::Op {
            let kind = match self.slice() {
                "." => self.selector_or_assertion(expr)?,
                "[" => self.index_or_slice(expr)?,
                "(" => self.call(expr)?,
                "{" if self.begins_literal(&expr) => {
                    let start = expr.start;
                    let elements = self.nested(Self::literal_value)?;
                    expr = Expr {
                        start,
                        end: self.last_end,
                        kind: ExprKind::Composite(Some(Box::new(expr)), elements),
                    };
                    continue;
                }
                _ => break,
            };
            self.grow(STEP)?;
            expr = kind;
        }
        self.height = self.height.max(beside);
        Ok(expr)
    }

    fn selector_or_assertion(&mut self, operand: Expr) -> Parsed<Expr> {
        let start = operand.start;
        self.bump();
        if !self.eat_op("(") {
            let name = self.ident()?;
            return Ok(Expr { start, end: name.end(), kind: ExprKind::Selector(Box::new(operand), name) });
        }
        let ty = if self.eat_keyword("type") { None } else { Some(Box::new(self.ty()?)) };
        self.expect_op(")")?;
        Ok(Expr { start, end: self.last_end, kind: ExprKind::TypeAssert(Box::new(operand), ty) })
    }

    fn index_or_slice(&mut self, operand: Expr) -> Parsed<Expr> {
        let start = operand.start;
        self.bump();
        let level = self.enter_brackets();
        let mut parts = [None, None, None];
        let mut colons = 0;
        if !self.is_op(":") {
            parts[0] = Some(self.expr_or_type()?);
        }
        while colons < 2 && self.eat_op(":") {
            colons += 1;
            if !self.is_op(":") && !self.is_op("]") {
                parts[colons] = Some(self.expr()?);
            }
        }
        let kind = if colons > 0 {
            ExprKind::Slice(Box::new(operand), Box::new(parts))
        } else {
            let mut indices: Vec<Expr> = parts.into_iter().flatten().collect();
            while self.eat_op(",") && !self.is_op("]") {
                indices.push(self.ty()?);
            }
            ExprKind::Index(Box::new(operand), indices)
        };
        self.expr_level = level;
        self.expect_op("]")?;
        Ok(Expr { start, end: self.last_end, kind })
    }

    fn call(&mut self, func: Expr) -> Parsed<Expr> {
        let start = func.start;
        self.bump();
        let level = self.enter_brackets();
        let mut args = Vec::new();
        let mut spread = false;
        while !self.is_op(")") {
            args.push(self.expr_or_type()?);
            spread |= self.eat_op("...");
            if !self.eat_op(",") {
                break;
            }
        }
        self.expr_level = level;
        self.expect_op(")")?;
        self.calls.push(start..self.last_end);
        Ok(Expr { start, end: self.last_end, kind: ExprKind::Call(Box::new(Call { func, args, spread })) })
    }

    /// Whether the `{` here begins the value of a composite literal of type `ty`. In the header of a control clause it
    /// begins the block instead, unless the type can't be anything but a type (Go spec, "Composite literals").
    fn begins_literal(&self, ty: &Expr) -> bool {
        match &ty.kind {
            ExprKind::Array(..) | ExprKind::Struct(_) | ExprKind::Map(..) => true,
            ExprKind::Ident(_) => self.expr_level >= 0,
            ExprKind::Selector(base, _) => self.expr_level >= 0 && matches!(base.kind, ExprKind::Ident(_)),
            ExprKind::Index(base, _) => {
                self.expr_level >= 0
                    && match &base.kind {
                        ExprKind::Ident(_) => true,
                        ExprKind::Selector(base, _) => matches!(base.kind, ExprKind::Ident(_)),
                        _ => false,
                    }
            }
            _ => false,
        }
    }

    fn literal_value(&mut self) -> Parsed<Vec<Element>> {
        self.expect_op("{")?;
        let level = std::mem::replace(&mut self.expr_level, 0);
        let mut elements = Vec::new();
        while !self.is_op("}") {
            let first = self.element()?;
            elements.push(if self.eat_op(":") {
                Element { key: Some(first), value: self.element()? }
            } else {
                Element { key: None, value: first }
            });
            if !self.eat_op(",") {
                break;
            }
        }
        self.expr_level = level;
        self.expect_op("}")?;
        Ok(elements)
    }

    fn element(&mut self) -> Parsed<Expr> {
        if !self.is_op("{") {
            return self.expr();
        }
        let start = self.start;
        let elements = self.nested(Self::literal_value)?;
        Ok(Expr { start, end: self.last_end, kind: ExprKind::Composite(None, elements) })
    }
}
