//! The outline of a Go file: where its top-level declarations begin and end, found without parsing.
//!
//! A lexer that knows strings, runes, raw strings, comments, brackets and the semicolon rule (Go spec,
//! "Semicolons") at top level. It reads at memory speed and lets the parser see only what matters.
//! It doesn't know whether what stands inside the brackets is Go.

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

struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where a general comment or a raw string begins that doesn't end: nothing behind it can be told.
    unclosed: Option<usize>,
}

/// What the lexer met outside of white space and comments.
enum Token {
    /// An identifier, keyword or number, with where it begins.
    Word(usize),
    /// String, rune or raw string; `false` when it isn't closed.
    Literal(bool),
    Open(u8),
    Close,
    Newline,
    Semicolon,
    Other,
}

const PLAIN: u8 = 0;
const WORD: u8 = 1;
const SPECIAL: u8 = 2;

/// Inside brackets only quotes, slashes and brackets matter; everything else is skipped by this table.
static CLASS: [u8; 256] = {
    let mut class = [PLAIN; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        if b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80 {
            class[i] = WORD;
        }
        if matches!(b, b'"' | b'\'' | b'`' | b'/' | b'(' | b')' | b'[' | b']' | b'{' | b'}') {
            class[i] = SPECIAL;
        }
        i += 1;
    }
    class
};

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Skips white space, comments and stray semicolons; the start of the next token at top level.
    fn next_token_start(&mut self) -> Option<usize> {
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b' ' | b'\t' | b'\r' | b'\n' | b';' => self.at += 1,
                b'/' if matches!(self.peek(1), b'/' | b'*') => {
                    self.comment();
                }
                _ => return Some(self.at),
            }
        }
        None
    }

    /// Skips the comment at the current place. `true` when it held or ended a line, as a newline does.
    fn comment(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        if self.peek(1) == b'/' {
            self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            return false;
        }
        let close = memchr::memmem::find(&rest[2..], b"*/");
        if close.is_none() {
            self.unclosed = Some(self.at);
        }
        let end = close.map_or(rest.len(), |i| i + 4);
        self.at += end;
        memchr::memchr(b'\n', &rest[..end]).is_some()
    }

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
                    complete = !matches!(
                        word,
                        b"var" | b"const" | b"type" | b"import" | b"func" | b"package" | b"map" | b"chan"
                    ) && !type_word;
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

    fn token(&mut self) -> Option<Token> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'/' if matches!(self.peek(1), b'/' | b'*') => {
                    if self.comment() {
                        return Some(Token::Newline);
                    }
                }
                b'\n' => {
                    self.at += 1;
                    return Some(Token::Newline);
                }
                b';' => {
                    self.at += 1;
                    return Some(Token::Semicolon);
                }
                b'"' | b'\'' | b'`' => return Some(Token::Literal(self.literal(byte))),
                b'(' | b'[' | b'{' => {
                    self.at += 1;
                    return Some(Token::Open(byte));
                }
                b')' | b']' | b'}' => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                _ if CLASS[byte as usize] == WORD => {
                    let start = self.at;
                    while CLASS[self.peek(0) as usize] == WORD {
                        self.at += 1;
                    }
                    return Some(Token::Word(start));
                }
                _ => {
                    self.at += 1;
                    return Some(Token::Other);
                }
            }
        }
    }

    /// Skips a literal that begins with `quote`. `false` when it doesn't end (a raw string at the end of the
    /// file, any other at the end of its line).
    fn literal(&mut self, quote: u8) -> bool {
        self.at += 1;
        let rest = &self.bytes[self.at..];
        if quote == b'`' {
            let end = memchr::memchr(b'`', rest);
            if end.is_none() {
                self.unclosed = Some(self.at - 1);
            }
            self.at += end.map_or(rest.len(), |i| i + 1);
            return end.is_some();
        }
        let mut from = 0;
        while let Some(i) = memchr::memchr3(quote, b'\\', b'\n', &rest[from..]).map(|i| from + i) {
            match rest[i] {
                b'\\' => from = (i + 2).min(rest.len()),
                b'\n' => {
                    self.at += i;
                    return false;
                }
                _ => {
                    self.at += i + 1;
                    return true;
                }
            }
        }
        self.at = self.bytes.len();
        false
    }

    /// After an opening bracket: moves past its closing one. `false` when there is none or another kind closes.
    fn skip_to_closing_bracket(&mut self) -> bool {
        let mut open = vec![self.bytes[self.at - 1]];
        while let Some(plain) = self.bytes[self.at..].iter().position(|byte| CLASS[*byte as usize] == SPECIAL)
        {
            self.at += plain;
            let byte = self.bytes[self.at];
            match byte {
                b'/' if matches!(self.peek(1), b'/' | b'*') => {
                    self.comment();
                }
                b'/' => self.at += 1,
                b'"' | b'\'' | b'`' => {
                    if !self.literal(byte) {
                        return false;
                    }
                }
                b'(' | b'[' | b'{' => {
                    open.push(byte);
                    self.at += 1;
                }
                _ => {
                    self.at += 1;
                    let matching = match byte {
                        b')' => b'(',
                        b']' => b'[',
                        _ => b'{',
                    };
                    if open.pop() != Some(matching) {
                        return false;
                    }
                    if open.is_empty() {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn word_at(&self, start: usize) -> Option<&[u8]> {
        let rest = self.bytes.get(start..)?;
        let len = rest.iter().position(|b| CLASS[*b as usize] != WORD).unwrap_or(rest.len());
        Some(&rest[..len])
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

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> Vec<(Keyword, &str, Option<&str>, bool)> {
        Outline::of(text)
            .decls
            .iter()
            .map(|d| {
                (d.keyword, text[d.range.clone()].trim_end(), d.body.clone().map(|b| &text[b]), d.broken)
            })
            .collect()
    }

    #[test]
    fn declarations_end_where_go_inserts_a_semicolon() {
        let text = "// doc\npackage a; import \"x\"\nvar f =\n\tfunc() int { return '}' }\n\ntype (\n\tT struct{}\n)\n";
        assert_eq!(
            outline(text),
            [
                (Keyword::Package, "package a;", None, false),
                (Keyword::Import, "import \"x\"", None, false),
                (Keyword::Var, "var f =\n\tfunc() int { return '}' }", None, false),
                (Keyword::Type, "type (\n\tT struct{}\n)", None, false),
            ]
        );
    }

    #[test]
    fn bodies_are_told_from_braces_of_types() {
        let text = "package a\nfunc f() interface{}\nfunc g() struct{ x int } { return x }\nfunc h(x map[string]struct{}) (y []interface{}) { /* } */ }\nfunc k[T interface{ m() }](t T) {\n\ts := `}`\n}";
        let bodies: Vec<_> = outline(text).into_iter().skip(1).map(|d| d.2).collect();
        assert_eq!(bodies, [None, Some("{ return x }"), Some("{ /* } */ }"), Some("{\n\ts := `}`\n}")]);
    }

    #[test]
    fn a_comment_that_does_not_end_is_broken() {
        let found = outline("package a\n\nfunc f() {}\n\n/* never\n");
        assert_eq!(
            found.iter().map(|d| (d.1, d.3)).collect::<Vec<_>>(),
            [("package a", false), ("func f() {}", false), ("/* never", true),]
        );
        for text in [
            "func f() {} /* never",
            "var x = y + /* never",
            "func f() { /* never }",
            "var x = `never\n\nfunc f() {}\n",
            "func f() {\n\tg(`never)\n}\n\nfunc g() {}\n",
        ] {
            let whole = format!("package a\n\n{text}");
            let found = outline(&whole);
            assert_eq!(
                found.iter().map(|d| (d.1, d.3)).collect::<Vec<_>>(),
                [("package a", false), (text.trim_end(), true)]
            );
        }
    }

    #[test]
    fn a_broken_declaration_does_not_hide_the_next() {
        let text = "package a\nfunc f() {\n\tif x {\n}\n\nfunc g() {}\nvar s = \"abc\nfunc h() {}\n} x\nfunc i() {}\n";
        let found: Vec<_> =
            outline(text).into_iter().map(|d| (d.1.lines().next().unwrap_or(""), d.3)).collect();
        assert_eq!(
            found,
            [
                ("package a", false),
                ("func f() {", true),
                ("func g() {}", false),
                ("var s = \"abc", true),
                ("func h() {}", false),
                ("} x", true),
                ("func i() {}", false),
            ]
        );
    }
}
