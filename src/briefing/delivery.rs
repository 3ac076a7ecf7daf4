use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Obstacle, Plan, ScheduleId};
use crate::article::{ArticleId, ChannelId, MessageId, UserId};

/// A briefing that is begun so long after its time is late.
const LATE: TimeDelta = TimeDelta::minutes(5);

/// A delivery's name: its schedule and its number there, from 1, never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeliveryId {
    /// Of which schedule.
    pub schedule: ScheduleId,
    /// Which of its deliveries.
    pub number: u32,
}

/// One posting of a schedule: the plan as it was then, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its name.
    pub id: DeliveryId,
    /// Why it is posted.
    pub cause: Cause,
    /// What was wanted when it was planned: a later change of the schedule does not touch it.
    pub plan: Plan,
    /// The local date that it is for.
    pub date: NaiveDate,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// When it was planned.
    pub planned_at: DateTime<Utc>,
    /// Until when it is tried.
    pub expires_at: DateTime<Utc>,
    /// Whether it was begun late, after a downtime of ours or of Discord's: readers are told.
    #[serde(default)]
    pub late: bool,
    /// How many stories are news; those that are in it stand in its steps.
    pub total: u32,
    /// What is to be done, in this order.
    pub steps: Vec<Step>,
    /// How it stands.
    pub outcome: Outcome,
    /// When that was settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// What was said when it was last tried in vain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

/// Why a briefing is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// It was its time: the schedule's time of day then. Local date and time are the key of an occurrence.
    Occurrence(NaiveTime),
    /// Somebody wanted one now.
    Extra(UserId),
}

/// A part of a delivery that is done at once or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is done.
    pub kind: StepKind,
    /// How it stands.
    pub state: StepState,
}

/// What is done in a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// A message with these stories: into the channel, or into the thread that an earlier step made.
    /// One without stories is the head of a thread, or says that there is nothing new.
    Message(Vec<ArticleId>),
    /// A thread on the message of the step before.
    Thread,
    /// A post in a forum, whose first message has these stories.
    Post(Vec<ArticleId>),
    /// Publishing the message of that step to the channels that follow.
    Crosspost(usize),
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Nothing was done.
    Planned,
    /// It was tried, for the first time then, and may have been done.
    Sending(DateTime<Utc>),
    /// It is done: the channel (or thread) and the message. A thread's message is the one it is on;
    /// a post's, its first.
    Done(ChannelId, MessageId),
    /// A person says that it is done; which message it is, nobody knows.
    There,
    /// It may have been done, and that can't be found out: a person decides.
    Uncertain,
    /// It will not be done.
    Failed,
}

/// How a delivery stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is being posted.
    UnderWay,
    /// It is there.
    Posted,
    /// It is there, but the channels that follow did not get it.
    NotCrossposted(Obstacle),
    /// There was nothing new, and nothing was to be said.
    Empty,
    /// Its time passed while the program did not run.
    Missed,
    /// It could not be posted, or not all of it.
    Failed(Obstacle),
    /// Whether it is there can't be found out.
    Uncertain,
    /// Its schedule was paused, changed or removed before anything was sent.
    Cancelled,
}

impl Delivery {
    /// The stories that are in it.
    pub fn stories(&self) -> impl Iterator<Item = ArticleId> + '_ {
        self.steps.iter().flat_map(Step::stories).copied()
    }

    /// The first step that is still to be done, and its place.
    pub fn current(&self) -> Option<(usize, &Step)> {
        let mut steps = self.steps.iter().enumerate();
        let under_way = self.outcome == Outcome::UnderWay;
        under_way.then(|| {
            steps.find(|(_, step)| matches!(step.state, StepState::Planned | StepState::Sending(_)))
        })?
    }

    /// Where the messages of a step go: the thread of an earlier step, else the channel.
    pub fn place(&self, step: usize) -> ChannelId {
        let earlier = self.steps.iter().take(step);
        let thread = earlier
            .rev()
            .find_map(|step| match (&step.kind, step.state) {
                (StepKind::Thread | StepKind::Post(_), StepState::Done(channel, _)) => {
                    Some(channel)
                }
                _ => None,
            });
        thread.unwrap_or(self.plan.channel)
    }

    /// Whether it comes late where it is begun `now`; what people order does not.
    pub(super) fn is_late(&self, now: DateTime<Utc>) -> bool {
        matches!(self.cause, Cause::Occurrence(_)) && now - self.due_at > LATE
    }

    /// Whether anything of it may be on Discord.
    pub fn has_begun(&self) -> bool {
        self.steps.iter().any(|step| {
            matches!(
                step.state,
                StepState::Sending(_)
                    | StepState::Done(..)
                    | StepState::There
                    | StepState::Uncertain
            )
        })
    }

    /// Whether its local date is used up: it was posted then, or may have been, or is going to be. Extras use up none.
    pub fn takes_date(&self) -> bool {
        let occurrence = matches!(self.cause, Cause::Occurrence(_));
        let nothing = matches!(
            self.outcome,
            Outcome::Empty | Outcome::Missed | Outcome::Failed(_) | Outcome::Cancelled
        );
        occurrence && (!nothing || self.has_begun())
    }
}

impl StepKind {
    /// Whether it has a text that people read.
    pub fn is_message(&self) -> bool {
        matches!(self, Self::Message(_) | Self::Post(_))
    }
}

impl Step {
    /// A step that is still to be done.
    pub fn planned(kind: StepKind) -> Self {
        let state = StepState::Planned;
        Self { kind, state }
    }

    /// The stories of its message.
    pub fn stories(&self) -> &[ArticleId] {
        match &self.kind {
            StepKind::Message(stories) | StepKind::Post(stories) => stories,
            StepKind::Thread | StepKind::Crosspost(_) => &[],
        }
    }
}
