//! Small programs, and what is known of them. Whole repositories are compared with go/types in `tests/types_differential.rs`.

use super::print::type_string;
use super::{Callee, FileTypes, Object, Type, World};
use crate::project::{Overlay, Projects, Settings};
use crate::syntax::{Node, Outline, Tree, descendants, kind};
use std::path::Path;
use std::sync::Arc;

pub(super) fn world(files: &[(&str, &str)]) -> World {
    let mut disk = Overlay::empty().with("/m/go.mod", "module example.com/m\n\ngo 1.26\n");
    for (path, text) in files {
        disk = disk.with(Path::new("/m").join(path), text);
    }
    World::new(Arc::new(Projects::new(Arc::new(disk), Settings::new("/m"))))
}

/// What `/*type*/` comments in a file say of the calls that end right before them, against what is known.
fn check_calls(files: &[(&str, &str)]) {
    let world = world(files);
    let mut count = 0;
    for (path, text) in files {
        let types = FileTypes::open(&world, &Path::new("/m").join(path)).expect("the file is there");
        let calls = types.calls();
        let mut rest = 0;
        while let Some(start) = text[rest..].find("/*").map(|at| rest + at) {
            let end = start + text[start..].find("*/").expect("comments are closed");
            let wanted = &text[start + 2..end];
            let found: Vec<_> = calls.iter().filter(|(range, _)| range.end == start).collect();
            let (_, ty) = found.first().unwrap_or_else(|| panic!("no call ends before /*{wanted}*/"));
            let printed = ty.as_ref().and_then(type_string);
            assert_eq!(printed.as_deref().unwrap_or("unknown"), wanted, "in {path} at {start}");
            count += 1;
            rest = end;
        }
    }
    assert!(count > 0);
}

fn find<'t>(tree: &'t Tree, text: &str) -> Node<'t> {
    let mut nodes = descendants(tree.root());
    nodes.find(|node| tree.source(*node) == text).unwrap_or_else(|| panic!("no node reads {text}"))
}

#[test]
fn calls_of_the_standard_library_and_of_the_package() {
    check_calls(&[
        (
            "a.go",
            "package a

import (
	\"os\"
	str \"strings\"
)

type T struct{ *inner }

func f(t *T, e interface{ Error() string }) {
	x, err := os.Open(name())/*(*os.File, error)*/
	y := x.Name()/*string*/
	str.Cut(y, \"a\")/*(string, string, bool)*/
	err.Error()/*string*/
	e.Error()/*string*/
	t.m(1)/*example.com/m.Pair[int, string]*/
}
",
        ),
        (
            "b.go",
            "package a

type inner struct{}

type Pair[A, B any] struct{ a A; b B }

func (i inner) m(n int) Pair[int, string] { return Pair[int, string]{} }

func name() string { return \"\" }
",
        ),
    ]);
}

#[test]
fn inference_follows_arguments_and_constraints() {
    check_calls(&[(
        "a.go",
        "package a

import \"slices\"

type S []string

func Map[T, U any](s []T, f func(T) U) []U { return nil }

func Clone[L ~[]E, E any](l L) L { return l }

func PtrTo[T any, P interface{ *T; Set(string) }](s string) (t T) { return }

type V struct{}

func (*V) Set(string) {}

func f(s S) {
	Map(s, func(x string) int { return len(x)/*int*/ })/*[]int*/
	Clone(s)/*example.com/m.S*/
	slices.Max(s)/*string*/
	PtrTo[V](\"\")/*example.com/m.V*/
	_ = min(1, 2.5)/*float64*/
	Map([]int{1}, func(n int) error { return nil })/*[]error*/
	var g func([]string, func(string) bool) []bool = Map
	g(s, nil)/*[]bool*/
}
",
    )]);
}

#[test]
fn predeclared_names_may_be_shadowed() {
    check_calls(&[(
        "a.go",
        "package a

type error interface{ Code() int }

func len(x string) bool { return true }

func f(e error, string func() rune) {
	len(\"\")/*bool*/
	e.Code()/*int*/
	string()/*int32*/
}
",
    )]);
}

#[test]
fn untyped_constants_take_the_type_of_their_context() {
    check_calls(&[(
        "a.go",
        "package a

const c = min(1, 2)/*untyped int*/

func g(x float32, y any) {}

func f(s uint) {
	g(max(1, 2)/*float32*/, max('a', 2)/*int32*/)
	var d int64 = min(3, 4)/*int64*/
	_ = d
	_ = make([]int, len([c]int{})/*int*/)/*[]int*/
	_ = new([1 << c]int)/**[2]int*/
	_ = complex(1, 2)/*complex128*/
	_ = new(7)/**int*/
}
",
    )]);
}

#[test]
fn integers_have_the_size_of_the_platform() {
    let text = |size: u32| {
        format!(
            "package a

const size = 32 << (^uint(0) >> 63)

var x = new([size]int)/**[{size}]int*/
"
        )
    };
    for (name, size) in [("a_386.go", 32), ("b_arm.go", 32), ("c_arm64.go", 64), ("d_wasm.go", 64)] {
        check_calls(&[(name, &text(size))]);
    }
}

#[test]
fn what_is_in_a_circle_is_unknown() {
    check_calls(&[
        (
            "a/a.go",
            "package a

import (
	\"example.com/m/a\"
	\"example.com/m/b\"
)

type S struct{ T; f func() int }
type T struct{ a [2]S }
type I interface{ J; M() error }
type J interface{ I }
type G[P any] struct{ *S; f func() int }
type Fine struct{ next *Fine; all []G[Fine]; by map[string]Fine; f func(Fine) Fine }

func f(s S, i I, g G[S], fine Fine) {
	s.f()/*unknown*/
	i.M()/*unknown*/
	g.f()/*int*/
	fine.f(fine)/*example.com/m/a.Fine*/
	a.F()/*unknown*/
	b.F()/*unknown*/
	twice()/*unknown*/
}

func F() int { return 0 }
func twice() int { return 0 }
func twice() int { return 1 }
",
        ),
        ("b/b.go", "package b\n\nimport \"example.com/m/a\"\n\nfunc F() int { return a.F() }\n"),
    ]);
}

#[test]
fn what_is_missing_is_unknown_and_says_why() {
    let text = "package a\n\nimport \"example.org/gone\"\n\nfunc f() { x := gone.F(); x.Close(); undefined(); new(gone.T) }\n";
    let world = world(&[("a.go", text)]);
    let types = FileTypes::open(&world, Path::new("/m/a.go")).expect("the file is there");
    assert!(types.calls().iter().all(|(_, ty)| ty.as_ref().is_none_or(|ty| type_string(ty).is_none())));
    let tree = Tree::parse(text);
    for call in ["gone.F()", "x.Close()"] {
        let Callee::Unknown(reason) = types.callee(find(&tree, call)) else { panic!("{call} is known") };
        let missing = "package example.org/gone isn't on this machine";
        assert!(reason.contains(missing), "{reason}");
        assert_eq!(reason.starts_with(missing), call == "gone.F()", "{reason}");
    }
}

#[test]
fn names_resolve_to_what_declares_them() {
    let text =
        "package a\n\nimport \"fmt\"\n\nvar v int\n\nfunc f(p string) {\n\tfmt.Println(p, v, nil)\n}\n";
    let world = world(&[("a.go", text)]);
    let types = FileTypes::open(&world, Path::new("/m/a.go")).expect("the file is there");
    let tree = Tree::parse(text);
    let last = |name: &str| {
        let found =
            descendants(tree.root()).filter(|node| tree.source(*node) == name && node.child_count() == 0);
        types.resolve(found.last().expect("it's there"))
    };
    let declared = text.find("p string").expect("it's there");
    assert_eq!(last("p"), Object::Local(declared..declared + 1));
    assert_eq!(last("v"), Object::PackageLevel { package: "example.com/m".into(), name: "v".into() });
    assert_eq!(last("fmt"), Object::Package("fmt".into()));
    assert_eq!(last("nil"), Object::Universe("nil".into()));
    let call = descendants(tree.root()).find(|node| node.kind_id() == kind::CALL_EXPRESSION).expect("a call");
    assert_eq!(types.callee(call), Callee::Function { package: "fmt".into(), name: "Println".into() });
}

#[test]
fn types_are_written_as_the_file_names_them() {
    let text = "package a

import (
	\"bytes\"
	h \"net/http\"
	. \"os\"
)

type T struct{ when [2]string }

func f[K any](b *bytes.Buffer, c h.Client, d *File, k K, t T, u map[string]chan<- []T, w func(...byte) error) {
	first()
	if bytes := 1; bytes > 0 {
		second()
	}
	type T int
	third()
}
";
    let world = world(&[("a.go", text)]);
    let types = FileTypes::open(&world, Path::new("/m/a.go")).expect("the file is there");
    let tree = Tree::parse(text);
    let at = |marker: &str| text.find(marker).expect("it's there");
    let type_of = |name: &str| -> Type {
        let ident = descendants(tree.root())
            .find(|node| tree.source(*node) == name && node.kind_id() == kind::IDENTIFIER)
            .expect("it's there");
        types.type_of(ident).expect("its type is known")
    };
    let written = |name: &str, marker: &str| types.source_of(&type_of(name), at(marker)).map(|w| w.text);
    assert_eq!(written("b", "first()").as_deref(), Some("*bytes.Buffer"));
    assert_eq!(written("b", "second()"), None);
    assert_eq!(written("c", "second()").as_deref(), Some("h.Client"));
    assert_eq!(written("d", "first()").as_deref(), Some("*File"));
    assert_eq!(written("k", "first()").as_deref(), Some("K"));
    assert_eq!(written("u", "first()").as_deref(), Some("map[string]chan<- []T"));
    assert_eq!(written("u", "third()"), None);
    assert_eq!(written("w", "first()").as_deref(), Some("func(...byte) error"));
    let zero = |name: &str| types.zero_value(&type_of(name), at("first()")).map(|w| w.text);
    assert_eq!(zero("t").as_deref(), Some("T{}"));
    assert_eq!(zero("c").as_deref(), Some("h.Client{}"));
    assert_eq!(zero("k").as_deref(), Some("*new(K)"));
    assert_eq!(zero("u").as_deref(), Some("nil"));
    let time = types.named_type("time", "Time").expect("package time is embedded");
    let now = types.zero_value(&time, at("first()")).expect("it can be imported");
    assert_eq!((now.text.as_str(), now.imports[0].path.as_str()), ("time.Time{}", "time"));
}

#[test]
fn calls_that_never_return_are_found_through_helpers() {
    let text = "package a

import (
	\"log\"
	\"os\"
	\"testing\"
)

func die(code int) {
	if code > 1 {
		log.Fatalf(\"%d\", code)
	} else {
		exit(code)
	}
}

func exit(code int) { os.Exit(code) }

func maybe(code int) {
	if code > 0 {
		os.Exit(code)
	}
}

func rescued() {
	defer func() { recover() }()
	panic(1)
}

func serve() {
	for {
		maybe(0)
	}
}

func again(code int) {
	if code > 0 {
		again(code - 1)
	}
	os.Exit(code)
}

func f(t *testing.T) {
	die(2)
	again(2)
	maybe(2)
	rescued()
	serve()
	t.Fatal(2)
	t.Log(2)
	panic(2)
}
";
    let world = world(&[("a.go", text)]);
    let types = FileTypes::open(&world, Path::new("/m/a.go")).expect("the file is there");
    let tree = Tree::parse(text);
    for (call, expected) in [
        ("die(2)", true),
        ("again(2)", true),
        ("maybe(2)", false),
        ("rescued()", false),
        ("serve()", true),
        ("t.Fatal(2)", true),
        ("t.Log(2)", false),
        ("panic(2)", true),
    ] {
        let node = descendants(tree.root())
            .find(|node| tree.source(*node) == call && node.kind_id() == kind::CALL_EXPRESSION)
            .expect("it's there");
        assert_eq!(types.never_returns(node), expected, "{call}");
    }
}

#[test]
fn external_tests_see_what_tests_declare() {
    check_calls(&[
        ("p/p.go", "package p\n\ntype T struct{}\n"),
        ("p/export_test.go", "package p\n\nfunc (T) Inner() uint { return 0 }\n"),
        ("q/q.go", "package q\n\nimport \"example.com/m/p\"\n\nfunc Make() p.T { return p.T{} }\n"),
        (
            "p/p_test.go",
            "package p_test\n\nimport (\n\t\"example.com/m/p\"\n\t\"example.com/m/q\"\n)\n\nfunc f() {\n\tp.T{}.Inner()/*uint*/\n\tq.Make()/*example.com/m/p.T*/.Inner()/*uint*/\n}\n",
        ),
    ]);
}

#[test]
fn doc_comments_belong_to_declarations() {
    let text = "package a\n\n// F does\n// things.\nfunc F() {}\n\nfunc g() { F() }\n";
    let world = world(&[("a.go", text)]);
    let types = FileTypes::open(&world, Path::new("/m/a.go")).expect("the file is there");
    let tree = Tree::parse(text);
    let call = descendants(tree.root()).find(|node| node.kind_id() == kind::CALL_EXPRESSION).expect("a call");
    let declaration = types.declaration(call).expect("F is declared");
    assert_eq!(types.doc(&declaration), "F does\nthings.");
}

#[test]
fn broken_declarations_hide_only_what_they_may_declare() {
    check_calls(&[
        (
            "a.go",
            "package a\n\nfunc f(s string) {\n\tlen(s)/*int*/\n\tnew(int)/**int*/\n\tcopy()/*unknown*/\n}\n",
        ),
        ("b.go", "package a\n\nfunc copy( {\n}\n"),
    ]);
}

#[test]
fn texts_that_are_not_on_disk_are_read_among_their_package() {
    let world = world(&[("a.go", "package a\n"), ("b.go", "package a\n\nfunc G() error { return nil }\n")]);
    for file in ["/m/a.go", "/m/new.go", "/m/new_test.go"] {
        let text = "package a\n\nfunc f() { G(); len(\"\") }\n";
        let types = FileTypes::of_text(&world, Path::new(file), text, &Outline::of(text)).expect("it's read");
        let known = types.calls().into_iter().map(|(_, ty)| ty.as_ref().and_then(type_string));
        assert_eq!(known.collect::<Vec<_>>(), [Some("error".to_string()), Some("int".to_string())], "{file}");
    }
}

/// What a glance says of a call is what the whole function says, or nothing.
#[test]
fn a_glance_agrees_with_the_whole_function() {
    let text = r#"package a

import (
	"errors"
	"os"
)

type T struct{ f *os.File }

func (t *T) close() error { return t.f.Close() }

func two() (int, error) { return 0, errors.New("x") }

func generic[E any](e E) (E, error) { return e, nil }

type list[E any] []E

func (l list[E]) pop() (e E, err error) { return l[0], nil }

func all(t *T, path string, l list[string]) (err error) {
	f, err := os.Open(path)
	_ = f.Close()
again:
	g, _ := two()
	if h, err := os.Create(path); err == nil {
		_ = h.Sync()
		go func(k *os.File) { _, _ = k.Write(nil) }(h)
	} else if f := t; g > 0 {
		_ = f.close()
		goto again
	}
	for _, f := range []*T{t} {
		_ = f.close()
	}
	switch v := any(t).(type) {
	case *T:
		_ = v.close()
	case interface{ Close() error }:
		_ = v.Close()
	}
	var c chan func() error
	select {
	case f := <-c:
		_ = f()
	default:
	}
	{
		two := func() (string, bool) { return "", false }
		_, _ = two()
	}
	_, _ = generic(g)
	_, _ = l.pop()
	_ = append([]int{}, g)
	m := map[string]*T{}
	_ = m[path].close()
	return
}
"#;
    let world = world(&[("/m/go.mod", "module m\n\ngo 1.25\n"), ("/m/a.go", text)]);
    let outline = Outline::of(text);
    let types = FileTypes::of_text(&world, Path::new("/m/a.go"), text, &outline).expect("it's read");
    let index = outline.decls.len() - 1;
    let calls = types.syntax(index).expect("it parses").calls.clone();
    let glance = types.glance(index, calls.clone());
    let printed = |results: &[Type]| results.iter().map(type_string).collect::<Vec<_>>();
    let mut known = 0;
    for call in &calls {
        let range = call.start as usize..call.end as usize;
        let whole = match types.type_at(range.clone()).expect("all types are known") {
            Type::Tuple(all) => all.to_vec(),
            one => vec![one],
        };
        let Some(found) = glance.results(call.clone()) else { continue };
        known += 1;
        let callee = types.callee_at(range.clone());
        assert!(glance.callee(call.clone()) == Some(&callee), "{}", &text[range.clone()]);
        for (found, whole) in printed(&found).iter().zip(printed(&whole)) {
            let said = &text[range.clone()];
            assert!(found.is_none() || *found == whole, "{said}: {found:?}, not {whole:?}");
        }
    }
    assert!(known + 3 >= calls.len(), "{known} of {}", calls.len());
}

/// What a limit of the recursion cuts short in one place is found from another.
#[test]
fn deep_chains_leave_no_trace() {
    let types = "package m\n\ntype B struct{ n int }\n\nfunc New() *B { return nil }\n\nfunc (b *B) A() *B { return b }\n";
    for links in 40..90 {
        let deep = format!("package m\n\nfunc f() {{ New(){} }}\n", ".A()".repeat(links));
        let world = world(&[("b.go", types), ("c.go", &deep), ("d.go", "package m\n\nfunc g() { New() }\n")]);
        let open = |file: &str| FileTypes::open(&world, Path::new(file)).expect("the file is there");
        open("/m/c.go").calls();
        let calls = open("/m/d.go").calls();
        let printed: Vec<_> = calls.iter().map(|(_, ty)| ty.as_ref().and_then(type_string)).collect();
        assert_eq!(printed, [Some("*example.com/m.B".to_string())], "after {links} links");
    }
}

#[test]
fn the_name_of_an_import_is_what_its_package_says() {
    let world = world(&[
        ("go-log/v2/x.go", "package log\n"),
        (
            "a.go",
            "package a\n\nimport (\n\t\"example.com/m/go-log/v2\"\n\t\"example.com/missing/go-slog\"\n\tmaps \"strings\"\n)\n\nvar _ = log.X\n",
        ),
    ]);
    let types = FileTypes::open(&world, Path::new("/m/a.go")).expect("the file is there");
    for (name, free) in [("log", false), ("slog", false), ("maps", false), ("strings", true), ("v2", true)] {
        assert_eq!(types.can_import_as(name), free, "{name}");
    }
}

/// Edits of bodies and more imports cost no new package; edits of declarations do.
#[test]
fn declarations_are_shared_with_what_is_on_disk() {
    let text = "package a\n\ntype T int\n\nfunc F() T { return 1 }\n";
    let world = world(&[("a.go", text), ("b.go", "package a\n\nvar v = F()\n")]);
    let path = Path::new("/m/a.go");
    let package = FileTypes::open(&world, path).expect("the file is there").package().id;
    for (edited, shared) in [
        ("package a\n\nimport \"os\"\n\ntype T int\n\nfunc F() T { os.Exit(1); return 2 }\n", true),
        ("package a\n\ntype T string\n\nfunc F() T { return \"\" }\n", false),
        ("package a\n\ntype T int\n\nfunc F() (T, error) { return 1, nil }\n", false),
    ] {
        let types = FileTypes::of_text(&world, path, edited, &Outline::of(edited)).expect("it's Go");
        assert_eq!(types.package().id == package, shared, "{edited}");
        assert!(types.calls().iter().all(|(_, ty)| ty.is_some()), "{edited}");
    }
}
