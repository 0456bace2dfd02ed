//! What codemods ask of one file: the type of an expression, the callee of a call, the object of a name, and questions
//! about types.
//!
//! Declarations are looked into when something in them is asked for, and once. Nodes are those of any tree of the
//! file's text: only their ranges matter.

use super::checker::Checker;
use super::env::{Env, likely_name};
use super::escape;
use super::focus::Focus;
use super::lookup::Selected;
use super::package::{FuncEntity, Package, VarEntity};
use super::record::{Callee, DeclaredKind, Object, Record, Span};
use super::types::{Signature, Type};
use super::universe;
use super::world::World;
use crate::project::{Header, Language};
use crate::syntax::ast::{Decl, Declaration, Name, Pos, parse_declaration};
use crate::syntax::{Keyword, Node, Outline};
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// The types of one file.
pub struct FileTypes<'w> {
    world: &'w World,
    package: Arc<Package>,
    file: usize,
    text: Arc<str>,
    outline: Outline,
    /// One for each top-level declaration; none when it isn't valid Go.
    parsed: Vec<OnceLock<Option<Declaration>>>,
    /// The same, with the types of all that is in it.
    bodies: Vec<OnceLock<Option<Body>>>,
}

struct Body {
    record: Record,
    calls: Vec<Range<usize>>,
}

impl<'w> FileTypes<'w> {
    /// The file as it is on disk.
    pub fn open(world: &'w World, file: &Path) -> Result<Self, String> {
        let (package, index) = world.package_of(file)?;
        let changed = || format!("{} changed while it was read", file.display());
        let text = world.text_of(&package.files[index]).ok_or_else(changed)?;
        let outline = Outline::of(&text);
        Ok(Self::new(world, package, index, text, outline))
    }

    /// The file with `text` in place of what is on disk; `outline` is that of the text.
    pub fn of_text(world: &'w World, file: &Path, text: &str, outline: &Outline) -> Result<Self, String> {
        let (package, index) = world.package_with(file, text)?;
        Ok(Self::new(world, package, index, text.into(), outline.clone()))
    }

    fn new(world: &'w World, package: Arc<Package>, file: usize, text: Arc<str>, outline: Outline) -> Self {
        let parsed = outline.decls.iter().map(|_| OnceLock::new()).collect();
        let bodies = outline.decls.iter().map(|_| OnceLock::new()).collect();
        FileTypes { world, package, file, text, outline, parsed, bodies }
    }

    /// The package that the file belongs to.
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// The language version of the file.
    pub fn language(&self) -> Language {
        let file = &self.package.files[self.file];
        let header = Header::scan(self.text.as_bytes());
        self.world.projects().language(Path::new(&*file.name), &header)
    }

    fn checker(&self) -> Checker<'w> {
        Checker::of(self.world, &self.package)
    }

    /// The syntax of the top-level declaration of this number; none when it isn't valid Go.
    pub fn syntax(&self, index: usize) -> Option<&Declaration> {
        let found = self.parsed.get(index)?.get_or_init(|| {
            let decl = &self.outline.decls[index];
            if decl.broken { None } else { parse_declaration(&self.text, decl.range.clone(), true).ok() }
        });
        found.as_ref()
    }

    /// The top-level declarations that aren't valid Go, or nest too deep to be read.
    pub(super) fn unread(&self) -> Vec<Range<usize>> {
        let decls = self.outline.decls.iter().enumerate();
        let is_read = |index: usize, keyword: Keyword| {
            matches!(keyword, Keyword::Package | Keyword::Import) || self.syntax(index).is_some()
        };
        decls
            .filter(|(index, decl)| decl.broken || !is_read(*index, decl.keyword))
            .map(|(_, decl)| decl.range.clone())
            .collect()
    }

    /// What is known of calls in the function declaration of this number, given by their ranges, without computing the types of the rest
    /// of the function: less than [`FileTypes::call_results`] and its like may tell, and nothing else.
    pub fn glance(&self, index: usize, calls: Vec<Range<Pos>>) -> Glance {
        let Some([Decl::Func(function)]) = self.syntax(index).map(|parsed| parsed.decls.as_slice()) else {
            return Glance(Record::default());
        };
        let spans: Vec<Span> = calls.iter().map(|call| (call.start, call.end)).collect();
        let checker = self.checker();
        let mut env = Env::new(&checker, self.package.clone(), self.file);
        env.record = Some(Record::default());
        env.focus = Some(Rc::new(Focus::of(function, spans)));
        env.func_decl(function);
        Glance(env.record.take().unwrap_or_default())
    }

    fn body(&self, index: usize) -> Option<&Body> {
        let found = self.bodies.get(index)?.get_or_init(|| {
            let parsed = self.syntax(index)?;
            let checker = self.checker();
            let mut env = Env::new(&checker, self.package.clone(), self.file);
            env.record = Some(Record::default());
            for decl in &parsed.decls {
                env.package_decl(decl);
            }
            let mut calls: Vec<Range<usize>> =
                parsed.calls.iter().map(|call| call.start as usize..call.end as usize).collect();
            calls.sort_by_key(|call| (call.start, call.end));
            calls.dedup();
            Some(Body { record: env.record.take().unwrap_or_default(), calls })
        });
        found.as_ref()
    }

    fn record_at(&self, offset: usize) -> Option<&Record> {
        let outline = &self.outline;
        let index = outline.decls.partition_point(|decl| decl.range.start <= offset).checked_sub(1)?;
        if offset >= outline.decls[index].range.end {
            return None;
        }
        self.body(index).map(|body| &body.record)
    }

    /// All call expressions of the file with their types: calls, conversions, built-ins.
    pub fn calls(&self) -> Vec<(Range<usize>, Option<Type>)> {
        let mut calls = Vec::new();
        for index in 0..self.bodies.len() {
            let Some(body) = self.body(index) else { continue };
            for range in &body.calls {
                calls.push((range.clone(), self.type_at(range.clone())));
            }
        }
        calls
    }

    /// The type of the expression that stands at the range. Untyped constants have the type that the context gives
    /// them; a call without results has an empty tuple.
    pub fn type_at(&self, range: Range<usize>) -> Option<Type> {
        self.record_at(range.start)?.type_at((range.start as u32, range.end as u32))
    }

    /// The type of an expression, or of a name where it is declared.
    pub fn type_of(&self, expr: Node) -> Option<Type> {
        self.type_at(expr.byte_range())
    }

    /// The types of the results of a call, each known at least in part; none where the number isn't known.
    pub fn call_results(&self, call: Node) -> Option<Vec<Type>> {
        self.type_of(call).map(each_result)
    }

    /// What a call calls.
    pub fn callee(&self, call: Node) -> Callee {
        self.callee_at(call.byte_range())
    }

    pub(super) fn callee_at(&self, call: Range<usize>) -> Callee {
        let span = (call.start as u32, call.end as u32);
        let found = self.record_at(call.start).and_then(|record| record.callees.get(&span)).cloned();
        found.unwrap_or_else(|| Callee::Unknown("the call wasn't reached".to_string()))
    }

    /// In words, why the type of a call isn't known.
    pub(super) fn why_unknown(&self, call: Range<usize>) -> String {
        match self.callee_at(call) {
            Callee::Unknown(reason) => reason,
            Callee::Conversion => "the conversion isn't valid, or its type isn't known".to_string(),
            Callee::Builtin(_) => {
                "the arguments don't suit the built-in function, or aren't known".to_string()
            }
            _ => "the results depend on something that isn't known".to_string(),
        }
    }

    /// The declaration of the function or concrete method that is called.
    pub fn declaration(&self, call: Node) -> Option<Arc<FuncEntity>> {
        let range = call.byte_range();
        let span = (range.start as u32, range.end as u32);
        self.record_at(range.start)?.declarations.get(&span).cloned()
    }

    /// The signature of the function that is called, instantiated.
    pub fn signature(&self, function: Node) -> Option<Arc<Signature>> {
        let ty = self.type_of(function)?;
        match self.checker().common_underlying(&ty)? {
            Type::Func(signature) => Some(signature),
            _ => None,
        }
    }

    /// What an identifier refers to.
    pub fn resolve(&self, ident: Node) -> Object {
        let start = ident.start_byte();
        let found = self.record_at(start).and_then(|record| record.objects.get(&(start as u32)));
        found.cloned().unwrap_or(Object::Unknown)
    }

    /// Whether the call certainly never returns.
    pub fn never_returns(&self, call: Node) -> bool {
        let callee = self.callee(call);
        let declaration = self.declaration(call);
        self.checker().callee_never_returns(&callee, declaration.as_deref(), self.package.path())
    }

    /// What becomes of what a declared function that the file calls is given, as far as its source is at hand.
    pub(super) fn effect(
        &self,
        function: &FuncEntity,
        argument: escape::Argument,
        data: escape::Data,
        depth: u8,
    ) -> escape::Effect {
        self.world.summaries.effect(self, function, argument, data, depth)
    }

    /// The types of the file that declares a function; none when its source isn't at hand.
    pub(super) fn of_declaration(&self, function: &FuncEntity) -> Option<FileTypes<'w>> {
        let package = self.world.package(function.package);
        package.key.home.as_ref()?;
        let text = self.world.text_of(&package.files[function.file])?;
        let outline = Outline::of(&text);
        Some(FileTypes::new(self.world, package, function.file, text, outline))
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn outline(&self) -> &Outline {
        &self.outline
    }

    /// The comment above a declared function, without its markers; empty when there is none or its source isn't at hand.
    pub fn doc(&self, function: &FuncEntity) -> String {
        let package = self.world.package(function.package);
        let text = package.key.home.as_ref().and_then(|_| self.world.text_of(&package.files[function.file]));
        text.map_or_else(String::new, |text| doc_above(&text, function.range.start))
    }

    /// What the innermost block that declares `name` makes of it at a place.
    pub(super) fn declared_at(&self, name: &str, at: usize) -> Option<DeclaredKind> {
        self.record_at(at)?.declared_at(name, at as u32).map(|declared| declared.kind)
    }

    /// Whether an import of the file may be called `name`; no package is loaded to find out.
    pub(super) fn may_import_as(&self, name: &str) -> bool {
        self.imports_as(name, |path| likely_name(path, name))
    }

    /// Whether an import of the file is called `name`; `by_path` tells it of one to which the file gives no name.
    fn imports_as(&self, name: &str, by_path: impl Fn(&str) -> bool) -> bool {
        self.package.files[self.file].imports.iter().any(|import| match &import.name {
            Some(given) => *given.name == *name,
            None => by_path(&import.path),
        })
    }

    /// Whether one more import of the file may be called `name` as far as the file block and the package block go: the name of an import
    /// may be declared only once in the file, and not at package level (Go spec, "Declarations and scope"), neither by the files that
    /// this one is read with nor by those that are compiled with it elsewhere, for the package's tests or another platform.
    pub fn can_import_as(&self, name: &str) -> bool {
        // Of a package that isn't here the path must tell.
        let real_name =
            |path: &str| self.world.import(&self.package, path).map(|id| self.world.package(id).name.clone());
        let by_path =
            |path: &str| real_name(path).map_or_else(|_| likely_name(path, name), |real| *real == *name);
        if self.imports_as(name, by_path) {
            return false;
        }
        self.package.entity(name).is_none() && !self.world.is_declared_in_some_build(&self.package, name)
    }

    /// The names by which the file imports packages, and the paths of those that can be had.
    pub(super) fn imports(&self) -> impl Iterator<Item = (Name, Option<Name>)> {
        self.package.files[self.file].imports.iter().map(|import| {
            let package =
                self.world.import(&self.package, &import.path).ok().map(|id| self.world.package(id));
            let path = package.as_ref().map(|package| package.path().clone());
            let name = match (&import.name, package) {
                (Some(name), _) => name.name.clone(),
                (None, Some(package)) => package.name.clone(),
                (None, None) => import.path.rsplit('/').next().unwrap_or_default().into(),
            };
            (name, path)
        })
    }

    /// The path by which the file can import the package that is known by `path`.
    pub(super) fn import_path(&self, path: &str) -> Option<String> {
        // Vendored packages of the standard library are known by longer paths than they are imported by.
        let written = path.strip_prefix("vendor/").unwrap_or(path);
        let id = self.world.import(&self.package, written).ok()?;
        let found = self.world.package(id);
        if **found.path() == *path { Some(written.to_string()) } else { None }
    }

    /// The name of the package that is known by `path`, when the file can import it.
    pub(super) fn importable(&self, path: &str) -> Option<String> {
        let written = self.import_path(path)?;
        let id = self.world.import(&self.package, &written).ok()?;
        let name = self.world.package(id).name.to_string();
        if name == "main" || name.ends_with("_test") { None } else { Some(name) }
    }

    pub fn underlying(&self, ty: &Type) -> Type {
        self.checker().underlying(ty)
    }

    pub fn identical(&self, x: &Type, y: &Type) -> bool {
        self.checker().identical(x, y)
    }

    /// Whether the type is the predeclared `error`.
    pub fn is_error(&self, ty: &Type) -> bool {
        self.checker().identical(ty, &universe::error())
    }

    /// Whether values of the type are errors; None when it can't be known.
    pub fn implements_error(&self, ty: &Type) -> Option<bool> {
        self.checker().implements(ty, &universe::error())
    }

    pub fn implements(&self, ty: &Type, interface: &Type) -> Option<bool> {
        self.checker().implements(ty, interface)
    }

    pub fn is_interface(&self, ty: &Type) -> bool {
        self.checker().is_interface(ty)
    }

    /// Whether the underlying type is a pointer.
    pub fn is_pointer(&self, ty: &Type) -> bool {
        matches!(self.checker().underlying(ty), Type::Pointer(_))
    }

    pub fn comparable(&self, ty: &Type) -> Option<bool> {
        self.checker().comparable(ty)
    }

    /// Whether `nil` is a value of the type; None when it can't be known.
    pub fn has_nil(&self, ty: &Type) -> Option<bool> {
        self.checker().has_nil(ty)
    }

    /// The field or method `name` of an addressable value of the type.
    pub fn select(&self, ty: &Type, name: &str) -> Selected {
        self.checker().lookup(ty, true, name, self.package.path())
    }

    /// The variables of the package whose names `wanted` takes, in the order of names, with those types that are known.
    pub fn variables(&self, wanted: impl Fn(&str) -> bool) -> Vec<(Name, Type)> {
        let checker = self.checker();
        let typed = |(name, entity): (&Name, &Arc<VarEntity>)| {
            let type_ = checker.var_type(&self.package, entity);
            (!type_.is_unknown()).then(|| (name.clone(), type_))
        };
        let mut found: Vec<_> =
            self.package.variables().filter(|(name, _)| wanted(name)).filter_map(typed).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    /// The type that `path.name` stands for, when the file's package can import it.
    pub fn named_type(&self, path: &str, name: &str) -> Option<Type> {
        let package = self.world.package(self.world.import(&self.package, path).ok()?);
        self.checker().entity_type(&package, name).map(|(_, ty)| ty)
    }
}

/// What [`FileTypes::glance`] found out.
pub struct Glance(Record);

impl Glance {
    /// The type of the expression that stands at the range, as [`FileTypes::type_at`].
    pub fn type_at(&self, range: Range<Pos>) -> Option<Type> {
        self.0.type_at((range.start, range.end))
    }

    /// The types of the results of a call, as [`FileTypes::call_results`].
    pub fn results(&self, call: Range<Pos>) -> Option<Vec<Type>> {
        self.type_at(call).map(each_result)
    }

    /// What a call calls, when it was come to.
    pub fn callee(&self, call: Range<Pos>) -> Option<&Callee> {
        self.0.callees.get(&(call.start, call.end))
    }
}

/// A call's results as a list.
fn each_result(ty: Type) -> Vec<Type> {
    match ty {
        Type::Tuple(types) => types.to_vec(),
        one => vec![one],
    }
}

/// The line comments right above `offset`, or the block comment.
fn doc_above(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or_default();
    if let Some(above) = before.trim_end_matches([' ', '\t']).strip_suffix('\n')
        && let Some(comment) = above.trim_end().strip_suffix("*/")
        && let Some((_, comment)) = comment.rsplit_once("/*")
    {
        return comment.trim().to_string();
    }
    let mut lines: Vec<&str> = Vec::new();
    let mut above = before.lines().rev();
    if !before.ends_with('\n') {
        above.next();
    }
    for line in above {
        let Some(comment) = line.trim_start().strip_prefix("//") else { break };
        lines.push(comment.strip_prefix(' ').unwrap_or(comment).trim_end());
    }
    lines.reverse();
    lines.join("\n")
}
