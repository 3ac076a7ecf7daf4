//! `/briefing`: the stories of a day.

use super::{Options, PRIVATE, TOPIC};
use crate::{
    discord::{
        answer::Answer,
        declare::{Declaration, OptionDeclaration},
    },
    newsroom::{Error, Newsroom, Reader},
    view::briefing,
};

pub(super) const DECLARATION: Declaration = Declaration::slash(
    "briefing",
    "The stories of a day in short",
    &[
        OptionDeclaration::completed(
            "date",
            "The day, such as yesterday or 1 September; the newest with stories if left out",
        ),
        TOPIC,
        PRIVATE,
    ],
);

pub(super) async fn answer(
    options: Options,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Answer, Error> {
    let stories = newsroom
        .briefing(reader, options.date.as_deref(), options.topic.as_deref())
        .await?;
    let private = options.private.unwrap_or(false) || stories.stories.is_empty();
    Ok(Answer::Message {
        message: briefing::briefing(&stories),
        private,
    })
}
