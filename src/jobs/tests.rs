//! Jobs are begun and ended by hand.

use std::{sync::Mutex, time::Duration};

use chrono::NaiveTime;
use futures::FutureExt;
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

use super::{queue::hands, *};
use crate::{
    article::{ChannelId, DraftId, DraftOrigin, GuildId, Set, Source, TextFormat, UserId},
    briefing::{ChannelKind, Plan},
    schedule::{Days, Recurrence, Zone},
    store::{JobKey, NewDraft},
};

const ANN: UserId = UserId(3);
/// Long before that a job is begun that can be.
const PATIENCE: Duration = Duration::from_secs(20);

/// Tells of every job that is begun, and ends it when told what became of it.
struct Hands {
    begun: mpsc::UnboundedSender<Begun>,
    working: Mutex<Vec<JobKey>>,
}

type Begun = (JobKey, oneshot::Sender<Worked>);

impl Worker for Hands {
    async fn work(&self, job: &Job) -> Worked {
        let (end, ended) = oneshot::channel();
        {
            let mut working = self.working.lock().unwrap();
            assert!(!working.contains(&job.key), "{:?} twice", job.key);
            working.push(job.key);
            let lane = job.key.lane();
            let together = working.iter().filter(|key| key.lane() == lane);
            assert!(together.count() <= hands(lane));
        }
        self.begun.send((job.key, end)).unwrap();
        let Ok(worked) = ended.await else {
            return future::pending().await;
        };
        let mut working = self.working.lock().unwrap();
        working.retain(|key| *key != job.key);
        worked
    }
}

struct Scene {
    _home: tempfile::TempDir,
    store: Store,
    clock: Clock,
    begun: mpsc::UnboundedReceiver<Begun>,
    running: JoinHandle<()>,
}

fn at(minute: i64) -> DateTime<Utc> {
    "2025-09-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute)
}

impl Scene {
    /// Drafts that go live at these minutes, numbered from 1, and so many briefings that are due at
    /// minute 60; then work begins, at minute 0.
    async fn new(minutes: &[i64], briefings: u64) -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("newsdesk.db")).unwrap();
        for minute in minutes {
            put(&store, *minute).await;
        }
        let recurrence = Recurrence {
            time: NaiveTime::from_hms_opt(13, 0, 0).unwrap(),
            zone: Zone::utc(),
            days: Days::DAILY,
        };
        let plan = Plan::new(ChannelId(5), ChannelKind::Text, recurrence);
        for guild in 1..=briefings {
            let added = store.add_schedule(GuildId(guild), plan.clone(), ANN, at(0));
            added.await.unwrap().unwrap();
        }
        let clock = Clock::starting_at(at(0));
        let (sender, begun) = mpsc::unbounded_channel();
        let hands = Hands {
            begun: sender,
            working: Mutex::default(),
        };
        let running = tokio::spawn({
            let (store, clock) = (store.clone(), clock.clone());
            async move { run(&store, &clock, &hands).await }
        });
        Self {
            _home: home,
            store,
            clock,
            begun,
            running,
        }
    }

    /// The next job that is begun.
    async fn next(&mut self) -> Begun {
        let begun = tokio::time::timeout(PATIENCE, self.begun.recv());
        begun.await.expect("a job is begun").unwrap()
    }

    async fn several(&mut self, count: usize) -> Vec<Begun> {
        let mut begun = Vec::new();
        while begun.len() < count {
            begun.push(self.next().await);
        }
        begun
    }
}

/// Ends a job that is to be done again much later.
fn end((_, end): Begun) {
    end.send(Worked::Again(at(1_000_000))).unwrap();
}

async fn put(store: &Store, minute: i64) {
    let new = NewDraft {
        guild: GuildId(7),
        author: ANN,
        origin: DraftOrigin::Form,
        revises: None,
        note: None,
        publish_at: Some(at(minute)),
        source: Source::Text {
            format: TextFormat::Briefing,
            text: "A text.".into(),
        },
        title: "A title".into(),
        refused: false,
    };
    let id = store.keep_draft(new, at(0)).await.unwrap().id;
    store.schedule_draft(id, 1, ANN, at(0)).await.unwrap();
}

fn number((key, _): &Begun) -> u32 {
    match key {
        JobKey::PublishDraft(DraftId { number, .. }) => *number,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn jobs_are_begun_in_the_order_of_their_time_as_hands_come_free() {
    let minutes: Vec<_> = (1..=30).map(|number| number * 7 % 31).collect();
    let mut scene = Scene::new(&minutes, 0).await;
    scene.clock.set(at(60));
    let mut held = scene.several(hands(Lane::Desk)).await;
    let mut order: Vec<_> = held.iter().map(number).collect();
    // The later ones end first, and all hands are filled again.
    for count in [1, 3, 1, 8, 2, 5, 2] {
        for _ in 0..count {
            let ended = held.pop().unwrap();
            end(ended);
        }
        let more = scene.several(count).await;
        order.extend(more.iter().map(number));
        held.splice(0..0, more);
    }
    let mut wanted: Vec<u32> = (1..=30).collect();
    wanted.sort_by_key(|number| minutes[*number as usize - 1]);
    assert_eq!(order, wanted);
    scene.running.abort();
}

#[tokio::test]
async fn a_job_that_never_ends_stops_no_other_and_is_not_begun_again() {
    let mut scene = Scene::new(&[1; 20], 0).await;
    scene.clock.set(at(1));
    let endless = scene.next().await;
    for _ in 1..20 {
        let ended = scene.next().await;
        end(ended);
    }
    // Long after its lease.
    for hour in 1..4 {
        scene.clock.set(at(60 * hour));
        put(&scene.store, 60 * hour).await;
        let another = scene.next().await;
        assert_eq!(number(&another), 20 + u32::try_from(hour).unwrap());
        end(another);
    }
    let key = endless.0;
    endless.1.send(Worked::Again(at(200))).unwrap();
    scene.clock.set(at(200));
    let again = scene.next().await;
    assert_eq!(again.0, key, "it is done again when it said");
    scene.running.abort();
}

#[tokio::test]
async fn briefings_keep_no_desk_waiting() {
    const PLANS: usize = hands(Lane::Plans);
    let mut scene = Scene::new(&[60, 61], 2 * PLANS as u64).await;
    scene.clock.set(at(60));
    let mut held = scene.several(1 + PLANS).await;
    let desk = held.iter().position(|(key, _)| key.lane() == Lane::Desk);
    let desk = held.swap_remove(desk.unwrap());
    assert_eq!(number(&desk), 1, "all hands are full of briefings");
    let channel = vec![Set::LogChannel(Some(ChannelId(9)))];
    let set = scene.store.set(GuildId(7), channel, ANN, at(60)).await;
    set.unwrap();
    assert_eq!(scene.next().await.0, JobKey::TellLog(GuildId(7)));
    scene.clock.set(at(61));
    assert_eq!(number(&scene.next().await), 2);
    for ended in held {
        end(ended);
    }
    for begun in scene.several(PLANS).await {
        assert!(matches!(begun.0, JobKey::PlanBriefing(_)));
    }
    scene.running.abort();
}

#[tokio::test]
async fn work_ends_with_the_store_whatever_is_in_hand() {
    let mut scene = Scene::new(&[1, 1, 99], 0).await;
    scene.clock.set(at(1));
    let _held = scene.several(2).await;
    scene.store.close().await;
    scene.running.await.unwrap();
    assert!(scene.begun.recv().now_or_never().flatten().is_none());
}
