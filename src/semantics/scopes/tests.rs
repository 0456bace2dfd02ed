use super::*;
use crate::syntax::{descendants, named_children};

/// The declaration in `source`, which is the last of a file.
fn with_scopes(source: &str, check: impl FnOnce(&Tree, &Scopes)) {
    let text = format!("package a\n\n{source}\n");
    let tree = Tree::parse(&text);
    assert_eq!(tree.broken(), [], "{source}");
    let decl = named_children(tree.root()).into_iter().next_back().expect("a declaration");
    check(&tree, &Scopes::of(&tree, decl));
}

/// Each identifier `name` in `source` as `declaration line:use line`, `-` for free; in source order.
fn meanings(source: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    with_scopes(source, |tree, scopes| {
        let line = |node: Node| tree.text()[..node.start_byte()].matches('\n').count() - 1;
        for used in scopes.uses_in(0..tree.text().len()).filter(|used| used.name == name) {
            let declared = used.local.map(|id| line(scopes.local(id).declared).to_string());
            found.push(format!("{}:{}", declared.as_deref().unwrap_or("-"), line(used.node)));
        }
    });
    found
}

fn accesses(source: &str, name: &str) -> Vec<(Access, String)> {
    let mut found = Vec::new();
    with_scopes(source, |tree, scopes| {
        for used in scopes.uses_in(0..tree.text().len()).filter(|used| used.name == name) {
            found.push((used.access, tree.source(used.operand).to_string()));
        }
    });
    found
}

fn kinds(source: &str) -> Vec<(String, LocalKind)> {
    let mut found = Vec::new();
    with_scopes(source, |_, scopes| {
        found = scopes.locals().map(|(_, local)| (local.name.to_string(), local.kind)).collect();
    });
    found
}

#[test]
fn a_variable_is_in_scope_after_its_statement() {
    assert_eq!(meanings("func f() {\n\tx := x\n\tvar x2 = x2\n\tuse(x)\n}", "x"), ["-:2", "2:4"]);
    assert_eq!(meanings("func f() {\n\tvar x = func() int { return x }\n\t_ = x\n}", "x"), ["-:2", "2:3"]);
}

#[test]
fn a_local_type_is_in_scope_in_itself() {
    assert_eq!(meanings("func f() {\n\ttype T struct{ next *T }\n}", "T"), ["2:2"]);
}

#[test]
fn short_declarations_redeclare_in_the_same_block_only() {
    let source = "func f() {\n\ta, err := g()\n\tb, err := g()\n\tif true {\n\t\tc, err := g()\n\t\t_ = err\n\t}\n\t_ = err\n}";
    assert_eq!(meanings(source, "err"), ["2:3", "5:6", "2:8"]);
    assert_eq!(accesses(source, "err")[0].0, Access::Write);
    // Parameters are declared in the block of the body.
    assert_eq!(meanings("func f(err error) {\n\tx, err := g()\n}", "err"), ["1:2"]);
}

#[test]
fn headers_have_blocks_of_their_own() {
    let source = "func f() {\n\tif x := g(); x {\n\t\tuse(x)\n\t} else if y := x; y {\n\t\tx := 1\n\t} else {\n\t\tuse(x, y)\n\t}\n\tuse(x, y)\n}";
    assert_eq!(meanings(source, "x"), ["2:2", "2:3", "2:4", "2:7", "-:9"]);
    assert_eq!(meanings(source, "y"), ["4:4", "4:7", "-:9"]);
    assert_eq!(
        meanings("func f() {\n\tswitch x := g(); x {\n\tcase x:\n\t}\n\tx()\n}", "x"),
        ["2:2", "2:3", "-:5"]
    );
}

#[test]
fn clauses_have_blocks_of_their_own() {
    let source = "func f() {\n\tselect {\n\tcase x := <-x:\n\t\tuse(x)\n\tcase x = <-c:\n\tdefault:\n\t\tuse(x)\n\t}\n}";
    assert_eq!(meanings(source, "x"), ["-:3", "3:4", "-:5", "-:7"]);
    assert_eq!(accesses(source, "x")[2].0, Access::Write);
}

#[test]
fn the_symbol_of_a_type_switch_is_declared_in_each_clause() {
    let source = "func f(x any) {\n\tswitch x := x.(type) {\n\tcase x, int:\n\t\tuse(x)\n\tdefault:\n\t\tuse(x)\n\t}\n\tuse(x)\n}";
    assert_eq!(meanings(source, "x"), ["1:2", "1:3", "2:4", "2:6", "1:8"]);
    assert_eq!(kinds(source).len(), 3);
}

#[test]
fn range_expressions_do_not_see_the_variables() {
    let source = "func f() {\n\tfor x := range x {\n\t\tuse(x)\n\t}\n\tfor x = range y {\n\t}\n}";
    assert_eq!(meanings(source, "x"), ["-:2", "2:3", "-:5"]);
    assert_eq!(accesses(source, "x")[2].0, Access::Write);
    let three = "func f() {\n\tfor i := i; i < 3; i++ {\n\t\ti := i\n\t\tuse(i)\n\t}\n}";
    assert_eq!(meanings(three, "i"), ["-:2", "2:2", "2:2", "2:3", "3:4"]);
    assert_eq!(kinds(three)[0].1, LocalKind::ForInit);
}

#[test]
fn functions_declare_what_their_signature_names() {
    let source =
        "func (r *T[K]) m(p K, q ...p) (res K) {\n\t_ = func(q K) { use(q, p, r, res) }\n\tuse(q)\n}";
    let found: Vec<_> = kinds(source).into_iter().map(|(name, kind)| format!("{name} {kind:?}")).collect();
    assert_eq!(found, ["K TypeParam", "r Receiver", "p Param", "q Param", "res Result", "q Param"]);
    // A parameter's type doesn't see the parameters.
    assert_eq!(meanings(source, "p"), ["-:1", "1:2"]);
    assert_eq!(meanings(source, "q"), ["2:2", "1:3"]);
    assert_eq!(meanings("func f[A ~[]B, B any](a A) (b B) {\n}", "B"), ["1:1", "1:1"]);
    assert_eq!(meanings("func f() {\n\tvar _ func(x int) = nil\n\tuse(x)\n}", "x"), ["-:3"]);
}

#[test]
fn long_parameter_lists_declare_all_their_names() {
    let source =
        "func f(a, b, c, d, e, f, g, h, i, j int) {\n\t_ = a\n\tvar _ func(a, b, c, d, e, f, g, h, i int)\n}";
    assert_eq!(meanings(source, "a"), ["1:2"]);
}

#[test]
fn labels_are_a_namespace_of_their_own() {
    let source = "func f() {\nx:\n\tfor {\n\t\tx := 1\n\t\t_ = func() {\n\t\tx:\n\t\t\tgoto x\n\t\t}\n\t\tuse(x)\n\t\tbreak x\n\t}\n}";
    assert_eq!(meanings(source, "x"), ["6:7", "4:9", "2:10"]);
}

#[test]
fn predeclared_names_can_be_declared() {
    assert_eq!(meanings("func f() {\n\tnil, true := 1, 2\n\tuse(nil)\n\t_ = true\n}", "nil"), ["2:3"]);
    assert_eq!(meanings("func f(iota int) {\n\tuse(iota)\n}", "iota"), ["1:2"]);
    assert_eq!(meanings("func f() {\n\tuse(nil)\n}", "nil"), ["-:2"]);
}

#[test]
fn names_of_fields_and_methods_are_no_uses() {
    let source = "func f() {\n\tx := 1\n\tuse(a.x, T{y: x}, struct{ x int }{x: 2})\n\ta.x()\n\tvar _ interface{ x() }\n}";
    assert_eq!(meanings(source, "x"), ["2:3"]);
}

#[test]
fn keys_of_unknown_literals_may_be_fields() {
    let source = "func f() {\n\tx := 1\n\t_ = T{x: x}\n\t_ = map[int]int{x: x}\n\t_ = []T{{x: 1}, x: {}}\n\t_ = map[int]struct{ x int }{x: {x: 1}}\n\t_ = []*[2]int{{x: 1}}\n}";
    with_scopes(source, |tree, scopes| {
        let keys: Vec<_> = scopes
            .uses_in(0..tree.text().len())
            .filter(|used| used.name == "x")
            .map(|used| {
                (tree.text()[..used.node.start_byte()].matches('\n').count() - 1, used.maybe_field_key)
            })
            .collect();
        let maybe = [3, 5];
        assert_eq!(keys.iter().filter(|k| k.1).map(|k| k.0).collect::<Vec<_>>(), maybe);
        assert_eq!(keys.iter().map(|k| k.0).collect::<Vec<_>>(), [3, 3, 4, 4, 5, 5, 6, 7]);
    });
}

#[test]
fn what_is_done_to_a_variable_is_told() {
    use Access::*;
    let source = "func f(v T) {\n\tv = 1\n\tv += 1\n\tv++\n\t(v).f.g[i] = 1\n\tv[0]++\n\tp(&v, &v.f, &(v[1]), v[:], v.f[1:2], &v[:][0])\n\tv.m()\n\tg(v[0], v.f[0], *v, &T{v})\n\tv[0].m()\n\t*v = 1\n\tv.f()[0] = 1\n}";
    let expected = [
        (Write, "v"),
        (ReadWrite, "v"),
        (ReadWrite, "v"),
        (PartWrite, "(v).f.g[i]"),
        (PartWrite, "v[0]"),
        (AddressTaken, "v"),
        (PartAddressTaken, "v.f"),
        (PartAddressTaken, "v[1]"),
        (Sliced, "v"),
        (Sliced, "v.f"),
        (Sliced, "v"),
        (Selected, "v.m"),
        (Read, "v"),
        (Selected, "v.f"),
        (Read, "v"),
        (Read, "v"),
        (Selected, "v[0].m"),
        (Read, "v"),
        (Selected, "v.f"),
    ];
    let found = accesses(source, "v");
    let found: Vec<_> = found.iter().map(|(access, text)| (*access, text.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn types_of_the_grammar_may_be_variables() {
    let source = "func f(fs []func(int), v T, i int) {\n\tfs[i](1)\n\tv.fs[i](1)\n\t(i)(1)\n}";
    assert_eq!(meanings(source, "fs"), ["1:2"]);
    assert_eq!(accesses(source, "v")[0].0, Access::Selected);
    assert_eq!(meanings(source, "i"), ["1:2", "1:3", "1:4"]);
}

#[test]
fn captures_are_told_with_the_literals_around_them() {
    let source = "func f() {\n\tx := 1\n\tgo func() {\n\t\tdefer func() { use(x) }()\n\t\tx := 2\n\t\tuse(x)\n\t}()\n}";
    with_scopes(source, |tree, scopes| {
        let uses: Vec<_> = scopes.uses_in(0..tree.text().len()).filter(|used| used.name == "x").collect();
        assert!(scopes.is_captured(uses[0]) && !scopes.is_captured(uses[1]));
        let literals = scopes.captured_by(uses[0]);
        assert_eq!(literals.len(), 2);
        assert_eq!(tree.source(literals[0]), "func() { use(x) }");
    });
}

#[test]
fn initialisers_at_package_level_declare_nothing_local() {
    let source = "var x = func() int {\n\ty := x\n\treturn y\n}()";
    assert_eq!(meanings(source, "x"), ["-:2"]);
    assert_eq!(meanings(source, "y"), ["2:3"]);
    assert_eq!(meanings("type T[P any] struct{ p P; x int }", "P"), ["1:1"]);
}

#[test]
fn names_are_known_at_any_place() {
    let source = "func f(err error) {\n\tif x {\n\t\terr := 1\n\t\t_ = err /*inner*/\n\t}\n\tswitch {\n\tcase true:\n\t\tz := 1\n\t\t_ = z\n\t\t/*clause*/\n\tcase false:\n\t}\n\t/*outer*/\n}";
    with_scopes(source, |tree, scopes| {
        let at = |mark: &str| tree.text().find(mark).expect("a mark");
        let kind = |name: &str, mark: &str| scopes.meaning_at(name, at(mark)).map(|id| scopes.local(id).kind);
        assert_eq!(kind("err", "/*inner*/"), Some(LocalKind::Var));
        assert_eq!(kind("err", "/*outer*/"), Some(LocalKind::Param));
        assert_eq!(kind("err", "x {"), Some(LocalKind::Param));
        assert_eq!(kind("err", ":= 1"), Some(LocalKind::Param));
        assert_eq!(kind("err", "err error"), None);
        assert_eq!(kind("z", "/*clause*/"), Some(LocalKind::Var));
        assert_eq!(kind("z", "/*outer*/"), None);
        assert!(scopes.is_free_name("x") && !scopes.is_free_name("err"));
        assert_eq!(scopes.fresh_name("x"), "x2");
        assert_eq!(scopes.fresh_name("len"), "len2");
        assert_eq!(scopes.fresh_name("stop"), "stop");
    });
}

#[test]
fn a_declaration_may_not_catch_what_means_another() {
    let source = "func f(v int) {\n\tgo func() { use(v) }()\n\tgo func() { v := 1; use(v) }()\n\tgo func() { v := v; use(v) }()\n}";
    with_scopes(source, |tree, scopes| {
        let bodies: Vec<_> = descendants(tree.root())
            .filter(|n| n.kind_id() == kind::FUNC_LITERAL)
            .map(|n| scopes.can_declare("v", n.byte_range()))
            .collect();
        assert_eq!(bodies, [false, true, false]);
    });
}

#[test]
fn a_bare_return_uses_the_named_results_of_its_function() {
    let source = "func f() (v, w int) {\n\t{ return }\n\t{ return 1, 2 }\n\t{ go func() { return }() }\n\t{ go func() (v int) { return }() }\n\treturn\n}";
    with_scopes(source, |tree, scopes| {
        let function = descendants(tree.root()).find(|n| n.kind_id() == kind::FUNCTION_DECLARATION);
        let body = function.and_then(|f| f.child_by_field_name("body")).expect("a body");
        let blocks: Vec<_> = descendants(body)
            .filter(|n| {
                n.kind_id() == kind::BLOCK && n.parent().is_some_and(|p| p.kind_id() == kind::STATEMENT_LIST)
            })
            .map(|n| (scopes.can_declare("v", n.byte_range()), scopes.can_declare("other", n.byte_range())))
            .collect();
        assert_eq!(blocks, [(false, true), (true, true), (true, true), (true, true)]);
    });
}

#[test]
fn imports_have_names_and_guesses() {
    let text = "package a\nimport \"fmt\"\nimport (\n\t. \"testing\"\n\t_ \"embed\"\n\ty \"gopkg.in/yaml.v3\"\n\t\"gopkg.in/inf.v0\"\n\t\"github.com/a/b/v2\"\n)\nvar b int\nfunc f(y int) { fmt.Println(y, inf.X, b) }\n";
    let tree = Tree::parse(text);
    let imports = Imports::of(&tree);
    let names: Vec<_> = imports.iter().map(|import| import.name).collect();
    use ImportName::*;
    assert_eq!(names, [Guessed("fmt"), Dot, Blank, Explicit("y"), Guessed("inf"), Guessed("b")]);
    let decl = named_children(tree.root()).into_iter().next_back().expect("a function");
    let scopes = Scopes::of(&tree, decl);
    let paths: Vec<_> = scopes
        .uses_in(0..text.len())
        .filter_map(|used| imports.package_of(&scopes, used.node))
        .map(|import| import.path)
        .collect();
    assert_eq!(paths, ["fmt", "gopkg.in/inf.v0"]);
}

#[test]
fn deep_nesting_is_walked() {
    let n = 5_000;
    let source = format!("func f(x int) {{\n\t_ = {}x{}\n}}", "(".repeat(n), ")".repeat(n));
    assert_eq!(meanings(&source, "x"), ["1:2"]);
}
