//! `/section`: one section of an article, or the menu of them.

use super::{ARTICLE, MAX_CHOICES, Options, PRIVATE, choices};
use crate::{
    discord::{
        answer::Answer,
        declare::{Declaration, OptionDeclaration},
    },
    newsroom::{Error, Newsroom, Reader},
    view::{article, choices::Choice},
};

pub(super) const DECLARATION: Declaration = Declaration::slash(
    "section",
    "One section of a story",
    &[
        ARTICLE,
        OptionDeclaration::completed(
            "section",
            "Its heading, or a part of it; the list of them if left out",
        ),
        PRIVATE,
    ],
);

pub(super) async fn answer(
    options: Options,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Answer, Error> {
    let (record, index) = newsroom
        .section(
            reader,
            options.article.as_deref(),
            options.section.as_deref(),
        )
        .await?;
    let section = index.and_then(|index| article::section(&record, index, 0));
    let private = options.private.unwrap_or(false) || record.article.sections.is_empty();
    let message = section.unwrap_or_else(|| article::sections(&record, 0));
    Ok(Answer::Message { message, private })
}

pub(super) async fn complete(
    options: &Options,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Vec<Choice>, Error> {
    let given = |text: &&str| !text.trim().is_empty();
    let article = options.article.as_deref().filter(given);
    let typed = options.section.as_deref().unwrap_or_default();
    let found = newsroom
        .complete_section(reader, article, typed, MAX_CHOICES)
        .await?;
    // Where they may be of any article, each says whose it is.
    let mixed = found.windows(2).any(|pair| pair[0].0.id != pair[1].0.id);
    let name = if mixed || (article.is_none() && given(&typed)) {
        choices::foreign_section
    } else {
        choices::section
    };
    let choices = found
        .iter()
        .filter_map(|(record, index)| name(record, *index));
    Ok(choices.collect())
}
