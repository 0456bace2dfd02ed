//! `captured-loop-variable`: a closure that runs later reads the one variable that all iterations share.
//!
//! [`later`] says which function literals run later, [`variable`] what happens to the variable, [`types`] how its type is
//! written. Here the captures are found, and mended together where they share a statement.

mod later;
mod types;
mod variable;

use crate::codemod::{Codemod, Context, Finding, Fix, Reason, Remedy, Safety};
use crate::project::Version;
use crate::semantics::flow;
use crate::semantics::scopes::{Imports, LocalId, LocalKind, Scopes, Use};
use crate::syntax::{
    Node, Parameters, ancestors, enclosing_function, field, kind, named_children, parameters,
};
use crate::text::Edit;
use later::{Asking, Kept, When};

pub static CODEMOD: Codemod = Codemod {
    name: "captured-loop-variable",
    doc: include_str!("README.md"),
    summary: "a closure that runs later reads the loop's one shared variable, so each sees the last value",
    tiers: &[Safety::Safe],
    default: true,
    may_match,
    find,
};

/// Go 1.22 gave each iteration variables of its own (Go spec, "For statements").
const OWN_VARIABLES: Version = Version::new(1, 22);

/// A loop and a literal besides the function itself.
fn may_match(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"for").is_some() && memchr::memmem::find_iter(text, b"func").nth(1).is_some()
}

/// A loop variable that a literal reads later.
struct Capture<'t> {
    variable: LocalId,
    first_use: Node<'t>,
    /// The literal that runs later.
    literal: Node<'t>,
    when: When<'t>,
    verdict: Result<Site<'t>, Reason>,
}

/// Where a capture is mended. Captures of one site are mended together.
#[derive(Clone, Copy, PartialEq)]
enum Site<'t> {
    /// The variable becomes a parameter of the literal, which this call calls.
    Parameter { call: Node<'t> },
    /// The variable is copied above this statement.
    Copy { statement: Node<'t> },
}

fn find(context: &Context, findings: &mut Vec<Finding>) {
    if context.language.version.is_some_and(|version| version >= OWN_VARIABLES) {
        return;
    }
    let imports = Imports::of(context.tree);
    for decl in named_children(context.tree.root()) {
        if !matches!(
            decl.kind_id(),
            kind::FUNCTION_DECLARATION | kind::METHOD_DECLARATION | kind::VAR_DECLARATION
        ) {
            continue;
        }
        let scopes = context.scopes(decl);
        let mut captures = captures(context, &scopes, &imports);
        captures.sort_by_key(|capture| capture.first_use.start_byte());
        share_copies(&mut captures);
        findings.extend(captures.iter().map(|capture| report(context, &scopes, capture, &captures)));
    }
}

/// All captures of loop variables in one declaration, one for each variable and literal.
fn captures<'t>(context: &Context<'t>, scopes: &Scopes<'t>, imports: &Imports<'t>) -> Vec<Capture<'t>> {
    let mut found: Vec<Capture> = Vec::new();
    for (variable, local) in scopes.locals() {
        let Some(loop_node) = local.loop_node else { continue };
        if !variable::changes(context, scopes, variable) {
            continue;
        }
        let asking = Asking { context, scopes, imports, loop_node };
        for used in scopes.uses(variable).filter(|used| scopes.is_captured(used)) {
            let Some((literal, when, outermost)) = runs_later(&asking, used) else { continue };
            if found.iter().any(|c| c.variable == variable && c.literal.id() == literal.id()) {
                continue;
            }
            if leaves_the_loop(context, loop_node, outermost) {
                continue;
            }
            let verdict = site(context, scopes, variable, loop_node, literal, when, outermost);
            found.push(Capture { variable, first_use: used.node, literal, when, verdict });
        }
    }
    found
}

/// The outermost literal around `used` that runs later, when it does, and the outermost one of which it isn't known that it
/// runs at once: the loop variable has to be copied outside of that.
fn runs_later<'t>(asking: &Asking<'_, 't>, used: &Use<'t>) -> Option<(Node<'t>, When<'t>, Node<'t>)> {
    let mut outermost = None;
    // Whether the literals passed so far are called where they stand.
    let mut own = true;
    for literal in asking.scopes.captured_by(used).into_iter().rev() {
        let when = asking.when(literal);
        let later = match when {
            When::Go { .. } | When::Kept { .. } | When::Replaced => true,
            // A deferred call runs at the end of the function it stands in: for a literal within the iteration
            // that is within the iteration too.
            When::Defer { .. } => own,
            When::After { parallel } => used.node.start_byte() >= parallel,
            When::Now | When::Unknown => false,
        };
        let deferred_inside =
            !own && matches!(when, When::Defer { .. } | When::Kept { how: Kept::DeferArgument });
        if later && !deferred_inside {
            return Some((literal, when, outermost.unwrap_or(literal)));
        }
        if when != When::Now {
            outermost = outermost.or(Some(literal));
        }
        own = false;
    }
    None
}

/// Whether the loop ends in the iteration in which `literal` came to be, so that its variables never change again.
fn leaves_the_loop<'t>(context: &Context<'t>, loop_node: Node<'t>, literal: Node<'t>) -> bool {
    let function = enclosing_function(context.tree.root(), loop_node).map(|f| f.id());
    let mut statement = statement_around(context, literal);
    // From a literal that is called at once to the statement that calls it.
    while let Some(inner) = statement {
        match enclosing_function(context.tree.root(), inner) {
            Some(literal) if Some(literal.id()) != function => statement = statement_around(context, literal),
            _ => {
                return flow::always_leaves_after(context.tree, inner, loop_node, &|call| {
                    context.never_returns(call)
                });
            }
        }
    }
    false
}

/// Where the capture can be mended, or why a person must decide.
fn site<'t>(
    context: &Context<'t>,
    scopes: &Scopes<'t>,
    variable: LocalId,
    loop_node: Node<'t>,
    literal: Node<'t>,
    when: When<'t>,
    outermost: Node<'t>,
) -> Result<Site<'t>, Reason> {
    let name = scopes.local(variable).name;
    if when == When::Replaced {
        let because = "only the closure of the last iteration is kept: it may be meant to see the last value";
        return Err(Reason::new("last-value", because));
    }
    let body = field(loop_node, "body").map_or(0..0, |body| body.byte_range());
    let statement = statement_around(context, outermost)
        .filter(|statement| body.contains(&statement.start_byte()))
        .ok_or_else(|| Reason::new("loop-header", "the closure stands in the header of the loop"))?;
    variable::copy_is_exact(context, scopes, variable, loop_node, statement, literal)?;
    if let When::Go { call } | When::Defer { call } = when
        && literal.id() == outermost.id()
        && takes_parameter(scopes, name, call, literal)
        && types::written(context, scopes, variable, literal).is_some()
    {
        return Ok(Site::Parameter { call });
    }
    can_copy(context, scopes, variable, statement)?;
    Ok(Site::Copy { statement })
}

/// Whether the literal can have one more parameter `name`, and `call` one more argument.
fn takes_parameter(scopes: &Scopes, name: &str, call: Node, literal: Node) -> bool {
    let Some(list) = field(literal, "parameters") else { return false };
    let Some(arguments) = field(call, "arguments").map(named_children) else { return false };
    let groups = parameters(list);
    let named = groups.iter().all(|group| !group.names.is_empty());
    let fixed: usize = groups.iter().filter(|group| !group.variadic).map(|group| group.names.len()).sum();
    let variadic = groups.iter().any(|group| group.variadic);
    // `f(g())` may hand on several results, and then takes no other argument (Go spec, "Calls").
    let counts = if variadic { arguments.len() > fixed } else { arguments.len() == fixed };
    // A declaration of that name at the top of the body would be one in the parameters' own block.
    let body = field(literal, "body").map_or(0..0, |body| body.byte_range());
    let redeclared = scopes.locals().any(|(_, local)| {
        local.name == name
            && local.kind != LocalKind::Label
            && body.contains(&local.declared.start_byte())
            && local.scope.end >= body.end
    });
    named && counts && !redeclared
}

/// Whether `v := v` above `statement` is valid and leaves the meaning of all else.
fn can_copy<'t>(
    context: &Context<'t>,
    scopes: &Scopes<'t>,
    variable: LocalId,
    statement: Node<'t>,
) -> Result<(), Reason> {
    let name = scopes.local(variable).name;
    let block = block_around(context, statement).map_or(0..0, |block| block.byte_range());
    let redeclared = scopes.locals().any(|(id, local)| {
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
    let function = enclosing_function(context.tree.root(), statement);
    // "Executing the "goto" statement must not cause any variables to come into scope" (Go spec, "Goto statements").
    if function.is_some_and(variable::has_goto) {
        return Err(Reason::new("goto", format!("a goto might jump over the copy of {name}")));
    }
    Ok(())
}

/// One copy serves all captures behind it in its block.
fn share_copies(captures: &mut [Capture]) {
    for i in 0..captures.len() {
        let Ok(Site::Copy { statement }) = captures[i].verdict else { continue };
        let earlier = captures[..i].iter().find_map(|other| match other.verdict {
            Ok(Site::Copy { statement: first }) if other.variable == captures[i].variable => {
                let block = first.parent()?.byte_range();
                let inside =
                    block.contains(&statement.start_byte()) && first.start_byte() <= statement.start_byte();
                inside.then_some(first)
            }
            _ => None,
        });
        if let Some(first) = earlier {
            captures[i].verdict = Ok(Site::Copy { statement: first });
        }
    }
}

fn report<'t>(
    context: &Context<'t>,
    scopes: &Scopes<'t>,
    capture: &Capture<'t>,
    all: &[Capture<'t>],
) -> Finding {
    let name = scopes.local(capture.variable).name;
    let closure = match capture.when {
        When::Go { .. } | When::Kept { how: Kept::GoArgument } => "the closure runs in a goroutine",
        When::Defer { .. } | When::Kept { how: Kept::DeferArgument } => {
            "the deferred closure runs when the function returns"
        }
        When::Kept { how: Kept::Appended | Kept::Stored | Kept::Sent } => {
            "the closure is kept beyond the iteration"
        }
        When::Kept { how: Kept::Registered } => "the closure is called later",
        When::After { .. } => "the parallel subtest goes on when the loop is over",
        When::Replaced | When::Now | When::Unknown => "the closure outlives the iteration",
    };
    let version = match context.language.version {
        Some(version) => format!("Go {version} by {}", context.language.origin),
        None => format!("{}, so the version of Go is unknown", context.language.origin),
    };
    let message = format!("{closure} and reads {name}, which all iterations share ({version})");
    let remedy = match &capture.verdict {
        Err(reason) => Remedy::Refused(reason.clone()),
        Ok(site) => {
            let mut variables: Vec<LocalId> = all
                .iter()
                .filter(|other| other.verdict.as_ref().is_ok_and(|s| s == site))
                .map(|other| other.variable)
                .collect();
            // In the order of their declaration: `i, v := i, v`.
            variables.sort_by_key(|id| scopes.local(*id).declared.start_byte());
            variables.dedup();
            match mend(context, scopes, *site, &variables) {
                Ok(fix) => Remedy::Fix(fix),
                Err(reason) => Remedy::Refused(reason),
            }
        }
    };
    Finding { range: capture.first_use.byte_range(), message, remedy }
}

fn mend<'t>(
    context: &Context<'t>,
    scopes: &Scopes<'t>,
    site: Site<'t>,
    variables: &[LocalId],
) -> Result<Fix, Reason> {
    let layout = |_| Reason::new("layout", "the statement isn't on lines of its own");
    let names: Vec<&str> = variables.iter().map(|id| scopes.local(*id).name).collect();
    let names = names.join(", ");
    let (title, edits) = match site {
        Site::Parameter { call } => {
            let edits = parameter_edits(context, scopes, call, variables).ok_or_else(|| {
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
fn parameter_edits<'t>(
    context: &Context<'t>,
    scopes: &Scopes<'t>,
    call: Node<'t>,
    variables: &[LocalId],
) -> Option<Vec<Edit>> {
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
        let written = types::written(context, scopes, *id, literal)?;
        let name = scopes.local(*id).name;
        let same_as_before =
            before.filter(|group| declared.is_empty() && context.source(group.parameter_type) == written);
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
    let passed: Vec<&str> = variables.iter().map(|id| scopes.local(*id).name).collect();
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

/// The innermost statement of a list around `node`; a labeled one with its label.
fn statement_around<'t>(context: &Context<'t>, node: Node<'t>) -> Option<Node<'t>> {
    let mut child = node;
    for ancestor in ancestors(context.tree.root(), node) {
        if ancestor.kind_id() == kind::STATEMENT_LIST {
            return Some(child);
        }
        child = ancestor;
    }
    None
}

/// The block or clause that a statement of a list stands in.
fn block_around<'t>(context: &Context<'t>, statement: Node<'t>) -> Option<Node<'t>> {
    ancestors(context.tree.root(), statement).nth(1)
}
