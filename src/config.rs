//! `gomend.toml`: its text to values that are known to be right.
//!
//! Knows the keys, what may stand behind them, and how to say what is wrong. Doesn't know where the file lies, nor how it was
//! found: that is the affair of `cli`.

use crate::codemod::Safety;
use crate::codemod::options::{BlankError, DeferInLoop, NoErrorResult};
use crate::codemods;
use crate::project::Version;
use crate::project::version::InvalidVersion;
use crate::text::LineIndex;
use crate::text::near::{did_you_mean, near_names};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;
use std::path::Path;
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a `gomend.toml` says. The default is that of an empty file.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The language version to assume, instead of go.mod's.
    pub go: Option<Version>,
    /// Names of codemods, empty: those that are on by default.
    pub only: Vec<String>,
    pub skip: Vec<String>,
    /// Files that a walk passes over.
    pub exclude: Exclude,
    /// Whether a walk takes generated files.
    pub generated: bool,
    pub tiers: BTreeMap<&'static str, Safety>,
    pub defer_in_loop: DeferInLoop,
    pub blank_error: BlankError,
}

/// What is wrong with the file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Invalid {
    /// One-based.
    pub line: usize,
    pub message: String,
}

/// Globs of files and folders, relative to the folder of the file that names them.
#[derive(Clone, Debug)]
pub struct Exclude(GlobSet);

impl Default for Exclude {
    fn default() -> Exclude {
        Exclude(GlobSet::empty())
    }
}

impl Exclude {
    /// Whether `file`, or a folder that it lies in, is excluded.
    pub fn takes(&self, file: &Path) -> bool {
        !self.0.is_empty() && file.ancestors().any(|path| self.0.is_match(path))
    }
}

/// The keys above the first table, and the tables.
const KEYS: &[&str] =
    &["go", "only", "skip", "exclude", "generated", "tiers", "defer-in-loop", "blank-error"];

/// Keys of later versions: whoever writes one must not think that it does something.
const NOT_YET: &[&str] = &["rules", "unreleased-resource"];

impl Config {
    pub fn parse(text: &str) -> Result<Config, Invalid> {
        let lines = LineIndex::new(text);
        let at = |wrong: Wrong| Invalid {
            line: lines.place(wrong.range.start.min(text.len())).line,
            message: wrong.message,
        };
        let syntax = |e: toml::de::Error| Wrong {
            range: e.span().unwrap_or(0..0),
            message: format!("isn't valid TOML: {}", e.message()),
        };
        let table = DeTable::parse(text).map_err(syntax).map_err(at)?;
        Config::read(table.get_ref()).map_err(at)
    }

    fn read(table: &DeTable) -> Result<Config, Wrong> {
        let mut config = Config::default();
        each(table, "", KEYS, |key, value| {
            match key {
                "go" => config.go = Some(parsed_by(value, "go", language_version)?),
                "only" => config.only = codemods(value, "only")?,
                "skip" => config.skip = codemods(value, "skip")?,
                "exclude" => config.exclude = globs(value)?,
                "generated" => config.generated = boolean(value, "generated")?,
                "tiers" => config.tiers = tiers(value)?,
                "defer-in-loop" => config.defer_in_loop = defer_in_loop(value)?,
                _ => config.blank_error = blank_error(value)?,
            }
            Ok(())
        })?;
        Ok(config)
    }
}

/// A version of the language, of a Go that is out: what a later one means isn't known.
pub fn language_version(text: &str) -> Result<Version, String> {
    let version: Version = text.parse().map_err(|invalid: InvalidVersion| invalid.to_string())?;
    match version.language() > Version::NEWEST {
        true => Err(format!("the newest version of Go that gomend knows is {}", Version::NEWEST)),
        false => Ok(version),
    }
}

/// A problem at some bytes of the file.
struct Wrong {
    range: Range<usize>,
    message: String,
}

impl Wrong {
    fn at<T>(what: &Spanned<T>, message: impl Display) -> Wrong {
        Wrong { range: what.span(), message: message.to_string() }
    }
}

/// Hands each key of a table with its value to `take`; a key that isn't one of `keys` is an error.
fn each<'t>(
    table: &'t DeTable,
    section: &str,
    keys: &[&str],
    mut take: impl FnMut(&str, &'t Spanned<DeValue<'t>>) -> Result<(), Wrong>,
) -> Result<(), Wrong> {
    // In the order of the file, so that the first problem is the one that is told.
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let name: &str = key.get_ref();
        if !keys.contains(&name) {
            let place = if section.is_empty() { String::new() } else { format!(" in [{section}]") };
            return Err(Wrong::at(
                key,
                match NOT_YET.contains(&name) && section.is_empty() {
                    true => format!("`{name}` isn't supported by this version of gomend: take it out"),
                    false => match near_names(name, keys.iter().copied()).as_slice() {
                        [] if KEYS.contains(&name) => {
                            format!("unknown key `{name}`{place}: it belongs above the first table")
                        }
                        [] => format!("unknown key `{name}`{place}: there are {}", keys.join(", ")),
                        near => format!("unknown key `{name}`{place}{}", did_you_mean(near)),
                    },
                },
            ));
        }
        take(name, value)?;
    }
    Ok(())
}

fn table<'t>(value: &'t Spanned<DeValue<'t>>, key: &str) -> Result<&'t DeTable<'t>, Wrong> {
    let unlike = || unlike(value, key, "a table");
    value.get_ref().as_table().ok_or_else(unlike)
}

fn boolean(value: &Spanned<DeValue>, key: &str) -> Result<bool, Wrong> {
    value.get_ref().as_bool().ok_or_else(|| unlike(value, key, "true or false"))
}

fn strings<'t>(
    value: &'t Spanned<DeValue<'t>>,
    key: &str,
) -> Result<Vec<(&'t str, &'t Spanned<DeValue<'t>>)>, Wrong> {
    let wanted = "a list of strings";
    let list = value.get_ref().as_array().ok_or_else(|| unlike(value, key, wanted))?;
    let string = |item: &'t Spanned<DeValue<'t>>| {
        item.get_ref().as_str().map(|text| (text, item)).ok_or_else(|| unlike(item, key, wanted))
    };
    list.iter().map(string).collect()
}

fn unlike(value: &Spanned<DeValue>, key: &str, wanted: &str) -> Wrong {
    let article = match value.get_ref() {
        DeValue::Integer(_) | DeValue::Array(_) => "an",
        _ => "a",
    };
    Wrong::at(value, format!("`{key}` must be {wanted}, not {article} {}", value.get_ref().type_str()))
}

fn parsed_by<T, E: Display>(
    value: &Spanned<DeValue>,
    key: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Wrong> {
    let text = value.get_ref().as_str().ok_or_else(|| unlike(value, key, "a string"))?;
    parse(text).map_err(|e| Wrong::at(value, format!("`{key}`: {e}")))
}

fn codemod(name: &str, key: &str, at: &Spanned<DeValue>) -> Result<&'static str, Wrong> {
    let found = codemods::by_name(name).map(|codemod| codemod.name);
    found.ok_or_else(|| {
        let near = near_names(name, codemods::ALL.iter().map(|codemod| codemod.name));
        Wrong::at(
            at,
            format!(
                "`{key}`: there is no codemod `{name}`{} (`gomend list` prints them all)",
                did_you_mean(&near)
            ),
        )
    })
}

fn codemods(value: &Spanned<DeValue>, key: &str) -> Result<Vec<String>, Wrong> {
    strings(value, key)?.into_iter().map(|(name, at)| codemod(name, key, at).map(str::to_string)).collect()
}

fn globs(value: &Spanned<DeValue>) -> Result<Exclude, Wrong> {
    let mut set = GlobSetBuilder::new();
    for (text, at) in strings(value, "exclude")? {
        // As in a `.gitignore`, a slash behind a folder's name changes nothing.
        let glob = GlobBuilder::new(text.trim_end_matches('/')).literal_separator(true).build();
        set.add(glob.map_err(|e| Wrong::at(at, format!("`exclude`: bad glob `{text}`: {}", e.kind())))?);
    }
    set.build().map(Exclude).map_err(|e| Wrong::at(value, format!("`exclude`: {e}")))
}

fn tiers(value: &Spanned<DeValue>) -> Result<BTreeMap<&'static str, Safety>, Wrong> {
    let mut tiers = BTreeMap::new();
    each(table(value, "tiers")?, "tiers", &["safe", "unsafe"], |key, value| {
        let safety = if key == "safe" { Safety::Safe } else { Safety::Unsafe };
        for (name, at) in strings(value, key)? {
            if tiers.insert(codemod(name, key, at)?, safety).is_some_and(|other| other != safety) {
                return Err(Wrong::at(at, format!("`{name}` is called both safe and unsafe: choose one")));
            }
        }
        Ok(())
    })?;
    Ok(tiers)
}

fn defer_in_loop(value: &Spanned<DeValue>) -> Result<DeferInLoop, Wrong> {
    let mut options = DeferInLoop::default();
    each(table(value, "defer-in-loop")?, "defer-in-loop", &["prefer"], |key, value| {
        options.prefer = parsed_by(value, key, FromStr::from_str)?;
        Ok(())
    })?;
    Ok(options)
}

fn blank_error(value: &Spanned<DeValue>) -> Result<BlankError, Wrong> {
    let mut options = BlankError::default();
    const KEYS: &[&str] = &["wrap", "no-error-result", "acknowledged"];
    each(table(value, "blank-error")?, "blank-error", KEYS, |key, value| {
        match key {
            "wrap" => options.wrap = Some(parsed_by(value, key, FromStr::from_str)?),
            "no-error-result" => options.no_error_result = parsed_by(value, key, NoErrorResult::from_str)?,
            _ => {
                let parse = |(text, at): (&str, &Spanned<DeValue>)| {
                    text.parse().map_err(|e| Wrong::at(at, format!("`{key}`: {e}")))
                };
                options.acknowledged =
                    strings(value, key)?.into_iter().map(parse).collect::<Result<_, _>>()?;
            }
        }
        Ok(())
    })?;
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys_are_read() {
        let text = r#"
go = "1.21"
only = ["blank-error"]
skip = ["defer-in-loop"]
exclude = ["third_party/**", "gen/*.pb.go", "old/"]
generated = true

[tiers]
safe = ["blank-error"]
unsafe = ["defer-in-loop"]

[blank-error]
wrap = 'fmt.Errorf("{call}: %w", {err})'
no-error-result = "log-and-return"
acknowledged = []
"#;
        let config = Config::parse(text).unwrap();
        assert_eq!(config.go, Version::parse("1.21"));
        assert_eq!((config.only.len(), config.skip.len(), config.generated), (1, 1, true));
        assert_eq!(config.tiers["blank-error"], Safety::Safe);
        assert_eq!(config.tiers["defer-in-loop"], Safety::Unsafe);
        assert_eq!(config.blank_error.no_error_result, NoErrorResult::LogAndReturn);
        assert_eq!(config.blank_error.acknowledged, []);
        let wrap = config.blank_error.wrap.unwrap();
        assert_eq!(wrap.to_string(), r#"fmt.Errorf("{call}: %w", {err})"#);
        let excluded = |path| config.exclude.takes(Path::new(path));
        assert!(excluded("third_party/a/b.go") && excluded("gen/x.pb.go") && excluded("old/a/b.go"));
        assert!(!excluded("a/third_party/b.go") && !excluded("gen/a/x.pb.go") && !excluded("older/a.go"));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        let config = Config::parse("# nothing\n").unwrap();
        assert!(config.only.is_empty() && config.skip.is_empty() && !config.generated && config.go.is_none());
        assert_eq!(config.blank_error, BlankError::default());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, line, message) in [
            ("\nskipp = []", 2, "unknown key `skipp`, did you mean `skip`?"),
            ("zzzzz = 1", 1, "there are go, only"),
            ("[tiers]\nsave = []", 2, "unknown key `save` in [tiers], did you mean `safe`?"),
            ("[blank-error]\nrap = ''", 2, "did you mean `wrap`?"),
            ("[tiers]\nskip = []", 2, "belongs above the first table"),
            ("rules = ['a.yml']", 1, "isn't supported by this version"),
            ("\n[unreleased-resource]\npairs = []", 2, "isn't supported by this version"),
            ("go = 1.21", 1, "`go` must be a string, not a float"),
            ("go = '1.99'", 1, "the newest version"),
            ("go = 'new'", 1, "isn't a Go version"),
            ("only = 'blank-error'", 1, "`only` must be a list of strings, not a string"),
            ("only = [\n  'blank-error',\n  3,\n]", 3, "not an integer"),
            ("skip = ['blank-eror']", 1, "did you mean `blank-error`?"),
            ("generated = 'yes'", 1, "must be true or false"),
            ("exclude = ['a/{b']", 1, "bad glob `a/{b`"),
            ("tiers = 1", 1, "`tiers` must be a table"),
            ("[tiers]\nsafe = ['blank-error']\nunsafe = ['blank-error']", 3, "both safe and unsafe"),
            ("[blank-error]\nwrap = 'f({er})'", 2, "{er} is no placeholder"),
            ("[blank-error]\nno-error-result = 'exit'", 2, "none of refuse, log"),
            ("[defer-in-loop]\nprefer = 'close'", 2, "none of literal, call"),
            ("[blank-error]\nacknowledged = [\n'Close']", 3, "names no calls"),
            ("go = '1.21'\ngo = '1.22'", 2, "isn't valid TOML"),
            ("\n\nonly = [", 3, "isn't valid TOML"),
        ] {
            let invalid = Config::parse(text).expect_err(text);
            assert!(invalid.message.contains(message), "{text}: {invalid}");
            assert_eq!(invalid.line, line, "{text}: {invalid}");
        }
    }
}
