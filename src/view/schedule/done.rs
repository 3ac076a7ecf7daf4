//! Removing a schedule, and how to change one.

use super::{
    action::{Clearable, ScheduleAct, ScheduleAction},
    controls, facts, names,
};
use crate::{
    briefing::Schedule,
    view::{
        Action,
        choices::ALL_TOPICS,
        markup::Markup,
        message::{Block, Button, Message},
    },
};

/// Whether it shall be removed: what goes, what stays.
pub fn ask(schedule: &Schedule) -> Message {
    let version = schedule.version;
    let remove = ScheduleAct::Remove { version };
    Message::new()
        .text(Markup::own(format!(
            "**Remove {}?**\nNothing is posted by it any more, and it can't be brought back: its time, its \
             channel and which stories it has told are lost.\n-# What it posted stays where it is, and is \
             still corrected. To have it rest for a while, pause it.",
            names::title(schedule)
        )))
        .buttons(vec![
            controls::button("Remove", schedule, remove),
            controls::button("Keep it", schedule, ScheduleAct::Status { from: 0 }),
        ])
}

/// That it was removed. What it was set to is shown once more, for who wants it back.
pub fn removed(schedule: &Schedule) -> Message {
    let list = ScheduleAction::List { from: 0 };
    Message::new()
        .text(Markup::own(format!(
            "**{} is removed.**\n-# What it posted stays where it is, and is still corrected. It was:",
            schedule.id
        )))
        .text(facts::facts(&schedule.plan))
        .buttons(vec![Button::new("All schedules", Action::Schedule(list))])
}

/// How to change it: what is set, the command, and what no option takes back.
pub fn edit(schedule: &Schedule) -> Message {
    let mut message = Message::new()
        .text(Markup::own(format!("## {}", schedule.id)))
        .text(facts::facts(&schedule.plan))
        .text(Markup::own(format!(
            "-# `/schedule edit schedule:{}` with the options to change, such as `time:9:15`. What it isn't \
             given stays.",
            schedule.id
        )));
    let clear = |label, what| controls::button(label, schedule, ScheduleAct::Clear(what));
    let topic = schedule.plan.topic.as_ref();
    let topic = topic.map(|_| clear(ALL_TOPICS, Clearable::Topic));
    let mention = schedule.plan.mention;
    let mention = mention.map(|_| clear("No ping", Clearable::Mention));
    let mut buttons: Vec<_> = topic.into_iter().chain(mention).collect();
    buttons.push(controls::button("Remove", schedule, ScheduleAct::Ask));
    buttons.push(controls::status(schedule));
    message.push(Block::Buttons(buttons));
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{desk::samples::all, schedule::samples};

    #[test]
    fn removing_asks_and_changing_says_how() {
        let full = Schedule {
            plan: samples::full(),
            ..samples::schedule()
        };
        let told = [
            ("whether", ask(&full)),
            ("removed", removed(&full)),
            ("how to change it", edit(&full)),
            ("the least", edit(&samples::schedule())),
        ];
        insta::assert_snapshot!(all(told));
    }
}
