//! Versions of Go (`1.21`, `1.21.3`, `1.21rc1`, `go1.9`), as the go command's `internal/gover` reads and orders them.
//!
//! It knows nothing of module versions (`v1.2.3`): those are in `semver`.

use std::fmt;
use std::str::FromStr;

/// A version of Go: a language version (`1.21`) or a release (`1.21.0`, `1.21rc1`).
///
/// The order is that of Go toolchains: `1.21 < 1.21rc1 < 1.21.0`, and before 1.21 the first release is the language version itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: Option<u32>,
    pre: Option<(Pre, Option<u32>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Pre {
    Alpha,
    Beta,
    Rc,
}

impl Version {
    /// The newest Go that this tool knows: its release tags are `go1.1` up to this one.
    pub const NEWEST: Version = Version::new(1, 26);
    /// What a module has whose go.mod has no go line (go.dev/ref/mod#go-mod-file-go).
    pub const WITHOUT_GO_LINE: Version = Version::new(1, 16);

    /// The language version `major.minor`.
    pub const fn new(major: u32, minor: u32) -> Version {
        let patch = if major == 1 && minor < 21 { Some(0) } else { None };
        Version { major, minor, patch, pre: None }
    }

    /// Reads a version, with or without `go` in front, and without the suffix of a custom toolchain (`go1.21-custom`).
    pub fn parse(text: &str) -> Option<Version> {
        match text.strip_prefix("go") {
            Some(rest) => parse(rest.split_once('-').map_or(rest, |(version, _)| version)),
            None => parse(text),
        }
    }

    /// The language version of a release: `1.21.3` and `1.21rc1` are both `1.21`.
    pub fn language(self) -> Version {
        Version::new(self.major, self.minor)
    }

    pub fn major(self) -> u32 {
        self.major
    }

    pub fn minor(self) -> u32 {
        self.minor
    }
}

fn parse(text: &str) -> Option<Version> {
    let (major, rest) = number(text)?;
    if rest.is_empty() {
        return Some(Version { major, minor: 0, patch: Some(0), pre: None });
    }
    let (minor, rest) = number(rest.strip_prefix('.')?)?;
    if rest.is_empty() {
        let patch = if minor < 21 { Some(0) } else { None };
        return Some(Version { major, minor, patch, pre: None });
    }
    if let Some(rest) = rest.strip_prefix('.') {
        let (patch, rest) = number(rest)?;
        return rest.is_empty().then_some(Version { major, minor, patch: Some(patch), pre: None });
    }
    let letters = rest.find(|letter: char| !letter.is_ascii_lowercase()).unwrap_or(rest.len());
    let pre = match &rest[..letters] {
        "alpha" => Pre::Alpha,
        "beta" => Pre::Beta,
        "rc" => Pre::Rc,
        _ => return None,
    };
    let rest = &rest[letters..];
    if rest.is_empty() {
        return Some(Version { major, minor, patch: None, pre: Some((pre, None)) });
    }
    let (nth, rest) = number(rest)?;
    rest.is_empty().then_some(Version { major, minor, patch: None, pre: Some((pre, Some(nth))) })
}

/// A decimal number without leading zeros, and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(text.len());
    if end > 1 && text.starts_with('0') {
        return None;
    }
    Some((text[..end].parse().ok()?, &text[end..]))
}

impl FromStr for Version {
    type Err = InvalidVersion;

    fn from_str(text: &str) -> Result<Version, InvalidVersion> {
        Version::parse(text).ok_or_else(|| InvalidVersion(text.to_string()))
    }
}

/// A text that isn't a version of Go.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} isn't a Go version: write it as 1.21")]
pub struct InvalidVersion(String);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        let old = self.major == 1 && self.minor < 21;
        match self.patch {
            Some(patch) if patch != 0 || !old => write!(f, ".{patch}")?,
            _ => {}
        }
        let Some((pre, nth)) = self.pre else { return Ok(()) };
        f.write_str(match pre {
            Pre::Alpha => "alpha",
            Pre::Beta => "beta",
            Pre::Rc => "rc",
        })?;
        match nth {
            Some(nth) => write!(f, "{nth}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn order_is_that_of_toolchains() {
        let ascending = [
            "1", "1.5", "1.9", "1.20.1", "1.21", "1.21rc1", "1.21rc2", "1.21.0", "1.21.3", "1.22", "1.100",
            "2.0",
        ];
        for pair in ascending.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
        assert_eq!(version("1.20"), version("1.20.0"));
        assert!(version("1.20rc1") < version("1.20"));
    }

    #[test]
    fn the_language_version_drops_the_release() {
        for (text, want) in [
            ("1.21.3", "1.21"),
            ("go1.21rc2", "1.21"),
            ("1.16", "1.16"),
            ("go1.9-custom", "1.9"),
            ("1", "1.0"),
        ] {
            assert_eq!(version(text).language().to_string(), want, "{text}");
        }
        assert_eq!(version("1.22rc1").language(), Version::new(1, 22));
        assert_eq!(version("1.16.4").language(), Version::new(1, 16));
    }

    #[test]
    fn what_isnt_a_version() {
        for text in [
            "",
            "go",
            "1.",
            "1.x",
            "1.01",
            "01.2",
            "1.21.3rc1",
            "1.21.",
            "v1.2",
            "1.2.3.4",
            "1.99999999999",
            "1.21rc01",
            "é",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn printed_as_read() {
        for text in ["1.9", "1.20.1", "1.21", "1.21.0", "1.21rc1", "1.25.3"] {
            assert_eq!(version(text).to_string(), text);
        }
    }
}
