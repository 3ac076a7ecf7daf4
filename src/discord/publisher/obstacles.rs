//! What stands between the bot and posting as planned.

use super::{
    forum::{chosen, is_forum},
    rights::{Channel, Place, Role, channel},
};
use crate::{
    article::GuildId,
    briefing::{ChannelKind, Obstacle, Plan, Right},
    discord::sender::{Failure, Sender},
};

/// Discord's kinds of channels.
const TEXT: u8 = 0;
const ANNOUNCEMENT: u8 = 5;

/// All that can be told now.
pub(super) async fn obstacles(
    sender: &Sender,
    guild: GuildId,
    plan: &Plan,
) -> Result<Vec<Obstacle>, Failure> {
    let place = match Place::of(sender, guild).await {
        Ok(place) => place,
        Err(Failure::Refused(refusal)) => return Ok(vec![refusal.obstacle(Right::View)]),
        Err(failure) => return Err(failure),
    };
    let there = match channel(sender, plan.channel).await {
        Ok(there) if there.is_of(guild) => there,
        Ok(_) => return Ok(vec![Obstacle::Gone]),
        Err(Failure::Refused(refusal)) => return Ok(vec![refusal.obstacle(Right::View)]),
        Err(failure) => return Err(failure),
    };
    if !takes(&there, plan) {
        return Ok(vec![Obstacle::OtherKind]);
    }
    let has = place.rights(&there);
    let mut lacks = has.lacks(needed(plan));
    if !has.allows(Right::MentionRoles) && !everybody_may_mention(&place, plan) {
        lacks.push(Right::MentionRoles);
    }
    let mut found = Vec::new();
    if !lacks.is_empty() {
        found.push(Obstacle::Lacks(lacks));
    }
    if plan.mention.is_some() && role(&place, plan).is_none() {
        found.push(Obstacle::NoRole);
    }
    if is_forum(&there) {
        found.extend(chosen(&there, plan.topic.as_deref()).err());
    }
    Ok(found)
}

/// Whether a channel is one that the plan's messages can go into.
fn takes(channel: &Channel, plan: &Plan) -> bool {
    match plan.kind {
        ChannelKind::Forum => is_forum(channel),
        // One can be made the other at any time, which matters to those that follow alone.
        ChannelKind::Text | ChannelKind::Announcement => {
            channel.kind == ANNOUNCEMENT || (channel.kind == TEXT && !plan.crosspost)
        }
    }
}

/// What it takes to post by that plan.
fn needed(plan: &Plan) -> &'static [Right] {
    const PLAIN: &[Right] = &[Right::Send, Right::ReadHistory];
    const FORUM: &[Right] = &[Right::Send, Right::ReadHistory, Right::SendInThreads];
    const THREAD: &[Right] = &[
        Right::Send,
        Right::ReadHistory,
        Right::CreateThreads,
        Right::SendInThreads,
    ];
    match plan.kind {
        ChannelKind::Forum => FORUM,
        _ if plan.thread => THREAD,
        _ => PLAIN,
    }
}

/// Whether the role that is pinged needs no permission, or none is pinged.
fn everybody_may_mention(place: &Place, plan: &Plan) -> bool {
    role(place, plan).is_none_or(|role| role.mentionable)
}

/// The role that is pinged; none where it was deleted.
fn role<'a>(place: &'a Place, plan: &Plan) -> Option<&'a Role> {
    let id = plan.mention?.0.to_string();
    place.guild.roles.iter().find(|role| role.id == id)
}
