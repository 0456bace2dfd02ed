//! Lines of a text.

use std::ops::Range;

/// Where the lines of a text begin. Lines are counted from zero; a line's range is without its line ending.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    len: usize,
}

/// A place as people count: line and column from one, the column in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

impl LineIndex {
    pub fn new(text: &str) -> LineIndex {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i + 1));
        LineIndex { starts: starts.collect(), len: text.len() }
    }

    /// The zero-based line of the byte at `offset`.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// The place of the byte at `offset`.
    pub fn place(&self, offset: usize) -> Place {
        let line = self.line(offset);
        Place { line: line + 1, column: offset - self.starts[line] + 1 }
    }

    /// Where the zero-based `line` begins; the end of the text for a line past it.
    pub fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.len)
    }

    /// The bytes of the zero-based `line` with its line ending.
    pub fn range(&self, line: usize) -> Range<usize> {
        self.start(line)..self.start(line + 1)
    }

    /// The zero-based line without its line ending.
    pub fn text<'a>(&self, text: &'a str, line: usize) -> &'a str {
        text[self.range(line)].trim_end_matches(['\n', '\r'])
    }

    /// The number of lines; a text that ends with a newline has an empty last one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

/// The line ending that `text` uses: that of its first line.
pub fn newline_of(text: &str) -> &'static str {
    match text.find('\n') {
        Some(i) if text[..i].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_from_one_in_bytes() {
        let text = "é\nab\r\n";
        let index = LineIndex::new(text);
        assert_eq!(index.place(2), Place { line: 1, column: 3 });
        assert_eq!(index.place(4), Place { line: 2, column: 2 });
        assert_eq!(index.place(text.len()), Place { line: 3, column: 1 });
        assert_eq!(index.text(text, 1), "ab");
        assert_eq!(newline_of(text), "\n");
    }
}
