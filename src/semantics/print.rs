//! Types as text: what go/types' `TypeString` prints with full package paths, and the same walk with another way to
//! write names, for types written into source files.

use super::types::{Basic, Interface, Signature, Struct, Type, TypeDef, TypeParam, is_exported};
use crate::syntax::ast::ChanDir;

/// How names are written; `None` gives the whole type up.
pub trait Names {
    fn type_name(&mut self, def: &TypeDef) -> Option<String>;

    fn type_param(&mut self, param: &TypeParam) -> Option<String>;

    /// A predeclared type.
    fn basic(&mut self, basic: Basic) -> Option<String> {
        Some(basic.name().to_string())
    }

    /// Whether a type may be written that holds a name of `package` that isn't exported.
    fn unexported(&mut self, package: &str) -> bool;

    /// Whether unnamed empty interfaces are `any` (else `interface{}`).
    fn any(&mut self) -> bool {
        true
    }
}

/// Names with their full import paths.
struct FullPaths;

impl Names for FullPaths {
    fn type_name(&mut self, def: &TypeDef) -> Option<String> {
        Some(if def.package.is_empty() {
            def.name.to_string()
        } else {
            format!("{}.{}", def.package, def.name)
        })
    }

    fn type_param(&mut self, param: &TypeParam) -> Option<String> {
        let name = &param.name;
        let shadows = super::universe::is_predeclared(name);
        Some(if shadows { format!("{name} /* type parameter */") } else { name.to_string() })
    }

    fn unexported(&mut self, _: &str) -> bool {
        true
    }
}

/// How deep a type is printed; deeper ones don't come from real code.
const MAX_DEPTH: u32 = 100;
/// Longer texts are given up.
const MAX_LENGTH: usize = 1 << 20;

/// The type as `gomend debug types` shows it. None when part of it isn't known.
pub fn type_string(ty: &Type) -> Option<String> {
    let mut out = String::new();
    if let Type::Tuple(types) = ty {
        write_list(&mut out, types, false, &mut FullPaths, MAX_DEPTH)?;
        return Some(out);
    }
    write_type(&mut out, ty, &mut FullPaths)?;
    Some(out)
}

/// Writes the type in Go syntax, names as `names` has them.
pub fn write_type(out: &mut String, ty: &Type, names: &mut dyn Names) -> Option<()> {
    write_within(out, ty, names, MAX_DEPTH)
}

fn write_within(out: &mut String, ty: &Type, names: &mut dyn Names, depth: u32) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    if out.len() > MAX_LENGTH {
        return None;
    }
    match ty {
        Type::Unknown => return None,
        Type::Basic(basic) => out.push_str(&names.basic(*basic)?),
        Type::Pointer(base) => {
            out.push('*');
            write_within(out, base, names, depth)?;
        }
        Type::Slice(elem) => {
            out.push_str("[]");
            write_within(out, elem, names, depth)?;
        }
        Type::Array(len, elem) => {
            out.push_str(&format!("[{}]", (*len)?));
            write_within(out, elem, names, depth)?;
        }
        Type::Map(pair) => {
            out.push_str("map[");
            write_within(out, &pair.0, names, depth)?;
            out.push(']');
            write_within(out, &pair.1, names, depth)?;
        }
        Type::Chan(dir, elem) => {
            out.push_str(match dir {
                ChanDir::Both => "chan ",
                ChanDir::Send => "chan<- ",
                ChanDir::Recv => "<-chan ",
            });
            let parens = *dir != ChanDir::Send && matches!(**elem, Type::Chan(ChanDir::Recv, _));
            let parens = parens && *dir == ChanDir::Both;
            if parens {
                out.push('(');
            }
            write_within(out, elem, names, depth)?;
            if parens {
                out.push(')');
            }
        }
        Type::Struct(s) => write_struct(out, s, names, depth)?,
        Type::Func(signature) => {
            out.push_str("func");
            write_signature(out, signature, names, depth)?;
        }
        Type::Interface(interface) => write_interface(out, interface, names, depth)?,
        Type::Tuple(types) => write_list(out, types, false, names, depth)?,
        Type::Union(terms) => {
            for (i, term) in terms.iter().enumerate() {
                out.push_str(if i > 0 { " | " } else { "" });
                out.push_str(if term.tilde { "~" } else { "" });
                write_within(out, &term.ty, names, depth)?;
            }
        }
        Type::Named(named) => {
            out.push_str(&names.type_name(&named.def)?);
            if !named.args.is_empty() {
                out.push('[');
                for (i, arg) in named.args.iter().enumerate() {
                    out.push_str(if i > 0 { ", " } else { "" });
                    write_within(out, arg, names, depth)?;
                }
                out.push(']');
            }
        }
        Type::Param(param) => out.push_str(&names.type_param(param)?),
    }
    Some(())
}

fn write_list(
    out: &mut String,
    types: &[Type],
    variadic: bool,
    names: &mut dyn Names,
    depth: u32,
) -> Option<()> {
    out.push('(');
    for (i, ty) in types.iter().enumerate() {
        out.push_str(if i > 0 { ", " } else { "" });
        match ty {
            Type::Slice(elem) if variadic && i + 1 == types.len() => {
                out.push_str("...");
                write_within(out, elem, names, depth)?;
            }
            _ => write_within(out, ty, names, depth)?,
        }
    }
    out.push(')');
    Some(())
}

fn write_signature(out: &mut String, signature: &Signature, names: &mut dyn Names, depth: u32) -> Option<()> {
    if !signature.type_params.is_empty() {
        // A generic function that wasn't instantiated has no type that could be written.
        return None;
    }
    write_list(out, &signature.params, signature.variadic, names, depth)?;
    match signature.results.as_slice() {
        [] => {}
        [one] => {
            out.push(' ');
            write_within(out, one, names, depth)?;
        }
        several => {
            out.push(' ');
            write_list(out, several, false, names, depth)?;
        }
    }
    Some(())
}

fn write_struct(out: &mut String, s: &Struct, names: &mut dyn Names, depth: u32) -> Option<()> {
    out.push_str("struct{");
    for (i, field) in s.fields.iter().enumerate() {
        out.push_str(if i > 0 { "; " } else { "" });
        if !is_exported(&field.name) && !names.unexported(&field.package) {
            return None;
        }
        if !field.embedded {
            out.push_str(&field.name);
            out.push(' ');
        }
        write_within(out, &field.ty, names, depth)?;
        if let Some(tag) = &field.tag {
            out.push(' ');
            out.push_str(&quote(tag));
        }
    }
    out.push('}');
    Some(())
}

fn write_interface(out: &mut String, interface: &Interface, names: &mut dyn Names, depth: u32) -> Option<()> {
    if interface.comparable {
        out.push_str("interface{comparable}");
        return Some(());
    }
    if is_any(interface) {
        out.push_str(if names.any() { "any" } else { "interface{}" });
        return Some(());
    }
    out.push_str("interface{");
    // go/types sorts explicit methods by their ids: exported names come first, as `_.` precedes the others.
    let mut methods: Vec<_> = interface.methods.iter().collect();
    methods.sort_by(|a, b| {
        let key = |name: &str| !is_exported(name);
        key(&a.name).cmp(&key(&b.name)).then_with(|| a.name.cmp(&b.name))
    });
    let mut first = true;
    for method in methods {
        if !is_exported(&method.name) && !names.unexported(&method.package) {
            return None;
        }
        out.push_str(if first { "" } else { "; " });
        first = false;
        out.push_str(&method.name);
        write_signature(out, &method.signature, names, depth)?;
    }
    for embedded in &interface.embedded {
        out.push_str(if first { "" } else { "; " });
        first = false;
        write_within(out, embedded, names, depth)?;
    }
    out.push('}');
    Some(())
}

/// Whether the interface literal is satisfied by every type: no methods, and nothing embedded but its like.
fn is_any(interface: &Interface) -> bool {
    interface.methods.is_empty()
        && !interface.comparable
        && interface.embedded.iter().all(|ty| match ty {
            Type::Interface(inner) => is_any(inner),
            Type::Named(named) => {
                matches!(named.def.underlying.get(), Some(Type::Interface(inner)) if is_any(inner))
            }
            _ => false,
        })
}

/// A string as Go's strconv.Quote writes it.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            c if (c as u32) < 0x20 || c as u32 == 0x7f => out.push_str(&format!("\\x{:02x}", c as u32)),
            c if c == '\u{FEFF}' || c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
