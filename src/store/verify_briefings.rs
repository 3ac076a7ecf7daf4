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
use crate::briefing::{Cause, Delivery, Outcome, PAUSED_AFTER, Schedule, ScheduleId};

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
                let same = |(id, _): &(crate::briefing::DeliveryId, _)| id.schedule == key.schedule;
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
        all: &[(crate::briefing::DeliveryId, Delivery)],
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
