//! What is wrong with a file, for a person and for a script.

use std::{fmt, path::Path};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};
use serde_json::{Value, json};

use crate::{
    format::Problem,
    newsroom::{File, FileOutcome},
};

/// Problems as a person reads them, each with its line shown; `colour` for a terminal.
pub(super) fn render(path: &Path, text: &str, problems: &[Problem], colour: bool) -> String {
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_links(false);
    let name = path.to_string_lossy();
    let mut out = String::new();
    for problem in problems {
        let shown = Shown {
            problem,
            name: &name,
            text,
        };
        // Writing to a string does not fail.
        let _ = handler.render_report(&mut out, &shown);
    }
    out
}

/// How many problems are not told, where there are any.
pub(super) fn omission(omitted: usize) -> Option<String> {
    (omitted > 0).then(|| format!("and {omitted} more problems"))
}

/// What was refused of a file, a line each, without its text.
pub(super) fn lines(file: &File) -> Vec<String> {
    match &file.outcome {
        FileOutcome::Untouched => Vec::new(),
        FileOutcome::Unreadable(why) => vec![why.clone()],
        FileOutcome::Read {
            problems, omitted, ..
        } => {
            let line = |problem: &Problem| {
                format!(
                    "line {}, column {}: {}",
                    problem.line, problem.column, problem.what
                )
            };
            problems
                .iter()
                .map(line)
                .chain(omission(*omitted))
                .collect()
        }
    }
}

/// A problem as JSON.
pub(super) fn to_json(problem: &Problem) -> Value {
    json!({
        "line": problem.line,
        "column": problem.column,
        "what": problem.what,
        "expected": problem.expected,
        "remedy": problem.remedy,
    })
}

/// A problem beside the text it points into.
struct Shown<'a> {
    problem: &'a Problem,
    name: &'a str,
    text: &'a str,
}

/// Bytes of a line that are shown around the problem: paragraphs are lines, and long.
const AROUND: usize = 60;

impl SourceCode for Shown<'_> {
    /// Only the line of the problem, and of a long one only what stands around it.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.text;
        let at = text.floor_char_boundary(span.offset());
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        // Without context, miette asks for the place that it names above the snippet.
        let back = if lines_before == 0 { 0 } else { AROUND };
        let from = text.ceil_char_boundary(at.saturating_sub(back)).max(line);
        let upto = text
            .floor_char_boundary(at + span.len().min(AROUND) + AROUND)
            .min(end);
        let column = match text {
            // Of a file in another encoding nothing can be shown but the place.
            "" => self.problem.column - 1,
            _ => text[line..from].chars().count(),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_owned(),
            &text.as_bytes()[from..upto],
            (from, upto - from).into(),
            self.problem.line - 1,
            column,
            1,
        )))
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.what)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.problem.remedy))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = &self.problem.span;
        let label = Some(format!("expected: {}", self.problem.expected));
        let shown = span.len().min(AROUND);
        Some(Box::new(std::iter::once(LabeledSpan::new(
            label, span.start, shown,
        ))))
    }
}
