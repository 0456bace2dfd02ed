//! Tokens of Go source, with the semicolons that line ends stand for (Go spec, "Tokens" and "Semicolons").
//!
//! It knows where tokens begin and end, and nothing of what they mean together.

use super::Pos;

/// The kind of a token. Operators and keywords are one kind each, told apart by their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    Eof,
    Ident,
    Keyword,
    Int,
    Float,
    Imaginary,
    Rune,
    String,
    /// Operators and punctuation, `;` written out included.
    Op,
    /// A semicolon that a line end stands for; it has no text.
    AutoSemi,
    Invalid,
}

/// A token stream over part of a file. Cloning it is cheap: that is how a parser looks ahead.
#[derive(Debug, Clone)]
pub struct Lexer<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    /// The last token ends a statement when the line ends behind it.
    ends_statement: bool,
}

/// Go spec, "Keywords".
pub const KEYWORDS: [&str; 25] = [
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];

/// How many bytes the operator or punctuation at the start of `bytes` has, the longest that fits; 0 where there is none
/// (Go spec, "Operators and punctuation").
fn operator_length(bytes: &[u8]) -> usize {
    let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
    let or_equals = || if at(1) == b'=' { 2 } else { 1 };
    match at(0) {
        b'(' | b')' | b'[' | b']' | b'{' | b'}' | b',' | b';' | b'~' => 1,
        b'.' => {
            if at(1) == b'.' && at(2) == b'.' {
                3
            } else {
                1
            }
        }
        first @ (b'+' | b'-' | b'|') => {
            if at(1) == first {
                2
            } else {
                or_equals()
            }
        }
        b':' | b'=' | b'!' | b'*' | b'/' | b'%' | b'^' => or_equals(),
        b'&' => match (at(1), at(2)) {
            (b'^', b'=') => 3,
            (b'^' | b'&' | b'=', _) => 2,
            _ => 1,
        },
        b'<' if at(1) == b'-' => 2,
        first @ (b'<' | b'>') => match (at(1), at(2)) {
            (second, b'=') if second == first => 3,
            (second, _) if second == first || second == b'=' => 2,
            _ => 1,
        },
        _ => 0,
    }
}

/// Bytes that go on with an identifier or keyword in ASCII.
static IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut i = 0;
    while i < 128 {
        table[i] = (i as u8).is_ascii_alphanumeric() || i as u8 == b'_';
        i += 1;
    }
    table
};

fn is_keyword(word: &str) -> bool {
    // By the first letter: to compare each name with every keyword takes longer than all else that is done with it here.
    match word.as_bytes().first() {
        Some(b'b') => word == "break",
        Some(b'c') => matches!(word, "case" | "chan" | "const" | "continue"),
        Some(b'd') => matches!(word, "default" | "defer"),
        Some(b'e') => word == "else",
        Some(b'f') => matches!(word, "fallthrough" | "for" | "func"),
        Some(b'g') => matches!(word, "go" | "goto"),
        Some(b'i') => matches!(word, "if" | "import" | "interface"),
        Some(b'm') => word == "map",
        Some(b'p') => word == "package",
        Some(b'r') => matches!(word, "range" | "return"),
        Some(b's') => matches!(word, "select" | "struct" | "switch"),
        Some(b't') => word == "type",
        Some(b'v') => word == "var",
        _ => false,
    }
}

impl<'t> Lexer<'t> {
    /// Reads `text[start..end]`; both must be character boundaries inside the text, or nothing is read.
    pub fn new(text: &'t str, start: usize, end: usize) -> Self {
        let end = end.min(text.len());
        let valid = start <= end && text.is_char_boundary(start) && text.is_char_boundary(end);
        let at = if valid { start } else { end };
        Lexer { text, at, end, ends_statement: false }
    }

    /// Where the next token's leading space begins.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// Goes on reading at `offset`, as behind a token that ends a statement.
    pub fn jump(&mut self, offset: usize) {
        if offset <= self.end && self.text.is_char_boundary(offset) {
            self.at = offset;
            self.ends_statement = true;
        }
    }

    fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.text.as_bytes()[at] } else { 0 }
    }

    /// The next token and its range.
    pub fn token(&mut self) -> (Token, Pos, Pos) {
        if let Some(newline) = self.skip_space() {
            self.ends_statement = false;
            return (Token::AutoSemi, newline, newline);
        }
        let start = self.at;
        if start >= self.end {
            if self.ends_statement {
                self.ends_statement = false;
                return (Token::AutoSemi, start as Pos, start as Pos);
            }
            return (Token::Eof, start as Pos, start as Pos);
        }
        let token = self.read();
        if self.at <= start {
            self.at = self.end;
        }
        let text = &self.text[start..self.at];
        self.ends_statement = match token {
            Token::Ident | Token::Int | Token::Float | Token::Imaginary | Token::Rune | Token::String => true,
            Token::Keyword => matches!(text, "break" | "continue" | "fallthrough" | "return"),
            Token::Op => matches!(text.as_bytes(), [b')' | b']' | b'}'] | b"++" | b"--"),
            _ => false,
        };
        (token, start as Pos, self.at as Pos)
    }

    /// Skips white space and comments. Where a line end stands for a semicolon, answers its place.
    fn skip_space(&mut self) -> Option<Pos> {
        loop {
            match self.byte(self.at) {
                b'\n' if self.ends_statement => {
                    let newline = self.at;
                    self.at += 1;
                    return Some(newline as Pos);
                }
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'/' if self.byte(self.at + 1) == b'/' => {
                    let rest = &self.text.as_bytes()[self.at..self.end];
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                b'/' if self.byte(self.at + 1) == b'*' => {
                    let start = self.at;
                    let rest = &self.text.as_bytes()[start + 2..self.end];
                    let length = memchr::memmem::find(rest, b"*/").map_or(rest.len(), |n| n + 2);
                    self.at = start + 2 + length;
                    let has_newline = memchr::memchr(b'\n', &self.text.as_bytes()[start..self.at]).is_some();
                    if has_newline && self.ends_statement {
                        return Some(start as Pos);
                    }
                }
                0xEF if self.at == 0 && self.text.starts_with('\u{FEFF}') => self.at = 3,
                _ => return None,
            }
        }
    }

    fn read(&mut self) -> Token {
        let start = self.at;
        let bytes = &self.text.as_bytes()[..self.end];
        if IS_WORD[bytes[start] as usize] && !bytes[start].is_ascii_digit() {
            let length = bytes[start..].iter().take_while(|b| IS_WORD[**b as usize]).count();
            if bytes.get(start + length).is_none_or(u8::is_ascii) {
                self.at += length;
                let word = &self.text[start..self.at];
                return if is_keyword(word) { Token::Keyword } else { Token::Ident };
            }
        }
        let Some(first) = self.text[start..self.end].chars().next() else { return Token::Eof };
        if is_letter(first) {
            let rest = &self.text[start..self.end];
            let length = rest.find(|c| !is_letter(c) && !c.is_numeric()).unwrap_or(rest.len());
            // No keyword has a letter beyond ASCII.
            self.at += length;
            return Token::Ident;
        }
        if first.is_ascii_digit() || first == '.' && self.byte(start + 1).is_ascii_digit() {
            return self.number();
        }
        match first {
            '"' => self.quoted(b'"', Token::String),
            '\'' => self.quoted(b'\'', Token::Rune),
            '`' => {
                let rest = &self.text.as_bytes()[start + 1..self.end];
                let Some(length) = memchr::memchr(b'`', rest) else { return Token::Invalid };
                self.at = start + length + 2;
                Token::String
            }
            _ => {
                let length = operator_length(&bytes[start..]);
                self.at += if length == 0 { first.len_utf8() } else { length };
                if length == 0 { Token::Invalid } else { Token::Op }
            }
        }
    }

    fn quoted(&mut self, quote: u8, token: Token) -> Token {
        self.at += 1;
        loop {
            match self.byte(self.at) {
                b'\\' => self.at = (self.at + 2).min(self.end),
                b'\n' => return Token::Invalid,
                0 if self.at >= self.end => return Token::Invalid,
                byte if byte == quote => {
                    self.at += 1;
                    return if self.text.is_char_boundary(self.at) { token } else { Token::Invalid };
                }
                _ => self.at += 1,
            }
        }
    }

    /// Go spec, "Integer literals", "Floating-point literals", "Imaginary literals". Digits are judged by whoever
    /// evaluates the literal.
    fn number(&mut self) -> Token {
        let hex = self.byte(self.at) == b'0' && matches!(self.byte(self.at + 1), b'x' | b'X');
        let mut float = false;
        loop {
            let byte = self.byte(self.at);
            match byte {
                b'.' => float = true,
                b'e' | b'E' if !hex => {
                    float = true;
                    if matches!(self.byte(self.at + 1), b'+' | b'-') {
                        self.at += 1;
                    }
                }
                b'p' | b'P' if hex => {
                    float = true;
                    if matches!(self.byte(self.at + 1), b'+' | b'-') {
                        self.at += 1;
                    }
                }
                b'i' => {
                    self.at += 1;
                    return Token::Imaginary;
                }
                b'_' => {}
                _ if byte.is_ascii_alphanumeric() => {}
                _ => break,
            }
            self.at += 1;
        }
        if float { Token::Float } else { Token::Int }
    }
}

fn is_letter(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_those_of_the_list() {
        for keyword in KEYWORDS {
            assert!(is_keyword(keyword), "{keyword}");
            assert!(!is_keyword(&keyword[1..]) && !is_keyword(&format!("{keyword}s")), "{keyword}");
        }
        assert!(!is_keyword("") && !is_keyword("Break") && !is_keyword("main"));
    }
}
