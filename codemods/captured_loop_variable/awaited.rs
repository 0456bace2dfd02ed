//! Goroutines that the iteration waits for before it ends: they see the value of their iteration.
//!
//! Told by what is written the same in both: `wg.Done()` and `wg.Wait()`, `done <- x` or `close(done)` and `<-done`. That the wait
//! is for this very goroutine and happens on every path isn't proved.

use super::Code;
use crate::codemod::Reason;
use crate::syntax::{
    Node, ancestors, descendants, field, is_function, is_within, kind, named_children, prune, receiver,
};

/// Why the goroutine that runs `literal` may see the right value all the same.
pub fn awaited<'t>(code: Code<'_, 't>, loop_node: Node<'t>, literal: Node<'t>) -> Option<Reason> {
    let signals: Vec<&str> = descendants(literal).filter_map(|n| signal(code, n)).collect();
    let body = field(loop_node, "body")?;
    let lists = ancestors(code.context.tree.root(), literal)
        .take_while(|n| is_within(*n, body))
        .filter(|n| n.kind_id() == kind::STATEMENT_LIST);
    let later = lists.flat_map(named_children).filter(|n| n.start_byte() >= literal.end_byte());
    let waits = |n: &Node<'t>| wait(code, *n).is_some_and(|on| signals.contains(&on));
    let wait = later.flat_map(|n| prune(n, is_function)).find(waits)?;
    let line = code.context.line(wait.start_byte());
    let because = format!("the iteration waits for the goroutine, as it seems (line {line})");
    Some(Reason::new("awaited", because))
}

/// What `node` tells others by: the channel that it sends on or closes, the wait group that it's done with.
fn signal<'t>(code: Code<'_, 't>, node: Node<'t>) -> Option<&'t str> {
    let told = match node.kind_id() {
        kind::SEND_STATEMENT => field(node, "channel"),
        kind::CALL_EXPRESSION if is_method(code, node, "Done") => receiver(node),
        kind::CALL_EXPRESSION if field(node, "function").map(|f| code.context.source(f)) == Some("close") => {
            field(node, "arguments").and_then(|list| named_children(list).into_iter().next())
        }
        _ => None,
    };
    told.map(|n| code.context.source(n))
}

/// What `node` waits for.
fn wait<'t>(code: Code<'_, 't>, node: Node<'t>) -> Option<&'t str> {
    let on = match node.kind_id() {
        kind::UNARY_EXPRESSION if code.context.source(node).starts_with("<-") => field(node, "operand"),
        kind::CALL_EXPRESSION if is_method(code, node, "Wait") => receiver(node),
        _ => None,
    };
    on.map(|n| code.context.source(n))
}

fn is_method<'t>(code: Code<'_, 't>, call: Node<'t>, name: &str) -> bool {
    let selected = field(call, "function").and_then(|function| field(function, "field"));
    selected.is_some_and(|selected| code.context.source(selected) == name)
}
