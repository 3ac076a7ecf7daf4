//! What keeps a briefing from being posted, and how to mend it.

use crate::{
    briefing::{ChannelKind, Obstacle, Plan, Right, ScheduleId},
    view::markup::{Markup, clip},
};

/// UTF-16 units of what Discord said.
const SAID: usize = 160;

/// What to do where it was only late.
const AGAIN: &str = "Nothing has to be mended here; `/schedule post` tries it anew.";

/// Something that is missing: what it is, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) what: Markup,
    pub(super) remedy: String,
}

/// In a few words, for a list or the log: without mentions, Markdown or an end mark.
pub fn short(obstacle: &Obstacle, kind: ChannelKind) -> String {
    match obstacle {
        Obstacle::Gone => "the channel is gone".to_owned(),
        // Who reads it has it back.
        Obstacle::Away => "Newsdesk was not in this community then".to_owned(),
        Obstacle::Lacks(rights) => {
            let names = rights.iter().map(|right| name(*right, kind));
            let names = names.collect::<Vec<_>>().join(", ");
            format!("Newsdesk lacks {names} there")
        }
        Obstacle::OtherKind => "the channel is of a kind that takes no briefings".to_owned(),
        Obstacle::NoTag => "the forum demands a tag, and Newsdesk may give none".to_owned(),
        Obstacle::NoRole => "the role that it pings was deleted".to_owned(),
        Obstacle::Deleted => "the message was deleted".to_owned(),
        Obstacle::Overdue(said) if said.is_empty() => {
            "Newsdesk was not done with it in time".to_owned()
        }
        Obstacle::Overdue(said) => format!("it did not get through in time: {}", clip(said, SAID)),
        Obstacle::Refused(said) => format!("Discord refused it: {}", clip(said, SAID)),
    }
}

/// The same with what to do about it. A role that can't be pinged is a matter of its own.
pub(super) fn missing(obstacle: &Obstacle, id: ScheduleId, plan: &Plan) -> Vec<Missing> {
    let channel = format!("<#{}>", plan.channel.0);
    let elsewhere = format!("`/schedule edit schedule:{id} channel:` chooses another one.");
    let one = |what: String, remedy: &str| {
        vec![Missing {
            what: Markup::own(what),
            remedy: remedy.to_owned(),
        }]
    };
    match obstacle {
        Obstacle::Gone => one("The channel was deleted.".to_owned(), &elsewhere),
        Obstacle::Away => one(
            "Newsdesk is not in this community any more.".to_owned(),
            "A server admin can invite it again.",
        ),
        Obstacle::Lacks(rights) => lacks(rights, &channel, plan),
        Obstacle::OtherKind => one(
            format!("{channel} is not what it was: its kind takes no such briefing."),
            &elsewhere,
        ),
        Obstacle::NoTag => one(
            format!("{channel} demands a tag on every post, and has none that Newsdesk may give."),
            "Edit the forum: add a tag that everybody may use, or take back that posts must have one.",
        ),
        Obstacle::NoRole => one(
            "The role that it pings was deleted: it pings nobody.".to_owned(),
            &format!(
                "`/schedule edit schedule:{id} mention:` chooses another one; Edit → No ping takes it back."
            ),
        ),
        Obstacle::Deleted => one(
            "The message was deleted.".to_owned(),
            "Nothing has to be done.",
        ),
        Obstacle::Overdue(said) if said.is_empty() => one(
            "Newsdesk was not done with it in time, for instance since it did not run.".to_owned(),
            AGAIN,
        ),
        Obstacle::Overdue(said) => one(
            format!(
                "It did not get through in time. Last was said: {}",
                Markup::clipped(said, SAID)
            ),
            AGAIN,
        ),
        Obstacle::Refused(said) => one(
            format!("Discord refused it: {}", Markup::clipped(said, SAID)),
            "See whether that channel still takes messages; `/schedule post` tries it anew.",
        ),
    }
}

fn lacks(rights: &[Right], channel: &str, plan: &Plan) -> Vec<Missing> {
    let to_post = rights.iter().filter(|right| **right != Right::MentionRoles);
    let names: Vec<_> = to_post.map(|right| name(*right, plan.kind)).collect();
    let mut all = Vec::new();
    if !names.is_empty() {
        all.push(Missing {
            what: Markup::own(format!(
                "Newsdesk lacks in {channel}: **{}**.",
                names.join("**, **")
            )),
            remedy: "Channel settings → Permissions → Newsdesk: allow it there.".to_owned(),
        });
    }
    if rights.contains(&Right::MentionRoles) {
        let role = plan
            .mention
            .map_or("the role".to_owned(), |role| format!("<@&{}>", role.0));
        all.push(Missing {
            what: Markup::own(format!("Newsdesk can't ping {role}: not everybody may mention it.")),
            remedy: format!(
                "Server Settings → Roles → that role: allow anyone to @mention it. Or allow Newsdesk \
                 **{}** in {channel}.",
                Markup::plain(name(Right::MentionRoles, plan.kind))
            ),
        });
    }
    all
}

/// A permission as Discord's settings have it.
fn name(right: Right, kind: ChannelKind) -> &'static str {
    match right {
        Right::View => "View Channel",
        Right::Send if kind == ChannelKind::Forum => "Create Posts",
        Right::Send => "Send Messages",
        Right::ReadHistory => "Read Message History",
        Right::CreateThreads => "Create Public Threads",
        Right::SendInThreads if kind == ChannelKind::Forum => "Send Messages in Posts",
        Right::SendInThreads => "Send Messages in Threads",
        Right::ManageThreads if kind == ChannelKind::Forum => "Manage Posts",
        Right::ManageThreads => "Manage Threads",
        Right::MentionRoles => "Mention @everyone, @here, and All Roles",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::schedule::samples::plan;

    #[test]
    fn what_was_overdue_says_why_where_that_is_known() {
        let id = ScheduleId {
            guild: crate::article::GuildId(7),
            number: 1,
        };
        for (said, short_words, words) in [
            ("busy", "in time: busy", "Last was said: busy"),
            ("", "not done with it in time", "since it did not run."),
        ] {
            let obstacle = Obstacle::Overdue(said.to_owned());
            let told = short(&obstacle, ChannelKind::Text);
            assert!(told.ends_with(short_words), "{told}");
            let told = missing(&obstacle, id, &plan());
            let [told] = &told[..] else {
                panic!("{told:?}");
            };
            assert!(told.what.as_str().ends_with(words), "{told:?}");
        }
    }
}
