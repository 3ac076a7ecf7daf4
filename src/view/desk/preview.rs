//! A draft exactly as readers will get it, and what can be done with it.

use chrono::{DateTime, Utc};

use super::{
    action::{DeskAction, DraftAct, DraftKey},
    controls, names,
    shown::Shown,
};
use crate::{
    article::{ArticleId, Author, Card, Draft, DraftStatus, Record, UserId},
    view::{
        Action, Markup, Message, article,
        message::{Block, Button, Look},
        parts,
    },
};

/// UTF-16 units of a note in the line under the card: it stands in the card itself as well.
const NOTE: usize = 160;
/// UTF-16 units of another story's headline.
const HEADLINE: usize = 120;

/// A draft that can be read.
#[derive(Clone, Debug)]
pub struct Preview<'a> {
    /// The draft.
    pub draft: &'a Draft,
    /// What readers will get.
    pub record: &'a Record,
    /// What of it is shown.
    pub shown: Shown,
    /// The revision that it is laid over; 0 where it is a new story.
    pub over: u32,
    /// Whether its time to go live is still ahead.
    pub ahead: bool,
    /// What to know before publishing it.
    pub notices: Vec<Notice>,
}

/// What to know of a draft before publishing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A new story that is much like this one.
    Near {
        /// The other story.
        card: Card,
        /// Whether this desk may make the draft a change of it.
        editable: bool,
    },
    /// What it changes was changed since its author saw it.
    Moved {
        /// The article.
        article: ArticleId,
        /// At which revision it is now.
        revision: u32,
        /// Who changed it.
        by: Author,
        /// When.
        at: DateTime<Utc>,
    },
    /// The draft was changed since the button was made; nothing was done.
    Redrafted {
        /// Who changed it.
        by: UserId,
        /// When.
        at: DateTime<Utc>,
    },
    /// It says what the article says already.
    Same(ArticleId),
}

/// The card that readers will get, then the draft's number, what to know, and its buttons.
pub fn preview(preview: &Preview<'_>) -> Message {
    let Preview { draft, record, .. } = *preview;
    let card = match preview.shown {
        Shown::Part(part, page) => article::part(record, part, page),
        Shown::Section(index, page) => {
            article::section(record, index, page).unwrap_or_else(|| article::sections(record, 0))
        }
        Shown::Sections(from) => article::sections(record, from),
    };
    let key = DraftKey::of(draft);
    let card = card.map_actions(|action| of_draft(key, action));
    let mut message = card.rule().text(about(preview));
    for notice in &preview.notices {
        message.push(Block::Text(said(notice)));
    }
    message.buttons(buttons(preview))
}

/// What the same control does in the preview.
fn of_draft(draft: DraftKey, action: &Action) -> Action {
    let act = match action {
        Action::Show { part, page, .. } => DraftAct::Show(*part, *page),
        Action::Section { section, page, .. } => DraftAct::Section(*section, *page),
        Action::Sections { from, .. } => DraftAct::Sections(*from),
        other => return other.clone(),
    };
    Action::Desk(DeskAction::Draft(draft, act))
}

/// Whose draft it is, what it changes, when it goes live, what readers are told.
fn about(preview: &Preview<'_>) -> Markup {
    let draft = preview.draft;
    let mut about = names::draft(draft);
    if let Some(at) = draft.publish_at {
        let (time, distance) = (names::at(at), names::ago(at));
        let says = match draft.status {
            DraftStatus::Scheduled => format!("-# Goes live by itself {time}, {distance}"),
            _ if preview.ahead => format!("-# To go live {time}, {distance}, once scheduled"),
            _ => format!("-# Was to go live {time}; published now, it goes live at once"),
        };
        about.append("\n", &Markup::own(says));
    }
    // A field that was left empty is no note.
    let note = draft.note.as_deref().map(str::trim);
    if let Some(note) = note.filter(|note| !note.is_empty()) {
        let note = Markup::quoted(note, NOTE);
        about.append("\n", &Markup::own(format!("-# Correction note: {note}")));
    }
    about
}

fn said(notice: &Notice) -> Markup {
    Markup::own(match notice {
        Notice::Near { card, editable } => {
            let correction = if *editable {
                format!(" make it a correction of {},", card.id)
            } else {
                String::new()
            };
            format!(
                "**Is it a new story?** {} of {} is much like it: {}\n-# Publish it as a new story \
                 all the same,{correction} or discard it.",
                card.id,
                parts::date(card.date),
                Markup::quoted(card.headline.as_str(), HEADLINE),
            )
        }
        Notice::Moved {
            article,
            revision,
            by,
            at,
        } => format!(
            "**{article} was changed meanwhile**, by {} {}: it is at revision {revision} now.\n-# \
             What you see is this draft laid over that revision. Look again before you publish it.",
            names::author(*by),
            names::ago(*at)
        ),
        Notice::Redrafted { by, at } => format!(
            "**This draft was changed meanwhile**, by {} {}.\n-# You see it as it is now; nothing \
             was done with it.",
            names::user(*by),
            names::ago(*at)
        ),
        Notice::Same(article) => format!(
            "**Nothing is different** from {article} as readers have it.\n-# Edit the draft, or \
             discard it."
        ),
    })
}

fn buttons(preview: &Preview<'_>) -> Vec<Button> {
    let draft = preview.draft;
    let near = preview.notices.iter().find_map(|notice| match notice {
        Notice::Near { card, editable } => Some((card.id, *editable)),
        _ => None,
    });
    let mut buttons = match near {
        Some((id, editable)) => {
            let label = if preview.ahead {
                "Schedule as new"
            } else {
                "Publish as new"
            };
            let correction = format!("Correction of {id}");
            let revise = controls::button(&correction, draft, DraftAct::Revise(id));
            let mut buttons = vec![controls::button(label, draft, DraftAct::New)];
            buttons.extend(editable.then_some(revise));
            buttons
        }
        None => {
            let over = preview.over;
            let now = controls::button("Publish now", draft, DraftAct::PublishNow { over });
            let forward = controls::forward(draft, preview.over, preview.ahead);
            let same = |notice: &Notice| matches!(notice, Notice::Same(_));
            let useless = forward.look == Look::Main && preview.notices.iter().any(same);
            if useless {
                vec![forward.with_look(Look::Absent)]
            } else {
                let now = preview.ahead.then_some(now);
                [forward].into_iter().chain(now).collect()
            }
        }
    };
    buttons.extend(controls::edit_or_discard(draft));
    buttons
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        article::{Line, arbitrary},
        view::{
            Part,
            desk::samples::{self, ANNE, BEN, hour},
        },
    };

    fn shown(draft: &Draft, shown: Shown, notices: Vec<Notice>) -> Message {
        preview(&Preview {
            draft,
            record: &samples::record(),
            shown,
            over: draft.revises.map_or(0, |revises| revises.revision),
            ahead: draft.publish_at.is_some_and(|at| at > hour(8)),
            notices,
        })
    }

    #[test]
    fn every_preview_says_what_it_is_and_what_can_be_done() {
        let summary = Shown::Part(Part::Summary, 0);
        let near = samples::record();
        let at_nine = |status| Draft {
            publish_at: Some(hour(9)),
            status,
            ..samples::draft()
        };
        let late = Draft {
            publish_at: Some(hour(7)),
            ..samples::draft()
        };
        let moved = Notice::Moved {
            article: samples::id(),
            revision: 5,
            by: Author::Operator,
            at: hour(7),
        };
        let redrafted = Notice::Redrafted {
            by: BEN,
            at: hour(7),
        };
        let changed = Draft {
            changed_by: BEN,
            changed_at: hour(7),
            ..samples::change()
        };
        let quiet = Draft {
            note: Some(" ".to_owned()),
            ..samples::change()
        };
        let previews = samples::all([
            ("a new story", shown(&samples::draft(), summary, vec![])),
            (
                "to be scheduled",
                shown(&at_nine(DraftStatus::Waiting), summary, vec![]),
            ),
            (
                "scheduled",
                shown(&at_nine(DraftStatus::Scheduled), summary, vec![]),
            ),
            ("its time has passed", shown(&late, summary, vec![])),
            (
                "much like another",
                shown(
                    &samples::draft(),
                    summary,
                    vec![Notice::Near {
                        card: Card::of(&near),
                        editable: true,
                    }],
                ),
            ),
            (
                "a change",
                shown(&samples::change(), Shown::Section(1, 0), vec![]),
            ),
            ("a change without a note", shown(&quiet, summary, vec![])),
            (
                "of what was changed",
                shown(&changed, Shown::Sections(0), vec![moved, redrafted]),
            ),
            (
                "of nothing",
                shown(
                    &samples::change(),
                    Shown::Section(9, 0),
                    vec![Notice::Same(samples::id())],
                ),
            ),
        ]);
        insta::assert_snapshot!(previews);
    }

    /// Texts, rules and looks of a message, without what its controls do.
    fn looks(message: &Message) -> Vec<Block> {
        let bare = message.clone().map_actions(|_| Action::Read);
        bare.blocks().to_vec()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_preview_is_what_readers_get_and_its_buttons_under_it(
            article in arbitrary::article(),
            number in any::<u32>(),
            at in any::<(u16, u16)>(),
        ) {
            let date = article.published.unwrap_or_default();
            let record = Record { article, date, ..samples::record() };
            let draft = Draft {
                note: Some("語*".repeat(500)),
                publish_at: Some(DateTime::<Utc>::MAX_UTC),
                changed_by: UserId(u64::MAX),
                author: ANNE,
                ..samples::change()
            };
            let moved = Notice::Moved {
                article: ArticleId { number, ..record.id },
                revision: u32::MAX,
                by: Author::User(UserId(u64::MAX)),
                at: DateTime::<Utc>::MIN_UTC,
            };
            let redrafted = Notice::Redrafted { by: BEN, at: DateTime::<Utc>::MIN_UTC };
            let notices = vec![moved, redrafted, Notice::Same(record.id)];
            let section = usize::from(at.0) % (record.article.sections.len() + 1);
            let mut all: Vec<(Shown, Message)> = Part::ALL
                .map(|part| (Shown::Part(part, at.1 % 3), article::part(&record, part, at.1 % 3)))
                .to_vec();
            all.push((Shown::Sections(at.0), article::sections(&record, at.0)));
            if let Some(card) = article::section(&record, section, at.1 % 3) {
                all.push((Shown::Section(section, at.1 % 3), card));
            }
            for (shown, card) in all {
                let preview = preview(&Preview {
                    draft: &draft,
                    record: &record,
                    shown,
                    over: 4,
                    ahead: true,
                    notices: notices.clone(),
                });
                let (above, below) = preview.blocks().split_at(card.blocks().len());
                prop_assert_eq!(looks(&card), &looks(&preview)[..above.len()]);
                // A rule, the draft's line, three notices, the buttons.
                prop_assert_eq!(below.len(), 6);
                let desk = |action: &Action| matches!(action, Action::Desk(DeskAction::Draft(..)));
                prop_assert!(preview.actions().all(desk));
            }
        }
    }

    #[test]
    fn the_longest_texts_leave_room_for_the_desk() {
        let line = |chars: usize| Line::new(&"*".repeat(chars)).expect("a line");
        let mut record = samples::record();
        record.article.headline = line(crate::article::MAX_HEADLINE_CHARS);
        record.article.byline = Some(line(crate::article::MAX_BYLINE_CHARS));
        record.article.topics = vec![line(crate::article::MAX_TOPIC_CHARS); 10];
        record.article.lede = vec![line(5000)];
        let preview = preview(&Preview {
            draft: &samples::draft(),
            record: &record,
            shown: Shown::Part(Part::Summary, 0),
            over: 0,
            ahead: false,
            notices: vec![Notice::Near {
                card: Card::of(&record),
                editable: true,
            }],
        });
        let card = article::part(&record, Part::Summary, 0);
        assert!(card.room() < 2 * article::DESK);
        // A rule, the draft's line, the notice, the buttons.
        assert_eq!(preview.blocks().len(), card.blocks().len() + 4);
    }
}
