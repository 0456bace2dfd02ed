//! Type parameters replaced by type arguments (Go spec, "Instantiations").

use super::types::{Field, Interface, Method, Named, Signature, Struct, Term, Type, TypeParam};
use std::cell::Cell;
use std::sync::Arc;

/// How many parts of a type are looked at; what is left then becomes unknown. Types share their parts, so that small
/// ones can stand for trees that nobody could walk.
const FUEL: u32 = 100_000;
/// How deep a type is searched.
const MAX_DEPTH: u32 = 100;

/// A replacement of type parameters.
pub struct Subst<'a> {
    params: &'a [Arc<TypeParam>],
    args: &'a [Type],
    fuel: Cell<u32>,
}

impl<'a> Subst<'a> {
    /// Replaces each of `params` by the argument at its place; those without one stay.
    pub fn new(params: &'a [Arc<TypeParam>], args: &'a [Type]) -> Self {
        Subst { params, args, fuel: Cell::new(FUEL) }
    }

    pub fn apply(&self, ty: &Type) -> Type {
        if self.params.is_empty() { ty.clone() } else { self.ty(ty, MAX_DEPTH) }
    }

    pub fn signature(&self, signature: &Signature) -> Signature {
        self.signature_within(signature, MAX_DEPTH)
    }

    fn list(&self, types: &[Type], depth: u32) -> Vec<Type> {
        types.iter().map(|ty| self.ty(ty, depth)).collect()
    }

    fn signature_within(&self, signature: &Signature, depth: u32) -> Signature {
        Signature {
            type_params: signature.type_params.clone(),
            params: self.list(&signature.params, depth),
            results: self.list(&signature.results, depth),
            variadic: signature.variadic,
        }
    }

    fn ty(&self, ty: &Type, depth: u32) -> Type {
        let (Some(depth), true) = (depth.checked_sub(1), spend(&self.fuel)) else { return Type::Unknown };
        match ty {
            Type::Unknown | Type::Basic(_) => ty.clone(),
            Type::Param(param) => {
                let index = self.params.iter().position(|p| p.id == param.id);
                index.and_then(|i| self.args.get(i)).unwrap_or(ty).clone()
            }
            _ if !self.concerns(ty, depth) => ty.clone(),
            Type::Pointer(base) => Type::pointer(self.ty(base, depth)),
            Type::Slice(elem) => Type::slice(self.ty(elem, depth)),
            Type::Array(len, elem) => Type::array(*len, self.ty(elem, depth)),
            Type::Map(pair) => Type::map(self.ty(&pair.0, depth), self.ty(&pair.1, depth)),
            Type::Chan(dir, elem) => Type::chan(*dir, self.ty(elem, depth)),
            Type::Struct(s) => {
                let fields = s.fields.iter().map(|f| Field { ty: self.ty(&f.ty, depth), ..f.clone() });
                Type::Struct(Arc::new(Struct { fields: fields.collect() }))
            }
            Type::Func(signature) => Type::func(self.signature_within(signature, depth)),
            Type::Interface(interface) => {
                let methods = interface.methods.iter().map(|method| Method {
                    signature: Arc::new(self.signature_within(&method.signature, depth)),
                    ..method.clone()
                });
                let embedded = self.list(&interface.embedded, depth);
                Type::Interface(Arc::new(Interface::new(methods.collect(), embedded)))
            }
            Type::Tuple(types) => Type::Tuple(self.list(types, depth).into()),
            Type::Union(terms) => Type::Union(
                terms.iter().map(|t| Term { tilde: t.tilde, ty: self.ty(&t.ty, depth) }).collect(),
            ),
            Type::Named(named) => Type::Named(Named::new(named.def.clone(), self.list(&named.args, depth))),
        }
    }

    /// Whether one of the parameters occurs in the type: what they don't occur in is kept, with all that is known of it.
    fn concerns(&self, ty: &Type, depth: u32) -> bool {
        mentions(ty, &|id| self.params.iter().any(|p| p.id == id), depth, &self.fuel)
    }
}

/// Whether one of `params` occurs in the type.
pub fn is_parameterized(params: &[Arc<TypeParam>], ty: &Type) -> bool {
    mentions(ty, &|id| params.iter().any(|p| p.id == id), MAX_DEPTH, &Cell::new(FUEL))
}

/// Takes one from the fuel; false when there is none left.
pub(super) fn spend(fuel: &Cell<u32>) -> bool {
    let left = fuel.get().checked_sub(1);
    fuel.set(left.unwrap_or(0));
    left.is_some()
}

fn mentions(ty: &Type, wanted: &dyn Fn(u64) -> bool, depth: u32, fuel: &Cell<u32>) -> bool {
    let (Some(depth), true) = (depth.checked_sub(1), spend(fuel)) else { return true };
    let within = |ty: &Type| mentions(ty, wanted, depth, fuel);
    let in_signature = |s: &Signature| s.params.iter().chain(&s.results).any(within);
    match ty {
        Type::Unknown | Type::Basic(_) => false,
        Type::Param(param) => wanted(param.id),
        Type::Pointer(inner) | Type::Slice(inner) | Type::Array(_, inner) | Type::Chan(_, inner) => {
            within(inner)
        }
        Type::Map(pair) => within(&pair.0) || within(&pair.1),
        Type::Struct(s) => s.fields.iter().any(|field| within(&field.ty)),
        Type::Func(signature) => in_signature(signature),
        Type::Interface(interface) => {
            interface.methods.iter().any(|method| in_signature(&method.signature))
                || interface.embedded.iter().any(within)
        }
        Type::Tuple(types) => types.iter().any(within),
        Type::Union(terms) => terms.iter().any(|term| within(&term.ty)),
        Type::Named(named) => named.args.iter().any(within),
    }
}
