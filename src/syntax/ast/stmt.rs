//! Statements (Go spec, "Statements").

use super::lexer::Token;
use super::parser::{Parsed, Parser};
use super::{
    BinaryOp, Block, BranchKind, CaseClause, CommClause, Expr, ExprKind, ForStmt, Ident, IfStmt, Pos,
    RangeStmt, Stmt, StmtKind, SwitchStmt, TypeSwitchStmt,
};

/// What a simple statement may turn out to be where `range` is allowed.
enum Simple {
    Stmt(Stmt),
    Range { key: Option<Expr>, value: Option<Expr>, define: bool, operand: Expr },
}

impl<'t> Parser<'t> {
    pub fn block(&mut self) -> Parsed<Block> {
        let start = self.start;
        self.expect_op("{")?;
        let stmts = self.nested(Self::stmt_list)?;
        self.expect_op("}")?;
        Ok(Block { stmts, start, end: self.last_end })
    }

    fn stmt_list(&mut self) -> Parsed<Vec<Stmt>> {
        let mut stmts = Vec::new();
        while !self.is_op("}") && !self.is_keyword("case") && !self.is_keyword("default") {
            if self.token == Token::Eof {
                return self.fail();
            }
            stmts.push(self.nested(Self::stmt)?);
            self.expect_semi()?;
        }
        Ok(stmts)
    }

    fn done(&self, start: Pos, kind: StmtKind) -> Stmt {
        Stmt { start, end: self.last_end.max(start), kind }
    }

    fn stmt(&mut self) -> Parsed<Stmt> {
        let start = self.start;
        if self.is_semi() || self.is_op("}") {
            return Ok(Stmt { start, end: start, kind: StmtKind::Empty });
        }
        if self.is_op("{") {
            let block = self.block()?;
            return Ok(self.done(start, StmtKind::Block(block)));
        }
        if self.token != Token::Keyword {
            return self.simple_or_labeled();
        }
        let kind = match self.slice() {
            "const" | "type" | "var" => StmtKind::Decl(self.gen_decl()?),
            "func" | "struct" | "map" | "chan" | "interface" => return self.simple_stmt(),
            "go" => {
                self.bump();
                StmtKind::Go(self.expr()?)
            }
            "defer" => {
                self.bump();
                StmtKind::Defer(self.expr()?)
            }
            "return" => {
                self.bump();
                let results = if self.is_semi() || self.is_op("}") { Vec::new() } else { self.expr_list()? };
                StmtKind::Return(results)
            }
            "break" => self.branch(BranchKind::Break)?,
            "continue" => self.branch(BranchKind::Continue)?,
            "goto" => self.branch(BranchKind::Goto)?,
            "fallthrough" => self.branch(BranchKind::Fallthrough)?,
            "if" => return self.if_stmt(),
            "switch" => return self.switch_stmt(),
            "select" => return self.select_stmt(),
            "for" => return self.for_stmt(),
            _ => return self.fail(),
        };
        Ok(self.done(start, kind))
    }

    fn branch(&mut self, kind: BranchKind) -> Parsed<StmtKind> {
        self.bump();
        let label = if self.token == Token::Ident { Some(self.ident()?) } else { None };
        Ok(StmtKind::Branch(kind, label))
    }

    fn simple_or_labeled(&mut self) -> Parsed<Stmt> {
        if self.token == Token::Ident {
            let mark = self.mark();
            let label = self.ident()?;
            if self.eat_op(":") {
                let inner = if self.is_op("}") {
                    Stmt { start: self.start, end: self.start, kind: StmtKind::Empty }
                } else {
                    self.nested(Self::stmt)?
                };
                return Ok(Stmt {
                    start: label.start,
                    end: inner.end,
                    kind: StmtKind::Labeled(label, Box::new(inner)),
                });
            }
            self.reset(mark);
        }
        self.simple_stmt()
    }

    pub fn simple_stmt(&mut self) -> Parsed<Stmt> {
        match self.simple(false)? {
            Simple::Stmt(stmt) => Ok(stmt),
            Simple::Range { .. } => self.fail(),
        }
    }

    fn simple(&mut self, range_allowed: bool) -> Parsed<Simple> {
        let start = self.start;
        if range_allowed && self.eat_keyword("range") {
            let operand = self.expr()?;
            return Ok(Simple::Range { key: None, value: None, define: false, operand });
        }
        let mut left = self.expr_list()?;
        let op = if self.token == Token::Op { self.slice() } else { "" };
        if matches!(op, ":=" | "=") {
            let define = op == ":=";
            self.bump();
            if range_allowed && self.eat_keyword("range") {
                let operand = self.expr()?;
                let mut left = left.into_iter();
                let (key, value) = (left.next(), left.next());
                if left.next().is_some() {
                    return self.fail();
                }
                return Ok(Simple::Range { key, value, define, operand });
            }
            let right = self.expr_list()?;
            let kind = if define { StmtKind::Define(left, right) } else { StmtKind::Assign(left, right) };
            return Ok(Simple::Stmt(self.done(start, kind)));
        }
        let Some(first) = left.pop() else { return self.fail() };
        if !left.is_empty() {
            return self.fail();
        }
        let assign = match op {
            "+=" => Some(BinaryOp::Add),
            "-=" => Some(BinaryOp::Sub),
            "*=" => Some(BinaryOp::Mul),
            "/=" => Some(BinaryOp::Div),
            "%=" => Some(BinaryOp::Rem),
            "&=" => Some(BinaryOp::And),
            "|=" => Some(BinaryOp::Or),
            "^=" => Some(BinaryOp::Xor),
            "<<=" => Some(BinaryOp::Shl),
            ">>=" => Some(BinaryOp::Shr),
            "&^=" => Some(BinaryOp::AndNot),
            _ => None,
        };
        let kind = if let Some(assign) = assign {
            self.bump();
            StmtKind::OpAssign(assign, first, self.expr()?)
        } else if matches!(op, "++" | "--") {
            self.bump();
            StmtKind::IncDec(first)
        } else if op == "<-" {
            self.bump();
            StmtKind::Send(first, self.expr()?)
        } else {
            StmtKind::Expr(first)
        };
        Ok(Simple::Stmt(self.done(start, kind)))
    }

    /// `init; cond` in the header of `if` and `switch`: both optional.
    fn header(&mut self) -> Parsed<(Option<Stmt>, Option<Stmt>)> {
        if self.is_op("{") {
            return Ok((None, None));
        }
        let mut init = None;
        if !self.is_semi() {
            init = Some(self.simple_stmt()?);
            if self.is_op("{") {
                return Ok((None, init));
            }
        }
        if !self.is_semi() {
            return self.fail();
        }
        self.bump();
        let cond = if self.is_op("{") { None } else { Some(self.simple_stmt()?) };
        Ok((init, cond))
    }

    fn if_stmt(&mut self) -> Parsed<Stmt> {
        let start = self.start;
        self.bump();
        let level = std::mem::replace(&mut self.expr_level, -1);
        let (init, cond) = self.header()?;
        self.expr_level = level;
        let Some(Stmt { kind: StmtKind::Expr(cond), .. }) = cond else { return self.fail() };
        let then = self.block()?;
        let otherwise = if self.eat_keyword("else") {
            if self.is_keyword("if") {
                Some(self.nested(Self::if_stmt)?)
            } else {
                let start = self.start;
                let block = self.block()?;
                Some(self.done(start, StmtKind::Block(block)))
            }
        } else {
            None
        };
        Ok(self.done(start, StmtKind::If(Box::new(IfStmt { init, cond, then, otherwise }))))
    }

    fn switch_stmt(&mut self) -> Parsed<Stmt> {
        let start = self.start;
        self.bump();
        let level = std::mem::replace(&mut self.expr_level, -1);
        let (init, tag) = self.header()?;
        self.expr_level = level;
        let clauses = self.clauses()?;
        let guard = match tag {
            None => Ok((None, None)),
            Some(Stmt { kind: StmtKind::Expr(tag), .. }) => Ok((None, Some(tag))),
            Some(Stmt { kind: StmtKind::Define(left, right), .. }) => match (bound_name(left), one(right)) {
                (Some(bind), Some(operand)) => Ok((Some(bind), Some(operand))),
                _ => Err(()),
            },
            Some(_) => Err(()),
        };
        let Ok((bind, tag)) = guard else { return self.fail() };
        let kind = match tag {
            Some(Expr { kind: ExprKind::TypeAssert(operand, None), .. }) => {
                StmtKind::TypeSwitch(Box::new(TypeSwitchStmt { init, bind, operand: *operand, clauses }))
            }
            _ if bind.is_some() => return self.fail(),
            tag => StmtKind::Switch(Box::new(SwitchStmt { init, tag, clauses })),
        };
        Ok(self.done(start, kind))
    }

    fn clauses(&mut self) -> Parsed<Vec<CaseClause>> {
        self.expect_op("{")?;
        let mut clauses = Vec::new();
        while !self.is_op("}") {
            let start = self.start;
            let is_default = self.eat_keyword("default");
            let exprs = if is_default {
                Vec::new()
            } else {
                self.expect_keyword("case")?;
                self.expr_list()?
            };
            self.expect_op(":")?;
            let body = self.nested(Self::stmt_list)?;
            clauses.push(CaseClause { exprs, is_default, body, start, end: self.start });
        }
        self.bump();
        Ok(clauses)
    }

    fn select_stmt(&mut self) -> Parsed<Stmt> {
        let start = self.start;
        self.bump();
        self.expect_op("{")?;
        let mut clauses = Vec::new();
        while !self.is_op("}") {
            let comm = if self.eat_keyword("default") {
                None
            } else {
                self.expect_keyword("case")?;
                Some(self.simple_stmt()?)
            };
            self.expect_op(":")?;
            let body = self.nested(Self::stmt_list)?;
            clauses.push(CommClause { comm, body, end: self.start });
        }
        self.bump();
        Ok(self.done(start, StmtKind::Select(clauses)))
    }

    fn for_stmt(&mut self) -> Parsed<Stmt> {
        let start = self.start;
        self.bump();
        let level = std::mem::replace(&mut self.expr_level, -1);
        let (mut init, mut cond, mut post) = (None, None, None);
        if !self.is_op("{") {
            if !self.is_semi() {
                match self.simple(true)? {
                    Simple::Stmt(stmt) => init = Some(stmt),
                    Simple::Range { key, value, define, operand } => {
                        self.expr_level = level;
                        let body = self.block()?;
                        let range = RangeStmt { key, value, define, operand, body };
                        return Ok(self.done(start, StmtKind::Range(Box::new(range))));
                    }
                }
            }
            if self.is_semi() {
                self.bump();
                if !self.is_semi() && !self.is_op("{") {
                    cond = Some(self.simple_stmt()?);
                }
                if self.is_semi() {
                    self.bump();
                }
                if !self.is_op("{") {
                    post = Some(self.simple_stmt()?);
                }
            } else {
                cond = init.take();
            }
        }
        self.expr_level = level;
        let cond = match cond {
            None => None,
            Some(Stmt { kind: StmtKind::Expr(cond), .. }) => Some(cond),
            Some(_) => return self.fail(),
        };
        let body = self.block()?;
        Ok(self.done(start, StmtKind::For(Box::new(ForStmt { init, cond, post, body }))))
    }
}

fn one(list: Vec<Expr>) -> Option<Expr> {
    let mut list = list.into_iter();
    list.next().filter(|_| list.next().is_none())
}

fn bound_name(left: Vec<Expr>) -> Option<Ident> {
    let Expr { start, kind: ExprKind::Ident(name), .. } = one(left)? else { return None };
    Some(Ident { name, start })
}
