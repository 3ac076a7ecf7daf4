//! Lists of what was published.

use std::sync::Arc;

use super::{Error, Newsroom, Reader};
use crate::{
    article::Card,
    search::{Filter, Listing},
};

impl Newsroom {
    /// The stories within `filter`, newest first: `limit` of them after the first `from`, and how
    /// many there are in all.
    pub async fn archive(
        &self,
        reader: Reader,
        filter: &Filter,
        from: usize,
        limit: usize,
    ) -> Result<Listing<Arc<Card>>, Error> {
        let scope = self.scope(reader);
        let list = self.catalogue.titles.list(&scope, filter, from, limit);
        Ok(Listing {
            total: list.total,
            items: self.catalogue.cards(&list.items).await?,
        })
    }
}
