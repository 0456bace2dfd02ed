//! What is returned instead of the bare error: `wrap` of `gomend.toml`, made to mean in a file what it says.

use super::Site;
use super::words::in_words;
use crate::codemod::options::Wrap;
use crate::codemod::{Context, Import, Reason};
use crate::rewrite::import_edits;
use crate::semantics::scopes::Scopes;
use crate::semantics::std_index;
use crate::syntax::{Tree, kind, named_children};
use crate::text::EditSet;
use std::cell::OnceCell;

/// Stand in for the call and the error while the names of the template are looked up.
const CALL: &str = "gomendCall";
const ERR: &str = "gomendErr";

/// The template of one file.
pub struct Template<'o> {
    wrap: &'o Wrap,
    fitted: OnceCell<Result<Fitted, Reason>>,
}

/// The template with the file's names for packages.
struct Fitted {
    /// With `CALL` and `ERR` in it.
    expression: String,
    /// Names in it that mean what they mean at package level.
    names: Vec<String>,
    imports: Vec<Import>,
}

impl<'o> Template<'o> {
    pub fn new(wrap: &'o Wrap) -> Template<'o> {
        Template { wrap, fitted: OnceCell::new() }
    }

    /// The expression at a site, with `{err}` for the error's variable, and what it needs imported.
    pub fn at(&self, site: &Site) -> Result<(String, Vec<Import>), Reason> {
        let fitted = self.fitted.get_or_init(|| fitted(self.wrap, site.context));
        let Fitted { expression, names, imports } = fitted.as_ref().map_err(Reason::clone)?;
        let scopes = site.context.scopes(site.statement);
        let at = site.statement.start_byte();
        if let Some(name) = names.iter().find(|name| scopes.meaning_at(name, at).is_some()) {
            return Err(refused(format!("its name {name} means something else here")));
        }
        let call = in_words(site.context, site.call);
        Ok((expression.replace(CALL, &call).replace(ERR, "{err}"), imports.clone()))
    }
}

fn refused(why: String) -> Reason {
    Reason::new("wrap", format!("the template that gomend.toml gives for wrap can't be used: {why}"))
}

/// Finds out what the names of the template mean in the file, and that it makes an error there.
fn fitted(wrap: &Wrap, context: &Context) -> Result<Fitted, Reason> {
    let types = context.types().map_err(|why| refused(why.to_string()))?;
    let mut expression = wrap.filled(CALL, ERR);
    let head = format!("func _({ERR} error) error {{\n\treturn ");
    let alone = format!("package p\n\n{head}{expression}\n}}\n");
    let start = "package p\n\n".len() + head.len();
    let tree = Tree::parse(&alone);
    let function =
        named_children(tree.root()).into_iter().find(|n| n.kind_id() == kind::FUNCTION_DECLARATION);
    let Some(function) = function else { return Err(refused("it isn't an expression".to_string())) };
    let imported = context.imports();
    let mut names = Vec::new();
    let mut imports = Vec::new();
    let mut renamed = Vec::new();
    for used in Scopes::of(&tree, function).uses_in(start..alone.len()) {
        let name = used.name;
        if used.local.is_some() || used.maybe_field_key {
            continue;
        }
        let is_known = types.package().entity(name).is_some()
            || imported.iter().any(|import| import.name.text() == Some(name))
            || crate::semantics::universe::is_predeclared(name)
            || name == "nil";
        if is_known {
            names.push(name.to_string());
        } else if let Some(import) = imported.of_path(name).and_then(|import| import.name.text()) {
            renamed.push((used.node.start_byte() - start..used.node.end_byte() - start, import));
            names.push(import.to_string());
        } else if std_index::has(name) && !types.can_import_as(name) {
            return Err(refused(format!("{name} is declared in another file of the package")));
        } else if std_index::has(name) {
            imports.push(Import { path: name.to_string(), name: None });
            names.push(name.to_string());
        } else {
            return Err(refused(format!("{name} is neither declared nor imported in this file")));
        }
    }
    for (range, name) in renamed.into_iter().rev() {
        expression.replace_range(range, name);
    }
    let edits = EditSet::new(import_edits(context.tree, context.lines, &imports));
    let text = edits.ok().and_then(|edits| edits.apply(context.text()).ok());
    let Some(text) = text else { return Err(refused("its imports have no place in this file".to_string())) };
    let text = format!("{text}\n\n{head}");
    let range = text.len()..text.len() + expression.len();
    let text = format!("{text}{expression}\n}}\n");
    let types = context.types_of(&text).map_err(refused)?;
    let makes_an_error =
        types.type_at(range).is_some_and(|t| types.is_error(&t) || types.implements_error(&t) == Some(true));
    match makes_an_error {
        true => Ok(Fitted { expression, names, imports }),
        false => Err(refused("what it makes isn't known to be an error in this file".to_string())),
    }
}
