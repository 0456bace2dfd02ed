//! A package as its source declares it: files, imports, and the package block (Go spec, "Packages", "Declarations and
//! scope").
//!
//! Loading a package reads the declarations that aren't functions and finds the names of those that are; it resolves no
//! name and looks into no function body. What the declarations mean is found on demand (see `decls`).

use super::decls::{ConstValue, FuncSignature};
use super::types::{Type, TypeDef, TypeParam};
use crate::project::{BuildId, PackageDir, Platform};
use crate::syntax::ast::{
    ArrayLen, ConstSpec, Decl, Declaration, Expr, ExprKind, FuncDecl, Ident, Lexer, Name, Token, TypeSpec,
    UnaryOp, VarSpec, parse_declaration, parse_head,
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

#[derive(Debug)]
pub struct ConstEntity {
    pub file: usize,
    pub index: usize,
    pub spec: Arc<ConstSpec>,
    pub(super) value: OnceLock<ConstValue>,
}

#[derive(Debug)]
pub struct VarEntity {
    pub file: usize,
    pub index: usize,
    pub spec: Arc<VarSpec>,
    pub(super) ty: OnceLock<Type>,
}

/// A defined type or an alias.
#[derive(Debug)]
pub struct TypeEntity {
    pub file: usize,
    pub def: Arc<TypeDef>,
    pub spec: Arc<TypeSpec>,
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

    /// The package-level variables, in no order.
    pub fn variables(&self) -> impl Iterator<Item = (&Name, &Arc<VarEntity>)> {
        self.block.iter().filter_map(|(name, entity)| match entity {
            Entity::Var(variable) => Some((name, variable)),
            _ => None,
        })
    }

    /// The paths of files that hold declarations that aren't valid Go.
    pub fn broken_files(&self) -> Vec<&str> {
        let mut files: Vec<&str> = self.broken.iter().map(|(file, _)| &*self.files[*file].name).collect();
        files.dedup();
        files
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
                    match parse_declaration(&heads, place.clone(), false) {
                        Ok(found) => found.decls.into_iter().for_each(|decl| self.add_decl(file, decl)),
                        Err(_) => self.broken.push((file, place)),
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

    fn add_decl(&mut self, file: usize, decl: Decl) {
        match decl {
            Decl::Const(spec) => {
                let spec = Arc::new(spec);
                for (index, name) in spec.names.iter().enumerate() {
                    let entity = ConstEntity { file, index, spec: spec.clone(), value: OnceLock::new() };
                    self.declare(name.name.clone(), Entity::Const(Arc::new(entity)));
                }
            }
            Decl::Var(mut spec) => {
                if spec.ty.is_some() {
                    spec.values.clear();
                }
                spec.values.iter_mut().for_each(keep_type_only);
                let spec = Arc::new(spec);
                for (index, name) in spec.names.iter().enumerate() {
                    let entity = VarEntity { file, index, spec: spec.clone(), ty: OnceLock::new() };
                    self.declare(name.name.clone(), Entity::Var(Arc::new(entity)));
                }
            }
            Decl::Type(spec) => {
                let spec = Arc::new(spec);
                let def = Arc::new(TypeDef {
                    package: self.key.path.clone(),
                    name: spec.name.name.clone(),
                    local: 0,
                    source: Some((self.id, file, spec.clone())),
                    type_params: OnceLock::new(),
                    underlying: OnceLock::new(),
                });
                let name = spec.name.name.clone();
                let entity = TypeEntity { file, def, spec, alias: OnceLock::new() };
                self.declare(name, Entity::Type(Arc::new(entity)));
            }
            Decl::Func(_) => {}
        }
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
            if !entity.spec.alias {
                break;
            }
            let mut ty = entity.spec.ty.unparen();
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

/// Drops what the type of an initial value doesn't depend on: tables may be megabytes long, and stay in memory.
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
