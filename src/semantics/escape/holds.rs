//! Whether a value of a type can give access to something that isn't plain data.
//!
//! Errors are taken for plain data: that an error keeps a handle alive happens, that somebody uses it through the error
//! doesn't.

use crate::semantics::types::Basic;
use crate::semantics::{FileTypes, Selected, Type};

/// Whether something other than plain data may be reached from a value of the type: through an interface, a function, a
/// channel, or an unknown type. Pointers, slices and maps of plain data don't count.
pub fn can_hold(types: &FileTypes, type_: &Type) -> bool {
    let mut seen: Vec<Type> = Vec::new();
    let mut todo = vec![type_.clone()];
    while let Some(type_) = todo.pop() {
        if types.is_error(&type_) {
            continue;
        }
        if let Type::Named(_) = type_ {
            // A type of very many parts is as good as unknown.
            if seen.len() > 60 {
                return true;
            }
            if seen.iter().any(|s| types.identical(s, &type_)) {
                continue;
            }
            seen.push(type_.clone());
        }
        match types.underlying(&type_) {
            Type::Basic(basic) if basic != Basic::UnsafePointer => {}
            Type::Pointer(base) | Type::Slice(base) | Type::Array(_, base) => todo.push((*base).clone()),
            Type::Map(pair) => todo.extend([pair.0.clone(), pair.1.clone()]),
            Type::Struct(fields) => todo.extend(fields.fields.iter().map(|field| field.ty.clone())),
            Type::Tuple(all) => todo.extend(all.iter().cloned()),
            _ => return true,
        }
    }
    false
}

/// Whether a value of the type is copied as a whole, and nothing of it is shared: numbers, texts, errors, and structs and
/// arrays of them.
pub fn is_plain(types: &FileTypes, type_: &Type) -> bool {
    let mut todo = vec![type_.clone()];
    let mut steps = 0;
    while let Some(type_) = todo.pop() {
        steps += 1;
        if steps > 200 {
            return false;
        }
        if types.is_error(&type_) {
            continue;
        }
        match types.underlying(&type_) {
            Type::Basic(basic) if basic != Basic::UnsafePointer => {}
            Type::Array(_, base) => todo.push((*base).clone()),
            Type::Struct(fields) => todo.extend(fields.fields.iter().map(|field| field.ty.clone())),
            Type::Tuple(all) => todo.extend(all.iter().cloned()),
            _ => return false,
        }
    }
    true
}

/// Whether a value of the type is itself something that is used and given back: it can be closed, stopped, read or written.
pub fn is_handle(types: &FileTypes, type_: &Type) -> bool {
    let has = |name| matches!(types.select(type_, name), Selected::Method(_));
    matches!(types.underlying(type_), Type::Func(_) | Type::Chan(..))
        || ["Close", "Stop", "Read", "Write", "Release", "Next"].into_iter().any(has)
}
