//! A draft that can't be read yet: every problem, and the way to mend it.

use super::{action::DraftAct, controls, form, names};
use crate::{
    article::{Draft, Field, Source},
    view::{
        Markup, Message,
        file::File,
        message::{Block, Button, Look},
        notice::two_lines,
    },
};

/// UTF-16 units of a line as typed.
const TYPED: usize = 200;
/// UTF-16 units of each of our sentences, which quote what was typed.
const SENTENCE: usize = 240;
/// Problems that are shown at most, so that there are components for what stands around them.
const MOST: usize = 30;
/// UTF-16 units for what stands under the problems.
const FOOT: usize = 320;
/// Characters of a line that are shown before the place of a problem.
const BEFORE: usize = 40;

/// Something in a text that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field of the form where it stands; none in a whole text.
    pub field: Option<Field>,
    /// Its line there, from 1.
    pub line: usize,
    /// The character of that line where it begins, from 1.
    pub column: usize,
    /// That line as typed; empty where something is missing.
    pub typed: String,
    /// What was found; a clause.
    pub what: String,
    /// What could stand there; a clause that goes on after "expected".
    pub expected: String,
    /// What to do; a sentence.
    pub remedy: String,
}

/// A draft that can't be read yet.
#[derive(Clone, Copy, Debug)]
pub struct Unread<'a> {
    /// The draft.
    pub draft: &'a Draft,
    /// The first problems.
    pub problems: &'a [Problem],
    /// How many problems there are.
    pub total: usize,
    /// Whether its text fits into a form.
    pub form: bool,
}

impl Problem {
    /// Where it is: `Story, line 3, column 5`; without the line where a field is but one, without
    /// the column where it is the line as a whole.
    pub(super) fn place(&self) -> String {
        let Self { line, column, .. } = self;
        let mut place = match self.field {
            None => format!("Line {line}"),
            Some(field) if form::is_line(field) && *line == 1 => form::label(field).to_owned(),
            Some(field) => format!("{}, line {line}", form::label(field)),
        };
        if *column > 1 {
            place += &format!(", column {column}");
        }
        place
    }

    /// What it is, as far as `limit` UTF-16 units allow.
    pub(super) fn said(&self, limit: usize) -> Markup {
        Markup::clipped(&self.what, limit).isolated()
    }

    /// The line as typed, from a little before the problem where it is long.
    fn shown(&self) -> String {
        let skipped = self.column.saturating_sub(1 + BEFORE);
        if skipped == 0 || self.typed.chars().count() <= BEFORE * 2 {
            return self.typed.clone();
        }
        let rest: String = self.typed.chars().skip(skipped).collect();
        format!("… {}", rest.trim_start())
    }
}

/// The problems, as many as there is room for, and the buttons to mend the text or throw it away.
pub fn problems(unread: &Unread<'_>) -> Message {
    let Unread { draft, total, .. } = *unread;
    let mut head = Markup::own(format!("### {}\n", count(total)));
    head.append("", &names::draft(draft));
    let mut message = Message::new().text(head).rule();
    let mut shown = 0;
    for problem in unread.problems.iter().take(MOST) {
        let entry = entry(problem);
        if entry.units() + FOOT > message.room() || !message.push(Block::Text(entry)) {
            break;
        }
        shown += 1;
    }
    let more = total.saturating_sub(shown);
    let button = |label: &str, act| controls::button(label, draft, act);
    let mut buttons: Vec<Button> = Vec::new();
    if unread.form {
        buttons.push(button("Edit", DraftAct::Edit).with_look(Look::Main));
    }
    if more > 0 || !unread.form {
        buttons.push(button("Get the text", DraftAct::File));
    }
    if more > 0 {
        buttons.push(button("All problems", DraftAct::Problems));
    }
    buttons.push(button("Discard", DraftAct::Discard));
    message.rule().text(foot(unread, more)).buttons(buttons)
}

/// Everything that is wrong, in a file: each with its place, the line as typed, and how to mend it.
pub fn all(draft: &Draft, problems: &[Problem]) -> Message {
    let (number, total) = (draft.id.number, problems.len());
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
    let file = File::new(&format!("draft-{number}-problems.txt"), text);
    let buttons = [
        controls::button("Get the text", draft, DraftAct::File),
        controls::button("Discard", draft, DraftAct::Discard),
    ];
    two_lines(
        &format!("Here is everything that is wrong with draft {number}."),
        "Mend the text and send it again, then discard this draft.",
    )
    .file(file)
    .buttons(buttons.to_vec())
}

/// How many there are, as a headline.
fn count(total: usize) -> String {
    match total {
        1 => "1 problem to mend".to_owned(),
        _ => format!("{total} problems to mend"),
    }
}

/// Where it is and what, the line as typed, and how to mend it.
fn entry(problem: &Problem) -> Markup {
    let expected = Markup::clipped(&problem.expected, SENTENCE);
    let mut entry = Markup::own(format!(
        "**{}:** {}; expected {}",
        problem.place(),
        problem.said(SENTENCE),
        expected.isolated()
    ));
    let typed = Markup::clipped(problem.shown().trim(), TYPED);
    if !typed.is_empty() {
        entry.append("\n", &Markup::own(format!("> {typed}")));
    }
    let remedy = Markup::clipped(&problem.remedy, SENTENCE);
    entry.append("\n", &Markup::own(format!("-# {remedy}")));
    entry
}

/// What is not shown, that nothing is lost, and how to go on.
fn foot(unread: &Unread<'_>, more: usize) -> Markup {
    let mut foot = Markup::default();
    if more > 0 {
        let says = format!("and {more} more: “Get the text” comes with a list");
        foot.append("", &Markup::own(says));
    }
    let says = if unread.form {
        "-# The text is kept as you gave it and waits in `/desk drafts`. “Edit” opens it again."
            .to_owned()
    } else {
        format!(
            "-# The text is kept as you gave it, but is too long for a form. Get it, mend it, send \
             it with {}, and discard this draft.",
            again(unread.draft)
        )
    };
    foot.append("\n", &Markup::own(says));
    foot
}

/// The command that takes the mended text of a draft.
pub(super) fn again(draft: &Draft) -> String {
    match draft.revises {
        None => "`/desk add file:`".to_owned(),
        Some(revises) => format!("`/desk edit article:{} file:`", revises.article),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::desk::samples;

    #[test]
    fn every_problem_is_told_with_its_place_and_remedy() {
        let date = Problem {
            field: Some(Field::Published),
            line: 1,
            column: 1,
            typed: "32 *Septembr* 2025".to_owned(),
            what: "“32 *Septembr* 2025” is no date".to_owned(),
            expected: "a date such as 1 September 2025".to_owned(),
            remedy: "Type the day, the month and the year.".to_owned(),
        };
        let missing = Problem {
            field: Some(Field::Story),
            line: 3,
            column: 1,
            typed: String::new(),
            what: "the section “العنوان” has no paragraph".to_owned(),
            expected: "a paragraph".to_owned(),
            remedy: "Write one, or take the heading out.".to_owned(),
        };
        let far = Problem {
            field: None,
            line: 12,
            column: 301,
            typed: "\"@everyone\": 1, ".repeat(30),
            ..date.clone()
        };
        let (draft, change) = (samples::draft(), samples::change());
        let one = [date.clone()];
        let three = [date, missing, far];
        let many: Vec<Problem> = three.iter().cycle().take(20).cloned().collect();
        let shown = |draft, problems, form, omitted| {
            let problems: &[Problem] = problems;
            problems_of(draft, problems, form, omitted)
        };
        let messages = samples::all([
            ("one", shown(&draft, &one, true, 0)),
            ("three of a change", shown(&change, &three, false, 0)),
            (
                "more than there is room for",
                shown(&draft, &many, true, 100),
            ),
        ]);
        insta::assert_snapshot!(messages);
    }

    fn problems_of(draft: &Draft, list: &[Problem], form: bool, omitted: usize) -> Message {
        problems(&Unread {
            draft,
            problems: list,
            total: list.len() + omitted,
            form,
        })
    }
}
