//! What may have been done: looked for, never done twice, and where that can't be found out, left to people.

use super::*;
use crate::{
    briefing::{Obstacle, Right},
    delivery::FindError,
};

fn unreadable() -> FindError {
    FindError::Unreadable(Obstacle::Lacks(vec![Right::ReadHistory]))
}

/// A briefing whose first try ended so.
async fn tried(plan: Plan, fault: Fault) -> Scene {
    let scene = Scene::with_stories(plan, 1).await;
    scene.fails([Some(fault)]);
    scene.at(on(2, "06:00:00")).await;
    let outcomes = scene.outcomes().await;
    assert_eq!(outcomes, [Outcome::UnderWay]);
    scene
}

#[tokio::test]
async fn within_two_minutes_the_same_message_is_sent_again() {
    for fault in [Fault::AnswerLost, Fault::Lost] {
        let scene = tried(plan(), fault).await;
        scene.at(on(2, "06:00:30")).await;
        assert_eq!(scene.asked(), ["send", "send"]);
        assert_eq!(scene.posted().len(), 1);
        assert_eq!(scene.outcomes().await, [Outcome::Posted]);
    }
}

#[tokio::test]
async fn later_it_is_looked_for_before_anything_is_sent() {
    for (fault, asked) in [
        (Fault::AnswerLost, &["send", "find"][..]),
        (Fault::Lost, &["send", "find", "send"]),
    ] {
        let scene = tried(plan(), fault).await;
        scene.at(on(2, "06:02:30")).await;
        assert_eq!(scene.asked(), asked);
        assert_eq!(scene.posted().len(), 1);
        assert_eq!(scene.outcomes().await, [Outcome::Posted]);
    }
}

#[tokio::test]
async fn the_first_unclear_try_counts_however_often_it_was_tried_since() {
    let scene = tried(plan(), Fault::AnswerLost).await;
    for time in ["06:00:30", "06:01:30"] {
        scene.fails([Some(Fault::NotDone(None))]);
        scene.at(on(2, time)).await;
        assert_eq!(scene.outcomes().await, [Outcome::UnderWay]);
    }
    scene.at(on(2, "06:02:30")).await;
    assert_eq!(scene.asked(), ["send", "send", "send", "find"]);
    assert_eq!(scene.posted().len(), 1);
    assert_eq!(scene.outcomes().await, [Outcome::Posted]);
}

#[tokio::test]
async fn a_clock_that_was_put_back_meanwhile_finds_it_too() {
    let scene = tried(plan(), Fault::AnswerLost).await;
    // The platform's own clock was right all along.
    scene.fake.state().posted[0].set_at(on(2, "04:59:00"));
    scene.at(on(2, "05:00:00")).await;
    // The job waits for the time at which it was to be tried again.
    scene.store.release_jobs().await.unwrap();
    scene.at(on(2, "06:10:00")).await;
    assert_eq!(scene.posted().len(), 1);
}

#[tokio::test]
async fn a_forum_takes_no_name_so_its_posts_are_looked_through() {
    let plan = Plan {
        kind: ChannelKind::Forum,
        ..plan()
    };
    for (fault, asked) in [
        (Fault::AnswerLost, &["post", "find post"][..]),
        // Within two minutes it may come yet.
        (Fault::Lost, &["post", "find post", "find post", "post"]),
        (Fault::KilledAfter, &["post", "find post"]),
    ] {
        let scene = Scene::with_stories(plan.clone(), 1).await;
        scene.fails([Some(fault)]);
        scene.at(on(2, "06:00:00")).await;
        for time in ["06:00:10", "06:01:50", "06:02:10"] {
            scene.at(on(2, time)).await;
        }
        assert_eq!(scene.asked(), asked);
        assert_eq!(scene.posted().len(), 1);
        let delivery = scene.last().await;
        let posted = &scene.posted()[0];
        let there = StepState::Done(posted.channel, posted.id);
        assert_eq!(states(&delivery), [there]);
    }
}

#[tokio::test]
async fn where_nobody_can_look_a_person_decides() {
    for (fault, word, count) in [
        (Fault::AnswerLost, Settling::There, 1),
        (Fault::Lost, Settling::Again, 1),
    ] {
        let scene = tried(plan(), fault).await;
        scene.fake.state().blind = Some(unreadable());
        scene.at(on(2, "06:02:30")).await;
        let delivery = scene.last().await;
        assert_eq!(delivery.outcome, Outcome::Uncertain);
        scene.at(on(2, "11:00:00")).await;
        assert_eq!(scene.asked(), ["send", "find"], "nothing is sent again");
        assert_eq!(scene.log().await, [Deed::BriefingUncertain(1)]);
        let day = on(2, "20:00:00");
        scene.clock.set(day);
        let settled = scene.settle(delivery.id, word).await.unwrap();
        assert!(settled.expires_at >= day + TimeDelta::hours(5));
        let deed = match word {
            Settling::There => Deed::BriefingConfirmed(1),
            _ => Deed::BriefingSentAgain(1),
        };
        assert_eq!(scene.log().await, [Deed::BriefingUncertain(1), deed]);
        assert_eq!(scene.outcomes().await, [Outcome::Posted]);
        assert_eq!(scene.posted().len(), count);
        assert!(scene.settle(delivery.id, word).await.is_none(), "once");
        // Its stories are told.
        scene.at(on(3, "06:00:00")).await;
        assert_eq!(scene.posted().len(), count);
    }
}

#[tokio::test]
async fn looking_that_fails_is_tried_again_until_the_time_is_over() {
    let scene = tried(plan(), Fault::AnswerLost).await;
    scene.fake.state().blind = Some(FindError::Passing("busy".into()));
    scene.at(on(2, "06:03:00")).await;
    assert_eq!(scene.outcomes().await, [Outcome::UnderWay]);
    scene.fake.state().blind = None;
    scene.at(on(2, "06:10:00")).await;
    assert_eq!(scene.asked(), ["send", "find", "find"]);
    assert_eq!(scene.outcomes().await, [Outcome::Posted]);

    let scene = tried(plan(), Fault::AnswerLost).await;
    scene.fake.state().blind = Some(FindError::Passing("busy".into()));
    scene.at(on(4, "12:01:00")).await;
    assert_eq!(scene.outcomes().await, [Outcome::Uncertain]);
    assert_eq!(scene.posted().len(), 1);
}

#[tokio::test]
async fn a_discord_that_was_away_for_longer_than_the_grace_is_looked_at_before_anything_is_said() {
    let scene = tried(plan(), Fault::Lost).await;
    scene.fake.state().blind = Some(FindError::Passing("away".into()));
    scene.at(on(3, "06:00:00")).await;
    assert_eq!(
        scene.outcomes().await,
        [Outcome::UnderWay],
        "and nothing is planned beside it"
    );
    scene.fake.state().blind = None;
    for minute in ["06:06:00", "06:12:00"] {
        scene.at(on(3, minute)).await;
    }
    let overdue = Outcome::Failed(Obstacle::Overdue("away".into()));
    assert_eq!(
        scene.outcomes().await,
        [overdue, Outcome::Posted],
        "its stories are news again"
    );
    assert_eq!(scene.posted().len(), 1);
}

#[tokio::test]
async fn what_was_tried_at_the_very_end_is_looked_for_too() {
    for (fault, outcome, count) in [
        (Fault::AnswerLost, Outcome::Posted, 1),
        (
            Fault::Lost,
            Outcome::Failed(Obstacle::Overdue("no answer".into())),
            0,
        ),
    ] {
        let scene = Scene::with_stories(plan(), 1).await;
        scene.fails_always(Fault::NotDone(None));
        scene.at(on(2, "06:00:00")).await;
        scene.fails_always(None);
        scene.fails([Some(fault)]);
        scene.at(on(2, "11:59:50")).await;
        scene.at(on(2, "12:00:30")).await;
        scene.at(on(2, "12:02:00")).await;
        assert_eq!(scene.outcomes().await, [outcome]);
        assert_eq!(scene.posted().len(), count);
    }
}

#[tokio::test]
async fn a_refusal_after_an_unclear_try_is_looked_at_first() {
    let refusal = || Fault::Refused(Obstacle::Lacks(vec![Right::Send]));
    let failed = Outcome::Failed(Obstacle::Lacks(vec![Right::Send]));
    for (first, blind, outcome, asked) in [
        (Fault::AnswerLost, None, Outcome::Posted, 3),
        // It is looked for again once it can't come any more, and tried.
        (Fault::Lost, None, failed, 5),
        (Fault::AnswerLost, Some(unreadable()), Outcome::Uncertain, 3),
    ] {
        let scene = tried(plan(), first).await;
        scene.fails([Some(refusal()), Some(refusal())]);
        scene.fake.state().blind = blind;
        for time in ["06:00:30", "06:02:10"] {
            scene.at(on(2, time)).await;
        }
        assert_eq!(scene.outcomes().await, [outcome]);
        assert_eq!(scene.asked().len(), asked);
    }
    // Where the channel is gone, so is what stood in it.
    let scene = tried(plan(), Fault::AnswerLost).await;
    scene.fails([Some(Fault::Refused(Obstacle::Gone))]);
    scene.at(on(2, "06:00:30")).await;
    assert_eq!(scene.outcomes().await, [Outcome::Failed(Obstacle::Gone)]);
}

#[tokio::test]
async fn threads_and_crossposts_are_tried_again_without_looking() {
    let refused = || Some(Fault::Refused(Obstacle::OtherKind));
    let crosspost = Plan {
        kind: ChannelKind::Announcement,
        crosspost: true,
        ..plan()
    };
    let thread = Plan {
        thread: true,
        ..plan()
    };
    for (plan, outcome) in [
        (crosspost, Outcome::NotCrossposted(Obstacle::OtherKind)),
        (thread, Outcome::Failed(Obstacle::OtherKind)),
    ] {
        let scene = Scene::with_stories(plan.clone(), 1).await;
        scene.fails([None, Some(Fault::AnswerLost)]);
        scene.at(on(2, "06:00:00")).await;
        scene.at(on(2, "06:05:00")).await;
        assert_eq!(scene.outcomes().await, [Outcome::Posted]);
        assert!(!scene.asked().contains(&"find"));

        // A refusal then is one, though nobody can look.
        let scene = Scene::with_stories(plan, 1).await;
        scene.fails([None, Some(Fault::Lost), refused()]);
        scene.fake.state().blind = Some(unreadable());
        scene.at(on(2, "06:00:00")).await;
        scene.at(on(2, "06:00:30")).await;
        assert_eq!(scene.outcomes().await, [outcome]);
        assert!(!scene.asked().contains(&"find"));
    }
}
