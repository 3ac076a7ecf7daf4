//! Briefings of several parts: in order, each once, and from where they stopped.

use super::*;
use crate::briefing::{Obstacle, StepKind};

fn long() -> Plan {
    Plan {
        mention: Some(READERS),
        ..plan()
    }
}

/// Eight stories that take two messages.
async fn two_messages(plan: Plan) -> Scene {
    let scene = Scene::new(plan).await;
    scene.clock.set(on(1, "20:00:00"));
    for number in (1..=8).rev() {
        let headline = format!("Story {number} {}", "and so on ".repeat(16));
        scene
            .announce(&headline, &"Many words of it ".repeat(12))
            .await;
    }
    scene
}

/// The stories in the order in which they stand.
fn order(scene: &Scene) -> Vec<u32> {
    let texts: Vec<_> = scene.posted().into_iter().map(|it| it.text).collect();
    let text = texts.join("\n");
    let mut found: Vec<_> = (1..=8)
        .filter_map(|number| Some((text.find(&format!("Story {number} "))?, number)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, number)| number).collect()
}

fn pings(scene: &Scene) -> Vec<Option<RoleId>> {
    scene.posted().iter().map(|posted| posted.pinged).collect()
}

#[tokio::test]
async fn several_messages_keep_their_order_and_go_on_where_they_stopped() {
    for faults in [
        vec![],
        vec![None, Some(Fault::NotDone(None))],
        vec![None, Some(Fault::AnswerLost)],
        vec![None, Some(Fault::Lost), Some(Fault::AnswerLost)],
        vec![Some(Fault::KilledAfter), Some(Fault::KilledAfter)],
        vec![Some(Fault::AnswerLost), Some(Fault::KilledBefore)],
    ] {
        for later in ["06:00:40", "06:04:00"] {
            let scene = two_messages(long()).await;
            scene.fails(faults.clone());
            scene.at(on(2, "06:00:00")).await;
            scene.at(on(2, later)).await;
            scene.at(on(2, "06:10:00")).await;
            scene.at(on(2, "06:20:00")).await;
            assert_eq!(scene.outcomes().await, [Outcome::Posted], "{faults:?}");
            assert_eq!(order(&scene), [1, 2, 3, 4, 5, 6, 7, 8], "{faults:?}");
            assert_eq!(pings(&scene), [Some(READERS), None], "{faults:?}");
        }
    }
}

#[tokio::test]
async fn of_what_failed_in_the_middle_the_rest_is_still_news() {
    let scene = two_messages(long()).await;
    scene.fails([None, Some(Fault::Refused(Obstacle::Gone))]);
    scene.at(on(2, "06:00:00")).await;
    assert_eq!(scene.outcomes().await, [Outcome::Failed(Obstacle::Gone)]);
    let first = order(&scene);
    // Its date is taken: nothing more comes that day.
    scene.at(on(2, "20:00:00")).await;
    assert_eq!(scene.posted().len(), 1);
    scene.at(on(3, "06:00:00")).await;
    assert_eq!(scene.posted().len(), 2);
    let rest: Vec<u32> = order(&scene).split_off(first.len());
    assert_eq!([first, rest].concat(), [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[tokio::test]
async fn a_thread_stands_on_its_head_and_takes_the_stories() {
    for fault in [
        None,
        Some(Fault::NotDone(None)),
        Some(Fault::AnswerLost),
        Some(Fault::Lost),
        Some(Fault::KilledAfter),
    ] {
        // In each of the four steps.
        for place in 0..4 {
            let scene = two_messages(Plan {
                thread: true,
                ..long()
            })
            .await;
            let mut faults = vec![None; place];
            faults.push(fault.clone());
            scene.fails(faults);
            for time in ["06:00:00", "06:00:30", "06:05:00"] {
                scene.at(on(2, time)).await;
            }
            assert_eq!(scene.outcomes().await, [Outcome::Posted]);
            let posted = scene.posted();
            let threads = scene.fake.state().threads.clone();
            let [(thread, (on_message, name))] = &threads.into_iter().collect::<Vec<_>>()[..]
            else {
                panic!("{fault:?} at {place}");
            };
            assert_eq!(name, "Tuesday, 2 September 2025");
            let channels: Vec<_> = posted.iter().map(|it| it.channel).collect();
            assert_eq!(channels, [NEWS, *thread, *thread]);
            assert_eq!(*on_message, posted[0].id);
            assert_eq!(order(&scene), [1, 2, 3, 4, 5, 6, 7, 8]);
            assert_eq!(pings(&scene), [Some(READERS), None, None]);
        }
    }
}

#[tokio::test]
async fn a_post_in_a_forum_takes_the_rest_as_messages() {
    let scene = two_messages(Plan {
        kind: ChannelKind::Forum,
        ..long()
    })
    .await;
    scene.fails([Some(Fault::AnswerLost), Some(Fault::AnswerLost)]);
    for time in ["06:00:00", "06:00:30", "06:05:00"] {
        scene.at(on(2, time)).await;
    }
    assert_eq!(scene.outcomes().await, [Outcome::Posted]);
    let channels: Vec<_> = scene.posted().iter().map(|it| it.channel).collect();
    assert_eq!(channels.len(), 2);
    assert!(channels[0] == channels[1] && channels[0] != NEWS);
    assert_eq!(order(&scene), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(pings(&scene), [Some(READERS), None]);
}

#[tokio::test]
async fn crossposts_follow_all_messages_and_can_fail_and_be_tried_alone() {
    let scene = two_messages(Plan {
        kind: ChannelKind::Announcement,
        crosspost: true,
        ..long()
    })
    .await;
    let obstacle = Obstacle::Refused("no".into());
    scene.fails([None, None, None, Some(Fault::Refused(obstacle.clone()))]);
    scene.at(on(2, "06:00:00")).await;
    let asked = ["send", "send", "crosspost", "crosspost"];
    assert_eq!(scene.asked(), asked);
    let delivery = scene.last().await;
    assert_eq!(delivery.outcome, Outcome::NotCrossposted(obstacle));
    let schedule = scene.schedule().await;
    assert_eq!(schedule.failures, 0, "it is there");
    let failed = Deed::NotCrossposted(1, "Discord refused it: no".into());
    assert_eq!(scene.log().await, std::slice::from_ref(&failed));

    scene.clock.set(on(2, "20:00:00"));
    scene
        .settle(delivery.id, Settling::Crosspost)
        .await
        .unwrap();
    assert_eq!(scene.asked(), ["crosspost"], "the first one is done");
    assert_eq!(scene.outcomes().await, [Outcome::Posted]);
    let ids: Vec<_> = scene.posted().iter().map(|posted| posted.id).collect();
    assert_eq!(scene.fake.state().crossposted, ids);
    assert_eq!(scene.log().await, [failed, Deed::BriefingSentAgain(1)]);
    let again = scene.settle(delivery.id, Settling::Crosspost).await;
    assert!(again.is_none());
}

#[tokio::test]
async fn after_a_persons_word_what_is_left_is_sent() {
    let scene = two_messages(Plan {
        kind: ChannelKind::Announcement,
        crosspost: true,
        ..long()
    })
    .await;
    scene.fails([Some(Fault::AnswerLost)]);
    scene.at(on(2, "06:00:00")).await;
    scene.fake.state().blind = Some(super::super::FindError::Unreadable(Obstacle::Away));
    // Away: the guild is gone, so it is no matter of looking.
    scene.at(on(2, "06:05:00")).await;
    assert_eq!(scene.outcomes().await, [Outcome::Failed(Obstacle::Away)]);

    let scene = two_messages(Plan {
        kind: ChannelKind::Announcement,
        crosspost: true,
        ..long()
    })
    .await;
    scene.fails([Some(Fault::AnswerLost)]);
    scene.at(on(2, "06:00:00")).await;
    let blind = Obstacle::Lacks(vec![crate::briefing::Right::ReadHistory]);
    scene.fake.state().blind = Some(super::super::FindError::Unreadable(blind));
    scene.at(on(2, "06:05:00")).await;
    let delivery = scene.last().await;
    assert_eq!(delivery.outcome, Outcome::Uncertain);
    scene.settle(delivery.id, Settling::There).await.unwrap();
    assert_eq!(scene.outcomes().await, [Outcome::Posted]);
    assert_eq!(order(&scene), [1, 2, 3, 4, 5, 6, 7, 8]);
    let delivery = scene.last().await;
    let crossposts = delivery.steps.iter();
    let crossposts = crossposts.filter(|step| matches!(step.kind, StepKind::Crosspost(_)));
    // Which message the first one is, nobody knows.
    assert_eq!(crossposts.count(), 1);
    let second = scene.posted()[1].id;
    assert_eq!(scene.fake.state().crossposted, [second]);
}
