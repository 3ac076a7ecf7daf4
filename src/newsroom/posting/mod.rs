//! What schedules post: which stories are news, and how each message says them.
//!
//! | file | holds |
//! |---|---|
//! | here | what would be posted of a schedule |
//! | `news` | the stories that are news for it |
//! | `render` | a step of a delivery as a message |

mod news;
mod render;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};

pub use self::news::News;
use super::{Error, Newsroom};
use crate::{
    briefing::{Plan, Schedule},
    store::NewDelivery,
    view::posted,
};

impl Newsroom {
    /// How long after its time a briefing is still posted.
    pub fn grace(&self) -> TimeDelta {
        self.grace
    }

    /// What is posted of `schedule` at `at`: nothing where there is nothing new and nothing is to be said.
    pub async fn compose(
        &self,
        schedule: &Schedule,
        at: DateTime<Utc>,
    ) -> Result<NewDelivery, Error> {
        let news = self.news(schedule, at).await?;
        let stories = news.stories.iter().map(|record| &**record);
        let stories: Vec<_> = stories.collect();
        Ok(NewDelivery {
            steps: posted::steps(&schedule.plan, &stories),
            total: u32::try_from(news.total).unwrap_or(u32::MAX),
            expires_at: at + self.grace,
        })
    }
}

/// Since when a story is news at `at`: for 48 hours, or since the occurrence before, whichever is longer.
fn since(plan: &Plan, at: DateTime<Utc>) -> DateTime<Utc> {
    let days = at - TimeDelta::hours(48);
    let before = plan.recurrence.previous(at - TimeDelta::milliseconds(1));
    before.map_or(days, |before| before.due_at.min(days))
}
