//! What one person sees, as the page gets it. Ids are strings: they are more than a script's
//! numbers hold.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use twilight_model::{channel::ChannelType, guild::Permissions};

use super::{setup::PageSetup, trouble::TAKEABLE};
use crate::world::{
    World,
    command::Command,
    guild::{Channel, Guild, Home},
    ids::*,
    message::Message,
    thread::Thread,
};

/// Everything but the messages.
#[derive(Debug, Serialize)]
pub(super) struct View {
    title: String,
    welcome: String,
    /// The moment by this Discord's clock.
    now: DateTime<Utc>,
    /// The person who looks.
    me: UserId,
    bot: Bot,
    people: Vec<Named<UserId>>,
    guilds: Vec<GuildView>,
    /// The direct message with the bot, where it was opened.
    dm: Option<ChannelId>,
    /// The channel to open first; absent where the person sees none.
    first: Option<ChannelId>,
    /// Every command that the bot registered, with its subcommands: `schedule add`.
    registered: Vec<String>,
    /// Tells this world from another that is served here later.
    run: String,
}

#[derive(Debug, Serialize)]
struct Bot {
    id: UserId,
    name: String,
    connected: bool,
}

#[derive(Debug, Serialize)]
struct Named<T> {
    id: T,
    name: String,
}

#[derive(Debug, Serialize)]
struct GuildView {
    id: GuildId,
    name: String,
    /// Each channel, and behind it its threads, newest first.
    channels: Vec<ChannelView>,
    roles: Vec<Named<RoleId>>,
    members: Vec<UserId>,
}

#[derive(Debug, Serialize)]
struct ChannelView {
    id: ChannelId,
    name: String,
    #[serde(rename = "type")]
    kind: ChannelType,
    /// Whether the person may write here; in a forum, begin posts.
    writable: bool,
    /// What the bot may do here, of what can be taken from it.
    bot: Vec<&'static str>,
    thread: Option<ThreadView>,
    forum: Option<ForumView>,
}

#[derive(Debug, Serialize)]
struct ForumView {
    /// The names of the tags that a post can have.
    tags: Vec<String>,
    /// Whether a post needs one.
    requires_tag: bool,
}

#[derive(Debug, Serialize)]
struct ThreadView {
    parent: ChannelId,
    owner: UserId,
    archived: bool,
    locked: bool,
    created: DateTime<Utc>,
    active: DateTime<Utc>,
    /// The names of a post's tags.
    tags: Vec<String>,
    /// How many messages it has beside that from which it began.
    messages: usize,
}

/// A message as the bot gets it, and what only its reader knows.
#[derive(Debug, Serialize)]
pub(super) struct MessageView {
    #[serde(flatten)]
    json: Value,
    /// Whether this person alone sees it.
    only_for_me: bool,
}

impl View {
    pub(super) fn new(
        world: &World,
        (page, run): (&PageSetup, &str),
        connected: bool,
        me: UserId,
    ) -> Self {
        let guilds: Vec<_> = world
            .guilds
            .values()
            .filter(|guild| guild.members.contains_key(&me))
            .map(|guild| GuildView::new(world, guild, me))
            .collect();
        let bot = world.application.bot;
        let dm = world
            .channels
            .values()
            .find(|one| one.home == Home::Dm(me))
            .map(|one| one.id);
        Self {
            title: page.title.clone(),
            welcome: page.welcome.clone(),
            now: world.now(),
            me,
            bot: Bot {
                id: bot,
                name: world.users[&bot].name.clone(),
                connected,
            },
            people: people(world)
                .map(|id| Named {
                    id,
                    name: world.users[&id].name.clone(),
                })
                .collect(),
            first: first(&guilds, page).or(dm),
            guilds,
            dm,
            registered: world.commands.iter().flat_map(Command::paths).collect(),
            run: run.to_owned(),
        }
    }
}

impl GuildView {
    fn new(world: &World, guild: &Guild, me: UserId) -> Self {
        let roles = guild.roles.values().map(|role| Named {
            id: role.id,
            name: role.name.clone(),
        });
        Self {
            id: guild.id,
            name: guild.name.clone(),
            channels: world
                .channels_of(guild.id)
                .flat_map(|channel| with_threads(world, guild.id, channel))
                .filter(|channel| sees(world, me, channel.id))
                .map(|channel| ChannelView::new(world, channel, me))
                .collect(),
            roles: roles.collect(),
            members: guild.members.keys().copied().collect(),
        }
    }
}

impl ChannelView {
    fn new(world: &World, channel: &Channel, me: UserId) -> Self {
        let bot = world.permissions_in(world.application.bot, channel.id);
        let given = TAKEABLE.iter().filter(|(_, one)| bot.contains(*one));
        Self {
            id: channel.id,
            name: channel.name.clone(),
            kind: channel.kind,
            writable: world
                .permissions_in(me, channel.id)
                .contains(channel.send_permission()),
            bot: given.map(|(name, _)| *name).collect(),
            thread: channel
                .thread
                .as_ref()
                .map(|thread| ThreadView::new(world, channel, thread)),
            forum: channel.is_forum().then(|| ForumView {
                tags: channel.forum.tag_names(),
                requires_tag: channel.forum.requires_tag,
            }),
        }
    }
}

impl ThreadView {
    fn new(world: &World, channel: &Channel, thread: &Thread) -> Self {
        let forum = world.channels.get(&thread.parent);
        let tags = forum.map(|forum| forum.forum.names_of(&thread.tags));
        Self {
            parent: thread.parent,
            owner: thread.owner,
            archived: thread.archived_since(world.now()).is_some(),
            locked: thread.locked,
            created: thread.created,
            active: thread.active,
            tags: tags.unwrap_or_default(),
            messages: world
                .messages_in(channel.id)
                .filter(|message| message.id.cast() != channel.id)
                .count(),
        }
    }
}

/// A channel and its threads, newest first.
fn with_threads<'w>(world: &'w World, guild: GuildId, channel: &'w Channel) -> Vec<&'w Channel> {
    let own = |(_, thread): &(&Channel, &Thread)| thread.parent == channel.id;
    let threads = world
        .threads_of(guild)
        .filter(own)
        .map(|(thread, _)| thread);
    let mut all: Vec<_> = threads.collect();
    all.push(channel);
    all.reverse();
    all
}

impl MessageView {
    /// The message, where the person sees it.
    pub(super) fn new(world: &World, me: UserId, message: &Message) -> Option<Self> {
        let visible = message.visible_to(me) && sees(world, me, message.channel);
        visible.then(|| Self {
            json: message.json(world),
            only_for_me: message.only_for.is_some(),
        })
    }
}

/// Whom one can be: every member of a guild that is no bot, oldest first.
pub(super) fn people(world: &World) -> impl Iterator<Item = UserId> {
    let member = |user: &UserId| {
        world
            .guilds
            .values()
            .any(|guild| guild.members.contains_key(user))
    };
    world
        .users
        .values()
        .filter(|user| !user.bot)
        .map(|user| user.id)
        .filter(member)
}

/// Whether the person sees the channel.
pub(super) fn sees(world: &World, person: UserId, channel: ChannelId) -> bool {
    world
        .permissions_in(person, channel)
        .contains(Permissions::VIEW_CHANNEL)
}

fn first(guilds: &[GuildView], page: &PageSetup) -> Option<ChannelId> {
    let guild = guilds
        .iter()
        .find(|guild| guild.name == page.guild)
        .or(guilds.first())?;
    let named = guild.channels.iter().find(|one| one.name == page.channel);
    named.or(guild.channels.first()).map(|channel| channel.id)
}
