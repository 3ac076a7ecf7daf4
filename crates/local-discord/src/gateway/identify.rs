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
    /// Whether long payloads are to be compressed.
    pub(crate) compress: bool,
}

impl Identify {
    /// Reads the payload's `d`, or says with which code to close.
    pub(crate) fn read(data: &Value, token: &str) -> Result<Self, Close> {
        let given = data["token"].as_str().ok_or(Close::DECODE_ERROR)?;
        if given.strip_prefix("Bot ").unwrap_or(given) != token {
            return Err(Close::AUTHENTICATION_FAILED);
        }
        if !data["properties"].is_object() {
            return Err(Close::DECODE_ERROR);
        }
        let intents = data["intents"].as_u64().ok_or(Close::DECODE_ERROR)?;
        let intents = Intents::from_bits(intents).ok_or(Close::INVALID_INTENTS)?;
        if intents.intersects(PRIVILEGED) {
            return Err(Close::DISALLOWED_INTENTS);
        }
        let shard = match data.get("shard").filter(|shard| !shard.is_null()) {
            None => Shard {
                number: 0,
                total: 1,
            },
            Some(shard) => match (shard[0].as_u64(), shard[1].as_u64()) {
                (Some(number), Some(total)) if number < total => Shard { number, total },
                _ => return Err(Close::INVALID_SHARD),
            },
        };
        let compress = data["compress"] == true;
        Ok(Self {
            intents,
            shard,
            compress,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn identify_is_refused_with_the_code_of_what_is_wrong() {
        let whole = json!({"token": "t", "properties": {}, "intents": 1, "shard": [1, 2], "compress": true});
        let shard = Shard {
            number: 1,
            total: 2,
        };
        let read = Identify {
            intents: Intents::GUILDS,
            shard,
            compress: true,
        };
        assert_eq!(Identify::read(&whole, "t"), Ok(read));
        for (key, value, close) in [
            ("token", json!("other"), Close::AUTHENTICATION_FAILED),
            ("token", json!(null), Close::DECODE_ERROR),
            ("properties", json!(null), Close::DECODE_ERROR),
            ("intents", json!(null), Close::DECODE_ERROR),
            ("intents", json!(1_u64 << 60), Close::INVALID_INTENTS),
            ("intents", json!(1 << 15), Close::DISALLOWED_INTENTS),
            ("shard", json!([2, 2]), Close::INVALID_SHARD),
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
