//! Which codemods run, from `--only` and `--skip`.

use super::args::Select;
use crate::codemod::Codemod;
use crate::codemods;

/// The name of no codemod.
#[derive(Debug, thiserror::Error)]
#[error("there is no codemod `{name}`{} (`gomend list` prints them all)", near(near_ones))]
pub struct Unknown {
    name: String,
    near_ones: Vec<&'static str>,
}

fn near(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.is_empty() {
        true => String::new(),
        false => format!(", did you mean {}?", quoted.join(" or ")),
    }
}

/// The codemods that `select` asks for, in the order of the catalogue.
pub fn codemods(select: &Select) -> Result<Vec<&'static Codemod>, Unknown> {
    for name in select.only.iter().chain(&select.skip) {
        by_name(name)?;
    }
    let wanted = |codemod: &&'static Codemod| {
        let named = |names: &[String]| names.iter().any(|name| name == codemod.name);
        let on = if select.only.is_empty() { codemod.default } else { named(&select.only) };
        on && !named(&select.skip)
    };
    Ok(codemods::ALL.iter().copied().filter(wanted).collect())
}

/// The codemod called `name`.
pub fn by_name(name: &str) -> Result<&'static Codemod, Unknown> {
    codemods::by_name(name).ok_or_else(|| {
        let names = codemods::ALL.iter().map(|codemod| codemod.name);
        Unknown { name: name.to_owned(), near_ones: near_names(name, names) }
    })
}

/// The likeliest of `names`, best first, three at most.
fn near_names<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let likeness = |other: &str| match other.contains(name) || name.contains(other) {
        true if !name.is_empty() => 1.0,
        _ => strsim::jaro_winkler(name, other),
    };
    let mut scored: Vec<(f64, &str)> = names.map(|other| (likeness(other), other)).collect();
    scored.retain(|(score, _)| *score > 0.75);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        let names = ["defer-in-loop", "captured-loop-variable", "blank-error", "unchecked-error"];
        assert_eq!(near_names("defer-in-lop", names.into_iter())[0], "defer-in-loop");
        assert_eq!(near_names("loop-variable", names.into_iter())[0], "captured-loop-variable");
        assert_eq!(near_names("zzz", names.into_iter()), Vec::<&str>::new());
    }
}
