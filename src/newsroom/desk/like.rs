//! Whether a new story is one that there is already.

use super::Person;
use crate::{
    article::{Article, ArticleId, Author, Card, GuildId, Library, Origin, Standing, State},
    newsroom::{Error, Newsroom, Reader},
    search::{fold, likeness},
    store::{Filing, Outcome},
};

/// How alike two headlines are, from 0 to 1, where the stories are thought to be the same.
const ALIKE: f64 = 0.8;
/// Days between the dates of the same story at most.
const DAYS: i64 = 2;
/// Headlines that are looked at.
const CANDIDATES: usize = 5;

/// A story that a new one is much like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Like {
    /// The story.
    pub card: Card,
    /// Whether this desk may make the new text a change of it.
    pub editable: bool,
}

impl Newsroom {
    /// The story of this guild's libraries that `article` is much like: the same link, the same
    /// headline and date, or nearly.
    pub(super) async fn like(
        &self,
        guild: GuildId,
        article: &Article,
    ) -> Result<Option<Like>, Error> {
        let reader = Reader { guild: Some(guild) };
        let mut id = None;
        for library in reader.libraries() {
            id = id.or(self.same_story(library, article).await?);
        }
        let card = match id {
            Some(id) => Card::of(&self.any_article(id).await?),
            None => match self.near_story(reader, article).await? {
                Some(card) => card,
                None => return Ok(None),
            },
        };
        let editable = self.may_edit(guild, card.id.library);
        Ok(Some(Like { card, editable }))
    }

    /// The story that an import of `article` would update.
    async fn same_story(
        &self,
        library: Library,
        article: &Article,
    ) -> Result<Option<ArticleId>, Error> {
        let filing = Filing {
            library,
            article: article.clone(),
            author: Author::Operator,
            origin: Origin::Desk,
            same_file: false,
            announced: false,
            standing: Standing::default(),
            in_order: false,
            yields: false,
        };
        let filed = self.store.plan(filing, self.clock.now()).await?;
        let Some(id) = (filed.outcome != Outcome::New).then_some(filed.id) else {
            return Ok(None);
        };
        // What this guild's readers don't see in the house's library is none of theirs.
        let record = self.any_article(id).await?;
        let seen = library != Library::House || record.state == State::Published;
        Ok(seen.then_some(id))
    }

    async fn near_story(&self, reader: Reader, article: &Article) -> Result<Option<Card>, Error> {
        let headline = fold(article.headline.as_str());
        let date = article
            .published
            .unwrap_or_else(|| self.today(reader.guild));
        let scope = self.scope(reader);
        let near = self
            .near(&scope, article.headline.as_str(), CANDIDATES)
            .await?;
        let is_like = |card: &&std::sync::Arc<Card>| {
            let other = fold(card.headline.as_str());
            let both = likeness(&headline, &other).min(likeness(&other, &headline));
            both >= ALIKE && (card.date - date).num_days().abs() <= DAYS
        };
        Ok(near.iter().find(is_like).map(|card| Card::clone(card)))
    }

    /// Whether this person's desk may change that story.
    pub fn may_change(&self, person: &Person, id: ArticleId) -> bool {
        self.may_edit(person.guild, id.library)
    }
}
