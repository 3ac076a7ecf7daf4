//! `/settings`.

use std::sync::Arc;

use serde::Deserialize;

use super::{Desk, private};
use crate::{
    article::{ChannelId, GuildSettings, RoleId, Set},
    discord::{answer::Answer, invocation::Invocation},
    newsroom::Error,
    view::{
        Message,
        desk::{
            action::Clearable,
            refusal::DeskRefusal,
            settings::{self, Shown},
        },
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    time_zone: Option<String>,
    answers: Option<Answers>,
    moderator_role: Option<u64>,
    log_channel: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Answers {
    Public,
    Private,
}

impl Desk<'_> {
    pub(super) async fn show_settings(self) -> Result<Message, Error> {
        let settings = self.newsroom.settings(self.person.guild);
        self.with_settings(settings, settings::settings).await
    }

    pub(super) async fn set(self, invocation: &Invocation) -> Result<Answer, Error> {
        let options: Options = invocation.read()?;
        let mut sets = Vec::new();
        if let Some(typed) = &options.time_zone {
            let zone = self.newsroom.known_zone(typed)?;
            sets.push(Set::TimeZone(zone.name().to_owned()));
        }
        let answers = options.answers;
        sets.extend(answers.map(|answers| Set::PrivateAnswers(answers == Answers::Private)));
        if let Some(role) = options.moderator_role {
            // The role that everyone has goes by the guild's own id.
            if role == self.person.guild.0 {
                return Err(DeskRefusal::EveryoneRole.into());
            }
            sets.push(Set::ModeratorRole(Some(RoleId(role))));
        }
        if let Some(channel) = options.log_channel.map(ChannelId) {
            let missing = self.teller.missing(self.person.guild, channel).await;
            if !missing.is_empty() {
                let missing = missing.into_iter().map(str::to_owned).collect();
                return Err(DeskRefusal::LogChannel { channel, missing }.into());
            }
            sets.push(Set::LogChannel(Some(channel)));
        }
        let settings = self.newsroom.set(self.person, sets.clone()).await?;
        let saved = |shown: &Shown<'_>| settings::saved(&sets, shown);
        self.with_settings(settings, saved).await.map(private)
    }

    pub(super) async fn clear(self, setting: Clearable) -> Result<Message, Error> {
        let sets = vec![match setting {
            Clearable::ModeratorRole => Set::ModeratorRole(None),
            Clearable::LogChannel => Set::LogChannel(None),
        }];
        let settings = self.newsroom.set(self.person, sets.clone()).await?;
        let saved = |shown: &Shown<'_>| settings::saved(&sets, shown);
        self.with_settings(settings, saved).await
    }

    async fn with_settings(
        self,
        settings: Arc<GuildSettings>,
        view: impl FnOnce(&Shown<'_>) -> Message,
    ) -> Result<Message, Error> {
        let guild = self.person.guild;
        let zone = self.newsroom.zone(guild);
        let trouble = self.newsroom.log_trouble(guild).await?;
        let missing = match settings.log_channel {
            Some(channel) => self.teller.missing(guild, channel).await,
            None => Vec::new(),
        };
        Ok(view(&Shown {
            settings: &settings,
            time_zone: zone.name(),
            now: self.newsroom.local_time(guild),
            trouble: trouble.as_deref(),
            missing: &missing,
        }))
    }
}
