//! What the tests of the desk share.

use super::{
    super::{Acted, Place, Publication, Published, Redraft},
    *,
};
use crate::article::{Deed, Draft, DraftId, DraftOrigin, Field, GuildId, Source};

pub(super) const DESK_OF: GuildId = GuildId(7);
pub(super) const ANN: UserId = UserId(3);
pub(super) const BOB: UserId = UserId(4);

pub(super) fn form(text: &str) -> Source {
    Source::Form {
        fields: vec![(Field::Headline, text.to_owned())],
        section: None,
        kept: None,
    }
}

pub(super) fn titled(letter: char, bytes: usize) -> String {
    String::from(letter).repeat(bytes)
}

/// The least that a draft can become.
pub(super) fn text(text: &str) -> Redraft {
    Redraft {
        source: form(text),
        note: None,
        revises: None,
        publish_at: None,
    }
}

/// The least that can be given.
pub(super) fn brief(guild: GuildId) -> NewDraft {
    NewDraft {
        guild,
        author: ANN,
        origin: DraftOrigin::Form,
        revises: None,
        note: None,
        publish_at: None,
        source: form("A headline"),
        title: "A headline".into(),
        refused: false,
    }
}

pub(super) async fn keep(store: &Store, guild: GuildId, text: &str) -> Draft {
    let new = NewDraft {
        source: form(text),
        ..brief(guild)
    };
    store.keep_draft(new, at(0)).await.unwrap()
}

/// A draft that goes live by itself.
pub(super) async fn scheduled(store: &Store, minute: i64) -> Draft {
    let new = NewDraft {
        publish_at: Some(at(minute)),
        ..brief(DESK_OF)
    };
    let draft = store.keep_draft(new, at(0)).await.unwrap();
    let acted = store.schedule_draft(draft.id, 1, ANN, at(0)).await.unwrap();
    match acted {
        Acted::Done(draft) => draft,
        other => panic!("{other:?}"),
    }
}

pub(super) fn number(draft: &Draft) -> u32 {
    draft.id.number
}

/// What a guild's log tells, oldest first.
pub(super) async fn deeds(store: &Store) -> Vec<Deed> {
    let entries = store.log(DESK_OF, None, None, 0, usize::MAX).await.unwrap();
    entries.into_iter().rev().map(|entry| entry.deed).collect()
}

pub(super) fn new_story(headline: &str) -> Publication {
    Publication {
        article: article(headline, Some(1)),
        place: Place::New(GUILD),
        today: day(9),
        note: None,
    }
}

/// Acts on a draft by the name of the act.
pub(super) async fn act_on(
    store: &Store,
    act: &str,
    id: DraftId,
    version: u32,
    to: &Redraft,
    by: UserId,
    minute: i64,
) -> Acted<Draft> {
    let now = at(minute);
    let acted = match act {
        "redraft" => store.redraft(id, version, to.clone(), by, now).await,
        "schedule" => store.schedule_draft(id, version, by, now).await,
        "unschedule" => {
            let by = Author::User(by);
            store.unschedule_draft(id, version, by, None, now).await
        }
        "fail" => {
            let why = Some("Why not.".to_owned());
            let by = Author::Operator;
            store.unschedule_draft(id, version, by, why, now).await
        }
        "discard" => store.discard_draft(id, version, by, now).await,
        "recover" => store.recover_draft(id, version, by, now).await,
        "split" => {
            let parts = vec![(form("Part"), "Part".to_owned())];
            let split = store.split_draft(id, version, parts, now).await;
            split.map(|acted| match acted {
                Acted::Done(mut drafts) => Acted::Done(drafts.remove(0)),
                Acted::Changed(draft) => Acted::Changed(draft),
                Acted::Missing => Acted::Missing,
            })
        }
        "publish" => {
            let story = new_story("A headline");
            match store
                .publish_draft(id, version, story, by, now)
                .await
                .unwrap()
            {
                Published::Done(_) => Ok(Acted::Done(store.draft(id).await.unwrap().unwrap())),
                Published::Changed(draft) => Ok(Acted::Changed(draft)),
                Published::Missing => Ok(Acted::Missing),
                other => panic!("{other:?}"),
            }
        }
        other => panic!("{other}"),
    };
    acted.unwrap()
}
