//! The contract between a codemod and everything else: data and one function.
//!
//! A codemod reads a [`Context`] and reports [`Finding`]s. It can't apply anything, print anything or see another file's
//! text. What it can't prove it reports as [`Remedy::Refused`], with the reason as a value.

pub mod options;

use crate::project::Language;
pub use crate::rewrite::Import;
use crate::rewrite::{Layout, align};
use crate::semantics::scopes::{Imports, Scopes};
use crate::semantics::{FileTypes, World};
use crate::syntax::{Node, Outline, Tree, descendants, is_function, named_children};
use crate::text::{Edit, EditSet, LineIndex, Overlap};
use ast_grep_core::Pattern;
use ast_grep_core::matcher::{Matcher, MatcherExt};
use rustc_hash::FxHashMap as HashMap;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;

pub use options::Options;

/// One codemod: one defect, one folder in `codemods/`.
pub struct Codemod {
    /// The defect in kebab-case: `defer-in-loop`.
    pub name: &'static str,
    /// The manual, its README.md: printed by `explain`, run by tests.
    pub doc: &'static str,
    /// The defect in one line, for `list`.
    pub summary: &'static str,
    /// The tiers that its fixes can have.
    pub tiers: &'static [Safety],
    /// Whether it runs without being asked for by name.
    pub default: bool,
    /// `false` only when no declaration with this text can hold a finding. It sees a whole file first and then one
    /// top-level declaration at a time, before anything is parsed, and must be as fast as a search for a word.
    pub may_match: fn(&[u8]) -> bool,
    /// A closer look at a function declaration for which `may_match` holds, by its number in the file's outline: `false` only
    /// when it holds no finding. It's taken before the declaration is parsed into a tree, which is most of the cost.
    pub may_hold: fn(&FileTypes, &Options, usize) -> bool,
    /// `false` when files of this language version can't have the defect.
    pub applies: fn(&Language) -> bool,
    pub find: fn(&Context, &mut Vec<Finding>),
}

/// One defect at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where a person would point to; bytes of the file, half-open.
    pub range: Range<usize>,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    pub remedy: Remedy,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    Fix(Fix),
    /// Why a person must decide.
    Refused(Reason),
}

/// Why a site is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Stable, kebab-case, documented in the codemod's README under *Left alone*.
    pub code: &'static str,
    /// The sentence for people.
    pub because: String,
}

impl Reason {
    pub fn new(code: &'static str, because: impl Into<String>) -> Reason {
        Reason { code, because: because.into() }
    }
}

/// A finding that isn't reported, as the source says that it's on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silenced {
    pub range: Range<usize>,
    pub message: String,
    /// What says so, in words.
    pub because: String,
}

/// A transaction: all of it is applied, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// A verb phrase: "Wrap the iteration in a function literal".
    pub title: String,
    pub safety: Safety,
    /// Why it is as safe as that, a clause for people: what was proved, or what the doubt is. Empty where the manual says all.
    pub because: String,
    /// Against the bytes that were parsed.
    pub edits: EditSet,
    /// What the new text refers to and the file doesn't import yet; the engine composes them.
    pub imports: Vec<Import>,
    /// Bytes whose content the fix relies on beyond its edits: the block in which a name that it declares must be free, say.
    /// A fix that changes them isn't applied in the same pass. Empty when there are none.
    pub premise: Range<usize>,
    /// Other fixes of the same finding, which an option chooses. They have no alternatives of their own.
    pub alternatives: Vec<Fix>,
}

impl Fix {
    /// Whether this fix and `other` can't be applied to the same text: one changes what lies between the other's edits, or
    /// what the other relies on.
    pub fn conflicts(&self, other: &Fix) -> bool {
        let touch = |a: &Range<usize>, b: &Range<usize>| a.start <= b.end && b.start <= a.end;
        let relies = |a: &Fix, b: &Fix| !a.premise.is_empty() && touch(&a.premise, &b.edits.span());
        touch(&self.edits.span(), &other.edits.span()) || relies(self, other) || relies(other, self)
    }

    /// The same fix, relying on the bytes of `premise` beside its edits; replaces what it relied on before.
    pub fn relying_on(self, premise: Range<usize>) -> Fix {
        Fix { premise, ..self }
    }

    /// The same fix with what speaks for its safety, or against it.
    pub fn because(self, because: impl Into<String>) -> Fix {
        Fix { because: because.into(), ..self }
    }

    /// The same fix, with `other` to choose instead.
    pub fn or(mut self, other: Option<Fix>) -> Fix {
        self.alternatives.extend(other);
        self
    }
}

/// How far a fix can be trusted. `Unsafe < Safe`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// Valid code, but the program may behave differently in a way that a person should agree to.
    Unsafe,
    /// The only observable change is the one that the codemod's manual names.
    Safe,
}

impl Safety {
    pub fn name(self) -> &'static str {
        match self {
            Safety::Unsafe => "unsafe",
            Safety::Safe => "safe",
        }
    }
}

/// The types of one file, computed when first asked for.
pub struct LazyTypes<'a> {
    world: &'a World,
    path: &'a Path,
    text: &'a str,
    outline: &'a Outline,
    types: OnceCell<Result<FileTypes<'a>, String>>,
}

impl<'a> LazyTypes<'a> {
    pub fn new(world: &'a World, path: &'a Path, text: &'a str, outline: &'a Outline) -> LazyTypes<'a> {
        LazyTypes { world, path, text, outline, types: OnceCell::new() }
    }

    /// The types, or why there are none.
    pub fn get(&self) -> Result<&FileTypes<'a>, &str> {
        let types =
            self.types.get_or_init(|| FileTypes::of_text(self.world, self.path, self.text, self.outline));
        types.as_ref().map_err(String::as_str)
    }
}

/// All that a codemod may know of the file that it looks at.
pub struct Context<'a> {
    pub tree: &'a Tree,
    pub lines: &'a LineIndex,
    pub outline: &'a Outline,
    /// The language version of this file, and where it was taken from.
    pub language: Language,
    pub options: &'a Options,
    /// All named nodes in source order, with their kinds.
    nodes: Vec<(u16, Node<'a>)>,
    /// The nodes by their kinds, once a kind is asked for.
    by_kind: OnceCell<HashMap<u16, Vec<Node<'a>>>>,
    /// By the id of the top-level declaration.
    scopes: RefCell<HashMap<usize, Rc<Scopes<'a>>>>,
    types: &'a LazyTypes<'a>,
    silenced: RefCell<Vec<Silenced>>,
    /// By the id of the node.
    elements: RefCell<HashMap<usize, Rc<[Node<'a>]>>>,
    imports: OnceCell<Imports<'a>>,
}

/// How a package can be referred to.
pub struct Qualifier {
    pub name: String,
    pub import: Option<Import>,
}

impl<'a> Context<'a> {
    pub fn new(
        types: &'a LazyTypes<'a>,
        tree: &'a Tree,
        lines: &'a LineIndex,
        language: Language,
        options: &'a Options,
    ) -> Context<'a> {
        let nodes = descendants(tree.root()).map(|node| (node.kind_id(), node)).collect();
        Context {
            tree,
            lines,
            outline: types.outline,
            language,
            options,
            nodes,
            by_kind: OnceCell::new(),
            scopes: RefCell::default(),
            types,
            silenced: RefCell::default(),
            elements: RefCell::default(),
            imports: OnceCell::new(),
        }
    }

    /// Tells of a finding that the source says not to report.
    pub fn silence(&self, silenced: Silenced) {
        self.silenced.borrow_mut().push(silenced);
    }

    /// What was silenced since this was last asked.
    pub fn take_silenced(&self) -> Vec<Silenced> {
        self.silenced.take()
    }

    /// Whether the file belongs to a package's tests (`go help test`).
    pub fn is_test_file(&self) -> bool {
        self.types.path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(b"_test.go"))
    }

    /// The scopes of the top-level declaration around `node`.
    pub fn scopes(&self, node: Node<'a>) -> Rc<Scopes<'a>> {
        let declaration = self.declaration(node);
        let mut known = self.scopes.borrow_mut();
        known.entry(declaration.id()).or_insert_with(|| Rc::new(Scopes::of(self.tree, declaration))).clone()
    }

    /// The top-level declaration around `node`.
    pub fn declaration(&self, node: Node<'a>) -> Node<'a> {
        self.tree.root().child_with_descendant(node).unwrap_or(node)
    }

    /// The named children of a list without comments, found once: lists are long, and asked for at each of their elements.
    pub fn elements(&self, list: Node<'a>) -> Rc<[Node<'a>]> {
        let mut known = self.elements.borrow_mut();
        known.entry(list.id()).or_insert_with(|| named_children(list).into()).clone()
    }

    /// What the file imports.
    pub fn imports(&self) -> &Imports<'a> {
        self.imports.get_or_init(|| Imports::of(self.tree))
    }

    /// `node` and all named nodes below it, in source order: as [`descendants`], but found before.
    pub fn within(&self, node: Node<'a>) -> impl Iterator<Item = Node<'a>> + use<'a, '_> {
        let from = self.nodes.partition_point(|(_, other)| other.start_byte() < node.start_byte());
        let around = self.nodes[from..].iter().position(|(_, other)| other.id() == node.id()).unwrap_or(0);
        let nodes = self.nodes[from + around..].iter().map(|(_, node)| *node);
        nodes.take_while(move |other| other.end_byte() <= node.end_byte())
    }

    /// As [`Context::within`], but what is in function literals below `node` is passed over (they themselves are not).
    pub fn own(&self, node: Node<'a>) -> impl Iterator<Item = Node<'a>> + use<'a, '_> {
        let mut end_of_literal = 0;
        self.within(node).filter(move |inner| {
            let is_own = inner.start_byte() >= end_of_literal;
            if is_own && inner.id() != node.id() && is_function(*inner) {
                end_of_literal = inner.end_byte();
            }
            is_own
        })
    }

    pub fn text(&self) -> &'a str {
        self.tree.text()
    }

    pub fn source(&self, node: Node) -> &'a str {
        self.tree.source(node)
    }

    pub fn layout(&self) -> Layout<'a> {
        Layout::new(self.tree.text(), self.lines)
    }

    /// The nodes of `kind` in source order.
    pub fn of_kind(&self, kind: u16) -> impl Iterator<Item = Node<'a>> {
        self.all_of_kind(kind).iter().copied()
    }

    /// The nodes of `kind` that begin in `range`, in source order. Takes no longer where the function around is long.
    pub fn of_kind_in(&self, kind: u16, range: Range<usize>) -> impl Iterator<Item = Node<'a>> {
        let all = self.all_of_kind(kind);
        let from = all.partition_point(|node| node.start_byte() < range.start);
        all[from..].iter().copied().take_while(move |node| node.start_byte() < range.end)
    }

    fn all_of_kind(&self, kind: u16) -> &[Node<'a>] {
        let by_kind = self.by_kind.get_or_init(|| {
            let mut by_kind: HashMap<u16, Vec<Node<'a>>> = HashMap::default();
            for (kind, node) in &self.nodes {
                by_kind.entry(*kind).or_default().push(*node);
            }
            by_kind
        });
        by_kind.get(&kind).map_or(&[], |all| all)
    }

    /// The nodes that ast-grep's `pattern` matches, in source order. A match is a candidate: ast-grep passes over extra
    /// children and operators, so arity and operators are for the codemod to check.
    pub fn matches(&self, pattern: &Pattern) -> Vec<Node<'a>> {
        let kinds = pattern.potential_kinds();
        self.nodes
            .iter()
            .filter(|(kind, _)| kinds.as_ref().is_none_or(|kinds| kinds.contains(usize::from(*kind))))
            .filter(|(_, node)| pattern.match_node(self.tree.matchable(*node)).is_some())
            .map(|(_, node)| *node)
            .collect()
    }

    /// The types of the file, computed when first asked for; or why there are none.
    pub fn types(&self) -> Result<&FileTypes<'a>, &str> {
        self.types.get()
    }

    /// The types of the file if it had `text`.
    pub fn types_of(&self, text: &str) -> Result<FileTypes<'a>, String> {
        FileTypes::of_text(self.types.world, self.types.path, text, &Outline::of(text))
    }

    /// The name by which the package `path` of the standard library can be referred to at byte `at`, and the import that the
    /// file needs for it. `None` when the name is taken there or in some build of the package, or when what
    /// the package declares isn't known.
    pub fn qualifier(&self, path: &str, at: Node<'a>) -> Option<Qualifier> {
        let scopes = self.scopes(at);
        let imports = self.imports();
        let is_free = |name: &str| scopes.meaning_at(name, at.start_byte()).is_none();
        let present = imports.iter().filter(|i| i.path == path).find_map(|i| i.name.text());
        if let Some(name) = present.filter(|name| is_free(name)) {
            return Some(Qualifier { name: name.to_string(), import: None });
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let taken = imports.iter().any(|i| i.name.text() == Some(name));
        let is_importable = !taken && is_free(name) && self.types().ok()?.can_import_as(name);
        is_importable.then(|| Qualifier {
            name: name.to_string(),
            import: Some(Import { path: path.to_string(), name: None }),
        })
    }

    /// Whether `call` certainly never returns: `panic`, `os.Exit`, `t.Fatal`, and functions that always end in one.
    pub fn never_returns(&self, call: Node<'a>) -> bool {
        self.types().is_ok_and(|types| types.never_returns(call))
    }

    /// The one-based line of the byte at `offset`, as messages name it.
    pub fn line(&self, offset: usize) -> usize {
        self.lines.place(offset).line
    }

    /// A fix whose edits keep trailing comments aligned. Fails when the edits overlap.
    pub fn fix(
        &self,
        title: impl Into<String>,
        safety: Safety,
        edits: Vec<Edit>,
        imports: Vec<Import>,
    ) -> Result<Fix, Overlap> {
        let at = edits.first().map_or(0, |edit| edit.range().start);
        let window = self.outline.at(at).map_or(0..self.text().len(), |decl| decl.range.clone());
        let within = edits.iter().all(|e| window.start <= e.range().start && e.range().end <= window.end);
        let edits = if within { align(self.text(), window, edits)? } else { EditSet::new(edits)? };
        let (title, because, alternatives) = (title.into(), String::new(), Vec::new());
        Ok(Fix { title, safety, because, edits, imports, premise: 0..0, alternatives })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(edits: Vec<Edit>) -> Fix {
        let edits = EditSet::new(edits).unwrap();
        let (title, because, imports, alternatives) = Default::default();
        Fix { title, safety: Safety::Safe, because, edits, imports, premise: 0..0, alternatives }
    }

    #[test]
    fn fixes_conflict_where_they_touch_span_or_rely() {
        let at = |offset| fix(vec![Edit::insert(offset, "x")]);
        assert!(at(2).conflicts(&at(2)));
        assert!(!at(2).conflicts(&at(3)));
        let around = fix(vec![Edit::insert(1, "("), Edit::insert(9, ")")]);
        assert!(around.conflicts(&at(5)) && at(5).conflicts(&around), "one stands inside of the other");
        let relying = at(1).relying_on(0..20);
        assert!(relying.conflicts(&at(15)) && at(15).conflicts(&relying));
        assert!(!relying.conflicts(&at(21)));
    }
}
