//! What waits at a desk.

use super::{Opened, Person};
use crate::newsroom::{Error, Newsroom};

/// A part of what waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// How many wait.
    pub total: u32,
    /// Those of this part, the newest first.
    pub drafts: Vec<Opened>,
    /// The first of the part before this one, by its number, 0 for the newest.
    pub before: Option<u32>,
    /// The first of the part after this one, by its number.
    pub after: Option<u32>,
}

impl Newsroom {
    /// What waits in the person's guild, whoever wrote it: `limit` drafts from the number `from` on
    /// downwards; 0: from the newest.
    pub async fn waiting(
        &self,
        person: &Person,
        from: u32,
        limit: usize,
    ) -> Result<Waiting, Error> {
        let guild = person.guild;
        let mut found = self.store.drafts(guild, from, limit + 1).await?;
        let after = found.get(limit).map(|draft| draft.id.number);
        found.truncate(limit);
        let mut drafts = Vec::with_capacity(found.len());
        for draft in found {
            drafts.push(self.open_draft(draft).await?);
        }
        Ok(Waiting {
            total: self.store.open_drafts(guild).await?,
            before: match from {
                0 => None,
                from => self.store.drafts_above(guild, from, limit).await?,
            },
            drafts,
            after,
        })
    }
}
