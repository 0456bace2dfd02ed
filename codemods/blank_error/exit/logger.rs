//! How the code around a site logs.
//!
//! A logger in reach, known by its type, comes first: a variable, a field of the receiver, a variable of the package. Then the package
//! that the file imports for it. Where there is neither, package log.

use super::super::Site;
use super::super::function::is_visible;
use super::super::words::in_words;
use crate::rewrite::Import;
use crate::semantics::Type;
use crate::semantics::scopes::LocalKind;

/// How a logger is told of an error.
struct Form {
    /// The package of its type, or of its functions.
    package: &'static str,
    /// The name of its type; none for the functions of the package.
    type_name: &'static str,
    /// `{log}` is the logger, `{call}` the call in words, `{err}` the error, `{pkg}` the name of the package.
    statement: &'static str,
}

const fn form(package: &'static str, type_name: &'static str, statement: &'static str) -> Form {
    Form { package, type_name, statement }
}

/// Loggers as values.
const VALUES: &[Form] = &[
    form("log/slog", "Logger", r#"{log}.Error("{call} failed", "error", {err})"#),
    form("log", "Logger", "{log}.Println({err})"),
    form("go.uber.org/zap", "Logger", r#"{log}.Error("{call} failed", {pkg}.Error({err}))"#),
    form("go.uber.org/zap", "SugaredLogger", r#"{log}.Errorw("{call} failed", "error", {err})"#),
    form("github.com/sirupsen/logrus", "Logger", r#"{log}.WithError({err}).Error("{call} failed")"#),
    form("github.com/sirupsen/logrus", "Entry", r#"{log}.WithError({err}).Error("{call} failed")"#),
    form("github.com/sirupsen/logrus", "FieldLogger", r#"{log}.WithError({err}).Error("{call} failed")"#),
    form("github.com/rs/zerolog", "Logger", r#"{log}.Error().Err({err}).Msg("{call} failed")"#),
];

/// Packages with functions that log.
const PACKAGES: &[Form] = &[
    form("log/slog", "", r#"{log}.Error("{call} failed", "error", {err})"#),
    form("github.com/sirupsen/logrus", "", r#"{log}.WithError({err}).Error("{call} failed")"#),
    form("github.com/rs/zerolog/log", "", r#"{log}.Error().Err({err}).Msg("{call} failed")"#),
    form("k8s.io/klog/v2", "", "{log}.Error({err})"),
    form("k8s.io/klog", "", "{log}.Error({err})"),
    form("log", "", "{log}.Println({err})"),
];

/// Whether a logger is in reach, known by its type.
pub fn is_at_hand(site: &Site) -> bool {
    value(site).is_some()
}

/// The statement that logs the error, and what it needs imported. `None` when the name `log` is taken.
pub fn statement<'a>(site: &Site<'a, '_>) -> Option<(String, Vec<Import>)> {
    if let Some((log, form)) = value(site) {
        let package = match form.statement.contains("{pkg}") {
            true => site.context.qualifier(form.package, site.statement),
            false => None,
        };
        if package.is_some() || !form.statement.contains("{pkg}") {
            let name = package.as_ref().map_or("", |package| &package.name);
            let line = filled(site, form, &log).replace("{pkg}", name);
            return Some((line, package.and_then(|package| package.import).into_iter().collect()));
        }
    }
    let imports = site.context.imports();
    let imported = PACKAGES.iter().filter(|form| imports.of_path(form.package).is_some());
    // Package log is there for whoever has no other.
    for form in imported.chain(PACKAGES.last()) {
        let Some(package) = site.context.qualifier(form.package, site.statement) else { continue };
        return Some((filled(site, form, &package.name), package.import.into_iter().collect()));
    }
    None
}

fn filled(site: &Site, form: &Form, log: &str) -> String {
    form.statement.replace("{log}", log).replace("{call}", &in_words(site.context, site.call))
}

/// A logger in reach, as it would be written.
fn value<'a>(site: &Site<'a, '_>) -> Option<(String, &'static Form)> {
    let scopes = site.context.scopes(site.statement);
    let at = site.statement.start_byte();
    let mut receiver = None;
    // The innermost and latest first.
    let mut locals: Vec<_> = scopes.locals().filter(|(_, local)| local.scope.contains(&at)).collect();
    locals.sort_by_key(|(_, local)| std::cmp::Reverse(local.declared.start_byte()));
    for (_, local) in locals {
        let is_variable = matches!(local.kind, LocalKind::Var | LocalKind::Param | LocalKind::Receiver);
        if !is_variable || !is_visible(site.context, local.declared, site.statement) {
            continue;
        }
        let Some(type_) = site.types.type_of(local.declared) else { continue };
        if let Some(form) = form_of(&type_) {
            return Some((local.name.to_string(), form));
        }
        if local.kind == LocalKind::Receiver {
            receiver = Some((local.name, type_));
        }
    }
    if let Some((name, type_)) = receiver
        && let Type::Struct(fields) = site.types.underlying(type_.pointee().unwrap_or(&type_))
        && let Some((field, form)) = fields.fields.iter().find_map(|f| Some((f, form_of(&f.ty)?)))
    {
        return Some((format!("{name}.{}", field.name), form));
    }
    // Only names that say so are looked at: to know a variable's type may take its initialiser's.
    let variables = site.types.variables(|name| name.to_lowercase().contains("log"));
    let is_free = |name: &str| scopes.meaning_at(name, at).is_none();
    variables.into_iter().filter(|(name, _)| is_free(name)).find_map(|(name, type_)| {
        let form = form_of(&type_)?;
        Some((name.to_string(), form))
    })
}

fn form_of(type_: &Type) -> Option<&'static Form> {
    let type_ = type_.pointee().unwrap_or(type_);
    VALUES.iter().find(|form| type_.is_defined_as(form.package, form.type_name))
}
