//! `/schedule list`, `status` and `preview`.

use std::time::Duration;

use tokio::time::timeout;

use super::Schedules;
use crate::{
    briefing::{Obstacle, Schedule},
    delivery::{PostError, Publisher as _},
    newsroom::{Error, schedules::Page},
    view::{
        Message,
        schedule::{
            action::ScheduleAction,
            list::{self, List},
            preview,
            status::{self, Notice, Status},
        },
    },
};

/// How long Discord is waited for: many briefings may be ahead in the line.
const PATIENCE: Duration = Duration::from_secs(2);

impl Schedules<'_> {
    /// The schedules by number, from that one on.
    pub(super) async fn list(self, from: u32) -> Result<Message, Error> {
        let page = self
            .newsroom
            .schedules(self.person, from, list::PAGE)
            .await?;
        let to = |from| ScheduleAction::List { from };
        Ok(list::list(&listed(&page, to)))
    }

    /// The schedules, those in trouble first, from that place on.
    pub(super) async fn troubles(self, from: u32) -> Result<Message, Error> {
        let page = self
            .newsroom
            .troubles(self.person, from, list::PAGE)
            .await?;
        let to = |from| ScheduleAction::Troubles { from };
        Ok(list::troubles(&listed(&page, to)))
    }

    /// How a schedule goes, from that briefing on downwards; above it what was done.
    pub(super) async fn status(
        self,
        schedule: Schedule,
        notice: Option<Notice>,
        from: u32,
    ) -> Result<Message, Error> {
        let course = self
            .newsroom
            .course(schedule.id, from, status::PAGE)
            .await?;
        let missing = self.missing(&schedule).await;
        Ok(status::status(&Status {
            schedule: &schedule,
            notice,
            missing: missing.as_deref(),
            deliveries: &course.deliveries,
            older: course.older,
            newer: from > 0,
            copies: &course.copies,
        }))
    }

    pub(super) async fn preview(self, schedule: Schedule, page: usize) -> Result<Message, Error> {
        let messages = self.newsroom.rehearse(&schedule).await?;
        Ok(match messages.is_empty() {
            true => preview::nothing(&schedule),
            false => preview::preview(&schedule, &messages, page),
        })
    }

    /// What keeps it from posting; none where that can't be told now.
    pub(super) async fn missing(self, schedule: &Schedule) -> Option<Vec<Obstacle>> {
        let (guild, plan) = (schedule.id.guild, &schedule.plan);
        let asked = timeout(PATIENCE, self.publisher.obstacles(guild, plan));
        match asked.await {
            Ok(Ok(missing)) => Some(missing),
            Ok(Err(PostError::Refused(obstacle))) => Some(vec![obstacle]),
            Ok(Err(PostError::NotDone { .. } | PostError::Unclear(_))) | Err(_) => None,
        }
    }
}

fn listed(page: &Page, to: impl Fn(u32) -> ScheduleAction) -> List<'_> {
    List {
        total: page.total,
        schedules: page.schedules.iter().map(|going| going.listed()).collect(),
        before: page.before.map(&to),
        after: page.after.map(&to),
    }
}
