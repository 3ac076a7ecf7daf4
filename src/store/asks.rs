//! What a control asks for where that does not fit into it: kept for a year under a short key.
//!
//! The key follows from the text, so that the same asked again grows nothing, and counts only in
//! the guild where it was given.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, engine::Engine, table::Writes};
use crate::article::GuildId;

/// How long one is kept after it was last asked for.
const KEPT: TimeDelta = TimeDelta::days(365);
/// One that is asked for again is written again after this long.
const RENEWED: TimeDelta = TimeDelta::days(1);
/// Old ones that a write takes away: more than it can add.
const PURGED: usize = 8;

/// Whose it is, and its key there; no guild in direct messages.
pub(super) type AskKey = (Option<u64>, u64);

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ask {
    /// In the words of whoever keeps it.
    pub(super) text: String,
    /// When it was last asked for.
    pub(super) at: DateTime<Utc>,
}

impl Ask {
    fn is_old(&self, now: DateTime<Utc>) -> bool {
        self.at + KEPT < now
    }
}

impl Store {
    /// Keeps for a year what a control asks for, and gives the key under which this guild gets it
    /// back. The same text has the same key.
    pub async fn keep_ask(
        &self,
        guild: Option<GuildId>,
        text: String,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        self.write(move |engine| engine.keep_ask(guild, &text, now))
            .await
    }

    /// What this guild keeps under that key; none after a year.
    pub async fn ask(
        &self,
        guild: Option<GuildId>,
        key: u64,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        self.read(move |engine| engine.ask(guild, key, now)).await
    }
}

impl Engine {
    /// Keeps `text`, and gives its key.
    pub(super) fn keep_ask(
        &self,
        guild: Option<GuildId>,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let guild = guild.map(|GuildId(id)| id);
        self.write(|writes| {
            let mut key = fingerprint(text);
            loop {
                let place = (guild, key);
                match self.tables.asks.get(&place)? {
                    Some(old) if old.text == text && now < old.at + RENEWED => return Ok(key),
                    // Another text of the same fingerprint keeps its place.
                    Some(old) if old.text != text && !old.is_old(now) => {
                        key = key.wrapping_add(1);
                    }
                    old => {
                        self.purge_asks(writes, now)?;
                        if let Some(old) = old {
                            self.tables
                                .asks_by_time
                                .remove(writes, &(old.at, guild, key));
                        }
                        let text = text.to_owned();
                        self.tables
                            .asks
                            .put(writes, &place, &Ask { text, at: now })?;
                        self.tables
                            .asks_by_time
                            .put(writes, &(now, guild, key), &())?;
                        return Ok(key);
                    }
                }
            }
        })
    }

    /// What is kept under that key of this guild, if it is not too old.
    pub(super) fn ask(
        &self,
        guild: Option<GuildId>,
        key: u64,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        let guild = guild.map(|GuildId(id)| id);
        let ask = self.tables.asks.get(&(guild, key))?;
        Ok(ask.filter(|ask| !ask.is_old(now)).map(|ask| ask.text))
    }

    /// Takes away some of the oldest, if they are too old.
    fn purge_asks(&self, writes: &mut Writes, now: DateTime<Utc>) -> Result<(), StoreError> {
        for entry in self.tables.asks_by_time.all().take(PURGED) {
            let ((at, guild, key), ()) = entry?;
            if at + KEPT >= now {
                break;
            }
            self.tables.asks.remove(writes, &(guild, key));
            self.tables.asks_by_time.remove(writes, &(at, guild, key));
        }
        Ok(())
    }
}

/// FNV-1a of 64 bits: it must stay the same for ever, and needs to be no more than that.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{
        super::{conformance::at, tampering::engine},
        *,
    };

    const GUILD: Option<GuildId> = Some(GuildId(7));

    #[test]
    fn a_key_stays_what_it_was() {
        assert_eq!(fingerprint(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn texts_of_one_fingerprint_don_t_take_each_others_place() {
        let home = tempfile::tempdir().unwrap();
        let engine = engine(home.path());
        let key = fingerprint("mine");
        let text = "another of the same fingerprint".to_owned();
        let planted = engine.write(|writes| {
            let place = (Some(7), key);
            engine
                .tables
                .asks
                .put(writes, &place, &Ask { text, at: at(0) })?;
            engine
                .tables
                .asks_by_time
                .put(writes, &(at(0), Some(7), key), &())
        });
        planted.unwrap();
        assert_eq!(engine.keep_ask(GUILD, "mine", at(1)).unwrap(), key + 1);
        assert_eq!(
            engine.ask(GUILD, key + 1, at(1)).unwrap().as_deref(),
            Some("mine")
        );
        assert_ne!(
            engine.ask(GUILD, key, at(1)).unwrap().as_deref(),
            Some("mine")
        );
        engine.verify(&|_, _| ()).unwrap();
    }

    #[test]
    fn old_ones_are_taken_away_as_new_ones_come() {
        let home = tempfile::tempdir().unwrap();
        let engine = engine(home.path());
        let year = at(0) + KEPT;
        for number in 0..40 {
            engine
                .keep_ask(GUILD, &format!("old {number}"), at(number))
                .unwrap();
        }
        assert_eq!(engine.tables.asks.all().count(), 40);
        for number in 0..5 {
            engine
                .keep_ask(
                    None,
                    &format!("new {number}"),
                    year + TimeDelta::minutes(60),
                )
                .unwrap();
        }
        assert_eq!(engine.tables.asks.all().count(), 5);
        assert_eq!(engine.tables.asks_by_time.all().count(), 5);
        engine.verify(&|_, _| ()).unwrap();
    }
}
