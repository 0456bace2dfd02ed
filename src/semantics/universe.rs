//! The universe block: what every Go file may name without declaring it (Go spec, "Predeclared identifiers").

use super::types::{Basic, Interface, Method, Named, Signature, Type, TypeDef};
use crate::syntax::ast::Name;
use std::sync::{Arc, OnceLock};

/// A predeclared function, or one of package unsafe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Builtin {
    Append,
    Cap,
    Clear,
    Close,
    Complex,
    Copy,
    Delete,
    Imag,
    Len,
    Make,
    Max,
    Min,
    New,
    Panic,
    Print,
    Println,
    Real,
    Recover,
    // Package unsafe (Go spec, "Package unsafe").
    Add,
    Alignof,
    Offsetof,
    Sizeof,
    Slice,
    SliceData,
    String,
    StringData,
}

impl Builtin {
    pub fn name(self) -> &'static str {
        BUILTINS.iter().chain(&UNSAFE).find(|(_, builtin)| *builtin == self).map_or("", |(name, _)| name)
    }

    /// A function of package unsafe.
    pub fn of_unsafe(name: &str) -> Option<Builtin> {
        UNSAFE.iter().find(|(n, _)| *n == name).map(|(_, builtin)| *builtin)
    }
}

const BUILTINS: [(&str, Builtin); 18] = [
    ("append", Builtin::Append),
    ("cap", Builtin::Cap),
    ("clear", Builtin::Clear),
    ("close", Builtin::Close),
    ("complex", Builtin::Complex),
    ("copy", Builtin::Copy),
    ("delete", Builtin::Delete),
    ("imag", Builtin::Imag),
    ("len", Builtin::Len),
    ("make", Builtin::Make),
    ("max", Builtin::Max),
    ("min", Builtin::Min),
    ("new", Builtin::New),
    ("panic", Builtin::Panic),
    ("print", Builtin::Print),
    ("println", Builtin::Println),
    ("real", Builtin::Real),
    ("recover", Builtin::Recover),
];

const UNSAFE: [(&str, Builtin); 8] = [
    ("Add", Builtin::Add),
    ("Alignof", Builtin::Alignof),
    ("Offsetof", Builtin::Offsetof),
    ("Sizeof", Builtin::Sizeof),
    ("Slice", Builtin::Slice),
    ("SliceData", Builtin::SliceData),
    ("String", Builtin::String),
    ("StringData", Builtin::StringData),
];

const BASICS: [(&str, Basic); 19] = [
    ("bool", Basic::Bool),
    ("byte", Basic::Uint8),
    ("complex128", Basic::Complex128),
    ("complex64", Basic::Complex64),
    ("float32", Basic::Float32),
    ("float64", Basic::Float64),
    ("int", Basic::Int),
    ("int16", Basic::Int16),
    ("int32", Basic::Int32),
    ("int64", Basic::Int64),
    ("int8", Basic::Int8),
    ("rune", Basic::Int32),
    ("string", Basic::String),
    ("uint", Basic::Uint),
    ("uint16", Basic::Uint16),
    ("uint32", Basic::Uint32),
    ("uint64", Basic::Uint64),
    ("uint8", Basic::Uint8),
    ("uintptr", Basic::Uintptr),
];

/// What a predeclared identifier means.
#[derive(Debug, Clone)]
pub enum Predeclared {
    Type(Type),
    /// `true` and `false`.
    Bool(bool),
    Iota,
    Nil,
    Builtin(Builtin),
}

/// The meaning of `name` in the universe block.
pub fn lookup(name: &str) -> Option<Predeclared> {
    if let Some((_, basic)) = BASICS.iter().find(|(n, _)| *n == name) {
        return Some(Predeclared::Type(Type::Basic(*basic)));
    }
    if let Some((_, builtin)) = BUILTINS.iter().find(|(n, _)| *n == name) {
        return Some(Predeclared::Builtin(*builtin));
    }
    Some(match name {
        "any" => Predeclared::Type(any()),
        "error" => Predeclared::Type(error()),
        "comparable" => Predeclared::Type(comparable()),
        "true" => Predeclared::Bool(true),
        "false" => Predeclared::Bool(false),
        "iota" => Predeclared::Iota,
        "nil" => Predeclared::Nil,
        _ => return None,
    })
}

pub fn is_predeclared(name: &str) -> bool {
    lookup(name).is_some()
}

/// The empty interface.
pub fn any() -> Type {
    static ANY: OnceLock<Type> = OnceLock::new();
    ANY.get_or_init(|| Type::Interface(Arc::new(Interface::default()))).clone()
}

/// The predeclared type `error`.
pub fn error() -> Type {
    static ERROR: OnceLock<Type> = OnceLock::new();
    ERROR
        .get_or_init(|| {
            let signature = Signature { results: vec![Type::STRING], ..Signature::default() };
            let method = Method { name: "Error".into(), package: "".into(), signature: Arc::new(signature) };
            predeclared("error", Interface::new(vec![method], Vec::new()))
        })
        .clone()
}

/// The predeclared constraint `comparable`.
pub fn comparable() -> Type {
    static COMPARABLE: OnceLock<Type> = OnceLock::new();
    COMPARABLE
        .get_or_init(|| predeclared("comparable", Interface { comparable: true, ..Interface::default() }))
        .clone()
}

fn predeclared(name: &str, interface: Interface) -> Type {
    let def = defined("".into(), name.into(), 0);
    let _ = def.underlying.set(Type::Interface(Arc::new(interface)));
    let _ = def.type_params.set(Vec::new());
    Type::Named(Named::new(def, Vec::new()))
}

/// A type definition without a package-level declaration behind it; its underlying type is set by whoever makes it.
pub(super) fn defined(package: Name, name: Name, local: u64) -> Arc<TypeDef> {
    Arc::new(TypeDef {
        package,
        name,
        local,
        source: None,
        type_params: OnceLock::new(),
        underlying: OnceLock::new(),
    })
}
