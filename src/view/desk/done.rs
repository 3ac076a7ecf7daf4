//! What was done at the desk.

use chrono::{DateTime, Utc};

use super::{
    action::{DeskAction, DraftAct},
    controls, names,
};
use crate::{
    article::{ArticleId, Card, Draft, KEPT_DAYS, Library, TextFormat},
    view::{
        Action, Markup, Message, Part,
        message::{Button, Look},
        notice::{QUOTE, two_lines},
        parts,
    },
};

/// UTF-16 units of a headline.
const HEADLINE: usize = 300;

/// Something that was done.
#[derive(Clone, Debug)]
pub enum Done<'a> {
    /// A draft became a new story.
    Published(&'a Card),
    /// A draft became a revision of a story.
    Changed {
        /// The story as it is now.
        card: &'a Card,
        /// Its revision.
        revision: u32,
        /// What its readers are told.
        note: Option<&'a str>,
    },
    /// A draft goes live by itself.
    Scheduled(&'a Draft, DateTime<Utc>),
    /// A draft was thrown away.
    Discarded(&'a Draft),
    /// A story was taken from its readers.
    Withdrawn {
        /// The story.
        card: &'a Card,
        /// Why.
        reason: Option<&'a str>,
    },
    /// It was put back.
    Restored(&'a Card),
    /// A story of the house was taken from this guild's readers.
    Hidden {
        /// The story.
        card: &'a Card,
        /// Why.
        reason: Option<&'a str>,
    },
    /// They get it again.
    Shown(&'a Card),
    /// An export goes with the message as a file.
    Exported(Export),
    /// An export is over what the guild's uploads may have, in bytes.
    OverLimit(Export, u64),
}

/// What was exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// One story.
    Story(ArticleId),
    /// All stories of a library.
    Library {
        /// Which.
        library: Library,
        /// How many.
        count: usize,
    },
}

/// An export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Export {
    /// Of what.
    pub what: What,
    /// As what.
    pub format: TextFormat,
}

/// What was done, and what can be done next.
pub fn done(done: &Done<'_>) -> Message {
    match done {
        Done::Published(card) => story(&format!("Published as {}.", card.id), "", card),
        Done::Changed {
            card,
            revision,
            note,
        } => {
            let told = match note {
                Some(note) => format!(
                    "\n-# Readers are told: {}",
                    Markup::quoted(note.trim(), QUOTE)
                ),
                None => String::new(),
            };
            let says = format!("Changed: {} is at revision {revision} now.", card.id);
            story(&says, &told, card)
        }
        Done::Scheduled(draft, at) => scheduled(draft, *at),
        Done::Discarded(draft) => two_lines(
            &of_draft(draft, "is discarded"),
            &format!("Its text is kept for {KEPT_DAYS} days, in case you want it back."),
        )
        .buttons(vec![controls::button(
            "Take it back",
            draft,
            DraftAct::Recover,
        )]),
        Done::Withdrawn { card, reason } => {
            let says = format!("{} is withdrawn: readers no longer get it.", card.id);
            taken(&says, card, *reason)
        }
        Done::Restored(card) => {
            let says = format!("{} is back: readers get it again.", card.id);
            story(&says, "", card)
        }
        Done::Hidden { card, reason } => {
            let says = format!(
                "{} is hidden: readers of this community no longer get it.",
                card.id
            );
            taken(&says, card, *reason)
        }
        Done::Shown(card) => {
            let says = format!("{} is shown again to readers of this community.", card.id);
            story(&says, "", card)
        }
        Done::Exported(export) => {
            let says = match export.what {
                What::Story(id) => format!("Here is {id} as a file."),
                What::Library { count, .. } => {
                    format!("Here: {}, in one file.", parts::stories(count))
                }
            };
            two_lines(&says, &taken_back(export))
        }
        Done::OverLimit(export, limit) => over_limit(export, *limit),
    }
}

/// What happened to a story, which it is, and buttons to read it and to see its revisions.
fn story(says: &str, told: &str, card: &Card) -> Message {
    let read = Action::Show {
        article: card.id,
        part: Part::Summary,
        page: 0,
    };
    let history = Action::Desk(DeskAction::History {
        article: card.id,
        from: 0,
    });
    let headline = Markup::clipped(card.headline.as_str(), HEADLINE);
    Message::new()
        .text(Markup::own(format!("{says}\n### {headline}{told}")))
        .buttons(vec![
            Button::new("Read", read).with_look(Look::Main),
            Button::new("History", history),
        ])
}

fn of_draft(draft: &Draft, says: &str) -> String {
    format!("Draft {} {says}.", draft.id.number)
}

fn scheduled(draft: &Draft, at: DateTime<Utc>) -> Message {
    let says = of_draft(draft, &format!("goes live {}", names::at(at)));
    let remedy = format!("That is {}. Nobody has to do anything.", names::ago(at));
    let mut buttons = vec![controls::button("Unschedule", draft, DraftAct::Unschedule)];
    buttons.extend(controls::edit_or_discard(draft));
    two_lines(&says, &remedy).buttons(buttons)
}

/// That readers no longer get a story, why, and what puts it back.
fn taken(says: &str, card: &Card, reason: Option<&str>) -> Message {
    let headline = Markup::clipped(card.headline.as_str(), HEADLINE);
    let mut says = Markup::own(format!("{says}\n### {headline}"));
    if let Some(reason) = reason {
        let reason = Markup::quoted(reason.trim(), QUOTE);
        says.append("\n", &Markup::own(format!("-# Reason: {reason}")));
    }
    let back = format!("-# `/desk restore article:{}` puts it back.", card.id);
    says.append("\n", &Markup::own(back));
    Message::new().text(says)
}

/// How a file that was exported is taken back in.
fn taken_back(export: &Export) -> String {
    match export.what {
        What::Story(id) => {
            format!("Change it and send it back with `/desk edit article:{id} file:`.")
        }
        What::Library { .. } => "`newsdesk import` takes it back on the command line.".to_owned(),
    }
}

/// That it does not fit, and the command line that does it.
fn over_limit(export: &Export, limit: u64) -> Message {
    let what = match export.what {
        What::Story(id) => format!("{id} is"),
        What::Library { count, .. } => format!("{} are", parts::stories(count)),
    };
    let library = match export.what {
        What::Story(ArticleId { library, .. }) | What::Library { library, .. } => library,
    };
    let of = match library {
        Library::House => String::new(),
        Library::Guild(id) => format!(" --guild {}", id.0),
    };
    let format = match export.format {
        TextFormat::Json | TextFormat::JsonLines => "jsonl",
        TextFormat::Briefing | TextFormat::Markdown => "text",
    };
    two_lines(
        &format!("{what} more than a file may have here, {}.", size(limit)),
        &format!(
            "The operator can do it on the command line: `newsdesk export --format {format}{of} -o \
             FILE`"
        ),
    )
}

/// A limit in bytes as people say it: `1 MiB`, `500 KiB`.
pub(super) fn size(bytes: u64) -> String {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    if bytes >= MIB && bytes.is_multiple_of(MIB) {
        format!("{} MiB", bytes / MIB)
    } else if bytes >= KIB {
        format!("{} KiB", bytes / KIB)
    } else {
        format!("{bytes} bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::desk::samples::{self, GUILD, hour};

    #[test]
    fn whatever_was_done_is_said_with_what_can_be_done_next() {
        let card = &Card::of(&samples::record());
        let draft = &samples::draft();
        let scheduled = &Draft {
            status: crate::article::DraftStatus::Scheduled,
            ..samples::draft()
        };
        let export = |what, format| Export { what, format };
        let library = |library| What::Library {
            library,
            count: 312,
        };
        let reason = Some("It was *wrong* @everyone.");
        let all = [
            ("published", Done::Published(card)),
            (
                "changed",
                Done::Changed {
                    card,
                    revision: 4,
                    note: None,
                },
            ),
            (
                "changed with a note",
                Done::Changed {
                    card,
                    revision: 4,
                    note: reason,
                },
            ),
            ("scheduled", Done::Scheduled(scheduled, hour(9))),
            ("discarded", Done::Discarded(draft)),
            ("withdrawn", Done::Withdrawn { card, reason }),
            ("restored", Done::Restored(card)),
            ("hidden", Done::Hidden { card, reason: None }),
            ("shown", Done::Shown(card)),
            (
                "a story exported",
                Done::Exported(export(What::Story(card.id), TextFormat::Briefing)),
            ),
            (
                "a library exported",
                Done::Exported(export(library(Library::House), TextFormat::JsonLines)),
            ),
            (
                "too large a library",
                Done::OverLimit(
                    export(library(Library::Guild(GUILD)), TextFormat::JsonLines),
                    10 << 20,
                ),
            ),
            (
                "too large a library of the house",
                Done::OverLimit(
                    export(library(Library::House), TextFormat::Briefing),
                    10 << 20,
                ),
            ),
        ];
        let messages = samples::all(all.map(|(name, what)| (name, done(&what))));
        insta::assert_snapshot!(messages);
    }

    #[test]
    fn a_size_is_said_as_people_do() {
        for (bytes, wanted) in [
            (1000, "1000 bytes"),
            (1024, "1 KiB"),
            (500 << 10, "500 KiB"),
            (1 << 20, "1 MiB"),
            (3 << 19, "1536 KiB"),
            (25 << 20, "25 MiB"),
        ] {
            assert_eq!(size(bytes), wanted);
        }
    }
}
