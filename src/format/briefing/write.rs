use std::collections::HashSet;

use super::{
    header::bare_field,
    label::{Field, Part},
    list::{is_topic_separator, split_addresses},
    row::{ESCAPE, Kind, Row, key},
    shape,
};
use crate::{
    article::{Article, Line, Link, Standing},
    format::stamp::Stamp,
};

/// The line that stands between two articles of one file.
pub const SEPARATOR: &str = "====";

/// Prints an article, each text on a line; [`read`](super::read) gives the same article back.
/// Ends in a line break.
pub fn write(article: &Article) -> String {
    write_exported(article, &Standing::default())
}

/// Prints an article with how it stands in its library.
pub fn write_exported(article: &Article, standing: &Standing) -> String {
    let mut text = header(article, standing);
    if !article.highlights.is_empty() {
        text += &format!("\n{}\n", Part::Highlights.label());
        text += &write_highlights(article);
        text += &format!("\n{}", Part::Article.label());
    }
    text.push('\n');
    text += &write_story(article);
    if !article.analysis.is_empty() {
        text += &format!("\n{}\n", Part::Analysis.label());
        text += &write_analysis(article);
    }
    text
}

/// Prints the highlights, a bullet and a line each: what stands under the label `Highlights`.
pub fn write_highlights(article: &Article) -> String {
    article
        .highlights
        .iter()
        .map(|text| marked("- ", text, |text| Kind::Bullet(text)))
        .collect()
}

/// Prints lede and sections: what stands under the label `Rewritten Article`.
pub fn write_story(article: &Article) -> String {
    let guard = Guard::new(article);
    let mut text = String::new();
    if let Some((first, rest)) = article.lede.split_first() {
        text += &guard.opening(first);
        text.extend(rest.iter().map(|paragraph| guard.story(paragraph)));
    }
    for section in &article.sections {
        text.push('\n');
        text += &marked("## ", &section.heading, |text| Kind::Heading(text));
        let paragraphs = section.paragraphs.iter();
        text.extend(paragraphs.map(|paragraph| guard.story(paragraph)));
    }
    text
}

/// Prints the analysis, a paragraph a line: what stands under the label `Scenario Analysis`.
pub fn write_analysis(article: &Article) -> String {
    let guard = Guard::new(article);
    article
        .analysis
        .iter()
        .map(|paragraph| guard.analysis(paragraph))
        .collect()
}

fn header(article: &Article, standing: &Standing) -> String {
    let headline = article.headline.as_str();
    let mut lines = vec![match Kind::of(headline) {
        Kind::Text => headline.to_owned(),
        _ => format!("{ESCAPE}{headline}"),
    }];
    let field = |field: Field, value: &str| format!("{}: {value}", field.label());
    if let Some(date) = article.published {
        lines.push(date.format("Published %-d %B %Y").to_string());
    }
    for stamp in Stamp::ALL {
        let value = stamp.write(standing);
        lines.extend(value.map(|value| format!("{}: {value}", stamp.label())));
    }
    if !article.topics.is_empty() {
        lines.push(field(Field::Topics, &join_topics(&article.topics)));
    }
    for source in &article.sources {
        lines.push(field(Field::Source, &address(source)));
    }
    if let Some(image) = &article.image {
        lines.push(field(Field::Image, image.as_str()));
    }
    if let Some(name) = &article.byline {
        let bare = format!("By {name}");
        let is_bare = bare_field(&row(&bare)) == Some((Field::Byline, name.as_str()));
        lines.push(if is_bare {
            bare
        } else {
            field(Field::Byline, name.as_str())
        });
    }
    lines.join("\n") + "\n"
}

/// Topics with commas between them, and a `\` before a comma inside of one.
pub(in crate::format) fn join_topics(topics: &[Line]) -> String {
    let mut list = String::new();
    for topic in topics {
        if !list.is_empty() {
            list.push_str(", ");
        }
        for c in topic.as_str().chars() {
            if c == ESCAPE || is_topic_separator(c) {
                list.push(ESCAPE);
            }
            list.push(c);
        }
    }
    list
}

/// An address, in `<` and `>` where it would be taken for several.
pub(in crate::format) fn address(link: &Link) -> String {
    let address = link.as_str();
    if split_addresses(address) == [address] {
        address.to_owned()
    } else {
        format!("<{address}>")
    }
}

/// `text` on a line after `mark`, with a `\` between where it would not be read as `kind` without.
fn marked(mark: &str, text: &Line, kind: impl for<'a> Fn(&'a str) -> Kind<'a>) -> String {
    let line = format!("{mark}{text}\n");
    if Kind::of(line.trim_end()) == kind(text.as_str()) {
        line
    } else {
        format!("{mark}{ESCAPE}{text}\n")
    }
}

/// `line` as it is read by itself.
fn row(line: &str) -> Row<'_> {
    Row {
        line: 1,
        text: line,
        kind: Kind::of(line),
    }
}

/// Keeps paragraphs from being read as something else.
struct Guard {
    headline: String,
    first: Option<String>,
    /// Keys of every line of the story.
    story: HashSet<String>,
}

impl Guard {
    fn new(article: &Article) -> Self {
        let sections = article.sections.iter();
        let sections = sections
            .flat_map(|section| std::iter::once(&section.heading).chain(&section.paragraphs));
        let story = article.lede.iter().chain(sections);
        Self {
            headline: key(article.headline.as_str()),
            first: article.lede.first().map(|line| key(line.as_str())),
            story: story.map(|line| key(line.as_str())).collect(),
        }
    }

    /// The first paragraph of the story, on a line: it must not look like the end of the header.
    fn opening(&self, text: &Line) -> String {
        escaped_if(
            self.is_mistakable_in_story(text) || Stamp::on(text.as_str()).is_some(),
            text,
        )
    }

    /// A later paragraph of the story: it must not look like the start of a repetition.
    fn story(&self, text: &Line) -> String {
        let repeats = self.first.as_deref() == Some(&key(text.as_str()));
        escaped_if(repeats || self.is_mistakable_in_story(text), text)
    }

    /// A paragraph of the analysis, where no line of the story can stand and no heading.
    fn analysis(&self, text: &Line) -> String {
        escaped_if(
            self.is_mistakable(text) || self.story.contains(&key(text.as_str())),
            text,
        )
    }

    fn is_mistakable_in_story(&self, text: &Line) -> bool {
        self.is_mistakable(text) || row(text.as_str()).looks_like_heading()
    }

    fn is_mistakable(&self, text: &Line) -> bool {
        Kind::of(text.as_str()) != Kind::Text
            || shape::is_address(text.as_str())
            || key(text.as_str()) == self.headline
    }
}

fn escaped_if(is_mistakable: bool, text: &Line) -> String {
    let escape = if is_mistakable { "\\" } else { "" };
    format!("{escape}{text}\n")
}
