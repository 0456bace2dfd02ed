//! A package as its source declares it: files, imports, and the package block (Go spec, "Packages", "Declarations and
//! scope").
//!
//! Loading a package finds the names that its declarations give; it reads no declaration, resolves no name and looks into
//! no function body. A declaration is read when one of its names is asked for; what it means is found on demand, too
//! (see `decls`).

use super::decls::{ConstValue, FuncSignature};
use super::skim::{Skim, SkimmedDecl, SkimmedKind, SpecNames};
use super::types::{Type, TypeDef, TypeParam};
use crate::project::{BuildId, PackageDir, Platform};
use crate::syntax::Keyword;
use crate::syntax::ast::{
    ArrayLen, Decl, Declaration, Expr, ExprKind, FuncDecl, Ident, Name, UnaryOp, parse_declaration,
};
use rustc_hash::FxHashMap as HashMap;
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
    pub skim: Arc<Skim>,
    /// The whole text, where it isn't what is on disk.
    pub unsaved: Option<Arc<str>>,
}

#[derive(Debug)]
pub struct Package {
    pub id: PackageId,
    pub key: PackageKey,
    /// The name in the package clause.
    pub name: Name,
    pub files: Vec<Arc<File>>,
    /// The package whose declarations these are, when a file differs from it only in the bodies of functions.
    base: Option<Arc<Package>>,
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
    pub(super) skim: Arc<Skim>,
    /// The whole text, where it isn't what is on disk.
    pub(super) unsaved: Option<Arc<str>>,
    pub imports: Vec<Import>,
}

impl File {
    fn new(name: Name, skim: Arc<Skim>, unsaved: Option<Arc<str>>) -> File {
        let imports = skim.imports.iter().cloned();
        let imports = imports.map(|(name, path)| Import { name, path, target: OnceLock::new() }).collect();
        File { name, skim, unsaved, imports }
    }

    /// Whether this is the file's text.
    pub(super) fn is_of(&self, text: &str) -> bool {
        self.skim.is_of(text)
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
            let heads = &package.files[self.file].skim.heads;
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
            base: None,
            block: HashMap::default(),
            methods: HashMap::default(),
            incomplete,
            broken: Vec::new(),
        };
        for source in sources {
            package.add_file(source);
        }
        package.resolve_receivers();
        package
    }

    /// The package with another text of one file, which declares the same: what is known of the declarations stays so. `None` when the
    /// file's declarations, the bodies of functions left out, aren't the same, or an import is missing.
    pub(super) fn with_bodies(
        base: &Arc<Package>,
        index: usize,
        skim: Arc<Skim>,
        text: &str,
    ) -> Option<Package> {
        let old = base.files.get(index)?;
        if !skim.declares_as(&old.skim) {
            return None;
        }
        let mut files = base.files.clone();
        files[index] = Arc::new(File::new(old.name.clone(), skim, Some(text.into())));
        Some(Package {
            id: base.id,
            key: base.key.clone(),
            name: base.name.clone(),
            files,
            base: Some(base.clone()),
            block: HashMap::default(),
            methods: HashMap::default(),
            incomplete: base.incomplete,
            broken: base.broken.clone(),
        })
    }

    /// Where the declarations are kept.
    fn declarations(&self) -> &Package {
        self.base.as_deref().unwrap_or(self)
    }

    pub fn path(&self) -> &Name {
        &self.key.path
    }

    /// The package-level variables, in no order.
    pub fn variables(&self) -> impl Iterator<Item = (&Name, &Arc<VarEntity>)> {
        self.declarations().block.iter().filter_map(|(name, entity)| match entity {
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
                let text = self.files[*file].skim.heads.as_bytes().get(range.clone()).unwrap_or_default();
                memchr::memmem::find(text, name.as_bytes()).is_some()
            })
    }

    /// The number of a file by its path.
    pub(super) fn file_at(&self, path: &Path) -> Option<usize> {
        self.files.iter().position(|file| Path::new(&*file.name) == path)
    }

    pub fn entity(&self, name: &str) -> Option<&Entity> {
        self.declarations().block.get(name)
    }

    /// The declared methods of a defined type.
    pub fn methods(&self, type_name: &str) -> &[Arc<FuncEntity>] {
        self.declarations().methods.get(type_name).map_or(&[], Vec::as_slice)
    }

    fn add_file(&mut self, source: SourceFile) {
        let skim = source.skim;
        if let Some(name) = &skim.package {
            self.name = name.clone();
        }
        let file = self.files.len();
        for decl in &skim.decls {
            match &decl.kind {
                SkimmedKind::Func(receiver, name) => self.add_func(file, receiver, name, decl),
                SkimmedKind::Specs(keyword, specs) => {
                    self.add_group(file, *keyword, decl.head.clone(), specs);
                }
                SkimmedKind::Broken => self.broken.push((file, decl.head.clone())),
            }
        }
        self.files.push(Arc::new(File::new(source.name, skim, source.unsaved)));
    }

    fn add_func(&mut self, file: usize, receiver: &Option<Name>, name: &Ident, decl: &SkimmedDecl) {
        let entity = Arc::new(FuncEntity {
            package: self.id,
            file,
            name: name.clone(),
            head: decl.head.clone(),
            range: decl.range.clone(),
            signature: OnceLock::new(),
            never_returns: OnceLock::new(),
        });
        match receiver {
            Some(receiver) => self.methods.entry(receiver.clone()).or_default().push(entity),
            None if &*name.name != "init" => self.declare(name.name.clone(), Entity::Func(entity)),
            None => {}
        }
    }

    fn add_group(&mut self, file: usize, keyword: Keyword, place: Range<usize>, specs: &[SpecNames]) {
        let group = Arc::new(Group { file, place, specs: OnceLock::new() });
        for (spec, found) in specs.iter().enumerate() {
            for (index, name) in found.names.iter().enumerate() {
                let declared = Declared { group: group.clone(), spec, index };
                let entity = match keyword {
                    Keyword::Const => {
                        Entity::Const(Arc::new(ConstEntity { declared, value: OnceLock::new() }))
                    }
                    Keyword::Var => Entity::Var(Arc::new(VarEntity { declared, ty: OnceLock::new() })),
                    _ => Entity::Type(Arc::new(self.type_entity(name, declared, found.is_alias))),
                };
                self.declare(name.clone(), entity);
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
        function(parse_declaration(&file.skim.heads, self.head.clone(), false).ok()?)
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
