//! Parameter lists as Go groups them.
//!
//! Knows that in a list all parameters have names or none has (Go spec, "Function types"). The grammar doesn't: in a
//! long `a, b, c, d, e, f, g int` it takes the first names for types of unnamed parameters.

use super::{Node, field, kind, named_children};

/// Parameters that share a type.
#[derive(Clone, Debug)]
pub struct Parameters<'t> {
    /// Empty: one parameter without a name.
    pub names: Vec<Node<'t>>,
    pub parameter_type: Node<'t>,
    pub variadic: bool,
}

/// What `list`, a `parameter_list`, declares, in source order.
pub fn parameters<'t>(list: Node<'t>) -> Vec<Parameters<'t>> {
    let mut groups: Vec<Parameters> = named_children(list)
        .into_iter()
        .filter_map(|parameter| {
            let mut cursor = parameter.walk();
            // The grammar's field covers the commas too.
            let names = parameter.children_by_field_name("name", &mut cursor).filter(|n| n.is_named());
            Some(Parameters {
                names: names.collect(),
                parameter_type: field(parameter, "type")?,
                variadic: parameter.kind_id() == kind::VARIADIC_PARAMETER_DECLARATION,
            })
        })
        .collect();
    if groups.iter().all(|group| group.names.is_empty()) {
        return groups;
    }
    let mut named = Vec::new();
    let mut waiting = Vec::new();
    for mut group in groups.drain(..) {
        if group.names.is_empty() {
            waiting.push(group.parameter_type);
        } else {
            group.names.splice(0..0, waiting.drain(..));
            named.push(group);
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Tree, descendants};

    fn groups(list: &str) -> Vec<String> {
        let tree = Tree::parse(&format!("package a\nfunc f{list} {{}}\n"));
        let node = descendants(tree.root()).find(|n| n.kind_id() == kind::PARAMETER_LIST).expect("a list");
        parameters(node)
            .into_iter()
            .map(|group| {
                let names: Vec<_> = group.names.iter().map(|name| tree.source(*name)).collect();
                let dots = if group.variadic { "..." } else { "" };
                format!("{} {dots}{}", names.join(","), tree.source(group.parameter_type))
            })
            .collect()
    }

    #[test]
    fn parameters_are_grouped_by_type() {
        assert_eq!(groups("()"), [""; 0]);
        assert_eq!(groups("(int, a.T, ...string)"), [" int", " a.T", " ...string"]);
        assert_eq!(groups("(a, b int, c ...string)"), ["a,b int", "c ...string"]);
    }

    #[test]
    fn many_names_are_no_types() {
        assert_eq!(groups("(a, b, c, d, e, f, g, h, i, j int)"), ["a,b,c,d,e,f,g,h,i,j int"]);
        assert_eq!(
            groups(
                "(_ T, a, b, c, d, e, f, g, h, i, j int, s, r, q, p, o, n, m, l func(a, b, c, d, e, f, g, h, i int))"
            ),
            ["_ T", "a,b,c,d,e,f,g,h,i,j int", "s,r,q,p,o,n,m,l func(a, b, c, d, e, f, g, h, i int)"]
        );
    }
}
