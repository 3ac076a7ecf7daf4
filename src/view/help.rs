//! What the bot can do.

use super::{
    action::{Action, Part},
    markup::Markup,
    message::{Button, Message},
    notice::entry,
};
use crate::article::Card;

/// What readers can do, with the newest story where there is one.
pub fn help(newest: Option<&Card>) -> Message {
    let message = Message::new()
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
