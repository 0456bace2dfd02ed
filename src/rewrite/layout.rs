//! Where lines, statements and blocks begin and end, and edits that respect it.

use crate::syntax::comments::{comments, multiline_raw_strings};
use crate::syntax::{Node, children, kind, named_children};
use crate::text::{Edit, LineIndex, newline_of};
use std::ops::Range;

/// The layout of one file.
#[derive(Clone, Copy)]
pub struct Layout<'a> {
    text: &'a str,
    lines: &'a LineIndex,
    newline: &'static str,
}

/// The layout around a site is one that no operator can keep, such as two statements on a line that share a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwritable;

impl<'a> Layout<'a> {
    pub fn new(text: &'a str, lines: &'a LineIndex) -> Layout<'a> {
        Layout { text, lines, newline: newline_of(text) }
    }

    pub fn newline(&self) -> &'static str {
        self.newline
    }

    /// The white space that the line of `offset` begins with.
    pub fn indent(&self, offset: usize) -> &'a str {
        let line = &self.text[self.lines.range(self.lines.line(offset))];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Whether only white space stands before `offset` on its line.
    pub fn begins_line(&self, offset: usize) -> bool {
        let start = self.lines.start(self.lines.line(offset));
        self.text[start..offset].bytes().all(|b| matches!(b, b' ' | b'\t')) || {
            // A byte order mark is no character of the first line.
            self.text[start..offset].trim_start_matches('\u{feff}').is_empty()
        }
    }

    /// One level of indentation as it is written around `block`, an indented run of statements.
    pub fn unit(&self, block: Node) -> &'a str {
        let outer = self.indent(block.start_byte());
        let list = named_children(block).into_iter().find(|child| child.kind_id() == kind::STATEMENT_LIST);
        let first = list.and_then(|list| list.named_child(0));
        let inner = first.map_or(outer, |first| self.indent(first.start_byte()));
        match inner.strip_prefix(outer) {
            Some(unit) if !unit.is_empty() => unit,
            _ => "\t",
        }
    }

    /// The end of the line that the statement ending at `end` stands on, behind its trailing comments and before the
    /// line ending. `None` when another token follows on that line.
    pub fn end_of_line_after(&self, end: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = end;
        loop {
            match bytes.get(at) {
                None => return Some(at),
                Some(b' ' | b'\t') => at += 1,
                Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => return Some(self.trim_blanks(end, at)),
                Some(b'\n') => return Some(self.trim_blanks(end, at)),
                Some(b';') if self.text[end..at].trim().is_empty() => at += 1,
                Some(b'/') if bytes.get(at + 1) == Some(&b'/') => {
                    let rest = &bytes[at..];
                    let stop = at + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                    return Some(if bytes[..stop].ends_with(b"\r") { stop - 1 } else { stop });
                }
                Some(b'/') if bytes.get(at + 1) == Some(&b'*') => {
                    at += 4 + memchr::memmem::find(&bytes[at + 2..], b"*/")?;
                }
                Some(_) => return None,
            }
        }
    }

    fn trim_blanks(&self, from: usize, to: usize) -> usize {
        from + self.text[from..to].trim_end_matches([' ', '\t']).len()
    }

    /// Indents every line that begins in `range` by `unit`. Blank lines, lines inside of raw strings and `//line`
    /// directives (Go command, "compiler directives": they stand in the first column) stay as they are.
    /// `range` must begin outside of any literal or comment.
    pub fn indent_lines(&self, range: Range<usize>, unit: &str) -> Vec<Edit> {
        let raw = multiline_raw_strings(&self.text[range.clone()]);
        let in_raw = |start: usize| {
            let at = start - range.start;
            let before = raw.partition_point(|literal| literal.start < at);
            before > 0 && at < raw[before - 1].end
        };
        let first = self.lines.line(range.start);
        (first..self.lines.count())
            .map(|line| self.lines.range(line))
            .skip_while(|line| line.start < range.start)
            .take_while(|line| line.start < range.end)
            .filter(|line| {
                let text = &self.text[line.clone()];
                !text.trim().is_empty() && !text.starts_with("//line ") && !in_raw(line.start)
            })
            .map(|line| Edit::insert(line.start, unit))
            .collect()
    }

    /// Puts the whole body of `block` (a `block` node with its braces) between `opening` and `closing`, on lines of their
    /// own, one level deeper. Blank lines at its ends stay there. A block written on one line is [`Unwritable`].
    pub fn wrap_body(&self, block: Node, opening: &str, closing: &str) -> Result<Vec<Edit>, Unwritable> {
        let (Some(first), Some(last)) =
            (statements(block).first().copied(), statements(block).last().copied())
        else {
            return Err(Unwritable);
        };
        let unit = self.unit(block);
        let (open, close) = (block.start_byte() + 1, block.end_byte() - 1);
        if !self.begins_line(first.start_byte()) {
            return Err(Unwritable);
        }
        let Some(head) = self.end_of_line_after(open) else { return Err(Unwritable) };
        let inner = self.indent(first.start_byte());
        let is_blank = |line: usize| self.text[self.lines.range(line)].trim().is_empty();
        let mut top = self.lines.line(head) + 1;
        while is_blank(top) {
            top += 1;
        }
        let mut bottom = self.lines.line(close);
        while self.begins_line(close) && is_blank(bottom - 1) {
            bottom -= 1;
        }
        let end = if self.begins_line(close) { self.lines.start(bottom) } else { close };
        let body = self.lines.start(top)..end;
        let mut edits = vec![Edit::insert(body.start, format!("{inner}{opening}{}", self.newline))];
        edits.extend(self.indent_lines(body, unit));
        if self.begins_line(close) {
            edits.push(Edit::insert(end, format!("{inner}{closing}{}", self.newline)));
        } else {
            let Some(gap) = self.gap_before(close, last.end_byte()) else { return Err(Unwritable) };
            let outer = self.indent(block.start_byte());
            edits.push(Edit::replace(gap, format!("{0}{inner}{closing}{0}{outer}", self.newline)));
        }
        Ok(edits)
    }

    /// Puts the lines from the statement `first` to the statement `last` (siblings, or the same) between `opening` and
    /// `closing`, one level deeper. Comments on lines of their own above `first` stay outside; the trailing
    /// comment of `last` moves with it.
    pub fn wrap_statements(
        &self,
        first: Node,
        last: Node,
        unit: &str,
        opening: &str,
        closing: &str,
    ) -> Result<Vec<Edit>, Unwritable> {
        if !self.begins_line(first.start_byte()) {
            return Err(Unwritable);
        }
        let Some(end) = self.end_of_line_after(last.end_byte()) else { return Err(Unwritable) };
        let start = self.lines.start(self.lines.line(first.start_byte()));
        let indent = self.indent(first.start_byte());
        let mut edits = vec![Edit::insert(start, format!("{indent}{opening}{}", self.newline))];
        edits.extend(self.indent_lines(start..end, unit));
        edits.push(Edit::insert(end, format!("{}{indent}{closing}", self.newline)));
        Ok(edits)
    }

    /// Inserts `lines` (without line endings; relative indentation in tabs) below `statement`, behind its trailing comment.
    pub fn insert_below(&self, statement: Node, lines: &[String]) -> Result<Vec<Edit>, Unwritable> {
        let Some(list) = statement.parent() else { return Err(Unwritable) };
        if self.begins_line(statement.start_byte())
            && let Some(end) = self.end_of_line_after(statement.end_byte())
        {
            let indent = self.indent(statement.start_byte());
            let unit = self.unit_around(statement);
            let text: String =
                lines.iter().map(|line| self.newline.to_string() + &indented(line, indent, unit)).collect();
            return Ok(vec![Edit::insert(end, text)]);
        }
        self.explode(list, |node, indent, unit| {
            if node.id() != statement.id() {
                return (Vec::new(), Vec::new());
            }
            (Vec::new(), lines.iter().map(|line| indented(line, indent, unit)).collect())
        })
    }

    /// Inserts `lines` above `statement` and above the comments that stand right over it: those speak of the statement, or are
    /// directives for its line. A label stays with its statement.
    pub fn insert_above(&self, statement: Node, lines: &[String]) -> Result<Vec<Edit>, Unwritable> {
        self.insert_before(statement, lines, true)
    }

    /// As [`insert_above`](Layout::insert_above), below the comments: what is inserted takes the place of what they speak of.
    pub fn insert_below_comments(&self, statement: Node, lines: &[String]) -> Result<Vec<Edit>, Unwritable> {
        self.insert_before(statement, lines, false)
    }

    fn insert_before(&self, statement: Node, lines: &[String], over: bool) -> Result<Vec<Edit>, Unwritable> {
        let mut statement = statement;
        while let Some(parent) = statement.parent().filter(|p| p.kind_id() == kind::LABELED_STATEMENT) {
            statement = parent;
        }
        let Some(list) = statement.parent() else { return Err(Unwritable) };
        if self.begins_line(statement.start_byte()) {
            let mut line = self.lines.line(statement.start_byte());
            while over && line > 0 && self.is_line_comment(line - 1, list) {
                line -= 1;
            }
            let start = self.lines.start(line);
            let unit = self.unit_around(statement);
            // gofmt writes a label one level less deep than what stands beside it.
            let indent = match statement.kind_id() {
                kind::LABELED_STATEMENT => format!("{}{unit}", self.indent(statement.start_byte())),
                _ => self.indent(statement.start_byte()).to_string(),
            };
            let text: String =
                lines.iter().map(|line| indented(line, &indent, unit) + self.newline).collect();
            return Ok(vec![Edit::insert(start, text)]);
        }
        self.explode(list, |node, indent, unit| {
            if node.id() != statement.id() {
                return (Vec::new(), Vec::new());
            }
            (lines.iter().map(|line| indented(line, indent, unit)).collect(), Vec::new())
        })
    }

    /// Whether nothing but a comment, or a part of one, stands on the zero-based `line`.
    pub fn is_comment_line(&self, line: usize) -> bool {
        let range = self.lines.range(line);
        let text = self.text[range].trim();
        text.starts_with("//") || text.starts_with("/*") || text.ends_with("*/")
    }

    /// Whether the zero-based `line`, inside of `list` or of the block or clause that it is the list of, is a line comment.
    fn is_line_comment(&self, line: usize, list: Node) -> bool {
        let range = self.lines.range(line);
        let block = list.parent().unwrap_or(list);
        let text = self.text[range.clone()].trim_start_matches([' ', '\t']);
        let at = range.end - text.len();
        block.start_byte() < range.start
            && text.starts_with("//")
            && children(block)
                .iter()
                .chain(&children(list))
                .any(|n| n.kind_id() == kind::COMMENT && n.start_byte() == at)
    }

    /// One level of indentation in the block around `statement`.
    pub fn unit_around(&self, statement: Node) -> &'a str {
        let mut node = statement;
        while let Some(parent) = node.parent() {
            if parent.kind_id() == kind::BLOCK {
                return self.unit(parent);
            }
            node = parent;
        }
        "\t"
    }

    /// Breaks the one-line block around the statement list `list` into a line a statement. `around` gives the lines to put
    /// above and below each statement, made with the indentation and unit that it is handed.
    pub fn explode(
        &self,
        list: Node,
        around: impl Fn(Node, &str, &str) -> (Vec<String>, Vec<String>),
    ) -> Result<Vec<Edit>, Unwritable> {
        let Some(block) =
            list.parent().filter(|p| list.kind_id() == kind::STATEMENT_LIST && p.kind_id() == kind::BLOCK)
        else {
            return Err(Unwritable);
        };
        if self.lines.line(block.start_byte()) != self.lines.line(block.end_byte()) {
            return Err(Unwritable);
        }
        if children(block).iter().chain(&children(list)).any(|n| n.kind_id() == kind::COMMENT) {
            return Err(Unwritable);
        }
        if self.is_aligned(self.lines.line(block.start_byte())) {
            return Err(Unwritable);
        }
        let outer = self.indent(block.start_byte());
        let unit = match outer.chars().next() {
            Some(' ') => "    ",
            _ => "\t",
        };
        let indent = format!("{outer}{unit}");
        let mut edits = Vec::new();
        let mut from = block.start_byte() + 1;
        let mut below: Vec<String> = Vec::new();
        for statement in named_children(list) {
            let (above, next) = around(statement, &indent, unit);
            let lines: String =
                below.iter().chain(&above).map(|line| format!("{}{line}", self.newline)).collect();
            edits.push(Edit::replace(
                from..statement.start_byte(),
                format!("{lines}{}{indent}", self.newline),
            ));
            below = next;
            from = statement.end_byte();
        }
        let lines: String = below.iter().map(|line| format!("{}{line}", self.newline)).collect();
        edits.push(Edit::replace(from..block.end_byte() - 1, format!("{lines}{}{outer}", self.newline)));
        Ok(edits)
    }

    /// Whether the zero-based `line` may stand in columns with those around it, as gofmt has one-line functions, keys and their values,
    /// and comments: it, or the line above or below, has more than one blank in a row. Over several lines it would leave the columns.
    fn is_aligned(&self, line: usize) -> bool {
        let around = line.saturating_sub(1)..(line + 2).min(self.lines.count());
        around.into_iter().any(|line| self.text[self.lines.range(line)].trim().contains("  "))
    }

    /// The blanks and semicolon before `at`, back to `limit`; `None` when something else stands there.
    fn gap_before(&self, at: usize, limit: usize) -> Option<Range<usize>> {
        let gap = self.text.get(limit..at)?;
        gap.trim().trim_matches(';').trim().is_empty().then_some(limit..at)
    }

    /// Whether a comment stands between `from` and `to`.
    pub fn has_comment(&self, range: Range<usize>) -> bool {
        !comments(&self.text[range]).is_empty()
    }
}

/// The statements of a `block` node.
pub fn statements(block: Node) -> Vec<Node> {
    named_children(block)
        .into_iter()
        .find(|child| child.kind_id() == kind::STATEMENT_LIST)
        .map(named_children)
        .unwrap_or_default()
}

/// `line`, whose own indentation is in tabs, at `indent` with `unit` a level.
fn indented(line: &str, indent: &str, unit: &str) -> String {
    let levels = line.len() - line.trim_start_matches('\t').len();
    format!("{indent}{}{}", unit.repeat(levels), &line[levels..])
}
