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
            "**/summary** · what it is about\n\
             **/highlights** · the main points\n\
             **/analysis** · what it might mean\n\
             **/section** · one section of a story\n\
             **/help** · this page",
        ))
        .text(Markup::own(
            "-# Leave `article` out for the newest story, or type a number (#H1) or words of its \
             headline and choose from the list. Choose the option `private` for an answer that \
             only you see. \
             Buttons under a story answer only to you as well.",
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
