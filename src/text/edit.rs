//! Edits and sets of them.

use std::ops::Range;

/// Replaces the bytes in `range` of some text by `text`. An empty range inserts, an empty text deletes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// Zero-based, half-open, on character boundaries of the text that is edited.
    range: (usize, usize),
    pub text: String,
}

impl Edit {
    pub fn replace(range: Range<usize>, text: impl Into<String>) -> Edit {
        debug_assert!(range.start <= range.end);
        Edit { range: (range.start, range.end), text: text.into() }
    }

    pub fn insert(at: usize, text: impl Into<String>) -> Edit {
        Edit::replace(at..at, text)
    }

    pub fn delete(range: Range<usize>) -> Edit {
        Edit::replace(range, "")
    }

    pub fn range(&self) -> Range<usize> {
        self.range.0..self.range.1
    }
}

/// Edits of one text, all or nothing.
///
/// Invariant: sorted by place and disjoint. Two insertions at the same place keep the order in which they were
/// given; an insertion at the edge of a replaced range stands outside of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EditSet {
    edits: Vec<Edit>,
}

/// Two edits change the same bytes, or one lies past the end of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("edits overlap at byte {at}")]
pub struct Overlap {
    pub at: usize,
}

impl EditSet {
    pub fn new(mut edits: Vec<Edit>) -> Result<EditSet, Overlap> {
        edits.sort_by_key(|edit| edit.range);
        for pair in edits.windows(2) {
            if pair[1].range.0 < pair[0].range.1 {
                return Err(Overlap { at: pair[1].range.0 });
            }
        }
        Ok(EditSet { edits })
    }

    pub fn as_slice(&self) -> &[Edit] {
        &self.edits
    }

    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// From the first changed byte to the last; an insertion counts as touching both its neighbours.
    pub fn span(&self) -> Range<usize> {
        match (self.edits.first(), self.edits.last()) {
            (Some(first), Some(last)) => first.range.0..last.range.1,
            _ => 0..0,
        }
    }

    /// The edited text. Fails when an edit lies outside of `text` or splits a character of it.
    pub fn apply(&self, text: &str) -> Result<String, Overlap> {
        let grown: usize = self.edits.iter().map(|edit| edit.text.len()).sum();
        let mut out = String::with_capacity(text.len() + grown);
        let mut at = 0;
        for edit in &self.edits {
            let kept = text.get(at..edit.range.0).ok_or(Overlap { at: edit.range.0 })?;
            out.push_str(kept);
            out.push_str(&edit.text);
            at = edit.range.1;
        }
        out.push_str(text.get(at..).ok_or(Overlap { at })?);
        Ok(out)
    }

    /// Where the byte at `offset` stands after the edits. A byte that is replaced goes to the start of what replaces it;
    /// one before which something is inserted stands behind the insertion.
    pub fn map(&self, offset: usize) -> usize {
        let mut shift = 0isize;
        for edit in &self.edits {
            let (start, end) = edit.range;
            if start > offset {
                break;
            }
            if end > offset {
                return start.saturating_add_signed(shift);
            }
            shift += edit.text.len() as isize - (end - start) as isize;
        }
        offset.saturating_add_signed(shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insertions_at_one_place_keep_their_order() {
        let set =
            EditSet::new(vec![Edit::insert(1, "x"), Edit::insert(1, "y"), Edit::replace(1..2, "B")]).unwrap();
        assert_eq!(set.apply("abc").unwrap(), "axyBc");
        assert_eq!(set.map(0), 0);
        assert_eq!(set.map(2), 4);
    }

    #[test]
    fn overlapping_edits_are_no_set() {
        assert_eq!(EditSet::new(vec![Edit::delete(0..3), Edit::insert(2, "x")]), Err(Overlap { at: 2 }));
    }

    #[test]
    fn an_edit_outside_of_the_text_does_not_apply() {
        let set = EditSet::new(vec![Edit::insert(4, "x")]).unwrap();
        assert!(set.apply("abc").is_err());
        let set = EditSet::new(vec![Edit::insert(1, "x")]).unwrap();
        assert!(set.apply("é").is_err());
    }
}
