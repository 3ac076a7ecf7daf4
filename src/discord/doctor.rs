//! What stands between the bot and Discord, asked of Discord itself.

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, TimeDelta};
use serde::{Deserialize, Serialize};
use serenity::{
    all::{GuildInfo, Permissions},
    http::{Http, HttpError, LightMethod, Request},
    model::id::ApplicationId,
};

use super::{
    Settings, commands,
    declare::Declaration,
    http::{self, said, status},
    register,
};
use crate::clock::Clock;

/// How long Discord is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// How far the clock may be off: what comes later is the network's.
const CLOCK_MAY_BE_OFF: TimeDelta = TimeDelta::seconds(30);
/// What posting needs in a guild; answering commands needs none of it.
const POSTING: [(Permissions, &str); 4] = [
    (Permissions::VIEW_CHANNEL, "View Channels"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was looked at.
    pub subject: String,
    /// How it is.
    pub health: Health,
    /// What was found.
    pub said: String,
    /// How to mend it.
    #[serde(default)]
    pub remedy: Option<String>,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// As it should be.
    Ok,
    /// Worth knowing, not wrong.
    Note,
    /// Not as it should be.
    Wrong,
}

impl Finding {
    /// Something as it should be.
    pub fn ok(subject: &str, said: impl ToString) -> Self {
        Self::new(subject, Health::Ok, said, None)
    }

    /// Something worth knowing.
    pub fn note(subject: &str, said: impl ToString, remedy: impl ToString) -> Self {
        Self::new(subject, Health::Note, said, Some(remedy.to_string()))
    }

    /// Something wrong, and how to mend it.
    pub fn wrong(subject: &str, said: impl ToString, remedy: impl ToString) -> Self {
        Self::new(subject, Health::Wrong, said, Some(remedy.to_string()))
    }

    fn new(subject: &str, health: Health, said: impl ToString, remedy: Option<String>) -> Self {
        Self {
            subject: subject.to_owned(),
            health,
            said: said.to_string(),
            remedy,
        }
    }
}

/// Looks at the way to Discord; without a token only whether it can be reached.
pub async fn examine(settings: &Settings, with_token: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let asking = ask(settings, with_token, &mut findings);
    let ended = tokio::time::timeout(PATIENCE, asking).await;
    if ended.is_err() {
        let said = format!("no answer within {} s", PATIENCE.as_secs());
        findings.push(Finding::wrong("Discord", said, NETWORK));
    }
    findings
}

const NETWORK: &str =
    "Look at https://discordstatus.com, the network, HTTPS_PROXY and [discord] http_proxy.";
const TOKEN: &str = "Copy the token again from your application's page “Bot” at \
    https://discord.com/developers/applications, or press “Reset Token” there, and set DISCORD_TOKEN to it.";

async fn ask(settings: &Settings, with_token: bool, findings: &mut Vec<Finding>) {
    let Settings {
        token,
        http_proxy,
        loopback,
        ..
    } = settings;
    match gateway(settings).await {
        Ok(date) => {
            let by = http_proxy.as_ref().map(|proxy| format!(", by {proxy}"));
            let said = format!("it can be reached{}", by.unwrap_or_default());
            findings.push(Finding::ok("Discord", said));
            findings.extend(date.map(clock));
        }
        Err(why) => return findings.push(Finding::wrong("Discord", why, NETWORK)),
    }
    if !with_token {
        return;
    }
    let http = match http::client(token, http_proxy.as_ref(), *loopback) {
        Ok(http) => http,
        Err(error) => return findings.push(Finding::wrong("Discord", error, NETWORK)),
    };
    let application = match http.get_current_application_info().await {
        Ok(application) => application,
        Err(error) if status(&error) == Some(401) => {
            return findings.push(Finding::wrong("token", "Discord refuses it", TOKEN));
        }
        Err(error) => return findings.push(Finding::wrong("Discord", said(&error), NETWORK)),
    };
    let known = format!(
        "Discord takes it, for the application “{}”",
        application.name
    );
    findings.push(Finding::ok("token", known));
    findings.push(Finding::ok("invite link", invitation(application.id)));
    findings.push(registered(&http, settings, application.id).await);
    findings.extend(guilds(&http).await);
}

/// Asks for the gateway, which needs no token; gives the date that Discord says.
async fn gateway(settings: &Settings) -> Result<Option<TimeDelta>, String> {
    let proxy = settings.http_proxy.as_ref();
    let base = proxy.map_or("https://discord.com", |url| url.as_str());
    let url = format!("{}/api/v10/gateway", base.trim_end_matches('/'));
    let words = |error| said(&serenity::Error::Http(HttpError::Request(error)));
    let client = http::requests(settings.loopback).map_err(words)?;
    let response = client.get(url).send().await.map_err(words)?;
    let now = Clock::system().now();
    if !response.status().is_success() {
        return Err(format!("it answers {}", response.status()));
    }
    let date = response.headers().get("date");
    let date = date.and_then(|date| DateTime::parse_from_rfc2822(date.to_str().ok()?).ok());
    Ok(date.map(|date| now - date.to_utc()))
}

/// `ahead`: of Discord's.
fn clock(ahead: TimeDelta) -> Finding {
    let seconds = ahead.num_seconds().abs();
    if ahead.abs() <= CLOCK_MAY_BE_OFF {
        return Finding::ok("clock", "it agrees with Discord's");
    }
    let way = if ahead > TimeDelta::zero() {
        "ahead of"
    } else {
        "behind"
    };
    Finding::wrong(
        "clock",
        format!("it is {seconds} s {way} Discord's"),
        "Set it, and let the system keep it by NTP: briefings go out by it.",
    )
}

fn invitation(application: ApplicationId) -> String {
    let permissions = POSTING
        .iter()
        .fold(Permissions::empty(), |all, (one, _)| all | *one);
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={}",
        permissions.bits()
    )
}

/// Whether Discord has the commands.
async fn registered(http: &Http, settings: &Settings, application: ApplicationId) -> Finding {
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let guild = settings.command_guild.map(|guild| guild.0);
    let request = Request::new(register::route(application, guild), LightMethod::Get);
    let listed: Vec<Named> = match http.fire(request).await {
        Ok(listed) => listed,
        Err(error) => {
            let remedy =
                "Look at [discord] command_guild, and invite the bot with the invite link.";
            return Finding::wrong("commands", said(&error), remedy);
        }
    };
    let listed: BTreeSet<String> = listed.into_iter().map(|command| command.name).collect();
    let declared = commands::declarations();
    let missing = declared
        .iter()
        .filter(|declared| !listed.contains(declared.name));
    let missing: Vec<String> = missing.map(Declaration::called).collect();
    if missing.is_empty() {
        let said = format!("all {} are registered", declared.len());
        return Finding::ok("commands", said);
    }
    let said = format!("Discord does not have {}", missing.join(", "));
    let remedy = "Start newsdesk run: it registers them. Its log says where that fails.";
    Finding::wrong("commands", said, remedy)
}

async fn guilds(http: &Http) -> Vec<Finding> {
    let guilds = match http.get_guilds(None, None).await {
        Ok(guilds) => guilds,
        Err(error) => return vec![Finding::wrong("guilds", said(&error), NETWORK)],
    };
    if guilds.is_empty() {
        let remedy = "Open the invite link as somebody who manages a guild.";
        return vec![Finding::note("guilds", "the bot is in none", remedy)];
    }
    guilds.iter().map(guild).collect()
}

/// What the bot's roles let it do in a guild; single channels may differ.
fn guild(guild: &GuildInfo) -> Finding {
    let subject = format!("guild {} ({})", guild.name, guild.id);
    let has = |one: Permissions| {
        guild.permissions.contains(Permissions::ADMINISTRATOR) || guild.permissions.contains(one)
    };
    let missing = POSTING.iter().filter(|(one, _)| !has(*one));
    let missing: Vec<&str> = missing.map(|(_, name)| *name).collect();
    if missing.is_empty() {
        return Finding::ok(&subject, "commands are answered, and the bot may post");
    }
    Finding::note(
        &subject,
        format!(
            "commands are answered; to post, the bot lacks {}",
            missing.join(", ")
        ),
        "Give its role these permissions, or open the invite link again.",
    )
}
