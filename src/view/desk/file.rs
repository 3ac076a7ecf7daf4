//! A draft's text as a file to mend and send again, and what is wrong with it as another.

use super::{
    form,
    problems::{Problem, again},
};
use crate::{
    article::{Draft, Source, TextFormat},
    view::file::File,
};

/// The text exactly as it was given, so that it can be mended and sent again; of a form, its fields,
/// each under its name.
pub fn text(draft: &Draft) -> File {
    let (ending, text) = match &draft.source {
        Source::Text { format, text } => (ending(*format), text.clone()),
        Source::Form { fields, .. } => {
            let field = |(field, value): &(_, String)| {
                format!("{}\n{}\n", form::label(*field), value.trim_end())
            };
            let fields: Vec<String> = fields.iter().map(field).collect();
            ("txt", fields.join("\n"))
        }
    };
    File::new(&format!("draft-{}.{ending}", draft.id.number), text)
}

/// Every problem with its place, the line as typed, and how to mend it: `problems` are the first of
/// `total`.
pub fn problems(draft: &Draft, problems: &[Problem], total: usize) -> File {
    let number = draft.id.number;
    let mut text = match total {
        1 => format!("Draft {number}: 1 problem\n"),
        _ => format!("Draft {number}: {total} problems\n"),
    };
    if matches!(draft.source, Source::Text { .. }) {
        text += &format!(
            "Mend the text and send it again with {}\n",
            again(draft).replace('`', "")
        );
    }
    for problem in problems {
        text += &format!(
            "\n{}: {}; expected {}\n",
            problem.place(),
            problem.what,
            problem.expected
        );
        if !problem.typed.is_empty() {
            text += &format!("    {}\n", problem.typed);
        }
        text += &format!("{}\n", problem.remedy);
    }
    let more = total.saturating_sub(problems.len());
    if more > 0 {
        text += &format!("\nand {more} more, told once these are mended\n");
    }
    File::new(&format!("draft-{number}-problems.txt"), text)
}

/// How the name of a file in that format ends.
fn ending(format: TextFormat) -> &'static str {
    match format {
        TextFormat::Briefing => "txt",
        TextFormat::Markdown => "md",
        TextFormat::Json => "json",
        TextFormat::JsonLines => "jsonl",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::Field, view::desk::samples};

    #[test]
    fn a_text_comes_back_as_it_was_given() {
        let given = "# A\r\n\u{200b}@everyone \u{202e}b\n\n";
        let draft = Draft {
            source: Source::Text {
                format: TextFormat::Markdown,
                text: given.to_owned(),
            },
            ..samples::draft()
        };
        let File { name, text } = text(&draft);
        assert_eq!((name.as_str(), text.as_str()), ("draft-7.md", given));
    }

    #[test]
    fn a_form_comes_as_its_fields() {
        let fields = [(Field::Headline, "A"), (Field::Section, "b\nc\n")];
        let fields = fields
            .map(|(field, value)| (field, value.to_owned()))
            .to_vec();
        let draft = Draft {
            source: Source::Form {
                fields,
                section: Some(0),
                kept: None,
            },
            ..samples::draft()
        };
        assert_eq!(text(&draft).text, "Headline\nA\n\nText\nb\nc\n");
    }

    #[test]
    fn problems_are_listed_with_their_lines() {
        let problem = |line, typed: &str| Problem {
            field: None,
            line,
            column: 2,
            typed: typed.to_owned(),
            what: "“x” is no date".to_owned(),
            expected: "a date".to_owned(),
            remedy: "Type one.".to_owned(),
        };
        let list = [problem(2, "*x*"), problem(9, "")];
        let draft = Draft {
            source: Source::Text {
                format: TextFormat::Briefing,
                text: String::new(),
            },
            ..samples::change()
        };
        let File { text, .. } = problems(&draft, &list, 5);
        insta::assert_snapshot!(text);
    }
}
