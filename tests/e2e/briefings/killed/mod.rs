//! The program as a process, ended at every place of a briefing's way and killed at any moment, on a Discord whose answers
//! get lost: each briefing stands there once, whole and in order.
//!
//! | variable | is |
//! |---|---|
//! | `NEWSDESK_TEST_KILLS` | how often it is killed at random; 8 |
//! | `NEWSDESK_TEST_SEED` | from which all else follows, but for the moment of the kill; 1 |

mod day;
mod town;

use std::{collections::BTreeSet, env, fmt, str::FromStr, time::Duration};

use chrono::TimeDelta;
use fastrand::Rng;
use newsdesk::{
    article::GuildId,
    briefing::{Obstacle, Outcome, ScheduleId, StepState},
    store::Store,
};

use self::town::{EMPTY_DAYS, Moment, Town};

/// Days in one town.
const DAYS: u64 = 25;
/// How many schedules there are.
const SCHEDULES: u32 = 5;

fn variable<T: FromStr<Err: fmt::Debug>>(name: &str, default: T) -> T {
    env::var(name).map_or(default, |text| text.parse().expect(name))
}

/// How long it is down, under the two minutes in which Discord takes a message once, and over.
fn down(chance: &mut Rng) -> TimeDelta {
    let seconds = [1, 30, 100, 140, 400, 1800];
    TimeDelta::seconds(seconds[chance.usize(..seconds.len())])
}

/// Something that goes wrong with the next requests, or nothing.
fn trouble(town: &Town, chance: &mut Rng) {
    let routes = [
        "POST /channels/*/messages",
        "POST /channels/*/messages",
        "POST /channels/*/threads",
        "POST /channels/*/messages/*/threads",
        "POST /channels/*/messages/*/crosspost",
        "PATCH /channels/*/messages/*",
    ];
    for _ in 0..chance.u8(..3) {
        let faults = town.discord.faults();
        let faults = faults.on(routes[chance.usize(..routes.len())]);
        let faults = faults.next(chance.usize(1..3));
        match chance.u8(..4) {
            0 | 1 => faults.cut_after(),
            2 => faults.cut_before(),
            _ => faults.answer(503),
        }
    }
}

impl Town {
    /// What the database says of all days, against what is on Discord; the end of a town.
    async fn audit(mut self) {
        for day in EMPTY_DAYS + 1..=self.days {
            let seen = self.seen(day);
            let now = [1, 2].map(|version| day::wanted(day, version));
            assert!(now.contains(&seen), "day {day}: {seen:#?}");
        }
        let told = self.rested().await;
        let troubles = [
            "uncertain",
            "not posted",
            "not all of it",
            "missed",
            "paused",
        ];
        for trouble in troubles {
            assert!(!told.to_lowercase().contains(trouble), "{told}");
        }
        self.kill().await;
        let store = Store::open(&self.folder.path().join("newsdesk.db")).expect("a store");
        let mut recorded = BTreeSet::new();
        for number in 1..=SCHEDULES {
            let guild = GuildId(self.guild.id());
            let id = ScheduleId { guild, number };
            let deliveries = store.deliveries(id, None, 500).await.expect("read");
            let dates: BTreeSet<_> = deliveries.iter().map(|it| it.date).collect();
            assert_eq!(dates.len(), deliveries.len(), "one a date: {deliveries:#?}");
            assert_eq!(
                dates.len() as u64,
                self.days - EMPTY_DAYS,
                "{deliveries:#?}"
            );
            for delivery in deliveries {
                // One that was crossposted, which was not noted when its time was over, says that it may not be.
                let overdue = Outcome::NotCrossposted(Obstacle::Overdue(String::new()));
                let is_known = [Outcome::Posted, overdue].contains(&delivery.outcome);
                assert!(is_known, "{delivery:#?}");
                for step in delivery.steps.iter().filter(|step| step.kind.is_message()) {
                    let StepState::Done(_, message) = step.state else {
                        panic!("{delivery:#?}");
                    };
                    assert!(recorded.insert(message.0), "twice: {delivery:#?}");
                }
            }
        }
        store.close().await;
        let channels = self.guild.channels().into_iter();
        let threads = channels.clone().flat_map(|channel| channel.threads());
        let messages = channels
            .chain(threads)
            .flat_map(|channel| channel.messages());
        let there: BTreeSet<_> = messages.map(|message| message.id).collect();
        assert_eq!(there, recorded, "every message is one step's");
        self.discord.stop().await;
    }
}

#[tokio::test]
async fn briefings_are_posted_once_however_often_the_process_is_killed() {
    let seed = variable("NEWSDESK_TEST_SEED", 1);
    let wanted: u64 = variable("NEWSDESK_TEST_KILLS", 8);
    println!("NEWSDESK_TEST_SEED={seed} NEWSDESK_TEST_KILLS={wanted}");
    let mut chance = Rng::with_seed(seed);
    let mut town = Town::new().await;
    let (mut kills, mut midway) = (0, 0);
    while kills < wanted {
        if town.days == EMPTY_DAYS + DAYS {
            town.audit().await;
            town = Town::new().await;
        }
        town.morning().await;
        trouble(&town, &mut chance);
        let mut version = 1;
        let mut happens = town.discord.subscribe();
        town.set_clock(town.eight()).await;
        for _ in 0..chance.u64(1..=5) {
            let events = chance.u64(..14);
            let longest = if events == 0 { 150_000 } else { 4_000 };
            let then = Duration::from_micros(chance.u64(..longest));
            let moment = Moment { events, then };
            println!("day {}, kill {kills}: {moment:?}", town.days);
            town.kill_at(moment, happens).await;
            kills += 1;
            let is_done = town.is_settled(version);
            midway += u64::from(!is_done);
            town.clock.advance(down(&mut chance));
            happens = town.discord.subscribe();
            town.start(&[]);
            if is_done && (version == 2 || chance.bool()) {
                break;
            }
            if is_done {
                trouble(&town, &mut chance);
                version = 2;
                town.read(version).await.expect("read");
            }
        }
        town.settle(version).await;
        town.discord.faults().clear();
    }
    println!("{midway} of {kills} kills left something undone");
    assert!(midway * 3 > kills, "hardly anything was broken off");
    // One more day, in which what was left undone is seen.
    town.morning().await;
    town.set_clock(town.eight()).await;
    town.settle(1).await;
    town.audit().await;
}

#[tokio::test]
async fn what_was_on_its_way_before_a_long_downtime_is_looked_for_once_discord_answers() {
    let mut town = Town::new().await;
    town.morning().await;
    let posting = town.discord.faults().on("POST /channels/*/messages");
    posting.cut_after();
    town.set_clock(town.eight()).await;
    town.discord.faults().met().await;
    town.kill().await;
    // Longer than it is tried.
    town.clock.advance(TimeDelta::hours(10));
    town.discord.faults().on("GET /gateway").next(3).answer(503);
    town.start(&[]);
    let told = town.rested().await;
    assert!(!told.contains("ncertain"), "{told}");
    town.kill().await;
    town.discord.stop().await;
}

#[cfg(feature = "failpoints")]
mod named {
    use newsdesk::delivery::Failpoint;

    use super::*;

    /// How often a process is ended at each place.
    const TIMES: u64 = 10;

    /// How often a place is passed on a day.
    fn passed(place: Failpoint) -> u64 {
        match place {
            Failpoint::Due | Failpoint::Planned => u64::from(SCHEDULES),
            // Ten messages, a thread, and two that are crossposted, of all schedules together.
            Failpoint::Begun | Failpoint::Sent | Failpoint::Recorded => 13,
            // All but the head of the thread has stories.
            Failpoint::Edited => 9,
        }
    }

    #[tokio::test]
    async fn briefings_are_posted_once_wherever_the_process_ends() {
        let seed = variable("NEWSDESK_TEST_SEED", 1);
        println!("NEWSDESK_TEST_SEED={seed}");
        let mut chance = Rng::with_seed(seed);
        for place in Failpoint::ALL {
            let mut town = Town::new().await;
            for _ in 0..TIMES {
                let told = format!("{place:?} {}", chance.u64(1..=passed(place)));
                println!("day {}: {told}", town.days + 1);
                // What the day before left undone is done before.
                town.morning().await;
                town.rested().await;
                town.kill().await;
                town.start(&[("NEWSDESK_END_AT", &told)]);
                town.set_clock(town.eight()).await;
                let mut version = 1;
                if place == Failpoint::Edited {
                    town.settle(version).await;
                    version = 2;
                    // It may end meanwhile.
                    let _ = town.read(version).await;
                }
                town.ended(&told).await;
                town.clock.advance(down(&mut chance));
                town.start(&[]);
                if version == 2 {
                    town.read(version).await.expect("read");
                }
                town.settle(version).await;
            }
            town.audit().await;
        }
    }
}
