//! A running bot on a local Discord, with a database of its own.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use local_discord::{
    Answer, Channel, Guild, LocalDiscord, Member, Message, OpenApi, Permissions, Setup,
};
use newsdesk::{
    article::{GuildId, Library},
    clock::Clock,
    discord::{Bot, BotError, Settings},
    newsroom::{Import, Newsroom},
    store::Store,
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// The real article, as the repository ships it.
pub(crate) const REAL: &str = include_str!("../../data/000_a55518fa6972ff99.txt");

/// A bot, the Discord that it is connected to, and one guild with a reader in it.
pub(crate) struct Desk {
    pub(crate) discord: LocalDiscord,
    pub(crate) guild: Guild,
    pub(crate) news: Channel,
    pub(crate) mara: Member,
    pub(crate) newsroom: Newsroom,
    pub(crate) clock: Clock,
    pub(crate) folder: tempfile::TempDir,
    bot: Option<Running>,
}

struct Running {
    stop: CancellationToken,
    task: JoinHandle<Result<(), BotError>>,
    undecoded: Arc<AtomicU64>,
}

impl Desk {
    /// A bot whose house library holds these texts, each a file.
    pub(crate) async fn with(texts: &[&str]) -> Self {
        let discord = LocalDiscord::start(Setup::default())
            .await
            .expect("a local Discord");
        Self::on(discord, texts, |_| {}).await
    }

    /// The same with the real article.
    pub(crate) async fn start() -> Self {
        Self::with(&[REAL]).await
    }

    /// The same on this Discord, with other settings.
    pub(crate) async fn on(
        discord: LocalDiscord,
        texts: &[&str],
        set: impl FnOnce(&mut Settings),
    ) -> Self {
        Self::open(discord, texts, Clock::system(), set).await
    }

    /// The same with a clock that starts at `now`, Discord's too.
    pub(crate) async fn at(now: &str, texts: &[&str]) -> Self {
        Self::set_up(Setup::default(), now, texts).await
    }

    /// The same on a Discord that is set up so.
    pub(crate) async fn set_up(setup: Setup, now: &str, texts: &[&str]) -> Self {
        let clock = Clock::starting_at(now.parse().expect("an instant"));
        let shown = clock.clone();
        let setup = Setup {
            now: Arc::new(move || shown.now()),
            ..setup
        };
        let discord = LocalDiscord::start(setup).await.expect("a local Discord");
        Self::open(discord, texts, clock, |_| {}).await
    }

    async fn open(
        discord: LocalDiscord,
        texts: &[&str],
        clock: Clock,
        set: impl FnOnce(&mut Settings),
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("db")).expect("a store");
        let newsroom = Newsroom::open(store, clock.clone())
            .await
            .expect("a newsroom");
        let guild = discord.guild("Harbour Town");
        let news = guild.text_channel("news");
        let mara = guild.member("Mara");
        let mut desk = Self {
            discord,
            guild,
            news,
            mara,
            newsroom,
            clock,
            folder,
            bot: None,
        };
        desk.import(Library::House, texts).await;
        desk.launch(set);
        desk.discord.connected().await;
        desk
    }

    /// Puts texts into a library, each as a file of its own.
    pub(crate) async fn import(&self, library: Library, texts: &[&str]) {
        let files = texts.iter().enumerate().map(|(at, text)| {
            let path = self.folder.path().join(format!("{library:?}-{at}.txt"));
            fs::write(&path, text).expect("a file");
            path
        });
        let import = Import::of(files.collect(), library);
        let report = self.newsroom.import(import).await.expect("an import");
        assert_eq!(report.refused().count(), 0, "{report:?}");
    }

    /// Somebody who may manage messages.
    pub(crate) fn moderator(&self, name: &str) -> Member {
        let member = self.guild.member(name);
        let role = self.guild.role(name, Permissions::MANAGE_MESSAGES);
        member.add_role(&role);
        member
    }

    /// Somebody who may manage the guild.
    pub(crate) fn manager(&self, name: &str) -> Member {
        let member = self.guild.member(name);
        let role = self.guild.role(name, Permissions::MANAGE_GUILD);
        member.add_role(&role);
        member
    }

    /// What a member gets for a command of the desk.
    pub(crate) async fn at_desk(
        &self,
        member: &Member,
        subcommand: &str,
        options: &[(&str, &str)],
    ) -> Answer {
        let slash = member.slash(&self.news, "desk").subcommand(subcommand);
        let slash = options
            .iter()
            .fold(slash, |slash, (name, value)| slash.option(name, *value));
        slash.send().await.expect("an answer")
    }

    /// What Mara gets for a command of hers that only she sees the answer to.
    pub(crate) async fn ask_privately(&self, command: &str, options: &[(&str, &str)]) -> Message {
        let slash = self.mara.slash(&self.news, command).option("private", true);
        let slash = options
            .iter()
            .fold(slash, |slash, (name, value)| slash.option(name, *value));
        slash.send().await.expect("an answer").message()
    }

    /// What a message of Mara's own becomes when she presses a button of it.
    pub(crate) async fn turn(&self, message: &Message, label: &str) -> Message {
        let answer = self.mara.click(message, label).await;
        answer.expect("an answer").updated()
    }

    /// The library of a guild.
    pub(crate) fn library(guild: &Guild) -> Library {
        Library::Guild(GuildId(guild.id()))
    }

    /// Starts the bot anew over the same database.
    pub(crate) fn launch(&mut self, set: impl FnOnce(&mut Settings)) {
        let mut settings = Settings::new(self.discord.token().to_owned().into());
        settings.http_proxy = Some(self.discord.url().parse().expect("an address"));
        settings.loopback = true;
        set(&mut settings);
        let stop = CancellationToken::new();
        let bot = Bot::new(self.newsroom.clone(), settings);
        let undecoded = bot.undecoded();
        let task = tokio::spawn(bot.run(stop.clone()));
        self.bot = Some(Running {
            stop,
            task,
            undecoded,
        });
    }

    /// Stops the bot and waits until it is down.
    pub(crate) async fn halt(&mut self) {
        let running = self.bot.take().expect("a running bot");
        running.stop.cancel();
        let ended = tokio::time::timeout(Duration::from_secs(5), running.task).await;
        ended
            .expect("the bot stops within 5 s")
            .expect("no panic")
            .expect("a clean end");
        assert_eq!(
            running.undecoded.load(Ordering::Relaxed),
            0,
            "events were not decoded"
        );
    }

    /// The counter of events that could not be decoded.
    pub(crate) fn undecoded(&self) -> Arc<AtomicU64> {
        self.bot.as_ref().expect("a running bot").undecoded.clone()
    }

    /// How the bot ended by itself.
    pub(crate) async fn ended(&mut self) -> Result<(), BotError> {
        self.bot
            .take()
            .expect("a running bot")
            .task
            .await
            .expect("no panic")
    }

    /// Stops everything, whatever Discord refused.
    pub(crate) async fn shut_down(mut self) {
        self.halt().await;
        self.newsroom.store().close().await;
        self.discord.stop().await;
    }

    /// The end of every test: the bot stops cleanly and Discord has refused nothing.
    pub(crate) async fn close(mut self) {
        self.halt().await;
        self.newsroom.store().close().await;
        let refusals = self.discord.refusals();
        assert!(refusals.is_empty(), "Discord refused: {refusals:#?}");
        if let Some(description) = OpenApi::find().expect("Discord's description is readable") {
            let problems = description.problems(&self.discord.requests());
            assert!(
                problems.is_empty(),
                "against Discord's description: {problems:#?}"
            );
        }
        self.discord.stop().await;
    }
}
