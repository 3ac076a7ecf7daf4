//! What a text is called where it can't be read.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::{
    article::{Field, Line, Source, TextFormat},
    format::{
        self,
        briefing::{Kind, bare, rows},
    },
};

/// Most characters of a title.
const MAX_CHARS: usize = 100;

/// The headline of a text as it was typed, or its first words; at most 100 characters, and empty
/// where nothing stands.
pub fn title(source: &Source) -> String {
    let title = match source {
        Source::Form { fields, kept, .. } => {
            let headline = fields.iter().find(|(field, _)| *field == Field::Headline);
            let headline = headline.and_then(|(_, text)| Line::new(bare(text)));
            let kept = kept.as_ref().map(|kept| kept.headline.clone());
            let first = || fields.iter().find_map(|(_, text)| first_line(text));
            headline.or(kept).or_else(first)
        }
        Source::Text { format, text } => headline(*format, text).or_else(|| first_line(text)),
    };
    clipped(title.as_ref().map_or("", Line::as_str))
}

fn headline(format: TextFormat, text: &str) -> Option<Line> {
    let first = format::read(format, text, 1).entries.into_iter().next();
    if let Some(article) = first.and_then(|entry| entry.article.ok()) {
        return Some(article.headline);
    }
    match format {
        TextFormat::Briefing => None,
        TextFormat::Markdown => {
            let heading = rows(text, 1).find_map(|row| match row.kind {
                Kind::Heading(text) => Some(text),
                _ => None,
            });
            let mut lines = text.lines();
            let named = || lines.find_map(|line| line.strip_prefix("headline:"));
            Line::new(heading.or_else(named)?)
        }
        TextFormat::Json | TextFormat::JsonLines => {
            let (_, after) = text.split_once("\"headline\"")?;
            let value = after.trim_start().strip_prefix(':')?;
            let mut values = serde_json::Deserializer::from_str(value).into_iter::<String>();
            Line::new(&values.next()?.ok()?)
        }
    }
}

fn first_line(text: &str) -> Option<Line> {
    let mut rows = rows(text, 1).filter(|row| row.kind != Kind::Separator);
    Line::new(bare(rows.next()?.text))
}

fn clipped(text: &str) -> String {
    if text.chars().count() <= MAX_CHARS {
        return text.to_owned();
    }
    let mut clipped = String::new();
    let mut room = MAX_CHARS - 1;
    for grapheme in text.graphemes(true) {
        match room.checked_sub(grapheme.chars().count()) {
            Some(left) => room = left,
            None => break,
        }
        clipped.push_str(grapheme);
    }
    clipped.truncate(clipped.trim_end().len());
    clipped + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::arbitrary::least;

    #[test]
    fn a_text_has_a_title_whatever_it_is() {
        let form = |fields: &[(Field, &str)], kept: Option<&str>| Source::Form {
            fields: fields
                .iter()
                .map(|(field, text)| (*field, (*text).to_owned()))
                .collect(),
            section: None,
            kept: kept.map(|headline| Box::new(least(headline, "L."))),
        };
        let text = |format, text: &str| Source::Text {
            format,
            text: text.to_owned(),
        };
        let long = "👩‍👩‍👧 ".repeat(50);
        let clipped = format!("{}…", ["👩‍👩‍👧"; 16].join(" "));
        for (source, wanted) in [
            (
                form(
                    &[(Field::Headline, "# A\u{0}b "), (Field::Story, "S.")],
                    None,
                ),
                "A b",
            ),
            (
                form(
                    &[(Field::Headline, " "), (Field::Story, "-\n\nS.\nT.")],
                    None,
                ),
                "S.",
            ),
            (form(&[(Field::Lede, "L.")], Some("Base")), "Base"),
            (form(&[], None), ""),
            (
                text(TextFormat::Briefing, "====\n\\Highlights\nL."),
                "Highlights",
            ),
            (text(TextFormat::Briefing, "\n# H\nDate: never"), "H"),
            (text(TextFormat::Briefing, &long), &clipped),
            (text(TextFormat::Markdown, "---\nheadline: A\n---\nL."), "A"),
            (
                text(
                    TextFormat::Markdown,
                    "---\nheadline: A\npublished: never\n---\nL.",
                ),
                "A",
            ),
            (text(TextFormat::Markdown, "L.\n\n# H\n"), "H"),
            (
                text(TextFormat::Json, r#"{"lede": 5, "headline" : "A \"b\"", "#),
                "A \"b\"",
            ),
            (
                text(TextFormat::JsonLines, "{\"lede\": 5}"),
                "{\"lede\": 5}",
            ),
            (text(TextFormat::Json, ""), ""),
        ] {
            assert_eq!(title(&source), wanted, "{source:?}");
        }
    }
}
