//! What those see who set up the daily briefing.

use local_discord::{Member, Message, OptionValue, Permissions};

use crate::{Desk, message};

type Options<'o> = &'o [(&'o str, OptionValue)];

/// The messages by name, all as `ada` sees them.
pub(crate) async fn messages(
    desk: &Desk,
    ada: &Member,
) -> anyhow::Result<Vec<(&'static str, Message)>> {
    let at = Planner { desk, ada };
    let mut all = vec![("schedules-none", at.ask("list", &[]).await?)];
    all.extend(at.setting().await?);
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
