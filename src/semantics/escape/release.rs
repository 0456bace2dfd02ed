//! Whether a call ends a value and does nothing else that anybody could tell.
//!
//! Knows the types of the standard library whose values serve nobody but who holds them, and follows helpers and methods
//! whose source is at hand: one that closes what it is given, or what it holds, and perhaps logs that it failed.

use super::body::{Body, names};
use super::{Data, New, callees, is_plain, setting, targets, values};
use crate::semantics::package::FuncEntity;
use crate::semantics::scopes::{Access, Local, LocalId, LocalKind, Scopes};
use crate::semantics::universe::Builtin;
use crate::semantics::{Callee, FileTypes, Selected, Type};
use crate::syntax::{Node, Tree, ancestors, descendants, field, is_within, kind, named_children, prune};

/// Types with the method that ends their values. No databases: one in memory lives as long as somebody holds it open. No
/// listeners: their address is known to others, and a test's server waits for its handlers, which may wait for what comes
/// behind the loop. No connections: who is at the other end sees them end, and a database's holds locks and settings. No
/// writers that write a trailer when closed: others may write behind it.
const METHODS: &[(&str, &str, &str)] = &[
    ("archive/zip", "ReadCloser", "Close"),
    ("compress/gzip", "Reader", "Close"),
    ("database/sql", "Rows", "Close"),
    ("database/sql", "Stmt", "Close"),
    ("database/sql", "Tx", "Rollback"),
    ("debug/elf", "File", "Close"),
    ("debug/macho", "FatFile", "Close"),
    ("debug/macho", "File", "Close"),
    ("debug/pe", "File", "Close"),
    ("debug/plan9obj", "File", "Close"),
    ("go.opentelemetry.io/otel/trace", "Span", "End"),
    ("io", "Closer", "Close"),
    ("io", "ReadCloser", "Close"),
    ("io/fs", "File", "Close"),
    ("mime/multipart", "File", "Close"),
    ("mime/multipart", "Part", "Close"),
    ("net/http", "File", "Close"),
    ("os", "File", "Close"),
    ("os", "Root", "Close"),
    ("time", "Ticker", "Stop"),
    ("time", "Timer", "Stop"),
];

/// Functions that end what they are given, and as what that must not get away.
const FUNCTIONS: &[(&str, &str, Data)] = &[
    ("os", "Remove", Data::Nameless),
    ("os", "RemoveAll", Data::Nameless),
    ("syscall", "Close", Data::Nothing),
    ("golang.org/x/sys/unix", "Close", Data::Nothing),
];

/// Calls in a function, seen by what they do with some of its variables.
pub struct Release<'c, 'a> {
    pub tree: &'a Tree,
    pub scopes: &'c Scopes<'a>,
    pub types: &'c FileTypes<'a>,
    /// The variables that may be ended.
    pub held: &'c [LocalId],
    /// Calling `Close` of a plain `io.Closer` ends what it is: who called knew more of it.
    pub closes: bool,
    /// How deep other functions may be looked into.
    pub depth: u8,
}

impl<'a> Release<'_, 'a> {
    /// Whether `call`, that of a function literal too, ends what is held and at most says so.
    pub fn only_releases(&self, call: Node<'a>) -> bool {
        let literal = field(call, "function").filter(|f| f.kind_id() == kind::FUNC_LITERAL);
        let Some(body) = literal.and_then(|l| field(l, "body")) else { return self.releases(call) };
        field(call, "arguments").map(named_children).unwrap_or_default().is_empty() && self.body(body)
    }

    /// As what that is released must not get away: by name, by number, or only as itself.
    pub fn data(&self, call: Node<'a>) -> Data {
        let of = |callee: &Callee| match callee {
            Callee::Function { package, name } => FUNCTIONS
                .iter()
                .find(|(path, function, _)| **path == **package && **function == **name)
                .map(|(.., data)| *data),
            _ => None,
        };
        self.first_within(call, &of).unwrap_or(Data::Any)
    }

    /// Whether memory of what is released may be used again, for something else: of what ends it only the contract is known.
    pub fn may_reuse_memory(&self, call: Node<'a>) -> bool {
        let of = |callee: &Callee| match callee {
            Callee::Method { interface: true, .. } => Some(()),
            _ => None,
        };
        self.first_within(call, &of).is_some()
    }

    /// What is known of the first call that it's known of, in `call` and in the declared functions that are called there.
    fn first_within<T>(&self, call: Node<'a>, of: &dyn Fn(&Callee) -> Option<T>) -> Option<T> {
        let mut calls = descendants(call).filter(|n| n.kind_id() == kind::CALL_EXPRESSION);
        calls.find_map(|n| {
            let callee = self.types.callee(n);
            of(&callee).or_else(|| {
                let depth = self.depth.checked_sub(1)?;
                let entity = self.types.declaration(n).filter(|_| !callees::is_known(self.types, &callee))?;
                let body = Body::of(self.types, &entity)?;
                let declaration = body.declaration()?;
                let scopes = Scopes::of(&body.tree, declaration);
                let (tree, types) = (&body.tree, &body.types);
                Release { tree, scopes: &scopes, types, held: &[], closes: false, depth }
                    .first_within(declaration, of)
            })
        })
    }

    /// Whether the release is a method whose source was read, which may touch all that it finds in its receiver.
    pub fn is_by_own_method(&self, call: Node<'a>) -> bool {
        descendants(call).filter(|n| n.kind_id() == kind::CALL_EXPRESSION).any(|n| {
            let callee = self.types.callee(n);
            let held = field(n, "function").is_some_and(|f| self.is_held(f));
            held && matches!(callee, Callee::Method { interface: false, .. })
                && !callees::is_known(self.types, &callee)
        })
    }

    fn body(&self, body: Node<'a>) -> bool {
        descendants(body).all(|node| match node.kind_id() {
            // Ending the program or the test is no release.
            kind::CALL_EXPRESSION => {
                !self.types.never_returns(node)
                    && (self.is_harmless(node) && self.is_said_in_case(node, body) || self.releases(node))
            }
            // What is counted or noted elsewhere is seen by others before the function ends.
            kind::ASSIGNMENT_STATEMENT | kind::INC_STATEMENT | kind::DEC_STATEMENT => {
                let target = field(node, "left").unwrap_or(node);
                let mut targets = named_children(target);
                if target.kind_id() != kind::EXPRESSION_LIST && field(node, "left").is_some() {
                    targets = vec![target];
                }
                targets.into_iter().all(|target| self.is_own(target, body))
            }
            kind::GO_STATEMENT | kind::SEND_STATEMENT => false,
            kind::UNARY_EXPRESSION => !self.tree.source(node).starts_with("<-"),
            _ => true,
        })
    }

    /// Whether a call says nothing, or only if something is the case: what is always said is said sooner than it was.
    fn is_said_in_case(&self, call: Node<'a>, body: Node<'a>) -> bool {
        let says = match self.types.callee(call) {
            Callee::Function { package, name } => {
                speaks(&package)
                    && !["Errorf", "New", "Sprint", "Wrap"].iter().any(|word| name.starts_with(word))
            }
            Callee::Method { package, .. } => *package == *"testing" || speaks(&package),
            Callee::Builtin(Builtin::Print | Builtin::Println) => true,
            _ => false,
        };
        !says || ancestors(body, call).any(|n| n.kind_id() == kind::IF_STATEMENT)
    }

    /// A variable of the body, or a part of what is held: nobody else looks at it.
    fn is_own(&self, target: Node<'a>, body: Node<'a>) -> bool {
        if target.kind_id() == kind::SELECTOR_EXPRESSION {
            return self.is_held(target);
        }
        self.tree.source(target) == "_"
            || self.scopes.local_of(target).is_some_and(|id| is_within(self.scopes.local(id).declared, body))
    }

    /// A call that logs, makes an error, or asks something of what is held.
    fn is_harmless(&self, call: Node<'a>) -> bool {
        match self.types.callee(call) {
            Callee::Method { receiver, .. } if *receiver == *"error" => true,
            Callee::Method { package, name, .. } if *package == *"testing" => {
                matches!(&*name, "Error" | "Errorf" | "Log" | "Logf" | "Helper")
            }
            // What guards a part of what is held guards it for nobody else.
            Callee::Method { package, .. } if matches!(&*package, "sync" | "sync/atomic") => {
                field(call, "function").is_some_and(|f| self.is_held(f))
            }
            Callee::Method { package, receiver, name, .. } => {
                speaks(&package) || (&*package, &*receiver, &*name) == ("os", "File", "Name")
            }
            Callee::Function { package, .. } => speaks(&package),
            Callee::Builtin(Builtin::Close) => {
                field(call, "arguments").is_some_and(|arguments| self.is_held(arguments))
            }
            // Called by what is deferred, it stops a panic.
            Callee::Builtin(Builtin::Recover) => false,
            Callee::Builtin(_) | Callee::Conversion => true,
            _ => false,
        }
    }

    fn is_plain(&self, node: Node<'a>) -> bool {
        self.types.type_of(node).is_some_and(|t| is_plain(self.types, &t, Data::Any))
    }

    fn is_held(&self, node: Node<'a>) -> bool {
        let base = descendants(node).find(|n| n.kind_id() == kind::IDENTIFIER);
        base.and_then(|b| self.scopes.local_of(b)).is_some_and(|id| self.held.contains(&id))
    }

    fn releases(&self, call: Node<'a>) -> bool {
        let Some(function) = field(call, "function") else { return false };
        let given = field(call, "arguments").map(named_children).unwrap_or_default();
        let callee = self.types.callee(call);
        match &callee {
            Callee::Method { package, receiver, name, .. } if self.is_held(function) => {
                METHODS.contains(&(&**package, &**receiver, &**name))
                    && self.is_known_closer(package, function)
                    && (&**name != "Rollback" || self.is_committed(function))
                    || self.is_end_by_contract(call, function)
                    || self.types.declaration(call).is_some_and(|entity| {
                        !callees::is_known(self.types, &callee)
                            && given.is_empty()
                            && self.entity_releases(&entity, None, false)
                    })
            }
            Callee::Function { package, name } => {
                let is_known =
                    |(path, function, _): &(&str, &str, Data)| **path == **package && **function == **name;
                if FUNCTIONS.iter().any(is_known) {
                    return matches!(given.as_slice(), [given] if self.is_held(*given));
                }
                let held: Vec<usize> = (0..given.len())
                    .filter(|i| self.is_held(given[*i]) && !self.is_plain(given[*i]))
                    .collect();
                let [index] = held.as_slice() else { return false };
                let closes = self.types.type_of(given[*index]).is_some_and(|t| self.may_be_closed(&t));
                self.types.declaration(call).is_some_and(|entity| {
                    !callees::is_known(self.types, &callee)
                        && self.entity_releases(&entity, Some(*index), closes)
                })
            }
            // Who acquired it said what it is: a `context.CancelFunc`; or it's seen where it was made.
            Callee::FuncValue => {
                self.is_held(function)
                    && given.iter().all(|value| self.is_plain(*value))
                    && self.ends(function)
            }
            _ => false,
        }
    }

    /// Whether calling a function, which is a value, ends what it was made with and does nothing else.
    fn ends(&self, function: Node<'a>) -> bool {
        if function.kind_id() == kind::NIL || self.types.type_of(function).is_some_and(|t| is_cancel(&t)) {
            return true;
        }
        if let Some(body) = field(function, "body").filter(|_| function.kind_id() == kind::FUNC_LITERAL) {
            // What is released by its name may be known by it.
            return self.body(body) && self.data(body) == Data::Any && !self.may_reuse_memory(body);
        }
        let Some(id) = self.scopes.local_of(function) else { return false };
        let declared = self.scopes.local(id).declared;
        let changes = |access: Access| access.may_write() || access == Access::AddressTaken;
        let mut set = self.scopes.uses(id).filter(|used| changes(used.access));
        let Some(statement) = setting(self.tree.root(), declared).filter(|_| set.next().is_none()) else {
            return false;
        };
        let Some(index) = targets(statement).iter().position(|target| target.id() == declared.id()) else {
            return false;
        };
        match values(statement).as_slice() {
            [call] if call.kind_id() == kind::CALL_EXPRESSION => self.gives_end(*call, index),
            all if all.len() == targets(statement).len() => {
                self.scopes.local_of(all[index]).is_none() && self.ends(all[index])
            }
            _ => false,
        }
    }

    /// Whether the result of that number, of a call of a function whose source is at hand, is such a function: it ends what
    /// the callee acquired for it.
    fn gives_end(&self, call: Node<'a>, index: usize) -> bool {
        let (Some(depth), Some(entity)) = (self.depth.checked_sub(1), self.types.declaration(call)) else {
            return false;
        };
        let Some(body) = Body::of(self.types, &entity) else { return false };
        let Some(declaration) = body.declaration() else { return false };
        let scopes = Scopes::of(&body.tree, declaration);
        let is_acquired = |local: &Local| {
            let by = setting(declaration, local.declared).map(values);
            local.kind == LocalKind::Var
                && matches!(by.as_deref(), Some([call]) if call.kind_id() == kind::CALL_EXPRESSION
                    && body.types.gives_new(*call, New { data: Data::Any, whole: false }, depth, &|_| false))
        };
        let held: Vec<LocalId> =
            scopes.locals().filter(|(_, local)| is_acquired(local)).map(|(id, _)| id).collect();
        let (tree, types) = (&body.tree, &body.types);
        let inner = Release { tree, scopes: &scopes, types, held: &held, closes: false, depth };
        let own = prune(declaration, |n| n.kind_id() == kind::FUNC_LITERAL);
        let mut returns = own.filter(|n| n.kind_id() == kind::RETURN_STATEMENT).peekable();
        returns.peek().is_some()
            && returns.all(|statement| {
                let all =
                    named_children(statement).into_iter().next().map(named_children).unwrap_or_default();
                match all.as_slice() {
                    [call] if index > 0 && call.kind_id() == kind::CALL_EXPRESSION => {
                        inner.gives_end(*call, index)
                    }
                    all => all.get(index).is_some_and(|value| inner.ends(*value)),
                }
            })
    }

    /// Whether a declared function ends its argument `index`, or its receiver, and does nothing else.
    fn entity_releases(&self, entity: &FuncEntity, index: Option<usize>, closes: bool) -> bool {
        let Some(depth) = self.depth.checked_sub(1) else { return false };
        let Some(body) = Body::of(self.types, entity) else { return false };
        let Some(declaration) = body.declaration() else { return false };
        let list = if index.is_some() { "parameters" } else { "receiver" };
        let scopes = Scopes::of(&body.tree, declaration);
        let name = names(declaration, list).0.get(index.unwrap_or_default()).copied();
        let Some(held) = name.and_then(|name| scopes.local_of(name)) else { return false };
        let (tree, types) = (&body.tree, &body.types);
        let inner = Release { tree, scopes: &scopes, types, held: &[held], closes, depth };
        field(declaration, "body").is_some_and(|body| inner.body(body))
    }

    /// Whether a transaction is committed by who rolls it back: what another holds until it ends, no one sees.
    fn is_committed(&self, rollback: Node<'a>) -> bool {
        let id = field(rollback, "operand").and_then(|operand| self.scopes.local_of(operand));
        id.is_some_and(|id| {
            self.scopes.uses(id).any(|used| {
                let method = used.node.parent().and_then(|selector| field(selector, "field"));
                method.is_some_and(|name| self.tree.source(name) == "Commit")
            })
        })
    }

    /// Of an `io.Closer` more must be known: a writer may write when it's closed.
    fn is_known_closer(&self, package: &str, function: Node<'a>) -> bool {
        package != "io"
            || self.closes
            || field(function, "operand")
                .and_then(|o| self.types.type_of(o))
                .is_some_and(|t| self.is_file_like(&t))
    }

    /// Whether a method of an interface ends what it's called on by what such things are: a reader, a file, something that
    /// is gone through.
    fn is_end_by_contract(&self, call: Node<'a>, function: Node<'a>) -> bool {
        let Callee::Method { name, interface: true, .. } = self.types.callee(call) else { return false };
        let type_ = field(function, "operand").and_then(|operand| self.types.type_of(operand));
        matches!(&*name, "Close" | "Stop" | "Release") && type_.is_some_and(|t| self.is_file_like(&t))
    }

    /// Whether a type is that of a reader, of a file, in which whoever writes finds his place, or of something that is gone
    /// through from one to the next.
    fn is_file_like(&self, type_: &Type) -> bool {
        let has = |name| matches!(self.types.select(type_, name), Selected::Method(_));
        let reads = has("Read") || has("ReadAt") || has("Next");
        reads && (!has("Write") || has("Seek"))
    }

    fn may_be_closed(&self, type_: &Type) -> bool {
        let Selected::Method(method) = self.types.select(type_, "Close") else { return false };
        METHODS.contains(&(&*method.package, &*method.receiver, "Close"))
            && (*method.package != *"io" || self.is_file_like(type_))
    }
}

fn is_cancel(type_: &Type) -> bool {
    ["CancelFunc", "CancelCauseFunc"].into_iter().any(|name| type_.is_defined_as("context", name))
}

/// Whether what a package does is to log or to make errors, by its path: `github.com/go-kit/log/level`.
fn speaks(path: &str) -> bool {
    const WORDS: &[&str] = &[
        "errors", "fmt", "glog", "golog", "hclog", "klog", "log", "log15", "logger", "logging", "logr",
        "logrus", "logs", "slog", "zap", "zerolog",
    ];
    path.split(['/', '-', '.']).any(|word| WORDS.contains(&word))
}
