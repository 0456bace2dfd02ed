//! Where names are looked up while a declaration or a body is read: block scopes, the package block, the file's
//! imports, the universe (Go spec, "Declarations and scope").

use super::checker::Checker;
use super::constant::Const;
use super::decls::{ConstValue, FuncSignature, receiver_params};
use super::focus::Focus;
use super::operand::{Mode, Operand};
use super::package::{Entity, File, Package, PackageId};
use super::record::{Declared, DeclaredKind, Object, Record};
use super::subst::Subst;
use super::types::{Basic, Signature, Type, TypeParam};
use super::universe::{self, Predeclared};
use crate::syntax::ast::{ConstSpec, Expr, Field, FuncDecl, FuncType, Ident, Name, Pos, VarSpec};
use rustc_hash::FxHashMap as HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// What a name declared in a block is.
#[derive(Debug, Clone)]
pub(super) struct Local {
    pub kind: LocalKind,
    /// The declaring identifier.
    pub range: Range<Pos>,
}

#[derive(Debug, Clone)]
pub(super) enum LocalKind {
    Var(Type),
    Const(ConstValue),
    /// A type; with parameters when it is a generic alias.
    Type(Vec<Arc<TypeParam>>, Type),
}

/// A block: its names, and how many names had been declared before it.
#[derive(Default)]
struct Scope {
    names: HashMap<Name, Local>,
    first: usize,
}

/// What a name means where it stands.
pub(super) enum Meaning {
    Local(Local),
    /// A name of the package block, or of a package that is imported with a dot.
    Entity(Arc<Package>, Entity),
    Package(PackageId),
    Universe(Predeclared),
    /// With the reason in words.
    Unknown(String),
}

pub(super) struct Env<'c, 'w> {
    pub checker: &'c Checker<'w>,
    pub package: Arc<Package>,
    pub file: usize,
    scopes: Vec<Scope>,
    pub iota: Option<u32>,
    /// The results of the innermost function, for `return`.
    pub results: Vec<Type>,
    /// Where what is found out is written down; none while declarations of other packages are read.
    pub record: Option<Record>,
    /// Set when only some calls are asked for: all else is passed over.
    pub focus: Option<Rc<Focus>>,
    /// A call or a receive was met: what decides whether the length of an array is constant.
    pub has_call: bool,
}

impl<'c, 'w> Env<'c, 'w> {
    pub fn new(checker: &'c Checker<'w>, package: Arc<Package>, file: usize) -> Self {
        Env {
            checker,
            package,
            file,
            scopes: vec![Scope::default()],
            iota: None,
            results: Vec::new(),
            record: None,
            focus: None,
            has_call: false,
        }
    }

    pub fn path(&self) -> Name {
        self.package.path().clone()
    }

    fn file(&self) -> &File {
        &self.package.files[self.file]
    }

    /// The type of a fixed size that has the values which `int`, `uint` or `uintptr` has on the package's platform (Go
    /// spec, "Numeric types").
    pub fn sized(&self, basic: Basic) -> Basic {
        match basic {
            _ if self.is_64_bit() => basic,
            Basic::Int => Basic::Int32,
            Basic::Uint | Basic::Uintptr => Basic::Uint32,
            _ => basic,
        }
    }

    /// Whether `int` and pointers have 64 bits on the package's platform.
    pub fn is_64_bit(&self) -> bool {
        !matches!(&*self.package.key.platform.goarch, "386" | "arm" | "mips" | "mipsle")
    }

    pub fn open(&mut self) {
        let first = self.record.as_ref().map_or(0, |record| record.declared.len());
        self.scopes.push(Scope { names: HashMap::default(), first });
    }

    /// Ends the innermost block, at `end` in the source.
    pub fn close(&mut self, end: Pos) {
        let (Some(scope), Some(record)) = (self.scopes.pop(), &mut self.record) else { return };
        for declared in record.declared.iter_mut().skip(scope.first) {
            declared.end = declared.end.min(end);
        }
    }

    /// Declares a name in the innermost block.
    pub fn declare(&mut self, ident: &Ident, kind: LocalKind) {
        let range = ident.start..ident.end();
        if let Some(record) = &mut self.record {
            if let LocalKind::Var(ty) = &kind {
                record.types.insert((range.start, range.end), ty.clone());
            }
            record.objects.insert(ident.start, Object::Local(range.start as usize..range.end as usize));
            let what = match &kind {
                LocalKind::Type(_, Type::Param(param)) => DeclaredKind::TypeParam(param.id),
                LocalKind::Type(_, Type::Named(named)) => DeclaredKind::LocalType(named.def.local),
                _ => DeclaredKind::Other,
            };
            let name = ident.name.clone();
            record.declared.push(Declared { name, start: range.end, end: Pos::MAX, kind: what });
        }
        if &*ident.name == "_" {
            return;
        }
        if let Some(scope) = self.scopes.last_mut() {
            // Declared twice the program is wrong, and the first counts, as for go/types.
            scope.names.entry(ident.name.clone()).or_insert(Local { kind, range });
        }
    }

    /// Whether the innermost block declares the name itself.
    pub fn declared_here(&self, name: &str) -> Option<&Local> {
        self.scopes.last()?.names.get(name)
    }

    /// Go spec, "Declarations and scope": the innermost block that declares the name decides.
    pub fn lookup(&self, name: &str) -> Meaning {
        for scope in self.scopes.iter().rev() {
            if let Some(local) = scope.names.get(name) {
                return Meaning::Local(local.clone());
            }
        }
        if let Some(entity) = self.package.entity(name) {
            return Meaning::Entity(self.package.clone(), entity.clone());
        }
        let predeclared = universe::lookup(name);
        if let Some(found) = self.lookup_import(name, predeclared.is_some()) {
            return found;
        }
        if self.package.may_declare(name) {
            return Meaning::Unknown(format!(
                "{name} may be declared in a part of the package that isn't valid Go"
            ));
        }
        match predeclared {
            Some(predeclared) => Meaning::Universe(predeclared),
            None => Meaning::Unknown(format!("{name} isn't declared")),
        }
    }

    fn import(&self, index: usize) -> Result<PackageId, String> {
        let import = &self.file().imports[index];
        let target = import.target.get_or_init(|| self.checker.world.import(&self.package, &import.path));
        target.clone()
    }

    /// A package by its name in this file, or what a dot import brings in. For a predeclared name only the packages
    /// are asked whose path has the name in it: loading all of them to learn that none is called `len` helps nobody.
    fn lookup_import(&self, name: &str, predeclared: bool) -> Option<Meaning> {
        let imports = &self.file().imports;
        let found = |index| match self.import(index) {
            Ok(id) => Meaning::Package(id),
            Err(reason) => Meaning::Unknown(reason),
        };
        let explicit = imports.iter().position(|i| i.name.as_ref().is_some_and(|n| &*n.name == name));
        if let Some(index) = explicit {
            return Some(found(index));
        }
        let unnamed = |likely: bool| {
            let matching = imports.iter().enumerate().filter(move |(_, i)| i.name.is_none());
            matching.filter(move |(_, i)| likely_name(&i.path, name) == likely).map(|(index, _)| index)
        };
        let mut missing = None;
        for index in unnamed(true) {
            match self.import(index) {
                Ok(id) if &*self.checker.world.package(id).name == name => return Some(Meaning::Package(id)),
                Ok(_) => {}
                Err(reason) => missing = Some(reason),
            }
        }
        if let Some(reason) = missing {
            return Some(Meaning::Unknown(reason));
        }
        if predeclared {
            return None;
        }
        for (index, import) in imports.iter().enumerate() {
            if import.name.as_ref().is_none_or(|n| &*n.name != ".") || !super::types::is_exported(name) {
                continue;
            }
            match self.import(index) {
                Ok(id) => {
                    let package = self.checker.world.package(id);
                    if let Some(found) = in_unsafe(&package, name) {
                        return Some(Meaning::Universe(found));
                    }
                    if let Some(entity) = package.entity(name) {
                        return Some(Meaning::Entity(package.clone(), entity.clone()));
                    }
                    if package.may_declare(name) {
                        missing = Some(format!("{name} may be declared in package {}", package.path()));
                    }
                }
                Err(reason) => missing = Some(reason),
            }
        }
        for index in unnamed(false) {
            match self.import(index) {
                Ok(id) if &*self.checker.world.package(id).name == name => return Some(Meaning::Package(id)),
                Ok(_) => {}
                Err(reason) => missing = Some(reason),
            }
        }
        missing.map(Meaning::Unknown)
    }

    /// The value or type that a package-level entity is.
    pub fn entity_operand(&mut self, package: &Arc<Package>, entity: &Entity) -> Operand {
        match entity {
            Entity::Const(constant) => {
                let found = self.checker.const_value(package, constant);
                Operand::constant(found.ty, found.value)
            }
            Entity::Var(var) => Operand::new(Mode::Variable, self.checker.var_type(package, var)),
            Entity::Func(func) => match self.checker.func_signature(func) {
                Some(found) => Operand::value(Type::Func(found.signature.clone())),
                None => Operand::unknown(),
            },
            Entity::Type(entity) => Operand::new(Mode::Type, self.checker.type_entity(package, entity).1),
            Entity::Duplicate => Operand::unknown(),
        }
    }

    pub fn note(&mut self, ident_start: Pos, object: impl FnOnce() -> Object) {
        if let Some(record) = &mut self.record {
            record.objects.insert(ident_start, object());
        }
    }

    // Declarations.

    /// Declares new type parameters in the innermost block.
    pub fn declare_type_params(&mut self, fields: &[Field]) -> Vec<Arc<TypeParam>> {
        let names: Vec<&Ident> = fields.iter().flat_map(|field| &field.names).collect();
        let params: Vec<_> = names.iter().map(|name| TypeParam::new(name.name.clone())).collect();
        for (name, param) in names.iter().zip(&params) {
            self.declare(name, LocalKind::Type(Vec::new(), Type::Param(param.clone())));
        }
        let mut params_left = params.iter();
        for field in fields {
            // The entries of `[A, B C]` share one constraint.
            let bound = self.constraint(&field.ty);
            for _ in &field.names {
                if let Some(param) = params_left.next() {
                    let _ = param.bound.set(bound.clone());
                }
            }
        }
        params
    }

    /// Makes type parameters known by their names.
    pub fn bind_names(&mut self, params: &[Arc<TypeParam>]) {
        for param in params {
            let ident = Ident { name: param.name.clone(), start: 0 };
            self.declare(&ident, LocalKind::Type(Vec::new(), Type::Param(param.clone())));
        }
    }

    /// The signature of a function declaration; leaves its type parameters declared in the innermost block.
    pub fn func_signature(&mut self, decl: &FuncDecl) -> FuncSignature {
        let mut recv_params = Vec::new();
        let mut recv_type = Type::Unknown;
        if let Some(recv) = &decl.recv {
            let (pointer, names) = receiver_params(&recv.ty);
            recv_params = self.declare_receiver_params(&recv.ty, &names);
            recv_type = if recv_params.is_empty() {
                self.typ(&recv.ty)
            } else {
                self.generic_receiver(&recv.ty, pointer, &recv_params)
            };
        }
        // An alias of a pointer type makes a pointer receiver too.
        let pointer_receiver = matches!(recv_type, Type::Pointer(_));
        let type_params = self.declare_type_params(&decl.ty.type_params);
        let mut signature = self.signature(&decl.ty);
        signature.type_params = type_params;
        FuncSignature { signature: Arc::new(signature), recv_params, recv_type, pointer_receiver }
    }

    /// The type of a receiver `*List[T]`, whose arguments may be blank.
    fn generic_receiver(&mut self, ty: &Expr, pointer: bool, params: &[Arc<TypeParam>]) -> Type {
        let base = super::typexpr::receiver_base(ty).map(|name| self.lookup(name));
        let Some(Meaning::Entity(package, Entity::Type(entity))) = base else { return Type::Unknown };
        let (_, Type::Named(named)) = self.checker.type_entity(&package, &entity) else {
            return Type::Unknown;
        };
        let args = params.iter().cloned().map(Type::Param).collect();
        let receiver = Type::Named(super::types::Named::new(named.def.clone(), args));
        if pointer { Type::pointer(receiver) } else { receiver }
    }

    /// Go spec, "Method declarations": the receiver of a method of a generic type declares its type parameters anew.
    fn declare_receiver_params(&mut self, ty: &Expr, names: &[Ident]) -> Vec<Arc<TypeParam>> {
        if names.is_empty() {
            return Vec::new();
        }
        let params: Vec<_> = names.iter().map(|name| TypeParam::new(name.name.clone())).collect();
        let base = super::typexpr::receiver_base(ty);
        let declared = match base.map(|name| self.lookup(name)) {
            Some(Meaning::Entity(package, Entity::Type(entity))) => {
                match self.checker.type_entity(&package, &entity) {
                    (_, Type::Named(named)) => self.checker.type_params(&named.def),
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        };
        let args: Vec<_> = params.iter().cloned().map(Type::Param).collect();
        let subst = Subst::new(&declared, &args);
        for (param, original) in params.iter().zip(&declared) {
            let _ = param.bound.set(subst.apply(&original.bound()));
        }
        for (name, param) in names.iter().zip(&params) {
            self.declare(name, LocalKind::Type(Vec::new(), Type::Param(param.clone())));
        }
        params
    }

    /// Parameters and results, without the names.
    pub fn signature(&mut self, ty: &FuncType) -> Signature {
        let variadic = ty.params.last().is_some_and(|field| field.variadic);
        Signature {
            type_params: Vec::new(),
            params: self.field_types(&ty.params),
            results: self.field_types(&ty.results),
            variadic,
        }
    }

    /// The type of each entry of a parameter list, once for each name.
    pub fn field_types(&mut self, fields: &[Field]) -> Vec<Type> {
        let mut types = Vec::new();
        for field in fields {
            let mut ty = self.typ(&field.ty);
            if field.variadic {
                ty = Type::slice(ty);
            }
            types.resize(types.len() + field.names.len().max(1), ty);
        }
        types
    }

    /// The type of one of the variables of a `var` line that isn't in a function.
    pub fn var_spec_type(&mut self, spec: &VarSpec, index: usize) -> Type {
        if let Some(ty) = &spec.ty {
            return self.typ(ty);
        }
        if spec.values.len() == spec.names.len() {
            let Some(value) = spec.values.get(index) else { return Type::Unknown };
            return self.expr(value, None).variable_type();
        }
        let [value] = spec.values.as_slice() else { return Type::Unknown };
        let types = self.unpack(value, spec.names.len());
        types.get(index).map_or(Type::Unknown, Operand::variable_type)
    }

    pub fn const_spec_value(&mut self, spec: &ConstSpec, index: usize) -> ConstValue {
        let unknown = ConstValue { ty: Type::Unknown, value: None };
        let Some(value) = spec.values.get(index) else { return unknown };
        let outer = self.iota.replace(spec.iota);
        let ty = spec.ty.as_ref().map(|ty| self.typ(ty));
        let mut operand = self.expr(value, None);
        if operand.mode == Mode::Constant
            && let Some(ty) = ty
        {
            self.assign_to(&mut operand, value, &ty);
            operand.ty = ty;
        }
        self.iota = outer;
        if operand.mode != Mode::Constant {
            return unknown;
        }
        ConstValue { ty: operand.ty, value: operand.value }
    }

    /// Runs `read` without writing down what it finds.
    pub fn quietly<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let record = self.record.take();
        let result = read(self);
        self.record = record;
        result
    }

    pub fn bool_operand(value: bool) -> Operand {
        Operand::constant(Type::Basic(super::types::Basic::UntypedBool), Some(Const::Bool(value)))
    }
}

/// A name of package unsafe, which is declared nowhere.
fn in_unsafe(package: &Package, name: &str) -> Option<Predeclared> {
    if &**package.path() != "unsafe" {
        return None;
    }
    if name == "Pointer" {
        return Some(Predeclared::Type(Type::Basic(super::types::Basic::UnsafePointer)));
    }
    super::universe::Builtin::of_unsafe(name).map(Predeclared::Builtin)
}

/// Whether a package with this import path may well have this name.
pub(super) fn likely_name(path: &str, name: &str) -> bool {
    let mut parts = path.rsplit('/');
    let mut last = parts.next().unwrap_or(path);
    let is_version = |part: &str| {
        part.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    if is_version(last) && last != name {
        last = parts.next().unwrap_or(last);
    }
    last == name
        || last.split(['.', '-', '_']).any(|part| part == name)
        || last.bytes().filter(|b| !matches!(b, b'-' | b'_' | b'.')).eq(name.bytes())
}
