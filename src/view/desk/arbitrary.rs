//! Whatever the desk's controls and forms can be for.

use chrono::DateTime;
use proptest::{option, prelude::*, sample::select};

use super::action::{Clearable, DeskAction, DraftAct, DraftKey, FormKey, PartKey};
use crate::{
    article::{ArticleId, GuildId, Library, UserId},
    view::{Part, action::SectionKey},
};

/// Any article's name.
pub(crate) fn article_id() -> impl Strategy<Value = ArticleId> {
    let libraries = prop_oneof![
        Just(Library::House),
        any::<u64>().prop_map(|id| Library::Guild(GuildId(id)))
    ];
    (libraries, any::<u32>()).prop_map(|(library, number)| ArticleId { library, number })
}

/// Any section.
pub(crate) fn section_key() -> impl Strategy<Value = SectionKey> {
    (any::<u16>(), any::<u32>()).prop_map(|(index, fingerprint)| SectionKey { index, fingerprint })
}

/// Any part of an article that has a form.
pub(crate) fn part_key() -> impl Strategy<Value = PartKey> {
    prop_oneof![
        Just(PartKey::Details),
        Just(PartKey::Links),
        Just(PartKey::Lede),
        Just(PartKey::Highlights),
        section_key().prop_map(PartKey::Section),
        Just(PartKey::Analysis),
    ]
}

/// Any form.
pub(crate) fn form_key() -> impl Strategy<Value = FormKey> {
    let range =
        DateTime::<chrono::Utc>::MIN_UTC.timestamp()..=DateTime::<chrono::Utc>::MAX_UTC.timestamp();
    let instants = range.prop_filter_map("an instant", |at| DateTime::from_timestamp(at, 0));
    prop_oneof![
        option::of(instants).prop_map(|publish_at| FormKey::New { publish_at }),
        draft_key().prop_map(FormKey::Draft),
        (article_id(), any::<u32>(), part_key()).prop_map(|(article, revision, part)| {
            FormKey::Edit {
                article,
                revision,
                part,
            }
        }),
    ]
}

/// Any button or menu.
pub(crate) fn action() -> impl Strategy<Value = DeskAction> {
    let of_drafts = prop_oneof![
        (draft_key(), draft_act()).prop_map(|(draft, act)| DeskAction::Draft(draft, act)),
        any::<u32>().prop_map(|from| DeskAction::Drafts { from }),
        any::<(u32, u32)>().prop_map(|(first, last)| DeskAction::Batch { first, last }),
    ];
    let of_articles = prop_oneof![
        article_id().prop_map(DeskAction::Parts),
        (article_id(), part_key()).prop_map(|(article, part)| DeskAction::Edit(article, part)),
        (article_id(), any::<u32>())
            .prop_map(|(article, from)| DeskAction::History { article, from }),
        (article_id(), any::<u32>())
            .prop_map(|(article, revision)| DeskAction::Revision { article, revision }),
        (article_id(), any::<u32>(), any::<u32>()).prop_map(|(article, revision, over)| {
            DeskAction::Rewrite {
                article,
                revision,
                over,
            }
        }),
    ];
    let who = option::of(any::<u64>().prop_map(UserId));
    let of_the_guild = prop_oneof![
        (who, option::of(article_id()), any::<u64>())
            .prop_map(|(who, article, from)| DeskAction::Log { who, article, from }),
        select(&Clearable::ALL[..]).prop_map(DeskAction::Clear),
    ];
    prop_oneof![of_drafts, of_articles, of_the_guild]
}

/// Any draft as it was at any version.
pub(crate) fn draft_key() -> impl Strategy<Value = DraftKey> {
    any::<(u32, u32)>().prop_map(|(number, version)| DraftKey { number, version })
}

fn draft_act() -> impl Strategy<Value = DraftAct> {
    prop_oneof![
        (select(&Part::ALL[..]), any::<u16>()).prop_map(|(part, page)| DraftAct::Show(part, page)),
        (section_key(), any::<u16>()).prop_map(|(section, page)| DraftAct::Section(section, page)),
        any::<u16>().prop_map(DraftAct::Sections),
        any::<u32>().prop_map(|over| DraftAct::Publish { over }),
        any::<u32>().prop_map(|over| DraftAct::PublishNow { over }),
        article_id().prop_map(DraftAct::Revise),
        select(
            &[
                DraftAct::New,
                DraftAct::Edit,
                DraftAct::File,
                DraftAct::Problems,
                DraftAct::Discard,
                DraftAct::Recover,
                DraftAct::Unschedule,
            ][..]
        ),
    ]
}
