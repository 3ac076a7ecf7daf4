//! What the bot can do.

use super::{
    action::{Action, Part},
    markup::Markup,
    message::{Block, Button, Message},
    notice::entry,
};
use crate::article::Card;

/// What moderators can do.
const DESK: &str = "### At the desk\n\
    **/desk add** · a story, typed into a form or from a file\n\
    **/desk edit** · a part of one, or all of it from a file\n\
    **/desk withdraw**, **/desk restore** · take a story from readers, put it back\n\
    **/desk drafts** · what waits to be published\n\
    **/desk history** · a story's revisions, and what changed\n\
    **/desk export** · one story or all, as a file\n\
    **/desk log** · who did what\n\
    -# `publish_at`: tomorrow 8:00, monday 9am, in 2 hours, in this community's time zone. `note`: \
    what readers are told was wrong.\n\
    -# Also: a message's menu → Apps → Add to Newsdesk. A text is kept as a draft before anything \
    else can fail, and readers see nothing before it is published.";
/// What those can do who set up the daily briefing.
const SCHEDULES: &str = "### The daily briefing\n\
    **/schedule add** · the news of the day into a channel, at the time that you choose\n\
    **/schedule list**, **/schedule status** · when each posts next, and how each goes\n\
    **/schedule edit**, **pause**, **resume**, **remove** · change one\n\
    **/schedule preview**, **/schedule post** · what it would post now; post it";
/// What those can do who manage the guild.
const SETTINGS: &str = "### For this community\n\
    **/settings show** · what is set, and how a role gets to see /desk\n\
    **/settings set** · time zone, who sees answers, moderator role, log channel";

/// Which commands of the desk somebody may use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Helper {
    /// Those of `/desk`.
    pub desk: bool,
    /// Those of `/schedule`.
    pub schedules: bool,
    /// Those of `/settings`.
    pub settings: bool,
}

/// What this person can do, with the newest story where there is one.
pub fn help(newest: Option<&Card>, helper: Helper) -> Message {
    let mut message = Message::new()
        .text(Markup::own(
            "## Newsdesk\nThe news of this community: in short, in points, in full.",
        ))
        .text(Markup::own(
            "**/briefing** · the stories of a day\n\
             **/archive** · all stories, newest first\n\
             **/search** · stories that have your words\n\
             **/summary** · what a story is about\n\
             **/highlights** · its main points\n\
             **/analysis** · what it might mean\n\
             **/section** · one section of it\n\
             **/story** · all of it\n\
             **/help** · this page",
        ))
        .text(Markup::own(
            "-# `article`: leave it out for the newest story, or type a number (#H1) or words of its \
             headline and choose from the list.\n\
             -# `date`, `from`, `to`: 1 September 2025, September 2025, yesterday, 3 days ago, last \
             week.\n\
             -# `query`: words in any order, a \"quoted phrase\", -without.\n\
             -# `private`: an answer that only you see. Buttons under a story that all see answer \
             only to you as well.",
        ));
    if helper.desk {
        message = message.rule().text(Markup::own(DESK));
    }
    if helper.schedules {
        message.push(Block::Text(Markup::own(SCHEDULES)));
    }
    if helper.settings {
        message.push(Block::Text(Markup::own(SETTINGS)));
    }
    match newest {
        None => message
            .rule()
            .text(Markup::own("-# No story has been published here yet.")),
        Some(card) => {
            let read = Action::Show {
                article: card.id,
                part: Part::Summary,
                page: 0,
            };
            message.rule().entry(entry(card), Button::new("Read", read))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::desk::samples;

    #[test]
    fn everybody_reads_of_what_they_may_do() {
        let helper = |desk, schedules, settings| Helper {
            desk,
            schedules,
            settings,
        };
        let told = [
            ("a reader", helper(false, false, false)),
            ("a moderator", helper(true, false, false)),
            ("who manages all", helper(true, true, true)),
        ];
        let told = told.map(|(name, helper)| (name, help(None, helper)));
        insta::assert_snapshot!(samples::all(told));
    }
}
