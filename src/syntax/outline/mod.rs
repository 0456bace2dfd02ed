//! The outline of a Go file: where its top-level declarations begin and end, found without parsing.
//!
//! A lexer that knows strings, runes, raw strings, comments, brackets and the semicolon rule (Go spec,
//! "Semicolons") at top level. It reads at memory speed and lets the parser see only what matters.
//! It doesn't know whether what stands inside the brackets is Go.

mod lexer;
mod specs;
#[cfg(test)]
mod tests;

use lexer::{Lexer, Token, is_open_ended};
pub use specs::{Spec, specs};
use std::ops::Range;

/// The keyword that a top-level declaration begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    Package,
    Import,
    Const,
    Var,
    Type,
    Func,
}

/// One top-level declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decl {
    pub keyword: Keyword,
    /// Bytes from the keyword to the end of the declaration, with the newline or semicolon that ends it.
    pub range: Range<usize>,
    /// The body of a `func` with its braces; `None` for a function implemented elsewhere and for other keywords.
    pub body: Option<Range<usize>>,
    /// Brackets don't match, a literal isn't closed, or the text isn't a declaration at all.
    pub broken: bool,
}

/// The top-level declarations of a file in source order, the package clause first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    pub decls: Vec<Decl>,
}

impl Outline {
    /// The outline of `text`. Never fails: what can't be read is a broken [`Decl`].
    pub fn of(text: &str) -> Outline {
        let mut lexer = Lexer { bytes: text.as_bytes(), at: 0, unclosed: None };
        if text.starts_with('\u{feff}') {
            lexer.at = 3;
        }
        let mut decls = Vec::new();
        while let Some(start) = lexer.next_token_start() {
            decls.push(lexer.decl(start));
        }
        if let Some(start) = lexer.unclosed {
            let range = start..text.len();
            match decls.last_mut() {
                Some(last) if last.broken => {}
                // It begins within the declaration.
                Some(last) if start < last.range.end => {
                    last.broken = true;
                    last.body = None;
                }
                _ => decls.push(Decl { keyword: Keyword::Func, range, body: None, broken: true }),
            }
        }
        Outline { decls }
    }

    /// The declaration that holds the byte at `offset`.
    pub fn at(&self, offset: usize) -> Option<&Decl> {
        let after = self.decls.partition_point(|decl| decl.range.start <= offset);
        self.decls[..after].last().filter(|decl| offset < decl.range.end)
    }

    /// The package clause, when the file begins with one.
    pub fn package(&self) -> Option<&Decl> {
        self.decls.first().filter(|decl| decl.keyword == Keyword::Package && !decl.broken)
    }
}

impl Lexer<'_> {
    /// Reads the declaration that starts at `start`, the current place.
    fn decl(&mut self, start: usize) -> Decl {
        let keyword = self.word_at(start).and_then(|word| match word {
            b"package" => Some(Keyword::Package),
            b"import" => Some(Keyword::Import),
            b"const" => Some(Keyword::Const),
            b"var" => Some(Keyword::Var),
            b"type" => Some(Keyword::Type),
            b"func" => Some(Keyword::Func),
            _ => None,
        });
        let mut body = None;
        let closed = self.skip_to_end(&mut body);
        let whole = keyword.is_some() && closed;
        if !closed {
            self.at = match self.unclosed {
                Some(_) => self.bytes.len(),
                None => self.next_line_that_declares(start),
            };
        }
        Decl {
            keyword: keyword.unwrap_or(Keyword::Func),
            range: start..self.at,
            body: body.filter(|_| whole && keyword == Some(Keyword::Func)),
            broken: !whole,
        }
    }

    /// Moves past the semicolon that ends the declaration, written or inserted. `false` when brackets don't match.
    fn skip_to_end(&mut self, body: &mut Option<Range<usize>>) -> bool {
        // Whether a newline here would be a semicolon: the rule looks at the last token of the line.
        let mut complete = false;
        // `struct` or `interface` just before: the brace that follows is no function body.
        let mut type_word = false;
        loop {
            match self.token() {
                None => return true,
                Some(Token::Newline) if complete => return true,
                Some(Token::Newline) => {}
                Some(Token::Semicolon) => return true,
                Some(Token::Word(start)) => {
                    let word = &self.bytes[start..self.at];
                    type_word = matches!(word, b"struct" | b"interface");
                    complete = !is_open_ended(word);
                }
                Some(Token::Literal(closed)) => {
                    if !closed {
                        return false;
                    }
                    complete = true;
                    type_word = false;
                }
                Some(Token::Open(bracket)) => {
                    let start = self.at - 1;
                    if !self.skip_to_closing_bracket() {
                        return false;
                    }
                    if bracket == b'{' {
                        *body = (!type_word).then_some(start..self.at);
                    }
                    complete = true;
                    type_word = false;
                }
                Some(Token::Close) => return false,
                Some(Token::Other) => {
                    complete = false;
                    type_word = false;
                }
            }
        }
    }

    /// Where reading can go on after a broken declaration: the next line that begins, in its first column,
    /// with a keyword that declares. In Go as gofmt writes it only top-level declarations begin so.
    fn next_line_that_declares(&self, after: usize) -> usize {
        let mut from = after;
        while let Some(newline) = memchr::memchr(b'\n', &self.bytes[from..]).map(|i| from + i) {
            from = newline + 1;
            if matches!(self.word_at(from), Some(b"func" | b"var" | b"type" | b"const" | b"import")) {
                return from;
            }
        }
        self.bytes.len()
    }
}
