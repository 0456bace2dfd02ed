//! Binary operators, and untyped operands becoming typed (Go spec, "Operators", "Constant expressions").

use super::constant::Const;
use super::env::Env;
use super::operand::{Mode, Operand};
use super::types::{Basic, Type};
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, UnaryOp};

impl Env<'_, '_> {
    /// `a + b + c …` is a tree as deep as the chain is long; it's taken apart in a loop.
    pub fn binary_chain(&mut self, expr: &Expr) -> Operand {
        let mut chain = Vec::new();
        let mut left = expr;
        while let ExprKind::Binary(op, x, y) = &left.kind {
            chain.push((*op, &**x, &**y));
            left = x;
        }
        let mut operand = self.expr(left, None);
        for (index, (op, x, y)) in chain.into_iter().rev().enumerate() {
            if index > 0 {
                self.write_down(x, &operand);
            }
            let right = self.expr(y, None);
            operand = self.binary(op, operand, x, right, y);
        }
        operand
    }

    fn binary(&mut self, op: BinaryOp, mut x: Operand, ex: &Expr, mut y: Operand, ey: &Expr) -> Operand {
        let usable =
            |operand: &Operand| !matches!(operand.mode, Mode::Type | Mode::NoValue | Mode::Builtin(_));
        if !usable(&x) || !usable(&y) {
            return Operand::unknown();
        }
        if op.is_shift() {
            return self.shift(op, x, ex, y, ey);
        }
        if !op.is_comparison() && (x.is_unknown() || y.is_unknown()) {
            // An untyped operand takes the other's type, whatever that is.
            self.forget_untyped(&x, ex);
            self.forget_untyped(&y, ey);
            return Operand::unknown();
        }
        self.match_operands(&mut x, ex, &mut y, ey);
        if op.is_comparison() {
            return self.comparison(op, x, ex, y, ey);
        }
        if !self.checker.identical(&x.ty, &y.ty) {
            return Operand::unknown();
        }
        if x.mode == Mode::Constant && y.mode == Mode::Constant {
            let Type::Basic(basic) = self.checker.underlying(&x.ty) else { return Operand::unknown() };
            let value = match (&x.value, &y.value) {
                (Some(a), Some(b)) => Const::binary(op, a, b, basic.is_integer()),
                _ => None,
            };
            let value = match basic.is_untyped() {
                true => value,
                false => value.and_then(|value| value.represented(self.sized(basic))),
            };
            return Operand::constant(x.ty, value);
        }
        Operand::value(x.ty)
    }

    fn forget_untyped(&mut self, operand: &Operand, expr: &Expr) {
        if operand.is_untyped() {
            self.set_final(expr, &Type::Unknown);
        }
    }

    fn comparison(&mut self, op: BinaryOp, x: Operand, ex: &Expr, y: Operand, ey: &Expr) -> Operand {
        let result = Type::Basic(Basic::UntypedBool);
        if x.mode == Mode::Constant && y.mode == Mode::Constant {
            // The operands never become anything else than constants.
            let value = match (&x.value, &y.value) {
                (Some(a), Some(b)) => Const::compare(op, a, b).map(Const::Bool),
                _ => None,
            };
            return Operand::constant(result, value);
        }
        for (operand, expr) in [(&x, ex), (&y, ey)] {
            if operand.is_untyped() {
                self.set_final(expr, &operand.ty.default_type());
            }
        }
        Operand::value(result)
    }

    /// Where one operand is untyped it takes the type of the other; where both are, the later kind wins.
    fn match_operands(&mut self, x: &mut Operand, ex: &Expr, y: &mut Operand, ey: &Expr) {
        match (&x.ty, &y.ty) {
            (Type::Basic(a), Type::Basic(b)) if a.is_untyped() && b.is_untyped() => {
                if !a.is_numeric() || !b.is_numeric() {
                    return;
                }
                let ty = Type::Basic((*a).max(*b));
                // Of one kind already, nothing is written down anew.
                let other = if a < b {
                    Some((x, ex))
                } else if b < a {
                    Some((y, ey))
                } else {
                    None
                };
                if let Some((operand, expr)) = other {
                    self.set_final(expr, &ty);
                    operand.ty = ty;
                }
            }
            _ if x.is_untyped() => {
                let target = y.ty.clone();
                self.assign_to(x, ex, &target);
            }
            _ if y.is_untyped() => {
                let target = x.ty.clone();
                self.assign_to(y, ey, &target);
            }
            _ => {}
        }
    }

    /// Go spec, "Operators": shifts, whose left operand, when it's an untyped constant and the count isn't constant,
    /// takes the type that it would have if the shift were replaced by it alone.
    fn shift(&mut self, op: BinaryOp, mut x: Operand, ex: &Expr, mut y: Operand, ey: &Expr) -> Operand {
        // A constant count is as it is.
        if y.is_untyped() && y.mode != Mode::Constant {
            self.assign_to(&mut y, ey, &Type::INT);
        }
        if x.is_unknown() {
            return Operand::unknown();
        }
        if x.mode == Mode::Constant {
            if y.mode == Mode::Constant {
                if x.is_untyped() && !matches!(x.ty, Type::Basic(basic) if basic.is_integer()) {
                    x.ty = Type::Basic(Basic::UntypedInt);
                }
                let count = y.value.as_ref().and_then(Const::as_u64);
                let value = match (&x.value, count) {
                    (Some(value), Some(count)) => Const::shift(op, value, count),
                    _ => None,
                };
                let value = match self.checker.underlying(&x.ty) {
                    Type::Basic(basic) if !basic.is_untyped() => {
                        value.and_then(|value| value.represented(self.sized(basic)))
                    }
                    _ => value,
                };
                return Operand::constant(x.ty, value);
            }
            if x.is_untyped() {
                // Not constant, and still untyped: what it becomes is told by the context.
                if let Some(record) = &mut self.record {
                    record.untyped_constants.remove(&(ex.start, ex.end));
                }
                return Operand { mode: Mode::Value, ty: x.ty, value: None };
            }
        }
        Operand::value(x.ty)
    }

    /// The operand goes where a value of type `target` is asked for.
    pub fn assign_to(&mut self, operand: &mut Operand, expr: &Expr, target: &Type) {
        if matches!(operand.mode, Mode::Unknown | Mode::Type | Mode::Builtin(_) | Mode::NoValue) {
            return;
        }
        if let Type::Func(signature) = &operand.ty
            && !signature.type_params.is_empty()
        {
            // A generic function is instantiated by the function type it is assigned to.
            let found = self.checker.infer_from_target(signature, target);
            operand.ty = found.map_or(Type::Unknown, Type::func);
            self.write_down(expr, operand);
            return;
        }
        if !operand.is_untyped() {
            return;
        }
        if operand.ty.is_nil() {
            return;
        }
        let default = operand.ty.default_type();
        let (ty, kept) = match self.checker.underlying(target) {
            Type::Unknown => (Type::Unknown, false),
            Type::Interface(_) if !matches!(target, Type::Param(_)) => (default, true),
            Type::Interface(_) => (target.clone(), false),
            Type::Basic(basic) if basic.is_untyped() => return,
            Type::Basic(basic) => {
                let kind_fits = match &operand.ty {
                    Type::Basic(Basic::UntypedBool) => basic.is_boolean(),
                    Type::Basic(Basic::UntypedString) => basic.is_string(),
                    _ => basic.is_numeric(),
                };
                if kind_fits { (target.clone(), true) } else { (Type::Unknown, false) }
            }
            _ => (Type::Unknown, false),
        };
        let mut ty = ty;
        if operand.mode == Mode::Constant
            && let Some(value) = operand.value.take()
            && let Type::Basic(basic) = self.checker.underlying(&ty)
            && kept
        {
            operand.value = value.represented(self.sized(basic));
            if operand.value.is_none() {
                // The constant doesn't fit: the program is wrong here.
                ty = Type::Unknown;
            }
        }
        self.set_final(expr, &ty);
        operand.ty = ty;
        if operand.ty.is_unknown() {
            operand.mode = Mode::Unknown;
        }
    }

    /// An operand without a type asked for: untyped ones take their default type.
    pub fn use_default(&mut self, operand: &mut Operand, expr: &Expr) {
        if operand.is_untyped() && !operand.ty.is_nil() {
            let target = operand.ty.default_type();
            self.assign_to(operand, expr, &target);
        }
    }

    /// Writes down the type that an untyped expression takes in the end, and its operands with it: they keep their
    /// own where the expression is constant, or doesn't pass its type on.
    pub fn set_final(&mut self, expr: &Expr, ty: &Type) {
        let mut work = vec![expr];
        while let Some(expr) = work.pop() {
            let Some(record) = &mut self.record else { return };
            let span = (expr.start, expr.end);
            if !record.types.get(&span).is_some_and(Type::is_untyped) {
                continue;
            }
            record.types.insert(span, ty.clone());
            let constant = record.untyped_constants.contains(&span);
            match &expr.kind {
                ExprKind::Paren(inner) => work.push(inner),
                ExprKind::Unary(UnaryOp::Add | UnaryOp::Sub | UnaryOp::Xor | UnaryOp::Not, inner)
                    if !constant =>
                {
                    work.push(inner);
                }
                ExprKind::Binary(op, x, y) if !constant && !op.is_comparison() => {
                    work.push(x);
                    if !op.is_shift() {
                        work.push(y);
                    }
                }
                _ => {}
            }
        }
    }
}
