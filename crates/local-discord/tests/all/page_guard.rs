//! That the page keeps to itself: other sites don't reach it, and it reaches no other site.

use reqwest::Response;
use serde_json::json;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::bot::Town;

#[tokio::test]
async fn other_sites_neither_read_nor_write() {
    let town = Town::start().await;
    let url = town.discord.url();
    let client = reqwest::Client::new();
    let get = |host: &str, origin: Option<&str>| {
        let mut request = client
            .get(format!("{url}/page/api/view"))
            .header("Host", host);
        if let Some(origin) = origin {
            request = request.header("Origin", origin);
        }
        async { request.send().await.unwrap().status().as_u16() }
    };
    let own = url.strip_prefix("http://").unwrap();
    assert_eq!(get(own, None).await, 200);
    assert_eq!(get("site.example", None).await, 403);
    assert_eq!(get(own, Some("https://site.example")).await, 403);

    let say = format!("{url}/page/api/channels/{}/say", town.news.id());
    let body = json!({"as": town.mara.id().to_string(), "content": "Ahoy"});
    let post = |origin: Option<&str>, kind: &str| {
        let mut request = client
            .post(&say)
            .header("Content-Type", kind)
            .body(body.to_string());
        if let Some(origin) = origin {
            request = request.header("Origin", origin);
        }
        async { request.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(post(None, "application/json").await, 403);
    assert_eq!(post(Some("null"), "application/json").await, 403);
    assert_eq!(
        post(Some("https://site.example"), "application/json").await,
        403
    );
    assert_eq!(post(Some(url), "text/plain").await, 415);
    assert_eq!(post(Some(url), "application/json").await, 204);
    assert_eq!(town.news.messages().len(), 1);

    // Nor does a site's script get to the gateway, whose token may be known.
    let mut request = url.replacen("http", "ws", 1).into_client_request().unwrap();
    let site = "https://site.example".parse().unwrap();
    request.headers_mut().insert("Origin", site);
    assert!(tokio_tungstenite::connect_async(request).await.is_err());
}

#[tokio::test]
async fn the_page_asks_nothing_of_other_sites() {
    let town = Town::start().await;
    let get = async |path: &str| -> Response {
        reqwest::get(format!("{}{path}", town.discord.url()))
            .await
            .unwrap()
    };
    let page = get("/").await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';"),
        "{policy}"
    );
    assert!(
        !policy.contains("unsafe") && !policy.contains("http"),
        "{policy}"
    );

    // Whatever a file names is there, and of ours.
    let mut left = vec!["/".to_owned()];
    let mut seen = left.clone();
    while let Some(path) = left.pop() {
        let response = get(&path).await;
        assert_eq!(response.status(), 200, "{path}");
        let text = response.text().await.unwrap();
        let quoted = text.split('"').skip(1).step_by(2);
        let named = quoted.filter_map(|word| {
            let name = word.strip_prefix("./").or(word.strip_prefix("/page/"))?;
            (name.ends_with(".js") || name.ends_with(".css") || name.ends_with(".svg"))
                .then(|| format!("/page/{name}"))
        });
        for name in named {
            if !seen.contains(&name) {
                seen.push(name.clone());
                left.push(name);
            }
        }
    }
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/web")).unwrap();
    let served = |name: &str| {
        [".js", ".css", ".svg"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    for name in names.filter(|name| served(name) && name != "single.js") {
        assert!(
            seen.contains(&format!("/page/{name}")),
            "{name} is not used"
        );
    }
}

#[tokio::test]
async fn a_message_cannot_break_out_of_its_page() {
    let town = Town::start().await;
    let message = town
        .mara
        .say(&town.news, "</script><script>alert(1)</script>")
        .unwrap();
    let url = format!("{}{}", town.discord.url(), message.page_path(&town.mara));
    let page = reqwest::get(url).await.unwrap().text().await.unwrap();
    assert!(page.contains("\\u003c/script>\\u003cscript>alert(1)"));
    assert_eq!(page.matches("<script").count(), 2);
}
