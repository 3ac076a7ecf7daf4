//! JSON and JSON Lines, defined in `docs/markdown-and-json.md`.

mod parse;
mod split;
#[cfg(test)]
mod tests;
mod write;

use std::ops::Range;

use serde_json::value::RawValue;

use self::parse::Fault;
pub(super) use self::split::{split, split_lines};
pub use self::write::write;
use super::{
    Entry, Reading, checks,
    fields::Fields,
    problem::Complaint,
    report::Report,
    tree::{Node, Value},
};
use crate::article::{Article, MAX_ARTICLE_BYTES, Standing};

/// Longer objects are not looked into: with every character escaped and much white space, the
/// largest article is shorter.
const MAX_OBJECT_BYTES: usize = 20 * MAX_ARTICLE_BYTES;

/// Reads a file of JSON: an object, several after another, or lists of them. What stands after a
/// mistake in the JSON itself is not read.
pub fn read(text: &str) -> Reading {
    let mut reader = Reader::new(text, 1);
    reader.values(text);
    reader.finish()
}

/// Reads JSON Lines: an article a line. A bad line does not spoil the others.
///
/// A text whose first line opens an object or a list and does not close it is read as [`read`] does.
pub fn read_lines(text: &str) -> Reading {
    if is_printed_over_lines(text) {
        return read(text);
    }
    read_lines_from(text, 1)
}

fn is_printed_over_lines(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty());
    first.is_some_and(|line| matches!(line, "{" | "["))
}

/// Reads a part of a file of JSON Lines that begins with the line of that number.
pub fn read_lines_from(text: &str, first_line: usize) -> Reading {
    let mut reader = Reader::new(text, first_line);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str::<&RawValue>(line) {
            Ok(raw) => reader.value(raw, 0),
            Err(error) => reader.fault(line, &Fault::new(line, &error)),
        }
    }
    reader.finish()
}

struct Reader<'a> {
    report: Report<'a>,
    entries: Vec<Entry>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, first_line: usize) -> Self {
        Self {
            report: Report::from_line(text, first_line),
            entries: Vec::new(),
        }
    }

    /// Every value of a text, one after another.
    fn values(&mut self, text: &'a str) {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        let mut start = 0;
        while let Some(value) = values.next() {
            match value {
                Ok(raw) => self.value(raw, 0),
                Err(error) => {
                    let fault = Fault::new(text, &error).after(start);
                    return self.fault(&text[start..], &fault);
                }
            }
            start = values.byte_offset();
        }
    }

    /// An article, or a list of them.
    fn value(&mut self, raw: &'a RawValue, depth: usize) {
        if depth == 0 && raw.get().starts_with('[') {
            match serde_json::from_str::<Vec<&RawValue>>(raw.get()) {
                Ok(items) => items.into_iter().for_each(|item| self.value(item, 1)),
                Err(error) => self.fault(raw.get(), &Fault::new(raw.get(), &error)),
            }
            return;
        }
        let span = self.report.span_of(raw.get());
        let article = self.article(raw, &span);
        self.entry(span, article);
    }

    /// None only where a problem was reported.
    fn article(&mut self, raw: &RawValue, span: &Range<usize>) -> Option<(Article, Standing)> {
        let start = span.start..span.start + 1;
        if span.len() > MAX_OBJECT_BYTES {
            self.report.at(start, checks::too_large(span.len()));
            return None;
        }
        let node = match parse::node(raw, span.start) {
            Ok(node) => node,
            Err(fault) => {
                self.report.at(fault.at..fault.at, fault.complaint());
                return None;
            }
        };
        let Node {
            value: Value::Object(pairs),
            ..
        } = node
        else {
            let what = format!("this is {}, not an article", node.value.kind());
            let complaint = Complaint::new(what, EXPECTED, "Write it as an object in { and }.");
            self.report.at(node.span, complaint);
            return None;
        };
        let fields = Fields::read(&pairs, &mut self.report);
        fields.article(span.clone(), &mut self.report)
    }

    /// An article that is no JSON, somewhere in `text`.
    fn fault(&mut self, text: &str, fault: &Fault) {
        let span = self.report.span_of(text.trim());
        let at = self.report.span_of(text).start + fault.at;
        self.report.at(at..at, fault.complaint());
        self.entry(span, None);
    }

    fn entry(&mut self, span: Range<usize>, article: Option<(Article, Standing)>) {
        let line = self.report.line(span.start);
        let read = self.report.finish().and(article.ok_or_else(Vec::new));
        self.entries.push(Entry::new(line, span, read));
    }

    fn finish(mut self) -> Reading {
        if self.entries.is_empty() {
            self.entries.push(Entry::nothing(Complaint::new(
                "there is no article".to_owned(),
                EXPECTED,
                "Write an object, or one a line.",
            )));
        }
        Reading {
            entries: self.entries,
            omitted: self.report.omitted(),
        }
    }
}

/// What a file of JSON is for.
const EXPECTED: &str = "an object with at least `headline` and `lede`";
