//! What is to be done: once, in order of time, by one worker.

use super::{
    super::Job,
    desk::{ANN, DESK_OF, scheduled},
    *,
};
use crate::article::Set;

const LEASE: TimeDelta = TimeDelta::minutes(5);

fn numbers(jobs: &[Job]) -> Vec<u32> {
    let numbers = jobs.iter().map(|job| match job.key {
        JobKey::PublishDraft(id) => id.number,
        other => panic!("{other:?}"),
    });
    numbers.collect()
}

async fn next(store: &Store) -> Option<DateTime<Utc>> {
    store.next_job(Lane::Desk, Vec::new()).await.unwrap()
}

async fn claim(store: &Store, minute: i64, limit: usize) -> Vec<Job> {
    let claimed = store.claim_due(at(minute), LEASE, limit, Lane::Desk, Vec::new());
    claimed.await.unwrap()
}

pub(super) async fn jobs_are_claimed_once_in_the_order_of_their_time(open: Opener<'_>) {
    let store = open();
    assert_eq!(next(&store).await, None);
    for minute in [30, 10, 20, 10, 40] {
        scheduled(&store, minute).await;
    }
    assert_eq!(next(&store).await, Some(at(10)));
    assert_eq!(claim(&store, 9, 9).await, [], "none is due");
    assert_eq!(numbers(&claim(&store, 30, 1).await), [2]);
    let claimed = claim(&store, 30, 9).await;
    assert_eq!(numbers(&claimed), [4, 3, 1]);
    for job in &claimed {
        assert_eq!((job.attempt, job.leased_until), (1, Some(at(35))));
    }
    assert_eq!(claim(&store, 30, 9).await, [], "they are taken");
    store.close().await;
    let store = open();
    assert_eq!(claim(&store, 34, 9).await, [], "after a restart too");
    assert_eq!(next(&store).await, Some(at(35)));
    let again = claim(&store, 35, 9).await;
    assert_eq!(numbers(&again), [1, 2, 3, 4], "they were broken off");
    assert!(again.iter().all(|job| job.attempt == 2));
    assert_eq!(numbers(&claim(&store, 99, 9).await), [1, 2, 3, 4, 5]);
    store.verify().await.unwrap();
}

pub(super) async fn workers_at_once_share_no_job(open: Opener<'_>) {
    let store = open();
    for minute in 0..40 {
        scheduled(&store, minute % 7).await;
    }
    let workers = (0..8).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let jobs = claim(&store, 60, 3).await;
                if jobs.is_empty() {
                    return mine;
                }
                mine.extend(numbers(&jobs));
            }
        })
    });
    let claimed = futures::future::join_all(workers).await;
    let mut claimed: Vec<_> = claimed.into_iter().flat_map(Result::unwrap).collect();
    claimed.sort_unstable();
    assert_eq!(claimed, (1..=40).collect::<Vec<_>>());
}

pub(super) async fn what_failed_is_tried_again_in_its_turn(open: Opener<'_>) {
    let store = open();
    for minute in [10, 20, 30] {
        scheduled(&store, minute).await;
    }
    let first = claim(&store, 10, 9).await[0];
    assert!(store.retry_job(&first, at(25)).await.unwrap());
    assert!(
        !store.retry_job(&first, at(26)).await.unwrap(),
        "not theirs"
    );
    assert_eq!(next(&store).await, Some(at(20)));
    let second = claim(&store, 24, 9).await;
    assert_eq!(numbers(&second), [2]);
    let rest = claim(&store, 30, 9).await;
    assert_eq!(numbers(&rest), [1, 2, 3], "the lease of the second is over");
    let attempts: Vec<_> = rest.iter().map(|job| job.attempt).collect();
    assert_eq!(attempts, [2, 2, 1]);
    assert!(!store.retry_job(&second[0], at(40)).await.unwrap());
    assert!(!store.finish_job(&second[0]).await.unwrap());
    store.verify().await.unwrap();
}

pub(super) async fn a_job_whose_reason_stands_or_that_was_put_anew_stays(open: Opener<'_>) {
    let store = open();
    let draft = scheduled(&store, 10).await;
    let job = claim(&store, 10, 9).await[0];
    assert!(!store.finish_job(&job).await.unwrap(), "it is not live");
    assert_eq!(store.jobs().await.unwrap(), [job]);
    let by = Author::User(ANN);
    let waiting = store.unschedule_draft(draft.id, 2, by, None, at(11)).await;
    waiting.unwrap();
    assert_eq!(store.jobs().await.unwrap(), []);
    assert!(!store.finish_job(&job).await.unwrap(), "it is gone");
    store
        .schedule_draft(draft.id, 3, ANN, at(12))
        .await
        .unwrap();
    let anew = Job {
        attempt: 0,
        leased_until: None,
        ..job
    };
    for _ in 0..2 {
        assert!(!store.finish_job(&job).await.unwrap());
        assert!(!store.retry_job(&job, at(50)).await.unwrap());
        assert_eq!(store.jobs().await.unwrap(), [anew]);
    }
    store.verify().await.unwrap();
}

pub(super) async fn a_job_that_was_broken_off_is_taken_again_after_a_start(open: Opener<'_>) {
    let store = open();
    scheduled(&store, 10).await;
    let job = claim(&store, 10, 9).await[0];
    store.close().await;
    let store = open();
    assert_eq!(claim(&store, 11, 9).await, [], "it is leased");
    store.release_jobs().await.unwrap();
    store.verify().await.unwrap();
    let again = claim(&store, 11, 9).await;
    assert_eq!(again.len(), 1);
    assert_eq!((again[0].key, again[0].attempt), (job.key, 2));
    assert!(
        !store.retry_job(&job, at(50)).await.unwrap(),
        "it is theirs no more"
    );
    assert_eq!(store.jobs().await.unwrap(), again);
}

pub(super) async fn a_job_that_is_put_wakes_who_waits(open: Opener<'_>) {
    let store = open();
    let mut put = store.jobs_changed();
    let mut woken = || {
        let woken = put.has_changed().unwrap();
        put.mark_unchanged();
        woken
    };
    assert!(!woken());
    let draft = scheduled(&store, 10).await;
    assert!(woken(), "one is scheduled");
    let job = claim(&store, 10, 9).await[0];
    assert!(!woken(), "whoever claims knows");
    store.retry_job(&job, at(20)).await.unwrap();
    assert!(woken(), "it may be the next");
    let by = Author::User(ANN);
    let waiting = store.unschedule_draft(draft.id, 2, by, None, at(11)).await;
    waiting.unwrap();
    assert!(!woken(), "one less");
    let channel = vec![Set::LogChannel(Some(crate::article::ChannelId(5)))];
    store.set(DESK_OF, channel, ANN, at(12)).await.unwrap();
    assert!(woken(), "there is something to tell");
    store
        .set(DESK_OF, vec![Set::PrivateAnswers(true)], ANN, at(12))
        .await
        .unwrap();
    assert!(!woken(), "that is to be done already");
    file(&store, GUILD, "a", 1).await;
    assert!(!woken(), "an import is nothing to do");
}
