//! `/summary`, `/highlights`, `/analysis`, `/story`: one part of an article.

use super::{ARTICLE, Options, PRIVATE};
use crate::{
    discord::{answer::Answer, declare::Declaration},
    newsroom::{Error, Newsroom, Reader},
    view::{Part, article},
};

pub(super) const DECLARATIONS: [Declaration; 4] = [
    Declaration::slash("summary", "What a story is about", &[ARTICLE, PRIVATE]),
    Declaration::slash(
        "highlights",
        "The main points of a story",
        &[ARTICLE, PRIVATE],
    ),
    Declaration::slash("analysis", "What a story might mean", &[ARTICLE, PRIVATE]),
    Declaration::slash("story", "A story in full", &[ARTICLE, PRIVATE]),
];

pub(super) async fn answer(
    part: Part,
    options: Options,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Answer, Error> {
    let record = newsroom
        .article(reader, options.article.as_deref(), part)
        .await?;
    // That a story lacks a part concerns only who asked for it.
    let private = options.private.unwrap_or(false) || !article::offers(&record, part);
    Ok(Answer::Message {
        message: article::part(&record, part, 0),
        private,
    })
}
