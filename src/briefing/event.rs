//! What can happen to a delivery. `docs/delivery.md` has it as a diagram, which a test holds against this.

use chrono::{DateTime, Utc};

use super::{Delivery, Obstacle, Outcome, StepKind, StepState};
use crate::article::{ArticleId, ChannelId, MessageId};

/// Something that happens to a delivery; steps by their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// These stories were taken from readers while nothing was being tried: what is planned goes out without them.
    LeftOut(Vec<ArticleId>),
    /// A step is tried from now on; one that was tried before keeps its time.
    Begun(usize),
    /// A step that was tried was certainly not done: it is to be tried anew.
    NotDone(usize, String),
    /// A step was tried, and may have been done; what was said.
    Unclear(usize, String),
    /// A step is done: where, and its message.
    Done(usize, ChannelId, MessageId),
    /// Whether a step was done can't be found out.
    Lost(usize),
    /// A step can't be done before somebody mends something.
    Refused(usize, Obstacle),
    /// Its time is over before it was done.
    Expired(String),
    /// A person says that what was uncertain is there; what is left is sent, until then.
    Confirmed(DateTime<Utc>),
    /// A person wants what was uncertain sent again, until then.
    SendAgain(DateTime<Utc>),
    /// A person wants it published to the channels that follow, until then, after that had failed.
    CrosspostAgain(DateTime<Utc>),
    /// Its schedule was paused, changed or removed.
    Cancelled,
}

impl Delivery {
    /// The same after `event`; none where that can't happen to it as it stands.
    pub fn after(&self, event: &Event, now: DateTime<Utc>) -> Option<Self> {
        let mut next = self.clone();
        match event {
            Event::LeftOut(stories) => {
                let (_, current) = self.current()?;
                if current.state != StepState::Planned {
                    return None;
                }
                next.leave_out(stories, now);
            }
            Event::Begun(step) => match self.tried(*step)? {
                StepState::Planned => {
                    if !self.has_begun() {
                        next.late = self.is_late(now);
                    }
                    next.steps[*step].state = StepState::Sending(now);
                }
                _ => return Some(next),
            },
            Event::NotDone(step, said) => {
                self.sending(*step)?;
                next.steps[*step].state = StepState::Planned;
                next.trouble = Some(said.clone());
            }
            Event::Unclear(step, said) => {
                self.sending(*step)?;
                next.trouble = Some(said.clone());
            }
            Event::Done(step, channel, message) => {
                self.sending(*step)?;
                next.steps[*step].state = StepState::Done(*channel, *message);
                next.trouble = None;
                if next.current().is_none() {
                    next.end(Outcome::Posted, now);
                }
            }
            Event::Lost(step) => {
                self.sending(*step)?;
                next.steps[*step].state = StepState::Uncertain;
                next.end(Outcome::Uncertain, now);
            }
            Event::Refused(step, obstacle) => {
                self.sending(*step)?;
                next.fail(*step, obstacle.clone(), now);
            }
            Event::Expired(said) => {
                let (step, current) = self.current()?;
                if matches!(current.state, StepState::Sending(_)) && current.leaves_a_trace() {
                    next.steps[step].state = StepState::Uncertain;
                    next.end(Outcome::Uncertain, now);
                } else {
                    next.fail(step, Obstacle::Overdue(said.clone()), now);
                }
            }
            Event::Confirmed(until) => {
                next.confirm(self.uncertain()?);
                next.resume(*until);
                if next.current().is_none() {
                    next.end(Outcome::Posted, now);
                }
            }
            Event::SendAgain(until) => {
                let step = self.uncertain()?;
                next.steps[step].state = StepState::Planned;
                next.resume(*until);
            }
            Event::CrosspostAgain(until) => {
                let Outcome::NotCrossposted(_) = self.outcome else {
                    return None;
                };
                for step in &mut next.steps {
                    if step.state == StepState::Failed {
                        step.state = StepState::Planned;
                    }
                }
                next.resume(*until);
            }
            Event::Cancelled => {
                if self.outcome != Outcome::UnderWay || self.has_begun() {
                    return None;
                }
                next.end(Outcome::Cancelled, now);
            }
        }
        Some(next)
    }

    /// The state of a step, if it is the one to be done now.
    fn tried(&self, step: usize) -> Option<StepState> {
        let (current, state) = self.current()?;
        (current == step).then_some(state.state)
    }

    fn sending(&self, step: usize) -> Option<()> {
        matches!(self.tried(step)?, StepState::Sending(_)).then_some(())
    }

    /// The step of which nobody knows whether it was done.
    fn uncertain(&self) -> Option<usize> {
        let mut steps = self.steps.iter();
        steps.position(|step| step.state == StepState::Uncertain)
    }

    /// Where nobody was told any, there is nothing new. A message that would have none says so itself.
    fn leave_out(&mut self, gone: &[ArticleId], now: DateTime<Utc>) {
        let is_left = |story: &ArticleId| !gone.contains(story);
        let before = self.stories().count();
        if before > 0 && !self.has_begun() && !self.stories().any(|story| is_left(&story)) {
            self.steps.clear();
            self.end(Outcome::Empty, now);
        }
        for step in &mut self.steps {
            if let (StepKind::Message(stories) | StepKind::Post(stories), StepState::Planned) =
                (&mut step.kind, step.state)
                && stories.iter().any(is_left)
            {
                stories.retain(is_left);
            }
        }
        let left_out = before - self.stories().count();
        let left_out = u32::try_from(left_out).unwrap_or(u32::MAX);
        self.total = self.total.saturating_sub(left_out);
    }

    /// Which message it is, nobody knows: what would need that is left out.
    fn confirm(&mut self, step: usize) {
        self.steps[step].state = StepState::There;
        let after = self.steps.get(step + 1).map(|after| &after.kind);
        let holds_more = matches!(self.steps[step].kind, StepKind::Post(_));
        if holds_more || after == Some(&StepKind::Thread) {
            self.steps.truncate(step + 1);
        }
        self.steps
            .retain(|other| other.kind != StepKind::Crosspost(step));
    }

    /// Where only the channels that follow miss it, it counts as posted.
    fn fail(&mut self, step: usize, obstacle: Obstacle, now: DateTime<Utc>) {
        let crosspost = matches!(self.steps[step].kind, StepKind::Crosspost(_));
        for step in &mut self.steps[step..] {
            step.state = StepState::Failed;
        }
        let outcome = if crosspost {
            Outcome::NotCrossposted(obstacle)
        } else {
            Outcome::Failed(obstacle)
        };
        self.end(outcome, now);
    }

    fn end(&mut self, outcome: Outcome, now: DateTime<Utc>) {
        self.outcome = outcome;
        self.ended_at = Some(now);
        self.trouble = None;
    }

    fn resume(&mut self, until: DateTime<Utc>) {
        self.outcome = Outcome::UnderWay;
        self.ended_at = None;
        self.expires_at = self.expires_at.max(until);
    }
}

impl super::Step {
    /// Whether doing it twice would be seen: a thread is on one message, and what is crossposted is.
    fn leaves_a_trace(&self) -> bool {
        matches!(self.kind, StepKind::Message(_) | StepKind::Post(_))
    }
}
