//! Module versions (`v1.2.3`, `v1.2.3-rc.1`, `v2.0.0+incompatible`), as golang.org/x/mod/semver orders them, and how the module cache
//! spells paths.
//!
//! It knows nothing of Go's own versions: those are in `version`.

use std::cmp::Ordering;

/// Whether the text is a version; short ones (`v1`, `v1.2`) count.
pub fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

/// Compares two versions; what isn't one is less than all that are. Build metadata doesn't count.
pub fn compare(left: &str, right: &str) -> Ordering {
    parse(left).cmp(&parse(right))
}

/// The version in full, without build metadata other than `+incompatible`: what go.mod should hold.
pub fn canonical(version: &str) -> Option<String> {
    let parsed = parse(version)?;
    let [major, minor, patch] = parsed.numbers.map(|number| number.0);
    let mut text = format!("v{major}.{minor}.{patch}");
    if let Some(pre) = parsed.pre {
        text.push('-');
        text.push_str(pre);
    }
    if version.ends_with("+incompatible") {
        text.push_str("+incompatible");
    }
    Some(text)
}

/// A module path or version as the module cache spells it, so that case-insensitive disks keep `A` and `a` apart: `!a` and `a`.
pub fn escape(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter.is_ascii_uppercase() {
            escaped.push('!');
        }
        escaped.push(letter.to_ascii_lowercase());
    }
    escaped
}

/// A decimal number of any length, by its digits.
#[derive(PartialEq, Eq)]
struct Number<'v>(&'v str);

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(other.0))
    }
}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[derive(PartialEq, Eq)]
struct Parsed<'v> {
    numbers: [Number<'v>; 3],
    pre: Option<&'v str>,
}

impl Ord for Parsed<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers.cmp(&other.numbers).then_with(|| match (self.pre, other.pre) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(left), Some(right)) => compare_pre(left, right),
        })
    }
}

impl PartialOrd for Parsed<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Identifiers one by one: numbers by value and below words, words by their bytes, and the shorter list first (semver.org, 11.4).
fn compare_pre(left: &str, right: &str) -> Ordering {
    let key = |text: &str| !text.bytes().all(|byte| byte.is_ascii_digit());
    let (mut left, mut right) = (left.split('.'), right.split('.'));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => {
                key(a).cmp(&key(b)).then_with(|| if key(a) { a.cmp(b) } else { Number(a).cmp(&Number(b)) })
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn parse(version: &str) -> Option<Parsed<'_>> {
    let text = version.strip_prefix('v')?;
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    if build.is_some_and(|build| !build.split('.').all(is_identifier)) {
        return None;
    }
    let (core, pre) = text.split_once('-').map_or((text, None), |(core, pre)| (core, Some(pre)));
    let well_formed = |word: &str| {
        is_identifier(word) && (!word.bytes().all(|byte| byte.is_ascii_digit()) || is_number(word))
    };
    if pre.is_some_and(|pre| !pre.split('.').all(well_formed)) {
        return None;
    }
    let mut parts = core.split('.');
    let mut numbers = [Number("0"), Number("0"), Number("0")];
    for (index, number) in numbers.iter_mut().enumerate() {
        match parts.next() {
            Some(part) if is_number(part) => *number = Number(part),
            Some(_) => return None,
            // Only plain versions can be short: v1, v1.2.
            None if index == 0 || pre.is_some() || build.is_some() => return None,
            None => break,
        }
    }
    parts.next().is_none().then_some(Parsed { numbers, pre })
}

fn is_identifier(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_number(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.len() == 1 || !word.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered() {
        let ascending = [
            "bad",
            "v0.0.0-20190101000000-abcdefabcdef",
            "v0.0.0-20200101000000-abcdefabcdef",
            "v0.1.0",
            "v1.0.0-alpha",
            "v1.0.0-alpha.1",
            "v1.0.0-alpha.beta",
            "v1.0.0-beta.2",
            "v1.0.0-beta.11",
            "v1.0.0-rc.1",
            "v1.0.0",
            "v1.2",
            "v1.2.1",
            "v1.10.0",
            "v2.0.0+incompatible",
        ];
        for pair in ascending.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
        assert_eq!(compare("v1.2.0+incompatible", "v1.2"), Ordering::Equal);
    }

    #[test]
    fn validity() {
        for version in ["v1", "v1.2", "v1.2.3", "v1.2.3-rc1", "v1.2.3-0.20200101-abc", "v1.2.3+incompatible"]
        {
            assert!(is_valid(version), "{version}");
        }
        for version in
            ["", "1.2.3", "v", "v1.2.3.4", "v01.2.3", "v1.2-rc1", "v1.2.3-", "v1.2.3-01", "v1.2.3+", "vx"]
        {
            assert!(!is_valid(version), "{version}");
        }
    }

    #[test]
    fn canonical_is_full() {
        assert_eq!(canonical("v1.2").as_deref(), Some("v1.2.0"));
        assert_eq!(canonical("v1.2.3-rc.1+meta").as_deref(), Some("v1.2.3-rc.1"));
        assert_eq!(canonical("v2.0.0+incompatible").as_deref(), Some("v2.0.0+incompatible"));
        assert_eq!(canonical("master"), None);
    }

    #[test]
    fn upper_case_is_escaped() {
        assert_eq!(escape("github.com/BurntSushi/toml"), "github.com/!burnt!sushi/toml");
    }
}
