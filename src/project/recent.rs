//! The files that were read last, kept for whoever asks for them next: the heads of a folder's files are read before their
//! declarations, and both about when the files themselves are looked into.
//!
//! It knows nothing of Go, and shows a file as it was when it was first read for as long as it keeps it.

use super::disk::{Disk, Entry, Kind, Step};
use rustc_hash::FxHashMap as HashMap;
use std::collections::VecDeque;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// How many bytes are kept: a few folders' worth.
const CAPACITY: usize = 4 << 20;

/// A tree of files that remembers what was read last.
pub struct Recent<D> {
    below: D,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    texts: HashMap<PathBuf, Arc<[u8]>>,
    /// Oldest first.
    order: VecDeque<PathBuf>,
    bytes: usize,
}

impl<D: Disk> Recent<D> {
    pub fn above(below: D) -> Recent<D> {
        Recent { below, kept: Mutex::default() }
    }
}

impl Kept {
    fn put(&mut self, path: &Path, text: &Arc<[u8]>) {
        if text.len() > CAPACITY || self.texts.contains_key(path) {
            return;
        }
        self.bytes += text.len();
        while self.bytes > CAPACITY
            && let Some(oldest) = self.order.pop_front()
        {
            self.bytes -= self.texts.remove(&oldest).map_or(0, |text| text.len());
        }
        self.texts.insert(path.to_path_buf(), text.clone());
        self.order.push_back(path.to_path_buf());
    }
}

impl<D: Disk> Disk for Recent<D> {
    fn read(&self, path: &Path) -> io::Result<Arc<[u8]>> {
        let known = self.kept.lock().unwrap_or_else(PoisonError::into_inner).texts.get(path).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let text = self.below.read(path)?;
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).put(path, &text);
        Ok(text)
    }

    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        self.below.read_dir(dir)
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        self.below.kind(path)
    }

    fn is_link(&self, path: &Path) -> bool {
        self.below.is_link(path)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.below.canonical(path)
    }

    fn walk(&self, root: &Path, enter: &dyn Fn(&OsStr) -> bool) -> Vec<Result<Step, (PathBuf, io::Error)>> {
        self.below.walk(root, enter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Overlay;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Counts what is read from below.
    struct Counted(Overlay, AtomicUsize);

    impl Disk for Counted {
        fn read(&self, path: &Path) -> io::Result<Arc<[u8]>> {
            self.1.fetch_add(1, Ordering::Relaxed);
            self.0.read(path)
        }

        fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>> {
            self.0.read_dir(dir)
        }

        fn kind(&self, path: &Path) -> io::Result<Kind> {
            self.0.kind(path)
        }

        fn is_link(&self, path: &Path) -> bool {
            self.0.is_link(path)
        }

        fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
            self.0.canonical(path)
        }
    }

    #[test]
    fn a_file_is_read_again_only_when_it_was_forgotten() {
        let big = "x".repeat(CAPACITY - 1);
        let below = Overlay::empty().with("/a", "ab").with("/b", &big).with("/c", big.clone() + "yz");
        let disk = Recent::above(Counted(below, AtomicUsize::new(0)));
        let read = |path: &str| {
            let text = disk.read(Path::new(path)).unwrap();
            (text.len(), disk.below.1.load(Ordering::Relaxed))
        };
        assert_eq!([read("/a"), read("/a")], [(2, 1), (2, 1)]);
        assert_eq!([read("/c"), read("/c")], [(CAPACITY + 1, 2), (CAPACITY + 1, 3)], "too big to be kept");
        assert_eq!([read("/b"), read("/b")], [(CAPACITY - 1, 4), (CAPACITY - 1, 4)]);
        assert_eq!(read("/a"), (2, 5), "it had to make room");
        assert!(disk.read(Path::new("/none")).is_err());
    }
}
