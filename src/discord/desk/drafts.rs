//! Drafts: what waits, their previews, and acting on them.

use super::{Desk, shown};
use crate::{
    article::Record,
    discord::{answer::Answer, controls::Press},
    newsroom::{
        Error,
        desk::{Consent, Done, Opened, Why},
    },
    view::{
        Message, Part,
        action::{SectionChoice, SectionKey},
        desk::{
            action::{DraftAct, DraftKey},
            done, drafts,
            form::{self, TooLong},
            preview::{Notice, Preview, Shown, preview},
            problems,
            refusal::DeskRefusal,
        },
        notice::Refusal,
    },
};

/// A draft as its preview shows it first, or what keeps it from being read.
pub(super) fn look(opened: &Opened, why: Option<Why>) -> Message {
    look_at(opened, Shown::Part(Part::Summary, 0), why)
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
        Err(problems) => problems::problems(draft, problems),
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
    [redrafted, moved, same, near].into_iter().flatten().collect()
}

/// What became of an act, as a message.
pub(super) fn settle(done: &Done) -> Message {
    match done {
        Done::Published(record) => done::published(record),
        Done::Scheduled(draft) => done::scheduled(draft),
        Done::Look(opened, why) => look(opened, *why),
    }
}

impl Desk<'_> {
    /// What waits, from that draft on downwards.
    pub(super) async fn drafts(self, from: u32) -> Result<Message, Error> {
        let waiting = self
            .newsroom
            .waiting(self.person, from, drafts::PAGE)
            .await?;
        Ok(drafts::drafts(&waiting_page(&waiting, from)))
    }

    pub(super) async fn publish_all(self, first: u32, last: u32) -> Result<Message, Error> {
        let all = self.newsroom.publish_batch(self.person, first, last).await?;
        let published = all.iter().filter_map(|(_, done)| match done {
            Ok(Done::Published(record)) => Some(record.as_ref()),
            _ => None,
        });
        let published: Vec<&Record> = published.collect();
        Ok(done::batch(&published, all.len() - published.len()))
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
            DraftAct::New => settle(&newsroom.publish(person, key, Consent::New).await?),
            DraftAct::Revise(id) => settle(&newsroom.revise(person, key, id).await?),
            DraftAct::Edit => return self.form(key).await,
            DraftAct::File => self.file(key).await?,
            DraftAct::Discard => done::discarded(&newsroom.discard(person, key).await?),
            DraftAct::Recover => look(&newsroom.recover(person, key).await?, None),
            DraftAct::Unschedule => look(&newsroom.unschedule(person, key).await?, None),
        };
        Ok(shown(message, press.own))
    }

    /// The draft as it is now, and whether that is what the button showed.
    async fn opened(self, key: DraftKey) -> Result<(Opened, Option<Why>), Error> {
        let draft = self.newsroom.draft(self.person, key.number).await?;
        if !draft.status.is_open() {
            return Err(DeskRefusal::Settled(Box::new(draft)).into());
        }
        let why = (draft.version != key.version).then_some(Why::Changed);
        Ok((self.newsroom.open_draft(draft).await?, why))
    }

    async fn look_into(self, key: DraftKey, at: Shown) -> Result<Message, Error> {
        let (opened, why) = self.opened(key).await?;
        Ok(look_at(&opened, at, why))
    }

    async fn section(self, key: DraftKey, section: SectionKey, page: u16) -> Result<Message, Error> {
        let (opened, why) = self.opened(key).await?;
        let record = opened.reading.as_ref().ok().map(|ready| &ready.record);
        let index = record.and_then(|record| section.find(&record.article));
        let at = match index {
            Some(index) => Shown::Section(index, page),
            None => Shown::Sections(0),
        };
        Ok(look_at(&opened, at, why))
    }

    /// The form of a draft, filled in.
    async fn form(self, key: DraftKey) -> Result<Answer, Error> {
        let (opened, why) = self.opened(key).await?;
        if why.is_some() {
            return Ok(shown(look(&opened, why), true));
        }
        let draft = opened.draft;
        let fields = self.newsroom.draft_fields(&draft).await?;
        let name = self.newsroom.draft_name(&draft);
        form::again(DraftKey::of(&draft), &name, &fields)
            .map(|form| Answer::Form(Box::new(form)))
            .map_err(|TooLong(_)| DeskRefusal::LongDraft(DraftKey::of(&draft)).into())
    }

    /// The text of a draft as a file.
    async fn file(self, key: DraftKey) -> Result<Message, Error> {
        let draft = self.newsroom.draft(self.person, key.number).await?;
        let opened = self.newsroom.open_draft(draft).await?;
        Ok(done::file(&opened.draft))
    }
}
