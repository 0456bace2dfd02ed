//! The outline of a Go file: where its top-level declarations begin and end, found without parsing.
//!
//! A lexer that knows strings, runes, raw strings, comments, brackets and the semicolon rule (Go spec,
//! "Semicolons") at top level. It reads at memory speed and lets the parser see only what matters.
//! It doesn't know whether what stands inside the brackets is Go.

use super::ast::KEYWORDS;
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

/// Inside brackets only quotes, slashes and brackets matter. Brackets of one kind, and `[` and `{`, differ in a bit or two; there is no
/// `||`, so that many bytes can be looked at in one go.
fn is_special(byte: u8) -> bool {
    let curly = byte | (b'[' ^ b'{');
    (byte & !(b'(' ^ b')') == b'(')
        | (curly == b'{')
        | (curly == b'}')
        | (byte == b'"')
        | (byte == b'\'')
        | (byte == b'`')
        | (byte == b'/')
}

/// Bytes that identifiers, keywords and numbers are made of.
static IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        table[i] = b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
        i += 1;
    }
    table
};

/// The places of quotes, slashes and brackets from some place on, found block by block, in a form that compilers make vector
/// instructions of: most of a file is passed over here.
struct Specials<'a> {
    bytes: &'a [u8],
    /// Where the block begins that is being gone through.
    block: usize,
    /// A byte for each of the block, not 0 for those that are special and weren't given out yet.
    left: u128,
}

/// How many bytes are looked at in one go: as many as a mark each fits into a `u128`.
const BLOCK: usize = 16;

impl<'a> Specials<'a> {
    fn from(bytes: &'a [u8], at: usize) -> Self {
        Specials { bytes, block: at, left: Self::marks(bytes, at) }
    }

    fn marks(bytes: &[u8], at: usize) -> u128 {
        let rest = &bytes[at.min(bytes.len())..];
        let mut marks = [0u8; BLOCK];
        match rest.first_chunk::<BLOCK>() {
            Some(block) => (0..BLOCK).for_each(|i| marks[i] = u8::from(is_special(block[i]))),
            None => (0..rest.len()).for_each(|i| marks[i] = u8::from(is_special(rest[i]))),
        }
        u128::from_le_bytes(marks)
    }
}

impl Iterator for Specials<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                return None;
            }
            self.left = Self::marks(self.bytes, self.block);
        }
        let first = self.left.trailing_zeros() as usize / 8;
        self.left &= self.left - 1;
        Some(self.block + first)
    }
}

/// Whether a line that ends with this keyword goes on (Go spec, "Semicolons"), as far as it can end a line at top level.
fn is_open_ended(word: &[u8]) -> bool {
    matches!(
        word,
        b"var"
            | b"const"
            | b"type"
            | b"import"
            | b"func"
            | b"package"
            | b"map"
            | b"chan"
            | b"struct"
            | b"interface"
    )
}

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
                _ if IS_WORD[byte as usize] => {
                    let start = self.at;
                    while IS_WORD[self.peek(0) as usize] {
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
        let mut specials = Specials::from(self.bytes, self.at);
        while let Some(at) = specials.next() {
            let byte = self.bytes[at];
            match byte {
                b'/' | b'"' | b'\'' | b'`' => {
                    self.at = at;
                    match (byte, self.peek(1)) {
                        (b'/', b'/' | b'*') => {
                            self.comment();
                        }
                        (b'/', _) => continue,
                        _ if !self.literal(byte) => return false,
                        _ => {}
                    }
                    specials = Specials::from(self.bytes, self.at);
                }
                b'(' | b'[' | b'{' => open.push(byte),
                _ => {
                    let matching = match byte {
                        b')' => b'(',
                        b']' => b'[',
                        _ => b'{',
                    };
                    self.at = at + 1;
                    if open.pop() != Some(matching) {
                        return false;
                    }
                    if open.is_empty() {
                        return true;
                    }
                }
            }
        }
        self.at = self.bytes.len();
        false
    }

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

    fn word_at(&self, start: usize) -> Option<&[u8]> {
        let rest = self.bytes.get(start..)?;
        let len = rest.iter().position(|b| !IS_WORD[*b as usize]).unwrap_or(rest.len());
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

    fn names(decl: &str) -> Option<Vec<String>> {
        let text = format!("package a; {decl}");
        let written = |spec: Spec| {
            let names: Vec<&str> = spec.names.into_iter().map(|name| &text[name]).collect();
            format!("{}{}", names.join(" "), if spec.is_alias { "=" } else { "" })
        };
        Some(specs(&text, 11..text.len())?.into_iter().map(written).collect())
    }

    #[test]
    fn specifications_declare_names() {
        let cases: &[(&str, &[&str])] = &[
            ("var a = func() int { return 1 }\n", &["a"]),
            ("var a, b,\n\tc int\n", &["a b c"]),
            ("const a = 1;", &["a"]),
            ("type A = B\n", &["A="]),
            ("type A B\n", &["A"]),
            ("type A[P any] = B[P]\n", &["A="]),
            ("type A[P any] struct{ b int }\n", &["A"]),
            ("type A [n]int\n", &["A"]),
            ("type größe struct{}\n", &["größe"]),
            ("type ()\n", &[]),
            ("type (\n\tA struct {\n\t\tb int // }\n\t}\n\n\t// C\n\tC = D; E int\n)\n", &["A", "C=", "E"]),
            (
                "const (\n\ta = iota\n\tb /* c */\n\tc, d = 1 +\n\t\t2, `\n)`\n\te = (3)\n)\n",
                &["a", "b", "c d", "e"],
            ),
            (
                "var (\n\ta func(b int,\n\t\tc int) error\n\td map[string]struct{}\n\te <-chan\n\tint\n)\n",
                &["a", "d", "e"],
            ),
            ("var (a int)\n", &["a"]),
        ];
        for (decl, wanted) in cases {
            let wanted: Vec<String> = wanted.iter().map(|name| name.to_string()).collect();
            assert_eq!(names(decl), Some(wanted), "{decl}");
        }
        for decl in ["var 1 = 2\n", "type struct {}\n", "var a, 1 int\n", "var (\n\ta int\n\t+\n)\n", "var"] {
            assert_eq!(names(decl), None, "{decl}");
        }
    }

    #[test]
    fn brackets_are_found_wherever_blocks_begin() {
        for shift in 0..40 {
            let text =
                format!("func f() {{ /*{} */ g(x[0], \"}}\", '}}', `}}`) // }}\n}} x", "{".repeat(shift));
            let decl = &Outline::of(&text).decls[0];
            let body = decl.body.clone().expect("it's closed");
            assert_eq!(&text[body.end..], " x", "{shift}");
        }
    }
}
