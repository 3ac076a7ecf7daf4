//! What those see who set up the daily briefing.

use local_discord::{Member, Message, OptionValue, Permissions};

use newsdesk::{article::Library, newsroom::Import};

use crate::{Desk, message};

/// Announced stories, one more than a briefing of theirs takes.
const NEWS: &str = "The Night Ferry Returns After Forty Years
Topics: Harbour, Local life
Highlights
- It leaves at eleven, and is there for breakfast.
Rewritten Article
The night ferry returns on Friday.
====
A Gull Is Honoured by the Council for Its Patience
Topics: Harbour
It sat on the mast through the whole debate.
====
The Old Crane Lifts Its Last Load
It carried a piano.
";

type Options<'o> = &'o [(&'o str, OptionValue)];

/// The messages by name, all as `ada` sees them.
pub(crate) async fn messages(
    desk: &Desk,
    ada: &Member,
) -> anyhow::Result<Vec<(&'static str, Message)>> {
    let at = Planner { desk, ada };
    let mut all = vec![("schedules-none", at.ask("list", &[]).await?)];
    all.extend(at.setting().await?);
    all.extend(at.posting().await?);
    all.extend(at.looking().await?);
    all.extend(at.refusals().await?);
    Ok(all)
}

/// Somebody who may set up the daily briefing.
struct Planner<'d> {
    desk: &'d Desk,
    ada: &'d Member,
}

impl Planner<'_> {
    async fn ask(&self, subcommand: &str, options: Options<'_>) -> anyhow::Result<Message> {
        let slash = self.ada.slash(&self.desk.news, "schedule");
        let slash = options
            .iter()
            .fold(slash.subcommand(subcommand), |slash, (name, value)| {
                slash.option(name, value.clone())
            });
        Ok(message(slash.send().await?))
    }

    async fn of(&self, subcommand: &str, schedule: &str) -> anyhow::Result<Message> {
        self.ask(subcommand, &[("schedule", schedule.into())]).await
    }

    async fn press(&self, shown: &Message, label: &str) -> anyhow::Result<Message> {
        Ok(message(self.ada.click(shown, label).await?))
    }

    async fn setting(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let guild = &self.desk.guild;
        let early = guild.role("Early birds", Permissions::empty());
        let shut = guild.text_channel("shut");
        shut.deny_role(&guild.everyone(), Permissions::SEND_MESSAGES);
        let berlin = || ("time_zone", OptionValue::from("Europe/Berlin"));
        let least = [
            ("channel", (&self.desk.news).into()),
            ("time", "8:00".into()),
            berlin(),
            ("days", "weekdays".into()),
        ];
        let much = [
            ("channel", (&shut).into()),
            ("time", "8.30 pm".into()),
            berlin(),
            ("topic", "space".into()),
            ("mention", (&early).into()),
            ("limit", 3.into()),
            ("thread", true.into()),
            ("when_empty", "note".into()),
        ];
        Ok(vec![
            ("schedule-set", self.ask("add", &least).await?),
            ("schedule-set-missing", self.ask("add", &much).await?),
            ("schedule-twin", self.ask("add", &least).await?),
            (
                "schedule-changed",
                self.ask(
                    "edit",
                    &[("schedule", "S3".into()), ("time", "noon".into())],
                )
                .await?,
            ),
            ("schedule-edit", self.of("edit", "S2").await?),
        ])
    }

    /// What is posted, and what becomes of it.
    async fn posting(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let board = self.desk.guild.text_channel("board");
        let file = self.desk.folder.path().join("news.txt");
        std::fs::write(&file, NEWS)?;
        let mut news = Import::of(vec![file], Library::House);
        news.announce = true;
        self.desk.newsroom.import(news).await?;
        let options = [
            ("channel", (&board).into()),
            ("time", "7:30".into()),
            ("limit", 2.into()),
        ];
        let set = self.ask("add", &options).await?;
        let preview = self.of("preview", "S4").await?;
        let ordered = self.of("post", "S4").await?;
        let posted = board.next_message().await;
        let nothing = loop {
            let again = self.of("post", "S4").await?;
            // The first may still be on its way.
            if !again.text().contains("being posted already") {
                break again;
            }
        };
        Ok(vec![
            ("schedule-set-news", set),
            ("schedule-preview", preview),
            ("schedule-posting", ordered),
            ("schedule-posted", posted),
            ("schedule-posted-again", nothing),
            ("schedule-status", self.of("status", "S4").await?),
        ])
    }

    async fn looking(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let paused = self.of("pause", "S3").await?;
        let ask = self.of("remove", "S3").await?;
        let removed = self.of("remove", "S3").await?;
        Ok(vec![
            ("schedules", self.ask("list", &[]).await?),
            ("schedules-status", self.ask("status", &[]).await?),
            ("schedule-status-missing", self.of("status", "S2").await?),
            ("schedule-paused", paused),
            ("schedule-remove", ask),
            ("schedule-removed", self.press(&removed, "Remove").await?),
        ])
    }

    async fn refusals(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let with = |option: &'static str, value: OptionValue| {
            let channel = ("channel", OptionValue::from(&self.desk.news));
            match option {
                "time" => vec![channel, (option, value)],
                _ => vec![channel, ("time", "8:30".into()), (option, value)],
            }
        };
        Ok(vec![
            (
                "schedule-no-time",
                self.ask("add", &with("time", "half past eight".into()))
                    .await?,
            ),
            (
                "schedule-no-topic",
                self.ask("add", &with("topic", "spase".into())).await?,
            ),
            (
                "schedule-crosspost",
                self.ask("add", &with("crosspost", true.into())).await?,
            ),
            ("schedule-unknown", self.of("status", "evening").await?),
        ])
    }
}
