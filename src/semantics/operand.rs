//! What an expression turned out to be: a mode, a type, and for constants a value.

use super::constant::Const;
use super::types::{Basic, Type};
use super::universe::Builtin;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Unknown,
    /// A call without results.
    NoValue,
    Builtin(Builtin),
    Type,
    Constant,
    /// Addressable.
    Variable,
    MapIndex,
    Value,
    /// A value that may come with a second, untyped boolean one.
    CommaOk,
    Nil,
}

#[derive(Debug, Clone)]
pub struct Operand {
    pub mode: Mode,
    pub ty: Type,
    pub value: Option<Const>,
}

impl Operand {
    pub fn new(mode: Mode, ty: Type) -> Self {
        if ty.is_unknown() && mode != Mode::Type && mode != Mode::Variable {
            return Operand::unknown();
        }
        Operand { mode, ty, value: None }
    }

    pub fn unknown() -> Self {
        Operand { mode: Mode::Unknown, ty: Type::Unknown, value: None }
    }

    pub fn value(ty: Type) -> Self {
        Operand::new(Mode::Value, ty)
    }

    pub fn no_value() -> Self {
        Operand { mode: Mode::NoValue, ty: Type::Tuple([].into()), value: None }
    }

    pub fn nil() -> Self {
        Operand { mode: Mode::Nil, ty: Type::Basic(Basic::UntypedNil), value: None }
    }

    pub fn constant(ty: Type, value: Option<Const>) -> Self {
        if ty.is_unknown() {
            return Operand::unknown();
        }
        Operand { mode: Mode::Constant, ty, value }
    }

    pub fn is_unknown(&self) -> bool {
        self.mode == Mode::Unknown || self.ty.is_unknown()
    }

    pub fn is_untyped_string(&self) -> bool {
        matches!(self.ty, Type::Basic(Basic::UntypedString))
    }

    pub fn is_untyped(&self) -> bool {
        self.ty.is_untyped()
    }

    /// The type of a variable that is declared with this value and without a type.
    pub fn variable_type(&self) -> Type {
        match self.mode {
            Mode::Unknown | Mode::NoValue | Mode::Builtin(_) | Mode::Type | Mode::Nil => Type::Unknown,
            _ if matches!(self.ty, Type::Tuple(_)) => Type::Unknown,
            _ => self.ty.default_type(),
        }
    }
}
