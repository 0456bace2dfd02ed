//! Type inference (Go spec, "Type inference"), after go/types.

use super::checker::Checker;
use super::lookup::Selected;
use super::operand::{Mode, Operand};
use super::subst::{Subst, is_parameterized};
use super::types::{Signature, Type, TypeParam};
use super::unify::{ASSIGN, EXACT, INEXACT, Unifier};
use std::sync::Arc;

/// Constraints that keep growing are given up after that many rounds.
const MAX_ROUNDS: usize = 16;

impl Checker<'_> {
    /// The signature with its type parameters replaced; None unless there is an argument for each.
    pub fn instantiate(&self, signature: &Signature, args: &[Type]) -> Option<Signature> {
        if signature.type_params.len() != args.len() {
            return None;
        }
        let mut instance = Subst::new(&signature.type_params, args).signature(signature);
        instance.type_params = Vec::new();
        Some(instance)
    }

    /// New type parameters in place of the signature's, so that a function may call itself with others.
    pub fn rename(&self, signature: &Signature) -> Signature {
        let params: Vec<_> =
            signature.type_params.iter().map(|param| TypeParam::new(param.name.clone())).collect();
        let args: Vec<_> = params.iter().cloned().map(Type::Param).collect();
        let subst = Subst::new(&signature.type_params, &args);
        for (new, old) in params.iter().zip(&signature.type_params) {
            let _ = new.bound.set(subst.apply(&old.bound()));
        }
        let mut renamed = subst.signature(signature);
        renamed.type_params = params;
        renamed
    }

    /// A generic function as a value of the function type `target`.
    pub fn infer_from_target(&self, signature: &Signature, target: &Type) -> Option<Signature> {
        let target @ Type::Func(_) = self.underlying(target) else { return None };
        let renamed = self.rename(signature);
        let mut plain = renamed.clone();
        plain.type_params = Vec::new();
        let args = self.infer(&renamed.type_params, &[], &[Type::func(plain)], &[Operand::value(target)])?;
        self.instantiate(&renamed, &args)
    }

    /// The type arguments of a call: `given` ones first, the others told by the arguments and by the constraints.
    /// `params` and `args` match in number.
    pub fn infer(
        &self,
        type_params: &[Arc<TypeParam>],
        given: &[Type],
        params: &[Type],
        args: &[Operand],
    ) -> Option<Vec<Type>> {
        if given.len() == type_params.len() {
            return Some(given.to_vec());
        }
        // More type arguments than parameters: the program is wrong.
        let given_params = type_params.get(..given.len())?;
        let params: Vec<Type> =
            params.iter().map(|param| Subst::new(given_params, given).apply(param)).collect();
        let known: Vec<Option<Type>> = given.iter().cloned().map(Some).collect();
        let mut unifier = Unifier::new(self, type_params, &known);
        let mut untyped = Vec::new();
        for (param, arg) in params.iter().zip(args) {
            if !is_parameterized(type_params, param) && !is_parameterized(type_params, &arg.ty) {
                continue;
            }
            if arg.is_unknown()
                || matches!(arg.mode, Mode::Type | Mode::NoValue)
                || matches!(arg.ty, Type::Tuple(_))
            {
                // It might have told another type than the others do.
                return None;
            }
            if !arg.is_untyped() {
                if !unifier.unify(param, &arg.ty, ASSIGN) {
                    return None;
                }
            } else if let (Type::Param(param), false) = (param, arg.ty.is_nil()) {
                untyped.push((param.clone(), arg.ty.clone()));
            }
        }
        self.use_constraints(&mut unifier, type_params)?;
        let mut defaults: Vec<(Arc<TypeParam>, Type)> = Vec::new();
        for (param, ty) in untyped {
            if unifier.at(&param).is_some() {
                continue;
            }
            match defaults.iter_mut().find(|(p, _)| p.id == param.id) {
                Some((_, largest)) => *largest = larger_untyped(largest, &ty)?,
                None => defaults.push((param, ty)),
            }
        }
        for (param, ty) in defaults {
            unifier.set(&param, ty.default_type());
        }
        if unifier.uncertain {
            return None;
        }
        self.simplify(type_params, &unifier)
    }

    /// Type parameters and their constraints' core types and methods, as long as that tells anything new.
    fn use_constraints(&self, unifier: &mut Unifier, type_params: &[Arc<TypeParam>]) -> Option<()> {
        for _ in 0..MAX_ROUNDS {
            let before = unifier.unknowns();
            for param in type_params {
                let ty = unifier.at(param);
                let as_type = Type::Param(param.clone());
                if let Some((core, single)) = self.core_term(&as_type) {
                    match &ty {
                        Some(ty) if !unifier.unify(ty, &core.ty, INEXACT) => return None,
                        Some(_) => {}
                        None if single && !core.tilde => unifier.set(param, core.ty.clone()),
                        None => {}
                    }
                }
                if let Some(ty) = ty
                    && !is_parameterized(type_params, &ty)
                {
                    self.use_methods(unifier, &ty, &as_type)?;
                }
            }
            if unifier.unknowns() == before {
                return Some(());
            }
        }
        None
    }

    fn use_methods(&self, unifier: &mut Unifier, ty: &Type, param: &Type) -> Option<()> {
        let set = self.param_set(param)?;
        if set.incomplete {
            unifier.uncertain = true;
        }
        for method in &set.methods {
            match self.lookup(ty, false, &method.name, &method.package) {
                Selected::Method(found) => {
                    let (x, y) = (Type::Func(found.signature), Type::Func(method.signature.clone()));
                    if !unifier.unify(&x, &y, EXACT) {
                        return None;
                    }
                }
                Selected::Unknown => unifier.uncertain = true,
                _ => return None,
            }
        }
        Some(())
    }

    /// Replaces type parameters that are left in the type arguments, until none are.
    fn simplify(&self, type_params: &[Arc<TypeParam>], unifier: &Unifier) -> Option<Vec<Type>> {
        let mut inferred: Vec<Type> =
            type_params.iter().map(|param| unifier.at(param)).collect::<Option<_>>()?;
        if has_cycle(type_params, &inferred) {
            return None;
        }
        for _ in 0..MAX_ROUNDS {
            if !inferred.iter().any(|ty| is_parameterized(type_params, ty)) {
                let known = inferred.iter().all(Type::is_known);
                return if known { Some(inferred) } else { None };
            }
            inferred = inferred.iter().map(|ty| Subst::new(type_params, &inferred).apply(ty)).collect();
        }
        None
    }
}

/// Whether a type argument contains, by way of the others, its own type parameter: replacing it would never end.
fn has_cycle(type_params: &[Arc<TypeParam>], args: &[Type]) -> bool {
    let mut reaches: Vec<Vec<bool>> = args
        .iter()
        .map(|arg| {
            type_params.iter().map(|param| is_parameterized(std::slice::from_ref(param), arg)).collect()
        })
        .collect();
    for middle in 0..args.len() {
        for from in 0..args.len() {
            for to in 0..args.len() {
                let through = reaches[from][middle] && reaches[middle][to];
                reaches[from][to] |= through;
            }
        }
    }
    (0..args.len()).any(|index| reaches[index][index])
}

/// Of two untyped numeric types the one that comes later in the spec's order.
fn larger_untyped(x: &Type, y: &Type) -> Option<Type> {
    match (x, y) {
        (Type::Basic(a), Type::Basic(b)) if a == b => Some(x.clone()),
        (Type::Basic(a), Type::Basic(b)) if a.is_numeric() && b.is_numeric() => {
            Some(Type::Basic((*a).max(*b)))
        }
        _ => None,
    }
}
