use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::met::{Title, title};
use crate::{
    article::Link,
    store::{Filed, Filing, Outcome, Store, StoreError},
};

/// What a dry run has come to so far: it sees the stories that an import would have filed before.
#[derive(Debug, Default)]
pub(super) struct Rehearsal {
    by_title: HashMap<Title, Filed>,
    by_source: HashMap<Link, Filed>,
    new: u32,
}

impl Rehearsal {
    /// What filing this, after all before it, would do.
    pub(super) async fn plan(
        &mut self,
        store: &Store,
        filing: Filing,
        now: DateTime<Utc>,
    ) -> Result<Filed, StoreError> {
        let (title, source) = (
            title(&filing.article),
            filing.article.sources.first().cloned(),
        );
        // One of another text under the same title was refused before it came here.
        if let Some(before) = self.by_title.get(&title) {
            let outcome = Outcome::Unchanged;
            return Ok(Filed { outcome, ..*before });
        }
        let filed = match source.as_ref().and_then(|link| self.by_source.get(link)) {
            Some(before) => Filed {
                outcome: Outcome::Updated,
                revision: before.revision + 1,
                id: before.id,
            },
            None => self.numbered(store.plan(filing, now).await?),
        };
        self.by_title.insert(title, filed);
        self.by_source.extend(source.map(|link| (link, filed)));
        Ok(filed)
    }

    /// The store gives the same next number to every new article that it is asked about.
    fn numbered(&mut self, mut filed: Filed) -> Filed {
        if filed.outcome == Outcome::New {
            filed.id.number += self.new;
            self.new += 1;
        }
        filed
    }
}
