//! What the user chose for functions that can't return an error: `no-error-result` of `gomend.toml`.

use super::super::Site;
use super::super::function::Parameter;
use super::{Exit, Then, logger, return_statement};
use crate::codemod::Reason;
use crate::codemod::options::NoErrorResult;
use crate::syntax::Node;

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
        if !site.types.is_predeclared_at("panic", site.statement.start_byte()) {
            return Err(reason);
        }
        return Ok(Exit::new("Panic with the error", Then::Leaves, ["panic({err})".to_string()]));
    }
    let Some((log, imports)) = logger::statement(site) else {
        return Err(Reason::new(reason.code, format!("{}, and the name log is taken here", reason.because)));
    };
    if choice == NoErrorResult::Log {
        return Ok(Exit::new("Log the error and go on", Then::GoesOn, [log]).importing(imports));
    }
    let (leave, more) = return_statement(site, function, results)?;
    let title = "Log the error and return";
    let exit = match leave {
        Some(leave) => Exit::new(title, Then::Leaves, [log, leave]),
        None => Exit::new(title, Then::Leaves, [log]),
    };
    Ok(exit.importing(imports).importing(more))
}
