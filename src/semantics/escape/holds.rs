//! Whether a value of a type can give access to something that isn't plain data.
//!
//! Errors are taken for plain data: that an error keeps a handle alive happens, that somebody uses it through the error
//! doesn't.

use crate::semantics::types::Basic;
use crate::semantics::{FileTypes, Selected, Type};

/// What counts as plain data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Data {
    /// Numbers and texts.
    Any,
    /// Numbers only: the text that names a folder gives access to it.
    Nameless,
    /// Numbers and texts, but not the memory that pointers, slices and maps share.
    Memory,
    /// Not even numbers: they may be those of open files.
    Nothing,
}

impl Data {
    fn is_plain(self, basic: Basic) -> bool {
        match self {
            Data::Any | Data::Memory => basic != Basic::UnsafePointer,
            Data::Nameless => basic != Basic::UnsafePointer && !basic.is_string(),
            Data::Nothing => basic.is_boolean(),
        }
    }
}

/// Whether something other than plain data may be reached from a value of the type: through an interface, a function, a
/// channel, or an unknown type. Pointers, slices and maps of plain data don't count.
pub fn can_hold(types: &FileTypes, type_: &Type, data: Data) -> bool {
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
            // All that it's made of may be the number of an open file.
            if can_be_ended(types, &type_) {
                return true;
            }
            seen.push(type_.clone());
        }
        match types.underlying(&type_) {
            Type::Basic(basic) if data.is_plain(basic) => {}
            Type::Pointer(_) | Type::Slice(_) | Type::Map(_) if data == Data::Memory => return true,
            // A slice of bytes is a text.
            Type::Slice(base) if data == Data::Nameless && is_byte(types, &base) => return true,
            Type::Pointer(base) | Type::Slice(base) | Type::Array(_, base) => todo.push((*base).clone()),
            Type::Map(pair) => todo.extend([pair.0.clone(), pair.1.clone()]),
            Type::Struct(fields) => todo.extend(fields.fields.iter().map(|field| field.ty.clone())),
            Type::Tuple(all) => todo.extend(all.iter().cloned()),
            _ => return true,
        }
    }
    false
}

fn is_byte(types: &FileTypes, type_: &Type) -> bool {
    matches!(types.underlying(type_), Type::Basic(Basic::Uint8))
}

/// Whether a value of the type is copied as a whole, and nothing of it is shared: numbers, texts, errors, and structs and
/// arrays of them.
pub fn is_plain(types: &FileTypes, type_: &Type, data: Data) -> bool {
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
        if can_be_ended(types, &type_) {
            return false;
        }
        match types.underlying(&type_) {
            Type::Basic(basic) if data.is_plain(basic) => {}
            Type::Array(_, base) => todo.push((*base).clone()),
            Type::Struct(fields) => todo.extend(fields.fields.iter().map(|field| field.ty.clone())),
            Type::Tuple(all) => todo.extend(all.iter().cloned()),
            _ => return false,
        }
    }
    true
}

/// Whether a value of the type is itself something that is used and given back: it can be closed, stopped, read or written,
/// received from or waited for.
pub fn is_handle(types: &FileTypes, type_: &Type) -> bool {
    let has = |name| matches!(types.select(type_, name), Selected::Method(_));
    matches!(types.underlying(type_), Type::Func(_) | Type::Chan(..))
        || ["Close", "Stop", "Read", "Write", "Release", "Next", "Recv", "Wait"].into_iter().any(has)
}

/// Whether a defined type has a method that ends its values: what they stand for isn't in them.
fn can_be_ended(types: &FileTypes, type_: &Type) -> bool {
    matches!(type_, Type::Named(_)) && has_end(types, type_)
}

/// Whether there's a method that ends values of a type.
pub(super) fn has_end(types: &FileTypes, type_: &Type) -> bool {
    const ENDS: &[&str] =
        &["Cancel", "Close", "Destroy", "End", "Free", "Release", "Rollback", "Shutdown", "Stop", "Unlock"];
    ENDS.iter().any(|name| matches!(types.select(type_, name), Selected::Method(_)))
}
