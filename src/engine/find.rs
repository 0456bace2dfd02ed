//! One pass over one text: skim, parse what can match, ask every codemod.

use super::suppress::Suppressions;
use super::{Engine, Reported};
use crate::codemod::{Codemod, Context, LazyTypes, Remedy, Silenced};
use crate::project::Header;
use crate::syntax::{Broken, Decl, Outline, Tree};
use crate::text::LineIndex;
use std::path::Path;

pub(super) struct Found {
    pub findings: Vec<Reported>,
    /// By the names of the codemods.
    pub silenced: Vec<(&'static str, Silenced)>,
    pub broken: Vec<Broken>,
}

pub(super) fn find(engine: &Engine, path: &Path, text: &str, whole: bool) -> Found {
    let bytes = text.as_bytes();
    let nothing = || Found { findings: Vec::new(), silenced: Vec::new(), broken: Vec::new() };
    let mut candidates: Vec<_> = engine.codemods.iter().filter(|c| (c.may_match)(bytes)).collect();
    if candidates.is_empty() && !whole {
        return nothing();
    }
    let language = engine.world.projects().language(path, &Header::scan(bytes));
    candidates.retain(|c| (c.applies)(&language));
    let outline = Outline::of(text);
    let types = LazyTypes::new(&engine.world, path, text, &outline);
    let may_hold = |codemod: &Codemod, index: usize, decl: &Decl| {
        (codemod.may_match)(&bytes[decl.range.clone()])
            && types.get().map_or(true, |types| (codemod.may_hold)(types, &engine.options, index))
    };
    let decls = outline.decls.iter().enumerate();
    let selected: Vec<bool> = decls
        .map(|(index, decl)| !decl.broken && candidates.iter().any(|c| may_hold(c, index, decl)))
        .collect();
    if !whole && !selected.contains(&true) && !outline.decls.iter().any(|decl| decl.broken) {
        return nothing();
    }
    let tree = Tree::parse_selected(text, &outline, |index| whole || selected[index]);
    let lines = LineIndex::new(text);
    let context = Context::new(&types, &tree, &lines, language, &engine.options);
    let mut findings = Vec::new();
    let mut silenced = Vec::new();
    for codemod in candidates {
        let mut found = Vec::new();
        (codemod.find)(&context, &mut found);
        // What a team calls safe or not is for it to say; what is refused stays so.
        if let Some(tier) = engine.options.tiers.get(codemod.name) {
            for finding in &mut found {
                if let Remedy::Fix(fix) = &mut finding.remedy {
                    fix.safety = *tier;
                }
            }
        }
        silenced.extend(context.take_silenced().into_iter().map(|silenced| (codemod.name, silenced)));
        findings.extend(found.into_iter().map(|finding| Reported {
            codemod: codemod.name,
            finding,
            fixed: false,
        }));
    }
    let suppressed = Suppressions::of(text, &lines, &outline);
    findings.retain(|r: &Reported| {
        let hidden = suppressed.hide(r.codemod, r.finding.range.start);
        if hidden {
            let because = "a comment suppresses it".to_string();
            let (range, message) = (r.finding.range.clone(), r.finding.message.clone());
            silenced.push((r.codemod, Silenced { range, message, because }));
        }
        !hidden
    });
    silenced.sort_by_key(|(_, silenced)| silenced.range.start);
    // Stable, so that findings of one place keep the order of the codemods.
    findings.sort_by_key(|r| (r.finding.range.start, r.finding.range.end));
    Found { findings, silenced, broken: tree.broken().to_vec() }
}
