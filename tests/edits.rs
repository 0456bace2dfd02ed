//! Properties of edits: they apply where they say, positions follow the bytes, and sets compose.

use gomend::text::{Edit, EditSet};
use proptest::prelude::*;

/// A text, and edits of it that don't overlap: cut it at boundaries of characters, and replace some of the pieces.
fn edited() -> impl Strategy<Value = (String, Vec<Edit>)> {
    let piece = "[a-cé\n\r]{0,4}";
    let change = prop_oneof![3 => Just(None), 2 => "[x-zß\n]{0,3}".prop_map(Some)];
    prop::collection::vec((piece, change), 0..12).prop_map(|pieces| {
        let mut text = String::new();
        let mut edits = Vec::new();
        for (piece, change) in pieces {
            let range = text.len()..text.len() + piece.len();
            text.push_str(&piece);
            edits.extend(change.map(|new| Edit::replace(range, new)));
        }
        (text, edits)
    })
}

/// What the edits come to, by the plainest way there is: from the last to the first.
fn applied_backwards(text: &str, edits: &[Edit]) -> String {
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.range(), &edit.text);
    }
    out
}

proptest! {
    #[test]
    fn edits_apply_in_the_order_of_their_places((text, edits) in edited(), turn in 0usize..12) {
        let set = EditSet::new(edits.clone()).unwrap();
        prop_assert_eq!(set.apply(&text).unwrap(), applied_backwards(&text, set.as_slice()));
        // Edits at different places may be given in any order.
        let mut shuffled = edits.clone();
        shuffled.rotate_left(turn % edits.len().max(1));
        let distinct = edits.windows(2).all(|pair| pair[0].range().start != pair[1].range().start);
        if distinct {
            prop_assert_eq!(EditSet::new(shuffled).unwrap(), set);
        }
    }

    #[test]
    fn bytes_that_are_kept_are_found_where_map_says((text, edits) in edited()) {
        let set = EditSet::new(edits).unwrap();
        let new = set.apply(&text).unwrap();
        let mut last = 0;
        for (at, _) in text.char_indices() {
            let mapped = set.map(at);
            prop_assert!(last <= mapped && mapped <= new.len(), "order is kept");
            last = mapped;
            if !set.as_slice().iter().any(|edit| edit.range().contains(&at)) {
                prop_assert_eq!(text[at..].chars().next(), new[mapped..].chars().next());
            }
        }
        prop_assert_eq!(set.map(text.len()), new.len());
    }

    #[test]
    fn two_sets_that_do_not_touch_are_one((text, edits) in edited(), at in 0usize..12) {
        let (left, right) = edits.split_at(at.min(edits.len()));
        let (left, right) = (EditSet::new(left.to_vec()).unwrap(), EditSet::new(right.to_vec()).unwrap());
        if left.is_empty() || right.is_empty() || right.span().start <= left.span().end {
            return Ok(());
        }
        // First one, then the other, moved to where its bytes are now.
        let once = left.apply(&text).unwrap();
        let moved = right.as_slice().iter().map(|edit| {
            let range = edit.range();
            // An edit's end stands behind the last byte that it replaces, not at the byte that follows it.
            let end = if range.is_empty() { left.map(range.start) } else {
                let last = text[range.clone()].chars().next_back().map_or(1, char::len_utf8);
                left.map(range.end - last) + last
            };
            Edit::replace(left.map(range.start)..end, edit.text.clone())
        });
        let twice = EditSet::new(moved.collect()).unwrap().apply(&once).unwrap();
        prop_assert_eq!(EditSet::new(edits).unwrap().apply(&text).unwrap(), twice);
    }
}
