//! What fits while one types.

use serde_json::Value;

use super::Schedules;
use crate::{
    briefing::Schedule,
    discord::{answer::Answer, commands, invocation::Invocation},
    newsroom::{Error, Reader},
    schedule::Days,
    view::{
        choices::{self, ALL_TOPICS, Choice, MAX_CHOICES},
        schedule,
    },
};

/// Days that are proposed before any were typed.
const DAYS: [(&str, &str); 5] = [
    ("daily", "every day"),
    ("weekdays", "Monday to Friday"),
    ("weekends", "Saturday and Sunday"),
    ("mon,wed,fri", "Monday, Wednesday and Friday"),
    ("mon", "once a week, on Monday"),
];

impl Schedules<'_> {
    /// Completes the option `focused` of one of the commands.
    pub(in crate::discord) async fn complete(
        self,
        invocation: &Invocation,
        focused: &str,
    ) -> Result<Answer, Error> {
        let typed = invocation.options.get(focused).and_then(Value::as_str);
        let typed = typed.unwrap_or_default();
        let choices = match focused {
            "schedule" => self.complete_schedule(&invocation.name, typed).await?,
            "time_zone" => choices::zones(&self.newsroom.zones(typed, MAX_CHOICES)),
            "days" => complete_days(typed),
            "topic" => self.complete_topic(&invocation.name, typed).await?,
            _ => Vec::new(),
        };
        Ok(Answer::Choices(choices))
    }

    /// Topics that fit, and where one may be taken back, that none is wanted.
    async fn complete_topic(self, command: &str, typed: &str) -> Result<Vec<Choice>, Error> {
        let reader = Reader {
            guild: Some(self.person.guild),
        };
        let topics = commands::complete_topic(typed, reader, self.newsroom).await?;
        let typed = typed.trim().to_lowercase();
        let none = command == "schedule edit" && ALL_TOPICS.to_lowercase().starts_with(&typed);
        let none = none.then(choices::all_topics);
        Ok(none.into_iter().chain(topics).take(MAX_CHOICES).collect())
    }

    /// Those that fit and for which the command makes sense.
    async fn complete_schedule(self, command: &str, typed: &str) -> Result<Vec<Choice>, Error> {
        let names = self.channels.names(self.person.guild).await;
        let found = self
            .newsroom
            .complete_schedule(self.person, typed, &names)
            .await?;
        let makes_sense = |schedule: &&Schedule| match command {
            "schedule pause" => schedule.paused.is_none(),
            "schedule resume" => schedule.paused.is_some(),
            _ => true,
        };
        let choice = |schedule: &Schedule| {
            let channel = names.get(&schedule.plan.channel);
            schedule::choice(schedule, channel.map(String::as_str))
        };
        let found = found.iter().filter(makes_sense);
        Ok(found.take(MAX_CHOICES).map(choice).collect())
    }
}

/// What was typed and names days, as it is understood; else some that are often meant.
fn complete_days(typed: &str) -> Vec<Choice> {
    let begun = typed.trim().to_lowercase();
    let usual = DAYS.into_iter().filter(|(days, means)| {
        days.starts_with(&begun) || means.to_lowercase().starts_with(&begun)
    });
    let usual = usual.map(|(days, means)| choices::days_of_week(days, means));
    let mut all: Vec<Choice> = usual.collect();
    if let Ok(days) = typed.parse::<Days>() {
        let days = days.to_string();
        all.retain(|choice| choice.value != days);
        all.insert(0, choices::days_of_week(&days, &spoken(&days)));
    }
    all
}

/// Days as people speak of them.
fn spoken(days: &str) -> String {
    let usual = DAYS.into_iter().find(|(usual, _)| *usual == days);
    let Some((_, means)) = usual else {
        let names = days.split(',').map(|day| match day {
            "mon" => "Monday",
            "tue" => "Tuesday",
            "wed" => "Wednesday",
            "thu" => "Thursday",
            "fri" => "Friday",
            "sat" => "Saturday",
            _ => "Sunday",
        });
        return names.collect::<Vec<_>>().join(", ");
    };
    means.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_complete_to_what_they_mean() {
        for (typed, wanted) in [
            (
                "",
                vec!["daily", "weekdays", "weekends", "mon,wed,fri", "mon"],
            ),
            ("we", vec!["wed", "weekdays", "weekends"]),
            ("weekd", vec!["weekdays"]),
            ("every", vec!["daily"]),
            ("Tue & thu", vec!["tue,thu"]),
            ("mon", vec!["mon", "mon,wed,fri", "weekdays"]),
            ("friday to sunday", vec!["fri,sat,sun"]),
            ("never", vec![]),
        ] {
            let mut found: Vec<_> = complete_days(typed)
                .into_iter()
                .map(|it| it.value)
                .collect();
            let mut wanted = wanted;
            if typed == "mon" {
                found.sort();
                wanted.sort_unstable();
            }
            assert_eq!(found, wanted, "{typed:?}");
        }
        let spoken = complete_days("Tue & thu").pop().map(|choice| choice.name);
        assert_eq!(spoken.as_deref(), Some("tue,thu · Tuesday, Thursday"));
    }
}
