//! A package as its source declares it: files, imports, and the package block (Go spec, "Packages", "Declarations and
//! scope").
//!
//! Loading a package finds the names that its declarations give; it reads no declaration, resolves no name and looks into
//! no function body. A declaration is read when one of its names is asked for; what it means is found on demand, too
//! (see `decls`).

use super::decls::{ConstValue, FuncSignature};
use super::types::{Type, TypeDef, TypeParam};
use crate::project::{BuildId, PackageDir, Platform};
use crate::syntax::ast::{
    ArrayLen, Decl, Declaration, Expr, ExprKind, FuncDecl, Ident, Lexer, Name, Token, UnaryOp,
    parse_declaration, parse_head,
};
use crate::syntax::{Keyword, Outline};
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// A package of a [`super::World`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PackageId(pub(super) u32);

/// Which files of a folder make up the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Variant {
    /// What other packages import.
    Plain,
    /// With the `_test.go` files of the same package.
    WithTests,
    /// The `_test` package beside it.
    ExternalTest,
    /// One file by itself.
    Alone,
}

/// What tells packages of a [`super::World`] apart.
#[derive(Debug, Clone)]
pub struct PackageKey {
    /// The import path; that of an external test package ends in `_test`.
    pub path: Name,
    /// The name in the package clause: two packages may lie in one folder.
    pub name: Name,
    /// Where it is; none for a package of the embedded standard library.
    pub home: Option<Arc<PackageDir>>,
    pub variant: Variant,
    pub platform: Arc<Platform>,
}

impl PackageKey {
    /// A file that no platform builds with others.
    pub(super) fn alone(file: &Path, home: Arc<PackageDir>, platform: Arc<Platform>) -> Self {
        let name = file.to_string_lossy().into();
        PackageKey {
            path: home.import_path.as_str().into(),
            name,
            home: Some(home),
            variant: Variant::Alone,
            platform,
        }
    }

    fn identity(&self) -> (&Name, &Name, Variant, &Platform, Option<(&Path, BuildId)>) {
        let home = self.home.as_ref().map(|home| (home.dir.as_path(), home.build.id));
        (&self.path, &self.name, self.variant, &self.platform, home)
    }
}

impl PartialEq for PackageKey {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for PackageKey {}

impl Hash for PackageKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

/// A Go file as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path.
    pub name: Name,
    pub text: Arc<str>,
    /// Whether the text is another than what is on disk.
    pub unsaved: bool,
}

#[derive(Debug)]
pub struct Package {
    pub id: PackageId,
    pub key: PackageKey,
    /// The name in the package clause.
    pub name: Name,
    pub files: Vec<File>,
    block: HashMap<Name, Entity>,
    /// Methods by the name of their receiver's base type.
    methods: HashMap<Name, Vec<Arc<FuncEntity>>>,
    /// A file couldn't be read: a name that isn't found may still be declared.
    pub(super) incomplete: bool,
    /// Declarations that aren't valid Go, by file.
    broken: Vec<(usize, Range<usize>)>,
}

#[derive(Debug)]
pub struct File {
    /// Its path.
    pub name: Name,
    /// The text without function bodies: they make up most of it, and few are ever asked for.
    pub(super) heads: String,
    /// Tells whether another text is the one that was read.
    fingerprint: u64,
    /// The whole text, where it isn't what is on disk.
    pub(super) unsaved: Option<Arc<str>>,
    pub imports: Vec<Import>,
}

impl File {
    /// Whether this is the file's text.
    pub(super) fn is_of(&self, text: &str) -> bool {
        self.fingerprint == fingerprint(text)
    }
}

#[derive(Debug)]
pub struct Import {
    pub name: Option<Ident>,
    pub path: Name,
    /// The package, or why it can't be had.
    pub(super) target: OnceLock<Result<PackageId, String>>,
}

/// What a name of the package block stands for.
#[derive(Debug, Clone)]
pub enum Entity {
    Const(Arc<ConstEntity>),
    Var(Arc<VarEntity>),
    Type(Arc<TypeEntity>),
    Func(Arc<FuncEntity>),
    /// Declared more than once: nothing is said about it.
    Duplicate,
}

/// A `const`, `var` or `type` declaration, read when one of its names is asked for.
#[derive(Debug)]
pub struct Group {
    pub file: usize,
    /// Where it stands in the file's heads.
    place: Range<usize>,
    /// Its specifications; none when it isn't valid Go.
    specs: OnceLock<Vec<Decl>>,
}

impl Group {
    /// The specification of this number, in the package that the group belongs to.
    pub(super) fn spec(&self, package: &Package, number: usize) -> Option<&Decl> {
        let specs = self.specs.get_or_init(|| {
            let heads = &package.files[self.file].heads;
            let parsed = parse_declaration(heads, self.place.clone(), false);
            let mut specs = parsed.map_or_else(|_| Vec::new(), |parsed| parsed.decls);
            specs.iter_mut().for_each(keep_types_only);
            specs.shrink_to_fit();
            specs
        });
        specs.get(number)
    }
}

/// A name that a specification of a group declares.
#[derive(Debug)]
pub struct Declared {
    pub group: Arc<Group>,
    /// The number of the specification in the group.
    pub spec: usize,
    /// The number of the name in the specification.
    pub index: usize,
}

impl Declared {
    pub(super) fn decl<'p>(&'p self, package: &'p Package) -> Option<&'p Decl> {
        self.group.spec(package, self.spec)
    }
}

#[derive(Debug)]
pub struct ConstEntity {
    pub declared: Declared,
    pub(super) value: OnceLock<ConstValue>,
}

#[derive(Debug)]
pub struct VarEntity {
    pub declared: Declared,
    pub(super) ty: OnceLock<Type>,
}

/// A defined type or an alias.
#[derive(Debug)]
pub struct TypeEntity {
    pub declared: Arc<Declared>,
    pub def: Arc<TypeDef>,
    pub is_alias: bool,
    /// Of an alias: its type parameters and what it stands for.
    pub(super) alias: OnceLock<(Vec<Arc<TypeParam>>, Type)>,
}

/// A function or a method.
#[derive(Debug)]
pub struct FuncEntity {
    pub package: PackageId,
    pub file: usize,
    pub name: Ident,
    /// Where the declaration without its body stands in the file's heads.
    pub(super) head: Range<usize>,
    /// Where the declaration stands in the file.
    pub range: Range<usize>,
    pub(super) signature: OnceLock<Option<Arc<FuncSignature>>>,
    pub(super) never_returns: OnceLock<bool>,
}

impl Package {
    /// Reads the declarations of the files.
    pub(super) fn new(id: PackageId, key: PackageKey, sources: Vec<SourceFile>, incomplete: bool) -> Self {
        let mut package = Package {
            id,
            key,
            name: "".into(),
            files: Vec::with_capacity(sources.len()),
            block: HashMap::new(),
            methods: HashMap::new(),
            incomplete,
            broken: Vec::new(),
        };
        for source in sources {
            package.add_file(source);
        }
        package.resolve_receivers();
        package
    }

    pub fn path(&self) -> &Name {
        &self.key.path
    }

    /// Whether a part of the package that can't be read may declare the name.
    pub(super) fn may_declare(&self, name: &str) -> bool {
        self.incomplete
            || self.broken.iter().any(|(file, range)| {
                let text = self.files[*file].heads.as_bytes().get(range.clone()).unwrap_or_default();
                memchr::memmem::find(text, name.as_bytes()).is_some()
            })
    }

    /// The number of a file by its path.
    pub(super) fn file_at(&self, path: &Path) -> Option<usize> {
        self.files.iter().position(|file| Path::new(&*file.name) == path)
    }

    pub fn entity(&self, name: &str) -> Option<&Entity> {
        self.block.get(name)
    }

    /// The declared methods of a defined type.
    pub fn methods(&self, type_name: &str) -> &[Arc<FuncEntity>] {
        self.methods.get(type_name).map_or(&[], Vec::as_slice)
    }

    fn add_file(&mut self, source: SourceFile) {
        let outline = Outline::of(&source.text);
        let (heads, places) = without_bodies(&source.text, &outline);
        let head = parse_head(&heads);
        if let Some(name) = &head.package {
            self.name = name.name.clone();
        }
        let imports = head.imports.into_iter();
        let imports = imports.map(|(name, path, _)| Import { name, path, target: OnceLock::new() }).collect();
        let file = self.files.len();
        for (decl, place) in outline.decls.iter().zip(places) {
            match decl.keyword {
                _ if decl.broken => self.broken.push((file, place)),
                Keyword::Package | Keyword::Import => {}
                Keyword::Func => self.add_func(file, &heads, place, decl.range.clone()),
                Keyword::Const | Keyword::Var | Keyword::Type => {
                    match declared_names(&heads, place.clone()) {
                        Some(specs) => self.add_group(file, decl.keyword, place, specs),
                        None => self.broken.push((file, place)),
                    }
                }
            }
        }
        let fingerprint = fingerprint(&source.text);
        let unsaved = if source.unsaved { Some(source.text) } else { None };
        self.files.push(File { name: source.name, heads, fingerprint, unsaved, imports });
    }

    fn add_func(&mut self, file: usize, heads: &str, head: Range<usize>, range: Range<usize>) {
        let Some((receiver, name)) = func_name(heads, head.clone()) else {
            self.broken.push((file, head));
            return;
        };
        let entity = Arc::new(FuncEntity {
            package: self.id,
            file,
            name,
            head,
            range,
            signature: OnceLock::new(),
            never_returns: OnceLock::new(),
        });
        match receiver {
            Some(receiver) => self.methods.entry(receiver).or_default().push(entity),
            None if &*entity.name.name != "init" => {
                self.declare(entity.name.name.clone(), Entity::Func(entity));
            }
            None => {}
        }
    }

    fn add_group(&mut self, file: usize, keyword: Keyword, place: Range<usize>, specs: Vec<SpecNames>) {
        let group = Arc::new(Group { file, place, specs: OnceLock::new() });
        for (spec, found) in specs.into_iter().enumerate() {
            for (index, name) in found.names.into_iter().enumerate() {
                let declared = Declared { group: group.clone(), spec, index };
                let entity = match keyword {
                    Keyword::Const => {
                        Entity::Const(Arc::new(ConstEntity { declared, value: OnceLock::new() }))
                    }
                    Keyword::Var => Entity::Var(Arc::new(VarEntity { declared, ty: OnceLock::new() })),
                    _ => Entity::Type(Arc::new(self.type_entity(&name, declared, found.is_alias))),
                };
                self.declare(name, entity);
            }
        }
    }

    fn type_entity(&self, name: &Name, declared: Declared, is_alias: bool) -> TypeEntity {
        let declared = Arc::new(declared);
        let def = Arc::new(TypeDef {
            package: self.key.path.clone(),
            name: name.clone(),
            local: 0,
            source: Some((self.id, declared.clone())),
            type_params: OnceLock::new(),
            underlying: OnceLock::new(),
        });
        TypeEntity { declared, def, is_alias, alias: OnceLock::new() }
    }

    fn declare(&mut self, name: Name, entity: Entity) {
        if &*name == "_" {
            return;
        }
        self.block.entry(name).and_modify(|other| *other = Entity::Duplicate).or_insert(entity);
    }

    /// Hangs methods whose receiver is written with an alias of the package on the type behind it.
    fn resolve_receivers(&mut self) {
        let aliases: Vec<(Name, Name)> =
            self.methods.keys().filter_map(|name| Some((name.clone(), self.aliased(name)?))).collect();
        for (alias, base) in aliases {
            let methods = self.methods.remove(&alias).unwrap_or_default();
            self.methods.entry(base).or_default().extend(methods);
        }
    }

    fn aliased(&self, name: &Name) -> Option<Name> {
        let mut found = None;
        let mut name = name.clone();
        for _ in 0..16 {
            let Some(Entity::Type(entity)) = self.block.get(&name) else { break };
            if !entity.is_alias {
                break;
            }
            let Some(Decl::Type(spec)) = entity.declared.decl(self) else { break };
            let mut ty = spec.ty.unparen();
            if let ExprKind::Star(base) = &ty.kind {
                ty = base.unparen();
            }
            let ExprKind::Ident(next) = &ty.kind else { break };
            name = next.clone();
            found = Some(name.clone());
        }
        found
    }
}

impl FuncEntity {
    /// The declaration without its body.
    pub(super) fn parse_head(&self, file: &File) -> Option<FuncDecl> {
        function(parse_declaration(&file.heads, self.head.clone(), false).ok()?)
    }

    /// The declaration with its body, out of the text of its file.
    pub(super) fn parse(&self, text: &str) -> Option<FuncDecl> {
        function(parse_declaration(text, self.range.clone(), true).ok()?)
    }
}

fn function(declaration: Declaration) -> Option<FuncDecl> {
    match declaration.decls.into_iter().next() {
        Some(Decl::Func(decl)) => Some(decl),
        _ => None,
    }
}

fn fingerprint(text: &str) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The text with the bodies of functions cut out, and where in it each declaration stands.
fn without_bodies(text: &str, outline: &Outline) -> (String, Vec<Range<usize>>) {
    let mut heads = String::new();
    let mut places = Vec::with_capacity(outline.decls.len());
    let mut copied = 0;
    for decl in &outline.decls {
        let start = heads.len() + (decl.range.start - copied);
        if let Some(body) = &decl.body {
            heads.push_str(&text[copied..body.start]);
            copied = body.end;
        }
        let end = heads.len() + decl.range.end.saturating_sub(copied);
        places.push(start..end);
    }
    heads.push_str(&text[copied..]);
    heads.shrink_to_fit();
    (heads, places)
}

/// Drops the initial values of variables as far as their types don't depend on them: tables may be megabytes long, and
/// stay in memory.
fn keep_types_only(decl: &mut Decl) {
    let Decl::Var(spec) = decl else { return };
    if spec.ty.is_some() {
        spec.values.clear();
    }
    spec.values.iter_mut().for_each(keep_type_only);
}

fn keep_type_only(value: &mut Expr) {
    match &mut value.kind {
        ExprKind::Composite(Some(ty), elements) => match &ty.kind {
            // The length of `[...]T{…}` is told by its elements.
            ExprKind::Array(ArrayLen::Count, _) => {
                for element in elements.iter_mut() {
                    element.value.kind = ExprKind::Ident("_".into());
                }
                elements.shrink_to_fit();
            }
            _ => *elements = Vec::new(),
        },
        ExprKind::FuncLit(_, body) => body.stmts = Vec::new(),
        ExprKind::Unary(UnaryOp::And, inner) | ExprKind::Paren(inner) => keep_type_only(inner),
        _ => {}
    }
}

/// The names that one specification of a `const`, `var` or `type` declaration declares.
struct SpecNames {
    names: Vec<Name>,
    /// `type A = B`.
    is_alias: bool,
}

/// The names that a `const`, `var` or `type` declaration declares, by specification (Go spec, "Declarations and scope").
/// None for what is no declaration; what stands behind the names may still not be Go.
fn declared_names(text: &str, place: Range<usize>) -> Option<Vec<SpecNames>> {
    let mut lexer = Lexer::new(text, place.start, place.end);
    let mut next = || {
        let (token, start, end) = lexer.token();
        (token, &text[start as usize..end as usize])
    };
    let is_type = next().1 == "type";
    let mut specs = Vec::new();
    let mut token = next();
    let is_grouped = token.1 == "(";
    if is_grouped {
        token = next();
    }
    loop {
        match token {
            (Token::AutoSemi, _) | (_, ";") => {
                token = next();
                continue;
            }
            (_, ")") if is_grouped => return Some(specs),
            (Token::Eof, _) => return if is_grouped { None } else { Some(specs) },
            (Token::Ident, _) => {}
            _ => return None,
        }
        let mut spec = SpecNames { names: vec![token.1.into()], is_alias: false };
        token = next();
        while token.1 == "," && !is_type {
            let (Token::Ident, name) = next() else { return None };
            spec.names.push(name.into());
            token = next();
        }
        // `type A[P any] = B`: behind what stands in brackets.
        let mut depth = 0usize;
        let mut behind_name = true;
        loop {
            match token {
                (Token::Eof, _) => break,
                (Token::AutoSemi, _) | (_, ";") if depth == 0 => break,
                (_, ")") if depth == 0 && is_grouped => break,
                (Token::Op, "(" | "[" | "{") => {
                    behind_name &= depth > 0 || token.1 == "[";
                    depth += 1;
                }
                (Token::Op, ")" | "]" | "}") => depth = depth.checked_sub(1)?,
                (Token::Op, "=") if depth == 0 => {
                    spec.is_alias = behind_name;
                    behind_name = false;
                }
                _ => behind_name &= depth > 0,
            }
            token = next();
        }
        specs.push(spec);
    }
}

/// The name of the receiver's base type, and the function's own name.
fn func_name(text: &str, head: Range<usize>) -> Option<(Option<Name>, Ident)> {
    let mut lexer = Lexer::new(text, head.start, head.end);
    let mut next = || {
        let (token, start, end) = lexer.token();
        (token, start, &text[start as usize..end as usize])
    };
    next();
    let mut token = next();
    let mut receiver = None;
    if token.2 == "(" {
        let mut depth = 1;
        let mut in_args = 0;
        while depth > 0 {
            let (kind, _, word) = next();
            match word {
                "(" => depth += 1,
                ")" => depth -= 1,
                "[" => in_args += 1,
                "]" => in_args -= 1,
                _ if kind == Token::Ident && in_args == 0 => receiver = Some(Name::from(word)),
                _ => {}
            }
            if kind == Token::Eof {
                return None;
            }
        }
        receiver.as_ref()?;
        token = next();
    }
    let (Token::Ident, start, name) = token else { return None };
    Some((receiver, Ident { name: name.into(), start }))
}
