//! What can happen to a delivery, and what can't.

mod diagrams;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use proptest::{collection::vec, prelude::*, sample::Index};

use self::diagrams::changed;
use super::*;
use crate::{
    article::{ArticleId, ChannelId, GuildId, Library, MessageId, UserId},
    schedule::{Days, Recurrence, Zone},
};

const CHANNEL: ChannelId = ChannelId(5);

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
}

fn stories(first: u32) -> Vec<ArticleId> {
    let story = |number| ArticleId {
        library: Library::House,
        number,
    };
    vec![story(first), story(first + 1)]
}

fn delivery(kind: ChannelKind, steps: &[StepKind]) -> Delivery {
    let schedule = ScheduleId {
        guild: GuildId(7),
        number: 1,
    };
    Delivery {
        id: DeliveryId {
            schedule,
            number: 1,
        },
        cause: Cause::Occurrence(NaiveTime::MIN),
        plan: Plan {
            channel: CHANNEL,
            kind,
            recurrence: Recurrence {
                time: NaiveTime::MIN,
                zone: Zone::utc(),
                days: Days::DAILY,
            },
            topic: None,
            mention: None,
            limit: 8,
            thread: steps.contains(&StepKind::Thread),
            crosspost: steps.contains(&StepKind::Crosspost(0)),
            when_empty: WhenEmpty::Note,
        },
        date: at(0).date_naive(),
        due_at: at(0),
        planned_at: at(0),
        expires_at: at(360),
        late: false,
        total: 9,
        steps: steps.iter().cloned().map(Step::planned).collect(),
        outcome: Outcome::UnderWay,
        ended_at: None,
        trouble: None,
    }
}

/// One of each kind, as it is planned.
fn planned() -> [Delivery; 6] {
    use StepKind::{Crosspost, Message, Post, Thread};
    let (first, second) = (stories(1), stories(3));
    let two = [Message(first.clone()), Message(second.clone())];
    let [one, other] = two.clone();
    let head = Message(Vec::new());
    [
        delivery(ChannelKind::Text, std::slice::from_ref(&head)),
        delivery(ChannelKind::Text, &two),
        delivery(
            ChannelKind::Announcement,
            &[one.clone(), other.clone(), Crosspost(0), Crosspost(1)],
        ),
        delivery(ChannelKind::Text, &[head, Thread, one, other.clone()]),
        delivery(ChannelKind::Forum, &[Post(first), other]),
        delivery(ChannelKind::Forum, &[Post(second)]),
    ]
}

/// Everything that could be said of a delivery with these many steps.
fn events(steps: usize, until: DateTime<Utc>) -> Vec<Event> {
    let said = String::from("busy");
    let of_step = |step: usize| {
        let number = step as u64;
        [
            Event::Begun(step),
            Event::NotDone(step, said.clone()),
            Event::Unclear(step, said.clone()),
            Event::Done(step, ChannelId(20 + number), MessageId(40 + number)),
            Event::Lost(step),
            Event::Refused(step, Obstacle::Gone),
        ]
    };
    let mut all: Vec<Event> = (0..=steps).flat_map(of_step).collect();
    all.extend([
        Event::LeftOut(stories(1)[..1].to_vec()),
        Event::LeftOut([stories(1), stories(3)].concat()),
        Event::Expired(said.clone()),
        Event::Confirmed(until),
        Event::SendAgain(until),
        Event::CrosspostAgain(until),
        Event::Cancelled,
    ]);
    all
}

/// How the steps of a delivery may stand beside each other.
fn check_order(delivery: &Delivery) {
    let done = |step: &&Step| matches!(step.state, StepState::Done(..) | StepState::There);
    let mut rest = delivery
        .steps
        .iter()
        .skip_while(done)
        .map(|step| step.state);
    let first = rest.next();
    let rest: Vec<StepState> = rest.collect();
    let all = |state| rest.iter().all(|other| *other == state);
    let ok = match (&delivery.outcome, first) {
        (Outcome::UnderWay, Some(StepState::Planned | StepState::Sending(_)))
        | (Outcome::Cancelled, Some(StepState::Planned))
        | (Outcome::Uncertain, Some(StepState::Uncertain)) => all(StepState::Planned),
        (Outcome::Failed(_), Some(StepState::Failed)) => all(StepState::Failed),
        (Outcome::NotCrossposted(_), Some(StepState::Failed)) => all(StepState::Failed),
        (Outcome::Posted | Outcome::Empty, None) => true,
        _ => false,
    };
    assert!(ok, "{delivery:#?}");
    let ended = delivery.outcome != Outcome::UnderWay;
    assert_eq!(delivery.ended_at.is_some(), ended);
    assert_eq!(delivery.current().is_some(), !ended);
    let crosspost = |step: &Step| matches!(step.kind, StepKind::Crosspost(_));
    if let Outcome::NotCrossposted(_) = delivery.outcome {
        let mut failed = delivery.steps.iter();
        assert!(failed.all(|step| step.state != StepState::Failed || crosspost(step)));
    }
    // A crosspost names the message that it is of.
    for step in &delivery.steps {
        if let StepKind::Crosspost(of) = step.kind {
            assert!(delivery.steps[of].kind.is_message());
            assert_ne!(delivery.steps[of].state, StepState::There);
        }
    }
}

/// What an event may not touch.
fn check_kept(before: &Delivery, event: &Event, after: &Delivery) {
    let person = matches!(
        event,
        Event::Confirmed(_) | Event::SendAgain(_) | Event::CrosspostAgain(_)
    );
    // What has ended goes on by a person only, and what is done for good by none.
    match before.outcome {
        Outcome::UnderWay => assert!(!person),
        Outcome::Uncertain | Outcome::NotCrossposted(_) => assert!(person),
        _ => panic!("{event:?} happened to {before:#?}"),
    }
    for (step, now) in before.steps.iter().zip(&after.steps) {
        match (step.state, now.state) {
            (StepState::Done(..) | StepState::There, state) => assert_eq!(state, step.state),
            (StepState::Sending(since), StepState::Sending(still)) => assert_eq!(still, since),
            _ => {}
        }
    }
    changed(before, event, after, usize::MAX);
    let left_out = before.stories().count() - after.stories().count();
    match event {
        Event::LeftOut(_) => assert_eq!(before.total - after.total, left_out as u32),
        _ => assert_eq!(before.total, after.total),
    }
    assert!(after.expires_at >= before.expires_at);
    let is_first = matches!(event, Event::Begun(_)) && !before.has_begun();
    assert!(is_first || after.late == before.late);
    let same = Delivery {
        late: after.late,
        total: after.total,
        expires_at: after.expires_at,
        steps: after.steps.clone(),
        outcome: after.outcome.clone(),
        ended_at: after.ended_at,
        trouble: after.trouble.clone(),
        ..before.clone()
    };
    assert_eq!(*after, same);
}

proptest! {
    #[test]
    fn whatever_happens_order_and_what_is_done_stay(
        which in any::<Index>(),
        happens in vec((any::<Index>(), any::<bool>(), -3_i64..40), 1..80),
    ) {
        let mut delivery = which.get(&planned()).clone();
        check_order(&delivery);
        let mut minute = 0;
        for (event, likely, passed) in happens {
            minute += passed;
            let (now, until) = (at(minute), at(minute + 360));
            let all = events(delivery.steps.len(), until);
            let possible = all.iter().filter(|event| delivery.after(event, now).is_some());
            let possible: Vec<&Event> = possible.collect();
            let event = match likely && !possible.is_empty() {
                true => event.get(&possible),
                false => event.get(&all),
            };
            if let Some(after) = delivery.after(event, now) {
                check_kept(&delivery, event, &after);
                check_order(&after);
                delivery = after;
            }
        }
    }
}

/// The same after these events, one a minute.
fn after(delivery: &Delivery, events: &[Event]) -> Delivery {
    let mut delivery = delivery.clone();
    for (minute, event) in (1..).zip(events) {
        let after = delivery.after(event, at(minute));
        delivery = after.unwrap_or_else(|| panic!("{event:?} can't happen to {delivery:#?}"));
    }
    delivery
}

fn done(step: usize) -> [Event; 2] {
    let number = step as u64;
    let place = (ChannelId(20 + number), MessageId(40 + number));
    [Event::Begun(step), Event::Done(step, place.0, place.1)]
}

#[test]
fn what_needs_a_message_that_nobody_knows_is_left_out() {
    let [note, two, crossposted, thread, forum, _] = planned();
    let lost = |step| vec![Event::Begun(step), Event::Lost(step)];
    let after_first = |step| [done(0).to_vec(), lost(step)].concat();
    for (delivery, before, left, outcome) in [
        (&note, lost(0), 1, Outcome::Posted),
        (&two, lost(0), 2, Outcome::UnderWay),
        (&two, after_first(1), 2, Outcome::Posted),
        (&crossposted, lost(0), 3, Outcome::UnderWay),
        (&crossposted, after_first(1), 3, Outcome::UnderWay),
        (&thread, lost(0), 1, Outcome::Posted),
        (&forum, lost(0), 1, Outcome::Posted),
        (&forum, after_first(1), 2, Outcome::Posted),
    ] {
        let uncertain = after(delivery, &before);
        assert_eq!(uncertain.outcome, Outcome::Uncertain);
        let confirmed = after(&uncertain, &[Event::Confirmed(at(400))]);
        assert_eq!(confirmed.steps.len(), left, "{delivery:#?}");
        assert_eq!(confirmed.outcome, outcome, "{delivery:#?}");
        assert_eq!(confirmed.expires_at, at(400));
        // A person's word never shortens the time that there is.
        let early = after(&uncertain, &[Event::SendAgain(at(100))]);
        assert_eq!(early.expires_at, at(360));
        let again = after(&uncertain, &[Event::SendAgain(at(400))]);
        assert_eq!(again.steps.len(), delivery.steps.len());
        assert_eq!(again.outcome, Outcome::UnderWay);
    }
}

#[test]
fn what_was_taken_from_readers_is_left_out_of_what_is_planned() {
    let [note, two, _, _, forum, _] = planned();
    let (first, all) = (stories(1)[..1].to_vec(), [stories(1), stories(3)].concat());
    let left = |delivery: &Delivery| delivery.stories().map(|id| id.number).collect::<Vec<_>>();
    for delivery in [&two, &forum] {
        let less = after(delivery, &[Event::LeftOut(first.clone())]);
        assert_eq!((left(&less), less.total), (vec![2, 3, 4], 8));
        assert_eq!(less.outcome, Outcome::UnderWay);
        let none = after(delivery, &[Event::LeftOut(all.clone())]);
        assert_eq!((none.outcome, none.total), (Outcome::Empty, 5));
        assert!(none.steps.is_empty());
        // What was told stays; a message keeps what it has where it would have nothing.
        let begun = after(
            delivery,
            &[&done(0)[..], &[Event::LeftOut(all.clone())]].concat(),
        );
        assert_eq!((left(&begun), begun.total), (vec![1, 2, 3, 4], 9));
    }
    assert_eq!(after(&note, &[Event::LeftOut(all.clone())]), note);
    let begun = after(&two, &[Event::Begun(0)]);
    assert_eq!(
        begun.after(&Event::LeftOut(first), at(2)),
        None,
        "it may be there"
    );
}

#[test]
fn a_first_try_keeps_its_time_until_it_was_certainly_not_done() {
    let [note, ..] = planned();
    let since = |delivery: &Delivery| match delivery.steps[0].state {
        StepState::Sending(since) => since,
        other => panic!("{other:?}"),
    };
    let unclear = Event::Unclear(0, "no answer".into());
    let tried = [Event::Begun(0), unclear, Event::Begun(0)];
    assert_eq!(since(&after(&note, &tried)), at(1));
    let not_done = Event::NotDone(0, "busy".into());
    let anew = [Event::Begun(0), not_done, Event::Begun(0)];
    assert_eq!(since(&after(&note, &anew)), at(3));
}

#[test]
fn messages_go_into_the_thread_or_post_before_them() {
    let [_, two, _, thread, forum, _] = planned();
    let begun = |delivery: &Delivery, steps: usize| {
        after(delivery, &(0..steps).flat_map(done).collect::<Vec<_>>())
    };
    for (delivery, step, place) in [
        (begun(&two, 1), 1, CHANNEL),
        (begun(&thread, 1), 1, CHANNEL),
        (begun(&thread, 2), 2, ChannelId(21)),
        (begun(&thread, 3), 3, ChannelId(21)),
        (forum.clone(), 0, CHANNEL),
        (begun(&forum, 1), 1, ChannelId(20)),
        // A step keeps its own place once it is done: names are made of it.
        (begun(&forum, 1), 0, CHANNEL),
        (begun(&thread, 3), 1, CHANNEL),
    ] {
        assert_eq!(delivery.place(step), place, "{step} of {delivery:#?}");
    }
}

#[test]
fn a_date_is_taken_as_soon_as_anything_may_be_there() {
    let [_, two, crossposted, ..] = planned();
    let refused = |step| Event::Refused(step, Obstacle::Gone);
    let ended = |outcome| Delivery {
        outcome,
        steps: Vec::new(),
        ..two.clone()
    };
    let posted: Vec<Event> = (0..2).flat_map(done).collect();
    let [begun, first] = done(0);
    let first = [begun.clone(), first];
    let lost = after(&two, &[begun.clone(), Event::Lost(0)]);
    for (delivery, takes) in [
        (two.clone(), true),
        (ended(Outcome::Empty), false),
        (ended(Outcome::Missed), false),
        (after(&two, &[Event::Cancelled]), false),
        (after(&two, &[begun.clone(), refused(0)]), false),
        (after(&two, &[Event::Expired("busy".into())]), false),
        (
            after(&two, &[&first[..], &[Event::Begun(1), refused(1)]].concat()),
            true,
        ),
        (lost, true),
        (after(&two, &posted), true),
        (
            after(
                &crossposted,
                &[&posted[..], &[Event::Begun(2), refused(2)]].concat(),
            ),
            true,
        ),
    ] {
        assert_eq!(delivery.takes_date(), takes, "{delivery:#?}");
        let extra = Delivery {
            cause: Cause::Extra(UserId(3)),
            ..delivery
        };
        assert!(!extra.takes_date());
    }
}
