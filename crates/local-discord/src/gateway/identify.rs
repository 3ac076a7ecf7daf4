//! Reading an IDENTIFY.

use serde_json::Value;
use twilight_model::{
    gateway::Intents,
    id::{Id, marker::GuildMarker},
};

use super::close::Close;

/// Intents that an application has only where its developer asked Discord for them; here none has.
const PRIVILEGED: Intents = Intents::GUILD_MEMBERS
    .union(Intents::GUILD_PRESENCES)
    .union(Intents::MESSAGE_CONTENT);

/// One of several connections that share the guilds among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    pub(crate) number: u64,
    pub(crate) total: u64,
}

impl Shard {
    /// Whether the shard gets what belongs to this guild, or to no guild: the first shard's.
    pub(crate) fn carries(self, guild: Option<Id<GuildMarker>>) -> bool {
        self.number == guild.map_or(0, |guild| (guild.get() >> 22) % self.total)
    }
}

/// What a bot asks for on connecting.
#[derive(Debug, PartialEq)]
pub(crate) struct Identify {
    pub(crate) intents: Intents,
    pub(crate) shard: Shard,
}

impl Identify {
    /// Reads the payload's `d`, or says with which code to close.
    pub(crate) fn read(data: &Value, token: &str) -> Result<Self, Close> {
        let given = data["token"].as_str().ok_or(Close::DecodeError)?;
        if given.strip_prefix("Bot ").unwrap_or(given) != token {
            return Err(Close::AuthenticationFailed);
        }
        if !data["properties"].is_object() {
            return Err(Close::DecodeError);
        }
        let intents = data["intents"].as_u64().ok_or(Close::DecodeError)?;
        let intents = Intents::from_bits(intents).ok_or(Close::InvalidIntents)?;
        if intents.intersects(PRIVILEGED) {
            return Err(Close::DisallowedIntents);
        }
        let shard = match data.get("shard").filter(|shard| !shard.is_null()) {
            None => Shard {
                number: 0,
                total: 1,
            },
            Some(shard) => match (shard[0].as_u64(), shard[1].as_u64()) {
                (Some(number), Some(total)) if number < total => Shard { number, total },
                _ => return Err(Close::InvalidShard),
            },
        };
        Ok(Self { intents, shard })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn identify_is_refused_with_the_code_of_what_is_wrong() {
        let whole = json!({"token": "t", "properties": {}, "intents": 1, "shard": [1, 2]});
        let shard = Shard {
            number: 1,
            total: 2,
        };
        let read = Identify {
            intents: Intents::GUILDS,
            shard,
        };
        assert_eq!(Identify::read(&whole, "t"), Ok(read));
        for (key, value, close) in [
            ("token", json!("other"), Close::AuthenticationFailed),
            ("token", json!(null), Close::DecodeError),
            ("properties", json!(null), Close::DecodeError),
            ("intents", json!(null), Close::DecodeError),
            ("intents", json!(1_u64 << 60), Close::InvalidIntents),
            ("intents", json!(1 << 15), Close::DisallowedIntents),
            ("shard", json!([2, 2]), Close::InvalidShard),
        ] {
            let mut broken = whole.clone();
            broken[key] = value;
            assert_eq!(Identify::read(&broken, "t"), Err(close), "{broken}");
        }
    }

    #[test]
    fn every_guild_is_carried_by_one_shard() {
        let shards = [0, 1, 2].map(|number| Shard { number, total: 3 });
        for guild in (1..20).map(|n| Some(Id::new(n << 22))).chain([None]) {
            assert_eq!(
                shards.iter().filter(|shard| shard.carries(guild)).count(),
                1
            );
        }
    }
}
