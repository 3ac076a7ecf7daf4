//! Where the page before a page begins, of what is read downwards.

use super::{Store, StoreError};
use crate::article::{ArticleId, Author, DraftId, GuildId, UserId};

impl Store {
    /// The first draft of the page of `limit` open drafts that stands above the one from `from` on;
    /// none where nothing does.
    pub async fn drafts_above(
        &self,
        guild: GuildId,
        from: u32,
        limit: usize,
    ) -> Result<Option<u32>, StoreError> {
        self.read(move |engine| {
            let from = DraftId {
                guild,
                number: from,
            };
            let above = engine.tables.open_drafts.after(&from);
            let above = above.map(|entry| entry.map(|(id, ())| (id.guild, id.number)));
            last_of(guild, above, limit)
        })
        .await
    }

    /// The first entry of the page of `limit` entries of a guild's log that stands above the one from
    /// `from` on, limited as in [`Store::log`]; none where nothing does.
    pub async fn log_above(
        &self,
        guild: GuildId,
        who: Option<UserId>,
        article: Option<ArticleId>,
        from: u64,
        limit: usize,
    ) -> Result<Option<u64>, StoreError> {
        self.read(move |engine| {
            let tables = &engine.tables;
            match (article, who) {
                (Some(article), who) => {
                    let by = who.map(Author::User);
                    let from = (guild, article, from);
                    let above = tables.log_by_article.after(&from);
                    let wanted = |seq: u64| {
                        let entry = tables.log.get(&(guild, seq))?;
                        Ok(by.is_none_or(|by| entry.is_some_and(|entry| entry.by == by)))
                    };
                    let above = above.filter_map(|entry| match entry {
                        Ok(((guild, article, seq), ())) => match wanted(seq) {
                            Ok(true) => Some(Ok(((guild, article), seq))),
                            Ok(false) => None,
                            Err(error) => Some(Err(error)),
                        },
                        Err(error) => Some(Err(error)),
                    });
                    last_of((guild, article), above, limit)
                }
                (None, Some(who)) => {
                    let from = (guild, who, from);
                    let above = tables.log_by_user.after(&from);
                    let above =
                        above.map(|entry| entry.map(|((guild, who, seq), ())| ((guild, who), seq)));
                    last_of((guild, who), above, limit)
                }
                (None, None) => {
                    let from = (guild, from);
                    let above = tables.log.after(&from);
                    last_of(guild, above.map(|entry| entry.map(|(key, _)| key)), limit)
                }
            }
        })
        .await
    }
}

/// The last of at most `limit` places under `prefix`.
fn last_of<P: PartialEq, N>(
    prefix: P,
    above: impl Iterator<Item = Result<(P, N), StoreError>>,
    limit: usize,
) -> Result<Option<N>, StoreError> {
    let here = |entry: &Result<(P, N), StoreError>| {
        entry.as_ref().map_or(true, |(other, _)| *other == prefix)
    };
    let mut last = None;
    for entry in above.take_while(here).take(limit) {
        last = Some(entry?.1);
    }
    Ok(last)
}
