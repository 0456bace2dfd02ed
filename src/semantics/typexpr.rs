//! Type expressions (Go spec, "Types").

use super::constant::string_text;
use super::env::{Env, LocalKind, Meaning};
use super::operand::Mode;
use super::package::{Entity, Package};
use super::record::Object;
use super::subst::Subst;
use super::types::{Field, Interface, Method, Named, Struct, Term, Type, TypeParam};
use super::universe::Predeclared;
use crate::syntax::ast::{self, ArrayLen, BinaryOp, Expr, ExprKind, Ident, InterfaceElem, Name, UnaryOp};
use std::sync::Arc;

impl Env<'_, '_> {
    /// The type that the expression denotes; unknown also when it denotes none.
    pub fn typ(&mut self, expr: &Expr) -> Type {
        let checker = self.checker;
        let ty = checker.deeper(Type::Unknown, || self.typ_inner(expr));
        if let Some(record) = &mut self.record {
            record.types.insert((expr.start, expr.end), ty.clone());
        }
        ty
    }

    fn typ_inner(&mut self, expr: &Expr) -> Type {
        match &expr.kind {
            ExprKind::Paren(inner) => self.typ(inner),
            ExprKind::Ident(_) | ExprKind::Selector(..) => match self.type_name(expr) {
                Some((params, ty)) if params.is_empty() => ty,
                _ => Type::Unknown,
            },
            ExprKind::Index(base, args) => self.instantiated_type(base, args),
            ExprKind::Star(base) => Type::pointer(self.typ(base)),
            ExprKind::Array(ArrayLen::Slice, elem) => Type::slice(self.typ(elem)),
            ExprKind::Array(ArrayLen::Count, elem) => Type::array(None, self.typ(elem)),
            ExprKind::Array(ArrayLen::Expr(len), elem) => {
                let operand = self.expr(len, None);
                let len = if operand.mode == Mode::Constant { operand.value } else { None };
                Type::array(len.and_then(|value| value.as_u64()), self.typ(elem))
            }
            ExprKind::Map(key, value) => {
                let key = self.typ(key);
                Type::map(key, self.typ(value))
            }
            ExprKind::Chan(dir, elem) => Type::chan(*dir, self.typ(elem)),
            ExprKind::Func(ty) => Type::func(self.signature(ty)),
            ExprKind::Struct(fields) => self.struct_type(fields),
            ExprKind::Interface(elems) => self.interface_type(elems),
            _ => Type::Unknown,
        }
    }

    /// A constraint: an interface, or what is short for one (Go spec, "Type constraints").
    pub fn constraint(&mut self, expr: &Expr) -> Type {
        match &expr.kind {
            ExprKind::Binary(BinaryOp::Or, ..) | ExprKind::Unary(UnaryOp::Tilde, _) => {
                let union = self.union(expr);
                Type::Interface(Arc::new(Interface::new(Vec::new(), vec![union])))
            }
            _ => self.typ(expr),
        }
    }

    fn union(&mut self, expr: &Expr) -> Type {
        let mut terms = Vec::new();
        let mut rest = expr;
        while let ExprKind::Binary(BinaryOp::Or, left, right) = &rest.kind {
            terms.push(self.term(right));
            rest = left;
        }
        terms.push(self.term(rest));
        terms.reverse();
        match terms.as_slice() {
            [Term { tilde: false, ty }] => ty.clone(),
            _ => Type::Union(terms.into()),
        }
    }

    fn term(&mut self, expr: &Expr) -> Term {
        match &expr.kind {
            ExprKind::Unary(UnaryOp::Tilde, ty) => Term { tilde: true, ty: self.typ(ty) },
            _ => Term { tilde: false, ty: self.typ(expr) },
        }
    }

    /// The type that a name, qualified or not, stands for, with the type parameters of a generic alias. None when it
    /// names no type.
    pub fn type_name(&mut self, expr: &Expr) -> Option<(Vec<Arc<TypeParam>>, Type)> {
        match &expr.kind {
            ExprKind::Paren(inner) => self.type_name(inner),
            ExprKind::Ident(name) => {
                let meaning = self.lookup(name);
                self.note_meaning(expr.start, name, &meaning);
                match meaning {
                    Meaning::Local(local) => match local.kind {
                        LocalKind::Type(params, ty) => Some((params, ty)),
                        _ => None,
                    },
                    Meaning::Entity(package, entity) => self.entity_type(&package, &entity),
                    Meaning::Universe(Predeclared::Type(ty)) => Some((Vec::new(), ty)),
                    _ => None,
                }
            }
            ExprKind::Selector(base, name) => {
                let ExprKind::Ident(base_name) = &base.kind else { return None };
                let meaning = self.lookup(base_name);
                self.note_meaning(base.start, base_name, &meaning);
                let Meaning::Package(id) = meaning else { return None };
                let package = self.checker.world.package(id);
                if &**package.path() == "unsafe" && &*name.name == "Pointer" {
                    return Some((Vec::new(), Type::Basic(super::types::Basic::UnsafePointer)));
                }
                let entity = package.entity(&name.name)?.clone();
                self.note_package_level(name, &package);
                self.entity_type(&package, &entity)
            }
            _ => None,
        }
    }

    fn entity_type(&self, package: &Arc<Package>, entity: &Entity) -> Option<(Vec<Arc<TypeParam>>, Type)> {
        match entity {
            Entity::Type(entity) => Some(self.checker.type_entity(package, entity)),
            _ => None,
        }
    }

    pub fn note_package_level(&mut self, name: &Ident, package: &Arc<Package>) {
        let path = package.path();
        self.note(name.start, || Object::PackageLevel { package: path.clone(), name: name.name.clone() });
    }

    pub fn note_meaning(&mut self, start: ast::Pos, name: &Name, meaning: &Meaning) {
        if self.record.is_none() {
            return;
        }
        let world = self.checker.world;
        let object = match meaning {
            Meaning::Local(local) => Object::Local(local.range.start as usize..local.range.end as usize),
            Meaning::Entity(package, _) => {
                Object::PackageLevel { package: package.path().clone(), name: name.clone() }
            }
            Meaning::Package(id) => Object::Package(world.package(*id).path().clone()),
            Meaning::Universe(_) => Object::Universe(name.clone()),
            Meaning::Unknown(_) => Object::Unknown,
        };
        self.note(start, || object);
    }

    /// Go spec, "Instantiations".
    fn instantiated_type(&mut self, base: &Expr, args: &[Expr]) -> Type {
        let Some((params, generic)) = self.type_name(base) else { return Type::Unknown };
        let args: Vec<Type> = args.iter().map(|arg| self.typ(arg)).collect();
        if !params.is_empty() {
            if params.len() != args.len() {
                return Type::Unknown;
            }
            return Subst::new(&params, &args).apply(&generic);
        }
        match generic {
            Type::Named(named) if named.args.is_empty() => Type::Named(Named::new(named.def.clone(), args)),
            _ => Type::Unknown,
        }
    }

    fn struct_type(&mut self, fields: &[ast::Field]) -> Type {
        let package = self.path();
        let mut list = Vec::new();
        for field in fields {
            let ty = self.typ(&field.ty);
            let tag = field.tag.as_ref().and_then(|tag| string_text(tag)).filter(|tag| !tag.is_empty());
            if field.names.is_empty() {
                let Some(name) = embedded_name(&field.ty) else { return Type::Unknown };
                list.push(Field { name, package: package.clone(), ty, embedded: true, tag });
                continue;
            }
            for name in &field.names {
                if let Some(record) = &mut self.record {
                    record.objects.insert(name.start, Object::Field);
                }
                list.push(Field {
                    name: name.name.clone(),
                    package: package.clone(),
                    ty: ty.clone(),
                    embedded: false,
                    tag: tag.clone(),
                });
            }
        }
        Type::Struct(Arc::new(Struct { fields: list }))
    }

    fn interface_type(&mut self, elems: &[InterfaceElem]) -> Type {
        let package = self.path();
        let mut methods = Vec::new();
        let mut embedded = Vec::new();
        for elem in elems {
            match elem {
                InterfaceElem::Method(name, ty) => methods.push(Method {
                    name: name.name.clone(),
                    package: package.clone(),
                    signature: Arc::new(self.signature(ty)),
                }),
                InterfaceElem::Embedded(expr) => {
                    let ty = self.union(expr);
                    embedded.push(ty);
                }
            }
        }
        if methods.is_empty() && embedded.is_empty() {
            return super::universe::any();
        }
        Type::Interface(Arc::new(Interface::new(methods, embedded)))
    }
}

/// The name that an embedded field goes by (Go spec, "Struct types").
fn embedded_name(ty: &Expr) -> Option<Name> {
    match &ty.kind {
        ExprKind::Ident(name) => Some(name.clone()),
        ExprKind::Selector(_, name) => Some(name.name.clone()),
        ExprKind::Star(inner) | ExprKind::Paren(inner) | ExprKind::Index(inner, _) => embedded_name(inner),
        _ => None,
    }
}

/// The name of the base type of a receiver.
pub(super) fn receiver_base(ty: &Expr) -> Option<&Name> {
    match &ty.kind {
        ExprKind::Ident(name) => Some(name),
        ExprKind::Star(inner) | ExprKind::Paren(inner) | ExprKind::Index(inner, _) => receiver_base(inner),
        _ => None,
    }
}
