use super::lines::kind;
use crate::{
    article::{Article, Field, Line, Section},
    format::briefing::{ESCAPE, Kind, address, bare, join_topics, write_story},
};

/// The text of each field as a form is filled in with it; [`read`](super::read) gives the same
/// parts back. [`Field::Heading`] and [`Field::Section`] are of the section at that place.
pub fn print(article: &Article, fields: &[Field], section: Option<usize>) -> Vec<(Field, String)> {
    let section = section.and_then(|at| article.sections.get(at));
    let fields = fields.iter();
    fields
        .map(|field| (*field, text(article, *field, section)))
        .collect()
}

fn text(article: &Article, field: Field, section: Option<&Section>) -> String {
    match field {
        Field::Headline => line(&article.headline),
        Field::Published => {
            let date = article.published.map(|date| date.format("%-d %B %Y"));
            date.map(|date| date.to_string()).unwrap_or_default()
        }
        Field::Highlights => {
            let texts = article.highlights.iter();
            let lines = texts.map(|text| escaped_if(kind(text.as_str()) != Kind::Text, text));
            lines.collect::<Vec<_>>().join("\n")
        }
        Field::Story => spaced(&write_story(article)),
        Field::Analysis => paragraphs(&article.analysis),
        Field::Byline => article.byline.as_ref().map(line).unwrap_or_default(),
        Field::Topics => topics(&article.topics),
        Field::Sources => {
            let links = article.sources.iter().map(address);
            links.collect::<Vec<_>>().join("\n")
        }
        Field::Image => article
            .image
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        Field::Lede => paragraphs(&article.lede),
        Field::Heading => section.map(|it| line(&it.heading)).unwrap_or_default(),
        Field::Section => section
            .map(|it| paragraphs(&it.paragraphs))
            .unwrap_or_default(),
        Field::Text | Field::Note => String::new(),
    }
}

/// A text that is a line by itself.
fn line(text: &Line) -> String {
    escaped_if(bare(text.as_str()) != text.as_str(), text)
}

fn paragraphs(paragraphs: &[Line]) -> String {
    let lines = paragraphs.iter().map(|text| {
        let is_text = matches!(Kind::of(text.as_str()), Kind::Text | Kind::Bullet(_));
        escaped_if(!is_text, text)
    });
    lines.collect::<Vec<_>>().join("\n\n")
}

fn topics(topics: &[Line]) -> String {
    let list = join_topics(topics);
    match kind(&list) {
        Kind::Blank | Kind::Bullet(_) if !list.is_empty() => format!("{ESCAPE}{list}"),
        _ => list,
    }
}

/// The lines of `text` with blank ones between.
fn spaced(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

fn escaped_if(is_mistakable: bool, text: &Line) -> String {
    let escape = if is_mistakable { "\\" } else { "" };
    format!("{escape}{text}")
}
