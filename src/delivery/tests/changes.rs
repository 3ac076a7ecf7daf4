//! What people change meanwhile: the schedule, before anything was tried and in the middle.

use super::*;

/// A briefing of two stories that is planned, and nothing of it tried.
async fn planned(plan: Plan) -> Scene {
    let scene = Scene::with_stories(plan, 2).await;
    scene.clock.set(on(2, "06:00:00"));
    assert!(scene.one(on(2, "06:00:00")).await);
    assert_eq!(scene.outcomes().await, [Outcome::UnderWay]);
    assert!(!scene.last().await.has_begun());
    scene
}

/// The same, in the middle: its first message is there, the second could not be sent.
async fn begun(mut plan: Plan) -> Scene {
    plan.thread = true;
    let scene = planned(plan).await;
    scene.fails([None, None, Some(Fault::NotDone(None))]);
    scene.run().await;
    assert!(scene.last().await.has_begun());
    scene
}

#[tokio::test]
async fn an_edit_before_anything_was_tried_counts_at_once() {
    let scene = planned(plan()).await;
    let other = ChannelId(6);
    scene.change(|plan| plan.channel = other).await;
    scene.run().await;
    assert_eq!(
        scene.outcomes().await,
        [Outcome::Cancelled, Outcome::Posted]
    );
    let channels: Vec<_> = scene.posted().iter().map(|it| it.channel).collect();
    assert_eq!(channels, [other]);
}

#[tokio::test]
async fn an_edit_to_a_later_time_of_that_day_moves_what_was_not_tried() {
    let scene = planned(plan()).await;
    scene
        .change(|plan| plan.recurrence.time = NaiveTime::from_hms_opt(9, 0, 0).unwrap())
        .await;
    scene.run().await;
    assert!(scene.posted().is_empty());
    scene.at(on(2, "07:00:00")).await;
    assert_eq!(scene.posted().len(), 1);
    scene.at(on(2, "23:00:00")).await;
    assert_eq!(scene.posted().len(), 1);
}

#[tokio::test]
async fn an_edit_in_the_middle_lets_it_end_as_it_began() {
    let scene = begun(plan()).await;
    let schedule = scene
        .change(|plan| {
            plan.channel = ChannelId(6);
            plan.recurrence.time = NaiveTime::from_hms_opt(20, 0, 0).unwrap();
        })
        .await;
    // Its date is taken.
    assert_eq!(schedule.next.unwrap().due_at, on(3, "18:00:00"));
    scene.at(on(2, "06:10:00")).await;
    assert_eq!(scene.outcomes().await, [Outcome::Posted]);
    assert!(scene.posted().iter().all(|it| it.channel != ChannelId(6)));
}

#[tokio::test]
async fn a_posted_date_is_taken_when_the_time_is_moved() {
    let scene = Scene::with_stories(plan(), 1).await;
    scene.at(on(2, "06:00:00")).await;
    scene
        .change(|plan| plan.recurrence.time = NaiveTime::from_hms_opt(20, 0, 0).unwrap())
        .await;
    scene.announce("Fresh", "One line.").await;
    scene.at(on(2, "18:00:00")).await;
    assert_eq!(scene.posted().len(), 1);
    scene.at(on(3, "18:00:00")).await;
    assert_eq!(scene.posted().len(), 2);
}

#[tokio::test]
async fn pause_and_removal_cancel_what_was_not_tried_and_let_the_rest_end() {
    for removed in [false, true] {
        for middle in [false, true] {
            let scene = match middle {
                true => begun(plan()).await,
                false => planned(plan()).await,
            };
            let (id, now) = (scene.id, scene.clock.now());
            let acted = match removed {
                true => scene.store.remove_schedule(id, ANN, now).await,
                false => scene.store.pause_schedule(id, ANN, now).await,
            };
            acted.unwrap().unwrap();
            scene.at(on(2, "06:10:00")).await;
            let (outcome, count) = match middle {
                true => (Outcome::Posted, 2),
                false => (Outcome::Cancelled, 0),
            };
            assert_eq!(scene.outcomes().await, [outcome]);
            assert_eq!(scene.posted().len(), count);
            scene.at(on(5, "06:10:00")).await;
            assert_eq!(scene.posted().len(), count, "it rests");
            if !removed {
                // What was cancelled is still news.
                scene.clock.set(on(2, "23:00:00"));
                let resumed = scene.store.resume_schedule(id, ANN, scene.clock.now());
                resumed.await.unwrap().unwrap();
                scene.at(on(3, "06:00:00")).await;
                assert_eq!(scene.posted().len(), if middle { 2 } else { 1 });
            }
        }
    }
}

#[tokio::test]
async fn a_pause_overtakes_a_worker_that_has_read_the_delivery() {
    let scene = planned(plan()).await;
    let jobs = scene.store.claim_due(
        scene.clock.now(),
        TimeDelta::minutes(5),
        1,
        Lane::Briefings,
        vec![],
    );
    let job = jobs.await.unwrap()[0];
    let paused = scene.store.pause_schedule(scene.id, ANN, scene.clock.now());
    paused.await.unwrap().unwrap();
    assert!(matches!(
        scene.worker.work(&job).await,
        Worked::Done | Worked::Settled
    ));
    assert!(scene.posted().is_empty());
}

#[tokio::test]
async fn an_extra_is_posted_at_once_and_counts_as_told() {
    let scene = Scene::with_stories(plan(), 2).await;
    assert_eq!(scene.post_now().await, Some(Notice::Posting));
    scene.run().await;
    assert_eq!(scene.posted().len(), 1);
    assert_eq!(scene.post_now().await, None);
    // It uses up no date: the next one comes, with what is new.
    scene.at(on(2, "06:00:00")).await;
    assert_eq!(scene.outcomes().await, [Outcome::Posted, Outcome::Empty]);
    scene.announce("Fresh", "One line.").await;
    scene.at(on(3, "06:00:00")).await;
    let posted = scene.posted().pop().unwrap();
    assert!(posted.text.contains("Fresh") && !posted.text.contains("Story 1"));
    assert_eq!(scene.log().await, [Deed::BriefingOrdered(1)]);
}
