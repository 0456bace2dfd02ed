//! What a file imports and under which names.
//!
//! Knows one file. The name of a package that is imported without a name is told by its package clause, which isn't
//! seen here: it's guessed from the path, and said to be guessed.

use super::{Scopes, names};
use crate::syntax::{Node, Tree, descendants, field, kind, named_children};
use std::collections::HashSet;

/// The imports of one file, in source order.
pub struct Imports<'t> {
    imports: Vec<Import<'t>>,
    /// What the parsed part of the file declares at package level.
    package_level: HashSet<&'t str>,
}

#[derive(Clone, Debug)]
pub struct Import<'t> {
    pub name: ImportName<'t>,
    pub path: &'t str,
    /// The import specification.
    pub spec: Node<'t>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportName<'t> {
    /// Written in the import.
    Explicit(&'t str),
    /// What the path suggests.
    Guessed(&'t str),
    /// `.`: the package's exported names are in the file block.
    Dot,
    /// `_`: no name.
    Blank,
}

impl<'t> ImportName<'t> {
    pub fn text(self) -> Option<&'t str> {
        match self {
            ImportName::Explicit(name) | ImportName::Guessed(name) => Some(name),
            ImportName::Dot | ImportName::Blank => None,
        }
    }
}

impl<'t> Imports<'t> {
    pub fn of(tree: &'t Tree) -> Imports<'t> {
        let mut imports = Vec::new();
        let mut package_level = HashSet::new();
        for decl in named_children(tree.root()) {
            match decl.kind_id() {
                kind::IMPORT_DECLARATION => {
                    let specs = descendants(decl).filter(|n| n.kind_id() == kind::IMPORT_SPEC);
                    imports.extend(specs.filter_map(|spec| import(tree, spec)));
                }
                kind::FUNCTION_DECLARATION => {
                    package_level.extend(names(decl).into_iter().map(|name| tree.source(name)));
                }
                kind::VAR_DECLARATION | kind::CONST_DECLARATION | kind::TYPE_DECLARATION => {
                    let specs = named_children(decl).into_iter().flat_map(|child| {
                        if child.kind_id() == kind::VAR_SPEC_LIST {
                            named_children(child)
                        } else {
                            vec![child]
                        }
                    });
                    package_level.extend(specs.flat_map(names).map(|name| tree.source(name)));
                }
                _ => {}
            }
        }
        Imports { imports, package_level }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Import<'t>> {
        self.imports.iter()
    }

    /// The import that `name` means at package level of this file; the first one when it's declared twice.
    pub fn named(&self, name: &str) -> Option<&Import<'t>> {
        if self.package_level.contains(name) {
            return None;
        }
        self.imports.iter().find(|import| import.name.text() == Some(name))
    }

    pub fn of_path(&self, path: &str) -> Option<&Import<'t>> {
        self.imports.iter().find(|import| import.path == path)
    }

    /// The package that `ident` names, when it's neither local nor declared by the parsed part of the file.
    pub fn package_of(&self, scopes: &Scopes<'t>, ident: Node) -> Option<&Import<'t>> {
        let used = scopes.use_at(ident)?;
        if used.local.is_some() {
            return None;
        }
        self.named(used.name)
    }
}

fn import<'t>(tree: &'t Tree, spec: Node<'t>) -> Option<Import<'t>> {
    let path = tree.source(field(spec, "path")?).trim_matches(['"', '`']);
    let name = match field(spec, "name") {
        None => ImportName::Guessed(guessed_name(path)),
        Some(name) => match tree.source(name) {
            "." => ImportName::Dot,
            "_" => ImportName::Blank,
            text => ImportName::Explicit(text),
        },
    };
    Some(Import { name, path, spec })
}

/// The last element of the path; the one before it when that is a major version; without gopkg.in's suffix.
fn guessed_name(path: &str) -> &str {
    let mut elements = path.rsplit('/');
    let last = elements.next().unwrap_or(path);
    let is_version = |text: &str| {
        text.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let last = if is_version(last) { elements.next().unwrap_or(last) } else { last };
    match last.rsplit_once('.') {
        Some((name, version)) if path.starts_with("gopkg.in/") && is_version(version) => name,
        _ => last,
    }
}
