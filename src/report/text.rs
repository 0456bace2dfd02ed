//! Findings as people read them: place, message, the lines with a marker, and what can be done.

use crate::codemod::Remedy;
use crate::engine::Reported;
use crate::text::LineIndex;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::ops::Range;

/// A finding of more lines than this is marked at its first line only.
const MARKED_LINES: usize = 6;

/// A longer line isn't shown as a whole, but cut around the marker.
const LONG_LINE: usize = 400;

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
            Remedy::Fix(fix) => (format!("{} fix", fix.safety.name()), fix.title.clone()),
            Remedy::Refused(reason) => {
                ("left alone".to_owned(), format!("{} [{}]", reason.because, reason.code))
            }
        };
        let footer = Level::HELP.with_name(label).message(remedy);
        let group = Level::WARNING
            .with_name(reported.codemod)
            .primary_title(finding.message.as_str())
            .element(snippet)
            .element(footer);
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
    let (start, end) = (lines.start(first), lines.start(last) + lines.text(text, last).len());
    if end - start <= LONG_LINE {
        return start..end;
    }
    let cut = |at: usize| (at..=text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len());
    start.max(cut(range.start.saturating_sub(LONG_LINE / 2)))..end.min(cut(range.start + LONG_LINE))
}
