//! What `/summary` costs beside the least that a bot can do: a bare serenity client that answers
//! every command with a fixed reply of the same size, without a framework or a store.
//!
//! Both run as processes of their own against a local Discord in this one, in interleaved rounds;
//! the medians of the rounds and their ratio are printed. `cargo bench --bench summary`

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

#[path = "shared/median.rs"]
mod median;
#[path = "shared/process.rs"]
mod process;

use std::{
    env, fs,
    path::PathBuf,
    process::{Child, Command, ExitCode},
    time::{Duration, Instant},
};

use local_discord::{Channel, LocalDiscord, Member, Setup};
use newsdesk::{
    article::Library,
    clock::Clock,
    discord::{Bot, Settings},
    newsroom::{Import, Newsroom},
    store::Store,
};
use serde_json::{Value, json};
use serenity::{
    all::{Context, EventHandler, GatewayIntents, Interaction},
    async_trait,
    client::ClientBuilder,
    http::HttpBuilder,
    model::id::ApplicationId,
};
use tokio_util::sync::CancellationToken;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 10;
const COMMANDS: usize = 1000;
const REAL: &str = include_str!("../data/000_a55518fa6972ff99.txt");

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    match env::var("BENCH_ROLE").as_deref() {
        Ok("floor") => runtime.block_on(floor()),
        Ok("newsdesk") => runtime.block_on(newsdesk()),
        _ => runtime.block_on(measure()),
    }
    ExitCode::SUCCESS
}

/// One bot under measurement.
struct Runner {
    name: &'static str,
    // Serves the process; dropped with it.
    discord: LocalDiscord,
    news: Channel,
    mara: Member,
    process: Child,
    // The process is killed and can't clean up: its database is in here.
    _folder: tempfile::TempDir,
    rounds: Vec<Round>,
}

struct Round {
    /// Microseconds of processor time for each command.
    cpu: f64,
    /// Microseconds from command to answer: median and 99th percentile.
    median: f64,
    p99: f64,
}

impl Runner {
    async fn start(name: &'static str) -> Self {
        let setup = Setup {
            patience: Duration::from_secs(30),
            ..Setup::default()
        };
        let discord = LocalDiscord::start(setup).await.expect("a local Discord");
        let guild = discord.guild("Bench");
        let (news, mara) = (guild.text_channel("news"), guild.member("Mara"));
        let folder = tempfile::tempdir().expect("a folder");
        let process = Command::new(env::current_exe().expect("this program"))
            .env("BENCH_ROLE", name)
            .env("BENCH_FOLDER", folder.path())
            .env("BENCH_URL", discord.url())
            .env("BENCH_TOKEN", discord.token())
            .spawn()
            .expect("it starts");
        discord.connected().await;
        discord.registered("summary").await;
        Self {
            name,
            discord,
            news,
            mara,
            process,
            _folder: folder,
            rounds: Vec::new(),
        }
    }

    async fn round(&mut self) {
        let before = process::cpu(&self.process);
        let mut latencies = Vec::with_capacity(COMMANDS);
        for _ in 0..COMMANDS {
            let asked = Instant::now();
            let answer = self
                .mara
                .slash(&self.news, "summary")
                .send()
                .await
                .expect("an answer");
            latencies.push(asked.elapsed().as_secs_f64() * 1e6);
            assert!(!answer.deferred && answer.message().text().contains("Kim Jong Un"));
        }
        let cpu = (process::cpu(&self.process) - before) / COMMANDS as f64;
        latencies.sort_by(f64::total_cmp);
        let (median, p99) = (latencies[COMMANDS / 2], latencies[COMMANDS * 99 / 100]);
        self.rounds.push(Round { cpu, median, p99 });
    }

    fn median(&self, figure: impl Fn(&Round) -> f64) -> f64 {
        median::median(self.rounds.iter().map(figure))
    }
}

async fn measure() {
    let mut runners = [
        Runner::start("floor").await,
        Runner::start("newsdesk").await,
    ];
    for runner in &mut runners {
        runner.round().await;
        runner.rounds.clear();
    }
    for _ in 0..ROUNDS {
        for runner in &mut runners {
            runner.round().await;
        }
    }
    println!(
        "/summary, medians of {ROUNDS} interleaved rounds of {COMMANDS} commands, one at a time"
    );
    println!("| bot | CPU a command, µs | median latency, µs | p99 latency, µs |");
    println!("|---|---|---|---|");
    let figures: [fn(&Round) -> f64; 3] =
        [|round| round.cpu, |round| round.median, |round| round.p99];
    let rows = runners
        .each_ref()
        .map(|runner| figures.map(|figure| runner.median(figure)));
    for (runner, row) in runners.iter().zip(&rows) {
        println!(
            "| {} | {:.0} | {:.0} | {:.0} |",
            runner.name, row[0], row[1], row[2]
        );
    }
    let ratio = |at: usize| rows[1][at] / rows[0][at];
    println!(
        "| ratio | {:.2} | {:.2} | {:.2} |",
        ratio(0),
        ratio(1),
        ratio(2)
    );
    for runner in &mut runners {
        runner.process.kill().expect("it runs");
        runner.process.wait().expect("it ends");
        assert!(runner.discord.refusals().is_empty());
    }
}

fn place() -> (String, String) {
    (
        env::var("BENCH_URL").expect("a URL"),
        env::var("BENCH_TOKEN").expect("a token"),
    )
}

async fn newsroom() -> Newsroom {
    let folder = PathBuf::from(env::var_os("BENCH_FOLDER").expect("a folder"));
    let store = Store::open(&folder.join("db")).expect("a store");
    let newsroom = Newsroom::open(store, Clock::system())
        .await
        .expect("a newsroom");
    let file = folder.join("news.txt");
    fs::write(&file, REAL).expect("a file");
    let import = Import::of(vec![file], Library::House);
    newsroom.import(import).await.expect("an import");
    newsroom
}

async fn newsdesk() {
    let (url, token) = place();
    let newsroom = newsroom().await;
    let mut settings = Settings::new(token.into());
    settings.http_proxy = Some(url.parse().expect("an address"));
    settings.loopback = true;
    Bot::new(newsroom, settings)
        .run(CancellationToken::new())
        .await
        .expect("a clean end");
}

/// Answers every command with the same body.
struct Echo(Value);

#[async_trait]
impl EventHandler for Echo {
    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let (id, token) = (interaction.id(), interaction.token());
        let answered = context
            .http
            .create_interaction_response(id, token, &self.0, Vec::new())
            .await;
        answered.expect("taken");
    }
}

async fn floor() {
    let (url, token) = place();
    // The very reply that the newsroom would give, made once.
    let newsroom = newsroom().await;
    let id = newsdesk::article::ArticleId {
        library: Library::House,
        number: 1,
    };
    let record = newsroom
        .store()
        .article(id)
        .await
        .expect("a store")
        .expect("an article");
    let card = newsdesk::view::article::part(&record, newsdesk::view::Part::Summary, 0);
    let reply = json!({"type": 4, "data": newsdesk::discord::wire_message(&card)});
    newsroom.store().close().await;

    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(15))
        .build()
        .expect("a client");
    let http = HttpBuilder::new(token)
        .client(client)
        .proxy(url)
        .ratelimiter_disabled(true)
        .build();
    let application: ApplicationId = http
        .get_current_application_info()
        .await
        .expect("an answer")
        .id;
    http.set_application_id(application);
    let commands = json!([{"name": "summary", "description": "A summary", "type": 1}]);
    http.create_global_commands(&commands)
        .await
        .expect("registered");
    let client =
        ClientBuilder::new_with_http(http, GatewayIntents::GUILDS).event_handler(Echo(reply));
    client
        .await
        .expect("a client")
        .start()
        .await
        .expect("a clean end");
}
