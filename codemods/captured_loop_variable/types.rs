//! What types say of loop variables: how the type is written here, and what a selector or index reaches.

use super::Code;
use crate::codemod::Context;
use crate::semantics::scopes::{LocalId, Use};
use crate::semantics::{FileTypes, Object, Selected, Type};
use crate::syntax::{Node, ancestors, field, kind, named_children};

/// The type of the variable `id` as people write it in a parameter list at `at`; `None` when it isn't known, can't be written
/// there with the imports that the file has, or would be a whole struct or interface.
pub fn written<'t>(code: Code<'_, 't>, id: LocalId, at: Node<'t>) -> Option<String> {
    let Code { context, scopes, .. } = code;
    let types = context.types().ok()?;
    let local = scopes.local(id);
    let written = types.source_of(&types.type_of(local.declared)?, at.start_byte())?;
    if !written.imports.is_empty() {
        return None;
    }
    let text = written.text;
    if text.replace("struct{}", "").contains("struct{")
        || text.replace("interface{}", "").contains("interface{")
    {
        return None;
    }
    let is_free = |name| types.is_predeclared_at(name, at.start_byte());
    // `byte` and `rune` are the very same types as `uint8` and `int32`.
    Some(match text.as_str() {
        "byte" if is_free("uint8") && context.text().contains("uint8") => "uint8".to_string(),
        "int32" if is_free("rune") && ranges_over_string(types, local.loop_node) => "rune".to_string(),
        _ => text,
    })
}

fn ranges_over_string(types: &FileTypes, loop_node: Option<Node>) -> bool {
    let clause = loop_node.into_iter().flat_map(named_children);
    let ranged = clause.filter(|n| n.kind_id() == kind::RANGE_CLAUSE).find_map(|n| field(n, "right"));
    let over = ranged.and_then(|ranged| types.type_of(ranged)).map(|t| types.underlying(&t));
    matches!(over, Some(Type::Basic(basic)) if basic.is_string())
}

/// Whether `used` certainly is a use of a variable, and not the key of a field.
pub fn is_variable(context: &Context, used: &Use) -> bool {
    context.types().is_ok_and(|types| matches!(types.resolve(used.node), Object::Local(_)))
}

/// What a chain of selectors and indices reaches.
enum Reached {
    /// A part of the variable, of this type.
    Part(Type),
    /// Something behind a pointer, slice or map.
    Elsewhere,
    Method {
        takes_address: bool,
    },
    Unknown,
}

/// Whether what `used` names, a chain of selectors and indices that begins with the variable, is part of the variable
/// itself and doesn't lie behind a pointer, slice or map.
pub fn is_part<'t>(context: &Context<'t>, used: &Use<'t>) -> Option<bool> {
    match reached(context, used) {
        Reached::Part(_) => Some(true),
        Reached::Elsewhere => Some(false),
        Reached::Method { .. } | Reached::Unknown => None,
    }
}

/// Whether slicing `used` takes the variable's address: it does when an array is sliced.
pub fn slices_variable<'t>(context: &Context<'t>, used: &Use<'t>) -> Option<bool> {
    let types = context.types().ok()?;
    match reached(context, used) {
        Reached::Part(part) => Some(matches!(types.underlying(&part), Type::Array(..))),
        Reached::Elsewhere => Some(false),
        Reached::Method { .. } | Reached::Unknown => None,
    }
}

/// Whether `used`, an operand of selectors, is a call or value of a method that takes the variable's address.
pub fn calls_pointer_method<'t>(context: &Context<'t>, used: &Use<'t>) -> Option<bool> {
    match reached(context, used) {
        Reached::Part(_) | Reached::Elsewhere => Some(false),
        Reached::Method { takes_address } => Some(takes_address),
        Reached::Unknown => None,
    }
}

fn reached<'t>(context: &Context<'t>, used: &Use<'t>) -> Reached {
    let Ok(types) = context.types() else { return Reached::Unknown };
    let Some(mut here) = types.type_of(used.node) else { return Reached::Unknown };
    let mut child = used.node;
    let mut chain: Vec<Node> = Vec::new();
    if used.operand.id() != used.node.id() {
        let around = ancestors(context.tree.root(), used.node);
        chain.extend(around.take_while(|n| n.id() != used.operand.id()));
        chain.push(used.operand);
    }
    for step in chain {
        here = match step.kind_id() {
            kind::PARENTHESIZED_EXPRESSION => here,
            kind::SELECTOR_EXPRESSION | kind::QUALIFIED_TYPE => {
                let name = field(step, "field").or_else(|| field(step, "name"));
                if types.is_pointer(&here) {
                    return Reached::Elsewhere;
                }
                match types.select(&here, name.map_or("", |name| context.source(name))) {
                    Selected::Field { indirect: true, .. } => return Reached::Elsewhere,
                    Selected::Field { ty, .. } => ty,
                    // A promoted method may belong to what an embedded pointer points to.
                    Selected::Method(method) => {
                        return Reached::Method { takes_address: method.pointer && !method.indirect };
                    }
                    Selected::None | Selected::Unknown => return Reached::Unknown,
                }
            }
            kind::INDEX_EXPRESSION if field(step, "operand").is_some_and(|n| n.id() == child.id()) => {
                match types.underlying(&here) {
                    Type::Array(_, element) => (*element).clone(),
                    Type::Slice(_) | Type::Map(_) | Type::Pointer(_) => return Reached::Elsewhere,
                    Type::Basic(basic) if basic.is_string() => return Reached::Elsewhere,
                    _ => return Reached::Unknown,
                }
            }
            _ => return Reached::Unknown,
        };
        child = step;
    }
    Reached::Part(here)
}
