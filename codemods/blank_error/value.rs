//! What the call returns beside the error, where that counts although there is an error, or tells of it by itself.

use super::Site;
use super::exit::Then;
use super::hazard::fails;
use crate::codemod::Reason;
use crate::rewrite::statements;
use crate::semantics::scopes::Access;
use crate::semantics::{Callee, Selected, Type};
use crate::syntax::{Node, ancestors, descendants, field, is_within, kind, named_children, receiver};

/// `n, _ := r.Read(b)`, `fmt.Sscanf`: the count counts although there is an error.
pub fn with_error(site: &Site) -> Option<Reason> {
    let used = site.left.iter().any(|node| site.context.source(*node) != "_");
    if used && remembers_error(site) {
        let because = "the value remembers the error, and whoever uses it asks for it by Err";
        return Some(Reason::new("value-with-error", because));
    }
    let source = receiver(site.call).and_then(|r| site.types.type_of(r));
    let is_random = source.is_some_and(|t| t.pointee().is_some_and(|t| t.is_defined_as("math/rand", "Rand")));
    let counts = match site.types.callee(site.call) {
        Callee::Method { name, .. } => matches!(
            &*name,
            "Read" | "ReadAt" | "ReadFrom" | "ReadFull" | "ReadString" | "ReadBytes" | "ReadLine"
        ),
        Callee::Function { package, name } => {
            *package == *"fmt" && (name.contains("scan") || name.starts_with("Scan"))
                || *package == *"io" && matches!(&*name, "ReadFull" | "ReadAtLeast")
        }
        _ => false,
    };
    let is_method = matches!(site.types.callee(site.call), Callee::Method { .. });
    let waits = counts && !used && is_method && !is_random && !is_looked_at(site);
    if waits {
        let because =
            "nothing of what is read is looked at: it waits for the other side, whose end is an error too";
        return Some(Reason::new("value-with-error", because));
    }
    (used && counts).then(|| {
        let because = "what the call returns beside the error is meaningful when there is an error; the check belongs behind its use";
        Reason::new("value-with-error", because)
    })
}

/// Whether what the call reads into is used further down.
fn is_looked_at<'a>(site: &Site<'a, '_>) -> bool {
    let scopes = site.context.scopes(site.statement);
    let arguments = field(site.call, "arguments").into_iter().flat_map(descendants);
    arguments
        .filter_map(|n| scopes.local_of(n))
        .any(|id| scopes.uses(id).any(|used| used.node.start_byte() >= site.statement.end_byte()))
}

/// Whether a value that the call returns is an interface with a method Err: rows that can be asked for what went wrong.
fn remembers_error(site: &Site) -> bool {
    let results = site.types.call_results(site.call).unwrap_or_default();
    results.iter().any(|result| {
        let is_own = !result.is_defined_as("context", "Context") && site.types.is_interface(result);
        is_own
            && matches!(site.types.select(result, "Err"), Selected::Method(m)
                if m.signature.params.is_empty() && m.signature.results.iter().all(|r| site.types.is_error(r)))
    })
}

/// The bool among several values of the call, if the next `if` begins with it: `v, ok, _ := f()` and `if !ok {`.
fn told_by_bool<'a>(site: &Site<'a, '_>) -> Option<Node<'a>> {
    let context = site.context;
    let results = site.types.call_results(site.call).filter(|results| results.len() > 2)?;
    let is_bool = |t: &Type| matches!(site.types.underlying(t), Type::Basic(basic) if basic.is_boolean());
    let said: Vec<&str> =
        site.left.iter().zip(&results).filter(|(_, t)| is_bool(t)).map(|(n, _)| context.source(*n)).collect();
    let root = context.tree.root();
    let header = ancestors(root, site.statement).next().filter(|n| n.kind_id() == kind::IF_STATEMENT);
    let list = ancestors(root, site.statement).find(|n| n.kind_id() == kind::STATEMENT_LIST)?;
    let elements = context.elements(list);
    let next =
        elements.get(elements.partition_point(|n| n.start_byte() < site.statement.end_byte())).copied();
    let check = header.or(next).filter(|n| n.kind_id() == kind::IF_STATEMENT)?;
    let mut condition = field(check, "condition")?;
    while condition.kind_id() != kind::IDENTIFIER {
        condition = match condition.kind_id() {
            kind::UNARY_EXPRESSION => field(condition, "operand")?,
            kind::BINARY_EXPRESSION => field(condition, "left")?,
            kind::PARENTHESIZED_EXPRESSION => condition.named_child(0)?,
            _ => return None,
        };
    }
    said.contains(&context.source(condition)).then_some(condition)
}

/// The next statement that looks at a result compares it with its zero value: that is the check.
pub fn zero_is_handled<'a>(site: &Site<'a, '_>, then: Then) -> Option<Reason> {
    let context = site.context;
    if let Some(at) = told_by_bool(site) {
        let line = context.line(at.start_byte());
        let because = format!(
            "{} says whether there is a value (line {line}), also where there is an error",
            context.source(at)
        );
        return Some(Reason::new("zero-value-handled", because));
    }
    for target in site.left.iter().filter(|node| context.source(**node) != "_") {
        let name = context.source(*target);
        // A second error that is looked at says nothing of this one.
        if site.types.type_of(*target).is_some_and(|t| site.types.is_error(&t)) {
            continue;
        }
        // In the header that the statement stands in, or in the statements behind it.
        let header = site
            .statement
            .parent()
            .filter(|p| field(*p, "initializer").is_some_and(|i| i.id() == site.statement.id()));
        let list =
            ancestors(context.tree.root(), site.statement).find(|n| n.kind_id() == kind::STATEMENT_LIST)?;
        let elements = context.elements(list);
        let from = elements.partition_point(|n| n.start_byte() < site.statement.end_byte());
        let behind = elements[from..].iter().copied();
        let looks = |n: &Node<'a>| {
            descendants(*n).any(|d| d.start_byte() >= site.statement.end_byte() && context.source(d) == name)
        };
        let next = header.into_iter().chain(behind).find(looks);
        if let Some(at) = next.and_then(|next| wanted_zero(site, next, name)) {
            let line = context.line(at.start_byte());
            let because = format!("the test wants no {name} (line {line}), and maybe the error");
            return Some(Reason::new("zero-value-handled", because));
        }
        if let Some(next) = next
            && let Some(at) = zero_test(site, next, *target)
            && !fails_without(site, next, at, then)
        {
            let line = context.line(at.start_byte());
            let because = format!(
                "{name} is compared with its zero value (line {line}), which takes care of the error"
            );
            return Some(Reason::new("zero-value-handled", because));
        }
        if let Some(at) = asked_for_later(site, *target, then) {
            let line = context.line(at.start_byte());
            let because = format!("{name} is compared with nil later (line {line}): there may be none");
            return Some(Reason::new("zero-value-handled", because));
        }
    }
    None
}

/// Where a comparison with nil, or `os.SameFile`, asks further down whether the call gave the value, and doesn't fail without it.
fn asked_for_later<'a>(site: &Site<'a, '_>, target: Node<'a>, then: Then) -> Option<Node<'a>> {
    let root = site.context.tree.root();
    let scopes = site.context.scopes(site.statement);
    let id = scopes.local_of(target)?;
    let below = scopes.uses(id).filter(|used| used.node.start_byte() >= site.statement.end_byte());
    below.take_while(|used| used.access != Access::Write).map(|used| used.node).find(|used| {
        let mut around = ancestors(root, *used);
        let Some(parent) = around.next() else { return false };
        match parent.kind_id() {
            kind::BINARY_EXPRESSION => {
                let with_nil = named_children(parent).iter().any(|n| n.kind_id() == kind::NIL);
                let check = around.find(|n| {
                    n.kind_id() == kind::IF_STATEMENT
                        && field(*n, "condition").is_some_and(|condition| is_within(parent, condition))
                });
                with_nil && !check.is_some_and(|check| fails_without(site, check, parent, then))
            }
            kind::ARGUMENT_LIST => around.next().is_some_and(|call| {
                matches!(site.types.callee(call), Callee::Function { package, name }
                    if *package == *"os" && *name == *"SameFile")
            }),
            _ => false,
        }
    })
}

/// Where a test asserts that there is no value: `assert.Empty(t, x)`, `require.Equal(t, "", x)`, `Expect(x).To(BeNil())`.
fn wanted_zero<'a>(site: &Site<'a, '_>, statement: Node<'a>, name: &str) -> Option<Node<'a>> {
    const ZERO: &[&str] = &["BeEmpty", "BeFalse", "BeNil", "BeZero", "Empty", "False", "Nil", "Zero"];
    const NEGATED: &[&str] = &["NotTo", "ShouldNot", "ToNot"];
    if !site.context.is_test_file() {
        return None;
    }
    let source = |n: Node<'a>| site.context.source(n);
    let callee = |call| super::words::callee_name(site.context, call).unwrap_or("");
    let arguments = |call| field(call, "arguments").map(named_children).unwrap_or_default();
    let calls = || descendants(statement).filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
    let gets_it = |call: Node<'a>| arguments(call).into_iter().any(|n| source(n) == name);
    let is_zero = |n: Node<'a>| matches!(source(n), "nil" | "0" | "false" | "\"\"" | "``");
    calls().find(|call| match callee(*call) {
        "Equal" | "Len" => gets_it(*call) && arguments(*call).into_iter().any(is_zero),
        "Expect" | "Ω" => {
            let mut others = calls().map(callee);
            gets_it(*call)
                && others.any(|n| ZERO.contains(&n))
                && !calls().map(callee).any(|n| NEGATED.contains(&n))
        }
        callee => ZERO.contains(&callee) && gets_it(*call),
    })
}

/// Whether the `if` fails the test, or returns an error, where there is no value: then its error is one all the same, and says more.
fn fails_without<'a>(site: &Site<'a, '_>, statement: Node<'a>, compared: Node<'a>, then: Then) -> bool {
    let source = |n: Node<'a>| site.context.source(n);
    let condition = field(statement, "condition").filter(|_| statement.kind_id() == kind::IF_STATEMENT);
    // `x == nil || …`
    let is_alternative = condition.is_some_and(|condition| {
        ancestors(condition, compared).chain([condition]).all(|n| {
            n.id() == compared.id() || field(n, "operator").is_some_and(|operator| source(operator) == "||")
        })
    });
    let operator = field(compared, "operator").map_or("", source);
    let with_nil = field(compared, "right").is_some_and(|n| n.kind_id() == kind::NIL);
    let is_missing = matches!(operator, "==" | "<" | "<=") && (with_nil || then == Then::Ends);
    let last = field(statement, "consequence").and_then(|block| statements(block).last().copied());
    is_alternative && is_missing && last.is_some_and(|last| fails(site, last))
}

/// Where `statement` compares the variable `target`, its length or a field of it with a zero value: in the condition of an `if`, as the
/// tag of a `switch` with such a case, or by `max`. What a nil pointer points to can't be compared.
fn zero_test<'a>(site: &Site<'a, '_>, statement: Node<'a>, target: Node<'a>) -> Option<Node<'a>> {
    let context = site.context;
    let name = context.source(target);
    let has_fields = site.types.type_of(target).is_none_or(|t| t.pointee().is_none());
    let is_zero = |node: Node| matches!(context.source(node), "nil" | "0" | "\"\"" | "``");
    let is_one = |node: Node| context.source(node) == "1";
    let is_value = |node: Node| {
        let source = context.source(node);
        let source = source.strip_prefix("len(").and_then(|s| s.strip_suffix(')')).unwrap_or(source);
        source == name || has_fields && source.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
    };
    let compares = |node: Node| {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return false };
        let operator = field(node, "operator").map_or("", |o| context.source(o));
        node.kind_id() == kind::BINARY_EXPRESSION
            && match operator {
                "==" | "!=" | "<=" | ">" => {
                    is_value(left) && is_zero(right) || is_zero(left) && is_value(right)
                }
                "<" | ">=" => is_value(left) && (is_one(right) || is_zero(right)),
                _ => false,
            }
    };
    match statement.kind_id() {
        kind::IF_STATEMENT => {
            field(statement, "condition").and_then(|c| descendants(c).find(|n| compares(*n)))
        }
        kind::EXPRESSION_SWITCH_STATEMENT => {
            let tag = field(statement, "value").filter(|tag| is_value(*tag))?;
            let mut cases =
                named_children(statement).into_iter().filter(|n| n.kind_id() == kind::EXPRESSION_CASE);
            cases
                .any(|case| field(case, "value").is_some_and(|v| named_children(v).into_iter().any(is_zero)))
                .then_some(tag)
        }
        _ => descendants(statement).find(|n| {
            // `return x != nil`
            let with_nil = field(*n, "right").is_some_and(|right| right.kind_id() == kind::NIL);
            if statement.kind_id() == kind::RETURN_STATEMENT && with_nil && compares(*n) {
                return true;
            }
            n.kind_id() == kind::CALL_EXPRESSION
                && field(*n, "function").is_some_and(|f| context.source(f) == "max")
                && field(*n, "arguments").is_some_and(|list| named_children(list).into_iter().any(is_value))
        }),
    }
}
