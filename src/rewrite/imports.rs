//! Adding imports.

use crate::project::resolve::is_std_like;
use crate::syntax::{Node, Tree, field, kind, named_children};
use crate::text::{Edit, LineIndex, newline_of};
use std::collections::BTreeSet;

/// An import that a fix needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Import {
    pub path: String,
    /// The name to import it under, where that isn't the package's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The edits that add `imports` to the file of `tree`: into the group of the import declaration that holds the standard
/// library, in the order of paths (what gofmt sorts by), or into a declaration of their own. What is imported already under
/// the same name isn't added again.
pub fn import_edits(tree: &Tree, lines: &LineIndex, imports: &[Import]) -> Vec<Edit> {
    let newline = newline_of(tree.text());
    let declarations: Vec<Node> =
        named_children(tree.root()).into_iter().filter(|n| n.kind_id() == kind::IMPORT_DECLARATION).collect();
    let present: BTreeSet<Import> =
        declarations.iter().flat_map(|d| specs(*d)).map(|s| import_of(tree, s)).collect();
    let missing: BTreeSet<&Import> = imports.iter().filter(|import| !present.contains(import)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    // `import "C"` and its preamble stand alone.
    let host =
        declarations.iter().copied().find(|d| specs(*d).iter().all(|s| import_of(tree, *s).path != "C"));
    let Some(host) = host else {
        let after = declarations.last().copied().or_else(|| {
            named_children(tree.root()).into_iter().find(|n| n.kind_id() == kind::PACKAGE_CLAUSE)
        });
        let line = lines.line(after.map_or(0, |n| n.end_byte()));
        let at = lines.start(line) + lines.text(tree.text(), line).len();
        let text: String = match missing.len() {
            1 => missing.iter().map(|import| format!("import {}", spec(import))).collect(),
            _ => {
                let inner: String =
                    missing.iter().map(|import| format!("\t{}{newline}", spec(import))).collect();
                format!("import ({newline}{inner})")
            }
        };
        return vec![Edit::insert(at, format!("{newline}{newline}{text}"))];
    };
    let list = named_children(host).into_iter().find(|n| n.kind_id() == kind::IMPORT_SPEC_LIST);
    match list {
        None => into_single(tree, lines, host, &missing, newline),
        Some(list) => into_list(tree, lines, list, &missing, newline),
    }
}

/// `import "a"` becomes a declaration in parentheses.
fn into_single(
    tree: &Tree,
    lines: &LineIndex,
    host: Node,
    missing: &BTreeSet<&Import>,
    newline: &str,
) -> Vec<Edit> {
    let Some(only) = specs(host).first().copied() else { return Vec::new() };
    let old = import_of(tree, only);
    let (std, other): (Vec<&Import>, Vec<&Import>) =
        missing.iter().copied().partition(|i| is_std_like(&i.path) == is_std_like(&old.path));
    let group = |imports: &[&Import]| -> String {
        imports.iter().map(|i| format!("\t{}{newline}", spec(i))).collect()
    };
    let before: Vec<&Import> = std.iter().copied().filter(|i| i.path < old.path).collect();
    let after: Vec<&Import> = std.iter().copied().filter(|i| i.path >= old.path).collect();
    let (mut head, mut tail) = (group(&before), group(&after));
    if !other.is_empty() {
        match is_std_like(&old.path) {
            true => tail += &format!("{newline}{}", group(&other)),
            false => head = format!("{}{newline}{head}", group(&other)),
        }
    }
    let line = lines.line(only.end_byte());
    let end = lines.start(line) + lines.text(tree.text(), line).len();
    vec![
        Edit::insert(only.start_byte(), format!("({newline}{head}\t")),
        Edit::insert(end, format!("{newline}{tail})")),
    ]
}

fn into_list(
    tree: &Tree,
    lines: &LineIndex,
    list: Node,
    missing: &BTreeSet<&Import>,
    newline: &str,
) -> Vec<Edit> {
    let all = named_children(list);
    if !all.is_empty() && lines.line(list.start_byte()) == lines.line(list.end_byte()) {
        // `import ("a"; "b")` stays on its line.
        let text: String = missing.iter().map(|import| format!("; {}", spec(import))).collect();
        return vec![Edit::insert(all[all.len() - 1].end_byte(), text)];
    }
    let line_of = |node: &Node| lines.line(node.start_byte());
    // Groups as gofmt sees them: runs of specs on consecutive lines.
    let groups: Vec<&[Node]> = all.chunk_by(|a, b| line_of(a) + 1 >= line_of(b)).collect();
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for (order, import) in missing.iter().enumerate() {
        let fits = |group: &&&[Node]| {
            group.iter().all(|s| is_std_like(&import_of(tree, *s).path) == is_std_like(&import.path))
        };
        let group = groups.iter().find(fits).or(if is_std_like(&import.path) { None } else { groups.last() });
        let Some(group) = group else {
            // No group of the standard library yet: a new one at the top.
            let Some(first) = all.first() else {
                // `import ()`, maybe over lines: the first one opens a line.
                let open = if edits.is_empty() && lines.line(list.start_byte()) == lines.line(list.end_byte())
                {
                    newline
                } else {
                    ""
                };
                edits.push((list.end_byte() - 1, order, format!("{open}\t{}{newline}", spec(import))));
                continue;
            };
            edits.push((lines.start(line_of(first)), order, format!("\t{}{newline}{newline}", spec(import))));
            continue;
        };
        let indent = &lines.text(tree.text(), line_of(&group[0]));
        let indent = &indent[..indent.len() - indent.trim_start().len()];
        match group.iter().rev().find(|s| import_of(tree, **s).path < import.path) {
            Some(before) => {
                let line = lines.line(before.end_byte());
                edits.push((lines.start(line + 1), order, format!("{indent}{}{newline}", spec(import))));
            }
            None => {
                // Above the first spec and below the comment over it, which may speak of the group.
                edits.push((
                    lines.start(line_of(&group[0])),
                    order,
                    format!("{indent}{}{newline}", spec(import)),
                ));
            }
        }
    }
    // A blank line between a new group at the top and the rest is written once, behind the last of it.
    let top = edits.iter().filter(|e| e.2.ends_with(&format!("{newline}{newline}"))).map(|e| e.1).max();
    edits
        .into_iter()
        .map(|(at, order, text)| match text.strip_suffix(&format!("{newline}{newline}")) {
            Some(short) if top != Some(order) => Edit::insert(at, format!("{short}{newline}")),
            _ => Edit::insert(at, text),
        })
        .collect()
}

fn specs(declaration: Node) -> Vec<Node> {
    named_children(declaration)
        .into_iter()
        .flat_map(|child| match child.kind_id() {
            kind::IMPORT_SPEC_LIST => named_children(child),
            _ => vec![child],
        })
        .filter(|n| n.kind_id() == kind::IMPORT_SPEC)
        .collect()
}

fn import_of(tree: &Tree, spec: Node) -> Import {
    let path = field(spec, "path").map_or("", |p| tree.source(p)).trim_matches(['"', '`']).to_string();
    Import { path, name: field(spec, "name").map(|n| tree.source(n).to_string()) }
}

fn spec(import: &Import) -> String {
    match &import.name {
        Some(name) => format!("{name} \"{}\"", import.path),
        None => format!("\"{}\"", import.path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::EditSet;

    fn add(text: &str, paths: &[&str]) -> String {
        let imports: Vec<_> = paths.iter().map(|p| Import { path: p.to_string(), name: None }).collect();
        let edits = import_edits(&Tree::parse(text), &LineIndex::new(text), &imports);
        EditSet::new(edits).unwrap().apply(text).unwrap()
    }

    #[test]
    fn imports_go_into_the_group_of_their_kind_in_order() {
        let text = "package a\n\nimport (\n\t\"fmt\"\n\t\"os\" // why\n\n\t\"x.org/y\"\n)\n";
        assert_eq!(
            add(text, &["log", "zip", "a", "x.org/z", "os"]),
            "package a\n\nimport (\n\t\"a\"\n\t\"fmt\"\n\t\"log\"\n\t\"os\" // why\n\t\"zip\"\n\n\t\"x.org/y\"\n\t\"x.org/z\"\n)\n"
        );
    }

    #[test]
    fn a_file_without_a_fitting_declaration_gets_one() {
        assert_eq!(
            add("package a // b\n\nvar x int\n", &["log"]),
            "package a // b\n\nimport \"log\"\n\nvar x int\n"
        );
        assert_eq!(
            add("package a\n\nimport \"fmt\" // c\n", &["log", "errors"]),
            "package a\n\nimport (\n\t\"errors\"\n\t\"fmt\" // c\n\t\"log\"\n)\n"
        );
        assert_eq!(
            add("package a\n\nimport (\"os\"; \"fmt\")\n", &["log"]),
            "package a\n\nimport (\"os\"; \"fmt\"; \"log\")\n"
        );
        assert_eq!(
            add("package a\n\nimport ()\n", &["log", "errors"]),
            "package a\n\nimport (\n\t\"errors\"\n\t\"log\"\n)\n"
        );
        assert_eq!(
            add("package a\n\nimport (\n\t\"x.org/y\"\n)\n", &["log", "errors"]),
            "package a\n\nimport (\n\t\"errors\"\n\t\"log\"\n\n\t\"x.org/y\"\n)\n"
        );
    }
}
