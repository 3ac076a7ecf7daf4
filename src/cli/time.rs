//! The clock of a running newsdesk, moved by the demo or by a test: only where Discord is one on this
//! machine. And what comes next by it.

use anyhow::bail;
use chrono::{DateTime, Utc};
use url::Url;

use super::request::Place;
use crate::{clock::Clock, control::Output, discord::is_loopback, newsroom::Newsroom, store::Lane};

/// A clock that starts at `at`, where that is allowed.
pub(super) fn starting_at(at: DateTime<Utc>, discord: Option<&Url>) -> anyhow::Result<Clock> {
    allow(discord)?;
    Ok(Clock::starting_at(at))
}

/// Moves the clock of the process that runs.
pub(super) fn answer(place: &Place, at: DateTime<Utc>) -> anyhow::Result<u8> {
    let Some(settings) = &place.settings else {
        bail!("there is no clock to set: no newsdesk runs here");
    };
    allow(settings.http_proxy.as_ref())?;
    place.newsroom.clock().set(at);
    tracing::warn!(%at, "the clock was set");
    Ok(0)
}

/// Writes when briefings are due, a line each, the first first: those that are due already, too.
pub(super) async fn tell_due(newsroom: &Newsroom, output: &Output) -> anyhow::Result<u8> {
    let mut jobs = newsroom.store().jobs().await?;
    jobs.retain(|job| matches!(job.key.lane(), Lane::Plans | Lane::Briefings));
    jobs.sort_unstable_by_key(|job| job.due_at);
    let lines = jobs
        .iter()
        .map(|job| format!("{}\n", job.due_at.to_rfc3339()));
    output.text(&lines.collect::<String>()).await?;
    Ok(0)
}

/// On the real Discord a wrong clock would post what is not due, or call what is due missed.
fn allow(discord: Option<&Url>) -> anyhow::Result<()> {
    if discord.is_some_and(is_loopback) {
        return Ok(());
    }
    let named = discord.map_or("discord.com".to_owned(), Url::to_string);
    bail!(
        "the clock can only be set for a test on this machine, and Discord is {named} here: \
         people there would get what is not due. Set [discord] http_proxy to a local Discord, such as \
         \"http://127.0.0.1:3000\", or leave the clock alone"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_set_on_this_machine_alone() {
        let at = "2025-09-01T08:00:00Z".parse().expect("an instant");
        let asked = |discord: Option<&str>| {
            let discord = discord.map(|url| url.parse().expect("an address"));
            starting_at(at, discord.as_ref())
        };
        for local in ["http://127.0.0.1:3000", "http://[::1]:3000"] {
            let clock = asked(Some(local)).expect("allowed");
            assert!(clock.now() >= at);
        }
        // A name may mean another machine tomorrow.
        for (elsewhere, named) in [
            (None, "discord.com"),
            (Some("http://192.0.2.1:3000"), "192.0.2.1"),
            (Some("http://localhost:3000"), "localhost"),
        ] {
            let refused = asked(elsewhere).expect_err(named).to_string();
            assert!(
                refused.contains(named) && refused.contains("http_proxy"),
                "{refused}"
            );
        }
    }
}
