//! The edits that make one iteration a function literal.

use crate::codemod::{Context, Reason};
use crate::rewrite::Unwritable;
use crate::semantics::flow::{Leave, LeaveKind, leaves};
use crate::syntax::{Node, ancestors, kind, prune};
use crate::text::Edit;

/// ```text
///   for … {            for … {
///       A                  func() {
///       continue               A
///       B          →           return
///   }                          B
///                          }()
///                      }
/// ```
///
/// Refuses what would have to be carried out of the function literal.
pub fn iteration<'a>(context: &Context<'a>, loop_: Node<'a>, body: Node<'a>) -> Result<Vec<Edit>, Reason> {
    let mut edits = Vec::new();
    let leaving = leaves(context.tree, body);
    for leave in &leaving {
        if is_continue_of(leave, loop_) {
            edits.push(Edit::replace(leave.node.byte_range(), "return"));
            continue;
        }
        return Err(cannot_be_carried(context, leave));
    }
    edits.extend(unused_label(context, loop_, body, &leaving));
    let wrapped = context.layout().wrap_body(body, "func() {", "}()").map_err(|Unwritable| {
        Reason::new("layout", "the body isn't written as a line a statement; run gofmt first")
    })?;
    edits.extend(wrapped);
    Ok(edits)
}
