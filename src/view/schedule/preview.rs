//! What a schedule would post now, said to be a preview.

use super::{
    action::{ScheduleAct, ScheduleAction},
    controls, names,
};
use crate::{
    briefing::Schedule,
    view::{
        Action,
        markup::Markup,
        message::{Block, Button, Message},
    },
};

/// The message at `page` of those that would be posted, as it would look there; above it, what it is, and the
/// way to the next one. A full message leaves room for no more.
///
/// `messages` are those of one briefing, in their order; at least one.
pub fn preview(schedule: &Schedule, messages: &[Message], page: usize) -> Message {
    let page = page.min(messages.len().saturating_sub(1));
    let head = head(schedule, messages.len(), page);
    let mut preview = Message::new();
    preview.push(match turn(schedule, messages.len(), page) {
        Some(turn) => Block::Entry(head, turn),
        None => Block::Text(head),
    });
    for block in messages.get(page).map_or(&[][..], Message::blocks) {
        preview.push(block.clone());
    }
    preview
}

/// That nothing would be posted now.
pub fn nothing(schedule: &Schedule) -> Message {
    Message::new()
        .text(Markup::own(format!(
            "**Now {} would post nothing.**\n-# There is no news for it, and it is set to be silent then. What \
             is published comes with its next briefing.",
            names::title(schedule)
        )))
        .buttons(controls::all(schedule))
}

fn head(schedule: &Schedule, count: usize, page: usize) -> Markup {
    let mut head = Markup::own(format!(
        "-# Preview of {}: nothing was posted",
        names::title(schedule)
    ));
    if count > 1 {
        let of = format!("message {} of {count}", page + 1);
        head.append(" · ", &Markup::own(of));
    }
    head
}

/// The way to the message after, from the last one to the first; none where there is one only.
fn turn(schedule: &Schedule, count: usize, page: usize) -> Option<Button> {
    let to = |label: &str, page: usize| {
        let page = u16::try_from(page).unwrap_or(u16::MAX);
        let act = ScheduleAct::Preview { page };
        let action = ScheduleAction::Of(schedule.id.number, act);
        Button::new(label, Action::Schedule(action))
    };
    match page + 1 {
        _ if count < 2 => None,
        next if next < count => Some(to("Next ›", next)),
        _ => Some(to("« First", 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{desk::samples::all, schedule::samples};

    #[test]
    fn a_preview_says_that_it_is_one() {
        let schedule = samples::schedule();
        let post = |text: &str| Message::new().text(Markup::own(text));
        let posts = ["One", "Two", "Three"].map(post);
        let told = [
            ("one message", preview(&schedule, &posts[..1], 0)),
            ("the second of three", preview(&schedule, &posts, 1)),
            ("beyond the last", preview(&schedule, &posts, 9)),
            ("nothing", nothing(&schedule)),
        ];
        insta::assert_snapshot!(all(told));
    }
}
