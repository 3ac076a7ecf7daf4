//! A community with schedules of every kind, and the process that serves it, on one clock that is moved by hand.

use std::{process::Stdio, sync::Arc, time::Duration};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use local_discord::{Channel, Guild, LocalDiscord, Member, OptionValue, Permissions, Setup};
use newsdesk::clock::Clock;
use tokio::{process::Child, time::timeout};

use super::day;
use crate::{
    command_line::{folder, newsdesk, output},
    control::set_clock,
    moderators::told,
};

/// How long anything may take, in real time.
const PATIENCE: Duration = Duration::from_secs(60);
/// For so long nothing happens before the clock is moved on: what is retried waits for it.
const QUIET: Duration = Duration::from_millis(100);
/// By so much, then.
const ON: TimeDelta = TimeDelta::seconds(20);
/// Days before the first one with a briefing: what was read before is no news any more.
pub(super) const EMPTY_DAYS: u64 = 3;
/// A Monday.
const FIRST: &str = "2025-09-01";

/// When a process is killed: after so many things that happened on Discord, and then so much time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) events: u64,
    pub(super) then: Duration,
}

pub(super) struct Town {
    pub(super) discord: LocalDiscord,
    pub(super) guild: Guild,
    pub(super) news: Channel,
    pub(super) root: Member,
    pub(super) clock: Clock,
    pub(super) folder: tempfile::TempDir,
    /// How many days there were since the first one.
    pub(super) days: u64,
    process: Option<Child>,
}

impl Town {
    pub(super) async fn new() -> Self {
        let clock = Clock::starting_at(at(0, "06:00"));
        let now = clock.clone();
        let setup = Setup {
            now: Arc::new(move || now.now()),
            ..Setup::default()
        };
        let discord = LocalDiscord::start(setup).await.expect("a local Discord");
        let guild = discord.guild("Harbour Town");
        let root = guild.member("Root");
        root.add_role(&guild.role("Managers", Permissions::MANAGE_GUILD));
        let mut town = Self {
            news: guild.text_channel("news"),
            root,
            guild,
            discord,
            clock,
            folder: folder(&[]),
            days: 0,
            process: None,
        };
        town.start(&[]);
        town.discord.connected().await;
        // The topics have to be known, and those stories are no news on the first day.
        town.set_clock(at(0, "09:00")).await;
        town.read(1).await.expect("read");
        town.days = EMPTY_DAYS;
        town.set_clock(at(EMPTY_DAYS, "09:00")).await;
        town.schedules().await;
        town
    }

    /// Two in one channel, one that is crossposted, one in threads, one in a forum: all at eight.
    async fn schedules(&self) {
        let (wire, talk) = (
            self.guild.announcement_channel("wire"),
            self.guild.text_channel("talk"),
        );
        let papers = self.guild.forum("papers");
        for (channel, topic, more) in [
            (&self.news, "Birds", None),
            (&self.news, "Harbour", None),
            (&wire, "Harbour", Some("crosspost")),
            (&talk, "Harbour", Some("thread")),
            (&papers, "Harbour", None),
        ] {
            let slash = self.root.slash(&self.news, "schedule").subcommand("add");
            let slash = slash.option("channel", channel).option("time", "08:00");
            let slash = slash.option("topic", topic);
            let slash = match more {
                Some(option) => slash.option(option, OptionValue::from(true)),
                None => slash,
            };
            let answer = told(&slash.send().await.expect("an answer"));
            let tomorrow = at(self.days + 1, "08:00").timestamp().to_string();
            assert!(answer.text().contains(&tomorrow), "{}", answer.text());
        }
    }

    /// Starts the process at the time that it is.
    pub(super) fn start(&mut self, environment: &[(&str, &str)]) {
        let now = self.clock.now().to_rfc3339();
        let mut command = newsdesk(self.folder.path(), &["run", "--clock-at", &now]);
        let process = command
            .env("DISCORD_TOKEN", self.discord.token())
            .env("NEWSDESK_DISCORD__HTTP_PROXY", self.discord.url())
            .env("NEWSDESK_LIBRARY__IMPORT", "[]")
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.process = Some(process.expect("it starts"));
    }

    /// Kills the process without a word, if it runs.
    pub(super) async fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().await.expect("killed");
            self.disconnected().await;
        }
    }

    async fn disconnected(&self) {
        let mut events = self.discord.subscribe();
        while self.discord.is_connected() {
            let _ = events.recv().await;
        }
    }

    /// Waits until the process ends by itself.
    #[cfg(feature = "failpoints")]
    pub(super) async fn ended(&mut self, place: &str) {
        let mut process = self.process.take().expect("a process");
        let Ok(ended) = timeout(PATIENCE, process.wait()).await else {
            panic!("day {}: it never came to {place}", self.days);
        };
        assert_eq!(ended.expect("it ended").code(), None, "{place}: aborted");
        self.disconnected().await;
    }

    /// Moves the clock of Discord and, if it runs, of the process.
    pub(super) async fn set_clock(&self, at: DateTime<Utc>) {
        self.clock.set(at);
        if self.process.is_some() {
            match set_clock(self.folder.path(), at).await {
                Ok(()) => {}
                // What is due then may be what it ends at.
                Err(said) => assert!(said.contains("ended before it was done"), "{said}"),
            }
        }
    }

    /// The next morning, with a new process, and with the day's stories read. A request that is on its way while the
    /// clock moves on for hours would be one of hours, which there is not.
    pub(super) async fn morning(&mut self) {
        self.kill().await;
        self.days += 1;
        self.clock.set(at(self.days, "07:00"));
        self.start(&[]);
        self.read(1).await.expect("read");
    }

    /// Has today's stories read in that version, by the process if it runs on.
    pub(super) async fn read(&self, version: u64) -> Result<(), String> {
        // Till it listens, a reader takes the database for itself.
        self.set_clock(self.clock.now()).await;
        let files = day::stories(self.days, version);
        let guild = self.guild.id().to_string();
        let mut arguments = vec!["import", "--announce", "--guild", &guild];
        for (name, text) in &files {
            std::fs::write(self.folder.path().join(name), text).expect("a file");
            arguments.push(name);
        }
        let (code, out, err) = output(self.folder.path(), &arguments).await;
        match code {
            0 => Ok(()),
            _ => Err(format!("{out}{err}")),
        }
    }

    /// Eight o'clock: when all schedules are due.
    pub(super) fn eight(&self) -> DateTime<Utc> {
        at(self.days, "08:00")
    }

    /// Kills the process that moment, counted from `since`; sooner where nothing more happens.
    pub(super) async fn kill_at(
        &mut self,
        moment: Moment,
        mut since: tokio::sync::broadcast::Receiver<local_discord::Event>,
    ) {
        for event in 0..moment.events {
            // A process that starts takes its time.
            let patience = if event == 0 { QUIET * 5 } else { QUIET };
            if timeout(patience, since.recv()).await.is_err() {
                break;
            }
        }
        tokio::time::sleep(moment.then).await;
        self.kill().await;
    }

    /// Waits until today's stories stand everywhere, once, in that version; the clock goes on meanwhile.
    pub(super) async fn settle(&self, version: u64) {
        let mut events = self.discord.subscribe();
        let waiting = async {
            while !self.is_settled(version) {
                if timeout(QUIET, events.recv()).await.is_err() {
                    self.set_clock(self.clock.now() + ON).await;
                }
            }
        };
        let settled = timeout(PATIENCE, waiting).await;
        if settled.is_err() {
            let seen = self.seen(self.days);
            let told = self.status().await;
            let wanted = day::wanted(self.days, version);
            panic!("day {}: {seen:#?}\nwanted {wanted:#?}\n{told}", self.days);
        }
    }

    /// Whether today's stories stand everywhere, once, in that version.
    pub(super) fn is_settled(&self, version: u64) -> bool {
        self.seen(self.days) == day::wanted(self.days, version)
    }

    /// What the schedules say of themselves once nothing is on its way.
    pub(super) async fn rested(&self) -> String {
        let waiting = async {
            loop {
                let told = self.status().await;
                if !told.to_lowercase().contains("being posted") {
                    return told;
                }
                self.set_clock(self.clock.now() + ON).await;
            }
        };
        let rested = timeout(PATIENCE, waiting).await;
        rested.expect("something is on its way for ever")
    }

    /// What the schedules say of themselves.
    async fn status(&self) -> String {
        self.discord.connected().await;
        let mut all = String::new();
        for schedule in ["S1", "S2", "S3", "S4", "S5"] {
            let slash = self.root.slash(&self.news, "schedule");
            let slash = slash.subcommand("status").option("schedule", schedule);
            let answer = told(&slash.send().await.expect("an answer"));
            all += answer.text();
            all += "\n\n";
        }
        all
    }
}

/// A time of day `days` after the first one.
fn at(days: u64, time: &str) -> DateTime<Utc> {
    let instant = format!("{}T{time}:00Z", date(days));
    instant.parse().expect("an instant")
}

/// The date, `days` after the first one.
pub(super) fn date(days: u64) -> NaiveDate {
    let first: NaiveDate = FIRST.parse().expect("a date");
    first + Days::new(days)
}
