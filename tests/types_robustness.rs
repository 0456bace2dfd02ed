//! Programs that aren't right: mutated, cyclic, endlessly deep. Types may be unknown then; nothing panics, hangs or
//! overflows a thread's stack.
//!
//! Mutated are programs of ours, and packages of GOROOT/src with their other files beside them, where there is one.
//! `GOMEND_FUZZ_CASES` sets how many mutants each test makes.

use gomend::project::{Overlay, Projects, Settings};
use gomend::semantics::print::type_string;
use gomend::semantics::{FileTypes, World};
use gomend::syntax::Outline;
use gomend::syntax::ast::{parse_declaration, parse_head};
use proptest::prelude::*;
use proptest::sample::Index;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// Asks for everything that can be asked of a file; answers how many types are known.
fn look_at(text: &str) -> usize {
    look_at_among(text, &[])
}

/// As `look_at`, with other files of its package.
fn look_at_among(text: &str, others: &[&RealFile]) -> usize {
    let started = Instant::now();
    skim(text);
    let mut disk =
        Overlay::empty().with("/m/go.mod", "module example.com/m\n\ngo 1.26\n").with("/m/a.go", text);
    for other in others {
        disk = disk.with(format!("/m/{}", other.name), other.text.as_str());
    }
    let world = World::new(Arc::new(Projects::new(Arc::new(disk), Settings::new("/m"))));
    let mut known = 0;
    if let Ok(types) = FileTypes::open(&world, Path::new("/m/a.go")) {
        for (range, ty) in types.calls() {
            let Some(ty) = ty else { continue };
            known += usize::from(type_string(&ty).is_some());
            let _ = types.source_of(&ty, range.start);
            let _ = types.zero_value(&ty, range.start);
            let _ = (
                types.implements_error(&ty),
                types.comparable(&ty),
                types.has_nil(&ty),
                types.is_pointer(&ty),
            );
        }
    }
    assert!(started.elapsed() < Duration::from_secs(20), "it took {:?}", started.elapsed());
    known
}

/// The outline holds what the text holds, in order; each declaration is read with its body and without.
fn skim(text: &str) {
    let outline = Outline::of(text);
    let mut end = 0;
    for decl in &outline.decls {
        assert!(end <= decl.range.start && decl.range.start < decl.range.end, "{:?}", decl.range);
        end = decl.range.end;
        assert!(text.get(decl.range.clone()).is_some(), "{:?} cuts a character", decl.range);
        for with_bodies in [false, true] {
            let _ = parse_declaration(text, decl.range.clone(), with_bodies);
        }
    }
    let _ = parse_head(text);
}

const SEEDS: [&str; 10] = [
    include_str!("types/generics.go"),
    include_str!("types/statements.go"),
    include_str!("types/declarations.go"),
    include_str!("types/spec/constants.go"),
    include_str!("types/spec/generics.go"),
    include_str!("types/spec/inference.go"),
    include_str!("types/spec/ranges.go"),
    include_str!("types/spec/selectors.go"),
    include_str!("types/spec/statements.go"),
    include_str!("types/spec/universe.go"),
];

/// Words and signs, white space kept with what it follows: what mutations move about.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        let joined = (c.is_alphanumeric() || c == '_') && (last.is_alphanumeric() || last == '_');
        if at > start && !joined && !c.is_whitespace() {
            tokens.push(&text[start..at]);
            start = at;
        }
        last = c;
    }
    tokens.push(&text[start..]);
    tokens
}

#[test]
fn the_seeds_are_understood() {
    for seed in SEEDS {
        assert!(look_at(seed) > 10);
        assert!(!tokens(seed).is_empty());
    }
}

/// What is done to a program, with two places in it and a length.
#[derive(Debug, Clone, Copy)]
enum Mutation {
    Delete,
    Duplicate,
    Swap,
    Overwrite,
    /// Tokens of another program.
    Graft,
    /// As `NESTS` has it.
    Nest(usize),
    /// A part of a token is lost, and what it opened is open.
    Halve,
}

/// What can stand within itself, as it opens and as it closes.
const NESTS: [(&str, &str); 24] = [
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
    ("-", ""),
    ("!", ""),
    ("<-", ""),
    ("*", ""),
    ("&", ""),
    ("[]", ""),
    ("[1]", ""),
    ("map[int]", ""),
    ("chan ", ""),
    ("<-chan ", ""),
    ("func(", ")"),
    ("func() ", ""),
    ("struct{ a ", " }"),
    ("interface{ m() ", " }"),
    ("f(", ")"),
    ("G[", "]"),
    ("x.", ""),
    ("1+", ""),
    ("[]any{", "}"),
    ("func() { ", " }()"),
    ("if a { ", " }"),
];

fn mutations() -> impl Strategy<Value = Vec<(Mutation, Index, Index, usize)>> {
    let mutation = prop_oneof![
        3 => Just(Mutation::Delete),
        3 => Just(Mutation::Duplicate),
        3 => Just(Mutation::Swap),
        4 => Just(Mutation::Overwrite),
        3 => Just(Mutation::Graft),
        2 => (0..NESTS.len()).prop_map(Mutation::Nest),
        1 => Just(Mutation::Halve),
    ];
    prop::collection::vec((mutation, any::<Index>(), any::<Index>(), 1..12usize), 1..8)
}

fn mutated(text: &str, donor: &str, changes: &[(Mutation, Index, Index, usize)]) -> String {
    let mut parts: Vec<String> = tokens(text).into_iter().map(String::from).collect();
    let donated = tokens(donor);
    for (mutation, at, other, length) in changes {
        if parts.is_empty() {
            break;
        }
        let (at, other) = (at.index(parts.len()), other.index(parts.len()));
        let to = |start: usize| (start + length).min(parts.len());
        match *mutation {
            Mutation::Delete => {
                parts.drain(at..to(at));
            }
            Mutation::Duplicate => {
                let copied = parts[other..to(other)].to_vec();
                parts.splice(at..at, copied);
            }
            Mutation::Swap => parts.swap(at, other),
            Mutation::Overwrite => parts[at] = parts[other].clone(),
            Mutation::Graft => {
                let start = other % donated.len();
                let end = (start + length).min(donated.len());
                parts.splice(at..at, donated[start..end].iter().map(ToString::to_string));
            }
            Mutation::Nest(nest) => {
                let (open, close) = NESTS[nest];
                let depth = [3, 40, 160, 2000][length % 4];
                let end = to(at);
                parts.insert(end, close.repeat(depth));
                parts.insert(at, open.repeat(depth));
            }
            Mutation::Halve => {
                let part = &mut parts[at];
                let middle = (0..=part.len() / 2).rev().find(|i| part.is_char_boundary(*i)).unwrap_or(0);
                part.truncate(middle);
            }
        }
    }
    parts.concat()
}

struct RealFile {
    package: usize,
    name: String,
    text: String,
}

/// Files of GOROOT/src, small enough to be looked at hundreds of times; none where there is no Go.
fn real_files() -> &'static [RealFile] {
    static FILES: LazyLock<Vec<RealFile>> = LazyLock::new(|| {
        let output = Command::new("go").args(["env", "GOROOT"]).output();
        let goroot = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_string());
        let Ok(goroot) = goroot else { return Vec::new() };
        let packages = [
            "bufio",
            "container/list",
            "encoding/csv",
            "encoding/json",
            "errors",
            "flag",
            "go/ast",
            "go/constant",
            "go/types",
            "iter",
            "maps",
            "net/url",
            "regexp/syntax",
            "slices",
            "sort",
            "strconv",
            "sync/atomic",
            "text/scanner",
            "text/tabwriter",
            "text/template/parse",
            "unique",
        ];
        let mut files = Vec::new();
        for (package, path) in packages.iter().enumerate() {
            let Ok(entries) = std::fs::read_dir(Path::new(&goroot).join("src").join(path)) else { continue };
            for path in entries.flatten().map(|entry| entry.path()) {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                if name.ends_with(".go") && !name.ends_with("_test.go") && text.len() < 30_000 {
                    files.push(RealFile { package, name, text });
                }
            }
        }
        files.sort_by(|x, y| (x.package, &x.name).cmp(&(y.package, &y.name)));
        files
    });
    &FILES
}

/// How many mutants a test makes.
fn cases(default: u32) -> ProptestConfig {
    let asked = std::env::var("GOMEND_FUZZ_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(default), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn mutated_programs(seed in 0..SEEDS.len(), donor in 0..SEEDS.len(), changes in mutations()) {
        look_at(&mutated(SEEDS[seed], SEEDS[donor], &changes));
    }

    /// The skimmer reads whatever is on disk.
    #[test]
    fn mutated_bytes(seed in 0..SEEDS.len(), changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..20)) {
        let mut bytes = SEEDS[seed].as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        skim(&String::from_utf8_lossy(&bytes));
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn mutated_packages_of_the_standard_library(
        file in any::<Index>(),
        donor in any::<Index>(),
        changes in mutations(),
    ) {
        let files = real_files();
        if !files.is_empty() {
            let file = file.get(files);
            let siblings = files.iter().filter(|other| other.package == file.package && other.name != file.name);
            let others: Vec<_> = siblings.collect();
            look_at_among(&mutated(&file.text, &donor.get(files).text, &changes), &others);
        }
    }
}

#[test]
fn declarations_that_depend_on_themselves() {
    for text in [
        "type T T",
        "type A B; type B C; type C A; var x A; var _ = f(x); func f(a A) A { return f(a) }",
        "type T struct { T; f func(T) T }; var _ = T{}.f(T{})",
        "type T [len(T{})]int; var _ = new(T)",
        "type I interface { I; m() I }; func f(i I) { i.m().m() }",
        "type A = B; type B = *A; func f(a A) { g(a) }; func g(b B) {}",
        "type G[P any] struct { *G[[]P] }; func f(g G[int]) { g.x(); g.y.z() }",
        "type G[P any] struct { f G[func(P, P) P] }; func f(g G[int]) { g.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.m() }",
        "type G[P G[P]] interface { m(P) G[P] }; func f[P G[P]](p P) { p.m(p).m(p); f(p) }",
        "const a = b + 1; const b = a; var c = [a]int{}; var _ = len(c)",
        "var a, b = b, a; var c = d(); func d() int { return c }; var e = d()",
        "func f[P interface{ *Q }, Q interface{ *P }]() (p P) { return f() }; var _ = f()",
        "func f[P interface{ func(Q) Q }, Q interface{ func(P) P }](P, Q) {}; func g() { f(nil, nil); f(f, f) }",
        "func f[T any](x T, y any) T { return x }; var _ = f[int, string](1, f[int, string, bool](2, f))",
        "type A struct { B; C }; type B struct { C; D }; type C struct { D }; type D struct { A }; var _ = A{}.x()",
        "func f() { type T struct { next *T; m map[T]T }; var t T; g(t.next.next.m[t]) }; func g(any) {}",
        "func (T) m() {}; func (T) m() {}; type T int; type T string; var _ = T(1); func f(t T) { t.m() }",
    ] {
        look_at(&format!("package a\n\n{}\n", text.replace("; ", "\n")));
    }
}

#[test]
fn types_that_double_with_each_line() {
    let mut structs = String::from("package a\n\ntype T0 struct{ a int }\n");
    let mut interfaces = String::from("package a\n\ntype I0 interface{ m() }\n");
    let mut generics = String::from(
        "package a\n\nfunc two[T any](t T) (r struct{ a, b T }) { return }\n\nfunc f() {\n\tx0 := 1\n",
    );
    for i in 1..60 {
        let last = i - 1;
        structs += &format!("type T{i} struct {{ a, b T{last} }}\n");
        interfaces += &format!("type I{i} interface {{ I{last}; n{i}(I{last}, I{last}) I{i} }}\n");
        generics += &format!("\tx{i} := two(x{last})\n");
    }
    structs += "var _ = [2]bool{T59{} == T59{}}\nvar _ = new([unsafe.Sizeof(T59{})]int)\nfunc f(t T59) T59 { return f(t) }\n";
    interfaces += "func f(i I59) { i.m(); i.n59(i, i) }\n";
    generics += "\ttwo(x59)\n}\n";
    for text in [structs, interfaces, generics] {
        look_at(&text);
    }
}

#[test]
fn chains_in_chains() {
    for link in [" + 1", ".z", ".f()", "[0]"] {
        for (levels, length) in [(2, 3000), (4, 3900), (12, 3900), (30, 240), (140, 25)] {
            let mut chain = "y".to_string();
            for _ in 0..levels {
                chain = format!("({chain}{})", link.repeat(length));
            }
            look_at(&format!("package a\n\nfunc f(x any) error {{ return nil }}\n\nvar x = f({chain})\n"));
            look_at(&format!(
                "package a\n\nfunc f(x any) error {{ return nil }}\n\nfunc g(y any) {{\n\t_ = f({chain})\n}}\n"
            ));
        }
    }
}

#[test]
fn deep_nesting() {
    let nests: [(&str, &str, &str, &str); 14] = [
        ("var x = f(", "(", ")", "1)"),
        ("var x = f(", "-", "", "1)"),
        ("var x = f(", "1 + ", "", "1)"),
        ("var x = f(1", "", " + 1", ")"),
        ("var x = f(y", "", ".z", ")"),
        ("var x = f(y", "", ".z()", ")"),
        ("func g() { if a {}", " else if f(a) {", "}", " }"),
        ("var x = f(", "f(", ")", ")"),
        ("var x = f(", "func() int { return ", "}()", ")"),
        ("var x = f(", "[]any{", "}", ")"),
        ("var x f(", "[]", "", "int)"),
        ("func g(p ", "func(", ")", ") { g(nil) }"),
        ("func g() { ", "if a { ", " }", "}"),
        ("func g() { ", "for { switch { case a: ", " } }", "}"),
    ];
    for (before, open, close, after) in nests {
        for depth in [20, 100, 150, 300, 490, 980, 3000, 100_000] {
            let text = format!(
                "package a\n\nfunc f(x any) any {{ return x }}\n\n{before}{}{}{after}\n",
                open.repeat(depth),
                close.repeat(depth)
            );
            look_at(&text);
        }
    }
}
