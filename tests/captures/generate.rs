//! Random programs whose closures run later: deferred, in goroutines that take their turns, kept in slices, maps, channels,
//! variables and by functions that are known to keep what they are given; and addresses that are kept.

use std::fmt::Write;

/// Functions of a program.
const FUNCTIONS: usize = 150;

const HEAD: &str = include_str!("head.go");

/// A random program. The same seed makes the same program.
pub fn program(seed: u64) -> String {
    let mut text = HEAD.to_string();
    let mut main = String::from("\nfunc main() {\n");
    for index in 0..FUNCTIONS {
        let mut writer = Writer {
            random: Random::new(seed * 1_000_003 + index as u64),
            next: 0,
            text: String::new(),
            generic: false,
        };
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
    Rune,
    /// Of a type parameter.
    Any,
    Point,
    PointPointer,
    Deep,
    Far,
    Pair,
}

struct Writer {
    random: Random,
    /// For names and labels that occur once.
    next: usize,
    text: String,
    /// Whether the function has a type parameter T and `items` of that type.
    generic: bool,
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
        self.generic = self.random.one_in(6);
        if self.generic {
            let items = ["[]string{\"a\", \"b\"}", "[]point{{1, 2}, {3, 4}}"][self.random.below(2) as usize];
            writeln!(self.text, "\nfunc f{index}(r *recorder) {{ g{index}(r, {items}) }}").expect("a string");
            writeln!(self.text, "\nfunc g{index}[T any](r *recorder, items []T) {{").expect("a string");
        } else {
            writeln!(self.text, "\nfunc f{index}(r *recorder) {{").expect("a string");
        }
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
        let (header, declared): (String, Names) = match self.random.below(14) {
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
            7 => (format!("for {i}, {v} := range \"xyz\""), vec![(i, Kind::Int), (v, Kind::Rune)]),
            8 => (format!("for {v} := range numbers(3)"), vec![(v, Kind::Int)]),
            9 => (format!("for _, {v} := range []pair{{{{1, 2}}, {{3, 4}}}}"), vec![(v, Kind::Pair)]),
            10 => (format!("for _, {v} := range []deep{{{{point{{1, 2}}}}, {{}}}}"), vec![(v, Kind::Deep)]),
            11 => (
                format!("for _, {v} := range []far{{{{&point{{1, 2}}}}, {{&point{{3, 4}}}}}}"),
                vec![(v, Kind::Far)],
            ),
            12 if self.generic => (format!("for _, {v} := range items"), vec![(v, Kind::Any)]),
            12 => (
                format!("for _, {v} := range []struct{{ a, b int }}{{{{1, 2}}, {{3, 4}}}}"),
                vec![(v, Kind::Any)],
            ),
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
                Kind::PointPointer | Kind::Far => format!("{name}.x"),
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
        match self.random.below(32) {
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
            18..=19 => self.keep_address(depth, names),
            20..=21 => self.held(depth, names),
            22..=24 => self.handed_over(depth, names),
            25 => {
                // Two branches, of which each has its turn in some function.
                self.line(depth, "switch {");
                for case in ["case len(r.lines)%2 == 0:", "default:"] {
                    self.line(depth, case);
                    let mut inner = names.clone();
                    self.statement(depth + 1, &mut inner, nesting, label);
                }
                self.line(depth, "}");
            }
            27..=28 => {
                // The last that is made remains, and isn't made in each iteration.
                let condition = ["true", "len(r.lines)%2 == 0"][self.random.below(2) as usize];
                let conditional = self.random.one_in(2);
                if conditional {
                    self.line(depth, &format!("if {condition} {{"));
                }
                self.line(depth, "r.last = func() {");
                self.closure(depth + 1, names);
                self.line(depth, "}");
                if let Some((name, _)) = names.iter().find(|(_, kind)| *kind == Kind::Point) {
                    self.line(depth, &format!("r.best = &{name}"));
                }
                if conditional {
                    self.line(depth, "}");
                }
            }
            26 => {
                let ticket = format!("t{}", self.fresh());
                self.line(depth, &format!("{ticket} := r.ticket()"));
                self.line(depth, "go func(n int, more ...int) {");
                self.line(depth + 1, "defer r.wg.Done()");
                self.line(depth + 1, &format!("r.wait({ticket})"));
                self.line(depth + 1, "r.emit(n, more)");
                self.closure(depth + 1, names);
                self.line(depth, "}(1, 2, 3)");
            }
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

    /// A variable of the iteration holds the closure.
    fn held(&mut self, depth: usize, names: &Names) {
        let n = self.fresh();
        let form = self.random.below(6);
        let (open, close) = match form {
            0..=3 => (format!("h{n} := func() {{"), "}".to_string()),
            4 => (format!("h{n} := entry{{run: func() {{"), "}}".to_string()),
            _ => (format!("h{n} := &entry{{run: func() {{"), "}}".to_string()),
        };
        self.line(depth, &open);
        self.closure(depth + 1, names);
        self.line(depth, &close);
        match form {
            0 => self.line(depth, &format!("r.kept = append(r.kept, h{n})")),
            1 => self.line(depth, &format!("defer h{n}()")),
            2 => {
                self.line(depth, &format!("h{n}()"));
                self.line(depth, &format!("r.byKey[len(r.byKey)] = h{n}"));
            }
            3 => {
                self.line(depth, &format!("t{n} := r.ticket()"));
                self.line(depth, "go func() {");
                self.line(depth + 1, "defer r.wg.Done()");
                self.line(depth + 1, &format!("r.wait(t{n})"));
                self.line(depth + 1, &format!("h{n}()"));
                self.line(depth, "}()");
            }
            4 => self.line(depth, &format!("r.entries = append(r.entries, &h{n})")),
            _ => self.line(depth, &format!("r.entries = append(r.entries, h{n})")),
        }
    }

    /// A function that keeps it is given the closure.
    fn handed_over(&mut self, depth: usize, names: &Names) {
        let form = self.random.below(6);
        let open = match form {
            0 => "r.all.Go(func() {",
            1 => "time.AfterFunc(0, func() {",
            2 => "context.AfterFunc(r.over, func() {",
            3 => "r.flags.Func(r.flag(), \"\", func(string) error {",
            4 => "r.kept = append(r.kept, handler(func() {",
            _ => "r.entries = append(r.entries, &entry{run: func() {",
        };
        let ticket = format!("t{}", self.fresh());
        if form < 3 {
            self.line(depth, &format!("{ticket} := r.ticket()"));
        }
        self.line(depth, open);
        if form < 3 {
            self.line(depth + 1, "defer r.wg.Done()");
            self.line(depth + 1, &format!("r.wait({ticket})"));
        }
        self.closure(depth + 1, names);
        match form {
            3 => {
                self.line(depth + 1, "return nil");
                self.line(depth, "})");
            }
            4 => self.line(depth, "}))"),
            5 => self.line(depth, "}})"),
            _ => self.line(depth, "})"),
        }
    }

    fn keep_address(&mut self, depth: usize, names: &Names) {
        let (name, kind) = names[self.random.below(names.len() as u64) as usize].clone();
        let choices: &[&str] = match kind {
            Kind::Int | Kind::Counter => &[
                "r.ints = append(r.ints, &NAME)",
                "r.entries = append(r.entries, &entry{n: &NAME})",
                "{\n\tkeep := &NAME\n\tr.ints = append(r.ints, keep)\n}",
            ],
            Kind::Point => &[
                "r.points = append(r.points, &NAME)",
                "r.ints = append(r.ints, &NAME.y)",
                "defer NAME.tell(r)",
                "defer NAME.say(r)",
                "defer (*point).tell(&NAME, r)",
                "r.tells = append(r.tells, NAME.tell)",
                "r.tells = append(r.tells, NAME.say)",
                "r.entries = append(r.entries, &entry{point: &NAME})",
            ],
            Kind::Deep => &[
                "r.points = append(r.points, &NAME.point)",
                "r.tells = append(r.tells, NAME.tell)",
                "defer NAME.tell(r)",
            ],
            Kind::Far => &["r.tells = append(r.tells, NAME.tell)", "defer NAME.tell(r)"],
            Kind::Pair => &[
                "r.slices = append(r.slices, NAME[:])",
                "r.ints = append(r.ints, &NAME[1])",
                "r.slices = append(r.slices, append([]int(nil), NAME[:]...))",
            ],
            Kind::PointPointer => &["r.ints = append(r.ints, &NAME.x)", "defer NAME.tell(r)"],
            Kind::Text | Kind::Bound | Kind::Rune | Kind::Any => &["r.emit(NAME)"],
        };
        let text = choices[self.random.below(choices.len() as u64) as usize].replace("NAME", &name);
        for line in text.lines() {
            self.line(depth, line);
        }
    }

    fn change(&mut self, depth: usize, names: &Names) {
        let (name, kind) = names[self.random.below(names.len() as u64) as usize].clone();
        let line = match kind {
            Kind::Int | Kind::Counter | Kind::Rune => format!("{name}++"),
            Kind::Pair => format!("{name}[0]++"),
            Kind::Bound | Kind::Any => format!("r.emit({name})"),
            Kind::Text => format!("{name} += \"x\""),
            Kind::Point => match self.random.below(4) {
                0 => format!("{name}.x++"),
                1 => format!("{name}.inc()"),
                2 => format!("(&{name}).y++"),
                _ => format!("r.emit({name}.ptr())"),
            },
            Kind::PointPointer | Kind::Far | Kind::Deep => match self.random.below(2) {
                0 => format!("{name}.x++"),
                _ => format!("{name}.inc()"),
            },
        };
        self.line(depth, &line);
    }
}
