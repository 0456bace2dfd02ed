//! Findings as people read them: place, message, the lines with a marker, and what can be done.

use crate::codemod::Remedy;
use crate::engine::Reported;
use crate::text::LineIndex;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::ops::Range;

/// A finding of more lines than this is marked at its first line only.
const MARKED_LINES: usize = 6;

/// The `findings` of the file called `file`, with an empty line behind each.
pub fn text<'a>(
    file: &str,
    text: &str,
    findings: impl IntoIterator<Item = &'a Reported>,
    colour: bool,
) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let lines = LineIndex::new(text);
    let mut out = String::new();
    for reported in findings {
        let finding = &reported.finding;
        let shown = window(text, &lines, &finding.range);
        let marker = finding.range.start.max(shown.start) - shown.start
            ..finding.range.end.clamp(shown.start, shown.end) - shown.start;
        let snippet = Snippet::source(&text[shown])
            .path(file)
            .line_start(lines.line(finding.range.start) + 1)
            .annotation(AnnotationKind::Primary.span(marker));
        let (label, remedy) = match &finding.remedy {
            Remedy::Fix(fix) if fix.because.is_empty() => {
                (format!("{} fix", fix.safety.name()), fix.title.clone())
            }
            Remedy::Fix(fix) => {
                (format!("{} fix", fix.safety.name()), format!("{}: {}", fix.title, fix.because))
            }
            Remedy::Refused(reason) => {
                ("left alone".to_owned(), format!("{} [{}]", reason.because, reason.code))
            }
        };
        let mut group = Level::WARNING
            .with_name(reported.codemod)
            .primary_title(finding.message.as_str())
            .element(snippet)
            .element(Level::HELP.with_name(label).message(remedy));
        for other in reported.fix().into_iter().flat_map(|fix| &fix.alternatives) {
            let message = format!("{} ({})", other.title, other.safety.name());
            group = group.element(Level::HELP.with_name("or").message(message));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

/// The part of `text` that is shown for `range`: whole lines, few of them.
fn window(text: &str, lines: &LineIndex, range: &Range<usize>) -> Range<usize> {
    let first = lines.line(range.start);
    let last = lines.line(range.end.saturating_sub(1).max(range.start));
    let last = if last - first < MARKED_LINES { last } else { first };
    lines.start(first)..lines.start(last) + lines.text(text, last).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codemod::{Finding, Reason};

    fn rendered(source: &str, range: Range<usize>) -> String {
        let remedy = Remedy::Refused(Reason::new("too-hard", "it is"));
        let finding = Finding { range, message: "this is wrong".into(), remedy };
        text("d/a.go", source, &[Reported { codemod: "some-defect", finding, fixed: false }], false)
    }

    #[test]
    fn a_finding_shows_its_lines_and_no_others() {
        let source = "package a\r\n\r\nfunc f() {\r\n\tdefer é()\r\n}\r\n";
        let at = source.find("defer").unwrap();
        assert_eq!(
            rendered(source, at..at + 10),
            "some-defect: this is wrong
 --> d/a.go:4:2
  |
4 |     defer é()
  |     ^^^^^^^^^
  |
  = left alone: it is [too-hard]

"
        );
        let several = rendered(source, at - 12..source.len() - 2);
        assert!(several.contains("3 |   func f() {\n") && several.contains("5 | | }\n"), "{several}");
    }

    #[test]
    fn many_lines_are_marked_at_the_first() {
        let source = "a\n".repeat(100);
        let shown = rendered(&source, 20..100);
        assert!(shown.contains("\n11 | a\n") && !shown.contains("12 |"), "{shown}");
    }

    #[test]
    fn ends_of_texts_and_endless_lines_are_no_trouble() {
        assert!(rendered("", 0..0).contains("d/a.go"));
        assert!(rendered("a\n", 2..2).contains("d/a.go"));
        let line = format!("{}here{}", "é".repeat(500_000), "x".repeat(500_000));
        let shown = rendered(&line, 1_000_000..1_000_004);
        assert!(shown.contains("here") && shown.len() < 2_000, "{}", shown.len());
    }
}
