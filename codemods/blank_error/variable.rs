//! Which variable takes the error.

use super::Site;
use super::idle::is_free_to_assign;
use crate::codemod::Reason;
use crate::semantics::scopes::{LocalId, LocalKind, Scopes, is_reserved};
use crate::syntax::{Node, ancestors, field, is_within, kind, named_children};
use crate::text::Edit;
use std::ops::Range;

/// The error's variable at the site.
pub struct Variable {
    pub name: String,
    /// It's a variable that is there already and may be assigned to.
    pub reused: bool,
    /// Edits of later statements that would declare the name a second time: `:=` becomes `=`.
    pub edits: Vec<Edit>,
}

/// How the statement will set the variable.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By `:=` beside other variables: assigns to one of the same block, declares it otherwise.
    Define,
    /// By `=` when there is a variable, by a declaration of its own when there isn't.
    Assign,
}

/// The variable for `statement`, which stands in the statement list `list`: `err` wherever that changes the meaning of
/// nothing else, another name otherwise. `bare` is the error result that a bare return would return.
pub fn choose<'a>(
    site: &Site<'a, '_>,
    statement: Node<'a>,
    list: Node<'a>,
    form: Form,
    bare: Option<&str>,
) -> Result<Variable, Reason> {
    let scopes = site.context.scopes(statement);
    let bare = bare.filter(|bare| *bare != "err");
    let result = bare.and_then(|bare| scopes.meaning_at(bare, statement.start_byte()));
    if let Some(id) = result
        && (is_of_this_block(&scopes, id, list) || form == Form::Assign)
        && is_free_to_assign(site, &scopes, id, statement, list)
    {
        return Ok(Variable { name: scopes.local(id).name.to_string(), reused: true, edits: Vec::new() });
    }
    let known = scopes.meaning_at("err", statement.start_byte());
    let of_this_block = known.is_some_and(|id| is_of_this_block(&scopes, id, list));
    if let Some(id) = known
        && (of_this_block || form == Form::Assign)
        && is_free_to_assign(site, &scopes, id, statement, list)
    {
        return Ok(Variable { name: "err".to_string(), reused: true, edits: Vec::new() });
    }
    // (Go spec, "Goto statements".)
    if has_goto(site, statement) {
        return Err(Reason::new("goto", "a goto in the function might jump over the error's variable"));
    }
    // A declaration of its own stands above the statement, which then sees it; what `:=` declares is seen below, and by what is left of
    // a header that it stood in.
    let from = if form == Form::Assign { statement.start_byte() } else { site.statement.end_byte() };
    if !of_this_block && let Some(edits) = can_declare(site, &scopes, "err", from, list) {
        return Ok(Variable { name: "err".to_string(), reused: false, edits });
    }
    Ok(named_again(site, statement, list, form))
}

/// A variable that is named after the function that is called: that of an earlier call where it's there and free.
pub fn named_again<'a>(site: &Site<'a, '_>, statement: Node<'a>, list: Node<'a>, form: Form) -> Variable {
    let scopes = site.context.scopes(statement);
    let name = named_for(site);
    match scopes.meaning_at(&name, statement.start_byte()) {
        Some(id)
            if (is_of_this_block(&scopes, id, list) || form == Form::Assign)
                && is_free_to_assign(site, &scopes, id, statement, list) =>
        {
            Variable { name, reused: true, edits: Vec::new() }
        }
        _ => named_after_callee(site, statement, Some(list)),
    }
}

/// What the error is called after the function that is called.
fn named_for(site: &Site) -> String {
    match super::words::callee_name(site.context, site.call) {
        Some(name) => super::words::error_name(name),
        None => "callErr".to_string(),
    }
}

/// A variable that is named after the function that is called, `closeErr` for the error of `f.Close()`. It's declared at `statement` of
/// `list`, or in the header of an `if` that takes its place.
pub fn named_after_callee<'a>(site: &Site<'a, '_>, statement: Node<'a>, list: Option<Node<'a>>) -> Variable {
    let base = named_for(site);
    let scopes = site.context.scopes(statement);
    let is_beside = |name: &str| {
        let mut all = scopes.named(name);
        list.is_some_and(|list| all.any(|(id, _)| is_of_this_block(&scopes, id, list)))
    };
    let is_free = !is_reserved(&base)
        && !scopes.is_free_name(&base)
        && scopes.meaning_at(&base, statement.start_byte()).is_none()
        && !is_beside(&base);
    if is_free {
        return Variable { name: base, reused: false, edits: Vec::new() };
    }
    // `body.Close()` → `bodyCloseErr`, rather than a number.
    let of = crate::syntax::receiver(site.call).map(|r| field(r, "field").unwrap_or(r));
    let of = of
        .filter(|n| matches!(n.kind_id(), kind::IDENTIFIER | kind::FIELD_IDENTIFIER))
        .map(|n| site.context.source(n));
    let longer = of.filter(|of| of.len() > 1).map(|of| {
        let (first, rest) = base.split_at(base.chars().next().map_or(0, char::len_utf8));
        format!("{of}{}{rest}", first.to_uppercase())
    });
    let longer = longer.filter(|name| scopes.fresh_name(name) == *name);
    let name = longer.unwrap_or_else(|| scopes.fresh_name(&base));
    Variable { name, reused: false, edits: Vec::new() }
}

/// The block whose statements are `list`, as a range: from the list's start to the block's end.
fn block_of(list: Node) -> Range<usize> {
    list.parent().map_or(list.byte_range(), |parent| parent.byte_range())
}

/// Whether a local is declared in the very block of `list`, so that `:=` there would assign to it (Go spec, "Short variable
/// declarations": the parameters belong to the block of the function's body).
fn is_of_this_block(scopes: &Scopes, id: LocalId, list: Node) -> bool {
    let local = scopes.local(id);
    let Some(block) = list.parent() else { return false };
    let function = block.parent().filter(|n| crate::syntax::is_function(*n));
    if matches!(local.kind, LocalKind::Param | LocalKind::Result | LocalKind::Receiver) {
        return function.is_some_and(|f| is_within(local.declared, f) && !is_within(local.declared, block));
    }
    // Its declaring statement is an element of the list.
    is_within(local.declared, list)
        && ancestors(list, local.declared).take_while(|n| n.id() != list.id()).all(|n| {
            !matches!(n.kind_id(), kind::STATEMENT_LIST | kind::BLOCK | kind::FUNC_LITERAL) && !has_header(n)
        })
}

fn has_header(node: Node) -> bool {
    matches!(
        node.kind_id(),
        kind::IF_STATEMENT
            | kind::FOR_STATEMENT
            | kind::EXPRESSION_SWITCH_STATEMENT
            | kind::TYPE_SWITCH_STATEMENT
            | kind::SELECT_STATEMENT
    )
}

/// Whether `name` can be declared at byte `from` for the rest of the block of `list`. The edits that this needs of later statements.
fn can_declare<'a>(
    site: &Site<'a, '_>,
    scopes: &Scopes<'a>,
    name: &str,
    from: usize,
    list: Node<'a>,
) -> Option<Vec<Edit>> {
    let rest = from..block_of(list).end;
    if !scopes.can_declare(name, rest.clone()) {
        return None;
    }
    let mut edits = Vec::new();
    for (id, local) in scopes.named(name).filter(|(_, local)| rest.contains(&local.declared.start_byte())) {
        if !is_of_this_block(scopes, id, list) {
            continue;
        }
        // A later declaration of the name in the same block: `x, err := f()` assigns from now on.
        let declaration =
            ancestors(list, local.declared).find(|n| n.kind_id() == kind::SHORT_VAR_DECLARATION)?;
        if !is_of_errors_type(site, local.declared) {
            return None;
        }
        let left = named_children(field(declaration, "left")?);
        let others = left.iter().any(|n| n.id() != local.declared.id() && declares(scopes, *n));
        if !others {
            let operator =
                crate::syntax::children(declaration).into_iter().find(|n| site.context.source(*n) == ":=")?;
            edits.push(Edit::replace(operator.byte_range(), "="));
        }
    }
    Some(edits)
}

/// Whether a variable has the very type of the error: a pointer that is nil is no nil error (go.dev/doc/faq#nil_error).
pub fn is_of_errors_type(site: &Site, declared: Node) -> bool {
    site.types.type_of(declared).is_some_and(|t| site.types.identical(&t, &site.error))
}

/// Whether `ident` on the left of a `:=` is declared by it.
fn declares(scopes: &Scopes, ident: Node) -> bool {
    scopes.local_of(ident).is_some_and(|id| scopes.local(id).declared.id() == ident.id())
}

/// `goto` must not jump over a new variable (Go spec, "Goto statements").
fn has_goto<'a>(site: &Site<'a, '_>, statement: Node<'a>) -> bool {
    let function = crate::syntax::enclosing_function(site.context.tree.root(), statement);
    function.is_some_and(|f| site.context.of_kind_in(kind::GOTO_STATEMENT, f.byte_range()).next().is_some())
}
