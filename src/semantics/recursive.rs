//! Types that contain themselves: invalid, so that nothing is known of their values (Go spec, "Array types", "Struct
//! types", "Interface types").
//!
//! It follows the declarations of one package as they are written. That is enough, but for types that contain themselves
//! by way of another package's generic type: packages don't import each other in a circle.

use super::package::{Entity, Package, TypeEntity};
use crate::syntax::ast::{ArrayLen, Decl, Expr, ExprKind, InterfaceElem, TypeSpec};
use std::sync::Arc;

/// How many types are looked into for one: longer chains don't come from real code.
const MAX_TYPES: usize = 500;

impl Package {
    /// Whether a value of the declared type would hold another one of it, or the interface embeds itself.
    pub(super) fn contains_itself(&self, name: &str) -> bool {
        let declared = |name: &str| match self.entity(name) {
            Some(Entity::Type(entity)) => Some(entity),
            _ => None,
        };
        let mut held: Vec<&Arc<TypeEntity>> = declared(name).into_iter().collect();
        let mut next = 0;
        while next < held.len().min(MAX_TYPES) {
            let spec = match held[next].declared.decl(self) {
                Some(Decl::Type(spec)) => Some(spec),
                _ => None,
            };
            for part in spec.map(parts).unwrap_or_default() {
                if part == name {
                    return true;
                }
                let Some(part) = declared(part) else { continue };
                if !held.iter().any(|known| Arc::ptr_eq(known, part)) {
                    held.push(part);
                }
            }
            next += 1;
        }
        false
    }
}

/// The names of the types that a value of the declared type consists of, and of those that an interface embeds.
fn parts(spec: &TypeSpec) -> Vec<&str> {
    let is_param =
        |name: &str| spec.type_params.iter().flat_map(|field| &field.names).any(|p| *p.name == *name);
    let mut names = Vec::new();
    let mut pending: Vec<&Expr> = vec![&spec.ty];
    while let Some(ty) = pending.pop() {
        match &ty.kind {
            ExprKind::Ident(name) if !is_param(name) => names.push(&**name),
            ExprKind::Paren(inner) | ExprKind::Index(inner, _) | ExprKind::Unary(_, inner) => {
                pending.push(inner)
            }
            ExprKind::Binary(_, x, y) => pending.extend([&**x, &**y]),
            ExprKind::Array(ArrayLen::Count | ArrayLen::Expr(_), elem) => pending.push(elem),
            ExprKind::Struct(fields) => pending.extend(fields.iter().map(|field| &field.ty)),
            ExprKind::Interface(elems) => pending.extend(elems.iter().filter_map(|elem| match elem {
                InterfaceElem::Embedded(ty) => Some(ty),
                InterfaceElem::Method(..) => None,
            })),
            _ => {}
        }
    }
    names
}
