//! What became of a briefing, in words.

use chrono::{DateTime, Utc};

use super::obstacle;
use crate::{
    article::{ChannelId, GuildId, MessageId},
    briefing::{Cause, Delivery, Outcome, StepKind, StepState},
    view::{desk::names, markup::Markup, parts},
};

/// UTF-16 units of why something failed, where there is room.
pub(super) const WHOLE: usize = 320;

/// One briefing: when, what became of it, where it is.
pub(super) fn delivery(delivery: &Delivery) -> Markup {
    let mut line = Markup::own(format!("**<t:{}:f>**", when(delivery).timestamp()));
    if let Some((channel, message)) = place(delivery) {
        let open = Markup::link("Open", &link(delivery.id.schedule.guild, channel, message));
        line.append(" · ", &open);
    }
    if let Cause::Extra(by) = delivery.cause {
        let extra = format!("an extra, for {}", names::user(by));
        line.append(" · ", &Markup::own(extra));
    }
    line.append("\n-# ", &capitalised(&words(delivery, WHOLE)));
    if delivery.outcome == Outcome::Uncertain {
        let says = "Look into the channel, and say so. Nothing is sent before.";
        line.append("\n-# ", &Markup::own(says));
    }
    line
}

/// When it was to be posted.
pub(super) fn when(delivery: &Delivery) -> DateTime<Utc> {
    match delivery.cause {
        Cause::Occurrence(_) => delivery.due_at,
        Cause::Extra(_) => delivery.planned_at,
    }
}

/// What became of it, without an end mark; why it failed in at most `limit` UTF-16 units.
pub(super) fn words(delivery: &Delivery, limit: usize) -> Markup {
    let short = |why| Markup::clipped(&obstacle::short(why, delivery.plan.kind), limit);
    let words = match &delivery.outcome {
        Outcome::UnderWay => return under_way(delivery, limit),
        Outcome::Posted => return posted(delivery),
        Outcome::NotCrossposted(why) => {
            format!(
                "posted, but not published to the channels that follow, since {}",
                short(why)
            )
        }
        Outcome::Empty => "nothing was new, so nothing was posted".to_owned(),
        Outcome::Missed => "missed, since Newsdesk did not run at that time".to_owned(),
        Outcome::Failed(why) if delivery.has_begun() => {
            format!("not all of it was posted, since {}", short(why))
        }
        Outcome::Failed(why) => format!("not posted, since {}", short(why)),
        Outcome::Uncertain => {
            "uncertain: it may be there, and Newsdesk can't see whether it is".to_owned()
        }
        Outcome::Cancelled => {
            "not posted, since the schedule was changed, paused or removed before".to_owned()
        }
    };
    Markup::own(words)
}

fn under_way(delivery: &Delivery, limit: usize) -> Markup {
    let mut words = Markup::own("being posted");
    if let Some(said) = &delivery.trouble {
        let until = delivery.expires_at.timestamp();
        let again = format!(
            "tried again until <t:{until}:t>, since {}",
            Markup::clipped(said, limit / 2)
        );
        words.append(" · ", &Markup::own(again));
    }
    words
}

fn posted(delivery: &Delivery) -> Markup {
    let shown = delivery.stories().count();
    let said = delivery
        .steps
        .iter()
        .any(|step| step.state == StepState::There);
    let mut words = Markup::own(match (shown, delivery.total as usize) {
        _ if said => "posted, as somebody said".to_owned(),
        (0, _) => "posted that nothing is new".to_owned(),
        (shown, total) if shown < total => format!("posted, {shown} of {}", parts::stories(total)),
        (shown, _) => format!("posted, {}", parts::stories(shown)),
    });
    if delivery.late {
        words.append(" · ", &Markup::own("late, after a downtime"));
    }
    words
}

/// The first message of it that is there, where one is known.
fn place(delivery: &Delivery) -> Option<(ChannelId, MessageId)> {
    delivery
        .steps
        .iter()
        .find_map(|step| match (&step.kind, step.state) {
            (StepKind::Message(_) | StepKind::Post(_), StepState::Done(channel, message)) => {
                Some((channel, message))
            }
            _ => None,
        })
}

/// The address of a message, which Discord's clients open by themselves.
pub(super) fn link(guild: GuildId, channel: ChannelId, message: MessageId) -> String {
    let (guild, channel, message) = (guild.0, channel.0, message.0);
    format!("https://discord.com/channels/{guild}/{channel}/{message}")
}

fn capitalised(words: &Markup) -> Markup {
    let mut letters = words.as_str().chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    Markup::own(first.chain(letters).collect::<String>())
}
