//! `/search`: the stories that have some words.

use super::{FROM, Options, PRIVATE, TO, TOPIC, limits};
use crate::{
    discord::{
        answer::Answer,
        declare::{Declaration, OptionDeclaration},
    },
    newsroom::{Error, Newsroom, Reader},
    view::search,
};

pub(super) const DECLARATION: Declaration = Declaration::slash(
    "search",
    "Stories that have your words, with the passage that has them",
    &[
        OptionDeclaration::text(
            "query",
            "Words in any order, a \"quoted phrase\", -without this word",
        )
        .required(),
        TOPIC,
        FROM,
        TO,
        PRIVATE,
    ],
);

pub(super) async fn answer(
    options: Options,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Answer, Error> {
    let filter = limits::filter(&options, reader, newsroom).await?;
    let typed = options.query.unwrap_or_default();
    let results = newsroom.search(reader, &typed, &filter).await?;
    Ok(Answer::Message {
        message: search::results(&results),
        private: options.private.unwrap_or(false),
    })
}
