//! A file as far as a package needs it before anything is asked of its declarations: their names and places.
//!
//! It knows where declarations stand and what they are called; it reads none of them. A file that belongs to a package with
//! and without its tests is skimmed once.

use crate::syntax::ast::{Ident, Lexer, Name, Token, parse_head};
use crate::syntax::{Keyword, Outline, Spec, specs};
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// A skimmed file.
#[derive(Debug)]
pub struct Skim {
    /// The declarations one after another, without function bodies: these make up most of a file, and few are ever asked for.
    pub heads: String,
    /// Tells whether another text is the one that was read.
    fingerprint: u64,
    /// The name in the package clause.
    pub package: Option<Name>,
    /// Names, where given, and paths.
    pub imports: Vec<(Option<Ident>, Name)>,
    pub decls: Vec<SkimmedDecl>,
}

/// A top-level declaration.
#[derive(Debug)]
pub struct SkimmedDecl {
    /// Where it stands in the heads.
    pub head: Range<usize>,
    /// Where it stands in the file.
    pub range: Range<usize>,
    pub kind: SkimmedKind,
}

#[derive(Debug)]
pub enum SkimmedKind {
    /// The base type of its receiver, and its name.
    Func(Option<Name>, Ident),
    /// `const`, `var` or `type`, and what its specifications declare.
    Specs(Keyword, Vec<SpecNames>),
    Broken,
}

impl Skim {
    pub fn of(text: &str) -> Skim {
        let outline = Outline::of(text);
        let (heads, places) = without_bodies(text, &outline);
        let head = parse_head(text);
        let mut decls = Vec::with_capacity(outline.decls.len());
        for (decl, place) in outline.decls.iter().zip(places) {
            let kind = match decl.keyword {
                _ if decl.broken => None,
                Keyword::Package | Keyword::Import => continue,
                Keyword::Func => {
                    func_name(&heads, place.clone()).map(|(recv, name)| SkimmedKind::Func(recv, name))
                }
                keyword => {
                    declared_names(&heads, place.clone()).map(|specs| SkimmedKind::Specs(keyword, specs))
                }
            };
            let kind = kind.unwrap_or(SkimmedKind::Broken);
            decls.push(SkimmedDecl { head: place, range: decl.range.clone(), kind });
        }
        decls.shrink_to_fit();
        Skim {
            fingerprint: fingerprint(text),
            package: head.package.map(|ident| ident.name),
            imports: head.imports.into_iter().map(|(name, path, _)| (name, path)).collect(),
            heads,
            decls,
        }
    }

    /// Whether the file declares the name in the package block.
    pub fn declares(&self, name: &str) -> bool {
        self.decls.iter().any(|decl| match &decl.kind {
            SkimmedKind::Func(receiver, function) => receiver.is_none() && *function.name == *name,
            SkimmedKind::Specs(_, specs) => specs.iter().any(|spec| spec.names.iter().any(|n| **n == *name)),
            SkimmedKind::Broken => false,
        })
    }

    /// Whether the file declares exactly what `old` does, whatever stands in the bodies of functions; it may import more.
    pub fn declares_as(&self, old: &Skim) -> bool {
        let same_name = |name: &Option<Ident>, other: &Option<Ident>| {
            name.as_ref().map(|ident| &ident.name) == other.as_ref().map(|ident| &ident.name)
        };
        let has_import = |(name, path): &(Option<Ident>, Name)| {
            self.imports.iter().any(|(own, imported)| imported == path && same_name(own, name))
        };
        self.package == old.package
            && self.heads == old.heads
            && self.decls.iter().map(|decl| &decl.head).eq(old.decls.iter().map(|decl| &decl.head))
            && self.decls.iter().all(|decl| !matches!(decl.kind, SkimmedKind::Broken))
            && old.decls.iter().all(|decl| !matches!(decl.kind, SkimmedKind::Broken))
            && old.imports.iter().all(has_import)
    }

    /// Whether this is the file's text.
    pub fn is_of(&self, text: &str) -> bool {
        self.fingerprint == fingerprint(text)
    }
}

fn fingerprint(text: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The declarations with the bodies of functions and all that stands between declarations cut out, and where in that each stands.
fn without_bodies(text: &str, outline: &Outline) -> (String, Vec<Range<usize>>) {
    let mut heads = String::new();
    let mut places = Vec::with_capacity(outline.decls.len());
    for decl in &outline.decls {
        let start = heads.len();
        let without = decl.range.end..decl.range.end;
        let body = decl.body.as_ref().unwrap_or(&without);
        if !matches!(decl.keyword, Keyword::Package | Keyword::Import) {
            heads.push_str(&text[decl.range.start..body.start]);
            heads.push_str(&text[body.end..decl.range.end]);
        }
        places.push(start..heads.len());
    }
    heads.shrink_to_fit();
    (heads, places)
}

/// The names that one specification of a `const`, `var` or `type` declaration declares.
#[derive(Debug)]
pub struct SpecNames {
    pub names: Vec<Name>,
    /// `type A = B`.
    pub is_alias: bool,
}

/// The names that a `const`, `var` or `type` declaration declares, by specification. None for what is no declaration.
fn declared_names(text: &str, place: Range<usize>) -> Option<Vec<SpecNames>> {
    let names = |spec: Spec| spec.names.into_iter().map(|name| text[name].into()).collect();
    let specs = specs(text, place)?.into_iter();
    Some(specs.map(|spec| SpecNames { is_alias: spec.is_alias, names: names(spec) }).collect())
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
