//! What is returned beside the error where that isn't the zero value: what was done so far, `return n, err`.

use super::super::Site;
use super::super::function::Parameter;
use crate::codemod::Reason;
use crate::semantics::scopes::{Access, LocalId, Scopes};
use crate::syntax::{Node, ancestors, descendants, is_within, kind, named_children};

/// The variable that `function` returns for the result `index` wherever it returns an error as the result `at`; `None` for the zero
/// value. Where a result has been written to and the function has no such habit, nobody knows.
pub fn variable<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    results: &[Parameter<'a>],
    at: usize,
    index: usize,
) -> Result<Option<String>, Reason> {
    let scopes = site.context.scopes(site.statement);
    let own = results[index].name.and_then(|name| scopes.local_of(name));
    let error_returns: Vec<Vec<Node>> = super::returns(site, function)
        .iter()
        .map(|n| named_children(*n).into_iter().next().map(named_children).unwrap_or_default())
        .filter(|values| match values.as_slice() {
            [] => true,
            values => values.len() == results.len() && values[at].kind_id() != kind::NIL,
        })
        .collect();
    // What it held is gone, and what the call that failed gave it counts for nothing.
    let is_set_here = |id| site.left.iter().any(|node| scopes.local_of(*node) == Some(id));
    let returned = |values: &Vec<Node<'a>>| values.get(index).map_or(own, |value| scopes.local_of(*value));
    let habit = error_returns.first().and_then(returned);
    if let Some(id) = habit
        && error_returns.iter().all(|values| returned(values) == Some(id))
        && !is_set_here(id)
        && is_what_it_was(site, &scopes, id)
    {
        return Ok(Some(scopes.local(id).name.to_string()));
    }
    let Some(id) = own.filter(|id| !is_set_here(*id)) else { return Ok(None) };
    let Some(written) = written_before(site, &scopes, function, id) else { return Ok(None) };
    let has_it = |values: &Vec<Node<'a>>| {
        values.get(index).is_none_or(|value| descendants(*value).any(|n| scopes.local_of(n) == Some(id)))
    };
    if !error_returns.is_empty() && !error_returns.iter().any(has_it) {
        return Ok(None);
    }
    let (name, line) = (scopes.local(id).name, site.context.line(written.start_byte()));
    let because =
        format!("{name} has been set (line {line}), and whether it is returned beside an error isn't known");
    Err(Reason::new("partial-result", because))
}

/// Whether the name of a variable that is older than the site means it in the check too, which may declare `err`.
fn is_what_it_was<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>, id: LocalId) -> bool {
    let local = scopes.local(id);
    local.name != "err"
        && local.declared.start_byte() < site.statement.start_byte()
        && scopes.meaning_at(local.name, site.statement.end_byte()) == Some(id)
}

/// Where the variable is written to on the way to the site: above, or in a loop around it.
fn written_before<'a>(
    site: &Site<'a, '_>,
    scopes: &Scopes<'a>,
    function: Node<'a>,
    id: LocalId,
) -> Option<Node<'a>> {
    let comes_back = |node: Node<'a>| {
        ancestors(function, site.statement).any(|n| n.kind_id() == kind::FOR_STATEMENT && is_within(node, n))
    };
    let mut writes =
        scopes.uses(id).filter(|used| used.access.may_write() || used.access == Access::AddressTaken);
    writes
        .find(|used| {
            !is_within(used.node, site.statement)
                && (used.node.start_byte() < site.statement.start_byte() || comes_back(used.node))
        })
        .map(|used| used.node)
}
