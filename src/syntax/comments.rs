//! The comments of a Go file, found without parsing, so that a rewrite can be held to keep them all.

use std::ops::Range;

/// The comments of `text` in source order, line comments without their newline.
pub fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    scan(text, |range, first| {
        if first == b'/' {
            found.push(range);
        }
    });
    found
}

/// The raw strings of `text` that span lines, with their quotes: their lines must never be indented.
pub fn multiline_raw_strings(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    scan(text, |range, first| {
        if first == b'`' && text[range.clone()].contains('\n') {
            found.push(range);
        }
    });
    found
}

/// Calls `see` with every comment and every literal in quotes, and its first byte.
fn scan(text: &str, mut see: impl FnMut(Range<usize>, u8)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(i) = bytes[at..].iter().position(|b| matches!(b, b'/' | b'"' | b'\'' | b'`')) {
        let start = at + i;
        let rest = &bytes[start..];
        at = match (bytes[start], bytes.get(start + 1)) {
            (b'/', Some(b'/')) => {
                let end = start + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                if bytes[..end].ends_with(b"\r") { end - 1 } else { end }
            }
            (b'/', Some(b'*')) => {
                memchr::memmem::find(&rest[2..], b"*/").map_or(bytes.len(), |i| start + i + 4)
            }
            (b'/', _) => {
                at = start + 1;
                continue;
            }
            (b'`', _) => memchr::memchr(b'`', &rest[1..]).map_or(bytes.len(), |i| start + i + 2),
            (quote, _) => after_literal(bytes, start, quote),
        };
        see(start..at, bytes[start]);
    }
}

/// Behind the interpreted string or rune literal that begins at `start`; its line's end when it isn't closed.
fn after_literal(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut i = start + 1;
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => i += 1,
            b'\n' => return i,
            b if b == quote => return i + 1,
            _ => {}
        }
        i += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_from_strings() {
        let text = "a // x\r\nb := \"// no\" /* y\n*/ + '\"' + `/* no` // z";
        let found: Vec<_> = comments(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["// x", "/* y\n*/", "// z"]);
    }
}
