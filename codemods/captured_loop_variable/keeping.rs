//! Functions that keep a function they are given and call it later: a small table.
//!
//! Resolved by types; where the source of the package isn't at hand, by its import.

use super::Code;
use crate::semantics::Callee;
use crate::syntax::{Node, ancestors, field, kind};

/// Whether what `call` calls keeps the functions it's given.
pub fn keeps<'t>(code: Code<'_, 't>, call: Node<'t>) -> bool {
    is_keeping_function(code, call) || is_keeping_method(code, call)
}

/// Functions that keep a function they are given, by import path and name.
const KEEPING: &[(&str, &str)] = &[
    ("context", "AfterFunc"),
    ("expvar", "Publish"),
    ("flag", "BoolFunc"),
    ("flag", "Func"),
    ("github.com/onsi/ginkgo", "AfterEach"),
    ("github.com/onsi/ginkgo", "BeforeEach"),
    ("github.com/onsi/ginkgo", "It"),
    ("github.com/onsi/ginkgo", "JustBeforeEach"),
    ("github.com/onsi/ginkgo", "Specify"),
    ("github.com/onsi/ginkgo/v2", "AfterEach"),
    ("github.com/onsi/ginkgo/v2", "BeforeEach"),
    ("github.com/onsi/ginkgo/v2", "DeferCleanup"),
    ("github.com/onsi/ginkgo/v2", "It"),
    ("github.com/onsi/ginkgo/v2", "JustBeforeEach"),
    ("github.com/onsi/ginkgo/v2", "Specify"),
    ("net/http", "Handle"),
    ("net/http", "HandleFunc"),
    ("runtime", "AddCleanup"),
    ("runtime", "SetFinalizer"),
    ("time", "AfterFunc"),
];

/// Methods that keep a function they are given: the package and name of the type that declares them, and theirs.
const KEEPING_METHODS: &[(&str, &str, &str)] = &[
    ("flag", "FlagSet", "BoolFunc"),
    ("flag", "FlagSet", "Func"),
    ("github.com/gorilla/mux", "Router", "HandleFunc"),
    ("github.com/sourcegraph/conc", "WaitGroup", "Go"),
    ("golang.org/x/sync/errgroup", "Group", "Go"),
    ("golang.org/x/sync/errgroup", "Group", "TryGo"),
    ("golang.org/x/sync/singleflight", "Group", "DoChan"),
    ("net/http", "ServeMux", "Handle"),
    ("net/http", "ServeMux", "HandleFunc"),
    ("net/http", "Server", "RegisterOnShutdown"),
    ("sync", "WaitGroup", "Go"),
    ("testing", "TB", "Cleanup"),
    ("testing", "common", "Cleanup"),
];

fn is_keeping_method<'t>(code: Code<'_, 't>, call: Node<'t>) -> bool {
    match code.context.types().map(|types| types.callee(call)) {
        Ok(Callee::Method { package, receiver, name, .. }) => {
            KEEPING_METHODS.contains(&(&*package, &*receiver, &*name))
        }
        Ok(Callee::Unknown(_)) | Err(_) => is_method_of_import(code, call),
        Ok(_) => false,
    }
}

fn is_keeping_function<'t>(code: Code<'_, 't>, call: Node<'t>) -> bool {
    match code.context.types().map(|types| types.callee(call)) {
        Ok(Callee::Function { package, name }) => KEEPING.contains(&(&*package, &*name)),
        // Without the package's source its import still says which it is.
        Ok(Callee::Unknown(_)) | Err(_) => is_named_in(code, call, KEEPING),
        Ok(_) => false,
    }
}

fn is_named_in<'t>(code: Code<'_, 't>, call: Node<'t>, table: &[(&str, &str)]) -> bool {
    let Some(function) = field(call, "function") else { return false };
    let (Some(operand), Some(name)) = (field(function, "operand"), field(function, "field")) else {
        return false;
    };
    let Some(package) = code.imports.package_of(code.scopes, operand) else { return false };
    table.contains(&(package.path, code.context.source(name)))
}

/// Whether the call is one of a method of the table on a local variable whose declaration names the package:
/// `g, ctx := errgroup.WithContext(ctx)`, `var g errgroup.Group`, `g *errgroup.Group`.
fn is_method_of_import<'t>(code: Code<'_, 't>, call: Node<'t>) -> bool {
    let Some(function) = field(call, "function") else { return false };
    let (Some(operand), Some(name)) = (field(function, "operand"), field(function, "field")) else {
        return false;
    };
    let Some(local) = code.scopes.local_of(operand) else { return false };
    let declared = code.scopes.local(local).declared;
    let declaration = ancestors(code.context.tree.root(), declared).find(|node| {
        matches!(node.kind_id(), kind::SHORT_VAR_DECLARATION | kind::VAR_SPEC | kind::PARAMETER_DECLARATION)
    });
    let Some(declaration) = declaration else { return false };
    let name = code.context.source(name);
    code.scopes.uses_in(declaration.byte_range()).any(|used| {
        let package = code.imports.package_of(code.scopes, used.node);
        package.is_some_and(|package| {
            KEEPING_METHODS.iter().any(|(path, _, method)| *path == package.path && *method == name)
        })
    })
}
