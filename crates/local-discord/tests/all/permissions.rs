//! What each route needs, and how overwrites decide.

use local_discord::{Channel, Permissions};
use reqwest::Method;
use serde_json::{Value, json};

use crate::bot::Town;

/// A guild with a message of the bot's and one of Mara's in an announcement channel.
struct Place {
    town: Town,
    wire: Channel,
    own: u64,
    hers: u64,
}

impl Place {
    async fn new() -> Self {
        let town = Town::start().await;
        let wire = town.guild.announcement_channel("wire");
        let path = format!("/channels/{}/messages", wire.id());
        let (_, own) = town.post(&path, json!({"content": "c"})).await;
        let hers = town.mara.say(&wire, "c").unwrap().id;
        let own = own["id"].as_str().unwrap().parse().unwrap();
        Self {
            town,
            wire,
            own,
            hers,
        }
    }

    /// The path with `{wire}`, `{own}` and `{hers}` filled in.
    fn path(&self, path: &str) -> String {
        path.replace("{wire}", &format!("/channels/{}", self.wire.id()))
            .replace("{own}", &self.own.to_string())
            .replace("{hers}", &self.hers.to_string())
    }
}

#[tokio::test]
async fn every_route_needs_its_permissions() {
    let view = Permissions::VIEW_CHANNEL;
    let send = Permissions::SEND_MESSAGES;
    let history = Permissions::READ_MESSAGE_HISTORY;
    let threads = Permissions::CREATE_PUBLIC_THREADS;
    let content = json!({"content": "c"});
    let embed = json!({"embeds": [{"title": "t"}]});
    let name = json!({"name": "n", "type": 10});
    for (method, path, body, denied, status, code) in [
        (Method::GET, "{wire}", Value::Null, view, 403, 50001),
        (
            Method::GET,
            "{wire}/messages",
            Value::Null,
            view,
            403,
            50001,
        ),
        (Method::GET, "{wire}/messages", Value::Null, history, 200, 0),
        (
            Method::GET,
            "{wire}/messages/{own}",
            Value::Null,
            view,
            403,
            50001,
        ),
        (
            Method::GET,
            "{wire}/messages/{own}",
            Value::Null,
            history,
            403,
            50013,
        ),
        (
            Method::POST,
            "{wire}/messages",
            content.clone(),
            view,
            403,
            50001,
        ),
        (
            Method::POST,
            "{wire}/messages",
            content.clone(),
            send,
            403,
            50013,
        ),
        (
            Method::POST,
            "{wire}/messages",
            embed,
            Permissions::EMBED_LINKS,
            403,
            50013,
        ),
        (
            Method::PATCH,
            "{wire}/messages/{own}",
            content.clone(),
            view,
            403,
            50001,
        ),
        (
            Method::PATCH,
            "{wire}/messages/{own}",
            content.clone(),
            send,
            200,
            0,
        ),
        (
            Method::PATCH,
            "{wire}/messages/{hers}",
            content,
            Permissions::empty(),
            403,
            50005,
        ),
        (
            Method::DELETE,
            "{wire}/messages/{own}",
            Value::Null,
            view,
            403,
            50001,
        ),
        (
            Method::DELETE,
            "{wire}/messages/{own}",
            Value::Null,
            send,
            204,
            0,
        ),
        (
            Method::DELETE,
            "{wire}/messages/{hers}",
            Value::Null,
            Permissions::empty(),
            403,
            50013,
        ),
        (
            Method::POST,
            "{wire}/messages/{own}/crosspost",
            Value::Null,
            view,
            403,
            50001,
        ),
        (
            Method::POST,
            "{wire}/messages/{own}/crosspost",
            Value::Null,
            send,
            403,
            50013,
        ),
        (
            Method::POST,
            "{wire}/messages/{hers}/crosspost",
            Value::Null,
            Permissions::empty(),
            403,
            50013,
        ),
        (
            Method::POST,
            "{wire}/messages/{own}/threads",
            name.clone(),
            view,
            403,
            50001,
        ),
        (
            Method::POST,
            "{wire}/messages/{own}/threads",
            name.clone(),
            threads,
            403,
            50013,
        ),
        (
            Method::POST,
            "{wire}/threads",
            name.clone(),
            view,
            403,
            50001,
        ),
        (Method::POST, "{wire}/threads", name, threads, 403, 50013),
        (
            Method::GET,
            "{wire}/threads/archived/public",
            Value::Null,
            view,
            403,
            50001,
        ),
        (
            Method::GET,
            "{wire}/threads/archived/public",
            Value::Null,
            history,
            403,
            50013,
        ),
    ] {
        let place = Place::new().await;
        place.wire.deny_member(&place.town.guild.bot(), denied);
        let (got, error) = place
            .town
            .rest(method.clone(), &place.path(path), body)
            .await;
        assert_eq!(got, status, "{method} {path} without {denied:?}: {error}");
        assert_eq!(
            error["code"].as_u64().unwrap_or_default(),
            code,
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn overwrites_decide_in_their_order() {
    let town = Town::start().await;
    let (news, bot) = (&town.news, town.guild.bot());
    let send = Permissions::SEND_MESSAGES;
    let (first, second) = (
        town.guild.role("First", Permissions::empty()),
        town.guild.role("Second", Permissions::empty()),
    );
    bot.add_role(&first);
    bot.add_role(&second);
    let may = async || town.say(json!({"content": "c"})).await.0 == 200;
    assert!(may().await);
    news.deny_role(&town.guild.everyone(), send);
    assert!(!may().await, "everyone is denied");
    news.allow_role(&first, send);
    assert!(may().await, "a role goes before everyone");
    news.deny_role(&second, send);
    assert!(may().await, "among roles, allowing goes before denying");
    news.deny_member(&bot, send);
    assert!(!may().await, "a member goes before roles");
    bot.add_role(&town.guild.role("Admins", Permissions::ADMINISTRATOR));
    assert!(may().await, "administrators are above overwrites");
}
