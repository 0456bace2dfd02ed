//! Trailing comments in aligned columns.
//!
//! gofmt aligns the comments behind consecutive statements (go/printer through text/tabwriter). An edit that makes one of
//! these lines longer or separates them moves the column. The rule as gofmt applies it to statements: two consecutive lines
//! share a column when both carry a trailing comment at the same indentation and the first neither opens a block nor
//! closes one.

use crate::syntax::comments::comments;
use crate::text::{Edit, EditSet, Overlap};
use std::ops::Range;

/// `edits` of `text`, with those added that move trailing comments to where gofmt puts them afterwards. Only `window`, a
/// range of `text` that holds all of the edits and begins and ends at top level, is looked at. Columns that gofmt would not
/// have written stay as they are.
pub fn align(text: &str, window: Range<usize>, edits: Vec<Edit>) -> Result<EditSet, Overlap> {
    let plain = EditSet::new(edits.clone())?;
    let old = &text[window.clone()];
    // Most functions have no comments: to look at all of one for each of its fixes would take long.
    if memchr::memmem::find(old.as_bytes(), b"//").is_none()
        && memchr::memmem::find(old.as_bytes(), b"/*").is_none()
    {
        return Ok(plain);
    }
    let shifted = edits.iter().map(|e| {
        let range = e.range();
        Edit::replace(range.start - window.start..range.end - window.start, e.text.clone())
    });
    let new = EditSet::new(shifted.collect())?.apply(old)?;
    let (old_comments, new_comments) = (comments(old), comments(&new));
    if old_comments.is_empty() || old_comments.len() != new_comments.len() {
        return Ok(plain);
    }
    let (old_columns, new_columns) = (columns(old, &old_comments), columns(&new, &new_comments));
    let mut edits = edits;
    for (index, comment) in old_comments.iter().enumerate() {
        let (Some(was), Some(is)) = (&old_columns[index], &new_columns[index]) else { continue };
        // Where gofmt didn't write the old column, the new one isn't ours to choose.
        if !was.clean || is.actual == is.wanted {
            continue;
        }
        let blanks = old[..comment.start].len() - old[..comment.start].trim_end_matches([' ', '\t']).len();
        let gap = window.start + comment.start - blanks..window.start + comment.start;
        let touched = plain.as_slice().iter().any(|e| e.range().start < gap.end && gap.start < e.range().end);
        if !touched {
            edits.push(Edit::replace(gap, " ".repeat(is.wanted)));
        }
    }
    EditSet::new(edits)
}

/// The blanks before a trailing comment.
struct Gap {
    actual: usize,
    /// What gofmt would write.
    wanted: usize,
    /// Whether all gaps of the column are as gofmt would write them.
    clean: bool,
}

/// One line that carries a trailing comment.
struct Line<'t> {
    number: usize,
    comment: usize,
    indent: &'t str,
    code: &'t str,
    gap: usize,
}

impl Line<'_> {
    /// Whether the next line, if it carries a comment at the same indentation, shares this one's column.
    fn joins_next(&self) -> bool {
        !self.code.starts_with(['}', ')', ']']) && !self.code.ends_with(['{', '(', '[', ':', ','])
    }

    fn width(&self) -> usize {
        self.code.chars().count()
    }
}

/// For each comment: the gap before it, when it's a trailing one with nothing behind it.
fn columns(text: &str, comments: &[Range<usize>]) -> Vec<Option<Gap>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut number = 0;
    let mut counted = 0;
    for (index, comment) in comments.iter().enumerate() {
        number += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..comment.start]).count();
        counted = comment.start;
        let start = text[..comment.start].rfind('\n').map_or(0, |i| i + 1);
        let before = &text[start..comment.start];
        let code = before.trim_start_matches([' ', '\t']);
        let indent = &before[..before.len() - code.len()];
        let trimmed = code.trim_end_matches([' ', '\t']);
        let ends_line = text[comment.end..].starts_with(['\n', '\r']) || comment.end == text.len();
        // Comments before this one on the line make cells of their own: not understood, so not touched.
        let alone = index == 0 || comments[index - 1].end <= start;
        if !trimmed.is_empty() && ends_line && alone && !text[comment.clone()].contains('\n') {
            lines.push(Line {
                number,
                comment: index,
                indent,
                code: trimmed,
                gap: code.len() - trimmed.len(),
            });
        }
    }
    let mut gaps: Vec<Option<Gap>> = comments.iter().map(|_| None).collect();
    let runs = lines.chunk_by(|a, b| a.number + 1 == b.number && a.indent == b.indent && a.joins_next());
    for run in runs {
        let widest = run.iter().map(Line::width).max().unwrap_or(0);
        let wanted = |line: &Line| widest + 1 - line.width();
        let clean = run.iter().all(|line| line.gap == wanted(line));
        for line in run {
            gaps[line.comment] = Some(Gap { actual: line.gap, wanted: wanted(line), clean });
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_line_moves_the_column_and_an_inserted_block_splits_it() {
        let text = "\ta()      // 1\n\tx := f() // 2\n\tlong := 1 // not gofmt\n";
        let at = text.find("x :=").unwrap();
        let aligned = "\ta()      // 1\n\tx := f() // 2\n\tb()      // 3\n";
        let edits = vec![Edit::replace(at..at + 1, "x, err")];
        let set = align(aligned, 0..aligned.len(), edits.clone()).unwrap();
        assert_eq!(
            set.apply(aligned).unwrap(),
            "\ta()           // 1\n\tx, err := f() // 2\n\tb()           // 3\n"
        );

        let end = aligned.find("// 2").unwrap() + 4;
        let mut split = edits.clone();
        split.push(Edit::insert(end, "\n\tif err != nil {\n\t}"));
        let set = align(aligned, 0..aligned.len(), split).unwrap();
        assert_eq!(
            set.apply(aligned).unwrap(),
            "\ta()           // 1\n\tx, err := f() // 2\n\tif err != nil {\n\t}\n\tb() // 3\n"
        );

        let set = align(text, 0..text.len(), edits).unwrap();
        assert_eq!(set.as_slice().len(), 1, "a column that gofmt would not have written stays");
    }
}
