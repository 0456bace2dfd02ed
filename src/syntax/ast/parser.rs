//! The parser's core: one token of lookahead, a depth limit, and the entry points. The grammar is in the sibling modules.

use super::lexer::{Lexer, Token};
use super::{Decl, Ident, Name, Pos};
use std::ops::Range;

/// How deep syntax may nest before it counts as unreadable. Real code stays below fifty; the limit keeps recursion
/// within a thread's stack.
const MAX_DEPTH: u32 = 160;

/// Where the text stopped being Go (or nested too deep to read).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyntaxError {
    pub offset: Pos,
}

pub(super) type Parsed<T> = Result<T, SyntaxError>;

pub(super) struct Parser<'t> {
    pub text: &'t str,
    pub lexer: Lexer<'t>,
    pub token: Token,
    pub start: Pos,
    pub end: Pos,
    /// Where the token before this one ended.
    pub last_end: Pos,
    pub depth: u32,
    /// The most links of chains above one another in what was read since it was set to zero.
    pub height: usize,
    /// Every call expression that was read.
    pub calls: Vec<Range<Pos>>,
    /// Below zero: in the header of a control clause, where `T {` doesn't begin a composite literal.
    pub expr_level: i32,
}

/// A place in the text to come back to.
#[derive(Clone)]
pub(super) struct Mark<'t> {
    lexer: Lexer<'t>,
    token: Token,
    pub start: Pos,
    end: Pos,
    last_end: Pos,
    expr_level: i32,
    calls: usize,
}

/// The top of a file: its package clause and its imports.
#[derive(Debug, Clone, Default)]
pub struct FileHead {
    pub package: Option<Ident>,
    /// Name (`_`, `.` and renames included), and the import path.
    pub imports: Vec<(Option<Ident>, Name, Range<Pos>)>,
    /// Where the first declaration that isn't an import begins.
    pub end: Pos,
}

/// Reads the package clause and the imports; stops at whatever comes after them.
pub fn parse_head(text: &str) -> FileHead {
    let mut parser = Parser::new(text, 0..text.len());
    let mut head = FileHead::default();
    let _ = parser.head(&mut head);
    head.end = parser.start;
    head
}

/// A top-level declaration: a group gives several.
#[derive(Debug, Clone, Default)]
pub struct Declaration {
    pub decls: Vec<Decl>,
    /// The ranges of all call expressions in it: calls, conversions, built-ins.
    pub calls: Vec<Range<Pos>>,
}

/// Reads the one top-level declaration at `range`. Function bodies are read when `bodies`.
pub fn parse_declaration(text: &str, range: Range<usize>, bodies: bool) -> Result<Declaration, SyntaxError> {
    let mut parser = Parser::new(text, range);
    let decls = parser.top_level(bodies)?;
    if bodies {
        while parser.is_semi() {
            parser.bump();
        }
        if parser.token != Token::Eof {
            return parser.fail();
        }
    }
    Ok(Declaration { decls, calls: parser.calls })
}

impl<'t> Parser<'t> {
    pub fn new(text: &'t str, range: Range<usize>) -> Self {
        let mut lexer = Lexer::new(text, range.start, range.end);
        let (token, start, end) = lexer.token();
        Parser {
            text,
            lexer,
            token,
            start,
            end,
            last_end: start,
            depth: 0,
            height: 0,
            calls: Vec::new(),
            expr_level: 0,
        }
    }

    #[inline]
    pub fn bump(&mut self) {
        self.last_end = self.end;
        (self.token, self.start, self.end) = self.lexer.token();
    }

    pub fn fail<T>(&self) -> Parsed<T> {
        Err(SyntaxError { offset: self.start })
    }

    /// Runs `read` one level deeper.
    pub fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= MAX_DEPTH {
            return self.fail();
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Inside brackets composite literals are literals again; answers the level to go back to.
    pub fn enter_brackets(&mut self) -> i32 {
        let level = self.expr_level;
        self.expr_level = level.max(0) + 1;
        level
    }

    #[inline]
    pub fn slice(&self) -> &'t str {
        &self.text[self.start as usize..self.end as usize]
    }

    #[inline]
    pub fn is_op(&self, op: &str) -> bool {
        self.token == Token::Op && self.slice() == op
    }

    #[inline]
    pub fn is_keyword(&self, word: &str) -> bool {
        self.token == Token::Keyword && self.slice() == word
    }

    #[inline]
    pub fn is_semi(&self) -> bool {
        self.token == Token::AutoSemi || self.is_op(";")
    }

    #[inline]
    pub fn eat_op(&mut self, op: &str) -> bool {
        let found = self.is_op(op);
        if found {
            self.bump();
        }
        found
    }

    #[inline]
    pub fn eat_keyword(&mut self, word: &str) -> bool {
        let found = self.is_keyword(word);
        if found {
            self.bump();
        }
        found
    }

    pub fn expect_op(&mut self, op: &str) -> Parsed<()> {
        if self.eat_op(op) { Ok(()) } else { self.fail() }
    }

    pub fn expect_keyword(&mut self, word: &str) -> Parsed<()> {
        if self.eat_keyword(word) { Ok(()) } else { self.fail() }
    }

    /// A semicolon, which may be left out before a closing `)` or `}` (Go spec, "Semicolons").
    pub fn expect_semi(&mut self) -> Parsed<()> {
        if self.is_semi() {
            self.bump();
            return Ok(());
        }
        if self.is_op(")") || self.is_op("}") || self.token == Token::Eof { Ok(()) } else { self.fail() }
    }

    pub fn ident(&mut self) -> Parsed<Ident> {
        if self.token != Token::Ident {
            return self.fail();
        }
        let ident = Ident { name: self.slice().into(), start: self.start };
        self.bump();
        Ok(ident)
    }

    /// The parser's state, to come back to.
    pub fn mark(&self) -> Mark<'t> {
        Mark {
            lexer: self.lexer.clone(),
            token: self.token,
            start: self.start,
            end: self.end,
            last_end: self.last_end,
            expr_level: self.expr_level,
            calls: self.calls.len(),
        }
    }

    pub fn reset(&mut self, mark: Mark<'t>) {
        self.lexer = mark.lexer;
        self.token = mark.token;
        self.start = mark.start;
        self.end = mark.end;
        self.last_end = mark.last_end;
        self.expr_level = mark.expr_level;
        self.calls.truncate(mark.calls);
    }

    fn head(&mut self, head: &mut FileHead) -> Parsed<()> {
        while self.is_semi() {
            self.bump();
        }
        self.expect_keyword("package")?;
        head.package = Some(self.ident()?);
        self.expect_semi()?;
        while self.eat_keyword("import") {
            if self.eat_op("(") {
                while !self.is_op(")") {
                    self.import(head)?;
                    self.expect_semi()?;
                }
                self.bump();
            } else {
                self.import(head)?;
            }
            self.expect_semi()?;
        }
        Ok(())
    }

    fn import(&mut self, head: &mut FileHead) -> Parsed<()> {
        let start = self.start;
        let name = if self.is_op(".") {
            let ident = Ident { name: ".".into(), start: self.start };
            self.bump();
            Some(ident)
        } else if self.token == Token::Ident {
            Some(self.ident()?)
        } else {
            None
        };
        if self.token != Token::String {
            return self.fail();
        }
        let quoted = self.slice();
        let path: Name = quoted.get(1..quoted.len() - 1).unwrap_or_default().into();
        self.bump();
        head.imports.push((name, path, start..self.last_end));
        Ok(())
    }
}
