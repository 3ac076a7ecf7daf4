//! Options of `/schedule add` and `edit`, as people give them.

use crate::{
    article::{ChannelId, RoleId},
    briefing::{ChannelKind, MAX_LIMIT, Plan, Schedule, WhenEmpty},
    newsroom::{Error, Newsroom, Reader, desk::Person, limits::some},
    schedule::{Days, Recurrence, time_of_day},
    search::fold,
    view::{choices::ALL_TOPICS, notice::Refusal, schedule::refusal::ScheduleRefusal},
};

/// Topics proposed in the place of an unknown one.
const NEAR: usize = 5;

/// What somebody wants; what they did not say stays as it was, or as it usually is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Where, and what kind of channel that is; no kind where it takes no briefings.
    pub channel: Option<(ChannelId, Option<ChannelKind>)>,
    /// At what time of day, as it was typed.
    pub time: Option<String>,
    /// In which zone, as it was typed.
    pub time_zone: Option<String>,
    /// On which days, as they were typed.
    pub days: Option<String>,
    /// Of which topic, as it was typed.
    pub topic: Option<String>,
    /// Which role is pinged.
    pub mention: Option<RoleId>,
    /// Most stories.
    pub limit: Option<i64>,
    /// Whether each goes into a thread of its own.
    pub thread: Option<bool>,
    /// Whether each is published to the channels that follow.
    pub crosspost: Option<bool>,
    /// What is posted where there is nothing new.
    pub when_empty: Option<WhenEmpty>,
}

impl Newsroom {
    /// The plan that somebody wants: of a new schedule, or of one that is changed so.
    pub(super) async fn plan(
        &self,
        person: &Person,
        wanted: &Wanted,
        edited: Option<&Schedule>,
    ) -> Result<Plan, Error> {
        let old = edited.map(|edited| &edited.plan);
        let (channel, kind) = place(wanted, old)?;
        if wanted.mention.is_some_and(|role| role.0 == person.guild.0) {
            return Err(ScheduleRefusal::Everyone.into());
        }
        let recurrence = self.recurrence(person, wanted, old)?;
        let usual = || Plan {
            limit: self.limit,
            ..Plan::new(channel, kind, recurrence.clone())
        };
        let old = old.cloned().unwrap_or_else(usual);
        let plan = Plan {
            channel,
            kind,
            recurrence,
            topic: match some(wanted.topic.as_deref()) {
                Some(typed) => self.schedule_topic(person, typed).await?,
                None => old.topic,
            },
            mention: wanted.mention.or(old.mention),
            limit: limit(wanted.limit)?.unwrap_or(old.limit),
            thread: wanted.thread.unwrap_or(old.thread),
            crosspost: wanted.crosspost.unwrap_or(old.crosspost),
            when_empty: wanted.when_empty.unwrap_or(old.when_empty),
        };
        check(&plan, edited)?;
        Ok(plan)
    }

    fn recurrence(
        &self,
        person: &Person,
        wanted: &Wanted,
        old: Option<&Plan>,
    ) -> Result<Recurrence, Error> {
        let old = old.map(|old| &old.recurrence);
        let time = match (some(wanted.time.as_deref()), old) {
            (None, Some(old)) => old.time,
            // Blanks are no time either.
            (typed, _) => time_of_day(typed.unwrap_or_default()).map_err(|error| {
                let (typed, example) = (error.typed, error.example);
                ScheduleRefusal::Time { typed, example }
            })?,
        };
        let days = some(wanted.days.as_deref()).map(|typed| {
            typed
                .parse::<Days>()
                .map_err(|error| ScheduleRefusal::Days {
                    typed: error.typed,
                    example: error.example,
                })
        });
        let zone = some(wanted.time_zone.as_deref()).map(|typed| self.known_zone(typed));
        Ok(Recurrence {
            time,
            zone: match (zone.transpose()?, old) {
                (Some(zone), _) => zone,
                (None, Some(old)) => old.zone.clone(),
                (None, None) => self.zone(person.guild),
            },
            days: days
                .transpose()?
                .unwrap_or(old.map_or(Days::DAILY, |old| old.days)),
        })
    }

    /// The topic that was typed, as the stories write it; none where all are wanted.
    async fn schedule_topic(&self, person: &Person, typed: &str) -> Result<Option<String>, Error> {
        let reader = Reader {
            guild: Some(person.guild),
        };
        if let Some(topic) = self.topic(reader, typed).await? {
            return Ok(Some(topic.name));
        }
        if fold(typed.trim()) == fold(ALL_TOPICS) {
            return Ok(None);
        }
        let near = self.topics(reader, typed, NEAR).await?;
        Err(ScheduleRefusal::UnknownTopic {
            typed: typed.to_owned(),
            near: near.into_iter().map(|topic| topic.name).collect(),
        }
        .into())
    }
}

fn place(wanted: &Wanted, old: Option<&Plan>) -> Result<(ChannelId, ChannelKind), Error> {
    match (wanted.channel, old) {
        (Some((channel, Some(kind))), _) => Ok((channel, kind)),
        (Some((channel, None)), _) => Err(ScheduleRefusal::OtherChannel(channel).into()),
        (None, Some(old)) => Ok((old.channel, old.kind)),
        (None, None) => Err(Refusal::UnknownCommand.into()),
    }
}

fn limit(wanted: Option<i64>) -> Result<Option<u8>, ScheduleRefusal> {
    let checked = wanted.map(|limit| {
        let whole = u8::try_from(limit).ok();
        let whole = whole.filter(|limit| (1..=MAX_LIMIT).contains(limit));
        whole.ok_or(ScheduleRefusal::Limit(limit))
    });
    checked.transpose()
}

/// Refuses what does not go together.
fn check(plan: &Plan, edited: Option<&Schedule>) -> Result<(), ScheduleRefusal> {
    let (channel, kind) = (plan.channel, plan.kind);
    let edited = edited.map(|edited| edited.id);
    if plan.thread && kind == ChannelKind::Forum {
        return Err(ScheduleRefusal::ThreadInForum { channel, edited });
    }
    if plan.crosspost && kind != ChannelKind::Announcement {
        return Err(ScheduleRefusal::CrosspostElsewhere {
            channel,
            kind,
            edited,
        });
    }
    if plan.crosspost && plan.thread {
        return Err(ScheduleRefusal::CrosspostInThread { edited });
    }
    Ok(())
}
