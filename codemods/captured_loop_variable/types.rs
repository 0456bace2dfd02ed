//! What types say of loop variables: how the type is written here, and what a selector or index reaches.

use super::Code;
use crate::codemod::Context;
use crate::project::Version;
use crate::semantics::print::{Names, write_type};
use crate::semantics::scopes::{ImportName, Imports, LocalId, LocalKind, Scopes, Use};
use crate::semantics::types::{TypeDef, TypeParam, is_exported};
use crate::semantics::{FileTypes, Object, Selected, Type, std_index, universe};
use crate::syntax::{Node, ancestors, field, kind, named_children};

/// The type of the variable `id` as it is written at `at` in this file; `None` when it isn't known or can't be written there.
pub fn written<'t>(code: Code<'_, 't>, id: LocalId, at: Node<'t>) -> Option<String> {
    let Code { context, scopes, imports } = code;
    let types = context.types().ok()?;
    let local = scopes.local(id);
    let declared = types.type_of(local.declared)?;
    let mut names = Here { context, types, scopes, at: at.start_byte(), imports };
    let mut text = String::new();
    write_type(&mut text, &declared, &mut names)?;
    // The printer writes predeclared names as they are: something else may have them here.
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    let mut predeclared = words.filter(|word| universe::is_predeclared(word));
    if predeclared.any(|word| !names.is_free(word)) || text.contains("unsafe.") {
        return None;
    }
    // Nobody writes a whole struct or interface into a parameter list.
    if text.replace("struct{}", "").contains("struct{")
        || text.replace("interface{}", "").contains("interface{")
    {
        return None;
    }
    Some(match text.as_str() {
        // `byte` and `rune` are the very same types as `uint8` and `int32`, and what people write.
        "uint8" if names.is_free("byte") && !context.text().contains("uint8") => "byte".to_string(),
        "int32" if names.is_free("rune") && ranges_over_string(types, local.loop_node) => "rune".to_string(),
        _ => text,
    })
}

fn ranges_over_string(types: &FileTypes, loop_node: Option<Node>) -> bool {
    let clause = loop_node.into_iter().flat_map(named_children);
    let ranged = clause.filter(|n| n.kind_id() == kind::RANGE_CLAUSE).find_map(|n| field(n, "right"));
    let over = ranged.and_then(|ranged| types.type_of(ranged)).map(|t| types.underlying(&t));
    matches!(over, Some(Type::Basic(basic)) if basic.is_string())
}

/// Names as they are written at one place of the file.
struct Here<'c, 't> {
    context: &'c Context<'t>,
    types: &'c FileTypes<'t>,
    scopes: &'c Scopes<'t>,
    at: usize,
    imports: &'c Imports<'t>,
}

impl Here<'_, '_> {
    /// Whether `name` isn't declared between here and the universe block.
    fn is_free(&self, name: &str) -> bool {
        self.scopes.meaning_at(name, self.at).is_none()
            && self.types.package().entity(name).is_none()
            && self.imports.named(name).is_none()
    }

    /// Whether `name` certainly is the name of the package at `path`: standard packages are called as their paths say, others
    /// when this very function calls them so.
    fn names_package(&self, name: &str, path: &str) -> bool {
        std_index::has(path)
            || self.scopes.uses_in(0..self.context.text().len()).any(|used| {
                used.name == name
                    && matches!(self.types.resolve(used.node), Object::Package(found) if *found == *path)
            })
    }

    fn is_local(&self, name: &str) -> bool {
        self.scopes.meaning_at(name, self.at).is_some()
    }
}

impl Names for Here<'_, '_> {
    fn type_name(&mut self, def: &TypeDef) -> Option<String> {
        let name = def.name.to_string();
        if def.package.is_empty() {
            return self.is_free(&name).then_some(name);
        }
        if def.local != 0 {
            let local = self.scopes.local(self.scopes.meaning_at(&name, self.at)?);
            let only = self.scopes.locals().filter(|(_, other)| other.name == local.name).count() == 1;
            return (local.kind == LocalKind::Type && only).then_some(name);
        }
        if def.package == *self.types.package().path() {
            return (!self.is_local(&name)).then_some(name);
        }
        let import = self.imports.of_path(&def.package).filter(|_| is_exported(&name))?;
        match import.name {
            ImportName::Dot => (!self.is_local(&name)).then_some(name),
            ImportName::Blank => None,
            ImportName::Explicit(package) | ImportName::Guessed(package) => {
                let certain = match import.name {
                    ImportName::Guessed(_) => self.names_package(package, &def.package),
                    _ => true,
                };
                (certain && !self.is_local(package)).then(|| format!("{package}.{name}"))
            }
        }
    }

    fn type_param(&mut self, param: &TypeParam) -> Option<String> {
        let local = self.scopes.local(self.scopes.meaning_at(&param.name, self.at)?);
        (local.kind == LocalKind::TypeParam).then(|| param.name.to_string())
    }

    fn unexported(&mut self, package: &str) -> bool {
        **self.types.package().path() == *package
    }

    fn any(&mut self) -> bool {
        let has_any = self.context.language.version.is_some_and(|version| version >= Version::new(1, 18));
        has_any && self.is_free("any")
    }
}

/// What a chain of selectors and indices reaches.
enum Reached {
    /// A part of the variable, of this type.
    Part(Type),
    /// Something behind a pointer, slice or map.
    Elsewhere,
    Method {
        takes_address: bool,
    },
    Unknown,
}

/// Whether what `used` names, a chain of selectors and indices that begins with the variable, is part of the variable
/// itself and doesn't lie behind a pointer, slice or map.
pub fn is_part<'t>(context: &Context<'t>, used: &Use<'t>) -> Option<bool> {
    match reached(context, used) {
        Reached::Part(_) => Some(true),
        Reached::Elsewhere => Some(false),
        Reached::Method { .. } | Reached::Unknown => None,
    }
}

/// Whether slicing `used` takes the variable's address: it does when an array is sliced.
pub fn slices_variable<'t>(context: &Context<'t>, used: &Use<'t>) -> Option<bool> {
    let types = context.types().ok()?;
    match reached(context, used) {
        Reached::Part(part) => Some(matches!(types.underlying(&part), Type::Array(..))),
        Reached::Elsewhere => Some(false),
        Reached::Method { .. } | Reached::Unknown => None,
    }
}

/// Whether `used`, an operand of selectors, is a call or value of a method that takes the variable's address.
pub fn calls_pointer_method<'t>(context: &Context<'t>, used: &Use<'t>) -> Option<bool> {
    match reached(context, used) {
        Reached::Part(_) | Reached::Elsewhere => Some(false),
        Reached::Method { takes_address } => Some(takes_address),
        Reached::Unknown => None,
    }
}

fn reached<'t>(context: &Context<'t>, used: &Use<'t>) -> Reached {
    let Ok(types) = context.types() else { return Reached::Unknown };
    let Some(mut here) = types.type_of(used.node) else { return Reached::Unknown };
    let mut child = used.node;
    let mut chain: Vec<Node> = Vec::new();
    if used.operand.id() != used.node.id() {
        let around = ancestors(context.tree.root(), used.node);
        chain.extend(around.take_while(|n| n.id() != used.operand.id()));
        chain.push(used.operand);
    }
    for step in chain {
        here = match step.kind_id() {
            kind::PARENTHESIZED_EXPRESSION => here,
            kind::SELECTOR_EXPRESSION | kind::QUALIFIED_TYPE => {
                let name = field(step, "field").or_else(|| field(step, "name"));
                if types.is_pointer(&here) {
                    return Reached::Elsewhere;
                }
                match types.select(&here, name.map_or("", |name| context.source(name))) {
                    Selected::Field { indirect: true, .. } => return Reached::Elsewhere,
                    Selected::Field { ty, .. } => ty,
                    Selected::Method(method) => {
                        // The receiver of a promoted method may be an embedded pointer.
                        let own = matches!(&here, Type::Named(named) if named.def.name == method.receiver);
                        return match method.pointer && !method.interface {
                            false => Reached::Method { takes_address: false },
                            true if own => Reached::Method { takes_address: true },
                            true => Reached::Unknown,
                        };
                    }
                    Selected::None | Selected::Unknown => return Reached::Unknown,
                }
            }
            kind::INDEX_EXPRESSION if field(step, "operand").is_some_and(|n| n.id() == child.id()) => {
                match types.underlying(&here) {
                    Type::Array(_, element) => (*element).clone(),
                    Type::Slice(_) | Type::Map(_) | Type::Pointer(_) => return Reached::Elsewhere,
                    Type::Basic(basic) if basic.is_string() => return Reached::Elsewhere,
                    _ => return Reached::Unknown,
                }
            }
            _ => return Reached::Unknown,
        };
        child = step;
    }
    Reached::Part(here)
}
