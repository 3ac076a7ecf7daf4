use chrono::NaiveDate;

use super::{
    label::Field,
    list::{split_addresses, split_topics},
    row::{Kind, Row},
    shape,
};
use crate::{
    article::{Line, Link, MAX_SOURCES, Standing},
    format::{checks, problem::Complaint, report::Report, stamp::Stamp},
};

/// What stands between the headline and the highlights or the story.
#[derive(Default)]
pub(super) struct Header {
    pub(super) published: Option<NaiveDate>,
    pub(super) byline: Option<Line>,
    pub(super) topics: Vec<Line>,
    pub(super) sources: Vec<Link>,
    pub(super) image: Option<Link>,
    pub(super) standing: Standing,
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
    while let Some(row) = rows.get(length) {
        if let Some((stamp, value)) = stamp(row, reader.header.standing.number.is_some()) {
            reader.stamp(row, stamp, value);
        } else if let Some((field, value)) = field(row, last) {
            reader.field(row, field, value, rows.get(length + 1));
            last = Some(field);
        } else {
            break;
        }
        length += 1;
    }
    (reader.header, &rows[length..])
}

/// What an export says on a line of the header: first of all the number, by which the rest is told
/// from prose.
fn stamp<'a>(row: &Row<'a>, is_numbered: bool) -> Option<(Stamp, &'a str)> {
    let is_text = row.kind == Kind::Text;
    let (stamp, value) = is_text.then(|| Stamp::on(row.text)).flatten()?;
    let is_number = stamp == Stamp::Number && stamp.read(value, &mut Standing::default()).is_ok();
    (is_numbered || is_number).then_some((stamp, value))
}

/// The field that a line of the header holds, where `last` is the one above it.
pub(in crate::format) fn field<'a>(row: &Row<'a>, last: Option<Field>) -> Option<(Field, &'a str)> {
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
    /// The labels so far, each with its first line.
    seen: Vec<(&'static str, usize)>,
    report: &'r mut Report<'s>,
}

impl Reader<'_, '_> {
    fn field(&mut self, row: &Row<'_>, field: Field, value: &str, next: Option<&Row<'_>>) {
        if self.is_again(row, field.label()) && field != Field::Source {
            return;
        }
        let lists_below = field == Field::Source
            && next
                .is_some_and(|next| self::field(next, Some(field)).is_some_and(|f| f.0 == field));
        match field {
            _ if value.is_empty() && lists_below => {}
            _ if Line::new(value).is_none() => self.empty(row, field),
            Field::Published => self.published(value),
            Field::Topics => self.topics(value),
            Field::Source => self.sources(value),
            Field::Image => self.header.image = self.address(value),
            Field::Byline => self.byline(value),
        }
    }

    fn stamp(&mut self, row: &Row<'_>, stamp: Stamp, value: &str) {
        if self.is_again(row, stamp.label()) {
            return;
        }
        if let Err(complaint) = stamp.read(value, &mut self.header.standing) {
            let part = if value.is_empty() { row.text } else { value };
            self.report.add(part, complaint);
        }
    }

    /// Whether that label stood before: which only that of the sources may.
    fn is_again(&mut self, row: &Row<'_>, label: &'static str) -> bool {
        let Some((_, line)) = self.seen.iter().find(|(seen, _)| *seen == label) else {
            self.seen.push((label, row.line));
            return false;
        };
        if label != Field::Source.label() {
            let again = checks::again(label, *line);
            self.report.add(row.text, again.with(TO_STORY));
        }
        true
    }

    fn empty(&mut self, row: &Row<'_>, field: Field) {
        self.report.add(row.text, checks::empty(field.label()));
    }

    fn published(&mut self, value: &str) {
        match checks::date(value) {
            Ok(date) => self.header.published = Some(date),
            Err(complaint) => {
                let complaint = complaint.with(", or delete the line").with(TO_STORY);
                self.report.add(value, complaint);
            }
        }
    }

    fn byline(&mut self, value: &str) {
        self.complain(value, checks::byline(value).map(|it| it.with(TO_STORY)));
        self.header.byline = Line::new(value);
    }

    fn topics(&mut self, value: &str) {
        let (topics, complaints) = checks::topics(&split_topics(value));
        self.complain(
            value,
            complaints.into_iter().map(|(_, complaint)| complaint),
        );
        self.header.topics = topics;
    }

    fn sources(&mut self, value: &str) {
        for address in split_addresses(value) {
            let Some(link) = self.address(address) else {
                continue;
            };
            self.header.sources.push(link);
            if self.header.sources.len() == MAX_SOURCES + 1 {
                self.report.add(address, checks::too_many_sources());
            }
        }
    }

    fn address(&mut self, text: &str) -> Option<Link> {
        let read = checks::address(text);
        read.map_err(|complaint| self.report.add(text, complaint))
            .ok()
    }

    fn complain(&mut self, part: &str, complaints: impl IntoIterator<Item = Complaint>) {
        for complaint in complaints {
            self.report.add(part, complaint);
        }
    }
}

/// How a line that only looks like a field is mended.
const TO_STORY: &str = "; if it belongs to the story, put a \\ before it";

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
            ("Number: twelve.\nL.", &["lede Number: twelve.", "lede L."]),
            ("State: open.\nL.", &["lede State: open.", "lede L."]),
            (
                "Number: 1\nState: open\nL.",
                &["3:8 “open” is no state of an article"],
            ),
            (
                "Number: 1\nNumber: 2\nRevision: 0\nL.",
                &[
                    "3:1 `Number` stands in line 2 already",
                    "4:11 “0” is no such number",
                ],
            ),
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
