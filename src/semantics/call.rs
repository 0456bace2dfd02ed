//! Calls (Go spec, "Calls", "Conversions").

use super::env::Env;
use super::operand::{Mode, Operand};
use super::record::Callee;
use super::subst::is_parameterized;
use super::types::{Signature, Type, TypeParam};
use crate::syntax::ast::{Call, Expr, ExprKind};
use std::sync::Arc;

/// An argument, and the expression it comes from: several come from one when a call has several results.
pub(super) struct Argument<'e> {
    pub operand: Operand,
    pub expr: &'e Expr,
}

impl Env<'_, '_> {
    pub fn call(&mut self, expr: &Expr, call: &Call) -> Operand {
        let function = self.expr(&call.func, None);
        match function.mode {
            Mode::Type => {
                self.note_callee(expr, || Callee::Conversion);
                let [arg] = call.args.as_slice() else {
                    self.arguments_of_unknown(&call.args);
                    return Operand::unknown();
                };
                let operand = self.expr(arg, Some(&function.ty));
                if call.spread {
                    return Operand::unknown();
                }
                self.conversion(&function.ty, operand, arg)
            }
            Mode::Builtin(builtin) => {
                self.note_callee(expr, || Callee::Builtin(builtin));
                let result = self.builtin(builtin, call);
                self.has_call |= result.mode != Mode::Constant;
                result
            }
            Mode::Unknown | Mode::NoValue | Mode::Nil => {
                self.note_function_callee(expr, &call.func);
                self.arguments_of_unknown(&call.args);
                self.has_call = true;
                Operand::unknown()
            }
            _ => {
                self.note_function_callee(expr, &call.func);
                let result = self.function_call(call, &function);
                self.has_call = true;
                result
            }
        }
    }

    fn note_callee(&mut self, expr: &Expr, callee: impl FnOnce() -> Callee) {
        if let Some(record) = &mut self.record {
            record.callees.insert((expr.start, expr.end), callee());
        }
    }

    fn note_function_callee(&mut self, expr: &Expr, function: &Expr) {
        let Some(record) = &self.record else { return };
        let unparen = function.unparen();
        let spans = [(function.start, function.end), (unparen.start, unparen.end)];
        let callee = spans.iter().find_map(|span| record.functions.get(span)).cloned();
        let known = record.types.get(&spans[0]).is_some_and(|ty| !ty.is_unknown());
        let callee = match callee {
            Some(callee) => callee,
            None if known => Callee::FuncValue,
            None => {
                let reason = "the type of the function isn't known".to_string();
                Callee::Unknown(self.with_missing_package(reason))
            }
        };
        let Some(record) = &mut self.record else { return };
        record.callees.insert((expr.start, expr.end), callee);
        if let Some(declaration) = spans.iter().find_map(|span| record.declarations.get(span)).cloned() {
            record.declarations.insert((expr.start, expr.end), declaration);
        }
    }

    /// Arguments of something unknown: what they are asked to be isn't known either.
    pub fn arguments_of_unknown(&mut self, args: &[Expr]) {
        for arg in args {
            let operand = self.expr(arg, None);
            if operand.is_untyped() && !operand.ty.is_nil() {
                self.set_final(arg, &Type::Unknown);
            }
        }
    }

    /// The arguments, the results of a single call taken apart.
    pub fn arguments<'e>(&mut self, args: &'e [Expr]) -> Vec<Argument<'e>> {
        if let [only] = args {
            let operand = self.expr(only, None);
            if let Type::Tuple(types) = &operand.ty
                && operand.mode == Mode::Value
            {
                return types
                    .iter()
                    .map(|ty| Argument { operand: Operand::value(ty.clone()), expr: only })
                    .collect();
            }
            return vec![Argument { operand, expr: only }];
        }
        args.iter().map(|arg| Argument { operand: self.expr(arg, None), expr: arg }).collect()
    }

    fn function_call(&mut self, call: &Call, function: &Operand) -> Operand {
        let Some(Type::Func(signature)) = self.checker.common_underlying(&function.ty) else {
            self.arguments_of_unknown(&call.args);
            return Operand::unknown();
        };
        if let Some(focus) = self.focus.clone() {
            call.args.iter().for_each(|arg| self.within(arg, &focus));
            return partial_results(&signature);
        }
        let mut args = self.arguments(&call.args);
        let signature = if signature.type_params.is_empty() {
            signature
        } else {
            let given = match &call.func.unparen().kind {
                ExprKind::Index(_, indices) => {
                    self.quietly(|env| indices.iter().map(|index| env.typ(index)).collect::<Vec<_>>())
                }
                _ => Vec::new(),
            };
            match self.infer_call(&signature, &given, &args, call.spread) {
                Some(instance) => {
                    let instance = Arc::new(instance);
                    if let Some(record) = &mut self.record {
                        let span = (call.func.start, call.func.end);
                        record.types.insert(span, Type::Func(instance.clone()));
                    }
                    instance
                }
                None => {
                    for arg in &args {
                        if arg.operand.is_untyped() && !arg.operand.ty.is_nil() {
                            self.set_final(arg.expr, &Type::Unknown);
                        }
                    }
                    if let Some(record) = &mut self.record {
                        record.types.insert((call.func.start, call.func.end), Type::Unknown);
                    }
                    return partial_results(&signature);
                }
            }
        };
        if let Some(params) = parameters(&signature, args.len(), call.spread) {
            for (arg, param) in args.iter_mut().zip(&params) {
                self.assign_to(&mut arg.operand, arg.expr, param);
            }
        }
        call_result(&signature.results)
    }

    /// The instantiated signature of a call of a generic function. Arguments that are generic functions themselves
    /// are solved for together with it.
    fn infer_call(
        &mut self,
        signature: &Signature,
        given: &[Type],
        args: &[Argument],
        spread: bool,
    ) -> Option<Signature> {
        if given.len() > signature.type_params.len() {
            return None;
        }
        let renamed = self.checker.rename(signature);
        let params = parameters(&renamed, args.len(), spread)?;
        let mut type_params: Vec<Arc<TypeParam>> = renamed.type_params.clone();
        let mut operands = Vec::with_capacity(args.len());
        for arg in args {
            match &arg.operand.ty {
                Type::Func(generic) if !generic.type_params.is_empty() => {
                    if matches!(arg.expr.unparen().kind, ExprKind::Index(..)) {
                        // Partly instantiated generic functions as arguments aren't followed.
                        return None;
                    }
                    let mut renamed = self.checker.rename(generic);
                    type_params.append(&mut renamed.type_params);
                    operands.push(Operand::value(Type::func(renamed)));
                }
                _ => operands.push(arg.operand.clone()),
            }
        }
        let inferred = self.checker.infer(&type_params, given, &params, &operands)?;
        self.checker.instantiate(&renamed, &inferred[..renamed.type_params.len()])
    }
}

fn call_result(results: &[Type]) -> Operand {
    match results {
        [] => Operand::no_value(),
        results => Operand::value(Type::results(results)),
    }
}

/// What a call of a generic function gives whatever its type arguments are.
fn partial_results(signature: &Signature) -> Operand {
    let concrete = |ty: &Type| {
        if is_parameterized(&signature.type_params, ty) { Type::Unknown } else { ty.clone() }
    };
    call_result(&signature.results.iter().map(concrete).collect::<Vec<_>>())
}

/// The parameter types that `count` arguments meet: the variadic one as often as it takes (Go spec, "Passing arguments
/// to ... parameters"). None when the number doesn't fit.
pub(super) fn parameters(signature: &Signature, count: usize, spread: bool) -> Option<Vec<Type>> {
    let mut params = signature.params.clone();
    if signature.variadic && !spread {
        let Some(Type::Slice(elem)) = params.pop() else { return None };
        if count < params.len() {
            return None;
        }
        params.resize(count, (*elem).clone());
    }
    if params.len() == count { Some(params) } else { None }
}
