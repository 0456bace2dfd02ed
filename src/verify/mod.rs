//! What every output must satisfy, whatever codemod made it: it parses where the input did, and no comment is lost.

use crate::syntax::Tree;
use crate::syntax::comments::comments;

/// An output that must not be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    #[error("the rewritten code would not parse")]
    Syntax,
    #[error("a comment would be lost: {0}")]
    Comment(String),
    #[error("two changes of one fix would overlap")]
    Overlap,
}

/// Holds `new`, a rewrite of `old`, against what every rewrite must keep.
pub fn check(old: &str, new: &str) -> Result<(), Violation> {
    if Tree::parse(new).broken().len() > Tree::parse(old).broken().len() {
        return Err(Violation::Syntax);
    }
    let (before, after) = (normalized_comments(old), normalized_comments(new));
    let mut left = after.as_slice();
    for comment in &before {
        match left.iter().position(|c| c >= comment) {
            Some(i) if &left[i] == comment => left = &left[i + 1..],
            _ => return Err(Violation::Comment(comment.clone())),
        }
    }
    Ok(())
}

/// The comments of `text`, sorted, without the indentation of their lines: moving code deeper moves that.
fn normalized_comments(text: &str) -> Vec<String> {
    let lines = |comment: &str| comment.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let mut all: Vec<String> = comments(text).into_iter().map(|range| lines(&text[range])).collect();
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_comment_and_a_syntax_error_are_violations() {
        let old = "package a\n\n// one\nfunc f() {} // two\n";
        assert_eq!(check(old, "package a\n\nfunc g() {} // two\n\n\t// one\n// three\n"), Ok(()));
        assert_eq!(
            check(old, "package a\n\n// one\nfunc f() {}\n"),
            Err(Violation::Comment("// two".into()))
        );
        assert_eq!(check(old, "package a\n\n// one\nfunc f() { // two\n"), Err(Violation::Syntax));
    }
}
