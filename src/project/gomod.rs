//! go.mod and go.work files (golang.org/x/mod/modfile): what they require, replace and use.
//!
//! It knows their text; it looks at no folder and resolves nothing. What can't be understood is a [`Problem`] with its line and what to do,
//! and all the rest of the file is still read.

use super::semver;
use super::version::Version;

/// A go.mod file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoMod {
    /// The module's path.
    pub module: Option<String>,
    pub go: Option<GoLine>,
    pub require: Vec<ModuleVersion>,
    pub exclude: Vec<ModuleVersion>,
    pub replace: Vec<Replace>,
    /// Folders, relative to the module's root, that patterns like `./...` leave out.
    pub ignore: Vec<String>,
    pub problems: Vec<Problem>,
}

/// A go.work file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoWork {
    pub go: Option<GoLine>,
    pub uses: Vec<Use>,
    pub replace: Vec<Replace>,
    pub problems: Vec<Problem>,
}

/// The folder of a module of a workspace, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub folder: String,
    /// Counted from 1.
    pub line: usize,
}

/// The `go` directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoLine {
    pub version: Version,
    /// Counted from 1.
    pub line: usize,
}

/// A module at a version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleVersion {
    pub path: String,
    pub version: String,
}

/// `path [version] => target`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replace {
    pub path: String,
    /// Only this version is replaced; `None`: all are.
    pub version: Option<String>,
    pub target: Target,
}

/// What stands in for a replaced module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A folder, absolute or relative to the file that says so.
    Folder(String),
    Module(ModuleVersion),
}

/// A line that can't be understood, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Problem {
    /// Counted from 1.
    pub line: usize,
    pub message: String,
}

impl GoMod {
    /// Reads the go.mod file of a module that is worked on: each line must be understood.
    pub fn parse(text: &str) -> GoMod {
        GoMod::read(text, true)
    }

    /// Reads the go.mod file of a dependency: what only matters in a main module, or is unknown, is passed over (modfile.ParseLax).
    pub fn parse_dependency(text: &str) -> GoMod {
        GoMod::read(text, false)
    }

    fn read(text: &str, strict: bool) -> GoMod {
        let mut file = GoMod::default();
        let Directives { list, mut problems } = directives(text);
        for directive in &list {
            if let Err(message) = file.add(directive, strict) {
                problems.push(Problem { line: directive.line, message });
            }
        }
        if file.module.is_none() && problems.is_empty() {
            problems.push(Problem {
                line: 1,
                message: "no module directive: add `module example.com/name`".to_string(),
            });
        }
        problems.sort_by_key(|problem| problem.line);
        file.problems = problems;
        file
    }

    fn add(&mut self, directive: &Directive, strict: bool) -> Result<(), String> {
        let args = directive.args.as_slice();
        match directive.verb.as_str() {
            "module" => {
                let [path] = args else { return Err("write `module example.com/name`".to_string()) };
                if self.module.is_some() {
                    return Err("repeated module directive: remove one".to_string());
                }
                self.module = Some(path.value()?);
            }
            "go" => return set_go(&mut self.go, directive, strict),
            "require" => self.require.push(module_version("require", args)?),
            "ignore" => {
                let [path] = args else { return Err("write `ignore ./folder`".to_string()) };
                self.ignore.push(path.value()?);
            }
            _ if !strict => {}
            "exclude" => self.exclude.push(module_version("exclude", args)?),
            "replace" => self.replace.push(replace(args)?),
            // These say nothing of where code is.
            "toolchain" | "godebug" | "retract" | "tool" => {}
            other => {
                return Err(format!(
                    "unknown directive {other}: remove it, or see https://go.dev/ref/mod#go-mod-file"
                ));
            }
        }
        Ok(())
    }
}

impl GoWork {
    pub fn parse(text: &str) -> GoWork {
        let mut file = GoWork::default();
        let Directives { list, mut problems } = directives(text);
        for directive in &list {
            if let Err(message) = file.add(directive) {
                problems.push(Problem { line: directive.line, message });
            }
        }
        problems.sort_by_key(|problem| problem.line);
        file.problems = problems;
        file
    }

    fn add(&mut self, directive: &Directive) -> Result<(), String> {
        let args = directive.args.as_slice();
        match directive.verb.as_str() {
            "go" => return set_go(&mut self.go, directive, true),
            "use" => {
                let [path] = args else { return Err("write `use ./folder`".to_string()) };
                self.uses.push(Use { folder: path.value()?, line: directive.line });
            }
            "replace" => self.replace.push(replace(args)?),
            "toolchain" | "godebug" => {}
            other => {
                return Err(format!(
                    "unknown directive {other}: remove it, or see https://go.dev/ref/mod#workspaces"
                ));
            }
        }
        Ok(())
    }
}

/// Reads the `go` directive; in a dependency, `v1.21` and what follows the minor version are forgiven.
fn set_go(go: &mut Option<GoLine>, directive: &Directive, strict: bool) -> Result<(), String> {
    if go.is_some() {
        return Err("repeated go directive: remove one".to_string());
    }
    let [version] = directive.args.as_slice() else { return Err("write `go 1.21`".to_string()) };
    let text = version.text.as_str();
    let exact = Version::parse(text)
        .filter(|_| text.starts_with(|first: char| first.is_ascii_digit()) && text.contains('.'));
    let forgiven = || {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (major, rest) = text.split_once('.')?;
        let minor = &rest[..rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len())];
        Version::parse(&format!("{major}.{minor}"))
    };
    let Some(version) = exact.or_else(|| if strict { None } else { forgiven() }) else {
        return Err(format!("invalid Go version {text:?}: write it as `go 1.21`"));
    };
    *go = Some(GoLine { version, line: directive.line });
    Ok(())
}

fn module_version(verb: &str, args: &[Token]) -> Result<ModuleVersion, String> {
    let [path, version] = args else { return Err(format!("write `{verb} example.com/name v1.2.3`")) };
    let (path, version) = (path.value()?, version.value()?);
    let version = canonical(&version)?;
    Ok(ModuleVersion { path, version })
}

fn canonical(version: &str) -> Result<String, String> {
    semver::canonical(version).ok_or_else(|| {
        format!("{version:?} isn't a module version such as v1.2.3: let `go mod tidy` write it")
    })
}

fn replace(args: &[Token]) -> Result<Replace, String> {
    let usage = || {
        "write `replace example.com/a => example.com/b v1.2.3` or `replace example.com/a => ../folder`"
            .to_string()
    };
    let arrow = args.iter().position(|arg| arg.text == "=>").ok_or_else(usage)?;
    let (old, new) = (&args[..arrow], &args[arrow + 1..]);
    let (path, version) = match old {
        [path] => (path.value()?, None),
        [path, version] => (path.value()?, Some(canonical(&version.value()?)?)),
        _ => return Err(usage()),
    };
    let target = match new {
        [folder] => {
            let folder = folder.value()?;
            if !is_folder(&folder) {
                return Err(format!(
                    "replacement {folder:?} has no version, so it must be a folder: write ./{folder}"
                ));
            }
            Target::Folder(folder)
        }
        [path, version] => {
            let path = path.value()?;
            if is_folder(&path) {
                return Err(format!("replacement folder {path:?} can't have a version: remove it"));
            }
            Target::Module(ModuleVersion { path, version: canonical(&version.value()?)? })
        }
        _ => return Err(usage()),
    };
    Ok(Replace { path, version, target })
}

/// Rooted, or beginning with `.` or `..` (modfile.IsDirectoryPath).
fn is_folder(path: &str) -> bool {
    let bytes = path.as_bytes();
    let relative = [".", ".."].contains(&path)
        || ["./", "../", ".\\", "..\\"].iter().any(|start| path.starts_with(start));
    let drive = bytes.len() > 1 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
    relative || path.starts_with(['/', '\\']) || drive
}

struct Directives {
    list: Vec<Directive>,
    problems: Vec<Problem>,
}

/// One line, with the word before its block in front.
struct Directive {
    verb: String,
    args: Vec<Token>,
    line: usize,
}

struct Token {
    text: String,
    kind: TokenKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    Word,
    /// In double or back quotes, which are part of the text.
    Quoted,
    /// One of `()[]{},`.
    Punctuation,
}

impl Token {
    /// The string meant: unquoted where it is quoted.
    fn value(&self) -> Result<String, String> {
        if self.kind == TokenKind::Quoted {
            return unquote(&self.text)
                .ok_or_else(|| format!("invalid quoted string {}: remove the quotes", self.text));
        }
        if self.text.contains(['"', '\'', '`']) {
            return Err(format!("{} has a quote in it: remove it", self.text));
        }
        Ok(self.text.clone())
    }

    fn is(&self, punctuation: &str) -> bool {
        self.kind == TokenKind::Punctuation && self.text == punctuation
    }
}

/// Splits a file into its directives; blocks (`require ( … )`) are taken apart.
fn directives(text: &str) -> Directives {
    let mut list = Vec::new();
    let mut problems = Vec::new();
    let mut block: Option<(String, usize)> = None;
    for (index, line) in text.split('\n').enumerate() {
        let number = index + 1;
        let mut tokens = match tokens(line) {
            Ok(tokens) => tokens,
            Err(message) => {
                problems.push(Problem { line: number, message });
                continue;
            }
        };
        let Some(first) = tokens.first() else { continue };
        if let Some((verb, _)) = &block {
            if !first.is(")") {
                list.push(Directive { verb: verb.clone(), args: tokens, line: number });
                continue;
            }
            if tokens.len() > 1 {
                problems.push(Problem {
                    line: number,
                    message: "a line ends after a closing parenthesis: begin a new one".to_string(),
                });
            }
            block = None;
            continue;
        }
        let verb = first.text.clone();
        if tokens.last().is_some_and(|token| token.is("(")) {
            if tokens.len() > 2 {
                problems.push(Problem { line: number, message: format!("unknown block: write `{verb} (`") });
            }
            block = Some((verb, number));
            continue;
        }
        if let [_, open, close] = tokens.as_slice()
            && open.is("(")
            && close.is(")")
        {
            continue;
        }
        let args = tokens.split_off(1);
        list.push(Directive { verb, args, line: number });
    }
    if let Some((verb, line)) = block {
        problems.push(Problem {
            line,
            message: format!("the block `{verb} (` is never closed: add a line with `)`"),
        });
    }
    Directives { list, problems }
}

fn tokens(line: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r']);
        let Some(first) = rest.chars().next() else { return Ok(tokens) };
        if rest.starts_with("//") {
            return Ok(tokens);
        }
        if rest.starts_with("/*") {
            return Err("comments in this file begin with //: rewrite the /* comment".to_string());
        }
        let (length, kind) = match first {
            '(' | ')' | '[' | ']' | '{' | '}' | ',' => (1, TokenKind::Punctuation),
            '"' | '`' => (quoted_length(rest)?, TokenKind::Quoted),
            _ => (word_length(rest), TokenKind::Word),
        };
        if length == 0 {
            return Err(format!("unexpected character {first:?}: remove it"));
        }
        tokens.push(Token { text: rest[..length].to_string(), kind });
        rest = &rest[length..];
    }
}

fn word_length(text: &str) -> usize {
    let stops = |letter: char| letter.is_whitespace() || letter.is_control() || "()[]{},".contains(letter);
    let end = text.find(stops).unwrap_or(text.len());
    text[..end].find("//").unwrap_or(end)
}

fn quoted_length(text: &str) -> Result<usize, String> {
    let mut letters = text.char_indices();
    let Some((_, quote)) = letters.next() else { return Ok(0) };
    while let Some((index, letter)) = letters.next() {
        if letter == quote {
            return Ok(index + 1);
        }
        if letter == '\\' && quote == '"' {
            letters.next();
        }
    }
    Err(format!("the string {text} is never closed: add {quote}"))
}

/// strconv.Unquote for what occurs in paths.
fn unquote(text: &str) -> Option<String> {
    if let Some(raw) = text.strip_prefix('`') {
        return raw.strip_suffix('`').map(str::to_string);
    }
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut value = String::new();
    let mut letters = inside.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            value.push(letter);
            continue;
        }
        let digits = match letters.next()? {
            same @ ('\\' | '"') => {
                value.push(same);
                continue;
            }
            't' => {
                value.push('\t');
                continue;
            }
            'u' => 4,
            'U' => 8,
            _ => return None,
        };
        let code: String = letters.by_ref().take(digits).collect();
        if code.len() != digits {
            return None;
        }
        value.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str, version: &str) -> ModuleVersion {
        ModuleVersion { path: path.to_string(), version: version.to_string() }
    }

    #[test]
    fn a_whole_file() {
        let text = "// c\nmodule \"example.com/m\" // d\r\n\ngo 1.21.3\ntoolchain go1.22.0\n\nrequire (\n\ta.b/c v1.2.3 // indirect\n\n\t`d.e/f` v0.0.0-20200101000000-abcdefabcdef\n)\nrequire g.h/i/v2 v2.1\nexclude a.b/c v1.0.0\nreplace (\n\ta.b/c => ../c\n\td.e/f v1.0.0 => x.y/z v1.1.0\n)\nretract [v1.0.0, v1.1.0]\nignore ./node_modules\nrequire ()\n";
        let file = GoMod::parse(text);
        assert_eq!(file.problems, []);
        assert_eq!(file.module.as_deref(), Some("example.com/m"));
        assert_eq!(file.go, Some(GoLine { version: Version::parse("1.21.3").unwrap(), line: 4 }));
        assert_eq!(
            file.require,
            [
                at("a.b/c", "v1.2.3"),
                at("d.e/f", "v0.0.0-20200101000000-abcdefabcdef"),
                at("g.h/i/v2", "v2.1.0")
            ]
        );
        assert_eq!(file.exclude, [at("a.b/c", "v1.0.0")]);
        assert_eq!(
            file.replace,
            [
                Replace {
                    path: "a.b/c".to_string(),
                    version: None,
                    target: Target::Folder("../c".to_string())
                },
                Replace {
                    path: "d.e/f".to_string(),
                    version: Some("v1.0.0".to_string()),
                    target: Target::Module(at("x.y/z", "v1.1.0"))
                }
            ]
        );
        assert_eq!(file.ignore, ["./node_modules"]);
    }

    #[test]
    fn a_malformed_line_is_a_problem_and_the_rest_is_read() {
        for (text, line, message) in [
            ("module m\ngo banana\n", 2, "invalid Go version \"banana\": write it as `go 1.21`"),
            ("module m\n\nfrobnicate x\n", 3, "unknown directive frobnicate"),
            ("module m\nrequire (\n a.b/c v1.0.0\n", 2, "never closed"),
            ("module m\nrequire a.b/c master\n", 2, "isn't a module version"),
            ("module m\nreplace a => b\n", 2, "write ./b"),
            ("module m\nreplace a =>\n", 2, "write `replace"),
            ("module m\nmodule n\n", 2, "repeated module directive"),
            ("module m\n/* c */\n", 2, "begin with //"),
            ("module m\nrequire \"a v1\n", 2, "never closed"),
            ("go 1.21\n", 1, "no module directive"),
            ("module m\ngo 1\n", 2, "invalid Go version"),
            ("module m\ngo go1.21\n", 2, "invalid Go version"),
        ] {
            let file = GoMod::parse(text);
            assert_eq!(file.problems.len(), 1, "{text:?}: {:?}", file.problems);
            assert_eq!(file.problems[0].line, line, "{text:?}");
            assert!(file.problems[0].message.contains(message), "{text:?}: {}", file.problems[0]);
        }
    }

    #[test]
    fn dependencies_are_read_laxly() {
        let file = GoMod::parse_dependency(
            "module m\ngo v1.18.x\nnew directive\nreplace nonsense\nrequire a.b/c v1.0.0\n",
        );
        assert_eq!(file.problems, []);
        assert_eq!(file.go.map(|go| go.version), Some(Version::new(1, 18)));
        assert_eq!(file.require.len(), 1);
        assert!(file.replace.is_empty());
    }

    #[test]
    fn workspaces() {
        let file =
            GoWork::parse("go 1.22\nuse ./a\nuse (\n\t.\n\t\"../b\"\n)\nreplace x.y/z v1.0.0 => /abs\n");
        assert_eq!(file.problems, []);
        let uses: Vec<_> = file.uses.iter().map(|used| (used.folder.as_str(), used.line)).collect();
        assert_eq!(uses, [("./a", 2), (".", 4), ("../b", 5)]);
        assert_eq!(file.replace[0].target, Target::Folder("/abs".to_string()));
        assert_eq!(GoWork::parse("module m\n").problems.len(), 1);
    }

    #[test]
    fn any_text_ends() {
        for text in [
            "(",
            ")",
            "a (\n(\n)",
            "\"",
            "\"\\",
            "`",
            "a )b(",
            "\u{0}",
            "replace => => =>",
            "module \"\\u12\"",
            "//",
        ] {
            GoMod::parse(text);
            GoWork::parse(text);
        }
    }
}
