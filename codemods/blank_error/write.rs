//! The edits: a name for the error and a check below.

use super::exit::{Check, Exit};
use super::header::out_of_header;
use super::variable::{Form, Variable, choose, named_after_callee, named_again};
use super::{Site, layout};
use crate::codemod::Reason;
use crate::rewrite::Import;
use crate::syntax::{Node, ancestors, descendants, field, kind};
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
    let mut imports = exit.imports.clone();
    let (edits, declares) = match place(site)? {
        Place::List(list) => in_list(site, exit, list, &mut imports)?,
        Place::Header { statement, list } => (out_of_header(site, exit, statement, list)?, true),
    };
    Ok(Written { edits, title: exit.title.to_string(), imports, declares })
}

enum Place<'a> {
    /// An element of this statement list.
    List(Node<'a>),
    /// The init statement of `statement`, an `if`, `switch` or `for` that is an element of `list`.
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
        kind::FOR_CLAUSE if field(parent, "initializer").is_some_and(|i| i.id() == statement.id()) => {
            let loop_ = parent.parent().ok_or_else(header)?;
            let list = loop_.parent().filter(|p| p.kind_id() == kind::STATEMENT_LIST).ok_or_else(header)?;
            Ok(Place::Header { statement: loop_, list })
        }
        kind::LABELED_STATEMENT => Err(Reason::new("label", "a label stands before the statement")),
        _ => Err(header()),
    }
}

fn in_list<'a>(
    site: &Site<'a, '_>,
    exit: &Exit,
    list: Node<'a>,
    imports: &mut Vec<Import>,
) -> Result<(Vec<Edit>, bool), Reason> {
    let all_blank = site.left.iter().all(|node| site.context.source(*node) == "_");
    if let Check::Call(before, behind) = &exit.check
        && site.left.len() == 1
        && all_blank
        && site.statement.kind_id() == kind::ASSIGNMENT_STATEMENT
        // gofmt writes operators closer together where a call has more arguments than one.
        && !descendants(site.value).any(|n| n.kind_id() == kind::BINARY_EXPRESSION)
    {
        return Ok((handed_over(site, before, behind), false));
    }
    match site.statement.kind_id() {
        kind::SHORT_VAR_DECLARATION => named(site, exit, list),
        kind::VAR_SPEC => Ok((declared(site, exit, list)?, true)),
        _ if all_blank
            && site.others.is_empty()
            && fits_a_header(site)
            && matches!(exit.check, Check::If(_)) =>
        {
            discarded(site, exit, list)
        }
        _ if all_blank => Ok((discarded_over_lines(site, exit, list)?, true)),
        _ if site.others.is_empty() => Ok((assigned(site, exit, list, imports)?, true)),
        _ => Err(Reason::new("several-errors", "several errors are thrown away beside what is assigned")),
    }
}

/// ```text
/// _ = f()    →    require.NoError(t, f())
/// ```
fn handed_over(site: &Site, before: &str, behind: &str) -> Vec<Edit> {
    let start = site.statement.start_byte()..site.value.start_byte();
    vec![Edit::replace(start, before), Edit::insert(site.value.end_byte(), behind)]
}

/// ```text
/// x, _ := f()    →    x, err := f()
///                     if err != nil {
///                         return err
///                     }
/// ```
fn named<'a>(site: &Site<'a, '_>, exit: &Exit, list: Node<'a>) -> Result<(Vec<Edit>, bool), Reason> {
    let variable = chosen(site, exit, list, Form::Define)?;
    // Two that both declare `err` beside another variable go together: the second then assigns.
    let declares = !variable.edits.is_empty() || variable.name != "err";
    let mut edits = check_below(site, exit, &variable, site.statement)?;
    edits.extend(name_blanks(site, variable.name));
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
    let variable = choose(site, statement, list, Form::Define, None)?;
    // `var` declares all of its names anew, so one of this block can't stand among them.
    let variable = match variable.reused {
        true => {
            let name = site.context.scopes(site.statement).fresh_name("err");
            Variable { name, reused: false, edits: Vec::new() }
        }
        false => variable,
    };
    let mut edits = check_below(site, exit, &variable, statement)?;
    edits.extend(name_blanks(site, variable.name));
    edits.extend(variable.edits);
    Ok(edits)
}

/// ```text
/// _ = f()    →    if err := f(); err != nil {
///                     return err
///                 }
/// ```
///
/// Where the function's style is to set its results, `if err = f(); err != nil {` and a bare return.
fn discarded<'a>(site: &Site<'a, '_>, exit: &Exit, list: Node<'a>) -> Result<(Vec<Edit>, bool), Reason> {
    let result = match &exit.bare {
        Some(bare) => choose(site, site.statement, list, Form::Assign, Some(bare))
            .ok()
            .filter(|variable| variable.reused && variable.name == *bare),
        None => None,
    };
    let (name, operator) = match result {
        Some(variable) => (variable.name, "="),
        // The call's own use of an `err` is evaluated before the new one is declared.
        None if needs_outer(site, exit) => (named_after_callee(site, site.statement, None).name, ":="),
        None => ("err".to_string(), ":="),
    };
    let mut edits = vec![
        Edit::insert(site.statement.start_byte(), "if "),
        Edit::insert(site.value.end_byte(), format!("; {} {{", exit.condition(&name))),
    ];
    edits.extend(set(site, &name, operator)?);
    // Without the line that the statement becomes.
    let lines = check(exit, &name, operator == "=").split_off(1);
    let below = site.context.layout().insert_below(site.statement, &lines);
    edits.extend(below.map_err(|_| layout())?);
    Ok((edits, operator == "="))
}

/// `_ =` becomes `err :=`, or whatever the operator is to be.
pub fn set(site: &Site, name: &str, operator: &str) -> Result<Vec<Edit>, Reason> {
    let mut edits = name_blanks(site, name.to_string());
    let there = field(site.statement, "operator").ok_or_else(layout)?;
    if site.context.source(there) != operator {
        edits.push(Edit::replace(there.byte_range(), operator));
    }
    Ok(edits)
}

/// The blanks that are errors get their names.
pub fn name_blanks(site: &Site, name: String) -> Vec<Edit> {
    let others = site.others.iter().map(|(other, name)| Edit::replace(other.byte_range(), name.as_str()));
    std::iter::once(Edit::replace(site.blank.byte_range(), name)).chain(others).collect()
}

/// Whether what the check's body says may mean an outer variable called `err`.
fn needs_outer(site: &Site, exit: &Exit) -> bool {
    let scopes = site.context.scopes(site.statement);
    if scopes.meaning_at("err", site.statement.start_byte()).is_none() && !scopes.is_free_name("err") {
        return false;
    }
    let words = |line: &String| {
        line.replace("{err}", "").split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "err")
    };
    matches!(&exit.check, Check::If(statements) if statements.iter().any(words))
}

/// The variable for the site's statement: not one that hides an `err` which the check is about.
fn chosen<'a>(site: &Site<'a, '_>, exit: &Exit, list: Node<'a>, form: Form) -> Result<Variable, Reason> {
    match needs_outer(site, exit) {
        true => Ok(named_again(site, site.statement, list, form)),
        false => choose(site, site.statement, list, form, exit.bare.as_deref()),
    }
}

/// A call over several lines reads better with the check below it.
fn discarded_over_lines<'a>(site: &Site<'a, '_>, exit: &Exit, list: Node<'a>) -> Result<Vec<Edit>, Reason> {
    // A second error needs a variable of its own, and `:=` with it.
    let form = if site.others.is_empty() { Form::Assign } else { Form::Define };
    let variable = chosen(site, exit, list, form)?;
    let operator = if variable.reused && form == Form::Assign { "=" } else { ":=" };
    let mut edits = check_below(site, exit, &variable, site.statement)?;
    edits.extend(set(site, &variable.name, operator)?);
    edits.extend(variable.edits);
    Ok(edits)
}

/// ```text
/// x, _ = f()    →    x, err = f()        (with `var err error` above when there is none)
///                    if err != nil {
///                        return err
///                    }
/// ```
fn assigned<'a>(
    site: &Site<'a, '_>,
    exit: &Exit,
    list: Node<'a>,
    imports: &mut Vec<Import>,
) -> Result<Vec<Edit>, Reason> {
    let variable = chosen(site, exit, list, Form::Assign)?;
    let mut edits = Vec::new();
    if !variable.reused {
        let Some(written) = site.types.source_of(&site.error, site.statement.start_byte()) else {
            return Err(Reason::new("shadowed-error", "the type of the error can't be written here"));
        };
        imports.extend(written.imports.into_iter().map(|i| Import { path: i.path, name: None }));
        let line = format!("var {} {}", variable.name, written.text);
        edits.extend(site.context.layout().insert_above(site.statement, &[line]).map_err(|_| layout())?);
    }
    edits.extend(check_below(site, exit, &variable, site.statement)?);
    edits.push(Edit::replace(site.blank.byte_range(), variable.name));
    edits.extend(variable.edits);
    Ok(edits)
}

/// The left side with the errors' blanks named.
pub fn left_with(site: &Site, name: &str) -> String {
    let targets = site.left.iter().map(|node| match site.others.iter().find(|o| o.0.id() == node.id()) {
        Some((_, other)) => other.as_str(),
        None if node.id() == site.blank.id() => name,
        None => site.context.source(*node),
    });
    targets.collect::<Vec<_>>().join(", ")
}

/// The lines that look at the errors, the first of which is in `name`.
pub fn checks(site: &Site, exit: &Exit, name: &str, reused: bool) -> Vec<String> {
    let others = site.others.iter().flat_map(|(_, other)| check(exit, other, false));
    check(exit, name, reused).into_iter().chain(others).collect()
}

/// The lines that look at the error in `name`. With `reused` that is a variable that was there before.
pub fn check(exit: &Exit, name: &str, reused: bool) -> Vec<String> {
    let statements = match &exit.check {
        Check::Call(before, behind) => return vec![format!("{before}{name}{behind}")],
        Check::If(_) if reused && exit.bare.as_deref() == Some(name) => vec!["return".to_string()],
        Check::If(statements) => statements.iter().map(|line| line.replace("{err}", name)).collect(),
    };
    let head = [format!("if {} {{", exit.condition(name))];
    let body = statements.into_iter().map(|line| format!("\t{line}"));
    head.into_iter().chain(body).chain(["}".to_string()]).collect()
}

fn check_below<'a>(
    site: &Site<'a, '_>,
    exit: &Exit,
    variable: &Variable,
    statement: Node<'a>,
) -> Result<Vec<Edit>, Reason> {
    let lines = checks(site, exit, &variable.name, variable.reused);
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
