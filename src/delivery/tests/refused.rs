//! What does not get through: passing failures, lasting ones, and when a schedule gives up.

use super::*;
use crate::briefing::{Obstacle, Right};

#[tokio::test]
async fn a_wait_that_was_said_is_kept_and_else_it_is_tried_ever_later() {
    let scene = Scene::with_stories(plan(), 1).await;
    scene.fails_always(Fault::NotDone(Some(600)));
    scene.at(on(2, "06:00:00")).await;
    let at = scene.sent_at().await.unwrap();
    assert!(at >= on(2, "06:10:00"), "{at}");
    scene.fails_always(Fault::NotDone(None));
    let mut now = at;
    let mut waits = Vec::new();
    for _ in 0..12 {
        scene.at(now).await;
        let at = scene.sent_at().await.unwrap();
        waits.push((at - now).num_seconds());
        now = at;
    }
    // It was claimed once before.
    assert!(waits[0] >= 2 && waits[2] > waits[0], "{waits:?}");
    let longest = waits.iter().max().unwrap();
    assert!((300..=310).contains(longest), "{waits:?}");
    let delivery = scene.last().await;
    assert_eq!(delivery.trouble.as_deref(), Some("busy"));
    assert_eq!(states(&delivery), [StepState::Planned]);
    scene.fails_always(None);
    scene.at(now).await;
    let delivery = scene.last().await;
    assert_eq!(
        (delivery.outcome, delivery.trouble),
        (Outcome::Posted, None)
    );
    assert_eq!(scene.log().await, []);
}

#[tokio::test]
async fn what_passes_but_not_in_time_is_overdue_and_does_not_pause() {
    let scene = Scene::new(plan()).await;
    for day in 2..6 {
        scene.clock.set(on(day - 1, "20:00:00"));
        scene.announce(&format!("Of {day}"), "One line.").await;
        scene.fails_always(Fault::NotDone(None));
        scene.at(on(day, "06:00:00")).await;
        scene.at(on(day, "11:00:00")).await;
        let outcome = scene.last().await.outcome;
        assert_eq!(outcome, Outcome::UnderWay);
        scene.at(on(day, "12:00:30")).await;
        let outcome = scene.last().await.outcome;
        assert_eq!(outcome, Outcome::Failed(Obstacle::Overdue("busy".into())));
    }
    let schedule = scene.schedule().await;
    assert!(schedule.paused.is_none() && schedule.failures == 0);
    let deed = Deed::BriefingFailed(1, "it did not get through in time: busy".into());
    assert_eq!(scene.log().await, vec![deed; 4]);
    // Its stories are still news.
    scene.fails_always(None);
    scene.at(on(6, "06:00:00")).await;
    assert!(scene.posted()[0].text.contains("Of 5"));
}

#[tokio::test]
async fn three_lasting_failures_in_a_row_pause_a_schedule() {
    let scene = Scene::with_stories(plan(), 1).await;
    let lacks = Obstacle::Lacks(vec![Right::Send]);
    scene.fails_always(Fault::Refused(lacks.clone()));
    for day in 2..4 {
        scene.at(on(day, "06:00:00")).await;
        assert_eq!(scene.last().await.outcome, Outcome::Failed(lacks.clone()));
        scene.announce(&format!("Of {day}"), "One line.").await;
    }
    // One that gets through begins the count anew.
    assert_eq!(scene.schedule().await.failures, 2);
    scene.fails_always(None);
    scene.at(on(4, "06:00:00")).await;
    assert_eq!(scene.schedule().await.failures, 0);
    let posted = scene.posted();
    assert!(posted[0].text.contains("Of 2"), "what failed is still news");

    scene.fails_always(Fault::Refused(lacks));
    for day in 5..8 {
        assert!(scene.schedule().await.paused.is_none());
        scene.announce(&format!("Of {day}"), "One line.").await;
        scene.at(on(day, "06:00:00")).await;
    }
    assert!(scene.schedule().await.gave_up());
    scene.asked();
    scene.at(on(9, "06:00:00")).await;
    assert!(scene.asked().is_empty(), "it rests");
    let failed = Deed::BriefingFailed(1, "Newsdesk lacks Send Messages there".into());
    let mut told = vec![failed; 5];
    told.push(Deed::ScheduleGaveUp(1));
    assert_eq!(scene.log().await, told);

    // Mended, it goes on.
    scene.fails_always(None);
    let now = scene.clock.now();
    let resumed = scene.store.resume_schedule(scene.id, ANN, now);
    assert_eq!(resumed.await.unwrap().unwrap().failures, 0);
    scene.announce("Fresh", "One line.").await;
    scene.at(on(10, "06:00:00")).await;
    assert_eq!(scene.last().await.outcome, Outcome::Posted);
}

#[tokio::test]
async fn a_guild_that_removed_the_bot_and_added_it_again_goes_on() {
    let scene = Scene::with_stories(plan(), 1).await;
    scene.fails_always(Fault::Refused(Obstacle::Away));
    for day in 2..4 {
        scene.at(on(day, "06:00:00")).await;
    }
    let failed = Outcome::Failed(Obstacle::Away);
    // The first two days' story is still news on the third.
    assert_eq!(scene.outcomes().await, [failed.clone(), failed.clone()]);
    scene.fails_always(None);
    scene.announce("Fresh", "One line.").await;
    scene.at(on(4, "06:00:00")).await;
    assert_eq!(scene.last().await.outcome, Outcome::Posted);
}

#[tokio::test]
async fn extras_and_days_without_news_do_not_pause() {
    let scene = Scene::with_stories(plan(), 1).await;
    scene.fails_always(Fault::Refused(Obstacle::NoTag));
    for _ in 0..4 {
        assert_eq!(scene.post_now().await, Some(Notice::Posting));
        scene.run().await;
    }
    let schedule = scene.schedule().await;
    assert!(schedule.failures == 0 && schedule.paused.is_none());
    assert_eq!(
        scene.outcomes().await,
        vec![Outcome::Failed(Obstacle::NoTag); 4]
    );
}
