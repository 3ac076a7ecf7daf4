//! `/settings`: what a guild set for itself, what each setting means, how roles get to the desk.

use chrono::NaiveDateTime;

use super::action::{Clearable, DeskAction};
use crate::{
    article::{ChannelId, GuildSettings, RoleId, Set},
    view::{
        action::Action,
        markup::Markup,
        message::{Block, Button, Message},
        parts,
    },
};

/// UTF-16 units of a name or a reason.
const NAMED: usize = 200;

/// A guild's settings as they stand.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// What it set.
    pub settings: &'a GuildSettings,
    /// The time zone that counts, by its IANA name: the guild's own, else the configured one.
    pub time_zone: &'a str,
    /// What time it is there.
    pub now: NaiveDateTime,
    /// Why the log can't be told in its channel, in words of ours; none where it can.
    pub trouble: Option<&'a str>,
    /// The permissions that the bot lacks in the log channel, by their names.
    pub missing: &'a [&'a str],
}

/// Each setting with its meaning, and how a role gets to see `/desk`.
pub fn settings(shown: &Shown<'_>) -> Message {
    listed(
        "`/settings set` changes them; what it isn't given stays.",
        shown,
    )
}

/// The same after `/settings set`: what that changed, or what it takes where it was given nothing.
pub fn saved(set: &[Set], shown: &Shown<'_>) -> Message {
    let changed: Vec<String> = set.iter().map(changed).collect();
    if changed.is_empty() {
        return listed(
            "Nothing was given, so nothing changed. `/settings set` takes `time_zone`, `answers`, \
             `moderator_role` and `log_channel`.",
            shown,
        );
    }
    listed(&format!("Saved: {}.", changed.join("; ")), shown)
}

/// A setting that was saved, in words.
fn changed(set: &Set) -> String {
    match set {
        Set::TimeZone(name) => format!("the time zone is {}", zone(name)),
        Set::PrivateAnswers(private) => format!("answers are {}", answers(*private)),
        Set::ModeratorRole(None) => "there is no moderator role".to_owned(),
        Set::ModeratorRole(role) => format!("the moderator role is {}", moderators(*role)),
        Set::LogChannel(None) => "there is no log channel".to_owned(),
        Set::LogChannel(channel) => format!("the log channel is {}", channel_name(*channel)),
    }
}

fn listed(says: &str, shown: &Shown<'_>) -> Message {
    let Shown { settings, .. } = shown;
    let mut message = Message::new()
        .text(Markup::own(format!("## Settings\n-# {says}")))
        .rule()
        .text(time_zone(shown))
        .text(setting(
            "Answers",
            answers(settings.private_answers),
            "Who sees an answer to a command that has no `private`: all, or the asker alone.",
        ))
        .text(setting(
            "Moderator role",
            &moderators(settings.moderator_role),
            "Whoever has it may use the desk's buttons, menus and forms, as those with the \
             permission Manage Messages may.",
        ))
        .text(log_channel(shown))
        .rule()
        .text(Markup::own(ROLES));
    let mut buttons = Vec::new();
    let clear = |label, what| Button::new(label, Action::Desk(DeskAction::Clear(what)));
    if settings.moderator_role.is_some() {
        buttons.push(clear("Clear the moderator role", Clearable::ModeratorRole));
    }
    if settings.log_channel.is_some() {
        buttons.push(clear("Clear the log channel", Clearable::LogChannel));
    }
    message.push(Block::Buttons(buttons));
    message
}

/// How a role gets to the desk.
const ROLES: &str = "**How a role gets to see /desk**\n\
    -# A server admin opens Server Settings → Integrations → Newsdesk, chooses `/desk` and adds the \
    role there.\n\
    -# Set that role as `moderator_role` here as well: buttons, menus and forms are checked again \
    when they are used, and Integrations says nothing about those.";

/// Two lines: what it is set to, and what that means, small.
fn setting(name: &str, value: &str, meaning: &str) -> Markup {
    Markup::own(format!("**{name}** · {value}\n-# {meaning}"))
}

fn time_zone(shown: &Shown<'_>) -> Markup {
    let whose = match shown.settings.time_zone {
        Some(_) => "",
        None => ", the default",
    };
    let now = shown.now;
    let (date, time) = (parts::long_date(now.date()), now.format("%H:%M"));
    let meaning = format!("Typed times are in this zone. It is {date}, {time} there.");
    setting(
        "Time zone",
        &format!("{}{whose}", zone(shown.time_zone)),
        &meaning,
    )
}

fn log_channel(shown: &Shown<'_>) -> Markup {
    let channel = shown.settings.log_channel;
    let meaning = "Where each line of `/desk log` is told as well.";
    let mut setting = setting("Log channel", &channel_name(channel), meaning);
    let mut add = |line: String| setting.append("\n-# ", &Markup::own(line));
    if let Some(trouble) = shown.trouble.filter(|_| channel.is_some()) {
        add(format!(
            "It can't be told there: {}",
            Markup::clipped(trouble, NAMED)
        ));
    }
    if channel.is_some() && !shown.missing.is_empty() {
        let missing = shown.missing.join(", ");
        add(format!(
            "Newsdesk lacks there: {}. A server admin can grant them in that channel's settings, under \
             Permissions.",
            Markup::clipped(&missing, NAMED)
        ));
    }
    setting
}

fn zone(name: &str) -> Markup {
    Markup::clipped(name, NAMED)
}

fn answers(private: bool) -> &'static str {
    if private { "private" } else { "public" }
}

fn moderators(role: Option<RoleId>) -> String {
    role.map_or("none".to_owned(), |RoleId(id)| format!("<@&{id}>"))
}

fn channel_name(channel: Option<ChannelId>) -> String {
    channel.map_or("none".to_owned(), |ChannelId(id)| format!("<#{id}>"))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::view::desk::samples;

    #[test]
    fn every_setting_says_what_it_means() {
        let set = GuildSettings {
            time_zone: Some("Asia/Kathmandu".to_owned()),
            private_answers: true,
            moderator_role: Some(RoleId(5)),
            log_channel: Some(ChannelId(6)),
        };
        let now = NaiveDate::from_ymd_opt(2025, 9, 1).expect("a date");
        let shown = Shown {
            settings: &set,
            time_zone: "Asia/Kathmandu",
            now: now.and_hms_opt(7, 5, 0).expect("a time"),
            trouble: Some("the channel is gone."),
            missing: &["View Channel", "Send Messages"],
        };
        let none = GuildSettings::default();
        let bare = Shown {
            settings: &none,
            time_zone: "UTC",
            trouble: None,
            missing: &[],
            ..shown
        };
        let changes = [
            Set::TimeZone("Asia/Kathmandu".to_owned()),
            Set::PrivateAnswers(true),
            Set::ModeratorRole(Some(RoleId(5))),
            Set::LogChannel(None),
        ];
        let told = [
            ("as they stand", settings(&shown)),
            ("nothing set", settings(&bare)),
            ("saved", saved(&changes, &shown)),
            ("nothing given", saved(&[], &bare)),
        ];
        insta::assert_snapshot!(samples::all(told));
    }
}
