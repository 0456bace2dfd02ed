//! The declarations of the standard library, embedded in the binary: each package as one Go file without bodies, packed
//! by `tools/stdindex`.
//!
//! It knows one Go release, on a few platforms. Packages that differ between platforms aren't given for others.

use crate::project::Platform;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use std::sync::{Arc, OnceLock};

static INDEX: &[u8] = include_bytes!("../../data/std.index");

/// No package unpacks to more than that.
const MAX_PACKAGE: usize = 16 << 20;

struct Entry {
    path: &'static str,
    platforms: &'static str,
    blob: &'static [u8],
}

struct Index {
    release: &'static str,
    entries: Vec<Entry>,
}

/// The Go release that the index was made from: `go1.26.1`.
pub fn release() -> &'static str {
    index().release
}

/// The Go source that declares the package, or why there is none.
pub fn source(path: &str, platform: &Platform) -> Result<Arc<str>, String> {
    let entry = find(path, platform).ok_or_else(|| {
        let release = release();
        format!("package {path} isn't in the standard library of {release} for {platform}")
    })?;
    let bytes = decompress_to_vec_with_limit(entry.blob, MAX_PACKAGE);
    let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.map(Arc::from).ok_or_else(|| format!("the index of package {path} can't be unpacked"))
}

/// Whether the standard library has the package at all.
pub fn has(path: &str) -> bool {
    index().entries.binary_search_by(|entry| entry.path.cmp(path)).is_ok()
}

fn find(path: &str, platform: &Platform) -> Option<&'static Entry> {
    let entries = &index().entries;
    let from = entries.partition_point(|entry| entry.path < path);
    let mut same = entries[from..].iter().take_while(|entry| entry.path == path);
    same.find(|entry| entry.platforms.split(',').any(|listed| suits(listed, path, platform)))
}

/// Whether what is listed for one platform holds on another: processors matter to package syscall alone.
fn suits(listed: &str, path: &str, platform: &Platform) -> bool {
    if listed == "*" {
        return true;
    }
    let Some((goos, goarch)) = listed.split_once('/') else { return false };
    goos == platform.goos && (goarch == platform.goarch || path != "syscall")
}

fn index() -> &'static Index {
    static PARSED: OnceLock<Index> = OnceLock::new();
    PARSED.get_or_init(|| parse(INDEX).unwrap_or(Index { release: "", entries: Vec::new() }))
}

fn parse(index: &'static [u8]) -> Option<Index> {
    let end = memchr::memmem::find(index, b"\n\n")?;
    let header = std::str::from_utf8(&index[..end]).ok()?;
    let blobs = &index[end + 2..];
    let mut lines = header.lines();
    if lines.next()? != "gomend-std-index 1" {
        return None;
    }
    let release = lines.next()?;
    let mut entries = Vec::new();
    for line in lines {
        let mut columns = line.split('\t');
        let (path, platforms) = (columns.next()?, columns.next()?);
        let offset: usize = columns.next()?.parse().ok()?;
        let length: usize = columns.next()?.parse().ok()?;
        entries.push(Entry { path, platforms, blob: blobs.get(offset..offset.checked_add(length)?)? });
    }
    Some(Index { release, entries })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_found_by_platform() {
        assert!(release().starts_with("go1."));
        assert!(has("net/http") && !has("net/htt"));
        let windows = source("os", &Platform::new("windows", "arm64")).expect("os on Windows");
        assert!(windows.contains("const DevNull = \"NUL\""));
        assert!(source("syscall", &Platform::new("plan9", "386")).is_err());
        assert!(source("cmp", &Platform::new("plan9", "386")).is_ok());
    }
}
