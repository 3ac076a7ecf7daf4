//! How the `custom_id` of the desk's buttons, menus and forms says what they do.
//!
//! Buttons and menus are part of [`Action`](crate::view::Action)'s registry: the same rules, the
//! same fixtures. Forms have one of their own, `tests/fixtures/form_ids.txt`.
//!
//! ```text
//! 1:draft:7.3:show:summary:0            of draft 7, as it was at version 3: its preview's summary
//! 1:draft:7.3:section:2.9f03a1c4:0      its preview's third section, first page
//! 1:draft:7.3:sections:24               a menu of its preview's sections; the choice is a value
//! 1:draft:7.3:publish:5                 publish it over revision 5 of what it changes; 0: a new story
//! 1:draft:7.3:new                       publish it as a new story although one is much like it
//! 1:draft:7.3:revise:h12                make it a change of #H12
//! 1:draft:7.3:edit                      its form, filled in
//! 1:draft:7.3:file                      its text as a file
//! 1:draft:7.3:discard                   throw it away
//! 1:draft:7.3:recover                   take it back after that
//! 1:draft:7.3:unschedule                have it wait instead of going live by itself
//! 1:drafts:20                           what waits, from draft 20 downwards; 0: from the newest
//! 1:batch:12.18                         publish what can be of the drafts 12 to 18
//! 1:parts:h12                           a menu of the parts of #H12; the choice is a value
//! 1:edit:h12:lede                       the form of a part, filled in
//! 1:edit:h12:section.2.9f03a1c4         that of its third section
//! 1:history:h12:5                       its revisions, from revision 5 downwards; 0: from the newest
//! 1:revision:h12:3                      what its revision 3 changed
//! 1:rewrite:h12:3.5                     make revision 3 the present one, over revision 5
//! 1:log:ab12:h12:40                     the log of user 0xab12 and #H12, from line 40 downwards
//! 1:log:-:-:0                           the log of everybody and everything, from the newest line
//! 1:clear:moderator_role                take back a setting
//! ```
//!
//! ```text
//! 1:form:new:-                          a form for a new story
//! 1:form:new:1756713600                 for one that shall go live then, in seconds of Unix time
//! 1:form:draft:7.3                      for another text of draft 7
//! 1:form:edit:h12.5:section.2.9f03a1c4  for a part of #H12 as revision 5 has it
//! ```

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};

use super::action::{Clearable, DeskAction, DraftAct, DraftKey, FormKey, PartChoice, PartKey};
use crate::{
    article::UserId,
    view::{
        action::{Name, Unreadable, hex, number},
        limits::Field,
    },
};

impl fmt::Display for DeskAction {
    /// The `custom_id`, within the 100 characters that Discord allows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draft(draft, act) => write!(f, "1:draft:{draft}:{act}"),
            Self::Drafts { from } => write!(f, "1:drafts:{from}"),
            Self::Batch { first, last } => write!(f, "1:batch:{first}.{last}"),
            Self::Parts(article) => write!(f, "1:parts:{}", Name(*article)),
            Self::Edit(article, part) => write!(f, "1:edit:{}:{part}", Name(*article)),
            Self::History { article, from } => write!(f, "1:history:{}:{from}", Name(*article)),
            Self::Revision { article, revision } => {
                write!(f, "1:revision:{}:{revision}", Name(*article))
            }
            Self::Rewrite {
                article,
                revision,
                over,
            } => write!(f, "1:rewrite:{}:{revision}.{over}", Name(*article)),
            Self::Log { who, article, from } => {
                let (who, article) = (Field(who.map(User)), Field(article.map(Name)));
                write!(f, "1:log:{who}:{article}:{from}")
            }
            Self::Clear(setting) => write!(f, "1:clear:{}", setting.name()),
        }
    }
}

impl FromStr for DeskAction {
    type Err = Unreadable;

    fn from_str(id: &str) -> Result<Self, Unreadable> {
        let article = |text: &str| text.parse::<Name>().map(|Name(id)| id);
        let fields: Vec<&str> = id.splitn(6, ':').collect();
        match fields[..] {
            ["1", "draft", draft, ref act @ ..] => Ok(Self::Draft(draft.parse()?, draft_act(act)?)),
            ["1", "drafts", from] => Ok(Self::Drafts {
                from: number(from)?,
            }),
            ["1", "batch", range] => {
                let (first, last) = pair(range)?;
                Ok(Self::Batch { first, last })
            }
            ["1", "parts", id] => Ok(Self::Parts(article(id)?)),
            ["1", "edit", id, part] => Ok(Self::Edit(article(id)?, part.parse()?)),
            ["1", "history", id, from] => Ok(Self::History {
                article: article(id)?,
                from: number(from)?,
            }),
            ["1", "revision", id, revision] => Ok(Self::Revision {
                article: article(id)?,
                revision: number(revision)?,
            }),
            ["1", "rewrite", id, revisions] => {
                let (revision, over) = pair(revisions)?;
                Ok(Self::Rewrite {
                    article: article(id)?,
                    revision,
                    over,
                })
            }
            ["1", "log", who, id, from] => Ok(Self::Log {
                who: who.parse::<Field<User>>()?.0.map(|User(id)| id),
                article: id.parse::<Field<Name>>()?.0.map(|Name(id)| id),
                from: number(from)?,
            }),
            ["1", "clear", name] => {
                let mut settings = Clearable::ALL.into_iter();
                let setting = settings.find(|setting| setting.name() == name);
                setting.map(Self::Clear).ok_or(Unreadable)
            }
            _ => Err(Unreadable),
        }
    }
}

impl fmt::Display for DraftAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Show(part, page) => write!(f, "show:{}:{page}", part.name()),
            Self::Section(section, page) => write!(f, "section:{section}:{page}"),
            Self::Sections(from) => write!(f, "sections:{from}"),
            Self::Publish { over } => write!(f, "publish:{over}"),
            Self::PublishNow { over } => write!(f, "now:{over}"),
            Self::New => f.write_str("new"),
            Self::Revise(article) => write!(f, "revise:{}", Name(*article)),
            Self::Edit => f.write_str("edit"),
            Self::File => f.write_str("file"),
            Self::Problems => f.write_str("problems"),
            Self::Discard => f.write_str("discard"),
            Self::Recover => f.write_str("recover"),
            Self::Unschedule => f.write_str("unschedule"),
        }
    }
}

/// Reads what [`DraftAct`] writes, its fields apart.
fn draft_act(fields: &[&str]) -> Result<DraftAct, Unreadable> {
    match *fields {
        ["show", part, page] => Ok(DraftAct::Show(part.parse()?, number(page)?)),
        ["section", section, page] => Ok(DraftAct::Section(section.parse()?, number(page)?)),
        ["sections", from] => Ok(DraftAct::Sections(number(from)?)),
        ["publish", over] => Ok(DraftAct::Publish {
            over: number(over)?,
        }),
        ["now", over] => Ok(DraftAct::PublishNow {
            over: number(over)?,
        }),
        ["new"] => Ok(DraftAct::New),
        ["revise", article] => Ok(DraftAct::Revise(article.parse::<Name>()?.0)),
        ["edit"] => Ok(DraftAct::Edit),
        ["file"] => Ok(DraftAct::File),
        ["problems"] => Ok(DraftAct::Problems),
        ["discard"] => Ok(DraftAct::Discard),
        ["recover"] => Ok(DraftAct::Recover),
        ["unschedule"] => Ok(DraftAct::Unschedule),
        _ => Err(Unreadable),
    }
}

impl fmt::Display for FormKey {
    /// The form's `custom_id`, within the 100 characters that Discord allows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New { publish_at } => write!(f, "1:form:new:{}", Field(publish_at.map(Second))),
            Self::Draft(draft) => write!(f, "1:form:draft:{draft}"),
            Self::Edit {
                article,
                revision,
                part,
            } => write!(f, "1:form:edit:{}.{revision}:{part}", Name(*article)),
        }
    }
}

impl FromStr for FormKey {
    type Err = Unreadable;

    fn from_str(id: &str) -> Result<Self, Unreadable> {
        let fields: Vec<&str> = id.splitn(5, ':').collect();
        match fields[..] {
            ["1", "form", "new", at] => Ok(Self::New {
                publish_at: at.parse::<Field<Second>>()?.0.map(|Second(at)| at),
            }),
            ["1", "form", "draft", draft] => Ok(Self::Draft(draft.parse()?)),
            ["1", "form", "edit", article, part] => {
                let (article, revision) = article.rsplit_once('.').ok_or(Unreadable)?;
                Ok(Self::Edit {
                    article: article.parse::<Name>()?.0,
                    revision: number(revision)?,
                    part: part.parse()?,
                })
            }
            _ => Err(Unreadable),
        }
    }
}

impl fmt::Display for DraftKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.number, self.version)
    }
}

impl FromStr for DraftKey {
    type Err = Unreadable;

    fn from_str(key: &str) -> Result<Self, Unreadable> {
        let (number, version) = pair(key)?;
        Ok(Self { number, version })
    }
}

impl fmt::Display for PartKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Details => f.write_str("details"),
            Self::Links => f.write_str("links"),
            Self::Lede => f.write_str("lede"),
            Self::Highlights => f.write_str("highlights"),
            Self::Section(section) => write!(f, "section.{section}"),
            Self::Analysis => f.write_str("analysis"),
        }
    }
}

impl FromStr for PartKey {
    type Err = Unreadable;

    fn from_str(key: &str) -> Result<Self, Unreadable> {
        match key {
            "details" => Ok(Self::Details),
            "links" => Ok(Self::Links),
            "lede" => Ok(Self::Lede),
            "highlights" => Ok(Self::Highlights),
            "analysis" => Ok(Self::Analysis),
            _ => {
                let section = key.strip_prefix("section.").ok_or(Unreadable)?;
                Ok(Self::Section(section.parse()?))
            }
        }
    }
}

impl fmt::Display for PartChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part(part) => part.fmt(f),
            Self::More(from) => write!(f, "more.{from}"),
        }
    }
}

impl FromStr for PartChoice {
    type Err = Unreadable;

    fn from_str(value: &str) -> Result<Self, Unreadable> {
        match value.strip_prefix("more.") {
            Some(from) => Ok(Self::More(number(from)?)),
            None => Ok(Self::Part(value.parse()?)),
        }
    }
}

/// A user as a field: their snowflake in hexadecimal digits.
struct User(UserId);

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(UserId(id)) = self;
        write!(f, "{id:x}")
    }
}

impl FromStr for User {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        Ok(Self(UserId(hex(text, 1..=16)?)))
    }
}

/// An instant as a field: seconds of Unix time.
struct Second(DateTime<Utc>);

impl fmt::Display for Second {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.timestamp().fmt(f)
    }
}

impl FromStr for Second {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let seconds: i64 = text.parse().map_err(|_| Unreadable)?;
        let at = DateTime::from_timestamp(seconds, 0).ok_or(Unreadable)?;
        // Only as it is written: other forms would be other names of the same form.
        (seconds.to_string() == text)
            .then_some(Self(at))
            .ok_or(Unreadable)
    }
}

/// Two numbers with a dot between them.
fn pair(text: &str) -> Result<(u32, u32), Unreadable> {
    let (first, second) = text.split_once('.').ok_or(Unreadable)?;
    Ok((number(first)?, number(second)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::view::desk::arbitrary;

    #[test]
    fn every_custom_id_of_a_form_ever_shipped_is_read() {
        let fixtures = include_str!("../../../tests/fixtures/form_ids.txt");
        let lines = fixtures.lines().filter(|line| !line.starts_with('#'));
        let read: Vec<String> = lines
            .map(|id| format!("{id}\n    {:?}", id.parse::<FormKey>().expect(id)))
            .collect();
        assert!(read.len() >= 5);
        insta::assert_snapshot!(read.join("\n"));
    }

    #[test]
    fn a_field_has_one_way_to_be_written() {
        for id in [
            "1:form:new:+1",
            "1:form:new:01",
            "1:form:new:",
            "1:form:new:9223372036854775807",
            "1:form:draft:7",
            "1:form:draft:7.3.1",
            "1:form:draft:-7.3",
            "1:form:edit:h12:lede",
            "1:form:edit:h12.5:more.3",
            "1:form:edit:h12.5:section.2",
            "1:form:edit:h12.5:lede:0",
            "1:drafts:20",
        ] {
            assert_eq!(id.parse::<FormKey>(), Err(Unreadable), "{id}");
        }
        for id in [
            "1:draft:7.3",
            "1:draft:7.3:",
            "1:draft:7.3:edit:0",
            "1:draft:7.3:show:summary:0:0",
            "1:draft:7.3:publish:-1",
            "1:batch:12",
            "1:batch:12.18.20",
            "1:log:0xab:-:0",
            "1:log:-:-:18446744073709551616",
            "1:clear:",
            "1:edit:h12:more.3",
            "1:form:new:-",
        ] {
            assert_eq!(id.parse::<DeskAction>(), Err(Unreadable), "{id}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            form in arbitrary::form_key(),
            choice in prop_oneof![
                arbitrary::part_key().prop_map(PartChoice::Part),
                any::<u16>().prop_map(PartChoice::More),
            ],
        ) {
            let id = form.to_string();
            prop_assert!(id.chars().count() <= 100, "{}", id);
            prop_assert_eq!(id.parse(), Ok(form));
            prop_assert_eq!(choice.to_string().parse(), Ok(choice));
        }

        #[test]
        fn no_text_panics(id in r"(1:form:(new|draft|edit)?:?)?(more\.|section\.)?\PC{0,40}") {
            let _ = id.parse::<FormKey>();
            let _ = id.parse::<PartChoice>();
        }
    }
}
