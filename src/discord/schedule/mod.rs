//! The commands and buttons under schedules. A handler is: who may → newsroom → view.

mod change;
mod complete;
mod look;
mod settle;

use serde::Deserialize;

use super::{
    answer::Answer, channels::Channels, controls::Press, invocation::Invocation,
    publisher::DiscordPublisher, request::Request, service::Service,
};
use crate::{
    article::Attempt,
    briefing::Schedule,
    newsroom::{Error, Newsroom, desk::Person, schedules::Turned},
    view::{
        Message,
        desk::refusal::DeskRefusal,
        notice::Refusal,
        schedule::{
            action::{ScheduleAct, ScheduleAction},
            done,
        },
    },
};

/// A guild's schedules, and who is at them.
#[derive(Clone, Copy)]
pub(super) struct Schedules<'a> {
    newsroom: &'a Newsroom,
    publisher: &'a DiscordPublisher,
    channels: &'a Channels,
    person: &'a Person,
}

/// The option of all commands but `add` and `list`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Named {
    schedule: Option<String>,
}

/// Whether a command is one of `/schedule`.
pub(super) fn has(invocation: &Invocation) -> bool {
    invocation.name.starts_with("schedule ")
}

impl<'a> Schedules<'a> {
    /// Those of the guild where something was done; there are none in a direct message.
    pub(super) fn of(request: &'a Request, service: &'a Service) -> Result<Self, Error> {
        let person = request.person.as_ref().ok_or(DeskRefusal::NoGuild)?;
        Ok(Self {
            newsroom: &service.newsroom,
            publisher: &service.publisher,
            channels: &service.channels,
            person,
        })
    }

    /// Answers a command: whom Discord lets give it, may.
    pub(super) async fn command(self, invocation: &Invocation) -> Result<Answer, Error> {
        let message = match &*invocation.name {
            "schedule add" => self.add(invocation).await?,
            "schedule edit" => self.edit(invocation).await?,
            "schedule list" => self.list(0).await?,
            "schedule status" => match self.named(invocation).await? {
                Some(schedule) => self.status(schedule, None, 0).await?,
                None => self.troubles(0).await?,
            },
            name => {
                let schedule = self.named(invocation).await?;
                let schedule = schedule.ok_or(Refusal::UnknownCommand)?;
                match name {
                    "schedule pause" => self.pause(schedule).await?,
                    "schedule resume" => self.resume(schedule).await?,
                    "schedule remove" => done::ask(&schedule),
                    "schedule preview" => self.preview(schedule, 0).await?,
                    "schedule post" => self.post(schedule, None).await?,
                    _ => return Err(Refusal::UnknownCommand.into()),
                }
            }
        };
        Ok(Answer::Message {
            message,
            private: true,
        })
    }

    /// Answers a button: it may be forged, and older than a permission.
    pub(super) async fn press(
        self,
        action: ScheduleAction,
        press: &Press,
    ) -> Result<Answer, Error> {
        let (newsroom, person) = (self.newsroom, self.person);
        newsroom.admit(person, Attempt::Schedules, None).await?;
        let message = match action {
            ScheduleAction::List { from } => self.list(from).await?,
            ScheduleAction::Troubles { from } => self.troubles(from).await?,
            ScheduleAction::Of(number, act) => {
                let schedule = newsroom.numbered_schedule(person, number).await?;
                self.act(schedule, act).await?
            }
            ScheduleAction::Settle(key, settling) => self.settle(key, settling).await?,
        };
        Ok(if press.own {
            Answer::Update(message)
        } else {
            Answer::Message {
                message,
                private: true,
            }
        })
    }

    async fn act(self, schedule: Schedule, act: ScheduleAct) -> Result<Message, Error> {
        match act {
            ScheduleAct::Status { from } => self.status(schedule, None, from).await,
            ScheduleAct::Preview { page } => self.preview(schedule, page.into()).await,
            ScheduleAct::Post { last } => self.post(schedule, Some(last)).await,
            ScheduleAct::Pause => self.pause(schedule).await,
            ScheduleAct::Resume => self.resume(schedule).await,
            ScheduleAct::Edit => Ok(done::edit(&schedule)),
            ScheduleAct::Clear(what) => self.clear(schedule, what).await,
            ScheduleAct::Ask => Ok(done::ask(&schedule)),
            ScheduleAct::Remove { version } => self.remove(schedule, version).await,
        }
    }

    async fn pause(self, schedule: Schedule) -> Result<Message, Error> {
        let turned = self.newsroom.pause_schedule(self.person, schedule.id);
        self.turned(turned.await?).await
    }

    async fn resume(self, schedule: Schedule) -> Result<Message, Error> {
        let turned = self.newsroom.resume_schedule(self.person, schedule.id);
        self.turned(turned.await?).await
    }

    async fn remove(self, schedule: Schedule, version: u32) -> Result<Message, Error> {
        let (newsroom, person) = (self.newsroom, self.person);
        let number = schedule.id.number;
        match newsroom.remove_schedule(person, number, version).await? {
            Ok(removed) => Ok(done::removed(&removed)),
            Err(turned) => self.turned(turned).await,
        }
    }

    /// How it goes, and above it what was done.
    async fn turned(self, Turned { schedule, notice }: Turned) -> Result<Message, Error> {
        self.status(schedule, Some(notice), 0).await
    }

    /// The schedule that a command names; none where it names none.
    async fn named(self, invocation: &Invocation) -> Result<Option<Schedule>, Error> {
        let Named { schedule } = invocation.read()?;
        match schedule.as_deref().map(str::trim) {
            None | Some("") => Ok(None),
            Some(typed) => self.find(typed).await.map(Some),
        }
    }

    async fn find(self, typed: &str) -> Result<Schedule, Error> {
        let names = self.channels.names(self.person.guild).await;
        let (newsroom, person) = (self.newsroom, self.person);
        newsroom.named_schedule(person, typed, &names).await
    }
}
