//! What was posted follows its stories.

use super::*;
use crate::{briefing::Obstacle, store::CopyId};

async fn posted(count: u32) -> Scene {
    let scene = Scene::with_stories(
        Plan {
            mention: Some(READERS),
            ..plan()
        },
        count,
    )
    .await;
    scene.at(on(2, "06:00:00")).await;
    assert_eq!(scene.outcomes().await, [Outcome::Posted]);
    scene.clock.set(on(2, "07:00:00"));
    scene
}

#[tokio::test]
async fn a_message_is_edited_when_a_story_in_it_is_revised() {
    let scene = posted(2).await;
    scene.announce("Story 1", "Another line.").await;
    scene.run().await;
    let [posted] = &scene.posted()[..] else {
        panic!();
    };
    assert!(posted.text.contains("Another line."), "{}", posted.text);
    assert!(posted.text.contains("Story 2"));
    assert_eq!(posted.edits, 1);
    // Another story, or none at all, edits nothing.
    scene.announce("Elsewhere", "One line.").await;
    scene.run().await;
    assert_eq!(scene.posted()[0].edits, 1);
}

#[tokio::test]
async fn a_withdrawn_story_stands_as_a_notice_until_it_is_back() {
    let scene = posted(2).await;
    // The newest is the last that was announced.
    scene.withdraw(2).await;
    scene.run().await;
    let text = scene.posted()[0].text.clone();
    assert!(!text.contains("Story 1"), "{text}");
    assert!(text.contains("withdrawn") && text.contains("It was false."));
    assert!(text.contains("Story 2"));
    let restored = scene.store.restore(story(2), GUILD, ANN, scene.clock.now());
    assert!(restored.await.unwrap());
    scene.run().await;
    let text = scene.posted()[0].text.clone();
    assert!(text.contains("Story 1") && !text.contains("withdrawn"));
}

#[tokio::test]
async fn a_story_of_the_house_that_is_hidden_is_gone_here_only() {
    let scene = Scene::new(plan()).await;
    scene.clock.set(on(1, "20:00:00"));
    scene
        .file(Library::House, "From the house", "One line.")
        .await;
    scene.at(on(2, "06:00:00")).await;
    scene.clock.set(on(2, "07:00:00"));
    let reason = Line::new("It is of another town.");
    for (guild, hidden, edits, there) in [
        (GuildId(8), true, 0, true),
        (GUILD, true, 1, false),
        (GUILD, false, 2, true),
    ] {
        let now = scene.clock.now();
        let set = scene
            .store
            .set_hidden(guild, 1, hidden, reason.clone(), Author::User(ANN), now);
        assert!(set.await.unwrap());
        scene.run().await;
        let posted = &scene.posted()[0];
        assert_eq!(posted.edits, edits);
        assert_eq!(posted.text.contains("From the house"), there);
        let says = ["#H1 is no longer shown here", "It is of another town."];
        assert!(says.iter().all(|says| posted.text.contains(says) != there));
        assert!(!posted.text.contains("withdrawn"), "{}", posted.text);
    }
}

#[tokio::test]
async fn what_can_not_be_edited_is_kept_with_the_reason_until_it_can() {
    let scene = posted(1).await;
    let id = CopyId {
        delivery: scene.last().await.id,
        step: 0,
    };
    scene.fails([Some(Fault::Refused(Obstacle::Deleted))]);
    scene.withdraw(1).await;
    scene.run().await;
    let troubles = scene.store.copies_in_trouble(scene.id).await.unwrap();
    let trouble = troubles.iter().map(|copy| (copy.id, copy.trouble.clone()));
    let wanted = (id, Some(Obstacle::Deleted));
    assert_eq!(trouble.collect::<Vec<_>>(), [wanted]);
    let posted = scene.posted();
    assert_eq!(posted.len(), 1, "nothing is posted in its place");
    // With the next change it is tried anew.
    let restored = scene.store.restore(story(1), GUILD, ANN, scene.clock.now());
    assert!(restored.await.unwrap());
    scene.run().await;
    assert!(
        scene
            .store
            .copies_in_trouble(scene.id)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        scene
            .store
            .copy(id)
            .await
            .unwrap()
            .unwrap()
            .edited_at
            .is_some()
    );
}

#[tokio::test]
async fn an_edit_that_does_not_get_through_is_tried_again() {
    for fault in [
        Fault::NotDone(Some(60)),
        Fault::Lost,
        Fault::AnswerLost,
        Fault::KilledBefore,
        Fault::KilledAfter,
    ] {
        let scene = posted(1).await;
        scene.fails([Some(fault.clone())]);
        scene.withdraw(1).await;
        scene.run().await;
        if matches!(fault, Fault::NotDone(_)) {
            scene.at(on(2, "07:00:50")).await;
            assert_eq!(scene.posted()[0].edits, 0, "the wait is kept");
        }
        scene.at(on(2, "07:02:00")).await;
        assert!(scene.posted()[0].text.contains("withdrawn"), "{fault:?}");
        assert_eq!(scene.edited_at().await, None);
    }
}

#[tokio::test]
async fn an_edit_that_never_gets_through_is_given_up_after_days() {
    let scene = posted(1).await;
    scene.fails_always(Fault::Lost);
    scene.withdraw(1).await;
    let mut tries = 0;
    loop {
        scene.run().await;
        let Some(at) = scene.edited_at().await else {
            break;
        };
        tries += 1;
        assert!(tries < 100);
        scene.clock.set(at);
    }
    let troubles = scene.store.copies_in_trouble(scene.id).await.unwrap();
    let trouble = Some(Obstacle::Overdue("no answer".into()));
    assert_eq!(troubles[0].trouble, trouble);
    let lasted = scene.clock.now() - on(2, "07:00:00");
    assert!(lasted > TimeDelta::days(1), "{lasted}");
}

#[tokio::test]
async fn what_changes_while_it_is_being_posted_is_in_it_at_last() {
    // Before it is sent, and after an answer was lost.
    for fault in [Fault::NotDone(None), Fault::AnswerLost, Fault::Lost] {
        for time in ["06:01:00", "06:05:00"] {
            let scene = Scene::with_stories(plan(), 2).await;
            scene.fails([Some(fault.clone())]);
            scene.at(on(2, "06:00:00")).await;
            scene.withdraw(2).await;
            scene.announce("Story 2", "Another line.").await;
            scene.at(on(2, time)).await;
            // The edit is due once it is there.
            scene.at(on(2, "06:06:00")).await;
            let [posted] = &scene.posted()[..] else {
                panic!();
            };
            assert!(!posted.text.contains("Story 1"), "{}", posted.text);
            assert!(posted.text.contains("Another line."), "{}", posted.text);
        }
    }
}

#[tokio::test]
async fn what_is_withdrawn_before_it_is_sent_is_left_out_without_a_word() {
    for thread in [false, true] {
        let plan = Plan { thread, ..plan() };
        let scene = Scene::with_stories(plan, 3).await;
        scene.fails([Some(Fault::NotDone(None))]);
        scene.at(on(2, "06:00:00")).await;
        scene.withdraw(2).await;
        scene.at(on(2, "06:05:00")).await;
        assert_eq!(scene.outcomes().await, [Outcome::Posted]);
        // Another story of it is corrected, which has it edited.
        scene.announce("Story 3", "Another line.").await;
        scene.at(on(2, "07:00:00")).await;
        let posted = scene.posted();
        assert!(posted[0].text.contains("2 stories"), "{}", posted[0].text);
        let text = &posted.last().unwrap().text;
        assert!(text.contains("Story 1") && text.contains("Another line."));
        assert!(
            !text.contains("Story 2") && !text.contains("withdrawn"),
            "{text}"
        );
        // Put back, it is news.
        let restored = scene.store.restore(story(2), GUILD, ANN, scene.clock.now());
        assert!(restored.await.unwrap());
        scene.at(on(3, "06:00:00")).await;
        let text = scene.posted().pop().unwrap().text;
        assert!(
            text.contains("Story 2") && !text.contains("Story 1"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn where_everything_is_withdrawn_before_it_is_sent_nothing_is_posted() {
    let scene = Scene::with_stories(plan(), 2).await;
    scene.fails([Some(Fault::NotDone(None))]);
    scene.at(on(2, "06:00:00")).await;
    for number in [1, 2] {
        scene.withdraw(number).await;
    }
    scene.at(on(2, "06:05:00")).await;
    assert_eq!(scene.outcomes().await, [Outcome::Empty]);
    assert_eq!((scene.posted().len(), scene.sent_at().await), (0, None));
    assert_eq!(scene.schedule().await.failures, 0);
    scene.announce("Fresh", "One line.").await;
    scene.at(on(3, "06:00:00")).await;
    assert!(scene.posted()[0].text.contains("1 story"));
}

#[tokio::test]
async fn what_was_posted_for_a_removed_schedule_follows_its_stories_too() {
    let scene = posted(1).await;
    let removed = scene
        .store
        .remove_schedule(scene.id, ANN, scene.clock.now());
    removed.await.unwrap().unwrap();
    scene.withdraw(1).await;
    scene.run().await;
    assert!(scene.posted()[0].text.contains("withdrawn"));
}
