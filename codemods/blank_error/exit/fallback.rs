//! What the user chose for functions that can't return an error: `no-error-result` of `gomend.toml`.

use super::super::Site;
use super::super::function::Parameter;
use super::{Exit, Then, logger, return_statement};
use crate::codemod::Reason;
use crate::codemod::options::NoErrorResult;
use crate::semantics::Callee;
use crate::syntax::{Node, ancestors, enclosing_function, field, kind, named_children};

/// `panic(err)`, as for a mistake of the programmer's.
pub fn panicking(site: &Site) -> Option<Exit> {
    let is_panic = site.types.is_predeclared_at("panic", site.statement.start_byte());
    is_panic.then(|| Exit::new("Panic with the error", Then::Ends, ["panic({err})".to_string()]))
}

/// The error is logged, and what follows happens all the same.
pub fn logging(site: &Site) -> Option<Exit> {
    let (log, imports) = logger::statement(site)?;
    Some(Exit::new("Log the error and go on", Then::GoesOn, [log]).importing(imports))
}

/// What the function does with its other errors, where that is to panic: itself, or a function literal that it calls or defers.
pub fn as_elsewhere<'a>(site: &Site<'a, '_>, function: Node<'a>) -> Option<Exit> {
    let root = site.context.tree.root();
    let owner = match ancestors(root, function).take(2).collect::<Vec<_>>().as_slice() {
        [call, statement] if function.kind_id() == kind::FUNC_LITERAL => {
            let is_deferred =
                call.kind_id() == kind::CALL_EXPRESSION && statement.kind_id() == kind::DEFER_STATEMENT;
            enclosing_function(root, *statement).filter(|_| is_deferred)?
        }
        _ => function,
    };
    let panics = |n: Node<'a>| {
        let argument = field(n, "arguments").and_then(|list| named_children(list).into_iter().next());
        matches!(site.types.callee(n), Callee::Builtin(builtin) if builtin.name() == "panic")
            && argument.and_then(|a| site.types.type_of(a)).is_some_and(|t| site.types.is_error(&t))
    };
    let is_style = site.context.own(owner).any(|n| n.kind_id() == kind::CALL_EXPRESSION && panics(n));
    is_style.then(|| panicking(site))?
}

/// The check that was chosen instead of the refusal for `reason`.
pub fn of<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    results: &[Parameter<'a>],
    reason: Reason,
) -> Result<Exit, Reason> {
    let choice = site.context.options.blank_error.no_error_result;
    let can_choose =
        matches!(reason.code, "no-error-result" | "own-error-type" | "response-begun" | "pending-defer");
    if choice == NoErrorResult::Refuse || !can_choose {
        return Err(reason);
    }
    // Returning from main would end the program as if nothing had happened.
    if choice == NoErrorResult::LogAndReturn && reason.code == "pending-defer" {
        return Err(reason);
    }
    if choice == NoErrorResult::Panic {
        return panicking(site).map(|exit| Exit { then: Then::Leaves, ..exit }).ok_or(reason);
    }
    let Some((log, imports)) = logger::statement(site) else {
        return Err(Reason::new(reason.code, format!("{}, and the name log is taken here", reason.because)));
    };
    if choice == NoErrorResult::Log {
        return logging(site).ok_or(reason);
    }
    let (leave, more) = return_statement(site, function, results)?;
    let title = "Log the error and return";
    let exit = match leave {
        Some(leave) => Exit::new(title, Then::Leaves, [log, leave]),
        None => Exit::new(title, Then::Leaves, [log]),
    };
    Ok(exit.importing(imports).importing(more))
}
