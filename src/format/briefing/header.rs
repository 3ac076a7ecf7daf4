use chrono::NaiveDate;

use super::{
    label::Field,
    list::{split_addresses, split_topics},
    report::Report,
    row::{Kind, Row},
    shape,
};
use crate::{
    article::{Line, Link, LinkError, MAX_BYLINE_CHARS, MAX_SOURCES, MAX_TOPIC_CHARS, MAX_TOPICS},
    format::{
        date::{self, DateError},
        problem::Quote,
    },
};

/// What stands between the headline and the highlights or the story.
#[derive(Default)]
pub(super) struct Header {
    pub(super) published: Option<NaiveDate>,
    pub(super) byline: Option<Line>,
    pub(super) topics: Vec<Line>,
    pub(super) sources: Vec<Link>,
    pub(super) image: Option<Link>,
}

/// Reads the fields at the start of `rows`, and gives the lines after them.
pub(super) fn read<'r, 'a>(
    rows: &'r [Row<'a>],
    report: &mut Report<'_>,
) -> (Header, &'r [Row<'a>]) {
    let mut reader = Reader {
        header: Header::default(),
        seen: Vec::new(),
        report,
    };
    let mut last = None;
    let mut length = 0;
    while let Some((row, (field, value))) = rows
        .get(length)
        .and_then(|row| Some((row, field(row, last)?)))
    {
        reader.field(row, field, value, rows.get(length + 1));
        last = Some(field);
        length += 1;
    }
    (reader.header, &rows[length..])
}

/// The field that a line of the header holds, where `last` is the one above it.
fn field<'a>(row: &Row<'a>, last: Option<Field>) -> Option<(Field, &'a str)> {
    match row.kind {
        Kind::Field(field, value) => Some((field, value)),
        Kind::Text | Kind::Bullet(_) => {
            let text = match row.kind {
                Kind::Bullet(text) => text,
                _ => row.text,
            };
            let more = last == Some(Field::Source) && shape::is_address(text);
            if more {
                Some((Field::Source, text))
            } else {
                bare_field(row)
            }
        }
        _ => None,
    }
}

/// The field of a line without a colon: `Published` or `By` and a few words that end no sentence.
pub(super) fn bare_field<'a>(row: &Row<'a>) -> Option<(Field, &'a str)> {
    let is_bare = row.kind == Kind::Text && shape::looks_like_heading(row.text);
    is_bare.then(|| Field::without_colon(row.text)).flatten()
}

struct Reader<'r, 's> {
    header: Header,
    /// The fields so far, each with its first line.
    seen: Vec<(Field, usize)>,
    report: &'r mut Report<'s>,
}

impl Reader<'_, '_> {
    fn field(&mut self, row: &Row<'_>, field: Field, value: &str, next: Option<&Row<'_>>) {
        match self.seen.iter().find(|(seen, _)| *seen == field) {
            Some((_, line)) if field != Field::Source => {
                let line = *line;
                return self.again(row, field, line);
            }
            Some(_) => {}
            None => self.seen.push((field, row.line)),
        }
        let lists_below = field == Field::Source
            && next
                .is_some_and(|next| self::field(next, Some(field)).is_some_and(|f| f.0 == field));
        match field {
            _ if value.is_empty() && lists_below => {}
            _ if Line::new(value).is_none() => self.empty(row, field),
            Field::Published => self.published(row, value),
            Field::Topics => self.topics(row, value),
            Field::Source => self.sources(row, value),
            Field::Image => self.header.image = self.address(row, value),
            Field::Byline => self.byline(row, value),
        }
    }

    fn again(&mut self, row: &Row<'_>, field: Field, line: usize) {
        self.report.add(
            row,
            row.text,
            format!("`{}` stands in line {line} already", field.label()),
            "this field once",
            "Keep one of the two; if this one belongs to the story, put a \\ before it.",
        );
    }

    fn empty(&mut self, row: &Row<'_>, field: Field) {
        self.report.add(
            row,
            row.text,
            format!("nothing stands after `{}`", field.label()),
            "its value on the same line",
            "Fill it in, or delete the line.",
        );
    }

    fn published(&mut self, row: &Row<'_>, value: &str) {
        const FORMS: &str = "a date such as 1 September 2025 or 2025-09-01";
        match date::parse(value) {
            Ok(date) => self.header.published = Some(date),
            Err(DateError::Ambiguous(a, b)) => self.report.add(
                row,
                value,
                format!(
                    "{} can be {} or {}",
                    Quote(value),
                    a.format("%-d %B %Y"),
                    b.format("%-d %B %Y")
                ),
                FORMS,
                "Write the month by its name.",
            ),
            Err(DateError::Unreadable) => self.report.add(
                row,
                value,
                format!("{} is not a date that can be read", Quote(value)),
                FORMS,
                "Write the date in English, the year in full, or delete the line; \
                 if it belongs to the story, put a \\ before it.",
            ),
        }
    }

    fn byline(&mut self, row: &Row<'_>, value: &str) {
        let chars = value.chars().count();
        if chars > MAX_BYLINE_CHARS {
            self.report.add(
                row,
                value,
                format!("the byline {} has {chars} characters", Quote(value)),
                &format!("at most {MAX_BYLINE_CHARS} characters"),
                "Shorten it; if it belongs to the story, put a \\ before the line.",
            );
        }
        self.header.byline = Line::new(value);
    }

    fn topics(&mut self, row: &Row<'_>, value: &str) {
        let mut topics: Vec<Line> = Vec::new();
        let mut known = std::collections::HashSet::new();
        for topic in split_topics(value)
            .iter()
            .filter_map(|topic| Line::new(topic))
        {
            let chars = topic.as_str().chars().count();
            if chars > MAX_TOPIC_CHARS {
                self.report.add(
                    row,
                    value,
                    format!("the topic {} has {chars} characters", Quote(topic.as_str())),
                    &format!("at most {MAX_TOPIC_CHARS} characters"),
                    "Shorten it, or put commas between several topics.",
                );
            }
            if known.insert(topic.as_str().to_lowercase()) {
                topics.push(topic);
            }
        }
        if topics.len() > MAX_TOPICS {
            self.report.add(
                row,
                value,
                format!("there are {} topics", topics.len()),
                &format!("at most {MAX_TOPICS} topics"),
                "Keep those that matter most.",
            );
        }
        self.header.topics = topics;
    }

    fn sources(&mut self, row: &Row<'_>, value: &str) {
        for address in split_addresses(value) {
            let Some(link) = self.address(row, address) else {
                continue;
            };
            self.header.sources.push(link);
            if self.header.sources.len() == MAX_SOURCES + 1 {
                self.report.add(
                    row,
                    address,
                    format!("there are more than {MAX_SOURCES} sources"),
                    &format!("at most {MAX_SOURCES} addresses"),
                    "Keep those that matter most.",
                );
            }
        }
    }

    fn address(&mut self, row: &Row<'_>, text: &str) -> Option<Link> {
        let inner = text
            .strip_prefix('<')
            .and_then(|text| text.strip_suffix('>'));
        let error = match Link::new(inner.unwrap_or(text)) {
            Ok(link) => return Some(link),
            Err(error) => error,
        };
        let remedy = match error {
            LinkError::Malformed => "Write the whole address, with https:// before it.",
            LinkError::Scheme => "Give the address of a page that a browser can open.",
            LinkError::Credentials => "Take the part before the @ away.",
            LinkError::TooLong => "Give a shorter address of the same page.",
        };
        // A password is not repeated.
        let what = match error {
            LinkError::Credentials => error.to_string(),
            _ => format!("{}: {error}", Quote(text)),
        };
        self.report.add(
            row,
            text,
            what,
            "an address such as https://example.org/story",
            remedy,
        );
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn fields_stand_in_any_order_before_the_story() {
        check(
            "By Jane Doe\n**Topics:** Asia, asia,Trains\nSources:\n- https://a.org\nhttps://b.org/\n\
             Source: <https://c.org/>\nPublished 1st May 2025\nImage: https://d.org/x.png\nL.",
            &[
                "published 2025-05-01",
                "by Jane Doe",
                "topic Asia",
                "topic Trains",
                "source https://a.org/",
                "source https://b.org/",
                "source https://c.org/",
                "image https://d.org/x.png",
                "lede L.",
            ],
        );
    }

    #[test]
    fn prose_is_not_taken_for_a_field() {
        for (text, wanted) in [
            ("By noon it rained.", &["lede By noon it rained."][..]),
            (
                "L.\nBy noon\nit rained.",
                &["lede L.", "heading By noon", "under it rained."],
            ),
            ("By J. Doe Jr.\nL.", &["lede By J. Doe Jr.", "lede L."]),
            ("By: J. Doe Jr.\nL.", &["by J. Doe Jr.", "lede L."]),
            ("Article\nBy Jane.\n", &["lede By Jane."]),
            (
                "\\By Jane\n## A\nP.",
                &["lede By Jane", "heading A", "under P."],
            ),
            (
                "Published in 1999, it still sells.",
                &["lede Published in 1999, it still sells."],
            ),
            ("The date: soon.", &["lede The date: soon."]),
            ("https://a.org/", &["lede https://a.org/"]),
            ("By A\nBy B\nL.", &["3:1 `By` stands in line 2 already"]),
            ("By\nL.", &["2:1 nothing stands after `By`"]),
            ("Sources:\nL.", &["2:1 nothing stands after `Source`"]),
            (
                "Source: https://me:word@a.org/\nL.",
                &["2:9 an address must not carry a user name or a password"],
            ),
        ] {
            check(text, wanted);
        }
    }
}
