//! A refusal of the desk's in words: what was wrong, and what to do instead.

use super::{
    action::{DeskAction, DraftAct, DraftKey},
    form::{TooLong, label},
    names, parts,
    refusal::{BadTime, DeskRefusal, Permission, Words},
    upload,
};
use crate::{
    article::{ArticleId, Author, ChannelId, KEPT_DAYS, MAX_NOTE_CHARS, RoleId},
    view::{
        Action, Markup, Message, Part,
        message::{Button, MAX_ROW},
        notice::{QUOTE, quoted, two_lines},
        parts as view_parts,
    },
};

/// UTF-16 units of a note that is given back.
const GIVEN_BACK: usize = 1900;
/// UTF-16 units of a time zone's name.
const ZONE: usize = 60;

/// A refusal as a message: what was wrong, and what to do.
pub fn refusal(refusal: &DeskRefusal) -> Message {
    match refusal {
        DeskRefusal::NoGuild => two_lines(
            "There is no desk in a direct message.",
            "Use this command in the community whose news it is about.",
        ),
        DeskRefusal::MayNot { takes, role, kept } => may_not(*takes, *role, *kept),
        DeskRefusal::UnknownDraft(number) => two_lines(
            &format!("There is no draft {number} at this desk."),
            "These are the ones that wait:",
        )
        .buttons(vec![drafts()]),
        DeskRefusal::AlreadyPublished {
            draft,
            article,
            by,
            at,
        } => {
            let at = names::ago(*at);
            let what = match by {
                Author::User(by) => format!("was published already, by {} {at}", names::user(*by)),
                Author::Operator => format!("went live by itself already, {at}"),
            };
            two_lines(
                &format!("Draft {draft} {what}."),
                &format!("Nothing more was done. It is in {article}:"),
            )
            .buttons(vec![read(*article)])
        }
        DeskRefusal::AlreadyDiscarded { draft, by, at } => {
            let (by, at) = (names::user(*by), names::ago(*at));
            two_lines(
                &format!("Draft {} was discarded, by {by} {at}.", draft.number),
                &format!("Its text is kept for {KEPT_DAYS} days. Take it back to go on with it."),
            )
            .buttons(vec![of_draft("Take it back", *draft, DraftAct::Recover)])
        }
        DeskRefusal::ChangedDraft { draft, by, at } => two_lines(
            &format!(
                "Draft {} was changed meanwhile, by {} {}.",
                draft.number,
                names::user(*by),
                names::ago(*at)
            ),
            "Nothing was done. Look at it as it is now:",
        )
        .buttons(vec![see(*draft)]),
        DeskRefusal::Overtaken { draft, kept } => two_lines(
            &format!("Draft {draft} was changed or settled while you were typing."),
            &format!(
                "Your text is not lost: it is draft {} now. Nothing was done with the other.",
                kept.number
            ),
        )
        .buttons(vec![see(*kept)]),
        DeskRefusal::Outdated { id, present } => two_lines(
            &format!("{id} was changed meanwhile: it is at revision {present} now."),
            "Nothing was done. Look at its history again:",
        )
        .buttons(vec![history(*id)]),
        DeskRefusal::SameText { id, revision } => two_lines(
            &format!("{id} reads as its revision {revision} did: there is nothing to restore."),
            "Look at its history for another one:",
        )
        .buttons(vec![history(*id)]),
        DeskRefusal::UnknownRevision { id, revision } => two_lines(
            &format!("There is no revision {revision} of {id} here."),
            "These are the ones that are kept:",
        )
        .buttons(vec![history(*id)]),
        DeskRefusal::OfTheHouse(id) => two_lines(
            &format!("{id} is a story of the house: only the house's own desk changes it."),
            &format!("`/desk withdraw article:{id}` hides it from readers of this community."),
        ),
        DeskRefusal::PartTooLong(id, long) => too_long(
            *long,
            &id.to_string(),
            &format!(
                "Get the story with `/desk export article:{id}`, change it, and send it with `/desk \
                 edit article:{id} file:`."
            ),
        ),
        DeskRefusal::DraftTooLong(draft, long) => too_long(
            *long,
            &format!("draft {}", draft.number),
            "Get the text as a file, change it, and send it again; then discard this draft.",
        )
        .buttons(vec![
            of_draft("Get the text", *draft, DraftAct::File),
            of_draft("Discard", *draft, DraftAct::Discard),
        ]),
        DeskRefusal::File {
            name,
            bad,
            accepted,
        } => upload::refused(name, bad, accepted),
        DeskRefusal::ManyStories { draft, count, most } => two_lines(
            &format!("There are {count} stories in this file; the desk takes {most} at once."),
            &format!(
                "Nothing is lost: the file waits as draft {draft}. Send it in parts, or have the \
                 operator take it in with `newsdesk import`."
            ),
        ),
        DeskRefusal::LargeStory { bytes, max } => two_lines(
            &format!(
                "With what readers are told of its changes this story has {bytes} bytes of text; \
                 {max} are possible."
            ),
            "Nothing was done, and nothing is lost. Shorten the story or the note, and publish it \
             again.",
        ),
        DeskRefusal::EmptyMessage(accepted) => upload::nothing(accepted),
        DeskRefusal::UnknownPart { typed, record } => {
            parts::likely(record, quoted("No part of a story is called", typed), &[])
        }
        DeskRefusal::UnknownSection {
            typed,
            record,
            near,
        } => parts::likely(
            record,
            quoted("No section of this story is called", typed),
            near,
        ),
        DeskRefusal::AmbiguousSection { typed, record, fit } => parts::likely(
            record,
            quoted("More than one section of this story fits", typed),
            fit,
        ),
        DeskRefusal::PublishAt {
            typed,
            bad,
            example,
        } => bad_time(typed, *bad, example),
        DeskRefusal::AlreadyWithdrawn(id) => two_lines(
            &format!("{id} is withdrawn already."),
            &format!("`/desk restore article:{id}` puts it back."),
        ),
        DeskRefusal::NotWithdrawn(id) => two_lines(
            &format!("{id} is not withdrawn: readers get it."),
            &format!("`/desk withdraw article:{id}` takes it from them."),
        ),
        DeskRefusal::AlreadyHidden(id) => two_lines(
            &format!("{id} is hidden here already."),
            &format!("`/desk restore article:{id}` shows it again."),
        ),
        DeskRefusal::NotHidden(id) => two_lines(
            &format!("{id} is not hidden here: readers get it."),
            &format!("`/desk withdraw article:{id}` hides it from them."),
        ),
        DeskRefusal::NothingToExport => two_lines(
            "There is no story to export.",
            "This community has none of its own yet: `/desk add` begins one.",
        ),
        DeskRefusal::LongWords { what, typed } => long_words(*what, typed),
        DeskRefusal::UnknownZone { typed, near } => unknown_zone(typed, near),
        DeskRefusal::EveryoneRole => two_lines(
            "That is the role that everybody has.",
            "Choose one that only moderators have; without one, those with the permission Manage \
             Messages may use the desk.",
        ),
        DeskRefusal::LogChannel { channel, missing } => log_channel(*channel, missing),
    }
}

/// What it takes, and where the person's words are.
fn may_not(takes: Permission, role: Option<RoleId>, kept: Option<u32>) -> Message {
    let takes = match takes {
        Permission::ManageMessages => "Manage Messages",
        Permission::ManageServer => "Manage Server",
    };
    let role = role.map_or(String::new(), |RoleId(id)| format!(" or the role <@&{id}>"));
    let mut says = Markup::own(format!(
        "You may not do that here.\n-# It takes the permission {takes}{role}."
    ));
    if let Some(number) = kept {
        let kept = format!(
            "-# Your text is not lost: it is kept as draft {number}, and a moderator finds it in \
             `/desk drafts`."
        );
        says.append("\n", &Markup::own(kept));
    }
    Message::new().text(says)
}

fn too_long(TooLong(field): TooLong, of: &str, remedy: &str) -> Message {
    let what = format!(
        "The field “{}” of {of} has more than the 4,000 characters that a form takes.",
        label(field)
    );
    two_lines(&what, remedy)
}

fn bad_time(typed: &str, bad: BadTime, example: &str) -> Message {
    let typed = Markup::quoted(typed.trim(), QUOTE);
    let what = match bad {
        BadTime::Unreadable => format!("{typed} is not a time that I can read."),
        BadTime::NoTime => format!("{typed} is a day without a time."),
        BadTime::UnknownTime => {
            format!("{typed} names a day, and then not a time that I can read.")
        }
        BadTime::Ambiguous(a, b) => {
            let [a, b] = [a, b].map(view_parts::date);
            format!("{typed} may be {a} or {b}.")
        }
        BadTime::Past(at) => format!("{typed} is over: it was {}.", names::ago(at)),
    };
    let example = Markup::quoted(example, QUOTE);
    two_lines(
        &what,
        &format!("Type it like {example}, in this community's time zone."),
    )
}

/// How long they may be, and the words themselves, so that they are not lost.
fn long_words(what: Words, typed: &str) -> Message {
    let what = match what {
        Words::Note => "A correction note",
        Words::Reason => "A reason",
    };
    let count = typed.trim().chars().count();
    two_lines(
        &format!("{what} can have at most {MAX_NOTE_CHARS} characters; this one has {count}."),
        "Shorten it and send the command again. What you typed:",
    )
    .text(Markup::clipped(typed.trim(), GIVEN_BACK))
}

fn unknown_zone(typed: &str, near: &[String]) -> Message {
    let mut says = quoted("No time zone is called", typed);
    let mut zones = Markup::default();
    for zone in near.iter().take(MAX_ROW) {
        zones.append(", ", &Markup::clipped(zone, ZONE));
    }
    let remedy = "-# Type one such as Europe/London, and choose from the list.";
    says.append("\n", &Markup::own(remedy));
    if !zones.is_empty() {
        says.append(" ", &Markup::own(format!("The nearest: {zones}")));
    }
    Message::new().text(says)
}

fn log_channel(ChannelId(id): ChannelId, missing: &[String]) -> Message {
    if missing.is_empty() {
        return two_lines(
            &format!("<#{id}> takes no messages, so it can't take the log."),
            "Choose a text channel.",
        );
    }
    two_lines(
        &format!("I can't write to <#{id}>."),
        &format!(
            "Missing there: {}. Give me that in the channel's settings, under Permissions, or choose \
             another channel.",
            Markup::clipped(&missing.join(", "), QUOTE)
        ),
    )
}

fn of_draft(label: &str, draft: DraftKey, act: DraftAct) -> Button {
    Button::new(label, Action::Desk(DeskAction::Draft(draft, act)))
}

fn see(draft: DraftKey) -> Button {
    of_draft("Preview", draft, DraftAct::Show(Part::Summary, 0))
}

fn history(article: ArticleId) -> Button {
    let history = Action::Desk(DeskAction::History { article, from: 0 });
    Button::new("History", history)
}

fn drafts() -> Button {
    let from = Action::Desk(DeskAction::Drafts { from: 0 });
    Button::new("See the drafts", from)
}

fn read(article: ArticleId) -> Button {
    let read = Action::Show {
        article,
        part: Part::Summary,
        page: 0,
    };
    Button::new("Read", read)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::view::desk::samples;

    #[test]
    fn every_refusal_says_what_was_wrong_and_what_to_do() {
        let all = samples::refusals("the *speed* @everyone", &Arc::new(samples::record()));
        let messages = samples::all(all.iter().map(|(name, it)| (*name, refusal(it))));
        insta::assert_snapshot!(messages);
    }
}
