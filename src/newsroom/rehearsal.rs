use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::met::{Title, title};
use crate::{
    article::{Library, Link},
    store::{Filed, Filing, Outcome, Store, StoreError},
};

/// What a dry run has come to so far: it sees the stories that an import would have filed before.
#[derive(Debug, Default)]
pub(super) struct Rehearsal {
    by_title: HashMap<(Library, Title), Filed>,
    by_source: HashMap<(Library, Link), Filed>,
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
        if let number @ Some(_) = filing.standing.number {
            return Ok(self.numbered(store.plan(filing, now).await?, number));
        }
        let (library, article) = (filing.library, &filing.article);
        let title = (library, title(article));
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
