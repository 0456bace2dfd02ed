//! Which calls give something new, that nobody else has: it ends when who called is done with it.
//!
//! Knows the standard library's functions that open, begin or connect, and the functions whose source is at hand which
//! return nothing but what such a call gave them. What a call gives may end what the call was given, `Close` of a decoder the
//! file below it: whoever asks says what may end.

use super::body::Body;
use super::maker::{Maker, composed_of, has_end_of_its_own};
use super::{Data, callees};
use crate::semantics::package::FuncEntity;
use crate::semantics::scopes::{LocalId, LocalKind, Scopes};
use crate::semantics::{Callee, FileTypes, Type};
use crate::syntax::{Node, descendants, field, kind, named_children, prune};
use std::cell::RefCell;

/// Functions and methods by package. A function that makes one thing of another, and closes that with it, isn't here.
const ACQUIRING: &[(&str, &[&str])] = &[
    ("archive/zip", &["Open", "OpenReader"]),
    ("compress/flate", &["NewReader", "NewReaderDict"]),
    ("compress/gzip", &["NewReader"]),
    ("compress/lzw", &["NewReader"]),
    ("compress/zlib", &["NewReader", "NewReaderDict"]),
    (
        "context",
        &[
            "WithCancel",
            "WithCancelCause",
            "WithDeadline",
            "WithDeadlineCause",
            "WithTimeout",
            "WithTimeoutCause",
        ],
    ),
    (
        "database/sql",
        &["Begin", "BeginTx", "Prepare", "PrepareContext", "Query", "QueryContext", "Stmt", "StmtContext"],
    ),
    ("debug/elf", &["NewFile", "Open"]),
    ("debug/macho", &["NewFatFile", "NewFile", "Open", "OpenFat"]),
    ("debug/pe", &["NewFile", "Open"]),
    ("debug/plan9obj", &["NewFile", "Open"]),
    ("embed", &["Open"]),
    ("io", &["NopCloser"]),
    ("io/fs", &["Open"]),
    ("io/ioutil", &["NopCloser", "TempDir", "TempFile"]),
    ("mime/multipart", &["NextPart", "NextRawPart", "Open"]),
    ("net/http", &["Do", "FormFile", "Get", "Head", "Open", "Post", "PostForm", "ReadResponse", "RoundTrip"]),
    ("net/http/httptest", &["Result"]),
    ("os", &["Create", "CreateTemp", "MkdirTemp", "Open", "OpenFile", "OpenInRoot", "OpenRoot", "Pipe"]),
    ("os/exec", &["StderrPipe", "StdinPipe", "StdoutPipe"]),
    ("syscall", &["Creat", "EpollCreate", "EpollCreate1", "Open", "Openat", "Socket", "Socketpair"]),
    (
        "golang.org/x/sys/unix",
        &["Creat", "EpollCreate", "EpollCreate1", "Open", "Openat", "Socket", "Socketpair"],
    ),
    ("time", &["NewTicker", "NewTimer"]),
    // The contract of the interfaces of OpenTelemetry.
    ("go.opentelemetry.io/otel/trace", &["Start"]),
];

/// Of these, what gives a name that nobody else knows, or a file with one.
const NAMING: &[&str] = &["CreateTemp", "MkdirTemp", "TempDir", "TempFile"];

impl FileTypes<'_> {
    /// Whether the results of a call are new, all but errors and plain data. `may_end`: what the call is given, and can be
    /// ended, may end with what it gives. The standard library's functions leave it alone.
    pub fn gives_new<'t>(
        &self,
        call: Node<'t>,
        how: New,
        depth: u8,
        may_end: &dyn Fn(Node<'t>) -> bool,
    ) -> bool {
        let callee = self.callee(call);
        match &callee {
            Callee::Function { package, name } | Callee::Method { package, name, .. }
                if callees::is_known(self, &callee) =>
            {
                let suits = match how.data {
                    Data::Any | Data::Memory => true,
                    Data::Nameless => NAMING.contains(&&**name),
                    Data::Nothing => callees::is_kernel(package),
                };
                // In a folder that others look into, a file is found by who lists it.
                let is_listed = how.data == Data::Nameless && {
                    let first =
                        field(call, "arguments").and_then(|list| named_children(list).into_iter().next());
                    first.is_none_or(|first| {
                        self.text().get(first.byte_range()) != Some("\"\"") && !self.is_tests_folder(first)
                    })
                };
                let is_it =
                    |(path, names): &&(&str, &[&str])| **path == **package && names.contains(&&**name);
                suits && !is_listed && ACQUIRING.iter().any(|entry| is_it(&entry))
            }
            _ => {
                let handed = self.handed(call, may_end);
                let acquires = || how.opens() && self.acquires(call);
                match self.declaration(call) {
                    Some(entity) if depth > 0 => {
                        let source = Source { entity: &entity, handed: &handed, depth };
                        self.returns_new(source, how) || acquires() && self.returns_made(source)
                    }
                    _ => acquires() && handed.iter().all(|may| *may),
                }
            }
        }
    }

    /// Whether an expression is a call of `t.TempDir`, which gives another folder each time.
    fn is_tests_folder(&self, expression: Node) -> bool {
        matches!(self.callee(expression), Callee::Method { package, name, .. }
            if *package == *"testing" && *name == *"TempDir")
    }

    /// Whether an error comes with the result of a call, or says that there's none, or a function that ends it does: it
    /// acquires something.
    fn acquires(&self, call: Node) -> bool {
        let ends =
            |t: &Type| matches!(self.underlying(t), Type::Func(signature) if signature.params.is_empty());
        let callee = self.callee(call);
        // What is subscribed to or locked is held for its effect.
        let is_held = matches!(&callee, Callee::Function { name, .. } | Callee::Method { name, .. }
            if callees::sets_going(name));
        !matches!(callee, Callee::Unknown(_))
            && !is_held
            && self.call_results(call).is_some_and(|results| {
                results.len() > 1 && results.iter().any(|t| self.is_error(t) || ends(t))
            })
    }

    /// Of each argument of a call, whether all of it that can be ended may end with what the call gives.
    pub(super) fn handed<'t>(&self, call: Node<'t>, may_end: &dyn Fn(Node<'t>) -> bool) -> Vec<bool> {
        let may = |given: Node<'t>| {
            let mut todo = vec![given];
            while let Some(value) = todo.pop() {
                match composed_of(value) {
                    Some(parts) => todo.extend(parts),
                    None if has_end_of_its_own(self, value) && !may_end(value) => return false,
                    None => {}
                }
            }
            true
        };
        field(call, "arguments").map(named_children).unwrap_or_default().into_iter().map(may).collect()
    }

    /// Whether a declared function, as far as it can be seen, returns nothing but what it was given by a call, what it
    /// composed, and nil, and stores nothing of that.
    pub(super) fn returns_made(&self, source: Source) -> bool {
        let how = New { data: Data::Any, whole: false };
        self.with_returns(source, how, |maker, value| maker.is_made(value))
            .unwrap_or_else(|| source.handed.iter().all(|may| *may))
    }

    /// Whether a declared function, whose source is at hand, returns nothing but what is new and nil.
    fn returns_new(&self, source: Source, how: New) -> bool {
        self.with_returns(source, how, |maker, value| maker.is_new(value)).unwrap_or(false)
    }

    /// Whether all that a declared function returns is as asked for; none when its source isn't at hand.
    fn with_returns(&self, source: Source, how: New, is_it: impl Fn(&Maker, Node) -> bool) -> Option<bool> {
        let Source { entity, handed, depth } = source;
        let body = Body::of(self, entity)?;
        let declaration = body.declaration()?;
        let scopes = Scopes::of(&body.tree, declaration);
        let (tree, types) = (&body.tree, &body.types);
        let seen = RefCell::default();
        let maker = Maker { tree, scopes: &scopes, types, declaration, how, handed, seen: &seen, depth };
        // A closure may keep what a named result has in the end.
        let is_shared =
            scopes.locals().filter(|(_, local)| local.kind == LocalKind::Result).any(|(id, local)| {
                let is_data = body
                    .types
                    .type_of(local.declared)
                    .is_some_and(|t| body.types.is_error(&t) || super::is_plain(&body.types, &t, how.data));
                !is_data && scopes.uses(id).any(|used| scopes.is_captured(used))
            });
        if is_shared {
            return Some(false);
        }
        let own = prune(declaration, |n| n.kind_id() == kind::FUNC_LITERAL);
        let mut returns = own.filter(|n| n.kind_id() == kind::RETURN_STATEMENT).peekable();
        returns.peek()?;
        Some(returns.all(|statement| {
            let values = named_children(statement).into_iter().next().map(named_children).unwrap_or_default();
            !values.is_empty() && values.into_iter().all(|value| is_it(&maker, value))
        }))
    }
}

/// A declared function that is called.
#[derive(Clone, Copy)]
pub(super) struct Source<'s> {
    pub entity: &'s FuncEntity,
    /// Of each argument, whether it may end with what the call gives.
    pub handed: &'s [bool],
    /// How deep functions may be looked into.
    pub depth: u8,
}

/// What must be new for something to be new.
#[derive(Clone, Copy, Debug)]
pub struct New {
    /// As what it must not be known to others.
    pub data: Data,
    /// All that it's made of, not only what can be closed and the like.
    pub whole: bool,
}

impl New {
    /// Whether it's enough that a call opens something: no name and no number stands for it, and its parts are their own
    /// business.
    pub(super) fn opens(self) -> bool {
        self.data == Data::Any && !self.whole
    }
}

/// The number of an open file of which `call` makes an `os.File`.
pub fn file_of(types: &FileTypes, scopes: &Scopes, call: Node) -> Option<LocalId> {
    match types.callee(call) {
        Callee::Function { package, name } if *package == *"os" && *name == *"NewFile" => {}
        _ => return None,
    }
    let number = field(call, "arguments").map(named_children)?.first().copied()?;
    let operand = match types.callee(number) {
        Callee::Conversion => descendants(number).filter(|n| n.kind_id() == kind::IDENTIFIER).last()?,
        _ => number,
    };
    scopes.local_of(operand)
}
