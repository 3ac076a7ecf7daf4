//! What an import would have changed of the desk's own texts.

use std::path::Path;

use crate::{
    article::{Author, DraftOrigin, Origin, Revises, Source, TextFormat},
    format::briefing,
    newsroom::Newsroom,
    store::{Filed, Filing, NewDraft, Outcome, StoreError},
};

impl Newsroom {
    /// Keeps each text that was held back as a draft of the desk that edits the house library, by
    /// whoever wrote the text that stands. One that stood there before is no change.
    pub(in crate::newsroom) async fn hold(
        &self,
        filings: Vec<Filing>,
        filed: &[Filed],
    ) -> Result<(), StoreError> {
        let pairs = filings.into_iter().zip(filed);
        for (filing, filed) in pairs.filter(|(_, filed)| filed.outcome == Outcome::Held) {
            let (Some(guild), Some(record)) = (self.home, self.store.article(filed.id).await?)
            else {
                tracing::warn!(article = %filed.id, "not imported: its text was written on Discord, and there is no `home_guild` whose desk could look at it");
                continue;
            };
            let Author::User(author) = record.revised_by else {
                continue;
            };
            let earlier = self.store.revisions(filed.id).await?;
            if earlier
                .iter()
                .any(|earlier| earlier.article == filing.article)
            {
                continue;
            }
            let name = match &filing.origin {
                Origin::File(path) => Path::new(path).file_name(),
                Origin::Desk => None,
            };
            let name = name.unwrap_or_default().to_string_lossy().into_owned();
            let new = NewDraft {
                guild,
                author,
                origin: DraftOrigin::File(name),
                revises: Some(Revises {
                    article: record.id,
                    revision: record.revision,
                }),
                note: None,
                publish_at: None,
                title: filing.article.headline.to_string(),
                source: Source::Text {
                    format: TextFormat::Briefing,
                    text: briefing::write(&filing.article),
                },
                refused: false,
            };
            self.store.keep_draft(new, self.clock.now()).await?;
            tracing::info!(article = %record.id, "a changed file of a story that the desk has edited waits in its drafts");
        }
        Ok(())
    }
}
