//! What was found out about one declaration: a type for each expression, an object for each name, a callee for each call.

use super::package::FuncEntity;
use super::types::Type;
use super::universe::Builtin;
use crate::syntax::ast::{Name, Pos};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::ops::Range;
use std::sync::Arc;

/// The range of an expression. Parentheses belong to the expression they make.
pub type Span = (Pos, Pos);

#[derive(Debug, Default)]
pub struct Record {
    pub types: HashMap<Span, Type>,
    /// By the start of the identifier.
    pub objects: HashMap<Pos, Object>,
    /// By the range of the call.
    pub callees: HashMap<Span, Callee>,
    /// What the functions that are named by expressions are, or why they aren't known.
    pub(super) functions: HashMap<Span, Callee>,
    /// The declarations behind them.
    pub declarations: HashMap<Span, Arc<FuncEntity>>,
    pub(super) untyped_constants: HashSet<Span>,
    /// All names that are declared in blocks.
    pub(super) declared: Vec<Declared>,
}

/// A name, and where in the source it's in scope.
#[derive(Debug)]
pub(super) struct Declared {
    pub name: Name,
    pub start: Pos,
    pub end: Pos,
    pub kind: DeclaredKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DeclaredKind {
    /// By its id.
    TypeParam(u64),
    /// By the number that its definition has.
    LocalType(u64),
    Other,
}

impl Record {
    /// The type of the expression, known at least in part.
    pub(super) fn type_at(&self, span: Span) -> Option<Type> {
        self.types.get(&span).filter(|ty| !ty.is_unknown()).cloned()
    }

    /// The innermost block's declaration of the name that is in scope at `at`.
    pub(super) fn declared_at(&self, name: &str, at: Pos) -> Option<&Declared> {
        let in_scope = self.declared.iter().filter(|d| &*d.name == name && d.start <= at && at < d.end);
        // Of blocks that hold a place the innermost ends first, and of one block's the last declaration counts.
        in_scope.min_by_key(|d| (d.end, Pos::MAX - d.start))
    }
}

/// What an identifier refers to.
#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    /// A local variable, constant, type or parameter: the range of the identifier that declares it.
    Local(Range<usize>),
    /// An imported package, by its path.
    Package(Name),
    /// A name of a package block.
    PackageLevel {
        package: Name,
        name: Name,
    },
    Universe(Name),
    Field,
    Method,
    Unknown,
}

/// What a call calls.
#[derive(Debug, Clone, PartialEq)]
pub enum Callee {
    /// A declared function.
    Function {
        package: Name,
        name: Name,
    },
    /// A method; `receiver` is the defined type that declares it, by the path of its package and its name.
    Method {
        package: Name,
        receiver: Name,
        name: Name,
        pointer: bool,
        interface: bool,
    },
    /// A function value: a variable, a field, a result, a literal.
    FuncValue,
    Conversion,
    Builtin(Builtin),
    /// With the reason in words.
    Unknown(String),
}
