//! `/schedule add` and `edit`.

use serde::Deserialize;

use super::Schedules;
use crate::{
    article::{ChannelId, RoleId},
    briefing::{Schedule, WhenEmpty},
    discord::invocation::Invocation,
    newsroom::{
        Error,
        schedules::{Made, Wanted},
    },
    view::{
        Message,
        notice::Refusal,
        schedule::{
            action::Clearable,
            done,
            set::{self, Done, Look, Set},
        },
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    schedule: Option<String>,
    channel: Option<u64>,
    time: Option<String>,
    time_zone: Option<String>,
    days: Option<String>,
    topic: Option<String>,
    mention: Option<u64>,
    limit: Option<i64>,
    thread: Option<bool>,
    crosspost: Option<bool>,
    when_empty: Option<WhenEmpty>,
}

impl Options {
    /// What they want; a channel with what kind it is, as Discord says.
    fn wanted(self, invocation: &Invocation) -> Wanted {
        let kind = invocation.channels.get("channel").copied().flatten();
        Wanted {
            channel: self.channel.map(|channel| (ChannelId(channel), kind)),
            time: self.time,
            time_zone: self.time_zone,
            days: self.days,
            topic: self.topic,
            mention: self.mention.map(RoleId),
            limit: self.limit,
            thread: self.thread,
            crosspost: self.crosspost,
            when_empty: self.when_empty,
        }
    }
}

impl Schedules<'_> {
    pub(super) async fn add(self, invocation: &Invocation) -> Result<Message, Error> {
        let options: Options = invocation.read()?;
        let wanted = options.wanted(invocation);
        let made = self.newsroom.add_schedule(self.person, &wanted).await?;
        self.set(made, Done::Added).await
    }

    /// Without anything to change it says how to.
    pub(super) async fn edit(self, invocation: &Invocation) -> Result<Message, Error> {
        let mut options: Options = invocation.read()?;
        let typed = options.schedule.take().ok_or(Refusal::UnknownCommand)?;
        let schedule = self.find(&typed).await?;
        let wanted = options.wanted(invocation);
        if wanted == Wanted::default() {
            return Ok(done::edit(&schedule));
        }
        let (newsroom, person) = (self.newsroom, self.person);
        let made = newsroom.change_schedule(person, schedule, &wanted).await?;
        self.set(made, Done::Changed).await
    }

    /// Takes back what no option takes back.
    pub(super) async fn clear(self, schedule: Schedule, what: Clearable) -> Result<Message, Error> {
        let (newsroom, person) = (self.newsroom, self.person);
        let number = schedule.id.number;
        let made = newsroom.clear_schedule(person, number, what).await?;
        self.set(made, Done::Changed).await
    }

    async fn set(self, made: Made, done: Done) -> Result<Message, Error> {
        let missing = self.missing(&made.schedule).await;
        let news = self.newsroom.news_now(&made.schedule).await?;
        let headlines = news.stories.iter().take(set::HEADLINES);
        let headlines = headlines.map(|story| story.article.headline.as_str());
        Ok(set::set(&Set {
            schedule: &made.schedule,
            done,
            next: &made.next,
            taken: made.taken,
            missing: missing.as_deref(),
            twin: made.twin,
            now: Look {
                total: news.total,
                posted: news.stories.len(),
                headlines: headlines.collect(),
            },
        }))
    }
}
