//! Files from the page, and commands of messages' menus.

use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use crate::{bot::Town, tab::Tab};

fn commands() -> Value {
    json!([
        {"name": "add", "description": "Add a story", "options": [
            {"type": 11, "name": "file", "description": "Which"},
            {"type": 3, "name": "note", "description": "What of it"},
        ]},
        {"name": "Keep", "type": 3},
        {"name": "Drop", "type": 3, "default_member_permissions": "8192"},
    ])
}

/// Sends data, and files after it.
async fn send(tab: &Tab, path: &str, mut data: Value, files: &[(&str, &[u8])]) -> (u16, Value) {
    data["as"] = json!(tab.person.to_string());
    let form = Form::new().text("data", data.to_string());
    let part =
        |(name, bytes): &(&str, &[u8])| Part::bytes(bytes.to_vec()).file_name((*name).to_owned());
    let form = files
        .iter()
        .map(part)
        .fold(form, |form, part| form.part("files", part));
    let url = format!("{}/page/api/{path}", tab.url);
    let request = reqwest::Client::new().post(url).header("Origin", &tab.url);
    let response = request.multipart(form).send().await.unwrap();
    let status = response.status().as_u16();
    (status, response.json().await.unwrap_or_default())
}

#[tokio::test]
async fn files_travel_with_a_message() {
    let town = Town::start().await;
    let tab = Tab::open(&town, town.mara.id());
    let say = format!("channels/{}/say", town.news.id());
    let files: [(&str, &[u8]); 2] = [("a tide.txt", b"high"), ("b.png", b"low")];
    let (status, _) = send(&tab, &say, json!({"content": ""}), &files).await;
    assert_eq!(status, 204, "files need no words");
    let message = town.news.messages().pop().unwrap();
    let kept = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    assert_eq!(
        message.files(),
        [kept("a_tide.txt", b"high"), kept("b.png", b"low")]
    );

    let many = vec![("c.txt", &b"c"[..]); 11];
    assert_eq!(
        send(&tab, &say, json!({"content": "c"}), &many).await.0,
        422
    );
    let large = vec![0; 26 * 1024 * 1024];
    let (status, refused) = send(&tab, &say, json!({"content": "c"}), &[("l", &large)]).await;
    assert_eq!((status, refused["refused"].is_string()), (413, true));
    let url = format!("channels/{}/say", town.news.id());
    assert_eq!(tab.send(Method::POST, &url, None).await.0, 415);
    assert_eq!(town.news.messages().len(), 1);
}

#[tokio::test]
async fn an_option_takes_a_file() {
    let mut town = Town::start().await;
    town.register(commands()).await;
    let tab = Tab::open(&town, town.mara.id());
    let path = format!("channels/{}/slash", town.news.id());
    let options = json!([
        {"name": "note", "type": 3, "value": "n"},
        {"name": "file", "type": 11, "value": 0},
    ]);
    let typed = json!({"path": ["add"], "options": options});
    let bare = tab.write(&path, typed.clone()).await;
    assert_eq!(bare.0, 422, "no file came along: {bare:?}");
    let sent = tokio::spawn(async move { send(&tab, &path, typed, &[("a.txt", b"tide")]).await });
    let interaction = town.interaction().await;
    let data = &interaction["data"];
    let id = data["options"][1]["value"].as_str().unwrap();
    let file = &data["resolved"]["attachments"][id];
    assert_eq!(
        (&file["filename"], &file["size"]),
        (&json!("a.txt"), &json!(4))
    );
    let got = reqwest::get(file["url"].as_str().unwrap()).await.unwrap();
    assert_eq!(got.bytes().await.unwrap(), "tide");
    town.answer(&interaction, json!({"type": 4, "data": {"content": "c"}}))
        .await;
    assert_eq!(sent.await.unwrap(), (200, json!({"answer": "message"})));
}

#[tokio::test]
async fn a_messages_menu_has_the_commands_that_are_offered() {
    let mut town = Town::start().await;
    town.register(commands()).await;
    let (_, card) = town.say(json!({"content": "Tide"})).await;
    let id = card["id"].as_str().unwrap().to_owned();
    let tab = Tab::open(&town, town.mara.id());
    let (_, offered) = tab
        .read(&format!("channels/{}/commands", town.news.id()))
        .await;
    let names: Vec<_> = offered
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert_eq!(names, ["add", "Keep"]);

    let path = format!("messages/{id}/use");
    let (status, _) = tab.write(&path, json!({"command": "Drop"})).await;
    assert_eq!(status, 422, "not for Mara");
    let used = tokio::spawn(async move { tab.write(&path, json!({"command": "Keep"})).await });
    let interaction = town.interaction().await;
    assert_eq!(interaction["data"]["target_id"], json!(id));
    town.answer(&interaction, json!({"type": 4, "data": {"content": "c"}}))
        .await;
    assert_eq!(used.await.unwrap(), (200, json!({"answer": "message"})));
}
