//! Random operations, with the database opened again in between, against the model.

use proptest::prelude::*;

use super::{
    Filing, Store,
    act::{Act, What},
    act_briefing::Brief,
    chance::Chance,
    conformance::{article, at, day, filing, line},
    model::{LIBRARIES, Model},
};
use crate::article::{ArticleId, Author, GuildId, Link, Origin, Standing, State, UserId};

#[derive(Clone, Debug)]
enum Operation {
    File(Box<Filing>),
    SetState(ArticleId, State),
    SetHidden(GuildId, u32, bool),
    Act(Act),
    Reopen,
}

fn brief() -> impl Strategy<Value = Operation> {
    any::<u64>().prop_map(|seed| {
        let brief = Brief::any(&mut Chance::new(seed));
        let (guild, by) = (GuildId(1), UserId(1 + seed % 3));
        let what = What::Brief(brief);
        Operation::Act(Act { guild, by, what })
    })
}

/// What a message that was posted has to follow.
fn change() -> impl Strategy<Value = Operation> {
    let states = prop::sample::select(State::ALL.to_vec());
    let libraries = prop::sample::select(LIBRARIES.to_vec());
    let set_state = (libraries, 1..9u32, states).prop_map(|(library, number, state)| {
        Operation::SetState(ArticleId { library, number }, state)
    });
    let set_hidden = (1..3u64, 1..9u32, any::<bool>())
        .prop_map(|(guild, number, hidden)| Operation::SetHidden(GuildId(guild), number, hidden));
    prop_oneof![set_state, set_hidden]
}

fn operation() -> impl Strategy<Value = Operation> {
    let library = || prop::sample::select(LIBRARIES.to_vec());
    let texts = (
        0..4u8,
        prop::option::of(1..3u32),
        prop::option::of(0..3u8),
        0..2u8,
    );
    let states = || prop::sample::select(State::ALL.to_vec());
    let standing = (
        prop::option::of(1..6u32),
        prop::option::of(states()),
        prop::option::of(1..4u32),
        prop::option::of(-3..3i64),
        prop::option::of(1..3u32),
    );
    let standing = standing.prop_map(|(number, state, revision, live_at, filed)| Standing {
        library: None,
        number,
        state,
        revision,
        live_at: live_at.map(at),
        filed: filed.map(day),
    });
    let standing = prop_oneof![Just(Standing::default()), standing];
    let path = prop::option::of(0..3u8);
    let flags = any::<(bool, bool)>();
    let file = (library(), texts, path, flags, standing).prop_map(
        |(library, (headline, date, source, lede), path, (same_file, in_order), standing)| {
            let mut article = article(&format!("Headline {headline}"), date);
            article.lede = vec![line(&format!("Lede {lede}"))];
            article.sources.extend(
                source.map(|source| Link::new(&format!("https://example.org/{source}")).unwrap()),
            );
            let origin = path.map_or(Origin::Desk, |path| Origin::File(format!("/{path}")));
            Operation::File(Box::new(Filing {
                origin,
                same_file,
                standing,
                in_order,
                yields: false,
                ..filing(library, article)
            }))
        },
    );
    let set_state = (library(), 1..5u32, states()).prop_map(|(library, number, state)| {
        Operation::SetState(ArticleId { library, number }, state)
    });
    let set_hidden = (1..3u64, 1..5u32, any::<bool>())
        .prop_map(|(guild, number, hidden)| Operation::SetHidden(GuildId(guild), number, hidden));
    let act = any::<u64>().prop_map(|seed| Operation::Act(Act::any(&mut Chance::new(seed))));
    let forget =
        (1..3u64, 1..8u32).prop_map(|(guild, number)| Operation::Act(Act::forget(guild, number)));
    prop_oneof![
        8 => file, 3 => set_state, 2 => set_hidden, 20 => act, 2 => forget,
        1 => Just(Operation::Reopen)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_store_is_its_model(operations in prop::collection::vec(operation(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(run(operations));
    }

    #[test]
    fn briefings_are_their_model(
        operations in prop::collection::vec(
            prop_oneof![8 => brief(), 2 => change(), 1 => operation()],
            60..180,
        ),
    ) {
        let stories = (1..=16u8).map(|number| {
            let library = LIBRARIES[usize::from(number % 2)];
            let article = article(&format!("Story {number}"), Some(1));
            Operation::File(Box::new(filing(library, article)))
        });
        let operations = stories.chain(operations).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(run(operations));
    }
}

async fn run(operations: Vec<Operation>) {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(home.path()).unwrap();
    let mut model = Model::default();
    for (minute, operation) in (0..).zip(operations) {
        match operation {
            Operation::File(filing) => {
                let wanted = model.file(&filing, minute);
                assert_eq!(
                    store
                        .plan(Filing::clone(&filing), at(minute))
                        .await
                        .unwrap(),
                    wanted
                );
                assert_eq!(store.file(*filing, at(minute)).await.unwrap(), wanted);
            }
            Operation::SetState(id, state) => {
                let done = store
                    .set_state(id, state, Author::Operator, at(minute))
                    .await
                    .unwrap();
                assert_eq!(done, model.set_state(id, state, minute));
            }
            Operation::SetHidden(guild, number, hidden) => {
                let done = store
                    .set_hidden(guild, number, hidden, None, Author::Operator, at(minute))
                    .await
                    .unwrap();
                assert_eq!(done, model.set_hidden(guild, number, hidden, minute));
            }
            Operation::Act(act) => {
                let came = act.clone().take(&store, minute).await.unwrap();
                assert_eq!(came, model.act(act.clone(), minute), "{act:?}");
            }
            Operation::Reopen => {
                store.close().await;
                store = Store::open(home.path()).unwrap();
            }
        }
    }
    model.check(&store).await;
    store.close().await;
    model.check(&Store::open(home.path()).unwrap()).await;
}
