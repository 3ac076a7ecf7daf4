//! What is posted for schedules: planned once, advanced step by step, settled with all that follows.

use super::{
    super::Planning,
    briefing::*,
    desk::{ANN, BOB, DESK_OF, deeds},
    *,
};
use crate::{
    article::{Deed, MessageId},
    briefing::{
        Cause, Delivery, Event, Obstacle, Outcome, PAUSED_AFTER, Step, StepKind, StepState,
    },
    schedule::Occurrence,
};

fn occurrence(minute: i64) -> Occurrence {
    let due_at = at(minute);
    Occurrence {
        date: due_at.date_naive(),
        due_at,
    }
}

/// What the log tells beside the making of schedules.
async fn told_to_the_log(store: &Store) -> Vec<Deed> {
    let mut told = deeds(store).await;
    told.retain(|deed| !matches!(deed, Deed::ScheduleAdded(_)));
    told
}

pub(super) async fn an_occurrence_is_planned_once(open: Opener<'_>) {
    let store = open();
    let schedule = added(&store).await;
    let id = schedule.id;
    let job = claimed(&store, JobKey::PlanBriefing(id), 60).await;
    let planning = planning(&schedule, job, &[&[1, 2], &[3]]);
    let stale = Planning {
        version: 2,
        ..planning.clone()
    };
    assert_eq!(store.plan_occurrence(stale, at(60)).await.unwrap(), None);
    let found = store.plan_occurrence(planning.clone(), at(61)).await;
    let wanted = Delivery {
        id: crate::briefing::DeliveryId {
            schedule: id,
            number: 1,
        },
        cause: Cause::Occurrence(schedule.plan.recurrence.time),
        plan: schedule.plan.clone(),
        date: day(1),
        due_at: at(60),
        planned_at: at(61),
        expires_at: at(60 + GRACE),
        late: false,
        total: 9,
        steps: [[1, 2].as_slice(), &[3]]
            .map(|numbers| Step::planned(StepKind::Message(stories(numbers))))
            .into(),
        outcome: Outcome::UnderWay,
        ended_at: None,
        trouble: None,
    };
    assert_eq!(found.unwrap().as_ref(), Some(&wanted));
    let (plan, send) = (JobKey::PlanBriefing(id), JobKey::SendBriefing(wanted.id));
    let jobs = [(plan, at(60 + DAY)), (send, at(60))];
    assert_eq!(due(&store).await, jobs);
    let again = store.plan_occurrence(planning, at(62)).await.unwrap();
    assert_eq!(again, None, "the job is not theirs any more");
    let after = present_schedule(&store, id).await;
    assert_eq!((after.version, after.last_delivery), (1, 1));
    assert_eq!(after.next.unwrap().due_at, at(60 + DAY));
    store.close().await;
    let store = open();
    assert_eq!(present_delivery(&store, wanted.id).await, wanted);
    assert_eq!(
        store.told(id).await.unwrap(),
        stories(&[1, 2, 3]).into_iter().collect()
    );
    assert_eq!(store.verify().await.unwrap().deliveries, 1);
}

pub(super) async fn what_was_missed_is_written_down_with_what_comes_late(open: Opener<'_>) {
    let store = open();
    let id = added(&store).await.id;
    let schedule = present_schedule(&store, id).await;
    let now = 60 + 2 * DAY + 6;
    let job = claimed(&store, JobKey::PlanBriefing(id), now).await;
    let late = occurrence(60 + 2 * DAY);
    let made = Planning {
        missed: vec![occurrence(60), occurrence(60 + DAY)],
        posted: Some((late, new_delivery(&[&[1]], late.due_at))),
        ..planning(&schedule, job, &[])
    };
    let last = store.plan_occurrence(made, at(now)).await.unwrap();
    let begun = advanced(&store, last.unwrap().id, Event::Begun(0), now).await;
    assert!(begun.unwrap().late);
    let all = store.deliveries(id, None, 9).await.unwrap();
    let outcomes: Vec<_> = all.iter().map(|delivery| &delivery.outcome).collect();
    use Outcome::{Missed, UnderWay};
    assert_eq!(outcomes, [&UnderWay, &Missed, &Missed]);
    assert_eq!(all[2].date, day(1));
    assert_eq!(all[2].ended_at, Some(at(now)));
    assert!(!all[2].late && all[2].steps.is_empty());
    store.verify().await.unwrap();

    // Beyond the grace nothing is posted at all.
    let schedule = present_schedule(&store, id).await;
    let now = 60 + 4 * DAY - 1;
    let job = claimed(&store, JobKey::PlanBriefing(id), now).await;
    let planning = Planning {
        missed: vec![occurrence(60 + 3 * DAY)],
        posted: None,
        ..planning(&schedule, job, &[])
    };
    let last = store.plan_occurrence(planning, at(now)).await.unwrap();
    assert_eq!(last.unwrap().outcome, Missed);
    let next = present_schedule(&store, id).await.next.unwrap();
    assert_eq!(next.due_at, at(60 + 4 * DAY));
    store.verify().await.unwrap();
}

pub(super) async fn a_date_is_posted_on_once(open: Opener<'_>) {
    let store = open();
    let id = added(&store).await.id;
    let first = planned(&store, id, 60, &[&[1]]).await;
    advanced(&store, first.id, Event::Begun(0), 60)
        .await
        .unwrap();
    // A clock that was put back, or a worker that is wrong: the same date again.
    let schedule = present_schedule(&store, id).await;
    let job = claimed(&store, JobKey::PlanBriefing(id), 60 + DAY).await;
    let planning = Planning {
        posted: Some((occurrence(60), new_delivery(&[&[2]], at(60)))),
        ..planning(&schedule, job, &[])
    };
    assert_eq!(store.plan_occurrence(planning, at(61)).await.unwrap(), None);
    assert_eq!(store.deliveries(id, None, 9).await.unwrap().len(), 1);
    let next = present_schedule(&store, id).await.next.unwrap();
    assert_eq!(next.due_at, at(60 + DAY));
    let waiting = (JobKey::PlanBriefing(id), at(60 + DAY));
    assert!(due(&store).await.contains(&waiting), "it waits again");

    // A date on which nothing was sent is free.
    let gone = Event::Refused(0, Obstacle::Gone);
    advanced(&store, first.id, gone, 62).await.unwrap();
    let edited = store.change_schedule(id, 1, plan(15), BOB, at(63)).await;
    drop(edited.unwrap());
    let second = planned(&store, id, 180, &[&[2]]).await;
    assert_eq!((second.date, second.due_at), (day(1), at(180)));
    done(&store, second.id, 0, 180).await;
    let edited = store.change_schedule(id, 2, plan(16), BOB, at(181)).await;
    drop(edited.unwrap());
    let next = present_schedule(&store, id).await.next.unwrap();
    assert_eq!(next.due_at, at(240 + DAY));
    store.verify().await.unwrap();
}

pub(super) async fn a_schedule_tells_a_story_once(open: Opener<'_>) {
    let store = open();
    let (id, other) = (added(&store).await.id, added(&store).await.id);
    let first = planned(&store, id, 60, &[&[1], &[2]]).await;
    let extra = |messages: &[&[u32]]| {
        let new = new_delivery(messages, at(70));
        store.add_extra(id, new, BOB, at(70))
    };
    assert_eq!(extra(&[&[3], &[2]]).await.unwrap(), None);
    done(&store, first.id, 0, 61).await;
    advanced(&store, first.id, Event::Begun(1), 61).await;
    advanced(&store, first.id, Event::Refused(1, Obstacle::Gone), 62).await;
    assert_eq!(
        store.told(id).await.unwrap(),
        stories(&[1]).into_iter().collect()
    );
    let second = extra(&[&[3], &[2]]).await.unwrap().unwrap();
    assert_eq!(store.told(id).await.unwrap().len(), 3);
    let schedule = present_schedule(&store, id).await;
    let job = claimed(&store, JobKey::PlanBriefing(id), 60 + DAY).await;
    let twice = planning(&schedule, job, &[&[4, 3]]);
    let refused = store.plan_occurrence(twice, at(60 + DAY)).await.unwrap();
    assert_eq!(refused, None);
    let again = planning(&schedule, job, &[&[4]]);
    let done = store.plan_occurrence(again, at(60 + DAY)).await.unwrap();
    assert!(done.is_some(), "the job is still there");
    advanced(&store, second.id, Event::Expired("No.".into()), 71 + GRACE).await;
    assert_eq!(
        store.told(id).await.unwrap(),
        stories(&[1, 4]).into_iter().collect()
    );
    let elsewhere = planned(&store, other, 60 + DAY, &[&[1]]).await;
    assert_eq!(elsewhere.outcome, Outcome::UnderWay, "that is another's");
    store.verify().await.unwrap();
}

pub(super) async fn an_extra_takes_no_date_and_counts_for_nothing(open: Opener<'_>) {
    let store = open();
    let id = added(&store).await.id;
    let extra = async |minute, messages: &[&[u32]]| {
        let new = new_delivery(messages, at(minute));
        let extra = store.add_extra(id, new, BOB, at(minute)).await;
        extra.unwrap().unwrap()
    };
    let first = extra(1, &[&[1]]).await;
    assert_eq!((first.cause, first.date), (Cause::Extra(BOB), day(1)));
    assert_eq!((first.due_at, first.late), (at(1), false));
    let send = (JobKey::SendBriefing(first.id), at(1));
    assert!(due(&store).await.contains(&send));
    done(&store, first.id, 0, 2).await;
    let empty = extra(3, &[]).await;
    assert_eq!(empty.outcome, Outcome::Empty);
    for minute in 4..9 {
        let failed = extra(minute, &[&[2]]).await;
        advanced(&store, failed.id, Event::Begun(0), minute).await;
        advanced(&store, failed.id, Event::Refused(0, Obstacle::Gone), minute).await;
    }
    let schedule = present_schedule(&store, id).await;
    assert_eq!((schedule.failures, schedule.last_delivery), (0, 7));
    assert_eq!(schedule.next.unwrap().due_at, at(60));
    let occurrence = planned(&store, id, 60, &[&[2]]).await;
    assert_eq!(occurrence.date, day(1));
    store.pause_schedule(id, ANN, at(61)).await.unwrap();
    assert_eq!(extra(62, &[&[2]]).await.outcome, Outcome::UnderWay);
    assert_eq!(deeds(&store).await[1], Deed::BriefingOrdered(1));
    let nobody = crate::briefing::ScheduleId { number: 9, ..id };
    let missing = store.add_extra(nobody, new_delivery(&[], at(1)), BOB, at(1));
    assert_eq!(missing.await.unwrap(), None);
    store.verify().await.unwrap();
}

pub(super) async fn a_delivery_advances_as_it_can(open: Opener<'_>) {
    let store = open();
    let id = added(&store).await.id;
    let delivery = planned(&store, id, 60, &[&[1], &[2]]).await;
    let id = delivery.id;
    let job = claimed(&store, JobKey::SendBriefing(id), 60).await;
    let advance = async |event: Event, job, minute| {
        let advanced = store.advance_delivery(id, event, None, Author::Operator, job, at(minute));
        advanced.await.unwrap()
    };
    let message = MessageId(100);
    let first = Event::Done(0, CHANNEL, message);
    for impossible in [first.clone(), Event::Begun(1), Event::Confirmed(at(99))] {
        assert_eq!(advance(impossible, Some(&job), 61).await, None);
    }
    assert_eq!(present_delivery(&store, id).await, delivery);
    let begun = advance(Event::Begun(0), Some(&job), 61).await.unwrap();
    assert_eq!(begun.steps[0].state, StepState::Sending(at(61)));
    let written = store.written().await.unwrap();
    let again = advance(Event::Begun(0), Some(&job), 65).await;
    assert_eq!(again.as_ref(), Some(&begun), "the first time counts");
    assert_eq!(store.written().await.unwrap(), written);
    advance(first, Some(&job), 66).await.unwrap();
    assert!(store.retry_job(&job, at(70)).await.unwrap());
    let begun = advance(Event::Begun(1), Some(&job), 67).await;
    assert_eq!(begun, None, "the job is another's by now");
    let job = claimed(&store, JobKey::SendBriefing(id), 70).await;
    let wrong = super::super::Job {
        key: JobKey::PlanBriefing(id.schedule),
        ..job
    };
    assert_eq!(advance(Event::Begun(1), Some(&wrong), 70).await, None);
    assert!(!store.finish_job(&job).await.unwrap(), "it is not there");
    advance(Event::Begun(1), Some(&job), 71).await.unwrap();
    store.close().await;
    let store = open();
    let found = present_delivery(&store, id).await;
    assert_eq!(found.steps[0].state, StepState::Done(CHANNEL, message));
    assert_eq!(found.steps[1].state, StepState::Sending(at(71)));
    let posted = done(&store, id, 1, 72).await;
    assert_eq!(
        (posted.outcome, posted.ended_at),
        (Outcome::Posted, Some(at(72)))
    );
    assert_eq!(due(&store).await.len(), 1, "nothing is to be sent");
    assert_eq!(told_to_the_log(&store).await, [], "all went well");
    let nobody = crate::briefing::DeliveryId { number: 9, ..id };
    assert_eq!(advanced(&store, nobody, Event::Begun(0), 73).await, None);
    store.verify().await.unwrap();
}

pub(super) async fn what_people_settle_goes_on_and_is_logged(open: Opener<'_>) {
    let store = open();
    let id = added(&store).await.id;
    let until = at(9 * DAY);
    let lost = async |delivery: &Delivery, minute| {
        for event in [Event::Begun(0), Event::Lost(0)] {
            advanced(&store, delivery.id, event, minute).await.unwrap();
        }
    };
    let settle = async |delivery: &Delivery, event, minute| {
        let by = Author::User(BOB);
        let settled = store.advance_delivery(delivery.id, event, None, by, None, at(minute));
        settled.await.unwrap()
    };
    let first = planned(&store, id, 60, &[&[1], &[2]]).await;
    lost(&first, 61).await;
    let send = JobKey::SendBriefing(first.id);
    assert_eq!(
        due(&store).await,
        [(JobKey::PlanBriefing(id), at(60 + DAY))]
    );
    let confirmed = settle(&first, Event::Confirmed(until), 70).await.unwrap();
    assert_eq!(confirmed.outcome, Outcome::UnderWay, "the second is left");
    assert!(due(&store).await.contains(&(send, at(70))));
    assert_eq!(settle(&first, Event::Confirmed(until), 70).await, None);
    assert_eq!(store.copies_of(story(1), DESK_OF).await.unwrap(), []);
    let posted = done(&store, first.id, 1, 71).await;
    assert_eq!(posted.outcome, Outcome::Posted);

    let second = planned(&store, id, 60 + DAY, &[&[3]]).await;
    lost(&second, 61 + DAY).await;
    let again = settle(&second, Event::SendAgain(until), 62 + DAY).await;
    assert_eq!(again.unwrap().expires_at, until);
    done(&store, second.id, 0, 63 + DAY).await;
    use Deed::{BriefingConfirmed, BriefingSentAgain, BriefingUncertain};
    let wanted = [
        (Author::Operator, BriefingUncertain(1)),
        (Author::User(BOB), BriefingConfirmed(1)),
        (Author::Operator, BriefingUncertain(1)),
        (Author::User(BOB), BriefingSentAgain(1)),
    ];
    let log = store.log(DESK_OF, None, None, 0, 4).await.unwrap();
    let log = log.into_iter().rev().map(|entry| (entry.by, entry.deed));
    assert!(log.eq(wanted));
    store.verify().await.unwrap();
}

pub(super) async fn what_fails_again_and_again_pauses_its_schedule(open: Opener<'_>) {
    let store = open();
    let id = added(&store).await.id;
    let fail = async |day: i64, obstacle: Option<Obstacle>| {
        let minute = 60 + day * DAY;
        let delivery = planned(&store, id, minute, &[&[1]]).await;
        match obstacle {
            Some(Obstacle::Overdue(said)) => {
                advanced(&store, delivery.id, Event::Expired(said), minute).await
            }
            Some(obstacle) => {
                advanced(&store, delivery.id, Event::Begun(0), minute).await;
                let refused = Event::Refused(0, obstacle);
                advanced(&store, delivery.id, refused, minute).await
            }
            None => Some(done(&store, delivery.id, 0, minute).await),
        };
        present_schedule(&store, id).await
    };
    use Obstacle::{Gone, Overdue};
    assert_eq!(fail(0, Some(Gone)).await.failures, 1);
    assert_eq!(fail(1, Some(Overdue("503".into()))).await.failures, 1);
    assert_eq!(fail(2, Some(Gone)).await.failures, 2);
    let mut wanted = vec![Deed::BriefingFailed(1, "Why.".into()); 3];
    assert_eq!(told_to_the_log(&store).await, wanted);
    let gave_up = fail(3, Some(Gone)).await;
    assert_eq!(gave_up.failures, PAUSED_AFTER);
    assert!(gave_up.gave_up() && gave_up.next.is_none());
    assert_eq!(due(&store).await, []);
    wanted.push(Deed::BriefingFailed(1, "Why.".into()));
    wanted.push(Deed::ScheduleGaveUp(1));
    assert_eq!(told_to_the_log(&store).await, wanted);
    store.verify().await.unwrap();
    store
        .resume_schedule(id, ANN, at(59 + 4 * DAY))
        .await
        .unwrap();
    assert_eq!(fail(4, Some(Gone)).await.failures, 1);
    assert_eq!(fail(5, None).await.failures, 0, "it is well again");
    store.verify().await.unwrap();
}

pub(super) async fn what_the_channels_that_follow_miss_can_be_published_again(open: Opener<'_>) {
    let store = open();
    let schedule = added(&store).await;
    let job = claimed(&store, JobKey::PlanBriefing(schedule.id), 60).await;
    let mut planning = planning(&schedule, job, &[&[1]]);
    let new = &mut planning.posted.as_mut().unwrap().1;
    new.steps.push(StepKind::Crosspost(0));
    let delivery = store.plan_occurrence(planning, at(60)).await;
    let id = delivery.unwrap().unwrap().id;
    done(&store, id, 0, 61).await;
    advanced(&store, id, Event::Begun(1), 61).await.unwrap();
    let refused = advanced(&store, id, Event::Refused(1, Obstacle::Away), 62).await;
    let outcome = refused.unwrap().outcome;
    assert_eq!(outcome, Outcome::NotCrossposted(Obstacle::Away));
    let again = Event::CrosspostAgain(at(999));
    let again = store.advance_delivery(id, again, None, Author::User(BOB), None, at(70));
    assert_eq!(again.await.unwrap().unwrap().outcome, Outcome::UnderWay);
    assert_eq!(done(&store, id, 1, 71).await.outcome, Outcome::Posted);
    let told = told_to_the_log(&store).await;
    let why = "Why.".to_owned();
    let wanted = [Deed::NotCrossposted(1, why), Deed::BriefingSentAgain(1)];
    assert_eq!(told, wanted);
    assert_eq!(store.copies_of(story(1), DESK_OF).await.unwrap().len(), 1);
    store.verify().await.unwrap();
}

pub(super) async fn deliveries_are_given_in_parts_and_the_oldest_go(open: Opener<'_>) {
    let store = open();
    let id = added(&store).await.id;
    let numbers = async |before, limit| {
        let found = store.deliveries(id, before, limit).await.unwrap();
        let numbers = found.iter().map(|delivery| delivery.id.number);
        numbers.collect::<Vec<_>>()
    };
    assert!(numbers(None, 9).await.is_empty());
    for minute in 1..=403 {
        let messages: &[&[u32]] = if minute == 2 { &[&[1]] } else { &[] };
        let new = new_delivery(messages, at(i64::from(minute)));
        let extra = store.add_extra(id, new, BOB, at(i64::from(minute))).await;
        let extra = extra.unwrap().unwrap();
        if minute == 3 {
            assert_eq!(numbers(None, 2).await, [3, 2]);
            assert_eq!(numbers(Some(3), 9).await, [2, 1]);
            assert!(numbers(Some(1), 9).await.is_empty());
            assert!(numbers(Some(0), 9).await.is_empty());
        }
        if minute == 401 {
            assert_eq!(extra.id.number, 401);
            assert_eq!(store.told(id).await.unwrap().len(), 1, "it is under way");
            let second = crate::briefing::DeliveryId {
                number: 2,
                ..extra.id
            };
            done(&store, second, 0, 401).await;
        }
    }
    let all = numbers(None, usize::MAX).await;
    assert_eq!((all.len(), all[0], all[399]), (400, 403, 4));
    assert_eq!(store.told(id).await.unwrap().len(), 0);
    assert_eq!(store.copies_of(story(1), DESK_OF).await.unwrap(), []);
    store.verify().await.unwrap();
}
