//! The edits: a name for the error and a check below.

use super::exit::Exit;
use super::variable::{Form, Variable, choose};
use super::{Site, layout};
use crate::codemod::Reason;
use crate::rewrite::Import;
use crate::semantics::scopes::LocalKind;
use crate::syntax::{Node, ancestors, descendants, field, is_within, kind};
use crate::text::Edit;

pub struct Written {
    pub edits: Vec<Edit>,
    pub title: String,
    pub imports: Vec<Import>,
    /// A name is declared, or a later declaration changed, in a way that two fixes of one block must not both do.
    pub declares: bool,
}

/// Chooses the form by where the statement stands and what else it assigns.
pub fn edits(site: &Site, exit: &Exit) -> Result<Written, Reason> {
    let title = format!("Check the error and {}", exit.title);
    let (edits, declares) = match place(site)? {
        Place::List(list) => in_list(site, exit, list)?,
        Place::Header { statement, list } => (above_header(site, exit, statement, list)?, true),
    };
    Ok(Written { edits, title, imports: exit.imports.clone(), declares })
}

enum Place<'a> {
    /// An element of this statement list.
    List(Node<'a>),
    /// The init statement of `statement`, an `if` or `switch` that is an element of `list`.
    Header { statement: Node<'a>, list: Node<'a> },
}

fn place<'a>(site: &Site<'a, '_>) -> Result<Place<'a>, Reason> {
    let mut statement = site.statement;
    if statement.kind_id() == kind::VAR_SPEC {
        // `var ( … )` aligns its lines; a single specification is a statement like any other.
        statement = statement.parent().filter(|p| p.kind_id() == kind::VAR_DECLARATION).ok_or_else(|| {
            Reason::new("grouped-declaration", "the declaration stands in a group of declarations")
        })?;
    }
    let header = || Reason::new("header", "the statement stands in a header where no check can follow it");
    let parent = statement.parent().ok_or_else(header)?;
    match parent.kind_id() {
        kind::STATEMENT_LIST => Ok(Place::List(parent)),
        kind::IF_STATEMENT | kind::EXPRESSION_SWITCH_STATEMENT | kind::TYPE_SWITCH_STATEMENT => {
            let list = parent.parent().filter(|p| p.kind_id() == kind::STATEMENT_LIST).ok_or_else(header)?;
            Ok(Place::Header { statement: parent, list })
        }
        kind::LABELED_STATEMENT => Err(Reason::new("label", "a label stands before the statement")),
        _ => Err(header()),
    }
}

fn in_list<'a>(site: &Site<'a, '_>, exit: &Exit, list: Node<'a>) -> Result<(Vec<Edit>, bool), Reason> {
    let all_blank = site.left.iter().all(|node| site.context.source(*node) == "_");
    match site.statement.kind_id() {
        kind::SHORT_VAR_DECLARATION => named(site, exit, list),
        kind::VAR_SPEC => Ok((declared(site, exit, list)?, true)),
        _ if all_blank && fits_a_header(site) => Ok((discarded(site, exit)?, false)),
        _ if all_blank => Ok((discarded_over_lines(site, exit, list)?, true)),
        _ => Ok((assigned(site, exit, list)?, true)),
    }
}

/// ```text
/// x, _ := f()    →    x, err := f()
///                     if err != nil {
///                         return err
///                     }
/// ```
fn named<'a>(site: &Site<'a, '_>, exit: &Exit, list: Node<'a>) -> Result<(Vec<Edit>, bool), Reason> {
    let variable = choose(site, site.statement, list, Form::Define)?;
    // Two that both declare `err` beside another variable go together: the second then assigns.
    let declares = !variable.edits.is_empty() || variable.name != "err";
    let mut edits = check_below(site, exit, &variable.name, site.statement)?;
    edits.push(Edit::replace(site.blank.byte_range(), variable.name));
    edits.extend(variable.edits);
    Ok((edits, declares))
}

/// `var x, _ = f()` keeps its `var`: what a type or a name list in it says stays.
fn declared<'a>(site: &Site<'a, '_>, exit: &Exit, list: Node<'a>) -> Result<Vec<Edit>, Reason> {
    let Some(statement) = site.statement.parent() else { return Err(layout()) };
    if field(site.statement, "type").is_some() {
        return Err(Reason::new(
            "typed-declaration",
            "the declaration gives its variables one type, which isn't that of the error",
        ));
    }
    let variable = choose(site, statement, list, Form::Define)?;
    // `var` declares all of its names anew, so one of this block can't stand among them.
    let name = match variable.reused {
        true => site.context.scopes(site.statement).fresh_name("err"),
        false => variable.name,
    };
    let mut edits = check_below(site, exit, &name, statement)?;
    edits.push(Edit::replace(site.blank.byte_range(), name));
    edits.extend(variable.edits);
    Ok(edits)
}

/// ```text
/// _ = f()    →    if err := f(); err != nil {
///                     return err
///                 }
/// ```
fn discarded(site: &Site, exit: &Exit) -> Result<Vec<Edit>, Reason> {
    let scopes = site.context.scopes(site.statement);
    // The call's own use of an `err` is evaluated before the new one is declared.
    let name = if needs_outer(exit, "err") { scopes.fresh_name("err") } else { "err".to_string() };
    let left = left_with(site, &name);
    let start = site.statement.start_byte()..site.value.start_byte();
    let mut edits = vec![
        Edit::replace(start, format!("if {left} := ")),
        Edit::insert(site.value.end_byte(), format!("; {name} != nil {{")),
    ];
    let lines = body(exit, &name).into_iter().map(|line| format!("\t{line}")).chain(["}".to_string()]);
    let below = site.context.layout().insert_below(site.statement, &lines.collect::<Vec<_>>());
    edits.extend(below.map_err(|_| layout())?);
    Ok(edits)
}

/// Whether what the check's body says means an outer variable called `name`.
fn needs_outer(exit: &Exit, name: &str) -> bool {
    let words = |line: &String| {
        line.replace("{err}", "").split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
    };
    exit.statements.iter().any(words)
}

/// A call over several lines reads better with the check below it.
fn discarded_over_lines<'a>(site: &Site<'a, '_>, exit: &Exit, list: Node<'a>) -> Result<Vec<Edit>, Reason> {
    let variable = choose(site, site.statement, list, Form::Assign)?;
    let operator = if variable.reused { "=" } else { ":=" };
    let start = site.statement.start_byte()..site.value.start_byte();
    let mut edits = check_below(site, exit, &variable.name, site.statement)?;
    edits.push(Edit::replace(start, format!("{} {operator} ", left_with(site, &variable.name))));
    edits.extend(variable.edits);
    Ok(edits)
}

/// ```text
/// x, _ = f()    →    x, err = f()        (with `var err error` above when there is none)
///                    if err != nil {
///                        return err
///                    }
/// ```
fn assigned<'a>(site: &Site<'a, '_>, exit: &Exit, list: Node<'a>) -> Result<Vec<Edit>, Reason> {
    let variable = choose(site, site.statement, list, Form::Assign)?;
    let mut edits = Vec::new();
    if !variable.reused {
        if !site.types.is_predeclared_at("error", site.statement.start_byte()) {
            return Err(Reason::new("shadowed-error", "the name error means something else here"));
        }
        let line = format!("var {} error", variable.name);
        edits.extend(site.context.layout().insert_above(site.statement, &[line]).map_err(|_| layout())?);
    }
    edits.extend(check_below(site, exit, &variable.name, site.statement)?);
    edits.push(Edit::replace(site.blank.byte_range(), variable.name));
    edits.extend(variable.edits);
    Ok(edits)
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
    }
    let layout_of = site.context.layout();
    let text = site.context.text();
    // What stands between the init statement and what follows it: a semicolon and blanks.
    let after = &text[site.statement.end_byte()..];
    let semicolon = after.find(';').filter(|i| after[..*i].trim().is_empty()).ok_or_else(layout)?;
    let end = site.statement.end_byte() + semicolon + 1;
    let end = end + (text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len());
    if layout_of.has_comment(site.statement.start_byte()..end)
        || text[site.statement.start_byte()..end].contains('\n')
    {
        return Err(layout());
    }
    let defines = site.statement.kind_id() == kind::SHORT_VAR_DECLARATION;
    let Variable { name, reused, edits: more } =
        choose(site, statement, list, if defines { Form::Define } else { Form::Assign })?;
    let all_blank = site.left.iter().all(|node| site.context.source(*node) == "_");
    let operator = match defines {
        true => ":=",
        _ if reused => "=",
        _ if all_blank => ":=",
        _ => {
            return Err(Reason::new("header", "the header assigns to variables that are declared before it"));
        }
    };
    let call = site.context.source(site.value);
    let mut lines =
        vec![format!("{} {operator} {call}", left_with(site, &name)), format!("if {name} != nil {{")];
    lines.extend(body(exit, &name).into_iter().map(|line| format!("\t{line}")));
    lines.push("}".to_string());
    let mut edits = layout_of.insert_below_comments(statement, &lines).map_err(|_| layout())?;
    // `switch ; {` isn't what gofmt writes: without a tag the header is empty.
    edits.push(Edit::delete(site.statement.start_byte()..end));
    edits.extend(more);
    Ok(edits)
}

/// The left side with the error's blank named.
fn left_with(site: &Site, name: &str) -> String {
    let targets = site.left.iter().map(|node| match node.id() == site.blank.id() {
        true => name,
        false => site.context.source(*node),
    });
    targets.collect::<Vec<_>>().join(", ")
}

fn body(exit: &Exit, name: &str) -> Vec<String> {
    exit.statements.iter().map(|line| line.replace("{err}", name)).collect()
}

fn check_below<'a>(
    site: &Site<'a, '_>,
    exit: &Exit,
    name: &str,
    statement: Node<'a>,
) -> Result<Vec<Edit>, Reason> {
    let mut lines = vec![format!("if {name} != nil {{")];
    lines.extend(body(exit, name).into_iter().map(|line| format!("\t{line}")));
    lines.push("}".to_string());
    site.context.layout().insert_below(statement, &lines).map_err(|_| layout())
}

/// Whether `if err := f(); err != nil {` may hold the call: on one line that isn't too long, and without a composite literal
/// that would end the header (Go spec, "Composite literals").
fn fits_a_header(site: &Site) -> bool {
    let source = site.context.source(site.call);
    if source.contains('\n') || source.chars().count() > 90 {
        return false;
    }
    !descendants(site.call).any(|node| {
        node.kind_id() == kind::COMPOSITE_LITERAL
            && !ancestors(site.call, node).any(|n| {
                matches!(
                    n.kind_id(),
                    kind::ARGUMENT_LIST
                        | kind::PARENTHESIZED_EXPRESSION
                        | kind::LITERAL_VALUE
                        | kind::FUNC_LITERAL
                )
            })
    })
}
