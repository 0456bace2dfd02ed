//! The edits that make a run of statements of a loop's body a function literal, and carry control out of it.
//!
//! Knows syntax, names, and the types of the enclosing function's results. The first form that fits is taken:
//!
//! ```text
//! func() { … }()                                            nothing leaves but `continue`
//! if err := func() error { … }(); err != nil { return err }  only errors leave
//! if stop := func() bool { … }(); stop { break }             one statement leaves, the same wherever it stands
//! stop, err := func() (bool, error) { … }()                  errors and such statements
//! if value, done := func() (T, bool) { … }(); done { … }     values leave
//! ```

mod exits;
mod form;
mod names;
mod nonnil;
mod results;

use crate::codemod::{Context, Reason};
use crate::semantics::flow::{Leave, labeled, leaves, statements};
use crate::syntax::{Node, enclosing_function, field, kind, prune};
use crate::text::Edit;
use form::Form;
use std::ops::Range;

/// The statements of a loop's body that become a function literal.
pub struct Run<'a> {
    pub loop_: Node<'a>,
    /// The loop's body.
    pub body: Node<'a>,
    /// Consecutive statements of the body.
    pub statements: Vec<Node<'a>>,
    /// All of the body, with the comments in it.
    pub whole: bool,
}

impl<'a> Run<'a> {
    pub fn iteration(loop_: Node<'a>, body: Node<'a>) -> Run<'a> {
        Run { loop_, body, statements: statements(body), whole: true }
    }

    fn body_has_statement_behind(&self, end: usize) -> bool {
        statements(self.body).iter().any(|s| s.start_byte() >= end)
    }

    /// The bytes that stand in the function literal.
    pub fn range(&self) -> Range<usize> {
        match (self.statements.first(), self.statements.last()) {
            (Some(first), Some(last)) if !self.whole => first.start_byte()..last.end_byte(),
            _ => self.body.byte_range(),
        }
    }
}

/// The edits that wrap `run`. Refuses what can't be carried out of the function literal.
pub fn wrap<'a>(context: &Context<'a>, run: &Run<'a>) -> Result<Vec<Edit>, Reason> {
    let leaving: Vec<Leave> =
        leaves(context.tree, &run.statements).into_iter().filter(|leave| !leave.targets_inside).collect();
    let results = results::results(context, run.loop_, &run.range());
    let results = match results {
        Ok(results) => results,
        // A signature that can't be repeated matters only when something is returned.
        Err(_) if !leaving.iter().any(|l| l.kind == crate::semantics::flow::LeaveKind::Return) => Vec::new(),
        Err(reason) => return Err(reason),
    };
    let exits = exits::exits(context, run, &leaving, &results)?;
    let form = Form::of(context, run, &exits, &results)?;
    let mut edits = form.exit_edits(context, run)?;
    edits.extend(unused_label(context, run.loop_, &leaving)?);
    let (opening, closing) = form.around(context, run);
    let layout = context.layout();
    let wrapped = match (run.statements.first(), run.statements.last()) {
        (Some(first), Some(last)) if !run.whole => {
            layout.wrap_statements(*first, *last, layout.unit(run.body), &opening, &closing)
        }
        _ => layout.wrap_body(run.body, &opening, &closing),
    };
    edits.extend(wrapped.map_err(|_| unwritable())?);
    Ok(edits)
}

fn unwritable() -> Reason {
    Reason::new("layout", "the body isn't written as a line a statement; run gofmt first")
}

/// A label that only the replaced statements named must go with them: Go has no unused labels.
fn unused_label<'a>(
    context: &Context<'a>,
    loop_: Node<'a>,
    leaving: &[Leave<'a>],
) -> Result<Option<Edit>, Reason> {
    let Some(labeled) = labeled(context.tree, loop_) else { return Ok(None) };
    let of_loop = |l: &&Leave<'a>| l.target.is_some_and(|target| target.id() == loop_.id());
    let mut replaced = leaving.iter().filter(of_loop).filter_map(|l| l.label).peekable();
    if replaced.peek().is_none() {
        return Ok(None);
    }
    let replaced: Vec<Node> = replaced.collect();
    let function = enclosing_function(context.tree.root(), loop_);
    let (Some(label), Some(function)) = (field(labeled, "label"), function) else { return Ok(None) };
    let name = context.source(label);
    let still_used = prune(function, |n| n.kind_id() == kind::FUNC_LITERAL).any(|n| {
        n.kind_id() == kind::LABEL_NAME
            && n.id() != label.id()
            && context.source(n) == name
            && !replaced.iter().any(|r| r.id() == n.id())
    });
    if still_used {
        return Ok(None);
    }
    if context.layout().has_comment(label.end_byte()..loop_.start_byte()) {
        let because = "the label of the loop would be left without a use, and a comment stands behind it";
        return Err(Reason::new("layout", because));
    }
    // From the label to the loop; the loop then stands where the label's line began.
    let indent = context.layout().indent(loop_.start_byte());
    let start = context.lines.start(context.lines.line(labeled.start_byte()));
    Ok(Some(Edit::replace(start..loop_.start_byte(), indent)))
}
