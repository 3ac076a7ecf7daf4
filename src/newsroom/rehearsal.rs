use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::met::{Title, fingerprint, title};
use crate::{
    article::{Library, Link, State},
    store::{Filed, Filing, Outcome, Store, StoreError},
};

/// A text's fingerprint, and its state.
type Told = (u32, Option<State>);

/// What a dry run has come to so far: it sees the stories that an import would have filed before.
#[derive(Debug, Default)]
pub(super) struct Rehearsal {
    by_title: HashMap<(Library, Title), Filed>,
    by_source: HashMap<(Library, Link), Filed>,
    /// By the number that a story was exported with.
    by_number: HashMap<(Library, u32), (Told, Filed)>,
    /// New articles.
    new: HashMap<Library, u32>,
}

impl Rehearsal {
    /// What filing this, after all before it, would do.
    pub(super) async fn plan(
        &mut self,
        store: &Store,
        filing: Filing,
        now: DateTime<Utc>,
    ) -> Result<Filed, StoreError> {
        // Its number tells it from others of its title.
        if let Some(number) = filing.standing.number {
            return self.plan_numbered(store, filing, number, now).await;
        }
        let (library, article) = (filing.library, &filing.article);
        let title = (library, title(article, now.date_naive()));
        let source = article.sources.first().map(|link| (library, link.clone()));
        // One of another text under the same title was refused before it came here.
        if let Some(before) = self.by_title.get(&title) {
            let outcome = Outcome::Unchanged;
            return Ok(Filed { outcome, ..*before });
        }
        let filed = match source.as_ref().and_then(|key| self.by_source.get(key)) {
            Some(before) => Filed {
                outcome: Outcome::Updated,
                revision: before.revision + 1,
                ..*before
            },
            None => self.numbered(store.plan(filing, now).await?, None),
        };
        self.by_title.insert(title, filed);
        self.by_source.extend(source.map(|key| (key, filed)));
        Ok(filed)
    }

    async fn plan_numbered(
        &mut self,
        store: &Store,
        filing: Filing,
        number: u32,
        now: DateTime<Utc>,
    ) -> Result<Filed, StoreError> {
        let key = (filing.library, number);
        let told = (fingerprint(&filing.article), filing.standing.state);
        if let Some((before, filed)) = self.by_number.get(&key)
            && *before == told
        {
            let outcome = Outcome::Unchanged;
            return Ok(Filed { outcome, ..*filed });
        }
        let filed = self.numbered(store.plan(filing, now).await?, Some(number));
        self.by_number.insert(key, (told, filed));
        Ok(filed)
    }

    /// The store gives the same next number to every new article that it is asked about.
    /// `exported` is the one that it was exported with.
    fn numbered(&mut self, mut filed: Filed, exported: Option<u32>) -> Filed {
        if filed.outcome == Outcome::New {
            let new = self.new.entry(filed.id.library).or_default();
            filed.id.number += *new;
            filed.renumbered = exported.filter(|number| *number != filed.id.number);
            *new += 1;
        }
        filed
    }
}
