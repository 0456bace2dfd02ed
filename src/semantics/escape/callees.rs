//! What functions of the standard library do with what they are given, as they document it.

use crate::semantics::std_index;

/// What becomes of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Used while the call lasts; the result may hold it.
    Result,
    /// Kept by the receiver, too.
    Receiver,
    /// Kept by something that outlives the call.
    Kept,
    Unknown,
}

/// What becomes of an argument of a function of the standard library.
pub fn of_function(package: &str, name: &str) -> Effect {
    const KEEPING: &[&str] =
        &["Set", "Register", "Handle", "Publish", "AfterFunc", "AddCleanup", "Notify", "Serve"];
    const KNOWN: &[&str] = &[
        "archive", "bufio", "bytes", "compress", "context", "crypto", "database", "encoding", "errors",
        "fmt", "go", "hash", "html", "image", "io", "log", "maps", "math", "mime", "net", "os", "path",
        "reflect", "regexp", "slices", "sort", "strconv", "strings", "sync", "testing", "text", "time",
        "unicode",
    ];
    // What the kernel keeps, it keeps by number.
    if package == "syscall" {
        return Effect::Result;
    }
    if KEEPING.iter().any(|word| name.starts_with(word)) {
        return Effect::Kept;
    }
    let first = package.split('/').next().unwrap_or(package);
    if KNOWN.contains(&first) { Effect::Result } else { Effect::Unknown }
}

/// What becomes of an argument of a method of a type of the standard library.
pub fn of_method(package: &str, receiver: &str, name: &str) -> Effect {
    const USED_ONLY: &[&str] = &[
        "Copy",
        "Decode",
        "DecodeElement",
        "Do",
        "Encode",
        "Execute",
        "ExecuteTemplate",
        "Exec",
        "ExecContext",
        "Get",
        "Head",
        "Post",
        "Put",
        "Query",
        "QueryContext",
        "QueryRow",
        "QueryRowContext",
        "Read",
        "ReadAt",
        "ReadFrom",
        "ReadFull",
        "Scan",
        "Seek",
        "Sum",
        "Write",
        "WriteAt",
        "WriteString",
        "WriteTo",
        "Equal",
        "Compare",
    ];
    const PRINTING: &[&str] = &["Print", "Error", "Fatal", "Log", "Panic", "Skip", "Debug", "Info", "Warn"];
    match (package, receiver, name) {
        ("testing", _, "Cleanup") | ("sync", "WaitGroup", "Go") => Effect::Kept,
        ("testing", _, _) | ("sync", "Once", "Do") => Effect::Result,
        _ if USED_ONLY.contains(&name) || PRINTING.iter().any(|word| name.starts_with(word)) => {
            Effect::Result
        }
        _ => Effect::Receiver,
    }
}

/// Whether an import path is one of the standard library, and not of the code that is looked at.
pub fn is_standard(path: &str, own: &str) -> bool {
    let first = |path: &str| path.split('/').next().unwrap_or_default().to_string();
    std_index::has(path) && first(path) != first(own)
}
