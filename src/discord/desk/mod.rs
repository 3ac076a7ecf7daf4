//! The desk's commands, buttons and forms. A handler is: who may → newsroom → view.

mod add;
mod articles;
mod complete;
mod drafts;
mod edit;
mod past;
mod settings;

use self::drafts::look;
use super::{
    answer::Answer, controls::Press, fetch::Fetcher, forms::Submitted, invocation::Invocation,
    request::Request, service::Service, teller::Teller,
};
use crate::{
    article::{ArticleId, Attempt, Field},
    newsroom::{Error, Newsroom, desk::Person},
    view::{
        Message,
        desk::{
            action::{DeskAction, FormKey},
            refusal::DeskRefusal,
        },
        notice::Refusal,
    },
};

/// A desk, and who is at it.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    newsroom: &'a Newsroom,
    fetcher: &'a Fetcher,
    teller: &'a Teller,
    /// Most bytes of a file in the answer.
    upload_limit: usize,
    person: &'a Person,
}

/// Whether a command is one of the desk's.
pub(super) fn has(invocation: &Invocation) -> bool {
    invocation.target.is_some()
        || ["desk ", "settings "]
            .iter()
            .any(|command| invocation.name.starts_with(command))
}

impl<'a> Desk<'a> {
    /// The desk of the guild where something was done; there is none in a direct message.
    pub(super) fn of(request: &'a Request, service: &'a Service) -> Result<Self, Error> {
        let person = request.person.as_ref().ok_or(DeskRefusal::NoGuild)?;
        Ok(Self {
            newsroom: &service.newsroom,
            fetcher: &service.fetcher,
            teller: &service.teller,
            upload_limit: request.upload_limit as usize,
            person,
        })
    }

    /// Answers a command: whom Discord lets give it, may.
    pub(super) async fn command(self, invocation: &Invocation) -> Result<Answer, Error> {
        match &*invocation.name {
            "desk add" => self.add(invocation).await,
            "desk edit" => self.edit(invocation).await,
            "desk withdraw" => self.withdraw(invocation).await,
            "desk restore" => self.restore(invocation).await,
            "desk drafts" => self.drafts(0).await.map(private),
            "desk history" => self.history_of(invocation).await,
            "desk export" => self.export(invocation).await,
            "desk log" => self.log_of(invocation).await,
            "settings show" => self.show_settings().await.map(private),
            "settings set" => self.set(invocation).await,
            _ if invocation.target.is_some() => self.add_message(invocation).await,
            _ => Err(Refusal::UnknownCommand.into()),
        }
    }

    /// Answers a button or a menu: it may be forged, and older than a permission.
    pub(super) async fn press(self, action: DeskAction, press: &Press) -> Result<Answer, Error> {
        let value = press.values.first().map(String::as_str);
        let message = match action {
            // Each looks at the draft before it lets anybody act on it.
            DeskAction::Draft(key, act) => return self.act(key, act, press).await,
            DeskAction::Batch { first, last } => self.publish_all(first, last).await?,
            DeskAction::Drafts { from } => {
                self.admit(Attempt::Desk, None).await?;
                self.drafts(from).await?
            }
            DeskAction::Parts(id) => return self.choose_part(id, value, press.own).await,
            DeskAction::Edit(id, part) => {
                self.admit(Attempt::Story, Some(id)).await?;
                return self.part_form(id, part).await;
            }
            DeskAction::History { article, from } => {
                self.admit(Attempt::Story, Some(article)).await?;
                self.history(article, from).await?
            }
            DeskAction::Revision { article, revision } => {
                self.admit(Attempt::Story, Some(article)).await?;
                self.revision(article, revision).await?
            }
            DeskAction::Rewrite {
                article,
                revision,
                over,
            } => {
                self.admit(Attempt::Story, Some(article)).await?;
                self.rewrite(article, revision, over).await?
            }
            DeskAction::Log { who, article, from } => {
                self.admit(Attempt::Desk, None).await?;
                self.log(who, article, from).await?
            }
            DeskAction::Clear(setting) => {
                self.admit(Attempt::Settings, None).await?;
                self.clear(setting).await?
            }
        };
        Ok(shown(message, press.own))
    }

    /// Answers a form. What was typed into it is kept before anything else.
    pub(super) async fn submit(self, form: &Submitted) -> Result<Answer, Error> {
        let unknown = || Error::from(Refusal::UnknownControl);
        let key: FormKey = form.custom_id.parse().map_err(|_| unknown())?;
        let field = |(name, text): &(String, String)| Some((Field::parse(name)?, text.clone()));
        let fields: Option<Vec<_>> = form.fields.iter().map(field).collect();
        let fields = fields.filter(|_| form.is_whole()).ok_or_else(unknown)?;
        let opened = self.newsroom.submit(self.person, key, fields).await?;
        Ok(shown(look(&opened, None), form.own))
    }

    async fn admit(self, attempt: Attempt, article: Option<ArticleId>) -> Result<(), Error> {
        self.newsroom.admit(self.person, attempt, article).await
    }
}

/// A new message that only the asker sees.
fn private(message: Message) -> Answer {
    Answer::Message {
        message,
        private: true,
    }
}

/// In place where the message is the presser's own.
fn shown(message: Message, own: bool) -> Answer {
    if own {
        Answer::Update(message)
    } else {
        private(message)
    }
}
