//! What `blank-error` writes compiles: every shape of a discard in every kind of function, among what may stand around it, under
//! every setting, by the real Go compiler.
//!
//! `GOMEND_ALL=1 cargo test --test checks` takes the whole product. Otherwise what stands around differs from function to function, and every
//! setting but the default has its fourth of them.

mod support;

use gomend::codemod::Remedy;
use gomend::codemods::by_name;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use support::{Toolchain, go_mod, run_with, stubs};

const SETTINGS: &[&str] = &[
    "",
    "no-error-result = 'log'",
    "no-error-result = 'log-and-return'",
    "no-error-result = 'panic'",
    r#"wrap = 'fmt.Errorf("{call}: %w", {err})'"#,
];

/// What the functions call.
const HEAD: &str = r#"package checks

import (
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

type myErr struct{}

func (*myErr) Error() string { return "" }

type res struct{ n int }

func (*res) do() error            { return nil }
func (res) get() (string, error)  { return "", nil }
func one() error                  { return nil }
func val(...int) (int, error)     { return 0, nil }
func mid() (int, error, string)   { return 0, nil, "" }
func pair() (error, error)        { return nil, nil }
func own() (int, *myErr)          { return 0, nil }
func network() (int, net.Error)   { return 0, nil }
func gen[T any](v T) (T, error)   { return v, nil }
func with(f func()) error         { return nil }
func use(...any)                  {}

var _ = time.Time{}
"#;

/// Statements that throw an error away.
const SHAPES: &[&str] = &[
    "_ = one()",
    "_ = one() // behind",
    "_, _ = val()",
    "x, _ := val()\nuse(x)",
    "var x int\nx, _ = val()\nuse(x)",
    "var x, _ = val()\nuse(x)",
    "if x, _ := val(); x > 2 {\n\tuse(x)\n}",
    "if _ = one(); len(\"a\") > 2 {\n\tuse(1)\n}",
    "if len(\"a\") > 2 {\n\tuse(1)\n} else if x, _ := val(); x > 3 {\n\tuse(2)\n}",
    "switch x, _ := val(); {\ncase x > 2:\n\tuse(x)\n}",
    "switch x, _ := val(); y := any(x).(type) {\ncase int:\n\tuse(y)\n}",
    "for x, _ := val(); x < 3; x++ {\n\tuse(x)\n}",
    "for x, _ := val(); x < 3; {\n\tx++\n}",
    "for x, _ := val(); ; {\n\tuse(x)\n\tbreak\n}",
    "x, _, s := mid()\nuse(x, s)",
    "_, _, s := mid()\nuse(s)",
    "_, _ = pair()",
    "x, _ := own()\nuse(x)",
    "_, _ = own()",
    "var x int\nx, _ = network()\nuse(x)",
    "x, _ := gen(3)\nuse(x)",
    "_, _ = gen[string](\"a\")",
    "_ = (&res{}).do()",
    "_, _ = res{1}.get()",
    "_, _ = val(\n\t1,\n\t2,\n)",
    "x, _ := val()\ny, err := val()\nuse(x, y, err)",
    "x, _ := val()\nerr := one()\nuse(x, err)",
    "_ = func() error {\n\t_ = one()\n\treturn nil\n}()",
    "_ = with(func() {\n\tx, _ := val()\n\tuse(x)\n})",
    "go func() {\n\tx, _ := val()\n\tuse(x)\n}()",
    "go func() {\n\t_ = one()\n}()",
    "switch {\ncase len(\"a\") > 2:\n\tx, _ := val()\n\tuse(x)\ndefault:\n\t_ = one()\n}",
    "select {\ncase v, _ := <-make(chan int):\n\t_ = one()\n\tuse(v)\ndefault:\n}",
    "for range 3 {\n\tx, _ := val()\n\tuse(x)\n}",
    "x, _ := val()\nx, _ = val()\nuse(x)",
];

/// What stands around the shape, which is `BODY`; `ENDING` is what ends the function.
const AROUND: &[&str] = &[
    "BODY",
    "var err error\nuse(err)\nBODY",
    "err := one()\nuse(err)\nBODY\nuse(err)",
    "err := 3\nuse(err)\nBODY\nuse(err)",
    "y, err := val()\nuse(y, err)\n{\n\tBODY\n}",
    "var err error\ndefer func() { use(err) }()\nBODY",
    "BODY\nfor range 2 {\n\terr := one()\n\tuse(err)\n}",
    "if len(\"a\") > 2 {\n\tBODY\n\tENDING\n}",
];

/// Functions: what stands before the body, and what ends it.
const FUNCTIONS: &[(&str, &str)] = &[
    ("func NAME() error {", "return nil"),
    ("func NAME() (int, string, []byte, error) {", "return 0, \"\", nil, nil"),
    ("func NAME() (time.Time, time.Duration, [2]int, struct{ a int }, error) {", "panic(1)"),
    ("func NAME() (map[string]int, chan int, func(), any, bool, error) {", "panic(1)"),
    ("func NAME() (n int, err error) {", "return"),
    ("func NAME() (n int, failure error) {", "return n, failure"),
    ("func NAME() (err int) {", "return"),
    ("func NAME() (n int, failure error) {", "return"),
    ("func NAME() (n int, _ error) {", "return"),
    ("func NAME() (error, res) {", "return nil, res{}"),
    ("func NAME() (error, error) {", "return nil, nil"),
    ("func NAME() *myErr {", "return nil"),
    ("func NAME() (float64, net.Error) {", "return 0, nil"),
    ("func NAME[T any, S ~[]T](v T) (T, S, error) {", "return v, nil, nil"),
    ("func (r *res) NAME() (res, *res, error) {", "return *r, r, nil"),
    ("func NAME() {", ""),
    ("func NAME() int {", "return 1"),
    ("func NAME(t *testing.T) {", ""),
    ("func NAME(tb testing.TB) (int, []string) {", "return 1, nil"),
    ("func NAME(w http.ResponseWriter, r *http.Request) {", ""),
    ("func NAME(c *gin.Context) {", ""),
    ("func NAME(c echo.Context) error {", "return nil"),
];

/// The functions for one setting, the number of them beside.
fn program(setting: usize, all: bool) -> (String, usize) {
    let mut text = String::from(HEAD);
    let mut count = 0;
    for (s, shape) in SHAPES.iter().enumerate() {
        for (f, (opening, ending)) in FUNCTIONS.iter().enumerate() {
            for (a, around) in AROUND.iter().enumerate() {
                let has_its_turn = setting == 0 || (s + 2 * f) % (SETTINGS.len() - 1) == setting - 1;
                if !all && ((s + f + setting) % AROUND.len() != a || !has_its_turn) {
                    continue;
                }
                // A result and a variable of its body can't both be called err, and none may be hidden where a bare return stands.
                let named = opening.contains("err error") || opening.contains("err int");
                if (named || shape.contains("err")) && around.contains("err")
                    || named && around.contains("ENDING") && shape.contains("err")
                    || opening.contains("err int") && shape.contains("err")
                {
                    continue;
                }
                let mut body = Vec::new();
                for line in around.lines() {
                    match line.trim_start_matches('\t') {
                        "BODY" => {
                            let indent = &line[..line.len() - "BODY".len()];
                            body.extend(shape.lines().map(|l| format!("{indent}{l}")));
                        }
                        "ENDING" => body.push(ending.to_string()),
                        _ => body.push(line.to_string()),
                    }
                }
                body.extend(ending.lines().map(str::to_string));
                count += 1;
                write!(text, "\n{}\n", opening.replace("NAME", &format!("f{count}"))).unwrap();
                for line in body {
                    writeln!(text, "\t{line}").unwrap();
                }
                text.push_str("}\n");
            }
        }
    }
    (text, count)
}

#[test]
fn what_is_written_compiles() {
    let toolchain = Toolchain::find();
    let codemod = by_name("blank-error").unwrap();
    let all = std::env::var_os("GOMEND_ALL").is_some();
    let module = tempfile::tempdir().unwrap();
    fs::write(module.path().join("go.mod"), go_mod(&stubs())).unwrap();
    let mut titles = BTreeSet::new();
    for (number, setting) in SETTINGS.iter().enumerate() {
        let (before, count) = program(number, all);
        let folder = module.path().join(format!("setting{number}"));
        fs::create_dir_all(folder.join("before")).unwrap();
        fs::create_dir_all(folder.join("after")).unwrap();
        fs::write(folder.join("before/checks.go"), &before).unwrap();
        toolchain.run("gofmt", &["-w", "before/checks.go"], &folder).expect_silence();
        let before = fs::read_to_string(folder.join("before/checks.go")).unwrap();
        let config = format!("[blank-error]\n{setting}\n");
        let run = |text: &str| run_with(codemod, Path::new("checks.go"), text, &config);
        let outcome = run(&before);
        assert!(outcome.findings.len() >= count, "{setting}: {} findings", outcome.findings.len());
        for reported in &outcome.findings {
            match &reported.finding.remedy {
                Remedy::Fix(fix) => {
                    let at = reported.finding.range.start;
                    let function = before[..at].rfind("\nfunc ").map_or("", |start| &before[start..]);
                    let function = function.split("\n}\n").next().unwrap();
                    assert!(reported.fixed, "{setting}: not applied in {function}");
                    titles.insert(fix.title.clone());
                }
                Remedy::Refused(reason) => assert_ne!(reason.code, "output-check", "{}", reason.because),
            }
        }
        let after = outcome.fixed.unwrap();
        fs::write(folder.join("after/checks.go"), &after).unwrap();
        if let Some(keep) = std::env::var_os("GOMEND_KEEP") {
            fs::write(Path::new(&keep).join(format!("checks{number}.go")), &after).unwrap();
        }
        assert_eq!(run(&after).fixed, None, "{setting}: a second run mends more");
    }
    toolchain.run("gofmt", &["-l", "."], module.path()).expect_silence();
    toolchain.run("go", &["build", "./..."], module.path()).expect_success();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    assert_eq!(
        titles,
        [
            "Answer with an internal server error",
            "Fail the test",
            "Fail the test and go on",
            "Fail the test and leave the function literal",
            "Join the error to the one that is returned",
            "Join the error to the other one",
            "Log the error and go on",
            "Log the error and return",
            "Panic with the error",
            "Panic with the error, further down",
            "Return the error",
            "Return the error at the end",
            "Return the error, further down",
        ]
    );
}
