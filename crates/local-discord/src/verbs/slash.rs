//! Slash commands as a client lets one type them.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{Answer, Choice, Member, OptionValue, Outcome, Refused, member::channel_name};
use crate::world::{
    World,
    ids::*,
    interaction::{Begin, Kind},
};

/// A slash command that is being typed; [`Slash::send`] sends it.
#[derive(Clone, Debug)]
#[must_use = "nothing happens before it is sent"]
pub struct Slash {
    member: Member,
    channel: ChannelId,
    command: String,
    /// Subcommand group and subcommand, as far as there are.
    path: Vec<String>,
    options: Vec<(String, OptionValue)>,
}

impl Slash {
    pub(super) fn new(member: Member, channel: ChannelId, command: &str) -> Self {
        let command = command.to_owned();
        Self {
            member,
            channel,
            command,
            path: Vec::new(),
            options: Vec::new(),
        }
    }

    /// Names the subcommand; after the group's name where it is in one.
    pub fn subcommand(mut self, name: &str) -> Self {
        self.path.push(name.to_owned());
        self
    }

    /// Fills in an option.
    pub fn option(mut self, name: &str, value: impl Into<OptionValue>) -> Self {
        self.options.push((name.to_owned(), value.into()));
        self
    }

    /// Fills in an option with a file.
    pub fn file(self, option: &str, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let value = OptionValue::File {
            name: name.to_owned(),
            bytes: bytes.into(),
        };
        self.option(option, value)
    }

    /// Sends the command and waits for the answer.
    ///
    /// # Errors
    /// Where the client doesn't let it through, or the bot doesn't answer.
    pub async fn send(self) -> Result<Answer, Refused> {
        let hub = self.member.hub.clone();
        let interaction = hub.update(|world| {
            let (command, leaf) = self.find(world)?;
            let definitions = leaf["options"].as_array().cloned().unwrap_or_default();
            let (mut options, resolved) = self.fill(world, &definitions)?;
            for definition in definitions.iter().filter(|one| one["required"] == true) {
                if !options
                    .iter()
                    .any(|option| option["name"] == definition["name"])
                {
                    let name = definition["name"].as_str().unwrap_or_default().to_owned();
                    return Err(Refused::MissingOption(name));
                }
            }
            options = self.nest(&command, options);
            let data = self.data(&command, options, resolved);
            Ok(world.begin(self.begin(Kind::Command, 0, data)))
        })?;
        Answer::wait(&hub, interaction).await
    }

    /// Types `text` into an option and waits for its completions; the other options may be
    /// incomplete.
    ///
    /// # Errors
    /// Where the option completes nothing, or the bot doesn't answer.
    pub async fn autocomplete(self, option: &str, text: &str) -> Result<Vec<Choice>, Refused> {
        let hub = self.member.hub.clone();
        let interaction = hub.update(|world| {
            let (command, leaf) = self.find(world)?;
            let definitions = leaf["options"].as_array().cloned().unwrap_or_default();
            let focused = definitions.iter().find(|one| one["name"] == option);
            let focused = focused.ok_or_else(|| Refused::UnknownOption(option.to_owned()))?;
            if focused["autocomplete"] != true {
                return Err(Refused::NoCompletion(option.to_owned()));
            }
            let (mut options, resolved) = self.fill(world, &definitions)?;
            let kind = focused["type"].as_u64().unwrap_or_default();
            options.push(json!({"name": option, "type": kind, "value": text, "focused": true}));
            options = self.nest(&command, options);
            let data = self.data(&command, options, resolved);
            Ok(world.begin(self.begin(Kind::Autocomplete, kind, data)))
        })?;
        match Answer::wait(&hub, interaction).await?.outcome {
            Outcome::Choices(choices) => Ok(choices),
            _ => Ok(Vec::new()),
        }
    }

    fn begin(&self, kind: Kind, focused: u64, data: Value) -> Begin {
        let (user, channel) = (self.member.user, self.channel);
        Begin {
            kind,
            user,
            channel,
            source: None,
            focused,
            data,
        }
    }

    /// The registered command, and the part of it that the path names.
    fn find(&self, world: &World) -> Result<(Value, Value), Refused> {
        let command = offered(world, &self.member, self.channel, &self.command, 1)?;
        let unknown = |subcommand: &str| Refused::UnknownSubcommand {
            command: self.command.clone(),
            subcommand: subcommand.to_owned(),
        };
        let mut leaf = command.clone();
        for name in &self.path {
            let child = subcommands(&leaf)
                .find(|child| child["name"] == *name)
                .cloned();
            leaf = child.ok_or_else(|| unknown(name))?;
        }
        if subcommands(&leaf).next().is_some() {
            return Err(unknown(""));
        }
        Ok((command, leaf))
    }

    /// The options as the interaction carries them, and what their ids mean.
    fn fill(
        &self,
        world: &mut World,
        definitions: &[Value],
    ) -> Result<(Vec<Value>, Value), Refused> {
        let guild = world.channels[&self.channel].guild();
        let mut resolved = json!({});
        let mut filled = Vec::new();
        for (name, value) in &self.options {
            let definition = definitions.iter().find(|one| one["name"] == *name);
            let definition = definition.ok_or_else(|| Refused::UnknownOption(name.clone()))?;
            let value = value.accept(world, guild, definition, &mut resolved)?;
            filled.push(json!({"name": name, "type": definition["type"], "value": value}));
        }
        Ok((filled, resolved))
    }

    /// Puts the options inside the subcommand and its group.
    fn nest(&self, command: &Value, options: Vec<Value>) -> Vec<Value> {
        let mut kinds = Vec::new();
        let mut parent = command;
        for name in &self.path {
            if let Some(child) = subcommands(parent).find(|child| child["name"] == *name) {
                kinds.push((name, &child["type"]));
                parent = child;
            }
        }
        kinds
            .into_iter()
            .rev()
            .fold(options, |options, (name, kind)| {
                vec![json!({"name": name, "type": kind, "options": options})]
            })
    }

    fn data(&self, command: &Value, options: Vec<Value>, resolved: Value) -> Value {
        let mut data = json!({
            "id": command["id"], "name": command["name"], "type": 1, "options": options,
        });
        if resolved != json!({}) {
            data["resolved"] = resolved;
        }
        if !command["guild_id"].is_null() {
            data["guild_id"] = command["guild_id"].clone();
        }
        data
    }
}

fn subcommands(parent: &Value) -> impl Iterator<Item = &Value> {
    let options = parent["options"].as_array().into_iter().flatten();
    options.filter(|option| matches!(option["type"].as_u64(), Some(1 | 2)))
}

/// The command of this name and type that the client offers the member in the channel: the
/// guild's own before one that is registered everywhere.
pub(super) fn offered(
    world: &World,
    member: &Member,
    channel: ChannelId,
    name: &str,
    kind: u64,
) -> Result<Value, Refused> {
    let permissions = world.permissions_in(member.user, channel);
    if !permissions.contains(Permissions::VIEW_CHANNEL) {
        return Err(Refused::NotVisible(channel_name(world, channel)));
    }
    let guild = world.channels[&channel].guild();
    let named = |place: Option<GuildId>| {
        world
            .commands_in(place)
            .find(|one| one.name() == name && one.kind() == kind)
    };
    if guild.is_some_and(|guild| !world.reaches_bot(guild)) {
        return Err(Refused::UnknownCommand(name.to_owned()));
    }
    let own = guild.and_then(|guild| named(Some(guild)));
    let command = own
        .or_else(|| named(None).filter(|command| in_context(&command.json, guild)))
        .ok_or_else(|| Refused::UnknownCommand(name.to_owned()))?;
    if let Some(guild) = guild
        && !may_use(world, guild, member.user, permissions, &command.json)
    {
        let (person, command) = (world.users[&member.user].name.clone(), name.to_owned());
        return Err(Refused::NotAllowed { person, command });
    }
    Ok(command.json.clone())
}

/// The commands of this type that the client offers the member in the channel, by name.
pub(crate) fn all_offered(
    world: &World,
    member: &Member,
    channel: ChannelId,
    kind: u64,
) -> Vec<Value> {
    let all = world.commands.iter();
    let of_type = all.filter(|command| command.kind() == kind);
    let names: BTreeSet<_> = of_type.map(|command| command.name()).collect();
    names
        .into_iter()
        .filter_map(|name| offered(world, member, channel, name, kind).ok())
        .collect()
}

/// Whether the command is for guilds, or for direct messages with the bot.
fn in_context(command: &Value, guild: Option<GuildId>) -> bool {
    let context = if guild.is_some() { 0 } else { 1 };
    match command["contexts"].as_array() {
        Some(contexts) => contexts.iter().any(|one| *one == context),
        None => guild.is_some() || command["dm_permission"] != false,
    }
}

/// The guild's setting for one of the member's roles lets in; else the default permissions decide,
/// of which `0` lets in administrators only.
fn may_use(
    world: &World,
    guild: GuildId,
    user: UserId,
    permissions: Permissions,
    command: &Value,
) -> bool {
    let guild = &world.guilds[&guild];
    let roles = guild.members.get(&user).map(|member| &member.roles);
    let let_in = command["name"]
        .as_str()
        .and_then(|name| guild.command_roles.get(name))
        .zip(roles)
        .is_some_and(|(allowed, roles)| !allowed.is_disjoint(roles));
    let needed = match command["default_member_permissions"]
        .as_str()
        .map(str::parse)
    {
        Some(Ok(0)) => Permissions::ADMINISTRATOR,
        Some(Ok(bits)) => Permissions::from_bits_truncate(bits),
        _ => Permissions::empty(),
    };
    permissions.contains(Permissions::USE_SLASH_COMMANDS)
        && (let_in || permissions.contains(needed))
}
