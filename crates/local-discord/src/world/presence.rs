//! Whether the bot is in a guild, and whether the guild is there.

use std::collections::BTreeSet;

use serde_json::json;

use super::{World, guild::Member, ids::*};

impl World {
    /// The guild is out of the bot's reach until [`Self::recover`].
    pub(crate) fn fail(&mut self, guild: GuildId) {
        let payload = json!({"id": guild, "unavailable": true});
        self.tell_guild(guild, "GUILD_DELETE", payload);
        if let Some(home) = self.guilds.get_mut(&guild) {
            home.available = false;
        }
    }

    /// The guild is back.
    pub(crate) fn recover(&mut self, guild: GuildId) {
        if let Some(home) = self.guilds.get_mut(&guild)
            && !home.available
        {
            home.available = true;
            self.tell_guild_is_here(guild);
        }
    }

    /// The bot is put out of the guild.
    pub(crate) fn remove_bot(&mut self, guild: GuildId) {
        self.tell_guild(guild, "GUILD_DELETE", json!({"id": guild}));
        let bot = self.application.bot;
        if let Some(home) = self.guilds.get_mut(&guild) {
            home.members.remove(&bot);
        }
    }

    /// The bot is let into the guild, with none of the roles that it may have had.
    pub(crate) fn add_bot(&mut self, guild: GuildId) {
        let (bot, joined) = (self.application.bot, self.now());
        if let Some(home) = self.guilds.get_mut(&guild)
            && !home.members.contains_key(&bot)
        {
            let roles = BTreeSet::new();
            home.members.insert(bot, Member { roles, joined });
            self.tell_guild_is_here(guild);
        }
    }

    fn tell_guild_is_here(&mut self, guild: GuildId) {
        let payload = self.guild_create_json(&self.guilds[&guild]);
        self.tell_guild(guild, "GUILD_CREATE", payload);
    }
}
