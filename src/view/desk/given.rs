//! A draft's text given back as a file, to be mended and sent again.

use super::{
    action::DraftAct,
    controls, form, names,
    problems::{Problem, again},
};
use crate::{
    article::{Draft, Source, TextFormat},
    view::{
        Markup, Message,
        file::File,
        message::{Block, MAX_BLOCK_TEXT},
    },
};

/// UTF-16 units of what is wrong, in a list.
const WHAT: usize = 120;
/// UTF-16 units of a text of the list, so that two fit beside what else is said.
const LIST: usize = MAX_BLOCK_TEXT - 500;

/// The text exactly as it was given, in a file that can be sent again, and where its problems are, each
/// in a line: `problems` are the first of `total`.
pub fn given(draft: &Draft, problems: &[Problem], total: usize) -> Message {
    let number = draft.id.number;
    let mut head = Markup::own(format!("### The text of draft {number}\n"));
    head.append("", &names::draft(draft));
    let says = format!(
        "-# It is as it was given. Mend it, send it again with {}, and discard this draft.",
        again(draft)
    );
    head.append("\n", &Markup::own(says));
    let mut message = Message::new().text(head);
    let (mut shown, mut list) = (0, Markup::default());
    let mut lists = Vec::new();
    for problem in problems {
        let line = Markup::own(format!("**{}:** {}", problem.place(), problem.said(WHAT)));
        if list.units() + 1 + line.units() > LIST {
            lists.push(std::mem::take(&mut list));
        }
        if lists.len() == 2 {
            break;
        }
        list.append("\n", &line);
        shown += 1;
    }
    for list in lists.into_iter().chain([list]) {
        message.push(Block::Text(list));
    }
    let more = total.saturating_sub(shown);
    if more > 0 {
        let says = format!("and {more} more, told once these are mended");
        message.push(Block::Text(Markup::own(says)));
    }
    message.push(Block::File(file(draft)));
    message.buttons(vec![controls::button("Discard", draft, DraftAct::Discard)])
}

/// The text as it was given; of a form, its fields, each under its name.
fn file(draft: &Draft) -> File {
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

    fn problem(line: usize) -> Problem {
        Problem {
            field: None,
            line,
            column: 2,
            typed: "*x*".to_owned(),
            what: "“*x*” is no date".to_owned(),
            expected: "a date".to_owned(),
            remedy: "Type one.".to_owned(),
        }
    }

    fn draft(format: TextFormat, text: &str) -> Draft {
        let text = text.to_owned();
        Draft {
            source: Source::Text { format, text },
            ..samples::change()
        }
    }

    #[test]
    fn a_text_comes_back_as_it_was_given() {
        let text = "# A\r\n\u{200b}@everyone \u{202e}b\n\n";
        let message = given(&draft(TextFormat::Markdown, text), &[], 0);
        let file = message.files().next().expect("a file");
        assert_eq!((file.name(), file.bytes()), ("draft-7.md", text.as_bytes()));
    }

    #[test]
    fn a_form_comes_as_its_fields() {
        let fields = [(Field::Headline, "A"), (Field::Section, "b\nc\n")];
        let fields = fields.map(|(field, value)| (field, value.to_owned()));
        let source = Source::Form {
            fields: fields.to_vec(),
            section: Some(0),
            kept: None,
        };
        let draft = Draft {
            source,
            ..samples::draft()
        };
        assert_eq!(file(&draft).bytes(), b"Headline\nA\n\nText\nb\nc\n");
    }

    #[test]
    fn its_problems_stand_beside_it() {
        let draft = draft(TextFormat::Briefing, "A train\n");
        let message = given(&draft, &[problem(2), problem(9)], 5);
        let message = samples::shown(&message);
        insta::assert_snapshot!(message);
    }

    #[test]
    fn every_problem_is_listed_or_counted() {
        let draft = draft(TextFormat::Briefing, "A train\n");
        let problems: Vec<Problem> = (1..=200).map(problem).collect();
        let message = samples::shown(&given(&draft, &problems, 200));
        let listed = message.matches("**Line").count();
        assert!(listed > 40, "{listed}");
        assert!(message.contains(&format!("and {} more", 200 - listed)));
    }
}
