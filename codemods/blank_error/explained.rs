//! Comments that say that an error is thrown away on purpose.

use crate::codemod::Context;
use crate::syntax::Node;
use crate::syntax::comments::comments;

/// What comments say where an error is ignored on purpose.
const WORDS: &[&str] = &[
    "ignor",
    "best effort",
    "best-effort",
    "intentional",
    "deliberate",
    "on purpose",
    "don't care",
    "don't matter",
    "doesn't matter",
    "not matter",
    "fire and forget",
    "fire-and-forget",
    "fine if",
    "is fine",
    "ok if",
    "non-fatal",
    "nonfatal",
    "not fatal",
    "non-critical",
    "not critical",
    "errcheck",
    "nosec",
    "explicitly",
    "skip check",
    "no need to",
    "safe to",
    "can't fail",
    "cannot fail",
    "never fail",
    "never return",
    "always nil",
    "always succeed",
    "impossible",
    "okay",
    "harmless",
    "disregard",
    "only warn",
    "skip error",
    "swallow",
    "will succeed",
];

/// What a comment at `_ = f()` speaks of when its writer had the error in mind.
const FAILURE: &[&str] = &[
    "the error",
    "error is",
    "errors are",
    "errors from",
    "to fail",
    "may fail",
    "might fail",
    "will fail",
    "should fail",
];

/// The line of the comment, beside the statement or on the lines right above it, that says that the error is ignored.
/// Of one that throws all away, `is_pure`, it's enough that the comment speaks of the error, or of failing.
pub fn explained(context: &Context, statement: Node, is_pure: bool) -> Option<usize> {
    let text = context.text();
    let first = context.lines.line(statement.start_byte());
    let last = context.lines.line(statement.end_byte());
    let before = &text[context.lines.range(first).start..statement.start_byte()];
    let behind = &text[statement.end_byte()..context.lines.range(last).end];
    let says_so = |comment: &str| says_so(comment, is_pure);
    let beside = |part: &str| comments(part).into_iter().any(|range| says_so(&part[range]));
    if beside(behind) {
        return Some(last + 1);
    }
    // Where the statement goes on below, at the end of its first line.
    let begun = &text[statement.start_byte()..context.lines.range(first).end.max(statement.start_byte())];
    if first < last && beside(begun) {
        return Some(first + 1);
    }
    // Code in front of it may have a comment of its own.
    if before.trim_start().starts_with("/*") && beside(before) {
        return Some(first + 1);
    }
    let above = (0..first).rev().map(|line| (line, context.lines.text(text, line).trim()));
    // A comment is of all the discards right below it.
    let above = above.skip_while(|(_, line)| is_discard(line));
    let mut comments = above.take_while(|(_, line)| line.starts_with("//"));
    comments.find(|(_, comment)| says_so(comment)).map(|(line, _)| line + 1)
}

/// Whether the line, without indentation, is a statement that throws something away: `x, _ := f()`.
fn is_discard(line: &str) -> bool {
    let left = line.split('=').next().unwrap_or("").trim_end_matches([':', ' ']);
    left.len() < line.len()
        && left.split(", ").all(|name| !name.contains(' '))
        && left.split(", ").any(|name| name == "_")
}

/// Whether one of the words begins a word of the comment, and the two words before it, of the same clause, don't negate it.
/// What is still to be done isn't on purpose.
fn says_so(comment: &str, is_pure: bool) -> bool {
    let comment = comment.to_lowercase();
    if ["todo", "fixme", "xxx"].iter().any(|mark| comment.contains(mark)) {
        return false;
    }
    let failure = if is_pure { FAILURE } else { &[] };
    WORDS.iter().chain(failure).flat_map(|word| comment.match_indices(word)).any(|(at, _)| {
        let clause = comment[..at].rsplit(['.', ',', ';', ':', '(', '/']).next().unwrap_or("");
        let begins = !clause.ends_with(char::is_alphanumeric);
        begins && !clause.split_whitespace().rev().take(2).any(negates)
    })
}

fn negates(word: &str) -> bool {
    word.ends_with("n't") || matches!(word, "not" | "never" | "no" | "cannot")
}

#[cfg(test)]
mod tests {
    use super::says_so;

    #[test]
    fn negations_and_tasks_explain_nothing() {
        for comment in [
            "// best effort",
            "// not critical, ignored",
            "//nolint:errcheck",
            "// failure is okay",
            "// fire and forget",
            "/* errors don't matter here */",
            "// It is fine if this fails.",
            "// non-fatal",
            "// (no need to throw here)",
        ] {
            assert!(says_so(comment, false), "{comment}");
        }
        for comment in [
            "// TODO: ignored for now",
            "// FIXME error ignored",
            "// not best effort!",
            "// must not be ignored",
            "// don't ignore it",
            "// unintentional",
        ] {
            assert!(!says_so(comment, true), "{comment}");
        }
    }
}
