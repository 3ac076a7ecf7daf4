//! What a draft's text says: one article, or everything that keeps it from being one.

use std::path::Path;

use chrono::NaiveDate;

pub(super) use crate::format::form::title;
use crate::{
    article::{Article, Field, Source, TextFormat},
    format::{
        self, Entry, Problem,
        form::{self, FieldProblem},
    },
    newsroom::files::format_of,
    view::desk::problems::Problem as DraftProblem,
};

/// How the names of files end that the desk takes.
pub const ENDINGS: [&str; 4] = [".txt", ".md", ".json", ".jsonl"];

/// An article, or all that is wrong with it.
pub(super) type Read = Result<Article, Vec<DraftProblem>>;

/// A problem as the desk tells it.
fn told(field: Option<Field>, typed: String, problem: Problem) -> DraftProblem {
    let Problem {
        what,
        expected,
        remedy,
        line,
        column,
        ..
    } = problem;
    DraftProblem {
        field,
        line,
        column,
        typed,
        what,
        expected,
        remedy,
    }
}

/// Reads what a draft holds. The fields of a form are laid over what an earlier text of it had, or
/// else over `base`, the article that it changes; a whole text takes the place of all of that.
pub(super) fn read(source: &Source, base: Option<&Article>, today: NaiveDate) -> Read {
    match source {
        Source::Text { format, text } => read_text(*format, text),
        Source::Form {
            fields,
            section,
            kept,
        } => {
            let base = kept.as_deref().or(base);
            let section = section.map(usize::from);
            let told = |it: FieldProblem| told(Some(it.field), it.typed, it.problem);
            form::read(base, fields, section, today)
                .map_err(|problems| problems.into_iter().map(told).collect())
        }
    }
}

fn read_text(format: TextFormat, text: &str) -> Read {
    let entries = format::read(format, text, 1).entries;
    let problems = match <[Entry; 1]>::try_from(entries) {
        Ok([entry]) => match entry.article {
            Ok(article) => return Ok(article),
            Err(problems) => problems,
        },
        Err(entries) => entries
            .get(1)
            .map(|second| several(&entries, second))
            .into_iter()
            .collect(),
    };
    let told = problems.into_iter().map(|problem| {
        let typed = problem.typed(text);
        self::told(None, typed, problem)
    });
    Err(told.collect())
}

/// What is told where the second of several articles begins.
fn several(entries: &[Entry], second: &Entry) -> Problem {
    Problem {
        what: format!("this text holds {} articles", entries.len()),
        expected: "one article".to_owned(),
        remedy: "Delete all but one, and give the others by themselves.".to_owned(),
        span: second.span.clone(),
        line: second.line,
        column: 1,
    }
}

/// The articles of a text, readable or not, each as a text of its own with its title; never none,
/// and nothing but what separates them is left out.
pub(super) fn split(format: TextFormat, text: &str) -> Vec<(Source, String)> {
    let parts = format::split(format, text).into_iter();
    let sources = parts.map(|(format, text)| Source::Text { format, text });
    sources
        .map(|source| (source.clone(), title(&source)))
        .collect()
}

/// The whole text that was typed anew in a form; None where the form had other fields.
pub(super) fn whole_text(format: TextFormat, fields: &[(Field, String)]) -> Option<Source> {
    let text = fields.iter().find(|(field, _)| *field == Field::Text);
    text.map(|(_, text)| Source::Text {
        format,
        text: text.clone(),
    })
}

/// The format of a file, by its name; none where that tells none.
pub fn format_of_file(name: &str) -> Option<TextFormat> {
    format_of(Path::new(name)).ok()
}

/// The text of a file. An error is the line, from 1, that is none.
pub fn decode_file(bytes: &[u8]) -> Result<String, usize> {
    format::decode(bytes).map_err(|problem| problem.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::arbitrary::least;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 9, 2).unwrap()
    }

    fn text(format: TextFormat, text: &str) -> Source {
        let text = text.to_owned();
        Source::Text { format, text }
    }

    /// Where the problems are, what was typed there, and what they say.
    fn told(read: Read) -> Vec<String> {
        let problems = read.expect_err("refused").into_iter();
        let told = problems.map(|it| {
            let field = it.field.map_or("text", Field::name);
            format!(
                "{field} {}:{} [{}] {}",
                it.line, it.column, it.typed, it.what
            )
        });
        told.collect()
    }

    #[test]
    fn a_text_of_any_format_is_read_whatever_it_changes() {
        let base = least("Base", "B.");
        let mut wanted = least("H", "L.");
        wanted.published = "2025-09-01".parse().ok();
        for (format, given) in [
            (TextFormat::Briefing, "H\nPublished 1 September 2025\nL."),
            (
                TextFormat::Briefing,
                "H\nPublished 1 September 2025\nNumber: 3\nLibrary: house\nState: withdrawn\nRevision: 2\nL.",
            ),
            (
                TextFormat::Markdown,
                "---\nnumber: 3\nrevision: 2\n---\n# H\nPublished 1 September 2025\n\nL.",
            ),
            (
                TextFormat::Json,
                "[{\"headline\":\"H\",\"lede\":\"L.\",\"published\":\"2025-09-01\"}]",
            ),
            (
                TextFormat::JsonLines,
                "{\"headline\":\"H\",\"lede\":\"L.\",\"published\":\"2025-09-01\",\"number\":3,\"library\":\"77\",\"state\":\"scheduled\",\"revision\":2}\n",
            ),
        ] {
            let read = read(&text(format, given), Some(&base), today());
            assert_eq!(read.as_ref(), Ok(&wanted), "{given}");
        }
    }

    #[test]
    fn a_form_is_laid_over_what_it_does_not_show() {
        let mut base = least("Base", "B.");
        base.analysis = base.lede.clone();
        let fields = vec![
            (Field::Lede, "L.".to_owned()),
            (Field::Published, "yesterday".to_owned()),
        ];
        let form = |kept| Source::Form {
            fields: fields.clone(),
            section: None,
            kept,
        };
        let mut wanted = base.clone();
        wanted.lede = least("H", "L.").lede;
        wanted.published = "2025-09-01".parse().ok();
        assert_eq!(read(&form(None), Some(&base), today()), Ok(wanted.clone()));
        let kept = form(Some(Box::new(base)));
        assert_eq!(read(&kept, None, today()), Ok(wanted.clone()));
        assert_eq!(
            read(&kept, Some(&least("Other", "O.")), today()),
            Ok(wanted)
        );
        assert_eq!(
            told(read(&form(None), None, today())),
            ["headline 1:1 [] there is no headline"]
        );
    }

    #[test]
    fn everything_wrong_is_told_with_the_line_as_typed() {
        let form = Source::Form {
            fields: vec![
                (Field::Published, " soon ".to_owned()),
                (Field::Story, "L.\n  Image: x ".to_owned()),
            ],
            section: None,
            kept: None,
        };
        for (source, wanted) in [
            (
                form,
                vec![
                    "published 1:2 [ soon ] “soon” is not a date that can be read",
                    "story 2:3 [  Image: x ] “Image: x” stands among the paragraphs",
                    "headline 1:1 [] there is no headline",
                ],
            ),
            (
                text(TextFormat::Briefing, "H\n Date: soon\r\n## A"),
                vec![
                    "text 2:8 [ Date: soon] “soon” is not a date that can be read",
                    "text 3:1 [## A] the story begins with “## A”, not with its lede",
                ],
            ),
            (
                text(TextFormat::Briefing, "H\nL.\n====\n\nI\nL.\n====\nJ"),
                vec!["text 5:1 [I] this text holds 3 articles"],
            ),
            (
                text(TextFormat::JsonLines, "{}\n{\"headline\": 5}\n"),
                vec!["text 2:1 [{\"headline\": 5}] this text holds 2 articles"],
            ),
            (
                text(TextFormat::Markdown, ""),
                vec!["text 1:1 [] there is no article"],
            ),
        ] {
            assert_eq!(told(read(&source, None, today())), wanted, "{source:?}");
        }
    }

    #[test]
    fn each_article_of_a_text_has_its_title() {
        let parts = split(TextFormat::Briefing, "A\nL.\n====\n\\B\nDate: soon");
        let wanted = [("A\nL.", "A"), ("\\B\nDate: soon", "B")];
        let wanted =
            wanted.map(|(part, title)| (text(TextFormat::Briefing, part), title.to_owned()));
        assert_eq!(parts, wanted);
    }

    #[test]
    fn a_text_typed_anew_keeps_its_format() {
        let fields = [(Field::Text, "H\nL.".to_owned())];
        let wanted = text(TextFormat::Markdown, "H\nL.");
        assert_eq!(whole_text(TextFormat::Markdown, &fields), Some(wanted));
        let other = [(Field::Lede, "L.".to_owned())];
        assert_eq!(whole_text(TextFormat::Markdown, &other), None);
    }
}
