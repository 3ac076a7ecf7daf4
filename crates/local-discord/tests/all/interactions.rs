//! Slash commands, components and forms, from the person to the bot and back.

use std::time::Duration;

use local_discord::{Refused, Setup};
use serde_json::{Value, json};

use crate::{
    bot::{EPHEMERAL, Town, V2, button, card, clock, codes_at, ping},
    forms::form,
};

#[tokio::test]
async fn a_command_is_answered_with_a_message() {
    let mut town = Town::start().await;
    assert_eq!(town.register(ping()).await.0, 200);
    let (mara, news) = (town.mara.clone(), town.news.clone());
    let deed = async move {
        mara.slash(&news, "ping")
            .option("word", "tide")
            .send()
            .await
    };
    let (person, interaction) = town.begin(deed).await;
    assert_eq!(interaction["data"]["options"][0]["value"], "tide");
    assert_eq!(interaction["member"]["user"]["global_name"], "Mara");
    let text = [
        json!({"type": 10, "content": "High"}),
        json!({"type": 10, "content": "tide"}),
    ];
    let components = json!([{"type": 17, "components": text}, button("more", "More")]);
    let body = json!({"type": 4, "data": {"flags": V2 | EPHEMERAL, "components": components}});
    assert_eq!(
        town.answer(&interaction, body.clone()).await,
        (204, Value::Null)
    );
    let answer = person.await.unwrap().unwrap();
    let message = answer.message();
    assert!(message.ephemeral && !answer.deferred);
    assert_eq!(message.text(), "High\ntide");
    assert_eq!(message.buttons()[0].custom_id.as_deref(), Some("more"));
    let (status, error) = town.answer(&interaction, body).await;
    assert_eq!((status, &error["code"]), (400, &json!(40060)));
    assert_eq!(town.discord.refusals().len(), 1);
    let ben = town.guild.member("Ben");
    assert!(town.news.messages().is_empty());
    assert!(town.news.messages_for(&ben).is_empty());
    assert_eq!(town.news.messages_for(&town.mara).len(), 1);
    assert!(matches!(
        ben.click(&message, "More").await,
        Err(Refused::NotVisible(_))
    ));
}

#[tokio::test]
async fn each_kind_of_interaction_takes_its_own_answers() {
    let mut town = Town::start().await;
    town.register(ping()).await;
    let message = town.card(card("More")).await;
    let bodies = [
        (4, json!({"content": "text"})),
        (5, json!({})),
        (6, Value::Null),
        (7, json!({"content": "text"})),
        (8, json!({"choices": []})),
        (9, form()),
    ];
    for (kind, taken) in [
        ("command", [true, true, false, false, false, true]),
        ("component", [true, true, true, true, false, true]),
        ("autocomplete", [false, false, false, false, true, false]),
    ] {
        for ((number, data), taken) in bodies.iter().zip(taken) {
            let (mara, news, message) = (town.mara.clone(), town.news.clone(), message.clone());
            let person = tokio::spawn(async move {
                match kind {
                    "command" => drop(mara.slash(&news, "ping").send().await),
                    "component" => drop(mara.click(&message, "More").await),
                    _ => drop(mara.slash(&news, "ping").autocomplete("word", "t").await),
                }
            });
            let interaction = town.interaction().await;
            let body = json!({"type": number, "data": data});
            let (status, error) = town.answer(&interaction, body).await;
            if taken {
                assert_eq!(status, 204, "{kind} {number}: {error}");
            } else {
                assert_eq!(
                    codes_at(&error, "/type"),
                    ["BASE_TYPE_CHOICES"],
                    "{kind} {number}"
                );
            }
            person.abort();
        }
    }
}

#[tokio::test]
async fn completions_are_held_to_their_limits() {
    let mut town = Town::start().await;
    town.register(ping()).await;
    let choices = |count: usize, name: usize, value: usize| {
        let choice = json!({"name": "n".repeat(name), "value": "v".repeat(value)});
        json!({"choices": vec![choice; count]})
    };
    for (data, at) in [
        (choices(25, 100, 100), None),
        (choices(0, 1, 1), None),
        (choices(26, 1, 1), Some("/data/choices")),
        (choices(1, 101, 1), Some("/data/choices/0/name")),
        (choices(1, 0, 1), Some("/data/choices/0/name")),
        (choices(1, 1, 101), Some("/data/choices/0/value")),
        (choices(1, 1, 0), Some("/data/choices/0/value")),
        (
            json!({"choices": [{"name": "n", "value": 1}]}),
            Some("/data/choices/0/value"),
        ),
        (json!({}), Some("/data/choices")),
    ] {
        let (mara, news) = (town.mara.clone(), town.news.clone());
        let person =
            tokio::spawn(async move { mara.slash(&news, "ping").autocomplete("word", "ti").await });
        let interaction = town.interaction().await;
        assert_eq!(interaction["data"]["options"][0]["focused"], true);
        let (status, error) = town
            .answer(&interaction, json!({"type": 8, "data": data}))
            .await;
        match at {
            None => {
                assert_eq!(status, 204, "{error}");
                let offered = person.await.unwrap().unwrap();
                assert_eq!(offered.len(), data["choices"].as_array().unwrap().len());
            }
            Some(path) => {
                assert_eq!(codes_at(&error, path).len(), 1, "{path}: {error}");
                person.abort();
            }
        }
    }
}

#[tokio::test]
async fn an_answer_that_comes_too_late_finds_no_interaction() {
    let answer_within = Duration::from_millis(50);
    let mut town = Town::start_with(Setup {
        answer_within,
        ..Setup::default()
    })
    .await;
    town.register(ping()).await;
    let (mara, news) = (town.mara.clone(), town.news.clone());
    let (person, interaction) = town
        .begin(async move { mara.slash(&news, "ping").send().await })
        .await;
    assert_eq!(person.await.unwrap().unwrap_err(), Refused::NoAnswer);
    let (status, error) = town.answer(&interaction, json!({"type": 5})).await;
    assert_eq!((status, &error["code"]), (404, &json!(10062)));
    let mut unknown = interaction.clone();
    unknown["token"] = json!("another");
    assert_eq!(
        town.answer(&unknown, json!({"type": 5})).await.1["code"],
        10062
    );
}

#[tokio::test]
async fn a_token_lives_for_fifteen_minutes() {
    let (moment, setup) = clock();
    let mut town = Town::start_with(setup).await;
    town.register(ping()).await;
    let (mara, news) = (town.mara.clone(), town.news.clone());
    let (person, interaction) = town
        .begin(async move { mara.slash(&news, "ping").send().await })
        .await;
    let original = town.webhook(&interaction, "/messages/@original");
    let (status, error) = town.get(&original).await;
    assert_eq!(
        (status, &error["code"]),
        (404, &json!(10015)),
        "not answered yet"
    );
    town.answer(
        &interaction,
        json!({"type": 4, "data": {"content": "first"}}),
    )
    .await;
    person.await.unwrap().unwrap();
    *moment.lock().unwrap() += chrono::Duration::minutes(15);
    assert_eq!(town.get(&original).await.0, 200);
    *moment.lock().unwrap() += chrono::Duration::seconds(1);
    for (path, status, code) in [
        (original.clone(), 401, 50027),
        (original.replace("interaction-token", "other"), 401, 50027),
        (
            format!("/webhooks/1/{}", interaction["token"].as_str().unwrap()),
            404,
            10015,
        ),
    ] {
        let answer = match path.contains("@original") {
            true => town.patch(&path, json!({"content": "late"})).await,
            false => town.post(&path, json!({"content": "late"})).await,
        };
        assert_eq!(
            (answer.0, &answer.1["code"]),
            (status, &json!(code)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_response_is_given_where_it_is_asked_for() {
    let mut town = Town::start().await;
    town.register(ping()).await;
    let (mara, news) = (town.mara.clone(), town.news.clone());
    for (spelling, asked) in [("true", true), ("True", true), ("1", true), ("0", false)] {
        let (mara, news) = (mara.clone(), news.clone());
        let (person, interaction) = town
            .begin(async move { mara.slash(&news, "ping").send().await })
            .await;
        let path = crate::bot::callback_path(&interaction);
        let pong = json!({"type": 4, "data": {"content": "pong", "flags": EPHEMERAL}});
        let (status, response) = town
            .post(&format!("{path}?with_response={spelling}"), pong)
            .await;
        let message = person.await.unwrap().unwrap().message();
        if !asked {
            assert_eq!((status, response), (204, Value::Null));
            continue;
        }
        assert_eq!(status, 200, "{spelling}");
        assert_eq!(response["resource"]["message"]["content"], "pong");
        assert_eq!(response["interaction"]["response_message_ephemeral"], true);
        assert_eq!(
            response["interaction"]["response_message_id"],
            message.id.to_string()
        );
    }
}
