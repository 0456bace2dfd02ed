//! Type unification (Go spec, "Type unification"), after go/types.

use super::checker::Checker;
use super::lookup::Selected;
use super::types::{Signature, Type, TypeParam};
use super::typeset::{TypeSet, same_name};
use crate::syntax::ast::ChanDir;
use std::cell::Cell;
use std::sync::Arc;

/// Types that nest deeper than that don't unify.
const MAX_DEPTH: u32 = 50;
/// How many pairs of types are compared.
const FUEL: u32 = 100_000;

/// How exactly two types have to match.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct UnifyMode {
    /// At the top, what may be assigned matches.
    pub assign: bool,
    pub exact: bool,
}

pub(super) const INEXACT: UnifyMode = UnifyMode { assign: false, exact: false };
pub(super) const ASSIGN: UnifyMode = UnifyMode { assign: true, exact: false };
pub(super) const EXACT: UnifyMode = UnifyMode { assign: false, exact: true };

/// Type parameters and what is known of their type arguments. Joined parameters share a slot.
pub(super) struct Unifier<'c, 'w> {
    checker: &'c Checker<'w>,
    params: Vec<(u64, usize)>,
    slots: Vec<Option<Type>>,
    /// Something unknown was met: whatever comes out isn't certain.
    pub uncertain: bool,
    fuel: Cell<u32>,
}

impl<'c, 'w> Unifier<'c, 'w> {
    pub fn new(checker: &'c Checker<'w>, params: &[Arc<TypeParam>], args: &[Option<Type>]) -> Self {
        let slots = (0..params.len()).map(|i| args.get(i).cloned().flatten()).collect();
        let params = params.iter().enumerate().map(|(i, param)| (param.id, i)).collect();
        Unifier { checker, params, slots, uncertain: false, fuel: Cell::new(FUEL) }
    }

    fn slot(&self, ty: &Type) -> Option<usize> {
        let Type::Param(param) = ty else { return None };
        self.params.iter().find(|(id, _)| *id == param.id).map(|(_, slot)| *slot)
    }

    pub fn at(&self, param: &TypeParam) -> Option<Type> {
        let (_, slot) = self.params.iter().find(|(id, _)| *id == param.id)?;
        self.slots[*slot].clone()
    }

    pub fn set(&mut self, param: &TypeParam, ty: Type) {
        if let Some((_, slot)) = self.params.iter().find(|(id, _)| *id == param.id) {
            self.slots[*slot] = Some(ty);
        }
    }

    pub fn unknowns(&self) -> usize {
        self.params.iter().filter(|(_, slot)| self.slots[*slot].is_none()).count()
    }

    fn join(&mut self, x: usize, y: usize) -> bool {
        if x == y {
            return true;
        }
        let (keep, drop) = match (&self.slots[x], &self.slots[y]) {
            (Some(_), Some(_)) => return false,
            (Some(_), None) => (x, y),
            _ => (y, x),
        };
        for (_, slot) in &mut self.params {
            if *slot == drop {
                *slot = keep;
            }
        }
        true
    }

    pub fn unify(&mut self, x: &Type, y: &Type, mode: UnifyMode) -> bool {
        self.nify(x, y, mode, MAX_DEPTH)
    }

    fn nify(&mut self, x: &Type, y: &Type, mode: UnifyMode, depth: u32) -> bool {
        let (Some(depth), true) = (depth.checked_sub(1), super::subst::spend(&self.fuel)) else {
            self.uncertain = true;
            return false;
        };
        if x.is_unknown() || y.is_unknown() {
            self.uncertain = true;
            return true;
        }
        let (mut x, mut y) = (x.clone(), y.clone());
        // A type parameter that is solved for comes first; a defined type second.
        if x.as_named().is_some() || self.slot(&y).is_some() {
            std::mem::swap(&mut x, &mut y);
        }
        if !mode.exact && y.as_named().is_some() && is_literal(&x) && !matches!(x, Type::Interface(_)) {
            y = self.checker.underlying(&y);
            if y.is_unknown() {
                self.uncertain = true;
                return true;
            }
        }
        match (self.slot(&x), self.slot(&y)) {
            (Some(px), Some(py)) => {
                if self.join(px, py) {
                    return true;
                }
                let (Some(x), Some(y)) = (self.slots[px].clone(), self.slots[py].clone()) else {
                    return false;
                };
                return self.nify(&x, &y, mode, depth);
            }
            (Some(px), None) => return self.bind(px, &y, mode, depth),
            _ => {}
        }
        if !mode.exact
            && let Some(result) = self.nify_interfaces(&x, &y, depth)
        {
            return result;
        }
        if matches!(y, Type::Param(_)) && !matches!(x, Type::Param(_)) {
            std::mem::swap(&mut x, &mut y);
        }
        self.nify_structure(&x, &y, mode, depth)
    }

    /// `y` against a type parameter that is solved for.
    fn bind(&mut self, px: usize, y: &Type, mode: UnifyMode, depth: u32) -> bool {
        let Some(x) = self.slots[px].clone() else {
            self.slots[px] = Some(y.clone());
            return true;
        };
        if !self.nify(&x, y, mode, depth) {
            return false;
        }
        let (xi, yi) = (self.interface_set(&x), self.interface_set(y));
        let (x_named, y_named) = (x.as_named().is_some(), y.as_named().is_some());
        match (&xi, &yi) {
            (Some(xi), Some(yi)) => {
                if x_named && y_named {
                    return self.checker.identical(&x, y);
                }
                if xi.methods.len() != yi.methods.len() {
                    return false;
                }
            }
            (None, None) => {}
            _ => return false,
        }
        if !mode.exact && !x_named {
            let directed = matches!(self.checker.underlying(y), Type::Chan(dir, _) if dir != ChanDir::Both);
            if y_named || directed {
                self.slots[px] = Some(y.clone());
            }
        }
        true
    }

    fn interface_set(&mut self, ty: &Type) -> Option<Arc<TypeSet>> {
        if matches!(ty, Type::Param(_)) {
            return None;
        }
        match self.checker.underlying(ty) {
            Type::Interface(interface) => {
                let set = self.checker.type_set(&interface);
                self.uncertain |= set.incomplete;
                Some(set)
            }
            Type::Unknown => {
                self.uncertain = true;
                None
            }
            _ => None,
        }
    }

    /// Where one of both is an interface: the methods that they share have to match.
    fn nify_interfaces(&mut self, x: &Type, y: &Type, depth: u32) -> Option<bool> {
        let (xi, yi) = (self.interface_set(x), self.interface_set(y));
        match (xi, yi) {
            (None, None) => None,
            (Some(xs), Some(ys)) => {
                if xs.comparable != ys.comparable || xs.terms.is_some() != ys.terms.is_some() {
                    return Some(false);
                }
                let (fewer, more) = if xs.methods.len() > ys.methods.len() { (&ys, &xs) } else { (&xs, &ys) };
                Some(fewer.methods.iter().all(|m| match more.method(&m.name, &m.package) {
                    Some(n) => self.nify_signatures(&m.signature, &n.signature, EXACT, depth),
                    None => false,
                }))
            }
            (Some(set), None) => Some(self.nify_methods(&set, y, depth)),
            (None, Some(set)) => Some(self.nify_methods(&set, x, depth)),
        }
    }

    fn nify_methods(&mut self, set: &TypeSet, concrete: &Type, depth: u32) -> bool {
        set.methods.iter().all(|method| {
            match self.checker.lookup(concrete, false, &method.name, &method.package) {
                Selected::Method(found) => {
                    self.nify_signatures(&method.signature, &found.signature, EXACT, depth)
                }
                Selected::Unknown => {
                    self.uncertain = true;
                    true
                }
                _ => false,
            }
        })
    }

    pub fn nify_signatures(&mut self, x: &Signature, y: &Signature, mode: UnifyMode, depth: u32) -> bool {
        x.variadic == y.variadic
            && self.nify_lists(&x.params, &y.params, mode, depth)
            && self.nify_lists(&x.results, &y.results, mode, depth)
    }

    fn nify_lists(&mut self, x: &[Type], y: &[Type], mode: UnifyMode, depth: u32) -> bool {
        x.len() == y.len() && x.iter().zip(y).all(|(x, y)| self.nify(x, y, mode, depth))
    }

    fn nify_structure(&mut self, x: &Type, y: &Type, mode: UnifyMode, depth: u32) -> bool {
        // Types inside others have to be identical, even where the outer ones need only be assignable.
        let inner = UnifyMode { assign: mode.assign, exact: mode.exact || mode.assign };
        match (x, y) {
            (Type::Basic(x), Type::Basic(y)) => x == y,
            (Type::Array(n, x), Type::Array(m, y)) => {
                if n.is_none() || m.is_none() {
                    self.uncertain = true;
                }
                (n.is_none() || m.is_none() || n == m) && self.nify(x, y, inner, depth)
            }
            (Type::Slice(x), Type::Slice(y)) | (Type::Pointer(x), Type::Pointer(y)) => {
                self.nify(x, y, inner, depth)
            }
            (Type::Struct(x), Type::Struct(y)) => {
                x.fields.len() == y.fields.len()
                    && x.fields.iter().zip(&y.fields).all(|(f, g)| {
                        f.embedded == g.embedded
                            && f.tag == g.tag
                            && same_name(&f.name, &f.package, &g.name, &g.package)
                            && self.nify(&f.ty, &g.ty, inner, depth)
                    })
            }
            (Type::Func(x), Type::Func(y)) => self.nify_signatures(x, y, inner, depth),
            (Type::Interface(_), Type::Interface(_)) => {
                let (Some(xs), Some(ys)) = (self.interface_set(x), self.interface_set(y)) else {
                    return false;
                };
                xs.comparable == ys.comparable
                    && xs.terms.is_some() == ys.terms.is_some()
                    && xs.methods.len() == ys.methods.len()
                    && xs.methods.iter().all(|m| match ys.method(&m.name, &m.package) {
                        Some(n) => self.nify_signatures(&m.signature, &n.signature, EXACT, depth),
                        None => false,
                    })
            }
            (Type::Map(x), Type::Map(y)) => {
                self.nify(&x.0, &y.0, inner, depth) && self.nify(&x.1, &y.1, inner, depth)
            }
            (Type::Chan(d, x), Type::Chan(e, y)) => (!mode.exact || d == e) && self.nify(x, y, inner, depth),
            (Type::Named(x), Type::Named(y)) => {
                x.args.len() == y.args.len()
                    && x.def == y.def
                    && x.args.iter().zip(&y.args).all(|(x, y)| self.nify(x, y, mode, depth))
            }
            (Type::Param(px), other) => {
                if let Type::Param(py) = other
                    && px.id == py.id
                {
                    return true;
                }
                // An enclosing function's type parameter: its core type may match.
                match self.checker.common_underlying(x) {
                    Some(core) => self.nify(&core, other, ASSIGN, depth),
                    None => false,
                }
            }
            _ => false,
        }
    }
}

/// A type that is neither defined in Go nor a type parameter.
fn is_literal(ty: &Type) -> bool {
    !matches!(ty, Type::Named(_) | Type::Param(_))
}
