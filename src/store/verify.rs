//! Whether all tables agree with each other, record by record.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use chrono::{DateTime, Utc};

use super::{
    Change, ChangeKind, StoreError,
    announced::announcement,
    counts::agree,
    engine::{Engine, newest_key},
    story::Story,
    withdrawn::is_withdrawn,
};
use crate::article::{ArticleId, Author, Library, Outline, Record, State};

/// How much was read and found to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Articles in any state, of all libraries.
    pub articles: usize,
    /// Earlier revisions of them.
    pub revisions: usize,
    /// The sequence number of the last change.
    pub changes: u64,
    /// Drafts, the published and discarded ones that are still here too.
    pub drafts: usize,
    /// Entries of the logs of all desks.
    pub entries: u64,
    /// Schedules, the paused ones too.
    pub schedules: usize,
    /// What they posted, those that were removed too.
    pub deliveries: usize,
}

/// How many articles are read before it is told again.
const TELLING: usize = 1000;

impl Engine {
    /// Reads every record. The changes tell what every article has come to; every article tells
    /// its card, its earlier revisions and its places in the indexes: all of that must be there,
    /// and nothing else. `told` hears how many articles of how many are done.
    pub(super) fn verify(&self, told: &dyn Fn(usize, usize)) -> Result<Verified, StoreError> {
        let broken = |_| StoreError::ReadOnly("an earlier write broke off".into());
        let _alone = self.writer.lock().map_err(broken)?;
        self.check_counts()?;
        let histories = self.histories()?;
        let tables = &self.tables;
        let mut cards = tables.cards.all();
        let mut revisions = tables.revisions.all();
        let mut withdrawn = tables.withdrawn.all();
        let (mut newest, mut stories) = (BTreeSet::new(), BTreeSet::new());
        let mut announced = BTreeSet::new();
        let mut earlier = 0;
        let mut expected = histories.iter();
        for (done, entry) in tables.articles.all().enumerate() {
            if done % TELLING == 0 {
                told(done, histories.len());
            }
            let (id, record) = entry?;
            let known = expected
                .next()
                .is_some_and(|(known, history)| *known == id && history.tells(&record));
            same("article", &id, known && record.id == id)?;
            if record.state == State::Published {
                let card = cards.next().transpose()?;
                same("card", &id, card == Some((id, Outline::of(&record))))?;
                newest.insert(newest_key(&record));
            }
            if is_withdrawn(&record) {
                let found = withdrawn.next().transpose()?;
                same("withdrawn article", &id, found == Some((id, ())))?;
            }
            announced.extend(announcement(&record));
            let first = histories.get(&id).map_or(1, |history| history.first);
            for revision in first..record.revision {
                let old = revisions.next().transpose()?;
                let old = old.map(|(key, old)| (key, (old.id, old.revision)));
                let key = (id, revision);
                same("revision", &key, old == Some((key, key)))?;
                earlier += 1;
            }
            let known = Story::told(&record).into_iter();
            stories.extend(known.map(|story| (id.library, story, id.number)));
        }
        none_left("article", expected.next())?;
        none_left("card", cards.next().transpose()?.map(|(id, _)| id))?;
        none_left(
            "withdrawn article",
            withdrawn.next().transpose()?.map(|(id, ())| id),
        )?;
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
        let mut announced = announced.into_iter();
        for entry in tables.announced.all() {
            let (key, ()) = entry?;
            same("announcement", &key, announced.next() == Some(key))?;
        }
        none_left("announcement", announced.next())?;
        self.verify_stories(stories, &histories)?;
        self.verify_asks()?;
        self.verify_hidden()?;
        let desks = self.verify_desks()?;
        readable(tables.settings.all())?;
        readable(tables.files.all())?;
        Ok(Verified {
            articles: histories.len(),
            revisions: earlier,
            changes: self.head()?.change_seq,
            drafts: desks.drafts,
            entries: self.head()?.entries,
            schedules: desks.schedules,
            deliveries: desks.deliveries,
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

    /// Compares what controls ask for with its order by time.
    fn verify_asks(&self) -> Result<(), StoreError> {
        let mut told = BTreeSet::new();
        for entry in self.tables.asks.all() {
            let ((guild, key), ask) = entry?;
            told.insert((ask.at, guild, key));
        }
        let mut told = told.into_iter();
        for entry in self.tables.asks_by_time.all() {
            let (key, ()) = entry?;
            same("ask", &key, told.next() == Some(key))?;
        }
        none_left("ask", told.next())
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

/// What the changes say of an article, and it must say as well.
#[derive(Debug)]
struct History {
    /// The first of its revisions that is here.
    first: u32,
    revision: u32,
    state: State,
    added: (Author, DateTime<Utc>),
    revised: (Author, DateTime<Utc>),
    live_at: DateTime<Utc>,
    /// Who changed its state last, and when.
    stated: (Author, DateTime<Utc>),
}

impl History {
    fn new(
        revision: u32,
        state: State,
        live_at: DateTime<Utc>,
        signed: (Author, DateTime<Utc>),
    ) -> Self {
        Self {
            first: revision,
            revision,
            state,
            added: signed,
            revised: signed,
            live_at,
            stated: signed,
        }
    }

    fn tells(&self, record: &Record) -> bool {
        self.revision == record.revision
            && self.state == record.state
            && self.added == (record.added_by, record.added_at)
            && self.revised == (record.revised_by, record.revised_at)
            && self.live_at == record.live_at
            && record.withdrawal.as_ref().is_none_or(|withdrawal| {
                self.state == State::Withdrawn && self.stated == (withdrawal.by, withdrawal.at)
            })
            && record.corrections.is_sorted_by_key(|told| told.revision)
            && record
                .corrections
                .last()
                .is_none_or(|last| last.revision <= record.revision)
    }

    /// The history with one more change; none where that can't have come next.
    fn after(known: Option<&Self>, change: &Change) -> Option<Self> {
        let signed = (change.by, change.at);
        Some(match (known, change.kind) {
            (None, ChangeKind::Added) => Self::new(1, State::Published, change.at, signed),
            (
                None,
                ChangeKind::Restored {
                    revision,
                    state,
                    live_at,
                },
            ) => Self::new(revision, state, live_at, signed),
            (Some(known), ChangeKind::Revised(revision)) if revision == known.revision + 1 => {
                Self {
                    revision,
                    revised: signed,
                    ..*known
                }
            }
            (Some(known), ChangeKind::Announced) => Self { ..*known },
            (Some(known), ChangeKind::State(state)) if state != known.state => Self {
                state,
                stated: signed,
                live_at: match known.state {
                    State::Scheduled => change.at,
                    State::Published | State::Withdrawn => known.live_at,
                },
                ..*known
            },
            (Some(known), ChangeKind::Hidden(_) | ChangeKind::Shown(_)) => Self { ..*known },
            _ => return None,
        })
    }
}

fn readable<T>(mut entries: impl Iterator<Item = Result<T, StoreError>>) -> Result<(), StoreError> {
    entries.try_for_each(|entry| entry.map(drop))
}

/// Refuses unless the record `which` of the kind `what` is as others tell.
pub(super) fn same(what: &str, which: &dyn Debug, right: bool) -> Result<(), StoreError> {
    if right {
        Ok(())
    } else {
        Err(wrong(what, which))
    }
}

/// Refuses where others tell of a record that is not there, or there is one of which none tells.
pub(super) fn none_left(what: &str, left: Option<impl Debug>) -> Result<(), StoreError> {
    left.map_or(Ok(()), |which| Err(wrong(what, &which)))
}

fn wrong(what: &str, which: &dyn Debug) -> StoreError {
    StoreError::Damaged(format!(
        "the {what} {which:?} is missing, too many, or not what others tell of it"
    ))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{
        super::{
            conformance::{article, at, filing, line},
            hidden::Hiding,
            tampering::{self, Damage, NAMED, add, each_is_found, remove, replace},
        },
        *,
    };
    use crate::article::{Article, GuildId};

    const ID: ArticleId = id(1);
    const GUILD: GuildId = GuildId(7);

    const fn id(number: u32) -> ArticleId {
        ArticleId {
            library: Library::House,
            number,
        }
    }

    /// Two articles: the first revised and hidden from a guild, the second withdrawn.
    fn engine(path: &Path) -> Engine {
        let engine = tampering::engine(path);
        let revised = Article {
            lede: vec![line("More of it.")],
            ..article("a", Some(1))
        };
        for (minute, article) in (0..).zip([article("a", Some(1)), article("b", None), revised]) {
            engine
                .file(&filing(Library::House, article), at(minute))
                .unwrap();
        }
        engine
            .set_state(id(2), State::Withdrawn, Author::Operator, at(9))
            .unwrap();
        engine.keep_ask(None, "a long search", at(9)).unwrap();
        engine
            .set_hidden(GUILD, 1, true, None, (Author::Operator, at(10)))
            .unwrap();
        engine
    }

    #[test]
    fn every_record_that_disagrees_with_another_is_found() {
        let home = tempfile::tempdir().unwrap();
        let sound = engine(home.path());
        let verified = Verified {
            articles: 2,
            revisions: 1,
            changes: 5,
            drafts: 0,
            entries: 1,
            schedules: 0,
            deliveries: 0,
        };
        assert_eq!(sound.verify(&|_, _| ()).unwrap(), verified);
        let articles = &sound.tables.articles;
        let (first, second) = (articles.get(&ID), articles.get(&id(2)));
        let (first, second) = (first.unwrap().unwrap(), second.unwrap().unwrap());
        let change = sound.tables.changes.get(&4).unwrap().unwrap();
        let told = Story::told(&second);
        let damages: [(&str, Damage<'_>); 28] = [
            ("article", remove!(articles)),
            ("articles", add!(articles, id(3), first)),
            ("article", add!(articles, id(2), first)),
            ("article", replace!(articles, ID, |it| it.revision = 1)),
            (
                "article",
                replace!(articles, ID, |it| it.revised_at = at(7)),
            ),
            ("article", replace!(articles, ID, |it| it.live_at = at(7))),
            (
                "article",
                replace!(articles, id(2), |it| it.state = State::Scheduled),
            ),
            ("card", remove!(cards)),
            ("card", add!(cards, id(2), Outline::of(&second))),
            (
                "card",
                replace!(cards, ID, |it| it.card.headline = line("other")),
            ),
            ("revision", remove!(revisions)),
            ("revision", add!(revisions, (id(2), 1), second)),
            (
                "revision",
                replace!(revisions, (ID, 1), |it| it.revision = 2),
            ),
            ("place in the order", &|engine, writes| {
                let newest = &engine.tables.newest;
                let (key, ()) = newest.all().next().unwrap().unwrap();
                newest.remove(writes, &key);
                newest
                    .put(writes, &(key.0, key.1, at(7), key.3), &())
                    .unwrap();
            }),
            ("story", remove!(stories)),
            (
                "story",
                add!(stories, (Library::House, told[0].clone(), 1), ()),
            ),
            (
                "story",
                add!(stories, (Library::House, Story::File("/a".into()), 3), ()),
            ),
            ("change", remove!(changes)),
            ("change", replace!(changes, 4, |it| it.seq = 3)),
            (
                "change",
                add!(
                    changes,
                    4,
                    Change {
                        id: ID,
                        kind: ChangeKind::Revised(4),
                        ..change
                    }
                ),
            ),
            ("changes", add!(changes, 6, change)),
            ("hiding", remove!(hidden)),
            (
                "hiding",
                add!(
                    hidden,
                    (8, 1),
                    Hiding {
                        by: Author::Operator,
                        at: at(10)
                    }
                ),
            ),
            (
                "change",
                replace!(changes, 5, |it| it.kind = ChangeKind::Shown(GUILD)),
            ),
            (
                "articles",
                replace!(shelves, Library::House, |it| it.last_number = 3),
            ),
            ("ask", remove!(asks)),
            ("ask", remove!(asks_by_time)),
            ("ask", add!(asks_by_time, (at(1), None, 5), ())),
        ];
        each_is_found(damages, &NAMED[..2], engine);
    }
}
