//! The gateway as today's transport: events in, answers out.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serenity::{
    all::{Context, RawEventHandler},
    async_trait,
    model::{
        application::Interaction,
        event::{Event, UnknownEvent},
        id::{GuildId, InteractionId},
    },
};
use tokio_util::task::TaskTracker;

use super::{
    answer::Answer,
    deliver::{self, Ticket},
    request::Request,
    sender::Sender,
    service::Service,
};
use crate::{article, view::notice};

/// What the gateway sends for the one intent that we ask for, and without any.
/// (<https://discord.com/developers/docs/events/gateway#list-of-intents>)
const KNOWN: [&str; 25] = [
    "READY",
    "RESUMED",
    "INTERACTION_CREATE",
    "GUILD_CREATE",
    "GUILD_UPDATE",
    "GUILD_DELETE",
    "GUILD_ROLE_CREATE",
    "GUILD_ROLE_UPDATE",
    "GUILD_ROLE_DELETE",
    "CHANNEL_CREATE",
    "CHANNEL_UPDATE",
    "CHANNEL_DELETE",
    "CHANNEL_PINS_UPDATE",
    "THREAD_CREATE",
    "THREAD_UPDATE",
    "THREAD_DELETE",
    "THREAD_LIST_SYNC",
    "THREAD_MEMBER_UPDATE",
    "THREAD_MEMBERS_UPDATE",
    "STAGE_INSTANCE_CREATE",
    "STAGE_INSTANCE_UPDATE",
    "STAGE_INSTANCE_DELETE",
    "USER_UPDATE",
    "MESSAGE_CREATE",
    "APPLICATION_COMMAND_PERMISSIONS_UPDATE",
];

/// Takes events and sees to it that each interaction is answered.
pub(super) struct Transport {
    pub(super) service: Service,
    /// By which answers go out.
    pub(super) sender: Sender,
    /// Every interaction that is being answered: stopping waits for them.
    pub(super) tasks: TaskTracker,
    /// How long an answer may take before the person is told that it takes longer.
    pub(super) patience: Duration,
    /// Known events that could not be decoded.
    pub(super) undecoded: Arc<AtomicU64>,
}

#[async_trait]
impl RawEventHandler for Transport {
    async fn raw_event(&self, _: Context, event: Event) {
        match event {
            Event::InteractionCreate(event) => self.serve(&event.interaction).await,
            Event::Ready(event) => {
                tracing::info!(guilds = event.ready.guilds.len(), "connected to Discord");
            }
            Event::ChannelCreate(event) => self.renamed(event.channel.guild_id),
            Event::ChannelUpdate(event) => self.renamed(event.channel.guild_id),
            Event::ChannelDelete(event) => self.renamed(event.channel.guild_id),
            Event::Unknown(event) => self.undecoded(&event).await,
            _ => {}
        }
    }
}

impl Transport {
    /// A channel of that guild may be called otherwise now.
    fn renamed(&self, guild: GuildId) {
        self.service.channels.forget(article::GuildId(guild.get()));
    }

    /// serenity has given this event a task of its own: nothing waits for it.
    async fn serve(&self, interaction: &Interaction) {
        let Some(request) = Request::new(interaction, |guild| {
            self.service.newsroom.answers_privately(guild)
        }) else {
            return;
        };
        let ticket = Ticket {
            id: interaction.id(),
            token: interaction.token().to_owned(),
        };
        let answering = deliver::serve(
            &self.sender,
            &ticket,
            &request,
            &self.service,
            self.patience,
        );
        self.tasks.track_future(answering).await;
    }

    /// serenity turns a known event that it can't decode into an unknown one without a word.
    async fn undecoded(&self, event: &UnknownEvent) {
        if !KNOWN.contains(&&*event.kind) {
            tracing::debug!(kind = event.kind, "an event that is new to this version");
            return;
        }
        self.undecoded.fetch_add(1, Ordering::Relaxed);
        let interaction = (event.kind == "INTERACTION_CREATE").then(|| ticket(&event.value));
        let ticket = interaction.flatten();
        let reference = ticket.as_ref().map(Ticket::reference);
        tracing::error!(
            kind = event.kind,
            reference,
            "a known event could not be decoded"
        );
        if let Some(ticket) = ticket {
            let message = notice::fault(&ticket.reference());
            let answer = Answer::Message {
                message,
                private: true,
            };
            let answering = deliver::respond(&self.sender, &ticket, &answer);
            // Nothing to add to the log: that it failed stands there already.
            let _ = self.tasks.track_future(answering).await;
        }
    }
}

/// What of an interaction is needed to answer it at all.
fn ticket(interaction: &serde_json::Value) -> Option<Ticket> {
    let id = interaction["id"].as_str()?.parse().ok();
    Some(Ticket {
        id: InteractionId::new(id.filter(|id| *id != 0)?),
        token: interaction["token"].as_str()?.to_owned(),
    })
}
