//! `/archive`: every story, newest first.

use super::{FROM, Options, PRIVATE, TO, TOPIC, limits};
use crate::{
    discord::{answer::Answer, declare::Declaration},
    newsroom::{Error, Newsroom, Reader},
    view::archive,
};

pub(super) const DECLARATION: Declaration = Declaration::slash(
    "archive",
    "All stories, newest first",
    &[TOPIC, FROM, TO, PRIVATE],
);

pub(super) async fn answer(
    options: Options,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Answer, Error> {
    let filter = limits::filter(&options, reader, newsroom).await?;
    let page = newsroom.archive_page(reader, &filter, None).await?;
    // That nothing is within the limits concerns only who set them.
    let private = options.private.unwrap_or(false) || page.cards.is_empty();
    Ok(Answer::Message {
        message: archive::archive(&page),
        private,
    })
}
