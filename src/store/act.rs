//! What is done at desks, at random: for the store and its model alike.

use chrono::TimeDelta;

use super::{
    Acted, JobKey, Lane, NewDraft, Place, Publication, Published, Redraft, Rewritten, Store,
    StoreError,
    act_briefing::Brief,
    chance::Chance,
    conformance::{article, at, line},
    model::LIBRARIES,
};
use crate::article::{
    Article, ArticleId, Attempt, Author, ChannelId, DraftId, DraftOrigin, GuildId, Library, Line,
    Set, Source, TextFormat, UserId,
};

/// Texts of drafts go up to some pieces.
const MAX_TEXT_CHARS: u64 = 80_000;
/// Nothing of a script comes to be due at its time.
const FAR: i64 = 1_000_000;

/// Something that somebody does at a guild's desk.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) guild: GuildId,
    pub(super) by: UserId,
    pub(super) what: What,
}

/// What they do.
#[derive(Clone, Debug)]
pub(super) enum What {
    Keep(String, Option<i64>, bool),
    /// With the draft of that number, at a version so far ahead of its own.
    Draft(u32, u32, With),
    /// With that article.
    Article(ArticleId, To),
    Set(Set),
    Refused(Attempt),
    /// The log channel is told what is to be told.
    Tell,
    Brief(Brief),
}

/// What is done with a draft.
#[derive(Clone, Debug)]
pub(super) enum With {
    Redraft(String, Option<i64>),
    Split(Vec<String>),
    Schedule,
    Unschedule(Option<String>),
    Discard,
    Recover,
    /// As a new story, or over an article at a revision so far ahead of its own.
    Publish(
        Result<Library, (ArticleId, u32)>,
        Box<Article>,
        Option<Line>,
    ),
    Forget,
}

/// What is done to an article.
#[derive(Clone, Debug)]
pub(super) enum To {
    Withdraw(Option<Line>),
    Restore,
    /// An earlier revision, over one so far ahead of the present one.
    Rewrite(u32, u32),
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    Done,
    Refused,
    Missing,
}

impl Act {
    /// Something, now and then on what stands otherwise by now.
    pub(super) fn any(chance: &mut Chance) -> Self {
        let number = |chance: &mut Chance, below| u32::try_from(1 + chance.below(below)).unwrap();
        let ahead = |chance: &mut Chance| u32::from(chance.below(8) == 0);
        let time = |chance: &mut Chance| (chance.below(2) == 0).then_some(FAR);
        let story = |chance: &mut Chance| ArticleId {
            library: LIBRARIES[chance.below(2) as usize],
            number: number(chance, 8),
        };
        let guild = GuildId(1 + chance.below(2));
        let by = UserId(1 + chance.below(3));
        let what = match chance.below(40) {
            20.. => What::Brief(Brief::any(chance)),
            0..=5 => What::Keep(text(chance), time(chance), chance.below(8) == 0),
            6 => What::Article(
                story(chance),
                To::Withdraw((chance.below(2) == 0).then(|| line("Why."))),
            ),
            7 => What::Article(story(chance), To::Restore),
            8 => What::Article(story(chance), To::Rewrite(number(chance, 4), ahead(chance))),
            9 => {
                let channel = (chance.below(4) > 0).then(|| ChannelId(chance.below(3)));
                What::Set(Set::LogChannel(channel))
            }
            10 => What::Set(Set::PrivateAnswers(chance.below(2) == 0)),
            11 => What::Refused(Attempt::Desk),
            12 => What::Tell,
            kind => {
                let with = match (kind, chance.below(4)) {
                    (13, _) => With::Redraft(text(chance), time(chance)),
                    (14, _) => With::Schedule,
                    (15, 0) => With::Unschedule(Some("Why not.".into())),
                    (15, _) => With::Unschedule(None),
                    (16, 0 | 1) => With::Recover,
                    (16, _) => With::Discard,
                    (17, 0) => With::Split(vec![text(chance), text(chance)]),
                    _ => {
                        let place = if chance.below(2) == 0 {
                            Ok(LIBRARIES[chance.below(2) as usize])
                        } else {
                            Err((story(chance), ahead(chance)))
                        };
                        let mut article = article("Desk", Some(1));
                        article.lede = vec![line(&format!("Lede {}", chance.below(3)))];
                        let note = (chance.below(2) == 0).then(|| line("It was wrong."));
                        With::Publish(place, Box::new(article), note)
                    }
                };
                What::Draft(number(chance, 8), ahead(chance), with)
            }
        };
        Self { guild, by, what }
    }

    /// That draft is taken away if it is closed.
    pub(super) fn forget(guild: u64, number: u32) -> Self {
        Self {
            guild: GuildId(guild),
            by: UserId(0),
            what: What::Draft(number, 0, With::Forget),
        }
    }

    /// Does it in a store.
    pub(super) async fn take(self, store: &Store, minute: i64) -> Result<Came, StoreError> {
        let (guild, by, now) = (self.guild, self.by, at(minute));
        Ok(match self.what {
            What::Keep(text, publish_at, refused) => {
                let new = new_draft(guild, by, text, publish_at, refused);
                store.keep_draft(new, now).await?;
                Came::Done
            }
            What::Set(set) => {
                store.set(guild, vec![set], by, now).await?;
                Came::Done
            }
            What::Brief(brief) => brief.take(store, (guild, by), minute).await?,
            What::Refused(attempt) => {
                store.note_refused(guild, attempt, None, by, now).await?;
                Came::Done
            }
            What::Tell => {
                let lease = TimeDelta::minutes(1);
                for job in store
                    .claim_due(now, lease, usize::MAX, Lane::Desk, Vec::new())
                    .await?
                {
                    let JobKey::TellLog(guild) = job.key else {
                        continue;
                    };
                    if let Some(last) = store.untold(guild, 3).await?.last() {
                        store.log_told(guild, last.seq, &job, now).await?;
                    }
                }
                Came::Done
            }
            What::Article(id, to) => {
                let done = match to {
                    To::Withdraw(reason) => store.withdraw(id, reason, guild, by, now).await?,
                    To::Restore => store.restore(id, guild, by, now).await?,
                    To::Rewrite(revision, ahead) => {
                        let present = store.article(id).await?;
                        let over = present.map_or(0, |present| present.revision) + ahead;
                        let rewritten = store.rewrite(id, revision, over, guild, by, now).await?;
                        matches!(rewritten, Rewritten::Done(_))
                    }
                };
                Came::of(done)
            }
            What::Draft(number, ahead, with) => {
                let id = DraftId { guild, number };
                let draft = store.draft(id).await?;
                let version = draft.map_or(0, |draft| draft.version) + ahead;
                with.take(store, (id, version), by, minute).await?
            }
        })
    }
}

impl With {
    async fn take(
        self,
        store: &Store,
        (id, version): (DraftId, u32),
        by: UserId,
        minute: i64,
    ) -> Result<Came, StoreError> {
        let now = at(minute);
        let acted = match self {
            Self::Redraft(text, publish_at) => {
                let redraft = redraft(text, publish_at);
                store.redraft(id, version, redraft, by, now).await?
            }
            Self::Schedule => store.schedule_draft(id, version, by, now).await?,
            Self::Unschedule(why) => {
                let by = why.as_ref().map_or(Author::User(by), |_| Author::Operator);
                store.unschedule_draft(id, version, by, why, now).await?
            }
            Self::Discard => store.discard_draft(id, version, by, now).await?,
            Self::Recover => store.recover_draft(id, version, by, now).await?,
            Self::Forget => return Ok(Came::of(store.forget_draft(id).await?)),
            Self::Split(texts) => {
                let parts = texts.into_iter().map(|text| (source(text), "Part".into()));
                let split = store.split_draft(id, version, parts.collect(), now).await?;
                return Ok(match split {
                    Acted::Done(_) => Came::Done,
                    Acted::Changed(_) => Came::Refused,
                    Acted::Missing => Came::Missing,
                });
            }
            Self::Publish(place, article, note) => {
                let place = match place {
                    Ok(library) => Place::New(library),
                    Err((article, ahead)) => {
                        let present = store.article(article).await?;
                        let over = present.map_or(0, |present| present.revision) + ahead;
                        Place::Over(article, over)
                    }
                };
                let publication = Publication {
                    article: *article,
                    place,
                    today: now.date_naive(),
                    note,
                };
                let published = store
                    .publish_draft(id, version, publication, by, now)
                    .await?;
                return Ok(match published {
                    Published::Done(_) => Came::Done,
                    Published::Missing => Came::Missing,
                    Published::Changed(_) | Published::Outdated(_) | Published::Unchanged => {
                        Came::Refused
                    }
                });
            }
        };
        Ok(match acted {
            Acted::Done(_) => Came::Done,
            Acted::Changed(_) => Came::Refused,
            Acted::Missing => Came::Missing,
        })
    }
}

impl Came {
    pub(super) fn of(done: bool) -> Self {
        if done { Self::Done } else { Self::Refused }
    }
}

fn text(chance: &mut Chance) -> String {
    let most = [300, 300, 300, 3_000, 3_000, MAX_TEXT_CHARS][chance.below(6) as usize];
    let length = chance.below(most) as usize;
    chance.text(length)
}

fn source(text: String) -> Source {
    Source::Text {
        format: TextFormat::Briefing,
        text,
    }
}

pub(super) fn new_draft(
    guild: GuildId,
    author: UserId,
    text: String,
    publish_at: Option<i64>,
    refused: bool,
) -> NewDraft {
    NewDraft {
        guild,
        author,
        origin: DraftOrigin::Form,
        revises: None,
        note: None,
        publish_at: publish_at.map(at),
        source: source(text),
        title: "Title".into(),
        refused,
    }
}

pub(super) fn redraft(text: String, publish_at: Option<i64>) -> Redraft {
    Redraft {
        source: source(text),
        note: None,
        revises: None,
        publish_at: publish_at.map(at),
    }
}
