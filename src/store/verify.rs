//! Whether the tables agree with each other.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{Debug, Display},
};

use chrono::{DateTime, Utc};

use super::{
    Change, ChangeKind, StoreError,
    engine::{Engine, newest_key},
    story::Story,
};
use crate::article::{ArticleId, Author, Card, Library, Record, State};

/// How much was read and found to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Articles in any state, of all libraries.
    pub articles: usize,
    /// Earlier revisions of them.
    pub revisions: usize,
    /// The sequence number of the last change.
    pub changes: u64,
}

impl Engine {
    /// Refuses a database that has not come as far as somebody was told.
    pub(super) fn check_mark(&self, acknowledged: u64) -> Result<(), StoreError> {
        let found = self.head()?.change_seq;
        if found >= acknowledged {
            return Ok(());
        }
        Err(StoreError::Damaged(format!(
            "it lost its last changes: {acknowledged} were acknowledged, {found} are there"
        )))
    }

    /// Checks what can be checked without reading the articles: the ends of what only grows, and
    /// the number of published articles.
    pub(super) fn check_counts(&self) -> Result<(), StoreError> {
        let tables = &self.tables;
        let last_change = tables.changes.all().next_back().transpose()?;
        agree(
            "changes",
            self.head()?.change_seq,
            last_change.map_or(0, |(seq, _)| seq),
        )?;

        let mut published = BTreeMap::<Library, u32>::new();
        for entry in tables.newest.all() {
            let ((library, ..), ()) = entry?;
            *published.entry(library).or_default() += 1;
        }
        let mut shelved = 0;
        for entry in tables.shelves.all() {
            let (library, shelf) = entry?;
            let last = tables.articles.scan(library).next_back().transpose()?;
            let last = last.map_or(0, |(id, _)| id.number);
            agree("articles", shelf.last_number, last)?;
            let listed = published.get(&library).copied().unwrap_or_default();
            agree("published articles", shelf.published, listed)?;
            shelved += listed;
        }
        agree(
            "published articles in all libraries",
            shelved,
            published.values().sum(),
        )
    }

    /// Reads every record. The changes tell what every article has come to; every article tells
    /// its card, its earlier revisions and its places in the indexes: all of that must be there,
    /// and nothing else.
    pub(super) fn verify(&self) -> Result<Verified, StoreError> {
        let broken = |_| StoreError::ReadOnly("an earlier write broke off".into());
        let _alone = self.writer.lock().map_err(broken)?;
        self.check_counts()?;
        let histories = self.histories()?;
        let tables = &self.tables;
        let mut cards = tables.cards.all();
        let mut revisions = tables.revisions.all();
        let (mut newest, mut stories) = (BTreeSet::new(), BTreeSet::new());
        let mut earlier = 0;
        let mut expected = histories.iter();
        for entry in tables.articles.all() {
            let (id, record) = entry?;
            let told = (&id, &History::of(&record));
            same(
                "article",
                &id,
                expected.next() == Some(told) && record.id == id,
            )?;
            if record.state == State::Published {
                let card = cards.next().transpose()?;
                same("card", &id, card == Some((id, Card::of(&record))))?;
                newest.insert(newest_key(&record));
            }
            for revision in 1..record.revision {
                let old = revisions.next().transpose()?;
                let old = old.map(|(key, old)| (key, (old.id, old.revision)));
                let key = (id, revision);
                same("revision", &key, old == Some((key, key)))?;
                earlier += 1;
            }
            let told = Story::told(&record).into_iter();
            stories.extend(told.map(|story| (id.library, story, id.number)));
        }
        none_left("article", expected.next())?;
        none_left("card", cards.next().transpose()?.map(|(id, _)| id))?;
        none_left(
            "revision",
            revisions.next().transpose()?.map(|(key, _)| key),
        )?;
        let mut newest = newest.into_iter();
        for entry in tables.newest.all() {
            let (key, ()) = entry?;
            same("place in the order", &key, newest.next() == Some(key))?;
        }
        none_left("place in the order", newest.next())?;
        self.verify_stories(stories, &histories)?;
        readable(tables.settings.all())?;
        readable(tables.files.all())?;
        Ok(Verified {
            articles: histories.len(),
            revisions: earlier,
            changes: self.head()?.change_seq,
        })
    }

    /// What became of every article, by the changes alone.
    fn histories(&self) -> Result<BTreeMap<ArticleId, History>, StoreError> {
        let mut histories = BTreeMap::<ArticleId, History>::new();
        for (wanted, entry) in (1..).zip(self.tables.changes.all()) {
            let (seq, change) = entry?;
            let next = History::after(histories.get(&change.id), &change);
            let next = next.filter(|_| (seq, change.seq) == (wanted, wanted));
            histories.insert(change.id, next.ok_or_else(|| wrong("change", &wanted))?);
        }
        let mut given = BTreeMap::<Library, u32>::new();
        for id in histories.keys() {
            let last = given.entry(id.library).or_default();
            *last += 1;
            same("number", id, id.number == *last)?;
        }
        for (library, last) in given {
            agree("articles", self.shelf(library)?.last_number, last)?;
        }
        Ok(histories)
    }

    /// Compares the index of stories with what the articles tell. Which file an article had to
    /// itself is known from there only, so of those the article must exist.
    fn verify_stories(
        &self,
        told: BTreeSet<(Library, Story, u32)>,
        histories: &BTreeMap<ArticleId, History>,
    ) -> Result<(), StoreError> {
        let mut told = told.into_iter();
        for entry in self.tables.stories.all() {
            let (key, ()) = entry?;
            let right = match key {
                (library, Story::File(_), number) => {
                    histories.contains_key(&ArticleId { library, number })
                }
                _ => told.next().as_ref() == Some(&key),
            };
            same("story", &key, right)?;
        }
        none_left("story", told.next())
    }
}

/// What the changes and the article must both say of it.
#[derive(Debug, PartialEq, Eq)]
struct History {
    revision: u32,
    state: State,
    added: (Author, DateTime<Utc>),
    revised: (Author, DateTime<Utc>),
    live_at: DateTime<Utc>,
}

impl History {
    fn of(record: &Record) -> Self {
        Self {
            revision: record.revision,
            state: record.state,
            added: (record.added_by, record.added_at),
            revised: (record.revised_by, record.revised_at),
            live_at: record.live_at,
        }
    }

    /// The history with one more change; none where that can't have come next.
    fn after(known: Option<&Self>, change: &Change) -> Option<Self> {
        let signed = (change.by, change.at);
        Some(match (known, change.kind) {
            (None, ChangeKind::Added) => Self {
                revision: 1,
                state: State::Published,
                added: signed,
                revised: signed,
                live_at: change.at,
            },
            (Some(known), ChangeKind::Revised(revision)) if revision == known.revision + 1 => {
                Self {
                    revision,
                    revised: signed,
                    ..*known
                }
            }
            (Some(known), ChangeKind::State(state)) if state != known.state => Self {
                state,
                live_at: match known.state {
                    State::Scheduled => change.at,
                    State::Published | State::Withdrawn => known.live_at,
                },
                ..*known
            },
            _ => return None,
        })
    }
}

fn readable<T>(mut entries: impl Iterator<Item = Result<T, StoreError>>) -> Result<(), StoreError> {
    entries.try_for_each(|entry| entry.map(drop))
}

/// Refuses unless the record `which` of the kind `what` is as others tell.
fn same(what: &str, which: &dyn Debug, right: bool) -> Result<(), StoreError> {
    if right {
        Ok(())
    } else {
        Err(wrong(what, which))
    }
}

/// Refuses where others tell of a record that is not there, or there is one of which none tells.
fn none_left(what: &str, left: Option<impl Debug>) -> Result<(), StoreError> {
    left.map_or(Ok(()), |which| Err(wrong(what, &which)))
}

fn wrong(what: &str, which: &dyn Debug) -> StoreError {
    StoreError::Damaged(format!(
        "the {what} {which:?} is missing, too many, or not what others tell of it"
    ))
}

fn agree<T: PartialEq + Display>(what: &str, counted: T, found: T) -> Result<(), StoreError> {
    if counted == found {
        return Ok(());
    }
    Err(StoreError::Damaged(format!(
        "it counted {counted} {what} and holds {found}"
    )))
}
