//! Files: how many, how large, and addresses that expire.

use chrono::Duration;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::bot::{Town, clock, codes_at};

const MIB: usize = 1024 * 1024;

/// Posts files of these sizes to the news channel.
async fn upload(town: &Town, sizes: &[usize]) -> (u16, Value) {
    let url = format!("{}/api/v10{}", town.discord.url(), town.messages_path());
    let mut form = Form::new();
    for (index, size) in sizes.iter().enumerate() {
        let part = Part::bytes(vec![b'x'; *size]).file_name(format!("{index}.txt"));
        form = form.part(format!("files[{index}]"), part);
    }
    let request = town.http().post(url).multipart(form);
    let request = request.header("Authorization", format!("Bot {}", town.discord.token()));
    let response = request.send().await.unwrap();
    (
        response.status().as_u16(),
        response.json().await.unwrap_or_default(),
    )
}

#[tokio::test]
async fn files_are_held_to_their_limits() {
    let town = Town::start().await;
    assert_eq!(upload(&town, &[1; 10]).await.0, 200);
    let (status, error) = upload(&town, &[1; 11]).await;
    assert_eq!(status, 400);
    assert_eq!(codes_at(&error, "/attachments").len(), 1, "{error}");
    assert_eq!(upload(&town, &[25 * MIB - 1024]).await.0, 200);
    let (status, error) = upload(&town, &[25 * MIB]).await;
    assert_eq!((status, &error["code"]), (413, &json!(40005)));
}

#[tokio::test]
async fn an_address_expires_and_is_renewed() {
    let (moment, setup) = clock();
    let town = Town::start_with(setup).await;
    let (_, message) = upload(&town, &[3]).await;
    let url = |message: &Value| {
        message["attachments"][0]["url"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let first = url(&message);
    let fetch = async |url: &str| {
        let response = town.http().get(url).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let gone = (404, "This content is no longer available.".to_owned());
    let content = (200, "xxx".to_owned());
    *moment.lock().unwrap() += Duration::hours(24) - Duration::seconds(1);
    assert_eq!(fetch(&first).await, content);
    *moment.lock().unwrap() += Duration::seconds(1);
    assert_eq!(fetch(&first).await, gone);
    let path = format!(
        "{}/{}",
        town.messages_path(),
        message["id"].as_str().unwrap()
    );
    let second = url(&town.get(&path).await.1);
    assert_eq!(fetch(&second).await, content);
    let forged = first.replacen("ex=6", "ex=7", 1);
    assert_ne!(forged, first);
    let bare = second.split('?').next().unwrap();
    for address in [forged.as_str(), bare, &second.replacen("0.txt", "1.txt", 1)] {
        assert_eq!(fetch(address).await, gone, "{address}");
    }
}
