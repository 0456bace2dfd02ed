//! Names that somebody may have meant.

/// The likeliest of `names`, best first, three at most.
pub fn near_names<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let likeness = |other: &str| match other.contains(name) || name.contains(other) {
        true if !name.is_empty() => 1.0,
        _ => strsim::jaro_winkler(name, other),
    };
    let mut scored: Vec<(f64, &str)> = names.into_iter().map(|other| (likeness(other), other)).collect();
    scored.retain(|(score, _)| *score > 0.75);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

/// `, did you mean `a` or `b`?`; nothing when there is no name to offer.
pub fn did_you_mean(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.is_empty() {
        true => String::new(),
        false => format!(", did you mean {}?", quoted.join(" or ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        let names = ["defer-in-loop", "captured-loop-variable", "blank-error", "unchecked-error"];
        assert_eq!(near_names("defer-in-lop", names)[0], "defer-in-loop");
        assert_eq!(near_names("loop-variable", names)[0], "captured-loop-variable");
        assert_eq!(near_names("zzz", names), Vec::<&str>::new());
    }
}
