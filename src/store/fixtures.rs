//! Every record schema that ever shipped stays readable, and none changes unnoticed.
//!
//! `tests/fixtures/records/` holds the bytes of one record of each: `<table>-v<version>.bin`. A
//! file that is missing is written, and the test fails until it is committed. Never change one.

use std::{fmt::Debug, fs, path::PathBuf};

use super::{
    Change, ChangeKind, Job, JobKey,
    asks::Ask,
    catalogue::{Head, Shelf},
    codec::{self, Value},
    conformance::{article, at, day, line},
    desks::Desk,
    drafts::Sheet,
    hidden::Hiding,
};
use crate::{
    article::{
        Article, ArticleId, Attempt, Author, ChannelId, Correction, Deed, DraftId, DraftOrigin,
        DraftStatus, Entry, Field, GuildId, GuildSettings, Library, Link, Origin, Outline, Record,
        Revises, RoleId, Section, Set, Source, State, TextFormat, UserId, Withdrawal,
    },
    briefing::{DeliveryId, ScheduleId},
};

const ID: ArticleId = ArticleId {
    library: Library::Guild(GuildId(7)),
    number: 12,
};

pub(super) const SCHEDULE: ScheduleId = ScheduleId {
    guild: GuildId(7),
    number: 3,
};

pub(super) const DELIVERY: DeliveryId = DeliveryId {
    schedule: SCHEDULE,
    number: 12,
};

const DRAFT: DraftId = DraftId {
    guild: GuildId(7),
    number: 12,
};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/records")
        .join(name)
}

/// Checks that the fixture `name` reads as `value`, and gives its bytes.
fn read<V: Value + PartialEq + Debug>(name: &str, value: &V) -> Vec<u8> {
    let path = fixture(name);
    if !path.exists() {
        fs::write(&path, codec::encode(value).unwrap()).unwrap();
        panic!("{name} was missing and is written now: commit it");
    }
    let bytes = fs::read(path).unwrap();
    assert_eq!(codec::decode::<V>(&bytes).unwrap(), *value, "{name}");
    bytes
}

/// Checks that today's program writes `value` as the fixture has it.
pub(super) fn newest<V: Value + PartialEq + Debug>(name: &str, value: &V) {
    let bytes = read(name, value);
    let today = codec::encode(value).unwrap();
    assert_eq!(
        bytes.escape_ascii().to_string(),
        today.escape_ascii().to_string(),
        "{name}"
    );
}

fn record() -> Record {
    Record {
        id: ID,
        revision: 3,
        state: State::Withdrawn,
        added_by: Author::Operator,
        added_at: at(0),
        live_at: at(1),
        revised_by: Author::User(UserId(3)),
        revised_at: at(2),
        origin: Origin::File("/data/a.txt".into()),
        announced_at: None,
        corrections: Vec::new(),
        withdrawal: None,
        date: day(1),
        article: Article {
            byline: Some(line("A. Writer")),
            topics: vec![line("Energy")],
            sources: vec![Link::new("https://example.org/a").unwrap()],
            image: Some(Link::new("https://example.org/a.png").unwrap()),
            highlights: vec![line("One.")],
            sections: vec![Section {
                heading: line("Why"),
                paragraphs: vec![line("So.")],
            }],
            analysis: vec![line("It might.")],
            ..article("A headline", Some(1))
        },
    }
}

#[test]
fn articles_and_revisions() {
    newest("articles-v1.bin", &record());
    let mut bare = record();
    bare.id.library = Library::House;
    bare.state = State::Published;
    bare.origin = Origin::Desk;
    bare.article = article("A headline", None);
    newest("articles-bare-v1.bin", &bare);
    bare.announced_at = Some(at(2));
    newest("articles-announced-v1.bin", &bare);
    // Another release of the compressor may write other bytes, and must read these.
    let mut long = record();
    long.article.analysis = vec![line("It might."); 200];
    read("articles-zstd-v1.bin", &long);
}

#[test]
fn corrected_and_withdrawn_articles() {
    let mut corrected = record();
    corrected.corrections = vec![Correction {
        revision: 3,
        note: line("It was wrong."),
        at: at(2),
    }];
    newest("articles-corrected-v1.bin", &corrected);
    for (name, reason) in [("reason", Some(line("It is not so."))), ("quietly", None)] {
        corrected.withdrawal = Some(Withdrawal {
            reason,
            by: Author::User(UserId(3)),
            at: at(3),
        });
        newest(&format!("articles-withdrawn-{name}-v1.bin"), &corrected);
    }
}

#[test]
fn desks() {
    newest("desks-bare-v1.bin", &Desk::default());
    let mut desk = Desk {
        last_draft: 12,
        open_drafts: 3,
        last_schedule: 0,
        last_entry: 40,
        settings: GuildSettings {
            time_zone: Some("Europe/Berlin".into()),
            private_answers: true,
            moderator_role: Some(RoleId(8)),
            log_channel: Some(ChannelId(5)),
        },
        told: 39,
        telling: None,
        trouble: Some("It is gone.".into()),
    };
    newest("desks-v1.bin", &desk);
    desk.last_schedule = 3;
    newest("desks-schedules-v1.bin", &desk);
}

#[test]
fn drafts() {
    let mut sheet = Sheet {
        id: DRAFT,
        version: 2,
        author: UserId(3),
        created_at: at(0),
        changed_by: UserId(4),
        changed_at: at(1),
        origin: DraftOrigin::Form,
        revises: None,
        note: None,
        publish_at: None,
        status: DraftStatus::Waiting,
        refused: false,
        pieces: 1,
    };
    newest("drafts-waiting-v1.bin", &sheet);
    sheet.revises = Some(Revises {
        article: ID,
        revision: 3,
    });
    sheet.note = Some("It was wrong.".into());
    sheet.publish_at = Some(at(60));
    let published = DraftStatus::Published {
        article: ID,
        revision: 4,
        by: Author::Operator,
        at: at(2),
    };
    let discarded = DraftStatus::Discarded {
        by: UserId(4),
        at: at(2),
    };
    let file = DraftOrigin::File("all.txt".into());
    let attached = DraftOrigin::Message(Some("message.txt".into()));
    for (name, origin, status) in [
        ("scheduled", file, DraftStatus::Scheduled),
        ("published", attached, published),
        ("discarded", DraftOrigin::Message(None), discarded),
    ] {
        sheet.origin = origin;
        sheet.status = status;
        newest(&format!("drafts-{name}-v1.bin"), &sheet);
    }
    newest("draft-texts-v1.bin", &"{\"text\":\"…".to_owned());
}

/// A source lies in pieces, which no version guards: its text as JSON.
#[test]
fn sources() {
    let sources = [
        Source::Text {
            format: TextFormat::JsonLines,
            text: "a\"b".into(),
        },
        Source::Form {
            fields: Field::ALL.map(|field| (field, "a".into())).into(),
            section: Some(2),
            kept: Some(Box::new(article("A headline", Some(1)))),
        },
        Source::Form {
            fields: Vec::new(),
            section: None,
            kept: None,
        },
    ];
    let texts = sources.map(|source| serde_json::to_string(&source).unwrap());
    newest("draft-texts-sources-v1.bin", &texts.join("\n"));
}

#[test]
fn entries_of_logs() {
    let deeds = [
        ("drafted", Deed::Drafted(1, "A headline".into())),
        ("redrafted", Deed::Redrafted(1)),
        ("discarded", Deed::Discarded(1)),
        ("recovered", Deed::Recovered(1)),
        ("scheduled", Deed::Scheduled(1, at(60))),
        ("unscheduled", Deed::Unscheduled(1)),
        ("not-published", Deed::NotPublished(1, "Why not.".into())),
        ("published", Deed::Published("A headline".into())),
        ("revised", Deed::Revised(2, Some("Why.".into()))),
        ("restored-revision", Deed::RestoredRevision(1, 3)),
        ("withdrew", Deed::Withdrew(Some("Why.".into()))),
        ("restored", Deed::Restored),
        ("hid", Deed::Hid(None)),
        ("showed", Deed::Showed),
        ("set-time-zone", Deed::Set(Set::TimeZone("UTC".into()))),
        ("set-answers", Deed::Set(Set::PrivateAnswers(true))),
        ("set-role", Deed::Set(Set::ModeratorRole(Some(RoleId(8))))),
        ("set-channel", Deed::Set(Set::LogChannel(None))),
        ("refused-add", Deed::Refused(Attempt::Add(1))),
        ("refused-edit", Deed::Refused(Attempt::Edit(1))),
        ("refused-draft", Deed::Refused(Attempt::Draft(1))),
        ("refused-story", Deed::Refused(Attempt::Story)),
        ("refused-desk", Deed::Refused(Attempt::Desk)),
        ("refused-settings", Deed::Refused(Attempt::Settings)),
        ("refused-schedules", Deed::Refused(Attempt::Schedules)),
        ("schedule-added", Deed::ScheduleAdded(3)),
        ("schedule-changed", Deed::ScheduleChanged(3)),
        ("schedule-paused", Deed::SchedulePaused(3)),
        ("schedule-resumed", Deed::ScheduleResumed(3)),
        ("schedule-removed", Deed::ScheduleRemoved(3)),
        ("schedule-gave-up", Deed::ScheduleGaveUp(3)),
        ("briefing-ordered", Deed::BriefingOrdered(3)),
        ("briefing-failed", Deed::BriefingFailed(3, "Why.".into())),
        ("not-crossposted", Deed::NotCrossposted(3, "Why.".into())),
        ("briefing-uncertain", Deed::BriefingUncertain(3)),
        ("briefing-confirmed", Deed::BriefingConfirmed(3)),
        ("briefing-sent-again", Deed::BriefingSentAgain(3)),
    ];
    let mut entry = Entry {
        seq: 9,
        at: at(0),
        by: Author::User(UserId(3)),
        article: Some(ID),
        deed: Deed::Restored,
    };
    for (name, deed) in deeds {
        entry.deed = deed;
        newest(&format!("log-{name}-v1.bin"), &entry);
    }
    entry.by = Author::Operator;
    entry.article = None;
    entry.deed = Deed::Refused(Attempt::Settings);
    newest("log-bare-v1.bin", &entry);
}

#[test]
fn jobs() {
    for (name, key) in [
        ("publish-draft", JobKey::PublishDraft(DRAFT)),
        ("tell-log", JobKey::TellLog(GuildId(7))),
        ("forget-draft", JobKey::ForgetDraft(DRAFT)),
        ("plan-briefing", JobKey::PlanBriefing(SCHEDULE)),
        ("send-briefing", JobKey::SendBriefing(DELIVERY)),
        ("edit-copy", JobKey::EditCopy(DELIVERY, 2)),
        ("forget-schedule", JobKey::ForgetSchedule(SCHEDULE)),
    ] {
        let mut job = Job {
            key,
            due_at: at(0),
            attempt: 0,
            leased_until: None,
        };
        newest(&format!("jobs-{name}-v1.bin"), &job);
        job.attempt = 2;
        job.leased_until = Some(at(1));
        newest(&format!("jobs-{name}-leased-v1.bin"), &job);
    }
}

#[test]
fn cards() {
    newest("cards-v1.bin", &Outline::of(&record()));
}

#[test]
fn changes() {
    let kinds = [
        ("added", ChangeKind::Added),
        (
            "restored",
            ChangeKind::Restored {
                revision: 3,
                state: State::Withdrawn,
                live_at: at(1),
            },
        ),
        ("revised", ChangeKind::Revised(3)),
        ("announced", ChangeKind::Announced),
        ("scheduled", ChangeKind::State(State::Scheduled)),
        ("published", ChangeKind::State(State::Published)),
        ("withdrawn", ChangeKind::State(State::Withdrawn)),
        ("hidden", ChangeKind::Hidden(GuildId(8))),
        ("shown", ChangeKind::Shown(GuildId(8))),
    ];
    for (name, kind) in kinds {
        let change = Change {
            seq: 9,
            id: ID,
            kind,
            by: Author::User(UserId(3)),
            at: at(0),
        };
        newest(&format!("changes-{name}-v1.bin"), &change);
    }
}

#[test]
fn hidings() {
    let hiding = Hiding {
        by: Author::User(UserId(3)),
        at: at(0),
    };
    newest("hidden-v1.bin", &hiding);
}

#[test]
fn heads_shelves_and_plain_values() {
    let mut head = Head {
        schema: 1,
        change_seq: 9,
        ..Head::default()
    };
    read("head-v1.bin", &head);
    head.entries = 7;
    read("head-entries-v1.bin", &head);
    head.briefings = 5;
    head.followed = 8;
    newest("head-briefings-v1.bin", &head);
    newest(
        "shelves-v1.bin",
        &Shelf {
            last_number: 12,
            published: 11,
        },
    );
    newest(
        "asks-v1.bin",
        &Ask {
            text: "-:-:-:a long search".to_owned(),
            at: at(0),
        },
    );
    newest("settings-v1.bin", &"text".to_owned());
    newest("newest-v1.bin", &());
    newest("occurrences-v1.bin", &12u32);
}
