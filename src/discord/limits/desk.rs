//! Every message of the desk, of texts that are as hard as they can be.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    article::{
        ArticleId, Author, Card, Draft, DraftId, DraftOrigin, DraftStatus, Field, GuildId, Library,
        Record, Revises, Source, TextFormat, UserId,
    },
    view::{
        Message, Part,
        desk::{
            batch::{self, Batch, Troubled},
            done::{Done, Export, What, done},
            drafts::{Drafts, PAGE, Waiting, drafts},
            given::given,
            parts,
            preview::{Notice, Preview, preview},
            problems::{Problem, Unread, problems},
            refused, samples,
            shown::Shown,
        },
        message::Block,
    },
};

const WHO: UserId = UserId(u64::MAX);
const WHEN: DateTime<Utc> = DateTime::<Utc>::MIN_UTC;

/// Every one of them.
pub(super) fn messages(record: &Record, typed: &str) -> Vec<Message> {
    let draft = draft(record, typed);
    let mut all = previews(record, &draft);
    all.extend(unread(&draft, typed));
    all.extend(lists(record, &draft, typed));
    all.extend(all_done(record, &draft, typed));
    all.extend([0, 20, 9999].map(|from| parts::menu(record, from)));
    let refusals = samples::refusals(typed, &Arc::new(record.clone()));
    all.extend(refusals.iter().map(|(_, it)| refused::refusal(it)));
    all
}

/// A draft with everything that a draft can have.
fn draft(record: &Record, typed: &str) -> Draft {
    Draft {
        id: DraftId {
            guild: GuildId(u64::MAX),
            number: u32::MAX,
        },
        version: u32::MAX,
        author: WHO,
        created_at: WHEN,
        changed_by: UserId(u64::MAX - 1),
        changed_at: WHEN,
        origin: DraftOrigin::File(typed.to_owned()),
        revises: Some(Revises {
            article: record.id,
            revision: u32::MAX,
        }),
        note: Some(typed.to_owned()),
        publish_at: Some(WHEN),
        status: DraftStatus::Waiting,
        refused: false,
        source: Source::Text {
            format: TextFormat::Briefing,
            text: typed.to_owned(),
        },
    }
}

fn previews(record: &Record, draft: &Draft) -> Vec<Message> {
    let moved = Notice::Moved {
        article: record.id,
        revision: u32::MAX,
        by: Author::User(WHO),
        at: WHEN,
    };
    let redrafted = Notice::Redrafted { by: WHO, at: WHEN };
    let near = vec![
        Notice::Near {
            card: Card::of(record),
            editable: true,
        },
        redrafted.clone(),
    ];
    let changed = vec![moved, redrafted, Notice::Same(record.id)];
    let mut all = vec![(Shown::Part(Part::Summary, 0), near)];
    let section = record.article.sections.len() / 2;
    let others = [
        Shown::Part(Part::Story, 1),
        Shown::Part(Part::Analysis, 0),
        Shown::Section(section, 0),
        Shown::Sections(0),
    ];
    all.extend(others.map(|shown| (shown, changed.clone())));
    let all = all.into_iter().map(|(shown, notices)| {
        // The draft's line, the notices.
        let texts = 1 + notices.len();
        let message = preview(&Preview {
            draft,
            record,
            shown,
            over: u32::MAX,
            ahead: true,
            notices,
        });
        let mut below = message.blocks().iter().rev();
        assert!(matches!(below.next(), Some(Block::Buttons(_))));
        let text = |block: &Block| matches!(block, Block::Text(_));
        assert!(below.by_ref().take(texts).all(text));
        assert_eq!(below.next(), Some(&Block::Rule));
        message
    });
    all.collect()
}

fn problem(typed: &str) -> Problem {
    Problem {
        field: Some(Field::Published),
        line: usize::MAX,
        column: 500,
        typed: typed.to_owned(),
        what: typed.to_owned(),
        expected: typed.to_owned(),
        remedy: typed.to_owned(),
    }
}

fn unread(draft: &Draft, typed: &str) -> Vec<Message> {
    let list = vec![problem(typed); 100];
    let all = [(1, true), (1, false), (100, true), (100, false)];
    let all = all.map(|(count, form)| {
        let message = problems(&Unread {
            draft,
            problems: &list[..count],
            total: count * 1_000_000,
            form,
        });
        let last = message.blocks().last();
        let wanted = if form { 4 } else { 3 };
        assert!(matches!(last, Some(Block::Buttons(buttons)) if buttons.len() == wanted));
        message
    });
    let text = given(draft, &list, 1_000_000);
    assert!(matches!(text.blocks().last(), Some(Block::Buttons(_))));
    all.into_iter().chain([text]).collect()
}

fn lists(record: &Record, draft: &Draft, typed: &str) -> Vec<Message> {
    let drafts_of: Vec<Draft> = (0..PAGE as u32)
        .map(|n| {
            let number = u32::MAX - n;
            let id = DraftId { number, ..draft.id };
            Draft {
                id,
                ..draft.clone()
            }
        })
        .collect();
    let waiting = |draft| Waiting {
        draft,
        name: typed.to_owned(),
        problems: usize::MAX,
        ahead: true,
    };
    let page = drafts(&Drafts {
        total: usize::MAX,
        drafts: drafts_of.iter().map(waiting).collect(),
        before: Some(u32::MAX),
        after: Some(1),
    });
    // The head, for each a line, two lines of text and its buttons, the turns.
    assert_eq!(page.blocks().len(), 1 + 3 * PAGE + 1);
    let troubled = Troubled {
        draft: u32::MAX,
        name: typed.to_owned(),
        problem: problem(typed),
        count: 1_000_000,
    };
    let batch = batch::batch(&Batch {
        file: typed,
        first: 1,
        last: u32::MAX,
        ready: 1_000_000,
        near: 1_000_000,
        troubled: vec![troubled; 100],
    });
    let cards = vec![Card::of(record); 100];
    let published = batch::published(&cards, u32::MAX, 1_000_000);
    for message in [&batch, &published] {
        assert!(matches!(message.blocks().last(), Some(Block::Buttons(_))));
    }
    vec![page, batch, published]
}

fn all_done(record: &Record, draft: &Draft, typed: &str) -> Vec<Message> {
    let (card, note) = (&Card::of(record), Some(typed));
    let guild = Library::Guild(GuildId(u64::MAX));
    let (count, format) = (usize::MAX, TextFormat::JsonLines);
    let export = |what| Export { what, format };
    let library = export(What::Library {
        library: guild,
        count,
    });
    let story = export(What::Story(ArticleId {
        library: guild,
        number: u32::MAX,
    }));
    let revision = u32::MAX;
    let all = [
        Done::Published(card),
        Done::Changed {
            card,
            revision,
            note,
        },
        Done::Scheduled(draft, WHEN),
        Done::Discarded(draft),
        Done::Withdrawn { card, reason: note },
        Done::Restored(card),
        Done::Hidden { card, reason: note },
        Done::Shown(card),
        Done::Exported(library),
        Done::Exported(story),
        Done::OverLimit(library, u64::MAX),
        Done::OverLimit(story, 0),
    ];
    all.iter().map(done).collect()
}
