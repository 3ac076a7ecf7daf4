//! Messages that stand on Discord follow their stories.

use super::{
    super::{CopyId, Job},
    briefing::*,
    desk::{ANN, BOB, DESK_OF},
    *,
};
use crate::{
    article::{Deed, MessageId, State},
    briefing::{DeliveryId, Event, Obstacle, StepKind},
};

async fn stories_filed(store: &Store) {
    for library in [GUILD, Library::House] {
        for headline in ["a", "b", "c"] {
            file(store, library, headline, 1).await;
        }
    }
    follow(store).await;
}

async fn follow(store: &Store) {
    while store.follow_copies(2).await.unwrap() {}
}

/// A posted briefing of two messages.
async fn posted(store: &Store, messages: &[&[u32]]) -> DeliveryId {
    let schedule = added(store).await;
    let delivery = planned(store, schedule.id, 60, messages).await;
    for step in 0..messages.len() {
        done(store, delivery.id, step, 61).await;
    }
    delivery.id
}

/// The edits that are to be made.
async fn edits(store: &Store) -> Vec<(u32, DateTime<Utc>)> {
    let due = due(store).await.into_iter();
    let edits = due.filter_map(|(key, at)| match key {
        JobKey::EditCopy(_, step) => Some((step, at)),
        _ => None,
    });
    edits.collect()
}

async fn claim_edit(store: &Store, id: CopyId, minute: i64) -> Job {
    claimed(store, JobKey::EditCopy(id.delivery, id.step), minute).await
}

async fn withdraw(store: &Store, number: u32, minute: i64) {
    let done = store.withdraw(story(number), None, DESK_OF, ANN, at(minute));
    assert!(done.await.unwrap());
}

pub(super) async fn a_posted_message_follows_its_stories(open: Opener<'_>) {
    let store = open();
    stories_filed(&store).await;
    let delivery = posted(&store, &[&[1, 2], &[3]]).await;
    let id = CopyId { delivery, step: 0 };
    let copy = store.copy(id).await.unwrap().unwrap();
    assert_eq!((copy.channel, copy.message), (CHANNEL, MessageId(100)));
    assert_eq!(copy.stories, stories(&[1, 2]));
    assert_eq!((copy.edited_at, &copy.trouble), (None, &None));
    assert_eq!(edits(&store).await, [], "nothing changed");

    withdraw(&store, 1, 70).await;
    assert_eq!(edits(&store).await, [], "the copies do not know yet");
    assert!(!store.follow_copies(9).await.unwrap());
    assert_eq!(edits(&store).await, [(0, at(70))]);
    let job = claim_edit(&store, id, 71).await;
    assert!(!store.finish_job(&job).await.unwrap(), "it was not edited");
    assert!(
        store
            .copy_edited(id, &job, Ok(()), None, at(72))
            .await
            .unwrap()
    );
    assert!(
        !store
            .copy_edited(id, &job, Ok(()), None, at(73))
            .await
            .unwrap()
    );
    assert_eq!(edits(&store).await, []);
    let copy = store.copy(id).await.unwrap().unwrap();
    assert_eq!(copy.edited_at, Some(at(72)));
    follow(&store).await;
    assert_eq!(edits(&store).await, [], "each change once");
    store.verify().await.unwrap();

    let restored = store.restore(story(1), DESK_OF, ANN, at(80)).await;
    assert!(restored.unwrap());
    let mut corrected = filing(GUILD, article("c", Some(1)));
    corrected.article.lede = vec![line("More of it.")];
    store.file(corrected, at(81)).await.unwrap();
    store.close().await;
    let store = open();
    follow(&store).await;
    assert_eq!(edits(&store).await, [(0, at(80)), (1, at(81))]);
    let announced = super::super::Filing {
        announced: true,
        ..filing(GUILD, article("b", Some(1)))
    };
    store.file(announced, at(82)).await.unwrap();
    follow(&store).await;
    assert_eq!(edits(&store).await.len(), 2, "that changes no text");
    store.verify().await.unwrap();
}

pub(super) async fn a_message_follows_the_house_as_its_guild_sees_it(open: Opener<'_>) {
    let store = open();
    stories_filed(&store).await;
    let house = id(Library::House, 1);
    let mut posted = Vec::new();
    for guild in [DESK_OF, GuildId(8)] {
        let added = store.add_schedule(guild, plan(13), ANN, at(0)).await;
        let schedule = added.unwrap().unwrap();
        let job = claimed(&store, JobKey::PlanBriefing(schedule.id), 60).await;
        let mut planning = planning(&schedule, job, &[]);
        let new = &mut planning.posted.as_mut().unwrap().1;
        new.steps.push(StepKind::Message(vec![house]));
        let delivery = store.plan_occurrence(planning, at(60)).await;
        let delivery = delivery.unwrap().unwrap();
        done(&store, delivery.id, 0, 61).await;
        posted.push(delivery.id);
    }
    let edits = async || {
        let keys = due(&store).await.into_iter().map(|(key, _)| key);
        let edits = keys.filter_map(|key| match key {
            JobKey::EditCopy(id, _) => Some(id),
            _ => None,
        });
        edits.collect::<Vec<_>>()
    };
    for hidden in [true, false] {
        let set = store
            .set_hidden(DESK_OF, 1, hidden, None, DESK, at(70))
            .await;
        assert!(set.unwrap());
        follow(&store).await;
        assert_eq!(edits().await, posted[..1]);
    }
    let withdrawn = store.set_state(house, State::Withdrawn, DESK, at(71)).await;
    assert!(withdrawn.unwrap());
    follow(&store).await;
    assert_eq!(edits().await, posted);
    for (guild, delivery) in [DESK_OF, GuildId(8)].into_iter().zip(posted) {
        let copies = store.copies_of(house, guild).await.unwrap();
        assert_eq!(copies.len(), 1);
        assert_eq!(copies[0].id, CopyId { delivery, step: 0 });
    }
    assert_eq!(store.copies_of(house, GuildId(9)).await.unwrap(), []);
    store.verify().await.unwrap();
}

/// What is rendered before the change and there only after it must still be edited.
pub(super) async fn what_changes_while_it_is_posted_is_edited_once_it_is_there(open: Opener<'_>) {
    let store = open();
    stories_filed(&store).await;
    let schedule = added(&store).await;
    let delivery = planned(&store, schedule.id, 60, &[&[1], &[2], &[3]]).await;
    let id = delivery.id;
    done(&store, id, 0, 61).await;
    advanced(&store, id, Event::Begun(1), 62).await.unwrap();
    withdraw(&store, 2, 63).await;
    withdraw(&store, 3, 63).await;
    follow(&store).await;
    let later = at(60 + GRACE);
    assert_eq!(edits(&store).await, [(1, later), (2, later)]);
    let unsent = CopyId {
        delivery: id,
        step: 1,
    };
    assert_eq!(store.copy(unsent).await.unwrap(), None);
    store.verify().await.unwrap();
    let there = Event::Done(1, CHANNEL, MessageId(101));
    advanced(&store, id, there, 64).await.unwrap();
    assert_eq!(edits(&store).await, [(1, at(64)), (2, later)]);
    advanced(&store, id, Event::Begun(2), 65).await.unwrap();
    let refused = Event::Refused(2, Obstacle::Gone);
    advanced(&store, id, refused, 65).await.unwrap();
    assert_eq!(edits(&store).await, [(1, at(64))], "that never comes");
    store.verify().await.unwrap();

    // The copies may learn of a change only after the message is there.
    let other = planned(&store, added(&store).await.id, 60, &[&[1]]).await;
    advanced(&store, other.id, Event::Begun(0), 66)
        .await
        .unwrap();
    withdraw(&store, 1, 66).await;
    let there = Event::Done(0, CHANNEL, MessageId(102));
    advanced(&store, other.id, there, 67).await.unwrap();
    follow(&store).await;
    let edit = (JobKey::EditCopy(other.id, 0), at(66));
    assert!(due(&store).await.contains(&edit));
    store.verify().await.unwrap();
}

pub(super) async fn what_changes_while_it_is_edited_is_edited_again(open: Opener<'_>) {
    let store = open();
    stories_filed(&store).await;
    let delivery = posted(&store, &[&[1]]).await;
    let id = CopyId { delivery, step: 0 };
    withdraw(&store, 1, 70).await;
    follow(&store).await;
    let job = claim_edit(&store, id, 71).await;
    let restored = store.restore(story(1), DESK_OF, BOB, at(72)).await;
    assert!(restored.unwrap());
    follow(&store).await;
    let settled = store.copy_edited(id, &job, Ok(()), None, at(73)).await;
    assert!(!settled.unwrap());
    assert_eq!(edits(&store).await, [(0, at(72))]);
    let job = claim_edit(&store, id, 73).await;
    assert!(
        store
            .copy_edited(id, &job, Ok(()), None, at(74))
            .await
            .unwrap()
    );
    assert_eq!(edits(&store).await, []);
}

pub(super) async fn what_can_not_be_edited_is_told_until_it_can(open: Opener<'_>) {
    let store = open();
    stories_filed(&store).await;
    let delivery = posted(&store, &[&[1], &[2]]).await;
    let id = CopyId { delivery, step: 1 };
    let schedule = delivery.schedule;
    for (minute, came) in [
        (70, Err(Obstacle::Gone)),
        (80, Err(Obstacle::Away)),
        (90, Ok(())),
    ] {
        let state = if minute == 80 {
            State::Published
        } else {
            State::Withdrawn
        };
        let set = store.set_state(story(2), state, DESK, at(minute)).await;
        assert!(set.unwrap());
        follow(&store).await;
        let job = claim_edit(&store, id, minute).await;
        let other = CopyId { step: 0, ..id };
        let wrong = store
            .copy_edited(other, &job, Ok(()), None, at(minute))
            .await;
        assert!(!wrong.unwrap(), "that is another copy's");
        let noted = store
            .copy_edited(id, &job, came.clone(), None, at(minute))
            .await;
        assert!(noted.unwrap());
        let troubled = store.copies_in_trouble(schedule).await.unwrap();
        let copy = store.copy(id).await.unwrap().unwrap();
        assert_eq!(copy.trouble, came.err());
        assert_eq!(copy.edited_at, (minute == 90).then(|| at(90)));
        let wanted: Vec<_> = copy.trouble.is_some().then_some(copy).into_iter().collect();
        assert_eq!(troubled, wanted);
        store.verify().await.unwrap();
    }
    // What may be mended by somebody is tried again.
    let set = store.set_state(story(1), State::Withdrawn, DESK, at(100));
    assert!(set.await.unwrap());
    follow(&store).await;
    let id = CopyId { delivery, step: 0 };
    let job = claim_edit(&store, id, 100).await;
    let away = Err(Obstacle::Away);
    let noted = store
        .copy_edited(id, &job, away, Some(at(160)), at(100))
        .await;
    assert!(noted.unwrap());
    assert_eq!(edits(&store).await, [(0, at(160))]);
    assert_eq!(store.copies_in_trouble(schedule).await.unwrap().len(), 1);
    store.verify().await.unwrap();
    let log = desk::deeds(&store).await;
    assert!(
        log.iter()
            .all(|deed| matches!(deed, Deed::ScheduleAdded(_)))
    );
}
