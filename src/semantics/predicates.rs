//! Questions about types: identity, comparability, assignability, implementation (Go spec, "Properties of types and
//! values").
//!
//! A yes is certain. Where part of a type isn't known, `identical` and `implements` say no.

use super::checker::Checker;
use super::lookup::Selected;
use super::types::{Basic, Interface, Signature, Type};
use super::typeset::same_name;
use crate::syntax::ast::ChanDir;
use std::sync::Arc;

/// How deep types are compared. Deeper ones, which interfaces that refer to themselves make, count as identical.
const MAX_DEPTH: u32 = 40;

impl Checker<'_> {
    /// Go spec, "Type identity".
    pub fn identical(&self, x: &Type, y: &Type) -> bool {
        self.fueled(|| self.identical_within(x, y, true, MAX_DEPTH))
    }

    /// Whether two types are identical but for struct tags.
    pub fn identical_ignoring_tags(&self, x: &Type, y: &Type) -> bool {
        self.fueled(|| self.identical_within(x, y, false, MAX_DEPTH))
    }

    fn identical_within(&self, x: &Type, y: &Type, tags: bool, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return true };
        if !self.spend() {
            return false;
        }
        let same = |x: &Type, y: &Type| self.identical_within(x, y, tags, depth);
        match (x, y) {
            (Type::Basic(x), Type::Basic(y)) => x == y,
            (Type::Pointer(x), Type::Pointer(y)) | (Type::Slice(x), Type::Slice(y)) => same(x, y),
            (Type::Array(n, x), Type::Array(m, y)) => n.is_some() && n == m && same(x, y),
            (Type::Map(x), Type::Map(y)) => same(&x.0, &y.0) && same(&x.1, &y.1),
            (Type::Chan(d, x), Type::Chan(e, y)) => d == e && same(x, y),
            (Type::Struct(x), Type::Struct(y)) => {
                Arc::ptr_eq(x, y)
                    || x.fields.len() == y.fields.len()
                        && x.fields.iter().zip(&y.fields).all(|(f, g)| {
                            f.embedded == g.embedded
                                && (!tags || f.tag == g.tag)
                                && same_name(&f.name, &f.package, &g.name, &g.package)
                                && same(&f.ty, &g.ty)
                        })
            }
            (Type::Func(x), Type::Func(y)) => {
                Arc::ptr_eq(x, y) || self.identical_signatures(x, y, tags, depth)
            }
            (Type::Interface(x), Type::Interface(y)) => {
                Arc::ptr_eq(x, y) || self.identical_interfaces(x, y, tags, depth)
            }
            (Type::Tuple(x), Type::Tuple(y)) => {
                x.len() == y.len() && x.iter().zip(&**y).all(|(x, y)| same(x, y))
            }
            (Type::Named(x), Type::Named(y)) => {
                x.def == y.def
                    && x.args.len() == y.args.len()
                    && x.args.iter().zip(&y.args).all(|(x, y)| same(x, y))
            }
            (Type::Param(x), Type::Param(y)) => x.id == y.id,
            _ => false,
        }
    }

    fn identical_signatures(&self, x: &Signature, y: &Signature, tags: bool, depth: u32) -> bool {
        let same = |x: &[Type], y: &[Type]| {
            x.len() == y.len() && x.iter().zip(y).all(|(x, y)| self.identical_within(x, y, tags, depth))
        };
        x.type_params.is_empty()
            && y.type_params.is_empty()
            && x.variadic == y.variadic
            && same(&x.params, &y.params)
            && same(&x.results, &y.results)
    }

    fn identical_interfaces(&self, x: &Arc<Interface>, y: &Arc<Interface>, tags: bool, depth: u32) -> bool {
        let (x, y) = (self.type_set(x), self.type_set(y));
        if x.incomplete || y.incomplete || x.comparable != y.comparable || x.methods.len() != y.methods.len()
        {
            return false;
        }
        let same_terms = match (&x.terms, &y.terms) {
            (None, None) => true,
            (Some(xs), Some(ys)) => {
                xs.len() == ys.len()
                    && xs.iter().all(|x| {
                        ys.iter()
                            .any(|y| x.tilde == y.tilde && self.identical_within(&x.ty, &y.ty, tags, depth))
                    })
            }
            _ => false,
        };
        same_terms
            && x.methods.iter().all(|m| {
                y.method(&m.name, &m.package)
                    .is_some_and(|n| self.identical_signatures(&m.signature, &n.signature, tags, depth))
            })
    }

    pub fn is_interface(&self, ty: &Type) -> bool {
        !matches!(ty, Type::Param(_)) && matches!(self.underlying(ty), Type::Interface(_))
    }

    /// Whether the underlying type, of each type in the type set, is a basic type of that kind.
    pub fn all_basic(&self, ty: &Type, kind: fn(Basic) -> bool) -> bool {
        match self.underlying_terms(ty) {
            Some(terms) => {
                !terms.is_empty()
                    && terms.iter().all(|term| matches!(term, Type::Basic(basic) if kind(*basic)))
            }
            None => false,
        }
    }

    /// Go spec, "Comparison operators"; None when it can't be known.
    pub fn comparable(&self, ty: &Type) -> Option<bool> {
        self.fueled(|| self.comparable_within(ty, MAX_DEPTH))
    }

    fn comparable_within(&self, ty: &Type, depth: u32) -> Option<bool> {
        let depth = depth.checked_sub(1)?;
        if !self.spend() {
            return None;
        }
        if let Type::Param(_) = ty {
            let set = self.param_set(ty)?;
            if set.comparable {
                return Some(true);
            }
            let Some(terms) = &set.terms else { return if set.incomplete { None } else { Some(false) } };
            let all = terms.iter().map(|term| self.comparable_within(&term.ty, depth));
            return all.collect::<Option<Vec<bool>>>().map(|all| all.into_iter().all(|c| c));
        }
        match self.underlying(ty) {
            Type::Unknown => None,
            Type::Basic(basic) => Some(basic != Basic::UntypedNil),
            Type::Pointer(_) | Type::Chan(..) | Type::Interface(_) => Some(true),
            Type::Array(_, elem) => self.comparable_within(&elem, depth),
            Type::Struct(s) => {
                let all = s.fields.iter().map(|field| self.comparable_within(&field.ty, depth));
                all.collect::<Option<Vec<bool>>>().map(|all| all.into_iter().all(|c| c))
            }
            _ => Some(false),
        }
    }

    /// Whether `nil` is a value of the type.
    pub fn has_nil(&self, ty: &Type) -> Option<bool> {
        let terms = match self.underlying_terms(ty) {
            Some(terms) => terms,
            None if matches!(ty, Type::Param(_)) => return Some(false),
            None => return None,
        };
        Some(terms.iter().all(|under| match under {
            Type::Basic(basic) => matches!(basic, Basic::UnsafePointer | Basic::UntypedNil),
            Type::Pointer(_) | Type::Slice(_) | Type::Map(_) | Type::Chan(..) | Type::Func(_) => true,
            Type::Interface(_) => !matches!(ty, Type::Param(_)),
            _ => false,
        }))
    }

    /// Whether a value of type `ty` has all methods of the interface (Go spec, "Implementing an interface"); None when
    /// it can't be known.
    pub fn implements(&self, ty: &Type, interface: &Type) -> Option<bool> {
        let Type::Interface(interface) = self.underlying(interface) else { return None };
        let set = self.type_set(&interface);
        for method in &set.methods {
            match self.lookup(ty, false, &method.name, &method.package) {
                Selected::Method(found) => {
                    if !self.fueled(|| {
                        self.identical_signatures(&found.signature, &method.signature, true, MAX_DEPTH)
                    }) {
                        let known = Type::Func(found.signature.clone()).is_known()
                            && Type::Func(method.signature.clone()).is_known();
                        return if known { Some(false) } else { None };
                    }
                }
                Selected::Unknown => return None,
                _ => return Some(false),
            }
        }
        if set.incomplete { None } else { Some(set.is_method_set()) }
    }

    /// Go spec, "Assignability", as far as type inference needs it: whether a typed value can go where a channel or
    /// a type literal of the same kind is asked for.
    pub fn assignable(&self, from: &Type, to: &Type) -> Option<bool> {
        if !from.is_known() || !to.is_known() {
            return None;
        }
        if self.identical(from, to) {
            return Some(true);
        }
        if self.is_interface(to) {
            return self.implements(from, to);
        }
        let (under_from, under_to) = (self.underlying(from), self.underlying(to));
        let one_is_literal = from.as_named().is_none() || to.as_named().is_none();
        if one_is_literal && self.identical(&under_from, &under_to) {
            return Some(true);
        }
        if let (Type::Chan(ChanDir::Both, x), Type::Chan(_, y)) = (&under_from, &under_to) {
            return Some(one_is_literal && self.identical(x, y));
        }
        Some(false)
    }
}
