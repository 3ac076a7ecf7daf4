//! `/help`: what the bot can do.

use crate::{
    discord::{answer::Answer, declare::Declaration},
    newsroom::{Newsroom, Reader},
    view::help,
};

pub(super) const DECLARATION: Declaration =
    Declaration::slash("help", "What Newsdesk can do, and how", &[]);

pub(super) fn answer(reader: Reader, newsroom: &Newsroom) -> Answer {
    let newest = newsroom.newest(reader);
    Answer::Message {
        message: help::help(newest.as_deref()),
        private: true,
    }
}
