//! Briefings that come again: made, changed, resting, removed.

use super::{
    super::{Lane, Settled},
    briefing::*,
    desk::{ANN, BOB, DESK_OF, deeds},
    *,
};
use crate::{
    article::Deed,
    briefing::{Due, MAX_SCHEDULES, Outcome, Pause, Plan, Schedule, ScheduleId},
    schedule::Zone,
};

fn next(minute: i64) -> Option<Due> {
    let due_at = at(minute);
    Some(Due {
        date: due_at.date_naive(),
        due_at,
        database: Zone::database_version().to_owned(),
    })
}

async fn changed(
    store: &Store,
    (id, version): (ScheduleId, u32),
    plan: Plan,
    minute: i64,
) -> Schedule {
    let changed = store.change_schedule(id, version, plan, BOB, at(minute));
    match changed.await.unwrap() {
        Settled::Done(schedule) => schedule,
        other => panic!("{other:?}"),
    }
}

pub(super) async fn a_schedule_comes_back_as_it_was_made(open: Opener<'_>) {
    let store = open();
    let wanted = Schedule {
        id: ScheduleId {
            guild: DESK_OF,
            number: 1,
        },
        version: 1,
        plan: plan(13),
        created_by: ANN,
        created_at: at(0),
        changed_by: ANN,
        changed_at: at(0),
        paused: None,
        failures: 0,
        last_delivery: 0,
        next: next(60),
    };
    assert_eq!(added(&store).await, wanted);
    let id = wanted.id;
    assert_eq!(due(&store).await, [(JobKey::PlanBriefing(id), at(60))]);
    assert_eq!(deeds(&store).await, [Deed::ScheduleAdded(1)]);
    store.close().await;
    let store = open();
    assert_eq!(present_schedule(&store, id).await, wanted);
    let second = added(&store).await;
    assert_eq!(second.id.number, 2);
    let elsewhere = store.add_schedule(GuildId(8), plan(13), ANN, at(0)).await;
    assert_eq!(elsewhere.unwrap().unwrap().id.number, 1);
    let all = store.schedules(DESK_OF).await.unwrap();
    assert_eq!(all, [wanted, second]);
    assert_eq!(store.schedules(GuildId(9)).await.unwrap(), []);
    assert_eq!(store.verify().await.unwrap().schedules, 3);
}

pub(super) async fn a_guild_has_so_many_schedules_and_each_number_once(open: Opener<'_>) {
    let store = open();
    for _ in 0..MAX_SCHEDULES {
        added(&store).await;
    }
    let add = || store.add_schedule(DESK_OF, plan(13), ANN, at(1));
    assert_eq!(add().await.unwrap(), None);
    let other = store.add_schedule(GuildId(8), plan(13), ANN, at(0)).await;
    assert!(other.unwrap().is_some(), "that is another guild");
    let last = ScheduleId {
        guild: DESK_OF,
        number: 50,
    };
    store.remove_schedule(last, ANN, at(1)).await.unwrap();
    let added = add().await.unwrap().unwrap();
    assert_eq!(added.id.number, 51);
    store.verify().await.unwrap();
}

pub(super) async fn a_schedule_is_changed_as_somebody_saw_it(open: Opener<'_>) {
    let store = open();
    let old = added(&store).await;
    let wanted = Schedule {
        version: 2,
        plan: plan(15),
        changed_by: BOB,
        changed_at: at(1),
        next: next(180),
        ..old.clone()
    };
    assert_eq!(changed(&store, (old.id, 1), plan(15), 1).await, wanted);
    assert_eq!(due(&store).await, [(JobKey::PlanBriefing(old.id), at(180))]);
    let stale = store.change_schedule(old.id, 1, plan(16), BOB, at(2)).await;
    assert_eq!(stale.unwrap(), Settled::Changed(Box::new(wanted.clone())));
    let nobody = ScheduleId {
        guild: GuildId(8),
        ..old.id
    };
    let missing = store.change_schedule(nobody, 1, plan(16), BOB, at(2)).await;
    assert_eq!(missing.unwrap(), Settled::Missing);
    assert_eq!(present_schedule(&store, old.id).await, wanted);
    use Deed::{ScheduleAdded, ScheduleChanged};
    let told = [ScheduleAdded(1), ScheduleChanged(1)];
    assert_eq!(deeds(&store).await, told);
    // What is due and not planned yet is not lost by a change of something else.
    let mut elsewhere = plan(15);
    elsewhere.limit = 3;
    let late = changed(&store, (old.id, 2), elsewhere, 185).await;
    assert_eq!(late.next, next(180));
    store.verify().await.unwrap();
}

pub(super) async fn a_schedule_rests_until_it_goes_on(open: Opener<'_>) {
    let store = open();
    let old = added(&store).await;
    let id = old.id;
    let paused = store.pause_schedule(id, BOB, at(1)).await.unwrap().unwrap();
    let pause = Pause {
        at: at(1),
        by: Author::User(BOB),
    };
    let wanted = Schedule {
        version: 2,
        changed_by: BOB,
        changed_at: at(1),
        paused: Some(pause),
        next: None,
        ..old
    };
    assert_eq!(paused, wanted);
    assert_eq!(due(&store).await, []);
    let again = store.pause_schedule(id, ANN, at(2)).await.unwrap();
    assert_eq!(again.as_ref(), Some(&wanted), "it rests already");
    let edited = changed(&store, (id, 2), plan(15), 3).await;
    assert_eq!((edited.next, edited.paused), (None, wanted.paused));
    store.verify().await.unwrap();

    let resumed = store.resume_schedule(id, ANN, at(200)).await.unwrap();
    let resumed = resumed.unwrap();
    assert_eq!((resumed.version, resumed.paused.clone()), (4, None));
    assert_eq!(
        resumed.next,
        next(180 + DAY),
        "what was missed is not made up for"
    );
    assert_eq!(
        due(&store).await,
        [(JobKey::PlanBriefing(id), at(180 + DAY))]
    );
    let again = store.resume_schedule(id, BOB, at(201)).await.unwrap();
    assert_eq!(again, Some(resumed));
    use Deed::{ScheduleAdded, ScheduleChanged, SchedulePaused, ScheduleResumed};
    let told = [
        ScheduleAdded(1),
        SchedulePaused(1),
        ScheduleChanged(1),
        ScheduleResumed(1),
    ];
    assert_eq!(deeds(&store).await, told);
    let nobody = ScheduleId { number: 9, ..id };
    assert_eq!(
        store.pause_schedule(nobody, ANN, at(2)).await.unwrap(),
        None
    );
    assert_eq!(
        store.resume_schedule(nobody, ANN, at(2)).await.unwrap(),
        None
    );
    store.verify().await.unwrap();
}

pub(super) async fn what_was_posted_outlives_its_schedule_for_a_while(open: Opener<'_>) {
    let store = open();
    let (quiet, busy) = (added(&store).await, added(&store).await);
    let first = planned(&store, busy.id, 60, &[&[1]]).await;
    done(&store, first.id, 0, 60).await;
    let under_way = planned(&store, busy.id, 60 + DAY, &[&[2], &[3]]).await;
    done(&store, under_way.id, 0, 60 + DAY).await;
    for id in [quiet.id, busy.id] {
        let before = present_schedule(&store, id).await;
        let removed = store.remove_schedule(id, BOB, at(61 + DAY)).await.unwrap();
        assert_eq!(removed, Some(before));
        assert_eq!(store.schedule(id).await.unwrap(), None);
        let again = store.remove_schedule(id, BOB, at(62 + DAY)).await.unwrap();
        assert_eq!(again, None);
    }
    assert_eq!(store.schedules(DESK_OF).await.unwrap(), []);
    let removed = deeds(&store).await.split_off(2);
    assert_eq!(removed, [1, 2].map(Deed::ScheduleRemoved));
    let posted = done(&store, under_way.id, 1, 62 + DAY).await;
    assert_eq!(posted.outcome, Outcome::Posted, "what has begun is ended");
    let kept = store.deliveries(busy.id, None, 9).await.unwrap();
    assert_eq!(kept, [posted, present_delivery(&store, first.id).await]);
    assert_eq!(store.copies_of(story(3), DESK_OF).await.unwrap().len(), 1);
    assert_eq!(store.verify().await.unwrap().deliveries, 2);

    let forgotten = at(61 + DAY) + TimeDelta::days(400);
    let lease = TimeDelta::minutes(1);
    let claimed = store.claim_due(forgotten, lease, 9, Lane::Desk, Vec::new());
    let claimed = claimed.await.unwrap();
    let keys: Vec<_> = claimed.iter().map(|job| job.key).collect();
    assert_eq!(keys, [JobKey::ForgetSchedule(busy.id)]);
    assert!(!store.finish_job(&claimed[0]).await.unwrap(), "it is there");
    assert!(store.forget_schedule(busy.id).await.unwrap());
    assert!(!store.forget_schedule(busy.id).await.unwrap());
    assert_eq!(store.jobs().await.unwrap(), []);
    assert_eq!(store.deliveries(busy.id, None, 9).await.unwrap(), []);
    assert_eq!(store.copies_of(story(3), DESK_OF).await.unwrap(), []);
    assert_eq!(store.told(busy.id).await.unwrap().len(), 0);
    let third = added(&store).await;
    assert!(
        !store.forget_schedule(third.id).await.unwrap(),
        "it is there"
    );
    assert_eq!(store.verify().await.unwrap().deliveries, 0);
}

pub(super) async fn what_nobody_tried_is_cancelled_and_planned_by_the_new_plan(open: Opener<'_>) {
    let store = open();
    let id = added(&store).await.id;
    let first = planned(&store, id, 60, &[&[1]]).await;
    let mut elsewhere = plan(13);
    elsewhere.channel = crate::article::ChannelId(6);
    let edited = changed(&store, (id, 1), elsewhere.clone(), 61).await;
    let cancelled = present_delivery(&store, first.id).await;
    assert_eq!(cancelled.outcome, Outcome::Cancelled);
    assert_eq!(edited.next, next(60), "that of today, anew");
    assert_eq!(store.told(id).await.unwrap().len(), 0);
    assert_eq!(due(&store).await, [(JobKey::PlanBriefing(id), at(60))]);
    let second = planned(&store, id, 61, &[&[1]]).await;
    assert_eq!((second.id.number, &second.plan), (2, &elsewhere));
    store.verify().await.unwrap();

    // Another time: today's is not posted, the new one of today is.
    let edited = changed(&store, (id, 2), plan(15), 62).await;
    assert_eq!(edited.next, next(180));
    let third = planned(&store, id, 180, &[&[1]]).await;
    let begun = crate::briefing::Event::Begun(0);
    advanced(&store, third.id, begun, 180).await.unwrap();
    // What has begun is left alone, and has taken the date.
    let edited = changed(&store, (id, 3), plan(16), 181).await;
    assert_eq!(edited.next, next(240 + DAY));
    let third = present_delivery(&store, third.id).await;
    assert_eq!(third.outcome, Outcome::UnderWay);
    store.verify().await.unwrap();

    let fourth = planned(&store, id, 240 + DAY, &[&[2]]).await;
    store.pause_schedule(id, ANN, at(241 + DAY)).await.unwrap();
    let fourth = present_delivery(&store, fourth.id).await;
    assert_eq!(fourth.outcome, Outcome::Cancelled);
    store.resume_schedule(id, ANN, at(242 + DAY)).await.unwrap();
    let late = planned(&store, id, 240 + 2 * DAY, &[&[2]]).await;
    let version = present_schedule(&store, id).await.version;
    let expired = changed(&store, (id, version), elsewhere, 241 + 2 * DAY + GRACE).await;
    assert_eq!(expired.next, next(60 + 3 * DAY), "its time is over");
    let late = present_delivery(&store, late.id).await;
    assert_eq!(late.outcome, Outcome::Cancelled);
    store.verify().await.unwrap();
}

pub(super) async fn another_time_zone_database_reckons_anew(open: Opener<'_>) {
    let store = open();
    let (kept, moved, gone) = (
        added(&store).await,
        added(&store).await,
        added(&store).await,
    );
    let other = |minute| Due {
        database: "1999a".into(),
        ..next(minute).unwrap()
    };
    store.set_next(moved.id, other(90)).await;
    let mut sunday = plan(13);
    sunday.recurrence.days = "sun".parse().unwrap();
    let gone = changed(&store, (gone.id, 1), sunday, 0).await;
    store.set_next(gone.id, other(60)).await;
    store.verify().await.unwrap();
    assert_eq!(store.reckon_schedules(at(1)).await.unwrap(), 2);
    let schedules = store.schedules(DESK_OF).await.unwrap();
    assert_eq!(schedules, [kept, moved, gone.clone()]);
    assert_eq!(gone.next, next(60 + 6 * DAY), "that date has none");
    assert_eq!(store.reckon_schedules(at(1)).await.unwrap(), 0);
    store.verify().await.unwrap();
}
