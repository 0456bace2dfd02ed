//! Which calls give something new, that nobody else has: it ends when who called is done with it.
//!
//! Knows the standard library's functions that open, begin or connect, and the functions whose source is at hand which
//! return nothing but what such a call gave them.

use super::body::Body;
use super::{Data, Escape, callees, setting, values};
use crate::semantics::package::FuncEntity;
use crate::semantics::scopes::{Access, LocalId, LocalKind, Scopes};
use crate::semantics::universe::Builtin;
use crate::semantics::{Callee, FileTypes, Selected, Type};
use crate::syntax::{Node, Tree, ancestors, descendants, field, is_within, kind, named_children, prune};

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
    /// Whether the results of a call are new, all but errors and plain data.
    pub fn gives_new(&self, call: Node, how: New, depth: u8) -> bool {
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
            _ => match self.declaration(call) {
                Some(entity) if depth > 0 => {
                    self.returns_new(&entity, how, depth)
                        .unwrap_or_else(|| how.opens() && self.acquires(call))
                        || how.opens() && self.acquires(call) && self.returns_made(&entity, depth)
                }
                _ => how.opens() && self.acquires(call),
            },
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

    /// Whether a declared function, as far as it can be seen, returns nothing but what it was given by a call, what it
    /// composed, and nil, and stores nothing of that.
    fn returns_made(&self, entity: &FuncEntity, depth: u8) -> bool {
        self.with_returns(entity, New { data: Data::Any, whole: false }, depth, |maker, value| {
            maker.is_made(value)
        })
        .unwrap_or(true)
    }

    /// Whether a declared function returns nothing but what is new and nil; none when its source isn't at hand.
    fn returns_new(&self, entity: &FuncEntity, how: New, depth: u8) -> Option<bool> {
        self.with_returns(entity, how, depth, |maker, value| maker.is_new(value))
    }

    /// Whether all that a declared function returns is as asked for; none when its source isn't at hand.
    fn with_returns(
        &self,
        entity: &FuncEntity,
        how: New,
        depth: u8,
        is_it: impl Fn(&Maker, Node) -> bool,
    ) -> Option<bool> {
        let body = Body::of(self, entity)?;
        let declaration = body.declaration()?;
        let scopes = Scopes::of(&body.tree, declaration);
        let maker = Maker { tree: &body.tree, scopes: &scopes, types: &body.types, declaration, how, depth };
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
    fn opens(self) -> bool {
        self.data == Data::Any && !self.whole
    }
}

/// A function that is asked whether it returns what is new.
#[derive(Clone, Copy)]
struct Maker<'c, 'a> {
    tree: &'a Tree,
    scopes: &'c Scopes<'a>,
    types: &'c FileTypes<'a>,
    declaration: Node<'a>,
    how: New,
    depth: u8,
}

impl<'a> Maker<'_, 'a> {
    fn is_new(&self, value: Node<'a>) -> bool {
        let names_nothing = self.tree.source(value) == "\"\"";
        if matches!(value.kind_id(), kind::NIL | kind::FUNC_LITERAL) || names_nothing || self.is_data(value) {
            return true;
        }
        if let Some(id) = file_of(self.types, self.scopes, value) {
            let by_number = New { data: Data::Nothing, whole: false };
            return Maker { how: by_number, ..*self }.is_new_local(id);
        }
        if value.kind_id() == kind::CALL_EXPRESSION {
            return matches!(self.types.callee(value), Callee::Builtin(Builtin::Make | Builtin::New))
                || self.types.gives_new(value, self.how, self.depth - 1)
                || self.file_named_by(value).is_some_and(|id| self.is_new_local(id))
                || self.is_made_of_new(value);
        }
        if self.response_of(value).is_some_and(|id| self.is_new_local(id)) {
            return true;
        }
        if let Some(parts) = composed_of(self.tree, value) {
            let is_new = |part: Node<'a>| self.is_new(part) || !self.how.whole && !self.may_be_ended(part);
            return self.how.data == Data::Any && parts.into_iter().all(is_new);
        }
        let Some(id) = self.scopes.local_of(value) else { return false };
        self.is_new_local(id)
    }

    /// Whether a value is given by a call that isn't known to give something that there was, or is composed here.
    fn is_made(&self, value: Node<'a>) -> bool {
        if self.is_new(value) || composed_of(self.tree, value).is_some() {
            return true;
        }
        if value.kind_id() == kind::CALL_EXPRESSION {
            let callee = self.types.callee(value);
            return match self.types.declaration(value) {
                _ if callees::is_known(self.types, &callee) => false,
                Some(entity) if self.depth > 1 => self.types.returns_made(&entity, self.depth - 1),
                _ => !matches!(callee, Callee::Unknown(_) | Callee::Builtin(_) | Callee::Conversion),
            };
        }
        let part = field(value, "operand").filter(|_| value.kind_id() == kind::SELECTOR_EXPRESSION);
        let Some(id) = self.scopes.local_of(part.unwrap_or(value)) else { return false };
        let local = self.scopes.local(id);
        let changes = |access: Access| access.may_write() || access == Access::AddressTaken;
        let mut set: Vec<Node> =
            self.scopes.uses(id).filter(|used| changes(used.access)).map(|used| used.node).collect();
        if local.kind == LocalKind::Var {
            set.push(local.declared);
        }
        let is_made = |target: Node<'a>| {
            let Some(statement) = setting(self.declaration, target) else { return false };
            match values(statement).as_slice() {
                [value] => self.scopes.local_of(*value).is_none() && self.is_made(*value),
                // Without a value it's nil until it's set.
                [] => statement.kind_id() == kind::VAR_SPEC,
                _ => false,
            }
        };
        !set.is_empty()
            && matches!(local.kind, LocalKind::Var | LocalKind::Result)
            && set.into_iter().all(is_made)
            && self.escape().follow(&[id]).is_ok_and(|followed| !followed.stored)
            && !self.is_released(id)
    }

    /// Whether a function of the standard library makes something of what is new: `bufio.NewReader(conn)`.
    fn is_made_of_new(&self, call: Node<'a>) -> bool {
        let callee = self.types.callee(call);
        let makes = matches!(&callee, Callee::Function { package, name }
            if callees::is_known(self.types, &callee) && callees::makes(package, name));
        let given = field(call, "arguments").map(named_children).unwrap_or_default();
        makes && self.how.data == Data::Any && given.into_iter().all(|value| self.is_new(value))
    }

    /// The file of which a call asks the name.
    fn file_named_by(&self, call: Node<'a>) -> Option<LocalId> {
        match self.types.callee(call) {
            Callee::Method { package, receiver, name, .. }
                if (&*package, &*receiver, &*name) == ("os", "File", "Name") =>
            {
                crate::syntax::receiver(call).and_then(|operand| self.scopes.local_of(operand))
            }
            _ => None,
        }
    }

    /// The response whose body a value is.
    fn response_of(&self, value: Node<'a>) -> Option<LocalId> {
        let operand = field(value, "operand").filter(|_| value.kind_id() == kind::SELECTOR_EXPRESSION)?;
        let is_response = match self.types.type_of(operand)? {
            Type::Pointer(base) => base.is_defined_as("net/http", "Response"),
            _ => false,
        };
        let is_body = self.tree.source(field(value, "field")?) == "Body";
        (is_response && is_body).then(|| self.scopes.local_of(operand)).flatten()
    }

    /// Whether a value may be one that is closed, stopped or taken back.
    fn may_be_ended(&self, value: Node<'a>) -> bool {
        const ENDS: &[&str] = &["Close", "End", "Rollback", "Stop"];
        self.types.type_of(value).is_none_or(|t| {
            let has = |name: &&str| !matches!(self.types.select(&t, name), Selected::None);
            self.types.is_interface(&t) || ENDS.iter().any(has)
        })
    }

    fn is_data(&self, value: Node<'a>) -> bool {
        let is_data = |t: &Type| self.types.is_error(t) || super::is_plain(self.types, t, self.how.data);
        self.types.type_of(value).is_some_and(|t| is_data(&t))
    }

    /// Declared by a call that gives something new, given nothing else later, and to be had from nothing but the result.
    fn is_new_local(&self, id: LocalId) -> bool {
        let local = self.scopes.local(id);
        let declared_by = ancestors(self.declaration, local.declared)
            .find(|n| matches!(n.kind_id(), kind::SHORT_VAR_DECLARATION | kind::VAR_SPEC));
        let value = declared_by.and_then(|s| field(s, "right").or(field(s, "value"))).map(named_children);
        let Some([value]) = value.as_deref() else { return false };
        let writes = |access: Access| access.may_write() || access == Access::AddressTaken;
        let written = self.scopes.uses(id).any(|used| writes(used.access));
        if local.kind != LocalKind::Var
            || written
            || self.scopes.local_of(*value).is_some()
            || !self.is_new(*value)
        {
            return false;
        }
        let followed = self.escape().follow(&[id]);
        followed.is_ok_and(|followed| followed.doubts.is_empty() && !followed.stored) && !self.is_released(id)
    }

    fn escape(&self) -> Escape<'_, 'a> {
        Escape {
            tree: self.tree,
            scopes: self.scopes,
            types: Some(self.types),
            region: self.declaration,
            except: None,
            identities: false,
            data: self.how.data,
            depth: self.depth - 1,
        }
    }

    /// Whether the function itself puts off a call that works on the variable: what it returns would be closed.
    fn is_released(&self, id: LocalId) -> bool {
        self.scopes.uses(id).any(|used| {
            descendants(self.declaration)
                .any(|n| n.kind_id() == kind::DEFER_STATEMENT && is_within(used.node, n))
        })
    }
}

/// The values that `T{…}` or `&T{…}` is made of.
pub(super) fn composed_of<'a>(tree: &Tree, value: Node<'a>) -> Option<Vec<Node<'a>>> {
    let literal = match value.kind_id() {
        kind::UNARY_EXPRESSION if tree.source(value).starts_with('&') => field(value, "operand")?,
        _ => value,
    };
    let body = field(literal, "body").filter(|_| literal.kind_id() == kind::COMPOSITE_LITERAL)?;
    let last = |n: Node<'a>| named_children(n).into_iter().last();
    let parts = named_children(body).into_iter().map(|element| match element.kind_id() {
        kind::KEYED_ELEMENT => last(element).and_then(last),
        _ => last(element),
    });
    parts.collect()
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
