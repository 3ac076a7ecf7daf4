//! Deferred answers, what makes them good, and follow-ups.

use std::time::Duration;

use local_discord::{Outcome, Refused, Setup};
use serde_json::{Value, json};

use crate::bot::{EPHEMERAL, Town, card, ping};

/// Mara has sent `/ping`, and the bot has deferred its answer with these flags.
async fn deferred(
    town: &mut Town,
    flags: u64,
) -> (
    tokio::task::JoinHandle<Result<local_discord::Answer, Refused>>,
    Value,
) {
    town.register(ping()).await;
    let (mara, news) = (town.mara.clone(), town.news.clone());
    let (person, interaction) = town
        .begin(async move { mara.slash(&news, "ping").send().await })
        .await;
    let body = json!({"type": 5, "data": {"flags": flags}});
    assert_eq!(town.answer(&interaction, body).await.0, 204);
    (person, interaction)
}

#[tokio::test]
async fn a_deferral_is_made_good_by_an_edit() {
    let mut town = Town::start().await;
    let (person, interaction) = deferred(&mut town, EPHEMERAL).await;
    let original = town.webhook(&interaction, "/messages/@original");
    assert_eq!(town.get(&original).await.1["flags"], EPHEMERAL | 1 << 7);
    assert_eq!(
        town.patch(&original, json!({"content": "done"})).await.0,
        200
    );
    let answer = person.await.unwrap().unwrap();
    assert!(answer.deferred && answer.message().ephemeral);
    assert_eq!(
        (answer.message().text(), answer.message().edited),
        ("done", false)
    );
}

#[tokio::test]
async fn the_first_follow_up_after_a_deferral_is_the_answer() {
    let mut town = Town::start().await;
    let (person, interaction) = deferred(&mut town, 0).await;
    let hook = town.webhook(&interaction, "");
    town.post(&hook, json!({"content": "first", "flags": EPHEMERAL}))
        .await;
    let answer = person.await.unwrap().unwrap();
    assert_eq!(answer.message().text(), "first");
    assert!(
        !answer.message().ephemeral,
        "it is as public as its deferral"
    );
    assert!(answer.follow_ups().is_empty());
    let (_, second) = town
        .post(&hook, json!({"content": "second", "flags": EPHEMERAL}))
        .await;
    let follow_ups = answer.wait_for_follow_ups(1).await;
    assert_eq!(
        (follow_ups[0].text(), follow_ups[0].ephemeral),
        ("second", true)
    );
    let path = town.webhook(
        &interaction,
        &format!("/messages/{}", second["id"].as_str().unwrap()),
    );
    town.patch(&path, json!({"content": "changed"})).await;
    assert_eq!(answer.follow_ups()[0].text(), "changed");
    assert_eq!(town.delete(&path).await.0, 204);
    assert!(answer.follow_ups().is_empty());
    assert_eq!(town.get(&path).await.1["code"], 10008);
}

#[tokio::test]
async fn a_deleted_answer_leaves_nothing() {
    let mut town = Town::start().await;
    let (person, interaction) = deferred(&mut town, 0).await;
    town.delete(&town.webhook(&interaction, "/messages/@original"))
        .await;
    assert!(matches!(
        person.await.unwrap().unwrap().outcome,
        Outcome::Nothing
    ));
    assert!(town.news.messages().is_empty());
}

#[tokio::test]
async fn a_deferral_without_an_answer_is_a_failure() {
    let patience = Duration::from_millis(50);
    let mut town = Town::start_with(Setup {
        patience,
        ..Setup::default()
    })
    .await;
    let (person, _) = deferred(&mut town, 0).await;
    assert_eq!(person.await.unwrap().unwrap_err(), Refused::StillThinking);
}

#[tokio::test]
async fn a_press_can_be_acknowledged_and_answered_later_or_not_at_all() {
    let answer_within = Duration::from_secs(1);
    let mut town = Town::start_with(Setup {
        answer_within,
        ..Setup::default()
    })
    .await;
    let message = town.card(card("More")).await;
    for (then, wanted) in [
        ("edit", "card 2"),
        ("follow up", "aside"),
        ("nothing", "nothing"),
    ] {
        let (mara, seen) = (town.mara.clone(), message.clone());
        let (person, interaction) = town
            .begin(async move { mara.click(&seen, "More").await })
            .await;
        assert_eq!(town.answer(&interaction, json!({"type": 6})).await.0, 204);
        match then {
            "edit" => {
                let path = town.webhook(&interaction, "/messages/@original");
                town.patch(&path, json!({"content": "card 2"})).await;
            }
            "follow up" => {
                let body = json!({"content": "aside", "flags": EPHEMERAL});
                town.post(&town.webhook(&interaction, ""), body).await;
            }
            _ => {}
        }
        let got = match person.await.unwrap().unwrap().outcome {
            Outcome::Updated(message) => {
                assert_eq!(then, "edit");
                message.text().to_owned()
            }
            Outcome::Message(message) => {
                assert!(message.ephemeral);
                message.text().to_owned()
            }
            Outcome::Nothing => "nothing".to_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(got, wanted);
    }
}
