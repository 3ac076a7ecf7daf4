//! Renders every message of the bot's to a picture, at desktop and at phone width, light and dark:
//! `cargo run --example shots -- FOLDER [NAME…]`, all or those that are named. Needs Chromium.
//!
//! A bot answers on a local Discord, whose page shows each message alone. A message that a button
//! changes in place is pictured as it ends.

#![allow(clippy::print_stdout, reason = "it says where the pictures are")]

mod moderators;
mod schedules;

use std::{
    env,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, ensure};
use local_discord::{
    Answer, Channel, Guild, LocalDiscord, Member, Message, PageSetup, Permissions, Setup,
};
use newsdesk::{
    article::Library,
    clock::Clock,
    discord::{Bot, Settings},
    newsroom::{Import, Newsroom},
    store::Store,
};
use tokio::process::Command;
use tokio_util::sync::CancellationToken;

/// Pixels: of the page; of a message alone, so that its last control is in the picture.
const PAGE_HEIGHT: u32 = 900;
const MESSAGE_HEIGHT: u32 = 2400;
const WIDTHS: [(u32, &str); 2] = [(1200, "desktop"), (360, "phone")];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder: PathBuf = env::args()
        .nth(1)
        .context("name the folder for the pictures")?
        .into();
    std::fs::create_dir_all(&folder)?;
    let desk = Desk::start().await?;
    desk.ask("summary", &[]).await?;
    desk.ask(
        "section",
        &[("section", "tradition"), ("article", "parade")],
    )
    .await?;
    let names: Vec<String> = env::args().skip(2).collect();
    let wanted = |name: &str| names.is_empty() || names.iter().any(|other| other == name);
    if wanted("page") {
        shoot_all(desk.discord.url(), PAGE_HEIGHT, "page", &folder).await?;
    }
    let ada = desk.moderator("Ada");
    let mut messages = seen_by(&desk.mara, desk.messages().await?);
    messages.extend(seen_by(&ada, moderators::messages(&desk, &ada).await?));
    messages.extend(seen_by(&ada, schedules::messages(&desk, &ada).await?));
    messages.extend(seen_by(&desk.mara, desk.corrected().await?));
    messages.extend(seen_by(&desk.mara, desk.fault().await?));
    for (name, path) in messages.iter().filter(|(name, _)| wanted(name)) {
        let url = format!("{}{path}", desk.discord.url());
        shoot_all(&url, MESSAGE_HEIGHT, name, &folder).await?;
    }
    desk.stop.cancel();
    Ok(())
}

/// Names, each with where the page shows its message alone.
fn seen_by(member: &Member, messages: Vec<(&'static str, Message)>) -> Vec<(&'static str, String)> {
    let paths = messages
        .into_iter()
        .map(|(name, message)| (name, message.page_path(member)));
    paths.collect()
}

/// A bot on a local Discord with the articles of `data/`.
struct Desk {
    discord: LocalDiscord,
    guild: Guild,
    news: Channel,
    mara: Member,
    stop: CancellationToken,
    folder: tempfile::TempDir,
    newsroom: Newsroom,
}

impl Desk {
    async fn start() -> anyhow::Result<Self> {
        let page = PageSetup {
            title: "Newsdesk demo".to_owned(),
            person: "Mara".to_owned(),
            ..PageSetup::default()
        };
        let discord = LocalDiscord::start(Setup {
            page,
            ..Setup::default()
        })
        .await?;
        let guild = discord.guild("Harbour Town");
        let (news, mara) = (guild.text_channel("news"), guild.member("Mara"));
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("db"))?;
        let newsroom = Newsroom::open(store, Clock::system()).await?;
        let paths = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("data")];
        let import = Import::of(paths, Library::House);
        newsroom.import(import).await?;
        let file = folder.path().join("many.txt");
        std::fs::write(&file, many())?;
        newsroom
            .import(Import::of(vec![file], Library::House))
            .await?;
        let mut settings = Settings::new(discord.token().to_owned().into());
        settings.http_proxy = Some(discord.url().parse()?);
        settings.loopback = true;
        let stop = CancellationToken::new();
        tokio::spawn(Bot::new(newsroom.clone(), settings).run(stop.clone()));
        discord.connected().await;
        Ok(Self {
            discord,
            guild,
            news,
            mara,
            stop,
            folder,
            newsroom,
        })
    }

    async fn ask(&self, command: &str, options: &[(&str, &str)]) -> anyhow::Result<Message> {
        let slash = self.mara.slash(&self.news, command);
        let slash = options
            .iter()
            .fold(slash, |slash, (name, value)| slash.option(name, *value));
        Ok(message(slash.send().await?))
    }

    /// One of each kind of message that the bot sends.
    async fn messages(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let mut all = Vec::new();
        self.newsroom.indexed().await?;
        for (name, command, options) in [
            ("summary", "summary", &[][..]),
            ("highlights", "highlights", &[]),
            ("analysis", "analysis", &[]),
            ("sections", "section", &[]),
            ("section", "section", &[("section", "tradition")]),
            ("help", "help", &[]),
            ("summary-arabic", "summary", &[("article", "الأمل")]),
            ("highlights-arabic", "highlights", &[("article", "الأمل")]),
            ("summary-emoji", "summary", &[("article", "unicode")]),
            (
                "section-emoji",
                "section",
                &[("article", "unicode"), ("section", "")],
            ),
            ("summary-japanese", "summary", &[("article", "はやぶさ")]),
            (
                "highlights-japanese",
                "highlights",
                &[("article", "はやぶさ")],
            ),
            ("summary-least", "summary", &[("article", "leap second")]),
            (
                "highlights-absent",
                "highlights",
                &[("article", "leap second")],
            ),
            ("sections-many", "section", &[("article", "unesco")]),
            (
                "unknown-article",
                "summary",
                &[("article", "jams web telescop imges")],
            ),
            (
                "unknown-article-far",
                "summary",
                &[("article", "*qqq* @everyone")],
            ),
            (
                "unknown-section",
                "section",
                &[("section", "a tradition of trams")],
            ),
            ("ambiguous-section", "section", &[("section", "a")]),
            ("search", "search", &[("query", "the moon")]),
            (
                "search-phrase",
                "search",
                &[("query", "\"train travel\" kim")],
            ),
            ("search-arabic", "search", &[("query", "المسبار")]),
            ("search-japanese", "search", &[("query", "帰還")]),
            ("search-near", "search", &[("query", "teleskope imges")]),
            (
                "search-partly",
                "search",
                &[("query", "moon landing unicorn parade")],
            ),
            (
                "search-limited",
                "search",
                &[("query", "space"), ("from", "2000"), ("to", "today")],
            ),
            (
                "search-nothing",
                "search",
                &[("query", "unesco heritge xyzzy"), ("from", "tomorrow")],
            ),
            ("search-no-words", "search", &[("query", "!?")]),
            ("archive", "archive", &[]),
            (
                "archive-limited",
                "archive",
                &[("topic", "space"), ("from", "2021")],
            ),
            (
                "archive-empty",
                "archive",
                &[("topic", "space"), ("from", "2026")],
            ),
            ("briefing", "briefing", &[]),
            ("briefing-day", "briefing", &[("date", "9 October 2019")]),
            ("briefing-none", "briefing", &[("date", "1 May 2022")]),
            ("unknown-topic", "archive", &[("topic", "spase")]),
            ("unknown-date", "archive", &[("from", "soonish")]),
            ("ambiguous-date", "archive", &[("from", "3/4/2025")]),
            ("many-days", "briefing", &[("date", "September 2025")]),
        ] {
            all.push((name, self.ask(command, options).await?));
        }
        let summary = all[0].1.clone();
        all.push((
            "story",
            message(self.mara.click(&summary, "Full story").await?),
        ));
        let apollo = self
            .ask("summary", &[("article", "walked on the moon")])
            .await?;
        let story = message(self.mara.click(&apollo, "Full story").await?);
        all.push((
            "story-long",
            message(self.mara.click(&story, "Page 2 ›").await?),
        ));
        let archive = self.ask("archive", &[]).await?;
        all.push((
            "archive-middle",
            message(self.mara.click(&archive, "Page 2 ›").await?),
        ));
        let many = self.ask("section", &[("article", "unesco")]).await?;
        let menu = many.menus().pop().context("a menu")?;
        let more = menu.options.last().context("an option")?.label.clone();
        all.push((
            "sections-more",
            message(self.mara.choose(&many, &more).await?),
        ));
        let forged = self
            .discord
            .forge_component(&self.mara, &summary, "old", &[])
            .await?;
        all.push(("unknown-control", message(forged)));
        Ok(all)
    }

    /// What readers get of a story that the desk has corrected.
    async fn corrected(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let summary = self.ask("summary", &[("article", "#1")]).await?;
        Ok(vec![("corrected", summary)])
    }

    /// What anybody gets while the database can't be read.
    async fn fault(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        self.newsroom.store().close().await;
        // What was read stays in memory; of this one nothing was.
        let unread = self.ask("summary", &[("article", "storm part 28")]).await?;
        Ok(vec![("fault", unread)])
    }

    /// Somebody who may do everything at the desk.
    fn moderator(&self, name: &str) -> Member {
        let member = self.guild.member(name);
        let may = Permissions::MANAGE_MESSAGES | Permissions::MANAGE_GUILD;
        member.add_role(&self.guild.role("Moderators", may));
        member
    }
}

/// Enough stories for several pages, nine of them of one day.
fn many() -> String {
    let headlines = [
        "The Ferry Sails Again After the Long Storm",
        "Harbour Lights to Burn All Night Through the Winter, the Council Decides by One Vote",
        "A Gull Is Honoured",
    ];
    let story = |n: usize| {
        let (headline, day) = (headlines[n % 3], if n < 9 { 9 } else { 9 - n / 4 });
        let highlights = if n.is_multiple_of(2) {
            "Highlights\n- The first boat left at nine with forty people and two dogs on board.\n"
        } else {
            ""
        };
        format!(
            "{headline}, Part {}\nPublished {day} October 2019\nTopics: Harbour, Weather, Local life\n\
             {highlights}Rewritten Article\nThe morning was clear, and half the town stood on the \
             quay. Nobody spoke for a while.",
            n + 1
        )
    };
    let stories: Vec<String> = (0..30).map(story).collect();
    stories.join("\n=====\n")
}

fn message(answer: Answer) -> Message {
    match answer.outcome {
        local_discord::Outcome::Updated(message) => message,
        _ => answer.message(),
    }
}

async fn shoot_all(url: &str, height: u32, name: &str, folder: &Path) -> anyhow::Result<()> {
    for (width, device) in WIDTHS {
        for theme in ["light", "dark"] {
            let file = folder.join(format!("{name}-{device}-{theme}.png"));
            shoot(url, (width, height), theme == "dark", &file).await?;
        }
    }
    println!("{name}");
    Ok(())
}

async fn shoot(
    url: &str,
    (width, height): (u32, u32),
    dark: bool,
    file: &Path,
) -> anyhow::Result<()> {
    let profile = tempfile::tempdir()?;
    let mut chromium = Command::new("chromium");
    chromium.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
    ]);
    chromium.args([
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]);
    chromium.args(["--hide-scrollbars", "--virtual-time-budget=3000"]);
    if dark {
        chromium.arg("--blink-settings=preferredColorScheme=0");
    }
    chromium.arg(format!("--user-data-dir={}", profile.path().display()));
    chromium.arg(format!("--window-size={width},{height}"));
    chromium
        .arg(format!("--screenshot={}", file.display()))
        .arg(url)
        .kill_on_drop(true);
    let ran = tokio::time::timeout(Duration::from_secs(60), chromium.output()).await??;
    ensure!(
        ran.status.success() && file.exists(),
        "Chromium made no picture of {url}"
    );
    Ok(())
}
