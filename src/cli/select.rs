//! Which codemods run, from `--only` and `--skip` and what `gomend.toml` says of them.

use super::args::Select;
use crate::codemod::Codemod;
use crate::codemods;
use crate::config::Config;
use crate::text::near::{did_you_mean, near_names};

/// The name of no codemod.
#[derive(Debug, thiserror::Error)]
#[error("there is no codemod `{name}`{} (`gomend list` prints them all)", did_you_mean(near_ones))]
pub struct Unknown {
    name: String,
    near_ones: Vec<&'static str>,
}

/// Refuses names that are those of no codemod.
pub fn known(select: &Select) -> Result<(), Unknown> {
    select.only.iter().chain(&select.skip).try_for_each(|name| by_name(name).map(|_| ()))
}

/// The codemods that are asked for, in the order of the catalogue, and those among them that were named. A flag replaces what
/// `gomend.toml` says by the key of its name; `--only` leaves nothing for `skip` to say.
pub fn codemods(select: &Select, config: &Config) -> (Vec<&'static Codemod>, Vec<String>) {
    let by_flag = !select.only.is_empty();
    let only = if by_flag { &select.only } else { &config.only };
    let skip = if by_flag || !select.skip.is_empty() { &select.skip } else { &config.skip };
    let wanted = |codemod: &&'static Codemod| {
        let named = |names: &[String]| names.iter().any(|name| name == codemod.name);
        let on = if only.is_empty() { codemod.default } else { named(only) };
        on && !named(skip)
    };
    (codemods::ALL.iter().copied().filter(wanted).collect(), only.clone())
}

/// The codemod called `name`.
pub fn by_name(name: &str) -> Result<&'static Codemod, Unknown> {
    codemods::by_name(name).ok_or_else(|| {
        let names = codemods::ALL.iter().map(|codemod| codemod.name);
        Unknown { name: name.to_owned(), near_ones: near_names(name, names) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use clap::Parser;

    fn names(flags: &str, config: &str) -> Vec<&'static str> {
        let arguments = ["gomend", "check"].into_iter().chain(flags.split_whitespace());
        let Ok(Cli { command: Command::Check(check), .. }) = Cli::try_parse_from(arguments) else { panic!() };
        let config = Config::parse(config).unwrap();
        codemods(&check.select, &config).0.iter().map(|codemod| codemod.name).collect()
    }

    #[test]
    fn flags_win_over_the_file() {
        let all = names("", "");
        assert!(all.contains(&"blank-error") && all.len() > 2);
        assert_eq!(names("", r#"only = ["blank-error"]"#), ["blank-error"]);
        assert!(!names("", r#"skip = ["blank-error"]"#).contains(&"blank-error"));
        assert_eq!(names("--only blank-error", r#"skip = ["blank-error"]"#), ["blank-error"]);
        assert_eq!(names("--only defer-in-loop", r#"only = ["blank-error"]"#), ["defer-in-loop"]);
        assert!(names("--skip blank-error", r#"only = ["blank-error"]"#).is_empty());
        assert!(names("--skip defer-in-loop", r#"skip = ["blank-error"]"#).contains(&"blank-error"));
    }
}
