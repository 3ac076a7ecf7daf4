//! Forms as values, within Discord's limits by construction.

use chrono::{DateTime, Utc};

use super::action::{DraftKey, FormKey, PartKey};
use crate::{
    article::{ArticleId, Field, Line},
    view::markup::{ISOLATES, clip, isolated, units},
};

/// Most fields of a form.
pub const MAX_INPUTS: usize = 5;
/// UTF-16 units of a form's title and of a field's label.
pub const MAX_TITLE: usize = 45;
/// UTF-16 units of what stands in an empty field.
pub const MAX_PLACEHOLDER: usize = 100;
/// UTF-16 units of a field's text. Every field takes as many: what is too long for an article is
/// said afterwards, instead of being cut off while somebody pastes it.
pub const MAX_VALUE: u16 = 4000;

/// The fields of a new story.
pub const STORY: [Field; MAX_INPUTS] = [
    Field::Headline,
    Field::Published,
    Field::Highlights,
    Field::Story,
    Field::Analysis,
];

/// A form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is for.
    pub key: FormKey,
    /// What stands above it, at most [`MAX_TITLE`] UTF-16 units.
    pub title: String,
    /// One to [`MAX_INPUTS`].
    pub inputs: Vec<Input>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Which: its name is the input's `custom_id`.
    pub field: Field,
    /// What stands above it, at most [`MAX_TITLE`] UTF-16 units.
    pub label: String,
    /// What is typed there already, at most [`MAX_VALUE`] UTF-16 units.
    pub value: String,
    /// What stands there while it is empty, at most [`MAX_PLACEHOLDER`] UTF-16 units.
    pub placeholder: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Most UTF-16 units that it takes.
    pub max_length: u16,
    /// Whether it is one line.
    pub line: bool,
}

/// A field whose text is longer than a form takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text of the field {} is longer than a form takes", .0.name())]
pub struct TooLong(pub Field);

/// A form for a new story that goes live at that time, some of its fields filled in.
pub fn new_story(
    publish_at: Option<DateTime<Utc>>,
    filled: &[(Field, String)],
) -> Result<Form, TooLong> {
    let value = |field: Field| {
        let mut filled = filled.iter();
        let found = filled.find(|(other, _)| *other == field);
        found.map_or("", |(_, value)| value.as_str())
    };
    Ok(Form {
        key: FormKey::New { publish_at },
        title: title("New story", value(Field::Headline)),
        inputs: inputs(STORY.map(|field| (field, value(field))))?,
    })
}

/// The form of a draft, filled in. `name` is its headline or its first words; at most
/// [`MAX_INPUTS`] fields are shown.
pub fn again(draft: DraftKey, name: &str, fields: &[(Field, String)]) -> Result<Form, TooLong> {
    let fields = fields.iter().take(MAX_INPUTS);
    Ok(Form {
        key: FormKey::Draft(draft),
        title: title(&format!("Draft {}", draft.number), name),
        inputs: inputs(fields.map(|(field, value)| (*field, value.as_str())))?,
    })
}

/// The form of a part of an article as a revision has it: its fields, at most four, and a note to
/// its readers.
pub fn part(
    (article, headline): (ArticleId, &Line),
    revision: u32,
    part: PartKey,
    fields: &[(Field, String)],
    note: &str,
) -> Result<Form, TooLong> {
    let fields = fields.iter().take(MAX_INPUTS - 1);
    let fields = fields.map(|(field, value)| (*field, value.as_str()));
    Ok(Form {
        key: FormKey::Edit {
            article,
            revision,
            part,
        },
        title: title(&format!("Edit {article}"), headline.as_str()),
        inputs: inputs(fields.chain([(Field::Note, note)]))?,
    })
}

/// What the form is for, and the story's name as far as there is room.
fn title(says: &str, name: &str) -> String {
    let room = MAX_TITLE.saturating_sub(units(says) + ": ".len() + ISOLATES);
    match clip(name.trim(), room) {
        name if name.is_empty() => says.to_owned(),
        name => format!("{says}: {}", isolated(name)),
    }
}

fn inputs<'a>(fields: impl IntoIterator<Item = (Field, &'a str)>) -> Result<Vec<Input>, TooLong> {
    let fields = fields.into_iter();
    fields.map(|(field, value)| input(field, value)).collect()
}

fn input(field: Field, value: &str) -> Result<Input, TooLong> {
    if units(value) > usize::from(MAX_VALUE) {
        return Err(TooLong(field));
    }
    Ok(Input {
        field,
        label: label(field).to_owned(),
        value: value.to_owned(),
        placeholder: placeholder(field).to_owned(),
        required: matches!(
            field,
            Field::Headline | Field::Story | Field::Lede | Field::Text
        ),
        max_length: MAX_VALUE,
        // A line would swallow the breaks of what was typed elsewhere.
        line: is_line(field) && !value.contains(['\n', '\r']),
    })
}

/// What a field is called.
pub(super) fn label(field: Field) -> &'static str {
    match field {
        Field::Headline => "Headline",
        Field::Published => "Published",
        Field::Highlights => "Highlights",
        Field::Story => "Story",
        Field::Analysis => "Analysis",
        Field::Byline => "Byline",
        Field::Topics => "Topics",
        Field::Sources => "Sources",
        Field::Image => "Image",
        Field::Lede => "Lede",
        Field::Heading => "Heading",
        Field::Section | Field::Text => "Text",
        Field::Note => "Correction note",
    }
}

/// What to type.
fn placeholder(field: Field) -> &'static str {
    match field {
        Field::Headline => "What happened, in one line",
        Field::Published => "1 September 2025. Left empty: the day it goes live",
        Field::Highlights => "The main points, one a line",
        Field::Story => {
            "A paragraph a line. Before each section a line with its heading: ## The journey"
        }
        Field::Analysis => "What this might mean, a paragraph a line",
        Field::Byline => "Who wrote it",
        Field::Topics => "Asia, Diplomacy",
        Field::Sources => "https://example.org/story, one address a line",
        Field::Image => "https://example.org/picture.jpg",
        Field::Lede => "What the story is about, a paragraph a line",
        Field::Heading => "What the section is called",
        Field::Section => "A paragraph a line",
        Field::Text => "The whole story",
        Field::Note => {
            "What was wrong. Readers see it with the story; left empty, they are told nothing"
        }
    }
}

/// Whether a field's text is one line.
pub(super) fn is_line(field: Field) -> bool {
    match field {
        Field::Headline
        | Field::Published
        | Field::Byline
        | Field::Topics
        | Field::Image
        | Field::Heading
        | Field::Note => true,
        Field::Highlights
        | Field::Story
        | Field::Analysis
        | Field::Sources
        | Field::Lede
        | Field::Section
        | Field::Text => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{article::EditPart, view::desk::samples};

    fn shown(form: &Form) -> String {
        let input = |input: &Input| {
            let kind = if input.line { "line" } else { "text" };
            let need = if input.required { ", required" } else { "" };
            format!(
                "{} ({}: {kind}{need})\n  {:?}\n  {:?}",
                input.label,
                input.field.name(),
                input.placeholder,
                input.value
            )
        };
        let inputs: Vec<String> = form.inputs.iter().map(input).collect();
        format!("{}\n= {} =\n{}", form.key, form.title, inputs.join("\n"))
    }

    fn fields(fields: &[Field]) -> Vec<(Field, String)> {
        let value = |field: &Field| (*field, format!("the {}", field.name()));
        fields.iter().map(value).collect()
    }

    #[test]
    fn every_form_tells_what_to_type() {
        let record = samples::record();
        let story = (record.id, &record.article.headline);
        let key = DraftKey {
            number: 7,
            version: 3,
        };
        let parts = [
            (PartKey::Details, EditPart::Details),
            (PartKey::Links, EditPart::Links),
            (PartKey::Lede, EditPart::Lede),
            (PartKey::Highlights, EditPart::Highlights),
            (PartKey::Section(samples::section(0)), EditPart::Section(0)),
            (PartKey::Analysis, EditPart::Analysis),
        ];
        let mut forms = vec![
            new_story(None, &[]).expect("a form"),
            new_story(
                Some(samples::hour(8)),
                &[(Field::Story, "One.\n## Two\nThree.".to_owned())],
            )
            .expect("a form"),
            again(key, "رحلة *تاريخية*", &fields(&STORY)).expect("a form"),
            again(key, " \n", &fields(&[Field::Text])).expect("a form"),
        ];
        forms.extend(parts.map(|(key, fields_of)| {
            let fields = fields(fields_of.fields());
            part(story, 5, key, &fields, "the speed").expect("a form")
        }));
        let forms: Vec<String> = forms.iter().map(shown).collect();
        insta::assert_snapshot!(forms.join("\n\n"));
    }

    #[test]
    fn a_text_that_no_form_takes_is_told_by_its_field() {
        let filled = |units| [(Field::Analysis, "語".repeat(units))];
        assert!(new_story(None, &filled(4000)).is_ok());
        let too_long = Err(TooLong(Field::Analysis));
        assert_eq!(new_story(None, &filled(4001)), too_long);
        let astral = [(Field::Note, "😀".repeat(2001))];
        let key = DraftKey {
            number: 7,
            version: 3,
        };
        assert_eq!(again(key, "", &astral), Err(TooLong(Field::Note)));
    }

    #[test]
    fn a_text_of_several_lines_keeps_them() {
        let topics = [(Field::Topics, "Asia\nDiplomacy".to_owned())];
        let key = DraftKey {
            number: 7,
            version: 3,
        };
        let form = again(key, "", &topics).expect("a form");
        assert!(!form.inputs[0].line);
        assert_eq!(form.inputs[0].value, "Asia\nDiplomacy");
    }

    proptest! {
        #[test]
        fn no_form_exceeds_a_limit(
            key in crate::view::desk::arbitrary::draft_key(),
            name in r"\PC{0,80}",
            fields in proptest::collection::vec(
                (proptest::sample::select(&Field::ALL[..]), r"(\PC|\n){0,60}"), 0..9
            ),
        ) {
            let form = again(key, &name, &fields).expect("short texts");
            prop_assert!((1..=MAX_TITLE).contains(&units(&form.title)), "{}", form.title);
            prop_assert!(form.inputs.len() <= MAX_INPUTS);
            for input in &form.inputs {
                prop_assert!((1..=MAX_TITLE).contains(&units(&input.label)));
                prop_assert!((1..=MAX_PLACEHOLDER).contains(&units(&input.placeholder)));
                prop_assert!(fields.contains(&(input.field, input.value.clone())));
            }
        }
    }
}
