//! The schedule that somebody means: by its number, or by words of when, where and what.

use std::collections::HashMap;

use crate::{
    article::ChannelId,
    briefing::{Schedule, ScheduleId},
    newsroom::{Error, Newsroom, desk::Person},
    search::{fold, likeness},
    view::schedule::{
        refusal::{Near, ScheduleRefusal},
        spoken,
    },
};

/// Schedules proposed in the place of an unknown one.
const NEAR: usize = 3;

/// What the channels of a guild are called, as far as that is known.
pub type ChannelNames = HashMap<ChannelId, String>;

impl Newsroom {
    /// The schedule that was typed; an unknown one is refused with the nearest, several that fit with
    /// those.
    pub async fn named_schedule(
        &self,
        person: &Person,
        typed: &str,
        names: &ChannelNames,
    ) -> Result<Schedule, Error> {
        let typed = typed.trim();
        let all = self.store.schedules(person.guild).await?;
        if all.is_empty() {
            return Err(ScheduleRefusal::None.into());
        }
        let wanted = numbered(typed);
        if let Some(number) = wanted
            && let Some(found) = all.iter().find(|one| one.id.number == number)
        {
            return Ok(found.clone());
        }
        let fit = all.iter().filter(|one| fits(one, typed, names));
        // A number that there is none of is no word: it may be an hour of another.
        let fit: Vec<_> = fit.filter(|_| wanted.is_none()).collect();
        match fit[..] {
            [found] => Ok(found.clone()),
            [] => Err(ScheduleRefusal::Unknown {
                typed: typed.to_owned(),
                near: nearest(&all, typed, names),
            }
            .into()),
            _ => Err(ScheduleRefusal::Ambiguous {
                typed: typed.to_owned(),
                fit: fit.into_iter().map(|one| near(one, names)).collect(),
            }
            .into()),
        }
    }

    /// The schedule of a button. Numbers are those of the guild where it is pressed.
    pub async fn numbered_schedule(&self, person: &Person, number: u32) -> Result<Schedule, Error> {
        let guild = person.guild;
        let found = self.store.schedule(ScheduleId { guild, number }).await?;
        found.ok_or_else(|| ScheduleRefusal::Gone(number).into())
    }

    /// Schedules that fit what was typed so far, by number; all where nothing was.
    pub async fn complete_schedule(
        &self,
        person: &Person,
        typed: &str,
        names: &ChannelNames,
    ) -> Result<Vec<Schedule>, Error> {
        let mut all = self.store.schedules(person.guild).await?;
        all.retain(|one| fits(one, typed, names));
        Ok(all)
    }
}

/// The number that `S2`, `2`, `#2` or what completion gave names.
pub(super) fn numbered(typed: &str) -> Option<u32> {
    let first = typed.split([' ', '·']).next().unwrap_or_default();
    let alone = first.len() == typed.len();
    let digits = first.strip_prefix(['S', 's', '#']);
    // Two numbers beside each other are no name: `8 30`.
    let digits = digits.or(alone.then_some(first))?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// Whether every word that was typed stands in it.
fn fits(schedule: &Schedule, typed: &str, names: &ChannelNames) -> bool {
    let (typed, spoken) = (fold(typed), fold(&name(schedule, names)));
    let words = typed.split([' ', '·', ',']).filter(|word| !word.is_empty());
    words.into_iter().all(|word| spoken.contains(word))
}

/// Those that look most like what was typed.
fn nearest(all: &[Schedule], typed: &str, names: &ChannelNames) -> Vec<Near> {
    let typed = fold(typed);
    let like = |schedule: &Schedule| likeness(&typed, &fold(&name(schedule, names)));
    let mut ranked: Vec<_> = all.iter().map(|one| (like(one), one)).collect();
    ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let ranked = ranked.into_iter().take(NEAR);
    ranked.map(|(_, one)| near(one, names)).collect()
}

fn near(schedule: &Schedule, names: &ChannelNames) -> Near {
    Near {
        number: schedule.id.number,
        spoken: name(schedule, names),
    }
}

fn name(schedule: &Schedule, names: &ChannelNames) -> String {
    let channel = names.get(&schedule.plan.channel);
    spoken(schedule, channel.map(String::as_str))
}
