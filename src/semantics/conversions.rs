//! Conversions (Go spec, "Conversions").

use super::checker::Checker;
use super::env::Env;
use super::operand::{Mode, Operand};
use super::types::{Basic, Type};
use crate::syntax::ast::Expr;

impl Env<'_, '_> {
    /// `target(expr)`; unknown where that isn't valid.
    pub fn conversion(&mut self, target: &Type, mut operand: Operand, expr: &Expr) -> Operand {
        if target.is_unknown() {
            self.set_final(expr, &Type::Unknown);
            return Operand::unknown();
        }
        if matches!(operand.mode, Mode::Type | Mode::NoValue | Mode::Builtin(_)) {
            return Operand::unknown();
        }
        let under = self.checker.underlying(target);
        let constant_type = if let Type::Basic(basic) = under { Some(basic) } else { None };
        let constant_type = constant_type.filter(|basic| *basic != Basic::UnsafePointer);
        let constant = operand.mode == Mode::Constant;
        let result = match constant_type {
            Some(basic) if constant => self.constant_conversion(target, basic, &operand),
            _ if constant && self.represented_in_all(target, &operand) => Operand::value(target.clone()),
            _ if self.checker.convertible(&operand.ty, target) == Some(false) => Operand::unknown(),
            _ => Operand::value(target.clone()),
        };
        if operand.is_untyped() && !operand.ty.is_nil() {
            let is_interface = self.checker.is_interface(target);
            if is_interface || constant && constant_type.is_none() {
                self.use_default(&mut operand, expr);
            } else if constant
                && matches!(operand.ty, Type::Basic(b) if b.is_integer())
                && self.checker.all_basic(target, Basic::is_string)
            {
                // The argument of `string('a')` stays untyped.
            } else {
                self.set_final(expr, target);
            }
        }
        result
    }

    /// Whether `target` is a type parameter all of whose types can represent the constant.
    fn represented_in_all(&self, target: &Type, operand: &Operand) -> bool {
        let (Type::Param(_), Some(value)) = (target, &operand.value) else { return false };
        let terms = self.checker.underlying_terms(target).unwrap_or_default();
        let fits = |term: &Type| matches!(term, Type::Basic(basic) if value.represented(self.sized(*basic)).is_some());
        !terms.is_empty() && terms.iter().all(fits)
    }

    fn constant_conversion(&self, target: &Type, basic: Basic, operand: &Operand) -> Operand {
        let Type::Basic(from) = self.checker.underlying(&operand.ty) else { return Operand::unknown() };
        let from_integer = from.is_integer();
        let Some(value) = &operand.value else {
            let fits = basic.is_string() && (from.is_string() || from_integer)
                || basic.is_boolean() && from.is_boolean()
                || basic.is_numeric() && from.is_numeric();
            return if fits { Operand::constant(target.clone(), None) } else { Operand::unknown() };
        };
        let converted = match basic.is_string() && from_integer {
            true => value.code_point(),
            false => value.represented(self.sized(basic)),
        };
        match converted {
            Some(value) => Operand::constant(target.clone(), Some(value)),
            None => Operand::unknown(),
        }
    }
}

impl Checker<'_> {
    /// Whether a value that isn't constant can be converted; None when it can't be known.
    pub fn convertible(&self, from: &Type, to: &Type) -> Option<bool> {
        if !from.is_known() || !to.is_known() {
            return None;
        }
        if from.is_nil() {
            return self.has_nil(to);
        }
        let from = if from.is_untyped() { from.default_type() } else { from.clone() };
        if self.assignable(&from, to)? {
            return Some(true);
        }
        if !matches!(from, Type::Param(_)) && !matches!(to, Type::Param(_)) {
            return self.convertible_types(&from, to);
        }
        // Every type of the one type set to every type of the other.
        let each = |ty: &Type| match ty {
            Type::Param(_) => {
                let set = self.param_set(ty)?;
                if set.incomplete {
                    return None;
                }
                let terms = set.terms.as_ref()?;
                Some(terms.iter().map(|term| term.ty.clone()).collect())
            }
            other => Some(vec![other.clone()]),
        };
        let (froms, tos): (Vec<Type>, Vec<Type>) = (each(&from)?, each(to)?);
        for from in &froms {
            for to in &tos {
                if !self.assignable(from, to)? && !self.convertible_types(from, to)? {
                    return Some(false);
                }
            }
        }
        Some(true)
    }

    fn convertible_types(&self, from: &Type, to: &Type) -> Option<bool> {
        let (from_under, to_under) = (self.underlying(from), self.underlying(to));
        if from_under.is_unknown() || to_under.is_unknown() {
            return None;
        }
        if self.identical_ignoring_tags(&from_under, &to_under) {
            return Some(true);
        }
        if let (Type::Pointer(x), Type::Pointer(y)) = (from, to)
            && self.identical_ignoring_tags(&self.underlying(x), &self.underlying(y))
        {
            return Some(!matches!(**x, Type::Param(_)) && !matches!(**y, Type::Param(_)));
        }
        let is_text = |elem: &Type| matches!(self.underlying(elem), Type::Basic(Basic::Uint8 | Basic::Int32));
        let real = |basic: Basic| basic.is_integer() || basic.is_float();
        Some(match (&from_under, &to_under) {
            (Type::Basic(x), Type::Basic(y)) => {
                real(*x) && real(*y)
                    || x.is_complex() && y.is_complex()
                    || (x.is_integer() || x.is_string()) && y.is_string()
                    || *x == Basic::Uintptr && *y == Basic::UnsafePointer
                    || *x == Basic::UnsafePointer && *y == Basic::Uintptr
            }
            (Type::Slice(elem), Type::Basic(y)) => y.is_string() && is_text(elem),
            (Type::Basic(x), Type::Slice(elem)) => x.is_string() && is_text(elem),
            (Type::Pointer(_), Type::Basic(y)) => *y == Basic::UnsafePointer,
            (Type::Basic(x), Type::Pointer(_)) => *x == Basic::UnsafePointer,
            (Type::Slice(x), Type::Array(_, y)) => self.identical(x, y),
            (Type::Slice(x), Type::Pointer(base)) => match self.underlying(base) {
                Type::Array(_, y) => self.identical(x, &y),
                _ => false,
            },
            _ => false,
        })
    }

    /// Whether all types of the type set are strings or slices of bytes, and both kinds occur or may.
    pub fn is_bytes_or_string(&self, ty: &Type) -> bool {
        self.underlying_terms(ty).is_some_and(|terms| {
            !terms.is_empty()
                && terms.iter().all(|term| match term {
                    Type::Basic(basic) => basic.is_string(),
                    Type::Slice(elem) => matches!(self.underlying(elem), Type::Basic(Basic::Uint8)),
                    _ => false,
                })
        })
    }
}
