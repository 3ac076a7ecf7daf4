//! A thousand communities with ten channels each, and what is seen there while their briefings arrive.

use std::{
    collections::HashMap,
    env, fs,
    io::Write,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use local_discord::{Channel, Event, LocalDiscord, Member, Setup};
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::{bot, process};

/// Channels of a guild.
const CHANNELS: usize = 10;
/// One command follows the other after so long.
const BETWEEN: Duration = Duration::from_millis(50);
/// More than the bot can use.
const NO_LIMIT: u32 = 100_000;
/// The longest that no briefing may come.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was measured.
pub(crate) struct Figures {
    briefings: usize,
    /// From the due time to the first and the last briefing.
    first: Duration,
    last: Duration,
    /// The fewest that came in ten seconds from the first on, where it took that long.
    slowest: Option<usize>,
    /// How many of the second minute came before the last of the first.
    early: usize,
    /// How many requests Discord refused for their rate.
    limited: usize,
    /// How long commands took, in milliseconds: the median, the 99th percentile, the longest.
    commands: [f64; 3],
    asked: usize,
    /// Microseconds of the bot's processor time for each briefing, commands included.
    cpu: f64,
    /// Anonymous memory in MB: before, then at each tenth of them.
    memory: Vec<f64>,
}

impl Figures {
    /// What each figure is, and the figure.
    pub(crate) fn rows(&self) -> Vec<(&'static str, String)> {
        let rate = self.briefings as f64 / self.last.as_secs_f64();
        let memory: Vec<String> = self.memory.iter().map(|it| format!("{it:.0}")).collect();
        let slowest = self.slowest.map_or("-".to_owned(), |it| it.to_string());
        let [median, p99, most] = self.commands;
        vec![
            (
                "from the due time to the last one, s",
                format!("{:.1}", self.last.as_secs_f64()),
            ),
            (
                "briefings a second, from the due time on",
                format!("{rate:.2}"),
            ),
            (
                "to the first one, ms",
                format!("{:.0}", self.first.as_secs_f64() * 1e3),
            ),
            ("fewest in ten seconds", slowest),
            ("requests refused for their rate", self.limited.to_string()),
            (
                "came before one that was due earlier",
                self.early.to_string(),
            ),
            (
                "`/help` meanwhile, p50 / p99 / longest, ms",
                format!("{median:.1} / {p99:.1} / {most:.1}"),
            ),
            ("commands asked meanwhile", self.asked.to_string()),
            (
                "processor time of the bot for each, µs",
                format!("{:.0}", self.cpu),
            ),
            (
                "anonymous memory before, and after each tenth, MB",
                memory.join(", "),
            ),
        ]
    }
}

/// The bot, and the Discord that it is connected to.
struct Town {
    discord: LocalDiscord,
    /// The place of each channel in the order of the schedules.
    places: HashMap<u64, usize>,
    desk: Channel,
    mara: Member,
    process: Child,
    _folder: tempfile::TempDir,
}

/// Has that many briefings posted, on a Discord that counts or one that does not.
pub(crate) async fn measure(briefings: usize, limit: bool) -> Figures {
    let mut town = Town::start(briefings, limit).await;
    let figures = town.briefings().await;
    town.process.kill().expect("it runs");
    town.process.wait().expect("it ends");
    town.discord.stop().await;
    figures
}

impl Town {
    async fn start(briefings: usize, limit: bool) -> Self {
        let setup = Setup {
            patience: PATIENCE,
            rate_limits: limit,
            ..Setup::default()
        };
        let discord = LocalDiscord::start(setup).await.expect("a local Discord");
        let (mut places, mut lines) = (HashMap::new(), String::new());
        for number in 0..briefings.div_ceil(CHANNELS) {
            let guild = discord.guild(&format!("Town {number}"));
            for channel in 0..CHANNELS.min(briefings - places.len()) {
                let channel = guild.text_channel(&format!("news-{channel}")).id();
                places.insert(channel, places.len());
                lines += &format!("{} {channel}\n", guild.id());
            }
        }
        let guild = discord.guild("Readers");
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(bot::CHANNELS), lines).expect("a file");
        let mut program = Command::new(env::current_exe().expect("this program"));
        program
            .env(bot::FOLDER, folder.path())
            .env(bot::URL, discord.url())
            .env(bot::TOKEN, discord.token())
            .stdin(Stdio::piped());
        if !limit {
            program.env(bot::RATE, NO_LIMIT.to_string());
        }
        let process = program.spawn().expect("it starts");
        discord.connected().await;
        discord.registered("help").await;
        let (desk, mara) = (guild.text_channel("talk"), guild.member("Mara"));
        // It comes after a thousand guilds, of which the bot is told first.
        mara.slash(&desk, "help").send().await.expect("an answer");
        Self {
            places,
            desk,
            mara,
            discord,
            process,
            _folder: folder,
        }
    }

    async fn briefings(&mut self) -> Figures {
        let briefings = self.places.len();
        let mut events = self.discord.subscribe();
        let all_here = CancellationToken::new();
        let readers = tokio::spawn(commands(
            self.mara.clone(),
            self.desk.clone(),
            all_here.clone(),
        ));
        let (mut memory, cpu) = (
            vec![process::memory(&self.process)],
            process::cpu(&self.process),
        );
        let due = Instant::now();
        let stdin = self.process.stdin.as_mut().expect("its input");
        writeln!(stdin).expect("it reads");

        let mut arrived: Vec<(Duration, usize)> = Vec::with_capacity(briefings);
        while arrived.len() < briefings {
            let event = tokio::time::timeout(PATIENCE, events.recv());
            match event.await.expect("another briefing") {
                Ok(Event::MessageCreated { channel_id, .. }) => {
                    let place = self.places.get(&channel_id.get());
                    let Some(place) = place else { continue };
                    arrived.push((due.elapsed(), *place));
                    if arrived.len().is_multiple_of((briefings / 10).max(1)) {
                        memory.push(process::memory(&self.process));
                    }
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => panic!("events were missed"),
                Err(RecvError::Closed) => panic!("the local Discord is gone"),
            }
        }
        let cpu = (process::cpu(&self.process) - cpu) / briefings as f64;
        all_here.cancel();
        let mut took = readers.await.expect("no panic");
        took.sort_by(f64::total_cmp);
        let percentile = |of: usize| took[(took.len() * of / 100).min(took.len() - 1)];

        let mut places: Vec<usize> = arrived.iter().map(|(_, place)| *place).collect();
        let half = briefings / 2;
        let last_of_first = places.iter().rposition(|place| *place < half);
        let before = &places[..last_of_first.unwrap_or_default()];
        let early = before.iter().filter(|place| **place >= half).count();
        places.sort_unstable();
        assert!(places.into_iter().eq(0..briefings), "each once");
        let requests = self.discord.requests();
        let limited = requests.iter().filter(|request| request.status == 429);
        Figures {
            briefings,
            first: arrived[0].0,
            last: arrived[briefings - 1].0,
            slowest: slowest(&arrived),
            early,
            limited: limited.count(),
            commands: [percentile(50), percentile(99), percentile(100)],
            asked: took.len(),
            cpu,
            memory,
        }
    }
}

/// The fewest of ten seconds, from the first to the last.
fn slowest(arrived: &[(Duration, usize)]) -> Option<usize> {
    let tens = Duration::from_secs(10);
    let (first, last) = (arrived.first()?.0, arrived.last()?.0);
    let whole = ((last - first).as_secs() / tens.as_secs()) as u32;
    let counts = (0..whole).map(|ten| {
        let (from, to) = (first + tens * ten, first + tens * (ten + 1));
        arrived
            .iter()
            .filter(|(at, _)| (from..to).contains(at))
            .count()
    });
    counts.min()
}

/// Asks one command after the other until `stop`; how long each took in milliseconds.
async fn commands(mara: Member, desk: Channel, stop: CancellationToken) -> Vec<f64> {
    let mut took = Vec::new();
    while !stop.is_cancelled() {
        let asked = Instant::now();
        mara.slash(&desk, "help").send().await.expect("an answer");
        took.push(asked.elapsed().as_secs_f64() * 1e3);
        tokio::time::sleep(BETWEEN).await;
    }
    took
}
