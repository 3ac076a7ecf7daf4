//! Who may do what at the desk.
//!
//! Being let in by Discord suffices for a slash command. Buttons, menus and forms can be forged and
//! outlive a permission: each is checked again, here.

use super::Person;
use crate::{
    article::{ArticleId, Attempt, Draft, Library},
    newsroom::{Error, Newsroom},
    view::{
        desk::refusal::{DeskRefusal, Permission},
        notice::Refusal,
    },
};

impl Newsroom {
    /// Whether they may do what moderators may.
    pub fn moderates(&self, person: &Person) -> bool {
        person.manages_messages || self.moderates_by_role(person)
    }

    /// Whether they may see and change what is posted by schedule.
    pub fn may_schedule(&self, person: &Person) -> bool {
        person.manages_guild || self.moderates_by_role(person)
    }

    /// Whether they hold the role of `/settings`.
    fn moderates_by_role(&self, person: &Person) -> bool {
        let role = self.settings(person.guild).moderator_role;
        role.is_some_and(|role| person.roles.contains(&role))
    }

    /// Lets moderators through; what others attempted stands in the log.
    pub async fn admit(
        &self,
        person: &Person,
        attempt: Attempt,
        article: Option<ArticleId>,
    ) -> Result<(), Error> {
        let may = match attempt {
            Attempt::Settings => person.manages_guild,
            Attempt::Schedules => self.may_schedule(person),
            _ => self.moderates(person),
        };
        if may {
            return Ok(());
        }
        self.refuse(person, attempt, article).await
    }

    /// Whether they may act on a draft: as moderators, or as its author where that one might give it.
    pub(super) fn may_act(&self, person: &Person, draft: &Draft) -> bool {
        (draft.author == person.user && !draft.refused) || self.moderates(person)
    }

    /// Lets moderators and the draft's author through.
    pub async fn admit_to(&self, person: &Person, draft: &Draft) -> Result<(), Error> {
        if self.may_act(person, draft) {
            return Ok(());
        }
        let article = draft.revises.map(|revises| revises.article);
        self.refuse(person, Attempt::Draft(draft.id.number), article)
            .await
    }

    async fn refuse(
        &self,
        person: &Person,
        attempt: Attempt,
        article: Option<ArticleId>,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        self.store
            .note_refused(person.guild, attempt, article, person.user, now)
            .await?;
        Err(self.may_not(person, attempt, None))
    }

    /// The refusal of what they may not; the draft `kept` keeps what they typed.
    pub(super) fn may_not(&self, person: &Person, attempt: Attempt, kept: Option<u32>) -> Error {
        let takes = match attempt {
            Attempt::Settings | Attempt::Schedules => Permission::ManageServer,
            _ => Permission::ManageMessages,
        };
        let role = self.settings(person.guild).moderator_role;
        DeskRefusal::MayNot { takes, role, kept }.into()
    }

    /// Refuses to edit what is another desk's.
    pub(super) fn check_editable(&self, person: &Person, id: ArticleId) -> Result<(), Error> {
        if self.may_edit(person.guild, id.library) {
            return Ok(());
        }
        Err(match id.library {
            Library::House => DeskRefusal::OfTheHouse(id).into(),
            // No word of what another guild has.
            Library::Guild(_) => Refusal::Gone(id).into(),
        })
    }
}
