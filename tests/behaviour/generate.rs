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

/// The results of a function: as they are declared, and their types.
struct Signature {
    written: &'static str,
    /// They have names, `n` an int and `err` an error.
    named: bool,
    types: &'static [&'static str],
}

const fn signature(written: &'static str, types: &'static [&'static str]) -> Signature {
    Signature { written, named: false, types }
}

const fn named(written: &'static str, types: &'static [&'static str]) -> Signature {
    Signature { written, named: true, types }
}

const SIGNATURES: &[Signature] = &[
    signature("", &[]),
    signature("error", &["error"]),
    signature("int", &["int"]),
    signature("bool", &["bool"]),
    signature("(int, error)", &["int", "error"]),
    signature("(string, bool)", &["string", "bool"]),
    signature("(point, error)", &["point", "error"]),
    signature("(*point, []int, error)", &["*point", "[]int", "error"]),
    signature("(error, int)", &["error", "int"]),
    signature("(any, map[string]int, [2]int, error)", &["any", "map[string]int", "[2]int", "error"]),
    named("(n int, err error)", &["int", "error"]),
    named("(err error)", &["error"]),
    named("(n, m int)", &["int", "int"]),
    named("(n int, ok bool)", &["int", "bool"]),
    named("(p point, ok bool, err error)", &["point", "bool", "error"]),
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
    signature: &'static Signature,
    sites: usize,
    names: usize,
    /// Statements that may still be written.
    budget: usize,
    /// A named result `err` is hidden here.
    hidden: bool,
    /// The error variable that isn't nil here.
    failed: Option<String>,
    /// Lines for the end of the loop's body.
    later: Vec<String>,
}

/// A program: all its functions, and a map of them for the harness.
pub fn program(random: &mut Random, functions: usize) -> String {
    let mut text = String::from(
        "package main\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\t\"io\"\n)\n\nvar (\n\t_ = errors.New\n\t_ io.Reader\n)\n",
    );
    let mut map = String::from("\nvar functions = map[string]func(*ctx) string{\n");
    for i in 0..functions {
        let signature = &SIGNATURES[random.below(SIGNATURES.len())];
        let mut writer = Writer {
            random,
            text: String::new(),
            depth: 0,
            loops: Vec::new(),
            signature,
            sites: 0,
            names: 0,
            budget: 9,
            hidden: false,
            failed: None,
            later: Vec::new(),
        };
        writer.function(i);
        text += &writer.text;
        let call = format!("f{i}(c)");
        let (values, printed) = values_of(signature);
        let call = if values.is_empty() { call } else { format!("{values} := {call}") };
        map += &format!("\t\"f{i}\": func(c *ctx) string {{\n\t\t{call}\n\t\treturn {printed}\n\t}},\n");
    }
    format!("{text}{map}}}\n")
}

/// Variables for the results of a call, and an expression that prints them.
fn values_of(signature: &Signature) -> (String, String) {
    let values: Vec<String> = (0..signature.types.len()).map(|v| format!("v{v}")).collect();
    let list = values.join(", ");
    let printed = match values.len() {
        0 => "\"nothing\"".to_string(),
        n => format!("fmt.Sprintf(\"{}\", {list})", "%+v ".repeat(n)),
    };
    (list, printed)
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        let is_label = text.ends_with(':') && !text.starts_with("case") && !text.starts_with("default");
        self.text += &"\t".repeat(if is_label { self.depth - 1 } else { self.depth });
        self.text += text;
        self.text.push('\n');
    }

    fn function(&mut self, i: usize) {
        let space = if self.signature.written.is_empty() { "" } else { " " };
        self.line(&format!("\nfunc f{i}(c *ctx){space}{} {{", self.signature.written));
        self.depth = 1;
        self.line("total := 0");
        match self.random.below(6) {
            0 | 1 => self.line("defer func() { c.log(\"end %d\", total) }()"),
            2 => {
                // A panic in an iteration ends the function, and what the named results hold is what it returns.
                self.line("defer func() {\n\t\tif r := recover(); r != nil {\n\t\t\tc.log(\"recovered %v\", r)\n\t\t}\n\t}()");
            }
            3 if self.signature.named && self.signature.written.contains("err") => {
                self.line("defer func() { c.log(\"err %v\", err) }()");
            }
            _ => {}
        }
        self.body();
        self.depth = 0;
        self.line("}");
    }

    /// The loops of a function or function literal, and what is returned behind them.
    fn body(&mut self) {
        let endless = self.loop_();
        if self.random.one_in(3) {
            self.loop_();
            self.returns();
        } else if !endless || self.random.one_in(2) {
            self.line("c.log(\"behind %d\", total)");
            self.returns();
        }
    }

    /// Whether it never ends but by leaving the function.
    fn loop_(&mut self) -> bool {
        let n = self.loops.len();
        let header = match self.random.below(10) {
            0 => format!("for i{n} := 0; i{n} < {}; i{n}++ {{", 2 + self.random.below(3)),
            1 => format!("for i{n} := range 3 {{"),
            2 => format!("for i{n}, v := range []string{{\"a\", \"b\", \"c\"}} {{"),
            3 => format!("for i{n} := 0; c.more(); i{n} += 2 {{"),
            4 => format!("for i{n} := c.choose(5); ; i{n}++ {{"),
            5 => format!("for i{n}, v := range map[int]string{{7: \"m\"}} {{"),
            6 => format!("for i{n} := range c.channel(3) {{"),
            7 => format!("for i{n}, v := range c.sequence(3) {{"),
            8 => "for range 2 {".to_string(),
            _ => "for {".to_string(),
        };
        let endless = matches!(header.as_str(), "for {") || header.contains("; ;");
        let start = self.text.len();
        let hidden = self.hidden;
        let later = std::mem::take(&mut self.later);
        self.loops.push(Loop { label: format!("L{start}"), label_used: false, broken: false });
        self.line(&header);
        self.depth += 1;
        if header.contains(", v") {
            self.line("c.log(\"v %s\", v)");
        }
        if header.contains(&format!("i{n}")) {
            self.line(&format!("c.log(\"i %d\", i{n})"));
        }
        self.line("total++");
        let count = 2 + self.random.below(4);
        let resource = self.random.below(count);
        for i in 0..count {
            if i == resource {
                self.resource();
                if self.random.one_in(4) {
                    self.resource();
                }
            } else {
                self.statement();
            }
        }
        for line in std::mem::replace(&mut self.later, later) {
            self.line(&line);
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
        let has_result = self.signature.named && self.signature.written.contains("err error") && !self.hidden;
        let read = self.random.one_in(2);
        let open = if read { "open" } else { "acquire" };
        if has_result && err == "err" && self.random.one_in(3) {
            let written = if read { "io.ReadCloser" } else { "*resource" };
            self.line(&format!("var {r} {written}"));
            self.line(&format!("{r}, {err} = c.{open}(\"s{site}\")"));
        } else {
            self.line(&format!("{r}, {err} := c.{open}(\"s{site}\")"));
            self.hidden |= err == "err";
        }
        self.line(&format!("if {err} != nil {{"));
        self.depth += 1;
        self.failed = Some(err.clone());
        self.leave();
        self.failed = None;
        self.depth -= 1;
        self.line("}");
        let closes = if read { "Close" } else { "closeWith" };
        match self.random.below(6) {
            0 => self.line(&format!("defer func() {{ {r}.Close() }}()")),
            1 if !read => self.line(&format!("defer {r}.{closes}(total)")),
            2 if !read => self.line(&format!("defer func(n int) {{ {r}.{closes}(n) }}(total)")),
            3 if !read => self.line(&format!("defer {r}.{closes}(c.choose(7))")),
            _ => self.line(&format!("defer {r}.Close()")),
        }
        let uses = if read { format!("{r}.Read(nil)") } else { format!("total += {r}.use()") };
        self.line(&uses);
        match self.random.below(5) {
            0 => {
                self.statement();
                self.line(&uses);
            }
            1 => self.line(&format!("func() {{ {uses} }}()")),
            2 if read => {
                self.line(&format!("_, {err} = {r}.Read(nil)"));
                self.later.push(format!("c.log(\"{err} %v\", {err})"));
            }
            _ => {}
        }
        if self.random.one_in(3) {
            for k in 0..6 {
                self.line(&format!("c.log(\"then %d\", {k})"));
            }
        }
    }

    fn block(&mut self) {
        let hidden = self.hidden;
        let later = std::mem::take(&mut self.later);
        self.depth += 1;
        for _ in 0..1 + self.random.below(2) {
            self.statement();
        }
        for line in std::mem::replace(&mut self.later, later) {
            self.line(&line);
        }
        self.depth -= 1;
        self.hidden = hidden;
    }

    /// `if`, `case` and their like: a header, and a statement that leaves below it.
    fn leaves_if(&mut self, header: &str) {
        self.line(header);
        self.depth += 1;
        self.leave();
        self.depth -= 1;
    }

    fn statement(&mut self) {
        if self.budget == 0 {
            return self.line("total += 3");
        }
        self.budget -= 1;
        match self.random.below(20) {
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
            4 => self.switch(),
            5 => self.select(),
            6 => self.line(
                "func() {\n\t\tif c.flip() {\n\t\t\treturn\n\t\t}\n\t\tc.log(\"inside\")\n\t\ttotal++\n\t}()",
            ),
            7 => self.line("if total := total + 2; total > 9 {\n\t\tc.log(\"shadow %d\", total)\n\t}"),
            8 => self.line("if c.choose(9) == 0 {\n\t\tpanic(\"on purpose\")\n\t}"),
            9 if self.signature.named && self.signature.types[0] == "int" => self.line("n += 2"),
            10 => {
                self.line("{");
                self.depth += 1;
                let hidden = self.hidden;
                let later = std::mem::take(&mut self.later);
                self.line("total := total + 1\n\tc.log(\"inner %d\", total)");
                self.resource();
                for line in std::mem::replace(&mut self.later, later) {
                    self.line(&line);
                }
                self.hidden = hidden;
                self.depth -= 1;
                self.line("}");
            }
            11 => {
                let hidden = std::mem::replace(&mut self.hidden, true);
                self.failed = Some("err".to_string());
                self.leaves_if("if err := c.maybe(); err != nil {");
                self.failed = None;
                self.hidden = hidden;
                self.line("}");
            }
            12 if self.signature.named && self.signature.written.contains("err error") && !self.hidden => {
                self.failed = Some("err".to_string());
                self.leaves_if("if err = c.maybe(); err != nil {");
                self.failed = None;
                self.line("}");
            }
            13 => self.pair(),
            14 => self.line("{\n\t\tadd := func(k int) { total += k }\n\t\tadd(c.choose(4))\n\t}"),
            15 if self.loops.len() < 3 => self.literal(),
            16 => self.type_switch(),
            _ => {
                self.leaves_if("if c.flip() {");
                self.line("}");
            }
        }
    }

    /// Sets an error that a statement above or behind may have declared, and looks at it now or at the end.
    fn pair(&mut self) {
        self.names += 1;
        let (m, err) = (format!("m{}", self.names), self.random.pick(&["err", "e"]));
        self.line(&format!("{m}, {err} := c.pair()"));
        self.line(&format!("c.log(\"{m} %d\", {m})"));
        self.hidden |= err == "err";
        let look = format!("c.log(\"{err} %v\", {err})");
        if self.random.one_in(2) { self.line(&look) } else { self.later.push(look) }
    }

    fn switch(&mut self) {
        self.line("switch c.choose(4) {");
        self.line("case 0:");
        self.block();
        if self.random.one_in(3) {
            self.line("\tfallthrough");
        }
        self.leaves_if("case 1:");
        self.line("case 2:");
        self.line("\tc.log(\"breaks\")\n\tif c.flip() {\n\t\tbreak\n\t}\n\ttotal++");
        if self.random.one_in(2) {
            self.line("default:");
            self.block();
        }
        self.line("}");
    }

    fn select(&mut self) {
        self.line("select {");
        self.leaves_if("case <-c.never:");
        self.line("case <-c.ready:");
        self.block();
        if self.random.one_in(2) {
            self.line("\tif c.flip() {\n\t\tbreak\n\t}\n\tc.log(\"selected\")");
        }
        self.line("}");
    }

    fn type_switch(&mut self) {
        self.line("switch x := c.value().(type) {");
        self.line("case int:");
        self.line("\tc.log(\"int %d\", x)");
        self.block();
        self.leaves_if("case string:");
        self.line("case error, nil:");
        self.line("\tif x == nil {\n\t\tbreak\n\t}\n\tc.log(\"error\")");
        self.line("}");
    }

    /// Loops in a function literal, which has results of its own.
    fn literal(&mut self) {
        let signature = &SIGNATURES[self.random.below(SIGNATURES.len())];
        let outer = std::mem::replace(&mut self.signature, signature);
        let (loops, later) = (std::mem::take(&mut self.loops), std::mem::take(&mut self.later));
        let (hidden, failed) = (std::mem::take(&mut self.hidden), self.failed.take());
        let (values, printed) = values_of(signature);
        let space = if signature.written.is_empty() { "" } else { " " };
        let result = if values.is_empty() { String::new() } else { format!("{values} := ") };
        self.line("{");
        self.depth += 1;
        self.line(&format!("{result}func(){space}{} {{", signature.written));
        self.depth += 1;
        self.body();
        self.depth -= 1;
        self.line("}()");
        self.line(&format!("c.log(\"%s\", {printed})"));
        self.depth -= 1;
        self.line("}");
        (self.signature, self.loops, self.later) = (outer, loops, later);
        (self.hidden, self.failed) = (hidden, failed);
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
        let Signature { named, types, written } = *self.signature;
        if types.is_empty() {
            return self.line("return");
        }
        let in_sight = !self.hidden || !written.contains("err");
        if named && in_sight && self.random.one_in(2) {
            return self.line("return");
        }
        if *types == ["int", "error"] && self.random.one_in(6) {
            return self.line("return c.pair()");
        }
        let fails = self.failed.is_some() && !self.random.one_in(4);
        let failed = self.failed.clone();
        let values: Vec<String> = types
            .iter()
            .map(|result| match (*result, &failed) {
                ("error", Some(err)) if fails => match self.random.below(3) {
                    0 => format!("fmt.Errorf(\"wrapped: %w\", {err})"),
                    _ => err.clone(),
                },
                ("error", _) => {
                    self.random.pick(&["nil", "nil", "c.maybe()", "errors.New(\"own\")"]).to_string()
                }
                ("int", _) if fails => "0".to_string(),
                ("int", _) => self.random.pick(&["total", "7", "c.choose(4)"]).to_string(),
                ("bool", _) => self.random.pick(&["true", "false", "total > 4"]).to_string(),
                ("string", _) => self.random.pick(&["\"\"", "\"text\"", "fmt.Sprint(total)"]).to_string(),
                ("point", _) if fails => "point{}".to_string(),
                ("point", _) => self.random.pick(&["point{}", "point{1, total}"]).to_string(),
                ("any", _) => self.random.pick(&["nil", "total", "\"any\""]).to_string(),
                ("[2]int", _) => self.random.pick(&["[2]int{}", "[2]int{3, total}"]).to_string(),
                (_, _) => "nil".to_string(),
            })
            .collect();
        self.line(&format!("return {}", values.join(", ")));
    }
}
