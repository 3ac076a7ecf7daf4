//! When briefings are posted: at their minute, once, late or not at all.

use super::*;
use crate::briefing::Obstacle;

#[tokio::test]
async fn a_briefing_is_posted_once_at_its_minute() {
    let scene = Scene::with_stories(plan(), 2).await;
    scene.at(on(2, "05:59:00")).await;
    assert!(scene.posted().is_empty());
    scene.at(on(2, "06:00:00")).await;
    let [posted] = &scene.posted()[..] else {
        panic!("{:?}", scene.posted());
    };
    assert_eq!(posted.channel, NEWS);
    let (first, second) = (posted.text.find("Story 1"), posted.text.find("Story 2"));
    assert!(first < second && first.is_some(), "{}", posted.text);
    let delivery = scene.last().await;
    assert_eq!(states(&delivery), [StepState::Done(NEWS, posted.id)]);
    assert!(delivery.outcome == Outcome::Posted && !delivery.late);
    for time in ["06:01:00", "12:00:00", "23:00:00"] {
        scene.at(on(2, time)).await;
    }
    assert_eq!((scene.asked(), scene.log().await), (vec!["send"], vec![]));
    // What was told is not told again; what is new is.
    scene.announce("Story 3", "One line.").await;
    scene.at(on(3, "06:00:00")).await;
    let posted = scene.posted().pop().unwrap();
    assert!(posted.text.contains("Story 3") && !posted.text.contains("Story 1"));
    assert_eq!(scene.posted().len(), 2);
}

#[tokio::test]
async fn on_an_empty_day_nothing_is_posted_or_a_note() {
    for (when_empty, outcome, count) in [
        (WhenEmpty::Silent, Outcome::Empty, 0),
        (WhenEmpty::Note, Outcome::Posted, 1),
    ] {
        for kind in [ChannelKind::Text, ChannelKind::Forum] {
            let scene = Scene::new(Plan {
                when_empty,
                kind,
                ..plan()
            })
            .await;
            scene.at(on(2, "06:00:00")).await;
            assert_eq!(scene.outcomes().await, std::slice::from_ref(&outcome));
            let posted = scene.posted();
            assert_eq!(posted.len(), count);
            assert!(posted.iter().all(|it| it.text.contains("Nothing new")));
            let next = scene.schedule().await.next.unwrap();
            assert_eq!(next.due_at, on(3, "06:00:00"));
        }
    }
}

#[tokio::test]
async fn after_a_downtime_the_latest_comes_late_within_the_grace() {
    for (day, time, late, outcomes) in [
        (2, "06:04:00", false, vec![Outcome::Posted]),
        (2, "06:06:00", true, vec![Outcome::Posted]),
        (2, "11:59:00", true, vec![Outcome::Posted]),
        (2, "12:01:00", false, vec![Outcome::Missed]),
        (5, "11:59:00", true, {
            let missed = Outcome::Missed;
            vec![missed.clone(), missed.clone(), missed, Outcome::Posted]
        }),
        (3, "12:01:00", false, vec![Outcome::Missed; 2]),
    ] {
        let scene = Scene::with_stories(plan(), 1).await;
        scene.clock.set(on(day - 1, "20:00:00"));
        scene.announce("Fresh", "One line.").await;
        scene.at(on(day, time)).await;
        assert_eq!(scene.outcomes().await, outcomes, "{day} {time}");
        let posted = scene.posted();
        let count = outcomes.iter().filter(|it| **it == Outcome::Posted).count();
        assert_eq!(posted.len(), count, "{day} {time}");
        for posted in posted {
            assert_eq!(posted.text.contains("Late:"), late, "{}", posted.text);
        }
        let dates: Vec<_> = scene.deliveries().await;
        assert!(dates.windows(2).all(|two| two[0].date < two[1].date));
        // The next one comes as ever.
        let next = scene.schedule().await.next.unwrap();
        assert_eq!(next.due_at, on(day + 1, "06:00:00"));
        scene.announce("Fresher", "One line.").await;
        scene.at(next.due_at).await;
        let last = scene.last().await;
        assert!(last.outcome == Outcome::Posted && !last.late);
    }
}

#[tokio::test]
async fn a_clock_that_is_moved_posts_nothing_twice() {
    let scene = Scene::with_stories(plan(), 1).await;
    scene.at(on(2, "06:00:00")).await;
    scene.announce("Fresh", "One line.").await;
    // Back before it was due, and on again.
    for (day, time) in [
        (2, "05:00:00"),
        (2, "06:00:00"),
        (1, "06:00:00"),
        (2, "07:00:00"),
    ] {
        scene.at(on(day, time)).await;
    }
    assert_eq!(scene.posted().len(), 1);
    // Forward is a downtime.
    scene.at(on(4, "07:00:00")).await;
    assert_eq!(scene.posted().len(), 2);
    let (posted, missed) = (Outcome::Posted, Outcome::Missed);
    assert_eq!(scene.outcomes().await, [posted.clone(), missed, posted]);
    // The days that it went back over are not posted again.
    for (day, time) in [(2, "05:00:00"), (3, "06:00:00"), (4, "08:00:00")] {
        scene.at(on(day, time)).await;
        scene.announce(&format!("Of {day}"), "One line.").await;
    }
    assert_eq!(scene.posted().len(), 2);
    scene.at(on(5, "06:00:00")).await;
    assert_eq!(scene.posted().len(), 3);
}

#[tokio::test]
async fn a_clock_that_went_back_between_claim_and_planning_plans_nothing() {
    let scene = Scene::with_stories(plan(), 1).await;
    let lease = TimeDelta::minutes(5);
    let due = on(2, "06:00:00");
    let jobs = scene.store.claim_due(due, lease, 1, Lane::Plans, vec![]);
    let job = jobs.await.unwrap()[0];
    scene.clock.set(on(2, "05:00:00"));
    scene.work(&job).await;
    assert!(scene.deliveries().await.is_empty());
    scene.at(due).await;
    assert_eq!(scene.outcomes().await, [Outcome::Posted]);
}

#[tokio::test]
async fn what_is_planned_is_gone_with_the_process_or_goes_on() {
    for fault in [Fault::KilledBefore, Fault::KilledAfter] {
        let scene = Scene::with_stories(plan(), 1).await;
        scene.fails([Some(fault)]);
        scene.at(on(2, "06:00:00")).await;
        assert_eq!(scene.posted().len(), 1);
        assert_eq!(scene.outcomes().await, [Outcome::Posted]);
    }
}

#[tokio::test]
async fn what_is_overdue_has_ended_before_the_next_one_is_planned() {
    let scene = Scene::with_stories(plan(), 1).await;
    scene.fails_always(Fault::NotDone(None));
    scene.at(on(2, "06:00:00")).await;
    scene.fails_always(None);
    scene.at(on(3, "06:00:30")).await;
    scene.at(on(3, "06:00:40")).await;
    let outcomes = scene.outcomes().await;
    assert!(
        matches!(
            &outcomes[..],
            [Outcome::Failed(Obstacle::Overdue(_)), Outcome::Posted]
        ),
        "{outcomes:?}"
    );
    assert_eq!(scene.posted().len(), 1);
}

#[tokio::test]
async fn what_is_begun_late_is_late_however_early_it_was_planned() {
    for (time, late) in [("06:04:00", false), ("07:30:00", true)] {
        let scene = Scene::with_stories(plan(), 1).await;
        scene.fails_always(Fault::NotDone(None));
        scene.at(on(2, "06:00:00")).await;
        scene.fails_always(None);
        scene.at(on(2, time)).await;
        let delivery = scene.last().await;
        assert_eq!(
            (delivery.outcome, delivery.late),
            (Outcome::Posted, late),
            "{time}"
        );
    }
}
