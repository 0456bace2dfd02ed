use super::*;
use crate::syntax::descendants;

/// `body` as the body of a function. Marks are calls: `here()` for the statement in question.
fn with_function(body: &str, check: impl for<'t> FnOnce(&'t Tree, Node<'t>)) {
    let tree = Tree::parse(&format!("package a\n\nfunc f() {{\n{body}\n}}\n"));
    assert_eq!(tree.broken(), [], "{body}");
    let function = named_children(tree.root()).into_iter().next_back().expect("a function");
    check(&tree, function);
}

fn statement_of<'t>(tree: &'t Tree, call: &str) -> Node<'t> {
    descendants(tree.root())
        .find(|n| n.kind_id() == kind::EXPRESSION_STATEMENT && tree.source(*n) == call)
        .expect("a call statement")
}

/// `exit()` never returns.
fn ask<'t, T>(tree: &'t Tree, question: impl FnOnce(NeverReturns<'_, 't>) -> T) -> T {
    question(&|call| tree.source(call) == "exit()")
}

fn terminating(body: &str) -> bool {
    let mut answer = false;
    with_function(body, |tree, function| {
        let list = field(function, "body").map(statements).unwrap_or_default();
        answer = ask(tree, |never| terminates(tree, &list, never));
    });
    answer
}

/// Whether the statement leaves all loops around it before it could run again.
fn once(body: &str) -> bool {
    let mut answer = false;
    with_function(body, |tree, _| {
        let here = statement_of(tree, "here()");
        answer = enclosing_loops(tree, here)
            .last()
            .is_none_or(|outermost| ask(tree, |never| always_leaves_after(tree, here, *outermost, never)));
    });
    answer
}

/// What leaves the body of the first loop: `kind label->line of target`, with `*` when it stays inside.
fn leaving(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    with_function(body, |tree, function| {
        let first = descendants(function).find(|n| n.kind_id() == kind::FOR_STATEMENT).expect("a loop");
        let run = statements(field(first, "body").expect("a body"));
        let line = |node: Node| tree.text()[..node.start_byte()].matches('\n').count() - 2;
        found = leaves(tree, &run)
            .into_iter()
            .map(|leave| {
                let label = leave.label.map_or("", |label| tree.source(label));
                let target = leave.target.map_or("-".to_string(), |target| line(target).to_string());
                let inside = if leave.targets_inside { "*" } else { "" };
                format!("{:?} {label}->{target}{inside}", leave.kind)
            })
            .collect();
    });
    found
}

#[test]
fn transfers_know_their_targets() {
    let body = "for {\n\tif a { break }\n\tswitch {\n\tcase b:\n\t\tfallthrough\n\tdefault:\n\t\tbreak\n\t}\n\tfor x := range y { continue }\n\treturn\n}";
    assert_eq!(leaving(body), ["Break ->1", "Fallthrough ->3*", "Break ->3*", "Continue ->9*", "Return ->-"]);
}

#[test]
fn labels_choose_the_target() {
    let body = "outer:\nfor {\n\tinner:\n\tfor {\n\t\tcontinue outer\n\t\tbreak inner\n\t\tgoto end\n\t\tgoto inner\n\t\tgo func() { return }()\n\t}\n}\nend:";
    assert_eq!(leaving(body), ["Continue outer->2", "Break inner->4*", "Goto end->12", "Goto inner->3*"]);
}

#[test]
fn terminating_statements_are_those_of_the_spec() {
    for body in [
        "return",
        "exit()",
        "a: goto a",
        "{ return }",
        "if a { return } else if b { exit() } else { return }",
        "for {}",
        "for ;; {}",
        "a: for { for { break } ; switch { case x: break } }",
        "switch { case a: return; case b: fallthrough; default: exit() }",
        "switch x.(type) { default: return }",
        "select {}",
        "select { case <-c: return }",
        "return\n;",
    ] {
        assert!(terminating(body), "{body}");
    }
    for body in [
        "",
        "f()",
        "if a { return }",
        "if a { return } else { f() }",
        "for a {}",
        "for range a {}",
        "for ; a; {}",
        "for { break }",
        "a: for { for { break a } }",
        "switch { case a: return }",
        "switch { default: if a { break }; return }",
        "select { case <-c: return; default: }",
        "select { case <-c: break }",
        "defer exit()",
        "go func() { return }()",
    ] {
        assert!(!terminating(body), "{body}");
    }
}

#[test]
fn a_statement_that_always_leaves_runs_once() {
    for body in [
        "here()",
        "for { here(); return }",
        "for { if a { here(); exit() } }",
        "for { here(); if a { return } else { break } }",
        "for { here(); if a { return }; b(); break }",
        "for { for { here(); break }; return }",
        "a: for { for { here(); break a } }",
        "for { switch { case a: here() }; return }",
        "for { switch { case a: here(); break; default: }; return }",
        "for { here(); for {} }",
        "for { here(); for { if a { continue }; return } }",
        "for { here(); select { case <-a: return; case <-b: exit() } }",
        "for { here(); switch { case a: fallthrough; default: return } }",
        "for range here() { }\nhere()",
        "for a := 0; ; { here(); { break } }",
    ] {
        assert!(once(body), "{body}");
    }
}

#[test]
fn a_statement_that_may_come_round_again_is_not_said_to_run_once() {
    for body in [
        "for { here() }",
        "for { here(); if a { continue }; return }",
        "for { here(); if a { return } }",
        "for { for { here() }; return }",
        "for { for { here(); break } }",
        "for { for { here(); break }; if a { return } }",
        "a: for { for { here(); continue a } }",
        "for { here(); switch { case a: return } }",
        "for { here(); switch { case a: return; default: break } }",
        "for { here(); for a { return } }",
        "for { switch { case a: here(); fallthrough; default: }; return }",
        "for { here(); goto a; a: return }",
        "for { here(); func() { return }() }",
        "for { here(); defer exit() }",
    ] {
        assert!(!once(body), "{body}");
    }
}

#[test]
fn what_a_loop_evaluates_once_is_not_inside_it() {
    let loops = |body: &str, text: &str| {
        let mut answer = 0;
        with_function(body, |tree, function| {
            let node = descendants(function).find(|n| tree.source(*n) == text).expect("a node");
            answer = enclosing_loops(tree, node).len();
        });
        answer
    };
    assert_eq!(loops("for { for x := range here() { } }", "here()"), 1);
    assert_eq!(loops("for i := here(); i < 3; i++ { }", "here()"), 0);
    assert_eq!(loops("for i := 0; i < here(); i++ { }", "here()"), 1);
    assert_eq!(loops("for i := 0; i < 3; here() { }", "here()"), 1);
    assert_eq!(loops("for x := range func() { here() } { }", "here()"), 0);
    assert_eq!(loops("for { go func() { here() }() }", "here()"), 0);
    assert_eq!(loops("for { go here() }", "here()"), 1);
}

#[test]
fn deep_nesting_has_a_careful_answer() {
    let n = 5_000;
    let body = format!("for {{ here(); {} return {} }}", "if a {".repeat(n), "}".repeat(n));
    assert!(!once(&body));
    assert!(!terminating(&format!("{} return {}", "{".repeat(n), "}".repeat(n))));
}
