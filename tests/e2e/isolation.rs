//! A guild's articles are its own, and what a guild hides is hidden from its readers by every way.

use local_discord::{Answer, Channel, Member, Message, Outcome};
use newsdesk::article::{ArticleId, Author, GuildId, Library, UserId};

use crate::desk::{Desk, REAL};

/// One word of each place where a text may show up: headline, lede, heading, topic.
const SECRETS: [&str; 4] = ["Vault", "Combination", "Passage", "Treasury"];
const SECRET: &str = "The Vault Code Is Changed\nPublished 9 September 2025\nTopics: Treasury\n\nThe Combination is twelve.\n\n## Hidden Passage\n\nBehind the Combination shelf.";

/// Everything that an answer shows and carries.
fn contents(answer: &Answer) -> String {
    let message = match &answer.outcome {
        Outcome::Updated(message) => message.clone(),
        _ => answer.message(),
    };
    let menus: Vec<_> = message
        .menus()
        .into_iter()
        .flat_map(|menu| menu.options)
        .collect();
    format!("{} {:?} {menus:?}", message.text(), message.buttons())
}

/// Commands with what somebody may type to get at an article.
fn questions() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let mut all = Vec::new();
    let typed = [
        "",
        "1",
        "#1",
        "#h1",
        "#H1",
        "vault code",
        "The Vault Code Is Changed",
        "valt cod",
        "combination",
    ];
    for command in ["summary", "highlights", "analysis", "story", "section"] {
        all.extend(typed.map(|typed| (command, vec![("article", typed)])));
    }
    let sections = ["hidden", "Hidden Passage", "#1 § 0.00000000", "passge"];
    all.extend(sections.map(|typed| ("section", vec![("section", typed)])));
    for topic in ["Treasury", "tresury"] {
        all.push(("archive", vec![("topic", topic)]));
        all.push(("briefing", vec![("topic", topic)]));
    }
    all.extend([
        ("archive", vec![]),
        (
            "archive",
            vec![("from", "9 September 2025"), ("to", "9 September 2025")],
        ),
        ("briefing", vec![]),
        ("briefing", vec![("date", "9 September 2025")]),
        ("help", vec![]),
    ]);
    all
}

/// Completions with what somebody may type.
const TYPED: [(&str, &str, &[&str]); 6] = [
    (
        "summary",
        "article",
        &["", "vault", "1", "#1", "#H1", "valt"],
    ),
    ("section", "section", &["", "hidden", "passage", "passge"]),
    ("archive", "topic", &["", "tre", "tresury", "treasury"]),
    ("briefing", "topic", &["", "treasury"]),
    ("briefing", "date", &["", "9 sept", "2025-09-09"]),
    ("archive", "from", &["", "september", "9 September 2025"]),
];

/// What the person typed is quoted back, and is no leak.
fn leaks(said: &str, options: &[(&str, &str)]) -> bool {
    let mut said = said.to_owned();
    for (_, typed) in options {
        said = said.replace(&format!("“{typed}”"), "");
    }
    SECRETS.iter().any(|secret| said.contains(secret))
}

/// Tries every question and completion; nothing of the secret article comes back.
async fn nothing_is_told(member: &Member, place: &Channel) {
    for (command, options) in questions() {
        let slash = member.slash(place, command);
        let slash = options
            .iter()
            .fold(slash, |slash, (name, value)| slash.option(name, *value));
        let said = contents(&slash.send().await.expect("an answer"));
        assert!(!leaks(&said, &options), "/{command} {options:?}: {said}");
    }
    for (command, option, all) in TYPED {
        for typed in all {
            let slash = member.slash(place, command);
            let choices = slash.autocomplete(option, typed).await.expect("choices");
            let said = format!("{choices:?}");
            assert!(!leaks(&said, &[]), "/{command} {option}: {typed}: {said}");
            let date = option == "date" && !typed.is_empty();
            assert!(
                !date || said.contains("no stories"),
                "a date tells of it: {said}"
            );
        }
    }
}

/// Every control of a message, with each value that it offers.
fn controls(message: &Message) -> Vec<(String, Vec<String>)> {
    let buttons = message
        .buttons()
        .into_iter()
        .filter_map(|button| button.custom_id);
    let mut all: Vec<_> = buttons.map(|id| (id, Vec::new())).collect();
    for menu in message.menus() {
        let values = menu.options.into_iter().map(|option| vec![option.value]);
        all.extend(values.map(|value| (menu.custom_id.clone(), value)));
    }
    all
}

/// Replays controls in the place of another message's; nothing of the secret article comes back.
async fn nothing_is_replayed(desk: &Desk, on: &Message, stolen: &[(String, Vec<String>)]) {
    for (id, values) in stolen {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let answer = desk
            .discord
            .forge_component(&desk.mara, on, id, &values)
            .await;
        let said = contents(&answer.expect("an answer"));
        assert!(!leaks(&said, &[]), "{id} {values:?}: {said}");
    }
}

/// Messages whose controls lead to the article in every form there is.
async fn messages_of_all_kinds(member: &Member, place: &Channel) -> Vec<Message> {
    let mut all = Vec::new();
    for (command, options) in [
        ("summary", &[][..]),
        ("story", &[]),
        ("section", &[]),
        ("section", &[("section", "hidden")]),
        ("briefing", &[]),
        ("briefing", &[("topic", "treasury")]),
        ("briefing", &[("date", "2025-09-08"), ("topic", "treasury")]),
        ("archive", &[]),
        ("archive", &[("topic", "treasury")]),
        ("archive", &[("topic", "tresury")]),
        ("archive", &[("topic", "treasury"), ("from", "2025-09-10")]),
    ] {
        let slash = member.slash(place, command);
        let slash = options
            .iter()
            .fold(slash, |slash, (name, value)| slash.option(name, *value));
        all.push(slash.send().await.expect("an answer").message());
    }
    all
}

#[tokio::test]
async fn nobody_reads_another_guilds_articles() {
    let desk = Desk::with(&[REAL]).await;
    let other = desk.discord.guild("Over the Hill");
    let square = other.text_channel("square");
    let ines = other.member("Ines");
    desk.import(Desk::library(&other), &[SECRET]).await;
    let theirs = messages_of_all_kinds(&ines, &square).await;
    assert!(
        theirs[0].text().contains("Vault Code"),
        "the guild itself reads it"
    );
    let dm = desk.mara.dm();
    for place in [&desk.news, &dm] {
        nothing_is_told(&desk.mara, place).await;
    }

    // What a message of theirs carries is worth nothing elsewhere.
    let mut stolen: Vec<_> = theirs.iter().flat_map(controls).collect();
    assert!(stolen.len() > 20, "{stolen:?}");
    let guild = other.id();
    let forged = [
        format!("1:show:g{guild:x}.1:summary:0"),
        format!("1:show:g{guild:x}.1:story:0"),
        format!("1:sections:g{guild:x}.1:0"),
        format!("1:archive:-:-:-:g{guild:x}.1.0"),
        "1:briefing:2025-09-09:-".to_owned(),
    ];
    stolen.extend(forged.map(|id| (id, Vec::new())));
    stolen.push(("1:read".to_owned(), vec![format!("g{guild:x}.1")]));
    for place in [&desk.news, &dm] {
        let ours = desk.mara.slash(place, "summary").send().await;
        let ours = ours.expect("an answer").message();
        nothing_is_replayed(&desk, &ours, &stolen).await;
    }
    let section = desk.mara.slash(&square, "section").send().await;
    assert!(section.is_err(), "Mara is not in that guild");
    desk.close().await;
}

#[tokio::test]
async fn what_a_guild_hides_is_hidden_from_its_readers_alone() {
    let desk = Desk::with(&[SECRET, REAL]).await;
    let other = desk.discord.guild("Over the Hill");
    let square = other.text_channel("square");
    let ines = other.member("Ines");
    let before = messages_of_all_kinds(&desk.mara, &desk.news).await;
    let dm = desk.mara.dm();

    let (here, by) = (GuildId(desk.guild.id()), Author::User(UserId(3)));
    let id = ArticleId {
        library: Library::House,
        number: 1,
    };
    assert!(desk.newsroom.hide(here, id, by).await.expect("hidden"));
    assert!(
        !desk.newsroom.hide(here, id, by).await.expect("hidden"),
        "it is already"
    );
    let own = ArticleId {
        library: Library::Guild(here),
        number: 1,
    };
    assert!(
        !desk.newsroom.hide(here, own, by).await.expect("refused"),
        "only the house's"
    );

    nothing_is_told(&desk.mara, &desk.news).await;
    let stolen: Vec<_> = before.iter().flat_map(controls).collect();
    nothing_is_replayed(&desk, &before[0], &stolen).await;
    let gone = desk
        .mara
        .click(&before[0], "Full story")
        .await
        .expect("an answer")
        .message();
    assert!(
        gone.text().contains("#H1 can't be read here"),
        "{}",
        gone.text()
    );
    for (member, place) in [(&ines, &square), (&desk.mara, &dm)] {
        let shown = messages_of_all_kinds(member, place).await;
        for (message, before) in shown.iter().zip(&before) {
            assert_eq!(message.text(), before.text(), "others go on reading it");
        }
    }

    // It stays so after a restart of the newsroom, and until it is shown again.
    let store = desk.newsroom.store().clone();
    let newsroom =
        newsdesk::newsroom::Newsroom::open(store, newsdesk::clock::Clock::system()).await;
    let newsroom = newsroom.expect("a newsroom");
    let reader = newsdesk::newsroom::Reader { guild: Some(here) };
    let newest = newsroom
        .newest(reader)
        .await
        .expect("a card")
        .expect("a card");
    assert_eq!(newest.id.number, 2);
    assert!(desk.newsroom.show(here, id, by).await.expect("shown"));
    let again = messages_of_all_kinds(&desk.mara, &desk.news).await;
    assert_eq!(again[0].text(), before[0].text());
    desk.close().await;
}
