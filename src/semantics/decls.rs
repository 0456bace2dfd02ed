//! What package-level declarations mean, found on demand and kept with them.
//!
//! Two threads may find the same thing at once; the first to finish is kept, and both see that one. A declaration that
//! depends on itself is unknown.

use super::checker::Checker;
use super::constant::Const;
use super::env::Env;
use super::package::{ConstEntity, Entity, FuncEntity, Package, TypeEntity, VarEntity};
use super::subst::Subst;
use super::types::{Interface, Named, Signature, Type, TypeDef, TypeParam};
use crate::syntax::ast::{Decl, ExprKind};
use std::sync::Arc;

/// The type and the value of a constant.
#[derive(Debug, Clone)]
pub struct ConstValue {
    pub ty: Type,
    pub value: Option<Const>,
}

/// A declared function's signature, with what its receiver says.
#[derive(Debug)]
pub struct FuncSignature {
    pub signature: Arc<Signature>,
    /// The type parameters that a receiver `(l *List[T])` declares.
    pub recv_params: Vec<Arc<TypeParam>>,
    /// The receiver's type; unknown for a function without one.
    pub recv_type: Type,
    pub pointer_receiver: bool,
}

/// Part of a package couldn't be read, and what is asked for may be there.
pub(super) struct Unreadable;

impl Checker<'_> {
    pub fn func_signature(&self, func: &FuncEntity) -> Option<Arc<FuncSignature>> {
        self.once(&func.signature, func, None, || {
            let package = self.world.package(func.package);
            let decl = func.parse_head(&package.files[func.file])?;
            let mut env = Env::new(self, package, func.file);
            Some(Arc::new(env.func_signature(&decl)))
        })
    }

    pub fn var_type(&self, package: &Arc<Package>, var: &VarEntity) -> Type {
        self.once(&var.ty, var, Type::Unknown, || {
            let Some(Decl::Var(spec)) = var.declared.decl(package) else { return Type::Unknown };
            let mut env = Env::new(self, package.clone(), var.declared.group.file);
            env.var_spec_type(spec, var.declared.index)
        })
    }

    pub fn const_value(&self, package: &Arc<Package>, constant: &ConstEntity) -> ConstValue {
        let unknown = ConstValue { ty: Type::Unknown, value: None };
        self.once(&constant.value, constant, unknown.clone(), || {
            let Some(Decl::Const(spec)) = constant.declared.decl(package) else { return unknown };
            let mut env = Env::new(self, package.clone(), constant.declared.group.file);
            env.const_spec_value(spec, constant.declared.index)
        })
    }

    /// The type that a name stands for; with the type parameters that are still to be replaced in it when it is a
    /// generic alias. A generic defined type comes without its arguments.
    pub fn type_entity(&self, package: &Arc<Package>, entity: &TypeEntity) -> (Vec<Arc<TypeParam>>, Type) {
        // What a defined type is defined as is read when that is asked for.
        if !entity.is_alias {
            return (Vec::new(), Type::Named(Named::new(entity.def.clone(), Vec::new())));
        }
        self.once(&entity.alias, entity, (Vec::new(), Type::Unknown), || {
            let Some(Decl::Type(spec)) = entity.declared.decl(package) else {
                return (Vec::new(), Type::Unknown);
            };
            let mut env = Env::new(self, package.clone(), entity.declared.group.file);
            let params = env.declare_type_params(&spec.type_params);
            (params, env.typ(&spec.ty))
        })
    }

    /// The type parameters of a defined type.
    pub fn type_params(&self, def: &TypeDef) -> Vec<Arc<TypeParam>> {
        if let Some(known) = def.type_params.get() {
            return known.clone();
        }
        let Some((package, declared)) = &def.source else { return Vec::new() };
        let package = self.world.package(*package);
        let Some(Decl::Type(spec)) = declared.decl(&package) else { return Vec::new() };
        if spec.type_params.is_empty() {
            return Vec::new();
        }
        self.once(&def.type_params, &def.type_params, Vec::new(), || {
            let mut env = Env::new(self, package.clone(), declared.group.file);
            env.declare_type_params(&spec.type_params)
        })
    }

    /// Go spec, "Underlying types". A type parameter's is its constraint.
    pub fn underlying(&self, ty: &Type) -> Type {
        match ty {
            Type::Named(named) => self.named_underlying(named),
            Type::Param(param) => match self.underlying(&param.bound()) {
                Type::Unknown => Type::Unknown,
                interface @ Type::Interface(_) => interface,
                // `[P int]` is short for `[P interface{ int }]`.
                _ => Type::Interface(Arc::new(Interface::new(Vec::new(), vec![param.bound()]))),
            },
            other => other.clone(),
        }
    }

    fn named_underlying(&self, named: &Named) -> Type {
        if let Some(known) = named.underlying.get() {
            return known.clone();
        }
        let (found, limited) = self.watched(|| {
            let generic = self.def_underlying(&named.def);
            if named.args.is_empty() {
                return generic;
            }
            let params = self.type_params(&named.def);
            if params.len() == named.args.len() {
                Subst::new(&params, &named.args).apply(&generic)
            } else {
                Type::Unknown
            }
        });
        if limited { found } else { named.underlying.get_or_init(|| found).clone() }
    }

    fn def_underlying(&self, def: &TypeDef) -> Type {
        if let Some(known) = def.underlying.get() {
            return known.clone();
        }
        let Some((package, declared)) = &def.source else { return Type::Unknown };
        let package = self.world.package(*package);
        let Some(Decl::Type(spec)) = declared.decl(&package) else { return Type::Unknown };
        if package.contains_itself(&def.name) {
            return def.underlying.get_or_init(|| Type::Unknown).clone();
        }
        let params = self.type_params(def);
        self.once(&def.underlying, def, Type::Unknown, || {
            let mut env = Env::new(self, package.clone(), declared.group.file);
            env.bind_names(&params);
            let ty = env.typ(&spec.ty);
            // A type parameter alone can't be a type's definition.
            if matches!(ty, Type::Param(_)) { Type::Unknown } else { self.underlying(&ty) }
        })
    }

    /// The method that a defined type's package declares for it. `Err` when that can't be known.
    pub(super) fn declared_method(
        &self,
        def: &TypeDef,
        name: &str,
        from: &str,
    ) -> Result<Option<Arc<FuncEntity>>, Unreadable> {
        let Some((package, _)) = &def.source else { return Ok(None) };
        if !super::types::is_exported(name) && *def.package != *from {
            return Ok(None);
        }
        let package = self.world.package(self.declaring(&def.package, *package));
        let mut found = package.methods(&def.name).iter().filter(|method| &*method.name.name == name);
        match (found.next(), found.next()) {
            (Some(method), None) => Ok(Some(method.clone())),
            (None, _) if !package.may_declare(name) => Ok(None),
            _ => Err(Unreadable),
        }
    }

    /// The type that a name of the package block stands for.
    pub fn entity_type(&self, package: &Arc<Package>, name: &str) -> Option<(Vec<Arc<TypeParam>>, Type)> {
        match package.entity(name)? {
            Entity::Type(entity) => Some(self.type_entity(package, entity)),
            _ => None,
        }
    }
}

/// The arguments that a receiver type gives names to: `T` of `*List[T]`.
pub(super) fn receiver_params(ty: &crate::syntax::ast::Expr) -> (bool, Vec<crate::syntax::ast::Ident>) {
    let mut ty = ty.unparen();
    let mut pointer = false;
    if let ExprKind::Star(base) = &ty.kind {
        pointer = true;
        ty = base.unparen();
    }
    let ExprKind::Index(_, args) = &ty.kind else { return (pointer, Vec::new()) };
    let names = args.iter().map(|arg| match &arg.unparen().kind {
        ExprKind::Ident(name) => crate::syntax::ast::Ident { name: name.clone(), start: arg.start },
        _ => crate::syntax::ast::Ident { name: "_".into(), start: arg.start },
    });
    (pointer, names.collect())
}
