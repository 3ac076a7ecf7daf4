//! What is done to schedules and briefings, as one would do it in the ledger by hand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    JobKey, Store,
    act::Came,
    act_briefing::{Brief, SAID, occurrences, plan, to_be_edited},
    conformance::at,
    model::{LIBRARIES, Model},
    model_ledger::may_be_there,
};
use crate::{
    article::{ArticleId, Author, Deed, GuildId, UserId},
    briefing::{
        Cause, Delivery, Due, Event, Obstacle, Outcome, PAUSED_AFTER, Pause, Plan, Schedule,
        ScheduleId, StepState,
    },
    schedule::Occurrence,
};

impl Model {
    /// Does it in the model.
    pub(super) fn brief(
        &mut self,
        brief: Brief,
        (guild, by): (GuildId, UserId),
        minute: i64,
    ) -> Came {
        let now = at(minute);
        let id = |number| ScheduleId { guild, number };
        let schedule = |model: &Self, number| model.briefings.schedules.get(&id(number)).cloned();
        match brief {
            Brief::Add(hour) => self.add_schedule(guild, plan(hour), by, minute),
            Brief::Change(number, ahead, hour) => match schedule(self, number) {
                None => Came::Missing,
                Some(_) if ahead > 0 => Came::Refused,
                Some(old) => self.change_schedule(&old, plan(hour), by, minute),
            },
            Brief::Pause(number) => {
                let Some(old) = schedule(self, number) else {
                    return Came::Missing;
                };
                if old.paused.is_none() {
                    self.briefings.cancel(old.id, now);
                    let by_whom = Author::User(by);
                    let paused = Some(Pause {
                        at: now,
                        by: by_whom,
                    });
                    let new = Schedule {
                        paused,
                        next: None,
                        ..turned(&old, by, now)
                    };
                    self.put_schedule(new, Deed::SchedulePaused(number), by, minute);
                }
                Came::Done
            }
            Brief::Resume(number) => {
                let Some(old) = schedule(self, number) else {
                    return Came::Missing;
                };
                if old.paused.is_some() {
                    let new = Schedule {
                        paused: None,
                        failures: 0,
                        next: self.briefings.next(old.id, &old.plan, now),
                        ..turned(&old, by, now)
                    };
                    self.put_schedule(new, Deed::ScheduleResumed(number), by, minute);
                }
                Came::Done
            }
            Brief::Remove(number) => {
                let Some(old) = schedule(self, number) else {
                    return Came::Missing;
                };
                let briefings = &mut self.briefings;
                briefings.cancel(old.id, now);
                briefings.schedules.remove(&old.id);
                briefings.due.remove(&JobKey::PlanBriefing(old.id));
                if old.last_delivery > 0 {
                    let forget = JobKey::ForgetSchedule(old.id);
                    briefings.due.insert(forget, now + TimeDelta::days(400));
                }
                briefings.written += 1;
                let deed = Deed::ScheduleRemoved(number);
                self.log_briefing(guild, Author::User(by), deed, minute);
                Came::Done
            }
            Brief::Forget(number) => {
                let briefings = &mut self.briefings;
                let all: Vec<_> = briefings.of(id(number)).map(|it| it.id).collect();
                if all.is_empty() || briefings.schedules.contains_key(&id(number)) {
                    return Came::Refused;
                }
                all.into_iter().for_each(|id| briefings.forget(id));
                let forget = JobKey::ForgetSchedule(id(number));
                briefings.due.remove(&forget);
                briefings.written += 1;
                Came::Done
            }
            Brief::Plan(number, missed, messages) => {
                let due = schedule(self, number).and_then(|old| occurrences(&old, missed));
                let Some((due, now)) = due else {
                    return Came::Missing;
                };
                self.plan_occurrence(id(number), due, messages, now)
            }
            Brief::Extra(number, messages) => {
                let (id, briefings) = (id(number), &mut self.briefings);
                let told = briefings.told(id);
                let twice = messages.iter().flatten().any(|story| told.contains(story));
                if twice || !briefings.schedules.contains_key(&id) {
                    return Came::Refused;
                }
                let occurrence = Occurrence {
                    date: now.date_naive(),
                    due_at: now,
                };
                briefings.plan_one(id, Cause::Extra(by), occurrence, Some(messages), now);
                briefings.written += 1;
                let deed = Deed::BriefingOrdered(number);
                self.log_briefing(guild, Author::User(by), deed, minute);
                Came::Done
            }
            Brief::Advance(number, back, happens) => {
                let old = happens.whose(self.briefings.of(id(number)).rev(), back);
                let Some(old) = old.cloned() else {
                    return Came::Missing;
                };
                let event = happens.event(&old, now);
                Came::of(self.advance(&old, &event, by, minute))
            }
            Brief::Edit(place, came) => {
                let briefings = &mut self.briefings;
                let Some(id) = to_be_edited(briefings.due.keys(), place) else {
                    return Came::Missing;
                };
                let key = JobKey::EditCopy(id.delivery, id.step);
                let Some(copy) = briefings.copies.get_mut(&id) else {
                    return Came::Refused;
                };
                if came.is_ok() {
                    copy.0 = Some(now);
                }
                copy.1 = came.err();
                briefings.due.remove(&key);
                briefings.written += 1;
                Came::Done
            }
            Brief::Follow(limit) => Came::of(self.follow(limit)),
        }
    }

    fn add_schedule(&mut self, guild: GuildId, plan: Plan, by: UserId, minute: i64) -> Came {
        let now = at(minute);
        let given = self.briefings.given.entry(guild).or_default();
        *given += 1;
        let number = *given;
        let new = Schedule {
            id: ScheduleId { guild, number },
            version: 1,
            next: plan.next(now, |_| false),
            plan,
            created_by: by,
            created_at: now,
            changed_by: by,
            changed_at: now,
            paused: None,
            failures: 0,
            last_delivery: 0,
        };
        self.put_schedule(new, Deed::ScheduleAdded(number), by, minute);
        Came::Done
    }

    fn change_schedule(&mut self, old: &Schedule, plan: Plan, by: UserId, minute: i64) -> Came {
        let now = at(minute);
        let cancelled = self.briefings.cancel(old.id, now);
        let mut again = cancelled
            .into_iter()
            .rev()
            .filter(|old| matches!(old.cause, Cause::Occurrence(_)) && old.expires_at > now);
        let next = if old.paused.is_some() {
            None
        } else if old.plan == plan {
            let again = again.next().map(|it| (it.date, it.due_at));
            let next = old.next.clone();
            match again {
                Some((date, due_at)) => next.map(|next| Due {
                    date,
                    due_at,
                    ..next
                }),
                None => next,
            }
        } else {
            self.briefings.next(old.id, &plan, now)
        };
        let new = Schedule {
            plan,
            next,
            ..turned(old, by, now)
        };
        let deed = Deed::ScheduleChanged(old.id.number);
        self.put_schedule(new, deed, by, minute);
        Came::Done
    }

    fn put_schedule(&mut self, new: Schedule, deed: Deed, by: UserId, minute: i64) {
        let guild = new.id.guild;
        self.briefings.put(new);
        self.briefings.written += 1;
        self.log_briefing(guild, Author::User(by), deed, minute);
    }

    fn plan_occurrence(
        &mut self,
        id: ScheduleId,
        due: Vec<Occurrence>,
        messages: Vec<Vec<ArticleId>>,
        now: DateTime<Utc>,
    ) -> Came {
        let briefings = &mut self.briefings;
        let told = briefings.told(id);
        if messages.iter().flatten().any(|story| told.contains(story)) {
            return Came::Refused;
        }
        let plan = briefings.schedules[&id].plan.clone();
        let cause = Cause::Occurrence(plan.recurrence.time);
        let mut any = false;
        let last = due.len() - 1;
        for (place, occurrence) in due.into_iter().enumerate() {
            if briefings.taken(id, occurrence.date) {
                continue;
            }
            let messages = (place == last).then(|| messages.clone());
            briefings.plan_one(id, cause, occurrence, messages, now);
            any = true;
        }
        let next = briefings.next(id, &plan, now);
        let new = Schedule {
            next,
            ..briefings.schedules[&id].clone()
        };
        briefings.put(new);
        briefings.written += 1;
        Came::of(any)
    }

    fn advance(&mut self, old: &Delivery, event: &Event, by: UserId, minute: i64) -> bool {
        let (now, id) = (at(minute), old.id.schedule);
        let Some(new) = old.after(event, now) else {
            return false;
        };
        if new == *old {
            return true;
        }
        self.briefings.put_delivery(new.clone(), now);
        self.briefings.written += 1;
        let (guild, number) = (id.guild, id.number);
        let settled = match event {
            Event::Confirmed(_) => Some(Deed::BriefingConfirmed(number)),
            Event::SendAgain(_) => Some(Deed::BriefingSentAgain(number)),
            _ => None,
        };
        if let Some(deed) = settled {
            self.log_briefing(guild, Author::User(by), deed, minute);
        }
        if new.outcome == old.outcome {
            return true;
        }
        let ended = match &new.outcome {
            Outcome::Failed(_) => Some(Deed::BriefingFailed(number, SAID.into())),
            Outcome::Uncertain => Some(Deed::BriefingUncertain(number)),
            _ => None,
        };
        if let Some(deed) = ended {
            self.log_briefing(guild, Author::Operator, deed, minute);
        }
        let schedule = self.briefings.schedules.get(&id).cloned();
        let occurrence = matches!(new.cause, Cause::Occurrence(_));
        let Some(mut schedule) = schedule.filter(|_| occurrence) else {
            return true;
        };
        match &new.outcome {
            Outcome::Posted | Outcome::Empty => schedule.failures = 0,
            Outcome::Failed(obstacle) if !matches!(obstacle, Obstacle::Overdue(_)) => {
                schedule.failures += 1;
            }
            _ => return true,
        }
        if schedule.failures >= PAUSED_AFTER && schedule.paused.is_none() {
            self.briefings.cancel(id, now);
            schedule.next = None;
            let by = Author::Operator;
            schedule.paused = Some(Pause { at: now, by });
            self.log_briefing(guild, by, Deed::ScheduleGaveUp(number), minute);
        }
        self.briefings.put(schedule);
        true
    }

    fn follow(&mut self, limit: usize) -> bool {
        let briefings = &mut self.briefings;
        let changes = self.changes.iter().skip(briefings.followed).take(limit);
        for change in changes {
            let Some(only) = change.seen_by else { continue };
            for delivery in briefings.deliveries.values() {
                let guild = delivery.id.schedule.guild;
                if only.is_some_and(|only| only != guild) {
                    continue;
                }
                for (step, is) in (0..).zip(&delivery.steps) {
                    if !is.stories().contains(&change.id) || !may_be_there(delivery, is) {
                        continue;
                    }
                    let there = matches!(is.state, StepState::Done(..));
                    let due = if there {
                        at(change.minute)
                    } else {
                        delivery.expires_at
                    };
                    let key = JobKey::EditCopy(delivery.id, step);
                    briefings.due.insert(key, due);
                }
            }
        }
        if briefings.followed < self.changes.len() {
            briefings.written += 1;
        }
        briefings.followed = self.changes.len().min(briefings.followed + limit);
        briefings.followed < self.changes.len()
    }

    /// Compares everything that the store gives of briefings.
    pub(super) async fn check_briefings(&self, store: &Store) {
        let briefings = &self.briefings;
        let mut ids = BTreeSet::new();
        for (guild, given) in &briefings.given {
            let all = store.schedules(*guild).await.unwrap();
            let wanted = briefings.schedules.values();
            assert!(wanted.filter(|it| it.id.guild == *guild).eq(&all));
            ids.extend((1..=*given).map(|number| ScheduleId {
                guild: *guild,
                number,
            }));
        }
        for id in ids {
            let found = store.deliveries(id, None, usize::MAX).await.unwrap();
            assert!(briefings.of(id).rev().eq(&found), "{found:?}");
            assert_eq!(store.told(id).await.unwrap(), briefings.told(id));
            let troubled = store.copies_in_trouble(id).await.unwrap();
            let wanted = briefings
                .copies
                .iter()
                .filter(|(copy, (_, trouble))| copy.delivery.schedule == id && trouble.is_some());
            assert!(
                wanted
                    .map(|(copy, _)| *copy)
                    .eq(troubled.iter().map(|it| it.id))
            );
        }
        for (id, (edited_at, trouble)) in &briefings.copies {
            let copy = store.copy(*id).await.unwrap().unwrap();
            assert_eq!((&copy.edited_at, &copy.trouble), (edited_at, trouble));
            for story in &copy.stories {
                let guild = id.delivery.schedule.guild;
                let copies = store.copies_of(*story, guild).await.unwrap();
                assert!(copies.contains(&copy));
            }
        }
        let jobs = store.jobs().await.unwrap().into_iter();
        let jobs = jobs.filter(|job| is_ours(&job.key));
        let jobs: BTreeMap<_, _> = jobs.map(|job| (job.key, job.due_at)).collect();
        assert_eq!(jobs, briefings.due);
        for library in LIBRARIES {
            let found = store.announced_since(library, at(-9)).await.unwrap();
            let found: BTreeMap<_, _> = found.into_iter().collect();
            assert_eq!(found, self.announced(library));
        }
    }

    /// How many schedules and deliveries there are.
    pub(super) fn briefings(&self) -> (usize, usize) {
        let briefings = &self.briefings;
        (briefings.schedules.len(), briefings.deliveries.len())
    }
}

pub(super) fn is_ours(key: &JobKey) -> bool {
    matches!(
        key,
        JobKey::PlanBriefing(_)
            | JobKey::SendBriefing(_)
            | JobKey::EditCopy(..)
            | JobKey::ForgetSchedule(_)
    )
}

/// The same, changed by somebody.
fn turned(old: &Schedule, by: UserId, now: DateTime<Utc>) -> Schedule {
    Schedule {
        version: old.version + 1,
        changed_by: by,
        changed_at: now,
        ..old.clone()
    }
}
