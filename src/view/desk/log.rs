//! `/desk log`: who did what to which story, newest first.

use super::{action::DeskAction, names};
use crate::{
    article::{ArticleId, Attempt, Author, ChannelId, Deed, Entry, RoleId, Set, UserId},
    view::{
        action::Action,
        markup::Markup,
        message::{Block, Button, Message},
    },
};

/// Lines on a page, and in a message of the log channel: so many fit whatever they say.
pub const PAGE: usize = 10;
/// Why a draft did not go live at its time.
pub const UNREADABLE: &str = "it can't be read";
/// Why a draft did not go live at its time.
pub const IDLE: &str = "it changes nothing";
/// Why a draft did not go live at its time.
pub const OVERTAKEN: &str = "the story was changed meanwhile";
/// Why a draft did not go live at its time.
pub const TOO_LARGE: &str = "it is too large";
/// UTF-16 units of a foreign text in a line.
const QUOTE: usize = 200;

/// A page of a guild's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPage {
    /// Only of this user.
    pub who: Option<UserId>,
    /// Only of this article.
    pub article: Option<ArticleId>,
    /// The lines of this page, newest first, at most [`PAGE`].
    pub entries: Vec<Entry>,
    /// Where the page of newer lines begins, 0 for the newest; none where this is the first.
    pub newer: Option<u64>,
    /// Where the page of older lines begins; none where this is the last.
    pub older: Option<u64>,
}

/// A page of the log, with the ways to newer and older lines.
pub fn log(page: &LogPage) -> Message {
    let only = only(page);
    if page.entries.is_empty() {
        return empty(&only);
    }
    let mut head = Markup::own("## Log");
    head.append("\n-# ", &only);
    let mut message = Message::new().text(head).rule();
    for entry in &page.entries {
        message.push(Block::Text(line(entry)));
    }
    let mut buttons = Vec::new();
    if page.newer.is_some_and(|from| from > 0) {
        buttons.push(turn("« Newest", page, 0));
    }
    buttons.extend(page.newer.map(|from| turn("‹ Newer", page, from)));
    buttons.extend(page.older.map(|from| turn("Older ›", page, from)));
    if !buttons.is_empty() {
        message = message.rule();
    }
    message.push(Block::Buttons(buttons));
    message
}

/// The first of `entries` as a message for the log channel, and how many they are: at least one
/// where there is any, at most [`PAGE`].
pub fn log_lines(entries: &[Entry]) -> (Message, usize) {
    let mut message = Message::new();
    let lines = entries.iter().take(PAGE);
    let taken = lines.take_while(|entry| message.push(Block::Text(line(entry))));
    let taken = taken.count();
    (message, taken)
}

/// What the page is limited to; empty where it is not.
fn only(page: &LogPage) -> Markup {
    let mut only = Markup::default();
    if let Some(who) = page.who {
        only.append("", &Markup::own(format!("Only by {}", names::user(who))));
    }
    if let Some(article) = page.article {
        let about = if only.is_empty() {
            "Only about"
        } else {
            "about"
        };
        only.append(" · ", &Markup::own(format!("{about} {article}")));
    }
    only
}

fn empty(only: &Markup) -> Message {
    if only.is_empty() {
        return Message::new().text(Markup::own(
            "The log is empty.\n-# What is done with drafts, stories and settings will stand here.",
        ));
    }
    let mut says = Markup::own("Nothing in the log matches.");
    says.append("\n-# ", only);
    let all = Action::Desk(DeskAction::Log {
        who: None,
        article: None,
        from: 0,
    });
    Message::new()
        .text(says)
        .buttons(vec![Button::new("The whole log", all)])
}

fn turn(label: &str, page: &LogPage, from: u64) -> Button {
    let (who, article) = (page.who, page.article);
    Button::new(label, Action::Desk(DeskAction::Log { who, article, from }))
}

/// Two lines, the second small.
fn line(entry: &Entry) -> Markup {
    let who = match entry.by {
        // The program, where nobody pressed a button.
        Author::Operator => "Newsdesk".to_owned(),
        Author::User(user) => names::user(user),
    };
    let deed = deed(entry);
    Markup::own(format!("{who} {deed}\n-# {}", names::at(entry.at)))
}

fn deed(entry: &Entry) -> String {
    let story = match entry.article {
        Some(article) => article.to_string(),
        None => "a story".to_owned(),
    };
    match &entry.deed {
        Deed::Drafted(draft, title) => {
            let of = entry
                .article
                .map(|article| format!(", a change of {article}"));
            let of = of.unwrap_or_default();
            format!("began draft {draft}{of}{}", told(Some(title)))
        }
        Deed::Redrafted(draft) => format!("changed draft {draft}"),
        Deed::Discarded(draft) => format!("discarded draft {draft}"),
        Deed::Recovered(draft) => format!("took draft {draft} back"),
        Deed::Scheduled(draft, at) => {
            format!("scheduled draft {draft} for {}", names::at(*at))
        }
        Deed::Unscheduled(draft) => format!("took draft {draft} off the schedule"),
        Deed::NotPublished(draft, why) => format!(
            "could not publish draft {draft} at its time: {}",
            Markup::clipped(why, QUOTE)
        ),
        Deed::Published(headline) => format!("published {story}{}", told(Some(headline))),
        Deed::Revised(revision, note) => {
            format!(
                "changed {story}, now revision {revision}{}",
                told(note.as_ref())
            )
        }
        Deed::RestoredRevision(old, new) => {
            format!("restored revision {old} of {story}, as revision {new}")
        }
        Deed::Withdrew(reason) => format!("withdrew {story}{}", told(reason.as_ref())),
        Deed::Restored => format!("put {story} back"),
        Deed::Hid(reason) => {
            format!(
                "hid {story} from readers of this community{}",
                told(reason.as_ref())
            )
        }
        Deed::Showed => format!("showed {story} to readers of this community again"),
        Deed::Set(set) => set_to(set),
        Deed::ScheduleAdded(number) => format!("added schedule S{number}"),
        Deed::ScheduleChanged(number) => format!("changed schedule S{number}"),
        Deed::SchedulePaused(number) => format!("paused schedule S{number}"),
        Deed::ScheduleResumed(number) => format!("had schedule S{number} go on"),
        Deed::ScheduleRemoved(number) => format!("removed schedule S{number}"),
        Deed::ScheduleGaveUp(number) => format!(
            "paused schedule S{number}, since its briefings failed again and again: \
             /schedule status says what to mend, /schedule resume has it go on"
        ),
        Deed::BriefingOrdered(number) => format!("had the briefing of S{number} posted at once"),
        Deed::BriefingFailed(number, why) => format!(
            "could not post the briefing of S{number}: {}",
            Markup::clipped(why, QUOTE)
        ),
        Deed::NotCrossposted(number, why) => format!(
            "posted the briefing of S{number}, but not to the channels that follow: {}",
            Markup::clipped(why, QUOTE)
        ),
        Deed::BriefingUncertain(number) => format!(
            "can't find out whether the briefing of S{number} is there: \
             /schedule status has the buttons to say so"
        ),
        Deed::BriefingConfirmed(number) => format!("said that the briefing of S{number} is there"),
        Deed::BriefingSentAgain(number) => format!("had the briefing of S{number} sent again"),
        Deed::Refused(attempt) => {
            format!("was not let: tried to {}", tried(*attempt, &story))
        }
    }
}

/// A foreign text after a colon; nothing where there is none.
fn told(text: Option<&String>) -> String {
    let text = text.map(|text| text.trim()).filter(|text| !text.is_empty());
    text.map_or(String::new(), |text| {
        format!(": {}", Markup::quoted(text, QUOTE))
    })
}

/// What a setting was set to, after the person who did it.
pub(super) fn set_to(set: &Set) -> String {
    match set {
        Set::TimeZone(name) => format!("set the time zone to {}", Markup::clipped(name, QUOTE)),
        Set::PrivateAnswers(true) => "made answers private".to_owned(),
        Set::PrivateAnswers(false) => "made answers public".to_owned(),
        Set::ModeratorRole(Some(RoleId(role))) => format!("made <@&{role}> the moderator role"),
        Set::ModeratorRole(None) => "cleared the moderator role".to_owned(),
        Set::LogChannel(Some(ChannelId(channel))) => format!("made <#{channel}> the log channel"),
        Set::LogChannel(None) => "cleared the log channel".to_owned(),
    }
}

fn tried(attempt: Attempt, story: &str) -> String {
    match attempt {
        Attempt::Add(draft) => format!("add a story; the text waits in draft {draft}"),
        Attempt::Edit(draft) => format!("edit {story}; the text waits in draft {draft}"),
        Attempt::Draft(draft) => format!("see, change or publish draft {draft}"),
        Attempt::Story => format!("edit, restore or look through {story}"),
        Attempt::Desk => "read the drafts or the log".to_owned(),
        Attempt::Settings => "change a setting".to_owned(),
        Attempt::Schedules => "see or change what is posted by schedule".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::desk::samples::{self, ANNE, BEN, hour};

    fn entry(seq: u64, deed: Deed) -> Entry {
        let story = match deed {
            Deed::Published(_)
            | Deed::Revised(..)
            | Deed::RestoredRevision(..)
            | Deed::Withdrew(_)
            | Deed::Restored
            | Deed::Hid(_)
            | Deed::Showed
            | Deed::Refused(Attempt::Edit(_) | Attempt::Story) => Some(samples::id()),
            _ => None,
        };
        let by = match deed {
            Deed::NotPublished(..)
            | Deed::ScheduleGaveUp(_)
            | Deed::BriefingFailed(..)
            | Deed::NotCrossposted(..)
            | Deed::BriefingUncertain(_) => Author::Operator,
            _ => Author::User(ANNE),
        };
        Entry {
            seq,
            at: hour(9),
            by,
            article: story,
            deed,
        }
    }

    fn page(entries: Vec<Entry>) -> LogPage {
        LogPage {
            who: None,
            article: None,
            entries,
            newer: None,
            older: None,
        }
    }

    #[test]
    fn every_deed_is_told_in_plain_words() {
        let text = "A *train*\narrives @everyone";
        let deeds = samples::deeds(7, text, hour(12)).into_iter();
        let entries = deeds.map(|deed| entry(1, deed));
        let told: Vec<String> = entries.map(|entry| line(&entry).to_string()).collect();
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn a_page_says_what_it_is_limited_to_and_leads_on() {
        let entries = |from: u64, to| (from..to).map(|seq| entry(seq, Deed::Restored)).collect();
        let (who, article) = (Some(BEN), Some(samples::id()));
        let told = [
            ("all", log(&page(entries(0, 2)))),
            (
                "some",
                log(&LogPage {
                    who,
                    article,
                    newer: Some(40),
                    older: Some(20),
                    ..page(entries(0, 2))
                }),
            ),
            (
                "the second page",
                log(&LogPage {
                    newer: Some(0),
                    ..page(entries(0, 1))
                }),
            ),
            ("nothing at all", log(&page(Vec::new()))),
            (
                "nothing of that story",
                log(&LogPage {
                    article,
                    ..page(Vec::new())
                }),
            ),
        ];
        insta::assert_snapshot!(samples::all(told));
    }

    #[test]
    fn the_channel_is_told_as_many_lines_as_a_message_takes() {
        let told = |count| {
            let entries: Vec<Entry> = (0..count).map(|seq| entry(seq, Deed::Restored)).collect();
            let (message, taken) = log_lines(&entries);
            assert_eq!(message.blocks().len(), taken);
            taken
        };
        assert_eq!([0, 1, 10, 11].map(told), [0, 1, 10, 10]);
    }
}
