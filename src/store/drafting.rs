//! What people do with drafts before they are published.

use chrono::{DateTime, Utc};

use super::{Store, StoreError, drafts::Sheet, engine::Engine, table::Writes};
use crate::article::{
    Attempt, Author, Deed, Draft, DraftId, DraftOrigin, DraftStatus, GuildId, Revises, Source,
    UserId,
};

/// Most characters of a draft's title in the log.
const MAX_TITLE_CHARS: usize = 100;

/// A text as it came to the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDraft {
    /// Whose desk.
    pub guild: GuildId,
    /// Who gave it.
    pub author: UserId,
    /// How it was given.
    pub origin: DraftOrigin,
    /// The article that it changes; none where it is a new story.
    pub revises: Option<Revises>,
    /// What readers shall be told of the change, as typed.
    pub note: Option<String>,
    /// When it shall go live; none for as soon as somebody publishes it.
    pub publish_at: Option<DateTime<Utc>>,
    /// The text.
    pub source: Source,
    /// What the log calls it: its headline, or its first words.
    pub title: String,
    /// Whether its author may not give it: then the log tells of an attempt, and the draft is not
    /// theirs to act on.
    pub refused: bool,
}

/// What a draft shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redraft {
    /// Its text.
    pub source: Source,
    /// What readers shall be told of the change, as typed.
    pub note: Option<String>,
    /// The article that it changes; none where it is a new story.
    pub revises: Option<Revises>,
    /// When it shall go live; none for as soon as somebody publishes it.
    pub publish_at: Option<DateTime<Utc>>,
}

/// What became of an act on a draft as somebody saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acted<T> {
    /// It is done.
    Done(T),
    /// Nothing was done: the draft is at another version, or stands so that this can't be done. As
    /// it is now.
    Changed(Box<Draft>),
    /// There is no such draft any more, or never was.
    Missing,
}

impl Store {
    /// Keeps what somebody gave the desk, as they gave it.
    pub async fn keep_draft(&self, new: NewDraft, now: DateTime<Utc>) -> Result<Draft, StoreError> {
        self.write(move |engine| engine.write(|writes| engine.keep_draft(writes, new, now)))
            .await
    }

    /// Puts drafts in the place of one that holds several articles: one of each text and title, in
    /// order, new stories with the same author, origin, note and time to go live. Where there is
    /// none, the draft stays.
    pub async fn split_draft(
        &self,
        id: DraftId,
        version: u32,
        parts: Vec<(Source, String)>,
        now: DateTime<Utc>,
    ) -> Result<Acted<Vec<Draft>>, StoreError> {
        self.write(move |engine| {
            engine.act(id, version, open, |writes, old, ()| {
                if !parts.is_empty() {
                    engine.remove_draft(writes, old)?;
                }
                let drafts = parts.into_iter().map(|(source, title)| {
                    let new = NewDraft {
                        guild: id.guild,
                        author: old.author,
                        origin: old.origin.clone(),
                        revises: None,
                        note: old.note.clone(),
                        publish_at: old.publish_at,
                        source,
                        title,
                        refused: false,
                    };
                    engine.keep_draft(writes, new, now)
                });
                drafts.collect()
            })
        })
        .await
    }

    /// Gives an open draft another text; a scheduled one waits again.
    pub async fn redraft(
        &self,
        id: DraftId,
        version: u32,
        redraft: Redraft,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Acted<Draft>, StoreError> {
        let signed = (Author::User(by), now);
        self.write(move |engine| {
            engine.act(id, version, open, |writes, old, ()| {
                let new = Sheet {
                    note: redraft.note,
                    revises: redraft.revises,
                    publish_at: redraft.publish_at,
                    pieces: engine.put_text(writes, id, old.pieces, &redraft.source)?,
                    ..old.next(DraftStatus::Waiting, signed)
                };
                engine.put_draft(writes, Some(old), &new)?;
                let deed = Deed::Redrafted(id.number);
                engine.note(writes, id.guild, signed, new.article(), deed)?;
                Ok(new.with(redraft.source))
            })
        })
        .await
    }

    /// Has a waiting draft go live by itself at its `publish_at`; nothing is done to one without.
    pub async fn schedule_draft(
        &self,
        id: DraftId,
        version: u32,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Acted<Draft>, StoreError> {
        let turn = move |old: &Sheet| match (old.status, old.publish_at) {
            (DraftStatus::Waiting, Some(at)) => {
                Some((DraftStatus::Scheduled, Deed::Scheduled(id.number, at)))
            }
            _ => None,
        };
        self.turn(id, version, (Author::User(by), now), turn).await
    }

    /// Has a scheduled draft wait again: because somebody says so, or because it could not go live,
    /// and `why`. Its `publish_at` stays as it is.
    pub async fn unschedule_draft(
        &self,
        id: DraftId,
        version: u32,
        by: Author,
        why: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Acted<Draft>, StoreError> {
        let deed = match why {
            None => Deed::Unscheduled(id.number),
            Some(why) => Deed::NotPublished(id.number, why),
        };
        let turn = move |old: &Sheet| {
            (old.status == DraftStatus::Scheduled).then_some((DraftStatus::Waiting, deed))
        };
        self.turn(id, version, (by, now), turn).await
    }

    /// Throws an open draft away; it can be recovered for 30 days.
    pub async fn discard_draft(
        &self,
        id: DraftId,
        version: u32,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Acted<Draft>, StoreError> {
        let turn = move |old: &Sheet| {
            let status = DraftStatus::Discarded { by, at: now };
            let deed = Deed::Discarded(id.number);
            old.status.is_open().then_some((status, deed))
        };
        self.turn(id, version, (Author::User(by), now), turn).await
    }

    /// Takes back a draft that was thrown away: it waits again.
    pub async fn recover_draft(
        &self,
        id: DraftId,
        version: u32,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Acted<Draft>, StoreError> {
        let turn = move |old: &Sheet| {
            let discarded = matches!(old.status, DraftStatus::Discarded { .. });
            discarded.then_some((DraftStatus::Waiting, Deed::Recovered(id.number)))
        };
        self.turn(id, version, (Author::User(by), now), turn).await
    }

    /// Changes how a draft stands to what `turn` says; nothing where it says nothing.
    async fn turn(
        &self,
        id: DraftId,
        version: u32,
        signed: (Author, DateTime<Utc>),
        turn: impl FnOnce(&Sheet) -> Option<(DraftStatus, Deed)> + Send + 'static,
    ) -> Result<Acted<Draft>, StoreError> {
        self.write(move |engine| {
            engine.act(id, version, turn, |writes, old, (status, deed)| {
                let new = old.next(status, signed);
                engine.put_draft(writes, Some(old), &new)?;
                engine.note(writes, id.guild, signed, new.article(), deed)?;
                engine.whole(new)
            })
        })
        .await
    }
}

impl Engine {
    /// Keeps a new draft under the guild's next number, and tells the log.
    fn keep_draft(
        &self,
        writes: &mut Writes,
        new: NewDraft,
        now: DateTime<Utc>,
    ) -> Result<Draft, StoreError> {
        let desk = self.change_desk(writes, new.guild, |desk| desk.last_draft += 1)?;
        let id = DraftId {
            guild: new.guild,
            number: desk.last_draft,
        };
        let sheet = Sheet {
            id,
            version: 1,
            author: new.author,
            created_at: now,
            changed_by: new.author,
            changed_at: now,
            origin: new.origin,
            revises: new.revises,
            note: new.note,
            publish_at: new.publish_at,
            status: DraftStatus::Waiting,
            refused: new.refused,
            pieces: self.put_text(writes, id, 0, &new.source)?,
        };
        self.put_draft(writes, None, &sheet)?;
        let deed = match (new.refused, new.revises) {
            (false, _) => {
                let title = new.title.chars().take(MAX_TITLE_CHARS).collect();
                Deed::Drafted(id.number, title)
            }
            (true, None) => Deed::Refused(Attempt::Add(id.number)),
            (true, Some(_)) => Deed::Refused(Attempt::Edit(id.number)),
        };
        let signed = (Author::User(new.author), now);
        self.note(writes, id.guild, signed, sheet.article(), deed)?;
        Ok(sheet.with(new.source))
    }

    /// Acts on a draft that is at that version and stands so that `may` says how; nothing else can
    /// come in between.
    pub(super) fn act<H, T>(
        &self,
        id: DraftId,
        version: u32,
        may: impl FnOnce(&Sheet) -> Option<H>,
        act: impl FnOnce(&mut Writes, &Sheet, H) -> Result<T, StoreError>,
    ) -> Result<Acted<T>, StoreError> {
        self.write(|writes| {
            let Some(sheet) = self.tables.drafts.get(&id)? else {
                return Ok(Acted::Missing);
            };
            let same = sheet.version == version;
            match same.then(|| may(&sheet)).flatten() {
                Some(how) => act(writes, &sheet, how).map(Acted::Done),
                None => Ok(Acted::Changed(Box::new(self.whole(sheet)?))),
            }
        })
    }
}

/// Whether a draft is still to be acted on.
pub(super) fn open(sheet: &Sheet) -> Option<()> {
    sheet.status.is_open().then_some(())
}
