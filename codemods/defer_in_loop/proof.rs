//! When a fix is safe: nothing can tell that the release comes earlier, but for what it releases.
//!
//! What is released was acquired in the iteration by a call that is known to give something new, the release does nothing
//! else, and every use was followed to its end inside of the iteration. What can't be shown is said: it's what a
//! person should look at.

use super::release::{Held, Site};
use crate::semantics::escape::{
    DEPTH, Data, Escape, New, Release, file_of, is_plain, setting, targets, values,
};
use crate::semantics::scopes::{Access, LocalId};
use crate::semantics::{FileTypes, Type};
use crate::syntax::{Node, field, is_within, kind, named_children};

/// Why a fix is safe; as an error, what the doubt is. `released`: what the iteration's defers release, all together.
pub fn of<'a>(site: &Site<'a, '_>, held: &Held, released: &[LocalId]) -> Result<String, String> {
    let types = site.context.types().map_err(|reason| format!("types aren't known: {reason}"))?;
    let call = named_children(site.defer).into_iter().next().ok_or("the deferred call can't be read")?;
    if held.is_pair {
        let call = site.context.source(call);
        return Err(format!("who relies on {call} coming no sooner isn't known"));
    }
    if let Some(doubt) = held.doubts.first() {
        return Err(site.at_line(&doubt.how, doubt.at));
    }
    let release = release(site, types, &held.released);
    if !release.only_releases(call) {
        let does = site.context.source(call);
        let does = if does.contains('\n') { "the deferred call" } else { does };
        return Err(format!("{does} isn't known to release and do nothing else"));
    }
    // Opened for the effect of being open: who counts what is open sees it end.
    let beside = site.given_beside(&held.released);
    let all = held.aliases.iter().chain(&held.companions).chain(&beside);
    let uses = all.flat_map(|id| site.scopes.uses(*id)).map(|used| used.node);
    let mut uses = uses.filter(|used| !is_within(*used, site.defer)).peekable();
    if uses.peek().is_none() {
        return Err("nothing uses it: what it's held for isn't seen".to_string());
    }
    if uses.all(|used| is_of_the_head(site, types, used)) {
        return Err("nothing reads it, and who sends it sees when it's closed".to_string());
    }
    let data = release.data(call);
    let how = New { data, whole: release.is_by_own_method(call) };
    let mut acquired = Vec::new();
    let is_given = |id: &&LocalId| {
        let type_ = types.type_of(site.scopes.local(**id).declared);
        data != Data::Any || type_.is_none_or(|t| !is_plain(types, &t, Data::Any))
    };
    for id in held.released.iter().filter(is_given) {
        acquired.extend(acquisitions(site, types, *id, released, how)?);
    }
    if data != Data::Any {
        stays(site, types, &held.released, data)?;
    }
    let Some(by) = acquired.first() else { return Err("nothing is acquired".to_string()) };
    let name = held.released.first().map_or("it", |id| site.scopes.local(*id).name);
    let function = field(*by, "function").map_or("a call", |f| site.context.source(f));
    let comes = site.at_line(&format!("{name} comes from {function}"), by.start_byte());
    Ok(format!("{comes}, and nothing that may hold it outlives the iteration"))
}

/// Whether a use of a response looks at what came before its body only: the other end sees when that is closed.
fn is_of_the_head<'a>(site: &Site<'a, '_>, types: &FileTypes<'a>, used: Node<'a>) -> bool {
    let selected = used.parent().filter(|p| p.kind_id() == kind::SELECTOR_EXPRESSION);
    let name = selected.and_then(|s| field(s, "field")).map(|name| site.context.source(name));
    let is_response = match types.type_of(used) {
        Some(Type::Pointer(base)) => base.is_defined_as("net/http", "Response"),
        _ => false,
    };
    is_response && name.is_some_and(|name| !matches!(name, "Body" | "Write"))
}

/// What is asked of the deferred call: whether it releases what is held, and nothing else.
pub fn release<'r, 'a>(
    site: &Site<'a, 'r>,
    types: &'r FileTypes<'a>,
    held: &'r [LocalId],
) -> Release<'r, 'a> {
    let Site { context, scopes, .. } = *site;
    Release { tree: context.tree, scopes, types, held, closes: false, depth: DEPTH }
}

/// The calls that gave the variable what it has, each of them something new. What a call gave beside it is released, too,
/// or plain data: the two ends of a pipe are one thing.
fn acquisitions<'a>(
    site: &Site<'a, '_>,
    types: &FileTypes<'a>,
    id: LocalId,
    released: &[LocalId],
    how: New,
) -> Result<Vec<Node<'a>>, String> {
    let local = site.scopes.local(id);
    let name = local.name;
    if !is_within(local.declared, site.body) {
        let how = format!("{name} is declared outside of the loop");
        return Err(site.at_line(&how, local.declared.start_byte()));
    }
    let set =
        site.scopes.uses(id).filter(|used| used.access.may_write() || used.access == Access::AddressTaken);
    let mut set: Vec<Node> = set
        .map(|used| match used.access {
            Access::Write => Ok(used.node),
            _ => Err(site.at_line(&format!("{name} may be changed"), used.node.start_byte())),
        })
        .collect::<Result<_, _>>()?;
    let declared_by = setting(site.body, local.declared);
    if declared_by.is_none_or(|s| s.kind_id() != kind::VAR_SPEC || field(s, "value").is_some()) {
        set.push(local.declared);
    }
    set.into_iter().map(|target| acquisition(site, types, target, released, how)).collect()
}

/// The call that gives the variable at `target` its value there.
fn acquisition<'a>(
    site: &Site<'a, '_>,
    types: &FileTypes<'a>,
    target: Node<'a>,
    released: &[LocalId],
    how: New,
) -> Result<Node<'a>, String> {
    let name = site.context.source(target);
    let statement = setting(site.body, target);
    let call = match statement.map(values).as_deref() {
        Some([call]) if call.kind_id() == kind::CALL_EXPRESSION => *call,
        _ => return Err(site.at_line(&format!("{name} isn't given by a call"), target.start_byte())),
    };
    let others = statement.map(targets).unwrap_or_default().into_iter().filter(|other| {
        other.id() != target.id()
            && site.context.source(*other) != "_"
            && types.type_of(*other).is_none_or(|t| !is_plain(types, &t, Data::Any))
            && site.scopes.local_of(*other).is_none_or(|other| !released.contains(&other))
    });
    for other in others {
        let with = format!("{} is acquired with {name}", site.context.source(other));
        let id = site.scopes.local_of(other).filter(|id| how.data == Data::Any && site.is_own(*id));
        let Some(id) = id else { return Err(site.at_line(&with, call.start_byte())) };
        stays(site, types, &[id], Data::Any).map_err(|doubt| format!("{with}, and {doubt}"))?;
    }
    if let Some(number) = file_of(types, site.scopes, call) {
        let by_number = New { data: Data::Nothing, whole: false };
        acquisitions(site, types, number, released, by_number)?;
        return stays(site, types, &[number], Data::Nothing).map(|()| call);
    }
    // What it's given may end with it, if it's seen nowhere else: that the call itself may keep it is the question.
    let may_end = |given: Node<'a>| {
        let id = site.scopes.local_of(given).filter(|id| site.is_own(*id));
        let followed = id.and_then(|id| escape(site, types, Data::Any).follow(&[id]).ok());
        followed.is_some_and(|found| found.doubts.iter().all(|doubt| call.byte_range().contains(&doubt.at)))
    };
    if !types.gives_new(call, how, DEPTH, &may_end) {
        let function = field(call, "function").map_or("it", |f| site.context.source(f));
        let how = match types.gives_new(call, how, DEPTH, &|_| true) {
            true => format!("{name} may end what {function} is given"),
            false => format!("what {function} gives isn't known to be new"),
        };
        return Err(site.at_line(&how, call.start_byte()));
    }
    Ok(call)
}

/// Whether what is released stays in the iteration where names and numbers stand for it, too.
fn stays<'a>(
    site: &Site<'a, '_>,
    types: &FileTypes<'a>,
    released: &[LocalId],
    data: Data,
) -> Result<(), String> {
    let doubt = match escape(site, types, data).follow(released) {
        Ok(followed) => followed.doubts.into_iter().next(),
        Err(leak) => Some(leak),
    };
    doubt.map_or(Ok(()), |doubt| Err(site.at_line(&doubt.how, doubt.at)))
}

fn escape<'r, 'a>(site: &Site<'a, 'r>, types: &'r FileTypes<'a>, data: Data) -> Escape<'r, 'a> {
    let Site { context, scopes, body, defer, .. } = *site;
    let (region, except) = (body, Some(defer));
    Escape {
        tree: context.tree,
        scopes,
        types: Some(types),
        region,
        except,
        identities: false,
        data,
        depth: DEPTH,
    }
}
