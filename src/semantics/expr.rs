//! Expressions (Go spec, "Expressions"); operators, calls and literals have modules of their own.

use super::constant::Const;
use super::env::{Env, LocalKind, Meaning};
use super::lookup::Selected;
use super::operand::{Mode, Operand};
use super::package::Entity;
use super::record::{Callee, Object};
use super::types::{Basic, Signature, Type, is_exported};
use super::universe::{Builtin, Predeclared};
use crate::syntax::ast::{Expr, ExprKind, Ident, LiteralKind, Name, UnaryOp};
use std::sync::Arc;

impl Env<'_, '_> {
    /// What the expression is. `hint`: the type that it is going to have, where that decides something: for elided
    /// types in composite literals, and for generic functions that are assigned.
    pub fn expr(&mut self, expr: &Expr, hint: Option<&Type>) -> Operand {
        let checker = self.checker;
        let operand = checker.deeper(Operand::unknown(), || self.expr_inner(expr, hint));
        self.write_down(expr, &operand);
        operand
    }

    pub fn write_down(&mut self, expr: &Expr, operand: &Operand) {
        let Some(record) = &mut self.record else { return };
        let span = (expr.start, expr.end);
        if operand.is_untyped() && operand.mode == Mode::Constant {
            record.untyped_constants.insert(span);
        }
        record.types.insert(span, operand.ty.clone());
    }

    /// Says why the value of a call's function isn't known.
    fn reason(&mut self, expr: &Expr, reason: String) -> Operand {
        if let Some(record) = &mut self.record {
            record.functions.insert((expr.start, expr.end), Callee::Unknown(reason));
        }
        Operand::unknown()
    }

    /// The reason, and the missing package that is most likely behind it: one that this file imports, else one that
    /// another file of the package does.
    pub fn with_missing_package(&self, reason: String) -> String {
        if self.record.is_none() {
            return reason;
        }
        let files = &self.package.files;
        let imports = files[self.file].imports.iter().chain(files.iter().flat_map(|file| &file.imports));
        let missing = |path: &Name| self.checker.world.import(&self.package, path).err();
        match imports.map(|import| &import.path).find_map(missing) {
            Some(missing) => format!("{reason}; {missing}"),
            None => reason,
        }
    }

    fn expr_inner(&mut self, expr: &Expr, hint: Option<&Type>) -> Operand {
        match &expr.kind {
            ExprKind::Ident(name) => self.ident(expr, name),
            ExprKind::Literal(kind, text) => {
                let basic = match kind {
                    LiteralKind::Int => Basic::UntypedInt,
                    LiteralKind::Float => Basic::UntypedFloat,
                    LiteralKind::Imaginary => Basic::UntypedComplex,
                    LiteralKind::Rune => Basic::UntypedRune,
                    LiteralKind::String => Basic::UntypedString,
                };
                Operand::constant(Type::Basic(basic), Const::literal(*kind, text))
            }
            ExprKind::Composite(ty, elements) => self.composite(ty.as_deref(), elements, hint),
            ExprKind::FuncLit(ty, body) => self.func_lit(ty, body),
            ExprKind::Paren(inner) => {
                let operand = self.expr(inner, hint);
                if operand.mode == Mode::Unknown {
                    let callee = self
                        .record
                        .as_ref()
                        .and_then(|r| r.functions.get(&(inner.start, inner.end)).cloned());
                    if let (Some(record), Some(callee)) = (&mut self.record, callee) {
                        record.functions.insert((expr.start, expr.end), callee);
                    }
                }
                operand
            }
            ExprKind::Selector(base, name) => self.selector(expr, base, name),
            ExprKind::Index(base, indices) => self.index(expr, base, indices),
            ExprKind::Slice(base, parts) => self.slice(base, &**parts),
            ExprKind::TypeAssert(operand, ty) => {
                self.expr(operand, None);
                match ty {
                    Some(ty) => Operand::new(Mode::CommaOk, self.typ(ty)),
                    None => Operand::unknown(),
                }
            }
            ExprKind::Call(call) => self.call(expr, call),
            ExprKind::Star(inner) => self.star(inner),
            ExprKind::Unary(op, inner) => self.unary(*op, inner, hint),
            ExprKind::Binary(..) => self.binary_chain(expr),
            ExprKind::Array(..)
            | ExprKind::Struct(_)
            | ExprKind::Func(_)
            | ExprKind::Interface(_)
            | ExprKind::Map(..)
            | ExprKind::Chan(..) => Operand::new(Mode::Type, self.typ(expr)),
        }
    }

    fn ident(&mut self, expr: &Expr, name: &Name) -> Operand {
        let meaning = self.lookup(name);
        self.note_meaning(expr.start, name, &meaning);
        match meaning {
            Meaning::Local(local) => match local.kind {
                LocalKind::Var(ty) => Operand::new(Mode::Variable, ty),
                LocalKind::Const(constant) => Operand::constant(constant.ty, constant.value),
                LocalKind::Type(_, ty) => Operand::new(Mode::Type, ty),
            },
            Meaning::Entity(_, Entity::Duplicate) => self.reason(expr, declared_twice(name)),
            Meaning::Entity(package, entity) => {
                self.note_function(expr, &package, &entity);
                self.entity_operand(&package, &entity)
            }
            Meaning::Package(_) => Operand::unknown(),
            Meaning::Universe(predeclared) => match predeclared {
                Predeclared::Type(ty) => Operand::new(Mode::Type, ty),
                Predeclared::Bool(value) => Self::bool_operand(value),
                Predeclared::Iota => match self.iota {
                    Some(iota) => Operand::constant(Type::Basic(Basic::UntypedInt), Some(Const::int(iota))),
                    None => Operand::unknown(),
                },
                Predeclared::Nil => Operand::nil(),
                Predeclared::Builtin(builtin) => {
                    Operand { mode: Mode::Builtin(builtin), ty: Type::Unknown, value: None }
                }
            },
            Meaning::Unknown(reason) => self.reason(expr, reason),
        }
    }

    /// Go spec, "Qualified identifiers", "Selectors", "Method expressions", "Method values".
    fn selector(&mut self, expr: &Expr, base: &Expr, name: &Ident) -> Operand {
        if let ExprKind::Ident(base_name) = &base.kind {
            let meaning = self.lookup(base_name);
            match meaning {
                Meaning::Package(id) => {
                    self.note_meaning(base.start, base_name, &meaning);
                    let package = self.checker.world.package(id);
                    return self.qualified(expr, &package, name);
                }
                Meaning::Unknown(reason) => return self.reason(expr, reason),
                _ => {}
            }
        }
        let operand = self.expr(base, None);
        if operand.mode == Mode::Type {
            return self.method_expression(expr, &operand.ty, name);
        }
        if operand.is_unknown() || operand.is_untyped() {
            let reason = self.record.as_ref().and_then(|r| r.functions.get(&(base.start, base.end)).cloned());
            return match reason {
                Some(Callee::Unknown(reason)) => self.reason(expr, reason),
                _ => {
                    let what = format!("the type of what {} is selected from isn't known", name.name);
                    let what = self.with_missing_package(what);
                    self.reason(expr, what)
                }
            };
        }
        let path = self.path();
        match self.checker.lookup(&operand.ty, operand.mode == Mode::Variable, &name.name, &path) {
            Selected::Field { ty, indirect } => {
                self.note(name.start, || Object::Field);
                let variable = operand.mode == Mode::Variable || indirect;
                Operand::new(if variable { Mode::Variable } else { Mode::Value }, ty)
            }
            Selected::Method(method) => {
                self.note(name.start, || Object::Method);
                let signature = method.signature.clone();
                self.note_method(expr, method);
                Operand::value(Type::Func(signature))
            }
            Selected::None => self.reason(expr, format!("there is no field or method {}", name.name)),
            Selected::Unknown => {
                let what = format!("part of the type that {} is selected from isn't known", name.name);
                let what = self.with_missing_package(what);
                self.reason(expr, what)
            }
        }
    }

    fn qualified(&mut self, expr: &Expr, package: &Arc<super::package::Package>, name: &Ident) -> Operand {
        if &**package.path() == "unsafe" {
            if &*name.name == "Pointer" {
                return Operand::new(Mode::Type, Type::Basic(Basic::UnsafePointer));
            }
            return match Builtin::of_unsafe(&name.name) {
                Some(builtin) => Operand { mode: Mode::Builtin(builtin), ty: Type::Unknown, value: None },
                None => Operand::unknown(),
            };
        }
        self.note_package_level(name, package);
        match package.entity(&name.name).cloned() {
            Some(Entity::Duplicate) => self.reason(expr, declared_twice(&name.name)),
            Some(entity) if is_exported(&name.name) => {
                self.note_function(expr, package, &entity);
                self.entity_operand(package, &entity)
            }
            _ => self.reason(expr, format!("package {} doesn't declare {}", package.path(), name.name)),
        }
    }

    fn method_expression(&mut self, expr: &Expr, ty: &Type, name: &Ident) -> Operand {
        let path = self.path();
        let Selected::Method(method) = self.checker.lookup(ty, false, &name.name, &path) else {
            return Operand::unknown();
        };
        self.note(name.start, || Object::Method);
        let mut signature: Signature = (*method.signature).clone();
        signature.params.insert(0, ty.clone());
        self.note_method(expr, method);
        Operand::value(Type::func(signature))
    }

    fn index(&mut self, expr: &Expr, base: &Expr, indices: &[Expr]) -> Operand {
        if self.quietly(|env| env.type_name(base)).is_some() {
            return Operand::new(Mode::Type, self.typ(expr));
        }
        let operand = self.expr(base, None);
        if let Type::Func(signature) = &operand.ty
            && !signature.type_params.is_empty()
        {
            let args: Vec<Type> = indices.iter().map(|index| self.typ(index)).collect();
            let callee = self.record.as_ref().and_then(|r| r.functions.get(&(base.start, base.end)).cloned());
            if let (Some(record), Some(callee)) = (&mut self.record, callee) {
                record.functions.insert((expr.start, expr.end), callee);
            }
            return match self.checker.instantiate(signature, &args) {
                Some(signature) => Operand::value(Type::func(signature)),
                // Part of the arguments: the call, or the assignment, has to tell the others.
                None => operand,
            };
        }
        let [index] = indices else { return Operand::unknown() };
        let Some(terms) = self.checker.underlying_terms(&operand.ty) else {
            self.expr(index, None);
            return Operand::unknown();
        };
        let mut found: Option<Operand> = None;
        let mut key = Type::INT;
        for under in terms {
            let element = match &under {
                Type::Basic(basic) if basic.is_string() => Operand::value(Type::BYTE),
                Type::Array(_, elem) => {
                    let variable = operand.mode == Mode::Variable;
                    Operand::new(if variable { Mode::Variable } else { Mode::Value }, (**elem).clone())
                }
                Type::Pointer(base) => match self.checker.underlying(base) {
                    Type::Array(_, elem) => Operand::new(Mode::Variable, (*elem).clone()),
                    _ => Operand::unknown(),
                },
                Type::Slice(elem) => Operand::new(Mode::Variable, (**elem).clone()),
                Type::Map(pair) => {
                    key = pair.0.clone();
                    Operand::new(Mode::MapIndex, pair.1.clone())
                }
                _ => Operand::unknown(),
            };
            found = match found {
                Some(before) if !self.checker.identical(&before.ty, &element.ty) => Some(Operand::unknown()),
                _ => Some(element),
            };
        }
        let mut index_operand = self.expr(index, Some(&key));
        self.assign_to(&mut index_operand, index, &key);
        found.unwrap_or_else(Operand::unknown)
    }

    fn slice(&mut self, base: &Expr, parts: &[Option<Expr>]) -> Operand {
        let operand = self.expr(base, None);
        for part in parts.iter().flatten() {
            let mut index = self.expr(part, None);
            self.assign_to(&mut index, part, &Type::INT);
        }
        if operand.is_unknown() {
            return Operand::unknown();
        }
        let under = match self.checker.common_underlying(&operand.ty) {
            Some(under) => under,
            // `[]byte | string` can be sliced too.
            None if self.checker.is_bytes_or_string(&operand.ty) => return Operand::value(operand.ty),
            None => return Operand::unknown(),
        };
        let ty = match under {
            Type::Basic(basic) if basic.is_string() => {
                if operand.is_untyped() {
                    Type::STRING
                } else {
                    operand.ty
                }
            }
            Type::Array(_, elem) => Type::Slice(elem),
            Type::Slice(_) => operand.ty,
            Type::Pointer(base) => match self.checker.underlying(&base) {
                Type::Array(_, elem) => Type::Slice(elem),
                _ => Type::Unknown,
            },
            _ => Type::Unknown,
        };
        Operand::value(ty)
    }

    fn star(&mut self, inner: &Expr) -> Operand {
        let operand = self.expr(inner, None);
        if operand.mode == Mode::Type {
            return Operand::new(Mode::Type, Type::pointer(operand.ty));
        }
        match self.checker.common_underlying(&operand.ty) {
            Some(Type::Pointer(base)) => Operand::new(Mode::Variable, (*base).clone()),
            _ => Operand::unknown(),
        }
    }

    fn unary(&mut self, op: UnaryOp, inner: &Expr, hint: Option<&Type>) -> Operand {
        match op {
            UnaryOp::And => {
                let hint = hint.and_then(|hint| match self.checker.underlying(hint) {
                    Type::Pointer(base) => Some((*base).clone()),
                    _ => None,
                });
                let operand = self.expr(inner, hint.as_ref());
                // No constant has an address, nor has what a call doesn't give.
                let has_none = operand.is_untyped() || matches!(operand.ty, Type::Tuple(_));
                if operand.is_unknown()
                    || has_none
                    || matches!(operand.mode, Mode::Type | Mode::Nil | Mode::NoValue)
                {
                    return Operand::unknown();
                }
                Operand::value(Type::pointer(operand.ty))
            }
            UnaryOp::Recv => {
                self.has_call = true;
                let operand = self.expr(inner, None);
                match self.checker.common_underlying(&operand.ty) {
                    Some(Type::Chan(_, elem)) => Operand::new(Mode::CommaOk, (*elem).clone()),
                    _ => Operand::unknown(),
                }
            }
            UnaryOp::Tilde => {
                self.typ(inner);
                Operand::unknown()
            }
            UnaryOp::Add | UnaryOp::Sub | UnaryOp::Not | UnaryOp::Xor => {
                let operand = self.expr(inner, None);
                if operand.is_unknown() || matches!(operand.mode, Mode::Type | Mode::Nil) {
                    return Operand::unknown();
                }
                if operand.mode != Mode::Constant {
                    return Operand::value(operand.ty);
                }
                let Type::Basic(basic) = self.checker.underlying(&operand.ty) else {
                    return Operand::unknown();
                };
                let basic = self.sized(basic);
                let value = operand.value.and_then(|value| Const::unary(op, &value, basic));
                let value = if basic.is_untyped() { value } else { value.and_then(|v| v.represented(basic)) };
                Operand::constant(operand.ty, value)
            }
        }
    }

    fn note_function(
        &mut self,
        expr: &Expr,
        package: &Arc<super::package::Package>,
        entity: &super::package::Entity,
    ) {
        let Some(record) = &mut self.record else { return };
        if let super::package::Entity::Func(func) = entity {
            let callee = Callee::Function { package: package.path().clone(), name: func.name.name.clone() };
            record.functions.insert((expr.start, expr.end), callee);
            record.declarations.insert((expr.start, expr.end), func.clone());
        }
    }

    fn note_method(&mut self, expr: &Expr, method: super::lookup::SelectedMethod) {
        let Some(record) = &mut self.record else { return };
        if let Some(entity) = method.entity {
            record.declarations.insert((expr.start, expr.end), entity);
        }
        let callee = Callee::Method {
            package: method.package,
            receiver: method.receiver,
            name: method.name,
            pointer: method.pointer,
            interface: method.interface,
        };
        record.functions.insert((expr.start, expr.end), callee);
    }
}

fn declared_twice(name: &str) -> String {
    format!("{name} is declared more than once")
}
