//! A command as the bot registered it.

use serde_json::Value;
use twilight_model::application::command::Command as Typed;

use crate::world::command::Command;

/// A registered command.
#[derive(Clone, Debug)]
pub struct RegisteredCommand {
    guild: Option<u64>,
    json: Value,
}

impl RegisteredCommand {
    pub(crate) fn new(command: &Command) -> Self {
        Self {
            guild: command.guild.map(|guild| guild.get()),
            json: command.json.clone(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.json["name"].as_str().unwrap_or_default()
    }

    /// The guild it is registered in; `None` for everywhere.
    pub fn guild_id(&self) -> Option<u64> {
        self.guild
    }

    /// As Discord gives it back.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// As twilight reads it.
    ///
    /// # Errors
    /// Where it is more than twilight knows.
    pub fn typed(&self) -> serde_json::Result<Typed> {
        serde_json::from_value(self.json.clone())
    }
}
