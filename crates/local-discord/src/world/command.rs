//! The commands that the application registered.

use serde_json::{Value, json};

use super::{World, ids::*};

/// A registered command: Discord's ids, and the rest as the bot gave it.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    pub(crate) id: CommandId,
    /// The guild it is registered in; all of them where absent.
    pub(crate) guild: Option<GuildId>,
    pub(crate) json: Value,
}

impl Command {
    /// The command's name.
    pub(crate) fn name(&self) -> &str {
        self.json["name"].as_str().unwrap_or_default()
    }

    /// Chat input (1), user menu (2), message menu (3) …
    pub(crate) fn kind(&self) -> u64 {
        self.json["type"].as_u64().unwrap_or(1)
    }

    /// What can be used of it, by full names: the command alone, or each of its subcommands.
    pub(crate) fn paths(&self) -> Vec<String> {
        paths(&self.json)
    }
}

fn paths(json: &Value) -> Vec<String> {
    let name = json["name"].as_str().unwrap_or_default();
    let options = json["options"].as_array().into_iter().flatten();
    let parts = options.filter(|one| matches!(one["type"].as_u64(), Some(1 | 2)));
    let below: Vec<_> = parts.flat_map(paths).collect();
    match below.is_empty() {
        true => vec![name.to_owned()],
        false => below.iter().map(|part| format!("{name} {part}")).collect(),
    }
}

/// The most commands of each type in one place: chat input, user menu, message menu.
pub(crate) const MOST: [(u64, usize); 3] = [(1, 100), (2, 15), (3, 15)];

impl World {
    /// The commands of one place, in the order of their registration.
    pub(crate) fn commands_in(&self, guild: Option<GuildId>) -> impl Iterator<Item = &Command> {
        self.commands
            .iter()
            .filter(move |command| command.guild == guild)
    }

    /// Registers a command, in the place of the one of the same name and type.
    /// Returns it and whether it is new.
    pub(crate) fn register(&mut self, guild: Option<GuildId>, given: &Value) -> (Value, bool) {
        let mut json = given.clone();
        if json["type"].is_null() {
            json["type"] = json!(1);
        }
        let (name, kind) = (
            json["name"].as_str().unwrap_or_default(),
            json["type"].as_u64(),
        );
        let old = self
            .commands
            .iter()
            .position(|one| one.guild == guild && one.name() == name && Some(one.kind()) == kind);
        let id = match old {
            Some(at) => self.commands[at].id,
            None => self.snowflake(),
        };
        self.complete(id, guild, &mut json);
        let command = Command {
            id,
            guild,
            json: json.clone(),
        };
        match old {
            Some(at) => self.commands[at] = command,
            None => self.commands.push(command),
        }
        (json, old.is_none())
    }

    /// Changes the command by the keys given; `None` where there is no such command.
    pub(crate) fn amended(
        &self,
        guild: Option<GuildId>,
        id: CommandId,
        keys: &Value,
    ) -> Option<Value> {
        let mut json = self
            .commands_in(guild)
            .find(|command| command.id == id)?
            .json
            .clone();
        for (key, value) in keys.as_object().into_iter().flatten() {
            json[key] = value.clone();
        }
        Some(json)
    }

    /// Puts the amended command in the place of the old one.
    pub(crate) fn replace_command(
        &mut self,
        guild: Option<GuildId>,
        id: CommandId,
        mut json: Value,
    ) -> Value {
        self.complete(id, guild, &mut json);
        if let Some(command) = self
            .commands
            .iter_mut()
            .find(|one| one.guild == guild && one.id == id)
        {
            command.json = json.clone();
        }
        json
    }

    /// Adds what Discord adds to a command.
    fn complete(&mut self, id: CommandId, guild: Option<GuildId>, json: &mut Value) {
        json["id"] = json!(id);
        json["application_id"] = json!(self.application.id);
        json["version"] =
            json!(self.snowflake::<twilight_model::id::marker::CommandVersionMarker>());
        for (key, default) in [
            ("description", json!("")),
            ("default_member_permissions", Value::Null),
            ("nsfw", json!(false)),
            ("options", json!([])),
        ] {
            if json[key].is_null() {
                json[key] = default;
            }
        }
        match guild {
            Some(guild) => json["guild_id"] = json!(guild),
            None if json["contexts"].is_null() => {
                json["contexts"] = Value::Null;
                json["integration_types"] = json!([0]);
            }
            None => {}
        }
    }
}
