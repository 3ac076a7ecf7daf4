//! `/help`: what the bot can do.

use crate::{
    discord::{answer::Answer, declare::Declaration},
    newsroom::{Error, Newsroom, Reader},
    view::help,
};

pub(super) const DECLARATION: Declaration =
    Declaration::slash("help", "What Newsdesk can do, and how", &[]);

pub(super) async fn answer(reader: Reader, newsroom: &Newsroom) -> Result<Answer, Error> {
    let newest = newsroom.newest(reader).await?;
    Ok(Answer::Message {
        message: help::help(newest.as_deref(), help::Helper::default()),
        private: true,
    })
}
