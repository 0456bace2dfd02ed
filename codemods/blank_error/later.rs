//! The error is kept, and looked at below what may not be skipped: where a person would write it there.
//!
//! ```text
//! out, _ := io.ReadAll(r)        out, readErr := io.ReadAll(r)
//! err = cmd.Wait()               err = cmd.Wait()
//! if err != nil {           →    if err != nil {
//!     return err                     return err
//! }                              }
//!                                if readErr != nil {
//!                                    return readErr
//!                                }
//! ```
//!
//! Only past a few plain statements that don't need the call's values: calls, assignments, checks of other errors.

use super::Site;
use super::exit::joined::{can_join, join};
use super::exit::{Exit, Then};
use super::function::results;
use super::hazard::{failing_way_out, fails, makes_standard_error, objection};
use super::variable::{Form, Variable, choose, named_after_callee};
use super::write::{self, Written, checks, name_blanks, set};
use crate::rewrite::{Import, statements};
use crate::semantics::Callee;
use crate::syntax::{Node, descendants, enclosing_function, field, is_function, kind, named_children, prune};
use crate::text::Edit;

const JOINED: &str = "Join the error to the one that is returned";

/// How many statements the check may stand below its call.
const FAR: usize = 6;

/// The edits, with the title of the exit that they make.
pub fn edits<'a>(site: &Site<'a, '_>, exit: &Exit) -> Option<Written> {
    let list = site.statement.parent().filter(|p| p.kind_id() == kind::STATEMENT_LIST)?;
    let can_name = site.is_pure() || site.statement.kind_id() == kind::SHORT_VAR_DECLARATION;
    if !can_name || !site.others.is_empty() || exit.bare.is_some() {
        return None;
    }
    let elements = site.context.elements(list);
    let behind = elements.partition_point(|n| n.start_byte() < site.statement.end_byte());
    if let Some(failing) = failing_way_out(site) {
        let end = elements.iter().position(|n| n.id() == failing.id())?;
        let above = &elements[behind..end];
        return if above.iter().any(|n| leaves(*n)) {
            None
        } else {
            in_return(site, exit, list, above, failing)
        };
    }
    for (i, next) in elements.iter().copied().enumerate().skip(behind).take(FAR + 1) {
        let above = &elements[behind..i];
        let returns = next.kind_id() == kind::RETURN_STATEMENT;
        let later = Site { later: Some(next), ..site.clone() };
        if returns && let Some(written) = in_return(site, exit, list, above, next) {
            return Some(written);
        }
        if i > behind && objection(&later, exit.then).is_none() {
            return above_statement(site, exit, list, above);
        }
        if returns || !may_come_between(site, next) {
            return None;
        }
    }
    None
}

/// Whether something in the statement leaves it for another place than what follows it.
fn leaves(statement: Node) -> bool {
    prune(statement, is_function).any(|n| {
        matches!(
            n.kind_id(),
            kind::RETURN_STATEMENT | kind::BREAK_STATEMENT | kind::CONTINUE_STATEMENT | kind::GOTO_STATEMENT
        )
    })
}

/// The check stands in front of `next`, below the statements `above` it.
fn above_statement<'a>(
    site: &Site<'a, '_>,
    exit: &Exit,
    list: Node<'a>,
    above: &[Node<'a>],
) -> Option<Written> {
    let variable = variable(site, list, above, None)?;
    let lines = checks(site, exit, &variable.name, false);
    let check = site.context.layout().insert_below(*above.last()?, &lines).ok()?;
    let title = format!("{}, further down", exit.title);
    written(site, exit.imports.clone(), title, variable, check)
}

/// The error is what the function returns at its end, beside another one or alone.
fn in_return<'a>(
    site: &Site<'a, '_>,
    exit: &Exit,
    list: Node<'a>,
    above: &[Node<'a>],
    way_out: Node<'a>,
) -> Option<Written> {
    if exit.then != Then::Leaves || !can_join(site) || site.template.is_some() {
        return None;
    }
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let results = results(site.types, function)?;
    let is_set = way_out.kind_id() == kind::ASSIGNMENT_STATEMENT;
    let values = match is_set {
        true => field(way_out, "right").map(named_children)?,
        false => named_children(way_out).into_iter().next().map(named_children)?,
    };
    let (value, others) = values.split_last()?;
    let is_last = results.last().is_some_and(|result| site.types.is_error(&result.type_));
    if !is_set && (values.len() != results.len() || !is_last) {
        return None;
    }
    let variable = variable(site, list, above, Some(way_out))?;
    let source = |node: Node<'a>| site.context.source(node);
    if value.kind_id() == kind::NIL && others.is_empty() && !above.is_empty() {
        let edit = Edit::replace(value.byte_range(), variable.name.clone());
        return written(site, Vec::new(), "Return the error at the end".into(), variable, vec![edit]);
    }
    // Joined with nil, too, an error isn't what it was. One that is made here is nobody's to compare; what another call returns may
    // be.
    if value.kind_id() == kind::CALL_EXPRESSION && is_made_here(site, *value) {
        let (joined, import) = join(site, source(*value), &variable.name)?;
        // One that is there already takes another error: of a later call, as those are mended first.
        let arguments = field(*value, "arguments").map(named_children).unwrap_or_default();
        let last = arguments.iter().rfind(|n| n.kind_id() != kind::IDENTIFIER).copied();
        let edit = match (joined.split_once('('), last) {
            (Some((name, _)), Some(last)) if source(*value).starts_with(&format!("{name}(")) => {
                Edit::insert(last.end_byte(), format!(", {}", variable.name))
            }
            _ => Edit::replace(value.byte_range(), joined),
        };
        return written(site, import.into_iter().collect(), JOINED.into(), variable, vec![edit]);
    }
    if fails(site, way_out) && !descendants(way_out).any(|n| n.kind_id() == kind::CALL_EXPRESSION) {
        let mut all: Vec<&str> = others.iter().map(|node| source(*node)).collect();
        let (joined, import) = join(site, source(*value), &variable.name)?;
        all.push(&joined);
        let line = format!("return {}", all.join(", "));
        if line.contains('\n') {
            return None;
        }
        if above.is_empty() && site.is_pure() {
            let exit = Exit::returning(JOINED, line.replace(&variable.name, "{err}"));
            return write::edits(site, &exit.importing(import)).ok();
        }
        let lines = [format!("if {} != nil {{", variable.name), format!("\t{line}"), "}".to_string()];
        let check = site.context.layout().insert_below_comments(way_out, &lines).ok()?;
        return written(site, import.into_iter().collect(), JOINED.into(), variable, check);
    }
    None
}

/// Whether the value is an error that is made on the spot, by the standard library or by packages that are used in its place: `Cause`
/// of these gives one that there was.
fn is_made_here(site: &Site, value: Node) -> bool {
    const PACKAGES: &[&str] =
        &["github.com/cockroachdb/errors", "github.com/pkg/errors", "golang.org/x/xerrors"];
    const MAKERS: &[&str] = &["Errorf", "New", "With", "Wrap"];
    let Callee::Function { package, name } = site.types.callee(value) else { return false };
    makes_standard_error(&package, &name)
        || PACKAGES.contains(&&*package) && MAKERS.iter().any(|maker| name.starts_with(maker))
}

fn written<'a>(
    site: &Site<'a, '_>,
    imports: Vec<Import>,
    title: String,
    variable: Variable,
    mut edits: Vec<Edit>,
) -> Option<Written> {
    let operator = if variable.reused && site.is_pure() { "=" } else { ":=" };
    match site.is_pure() {
        true => edits.extend(set(site, &variable.name, operator).ok()?),
        false => edits.extend(name_blanks(site, variable.name.clone())),
    }
    edits.extend(variable.edits);
    Some(Written { edits, title, imports, declares: true })
}

/// The variable that keeps the error: `err` where nothing on the way says it.
fn variable<'a>(
    site: &Site<'a, '_>,
    list: Node<'a>,
    above: &[Node<'a>],
    way_out: Option<Node<'a>>,
) -> Option<Variable> {
    let says_err = |node: &Node<'a>| descendants(*node).any(|n| site.context.source(n) == "err");
    let named = || named_after_callee(site, site.statement, Some(list));
    if above.iter().chain(&way_out).any(says_err) {
        return Some(named());
    }
    let variable = choose(site, site.statement, list, Form::Define, None).ok()?;
    // Another `err` that is hidden for the rest of the block makes readers wonder.
    let hides = site.context.scopes(site.statement).meaning_at("err", site.statement.start_byte()).is_some();
    Some(if hides && !variable.reused { named() } else { variable })
}

/// Whether the check may stand below `statement`: it runs to its end or leaves with another error, and doesn't need what the call
/// returned.
fn may_come_between<'a>(site: &Site<'a, '_>, statement: Node<'a>) -> bool {
    let context = site.context;
    let is_value = |node: Node<'a>| {
        let source = context.source(node);
        source != "_" && site.left.iter().any(|value| context.source(*value) == source)
    };
    let uses_value = |node: Node<'a>| descendants(node).any(is_value);
    match statement.kind_id() {
        kind::EXPRESSION_STATEMENT => {
            let call = named_children(statement).into_iter().next();
            !uses_value(statement)
                && call.is_some_and(|call| {
                    call.kind_id() != kind::CALL_EXPRESSION || !context.never_returns(call)
                })
        }
        kind::ASSIGNMENT_STATEMENT
        | kind::SHORT_VAR_DECLARATION
        | kind::SEND_STATEMENT
        | kind::DEFER_STATEMENT
        | kind::INC_STATEMENT
        | kind::DEC_STATEMENT => !uses_value(statement),
        kind::IF_STATEMENT => {
            let header = [field(statement, "initializer"), field(statement, "condition")];
            is_check_that_leaves(site, statement) && !header.into_iter().flatten().any(uses_value)
        }
        _ => false,
    }
}

/// `if err != nil { … return err }` without an `else`.
fn is_check_that_leaves<'a>(site: &Site<'a, '_>, statement: Node<'a>) -> bool {
    let context = site.context;
    let Some(mut condition) = field(statement, "condition") else { return false };
    let operator = |n: Node<'a>| field(n, "operator").map_or("", |o| context.source(o));
    while operator(condition) == "&&"
        && let Some(first) = field(condition, "left")
    {
        condition = first;
    }
    let compares = condition.kind_id() == kind::BINARY_EXPRESSION
        && operator(condition) == "!="
        && field(condition, "right").is_some_and(|r| r.kind_id() == kind::NIL)
        && field(condition, "left")
            .and_then(|l| site.types.type_of(l))
            .is_some_and(|t| site.types.implements_error(&t) == Some(true));
    let last = field(statement, "consequence").and_then(|block| statements(block).last().copied());
    compares && field(statement, "alternative").is_none() && last.is_some_and(|last| fails(site, last))
}
