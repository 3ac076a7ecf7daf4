//! The state of the local Discord and what can happen to it. Plain values; no HTTP, no sockets.

pub(crate) mod attachment;
pub(crate) mod command;
pub(crate) mod guild;
pub(crate) mod ids;
pub(crate) mod interaction;
pub(crate) mod mentions;
pub(crate) mod message;
mod outbox;
pub(crate) mod permissions;
mod populate;
pub(crate) mod posting;
mod presence;
mod tags;
pub(crate) mod thread;

use std::{collections::BTreeMap, fmt, sync::Arc};

use chrono::{DateTime, Utc};
use twilight_model::id::Id;

pub use self::outbox::Event;
pub(crate) use self::outbox::{Dispatch, Outbox};
use self::{
    attachment::Attachment,
    command::Command,
    guild::{Channel, Guild, Home, User},
    ids::{Snowflakes, *},
    interaction::Interaction,
    message::Message,
};

/// The clock that snowflakes, timestamps and the life of tokens go by.
pub(crate) type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The application under test.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    pub(crate) id: ApplicationId,
    pub(crate) bot: UserId,
    /// Whose application it is: a person in no guild.
    pub(crate) owner: UserId,
    pub(crate) name: String,
    pub(crate) token: String,
    /// With how many shards its bot is told to connect.
    pub(crate) shards: u64,
}

/// Everything there is.
pub(crate) struct World {
    now: Now,
    snowflakes: Snowflakes,
    outbox: Outbox,
    /// Where this Discord is reached, for addresses of files.
    pub(crate) url: String,
    pub(crate) application: Application,
    pub(crate) users: BTreeMap<UserId, User>,
    pub(crate) guilds: BTreeMap<GuildId, Guild>,
    pub(crate) channels: BTreeMap<ChannelId, Channel>,
    pub(crate) messages: BTreeMap<MessageId, Message>,
    pub(crate) attachments: BTreeMap<AttachmentId, Attachment>,
    pub(crate) commands: Vec<Command>,
    pub(crate) interactions: BTreeMap<InteractionId, Interaction>,
    /// How far `next_message` has read each channel.
    pub(crate) read_up_to: BTreeMap<ChannelId, MessageId>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl World {
    /// A world with the application's bot and its developer.
    pub(crate) fn new(now: Now, url: String, name: String, token: String) -> Self {
        let mut snowflakes = Snowflakes::default();
        let bot: UserId = snowflakes.next(now());
        let owner = snowflakes.next(now());
        let application = Application {
            id: bot.cast(),
            bot,
            owner,
            name: name.clone(),
            token,
            shards: 1,
        };
        let user = |id, name, bot| User {
            id,
            name,
            bot,
            locale: "en-US".to_owned(),
        };
        let developer = user(owner, format!("Developer of {name}"), false);
        Self {
            now,
            snowflakes,
            outbox: Outbox::default(),
            url,
            application,
            users: BTreeMap::from([(owner, developer), (bot, user(bot, name, true))]),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            attachments: BTreeMap::new(),
            commands: Vec::new(),
            interactions: BTreeMap::new(),
            read_up_to: BTreeMap::new(),
        }
    }

    /// The moment by the clock that was set up.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// A new id.
    pub(crate) fn snowflake<T>(&mut self) -> Id<T> {
        let now = self.now();
        self.snowflakes.next(now)
    }

    /// Tells the people's clients.
    pub(crate) fn emit(&mut self, event: Event) {
        self.outbox.events.push(event);
    }

    /// Tells the bot, where it can hear of it.
    pub(crate) fn dispatch(&mut self, dispatch: Dispatch) {
        if dispatch.guild.is_none_or(|guild| self.reaches_bot(guild)) {
            self.outbox.dispatches.push(dispatch);
        }
    }

    /// Whether the bot is in the guild, and the guild is there.
    pub(crate) fn reaches_bot(&self, guild: GuildId) -> bool {
        self.guilds.get(&guild).is_some_and(|guild| {
            guild.available && guild.members.contains_key(&self.application.bot)
        })
    }

    /// What happened since the last call, for delivery.
    pub(crate) fn take_outbox(&mut self) -> Outbox {
        std::mem::take(&mut self.outbox)
    }

    /// The channels of a guild without their threads, oldest first.
    pub(crate) fn channels_of(&self, guild: GuildId) -> impl Iterator<Item = &Channel> {
        self.channels
            .values()
            .filter(move |channel| channel.home == Home::Guild(guild) && channel.thread.is_none())
    }

    /// The messages of a channel that everyone sees, oldest first.
    pub(crate) fn messages_in(
        &self,
        channel: ChannelId,
    ) -> impl DoubleEndedIterator<Item = &Message> + Clone {
        self.all_messages_in(channel)
            .filter(|message| message.only_for.is_none())
    }

    /// The messages of a channel, those that one person alone sees included; oldest first.
    pub(crate) fn all_messages_in(
        &self,
        channel: ChannelId,
    ) -> impl DoubleEndedIterator<Item = &Message> + Clone {
        let ids = self.channels.get(&channel).map(|channel| &channel.messages);
        ids.into_iter()
            .flatten()
            .filter_map(|id| self.messages.get(id))
    }
}
