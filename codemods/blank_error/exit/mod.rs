//! How the enclosing function can leave when there is an error, or what else it can do about it.

mod answered;
mod beside;
mod fallback;
mod handler;
mod in_helper;
mod in_spec;
pub mod in_test;
pub mod joined;
mod logger;

use super::Site;
use super::background;
use super::function::{Parameter, is_visible, params, results, zero_value};
use super::intent::is_last_in_function;
use super::outcome;
use crate::codemod::Reason;
use crate::rewrite::Import;
use crate::semantics::Callee;
use crate::syntax::{Node, ancestors, enclosing_function, field, kind, named_children, prune};
use std::rc::Rc;

/// What the check is and does.
pub struct Exit {
    pub check: Check,
    /// The fix's title.
    pub title: &'static str,
    pub imports: Vec<Import>,
    pub then: Then,
    /// What holds of an error that matters, where that isn't any but nil.
    pub condition: Option<String>,
    /// The function's own error result, where its style is to set that and to return without values.
    pub bare: Option<String>,
}

pub enum Check {
    /// `if err != nil { … }` with these statements in it, each a line without indentation. `{err}` is the error's variable.
    If(Vec<String>),
    /// A call that looks at the error itself: what stands before the error, and behind it.
    Call(String, String),
}

/// What happens when there was an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// What would have happened without the check.
    GoesOn,
    /// The function is left, and the program goes on.
    Leaves,
    /// The test or the program ends.
    Ends,
}

impl Exit {
    fn new<const N: usize>(title: &'static str, then: Then, statements: [String; N]) -> Exit {
        Exit {
            check: Check::If(statements.into()),
            title,
            imports: Vec::new(),
            then,
            condition: None,
            bare: None,
        }
    }

    /// An exit by `return`, as `line` has it.
    pub fn returning(title: &'static str, line: String) -> Exit {
        Exit::new(title, Then::Leaves, [line])
    }

    /// The condition of the check in which `name` is the error.
    pub fn condition(&self, name: &str) -> String {
        match &self.condition {
            Some(condition) => condition.replace("{err}", name),
            None => format!("{name} != nil"),
        }
    }

    pub fn importing(mut self, imports: impl IntoIterator<Item = Import>) -> Exit {
        self.imports.extend(imports);
        self
    }
}

/// The exit that fits the nearest function declaration or literal; where none does, the one that the user chose for that.
pub fn of<'a>(site: &Site<'a, '_>) -> Result<Exit, Reason> {
    let Some(function) = enclosing_function(site.context.tree.root(), site.statement) else {
        return Err(Reason::new(
            "package-level",
            "a declaration at package level has no function to return from",
        ));
    };
    let Some(results) = results(site.types, function) else { return Err(unknown_function(site)) };
    let refused = match fitting(site, function, &results) {
        Ok(exit) => return Ok(exit),
        Err(reason) => reason,
    };
    if runs_at_initialization(site, function) {
        let because = "it runs while the package is initialized, and nobody can be told of the error";
        return Err(Reason::new("package-level", because));
    }
    let other = match refused.code {
        "no-error-result" => joined::deferred(site, function)
            .or_else(|| in_helper::helping(site, function))
            .or_else(|| fallback::as_elsewhere(site, function)),
        "response-begun" => in_helper::answering(site),
        _ => None,
    };
    other.map_or_else(|| fallback::of(site, function, &results, refused), Ok)
}

/// Whether the function is a literal that a variable of the package is initialized by calling.
fn runs_at_initialization<'a>(site: &Site<'a, '_>, function: Node<'a>) -> bool {
    let root = site.context.tree.root();
    let call = ancestors(root, function).next();
    function.kind_id() == kind::FUNC_LITERAL
        && enclosing_function(root, function).is_none()
        && call.is_some_and(|call| field(call, "function").is_some_and(|f| f.id() == function.id()))
}

/// What can be done about the error where leaving would be wrong, and what follows happens all the same.
pub fn going_on(site: &Site) -> Option<Exit> {
    if !site.others.is_empty() {
        return None;
    }
    // In a test, nothing may need the call's results but the message of another failure.
    let is_said =
        || super::hazard::failing_way_out(site).is_some_and(|n| n.kind_id() == kind::EXPRESSION_STATEMENT);
    let in_test = if site.is_pure() || is_said() { in_test::going_on(site) } else { None };
    in_test.or_else(|| joined::of(site)).or_else(|| {
        let function = enclosing_function(site.context.tree.root(), site.statement)?;
        let ends = site.is_pure() && is_main(site, function, &params(site.types, function)?);
        ends.then(|| fallback::logging(site))?
    })
}

/// The error is logged where nothing else can be done about it and the function has a logger at hand. What writes logs itself doesn't.
pub fn logged<'a>(site: &Site<'a, '_>) -> Option<Exit> {
    let function = enclosing_function(site.context.tree.root(), site.statement)?;
    let name = field(function, "name").map_or("", |n| site.context.source(n));
    let is_output = ["Write", "Log"].iter().any(|begin| name.starts_with(begin));
    let can_log = site.is_pure() && site.others.is_empty() && !is_output && !site.context.is_test_file();
    (can_log && logger::is_at_hand(site)).then(|| fallback::logging(site))?
}

/// What can be done about the error though `reason` speaks against `exit`.
pub fn all_the_same(site: &Site, exit: Exit, reason: &Reason) -> Option<Exit> {
    match reason.code {
        "always-an-error" => {
            let in_background = || background::started(site).and_then(|_| in_test::in_background(site));
            but_for_the_expected(site, in_background().unwrap_or(exit)).or_else(|| in_test::waited_for(site))
        }
        "background" => in_test::in_background(site),
        "best-effort" if outcome::comes_late(site) => in_test::mentioned(site),
        _ => None,
    }
}

/// The same exit for all errors but the one by which a server says that it was told to stop.
fn but_for_the_expected(site: &Site, exit: Exit) -> Option<Exit> {
    let Callee::Method { package, receiver, .. } = site.types.callee(site.call) else { return None };
    let is_server = *package == *"net/http" && *receiver == *"Server";
    if !is_server || !site.is_pure() || !matches!(exit.check, Check::If(_)) {
        return None;
    }
    let http = site.context.qualifier("net/http", site.statement)?;
    let (errors, import) = joined::package_errors(site)?;
    let condition = format!("!{errors}.Is({{err}}, {}.ErrServerClosed)", http.name);
    let exit = Exit { condition: Some(condition), bare: None, ..exit };
    Some(exit.importing(http.import.into_iter().chain(import)))
}

fn fitting<'a>(site: &Site<'a, '_>, function: Node<'a>, results: &[Parameter<'a>]) -> Result<Exit, Reason> {
    let takes_it = |result: &Parameter| {
        site.types.is_error(&result.type_) || site.types.identical(&result.type_, &site.error)
    };
    if let Some(at) = results.iter().rposition(takes_it) {
        return returning(site, function, results, at);
    }
    if let Some(exit) = in_test::of(site, function, results)? {
        return Ok(exit);
    }
    if let Some(exit) = in_spec::of(site, function) {
        return Ok(exit);
    }
    let own = results.iter().rfind(|r| site.types.implements_error(&r.type_) == Some(true));
    if let Some(own) = own {
        let written = site.context.source(own.written);
        let because = format!("the enclosing function returns its errors as {written}, which this one isn't");
        return Err(Reason::new("own-error-type", because));
    }
    if !results.is_empty() {
        return Err(no_error_result());
    }
    let Some(params) = params(site.types, function) else { return Err(unknown_function(site)) };
    match handler::of(site, function, &params) {
        Some(exit) => exit,
        None => in_main(site, function, &params),
    }
}

fn no_error_result() -> Reason {
    Reason::new("no-error-result", "the enclosing function can't return an error")
}

fn unknown_function(site: &Site) -> Reason {
    let because = "the types of the enclosing function's signature aren't known";
    let broken = site.types.package().broken_files();
    let because = match broken.first() {
        Some(file) => {
            let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
            format!("{because}: {name} isn't valid Go, and may declare them")
        }
        None => because.to_string(),
    };
    Reason::new("unknown-function", because)
}

/// `return 0, nil, err`.
fn returning<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    results: &[Parameter<'a>],
    at: usize,
) -> Result<Exit, Reason> {
    let template = site.template.filter(|_| site.types.is_error(&results[at].type_));
    let wrapped = template.map(|template| template.at(site)).transpose()?;
    let (error, wrapping) = wrapped.unwrap_or_else(|| ("{err}".to_string(), Vec::new()));
    let mut values = Vec::new();
    let mut imports = wrapping;
    for (index, result) in results.iter().enumerate() {
        if index == at {
            values.push(error.clone());
        } else if let Some(name) = beside::variable(site, function, results, at, index)? {
            values.push(name);
        } else {
            let (zero, needed) = zero_values(site, std::slice::from_ref(result))?;
            values.extend(zero);
            imports.extend(needed);
        }
    }
    let exit = Exit::returning("Return the error", format!("return {}", values.join(", ")));
    let bare = if template.is_none() { bare_result(site, function, results, at) } else { None };
    Ok(Exit { bare, ..exit }.importing(imports))
}

/// The zero values of `results` as they would be written at the site.
fn zero_values<'a>(
    site: &Site<'a, '_>,
    results: &[Parameter<'a>],
) -> Result<(Vec<String>, Vec<Import>), Reason> {
    let mut values = Vec::new();
    let mut imports = Vec::new();
    for result in results {
        let Some((zero, needed)) = zero_value(site.context, site.types, result, site.statement) else {
            let written = site.context.source(result.written);
            let because = format!("the zero value of {written} can't be written here");
            return Err(Reason::new("unwritable-zero-value", because));
        };
        values.push(zero);
        imports.extend(needed);
    }
    Ok((values, imports))
}

/// The `return` statements of `function`.
fn returns<'a>(site: &Site<'a, '_>, function: Node<'a>) -> Rc<[Node<'a>]> {
    let all = || site.context.own(function).filter(|n| n.kind_id() == kind::RETURN_STATEMENT);
    site.known.returns.get(function, all)
}

/// The name of the error result of a function all of whose returns are without values.
fn bare_result<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    results: &[Parameter<'a>],
    at: usize,
) -> Option<String> {
    let name = results[at].name.filter(|name| is_visible(site.context, *name, site.statement))?;
    let returns = returns(site, function);
    let is_style = !returns.is_empty() && returns.iter().all(|n| named_children(*n).is_empty());
    is_style.then(|| site.context.source(name).to_string())
}

/// `return` with zero values; nothing where the function's end follows anyway.
fn return_statement<'a>(
    site: &Site<'a, '_>,
    function: Node<'a>,
    results: &[Parameter<'a>],
) -> Result<(Option<String>, Vec<Import>), Reason> {
    if results.is_empty() {
        let line = (!is_last_in_function(site, function)).then(|| "return".to_string());
        return Ok((line, Vec::new()));
    }
    let (values, imports) = zero_values(site, results)?;
    Ok((Some(format!("return {}", values.join(", "))), imports))
}

/// Whether the program ends with the function: `main`, `TestMain` or an example.
fn is_main<'a>(site: &Site<'a, '_>, function: Node<'a>, params: &[Parameter<'a>]) -> bool {
    let context = site.context;
    let package =
        named_children(context.tree.root()).into_iter().find(|n| n.kind_id() == kind::PACKAGE_CLAUSE);
    let in_main_package = package
        .and_then(|p| named_children(p).into_iter().next())
        .is_some_and(|name| context.source(name) == "main");
    let is_declared = function.kind_id() == kind::FUNCTION_DECLARATION;
    let name = field(function, "name").filter(|_| is_declared).map_or("", |n| context.source(n));
    let is_main = in_main_package && name == "main";
    let is_test_main = params
        .iter()
        .any(|p| is_declared && p.type_.pointee().is_some_and(|t| t.is_defined_as("testing", "M")));
    // (go doc testing, "Examples".)
    let of_an_example = name.strip_prefix("Example").filter(|_| params.is_empty() && context.is_test_file());
    let is_example = of_an_example.is_some_and(|rest| !rest.starts_with(|c: char| c.is_lowercase()));
    is_main || is_test_main || is_example
}

/// `log.Fatal(err)` in `main`, `TestMain` and examples, unless a deferred call would then not run.
fn in_main<'a>(site: &Site<'a, '_>, function: Node<'a>, params: &[Parameter<'a>]) -> Result<Exit, Reason> {
    let context = site.context;
    let body = field(function, "body").filter(|_| is_main(site, function, params));
    let body = body.ok_or_else(no_error_result)?;
    let deferred = prune(body, |n| n.kind_id() == kind::FUNC_LITERAL)
        .find(|n| n.kind_id() == kind::DEFER_STATEMENT && n.start_byte() < site.statement.start_byte());
    if let Some(deferred) = deferred {
        let line = context.line(deferred.start_byte());
        return Err(Reason::new(
            "pending-defer",
            format!("log.Fatal would skip the deferred call of line {line}"),
        ));
    }
    let Some(log) = context.qualifier("log", site.statement) else {
        let because = "main can only log the error and exit, and the name log is taken here";
        return Err(Reason::new("no-error-result", because));
    };
    let exit = Exit::new("Exit with the error", Then::Ends, [format!("{}.Fatal({{err}})", log.name)]);
    Ok(exit.importing(log.import))
}
