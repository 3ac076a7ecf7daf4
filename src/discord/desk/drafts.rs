//! Drafts: what waits, their previews, and acting on them.

use super::{Desk, shown};
use crate::{
    article::{Card, Record},
    discord::{answer::Answer, controls::Press},
    newsroom::{
        Error,
        desk::{Consent, Done, Opened, Why, over},
        locate,
    },
    view::{
        Message, Part,
        action::{SectionChoice, SectionKey},
        desk::{
            action::{DraftAct, DraftKey},
            batch,
            done::{self, Done as Said},
            drafts::{self, Drafts},
            form,
            given::given,
            preview::{Notice, Preview, preview},
            problems::{self, Unread},
            refusal::DeskRefusal,
            shown::Shown,
        },
        notice::Refusal,
    },
};

/// A draft as its preview shows it first, a change where it is seen, or what keeps it from being read.
pub(super) fn look(opened: &Opened, why: Option<Why>) -> Message {
    let at = match (&opened.present, &opened.reading) {
        (Some(present), Ok(ready)) => Shown::of_change(&present.article, &ready.record.article),
        _ => Shown::Part(Part::Summary, 0),
    };
    look_at(opened, at, why)
}

/// The same, at another place of the preview.
fn look_at(opened: &Opened, at: Shown, why: Option<Why>) -> Message {
    let draft = &opened.draft;
    match &opened.reading {
        Ok(ready) => preview(&Preview {
            draft,
            record: &ready.record,
            shown: at,
            over: opened.over(),
            ahead: opened.ahead,
            notices: notices(opened, why),
        }),
        Err(problems) => problems::problems(&Unread {
            draft,
            problems,
            total: problems.len(),
            form: opened.fits_form(),
        }),
    }
}

/// What to know before publishing it.
fn notices(opened: &Opened, why: Option<Why>) -> Vec<Notice> {
    let draft = &opened.draft;
    let redrafted = (why == Some(Why::Changed)).then_some(Notice::Redrafted {
        by: draft.changed_by,
        at: draft.changed_at,
    });
    let moved = |present: &Record| Notice::Moved {
        article: present.id,
        revision: present.revision,
        by: present.revised_by,
        at: present.revised_at,
    };
    let present = opened.present.as_ref();
    let moved = present.filter(|_| opened.is_overtaken()).map(moved);
    let same = present.filter(|_| opened.is_idle());
    let same = same.map(|present| Notice::Same(present.id));
    let like = opened.reading.as_ref().ok();
    let near = like.and_then(|ready| ready.like.clone());
    let near = near.map(|like| Notice::Near {
        card: like.card,
        editable: like.editable,
    });
    [redrafted, moved, same, near]
        .into_iter()
        .flatten()
        .collect()
}

/// What became of an act, as a message.
pub(super) fn settle(done: &Done) -> Message {
    match done {
        Done::Published(record) => published(record),
        Done::Scheduled(draft) => {
            let at = draft.publish_at.unwrap_or(draft.changed_at);
            said(&Said::Scheduled(draft, at))
        }
        Done::Look(opened, why) => look(opened, *why),
    }
}

fn published(record: &Record) -> Message {
    let card = Card::of(record);
    if record.revision == 1 {
        return said(&Said::Published(&card));
    }
    let note = record.corrections.last();
    let note = note.filter(|note| note.revision == record.revision);
    said(&Said::Changed {
        card: &card,
        revision: record.revision,
        note: note.map(|note| note.note.as_str()),
    })
}

/// What was done.
pub(super) fn said(done: &Said<'_>) -> Message {
    done::done(done)
}

impl Desk<'_> {
    /// What waits, from that draft on downwards.
    pub(super) async fn drafts(self, from: u32) -> Result<Message, Error> {
        let waiting = self
            .newsroom
            .waiting(self.person, from, drafts::PAGE)
            .await?;
        let listed = waiting.drafts.iter().map(|opened| drafts::Waiting {
            draft: &opened.draft,
            name: opened.name(),
            problems: opened.reading.as_ref().err().map_or(0, Vec::len),
            ahead: opened.ahead,
        });
        Ok(drafts::drafts(&Drafts {
            total: waiting.total as usize,
            drafts: listed.collect(),
            before: waiting.before,
            after: waiting.after,
        }))
    }

    pub(super) async fn publish_all(self, first: u32, last: u32) -> Result<Message, Error> {
        let all = self
            .newsroom
            .publish_batch(self.person, first, last)
            .await?;
        let cards = all.iter().filter_map(|done| match done {
            Done::Published(record) => Some(Card::of(record)),
            Done::Scheduled(_) | Done::Look(..) => None,
        });
        let cards: Vec<Card> = cards.collect();
        let left = all.len() - cards.len();
        Ok(batch::published(&cards, last, left))
    }

    /// Acts on a draft.
    pub(super) async fn act(
        self,
        key: DraftKey,
        act: DraftAct,
        press: &Press,
    ) -> Result<Answer, Error> {
        let Self {
            newsroom, person, ..
        } = self;
        let message = match act {
            DraftAct::Show(part, page) => self.look_into(key, Shown::Part(part, page)).await?,
            DraftAct::Section(section, page) => self.section(key, section, page).await?,
            DraftAct::Sections(from) => match press.values.first().map(|value| value.parse()) {
                None => self.look_into(key, Shown::Sections(from)).await?,
                Some(Ok(SectionChoice::More(from))) => {
                    self.look_into(key, Shown::Sections(from)).await?
                }
                Some(Ok(SectionChoice::Section(section))) => self.section(key, section, 0).await?,
                Some(Err(_)) => return Err(Refusal::UnknownControl.into()),
            },
            DraftAct::Publish { over } => {
                let over = Consent::Over(over);
                settle(&newsroom.publish(person, key, over).await?)
            }
            DraftAct::PublishNow { over } => {
                settle(&newsroom.publish(person, key, Consent::Now(over)).await?)
            }
            DraftAct::New => settle(&newsroom.publish(person, key, Consent::New).await?),
            DraftAct::Revise(id) => settle(&newsroom.revise(person, key, id).await?),
            DraftAct::Edit => return self.form(key, press.own).await,
            DraftAct::File => self.file(key).await?,
            DraftAct::Problems => self.problems(key).await?,
            DraftAct::Discard => {
                let draft = newsroom.discard(person, key).await?;
                said(&Said::Discarded(&draft))
            }
            DraftAct::Recover => look(&newsroom.recover(person, key).await?, None),
            DraftAct::Unschedule => look(&newsroom.unschedule(person, key).await?, None),
        };
        Ok(shown(message, press.own))
    }

    /// The draft as it is now, and whether that is what the button showed.
    async fn opened(self, key: DraftKey) -> Result<(Opened, Option<Why>), Error> {
        let draft = self.newsroom.draft(self.person, key.number).await?;
        if !draft.status.is_open() {
            return Err(over(&draft).into());
        }
        let why = (draft.version != key.version).then_some(Why::Changed);
        Ok((self.newsroom.open_draft(draft).await?, why))
    }

    async fn look_into(self, key: DraftKey, at: Shown) -> Result<Message, Error> {
        let (opened, why) = self.opened(key).await?;
        Ok(look_at(&opened, at, why))
    }

    async fn section(
        self,
        key: DraftKey,
        section: SectionKey,
        page: u16,
    ) -> Result<Message, Error> {
        let (opened, why) = self.opened(key).await?;
        let record = opened.reading.as_ref().ok().map(|ready| &ready.record);
        let index = record.and_then(|record| locate(record, section));
        let at = match index {
            Some(index) => Shown::Section(index, page),
            None => Shown::Sections(0),
        };
        Ok(look_at(&opened, at, why))
    }

    /// The form of a draft, filled in.
    async fn form(self, key: DraftKey, own: bool) -> Result<Answer, Error> {
        let (opened, why) = self.opened(key).await?;
        if why.is_some() {
            return Ok(shown(look(&opened, why), own));
        }
        let key = DraftKey::of(&opened.draft);
        let form = form::again(key, &opened.name(), &opened.fields());
        form.map(Answer::Form)
            .map_err(|long| DeskRefusal::DraftTooLong(key, long).into())
    }

    /// The text of a draft as a file.
    async fn file(self, key: DraftKey) -> Result<Message, Error> {
        let draft = self.newsroom.draft(self.person, key.number).await?;
        let Opened { draft, reading, .. } = self.newsroom.open_draft(draft).await?;
        let problems = reading.err().unwrap_or_default();
        Ok(given(&draft, &problems, problems.len()))
    }

    /// Everything that is wrong with a draft as a file.
    async fn problems(self, key: DraftKey) -> Result<Message, Error> {
        let draft = self.newsroom.draft(self.person, key.number).await?;
        let opened = self.newsroom.open_draft(draft).await?;
        let draft = &opened.draft;
        Ok(match &opened.reading {
            Ok(_) => look(&opened, Some(Why::Changed)),
            Err(problems) => problems::all(draft, problems),
        })
    }
}
