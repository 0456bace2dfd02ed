//! What is known of every call of a file, in the format of `gomend debug types`.

use super::facts::FileTypes;
use super::print::type_string;
use super::world::World;
use rayon::prelude::*;
use serde::Serialize;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A call expression, and the type of its result as go/types prints it.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct CallType {
    pub file: String,
    pub start: usize,
    pub end: usize,
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// Where the type isn't known: why.
    #[serde(skip)]
    pub reason: Option<String>,
}

/// What is known of one file.
#[derive(Debug, Clone, Default)]
pub struct FileCalls {
    /// In the order of positions.
    pub calls: Vec<CallType>,
    /// The bytes of top-level declarations that aren't valid Go, or nest too deep to be read: of the calls in them nothing is said.
    pub unread: Vec<Range<usize>>,
}

/// All calls of the files, in the order of files and positions. A file that can't be read has the reason instead.
pub fn debug_types(world: &World, files: &[PathBuf]) -> Vec<Result<FileCalls, String>> {
    files.par_iter().map(|file| calls_of(world, file)).collect()
}

fn calls_of(world: &World, file: &Path) -> Result<FileCalls, String> {
    let types = FileTypes::open(world, file)?;
    let mut calls = Vec::new();
    for (range, ty) in types.calls() {
        let ty = ty.and_then(|ty| type_string(&ty));
        let reason = ty.is_none().then(|| types.why_unknown(range.clone()));
        calls.push(CallType {
            file: file.to_string_lossy().into_owned(),
            start: range.start,
            end: range.end,
            ty,
            reason,
        });
    }
    calls.sort_by_key(|call| (call.start, call.end));
    Ok(FileCalls { calls, unread: types.unread() })
}
