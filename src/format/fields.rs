//! An article's parts out of the keys of an object: JSON, and Markdown's front matter.

use std::ops::Range;

use chrono::NaiveDate;

use super::{
    briefing::{lines, split_addresses, split_topics},
    checks,
    problem::{Complaint, Quote},
    report::Report,
    stamp::Stamp,
    tree::{Node, Pair, Value},
};
use crate::article::{Article, Line, Link, MAX_SECTIONS, MAX_SOURCES, Section, Standing};

/// The keys of an article, in the order in which they are written, before those of an export.
pub(super) const KEYS: [&str; 10] = [
    "headline",
    "published",
    "highlights",
    "lede",
    "sections",
    "analysis",
    "topics",
    "sources",
    "image",
    "byline",
];

/// The parts of an article that an object names.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) headline: Option<Line>,
    pub(super) published: Option<NaiveDate>,
    pub(super) highlights: Vec<Line>,
    pub(super) lede: Vec<Line>,
    pub(super) sections: Vec<Section>,
    pub(super) analysis: Vec<Line>,
    pub(super) topics: Vec<Line>,
    pub(super) sources: Vec<Link>,
    pub(super) image: Option<Link>,
    pub(super) byline: Option<Line>,
    pub(super) standing: Standing,
    /// The known keys that say something, and where they stand.
    pub(super) seen: Vec<(String, Range<usize>)>,
}

impl Fields {
    /// Reads the keys of an object; what is wrong with one is reported.
    pub(super) fn read(pairs: &[Pair], report: &mut Report<'_>) -> Self {
        let mut fields = Self::default();
        for pair in pairs {
            if let Some(span) = fields.place(&pair.key) {
                let line = report.line(span.start);
                report.at(pair.span.clone(), checks::again(&pair.key, line));
            } else if pair.node.value != Value::Nothing && fields.field(pair, report) {
                fields.seen.push((pair.key.clone(), pair.span.clone()));
            }
        }
        fields
    }

    /// Where a key stands that says something.
    pub(super) fn place(&self, key: &str) -> Option<Range<usize>> {
        let seen = self.seen.iter().find(|(seen, _)| seen == key);
        seen.map(|(_, span)| span.clone())
    }

    /// Reads a key; false where it is unknown.
    fn field(&mut self, pair: &Pair, report: &mut Report<'_>) -> bool {
        let mut reader = Reader {
            key: &pair.key,
            report,
        };
        let node = &pair.node;
        match &*pair.key {
            "headline" => self.headline = reader.line(node, checks::headline),
            "byline" => self.byline = reader.line(node, checks::byline),
            "published" => self.published = reader.scalar(node, checks::date),
            "image" => self.image = reader.scalar(node, checks::address),
            "topics" => self.topics = reader.topics(node),
            "sources" => self.sources = reader.sources(node),
            "highlights" => self.highlights = reader.highlights(node),
            "lede" => {
                self.lede = reader.paragraphs(node);
                if self.lede.is_empty() && node.is_text() {
                    reader.report.at(node.span.clone(), checks::empty("lede"));
                }
            }
            "analysis" => self.analysis = reader.paragraphs(node),
            "sections" => self.sections = reader.sections(node),
            key => match Stamp::ALL.into_iter().find(|stamp| stamp.key() == key) {
                Some(stamp) => reader.stamp(node, stamp, &mut self.standing),
                None => {
                    let stamps = Stamp::ALL.map(Stamp::key);
                    let known: Vec<_> = KEYS.into_iter().chain(stamps).collect();
                    unknown(pair, &known, reader.report);
                    return false;
                }
            },
        }
        true
    }

    /// The article that the object at `span` is; None where a problem was reported.
    pub(super) fn article(
        self,
        span: Range<usize>,
        report: &mut Report<'_>,
    ) -> Option<(Article, Standing)> {
        let start = span.start..span.start + 1;
        for (key, expected) in [("headline", "the headline"), ("lede", checks::LEDE)] {
            let is_there = match key {
                "headline" => self.headline.is_some(),
                _ => !self.lede.is_empty(),
            };
            // A wrong one was reported.
            if !is_there && self.place(key).is_none() {
                report.at(start.clone(), missing(key, expected));
            }
        }
        let standing = self.standing.clone();
        let article = self.build()?;
        if let Some(complaint) = checks::size(&article) {
            report.at(start, complaint);
        }
        Some((article, standing))
    }

    /// The article of these parts; None without a headline.
    pub(super) fn build(self) -> Option<Article> {
        Some(Article {
            headline: self.headline?,
            published: self.published,
            byline: self.byline,
            topics: self.topics,
            sources: self.sources,
            image: self.image,
            highlights: self.highlights,
            lede: self.lede,
            sections: self.sections,
            analysis: self.analysis,
        })
    }
}

impl From<Article> for Fields {
    fn from(article: Article) -> Self {
        Self {
            headline: Some(article.headline),
            published: article.published,
            highlights: article.highlights,
            lede: article.lede,
            sections: article.sections,
            analysis: article.analysis,
            topics: article.topics,
            sources: article.sources,
            image: article.image,
            byline: article.byline,
            ..Self::default()
        }
    }
}

/// Reads the value of one key.
struct Reader<'r, 's> {
    key: &'r str,
    report: &'r mut Report<'s>,
}

impl Reader<'_, '_> {
    /// The text of a value; one of another kind is reported.
    fn text<'n>(&mut self, node: &'n Node, expected: &str) -> Option<&'n str> {
        let (kind, remedy) = match &node.value {
            Value::Text(text) => return Some(text),
            Value::Truth(_) | Value::Number(_) => (node.value.kind(), "Put it in quotation marks."),
            other => (
                other.kind(),
                "See the example in docs/markdown-and-json.md.",
            ),
        };
        let what = format!("`{}` is {kind}", self.key);
        let complaint = Complaint::new(what, expected, remedy);
        self.report.at(node.span.clone(), complaint);
        None
    }

    /// A text that must not be empty.
    fn filled<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        let text = self.text(node, "a text")?;
        if Line::new(text).is_none() {
            self.report.at(node.span.clone(), checks::empty(self.key));
            return None;
        }
        Some(text.trim())
    }

    fn line(&mut self, node: &Node, check: fn(&str) -> Option<Complaint>) -> Option<Line> {
        let line = Line::new(self.filled(node)?)?;
        if let Some(complaint) = check(line.as_str()) {
            self.report.at(node.span.clone(), complaint);
        }
        Some(line)
    }

    fn scalar<T>(&mut self, node: &Node, read: fn(&str) -> Result<T, Complaint>) -> Option<T> {
        let read = read(self.filled(node)?);
        read.map_err(|complaint| self.report.at(node.span.clone(), complaint))
            .ok()
    }

    /// The texts of a list, each with its place, or of a text that `split` makes a list of.
    fn texts<'n>(
        &mut self,
        node: &'n Node,
        split: impl Fn(&'n str) -> Vec<String>,
    ) -> Vec<(String, Range<usize>)> {
        let Value::List(items) = &node.value else {
            let text = self.text(node, "a list of texts").unwrap_or_default();
            let parts = split(text).into_iter();
            return parts.map(|part| (part, node.span.clone())).collect();
        };
        let texts = items.iter().filter_map(|item| {
            let text = self.text(item, "a text in each place of the list")?;
            Some((text.to_owned(), item.span.clone()))
        });
        texts.collect()
    }

    fn paragraphs(&mut self, node: &Node) -> Vec<Line> {
        let texts = self.texts(node, paragraphs);
        texts
            .iter()
            .filter_map(|(text, _)| Line::new(text))
            .collect()
    }

    fn highlights(&mut self, node: &Node) -> Vec<Line> {
        let texts = self.texts(node, |text| owned(lines(text)));
        let lines: Vec<_> = texts
            .iter()
            .filter_map(|(text, _)| Line::new(text))
            .collect();
        if let Some(complaint) = checks::highlights(lines.len()) {
            self.report.at(node.span.clone(), complaint);
        }
        lines
    }

    fn topics(&mut self, node: &Node) -> Vec<Line> {
        let texts = self.texts(node, split_topics).into_iter();
        let (topics, complaints) = checks::topics(&texts.map(|(text, _)| text).collect::<Vec<_>>());
        for (_, complaint) in complaints {
            self.report.at(node.span.clone(), complaint);
        }
        topics
    }

    fn sources(&mut self, node: &Node) -> Vec<Link> {
        let mut sources = Vec::new();
        for (text, span) in self.texts(node, |text| owned(split_addresses(text))) {
            match checks::address(text.trim()) {
                Ok(link) => sources.push(link),
                Err(complaint) => self.report.at(span.clone(), complaint),
            }
            if sources.len() == MAX_SOURCES + 1 {
                self.report.at(span, checks::too_many_sources());
                break;
            }
        }
        sources
    }

    fn sections(&mut self, node: &Node) -> Vec<Section> {
        let Value::List(items) = &node.value else {
            let what = format!("`sections` is {}", node.value.kind());
            let expected = "a list of objects with `heading` and `paragraphs`";
            let remedy = "Write [ and ] around the sections.";
            let complaint = Complaint::new(what, expected, remedy);
            self.report.at(node.span.clone(), complaint);
            return Vec::new();
        };
        if let Some(item) = items.get(MAX_SECTIONS) {
            self.report
                .at(item.span.clone(), checks::too_many_sections());
        }
        let sections = items.iter().filter_map(|item| self.section(item));
        sections.collect()
    }

    fn section(&mut self, node: &Node) -> Option<Section> {
        let Value::Object(pairs) = &node.value else {
            let what = format!("this section is {}", node.value.kind());
            let expected = "an object with `heading` and `paragraphs`";
            let complaint = Complaint::new(what, expected, "Write { and } around the section.");
            self.report.at(node.span.clone(), complaint);
            return None;
        };
        let (mut heading, mut paragraphs) = (None, None);
        for pair in pairs {
            let mut reader = Reader {
                key: &pair.key,
                report: &mut *self.report,
            };
            match &*pair.key {
                "heading" if heading.is_none() => {
                    heading = Some(reader.line(&pair.node, checks::heading));
                }
                "paragraphs" if paragraphs.is_none() => {
                    paragraphs = Some(reader.paragraphs(&pair.node));
                }
                "heading" | "paragraphs" => {
                    let line = reader.report.line(node.span.start);
                    let again = checks::again(&pair.key, line);
                    reader.report.at(pair.span.clone(), again);
                }
                _ => unknown(pair, &["heading", "paragraphs"], reader.report),
            }
        }
        let start = node.span.start..node.span.start + 1;
        let Some(heading) = heading else {
            self.report
                .at(start, missing("heading", "the heading of the section"));
            return None;
        };
        let paragraphs = paragraphs.unwrap_or_default();
        let heading = heading?;
        if paragraphs.is_empty() {
            self.report
                .at(start, checks::empty_section(heading.as_str()));
        }
        Some(Section {
            heading,
            paragraphs,
        })
    }

    fn stamp(&mut self, node: &Node, stamp: Stamp, standing: &mut Standing) {
        let text = match &node.value {
            Value::Number(number) => number,
            _ => match self.text(node, "what an export writes here") {
                Some(text) => text,
                None => return,
            },
        };
        if let Err(complaint) = stamp.read(text, standing) {
            self.report.at(node.span.clone(), complaint);
        }
    }
}

fn missing(key: &str, expected: &str) -> Complaint {
    let remedy = format!("Add the key `{key}`.");
    Complaint::new(format!("there is no `{key}`"), expected, &remedy)
}

fn unknown(pair: &Pair, known: &[&str], report: &mut Report<'_>) {
    let names: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
    let near = known
        .iter()
        .find(|key| key.eq_ignore_ascii_case(&pair.key) || strsim::levenshtein(key, &pair.key) < 3);
    let remedy = near.map_or(
        "Delete it, or give it a name that is known.".to_owned(),
        |key| format!("Write `{key}` if that is meant, or delete it."),
    );
    let what = format!("the key {} is unknown", Quote(&pair.key));
    let complaint = Complaint::new(what, &format!("one of {}", names.join(", ")), &remedy);
    report.at(pair.span.clone(), complaint);
}

fn owned(parts: Vec<&str>) -> Vec<String> {
    parts.into_iter().map(str::to_owned).collect()
}

/// The paragraphs of a text: what stands between blank lines.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines() {
        if Line::new(line).is_none() {
            paragraphs.push(String::new());
        } else if let Some(last) = paragraphs.last_mut() {
            last.push_str(line);
            last.push(' ');
        }
    }
    paragraphs
}
