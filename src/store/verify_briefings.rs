//! Whether the tables of briefings agree with each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    CopyId, JobKey, StoreError,
    copies::posted,
    counts::agree,
    deliveries::{followed, told},
    engine::Engine,
    values,
    verify::{none_left, same},
    verify_desk::{Desks, Jobs},
};
use crate::briefing::{Cause, Delivery, DeliveryId, Outcome, PAUSED_AFTER, Schedule, ScheduleId};

/// How many places in the indexes the deliveries tell.
#[derive(Default)]
struct Places {
    occurrences: usize,
    told: usize,
    copies: usize,
    by_article: usize,
    in_trouble: usize,
}

impl Engine {
    /// Reads every record of the briefings, and gives the numbers of schedules and deliveries. A
    /// schedule tells what is to be planned; a delivery its places in the indexes, what is to be sent and
    /// which copies there are.
    pub(super) fn verify_briefings(
        &self,
        desks: &Desks,
        jobs: &mut Jobs,
    ) -> Result<(usize, usize), StoreError> {
        let tables = &self.tables;
        let head = self.head()?;
        same(
            "followed change",
            &head.followed,
            head.followed <= head.change_seq,
        )?;
        let given = |id: &ScheduleId| {
            let desk = desks.get(&id.guild);
            desk.is_some_and(|desk| (1..=desk.last_schedule).contains(&id.number))
        };
        let mut last = BTreeMap::new();
        for entry in tables.schedules.all() {
            let (id, schedule) = entry?;
            let right = given(&id) && schedule.id == id && is_sound(&schedule);
            same("schedule", &id, right)?;
            if schedule.next.is_some() {
                jobs.owed.insert(JobKey::PlanBriefing(id));
            }
            last.insert(id, schedule.last_delivery);
        }
        let schedules = last.len();
        let (mut deliveries, mut places) = (0, Places::default());
        let mut rest = tables.deliveries.all().peekable();
        while let Some(first) = rest.next() {
            let (key, first) = first?;
            let mut all = vec![(key, first)];
            while let Some(next) = rest.next_if(|next| {
                let same = |(id, _): &(DeliveryId, _)| id.schedule == key.schedule;
                next.as_ref().map_or(true, same)
            }) {
                all.push(next?);
            }
            let of = key.schedule;
            let newest = all.last().map_or(0, |(id, _)| id.number);
            let counted = last.remove(&of);
            let right = given(&of) && counted.is_none_or(|last| last == newest);
            same("last delivery", &of, right)?;
            if counted.is_none() {
                jobs.owed.insert(JobKey::ForgetSchedule(of));
            }
            for (id, delivery) in &all {
                same("delivery", id, delivery.id == *id && is_whole(delivery))?;
                self.verify_delivery(delivery, jobs, &mut places)?;
            }
            self.verify_occurrences(of, &all, &mut places)?;
            deliveries += all.len();
        }
        let lost = last.into_iter().find(|(_, last)| *last > 0);
        none_left("last delivery", lost.map(|(id, _)| id))?;
        self.verify_places(&places)?;
        Ok((schedules, deliveries))
    }

    /// What a delivery tells of itself alone.
    fn verify_delivery(
        &self,
        delivery: &Delivery,
        jobs: &mut Jobs,
        places: &mut Places,
    ) -> Result<(), StoreError> {
        let (id, tables) = (delivery.id, &self.tables);
        if delivery.outcome == Outcome::UnderWay {
            jobs.owed.insert(JobKey::SendBriefing(id));
        }
        for article in told(delivery) {
            let key = (id.schedule, article);
            same(
                "told story",
                &key,
                tables.told.get(&key)? == Some(id.number),
            )?;
            places.told += 1;
        }
        for (article, step) in followed(delivery) {
            let copy = CopyId { delivery: id, step };
            let place = tables.copies_by_article.get(&(article, copy))?;
            same("copy by article", &(article, copy), place.is_some())?;
            jobs.possible.insert(JobKey::EditCopy(id, step));
            places.by_article += 1;
        }
        for step in posted(delivery) {
            let copy = CopyId { delivery: id, step };
            let found = tables.copies.get(&copy)?;
            let trouble = found.as_ref().is_some_and(|copy| copy.trouble.is_some());
            let place = tables.copies_in_trouble.get(&copy)?;
            let right = found.is_some() && trouble == place.is_some();
            same("copy", &copy, right)?;
            places.copies += 1;
            places.in_trouble += usize::from(trouble);
        }
        Ok(())
    }

    /// Each occurrence leads to the last delivery for it, and a date is taken once.
    fn verify_occurrences(
        &self,
        schedule: ScheduleId,
        all: &[(DeliveryId, Delivery)],
        places: &mut Places,
    ) -> Result<(), StoreError> {
        let (mut last, mut taken) = (BTreeMap::new(), BTreeSet::new());
        for (id, delivery) in all {
            if let Cause::Occurrence(time) = delivery.cause {
                last.insert((schedule, delivery.date, time), id.number);
            }
            let once = !delivery.takes_date() || taken.insert(delivery.date);
            same("delivery", id, once)?;
        }
        for (key, number) in &last {
            let found = self.tables.occurrences.get(key)?;
            same("occurrence", key, found == Some(*number))?;
        }
        places.occurrences += last.len();
        Ok(())
    }

    /// There is nothing of which no delivery tells.
    fn verify_places(&self, places: &Places) -> Result<(), StoreError> {
        let tables = &self.tables;
        let occurrences = values(tables.occurrences.all()).count();
        agree("occurrences", places.occurrences, occurrences)?;
        agree("told stories", places.told, tables.told.all().count())?;
        agree("copies", places.copies, tables.copies.all().count())?;
        let by_article = tables.copies_by_article.all().count();
        agree("copies by article", places.by_article, by_article)?;
        let in_trouble = tables.copies_in_trouble.all().count();
        agree("copies in trouble", places.in_trouble, in_trouble)
    }
}

fn is_sound(schedule: &Schedule) -> bool {
    let rests = schedule.paused.is_some();
    let next = !rests || schedule.next.is_none();
    next && (rests || schedule.failures < PAUSED_AFTER)
}

/// Whether a delivery stands as its state machine leaves it.
fn is_whole(delivery: &Delivery) -> bool {
    let under_way = delivery.outcome == Outcome::UnderWay;
    under_way == delivery.current().is_some() && under_way == delivery.ended_at.is_none()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{
        super::{
            Job, Lane, NewDelivery, Planning, Store,
            catalogue::Only,
            conformance::{article, at, briefing::plan, filing},
            copies::Posted,
            tampering::{Damage, NAMED, add, copied, each_is_found, engine, remove, replace},
        },
        *,
    };
    use crate::{
        article::{ArticleId, Author, ChannelId, GuildId, Library, MessageId, UserId},
        briefing::{Event, Obstacle, Pause, StepKind},
        schedule::Occurrence,
    };
    use chrono::TimeDelta;

    const GUILD: GuildId = GuildId(7);
    const ANN: UserId = UserId(3);

    const fn schedule(number: u32) -> ScheduleId {
        ScheduleId {
            guild: GUILD,
            number,
        }
    }

    const fn id(number: u32) -> DeliveryId {
        DeliveryId {
            schedule: schedule(1),
            number,
        }
    }

    const fn copy(number: u32) -> CopyId {
        CopyId {
            delivery: id(number),
            step: 0,
        }
    }

    const fn story(number: u32) -> ArticleId {
        ArticleId {
            library: Library::House,
            number,
        }
    }

    async fn planned(store: &Store, number: u32, day: i64) {
        let due_at = at(60 + day * 24 * 60);
        let claimed = store.claim_due(due_at, TimeDelta::days(9), 1, Lane::Plans, Vec::new());
        let occurrence = Occurrence {
            date: due_at.date_naive(),
            due_at,
        };
        let new = NewDelivery {
            steps: vec![StepKind::Message(vec![story(number)])],
            total: 1,
            expires_at: due_at + TimeDelta::hours(6),
        };
        let planning = Planning {
            job: claimed.await.unwrap()[0],
            version: 1,
            missed: Vec::new(),
            posted: Some((occurrence, new)),
        };
        let planned = store.plan_occurrence(planning, due_at).await.unwrap();
        assert!(planned.is_some());
    }

    async fn advanced(store: &Store, number: u32, event: Event) {
        let by = Author::Operator;
        let advanced = store.advance_delivery(id(number), event, None, by, None, at(70));
        assert!(advanced.await.unwrap().is_some());
    }

    /// A schedule that posted a story, which could not be edited when it changed, then another, and is
    /// posting a third; one that rests; one that was removed after an extra.
    async fn database(path: &Path) {
        let store = Store::open(path).unwrap();
        for headline in ["a", "b", "c"] {
            let filing = filing(Library::House, article(headline, Some(1)));
            store.file(filing, at(0)).await.unwrap();
        }
        for _ in 0..3 {
            let added = store.add_schedule(GUILD, plan(13), ANN, at(0)).await;
            let number = added.unwrap().unwrap().id.number;
            match number {
                1 => {}
                2 => drop(store.pause_schedule(schedule(2), ANN, at(1)).await.unwrap()),
                _ => {
                    let new = NewDelivery {
                        steps: Vec::new(),
                        total: 0,
                        expires_at: at(1),
                    };
                    store.add_extra(schedule(3), new, ANN, at(1)).await.unwrap();
                    store
                        .remove_schedule(schedule(3), ANN, at(2))
                        .await
                        .unwrap();
                }
            }
        }
        for (number, day) in [(1, 0), (2, 1)] {
            planned(&store, number, day).await;
            advanced(&store, number, Event::Begun(0)).await;
            let there = Event::Done(0, ChannelId(5), MessageId(6));
            advanced(&store, number, there).await;
        }
        planned(&store, 3, 2).await;
        let by = Author::Operator;
        for number in [1, 2] {
            let hidden = store
                .set_hidden(GUILD, number, true, None, by, at(80))
                .await;
            assert!(hidden.unwrap());
        }
        store.follow_copies(9).await.unwrap();
        let edit = store.claim_due(at(80), TimeDelta::days(9), 1, Lane::Edits, Vec::new());
        let job = edit.await.unwrap()[0];
        let noted = store.copy_edited(copy(1), &job, Err(Obstacle::Gone), None, at(81));
        assert!(noted.await.unwrap());
        store.close().await;
    }

    #[tokio::test]
    async fn every_record_of_a_briefing_that_disagrees_with_another_is_found() {
        let home = tempfile::tempdir().unwrap();
        database(home.path()).await;
        let sound = engine(home.path());
        let verified = sound.verify(&|_, _| ()).unwrap();
        assert_eq!((verified.schedules, verified.deliveries), (2, 4));
        let (tables, due) = (&sound.tables, at(60 + 3 * 24 * 60));
        let first = tables.schedules.get(&schedule(1)).unwrap().unwrap();
        let posted = tables.deliveries.get(&id(1)).unwrap().unwrap();
        let time = first.plan.recurrence.time;
        let occurrence = (schedule(1), posted.date, time);
        let another = (schedule(1), posted.date, time + TimeDelta::hours(1));
        let pause = Pause {
            at: at(1),
            by: Author::Operator,
        };
        let (plan, send) = (
            JobKey::PlanBriefing(schedule(1)),
            JobKey::SendBriefing(id(3)),
        );
        let edit = JobKey::EditCopy(id(2), 0);
        let stray = |key| Job {
            key,
            due_at: at(1),
            attempt: 0,
            leased_until: None,
        };
        let (stray_send, stray_edit) = (
            stray(JobKey::SendBriefing(id(1))),
            stray(JobKey::EditCopy(id(1), 1)),
        );
        drop(sound);
        let damages: [(&str, Damage<'_>); 36] = [
            ("job", remove!(schedules, schedule(1))),
            ("job", remove!(jobs, plan)),
            ("job", remove!(jobs, send)),
            ("job", remove!(jobs, JobKey::ForgetSchedule(schedule(3)))),
            ("job", remove!(plans_due, (due, plan))),
            ("job", remove!(edits_due, (at(80), edit))),
            ("job", add!(jobs, stray_send.key, stray_send)),
            ("job", add!(jobs, stray_edit.key, stray_edit)),
            ("jobs by time", add!(edits_due, (at(80), plan), ())),
            ("schedule", add!(schedules, schedule(4), first)),
            ("schedule", add!(schedules, schedule(2), first)),
            (
                "schedule",
                replace!(schedules, schedule(1), |it| it.failures = PAUSED_AFTER),
            ),
            (
                "schedule",
                replace!(schedules, schedule(1), |it| it.paused = Some(pause.clone())),
            ),
            ("job", replace!(schedules, schedule(1), |it| it.next = None)),
            (
                "last delivery",
                replace!(schedules, schedule(1), |it| it.last_delivery = 2),
            ),
            (
                "last delivery",
                replace!(schedules, schedule(2), |it| it.last_delivery = 1),
            ),
            (
                "schedule",
                replace!(desks, GUILD, |it| it.last_schedule = 1),
            ),
            (
                "last delivery",
                replace!(desks, GUILD, |it| it.last_schedule = 2),
            ),
            ("last delivery", remove!(deliveries, id(3))),
            ("occurrences", remove!(deliveries, id(1))),
            ("delivery", add!(deliveries, id(2), posted)),
            (
                "delivery",
                replace!(deliveries, id(3), |it| it.outcome = Outcome::Posted),
            ),
            (
                "delivery",
                replace!(deliveries, id(1), |it| it.ended_at = None),
            ),
            (
                "delivery",
                replace!(deliveries, id(2), |it| it.date = posted.date),
            ),
            (
                "told story",
                replace!(deliveries, id(1), |it| it.steps[0].kind =
                    StepKind::Message(vec![story(2)])),
            ),
            ("occurrence", remove!(occurrences, occurrence)),
            ("occurrence", add!(occurrences, occurrence, 2)),
            ("occurrences", add!(occurrences, another, 1)),
            ("told story", remove!(told, (schedule(1), story(3)))),
            ("told stories", add!(told, (schedule(2), story(3)), 1)),
            ("copy", remove!(copies, copy(2))),
            ("copies", add!(copies, copy(3), Posted::default())),
            (
                "copy by article",
                remove!(copies_by_article, (story(3), copy(3))),
            ),
            (
                "copies by article",
                add!(copies_by_article, (story(3), copy(2)), ()),
            ),
            ("copy", remove!(copies_in_trouble, copy(1))),
            (
                "followed change",
                replace!(head, Only, |it| it.followed = 9),
            ),
        ];
        each_is_found(damages, &NAMED, |scene| copied(home.path(), scene));
    }
}
