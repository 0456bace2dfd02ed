//! Type sets of interfaces, and what the types of a type set have in common (Go spec, "Interface types", "Core types").

use super::checker::Checker;
use super::types::{Interface, Method, Term, Type};
use crate::syntax::ast::ChanDir;
use std::sync::Arc;

/// What satisfies an interface: types with these methods that are one of the terms.
#[derive(Debug, Clone, Default)]
pub struct TypeSet {
    pub methods: Vec<Method>,
    /// None: any type.
    pub terms: Option<Vec<Term>>,
    pub comparable: bool,
    /// Part of the interface couldn't be found out: there may be more methods, and fewer types.
    pub incomplete: bool,
}

impl TypeSet {
    pub fn method(&self, name: &str, package: &str) -> Option<&Method> {
        self.methods.iter().find(|m| same_name(&m.name, &m.package, name, package))
    }

    /// Whether it's described by methods alone.
    pub fn is_method_set(&self) -> bool {
        self.terms.is_none() && !self.comparable
    }
}

/// Go spec, "Uniqueness of identifiers": names that aren't exported differ from package to package.
pub(super) fn same_name(name: &str, package: &str, other: &str, other_package: &str) -> bool {
    name == other && (super::types::is_exported(name) || package == other_package)
}

impl Checker<'_> {
    pub fn type_set(&self, interface: &Arc<Interface>) -> Arc<TypeSet> {
        if let Some(known) = interface.type_set.get() {
            return known.clone();
        }
        let cycle = Arc::new(TypeSet { incomplete: true, ..TypeSet::default() });
        self.once(&interface.type_set, &**interface, cycle, || Arc::new(self.compute_type_set(interface)))
    }

    fn compute_type_set(&self, interface: &Interface) -> TypeSet {
        let mut set = TypeSet {
            methods: interface.methods.clone(),
            comparable: interface.comparable,
            ..TypeSet::default()
        };
        for embedded in &interface.embedded {
            let terms = match embedded {
                Type::Union(terms) => self.union_terms(terms, &mut set.incomplete),
                _ => match self.underlying(embedded) {
                    Type::Interface(inner) => {
                        let inner = self.type_set(&inner);
                        for method in &inner.methods {
                            if set.method(&method.name, &method.package).is_none() {
                                set.methods.push(method.clone());
                            }
                        }
                        set.comparable |= inner.comparable;
                        set.incomplete |= inner.incomplete;
                        inner.terms.clone()
                    }
                    Type::Unknown => {
                        set.incomplete = true;
                        continue;
                    }
                    _ => Some(vec![Term { tilde: false, ty: embedded.clone() }]),
                },
            };
            set.terms = match (set.terms.take(), terms) {
                (None, terms) | (terms, None) => terms,
                (Some(x), Some(y)) => Some(self.intersect(&x, &y)),
            };
        }
        set
    }

    fn union_terms(&self, terms: &[Term], incomplete: &mut bool) -> Option<Vec<Term>> {
        let mut list: Vec<Term> = Vec::new();
        for term in terms {
            match self.underlying(&term.ty) {
                Type::Interface(inner) => {
                    let inner = self.type_set(&inner);
                    *incomplete |= inner.incomplete;
                    list.extend(inner.terms.clone()?);
                }
                Type::Unknown => *incomplete = true,
                _ => list.push(term.clone()),
            }
        }
        Some(list)
    }

    fn intersect(&self, xs: &[Term], ys: &[Term]) -> Vec<Term> {
        let mut list = Vec::new();
        for x in xs {
            for y in ys {
                let under = |ty: &Type, tilde: bool| if tilde { self.underlying(ty) } else { ty.clone() };
                if self.identical(&under(&x.ty, y.tilde), &under(&y.ty, x.tilde)) {
                    list.push(if x.tilde && !y.tilde { y.clone() } else { x.clone() });
                }
            }
        }
        list
    }

    /// The type set of a type parameter's constraint.
    pub fn param_set(&self, ty: &Type) -> Option<Arc<TypeSet>> {
        match self.underlying(ty) {
            Type::Interface(interface) => Some(self.type_set(&interface)),
            _ => None,
        }
    }

    /// The underlying types of all types in the type set of `ty`: just one unless it is a type parameter. None when
    /// they can't be listed.
    pub fn underlying_terms(&self, ty: &Type) -> Option<Vec<Type>> {
        if !matches!(ty, Type::Param(_)) {
            let under = self.underlying(ty);
            return if under.is_unknown() { None } else { Some(vec![under]) };
        }
        let set = self.param_set(ty)?;
        if set.incomplete {
            return None;
        }
        let terms = set.terms.as_ref()?;
        let unders: Vec<Type> = terms.iter().map(|term| self.underlying(&term.ty)).collect();
        if unders.iter().any(Type::is_unknown) { None } else { Some(unders) }
    }

    /// The underlying type that all types in the type set of `ty` share, channels of different direction allowed.
    pub fn common_underlying(&self, ty: &Type) -> Option<Type> {
        let mut common: Option<Type> = None;
        for under in self.underlying_terms(ty)? {
            common = Some(match common {
                None => under,
                Some(Type::Chan(dir, elem)) if matches!(under, Type::Chan(..)) => {
                    let Type::Chan(other, other_elem) = &under else { return None };
                    if !self.identical(&elem, other_elem) {
                        return None;
                    }
                    match (dir, *other) {
                        (dir, other) if dir == other => Type::Chan(dir, elem),
                        (ChanDir::Both, _) => under,
                        (dir, ChanDir::Both) => Type::Chan(dir, elem),
                        _ => return None,
                    }
                }
                Some(common) if self.identical(&common, &under) => common,
                Some(_) => return None,
            });
        }
        common
    }

    /// The one term, or the common underlying type with a tilde, of a type parameter's constraint, and whether it was
    /// the only term.
    pub fn core_term(&self, param: &Type) -> Option<(Term, bool)> {
        let set = self.param_set(param)?;
        let terms = set.terms.as_ref()?;
        if set.incomplete {
            return None;
        }
        if let [only] = terms.as_slice() {
            let ty = if only.tilde { self.underlying(&only.ty) } else { only.ty.clone() };
            return Some((Term { tilde: only.tilde, ty }, true));
        }
        let common = self.common_underlying(param)?;
        Some((Term { tilde: true, ty: common }, false))
    }
}
