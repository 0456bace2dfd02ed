//! Fields and methods of a type, promoted ones included (Go spec, "Selectors", "Struct types", "Method sets").

use super::checker::Checker;
use super::package::FuncEntity;
use super::subst::Subst;
use super::types::{Named, Signature, Type, TypeDef};
use super::typeset::same_name;
use crate::syntax::ast::Name;
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// What a selector finds.
#[derive(Debug, Clone)]
pub enum Selected {
    Field {
        ty: Type,
        indirect: bool,
    },
    Method(SelectedMethod),
    /// The type has no such field or method, or several.
    None,
    /// Part of the type isn't known.
    Unknown,
}

#[derive(Debug, Clone)]
pub struct SelectedMethod {
    pub name: Name,
    pub signature: Arc<Signature>,
    /// The path of the package and the name of the type that declares it; the name of an interface literal is empty.
    pub package: Name,
    pub receiver: Name,
    pub pointer: bool,
    pub interface: bool,
    /// Whether a pointer is followed to reach the value that it's called on: then it isn't called on part of the operand.
    pub indirect: bool,
    /// Of a concrete method: its declaration.
    pub entity: Option<Arc<FuncEntity>>,
}

/// Longer chains of embedded types don't come from real code.
const MAX_LEVELS: usize = 32;

/// How many instances of one generic type may be embedded: types can grow without end from level to level.
const MAX_INSTANCES: usize = 50;

struct Embedded {
    ty: Type,
    indirect: bool,
    multiples: bool,
}

impl Checker<'_> {
    /// The field or method `name` of a value of type `ty`, as the files of package `from` see it. A method with a
    /// pointer receiver is found when the value is a pointer or addressable.
    pub fn lookup(&self, ty: &Type, addressable: bool, name: &str, from: &str) -> Selected {
        if name == "_" {
            return Selected::None;
        }
        // A defined pointer type has the fields of what it points to, and no methods.
        if let Type::Named(_) = ty
            && let pointer @ Type::Pointer(_) = self.underlying(ty)
        {
            return match self.lookup_embedded(&pointer, false, name, from) {
                Selected::Method(_) => Selected::None,
                found => found,
            };
        }
        let found = self.lookup_embedded(ty, addressable, name, from);
        if let (Selected::None, Type::Param(_)) = (&found, ty) {
            // Go doesn't select fields of type parameters since 1.18's release; methods were found above.
            return match self.param_set(ty) {
                Some(set) if !set.incomplete => Selected::None,
                _ => Selected::Unknown,
            };
        }
        found
    }

    fn lookup_embedded(&self, ty: &Type, addressable: bool, name: &str, from: &str) -> Selected {
        let (base, is_pointer) = match ty {
            Type::Pointer(base) => ((**base).clone(), true),
            _ => (ty.clone(), false),
        };
        if is_pointer && matches!(self.underlying(&base), Type::Interface(_)) {
            // A pointer to an interface, or to a type parameter, has no methods.
            return Selected::None;
        }
        let mut current = vec![Embedded { ty: base, indirect: is_pointer, multiples: false }];
        // Instances by the type that they are of.
        let mut seen: HashMap<*const TypeDef, Vec<Arc<Named>>> = HashMap::default();
        for _ in 0..MAX_LEVELS {
            if current.is_empty() {
                return Selected::None;
            }
            let mut next: Vec<Embedded> = Vec::new();
            let mut found: Option<(Selected, bool)> = None;
            let mut collision = false;
            let mut unknown = false;
            let mut hit = |selected: Selected, embedded: &Embedded, indirect: bool| {
                collision |= found.is_some() || embedded.multiples;
                found = Some((selected, indirect));
            };
            for embedded in &current {
                if let Type::Named(named) = &embedded.ty {
                    let instances = seen.entry(Arc::as_ptr(&named.def)).or_default();
                    if instances.iter().any(|other| self.identical(&Type::Named(other.clone()), &embedded.ty))
                    {
                        continue;
                    }
                    if instances.len() == MAX_INSTANCES {
                        return Selected::Unknown;
                    }
                    instances.push(named.clone());
                    match self.declared_method(&named.def, name, from) {
                        Ok(Some(method)) => {
                            let indirect = embedded.indirect;
                            hit(self.concrete_method(named, &method, indirect), embedded, indirect);
                            continue;
                        }
                        Ok(None) => {}
                        Err(_) => unknown = true,
                    }
                }
                match self.underlying(&embedded.ty) {
                    Type::Unknown => unknown = true,
                    Type::Struct(s) => {
                        for field in &s.fields {
                            if same_name(&field.name, &field.package, name, from) {
                                let field =
                                    Selected::Field { ty: field.ty.clone(), indirect: embedded.indirect };
                                hit(field, embedded, embedded.indirect);
                            } else if field.embedded {
                                let (ty, pointer) = match &field.ty {
                                    Type::Pointer(base) => ((**base).clone(), true),
                                    ty => (ty.clone(), false),
                                };
                                next.push(Embedded {
                                    ty,
                                    indirect: embedded.indirect || pointer,
                                    multiples: embedded.multiples,
                                });
                            }
                        }
                    }
                    Type::Interface(interface) => {
                        let set = self.type_set(&interface);
                        match set.method(name, from) {
                            Some(method) => {
                                let (package, receiver) = match &embedded.ty {
                                    Type::Named(named) => (named.def.package.clone(), named.def.name.clone()),
                                    _ => (method.package.clone(), "".into()),
                                };
                                let method = SelectedMethod {
                                    name: method.name.clone(),
                                    signature: method.signature.clone(),
                                    package,
                                    receiver,
                                    pointer: false,
                                    interface: true,
                                    indirect: embedded.indirect,
                                    entity: None,
                                };
                                hit(Selected::Method(method), embedded, true);
                            }
                            None => unknown |= set.incomplete,
                        }
                    }
                    _ => {}
                }
            }
            if let Some((selected, indirect)) = found {
                if collision {
                    return Selected::None;
                }
                if let Selected::Method(method) = &selected
                    && method.pointer
                    && !indirect
                    && !addressable
                {
                    return Selected::None;
                }
                return selected;
            }
            if unknown {
                return Selected::Unknown;
            }
            current = self.consolidate(next);
        }
        Selected::Unknown
    }

    /// Several embedded types that are one and the same at one depth: whatever they have is ambiguous.
    fn consolidate(&self, list: Vec<Embedded>) -> Vec<Embedded> {
        let mut out: Vec<Embedded> = Vec::new();
        for embedded in list {
            match out.iter_mut().find(|other| self.identical(&other.ty, &embedded.ty)) {
                Some(other) => other.multiples = true,
                None => out.push(embedded),
            }
        }
        out
    }

    fn concrete_method(&self, named: &Named, method: &Arc<FuncEntity>, indirect: bool) -> Selected {
        let Some(found) = self.func_signature(method) else { return Selected::Unknown };
        let mut signature = found.signature.clone();
        if !named.args.is_empty() {
            if found.recv_params.len() != named.args.len() {
                return Selected::Unknown;
            }
            signature = Arc::new(Subst::new(&found.recv_params, &named.args).signature(&signature));
        }
        Selected::Method(SelectedMethod {
            name: method.name.name.clone(),
            signature,
            package: named.def.package.clone(),
            receiver: named.def.name.clone(),
            pointer: found.pointer_receiver,
            interface: false,
            indirect,
            entity: Some(method.clone()),
        })
    }
}
