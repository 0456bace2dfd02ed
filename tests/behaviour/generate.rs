//! Random Go functions with loops that defer.
//!
//! What they do is decided at run time by a `ctx`, which logs it. They compile as they are; nothing else is promised.

/// A generator of pseudo-random numbers (Marsaglia, "Xorshift RNGs").
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// A signature: the results as they are declared, the names of named ones, and what they are printed as.
const RESULTS: &[(&str, &[&str], &[&str])] = &[
    ("", &[], &[]),
    ("error", &[], &["error"]),
    ("int", &[], &["int"]),
    ("bool", &[], &["bool"]),
    ("(int, error)", &[], &["int", "error"]),
    ("(string, bool)", &[], &["string", "bool"]),
    ("(point, error)", &[], &["point", "error"]),
    ("(*point, []int, error)", &[], &["*point", "[]int", "error"]),
    ("(n int, err error)", &["n", "err"], &["int", "error"]),
    ("(err error)", &["err"], &["error"]),
    ("(n, m int)", &["n", "m"], &["int", "int"]),
    ("(n int, ok bool)", &["n", "ok"], &["int", "bool"]),
];

/// A loop around the place that is written.
struct Loop {
    label: String,
    label_used: bool,
    broken: bool,
}

pub struct Writer<'r> {
    random: &'r mut Random,
    text: String,
    depth: usize,
    loops: Vec<Loop>,
    names: &'static [&'static str],
    types: &'static [&'static str],
    sites: usize,
    /// Statements that may still be written.
    budget: usize,
    /// A named result `err` is hidden here.
    hidden: bool,
    /// The error variable that isn't nil here.
    failed: Option<String>,
}

/// A program: all its functions, and a map of them for the harness.
pub fn program(random: &mut Random, functions: usize) -> String {
    let mut text =
        String::from("package main\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n)\n\nvar _ = errors.New\n");
    let mut map = String::from("\nvar functions = map[string]func(*ctx) string{\n");
    for i in 0..functions {
        let (results, names, types) = RESULTS[random.below(RESULTS.len())];
        let mut writer = Writer {
            random,
            text: String::new(),
            depth: 0,
            loops: Vec::new(),
            names,
            types,
            sites: 0,
            budget: 12,
            hidden: false,
            failed: None,
        };
        writer.function(i, results);
        text += &writer.text;
        let values: Vec<String> = (0..types.len()).map(|v| format!("v{v}")).collect();
        let call =
            if types.is_empty() { format!("f{i}(c)") } else { format!("{} := f{i}(c)", values.join(", ")) };
        let printed = match values.len() {
            0 => "\"nothing\"".to_string(),
            _ => format!("fmt.Sprintf(\"{}\", {})", "%+v ".repeat(values.len()), values.join(", ")),
        };
        map += &format!("\t\"f{i}\": func(c *ctx) string {{\n\t\t{call}\n\t\treturn {printed}\n\t}},\n");
    }
    format!("{text}{map}}}\n")
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        let tabs = if text.ends_with(':') && !text.starts_with("case") && !text.starts_with("default") {
            self.depth - 1
        } else {
            self.depth
        };
        self.text += &"\t".repeat(tabs);
        self.text += text;
        self.text.push('\n');
    }

    fn function(&mut self, i: usize, results: &str) {
        let space = if results.is_empty() { "" } else { " " };
        self.line(&format!("\nfunc f{i}(c *ctx){space}{results} {{"));
        self.depth = 1;
        self.line("total := 0");
        if self.random.one_in(3) {
            self.line("defer func() { c.log(\"end %d\", total) }()");
        }
        let endless = self.loop_();
        if self.random.one_in(3) {
            self.loop_();
            self.returns();
        } else if !endless || self.random.one_in(2) {
            self.line("c.log(\"behind %d\", total)");
            self.returns();
        }
        self.depth = 0;
        self.line("}");
    }

    /// Whether it never ends but by leaving the function.
    fn loop_(&mut self) -> bool {
        let n = self.loops.len();
        let header = match self.random.below(6) {
            0 => format!("for i{n} := 0; i{n} < {}; i{n}++ {{", 2 + self.random.below(3)),
            1 => format!("for i{n} := range 3 {{"),
            2 => format!("for i{n}, v := range []string{{\"a\", \"b\", \"c\"}} {{"),
            3 => format!("for i{n} := 0; c.more(); i{n} += 2 {{"),
            4 => format!("for i{n} := c.choose(5); ; i{n}++ {{"),
            _ => "for {".to_string(),
        };
        let endless = matches!(header.as_str(), "for {") || header.contains("; ;");
        let start = self.text.len();
        let hidden = self.hidden;
        self.loops.push(Loop { label: format!("L{}", start), label_used: false, broken: false });
        self.line(&header);
        self.depth += 1;
        if header.contains(" v ") || header.contains(", v") {
            self.line("c.log(\"v %s\", v)");
        }
        if header != "for {" {
            self.line(&format!("c.log(\"i %d\", i{n})"));
        }
        self.line("total++");
        let count = 2 + self.random.below(4);
        let resource = self.random.below(count);
        for i in 0..count {
            if i == resource {
                self.resource();
            } else {
                self.statement();
            }
        }
        self.depth -= 1;
        self.line("}");
        self.hidden = hidden;
        let Some(done) = self.loops.pop() else { return false };
        if done.label_used {
            let label = format!("{}{}:\n", "\t".repeat(self.depth - 1), done.label);
            self.text.insert_str(start, &label);
        }
        endless && !done.broken
    }

    fn resource(&mut self) {
        self.sites += 1;
        let site = self.sites;
        let r = format!("r{site}");
        let err = self.random.pick(&["err", "e"]).to_string();
        self.line(&format!("{r}, {err} := c.acquire(\"s{site}\")"));
        self.hidden |= err == "err";
        self.line(&format!("if {err} != nil {{"));
        self.depth += 1;
        self.failed = Some(err.clone());
        self.leave();
        self.failed = None;
        self.depth -= 1;
        self.line("}");
        match self.random.below(5) {
            0 => self.line(&format!("defer func() {{ {r}.Close() }}()")),
            1 => self.line(&format!("defer {r}.closeWith(total)")),
            2 => self.line(&format!("defer func(n int) {{ {r}.closeWith(n) }}(total)")),
            _ => self.line(&format!("defer {r}.Close()")),
        }
        self.line(&format!("total += {r}.use()"));
        if self.random.one_in(2) {
            self.statement();
            self.line(&format!("{r}.use()"));
        }
    }

    fn block(&mut self) {
        let hidden = self.hidden;
        self.depth += 1;
        for _ in 0..1 + self.random.below(2) {
            self.statement();
        }
        self.depth -= 1;
        self.hidden = hidden;
    }

    fn statement(&mut self) {
        if self.budget == 0 {
            return self.line("total += 3");
        }
        self.budget -= 1;
        match self.random.below(14) {
            0 => self.line("c.log(\"total %d\", total)"),
            1 if self.loops.len() < 3 => {
                self.loop_();
            }
            2 | 3 => {
                self.line("if c.flip() {");
                self.block();
                if self.random.one_in(2) {
                    self.line("} else {");
                    self.block();
                }
                self.line("}");
            }
            4 => {
                self.line("switch c.choose(4) {");
                self.line("case 0:");
                self.block();
                self.line("case 1:");
                self.depth += 1;
                self.leave();
                self.depth -= 1;
                self.line("case 2:");
                self.depth += 1;
                self.line("c.log(\"breaks\")");
                self.line("if c.flip() {");
                self.line("\tbreak");
                self.line("}");
                self.line("total++");
                self.depth -= 1;
                if self.random.one_in(2) {
                    self.line("default:");
                    self.block();
                }
                self.line("}");
            }
            5 => {
                self.line("select {");
                self.line("case <-c.ready:");
                self.block();
                self.line("}");
            }
            6 => self.line(
                "func() {\n\t\tif c.flip() {\n\t\t\treturn\n\t\t}\n\t\tc.log(\"inside\")\n\t\ttotal++\n\t}()",
            ),
            7 => self.line("if total := total + 2; total > 9 {\n\t\tc.log(\"shadow %d\", total)\n\t}"),
            8 => self.line("if c.choose(9) == 0 {\n\t\tpanic(\"on purpose\")\n\t}"),
            9 if !self.names.is_empty() && self.names[0] == "n" => self.line("n += 2"),
            10 => {
                self.line("{");
                self.depth += 1;
                let hidden = self.hidden;
                self.resource();
                self.hidden = hidden;
                self.depth -= 1;
                self.line("}");
            }
            11 => {
                self.line("if err := c.maybe(); err != nil {");
                self.depth += 1;
                let hidden = std::mem::replace(&mut self.hidden, true);
                self.failed = Some("err".to_string());
                self.leave();
                self.failed = None;
                self.hidden = hidden;
                self.depth -= 1;
                self.line("}");
            }
            _ => {
                self.line("if c.flip() {");
                self.depth += 1;
                self.leave();
                self.depth -= 1;
                self.line("}");
            }
        }
    }

    fn leave(&mut self) {
        match self.random.below(8) {
            0 | 1 => self.line("continue"),
            2 => {
                // May stand in a switch or select: a label says what is meant.
                self.jump("break");
            }
            3 => self.jump("continue"),
            _ => self.returns(),
        }
    }

    fn jump(&mut self, word: &str) {
        let i = self.random.below(self.loops.len());
        let loop_ = &mut self.loops[i];
        loop_.label_used = true;
        loop_.broken |= word == "break";
        let text = format!("{word} {}", loop_.label);
        self.line(&text);
    }

    fn returns(&mut self) {
        if self.types.is_empty() {
            return self.line("return");
        }
        if !self.names.is_empty() && !self.hidden && self.random.one_in(2) {
            return self.line("return");
        }
        if *self.types == ["int", "error"] && self.random.one_in(6) {
            return self.line("return c.pair()");
        }
        let fails = self.failed.is_some() && !self.random.one_in(4);
        let failed = self.failed.clone();
        let values: Vec<String> = self
            .types
            .iter()
            .map(|result| match (*result, &failed) {
                ("error", Some(err)) if fails => {
                    if self.random.one_in(2) {
                        err.clone()
                    } else {
                        format!("fmt.Errorf(\"wrapped: %w\", {err})")
                    }
                }
                ("error", _) => {
                    self.random.pick(&["nil", "nil", "c.maybe()", "errors.New(\"own\")"]).to_string()
                }
                ("int", _) if fails => "0".to_string(),
                ("int", _) => self.random.pick(&["total", "7", "c.choose(4)"]).to_string(),
                ("bool", _) => self.random.pick(&["true", "false", "total > 4"]).to_string(),
                ("string", _) => self.random.pick(&["\"\"", "\"text\"", "fmt.Sprint(total)"]).to_string(),
                ("point", _) if fails => "point{}".to_string(),
                ("point", _) => self.random.pick(&["point{}", "point{1, total}"]).to_string(),
                (_, _) => "nil".to_string(),
            })
            .collect();
        self.line(&format!("return {}", values.join(", ")));
    }
}
