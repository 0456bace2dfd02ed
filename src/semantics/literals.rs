//! Composite literals and function literals (Go spec, "Composite literals", "Function literals").

use super::env::Env;
use super::operand::{Mode, Operand};
use super::record::Object;
use super::types::{Struct, Type};
use super::typeset::same_name;
use crate::syntax::ast::{ArrayLen, Block, Element, Expr, ExprKind, FuncType};
use std::sync::Arc;

impl Env<'_, '_> {
    pub fn composite(&mut self, ty: Option<&Expr>, elements: &[Element], hint: Option<&Type>) -> Operand {
        let ty = match ty {
            Some(Expr { kind: ExprKind::Array(ArrayLen::Count, elem), .. }) => {
                let elem = self.typ(elem);
                let len = self.indexed_elements(elements, &elem);
                return Operand::value(Type::array(len, elem));
            }
            Some(ty) => self.typ(ty),
            None => hint.cloned().unwrap_or(Type::Unknown),
        };
        // `{…}` where a pointer is asked for stands for `&T{…}`.
        let mut base = self.checker.common_underlying(&ty).unwrap_or(Type::Unknown);
        if let Type::Pointer(pointee) = &base {
            base = self.checker.common_underlying(pointee).unwrap_or(Type::Unknown);
        }
        match base {
            Type::Struct(s) => self.struct_elements(elements, &s),
            Type::Array(_, elem) | Type::Slice(elem) => {
                self.indexed_elements(elements, &elem);
            }
            Type::Map(pair) => {
                for element in elements {
                    if let Some(key) = &element.key {
                        self.element(key, &pair.0);
                    }
                    self.element(&element.value, &pair.1);
                }
            }
            _ => {
                for element in elements {
                    // A key may be the name of a field.
                    if let Some(key) = &element.key
                        && !matches!(key.kind, ExprKind::Ident(_))
                    {
                        self.element(key, &Type::Unknown);
                    }
                    self.element(&element.value, &Type::Unknown);
                }
                return Operand::unknown();
            }
        }
        Operand::value(ty)
    }

    fn element(&mut self, expr: &Expr, ty: &Type) {
        let mut operand = self.expr(expr, Some(ty));
        self.assign_to(&mut operand, expr, ty);
    }

    fn struct_elements(&mut self, elements: &[Element], s: &Struct) {
        let package = self.path();
        for (index, element) in elements.iter().enumerate() {
            let field = match &element.key {
                Some(Expr { start, kind: ExprKind::Ident(name), .. }) => {
                    self.note(*start, || Object::Field);
                    s.fields.iter().find(|f| same_name(&f.name, &f.package, name, &package))
                }
                Some(_) => None,
                None => s.fields.get(index),
            };
            let ty = field.map_or(Type::Unknown, |field| field.ty.clone());
            self.element(&element.value, &ty);
        }
    }

    /// The elements of an array or slice; the length that they need.
    fn indexed_elements(&mut self, elements: &[Element], elem: &Type) -> Option<u64> {
        let mut next = Some(0u64);
        let mut len = Some(0u64);
        for element in elements {
            if let Some(key) = &element.key {
                let mut operand = self.expr(key, None);
                next = if operand.mode == Mode::Constant {
                    operand.value.as_ref().and_then(|v| v.as_u64())
                } else {
                    None
                };
                self.assign_to(&mut operand, key, &Type::INT);
            }
            self.element(&element.value, elem);
            next = next.and_then(|n| n.checked_add(1));
            len = len.zip(next).map(|(len, next)| len.max(next));
        }
        len
    }

    pub fn func_lit(&mut self, ty: &FuncType, body: &Block) -> Operand {
        let signature = Arc::new(self.signature(ty));
        if self.record.is_none() {
            // Only the type was asked for, and what the body says doesn't matter to it.
            return Operand::value(Type::Func(signature));
        }
        let results = std::mem::replace(&mut self.results, signature.results.clone());
        let iota = self.iota.take();
        let has_call = self.has_call;
        self.open();
        self.declare_params(ty, &signature);
        self.body(body);
        self.close(body.end);
        self.has_call = has_call;
        self.iota = iota;
        self.results = results;
        Operand::value(Type::Func(signature))
    }
}
