//! captured-loop-variable against the Go compiler: random programs with old loops, once mended, must print what the same
//! source prints with the loops of Go 1.22.
//!
//! A program is hundreds of small functions whose closures run later: deferred, in goroutines that take their turns, kept in
//! slices, maps and channels. Functions in which something is refused are left out of the comparison.
//! `GOMEND_SEEDS=1000..1100 cargo test --test captures` runs other seeds than the fixed ones.

mod support;

use gomend::codemods::by_name;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::Path;
use support::{Toolchain, run_on};

const FUNCTIONS: usize = 150;

#[test]
fn mended_closures_see_what_go_1_22_shows_them() {
    let seeds = match std::env::var("GOMEND_SEEDS") {
        Ok(range) => {
            let (from, to) = range.split_once("..").expect("GOMEND_SEEDS is FROM..TO");
            from.parse().expect("a number")..to.parse().expect("a number")
        }
        Err(_) => 1..3,
    };
    let mut mended = 0;
    for seed in seeds {
        mended += check(seed);
    }
    assert!(mended > 100, "only {mended} functions were mended");
}

/// Compares one program; how many of its functions were mended.
fn check(seed: u64) -> usize {
    let codemod = by_name("captured-loop-variable").expect("the codemod");
    let toolchain = Toolchain::find();
    let text = program(seed);
    let outcome = run_on(codemod, Path::new("main.go"), &text);
    let fixed = outcome.fixed.clone().unwrap_or_else(|| text.clone());
    let functions = functions(&text);
    let name_at =
        |at: usize| functions.iter().find(|(_, range)| range.contains(&at)).map(|(name, _)| name.clone());
    let (mut refused, mut mended) = (Vec::new(), Vec::new());
    for reported in &outcome.findings {
        let list = if reported.fixed { &mut mended } else { &mut refused };
        list.extend(name_at(reported.finding.range.start));
    }
    let module = tempfile::tempdir().expect("a folder");
    fs::write(module.path().join("go.mod"), "module example.com/captures\n\ngo 1.26\n").expect("written");
    // Without its build line the source has the loops of the module.
    let new_loops = text.replacen("//go:build go1.21\n\n", "", 1);
    let mut printed = Vec::new();
    for (side, text) in [("mended", &fixed), ("new", &new_loops)] {
        let folder = module.path().join(side);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("main.go"), text).expect("written");
        let out = toolchain.run("go", &["run", &format!("./{side}")], module.path()).expect_success();
        printed.push(by_function(&out));
    }
    for (name, expected) in &printed[1] {
        if refused.contains(name) {
            continue;
        }
        let source = |text: &str, all: &[(String, Range<usize>)]| {
            all.iter().find(|(n, _)| n == name).map(|(_, range)| text[range.clone()].to_string())
        };
        assert_eq!(
            printed[0].get(name),
            Some(expected),
            "seed {seed}: {name} prints something else:\n{}\nmended:\n{}",
            source(&text, &functions).unwrap_or_default(),
            source(&fixed, &self::functions(&fixed)).unwrap_or_default()
        );
    }
    mended.retain(|name| !refused.contains(name));
    mended.dedup();
    mended.len()
}

/// The generated functions of a program, with their ranges.
fn functions(text: &str) -> Vec<(String, Range<usize>)> {
    let starts: Vec<usize> = text.match_indices("\nfunc f").map(|(at, _)| at + 1).collect();
    let name = |at: usize| text[at + 5..].split('(').next().unwrap_or_default().to_string();
    starts
        .iter()
        .enumerate()
        .map(|(i, &at)| (name(at), at..starts.get(i + 1).copied().unwrap_or(text.len())))
        .collect()
}

/// The lines of a run by the function that printed them.
fn by_function(out: &str) -> BTreeMap<String, Vec<String>> {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in out.lines() {
        let (name, rest) = line.split_once(' ').expect("each line begins with a function's name");
        lines.entry(name.to_string()).or_default().push(rest.to_string());
    }
    lines
}

const HEAD: &str = r#"//go:build go1.21

package main

import (
	"fmt"
	"sync"
)

type point struct{ x, y int }

func (p *point) inc()     { p.x++ }
func (p point) sum() int  { return p.x + p.y }
func (p *point) ptr() int { return p.x * 100 }

func (p *point) tell(r *recorder) { r.emit("told", *p) }
func (p point) say(r *recorder)   { r.emit("said", p) }

type recorder struct {
	name    string
	lines   []string
	wg      sync.WaitGroup
	tickets []chan struct{}
	kept    []func()
	byKey   map[int]func()
	queue   chan func()
	ints    []*int
	points  []*point
}

func (r *recorder) emit(values ...any) {
	r.lines = append(r.lines, fmt.Sprint(values...))
}

// ticket is the turn of a goroutine: they run one by one when the function is over.
func (r *recorder) ticket() int {
	r.tickets = append(r.tickets, make(chan struct{}))
	return len(r.tickets) - 1
}

func (r *recorder) wait(ticket int) { <-r.tickets[ticket] }

func call(f func()) bool {
	f()
	return true
}

func run(name string, f func(r *recorder)) {
	r := &recorder{name: name, byKey: map[int]func(){}, queue: make(chan func(), 1000)}
	f(r)
	for i := 0; i < len(r.tickets); i++ {
		r.wg.Add(1)
		close(r.tickets[i])
		r.wg.Wait()
	}
	for _, f := range r.kept {
		f()
	}
	for k := 0; k < 1000; k++ {
		if f := r.byKey[k]; f != nil {
			f()
		}
	}
	close(r.queue)
	for f := range r.queue {
		f()
	}
	for _, p := range r.ints {
		r.emit("int", *p)
	}
	for _, p := range r.points {
		r.emit("point", *p)
	}
	for _, line := range r.lines {
		fmt.Println(r.name, line)
	}
}
"#;

/// A random program. The same seed makes the same program.
fn program(seed: u64) -> String {
    let mut text = HEAD.to_string();
    let mut main = String::from("\nfunc main() {\n");
    for index in 0..FUNCTIONS {
        let mut writer =
            Writer { random: Random::new(seed * 1_000_003 + index as u64), next: 0, text: String::new() };
        writer.function(index);
        text.push_str(&writer.text);
        writeln!(main, "\trun(\"f{index}\", f{index})").expect("a string");
    }
    text + &main + "}\n"
}

struct Random(u64);

impl Random {
    fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, n: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Int,
    /// An `int` that its loop counts: writing it is changing the loop.
    Counter,
    /// An `int` that nothing may change, or a loop would not end.
    Bound,
    Text,
    Point,
    PointPointer,
}

struct Writer {
    random: Random,
    /// For names and labels that occur once.
    next: usize,
    text: String,
}

type Names = Vec<(String, Kind)>;

impl Writer {
    fn line(&mut self, depth: usize, line: &str) {
        writeln!(self.text, "{}{line}", "\t".repeat(depth)).expect("a string");
    }

    fn fresh(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    fn function(&mut self, index: usize) {
        writeln!(self.text, "\nfunc f{index}(r *recorder) {{").expect("a string");
        for _ in 0..=self.random.below(2) {
            self.a_loop(1, &Vec::new(), 0);
        }
        self.text.push_str("}\n");
    }

    /// A loop in a body that sees `names`; `nesting` loops are around it.
    fn a_loop(&mut self, depth: usize, names: &Names, nesting: usize) {
        let mut inner = names.clone();
        // Names may hide those of the loops around them.
        let i = ["i", "j", "k"][self.random.below(3) as usize].to_string();
        let v = ["v", "w", "p"][self.random.below(3) as usize].to_string();
        let label = if self.random.one_in(4) { Some(format!("l{}", self.fresh())) } else { None };
        let (header, declared): (String, Names) = match self.random.below(8) {
            0 => (format!("for {i} := 0; {i} < 3; {i}++"), vec![(i, Kind::Counter)]),
            1 => (
                format!("for {i}, {v} := 0, 9; {i} < {v}; {i}, {v} = {i}+2, {v}-2"),
                vec![(i, Kind::Counter), (v, Kind::Bound)],
            ),
            2 => (format!("for {i}, {v} := range []int{{7, 8, 9}}"), vec![(i, Kind::Int), (v, Kind::Int)]),
            3 => (
                format!("for {i}, {v} := range []string{{\"a\", \"b\"}}"),
                vec![(i, Kind::Int), (v, Kind::Text)],
            ),
            4 => (format!("for _, {v} := range []point{{{{1, 2}}, {{3, 4}}}}"), vec![(v, Kind::Point)]),
            5 => {
                (format!("for _, {v} := range []*point{{{{1, 2}}, {{3, 4}}}}"), vec![(v, Kind::PointPointer)])
            }
            6 => (format!("for {i} := range [3]bool{{}}"), vec![(i, Kind::Int)]),
            _ => (format!("for {v} := (point{{0, 1}}); {v}.x < 3; {v}.x++"), vec![(v, Kind::Point)]),
        };
        inner.retain(|(name, _)| declared.iter().all(|(other, _)| other != name));
        inner.extend(declared);
        let start = self.text.len();
        self.line(depth, &format!("{header} {{"));
        let shown = self.values(&inner);
        self.line(depth + 1, &format!("r.emit(\"loop\", {shown})"));
        self.body(depth + 1, &mut inner, nesting + 1, Some(label.as_deref().unwrap_or("")));
        self.line(depth, "}");
        if let Some(label) = label
            && self.text[start..].contains(&format!("continue {label}"))
        {
            self.text.insert_str(start, &format!("{}{label}:\n", "\t".repeat(depth - 1)));
        }
    }

    /// All names as arguments; pointers by what they point to.
    fn values(&mut self, names: &Names) -> String {
        let shown: Vec<String> = names
            .iter()
            .map(|(name, kind)| match kind {
                Kind::PointPointer => format!("{name}.x"),
                Kind::Point if self.random.one_in(3) => format!("{name}.sum()"),
                _ => name.clone(),
            })
            .collect();
        shown.join(", \" \", ")
    }

    /// `label`: that of the loop around; empty when it has none, and `None` inside of a function literal.
    fn body(&mut self, depth: usize, names: &mut Names, nesting: usize, label: Option<&str>) {
        for _ in 0..=self.random.below(4) {
            self.statement(depth, names, nesting, label);
        }
    }

    fn statement(&mut self, depth: usize, names: &mut Names, nesting: usize, label: Option<&str>) {
        match self.random.below(21) {
            0..=2 => {
                let ticket = format!("t{}", self.fresh());
                self.line(depth, &format!("{ticket} := r.ticket()"));
                self.line(depth, "go func() {");
                self.line(depth + 1, "defer r.wg.Done()");
                self.line(depth + 1, &format!("r.wait({ticket})"));
                self.closure(depth + 1, names);
                self.line(depth, "}()");
            }
            3..=5 => {
                self.line(depth, "defer func() {");
                self.closure(depth + 1, names);
                self.line(depth, "}()");
            }
            6 => {
                let shown = self.values(names);
                self.line(
                    depth,
                    &format!("defer func(n int, more ...int) {{ r.emit(n, more, {shown}) }}(1, 2, 3)"),
                );
            }
            7..=8 => {
                self.line(depth, "r.kept = append(r.kept, func() {");
                self.closure(depth + 1, names);
                self.line(depth, "})");
            }
            9 => {
                self.line(depth, "r.byKey[len(r.byKey)] = func() {");
                self.closure(depth + 1, names);
                self.line(depth, "}");
            }
            10 => {
                self.line(depth, "select {");
                self.line(depth, "case r.queue <- func() {");
                self.closure(depth + 1, names);
                self.line(depth, "}:");
                self.line(depth, "}");
            }
            11 => {
                self.line(depth, "func() {");
                let mut inner = names.clone();
                self.statement(depth + 1, &mut inner, nesting, None);
                self.line(depth, "}()");
            }
            12 => {
                self.line(depth, "if call(func() {");
                self.closure(depth + 1, names);
                self.line(depth, "}) {");
                let mut inner = names.clone();
                self.statement(depth + 1, &mut inner, nesting, label);
                self.line(depth, "}");
            }
            13..=14 if nesting < 3 => self.a_loop(depth, names, nesting),
            15 => self.change(depth, names),
            16 => {
                let (name, _) = names[self.random.below(names.len() as u64) as usize].clone();
                if self.text.lines().last().is_some_and(|line| !line.contains(":=")) {
                    // In a block of its own: the name may be declared in this one already.
                    self.line(depth, "{");
                    self.line(depth + 1, &format!("{name} := {name}"));
                    self.line(
                        depth + 1,
                        &format!("r.kept = append(r.kept, func() {{ r.emit(\"own\", {name}) }})"),
                    );
                    let mut inner = names.clone();
                    self.statement(depth + 1, &mut inner, nesting, label);
                    self.line(depth, "}");
                }
            }
            17 => {
                let leave = match label {
                    None => "return".to_string(),
                    Some(label) if !label.is_empty() && self.random.one_in(2) => format!("continue {label}"),
                    Some(_) => ["continue", "break", "return"][self.random.below(3) as usize].to_string(),
                };
                self.line(depth, "if len(r.lines)%3 == 0 {");
                self.line(depth + 1, &leave);
                self.line(depth, "}");
            }
            18 => self.keep_address(depth, names),
            _ => {
                let shown = self.values(names);
                self.line(depth, &format!("r.emit(\"here\", {shown})"));
            }
        }
    }

    /// What a closure does: mostly it reads.
    fn closure(&mut self, depth: usize, names: &Names) {
        let shown = self.values(names);
        self.line(depth, &format!("r.emit(\"later\", {shown})"));
        match self.random.below(10) {
            0 => {
                self.line(depth, "defer func() {");
                self.closure(depth + 1, names);
                self.line(depth, "}()");
            }
            1 => {
                self.line(depth, "func() {");
                self.closure(depth + 1, names);
                self.line(depth, "}()");
            }
            2 => self.change(depth, names),
            _ => {}
        }
    }

    fn keep_address(&mut self, depth: usize, names: &Names) {
        let (name, kind) = names[self.random.below(names.len() as u64) as usize].clone();
        let choices: &[&str] = match kind {
            Kind::Int | Kind::Counter => &["r.ints = append(r.ints, &NAME)"],
            Kind::Point => &[
                "r.points = append(r.points, &NAME)",
                "r.ints = append(r.ints, &NAME.y)",
                "defer NAME.tell(r)",
                "defer NAME.say(r)",
                "defer (*point).tell(&NAME, r)",
            ],
            Kind::PointPointer => &["r.ints = append(r.ints, &NAME.x)", "defer NAME.tell(r)"],
            Kind::Text | Kind::Bound => &["r.emit(NAME)"],
        };
        let line = choices[self.random.below(choices.len() as u64) as usize].replace("NAME", &name);
        self.line(depth, &line);
    }

    fn change(&mut self, depth: usize, names: &Names) {
        let (name, kind) = names[self.random.below(names.len() as u64) as usize].clone();
        let line = match kind {
            Kind::Int | Kind::Counter => format!("{name}++"),
            Kind::Bound => format!("r.emit({name})"),
            Kind::Text => format!("{name} += \"x\""),
            Kind::Point => match self.random.below(4) {
                0 => format!("{name}.x++"),
                1 => format!("{name}.inc()"),
                2 => format!("(&{name}).y++"),
                _ => format!("r.emit({name}.ptr())"),
            },
            Kind::PointPointer => match self.random.below(2) {
                0 => format!("{name}.x++"),
                _ => format!("{name}.inc()"),
            },
        };
        self.line(depth, &line);
    }
}
