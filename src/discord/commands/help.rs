//! `/help`: what the bot can do.

use crate::{
    discord::{answer::Answer, declare::Declaration, request::Request},
    newsroom::{Error, Newsroom},
    view::help::{self, Helper},
};

pub(super) const DECLARATION: Declaration =
    Declaration::slash("help", "What Newsdesk can do, and how", &[]);

pub(super) async fn answer(request: &Request, newsroom: &Newsroom) -> Result<Answer, Error> {
    let newest = newsroom.newest(request.reader).await?;
    let person = request.person.as_ref();
    let helper = Helper {
        desk: person.is_some_and(|person| newsroom.moderates(person)),
        schedules: person.is_some_and(|person| newsroom.may_schedule(person)),
        settings: person.is_some_and(|person| person.manages_guild),
    };
    Ok(Answer::Message {
        message: help::help(newest.as_deref(), helper),
        private: true,
    })
}
