//! Briefings that come by themselves, as a community sees them.

mod arriving;
mod copies;
mod crowded;
mod down;
mod killed;
mod trouble;

use std::time::Duration;

use chrono::TimeDelta;
use local_discord::{Channel, Member, Message, OptionValue};
use newsdesk::{
    article::GuildId,
    briefing::{Delivery, Outcome, ScheduleId},
};

use crate::{desk::Desk, schedules};

/// A Monday, 05:00 in UTC.
pub(crate) use crate::schedules::MORNING;

/// A story of that day's date.
pub(crate) const FERRY: &str = "The Ferry Sails Again\nPublished 1 September 2025\nHighlights\n- It sailed at six.\n\nThe ferry left the harbour at six.\n";

/// Makes a schedule in UTC.
pub(crate) async fn schedule(
    desk: &Desk,
    member: &Member,
    channel: &Channel,
    time: &str,
    more: &[(&str, OptionValue)],
) -> Message {
    let told = schedules::add(desk, member, channel, time, more).await;
    schedules::says(&told, &["S"]);
    told
}

/// The last delivery of a schedule, once it is settled and has that number or a later one.
pub(crate) async fn settled(desk: &Desk, schedule: u32, number: u32) -> Delivery {
    let id = ScheduleId {
        guild: GuildId(desk.guild.id()),
        number: schedule,
    };
    for _ in 0..1000 {
        let last = desk.newsroom.store().deliveries(id, None, 1).await;
        let last = last.expect("read").pop();
        if let Some(last) =
            last.filter(|last| last.outcome != Outcome::UnderWay && last.id.number >= number)
        {
            return last;
        }
        // Somebody else settles it: there is nothing to wait on.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("delivery {number} of S{schedule} is not settled");
}

/// Has the bot down for so long.
pub(crate) async fn restarted_after(desk: &mut Desk, down: TimeDelta) {
    desk.halt().await;
    up_after(desk, down).await;
}

/// Starts the bot, which is down, so much later.
pub(crate) async fn up_after(desk: &mut Desk, down: TimeDelta) {
    desk.clock.advance(down);
    desk.launch(|_| {});
    desk.discord.connected().await;
}

/// What the bot posted into a channel by itself that stands there now.
pub(crate) fn posted(channel: &Channel) -> Vec<Message> {
    let messages = channel.messages().into_iter();
    messages.filter(|message| !message.ephemeral).collect()
}
