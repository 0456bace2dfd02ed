//! Checks in ginkgo's specs, by gomega: `Expect(err).NotTo(HaveOccurred())`.
//!
//! The functions that take the bodies of specs are known by name, and only in files that import both packages.

use super::super::Site;
use super::in_test::runs_where_it_stands;
use super::{Check, Exit, Then};
use crate::semantics::scopes::ImportName;
use crate::syntax::{Node, ancestors, enclosing_function, kind};

const GINKGO: &str = "github.com/onsi/ginkgo";
const GOMEGA: &str = "github.com/onsi/gomega";

/// What runs the function literal that it gets as part of a spec.
const BODIES: &[&str] = &[
    "AfterEach",
    "AfterSuite",
    "BeforeEach",
    "BeforeSuite",
    "By",
    "DeferCleanup",
    "FIt",
    "FSpecify",
    "It",
    "JustAfterEach",
    "JustBeforeEach",
    "PIt",
    "Specify",
    "XIt",
];

/// The check in `function`; `None` when that isn't the body of a spec, or called where it stands in one.
pub fn of<'a>(site: &Site<'a, '_>, function: Node<'a>) -> Option<Exit> {
    let imports = site.context.imports();
    imports.iter().find(|import| import.path.starts_with(GINKGO))?;
    let gomega = imports.of_path(GOMEGA)?;
    let root = site.context.tree.root();
    let mut literal = function;
    while !is_body(site, literal) {
        let is_inner = literal.kind_id() == kind::FUNC_LITERAL && runs_where_it_stands(site, literal);
        literal = enclosing_function(root, literal).filter(|_| is_inner)?;
    }
    let scopes = site.context.scopes(site.statement);
    let is_free = |name: &str| {
        [site.statement.start_byte(), site.statement.end_byte()]
            .iter()
            .all(|at| scopes.meaning_at(name, *at).is_none())
    };
    let qualifier = match gomega.name {
        ImportName::Dot if is_free("Expect") && is_free("HaveOccurred") => String::new(),
        ImportName::Explicit(name) | ImportName::Guessed(name) if is_free(name) => format!("{name}."),
        _ => return None,
    };
    let check = Check::Call(format!("{qualifier}Expect("), format!(").NotTo({qualifier}HaveOccurred())"));
    let title = "Fail the spec";
    Some(Exit { check, title, imports: Vec::new(), then: Then::Ends, condition: None, bare: None })
}

fn is_body<'a>(site: &Site<'a, '_>, literal: Node<'a>) -> bool {
    let call = ancestors(site.context.tree.root(), literal).nth(1);
    call.filter(|n| n.kind_id() == kind::CALL_EXPRESSION)
        .and_then(|call| super::super::words::callee_name(site.context, call))
        .is_some_and(|name| BODIES.contains(&name))
}
