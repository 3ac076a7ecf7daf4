//! What moderators see: one of each kind of message of the desk.

use local_discord::{Member, Message, OptionValue, Permissions};

use crate::{Desk, message};

type Texts<'t> = &'t [(&'t str, &'t str)];

const FERRY: Texts<'static> = &[
    ("Headline", "The Ferry Sails Again After the Long Storm"),
    ("Published", "1 September 2025"),
    (
        "Highlights",
        "- The first boat left at nine with forty people on board.\n- The queue reaches to the market.",
    ),
    (
        "Story",
        "After two weeks in the harbour the ferry sails again, the council said on Monday.\n\n\
         ## What Was Broken\n\nA shaft, and the patience of half the town.",
    ),
    ("Analysis", "It may hold until spring."),
];
const LIGHTS: Texts<'static> = &[
    (
        "Headline",
        "Harbour Lights to Burn All Night Through the Winter, the Council Decides by One Vote",
    ),
    ("Story", "The lights stay on. Nobody spoke for a while."),
];
const WRONG: Texts<'static> = &[
    ("Headline", "Night Train Returns After Forty Years"),
    ("Published", "the 45th of Maytober"),
    (
        "Highlights",
        "- It runs again.\nTickets go on sale on Friday.",
    ),
    (
        "Story",
        "The night train returns in October.\n\n## Forty Years of Waiting",
    ),
];

/// The messages by name, all as `ada` sees them.
pub(crate) async fn messages(
    desk: &Desk,
    ada: &Member,
) -> anyhow::Result<Vec<(&'static str, Message)>> {
    let at = Moderator { desk, ada };
    let mut all = at.settings().await?;
    all.push(("drafts-none", at.ask("drafts", &[]).await?));
    all.extend(at.adding().await?);
    all.extend(at.changing().await?);
    all.extend(at.files().await?);
    all.extend(at.refusals().await?);
    for (name, command, options) in [
        ("drafts", "drafts", &[][..]),
        ("log", "log", &[]),
        ("log-of-one", "log", &[("article", "#1")]),
    ] {
        all.push((name, at.ask(command, options).await?));
    }
    all.push((
        "help-moderator",
        message(ada.slash(&desk.news, "help").send().await?),
    ));
    Ok(all)
}

/// Somebody who may do everything at the desk.
struct Moderator<'d> {
    desk: &'d Desk,
    ada: &'d Member,
}

impl Moderator<'_> {
    async fn ask(&self, subcommand: &str, options: Texts<'_>) -> anyhow::Result<Message> {
        Ok(message(self.answer(subcommand, options).await?))
    }

    async fn answer(
        &self,
        subcommand: &str,
        options: Texts<'_>,
    ) -> anyhow::Result<local_discord::Answer> {
        let slash = self.ada.slash(&self.desk.news, "desk");
        let slash = options
            .iter()
            .fold(slash.subcommand(subcommand), |slash, (name, value)| {
                slash.option(name, *value)
            });
        Ok(slash.send().await?)
    }

    /// What comes of a form of the desk.
    async fn fill(
        &self,
        subcommand: &str,
        options: Texts<'_>,
        fields: Texts<'_>,
    ) -> anyhow::Result<Message> {
        let form = self.answer(subcommand, options).await?.modal();
        let filled = fields
            .iter()
            .fold(self.ada.submit(&form), |it, (label, text)| {
                it.field(label, text)
            });
        Ok(message(filled.send().await?))
    }

    async fn press(&self, shown: &Message, label: &str) -> anyhow::Result<Message> {
        Ok(message(self.ada.click(shown, label).await?))
    }

    async fn file(&self, name: &str, bytes: &[u8]) -> anyhow::Result<Message> {
        let slash = self.ada.slash(&self.desk.news, "desk").subcommand("add");
        Ok(message(slash.file("file", name, bytes).send().await?))
    }

    async fn set(&self, name: &str, value: OptionValue) -> anyhow::Result<Message> {
        let slash = self.ada.slash(&self.desk.news, "settings");
        let slash = slash.subcommand("set").option(name, value);
        Ok(message(slash.send().await?))
    }

    async fn settings(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let role = self.desk.guild.role("Editors", Permissions::empty());
        let log = self.desk.guild.text_channel("desk-log");
        let show = self.ada.slash(&self.desk.news, "settings");
        let show = show.subcommand("show").send().await?;
        let zone = OptionValue::from("Europe/Berlin");
        Ok(vec![
            ("settings-none", message(show)),
            (
                "unknown-zone",
                self.set("time_zone", OptionValue::from("Europe/Berlim"))
                    .await?,
            ),
            ("settings-zone", self.set("time_zone", zone).await?),
            (
                "settings-role",
                self.set("moderator_role", OptionValue::Role(role.id()))
                    .await?,
            ),
            (
                "settings",
                self.set("log_channel", OptionValue::Channel(log.id()))
                    .await?,
            ),
        ])
    }

    async fn adding(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let later = &[("publish_at", "tomorrow 8:00")];
        let preview = self.fill("add", &[], FERRY).await?;
        let published = self.press(&preview, "Publish").await?;
        let scheduled = self.fill("add", later, LIGHTS).await?;
        let scheduled = self.press(&scheduled, "Schedule").await?;
        let drafts = self.ask("drafts", &[]).await?;
        let discarded = self.fill("add", &[], LIGHTS).await?;
        Ok(vec![
            ("published", published),
            ("scheduled", scheduled),
            ("preview-scheduled", self.press(&drafts, "Preview").await?),
            (
                "preview-to-schedule",
                self.fill("add", later, LIGHTS).await?,
            ),
            ("problems", self.fill("add", &[], WRONG).await?),
            ("preview-alike", self.fill("add", &[], FERRY).await?),
            ("discarded", self.press(&discarded, "Discard").await?),
        ])
    }

    async fn changing(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let lede = &[
            ("article", "#1"),
            ("part", "lede"),
            ("note", "It was one week, not two."),
        ];
        let one = &[(
            "Lede",
            "After one week in the harbour the ferry sails again, the council said on Monday.",
        )];
        let points = &[("article", "#1"), ("part", "highlights")];
        let fewer = &[("Highlights", "- The first boat left at ten.")];
        let change = self.fill("edit", lede, one).await?;
        let changed = self.press(&change, "Publish").await?;
        let history = self.ask("history", &[("article", "#1")]).await?;
        let withdrawn = self
            .ask(
                "withdraw",
                &[("article", "#1"), ("reason", "The ferry never sailed.")],
            )
            .await?;
        let past = self.ask("history", &[("article", "#1")]).await?;
        Ok(vec![
            ("changed", changed),
            ("revision", self.press(&history, "Changes").await?),
            ("withdrawn", withdrawn),
            ("history", past),
            ("restored", self.ask("restore", &[("article", "#1")]).await?),
            ("preview-change", self.fill("edit", points, fewer).await?),
            ("parts", self.ask("edit", &[("article", "#1")]).await?),
            ("exported", self.ask("export", &[("article", "#1")]).await?),
        ])
    }

    async fn files(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let week = "The Crane\nIt lifts.\n====\nThe Pier\nPublished 99 Maytober\nIt stands.\n====\n\
                    The Mole\nIt lies there.\n";
        let batch = self.file("week_35.txt", week.as_bytes()).await?;
        let other = week.replace("The ", "A New ");
        let again = self.file("week_36.txt", other.as_bytes()).await?;
        Ok(vec![
            ("batch", batch),
            (
                "batch-published",
                self.press(&again, "Publish all 2").await?,
            ),
            (
                "unknown-file",
                self.file("crane.png", b"\x89PNG\r\n").await?,
            ),
            (
                "not-utf-8",
                self.file("crane.txt", b"\xffThe Crane\nIt lifts.").await?,
            ),
        ])
    }

    async fn refusals(&self) -> anyhow::Result<Vec<(&'static str, Message)>> {
        let mut all = Vec::new();
        for (name, command, options) in [
            ("unknown-time", "add", &[("publish_at", "whenever")][..]),
            ("time-over", "add", &[("publish_at", "yesterday 8:00")]),
            ("house", "edit", &[("article", "#H1"), ("part", "lede")]),
            (
                "unknown-part",
                "edit",
                &[
                    ("article", "#1"),
                    ("part", "section"),
                    ("section", "engine"),
                ],
            ),
            ("not-withdrawn", "restore", &[("article", "#1")]),
            (
                "unknown-at-desk",
                "history",
                &[("article", "the ferry boats")],
            ),
        ] {
            all.push((name, self.ask(command, options).await?));
        }
        Ok(all)
    }
}
