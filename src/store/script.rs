//! What the process that is killed writes: a row of steps that follows from a seed, so that whoever
//! looks at the database afterwards knows what must be in it.

use super::{
    Filing, Store, StoreError,
    act::Act,
    chance::Chance,
    conformance::{article, at, filing, line},
    model::{LIBRARIES, Model},
};
use crate::article::{Article, ArticleId, Author, GuildId, Library, Link, Origin, State};

/// Stories that a script tells again and again.
const STORIES: u64 = 60;

/// One write that happens whole or not at all.
#[derive(Clone, Debug)]
enum Atom {
    File(Box<Filing>),
    SetState(ArticleId, State),
    SetHidden(GuildId, u32, bool),
    Act(Act),
}

/// One thing that is done and then acknowledged.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// An import: every article is atomic, the whole is not.
    Import(Vec<Filing>),
    /// An article is published or withdrawn.
    SetState(ArticleId, State),
    /// An article of the house is hidden from a guild, or shown again.
    SetHidden(GuildId, u32, bool),
    /// Something is done at a desk.
    Act(Act),
    /// The database is closed and opened again.
    Reopen,
}

impl Step {
    /// The step `number` of the script `seed`.
    pub(super) fn of(seed: u64, number: u64) -> Self {
        let mut chance = Chance::new(seed ^ number.wrapping_mul(0xa076_1d64_78bd_642f));
        let library = LIBRARIES[chance.below(2) as usize];
        match chance.below(20) {
            10.. => Self::Act(Act::any(&mut chance)),
            0 => Self::Reopen,
            1..=3 => {
                let states = [State::Scheduled, State::Published, State::Withdrawn];
                let number = u32::try_from(1 + chance.below(12)).unwrap();
                let state = states[chance.below(3) as usize];
                Self::SetState(ArticleId { library, number }, state)
            }
            4 => {
                let number = u32::try_from(1 + chance.below(12)).unwrap();
                Self::SetHidden(GuildId(1 + chance.below(3)), number, chance.below(3) > 0)
            }
            _ => {
                let filings = 1 + chance.below(10);
                let filing = |_| exported(library, &mut chance);
                let mut filings: Vec<_> = (0..filings).map(filing).collect();
                if let [alone] = filings.as_mut_slice() {
                    alone.origin = Origin::File(format!("/data/{number}.txt"));
                    alone.same_file = true;
                }
                Self::Import(filings)
            }
        }
    }

    /// Takes the step; gives the store as it is open then.
    pub(super) async fn take(
        self,
        number: u64,
        store: Store,
        open: impl Fn() -> Store,
    ) -> Result<Store, StoreError> {
        let now = at(i64::try_from(number).unwrap());
        match self {
            Self::Import(filings) => drop(store.file_all(filings, now).await?),
            Self::SetState(id, state) => {
                store.set_state(id, state, Author::Operator, now).await?;
            }
            Self::SetHidden(guild, number, hidden) => {
                store
                    .set_hidden(guild, number, hidden, None, Author::Operator, now)
                    .await?;
            }
            Self::Act(act) => {
                act.take(&store, i64::try_from(number).unwrap()).await?;
            }
            Self::Reopen => {
                store.close().await;
                return Ok(open());
            }
        }
        Ok(store)
    }

    fn atoms(self) -> Vec<Atom> {
        match self {
            Self::Import(filings) => filings.into_iter().map(Box::new).map(Atom::File).collect(),
            Self::SetState(id, state) => vec![Atom::SetState(id, state)],
            Self::SetHidden(guild, number, hidden) => {
                vec![Atom::SetHidden(guild, number, hidden)]
            }
            Self::Act(act) => vec![Atom::Act(act)],
            Self::Reopen => vec![],
        }
    }

    /// Takes the step in a model, until so much was written.
    pub(super) fn model(self, number: u64, model: &mut Model, written: u64) {
        let minute = i64::try_from(number).unwrap();
        for atom in self.atoms() {
            if model.written() == written {
                return;
            }
            match atom {
                Atom::File(filing) => drop(model.file(&filing, minute)),
                Atom::SetState(id, state) => drop(model.set_state(id, state, minute)),
                Atom::SetHidden(guild, number, hidden) => {
                    model.set_hidden(guild, number, hidden, minute);
                }
                Atom::Act(act) => drop(model.act(act, minute)),
            }
        }
    }
}

/// A filing of one of the stories; some were exported, with a state and a revision.
fn exported(library: Library, chance: &mut Chance) -> Filing {
    let mut filing = filing(library, text(chance));
    if chance.below(4) == 0 {
        filing.standing.state = Some(State::ALL[chance.below(3) as usize]);
        filing.standing.revision = Some(3);
    }
    filing
}

/// One of the stories, in words that it never had before.
fn text(chance: &mut Chance) -> Article {
    let story = chance.below(STORIES);
    let length = 20 + chance.below(6_000) as usize;
    let mut article = article(&format!("Story {story}"), Some(1));
    article.lede = vec![line(&chance.text(length))];
    if story.is_multiple_of(3) {
        let link = format!("https://example.org/{story}");
        article.sources.push(Link::new(&link).unwrap());
    }
    article
}
