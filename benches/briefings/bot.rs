//! The bot under measurement: a process with a clock that is moved by a line on its standard input.

use std::{
    env, fs, io,
    num::NonZeroU32,
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use newsdesk::{
    article::{ChannelId, GuildId, Library, UserId},
    briefing::{ChannelKind, Plan},
    clock::Clock,
    discord::{Bot, Settings},
    format::briefing,
    newsroom::{Import, Newsroom},
    schedule::{Days, Recurrence, Zone},
    store::Store,
};
use tokio_util::sync::CancellationToken;

use crate::generate::Generator;

/// The folder in which the process has its database and finds [`CHANNELS`].
pub(crate) const FOLDER: &str = "BENCH_FOLDER";
pub(crate) const URL: &str = "BENCH_URL";
pub(crate) const TOKEN: &str = "BENCH_TOKEN";
/// How many requests it may make in a second; as many as Discord takes where it is not set.
pub(crate) const RATE: &str = "BENCH_RATE";
/// A file with a line for each briefing: the guild and the channel.
pub(crate) const CHANNELS: &str = "channels";

/// Stories in the library, and of them those of the day.
const STORIES: usize = 1_000;
const NEW: usize = 5;

/// A Tuesday.
fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, 2).expect("a date")
}

fn at(time: &str) -> DateTime<Utc> {
    let time: NaiveTime = time.parse().expect("a time");
    day().and_time(time).and_utc()
}

pub(crate) async fn run() {
    let folder = PathBuf::from(env::var_os(FOLDER).expect("a folder"));
    let (url, token) = (
        env::var(URL).expect("a URL"),
        env::var(TOKEN).expect("a token"),
    );
    let clock = Clock::starting_at(at("07:00:00"));
    let newsroom = newsroom(&folder, clock.clone()).await;
    let mut settings = Settings::new(token.into());
    settings.http_proxy = Some(url.parse().expect("an address"));
    settings.loopback = true;
    if let Ok(rate) = env::var(RATE) {
        settings.requests_per_second = rate.parse::<NonZeroU32>().expect("a rate");
    }
    std::thread::spawn(move || {
        io::stdin().read_line(&mut String::new()).expect("a line");
        // Those of 8:00 and of 8:01.
        clock.set(at("08:01:00"));
    });
    let bot = Bot::new(newsroom, settings);
    bot.run(CancellationToken::new())
        .await
        .expect("a clean end");
}

/// A library with stories of the day, and a schedule for each channel: the first half at eight, the
/// others a minute later.
async fn newsroom(folder: &Path, clock: Clock) -> Newsroom {
    let store = Store::open(&folder.join("db")).expect("a store");
    let newsroom = Newsroom::open(store, clock.clone())
        .await
        .expect("a newsroom");
    let mut generator = Generator::new(1);
    let stories = (0..STORIES).map(|number| {
        let mut story = generator.article();
        if number < NEW {
            story.published = Some(day());
        }
        briefing::write(&story)
    });
    let stories: Vec<String> = stories.collect();
    let file = folder.join("news.txt");
    fs::write(&file, stories.join(&format!("{}\n", briefing::SEPARATOR))).expect("a file");
    let import = Import::of(vec![file], Library::House);
    newsroom.import(import).await.expect("an import");

    let channels = fs::read_to_string(folder.join(CHANNELS)).expect("a file");
    let channels: Vec<&str> = channels.lines().collect();
    for (number, line) in channels.iter().enumerate() {
        let (guild, channel) = line.split_once(' ').expect("two numbers");
        let time = if number < channels.len() / 2 {
            "08:00:00"
        } else {
            "08:01:00"
        };
        let plan = plan(ChannelId(channel.parse().expect("a channel")), time);
        let guild = GuildId(guild.parse().expect("a guild"));
        let added = newsroom
            .store()
            .add_schedule(guild, plan, UserId(1), clock.now());
        added.await.expect("a store").expect("room for it");
    }
    newsroom
}

fn plan(channel: ChannelId, time: &str) -> Plan {
    Plan {
        limit: 5,
        ..Plan::new(
            channel,
            ChannelKind::Text,
            Recurrence {
                time: time.parse().expect("a time"),
                zone: Zone::utc(),
                days: Days::DAILY,
            },
        )
    }
}
