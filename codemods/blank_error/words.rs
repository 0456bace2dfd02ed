//! A call in words, as messages have it: `open config` for `OpenConfig(…)`.

use crate::codemod::Context;
use crate::syntax::{Node, field, kind};

/// The name of the function that a call calls: `Open` in `os.Open(x)`, in `open[int](x)` and in `(s.f).Open()`.
pub fn callee_name<'a>(context: &Context<'a>, call: Node<'a>) -> Option<&'a str> {
    let mut function = field(call, "function").or_else(|| field(call, "type"))?;
    loop {
        function = match function.kind_id() {
            kind::PARENTHESIZED_EXPRESSION => function.named_child(0)?,
            kind::INDEX_EXPRESSION | kind::TYPE_INSTANTIATION_EXPRESSION => function.named_child(0)?,
            kind::GENERIC_TYPE => field(function, "type")?,
            kind::QUALIFIED_TYPE => field(function, "name")?,
            kind::SELECTOR_EXPRESSION => field(function, "field")?,
            kind::IDENTIFIER | kind::FIELD_IDENTIFIER | kind::TYPE_IDENTIFIER => {
                return Some(context.source(function));
            }
            _ => return None,
        };
    }
}

/// The call in words: the name of its function without its package or receiver, in lower case but for initialisms. A function
/// literal has none.
pub fn in_words<'a>(context: &Context<'a>, call: Node<'a>) -> String {
    callee_name(context, call).map_or_else(|| "call".to_string(), words)
}

/// What the error of a function is called: after the verb that its name begins with, `readErr` for `ReadAll`; after all of it where
/// that says little, `newRequestErr`.
pub fn error_name(name: &str) -> String {
    const VAGUE: &[&str] = &["do", "get", "has", "is", "make", "must", "new", "set", "to", "try", "with"];
    let (said, whole) = (words(name), lower_first(name));
    let verb = said.split(' ').next().unwrap_or_default();
    let is_verb = verb.len() > 2 && verb.chars().all(|c| c.is_ascii_lowercase()) && !VAGUE.contains(&verb);
    format!("{}Err", if is_verb && whole.starts_with(verb) { verb } else { &whole })
}

fn lower_first(name: &str) -> String {
    let upper = name.chars().take_while(|c| c.is_uppercase()).count();
    // `ID`, `URLPath` → `id`, `urlPath`.
    let count = if upper == name.chars().count() || upper <= 1 { upper } else { upper - 1 };
    name.chars().enumerate().map(|(i, c)| if i < count { c.to_ascii_lowercase() } else { c }).collect()
}

/// `ReadFile` → `read file`, `parseURL` → `parse URL`, `NewHTTPServer` → `new HTTP server`, `do_it` → `do it`.
fn words(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = vec![String::new()];
    for (i, letter) in letters.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| letters[i]);
        let next = letters.get(i + 1);
        let begins = letter.is_uppercase()
            && before.is_some_and(|b| !b.is_uppercase() || next.is_some_and(|n| n.is_lowercase()));
        if *letter == '_' || begins {
            words.push(String::new());
        }
        if *letter != '_' {
            words.last_mut().expect("there is a first one").push(*letter);
        }
    }
    let is_initialism = |word: &str| word.chars().filter(|c| c.is_uppercase()).count() > 1;
    let word = |word: String| if is_initialism(&word) { word } else { word.to_lowercase() };
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).map(word).collect();
    match words.is_empty() {
        true => "call".to_string(),
        false => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::{error_name, words};

    #[test]
    fn errors_are_named_after_what_was_done() {
        for (name, error) in [
            ("Close", "closeErr"),
            ("ReadAll", "readErr"),
            ("Atoi", "atoiErr"),
            ("NewRequest", "newRequestErr"),
            ("URLPath", "urlPathErr"),
            ("ID", "idErr"),
            ("f", "fErr"),
            ("_popStreams", "_popStreamsErr"),
        ] {
            assert_eq!(error_name(name), error);
        }
    }

    #[test]
    fn names_are_split_where_people_would() {
        for (name, said) in [
            ("OpenConfig", "open config"),
            ("Open", "open"),
            ("readFile", "read file"),
            ("ParseURL", "parse URL"),
            ("NewHTTPServer", "new HTTP server"),
            ("EOF", "EOF"),
            ("Sha256Sum", "sha256 sum"),
            ("do_it", "do it"),
            ("x", "x"),
            ("_", "call"),
        ] {
            assert_eq!(words(name), said);
        }
    }
}
