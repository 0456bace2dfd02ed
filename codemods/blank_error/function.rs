//! The signature of a function declaration or literal, as it is written.

use crate::codemod::Context;
use crate::rewrite::Import;
use crate::semantics::{FileTypes, Type};
use crate::syntax::{Node, descendants, field, is_within, kind, parameters};

/// A parameter or result.
pub struct Parameter<'a> {
    /// The declaring identifier.
    pub name: Option<Node<'a>>,
    /// The type as it is written.
    pub written: Node<'a>,
    pub type_: Type,
}

/// The parameters of `function`; `None` when a type isn't known.
pub fn params<'a>(types: &FileTypes, function: Node<'a>) -> Option<Vec<Parameter<'a>>> {
    field(function, "parameters").map_or(Some(Vec::new()), |list| in_list(types, list))
}

/// The receiver of a method.
pub fn receiver<'a>(types: &FileTypes, function: Node<'a>) -> Option<Parameter<'a>> {
    in_list(types, field(function, "receiver")?)?.pop()
}

/// The results of `function`; `None` when a type isn't known.
pub fn results<'a>(types: &FileTypes, function: Node<'a>) -> Option<Vec<Parameter<'a>>> {
    match field(function, "result") {
        None => Some(Vec::new()),
        Some(list) if list.kind_id() == kind::PARAMETER_LIST => in_list(types, list),
        Some(written) => Some(vec![Parameter { name: None, written, type_: types.type_of(written)? }]),
    }
}

fn in_list<'a>(types: &FileTypes, list: Node<'a>) -> Option<Vec<Parameter<'a>>> {
    let mut all = Vec::new();
    for group in parameters(list) {
        let written = group.parameter_type;
        let type_ = types.type_of(written)?;
        let type_ = if group.variadic { Type::slice(type_) } else { type_ };
        let parameter = |name| Parameter { name, written, type_: type_.clone() };
        match group.names.as_slice() {
            [] => all.push(parameter(None)),
            names => all.extend(names.iter().map(|name| parameter(Some(*name)))),
        }
    }
    Some(all)
}

/// The zero value (Go spec, "The zero value") of a result as source text that means it at `at`: by the name that the
/// signature gives its type, where that can be.
pub fn zero_value<'a>(
    context: &Context<'a>,
    types: &FileTypes,
    result: &Parameter<'a>,
    at: Node<'a>,
) -> Option<(String, Vec<Import>)> {
    let composite = matches!(types.underlying(&result.type_), Type::Struct(_) | Type::Array(..))
        && !matches!(result.type_, Type::Param(_))
        && result.written.kind_id() != kind::PARENTHESIZED_TYPE;
    if composite && means_the_same(context, result.written, at) {
        return Some((format!("{}{{}}", context.source(result.written)), Vec::new()));
    }
    let zero = types.zero_value(&result.type_, at.start_byte())?;
    let imports = zero.imports.into_iter().map(|import| Import { path: import.path, name: None });
    Some((zero.text, imports.collect()))
}

/// Whether the names in `written`, a type of the function's signature, mean at `at` what they mean there.
fn means_the_same<'a>(context: &Context<'a>, written: Node<'a>, at: Node<'a>) -> bool {
    if context.source(written).contains('\n') {
        return false;
    }
    let scopes = context.scopes(at);
    descendants(written)
        .filter(|n| {
            matches!(n.kind_id(), kind::IDENTIFIER | kind::TYPE_IDENTIFIER | kind::PACKAGE_IDENTIFIER)
        })
        .all(|n| {
            let qualified = n.kind_id() == kind::TYPE_IDENTIFIER
                && n.parent().is_some_and(|p| p.kind_id() == kind::QUALIFIED_TYPE);
            qualified || scopes.meaning_at(context.source(n), at.start_byte()) == scopes.local_of(n)
        })
}

/// Whether the name of a parameter means that parameter at `at`.
pub fn is_visible<'a>(context: &Context<'a>, name: Node<'a>, at: Node<'a>) -> bool {
    let scopes = context.scopes(at);
    // Behind it too: the statement may declare another of that name.
    [at.start_byte(), at.end_byte()].iter().all(|at| {
        let means = scopes.meaning_at(context.source(name), *at);
        means.is_some_and(|id| is_within(scopes.local(id).declared, name))
    })
}
