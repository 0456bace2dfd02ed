//! Predeclared functions, and those of package unsafe (Go spec, "Built-in functions", "Package unsafe").

use super::call::Argument;
use super::constant::Const;
use super::env::Env;
use super::operand::{Mode, Operand};
use super::types::{Basic, Type};
use super::universe::{self, Builtin};
use crate::syntax::ast::{BinaryOp, Call, Expr, ExprKind};

impl Env<'_, '_> {
    pub fn builtin(&mut self, builtin: Builtin, call: &Call) -> Operand {
        match builtin {
            Builtin::Make => return self.make(call),
            Builtin::New => return self.new_value(call),
            Builtin::Offsetof => {
                self.arguments_of_unknown(&call.args);
                let value = self.offset_of(&call.args);
                return Operand::constant(Type::Basic(Basic::Uintptr), value);
            }
            _ => {}
        }
        let outer = std::mem::replace(&mut self.has_call, false);
        let mut args = self.arguments(&call.args);
        if call.spread && builtin != Builtin::Append {
            return Operand::unknown();
        }
        let calls = std::mem::replace(&mut self.has_call, outer);
        self.has_call |= calls;
        match builtin {
            Builtin::Append => self.append(call, &mut args),
            Builtin::Len | Builtin::Cap => self.length(builtin, calls, &mut args),
            Builtin::Clear | Builtin::Close => Operand::no_value(),
            Builtin::Panic => {
                self.assign_all(&mut args, &universe::any());
                Operand::no_value()
            }
            Builtin::Print | Builtin::Println => {
                for arg in &mut args {
                    self.use_default(&mut arg.operand, arg.expr);
                }
                Operand::no_value()
            }
            Builtin::Delete => {
                if let [map, key] = args.as_mut_slice() {
                    let ty = match self.checker.underlying_terms(&map.operand.ty).as_deref() {
                        Some([Type::Map(pair), ..]) => pair.0.clone(),
                        _ => Type::Unknown,
                    };
                    self.assign_to(&mut key.operand, key.expr, &ty);
                }
                Operand::no_value()
            }
            Builtin::Copy => {
                self.use_defaults_but_strings(&mut args);
                Operand::value(Type::INT)
            }
            Builtin::Recover => Operand::value(universe::any()),
            Builtin::Max | Builtin::Min => self.min_max(builtin, args),
            Builtin::Complex => self.complex(args),
            Builtin::Real | Builtin::Imag => self.real_imaginary(builtin, args),
            Builtin::Sizeof | Builtin::Alignof => {
                self.use_defaults(&mut args);
                let value = match (args.as_slice(), builtin) {
                    _ if !self.is_64_bit() => None,
                    ([arg], Builtin::Sizeof) => self.checker.size_of(&arg.operand.ty),
                    ([arg], _) => self.checker.align_of(&arg.operand.ty),
                    _ => None,
                };
                // Of a type parameter the size isn't constant.
                if args.iter().any(|arg| self.checker.has_params(&arg.operand.ty)) {
                    return Operand::value(Type::Basic(Basic::Uintptr));
                }
                Operand::constant(Type::Basic(Basic::Uintptr), value.map(Const::int))
            }
            Builtin::Add => {
                self.assign_rest(&mut args, &Type::INT);
                Operand::value(Type::Basic(Basic::UnsafePointer))
            }
            Builtin::Slice => {
                self.assign_rest(&mut args, &Type::INT);
                match args.first().and_then(|arg| self.checker.common_underlying(&arg.operand.ty)) {
                    Some(Type::Pointer(base)) => Operand::value(Type::Slice(base)),
                    _ => Operand::unknown(),
                }
            }
            Builtin::SliceData => {
                match args.first().and_then(|a| self.checker.common_underlying(&a.operand.ty)) {
                    Some(Type::Slice(elem)) => Operand::value(Type::Pointer(elem)),
                    _ => Operand::unknown(),
                }
            }
            Builtin::String => {
                self.assign_rest(&mut args, &Type::INT);
                Operand::value(Type::STRING)
            }
            Builtin::StringData => {
                self.assign_all(&mut args, &Type::STRING);
                Operand::value(Type::pointer(Type::BYTE))
            }
            Builtin::Make | Builtin::New | Builtin::Offsetof => Operand::unknown(),
        }
    }

    fn assign_all(&mut self, args: &mut [Argument], ty: &Type) {
        for arg in args {
            self.assign_to(&mut arg.operand, arg.expr, ty);
        }
    }

    fn assign_rest(&mut self, args: &mut [Argument], ty: &Type) {
        if let Some((_, rest)) = args.split_first_mut() {
            self.assign_all(rest, ty);
        }
    }

    fn use_defaults(&mut self, args: &mut [Argument]) {
        for arg in args {
            self.use_default(&mut arg.operand, arg.expr);
        }
    }

    /// Constant strings stay untyped where only their bytes are asked for.
    fn use_defaults_but_strings(&mut self, args: &mut [Argument]) {
        for arg in args.iter_mut().filter(|arg| !arg.operand.is_untyped_string()) {
            self.use_default(&mut arg.operand, arg.expr);
        }
    }

    /// Go spec, "Making slices, maps and channels".
    fn make(&mut self, call: &Call) -> Operand {
        let Some((ty, sizes)) = call.args.split_first() else { return Operand::unknown() };
        let ty = self.typ(ty);
        for size in sizes {
            let mut operand = self.expr(size, None);
            self.assign_to(&mut operand, size, &Type::INT);
        }
        Operand::value(ty)
    }

    /// Go spec, "Allocation": the argument is a type, or since Go 1.26 an expression.
    fn new_value(&mut self, call: &Call) -> Operand {
        let [arg] = call.args.as_slice() else { return Operand::unknown() };
        let mut operand = self.expr(arg, None);
        if operand.mode == Mode::Type {
            return Operand::value(Type::pointer(operand.ty));
        }
        self.use_default(&mut operand, arg);
        if operand.is_unknown() || operand.mode == Mode::Nil || operand.mode == Mode::NoValue {
            return Operand::unknown();
        }
        Operand::value(Type::pointer(operand.ty))
    }

    /// Go spec, "Appending to and copying slices".
    fn append(&mut self, call: &Call, args: &mut [Argument]) -> Operand {
        let Some((first, rest)) = args.split_first_mut() else { return Operand::unknown() };
        let elem = match self.checker.common_underlying(&first.operand.ty) {
            Some(Type::Slice(elem)) => (*elem).clone(),
            _ => Type::Unknown,
        };
        let target = if call.spread { Type::slice(elem) } else { elem };
        for arg in rest {
            // `append([]byte, "constant"...)`: the string stays untyped.
            if !(call.spread && arg.operand.is_untyped()) {
                self.assign_to(&mut arg.operand, arg.expr, &target);
            }
        }
        if first.operand.is_untyped() || matches!(first.operand.mode, Mode::Type | Mode::NoValue) {
            return Operand::unknown();
        }
        Operand::value(first.operand.ty.clone())
    }

    /// Go spec, "Length and capacity".
    fn length(&mut self, builtin: Builtin, calls: bool, args: &mut [Argument]) -> Operand {
        let [arg] = args else { return Operand::unknown() };
        let under = self.checker.underlying(&arg.operand.ty);
        let array = match &under {
            Type::Pointer(base) => self.checker.underlying(base),
            other => other.clone(),
        };
        if let Type::Array(len, _) = array
            && !calls
        {
            return Operand::constant(Type::INT, len.map(Const::int));
        }
        if arg.operand.mode == Mode::Constant && builtin == Builtin::Len {
            let value = match &arg.operand.value {
                Some(Const::String(bytes)) => Some(Const::int(bytes.len())),
                _ => None,
            };
            return Operand::constant(Type::INT, value);
        }
        self.use_default(&mut arg.operand, arg.expr);
        if matches!(arg.operand.mode, Mode::Type | Mode::NoValue) {
            return Operand::unknown();
        }
        // Whatever it is the length of, a length is an int.
        Operand::value(Type::INT)
    }

    /// Go spec, "Min and max": constant when all arguments are.
    fn min_max(&mut self, builtin: Builtin, args: Vec<Argument>) -> Operand {
        let mut args = args;
        if args.iter().any(|arg| arg.operand.is_unknown()) {
            for arg in &args {
                if arg.operand.is_untyped() {
                    self.set_final(arg.expr, &Type::Unknown);
                }
            }
            return Operand::unknown();
        }
        let typed = args.iter().find(|arg| !arg.operand.is_untyped()).map(|arg| arg.operand.ty.clone());
        let ty = match typed {
            Some(ty) => {
                self.assign_all(&mut args, &ty);
                if args.iter().any(|arg| !self.checker.identical(&arg.operand.ty, &ty)) {
                    return Operand::unknown();
                }
                ty
            }
            None => {
                let basics: Vec<Basic> = args
                    .iter()
                    .filter_map(
                        |arg| if let Type::Basic(basic) = arg.operand.ty { Some(basic) } else { None },
                    )
                    .collect();
                let Some(largest) = basics.iter().max() else { return Operand::unknown() };
                if !basics.iter().all(|basic| basic.is_numeric())
                    && !basics.iter().all(|basic| basic.is_string())
                {
                    return Operand::unknown();
                }
                let ty = Type::Basic(*largest);
                args.iter().for_each(|arg| self.set_final(arg.expr, &ty));
                ty
            }
        };
        if !args.iter().all(|arg| arg.operand.mode == Mode::Constant) {
            if !ty.is_untyped() {
                return Operand::value(ty);
            }
            // Constants and a shift of one: go/types takes the default type, whatever the call stands in.
            let ty = ty.default_type();
            args.iter().for_each(|arg| self.set_final(arg.expr, &ty));
            return Operand::value(ty);
        }
        let op = if builtin == Builtin::Min { BinaryOp::Less } else { BinaryOp::Greater };
        let mut best: Option<Const> = None;
        for arg in &args {
            let Some(value) = &arg.operand.value else { return Operand::constant(ty, None) };
            if best.as_ref().is_none_or(|best| Const::compare(op, value, best) == Some(true)) {
                best = Some(value.clone());
            }
        }
        Operand::constant(ty, best)
    }

    /// Go spec, "Manipulating complex numbers".
    fn complex(&mut self, mut args: Vec<Argument>) -> Operand {
        let [x, y] = args.as_mut_slice() else { return Operand::unknown() };
        match (x.operand.is_untyped(), y.operand.is_untyped()) {
            (true, false) => {
                let ty = y.operand.ty.clone();
                self.assign_to(&mut x.operand, x.expr, &ty);
            }
            (false, true) => {
                let ty = x.operand.ty.clone();
                self.assign_to(&mut y.operand, y.expr, &ty);
            }
            (true, true) if x.operand.mode == Mode::Constant && y.operand.mode == Mode::Constant => {
                x.operand.ty = Type::Basic(Basic::UntypedFloat);
                y.operand.ty = Type::Basic(Basic::UntypedFloat);
            }
            _ => {}
        }
        let ty = match self.checker.underlying(&x.operand.ty) {
            Type::Basic(Basic::Float32) => Basic::Complex64,
            Type::Basic(Basic::Float64) => Basic::Complex128,
            Type::Basic(Basic::UntypedFloat) => Basic::UntypedComplex,
            _ => return Operand::unknown(),
        };
        if !self.checker.identical(&x.operand.ty, &y.operand.ty) {
            return Operand::unknown();
        }
        let ty = Type::Basic(ty);
        if x.operand.mode == Mode::Constant && y.operand.mode == Mode::Constant {
            let value = match (&x.operand.value, &y.operand.value) {
                (Some(real), Some(imaginary)) => Const::make_complex(real, imaginary),
                _ => None,
            };
            return Operand::constant(ty, value);
        }
        Operand::value(ty)
    }

    fn real_imaginary(&mut self, builtin: Builtin, mut args: Vec<Argument>) -> Operand {
        let [x] = args.as_mut_slice() else { return Operand::unknown() };
        if x.operand.is_untyped() {
            if x.operand.mode == Mode::Constant {
                x.operand.ty = Type::Basic(Basic::UntypedComplex);
            } else {
                self.assign_to(&mut x.operand, x.expr, &Type::Basic(Basic::Complex128));
            }
        }
        let ty = match self.checker.underlying(&x.operand.ty) {
            Type::Basic(Basic::Complex64) => Basic::Float32,
            Type::Basic(Basic::Complex128) => Basic::Float64,
            Type::Basic(Basic::UntypedComplex) => Basic::UntypedFloat,
            _ => return Operand::unknown(),
        };
        if x.operand.mode == Mode::Constant {
            let part = x.operand.value.as_ref();
            let value = if builtin == Builtin::Real {
                part.and_then(Const::real)
            } else {
                part.and_then(Const::imaginary)
            };
            return Operand::constant(Type::Basic(ty), value);
        }
        Operand::value(Type::Basic(ty))
    }

    /// The offset of a field that is selected directly, not through embedded fields.
    fn offset_of(&mut self, args: &[Expr]) -> Option<Const> {
        let [arg] = args else { return None };
        let ExprKind::Selector(base, name) = &arg.unparen().kind else { return None };
        let operand = self.quietly(|env| env.expr(base, None));
        let mut ty = operand.ty;
        if let Type::Pointer(base) = self.checker.underlying(&ty) {
            ty = (*base).clone();
        }
        self.checker.field_offset(&ty, &name.name).filter(|_| self.is_64_bit()).map(Const::int)
    }
}
