//! Buttons and menus: what they ask for stands in their `custom_id`, and is never trusted.

use super::answer::Answer;
use crate::{
    article::ArticleId,
    newsroom::{Error, Newsroom, Reader},
    view::{
        Action, Message,
        action::{ArticleChoice, Part, SectionChoice, SectionKey, Unreadable},
        archive, article, briefing,
        desk::action::{DeskAction, DraftAct},
        limits::Limits,
        notice::Refusal,
        search,
    },
};

/// A button that was pressed, or a menu of which something was chosen.
#[derive(Clone, Debug)]
pub(super) struct Press {
    pub(super) custom_id: String,
    /// What was chosen; empty for a button.
    pub(super) values: Vec<String>,
    /// Whether the message belongs to the presser alone: it then changes in place.
    pub(super) own: bool,
}

impl Press {
    /// What the control does; refused where no version of ours made it.
    pub(super) fn action(&self) -> Result<Action, Refusal> {
        self.custom_id
            .parse()
            .map_err(|_: Unreadable| Refusal::UnknownControl)
    }

    /// Whether the answer may be a form.
    pub(super) fn may_open_form(&self) -> bool {
        let Ok(Action::Desk(action)) = self.action() else {
            return false;
        };
        matches!(
            action,
            DeskAction::Draft(_, DraftAct::Edit) | DeskAction::Edit(..) | DeskAction::Parts(_)
        )
    }
}

/// Answers privately where others see the message, in place where they don't.
pub(super) async fn answer(
    action: Action,
    press: &Press,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Answer, Error> {
    let message = message(action, press.values.first(), reader, newsroom).await?;
    Ok(if press.own {
        Answer::Update(message)
    } else {
        Answer::Message {
            message,
            private: true,
        }
    })
}

async fn message(
    action: Action,
    value: Option<&String>,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Message, Error> {
    let unknown = |_: Unreadable| Refusal::UnknownControl;
    match (action, value) {
        (
            Action::Show {
                article: id,
                part,
                page,
            },
            _,
        ) => {
            let record = newsroom.article_by_id(reader, id).await?;
            Ok(article::part(&record, part, page))
        }
        (
            Action::Section {
                article,
                section,
                page,
            },
            _,
        ) => show_section(article, section, page, reader, newsroom).await,
        (Action::Sections { article, from }, None) => {
            show_sections(article, from, reader, newsroom).await
        }
        (Action::Sections { article, .. }, Some(value)) => match value.parse().map_err(unknown)? {
            SectionChoice::Section(key) => show_section(article, key, 0, reader, newsroom).await,
            SectionChoice::More(from) => show_sections(article, from, reader, newsroom).await,
        },
        (Action::Archive { limits, at }, _) => {
            let filter = newsroom.filter_of(reader, limits).await?;
            let page = newsroom.archive_page(reader, &filter, at).await?;
            Ok(archive::archive(&page))
        }
        (Action::Briefing { date, topic }, _) => {
            let topic = Limits {
                topic,
                ..Limits::default()
            };
            let topic = newsroom.filter_of(reader, topic).await?.topic;
            let stories = newsroom.briefing_on(reader, date, topic).await?;
            Ok(briefing::briefing(&stories))
        }
        (Action::Search { search, page }, _) => {
            let results = newsroom.search_page(reader, search, page).await?;
            Ok(search::results(&results))
        }
        (Action::Asked { key, page, hint }, _) => {
            let results = newsroom.asked_page(reader, key, page, hint).await?;
            Ok(search::results(&results))
        }
        (Action::Read, value) => {
            let ArticleChoice(id) = value
                .ok_or(Unreadable)
                .and_then(|id| id.parse())
                .map_err(unknown)?;
            let record = newsroom.article_by_id(reader, id).await?;
            Ok(article::part(&record, Part::Summary, 0))
        }
        (Action::Desk(_) | Action::Schedule(_), _) => Err(Refusal::UnknownControl.into()),
    }
}

async fn show_section(
    id: ArticleId,
    key: SectionKey,
    page: u16,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Message, Error> {
    let (record, index) = newsroom.section_by_key(reader, id, key).await?;
    article::section(&record, index, page).ok_or_else(|| Refusal::UnknownControl.into())
}

async fn show_sections(
    id: ArticleId,
    from: u16,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Message, Error> {
    let record = newsroom.article_by_id(reader, id).await?;
    Ok(article::sections(&record, from))
}
