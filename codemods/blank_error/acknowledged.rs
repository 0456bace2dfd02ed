//! Functions whose error people throw away on purpose, by `_ = f()`.

use crate::codemod::options::{Acknowledged, matches_name};
use crate::semantics::{Callee, FileTypes, Type};
use crate::syntax::{Node, field};

/// Whether a pure discard of what `call` returns is the community's way of saying "I know", or that of this user: the callee is on
/// the `list`.
pub fn is_acknowledged(list: &[Acknowledged], types: &FileTypes, call: Node) -> bool {
    let operand = || types.type_of(field(field(call, "function")?, "operand")?);
    lists(list, types, &types.callee(call), operand)
}

/// Whether the `list` has the callee, that is called on a value of the type `operand` when it's a method.
pub fn lists(
    list: &[Acknowledged],
    types: &FileTypes,
    callee: &Callee,
    operand: impl Fn() -> Option<Type>,
) -> bool {
    list.iter().any(|entry| match (entry, callee) {
        (Acknowledged::Function { package, name }, Callee::Function { package: of, name: called }) => {
            **package == **of && matches_name(name, called)
        }
        (Acknowledged::AnyMethod { name }, Callee::Method { name: called, .. }) => matches_name(name, called),
        (Acknowledged::Method { package, receiver, name }, Callee::Method { name: called, .. })
            if matches_name(name, called) =>
        {
            is_declared_by(callee, package, receiver)
                || operand().is_some_and(|operand| is_implemented(types, operand, package, receiver))
        }
        _ => false,
    })
}

/// Whether the method is declared by a type of that name.
fn is_declared_by(callee: &Callee, package: &str, receiver: &str) -> bool {
    let Callee::Method { package: of, receiver: by, .. } = callee else { return false };
    **of == *package && matches_name(receiver, by)
}

/// Whether `package.interface` is an interface, and what the method is called on has it, or a pointer to it has.
fn is_implemented(types: &FileTypes, operand: Type, package: &str, interface: &str) -> bool {
    let Some(interface) = types.named_type(package, interface).filter(|t| types.is_interface(t)) else {
        return false;
    };
    types.implements(&operand, &interface) == Some(true)
        || types.implements(&Type::pointer(operand), &interface) == Some(true)
}

/// Whether the callee joins errors: what it returns is nil where they all are, and thrown away it's lost, if it isn't kept in what the
/// callee was given: `_ = multierror.Append(&all, err)`.
pub fn joins_errors(callee: &Callee) -> bool {
    matches!(callee, Callee::Function { package, .. }
        if matches!(&**package, "go.uber.org/multierr" | "github.com/hashicorp/go-multierror"))
}

/// Whether the callee's result is an error that it makes, takes apart or keeps for whoever asks, not one that happened to it.
pub fn makes_an_error(callee: &Callee) -> bool {
    match callee {
        Callee::Function { package, name } => match &**package {
            "errors" | "golang.org/x/xerrors" => true,
            "fmt" => &**name == "Errorf",
            "context" => &**name == "Cause",
            "google.golang.org/grpc/status" => matches!(&**name, "Error" | "Errorf"),
            other => other.ends_with("/errors"),
        },
        // The methods that package errors looks for, and what a context was done for.
        Callee::Method { package, name, .. } => match &**name {
            "Unwrap" | "Cause" => true,
            "Err" => **package == *"context",
            _ => false,
        },
        _ => false,
    }
}
