//! Programs that aren't right: mutated, cyclic, endlessly deep. Types may be unknown then; nothing panics, hangs or
//! overflows a thread's stack.

use gomend::project::{Overlay, Projects, Settings};
use gomend::semantics::print::type_string;
use gomend::semantics::{FileTypes, World};
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Asks for everything that can be asked of a file; answers how many types are known.
fn look_at(text: &str) -> usize {
    let started = Instant::now();
    let disk = Overlay::empty().with("/m/go.mod", "module example.com/m\n\ngo 1.26\n").with("/m/a.go", text);
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

const SEEDS: [&str; 3] = [
    include_str!("types/generics.go"),
    include_str!("types/statements.go"),
    include_str!("types/declarations.go"),
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_programs(
        seed in 0..SEEDS.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4u8, 1..12usize), 1..8),
    ) {
        let mut parts = tokens(SEEDS[seed]);
        for (at, other, what, length) in changes {
            let (at, other) = (at.index(parts.len()), other.index(parts.len()));
            match what {
                0 => {
                    parts.drain(at..(at + length).min(parts.len()));
                }
                1 => {
                    let copied = parts[other..(other + length).min(parts.len())].to_vec();
                    parts.splice(at..at, copied);
                }
                2 => parts.swap(at, other),
                _ => parts[at] = parts[other],
            }
            if parts.is_empty() {
                break;
            }
        }
        look_at(&parts.concat());
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
fn deep_nesting() {
    let nests: [(&str, &str, &str, &str); 12] = [
        ("var x = f(", "(", ")", "1)"),
        ("var x = f(", "-", "", "1)"),
        ("var x = f(", "1 + ", "", "1)"),
        ("var x = f(1", "", " + 1", ")"),
        ("var x = f(y", "", ".z", ")"),
        ("var x = f(", "f(", ")", ")"),
        ("var x = f(", "func() int { return ", "}()", ")"),
        ("var x = f(", "[]any{", "}", ")"),
        ("var x f(", "[]", "", "int)"),
        ("func g(p ", "func(", ")", ") { g(nil) }"),
        ("func g() { ", "if a { ", " }", "}"),
        ("func g() { ", "for { switch { case a: ", " } }", "}"),
    ];
    for (before, open, close, after) in nests {
        for depth in [20, 100, 150, 300, 3000, 100_000] {
            let text = format!(
                "package a\n\nfunc f(x any) any {{ return x }}\n\n{before}{}{}{after}\n",
                open.repeat(depth),
                close.repeat(depth)
            );
            look_at(&text);
        }
    }
}
