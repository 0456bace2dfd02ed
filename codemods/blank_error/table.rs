//! Tests that go through a table of cases: where one of them wants the zero value, an error may be what it's there for.
//!
//! ```text
//! for _, c := range []struct{ in, want string }{{in: "a", want: "A"}, {in: "?"}} {
//!     got, _ := upper(c.in)
//!     if got != c.want {
//! ```

use super::Site;
use crate::codemod::Reason;
use crate::semantics::Type;
use crate::semantics::scopes::LocalId;
use crate::syntax::{Node, ancestors, descendants, field, is_within, kind, named_children};

/// Why the error may be expected: a value of the call is compared with a field of the case, which is zero in one of the cases.
pub fn zero_is_expected<'a>(site: &Site<'a, '_>) -> Option<Reason> {
    if !site.context.is_test_file() {
        return None;
    }
    let root = site.context.tree.root();
    let scopes = site.context.scopes(site.statement);
    let values: Vec<LocalId> = site.left.iter().filter_map(|n| scopes.local_of(*n)).collect();
    let loops = ancestors(root, site.statement).filter(|n| n.kind_id() == kind::FOR_STATEMENT);
    loops.into_iter().find_map(|loop_| {
        let clause = named_children(loop_).into_iter().find(|n| n.kind_id() == kind::RANGE_CLAUSE)?;
        let case = scopes.local_of(*field(clause, "left").map(named_children)?.get(1)?)?;
        let cases = literal(site, field(clause, "right")?)?;
        let wanted = descendants(loop_).find_map(|n| {
            let field_of_case = compared_field(site, n, case)?;
            let is_compared =
                descendants(n).any(|n| scopes.local_of(n).is_some_and(|id| values.contains(&id)));
            (n.start_byte() >= site.statement.end_byte() && is_compared).then_some(field_of_case)
        })?;
        let zero = named_children(field(cases, "body")?)
            .into_iter()
            .find(|element| is_zero_in(site, *element, wanted))?;
        let line = site.context.line(zero.start_byte());
        let because = format!("the case of line {line} wants the zero value, and maybe the error");
        Some(Reason::new("best-effort", because))
    })
}

/// The composite literal that the value is, or that its variable is declared with.
fn literal<'a>(site: &Site<'a, '_>, value: Node<'a>) -> Option<Node<'a>> {
    let value = match value.kind_id() {
        kind::IDENTIFIER => super::missing::declared_as(site, value)?,
        _ => value,
    };
    (value.kind_id() == kind::COMPOSITE_LITERAL).then_some(value)
}

/// The field in `got != c.want`, or in a call that gets `c.want` and something else, as assertions do.
fn compared_field<'a>(site: &Site<'a, '_>, node: Node<'a>, case: LocalId) -> Option<&'a str> {
    let parts = match node.kind_id() {
        kind::BINARY_EXPRESSION => named_children(node),
        kind::CALL_EXPRESSION => field(node, "arguments").map(named_children)?,
        _ => return None,
    };
    let scopes = site.context.scopes(site.statement);
    parts.into_iter().find_map(|part| {
        let of = field(part, "operand").filter(|_| part.kind_id() == kind::SELECTOR_EXPRESSION)?;
        let selected = field(part, "field").map(|f| site.context.source(f))?;
        (scopes.local_of(of) == Some(case)).then_some(selected)
    })
}

/// Whether an element of the table has a zero value in the field, or none.
fn is_zero_in<'a>(site: &Site<'a, '_>, element: Node<'a>, name: &str) -> bool {
    // The value of a map's element stands behind its key.
    let Some(body) =
        descendants(element).filter(|n| n.kind_id() == kind::LITERAL_VALUE).find(|n| is_within(*n, element))
    else {
        return false;
    };
    let parts = named_children(body);
    let is_zero = |n: Node| matches!(site.context.source(n), "nil" | "0" | "false" | "\"\"" | "``");
    let is_keyed = parts.first().is_none_or(|first| first.kind_id() == kind::KEYED_ELEMENT);
    if is_keyed {
        let of_field = parts
            .iter()
            .map(|part| named_children(*part))
            .find(|pair| pair.first().is_some_and(|key| site.context.source(*key) == name));
        return of_field.is_none_or(|pair| pair.last().is_some_and(|value| is_zero(*value)));
    }
    let index = struct_fields(site, element).and_then(|fields| fields.iter().position(|field| field == name));
    index.and_then(|index| parts.get(index)).is_some_and(|value| is_zero(*value))
}

/// The names of the fields of the table's elements.
fn struct_fields<'a>(site: &Site<'a, '_>, element: Node<'a>) -> Option<Vec<String>> {
    let table =
        ancestors(site.context.tree.root(), element).find(|n| n.kind_id() == kind::COMPOSITE_LITERAL)?;
    let of = match site.types.underlying(&site.types.type_of(table)?) {
        Type::Slice(of) | Type::Array(_, of) => Type::clone(&of),
        Type::Map(types) => types.1.clone(),
        _ => return None,
    };
    match site.types.underlying(of.pointee().unwrap_or(&of)) {
        Type::Struct(fields) => Some(fields.fields.iter().map(|field| field.name.to_string()).collect()),
        _ => None,
    }
}
