//! The real program with a large library: how soon it answers, what memory it holds, what an
//! answer costs beside the same program with a small library. `cargo bench --bench scale`
//!
//! `SCALE_ARTICLES` and `SCALE_INTERACTIONS` make it shorter.

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

#[path = "library/generate.rs"]
mod generate;
#[path = "shared/median.rs"]
mod median;
#[path = "shared/process.rs"]
mod process;

use std::{
    env, fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use generate::Generator;
use local_discord::{Channel, LocalDiscord, Member, Setup};
use median::median;
use newsdesk::format::briefing;

const ROUNDS: usize = 10;
const COMMANDS: usize = 1000;

fn number(name: &str, default: usize) -> usize {
    env::var(name).map_or(default, |text| text.parse().expect(name))
}

#[tokio::main]
async fn main() {
    let articles = number("SCALE_ARTICLES", 100_000);
    let interactions = number("SCALE_INTERACTIONS", 200_000);
    let folder = tempfile::tempdir().expect("a folder");
    let (small, large) = (folder.path().join("small"), folder.path().join("large"));
    fill(&small, 7);
    fill(&large, articles);
    // The first run builds what is derived of the database; it is none of those measured.
    Bot::start(&large, articles)
        .await
        .settle()
        .await
        .stop()
        .await;

    let mut starts = Vec::new();
    for _ in 0..5 {
        let bot = Bot::start(&large, articles).await;
        starts.push(bot.first_answer.as_secs_f64());
        bot.stop().await;
    }
    starts.sort_by(f64::total_cmp);
    println!(
        "| from process start to the first answered command, {articles} articles | median {:.2} s, worst {:.2} s |",
        starts[2], starts[4]
    );

    let (few, many) = (
        Bot::start(&small, 7).await.settle().await,
        Bot::start(&large, articles).await.settle().await,
    );
    println!(
        "| anonymous memory after start, 7 articles | {:.0} MB |",
        few.memory()
    );
    println!(
        "| anonymous memory after start, {articles} articles | {:.0} MB |",
        many.memory()
    );

    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let figures = (
            few.newest().await,
            many.newest().await,
            many.random(COMMANDS).await,
        );
        // The first warms up.
        if round > 0 {
            rounds.push(figures);
        }
    }
    let median = |figure: fn(&(f64, f64, f64)) -> f64| median(rounds.iter().map(figure));
    let (at_few, at_many, random) = (median(|it| it.0), median(|it| it.1), median(|it| it.2));
    println!("| CPU of /summary at 7 articles | {at_few:.0} µs |");
    println!(
        "| CPU of /summary at {articles} articles | {at_many:.0} µs, ratio {:.2} |",
        at_many / at_few
    );
    println!(
        "| CPU of /summary of a random article of {articles} | {random:.0} µs, ratio {:.2} |",
        random / at_few
    );
    println!(
        "| anonymous memory after {} random /summary | {:.0} MB |",
        (ROUNDS + 1) * COMMANDS,
        many.memory()
    );
    few.stop().await;

    let mut memory = Vec::new();
    for _ in 0..10 {
        many.random(interactions / 10).await;
        memory.push(format!("{:.0}", many.memory()));
    }
    println!(
        "| anonymous memory over {interactions} more, MB | {} |",
        memory.join(", ")
    );
    many.stop().await;
}

/// Imports articles into a new database.
fn fill(database: &Path, articles: usize) {
    let texts = tempfile::tempdir().expect("a folder");
    let mut generator = Generator::new(1);
    let numbers: Vec<usize> = (0..articles).collect();
    for (file, chunk) in numbers.chunks(500).enumerate() {
        let articles: Vec<String> = chunk
            .iter()
            .map(|_| briefing::write(&generator.article()))
            .collect();
        let path = texts.path().join(format!("{file:06}.txt"));
        let separator = format!("{}\n", briefing::SEPARATOR);
        fs::write(path, articles.join(&separator)).expect("a file");
    }
    let done = program(database).arg("import").arg(texts.path()).status();
    assert!(done.expect("it starts").success());
}

/// The real program over that database.
fn program(database: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_newsdesk"));
    program
        .env("NEWSDESK_STORE__PATH", database)
        .env("NEWSDESK_LIBRARY__IMPORT", "[]")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    program
}

/// The program, and the Discord that it is connected to.
struct Bot {
    discord: LocalDiscord,
    news: Channel,
    mara: Member,
    process: Child,
    articles: usize,
    /// From the process's start.
    first_answer: Duration,
}

impl Bot {
    async fn start(database: &Path, articles: usize) -> Self {
        let setup = Setup {
            patience: Duration::from_secs(60),
            ..Setup::default()
        };
        let discord = LocalDiscord::start(setup).await.expect("a local Discord");
        let guild = discord.guild("Bench");
        let (news, mara) = (guild.text_channel("news"), guild.member("Mara"));
        let began = Instant::now();
        let process = program(database)
            .arg("run")
            .env("DISCORD_TOKEN", discord.token())
            .env("NEWSDESK_DISCORD__HTTP_PROXY", discord.url())
            .spawn()
            .expect("it starts");
        discord.connected().await;
        discord.registered("summary").await;
        let answer = mara
            .slash(&news, "summary")
            .send()
            .await
            .expect("an answer");
        let first_answer = began.elapsed();
        assert!(
            answer.message().text().contains("#H"),
            "{}",
            answer.message().text()
        );
        Self {
            discord,
            news,
            mara,
            process,
            articles,
            first_answer,
        }
    }

    /// Waits until little is done in the background any more: sled goes on tidying its file for minutes.
    async fn settle(self) -> Self {
        let mut before = self.cpu();
        loop {
            tokio::time::sleep(Duration::from_secs(2)).await;
            let now = self.cpu();
            if now - before < 200_000.0 {
                return self;
            }
            before = now;
        }
    }

    /// A thousand times the newest: microseconds of processor time for each.
    async fn newest(&self) -> f64 {
        let before = self.cpu();
        for _ in 0..COMMANDS {
            self.summary(None).await;
        }
        (self.cpu() - before) / COMMANDS as f64
    }

    /// Articles at random: microseconds of processor time for each.
    async fn random(&self, count: usize) -> f64 {
        let before = self.cpu();
        for _ in 0..count {
            let number = fastrand::usize(1..=self.articles);
            self.summary(Some(format!("#H{number}"))).await;
        }
        (self.cpu() - before) / count as f64
    }

    async fn summary(&self, article: Option<String>) {
        let command = self.mara.slash(&self.news, "summary");
        let command = match &article {
            Some(article) => command.option("article", article.as_str()),
            None => command,
        };
        let answer = command.send().await.expect("an answer");
        let wanted = article.unwrap_or("#H".to_owned());
        assert!(answer.message().text().contains(&wanted));
    }

    fn cpu(&self) -> f64 {
        process::cpu(&self.process)
    }

    fn memory(&self) -> f64 {
        process::memory(&self.process)
    }

    /// Stops it as a service manager does, and waits until it is down.
    async fn stop(mut self) {
        let id = self.process.id().to_string();
        let told = Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .expect("kill");
        assert!(told.success());
        let ended = tokio::task::spawn_blocking(move || self.process.wait()).await;
        assert!(ended.expect("no panic").expect("it ends").success());
        assert!(self.discord.refusals().is_empty());
        self.discord.stop().await;
    }
}
