//! The other remedy: the plain call after the last use, where a person would write it.
//!
//! Knows straight runs only: from the `defer` to the last use nothing leaves the iteration, and no other defer waits. A
//! call in between can panic, and then nothing is released: that is what makes it an unsafe fix.

use super::release::{Held, Site};
use super::run::{Block, ends_with_its_uses, is_plain_call};
use crate::codemod::{Fix, Safety};
use crate::semantics::flow::{leaves, statements};
use crate::syntax::{Node, descendants, kind, named_children};
use crate::text::Edit;

/// The fix that makes `defer x.Close()`, the only defer of its iteration, an `x.Close()`. `None` where a person would
/// rather have a function literal. `is_safe`: nothing outlives the iteration.
pub fn call<'a>(site: &Site<'a, '_>, held: &Held, is_safe: bool) -> Option<Fix> {
    let Site { context, scopes, defer, body, .. } = *site;
    let call = named_children(defer).into_iter().next()?;
    let all = statements(body);
    let block = Block { scopes, all: &all };
    let first = all.iter().position(|s| s.id() == defer.id())?;
    let last = match held.is_pair {
        // What a lock protects can't be seen: it is held to the end of the iteration.
        true if is_plain_call(call) => all.len() - 1,
        true => return None,
        false if ends_with_its_uses(site, defer, held) => {
            held.aliases.iter().map(|id| block.last_use(*id)).max()?.max(first).max(block.last_wait(held))
        }
        false => return None,
    };
    let between = &all[first + 1..=last];
    let ends_here = |node: Node<'a>| node.kind_id() == kind::CALL_EXPRESSION && context.never_returns(node);
    if leaves(context.tree, between).iter().any(|leave| !leave.targets_inside)
        || between.iter().flat_map(|s| descendants(*s)).any(ends_here)
        || is_set_between(site, call, between)
    {
        return None;
    }
    let edits = edits(site, call, all[last])?;
    let safe = is_safe && between.iter().all(|s| descendants(*s).all(cannot_panic));
    let safety = if safe { Safety::Safe } else { Safety::Unsafe };
    let title = format!("Call {} after the last use", context.source(call));
    let fix = context.fix(title, safety, edits, Vec::new()).ok()?;
    Some(fix.relying_on(body.byte_range()))
}

/// Whether a variable that the deferred call names gets another value in `between`: the call would release that one.
fn is_set_between<'a>(site: &Site<'a, '_>, call: Node<'a>, between: &[Node<'a>]) -> bool {
    let scopes = site.scopes;
    scopes.uses_in(call.byte_range()).any(|named| {
        let sets = |statement: &Node<'a>| {
            scopes
                .uses_in(statement.byte_range())
                .any(|used| used.name == named.name && used.local == named.local && used.access.may_write())
        };
        between.iter().any(sets)
    })
}

/// Takes the defer's line away and puts the call below the statement `last`, its trailing comment with it.
fn edits<'a>(site: &Site<'a, '_>, call: Node<'a>, last: Node<'a>) -> Option<Vec<Edit>> {
    let Site { context, defer, .. } = *site;
    let (layout, lines, text) = (context.layout(), context.lines, context.text());
    let line = lines.line(defer.start_byte());
    if !layout.begins_line(defer.start_byte()) || line != lines.line(defer.end_byte()) {
        return None;
    }
    let end = layout.end_of_line_after(defer.end_byte())?;
    let comment = &text[defer.end_byte()..end];
    if last.id() == defer.id() {
        return Some(vec![Edit::delete(defer.start_byte()..call.start_byte())]);
    }
    let is_blank = |line: usize| text[lines.range(line)].trim().is_empty();
    // A comment above may speak of the defer, which isn't there any more.
    if layout.is_comment_line(line - 1) {
        return None;
    }
    let mut taken = lines.range(line);
    if is_blank(line - 1) && is_blank(line + 1) {
        taken.end = lines.range(line + 1).end;
    }
    let mut edits = vec![Edit::delete(taken)];
    edits.extend(layout.insert_below(last, &[format!("{}{comment}", context.source(call))]).ok()?);
    Some(edits)
}

/// Whether evaluating `node`, what is below it aside, certainly doesn't panic (Go spec, "Run-time panics").
fn cannot_panic(node: Node) -> bool {
    matches!(
        node.kind_id(),
        kind::EXPRESSION_LIST
            | kind::IDENTIFIER
            | kind::BLANK_IDENTIFIER
            | kind::NIL
            | kind::TRUE
            | kind::FALSE
            | kind::INT_LITERAL
            | kind::FLOAT_LITERAL
            | kind::RUNE_LITERAL
            | kind::INTERPRETED_STRING_LITERAL
            | kind::INTERPRETED_STRING_LITERAL_CONTENT
            | kind::RAW_STRING_LITERAL
            | kind::RAW_STRING_LITERAL_CONTENT
            | kind::SHORT_VAR_DECLARATION
            | kind::INC_STATEMENT
            | kind::DEC_STATEMENT
            | kind::COMMENT
    )
}
