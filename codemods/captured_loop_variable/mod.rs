//! `captured-loop-variable`: what runs later reads the one variable that all iterations share.
//!
//! [`later`] says which function literals and addresses are used later, [`keeping`] which functions keep them, [`variable`] what happens to the variable, [`types`]
//! how its type is written, [`settle`] has captures that stand together mended alike, [`mend`] makes the edits. Here the
//! captures are found and reported.

mod awaited;
mod keeping;
mod later;
mod mend;
mod settle;
mod types;
mod variable;

use crate::codemod::{Codemod, Context, Finding, Reason, Remedy, Safety};
use crate::project::{Origin, Version};
use crate::semantics::flow;
use crate::semantics::scopes::{Access, Imports, LocalId, LocalKind, Scopes, Use};
use crate::syntax::{Node, ancestors, enclosing_function, field, kind, named_children, prune};
use later::{Kept, When};
use mend::Site;

pub static CODEMOD: Codemod = Codemod {
    name: "captured-loop-variable",
    doc: include_str!("README.md"),
    summary: "a closure that runs later reads the loop's one shared variable, so each sees the last value",
    tiers: &[Safety::Safe],
    default: true,
    may_match,
    may_hold: |_, _, _| true,
    applies: |language| language.version.is_none_or(|version| version < OWN_VARIABLES),
    find,
};

/// Go 1.22 gave each iteration variables of its own (Go spec, "For statements").
const OWN_VARIABLES: Version = Version::new(1, 22);

/// A loop, and a function literal besides the function itself or an address or a call that is put off.
fn may_match(text: &[u8]) -> bool {
    let has = |word: &str| memchr::memmem::find(text, word.as_bytes()).is_some();
    let second_func = || memchr::memmem::find_iter(text, b"func").nth(1).is_some();
    has("for") && (has("&") || has("go") || has("defer") || second_func())
}

/// A declaration, and what its names mean.
#[derive(Clone, Copy)]
struct Code<'c, 't> {
    context: &'c Context<'t>,
    scopes: &'c Scopes<'t>,
    imports: &'c Imports<'t>,
}

/// A loop variable that something uses later.
struct Capture<'t> {
    variable: LocalId,
    loop_node: Node<'t>,
    first_use: Node<'t>,
    /// The literal that runs later, or the address that is used later.
    value: Node<'t>,
    /// `value`, or a literal around it of which it isn't known when it runs: the variable has to be copied outside of it.
    outermost: Node<'t>,
    when: When<'t>,
    verdict: Result<Site<'t>, Reason>,
}

fn find(context: &Context, findings: &mut Vec<Finding>) {
    let imports = context.imports();
    for decl in named_children(context.tree.root()) {
        if !matches!(
            decl.kind_id(),
            kind::FUNCTION_DECLARATION | kind::METHOD_DECLARATION | kind::VAR_DECLARATION
        ) {
            continue;
        }
        let scopes = context.scopes(decl);
        let code = Code { context, scopes: &scopes, imports };
        let mut captures = captures(code);
        captures.sort_by_key(|capture| capture.first_use.start_byte());
        settle::settle(code, &mut captures);
        findings.extend(captures.iter().map(|capture| report(code, capture, &captures)));
    }
}

/// All captures of loop variables in one declaration, one for each variable and value.
fn captures<'t>(code: Code<'_, 't>) -> Vec<Capture<'t>> {
    let mut found: Vec<Capture> = Vec::new();
    for (variable, local) in code.scopes.locals() {
        let Some(loop_node) = local.loop_node else { continue };
        if !variable::changes(code, variable) {
            continue;
        }
        for used in code.scopes.uses(variable) {
            // The field of a struct.
            if used.maybe_field_key && !types::is_variable(code.context, used) {
                continue;
            }
            let by_literal = captured_by_literal(code, loop_node, variable, used);
            let capture = by_literal.or_else(|| captured_by_address(code, loop_node, variable, used));
            let Some(capture) = capture else { continue };
            let known =
                |other: &Capture| other.variable == variable && other.value.id() == capture.value.id();
            if !found.iter().any(known) {
                found.push(capture);
            }
        }
    }
    found
}

fn captured_by_literal<'t>(
    code: Code<'_, 't>,
    loop_node: Node<'t>,
    variable: LocalId,
    used: &Use<'t>,
) -> Option<Capture<'t>> {
    let (literal, when, outermost) = later::runs_later(code, loop_node, used)?;
    let counted = code.scopes.local(variable).kind != LocalKind::RangeVar;
    let right = when == When::Replaced && !counted && is_made_each_time(code, loop_node, outermost);
    if right || leaves_the_loop(code, loop_node, outermost) {
        return None;
    }
    let verdict = match when {
        When::Replaced if counted => Err(Reason::new(
            "last-value",
            "only the closure of the last iteration is kept: it may be meant to see the last value",
        )),
        When::Go { call } | When::Defer { call } if literal.id() == outermost.id() => {
            let exact = statements_in(code, loop_node, literal)
                .and_then(|all| variable::copy_is_exact(code, variable, loop_node, all[0], literal));
            exact.and_then(|()| match mend::takes_parameter(code, variable, call, literal) {
                true => Ok(Site::Parameter { call }),
                false => copied(code, variable, loop_node, literal, literal),
            })
        }
        _ => copied(code, variable, loop_node, literal, outermost),
    };
    let runs_beside = matches!(when, When::Go { .. });
    let verdict = match awaited::awaited(code, loop_node, literal).filter(|_| runs_beside) {
        Some(reason) => Err(reason),
        None => verdict,
    };
    Some(Capture { variable, loop_node, first_use: used.node, value: literal, outermost, when, verdict })
}

/// `&v` that is kept, and `defer v.Close()` where that takes the address of `v`.
fn captured_by_address<'t>(
    code: Code<'_, 't>,
    loop_node: Node<'t>,
    variable: LocalId,
    used: &Use<'t>,
) -> Option<Capture<'t>> {
    let literals = code.scopes.captured_by(used);
    if literals.iter().any(|literal| later::when(code, loop_node, *literal) != When::Now) {
        return None;
    }
    let mut path = ancestors(code.context.tree.root(), used.operand);
    let mut around = path.find(|node| node.kind_id() != kind::PARENTHESIZED_EXPRESSION)?;
    let is_called = around.kind_id() == kind::CALL_EXPRESSION
        && field(around, "function").is_some_and(|function| function.id() == used.operand.id());
    let when = match used.access {
        Access::AddressTaken => later::when(code, loop_node, around),
        Access::PartAddressTaken if types::is_part(code.context, used)? => {
            later::when(code, loop_node, around)
        }
        Access::Sliced if types::slices_variable(code.context, used)? => later::when(code, loop_node, around),
        Access::Selected if is_called && types::calls_pointer_method(code.context, used)? => {
            match path.next()?.kind_id() {
                kind::GO_STATEMENT => When::Go { call: around },
                // In a literal that is called at once it runs at the end of that.
                kind::DEFER_STATEMENT if literals.is_empty() => When::Defer { call: around },
                _ => return None,
            }
        }
        // A method value holds the address.
        Access::Selected if !is_called && types::calls_pointer_method(code.context, used)? => {
            around = used.operand;
            later::when(code, loop_node, around)
        }
        _ => return None,
    };
    let put_off = match when {
        When::Kept { how: Kept::DeferArgument } => literals.is_empty(),
        When::Kept { .. } | When::Go { .. } | When::Defer { .. } => true,
        When::Replaced => !is_made_each_time(code, loop_node, around),
        _ => false,
    };
    if !put_off || leaves_the_loop(code, loop_node, around) {
        return None;
    }
    let verdict = copied(code, variable, loop_node, around, around);
    Some(Capture {
        variable,
        loop_node,
        first_use: used.node,
        value: around,
        outermost: around,
        when,
        verdict,
    })
}

/// Whether the loop ends in the iteration in which `value` came to be, so that its variables never change again.
fn leaves_the_loop<'t>(code: Code<'_, 't>, loop_node: Node<'t>, value: Node<'t>) -> bool {
    let root = code.context.tree.root();
    let function = enclosing_function(root, loop_node).map(|f| f.id());
    let mut statement = statement_around(code, value);
    // From a literal that is called at once to the statement that calls it.
    while let Some(inner) = statement {
        match enclosing_function(root, inner) {
            Some(literal) if Some(literal.id()) != function => statement = statement_around(code, literal),
            _ => {
                let never_returns = |call| code.context.never_returns(call);
                return flow::always_leaves_after(code.context.tree, inner, loop_node, &never_returns);
            }
        }
    }
    false
}

/// Whether every iteration that begins makes `value`. When the loop is over, a range clause leaves its variables at the values
/// of the last iteration: those of the closure or address that remains when each iteration replaces it, and else not.
fn is_made_each_time<'t>(code: Code<'_, 't>, loop_node: Node<'t>, value: Node<'t>) -> bool {
    let Some(statement) = statement_around(code, value) else { return false };
    let body = field(loop_node, "body").map(|body| body.id());
    if statement.parent().and_then(|list| list.parent()).map(|block| block.id()) != body {
        return false;
    }
    let leaves = |node: Node| {
        matches!(
            node.kind_id(),
            kind::BREAK_STATEMENT | kind::CONTINUE_STATEMENT | kind::GOTO_STATEMENT | kind::RETURN_STATEMENT
        )
    };
    let before = statement.parent().map(named_children).unwrap_or_default();
    let mut before = before.into_iter().take_while(|other| other.id() != statement.id());
    !before.any(|other| prune(other, |n| n.kind_id() == kind::FUNC_LITERAL).any(leaves))
}

/// A copy of the variable for what is used of it in `value`, above the innermost statement around `outermost` where that is
/// right.
fn copied<'t>(
    code: Code<'_, 't>,
    variable: LocalId,
    loop_node: Node<'t>,
    value: Node<'t>,
    outermost: Node<'t>,
) -> Result<Site<'t>, Reason> {
    let statements = statements_in(code, loop_node, outermost)?;
    let mut tried = statements.iter().map(|statement| {
        can_be_copied(code, variable, loop_node, value, *statement)
            .map(|()| Site::Copy { statement: *statement })
    });
    let innermost = tried.next().unwrap_or_else(|| Err(in_header()));
    innermost.or_else(|reason| tried.find_map(Result::ok).ok_or(reason))
}

/// Whether a copy above `statement` is right for what is used of the variable in `value`.
fn can_be_copied<'t>(
    code: Code<'_, 't>,
    variable: LocalId,
    loop_node: Node<'t>,
    value: Node<'t>,
    statement: Node<'t>,
) -> Result<(), Reason> {
    match value.kind_id() {
        kind::FUNC_LITERAL => variable::copy_is_exact(code, variable, loop_node, statement, value)?,
        _ => variable::copy_replaces(code, variable, loop_node, statement)?,
    }
    mend::can_copy(code, variable, statement)
}

/// The statements of lists around `node` in the body of the loop, innermost first, labeled ones with their labels; at least
/// one.
fn statements_in<'t>(
    code: Code<'_, 't>,
    loop_node: Node<'t>,
    node: Node<'t>,
) -> Result<Vec<Node<'t>>, Reason> {
    let body = field(loop_node, "body").map_or(0..0, |body| body.byte_range());
    let outward =
        std::iter::successors(statement_around(code, node), |inner| statement_around(code, inner.parent()?));
    let inside: Vec<Node> = outward.take_while(|statement| body.contains(&statement.start_byte())).collect();
    if inside.is_empty() { Err(in_header()) } else { Ok(inside) }
}

fn in_header() -> Reason {
    Reason::new("loop-header", "this stands in the header of the loop")
}

fn statement_around<'t>(code: Code<'_, 't>, node: Node<'t>) -> Option<Node<'t>> {
    let mut child = node;
    for ancestor in ancestors(code.context.tree.root(), node) {
        if ancestor.kind_id() == kind::STATEMENT_LIST {
            return Some(child);
        }
        child = ancestor;
    }
    None
}

fn report<'t>(code: Code<'_, 't>, capture: &Capture<'t>, all: &[Capture<'t>]) -> Finding {
    let remedy = match &capture.verdict {
        Err(reason) => Remedy::Refused(reason.clone()),
        Ok(_) if is_unreadable(&code.context.language.origin) => Remedy::Refused(Reason::new(
            "unknown-version",
            "go.mod can't be read, so it isn't known whether the loops of this file share their variables",
        )),
        Ok(site) => {
            let mut variables: Vec<LocalId> = all
                .iter()
                .filter(|other| other.verdict.as_ref().is_ok_and(|s| s == site))
                .map(|other| other.variable)
                .collect();
            // In the order of their declaration: `i, v := i, v`.
            variables.sort_by_key(|id| code.scopes.local(*id).declared.start_byte());
            variables.dedup();
            mend::mend(code, *site, &variables).map_or_else(Remedy::Refused, Remedy::Fix)
        }
    };
    Finding { range: capture.first_use.byte_range(), message: message(code, capture), remedy }
}

/// Whether a go.mod file is there and can't be read: then nothing says that the loops of this file are old.
fn is_unreadable(origin: &Origin) -> bool {
    matches!(origin, Origin::Malformed { .. })
}

fn message(code: Code, capture: &Capture) -> String {
    let name = code.scopes.local(capture.variable).name;
    let what = match (capture.value.kind_id(), capture.when) {
        (kind::FUNC_LITERAL, When::Go { .. } | When::Kept { how: Kept::GoArgument }) => {
            format!("the closure runs in a goroutine and reads {name}")
        }
        (kind::FUNC_LITERAL, When::Defer { .. } | When::Kept { how: Kept::DeferArgument }) => {
            format!("the deferred closure runs when the function returns and reads {name}")
        }
        (kind::FUNC_LITERAL, When::After { .. }) => {
            format!("the parallel subtest goes on when the loop is over and reads {name}")
        }
        (kind::FUNC_LITERAL, _) => format!("the closure outlives the iteration and reads {name}"),
        (_, When::Go { .. }) => format!("the goroutine works on the address of {name}"),
        (_, When::Defer { .. }) => {
            format!("the deferred call works on the address of {name} when the function returns")
        }
        _ => format!("the address outlives the iteration, and it is that of {name}"),
    };
    let language = &code.context.language;
    // Where a file lies on this machine is nothing to repeat in each message.
    let origin = match &language.origin {
        Origin::GoLine { line, .. } => format!("go.mod line {line}"),
        Origin::NoGoLine { .. } => "go.mod, which has no go line".to_string(),
        Origin::Malformed { .. } => "go.mod, which can't be read".to_string(),
        Origin::VendorList { .. } => "vendor/modules.txt".to_string(),
        Origin::Config { .. } => "gomend.toml".to_string(),
        Origin::BuildLine { .. } | Origin::Flag | Origin::NoModule => language.origin.to_string(),
    };
    let version = match language.version {
        Some(version) => format!("Go {version} by {origin}"),
        None => format!("the version of Go isn't known: {origin}"),
    };
    format!("{what}, which all iterations share ({version})")
}
