//! Drafts: kept before anything else, acted on by one person at a time.

use super::{
    super::{Acted, Redraft},
    desk::{ANN, BOB, DESK_OF, act_on, brief, deeds, form, keep, number, text, titled},
    *,
};
use crate::article::{
    Attempt, Deed, Draft, DraftId, DraftOrigin, DraftStatus, Field, GuildId, Revises, Source,
    TextFormat,
};

/// Texts that a store may not change.
const HOSTILE: [&str; 12] = [
    "",
    " \t\r\n",
    "\0\u{1}\u{1b}\u{7f}\u{85}\u{2028}",
    "\"quoted\\\" \\u0041 \\",
    "\u{feff}\u{200b}\u{200d}\u{2060}",
    "\u{202e}live\u{202c} שלום رحلة",
    "@everyone <@1> </help:1> <t:0:R> [a](https://example.org)",
    "```rust\nfn main() {}\n```",
    "👩‍👩‍👧‍👦🏳️‍🌈e\u{301}\u{302}",
    "历史性的旅程",
    "\u{10ffff}\u{e000}\u{fffd}\u{fffe}",
    "{\"text\":{\"format\":\"json\"}}",
];

pub(super) async fn a_draft_comes_back_as_it_was_given(open: Opener<'_>) {
    let store = open();
    let long = HOSTILE.concat().repeat(200);
    let mut given: Vec<_> = HOSTILE.iter().map(|text| form(text)).collect();
    for format in [
        TextFormat::Briefing,
        TextFormat::Markdown,
        TextFormat::Json,
        TextFormat::JsonLines,
    ] {
        let text = long.clone();
        given.push(Source::Text { format, text });
    }
    given.push(Source::Form {
        fields: Field::ALL.map(|field| (field, long.clone())).to_vec(),
        section: Some(u16::MAX),
        kept: Some(Box::new(article("Kept", Some(1)))),
    });
    let origins = [
        DraftOrigin::Form,
        DraftOrigin::File("évil\0/../name.txt".into()),
        DraftOrigin::Message(None),
        DraftOrigin::Message(Some("message.txt".into())),
    ];
    let mut kept = Vec::new();
    for (source, origin) in given.into_iter().zip(origins.into_iter().cycle()) {
        let new = NewDraft {
            origin,
            note: Some(long.clone()),
            publish_at: Some(at(-5)),
            revises: Some(Revises {
                article: id(GUILD, 3),
                revision: 2,
            }),
            source,
            ..brief(DESK_OF)
        };
        let draft = store.keep_draft(new.clone(), at(1)).await.unwrap();
        let wanted = Draft {
            id: draft.id,
            version: 1,
            author: ANN,
            created_at: at(1),
            changed_by: ANN,
            changed_at: at(1),
            origin: new.origin,
            revises: new.revises,
            note: new.note,
            publish_at: new.publish_at,
            status: DraftStatus::Waiting,
            refused: new.refused,
            source: new.source,
        };
        assert_eq!(draft, wanted);
        kept.push(draft);
    }
    store.close().await;
    let store = open();
    for draft in &kept {
        let found = store.draft(draft.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(draft));
    }
    kept.reverse();
    assert_eq!(store.drafts(DESK_OF, 0, 99).await.unwrap(), kept);
    store.verify().await.unwrap();
}

/// As large as any file may be, and hardly compressible: its write spans segments of the engine.
pub(super) async fn a_draft_may_be_as_large_as_a_file(open: Opener<'_>) {
    let store = open();
    let noise = (0..170).map(|number| large(number).lede[0].to_string());
    let noise = noise.collect::<String>();
    assert!(noise.len() > 16 << 20);
    let draft = keep(&store, DESK_OF, &noise).await;
    store.close().await;
    let store = open();
    let found = store.draft(draft.id).await.unwrap();
    assert!(found == Some(draft.clone()));
    let short = text("Short.");
    let redraft = store.redraft(draft.id, 1, short.clone(), ANN, at(2)).await;
    assert!(matches!(redraft.unwrap(), Acted::Done(_)));
    let found = store.draft(draft.id).await.unwrap().unwrap();
    assert_eq!(found.source, short.source);
    store.verify().await.unwrap();
}

pub(super) async fn draft_numbers_are_a_guilds_own_and_given_once(open: Opener<'_>) {
    let store = open();
    let other = GuildId(8);
    for wanted in [1, 2] {
        assert_eq!(number(&keep(&store, DESK_OF, "Here.").await), wanted);
        assert_eq!(number(&keep(&store, other, "There.").await), wanted);
    }
    let last = DraftId {
        guild: DESK_OF,
        number: 2,
    };
    assert!(!store.forget_draft(last).await.unwrap(), "it is open");
    store.discard_draft(last, 1, ANN, at(1)).await.unwrap();
    assert!(store.forget_draft(last).await.unwrap());
    assert!(!store.forget_draft(last).await.unwrap(), "it is gone");
    assert_eq!(store.draft(last).await.unwrap(), None);
    store.verify().await.unwrap();
    store.close().await;
    let store = open();
    assert_eq!(number(&keep(&store, DESK_OF, "Here.").await), 3);
    let strange = DraftId {
        guild: GuildId(9),
        number: 1,
    };
    assert_eq!(store.draft(strange).await.unwrap(), None);
}

pub(super) async fn open_drafts_are_given_in_parts_newest_first(open: Opener<'_>) {
    let store = open();
    for guild in [DESK_OF, GuildId(8)] {
        for _ in 0..7 {
            keep(&store, guild, "Text.").await;
        }
    }
    for number in [2, 5] {
        let id = DraftId {
            guild: DESK_OF,
            number,
        };
        store.discard_draft(id, 1, ANN, at(1)).await.unwrap();
    }
    for (from, limit, wanted) in [
        (0, 3, &[7, 6, 4][..]),
        (3, 9, &[3, 1]),
        (5, 2, &[4, 3]),
        (4, 0, &[]),
        (99, 99, &[7, 6, 4, 3, 1]),
    ] {
        let drafts = store.drafts(DESK_OF, from, limit).await.unwrap();
        let numbers: Vec<_> = drafts.iter().map(number).collect();
        assert_eq!(numbers, wanted, "from {from}");
        assert!(drafts.iter().all(|draft| draft.id.guild == DESK_OF));
    }
    assert_eq!(store.open_drafts(DESK_OF).await.unwrap(), 5);
    assert_eq!(store.open_drafts(GuildId(9)).await.unwrap(), 0);
    assert_eq!(store.drafts(GuildId(9), 0, 9).await.unwrap(), []);
}

pub(super) async fn the_log_tells_of_every_draft_by_a_short_title(open: Opener<'_>) {
    let store = open();
    let revises = Some(Revises {
        article: id(GUILD, 1),
        revision: 1,
    });
    let title = "é".repeat(300);
    for (refused, revises) in [(false, revises), (true, None), (true, revises)] {
        let new = NewDraft {
            title: title.clone(),
            refused,
            revises,
            ..brief(DESK_OF)
        };
        store.keep_draft(new, at(0)).await.unwrap();
    }
    let wanted = [
        Deed::Drafted(1, "é".repeat(100)),
        Deed::Refused(Attempt::Add(2)),
        Deed::Refused(Attempt::Edit(3)),
    ];
    assert_eq!(deeds(&store).await, wanted);
    let of_article = store.log(DESK_OF, None, Some(id(GUILD, 1)), 0, 9).await;
    let seqs: Vec<_> = of_article.unwrap().iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, [3, 1]);
}

pub(super) async fn every_act_makes_a_new_version_and_is_logged(open: Opener<'_>) {
    let store = open();
    let draft = keep(&store, DESK_OF, "First.").await;
    let soon = Redraft {
        publish_at: Some(at(60)),
        note: Some("Why.".into()),
        ..text("Second.")
    };
    let discarded = |by, minute| DraftStatus::Discarded { by, at: at(minute) };
    use DraftStatus::{Scheduled, Waiting};
    for (minute, (act, by, status, deed)) in (1..).zip([
        ("redraft", BOB, Waiting, Deed::Redrafted(1)),
        ("schedule", ANN, Scheduled, Deed::Scheduled(1, at(60))),
        ("unschedule", BOB, Waiting, Deed::Unscheduled(1)),
        ("schedule", ANN, Scheduled, Deed::Scheduled(1, at(60))),
        (
            "fail",
            ANN,
            Waiting,
            Deed::NotPublished(1, "Why not.".into()),
        ),
        ("schedule", BOB, Scheduled, Deed::Scheduled(1, at(60))),
        ("redraft", ANN, Waiting, Deed::Redrafted(1)),
        ("schedule", ANN, Scheduled, Deed::Scheduled(1, at(60))),
        ("discard", BOB, discarded(BOB, 9), Deed::Discarded(1)),
        ("recover", ANN, Waiting, Deed::Recovered(1)),
        ("discard", ANN, discarded(ANN, 11), Deed::Discarded(1)),
    ]) {
        let version = u32::try_from(minute).unwrap();
        let acted = act_on(&store, act, draft.id, version, &soon, by, minute).await;
        let Acted::Done(now) = acted else {
            panic!("{act}: {acted:?}");
        };
        let wanted = Draft {
            version: version + 1,
            changed_by: by,
            changed_at: at(minute),
            status,
            note: soon.note.clone(),
            publish_at: soon.publish_at,
            source: soon.source.clone(),
            ..draft.clone()
        };
        assert_eq!(now, wanted, "{act}");
        assert_eq!(store.draft(draft.id).await.unwrap(), Some(now));
        assert_eq!(deeds(&store).await.pop(), Some(deed));
        let jobs = store.jobs().await.unwrap();
        let owed = match status {
            DraftStatus::Scheduled => Some((JobKey::PublishDraft(draft.id), at(60))),
            DraftStatus::Discarded { at, .. } => {
                Some((JobKey::ForgetDraft(draft.id), at + TimeDelta::days(30)))
            }
            _ => None,
        };
        let jobs = jobs.iter().map(|job| (job.key, job.due_at));
        assert_eq!(jobs.collect::<Vec<_>>(), Vec::from_iter(owed), "{act}");
        store.verify().await.unwrap();
    }
    let last = store.log(DESK_OF, None, None, 6, 1).await.unwrap();
    assert_eq!(last[0].by, Author::Operator, "nobody made it fail");
}

pub(super) async fn an_act_on_what_stands_otherwise_does_nothing(open: Opener<'_>) {
    let store = open();
    let untimed = text("Text.");
    let timed = Redraft {
        publish_at: Some(at(60)),
        ..untimed.clone()
    };
    // How a draft came to stand as it does, and what can be done with it then.
    let states: [(&[&str], &[&str]); 5] = [
        (&["redraft"], &["redraft", "discard", "split"]),
        (
            &["redraft timed"],
            &["redraft", "discard", "split", "schedule"],
        ),
        (
            &["redraft timed", "schedule"],
            &["redraft", "discard", "split", "unschedule", "fail"],
        ),
        (&["discard"], &["recover"]),
        (&["publish"], &[]),
    ];
    let acts = [
        "redraft",
        "discard",
        "recover",
        "schedule",
        "unschedule",
        "fail",
        "split",
    ];
    for (state, possible) in states {
        for act in acts {
            let draft = keep(&store, DESK_OF, "Text.").await;
            let mut now = draft.clone();
            for step in state {
                let to = if *step == "redraft timed" {
                    &timed
                } else {
                    &untimed
                };
                let step = step.trim_end_matches(" timed");
                let acted = act_on(&store, step, draft.id, now.version, to, ANN, 1).await;
                let Acted::Done(next) = acted else {
                    panic!("{step}: {acted:?}");
                };
                now = next;
            }
            let before = (store.written().await.unwrap(), store.jobs().await.unwrap());
            for version in [now.version - 1, now.version + 1] {
                let acted = act_on(&store, act, draft.id, version, &untimed, BOB, 2).await;
                assert_eq!(acted, Acted::Changed(Box::new(now.clone())), "{act}");
            }
            let done = possible.contains(&act);
            if !done {
                let acted = act_on(&store, act, draft.id, now.version, &untimed, BOB, 2).await;
                let wanted = Acted::Changed(Box::new(now.clone()));
                assert_eq!(acted, wanted, "{state:?}, {act}");
            }
            let after = (store.written().await.unwrap(), store.jobs().await.unwrap());
            assert_eq!(after, before, "{state:?}, {act}");
            if done {
                let acted = act_on(&store, act, draft.id, now.version, &untimed, BOB, 2).await;
                assert!(matches!(acted, Acted::Done(_)), "{state:?}, {act}");
            }
        }
    }
    let nobody = DraftId {
        guild: GuildId(9),
        number: 1,
    };
    for act in acts {
        let acted = act_on(&store, act, nobody, 1, &untimed, ANN, 1).await;
        assert_eq!(acted, Acted::Missing, "{act}");
    }
    store.verify().await.unwrap();
}

pub(super) async fn of_many_at_once_on_one_draft_one_wins(open: Opener<'_>) {
    let store = open();
    let draft = keep(&store, DESK_OF, "First.").await;
    let acts = ["redraft", "discard", "split", "publish"];
    let people = (0..24).map(|person| {
        let store = store.clone();
        let by = UserId(100 + person);
        tokio::spawn(async move {
            let act = acts[person as usize % acts.len()];
            act_on(&store, act, draft.id, 1, &text("Second."), by, 1).await
        })
    });
    let acted = futures::future::join_all(people).await;
    let won = acted
        .iter()
        .filter(|acted| matches!(acted.as_ref().unwrap(), Acted::Done(_)));
    assert_eq!(won.count(), 1);
    assert_eq!(deeds(&store).await.len(), 2);
    store.verify().await.unwrap();
}

/// A text lies in many pieces: nobody may read some of one and some of another.
pub(super) async fn a_reader_never_sees_half_of_a_text(open: Opener<'_>) {
    let store = open();
    let texts = [titled('a', 300_000), titled('b', 200_000)];
    let draft = keep(&store, DESK_OF, "").await;
    let writer = tokio::spawn({
        let (store, texts) = (store.clone(), texts.clone());
        async move {
            for version in 1..40 {
                let to = text(&texts[version as usize % 2]);
                let acted = store.redraft(draft.id, version, to, ANN, at(1)).await;
                assert!(matches!(acted.unwrap(), Acted::Done(_)));
            }
        }
    });
    while !writer.is_finished() {
        let found = store.draft(draft.id).await.unwrap().unwrap();
        let whole =
            found.version == 1 || texts.iter().any(|whole| text(whole).source == found.source);
        assert!(whole, "version {}", found.version);
    }
    writer.await.unwrap();
}

pub(super) async fn a_file_of_several_stories_becomes_a_draft_of_each(open: Opener<'_>) {
    let store = open();
    let new = NewDraft {
        origin: DraftOrigin::File("all.txt".into()),
        note: Some("Why.".into()),
        publish_at: Some(at(60)),
        ..brief(DESK_OF)
    };
    let all = store.keep_draft(new, at(0)).await.unwrap();
    keep(&store, DESK_OF, "Between.").await;
    let none = store.split_draft(all.id, 1, Vec::new(), at(1)).await;
    assert_eq!(none.unwrap(), Acted::Done(Vec::new()));
    assert!(
        store.draft(all.id).await.unwrap().is_some(),
        "nothing is lost"
    );

    let parts = ["One", "Two", "Three"].map(|title| (form(title), title.to_owned()));
    let split = store.split_draft(all.id, 1, parts.to_vec(), at(1)).await;
    let wanted = (3..).zip(&parts).map(|(number, (source, _))| Draft {
        id: DraftId {
            guild: DESK_OF,
            number,
        },
        created_at: at(1),
        changed_at: at(1),
        source: source.clone(),
        ..all.clone()
    });
    let wanted: Vec<_> = wanted.collect();
    assert_eq!(split.unwrap(), Acted::Done(wanted.clone()));
    for draft in wanted {
        assert_eq!(store.draft(draft.id).await.unwrap(), Some(draft));
    }
    assert_eq!(store.draft(all.id).await.unwrap(), None);
    assert_eq!(store.open_drafts(DESK_OF).await.unwrap(), 4);
    let told = deeds(&store).await;
    let titles = ["One", "Two", "Three"];
    let drafted = (3..)
        .zip(titles)
        .map(|(number, title)| Deed::Drafted(number, title.into()));
    assert_eq!(told[2..], drafted.collect::<Vec<_>>());
    store.verify().await.unwrap();
}
