use chrono::NaiveDate;

use super::{FieldProblem, part};
use crate::{
    article::{Article, Field, Line, MAX_SECTIONS, Section},
    format::{briefing::Part, checks, fields::Fields, problem::Complaint, report::Report},
};

/// Reads the fields of a form over the article that they change; without one, what they don't
/// give is empty. `section` is the one that heading and text are of, by its place from 0; past the
/// last it is a new one.
///
/// # Errors
/// Everything that is wrong, field by field.
pub fn read(
    base: Option<&Article>,
    fields: &[(Field, String)],
    section: Option<usize>,
    today: NaiveDate,
) -> Result<Article, Vec<FieldProblem>> {
    let mut form = Form {
        parts: base.cloned().map(Fields::from).unwrap_or_default(),
        section: Edited::default(),
        today,
        problems: Vec::new(),
    };
    let mut report = Report::new("");
    for (field, text) in fields {
        report = report.on(text);
        form.field(*field, text, &mut report);
        form.told(*field, text, &mut report);
    }
    form.finish(fields, section.unwrap_or(usize::MAX))
}

/// A form as far as it was read.
struct Form {
    parts: Fields,
    section: Edited,
    today: NaiveDate,
    problems: Vec<FieldProblem>,
}

/// What a form says of a section; None what it does not show.
#[derive(Default)]
struct Edited {
    heading: Option<Option<Line>>,
    paragraphs: Option<Vec<Line>>,
}

impl Form {
    fn field(&mut self, field: Field, text: &str, report: &mut Report<'_>) {
        let parts = &mut self.parts;
        match field {
            Field::Headline => parts.headline = part::line(text, checks::headline, report),
            Field::Byline => parts.byline = part::line(text, checks::byline, report),
            Field::Published => parts.published = part::published(text, self.today, report),
            Field::Image => parts.image = part::image(text, report),
            Field::Topics => parts.topics = part::topics(text, report),
            Field::Sources => parts.sources = part::sources(text, report),
            Field::Highlights => parts.highlights = part::highlights(text, report),
            Field::Story => {
                let headline = parts.headline.as_ref();
                (parts.lede, parts.sections) = part::story(text, headline, report);
            }
            Field::Lede => parts.lede = part::paragraphs(text, "lede", Part::Article, report),
            Field::Analysis => {
                parts.analysis = part::paragraphs(text, "analysis", Part::Analysis, report);
            }
            Field::Heading => {
                self.section.heading = Some(part::line(text, checks::heading, report))
            }
            Field::Section => {
                let paragraphs = part::paragraphs(text, "section", Part::Article, report);
                self.section.paragraphs = Some(paragraphs);
            }
            // Neither is a part of the article.
            Field::Text | Field::Note => {}
        }
    }

    /// Takes the problems of a field.
    fn told(&mut self, field: Field, text: &str, report: &mut Report<'_>) {
        let problems = report.finish().err().unwrap_or_default();
        self.problems
            .extend(problems.into_iter().map(|problem| FieldProblem {
                field,
                typed: problem.typed(text),
                problem,
            }));
    }

    /// Adds a problem with a field as a whole.
    fn complain(&mut self, field: Field, fields: &[(Field, String)], complaint: Complaint) {
        let text = fields.iter().find(|(it, _)| *it == field);
        let text = text.map_or("", |(_, text)| text);
        let mut report = Report::new(text);
        report.at(0..0, complaint);
        self.told(field, text, &mut report);
    }

    fn has_problem(&self, fields: &[Field]) -> bool {
        let mut problems = self.problems.iter();
        problems.any(|problem| fields.contains(&problem.field))
    }

    fn finish(
        mut self,
        fields: &[(Field, String)],
        section: usize,
    ) -> Result<Article, Vec<FieldProblem>> {
        self.put_section(fields, section);
        if self.parts.headline.is_none() {
            self.complain(Field::Headline, fields, no_headline());
        }
        if self.parts.lede.is_empty() && !self.has_problem(&[Field::Story, Field::Lede]) {
            let has_lede = fields.iter().any(|(field, _)| *field == Field::Lede);
            let field = if has_lede { Field::Lede } else { Field::Story };
            self.complain(field, fields, no_lede());
        }
        let parts = std::mem::take(&mut self.parts);
        let article = parts.build();
        if let Some(complaint) = article.as_ref().and_then(checks::size) {
            let longest = fields.iter().max_by_key(|(_, text)| text.len());
            let field = longest.map_or(Field::Story, |(field, _)| *field);
            self.complain(field, fields, complaint);
        }
        match article {
            Some(article) if self.problems.is_empty() => Ok(article),
            _ => Err(self.problems),
        }
    }

    /// Puts the section at its place, or takes it away where all of it was emptied.
    fn put_section(&mut self, fields: &[(Field, String)], at: usize) {
        let Edited {
            heading,
            paragraphs,
        } = std::mem::take(&mut self.section);
        if heading.is_none() && paragraphs.is_none() {
            return;
        }
        let sections = &mut self.parts.sections;
        let (old_heading, old_paragraphs) = match sections.get(at).cloned() {
            Some(old) => (Some(old.heading), old.paragraphs),
            None => (None, Vec::new()),
        };
        // The place of the old section, empty behind the last.
        let at = at.min(sections.len());
        let place = at..sections.len().min(at + 1);
        let heading = heading.unwrap_or(old_heading);
        let paragraphs = paragraphs.unwrap_or(old_paragraphs);
        match heading {
            None if paragraphs.is_empty() => drop(sections.drain(place)),
            None => self.complain(Field::Heading, fields, no_heading()),
            Some(heading) if paragraphs.is_empty() => {
                if !self.has_problem(&[Field::Section]) {
                    let complaint = checks::empty_section(heading.as_str());
                    self.complain(Field::Section, fields, complaint);
                }
            }
            Some(_) if at == MAX_SECTIONS => {
                self.complain(Field::Heading, fields, checks::too_many_sections());
            }
            Some(heading) => {
                let section = Section {
                    heading,
                    paragraphs,
                };
                sections.splice(place, [section]);
            }
        }
    }
}

fn no_headline() -> Complaint {
    Complaint::new(
        "there is no headline".to_owned(),
        "the headline",
        "Write it.",
    )
}

fn no_lede() -> Complaint {
    Complaint::new("there is no lede".to_owned(), checks::LEDE, "Write it.")
}

fn no_heading() -> Complaint {
    Complaint::new(
        "the section has no heading".to_owned(),
        "a heading above its text",
        "Write it; to delete the section, empty its text too.",
    )
}
