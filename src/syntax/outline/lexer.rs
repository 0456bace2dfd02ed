//! Tokens as far as they tell where a declaration ends: words, literals, brackets, line ends.
//!
//! It reads at memory speed, and doesn't know what the words mean.

pub(super) struct Lexer<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    /// Where a general comment or a raw string begins that doesn't end: nothing behind it can be told.
    pub unclosed: Option<usize>,
}

/// What the lexer met outside of white space and comments.
pub(super) enum Token {
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

/// The places of quotes, slashes and brackets from some place on, found block by block, in a form that compilers make vector
/// instructions of: most of a file is passed over here.
struct Specials<'a> {
    pub bytes: &'a [u8],
    /// Where the block begins that is being gone through.
    block: usize,
    /// A byte for each of the block, not 0 for those that are special and weren't given out yet.
    left: u128,
}

/// How many bytes are looked at in one go: as many as a mark each fits into a `u128`.
const BLOCK: usize = 16;

impl<'a> Specials<'a> {
    pub(super) fn from(bytes: &'a [u8], at: usize) -> Self {
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
pub(super) fn is_open_ended(word: &[u8]) -> bool {
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
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Skips white space, comments and stray semicolons; the start of the next token at top level.
    pub(super) fn next_token_start(&mut self) -> Option<usize> {
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
    pub(super) fn comment(&mut self) -> bool {
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

    pub(super) fn token(&mut self) -> Option<Token> {
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
    pub(super) fn literal(&mut self, quote: u8) -> bool {
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
    pub(super) fn skip_to_closing_bracket(&mut self) -> bool {
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

    pub(super) fn word_at(&self, start: usize) -> Option<&[u8]> {
        let rest = self.bytes.get(start..)?;
        let len = rest.iter().position(|b| !IS_WORD[*b as usize]).unwrap_or(rest.len());
        Some(&rest[..len])
    }
}
