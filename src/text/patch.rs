//! Hunks of a unified diff.

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};
use std::fmt::Write;
use std::ops::Range;

/// One hunk: the lines of the old and the new text that it covers (zero-based), and its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub old: Range<usize>,
    pub new: Range<usize>,
    /// Lines with ` `, `-` or `+` before them, line endings kept, `\ No newline at end of file` where it belongs.
    pub body: String,
    /// The first line of the old text that the hunk changes or inserts before, zero-based.
    pub first_changed: usize,
}

impl Hunk {
    /// `@@ -l,n +l,n @@`, as `git diff` writes it.
    pub fn header(&self) -> String {
        let side = |range: &Range<usize>| match range.len() {
            0 => format!("{},0", range.start),
            1 => format!("{}", range.start + 1),
            n => format!("{},{n}", range.start + 1),
        };
        format!("@@ -{} +{} @@", side(&self.old), side(&self.new))
    }
}

/// The hunks that turn `old` into `new`, with `context` unchanged lines around each.
pub fn hunks(old: &str, new: &str, context: usize) -> Vec<Hunk> {
    let old_lines: Vec<&str> = old.split_inclusive('\n').collect();
    let new_lines: Vec<&str> = new.split_inclusive('\n').collect();
    // What is equal at both ends needs no diff: files are long and changes are few.
    let head = old_lines.iter().zip(&new_lines).take_while(|(a, b)| a == b).count();
    let tail = old_lines[head..]
        .iter()
        .rev()
        .zip(new_lines[head..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old_end, new_end) = (old_lines.len() - tail, new_lines.len() - tail);
    if head == old_end && head == new_end {
        return Vec::new();
    }
    let mut ops =
        capture_diff_slices(Algorithm::Patience, &old_lines[head..old_end], &new_lines[head..new_end]);
    for op in &mut ops {
        *op = shifted(*op, head);
    }
    let before = head.min(context + 1);
    let after = tail.min(context + 1);
    let equal = |old_index, new_index, len| DiffOp::Equal { old_index, new_index, len };
    ops.insert(0, equal(head - before, head - before, before));
    ops.push(equal(old_end, new_end, after));
    group_diff_ops(ops, context).iter().map(|group| hunk(group, &old_lines, &new_lines)).collect()
}

fn shifted(op: DiffOp, by: usize) -> DiffOp {
    let (tag, old, new) = op.as_tag_tuple();
    let (old_index, new_index) = (old.start + by, new.start + by);
    match tag {
        similar::DiffTag::Equal => DiffOp::Equal { old_index, new_index, len: old.len() },
        similar::DiffTag::Delete => DiffOp::Delete { old_index, old_len: old.len(), new_index },
        similar::DiffTag::Insert => DiffOp::Insert { old_index, new_index, new_len: new.len() },
        similar::DiffTag::Replace => {
            DiffOp::Replace { old_index, old_len: old.len(), new_index, new_len: new.len() }
        }
    }
}

fn hunk(ops: &[DiffOp], old: &[&str], new: &[&str]) -> Hunk {
    let mut body = String::new();
    let mut line = |sign: char, text: &str| {
        let end = if text.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
        // Writing to a string can't fail.
        let _ = write!(body, "{sign}{text}{end}");
    };
    let mut first_changed = None;
    let (_, first_old, first_new) = ops[0].as_tag_tuple();
    let (mut old_range, mut new_range) = (first_old, first_new);
    for op in ops {
        let (tag, old_lines, new_lines) = op.as_tag_tuple();
        old_range.end = old_lines.end;
        new_range.end = new_lines.end;
        if tag == similar::DiffTag::Equal {
            old[old_lines].iter().for_each(|text| line(' ', text));
            continue;
        }
        first_changed.get_or_insert(old_lines.start);
        old[old_lines].iter().for_each(|text| line('-', text));
        new[new_lines].iter().for_each(|text| line('+', text));
    }
    Hunk { old: old_range, new: new_range, body, first_changed: first_changed.unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        hunks(old, new, 1).iter().map(|h| format!("{}\n{}", h.header(), h.body)).collect()
    }

    #[test]
    fn hunks_have_context_and_places() {
        assert_eq!(diff("a\nb\nc\nd\n", "a\nb\nX\nd\n"), "@@ -2,3 +2,3 @@\n b\n-c\n+X\n d\n");
        assert_eq!(diff("a\n", "a\nb\n"), "@@ -1 +1,2 @@\n a\n+b\n");
        assert_eq!(diff("", "b\n"), "@@ -0,0 +1 @@\n+b\n");
        assert_eq!(diff("same\n", "same\n"), "");
    }

    #[test]
    fn a_missing_last_newline_is_said() {
        assert_eq!(
            diff("a\nb", "a\nc"),
            "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
        );
        assert_eq!(diff("a\r\nb\r\n", "a\r\nc\r\n"), "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n");
    }
}
