//! `--format json`: one finding a line, as machines read it.

use crate::codemod::{Fix, Import, Remedy};
use crate::engine::Reported;
use crate::text::LineIndex;
use serde::Serialize;

/// The keys in the order in which they are printed.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
    codemod: &'a str,
    message: &'a str,
    remedy: &'a str,
    #[serde(flatten)]
    detail: Detail<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Detail<'a> {
    Fix {
        title: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        because: &'a str,
        edits: Vec<Edit<'a>>,
        imports: &'a [Import],
        #[serde(skip_serializing_if = "Vec::is_empty")]
        alternatives: Vec<Alternative<'a>>,
    },
    Refused {
        reason: &'a str,
        because: &'a str,
    },
}

#[derive(Serialize)]
struct Alternative<'a> {
    title: &'a str,
    remedy: &'a str,
    edits: Vec<Edit<'a>>,
    imports: &'a [Import],
}

#[derive(Serialize)]
struct Edit<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

/// The `findings` of the file called `file`, an object a line.
pub fn json<'a>(file: &str, text: &str, findings: impl IntoIterator<Item = &'a Reported>) -> String {
    let lines = LineIndex::new(text);
    let mut out = String::new();
    for reported in findings {
        let finding = &reported.finding;
        let (start, end) = (lines.place(finding.range.start), lines.place(finding.range.end));
        let (remedy, detail) = match &finding.remedy {
            Remedy::Fix(fix) => {
                let alternatives = fix.alternatives.iter().map(|other| Alternative {
                    title: &other.title,
                    remedy: other.safety.name(),
                    edits: edits(other),
                    imports: &other.imports,
                });
                let detail = Detail::Fix {
                    title: &fix.title,
                    because: &fix.because,
                    edits: edits(fix),
                    imports: &fix.imports,
                    alternatives: alternatives.collect(),
                };
                (fix.safety.name(), detail)
            }
            Remedy::Refused(reason) => {
                ("refused", Detail::Refused { reason: reason.code, because: &reason.because })
            }
        };
        let line = Line {
            file,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            start: finding.range.start,
            end: finding.range.end,
            codemod: reported.codemod,
            message: &finding.message,
            remedy,
            detail,
        };
        // Strings and numbers always serialise.
        out.push_str(&serde_json::to_string(&line).unwrap_or_default());
        out.push('\n');
    }
    out
}

fn edits(fix: &Fix) -> Vec<Edit<'_>> {
    let all = fix.edits.as_slice().iter();
    all.map(|edit| Edit { start: edit.range().start, end: edit.range().end, text: &edit.text }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codemod::{Finding, Reason, Safety};
    use crate::text::{self, EditSet};

    #[test]
    fn a_finding_is_one_line_with_places_and_edits() {
        let fix = Fix {
            title: "Mend it".into(),
            safety: Safety::Unsafe,
            because: "nobody knows".into(),
            edits: EditSet::new(vec![text::Edit::insert(2, "x\n")]).unwrap(),
            imports: vec![Import { path: "errors".into(), name: None }],
            premise: 0..0,
            alternatives: Vec::new(),
        };
        let other = Fix { title: "Leave it".into(), imports: Vec::new(), ..fix.clone() };
        let report = |remedy| Reported {
            codemod: "some-defect",
            finding: Finding { range: 3..5, message: "it's \"wrong\"".into(), remedy },
            fixed: false,
        };
        let found = [
            report(Remedy::Fix(fix.or(Some(other)))),
            report(Remedy::Refused(Reason::new("too-hard", "line 2 is odd"))),
        ];
        assert_eq!(
            json("d/a.go", "a\nbcde\n", &found),
            concat!(
                r#"{"file":"d/a.go","line":2,"column":2,"end_line":2,"end_column":4,"start":3,"end":5,"codemod":"some-defect","message":"it's \"wrong\"","remedy":"unsafe","title":"Mend it","because":"nobody knows","edits":[{"start":2,"end":2,"text":"x\n"}],"imports":[{"path":"errors"}],"alternatives":[{"title":"Leave it","remedy":"unsafe","edits":[{"start":2,"end":2,"text":"x\n"}],"imports":[]}]}"#,
                "\n",
                r#"{"file":"d/a.go","line":2,"column":2,"end_line":2,"end_column":4,"start":3,"end":5,"codemod":"some-defect","message":"it's \"wrong\"","remedy":"refused","reason":"too-hard","because":"line 2 is odd"}"#,
                "\n",
            )
        );
    }
}
