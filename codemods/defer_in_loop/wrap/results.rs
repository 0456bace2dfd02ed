//! The results of the function around a loop, as a function literal in the loop would declare them again.
//!
//! Knows what the signature says and, where types are known, zero values. A zero value that can't be written as source
//! is `None`: the literal's results then get names.

use crate::codemod::{Context, Reason};
use crate::semantics::scopes::Scopes;
use crate::semantics::types::Basic;
use crate::semantics::{FileTypes, Type};
use crate::syntax::{Node, descendants, enclosing_function, field, kind, parameters};
use std::ops::Range;

/// One result of a function.
pub struct ResultVar<'a> {
    pub name: Option<&'a str>,
    /// The type as the signature has it.
    pub written: &'a str,
    /// The zero value (Go spec, "The zero value") as source.
    pub zero: Option<String>,
    /// Whether the type is the predeclared `error`.
    pub is_error: bool,
}

/// The results of the function around `run`, bytes of one of its blocks. Refuses a signature that can't be repeated there.
pub fn results<'a>(
    context: &Context<'a>,
    loop_: Node<'a>,
    run: &Range<usize>,
) -> Result<Vec<ResultVar<'a>>, Reason> {
    let function = enclosing_function(context.tree.root(), loop_);
    let Some(result) = function.and_then(|f| field(f, "result")) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let groups = match result.kind_id() {
        kind::PARAMETER_LIST => {
            parameters(result).into_iter().map(|group| (group.names, group.parameter_type)).collect()
        }
        _ => vec![(Vec::new(), result)],
    };
    for (names, written) in groups {
        if let Some(name) = shadowed(context, written, run) {
            let because = format!(
                "a function literal would return {}, and {name} means something else here",
                context.source(written)
            );
            return Err(Reason::new("shadowed-name", because));
        }
        if context.source(written).contains('\n') {
            return Err(Reason::new("layout", "the type of a result is written on several lines"));
        }
        let var = |name: Option<Node<'a>>| ResultVar {
            name: name.map(|n| context.source(n)).filter(|n| *n != "_"),
            written: context.source(written),
            zero: zero(context, written),
            is_error: context.source(written) == "error",
        };
        match names.as_slice() {
            [] => found.push(var(None)),
            names => found.extend(names.iter().map(|name| var(Some(*name)))),
        }
    }
    Ok(found)
}

/// Whether `name` is declared around or in `run` and isn't the predeclared one there.
pub fn is_redeclared<'a>(context: &Context<'a>, at: Node<'a>, name: &str, run: &Range<usize>) -> bool {
    let scopes = context.scopes(at);
    scopes.meaning_at(name, run.start).is_some()
        || declares(&scopes, name, run)
        || context.types().is_ok_and(|types| types.package().entity(name).is_some())
}

fn declares(scopes: &Scopes, name: &str, run: &Range<usize>) -> bool {
    scopes.locals().any(|(_, local)| local.name == name && run.contains(&local.declared.start_byte()))
}

/// A name in `written` that doesn't mean in `run` what it means in the signature.
fn shadowed<'a>(context: &Context<'a>, written: Node<'a>, run: &Range<usize>) -> Option<&'a str> {
    let scopes = context.scopes(written);
    descendants(written)
        .filter(|n| {
            matches!(n.kind_id(), kind::IDENTIFIER | kind::TYPE_IDENTIFIER | kind::PACKAGE_IDENTIFIER)
        })
        .filter(|n| {
            let is_selected = n.kind_id() == kind::TYPE_IDENTIFIER
                && n.parent().is_some_and(|p| p.kind_id() == kind::QUALIFIED_TYPE);
            !is_selected
        })
        .map(|n| (n, context.source(n)))
        .find(|(n, name)| {
            scopes.meaning_at(name, run.start) != scopes.local_of(*n) || declares(&scopes, name, run)
        })
        .map(|(_, name)| name)
}

fn zero(context: &Context, written: Node) -> Option<String> {
    match written.kind_id() {
        kind::POINTER_TYPE
        | kind::SLICE_TYPE
        | kind::MAP_TYPE
        | kind::CHANNEL_TYPE
        | kind::FUNCTION_TYPE
        | kind::INTERFACE_TYPE => return Some("nil".to_string()),
        _ => {}
    }
    let types = context.types().ok()?;
    let type_ = types.type_of(written)?;
    zero_of(types, &type_, context.source(written))
}

fn zero_of(types: &FileTypes, type_: &Type, written: &str) -> Option<String> {
    if let Type::Param(_) = type_ {
        return None;
    }
    let text = match types.underlying(type_) {
        Type::Basic(Basic::Bool) => "false".to_string(),
        Type::Basic(Basic::String) => "\"\"".to_string(),
        Type::Basic(basic) if basic.is_numeric() => "0".to_string(),
        Type::Pointer(_)
        | Type::Slice(_)
        | Type::Map(_)
        | Type::Chan(..)
        | Type::Func(_)
        | Type::Interface(_) => "nil".to_string(),
        Type::Struct(_) | Type::Array(..) if !written.starts_with('(') => format!("{written}{{}}"),
        _ => return None,
    };
    Some(text)
}
