//! Functions whose error people throw away on purpose, by `_ = f()`.

use crate::semantics::{Callee, FileTypes};
use crate::syntax::{Node, field};

/// Functions of these packages: errcheck's built-in excludes, and what FACTS of real code show to be discarded on purpose:
/// printing, removing, setting the environment.
const FUNCTIONS: &[(&str, &str)] = &[
    ("fmt", "Print"),
    ("fmt", "Printf"),
    ("fmt", "Println"),
    ("fmt", "Fprint"),
    ("fmt", "Fprintf"),
    ("fmt", "Fprintln"),
    ("io", "WriteString"),
    ("math/rand", "Read"),
    ("crypto/rand", "Read"),
    ("hash/maphash", "Write"),
    ("os", "Remove"),
    ("os", "RemoveAll"),
    ("os", "Setenv"),
    ("os", "Unsetenv"),
];

/// Methods of any type: closing and flushing on the way out.
const METHODS: &[&str] = &["Close", "Flush"];

/// Methods of types that never fail (errcheck's excludes).
const INFALLIBLE: &[(&str, &str)] =
    &[("bytes", "Buffer"), ("strings", "Builder"), ("math/rand", "Rand"), ("hash/maphash", "Hash")];

/// Whether a pure discard of what `call` returns is the community's way of saying "I know".
pub fn is_acknowledged(types: &FileTypes, call: Node) -> bool {
    let operand = field(call, "function").and_then(|f| field(f, "operand"));
    let is_hash = operand.and_then(|o| types.type_of(o)).is_some_and(|t| {
        t.as_named().is_some_and(|n| *n.def.package == *"hash" && n.def.name.starts_with("Hash"))
    });
    match &types.callee(call) {
        // A hash writes by the method of the io.Writer in it.
        Callee::Method { name, .. } if is_hash => **name == *"Write",
        Callee::Function { package, name } => FUNCTIONS.contains(&(&**package, &**name)),
        Callee::Method { package, receiver, name, .. } => {
            METHODS.contains(&&**name)
                || matches!(&**name, "Write" | "WriteString" | "WriteByte" | "WriteRune" | "Read")
                    && INFALLIBLE.contains(&(&**package, &**receiver))
        }
        _ => false,
    }
}

/// Whether the callee's result is an error that it makes or takes apart, not one that happened to it.
pub fn makes_an_error(callee: &Callee) -> bool {
    let Callee::Function { package, name } = callee else { return false };
    matches!((&**package, &**name), ("errors", "New" | "Join" | "Unwrap") | ("fmt", "Errorf"))
}
