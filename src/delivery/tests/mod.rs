//! Briefings are due, sent, lost and found on a platform in memory; the clock and the jobs are moved by hand.

mod changes;
mod fake;
mod follow;
mod lost;
mod parts;
mod refused;
mod time;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use self::fake::{Fake, Fault, Posted};
use super::BriefingWorker;
use crate::{
    article::{
        ArticleId, Author, ChannelId, Deed, GuildId, Library, Line, Origin, RoleId, Standing,
        UserId, arbitrary::least,
    },
    briefing::{
        ChannelKind, Delivery, DeliveryId, Outcome, Plan, Schedule, ScheduleId, StepState,
        WhenEmpty,
    },
    clock::Clock,
    jobs::{Worked, Worker},
    newsroom::{Newsroom, desk::Person},
    schedule::{Days, Recurrence},
    store::{Filing, Job, Lane, Settled, Store},
    view::schedule::{
        action::{DeliveryKey, Settling},
        status::Notice,
    },
};

const GUILD: GuildId = GuildId(7);
const ANN: UserId = UserId(3);
const NEWS: ChannelId = ChannelId(5);
const READERS: RoleId = RoleId(11);

/// In UTC, of September 2025, whose 1st is a Monday. 06:00 is 08:00 in Berlin.
fn on(day: i64, time: &str) -> DateTime<Utc> {
    let first: DateTime<Utc> = format!("2025-09-01T{time}Z").parse().unwrap();
    first + TimeDelta::days(day - 1)
}

/// Every day at 08:00 in Berlin.
fn plan() -> Plan {
    Plan::new(
        NEWS,
        ChannelKind::Text,
        Recurrence {
            time: NaiveTime::from_hms_opt(8, 0, 0).unwrap(),
            zone: "Europe/Berlin".parse().unwrap(),
            days: Days::DAILY,
        },
    )
}

struct Scene {
    _home: tempfile::TempDir,
    store: Store,
    clock: Clock,
    fake: Fake,
    worker: BriefingWorker<Fake>,
    id: ScheduleId,
}

impl Scene {
    /// A schedule, made on the 1st at 12:00 UTC: its first briefing is due on the 2nd at 06:00.
    async fn new(plan: Plan) -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("newsdesk.db")).unwrap();
        let clock = Clock::starting_at(on(1, "12:00:00"));
        let fake = Fake::new(clock.clone());
        let newsroom = Newsroom::open(store.clone(), clock.clone()).await.unwrap();
        let added = store.add_schedule(GUILD, plan, ANN, clock.now());
        let id = added.await.unwrap().unwrap().id;
        let worker = BriefingWorker {
            newsroom,
            publisher: fake.clone(),
        };
        Self {
            _home: home,
            store,
            clock,
            fake,
            worker,
            id,
        }
    }

    /// The same with stories that were announced on the evening before, the newest first.
    async fn with_stories(plan: Plan, count: u32) -> Self {
        let scene = Self::new(plan).await;
        scene.clock.set(on(1, "20:00:00"));
        for number in (1..=count).rev() {
            scene
                .announce(&format!("Story {number}"), "One line.")
                .await;
        }
        scene
    }

    async fn file(&self, library: Library, headline: &str, lede: &str) -> ArticleId {
        let filing = Filing {
            library,
            article: least(headline, lede),
            author: Author::Operator,
            origin: Origin::Desk,
            same_file: false,
            announced: true,
            standing: Standing::default(),
            in_order: false,
            yields: false,
        };
        self.store.file(filing, self.clock.now()).await.unwrap().id
    }

    /// The guild's own story, with this text from now on.
    async fn announce(&self, headline: &str, lede: &str) -> ArticleId {
        self.file(Library::Guild(GUILD), headline, lede).await
    }

    async fn withdraw(&self, number: u32) {
        let reason = Some(Line::new("It was false.").unwrap());
        let now = self.clock.now();
        let withdrawn = self.store.withdraw(story(number), reason, GUILD, ANN, now);
        assert!(withdrawn.await.unwrap());
    }

    /// Does what is due at that time, and what becomes due by that.
    async fn at(&self, time: DateTime<Utc>) {
        self.clock.set(time);
        self.run().await;
    }

    async fn run(&self) {
        // What is tried again later is not due, however long this takes.
        let now = self.clock.now();
        while self.one(now).await {}
    }

    /// Does the first job that is due; whether there was one.
    async fn one(&self, now: DateTime<Utc>) -> bool {
        while self.store.follow_copies(100).await.unwrap() {}
        let lease = TimeDelta::minutes(5);
        for lane in [Lane::Plans, Lane::Briefings, Lane::Edits] {
            let jobs = self.store.claim_due(now, lease, 1, lane, Vec::new());
            if let [job] = jobs.await.unwrap()[..] {
                self.work(&job).await;
                return true;
            }
        }
        false
    }

    async fn work(&self, job: &Job) {
        let worked = tokio::select! {
            worked = self.worker.work(job) => worked,
            // The process is gone; another one begins.
            () = self.fake.killed.notified() => return self.store.release_jobs().await.unwrap(),
        };
        match worked {
            Worked::Done => self.store.finish_job(job).await,
            Worked::Again(at) => self.store.retry_job(job, at).await,
            Worked::Settled => return,
        }
        .unwrap();
    }

    async fn schedule(&self) -> Schedule {
        self.store.schedule(self.id).await.unwrap().unwrap()
    }

    /// The schedule's deliveries, oldest first.
    async fn deliveries(&self) -> Vec<Delivery> {
        let mut all = self.store.deliveries(self.id, None, 1000).await.unwrap();
        all.reverse();
        all
    }

    async fn outcomes(&self) -> Vec<Outcome> {
        let all = self.deliveries().await;
        all.into_iter().map(|delivery| delivery.outcome).collect()
    }

    /// The last delivery.
    async fn last(&self) -> Delivery {
        self.deliveries().await.pop().unwrap()
    }

    fn posted(&self) -> Vec<Posted> {
        self.fake.state().posted.clone()
    }

    /// What was asked of the platform since this was asked last.
    fn asked(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.fake.state().asked)
    }

    fn fails(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        self.fake.state().faults.extend(faults);
    }

    fn fails_always(&self, fault: impl Into<Option<Fault>>) {
        self.fake.state().always = fault.into();
    }

    /// When what is left of a briefing is sent next.
    async fn sent_at(&self) -> Option<DateTime<Utc>> {
        let next = self.store.next_job(Lane::Briefings, Vec::new());
        next.await.unwrap()
    }

    /// When a message is edited next.
    async fn edited_at(&self) -> Option<DateTime<Utc>> {
        self.store.next_job(Lane::Edits, Vec::new()).await.unwrap()
    }

    /// What the guild's log tells, oldest first, but for what people did to schedules.
    async fn log(&self) -> Vec<Deed> {
        let entries = self.store.log(GUILD, None, None, 0, 100).await.unwrap();
        let deeds = entries.into_iter().rev().map(|entry| entry.deed);
        let told = deeds.filter(|deed| {
            !matches!(
                deed,
                Deed::ScheduleAdded(_) | Deed::ScheduleChanged(_) | Deed::ScheduleResumed(_)
            )
        });
        told.collect()
    }

    /// Has a person decide about a delivery: as it stands then; none where that was decided before.
    async fn settle(&self, id: DeliveryId, settling: Settling) -> Option<Delivery> {
        let key = DeliveryKey {
            schedule: id.schedule.number,
            number: id.number,
        };
        let newsroom = &self.worker.newsroom;
        let turned = newsroom.settle_delivery(&ann(), key, settling).await;
        let settled = match turned.unwrap().notice {
            Notice::Settled(_) => None,
            _ => self.store.delivery(id).await.unwrap(),
        };
        self.run().await;
        settled
    }

    /// Has a person post a briefing now: what that person is told; none where there is nothing to post.
    async fn post_now(&self) -> Option<Notice> {
        let schedule = self.schedule().await;
        let newsroom = &self.worker.newsroom;
        let turned = newsroom.post_now(&ann(), &schedule, None, &[]).await;
        turned.unwrap().map(|turned| turned.notice)
    }

    /// Has the plan changed.
    async fn change(&self, change: impl FnOnce(&mut Plan)) -> Schedule {
        let mut schedule = self.schedule().await;
        change(&mut schedule.plan);
        let (version, now) = (schedule.version, self.clock.now());
        let changed = self
            .store
            .change_schedule(self.id, version, schedule.plan, ANN, now);
        match changed.await.unwrap() {
            Settled::Done(schedule) => schedule,
            other => panic!("{other:?}"),
        }
    }
}

fn ann() -> Person {
    Person {
        guild: GUILD,
        user: ANN,
        roles: Vec::new(),
        manages_messages: true,
        manages_guild: false,
    }
}

/// The story of that number, in the order in which they were announced.
fn story(number: u32) -> ArticleId {
    ArticleId {
        library: Library::Guild(GUILD),
        number,
    }
}

fn states(delivery: &Delivery) -> Vec<StepState> {
    delivery.steps.iter().map(|step| step.state).collect()
}
