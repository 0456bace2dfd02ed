//! When a fix is safe: nothing can tell that the release comes earlier, but for what it releases.
//!
//! Knows the standard library only. What is released was acquired in the iteration by a call of the standard library, the
//! release does nothing else, and every use was followed to its end inside of the iteration.

use super::release::{Held, Site};
use crate::semantics::escape::{is_plain, is_standard};
use crate::semantics::scopes::{Access, LocalId};
use crate::semantics::{Callee, FileTypes, Selected, Type};
use crate::syntax::{Node, ancestors, descendants, field, kind, named_children};

/// Types whose values serve nobody but who holds them, with the method that ends it. No listeners: their address is
/// known to others. No writers that write a trailer when closed: others may write behind it.
const RELEASES: &[(&str, &str, &str)] = &[
    ("archive/zip", "ReadCloser", "Close"),
    ("compress/gzip", "Reader", "Close"),
    ("database/sql", "Rows", "Close"),
    ("database/sql", "Stmt", "Close"),
    ("database/sql", "Conn", "Close"),
    ("io", "Closer", "Close"),
    ("io", "ReadCloser", "Close"),
    ("io/fs", "File", "Close"),
    ("mime/multipart", "File", "Close"),
    ("net", "Conn", "Close"),
    ("net", "conn", "Close"),
    ("os", "File", "Close"),
    ("os", "Root", "Close"),
    ("time", "Ticker", "Stop"),
    ("time", "Timer", "Stop"),
];

pub fn is_safe<'a>(site: &Site<'a, '_>, held: &Held) -> bool {
    let Ok(types) = site.context.types() else { return false };
    let Some(call) = named_children(site.defer).into_iter().next() else { return false };
    !held.is_pair
        && held.doubts.is_empty()
        && held.released.iter().all(|id| is_acquired_here(site, types, *id, &held.released))
        && only_releases(site, types, &held.released, call)
}

/// Declared by a call of the standard library, and never set to something else. What the call gave beside it must be
/// released or plain data: the two ends of a pipe are one thing.
fn is_acquired_here(site: &Site, types: &FileTypes, id: LocalId, released: &[LocalId]) -> bool {
    let local = site.scopes.local(id);
    let statement = ancestors(site.body, local.declared)
        .find(|n| matches!(n.kind_id(), kind::SHORT_VAR_DECLARATION | kind::VAR_SPEC));
    let Some(value) = statement.and_then(|s| field(s, "right").or(field(s, "value"))) else { return false };
    let calls = named_children(value);
    let [call] = calls.as_slice() else { return false };
    let beside = local.declared.parent().filter(|p| p.kind_id() == kind::EXPRESSION_LIST);
    let alone = beside.map(named_children).unwrap_or_default().into_iter().all(|target| {
        site.context.source(target) == "_"
            || types.type_of(target).is_some_and(|t| is_plain(types, &t))
            || site.scopes.local_of(target).is_some_and(|other| released.contains(&other))
    });
    if !alone {
        return false;
    }
    let package = match (call.kind_id() == kind::CALL_EXPRESSION).then(|| types.callee(*call)) {
        // What it starts goes on by itself.
        Some(Callee::Function { name, .. }) if *name == *"AfterFunc" => return false,
        Some(Callee::Function { package, .. } | Callee::Method { package, .. }) => package,
        _ => return false,
    };
    let written = |access: Access| access.may_write() || access == Access::AddressTaken;
    is_standard(&package, types.package().path()) && !site.scopes.uses(id).any(|used| written(used.access))
}

/// Whether the deferred call does nothing but release, and perhaps say so.
pub fn only_releases<'a>(site: &Site<'a, '_>, types: &FileTypes, held: &[LocalId], call: Node<'a>) -> bool {
    let literal = field(call, "function").filter(|f| f.kind_id() == kind::FUNC_LITERAL);
    let Some(body) = literal.and_then(|l| field(l, "body")) else { return releases(site, types, held, call) };
    let arguments = field(call, "arguments").map(named_children).unwrap_or_default();
    let speaks = |package: &str| matches!(package, "fmt" | "log" | "log/slog" | "errors");
    arguments.is_empty()
        && descendants(body).all(|node| match node.kind_id() {
            // Ending the program or the test is no release.
            kind::CALL_EXPRESSION if site.context.never_returns(node) => false,
            kind::CALL_EXPRESSION => match types.callee(node) {
                Callee::Function { package, .. } => speaks(&package),
                Callee::Method { package, receiver, .. } if *receiver == *"error" || speaks(&package) => true,
                Callee::Method { package, name, .. } if *package == *"testing" => {
                    matches!(&*name, "Error" | "Errorf" | "Log" | "Logf" | "Helper")
                }
                _ => releases(site, types, held, node),
            },
            // What is counted or noted elsewhere is seen by others before the function ends.
            kind::ASSIGNMENT_STATEMENT | kind::INC_STATEMENT | kind::DEC_STATEMENT => {
                let target = field(node, "left").unwrap_or(node);
                descendants(target).filter(|n| n.kind_id() == kind::IDENTIFIER).all(|n| {
                    site.context.source(n) == "_"
                        || site.scopes.local_of(n).is_some_and(|id| {
                            body.byte_range().contains(&site.scopes.local(id).declared.start_byte())
                        })
                })
            }
            kind::GO_STATEMENT | kind::SEND_STATEMENT => false,
            kind::UNARY_EXPRESSION => !site.context.source(node).starts_with("<-"),
            _ => true,
        })
}

fn releases<'a>(site: &Site<'a, '_>, types: &FileTypes, held: &[LocalId], call: Node<'a>) -> bool {
    let Some(function) = field(call, "function") else { return false };
    let base = descendants(function).find(|n| n.kind_id() == kind::IDENTIFIER);
    let is_held = base.and_then(|b| site.scopes.local_of(b)).is_some_and(|id| held.contains(&id));
    is_held
        && match types.callee(call) {
            Callee::Method { package, receiver, name, .. } => {
                RELEASES.contains(&(&*package, &*receiver, &*name))
                    && (*package != *"io" || field(function, "operand").is_some_and(|o| only_reads(types, o)))
            }
            // Who acquired it said what it is: a `context.CancelFunc`.
            Callee::FuncValue => types.type_of(function).is_some_and(|t| {
                t.as_named().is_some_and(|n| {
                    *n.def.package == *"context" && matches!(&*n.def.name, "CancelFunc" | "CancelCauseFunc")
                })
            }),
            _ => false,
        }
}

fn only_reads(types: &FileTypes, operand: Node) -> bool {
    let has = |type_: &Type, name| matches!(types.select(type_, name), Selected::Method(_));
    types.type_of(operand).is_some_and(|t| has(&t, "Read") && !has(&t, "Write"))
}
