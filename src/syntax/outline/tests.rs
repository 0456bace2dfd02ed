use super::*;

fn outline(text: &str) -> Vec<(Keyword, &str, Option<&str>, bool)> {
    Outline::of(text)
        .decls
        .iter()
        .map(|d| (d.keyword, text[d.range.clone()].trim_end(), d.body.clone().map(|b| &text[b]), d.broken))
        .collect()
}

#[test]
fn declarations_end_where_go_inserts_a_semicolon() {
    let text =
        "// doc\npackage a; import \"x\"\nvar f =\n\tfunc() int { return '}' }\n\ntype (\n\tT struct{}\n)\n";
    assert_eq!(
        outline(text),
        [
            (Keyword::Package, "package a;", None, false),
            (Keyword::Import, "import \"x\"", None, false),
            (Keyword::Var, "var f =\n\tfunc() int { return '}' }", None, false),
            (Keyword::Type, "type (\n\tT struct{}\n)", None, false),
        ]
    );
}

#[test]
fn bodies_are_told_from_braces_of_types() {
    let text = "package a\nfunc f() interface{}\nfunc g() struct{ x int } { return x }\nfunc h(x map[string]struct{}) (y []interface{}) { /* } */ }\nfunc k[T interface{ m() }](t T) {\n\ts := `}`\n}";
    let bodies: Vec<_> = outline(text).into_iter().skip(1).map(|d| d.2).collect();
    assert_eq!(bodies, [None, Some("{ return x }"), Some("{ /* } */ }"), Some("{\n\ts := `}`\n}")]);
}

#[test]
fn a_comment_that_does_not_end_is_broken() {
    let found = outline("package a\n\nfunc f() {}\n\n/* never\n");
    assert_eq!(
        found.iter().map(|d| (d.1, d.3)).collect::<Vec<_>>(),
        [("package a", false), ("func f() {}", false), ("/* never", true),]
    );
    for text in [
        "func f() {} /* never",
        "var x = y + /* never",
        "func f() { /* never }",
        "var x = `never\n\nfunc f() {}\n",
        "func f() {\n\tg(`never)\n}\n\nfunc g() {}\n",
    ] {
        let whole = format!("package a\n\n{text}");
        let found = outline(&whole);
        assert_eq!(
            found.iter().map(|d| (d.1, d.3)).collect::<Vec<_>>(),
            [("package a", false), (text.trim_end(), true)]
        );
    }
}

#[test]
fn a_broken_declaration_does_not_hide_the_next() {
    let text =
        "package a\nfunc f() {\n\tif x {\n}\n\nfunc g() {}\nvar s = \"abc\nfunc h() {}\n} x\nfunc i() {}\n";
    let found: Vec<_> = outline(text).into_iter().map(|d| (d.1.lines().next().unwrap_or(""), d.3)).collect();
    assert_eq!(
        found,
        [
            ("package a", false),
            ("func f() {", true),
            ("func g() {}", false),
            ("var s = \"abc", true),
            ("func h() {}", false),
            ("} x", true),
            ("func i() {}", false),
        ]
    );
}

fn names(decl: &str) -> Option<Vec<String>> {
    let text = format!("package a; {decl}");
    let written = |spec: Spec| {
        let names: Vec<&str> = spec.names.into_iter().map(|name| &text[name]).collect();
        format!("{}{}", names.join(" "), if spec.is_alias { "=" } else { "" })
    };
    Some(specs(&text, 11..text.len())?.into_iter().map(written).collect())
}

#[test]
fn specifications_declare_names() {
    let cases: &[(&str, &[&str])] = &[
        ("var a = func() int { return 1 }\n", &["a"]),
        ("var a, b,\n\tc int\n", &["a b c"]),
        ("const a = 1;", &["a"]),
        ("type A = B\n", &["A="]),
        ("type A B\n", &["A"]),
        ("type A[P any] = B[P]\n", &["A="]),
        ("type A[P any] struct{ b int }\n", &["A"]),
        ("type A [n]int\n", &["A"]),
        ("type größe struct{}\n", &["größe"]),
        ("type ()\n", &[]),
        ("type (\n\tA struct {\n\t\tb int // }\n\t}\n\n\t// C\n\tC = D; E int\n)\n", &["A", "C=", "E"]),
        (
            "const (\n\ta = iota\n\tb /* c */\n\tc, d = 1 +\n\t\t2, `\n)`\n\te = (3)\n)\n",
            &["a", "b", "c d", "e"],
        ),
        (
            "var (\n\ta func(b int,\n\t\tc int) error\n\td map[string]struct{}\n\te <-chan\n\tint\n)\n",
            &["a", "d", "e"],
        ),
        ("var (a int)\n", &["a"]),
    ];
    for (decl, wanted) in cases {
        let wanted: Vec<String> = wanted.iter().map(|name| name.to_string()).collect();
        assert_eq!(names(decl), Some(wanted), "{decl}");
    }
    for decl in ["var 1 = 2\n", "type struct {}\n", "var a, 1 int\n", "var (\n\ta int\n\t+\n)\n", "var"] {
        assert_eq!(names(decl), None, "{decl}");
    }
}

#[test]
fn brackets_are_found_wherever_blocks_begin() {
    for shift in 0..40 {
        let text = format!("func f() {{ /*{} */ g(x[0], \"}}\", '}}', `}}`) // }}\n}} x", "{".repeat(shift));
        let decl = &Outline::of(&text).decls[0];
        let body = decl.body.clone().expect("it's closed");
        assert_eq!(&text[body.end..], " x", "{shift}");
    }
}
