//! A statement in the header of an `if`, `switch` or `for` is lifted above it: no check can follow it in there.

use super::exit::{Check, Exit, Then};
use super::variable::{Form, choose, named_after_callee};
use super::write::{check, checks, left_with};
use super::{Site, layout};
use crate::codemod::Reason;
use crate::semantics::scopes::{LocalKind, Scopes};
use crate::syntax::{Node, field, is_within, kind};
use crate::text::Edit;

/// The check for a statement in the header of `statement`: above that, or else in it.
pub fn out_of_header<'a>(
    site: &Site<'a, '_>,
    exit: &Exit,
    statement: Node<'a>,
    list: Node<'a>,
) -> Result<Vec<Edit>, Reason> {
    above_header(site, exit, statement, list).or_else(|reason| in_header(site, exit, statement).ok_or(reason))
}

/// ```text
/// if x, _ := f(); c {    →    if x, err := f(); err != nil {
///                                 return err
///                             } else if c {
/// ```
fn in_header<'a>(site: &Site<'a, '_>, exit: &Exit, statement: Node<'a>) -> Option<Vec<Edit>> {
    let condition = field(statement, "condition").filter(|_| statement.kind_id() == kind::IF_STATEMENT)?;
    let defines = site.statement.kind_id() == kind::SHORT_VAR_DECLARATION;
    let between = site.statement.start_byte()..condition.start_byte();
    let is_plain = !site.context.layout().has_comment(between.clone())
        && !site.context.text()[between].contains('\n')
        && site.others.is_empty();
    if !defines || !is_plain || exit.then == Then::GoesOn || !matches!(exit.check, Check::If(_)) {
        return None;
    }
    let scopes = site.context.scopes(statement);
    let name = match scopes.can_declare("err", statement.byte_range()) {
        true => "err".to_string(),
        false => named_after_callee(site, statement, None).name,
    };
    let lines = check(exit, &name, false);
    let layout = site.context.layout();
    let (indent, newline) = (layout.indent(statement.start_byte()), layout.newline());
    let (head, body) = lines.split_first()?;
    let mut text = head.strip_prefix("if ")?.to_string();
    for line in body {
        text.push_str(&format!("{newline}{indent}{line}"));
    }
    text.push_str(" else if ");
    Some(vec![Edit::replace(site.blank.byte_range(), name), Edit::insert(condition.start_byte(), text)])
}

/// ```text
/// if x, _ := f(); c {    →    x, err := f()
///                             if err != nil {
///                                 return err
///                             }
///                             if c {
/// ```
///
/// Only where the names that the header declares are free for the rest of the block.
fn above_header<'a>(
    site: &Site<'a, '_>,
    exit: &Exit,
    statement: Node<'a>,
    list: Node<'a>,
) -> Result<Vec<Edit>, Reason> {
    let scopes = site.context.scopes(statement);
    let taken = |name: &str| {
        Reason::new(
            "header",
            format!("{name} would be declared outside of the header, where the name is taken"),
        )
    };
    if site.statement.kind_id() == kind::SHORT_VAR_DECLARATION {
        let rest = statement.end_byte()..list.parent().map_or(list.end_byte(), |p| p.end_byte());
        for name in site.left.iter().map(|node| site.context.source(*node)).filter(|name| *name != "_") {
            let declared_beside = scopes.locals().any(|(_, local)| {
                local.name == name
                    && local.kind != LocalKind::Label
                    && is_within(local.declared, list)
                    && !is_within(local.declared, statement)
            });
            let known = scopes.meaning_at(name, statement.start_byte()).is_some();
            if known || declared_beside || !scopes.can_declare(name, rest.clone()) {
                return Err(taken(name));
            }
        }
        if statement.kind_id() == kind::FOR_STATEMENT {
            shared_by_iterations(site, &scopes)?;
        }
    }
    let layout_of = site.context.layout();
    let taken_out = taken_out(site, statement)?;
    let defines = site.statement.kind_id() == kind::SHORT_VAR_DECLARATION;
    let form = if defines { Form::Define } else { Form::Assign };
    let variable = choose(site, statement, list, form, exit.bare.as_deref())?;
    let all_blank = site.left.iter().all(|node| site.context.source(*node) == "_");
    let operator = match defines {
        true => ":=",
        _ if variable.reused && site.others.is_empty() => "=",
        _ if all_blank => ":=",
        _ => {
            return Err(Reason::new("header", "the header assigns to variables that are declared before it"));
        }
    };
    let call = site.context.source(site.value);
    let mut lines = vec![format!("{} {operator} {call}", left_with(site, &variable.name))];
    lines.extend(checks(site, exit, &variable.name, variable.reused));
    let mut edits = layout_of.insert_below_comments(statement, &lines).map_err(|_| layout())?;
    edits.extend(taken_out);
    edits.extend(variable.edits);
    Ok(edits)
}

/// Each iteration of a loop has copies of its own of the variables that the init statement declares (Go spec, "For statements with for
/// clause"). Declared above, all have the same: that is nothing to see where nobody keeps hold of them.
fn shared_by_iterations<'a>(site: &Site<'a, '_>, scopes: &Scopes<'a>) -> Result<(), Reason> {
    let declared = site.left.iter().filter_map(|node| scopes.local_of(*node));
    for id in declared {
        if scopes.uses(id).any(|used| scopes.is_captured(used) || used.access.may_take_address()) {
            let name = scopes.local(id).name;
            let because = format!("each iteration has its own {name}, and something may keep hold of it");
            return Err(Reason::new("header", because));
        }
    }
    Ok(())
}

/// The edits that take the init statement out of the header of `statement`, as gofmt has what is left.
fn taken_out<'a>(site: &Site<'a, '_>, statement: Node<'a>) -> Result<Vec<Edit>, Reason> {
    let text = site.context.text();
    let init = site.statement.byte_range();
    let clause = site.statement.parent().filter(|_| statement.kind_id() == kind::FOR_STATEMENT);
    // A `for` with a post statement keeps both semicolons.
    if clause.is_some_and(|clause| field(clause, "update").is_some()) {
        if text[init.clone()].contains('\n') {
            return Err(layout());
        }
        return Ok(vec![Edit::delete(init)]);
    }
    // What stands between the init statement and what follows it: a semicolon and blanks. `switch ; {` isn't what gofmt writes: without
    // a tag the header is empty.
    let after_semicolon = |from: usize| {
        let blank = text[from..].find(';').filter(|i| text[from..from + i].trim().is_empty())?;
        let end = from + blank + 1;
        Some(end + (text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len()))
    };
    let mut end = after_semicolon(init.end).ok_or_else(layout)?;
    let mut edits = Vec::new();
    match clause.map(|clause| field(clause, "condition")) {
        Some(Some(condition)) => {
            let from = condition.end_byte();
            let behind = after_semicolon(from).ok_or_else(layout)?;
            edits.push(Edit::replace(from..behind, " "));
        }
        Some(None) => end = after_semicolon(end).ok_or_else(layout)?,
        None => {}
    }
    let whole = init.start..edits.last().map_or(end, |edit: &Edit| edit.range().end);
    if site.context.layout().has_comment(whole.clone()) || text[init.start..end].contains('\n') {
        return Err(layout());
    }
    edits.push(Edit::delete(init.start..end));
    Ok(edits)
}
