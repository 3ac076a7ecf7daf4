//! A process that ends at each place of a briefing's way, and the next one that posts it: once. With the feature
//! `failpoints`.

use std::{path::Path, process::Stdio, time::Duration};

use chrono::{DateTime, TimeDelta, Timelike as _, Utc};
use local_discord::{Channel, LocalDiscord, Setup};
use newsdesk::{
    article::{ArticleId, ChannelId, GuildId, Library, UserId},
    briefing::{ChannelKind, Outcome, Plan, ScheduleId, WhenEmpty},
    clock::Clock,
    delivery::Failpoint,
    schedule::{Days, Recurrence, Zone},
    store::{CopyId, Store},
};
use tokio::process::{Child, Command};

use crate::command_line::{folder, newsdesk, output};

const STORY: &str = "The Ferry Sails Again\n\nIt left at dawn.\n";
const ROOT: UserId = UserId(3);
/// How long a process may take for what it has to do.
const PATIENCE: Duration = Duration::from_secs(60);

struct Press {
    discord: LocalDiscord,
    news: Channel,
    folder: tempfile::TempDir,
    schedule: ScheduleId,
}

/// A briefing every day at the time of half an hour ago, made before that.
fn plan(channel: ChannelId, now: DateTime<Utc>) -> Plan {
    let time = (now - TimeDelta::minutes(30)).time();
    Plan {
        channel,
        kind: ChannelKind::Text,
        recurrence: Recurrence {
            time: time
                .with_second(0)
                .and_then(|time| time.with_nanosecond(0))
                .expect("a time"),
            zone: Zone::utc(),
            days: Days::DAILY,
        },
        topic: None,
        mention: None,
        limit: 8,
        thread: false,
        crosspost: false,
        when_empty: WhenEmpty::Silent,
    }
}

impl Press {
    /// With a story of today and a schedule that is due.
    async fn new() -> Self {
        let discord = LocalDiscord::start(Setup::default()).await;
        let discord = discord.expect("a local Discord");
        let guild = discord.guild("Harbour Town");
        let news = guild.text_channel("news");
        let folder = folder(&[("ferry.txt", STORY)]);
        let id = guild.id().to_string();
        let import = ["import", "--guild", &id, "--announce", "ferry.txt"];
        let (code, _, err) = output(folder.path(), &import).await;
        assert_eq!(code, 0, "{err}");
        let now = Clock::system().now();
        let store = open(folder.path());
        let plan = plan(ChannelId(news.id()), now);
        let made = now - TimeDelta::minutes(40);
        let added = store.add_schedule(GuildId(guild.id()), plan, ROOT, made);
        let schedule = added.await.expect("written").expect("room").id;
        store.close().await;
        Self {
            discord,
            news,
            folder,
            schedule,
        }
    }

    fn start(&self, end_at: Option<Failpoint>) -> Child {
        let mut command = newsdesk(self.folder.path(), &["run"]);
        command
            .env("DISCORD_TOKEN", self.discord.token())
            .env("NEWSDESK_DISCORD__HTTP_PROXY", self.discord.url())
            .env("NEWSDESK_LIBRARY__IMPORT", "[]")
            .stderr(Stdio::null());
        if let Some(place) = end_at {
            command.env("NEWSDESK_END_AT", format!("{place:?}"));
        }
        command.spawn().expect("it starts")
    }

    /// Runs until the process ends by itself, at that place.
    async fn end_at(&self, place: Failpoint) {
        let mut child = self.start(Some(place));
        let ended = tokio::time::timeout(PATIENCE, child.wait()).await;
        let ended = ended.unwrap_or_else(|_| panic!("it never came to {place:?}"));
        assert_eq!(ended.expect("it ended").code(), None, "{place:?}: aborted");
    }

    /// Runs until `is_done`, which looks at the database between two runs, is content.
    async fn run_until(&self, is_done: impl AsyncFn(&Store) -> bool) {
        for tenths in 3..30 {
            let mut child = self.start(None);
            self.discord.connected().await;
            tokio::time::sleep(Duration::from_millis(100 * tenths)).await;
            let pid = child.id().expect("it runs").to_string();
            let asked = Command::new("kill").args(["-TERM", &pid]).status().await;
            assert!(asked.expect("kill").success());
            assert!(child.wait().await.expect("it ended").success());
            let store = open(self.folder.path());
            let done = is_done(&store).await;
            store.close().await;
            if done {
                return;
            }
        }
        panic!("it is never done");
    }

    async fn is_posted(&self, store: &Store) -> bool {
        let deliveries = store
            .deliveries(self.schedule, None, 9)
            .await
            .expect("read");
        assert!(deliveries.len() <= 1, "{deliveries:#?}");
        deliveries
            .iter()
            .any(|delivery| delivery.outcome == Outcome::Posted)
    }
}

fn open(folder: &Path) -> Store {
    Store::open(&folder.join("newsdesk.db")).expect("the database")
}

#[tokio::test]
async fn a_briefing_is_posted_once_wherever_the_process_ends() {
    for place in Failpoint::ALL {
        let press = Press::new().await;
        let edit = place == Failpoint::Edited;
        if !edit {
            press.end_at(place).await;
        }
        let there = press.news.messages().len();
        let sent = matches!(place, Failpoint::Sent | Failpoint::Recorded);
        assert_eq!(there, usize::from(sent), "{place:?}");
        press
            .run_until(async |store| press.is_posted(store).await)
            .await;
        if edit {
            let store = open(press.folder.path());
            let story = ArticleId {
                library: Library::Guild(press.schedule.guild),
                number: 1,
            };
            let now = Clock::system().now();
            let withdrawn = store.withdraw(story, None, press.schedule.guild, ROOT, now);
            assert!(withdrawn.await.expect("written"));
            store.close().await;
            press.end_at(place).await;
            let edited = async |store: &Store| {
                let last = store
                    .deliveries(press.schedule, None, 1)
                    .await
                    .expect("read");
                let delivery = last[0].id;
                let copy = store
                    .copy(CopyId { delivery, step: 0 })
                    .await
                    .expect("read");
                copy.expect("a copy").edited_at.is_some()
            };
            press.run_until(edited).await;
        }
        let [message] = &press.news.messages()[..] else {
            panic!("{place:?}: {:#?}", press.news.messages());
        };
        let shown = message.text();
        let wanted = if edit {
            "was withdrawn"
        } else {
            "The Ferry Sails Again"
        };
        assert!(shown.contains(wanted), "{place:?}: {shown}");
        let refusals = press.discord.refusals();
        assert!(refusals.is_empty(), "Discord refused: {refusals:#?}");
        press.discord.stop().await;
    }
}
