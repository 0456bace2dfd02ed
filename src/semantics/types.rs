//! Go's types as values (Go spec, "Types").
//!
//! A type is cheap to clone and immutable. What a named type stands for is found on demand by the checker, so that
//! recursive types need no care here. [`Type::Unknown`] may stand anywhere inside a type, wherever something couldn't be
//! found out; whoever needs a type to be complete asks [`Type::is_known`]. Aliases don't exist here: they are resolved
//! where they are read. Two types are compared by the checker's `identical`, never with `==`.

use super::package::{Declared, PackageId};
use crate::syntax::ast::{ChanDir, Name};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// A predeclared type that is no interface, or the type of an untyped constant or of `nil`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basic {
    Bool,
    Int,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Uintptr,
    Float32,
    Float64,
    Complex64,
    Complex128,
    String,
    UnsafePointer,
    // The order of the untyped numeric kinds is that of the spec: the later kind wins (Go spec, "Constant expressions").
    UntypedBool,
    UntypedInt,
    UntypedRune,
    UntypedFloat,
    UntypedComplex,
    UntypedString,
    UntypedNil,
}

impl Basic {
    pub fn name(self) -> &'static str {
        use Basic::*;
        match self {
            Bool => "bool",
            Int => "int",
            Int8 => "int8",
            Int16 => "int16",
            Int32 => "int32",
            Int64 => "int64",
            Uint => "uint",
            Uint8 => "uint8",
            Uint16 => "uint16",
            Uint32 => "uint32",
            Uint64 => "uint64",
            Uintptr => "uintptr",
            Float32 => "float32",
            Float64 => "float64",
            Complex64 => "complex64",
            Complex128 => "complex128",
            String => "string",
            UnsafePointer => "unsafe.Pointer",
            UntypedBool => "untyped bool",
            UntypedInt => "untyped int",
            UntypedRune => "untyped rune",
            UntypedFloat => "untyped float",
            UntypedComplex => "untyped complex",
            UntypedString => "untyped string",
            UntypedNil => "untyped nil",
        }
    }

    pub fn is_untyped(self) -> bool {
        self >= Basic::UntypedBool
    }

    pub fn is_integer(self) -> bool {
        (self >= Basic::Int && self <= Basic::Uintptr)
            || matches!(self, Basic::UntypedInt | Basic::UntypedRune)
    }

    pub fn is_unsigned(self) -> bool {
        self >= Basic::Uint && self <= Basic::Uintptr
    }

    pub fn is_float(self) -> bool {
        matches!(self, Basic::Float32 | Basic::Float64 | Basic::UntypedFloat)
    }

    pub fn is_complex(self) -> bool {
        matches!(self, Basic::Complex64 | Basic::Complex128 | Basic::UntypedComplex)
    }

    pub fn is_numeric(self) -> bool {
        self.is_integer() || self.is_float() || self.is_complex()
    }

    pub fn is_string(self) -> bool {
        matches!(self, Basic::String | Basic::UntypedString)
    }

    pub fn is_boolean(self) -> bool {
        matches!(self, Basic::Bool | Basic::UntypedBool)
    }

    /// Go spec, "Constants": the default type of an untyped constant.
    pub fn default_type(self) -> Basic {
        match self {
            Basic::UntypedBool => Basic::Bool,
            Basic::UntypedInt => Basic::Int,
            Basic::UntypedRune => Basic::Int32,
            Basic::UntypedFloat => Basic::Float64,
            Basic::UntypedComplex => Basic::Complex128,
            Basic::UntypedString => Basic::String,
            other => other,
        }
    }
}

#[derive(Debug, Clone)]
pub enum Type {
    Unknown,
    Basic(Basic),
    Pointer(Arc<Type>),
    Slice(Arc<Type>),
    /// The length may be unknown while the type of the elements isn't.
    Array(Option<u64>, Arc<Type>),
    Map(Arc<(Type, Type)>),
    Chan(ChanDir, Arc<Type>),
    Struct(Arc<Struct>),
    Func(Arc<Signature>),
    Interface(Arc<Interface>),
    /// Several results of a call. Never the type of a variable.
    Tuple(Arc<[Type]>),
    /// `~A | B`: only embedded in an interface.
    Union(Arc<[Term]>),
    Named(Arc<Named>),
    Param(Arc<TypeParam>),
}

/// A term of a union; with a tilde it stands for all types with that underlying type.
#[derive(Debug, Clone)]
pub struct Term {
    pub tilde: bool,
    pub ty: Type,
}

#[derive(Debug)]
pub struct Struct {
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: Name,
    /// The path of the package that declared it: names that aren't exported differ from package to package.
    pub package: Name,
    pub ty: Type,
    pub embedded: bool,
    /// The tag's value, without quotes.
    pub tag: Option<Name>,
}

#[derive(Debug, Clone, Default)]
pub struct Signature {
    pub type_params: Vec<Arc<TypeParam>>,
    pub params: Vec<Type>,
    pub results: Vec<Type>,
    /// The last parameter was written `...T`; its type is `[]T`.
    pub variadic: bool,
}

#[derive(Debug, Default)]
pub struct Interface {
    /// The methods that are written out.
    pub methods: Vec<Method>,
    /// Embedded types and unions, in source order.
    pub embedded: Vec<Type>,
    /// The predeclared `comparable`.
    pub comparable: bool,
    /// Computed by the checker on demand.
    pub(super) type_set: OnceLock<Arc<super::typeset::TypeSet>>,
}

#[derive(Debug, Clone)]
pub struct Method {
    pub name: Name,
    pub package: Name,
    pub signature: Arc<Signature>,
}

/// A defined type, or an instantiation of a generic one.
#[derive(Debug)]
pub struct Named {
    pub def: Arc<TypeDef>,
    pub args: Vec<Type>,
    pub(super) underlying: OnceLock<Type>,
}

/// The declaration of a defined type.
///
/// Invariant: two declarations are the same exactly when package, name and `local` are: a package that is loaded
/// twice (with and without its tests) declares the same types.
#[derive(Debug)]
pub struct TypeDef {
    /// The import path; empty for the predeclared `error` and `comparable`.
    pub package: Name,
    pub name: Name,
    /// Tells types declared in function bodies apart; 0 for those of the package block.
    pub local: u64,
    /// Where a package-level declaration is; none for local and predeclared types.
    pub source: Option<(PackageId, Arc<Declared>)>,
    pub(super) type_params: OnceLock<Vec<Arc<TypeParam>>>,
    pub(super) underlying: OnceLock<Type>,
}

impl PartialEq for TypeDef {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
            || self.local == other.local && self.name == other.name && self.package == other.package
    }
}

/// A type parameter. Each declaration makes new ones; `id` tells them apart.
#[derive(Debug)]
pub struct TypeParam {
    pub id: u64,
    pub name: Name,
    /// The constraint, always an interface; set once the whole list is declared.
    pub(super) bound: OnceLock<Type>,
}

impl TypeParam {
    pub fn new(name: Name) -> Arc<Self> {
        Arc::new(TypeParam { id: fresh_id(), name, bound: OnceLock::new() })
    }

    pub fn bound(&self) -> Type {
        self.bound.get().cloned().unwrap_or(Type::Unknown)
    }
}

/// A number that was never given out before; not 0.
pub(super) fn fresh_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Named {
    pub fn new(def: Arc<TypeDef>, args: Vec<Type>) -> Arc<Self> {
        Arc::new(Named { def, args, underlying: OnceLock::new() })
    }
}

impl Interface {
    pub fn new(methods: Vec<Method>, embedded: Vec<Type>) -> Self {
        Interface { methods, embedded, comparable: false, type_set: OnceLock::new() }
    }
}

impl Type {
    pub const BOOL: Type = Type::Basic(Basic::Bool);
    pub const INT: Type = Type::Basic(Basic::Int);
    pub const STRING: Type = Type::Basic(Basic::String);
    pub const BYTE: Type = Type::Basic(Basic::Uint8);
    pub const RUNE: Type = Type::Basic(Basic::Int32);

    pub fn pointer(base: Type) -> Type {
        Type::Pointer(Arc::new(base))
    }

    pub fn slice(elem: Type) -> Type {
        Type::Slice(Arc::new(elem))
    }

    pub fn array(len: Option<u64>, elem: Type) -> Type {
        Type::Array(len, Arc::new(elem))
    }

    pub fn map(key: Type, value: Type) -> Type {
        Type::Map(Arc::new((key, value)))
    }

    pub fn chan(dir: ChanDir, elem: Type) -> Type {
        Type::Chan(dir, Arc::new(elem))
    }

    pub fn func(signature: Signature) -> Type {
        Type::Func(Arc::new(signature))
    }

    /// The results of a call: none, the one type, or a tuple.
    pub fn results(results: &[Type]) -> Type {
        match results {
            [one] => one.clone(),
            several => Type::Tuple(several.into()),
        }
    }

    pub fn is_unknown(&self) -> bool {
        matches!(self, Type::Unknown)
    }

    pub fn is_untyped(&self) -> bool {
        matches!(self, Type::Basic(basic) if basic.is_untyped())
    }

    pub fn is_nil(&self) -> bool {
        matches!(self, Type::Basic(Basic::UntypedNil))
    }

    pub fn as_named(&self) -> Option<&Arc<Named>> {
        if let Type::Named(named) = self { Some(named) } else { None }
    }

    /// Whether it's the defined type `package.name`, declared at package level.
    pub fn is_defined_as(&self, package: &str, name: &str) -> bool {
        self.as_named().is_some_and(|named| {
            *named.def.package == *package && *named.def.name == *name && named.def.local == 0
        })
    }

    /// The element type of a pointer type literal.
    pub fn pointee(&self) -> Option<&Type> {
        if let Type::Pointer(base) = self { Some(base) } else { None }
    }

    /// Go spec, "Constants": the type that an untyped operand takes where none is asked for.
    pub fn default_type(&self) -> Type {
        match self {
            Type::Basic(basic) => Type::Basic(basic.default_type()),
            other => other.clone(),
        }
    }

    /// Whether no part of the type is unknown.
    pub fn is_known(&self) -> bool {
        self.known_within(100, &Cell::new(100_000))
    }

    fn known_within(&self, depth: u32, fuel: &Cell<u32>) -> bool {
        let (Some(depth), true) = (depth.checked_sub(1), super::subst::spend(fuel)) else { return false };
        let known = |ty: &Type| ty.known_within(depth, fuel);
        match self {
            Type::Unknown => false,
            Type::Basic(_) | Type::Param(_) => true,
            Type::Pointer(base) | Type::Slice(base) | Type::Chan(_, base) => known(base),
            Type::Array(len, elem) => len.is_some() && known(elem),
            Type::Map(pair) => known(&pair.0) && known(&pair.1),
            Type::Struct(s) => s.fields.iter().all(|field| known(&field.ty)),
            Type::Func(signature) => signature.params.iter().chain(&signature.results).all(known),
            Type::Interface(interface) => {
                let signatures = interface.methods.iter().map(|method| &method.signature);
                signatures.flat_map(|s| s.params.iter().chain(&s.results)).all(known)
                    && interface.embedded.iter().all(known)
            }
            Type::Tuple(types) => types.iter().all(known),
            Type::Union(terms) => terms.iter().all(|term| known(&term.ty)),
            Type::Named(named) => named.args.iter().all(known),
        }
    }
}

/// Go spec, "Exported identifiers".
pub fn is_exported(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}
