//! The edits that make one iteration a function literal.

use crate::codemod::{Context, Reason};
use crate::rewrite::Unwritable;
use crate::semantics::flow::{Leave, LeaveKind, labeled, leaves, statements};
use crate::syntax::{Node, kind, prune};
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
    let leaving = leaves(context.tree, &statements(body));
    for leave in leaving.iter().filter(|leave| !leave.targets_inside) {
        if is_continue_of(leave, loop_) {
            edits.push(Edit::replace(leave.node.byte_range(), "return"));
            continue;
        }
        return Err(cannot_be_carried(context, leave));
    }
    edits.extend(unused_label(context, loop_, &leaving));
    let wrapped = context.layout().wrap_body(body, "func() {", "}()").map_err(|Unwritable| {
        Reason::new("layout", "the body isn't written as a line a statement; run gofmt first")
    })?;
    edits.extend(wrapped);
    Ok(edits)
}

fn is_continue_of(leave: &Leave, loop_: Node) -> bool {
    leave.kind == LeaveKind::Continue && leave.target.is_some_and(|target| target.id() == loop_.id())
}

fn cannot_be_carried(context: &Context, leave: &Leave) -> Reason {
    let line = context.line(leave.node.start_byte());
    let source = context.source(leave.node);
    let word = source.split([' ', '\n', '(']).next().unwrap_or(source);
    match leave.kind {
        LeaveKind::Goto => Reason::new("goto", format!("the goto on line {line} leaves the iteration")),
        _ => Reason::new(
            "leaves-iteration",
            format!(
                "the {word} on line {line} leaves the iteration, and would have to be carried out of the function literal"
            ),
        ),
    }
}

/// A label that only the replaced `continue` statements named must go with them: Go has no unused labels.
fn unused_label<'a>(context: &Context<'a>, loop_: Node<'a>, leaving: &[Leave<'a>]) -> Option<Edit> {
    let labeled = labeled(context.tree, loop_)?;
    let replaced = |n: Node| leaving.iter().any(|l| l.label.is_some_and(|label| label.id() == n.id()));
    if !leaving.iter().any(|l| l.label.is_some()) {
        return None;
    }
    let label = crate::syntax::field(labeled, "label")?;
    let name = context.source(label);
    let function = crate::syntax::enclosing_function(context.tree.root(), loop_)?;
    let still_used = prune(function, |n| n.kind_id() == kind::FUNC_LITERAL).any(|n| {
        n.kind_id() == kind::LABEL_NAME && n.id() != label.id() && context.source(n) == name && !replaced(n)
    });
    (!still_used).then(|| {
        // From the label to the loop; the loop then stands where the label's line began.
        let indent = context.layout().indent(loop_.start_byte());
        Edit::replace(
            context.lines.start(context.lines.line(labeled.start_byte()))..loop_.start_byte(),
            indent,
        )
    })
}
