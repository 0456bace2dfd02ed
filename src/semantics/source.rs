//! Types and zero values as they would be written at a place in the file: with the file's names for packages, and only
//! where every name still means what it should.

use super::facts::FileTypes;
use super::print::{Names, write_type};
use super::record::DeclaredKind;
use super::types::{Basic, Type, TypeDef, TypeParam, is_exported};
use super::universe;
use crate::project::Version;

/// Source text, and what the file has to import before it means anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    pub imports: Vec<ImportNeeded>,
}

/// An import that the file doesn't have yet. The package's name is its own, so that no name needs to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportNeeded {
    pub path: String,
    pub name: String,
}

impl FileTypes<'_> {
    /// The type written so that it means itself at byte `at`. None when it can't be written there: a name is shadowed,
    /// not exported, or in a package that can't be imported.
    pub fn source_of(&self, ty: &Type, at: usize) -> Option<Written> {
        let mut names = NamesHere { types: self, at, imports: Vec::new() };
        let mut text = String::new();
        write_type(&mut text, ty, &mut names)?;
        Some(Written { text, imports: names.imports })
    }

    /// The zero value (Go spec, "The zero value") of the type, written as `source_of` does.
    pub fn zero_value(&self, ty: &Type, at: usize) -> Option<Written> {
        let plain = |text: &str| Some(Written { text: text.to_string(), imports: Vec::new() });
        let predeclared = |name: &str| if self.is_predeclared_at(name, at) { plain(name) } else { None };
        if let Type::Param(_) = ty {
            let written = self.source_of(ty, at)?;
            predeclared("new")?;
            return Some(Written { text: format!("*new({})", written.text), ..written });
        }
        match self.underlying(ty) {
            Type::Basic(basic) if basic.is_boolean() => predeclared("false"),
            Type::Basic(basic) if basic.is_string() => plain("\"\""),
            Type::Basic(basic) if basic.is_numeric() => plain("0"),
            Type::Basic(Basic::UnsafePointer) => predeclared("nil"),
            Type::Pointer(_)
            | Type::Slice(_)
            | Type::Map(_)
            | Type::Chan(..)
            | Type::Func(_)
            | Type::Interface(_) => predeclared("nil"),
            Type::Struct(_) | Type::Array(..) => {
                let written = self.source_of(ty, at)?;
                Some(Written { text: format!("{}{{}}", written.text), ..written })
            }
            _ => None,
        }
    }

    /// Whether the name means the predeclared thing at byte `at`.
    pub fn is_predeclared_at(&self, name: &str, at: usize) -> bool {
        universe::is_predeclared(name)
            && self.declared_at(name, at).is_none()
            && self.package().entity(name).is_none()
            && !self.may_import_as(name)
    }

    /// Whether nothing else than an import by that name can be meant by it at byte `at`.
    fn is_free_for_package(&self, name: &str, at: usize) -> bool {
        self.declared_at(name, at).is_none() && self.package().entity(name).is_none()
    }
}

struct NamesHere<'a, 'w> {
    types: &'a FileTypes<'w>,
    at: usize,
    imports: Vec<ImportNeeded>,
}

impl NamesHere<'_, '_> {
    /// How the package is called here, with a dot behind; nothing for one imported with a dot.
    fn qualifier(&mut self, path: &str, name: &str) -> Option<String> {
        let types = self.types;
        for (import, target) in types.imports() {
            if target.is_none_or(|target| *target != *path) {
                continue;
            }
            match &*import {
                "_" => {}
                "." => {
                    if types.is_free_for_package(name, self.at) {
                        return Some(String::new());
                    }
                }
                import => {
                    if types.is_free_for_package(import, self.at) {
                        return Some(format!("{import}."));
                    }
                }
            }
        }
        let package = types.importable(path)?;
        let taken = types.imports().any(|(import, _)| *import == *package);
        if taken || types.declared_at(&package, self.at).is_some() || !types.can_import_as(&package) {
            return None;
        }
        let needed = ImportNeeded { path: types.import_path(path)?, name: package.clone() };
        if !self.imports.contains(&needed) {
            self.imports.push(needed);
        }
        Some(format!("{package}."))
    }
}

impl Names for NamesHere<'_, '_> {
    fn type_name(&mut self, def: &TypeDef) -> Option<String> {
        let types = self.types;
        let name = &*def.name;
        if def.package.is_empty() {
            return if types.is_predeclared_at(name, self.at) { Some(name.to_string()) } else { None };
        }
        let declared = types.declared_at(name, self.at);
        if def.local != 0 {
            return if declared == Some(DeclaredKind::LocalType(def.local)) {
                Some(name.to_string())
            } else {
                None
            };
        }
        if *def.package == **types.package().path() {
            return if declared.is_none() { Some(name.to_string()) } else { None };
        }
        if !is_exported(name) {
            return None;
        }
        let qualifier = self.qualifier(&def.package, name)?;
        Some(format!("{qualifier}{name}"))
    }

    fn type_param(&mut self, param: &TypeParam) -> Option<String> {
        let declared = self.types.declared_at(&param.name, self.at);
        if declared == Some(DeclaredKind::TypeParam(param.id)) { Some(param.name.to_string()) } else { None }
    }

    fn basic(&mut self, basic: Basic) -> Option<String> {
        if basic.is_untyped() {
            return None;
        }
        if basic == Basic::UnsafePointer {
            return Some(format!("{}Pointer", self.qualifier("unsafe", "Pointer")?));
        }
        let name = match basic {
            // An alias that means the same may be what people write here, but this always fits.
            Basic::Uint8 if self.types.is_predeclared_at("byte", self.at) => "byte",
            Basic::Int32 if !self.types.is_predeclared_at("int32", self.at) => "rune",
            other => other.name(),
        };
        if self.types.is_predeclared_at(name, self.at) { Some(name.to_string()) } else { None }
    }

    fn unexported(&mut self, package: &str) -> bool {
        *package == **self.types.package().path()
    }

    fn any(&mut self) -> bool {
        // Go 1.18 brought the name.
        let language = self.types.language().version;
        language.is_some_and(|version| version >= Version::new(1, 18))
            && self.types.is_predeclared_at("any", self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::world;
    use super::*;
    use std::path::Path;

    /// The package block is that of all files that are compiled together, in whatever build.
    #[test]
    fn imports_are_free_of_what_any_build_of_the_package_declares() {
        let world = world(&[
            ("a.go", "package a\n\nfunc f() error { return nil }\n\nfunc (T) json() {}\n"),
            ("a_test.go", "package a\n\nvar (\n\tx, log = 1, 2\n)\n\nfunc (T) errors() {}\n"),
            ("a_windows.go", "package a\n\nfunc fmt() {}\n"),
            ("tagged.go", "//go:build never\n\npackage a\n\nconst time = 1\n"),
            ("b_test.go", "package a_test\n\ntype os int\n"),
            ("gen.go", "//go:build ignore\n\npackage main\n\nfunc http() {}\n"),
        ]);
        let free = |file: &str| {
            let types = FileTypes::open(&world, &Path::new("/m").join(file)).expect("the file is there");
            let names = ["json", "log", "errors", "fmt", "time", "os", "http"];
            names.into_iter().filter(|name| types.can_import_as(name)).collect::<Vec<_>>()
        };
        assert_eq!(free("a.go"), ["json", "errors", "os", "http"]);
        assert_eq!(free("a_test.go"), ["json", "errors", "os", "http"]);
        assert_eq!(free("b_test.go"), ["json", "log", "errors", "fmt", "time", "http"]);
        assert_eq!(free("gen.go"), ["json", "log", "errors", "fmt", "time", "os"]);
        let types = FileTypes::open(&world, Path::new("/m/a.go")).expect("the file is there");
        let time = types.named_type("time", "Time").expect("package time is embedded");
        assert_eq!(types.source_of(&time, "package a\n\nfunc f() error { ret".len()), None);
    }
}
