//! Who is who inside one top-level declaration: every identifier resolved to the local declaration it means,
//! as the Go spec's "Declarations and scope" has it, and what is done to each local.
//!
//! Knows syntax only. A name that isn't declared inside the declaration is free: package level, an import, the
//! universe block or a dot import, all the same here. Two questions are left to types and said so:
//! whether the key `x` in `T{x: 1}` is a field ([`Use::maybe_field_key`]), and whether `v.f`, `v[i]` and `v[:]`
//! are parts of the variable or lie behind a pointer ([`Access::may_write`], [`Access::may_take_address`]).

mod imports;
mod resolve;
mod steps;
#[cfg(test)]
mod tests;

pub use imports::{Import, ImportName, Imports};
use steps::names;

use super::universe::is_predeclared;
use crate::syntax::ast::KEYWORDS;
use crate::syntax::{Node, Tree, kind};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::ops::Range;

/// The locals of one top-level declaration, its function literals included.
pub struct Scopes<'t> {
    functions: Vec<Function<'t>>,
    locals: Vec<Local<'t>>,
    /// Identifiers that are uses, in source order.
    uses: Vec<Use<'t>>,
    /// By local: its uses as indices of `uses`, in source order.
    uses_of: Vec<Vec<usize>>,
    /// What the identifier that begins at a byte means, declaring identifiers among them.
    meant: HashMap<usize, LocalId>,
    /// Locals other than labels by name, ordered by where their scope begins.
    by_name: HashMap<&'t str, Vec<LocalId>>,
    /// Where free names are used, in source order.
    free: HashMap<&'t str, Vec<usize>>,
    /// Where a `return` without values stands, in which function.
    bare_returns: Vec<(usize, Option<FunctionId>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalId(usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionId(usize);

/// A function declaration, method declaration or function literal.
#[derive(Clone, Debug)]
pub struct Function<'t> {
    pub node: Node<'t>,
    /// The function whose body this literal stands in; `None` at top level.
    pub parent: Option<FunctionId>,
}

/// Something that is declared inside a function. The blank identifier never is.
#[derive(Clone, Debug)]
pub struct Local<'t> {
    pub name: &'t str,
    pub kind: LocalKind,
    /// The declaring identifier. The symbol of a type switch is one local in each clause, all with the same
    /// declaring identifier.
    pub declared: Node<'t>,
    /// The bytes in which the name means this local, but for where an inner scope shadows it.
    pub scope: Range<usize>,
    /// The `for` statement that declares it in its header.
    pub loop_node: Option<Node<'t>>,
    /// The function it belongs to; `None` for type parameters of a type that is declared at package level.
    pub function: Option<FunctionId>,
    /// The local of the same name that this one hides.
    pub shadows: Option<LocalId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalKind {
    Param,
    Result,
    Receiver,
    /// Declared by `var`, `:=`, a `select` case or a type switch.
    Var,
    Const,
    Type,
    TypeParam,
    /// Declared by the `:=` of a range clause.
    RangeVar,
    /// Declared by the init statement of a `for` clause.
    ForInit,
    Label,
}

/// One identifier that is used, not declared.
#[derive(Clone, Debug)]
pub struct Use<'t> {
    pub node: Node<'t>,
    pub name: &'t str,
    /// `None`: the name is free.
    pub local: Option<LocalId>,
    pub access: Access,
    /// The chain of selectors and indices that begins with the identifier and that `access` is about:
    /// `v.f[i]` in `v.f[i] = 1`. The identifier itself when there is none.
    pub operand: Node<'t>,
    /// The innermost function around it; `None` in an initialiser at package level.
    pub function: Option<FunctionId>,
    /// The key of a composite literal of a type that syntax doesn't show: a field's name if it's a struct, and
    /// then no use at all.
    pub maybe_field_key: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    /// Assigned: by `=`, by a `:=` that redeclares, by a range clause or receive statement with `=`.
    Write,
    /// `v++`, `v--`, `v op= x`.
    ReadWrite,
    /// `&v`.
    AddressTaken,
    /// `v.f = x`, `v[i]++`: writes the variable if what is named is part of it (fields of structs, elements of arrays).
    PartWrite,
    /// `&v.f`, `&v[i]`: takes the variable's address if what is named is part of it.
    PartAddressTaken,
    /// `v.f`: takes the address when it's a method with a pointer receiver (Go spec, "Calls", "Method values").
    Selected,
    /// `v[:]`, `v.f[:]`: takes the address of an array.
    Sliced,
}

impl Access {
    /// Whether the variable may be given another value. With `false` it certainly isn't.
    pub fn may_write(self) -> bool {
        matches!(self, Access::Write | Access::ReadWrite | Access::PartWrite)
    }

    /// Whether a pointer to the variable may come into being. With `false` certainly none does.
    pub fn may_take_address(self) -> bool {
        matches!(self, Access::AddressTaken | Access::PartAddressTaken | Access::Selected | Access::Sliced)
    }
}

impl<'t> Scopes<'t> {
    /// Resolves the identifiers of `decl`, a top-level declaration of `tree`.
    pub fn of(tree: &'t Tree, decl: Node<'t>) -> Scopes<'t> {
        resolve::resolve(tree, decl)
    }

    pub fn local(&self, id: LocalId) -> &Local<'t> {
        &self.locals[id.0]
    }

    /// All locals, in the order in which their scopes are met.
    pub fn locals(&self) -> impl Iterator<Item = (LocalId, &Local<'t>)> {
        self.locals.iter().enumerate().map(|(i, local)| (LocalId(i), local))
    }

    /// The locals of this name but labels, in the order in which their scopes begin.
    pub fn named(&self, name: &str) -> impl Iterator<Item = (LocalId, &Local<'t>)> {
        self.by_name.get(name).into_iter().flatten().map(|id| (*id, self.local(*id)))
    }

    /// The local that an identifier declares or means; `None` when it's free, a field's or method's name, blank,
    /// or no identifier. For the symbol in the header of a type switch: the one of the first clause.
    pub fn local_of(&self, ident: Node) -> Option<LocalId> {
        if !steps::is_identifier(ident) && ident.kind_id() != kind::LABEL_NAME {
            return None;
        }
        self.meant.get(&ident.start_byte()).copied()
    }

    /// The use that `ident` is; `None` for declaring identifiers and what isn't resolved by scope.
    pub fn use_at(&self, ident: Node) -> Option<&Use<'t>> {
        let i = self.uses.binary_search_by_key(&ident.start_byte(), |u| u.node.start_byte()).ok()?;
        Some(&self.uses[i]).filter(|u| u.node.end_byte() == ident.end_byte())
    }

    /// Uses of `id` in source order. The declaring identifier isn't one.
    pub fn uses(&self, id: LocalId) -> impl DoubleEndedIterator<Item = &Use<'t>> {
        self.uses_of[id.0].iter().map(|&i| &self.uses[i])
    }

    /// All uses inside `range`, of free names too, in source order.
    pub fn uses_in(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = &Use<'t>> {
        let from = self.uses.partition_point(|u| u.node.start_byte() < range.start);
        let to = self.uses.partition_point(|u| u.node.start_byte() < range.end);
        self.uses[from..to.max(from)].iter()
    }

    /// The names that are used inside `range`.
    pub fn names_used_in(&self, range: Range<usize>) -> HashSet<&'t str> {
        self.uses_in(range).map(|u| u.name).collect()
    }

    pub fn function(&self, id: FunctionId) -> &Function<'t> {
        &self.functions[id.0]
    }

    /// Whether `used` stands in a function literal inside the function that its local belongs to.
    pub fn is_captured(&self, used: &Use<'t>) -> bool {
        used.local.is_some_and(|id| self.local(id).function != used.function)
    }

    /// The function literals between `used` and the function its local belongs to, innermost first.
    pub fn captured_by(&self, used: &Use<'t>) -> Vec<Node<'t>> {
        let Some(local) = used.local else { return Vec::new() };
        let owner = self.local(local).function;
        let mut literals = Vec::new();
        let mut here = used.function;
        while here != owner {
            let Some(id) = here else { break };
            literals.push(self.function(id).node);
            here = self.function(id).parent;
        }
        literals
    }

    /// The local that `name` means at a byte offset; `None`: it's free there. Labels are no names in this sense.
    pub fn meaning_at(&self, name: &str, offset: usize) -> Option<LocalId> {
        let candidates = self.by_name.get(name)?;
        let after = candidates.partition_point(|id| self.local(*id).scope.start <= offset);
        // Scopes of one name nest: what doesn't contain the offset is shadowing something that may.
        let mut here = candidates[..after].last().copied();
        while let Some(id) = here {
            if offset < self.local(id).scope.end {
                break;
            }
            here = self.local(id).shadows;
        }
        here
    }

    /// Whether `name` is used anywhere without being declared inside this declaration.
    pub fn is_free_name(&self, name: &str) -> bool {
        self.free.contains_key(name)
    }

    /// Whether declaring `name` at the start of `scope`, until its end, leaves the meaning of all that stands in it:
    /// no use in it means a declaration outside of it. A `return` without values uses all named results of its function, and
    /// none of them may be hidden there (Go spec, "Return statements").
    pub fn can_declare(&self, name: &str, scope: Range<usize>) -> bool {
        let is_result = |function: Option<FunctionId>| {
            self.locals.iter().any(|local| {
                local.kind == LocalKind::Result
                    && local.name == name
                    && local.function == function
                    && !scope.contains(&local.declared.start_byte())
            })
        };
        if self.bare_returns.iter().any(|(at, function)| scope.contains(at) && is_result(*function)) {
            return false;
        }
        // By the name and not by the scope: scopes are long, and asked for at each of their statements.
        let is_free_there = self.free.get(name).is_some_and(|all| all.iter().any(|at| scope.contains(at)));
        let is_used_there = |id: LocalId| self.uses(id).any(|used| scope.contains(&used.node.start_byte()));
        !is_free_there
            && self
                .named(name)
                .all(|(id, local)| scope.contains(&local.declared.start_byte()) || !is_used_there(id))
    }

    /// Whether nothing in the whole declaration declares or uses `name`, as a label neither, and it's no keyword
    /// and not predeclared.
    pub fn is_unused_name(&self, name: &str) -> bool {
        !self.by_name.contains_key(name)
            && !self.free.contains_key(name)
            && !self.locals.iter().any(|local| local.name == name)
            && !is_reserved(name)
    }

    /// `base`, or `base2`, `base3` …: the first that nothing in the declaration declares or uses.
    pub fn fresh_name(&self, base: &str) -> String {
        if self.is_unused_name(base) {
            return base.to_string();
        }
        // Ends: a declaration has finitely many names.
        (2u64..).map(|n| format!("{base}{n}")).find(|name| self.is_unused_name(name)).unwrap_or_default()
    }
}

/// Keywords and predeclared identifiers (Go spec, "Keywords", "Predeclared identifiers"), and the blank one.
pub fn is_reserved(name: &str) -> bool {
    name == "_" || KEYWORDS.contains(&name) || is_predeclared(name)
}
