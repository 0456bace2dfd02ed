//! The two remedies: the variable becomes a parameter of the literal, or it is copied above the statement.

use super::{Code, types, variable};
use crate::codemod::{Fix, Reason, Safety};
use crate::semantics::scopes::{LocalId, LocalKind};
use crate::syntax::{
    Node, Parameters, ancestors, enclosing_function, field, kind, named_children, parameters,
};
use crate::text::Edit;

/// Where a capture is mended. Captures of one site are mended together.
#[derive(Clone, Copy, PartialEq)]
pub enum Site<'t> {
    /// The variable becomes a parameter of the literal, which this call calls.
    Parameter { call: Node<'t> },
    /// The variable is copied above this statement.
    Copy { statement: Node<'t> },
}

/// Whether the literal can have one more parameter, the variable, and `call` one more argument.
pub fn takes_parameter<'t>(code: Code<'_, 't>, variable: LocalId, call: Node<'t>, literal: Node<'t>) -> bool {
    let name = code.scopes.local(variable).name;
    let Some(list) = field(literal, "parameters") else { return false };
    let Some(passed) = field(call, "arguments") else { return false };
    // A list over several lines, or with comments in it, is laid out by hand: the copy needs no place in it.
    let by_hand = |node: Node| {
        code.context.source(node).contains('\n') || code.context.layout().has_comment(node.byte_range())
    };
    if by_hand(list) || by_hand(passed) {
        return false;
    }
    let arguments = named_children(passed);
    let groups = parameters(list);
    let named = groups.iter().all(|group| !group.names.is_empty());
    let fixed: usize = groups.iter().filter(|group| !group.variadic).map(|group| group.names.len()).sum();
    let variadic = groups.iter().any(|group| group.variadic);
    // `f(g())` may hand on several results, and then takes no other argument (Go spec, "Calls").
    let counts = if variadic { arguments.len() > fixed } else { arguments.len() == fixed };
    // A declaration of that name at the top of the body would be one in the parameters' own block.
    let body = field(literal, "body").map_or(0..0, |body| body.byte_range());
    let redeclared = code.scopes.locals().any(|(_, local)| {
        local.name == name
            && local.kind != LocalKind::Label
            && body.contains(&local.declared.start_byte())
            && local.scope.end >= body.end
    });
    named && counts && !redeclared && types::written(code, variable, literal).is_some()
}

/// Whether `v := v` above `statement` is valid and leaves the meaning of all else.
pub fn can_copy<'t>(code: Code<'_, 't>, variable: LocalId, statement: Node<'t>) -> Result<(), Reason> {
    let name = code.scopes.local(variable).name;
    let block = block_around(code, statement).map_or(0..0, |block| block.byte_range());
    let redeclared = code.scopes.locals().any(|(id, local)| {
        id != variable
            && local.name == name
            && local.kind != LocalKind::Label
            && block.contains(&local.declared.start_byte())
            && local.scope.end >= block.end
    });
    if redeclared {
        let because = format!("{name} is declared again in the block in which it would be copied");
        return Err(Reason::new("redeclared", because));
    }
    let function = enclosing_function(code.context.tree.root(), statement);
    // "Executing the "goto" statement must not cause any variables to come into scope" (Go spec, "Goto statements").
    if function.is_some_and(variable::has_goto) {
        return Err(Reason::new("goto", format!("a goto might jump over the copy of {name}")));
    }
    code.context.layout().insert_above(statement, &[format!("{name} := {name}")]).map_err(layout)?;
    Ok(())
}

fn layout<E>(_: E) -> Reason {
    Reason::new("layout", "the statement isn't on lines of its own")
}

/// The fix that mends all captures of `variables` at `site`.
pub fn mend<'t>(code: Code<'_, 't>, site: Site<'t>, variables: &[LocalId]) -> Result<Fix, Reason> {
    let context = code.context;
    let names: Vec<&str> = variables.iter().map(|id| code.scopes.local(*id).name).collect();
    let names = names.join(", ");
    let (title, edits) = match site {
        Site::Parameter { call } => {
            let edits = parameter_edits(code, call, variables).ok_or_else(|| {
                Reason::new("unknown-type", format!("the type of {names} can't be written here"))
            })?;
            (format!("Pass {names} to the closure as a parameter"), edits)
        }
        Site::Copy { statement } => {
            let line = format!("{names} := {names}");
            let edits = context.layout().insert_above(statement, &[line]).map_err(layout)?;
            (format!("Copy {names} in each iteration"), edits)
        }
    };
    context
        .fix(title, Safety::Safe, edits, Vec::new())
        .map_err(|_| Reason::new("layout", "the edits overlap"))
}

/// The parameters and arguments that hand `variables` to the literal that `call` calls, behind its own but for a variadic one:
///
/// ```text
/// go func(n int, xs ...string) { … }(n, xs...)
/// go func(n int, v T, xs ...string) { … }(n, v, xs...)
///              ~~~~~                       ~~~
/// ```
fn parameter_edits<'t>(code: Code<'_, 't>, call: Node<'t>, variables: &[LocalId]) -> Option<Vec<Edit>> {
    let mut literal = field(call, "function")?;
    while literal.kind_id() == kind::PARENTHESIZED_EXPRESSION {
        literal = named_children(literal).into_iter().next()?;
    }
    let list = field(literal, "parameters")?;
    let groups: Vec<Parameters> = parameters(list);
    let before = groups.iter().rfind(|group| !group.variadic);
    let mut edits = Vec::new();
    let mut declared: Vec<(Vec<&str>, String)> = Vec::new();
    for id in variables {
        let written = types::written(code, *id, literal)?;
        let name = code.scopes.local(*id).name;
        let same_as_before = before
            .filter(|group| declared.is_empty() && code.context.source(group.parameter_type) == written);
        match (declared.last_mut(), same_as_before.and_then(|group| group.names.last())) {
            (None, Some(last)) => edits.push(Edit::insert(last.end_byte(), format!(", {name}"))),
            (Some((names, same)), _) if *same == written => names.push(name),
            _ => declared.push((vec![name], written)),
        }
    }
    let own: Vec<Node> = named_children(list);
    let variadic = groups.last().is_some_and(|group| group.variadic);
    if !declared.is_empty() {
        let declared: Vec<String> =
            declared.into_iter().map(|(names, written)| names.join(", ") + " " + &written).collect();
        edits.push(add_to_list(list, &own, own.len() - usize::from(variadic), &declared.join(", ")));
    }
    let passed: Vec<&str> = variables.iter().map(|id| code.scopes.local(*id).name).collect();
    let arguments = field(call, "arguments")?;
    let fixed: usize = groups.iter().filter(|group| !group.variadic).map(|group| group.names.len()).sum();
    edits.push(add_to_list(arguments, &named_children(arguments), fixed, &passed.join(", ")));
    Some(edits)
}

/// Inserts `text` into the parenthesised `list` of `items`, as the item of that index.
fn add_to_list(list: Node, items: &[Node], index: usize, text: &str) -> Edit {
    match (items.get(index), index.checked_sub(1).and_then(|before| items.get(before))) {
        (Some(next), _) => Edit::insert(next.start_byte(), format!("{text}, ")),
        (None, Some(last)) => Edit::insert(last.end_byte(), format!(", {text}")),
        (None, None) => Edit::insert(list.start_byte() + 1, text),
    }
}

/// The block or clause that a statement of a list stands in.
pub fn block_around<'t>(code: Code<'_, 't>, statement: Node<'t>) -> Option<Node<'t>> {
    ancestors(code.context.tree.root(), statement).nth(1)
}
