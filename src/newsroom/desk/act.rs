//! Acting on a draft: each act is on the version that its button showed, or on nothing.

use chrono::{DateTime, Utc};

use super::{Opened, Person};
use crate::{
    article::{
        ArticleId, Attempt, Author, Draft, DraftId, DraftStatus, Library, Record, Revises, UserId,
    },
    newsroom::{Error, Newsroom},
    store::{Acted, Place, Publication, Published, Redraft, StoreError},
    view::desk::{action::DraftKey, refusal::DeskRefusal},
};

/// Drafts that are made of one file, and published at once, at most.
pub(super) const BATCH: u32 = 200;

/// What became of an act.
#[derive(Clone, Debug)]
pub enum Done {
    /// It is an article now, or another revision of one.
    Published(Box<Record>),
    /// It goes live by itself.
    Scheduled(Box<Draft>),
    /// It is to be looked at, again where something stood in the way.
    Look(Box<Opened>, Option<Why>),
}

/// Why a draft is to be looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Somebody changed it since.
    Changed,
    /// The article that it changes is another by now.
    Overtaken,
    /// It can't be read.
    Unreadable,
    /// There is one that it is much like.
    Like,
    /// It changes nothing.
    Idle,
}

/// How a draft is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// As its preview showed it, over this revision; 0: as a new story.
    Over(u32),
    /// The same, at once, whatever time it has.
    Now(u32),
    /// As a new story, whatever it is like.
    New,
}

impl Newsroom {
    /// A draft of the person's guild, for one who may act on it.
    pub async fn draft(&self, person: &Person, number: u32) -> Result<Draft, Error> {
        let guild = person.guild;
        let Some(draft) = self.store.draft(DraftId { guild, number }).await? else {
            // Which numbers there are is told to moderators only.
            self.admit(person, Attempt::Draft(number), None).await?;
            return Err(DeskRefusal::UnknownDraft(number).into());
        };
        self.admit_to(person, &draft).await?;
        Ok(draft)
    }

    /// Publishes a draft, or has it go live at its time.
    pub async fn publish(
        &self,
        person: &Person,
        key: DraftKey,
        consent: Consent,
    ) -> Result<Done, Error> {
        let draft = self.draft(person, key.number).await?;
        if let Some(again) = self.other_version(&draft, key).await? {
            return Ok(again);
        }
        if let Some(revises) = draft.revises {
            self.check_editable(person, revises.article)?;
        }
        let now = self.clock.now();
        let opened = self.open_draft(draft).await?;
        if let Some(why) = doubt(&opened, consent) {
            return Ok(Done::Look(Box::new(opened), Some(why)));
        }
        let at_once = matches!(consent, Consent::Now(_));
        if at_once || !opened.ahead {
            return self.go_live(opened, person.user, now).await;
        }
        if opened.draft.status == DraftStatus::Scheduled {
            return Ok(Done::Look(Box::new(opened), None));
        }
        let (id, version) = (opened.draft.id, opened.draft.version);
        let scheduled = self
            .store
            .schedule_draft(id, version, person.user, now)
            .await?;
        match scheduled {
            Acted::Done(draft) => Ok(Done::Scheduled(Box::new(draft))),
            other => self.look_again(key.number, other).await,
        }
    }

    /// Makes what was read an article.
    pub(super) async fn go_live(
        &self,
        opened: Opened,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Done, Error> {
        let Ok(ready) = &opened.reading else {
            return Ok(Done::Look(Box::new(opened), Some(Why::Unreadable)));
        };
        let (id, version) = (opened.draft.id, opened.draft.version);
        let place = match &opened.present {
            Some(present) => Place::Over(present.id, present.revision),
            None => Place::New(Library::Guild(id.guild)),
        };
        let publication = Publication {
            article: ready.record.article.clone(),
            place,
            today: self.today(Some(id.guild)),
            note: ready.note.clone(),
        };
        let published = self
            .store
            .publish_draft(id, version, publication, by, now)
            .await
            .map_err(too_large)?;
        match published {
            Published::Done(record) => {
                self.catalogue.follow().await?;
                Ok(Done::Published(record))
            }
            Published::Unchanged => Ok(Done::Look(Box::new(opened), Some(Why::Idle))),
            Published::Outdated(_) => {
                let opened = self.open_draft(opened.draft).await?;
                Ok(Done::Look(Box::new(opened), Some(Why::Overtaken)))
            }
            Published::Changed(draft) => {
                self.look_again(id.number, Acted::Changed::<()>(draft))
                    .await
            }
            Published::Missing => Err(DeskRefusal::UnknownDraft(id.number).into()),
        }
    }

    /// Publishes what can be of the drafts `first` to `last`; what became of each that was open.
    pub async fn publish_batch(
        &self,
        person: &Person,
        first: u32,
        last: u32,
    ) -> Result<Vec<Done>, Error> {
        let mut all = Vec::new();
        for number in first..=last.min(first.saturating_add(BATCH - 1)) {
            let id = DraftId {
                guild: person.guild,
                number,
            };
            // What is scheduled goes live at its time, however often the button is pressed.
            let waits = |draft: &Draft| draft.status == DraftStatus::Waiting;
            let Some(draft) = self.store.draft(id).await?.filter(waits) else {
                continue;
            };
            self.admit_to(person, &draft).await?;
            let key = DraftKey {
                number,
                version: draft.version,
            };
            // As new stories: what became a change of one is looked at first.
            match self.publish(person, key, Consent::Over(0)).await {
                Ok(done) => all.push(done),
                // Somebody was faster with this one.
                Err(Error::Refusal(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(all)
    }

    /// Makes a draft of a new story a change of that article.
    pub async fn revise(
        &self,
        person: &Person,
        key: DraftKey,
        article: ArticleId,
    ) -> Result<Done, Error> {
        let draft = self.draft(person, key.number).await?;
        self.check_editable(person, article)?;
        let revision = self.any_article(article).await?.revision;
        let change = Redraft {
            source: draft.source.clone(),
            note: draft.note.clone(),
            revises: Some(Revises { article, revision }),
            publish_at: draft.publish_at,
        };
        let (id, now) = (draft.id, self.clock.now());
        let redrafted = self
            .store
            .redraft(id, key.version, change, person.user, now)
            .await?;
        match redrafted {
            Acted::Done(draft) => {
                let opened = self.open_draft(draft).await?;
                Ok(Done::Look(Box::new(opened), None))
            }
            other => self.look_again(key.number, other).await,
        }
    }

    /// Throws a draft away.
    pub async fn discard(&self, person: &Person, key: DraftKey) -> Result<Draft, Error> {
        let id = self.draft(person, key.number).await?.id;
        let now = self.clock.now();
        let discarded = self
            .store
            .discard_draft(id, key.version, person.user, now)
            .await?;
        settled(key.number, discarded)
    }

    /// Takes back a draft that was thrown away.
    pub async fn recover(&self, person: &Person, key: DraftKey) -> Result<Opened, Error> {
        let id = self.draft(person, key.number).await?.id;
        let now = self.clock.now();
        let recovered = self
            .store
            .recover_draft(id, key.version, person.user, now)
            .await?;
        self.open_draft(settled(key.number, recovered)?).await
    }

    /// Has a scheduled draft wait again.
    pub async fn unschedule(&self, person: &Person, key: DraftKey) -> Result<Opened, Error> {
        let id = self.draft(person, key.number).await?.id;
        let (by, now) = (Author::User(person.user), self.clock.now());
        let waiting = self
            .store
            .unschedule_draft(id, key.version, by, None, now)
            .await?;
        self.open_draft(settled(key.number, waiting)?).await
    }

    /// What to show in the place of a version that is no more.
    pub(super) async fn other_version(
        &self,
        draft: &Draft,
        key: DraftKey,
    ) -> Result<Option<Done>, Error> {
        if draft.status.is_open() && draft.version == key.version {
            return Ok(None);
        }
        let changed = Acted::Changed::<()>(Box::new(draft.clone()));
        self.look_again(key.number, changed).await.map(Some)
    }

    /// A draft that somebody changed meanwhile, to be looked at; refused where it is settled.
    async fn look_again<T>(&self, number: u32, acted: Acted<T>) -> Result<Done, Error> {
        match acted {
            Acted::Changed(draft) if draft.status.is_open() => {
                let opened = self.open_draft(*draft).await?;
                Ok(Done::Look(Box::new(opened), Some(Why::Changed)))
            }
            Acted::Changed(draft) => Err(over(&draft).into()),
            Acted::Done(_) | Acted::Missing => Err(DeskRefusal::UnknownDraft(number).into()),
        }
    }
}

/// Why a draft should be looked at before it is published.
fn doubt(opened: &Opened, consent: Consent) -> Option<Why> {
    let Ok(ready) = &opened.reading else {
        return Some(Why::Unreadable);
    };
    match consent {
        Consent::Over(over) | Consent::Now(over) if over != opened.over() => Some(Why::Overtaken),
        Consent::Over(_) | Consent::Now(_) if ready.like.is_some() => Some(Why::Like),
        Consent::New if opened.present.is_some() => Some(Why::Overtaken),
        _ if opened.is_idle() => Some(Why::Idle),
        _ => None,
    }
}

/// Why a draft can't be acted on any more, or not as it was shown.
pub fn over(draft: &Draft) -> DeskRefusal {
    let number = draft.id.number;
    match draft.status {
        DraftStatus::Published {
            article, by, at, ..
        } => DeskRefusal::AlreadyPublished {
            draft: number,
            article,
            by,
            at,
        },
        DraftStatus::Discarded { by, at } => DeskRefusal::AlreadyDiscarded {
            draft: DraftKey::of(draft),
            by,
            at,
        },
        DraftStatus::Waiting | DraftStatus::Scheduled => DeskRefusal::ChangedDraft {
            draft: DraftKey::of(draft),
            by: draft.changed_by,
            at: draft.changed_at,
        },
    }
}

/// A text that is too large together with what readers are told of its changes is the person's to
/// mend; every other failure is ours.
pub(super) fn too_large(error: StoreError) -> Error {
    match error {
        StoreError::TooLarge { bytes, max, .. } => DeskRefusal::LargeStory { bytes, max }.into(),
        other => other.into(),
    }
}

/// What was acted on; refused where somebody else was faster.
pub(super) fn settled<T>(number: u32, acted: Acted<T>) -> Result<T, Error> {
    match acted {
        Acted::Done(value) => Ok(value),
        Acted::Changed(draft) => Err(over(&draft).into()),
        Acted::Missing => Err(DeskRefusal::UnknownDraft(number).into()),
    }
}
