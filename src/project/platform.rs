//! Platforms: what a build is for, and which build tags are true there (go/build's `Context`).
//!
//! It knows the tables of the Go distribution (operating systems, architectures, the pairs that exist, the tags that the toolchain sets by
//! itself). It doesn't know which files have which constraints: that is in `constraint`.

use std::fmt;

use super::version::Version;

/// An operating system, an architecture, and what else decides whether a file is built.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Platform {
    pub goos: String,
    pub goarch: String,
    pub cgo: bool,
    /// The user's tags (`-tags`), sorted.
    pub tags: Vec<String>,
}

impl Platform {
    /// A platform without cgo and without tags.
    pub fn new(goos: &str, goarch: &str) -> Platform {
        Platform { goos: goos.to_string(), goarch: goarch.to_string(), cgo: false, tags: Vec::new() }
    }

    /// The platform that this program was built for.
    pub fn host() -> Platform {
        let first = |table: &[(bool, &'static str)], default| {
            table.iter().find(|(is_host, _)| *is_host).map_or(default, |(_, name)| *name)
        };
        let goos = first(HOST_OS, "linux");
        let goarch = first(HOST_ARCH, "amd64");
        Platform { cgo: true, ..Platform::new(goos, goarch) }
    }

    /// The same platform with more tags.
    pub fn with_tags<'t>(&self, tags: impl IntoIterator<Item = &'t str>) -> Platform {
        let mut platform = self.clone();
        platform.tags.extend(tags.into_iter().map(str::to_string));
        platform.tags.sort();
        platform.tags.dedup();
        platform
    }

    /// Whether a build tag is true here, as go/build's `Context.matchTag` says.
    pub fn has_tag(&self, tag: &str) -> bool {
        if tag == self.goos || tag == self.goarch || tag == "gc" {
            return true;
        }
        match tag {
            "cgo" if self.cgo => return true,
            "linux" if self.goos == "android" => return true,
            "solaris" if self.goos == "illumos" => return true,
            "darwin" if self.goos == "ios" => return true,
            "unix" if UNIX.contains(&self.goos.as_str()) => return true,
            _ => {}
        }
        let tag = current_name(tag);
        self.tags.iter().any(|have| have == tag) || is_release_tag(tag) || self.is_tool_tag(tag)
    }

    /// Tags that the Go toolchain sets by itself: its default experiments (internal/buildcfg's `ParseGOEXPERIMENT`), and the default
    /// level of the architecture with all below it (`gogoarchTags`).
    fn is_tool_tag(&self, tag: &str) -> bool {
        if let Some(experiment) = tag.strip_prefix("goexperiment.") {
            return match experiment {
                "greenteagc" | "randomizedheapbase64" => true,
                "dwarf5" => !matches!(self.goos.as_str(), "darwin" | "ios" | "aix"),
                "regabiwrappers" | "regabiargs" => {
                    matches!(
                        self.goarch.as_str(),
                        "amd64" | "arm64" | "loong64" | "ppc64le" | "ppc64" | "riscv64" | "s390x"
                    )
                }
                _ => false,
            };
        }
        let levels: &[&str] = match self.goarch.as_str() {
            "386" => &["386.sse2"],
            "amd64" => &["amd64.v1"],
            "arm" => &["arm.5", "arm.6", "arm.7"],
            "arm64" => &["arm64.v8.0"],
            "mips" => &["mips.hardfloat"],
            "mipsle" => &["mipsle.hardfloat"],
            "mips64" => &["mips64.hardfloat"],
            "mips64le" => &["mips64le.hardfloat"],
            "ppc64" => &["ppc64.power8"],
            "ppc64le" => &["ppc64le.power8"],
            "riscv64" => &["riscv64.rva20u64"],
            "wasm" => &["wasm.satconv", "wasm.signext"],
            _ => &[],
        };
        levels.contains(&tag)
    }

    /// The other platforms that Go supports, in the order in which they are tried for a file that isn't built on this one.
    pub fn others(&self) -> impl Iterator<Item = Platform> {
        PAIRS
            .iter()
            .filter(|(goos, goarch)| *goos != self.goos || *goarch != self.goarch)
            .map(|(goos, goarch)| Platform { tags: self.tags.clone(), ..Platform::new(goos, goarch) })
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.goos, self.goarch)?;
        if !self.tags.is_empty() {
            write!(f, " with tags {}", self.tags.join(","))?;
        }
        Ok(())
    }
}

/// The name that a tag goes by today.
pub fn current_name(tag: &str) -> &str {
    if tag == "boringcrypto" { "goexperiment.boringcrypto" } else { tag }
}

/// `go1.1` up to the newest release.
fn is_release_tag(tag: &str) -> bool {
    let Some(minor) = tag.strip_prefix("go1.") else { return false };
    minor.bytes().all(|digit| digit.is_ascii_digit())
        && !minor.starts_with('0')
        && minor.parse::<u32>().is_ok_and(|minor| minor <= Version::NEWEST.minor())
}

/// Whether a word is an operating system to a file name (`x_linux.go`), as internal/syslist lists them for ever.
pub fn is_known_os(word: &str) -> bool {
    matches!(
        word,
        "aix"
            | "android"
            | "darwin"
            | "dragonfly"
            | "freebsd"
            | "hurd"
            | "illumos"
            | "ios"
            | "js"
            | "linux"
            | "nacl"
            | "netbsd"
            | "openbsd"
            | "plan9"
            | "solaris"
            | "wasip1"
            | "windows"
            | "zos"
    )
}

/// Whether a word is an architecture to a file name.
pub fn is_known_arch(word: &str) -> bool {
    matches!(
        word,
        "386"
            | "amd64"
            | "amd64p32"
            | "arm"
            | "armbe"
            | "arm64"
            | "arm64be"
            | "loong64"
            | "mips"
            | "mipsle"
            | "mips64"
            | "mips64le"
            | "mips64p32"
            | "mips64p32le"
            | "ppc"
            | "ppc64"
            | "ppc64le"
            | "riscv"
            | "riscv64"
            | "s390"
            | "s390x"
            | "sparc"
            | "sparc64"
            | "wasm"
    )
}

/// Whether a tag is decided by the platform, the compiler or its release, so that no user sets it. Experiments (`goexperiment.x`) and levels
/// of an architecture (`amd64.v3`) can be chosen.
pub fn is_reserved_tag(tag: &str) -> bool {
    is_known_os(tag)
        || is_known_arch(tag)
        || matches!(tag, "unix" | "cgo" | "gc" | "gccgo")
        || tag.starts_with("go1.")
}

/// Go's names for the operating systems that this program may be built for, other than Linux.
const HOST_OS: &[(bool, &str)] = &[
    (cfg!(target_os = "macos"), "darwin"),
    (cfg!(target_os = "ios"), "ios"),
    (cfg!(target_os = "android"), "android"),
    (cfg!(target_os = "windows"), "windows"),
    (cfg!(target_os = "freebsd"), "freebsd"),
    (cfg!(target_os = "netbsd"), "netbsd"),
    (cfg!(target_os = "openbsd"), "openbsd"),
    (cfg!(target_os = "dragonfly"), "dragonfly"),
    (cfg!(target_os = "solaris"), "solaris"),
    (cfg!(target_os = "illumos"), "illumos"),
    (cfg!(target_os = "aix"), "aix"),
    (cfg!(target_os = "wasi"), "wasip1"),
];

/// The same for architectures, other than amd64.
const HOST_ARCH: &[(bool, &str)] = &[
    (cfg!(target_arch = "aarch64"), "arm64"),
    (cfg!(target_arch = "x86"), "386"),
    (cfg!(target_arch = "arm"), "arm"),
    (cfg!(target_arch = "riscv64"), "riscv64"),
    (cfg!(target_arch = "loongarch64"), "loong64"),
    (cfg!(target_arch = "s390x"), "s390x"),
    (cfg!(target_arch = "wasm32"), "wasm"),
    (cfg!(all(target_arch = "powerpc64", target_endian = "little")), "ppc64le"),
    (cfg!(target_arch = "powerpc64"), "ppc64"),
    (cfg!(all(target_arch = "mips64", target_endian = "little")), "mips64le"),
    (cfg!(target_arch = "mips64"), "mips64"),
    (cfg!(all(target_arch = "mips", target_endian = "little")), "mipsle"),
    (cfg!(target_arch = "mips"), "mips"),
];

const UNIX: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "linux",
    "netbsd",
    "openbsd",
    "solaris",
];

/// `go tool dist list`, the common ones first: every operating system on its usual architecture, then the other architectures.
const PAIRS: &[(&str, &str)] = &[
    ("linux", "amd64"),
    ("darwin", "amd64"),
    ("windows", "amd64"),
    ("freebsd", "amd64"),
    ("netbsd", "amd64"),
    ("openbsd", "amd64"),
    ("dragonfly", "amd64"),
    ("solaris", "amd64"),
    ("illumos", "amd64"),
    ("plan9", "amd64"),
    ("android", "amd64"),
    ("ios", "amd64"),
    ("linux", "arm64"),
    ("darwin", "arm64"),
    ("windows", "arm64"),
    ("linux", "386"),
    ("windows", "386"),
    ("linux", "arm"),
    ("js", "wasm"),
    ("wasip1", "wasm"),
    ("aix", "ppc64"),
    ("linux", "ppc64le"),
    ("linux", "s390x"),
    ("linux", "riscv64"),
    ("linux", "loong64"),
    ("linux", "ppc64"),
    ("linux", "mips64le"),
    ("linux", "mips64"),
    ("linux", "mipsle"),
    ("linux", "mips"),
    ("android", "arm64"),
    ("android", "arm"),
    ("android", "386"),
    ("ios", "arm64"),
    ("freebsd", "arm64"),
    ("freebsd", "arm"),
    ("freebsd", "386"),
    ("netbsd", "arm64"),
    ("netbsd", "arm"),
    ("netbsd", "386"),
    ("openbsd", "arm64"),
    ("openbsd", "arm"),
    ("openbsd", "386"),
    ("openbsd", "ppc64"),
    ("openbsd", "riscv64"),
    ("plan9", "arm"),
    ("plan9", "386"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_a_platform() {
        let linux = Platform { cgo: true, ..Platform::new("linux", "amd64") }.with_tags(["integration"]);
        for tag in [
            "linux",
            "amd64",
            "unix",
            "cgo",
            "gc",
            "go1.1",
            "go1.26",
            "integration",
            "amd64.v1",
            "goexperiment.dwarf5",
        ] {
            assert!(linux.has_tag(tag), "{tag}");
        }
        for tag in [
            "windows",
            "arm64",
            "gccgo",
            "go1.27",
            "go1.01",
            "go1.",
            "go1",
            "ignore",
            "boringcrypto",
            "amd64.v2",
        ] {
            assert!(!linux.has_tag(tag), "{tag}");
        }
        assert!(Platform::new("android", "arm64").has_tag("linux"));
        assert!(Platform::new("ios", "arm64").has_tag("darwin"));
        assert!(Platform::new("illumos", "amd64").has_tag("solaris"));
        assert!(!Platform::new("windows", "amd64").has_tag("unix"));
        assert!(!Platform::new("linux", "amd64").has_tag("cgo"));
        assert!(!Platform::new("js", "wasm").has_tag("unix"));
    }

    #[test]
    fn others_leave_out_this_one() {
        let linux = Platform::new("linux", "amd64");
        assert_eq!(linux.others().count(), PAIRS.len() - 1);
        assert_eq!(
            linux.others().next().map(|platform| platform.to_string()).as_deref(),
            Some("darwin/amd64")
        );
    }
}
