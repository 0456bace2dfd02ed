//! What `const`, `var` and `type` declarations declare, read no further than tells that.

use super::lexer::{Lexer, Token, is_open_ended};
use crate::syntax::ast::KEYWORDS;
use std::ops::Range;

/// What a specification of a `const`, `var` or `type` declaration declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Where the names stand.
    pub names: Vec<Range<usize>>,
    /// `type A = B`.
    pub is_alias: bool,
}

/// The specifications of the `const`, `var` or `type` declaration that stands at `decl` (Go spec, "Declarations and scope"). `None` for
/// what is no declaration; what stands behind the names may still not be Go.
pub fn specs(text: &str, decl: Range<usize>) -> Option<Vec<Spec>> {
    let mut lexer = Lexer { bytes: &text.as_bytes()[..decl.end], at: decl.start, unclosed: None };
    let Some(Token::Word(keyword)) = lexer.token() else { return None };
    let is_type = &lexer.bytes[keyword..lexer.at] == b"type";
    let mut first = lexer.token_behind_newlines();
    if !matches!(first, Some(Token::Open(b'('))) {
        return Some(vec![lexer.spec(first?, is_type)?.0]);
    }
    let mut specs = Vec::new();
    loop {
        first = lexer.token_behind_newlines();
        match first? {
            Token::Close => return Some(specs),
            Token::Semicolon => continue,
            token => {
                let (spec, is_over) = lexer.spec(token, is_type)?;
                specs.push(spec);
                if !is_over && !lexer.skip_spec()? {
                    return Some(specs);
                }
            }
        }
    }
}

impl Lexer<'_> {
    fn token_behind_newlines(&mut self) -> Option<Token> {
        loop {
            match self.token()? {
                Token::Newline => {}
                token => return Some(token),
            }
        }
    }

    /// The specification that begins with `first`, read no further than tells what it declares; and whether it's over there.
    fn spec(&mut self, first: Token, is_type: bool) -> Option<(Spec, bool)> {
        let mut spec = Spec { names: vec![self.name(first)?], is_alias: false };
        loop {
            let behind = self.at;
            match self.token() {
                Some(Token::Other) if !is_type && self.bytes[self.at - 1] == b',' => {
                    let name = self.token_behind_newlines()?;
                    spec.names.push(self.name(name)?);
                }
                Some(Token::Other) => {
                    spec.is_alias = is_type && self.bytes[self.at - 1] == b'=';
                    return Some((spec, false));
                }
                // The type parameters of `type A[P any] = B`, or an array type.
                Some(Token::Open(b'[')) if is_type => {
                    if !self.skip_to_closing_bracket() {
                        return None;
                    }
                    let behind = self.at;
                    let next = self.token();
                    spec.is_alias = matches!(next, Some(Token::Other)) && self.bytes[self.at - 1] == b'=';
                    self.at = behind;
                    return Some((spec, false));
                }
                None | Some(Token::Newline | Token::Semicolon) => return Some((spec, true)),
                Some(_) => {
                    self.at = behind;
                    return Some((spec, false));
                }
            }
        }
    }

    /// Moves past the end of a specification in a group; `false` when that ends the group.
    fn skip_spec(&mut self) -> Option<bool> {
        let mut complete = false;
        loop {
            match self.token()? {
                Token::Newline if complete => return Some(true),
                Token::Semicolon => return Some(true),
                Token::Close => return Some(false),
                Token::Newline => {}
                Token::Literal(is_closed) => complete = is_closed,
                Token::Open(_) => {
                    if !self.skip_to_closing_bracket() {
                        return None;
                    }
                    complete = true;
                }
                Token::Word(start) => complete = !is_open_ended(&self.bytes[start..self.at]),
                Token::Other => complete = false,
            }
        }
    }

    /// The range of the identifier that the token is; `None` for other tokens.
    fn name(&self, token: Token) -> Option<Range<usize>> {
        let Token::Word(start) = token else { return None };
        let word = &self.bytes[start..self.at];
        let is_keyword = KEYWORDS.iter().any(|keyword| keyword.as_bytes() == word);
        (!word[0].is_ascii_digit() && !is_keyword).then_some(start..self.at)
    }
}
