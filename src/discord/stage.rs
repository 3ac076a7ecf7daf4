//! Answers of every kind, brought to a local Discord by the real client: a bot that says what it is
//! told to say.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use local_discord::{Channel, LocalDiscord, Member, OpenApi, Permissions, Setup};
use secrecy::SecretString;
use serenity::{
    all::{Context, GatewayIntents, RawEventHandler, ShardManager},
    async_trait,
    client::ClientBuilder,
    http::{LightMethod, Request as HttpRequest},
    model::{event::Event, id::ApplicationId},
};

use super::{
    answer::Answer,
    commands,
    deliver::{self, Ticket},
    fetch::{Fetcher, PATIENCE},
    http, pace, register,
    request::{Asked, Request},
    sender::Sender,
};
use crate::{
    article::Field,
    view::{
        Action, Markup, Message,
        desk::{
            action::{DeskAction, DraftAct, DraftKey, FormKey},
            form::{self, Form},
        },
        file::File,
        message::Button,
    },
};

/// What the bot says next.
struct Line {
    answer: Answer,
    /// Whether it comes only after the bot has asked for more time.
    late: bool,
}

/// What the bot has still to say, and what it was asked.
#[derive(Clone)]
struct Script {
    discord: Arc<LocalDiscord>,
    sender: Sender,
    lines: Arc<Mutex<VecDeque<Line>>>,
    asked: Arc<Mutex<Vec<Request>>>,
}

#[async_trait]
impl RawEventHandler for Script {
    async fn raw_event(&self, _: Context, event: Event) {
        let interaction = match event {
            Event::InteractionCreate(event) => event.interaction,
            Event::Unknown(event) => panic!("{} can't be read: {}", event.kind, event.value),
            _ => return,
        };
        let request = Request::new(&interaction, |_| false).expect("a request");
        let ticket = Ticket {
            id: interaction.id(),
            token: interaction.token().to_owned(),
        };
        self.asked.lock().expect("a list").push(request.clone());
        let line = self.lines.lock().expect("lines").pop_front();
        let Line { answer, late } = line.expect("something to say");
        let answering = async {
            while late && !self.asked_for_time(&ticket) {
                tokio::task::yield_now().await;
            }
            answer
        };
        let patience = if late { Duration::ZERO } else { PATIENCE };
        deliver::bring(&self.sender, &ticket, &request, answering, patience)
            .await
            .expect("it comes through");
    }
}

impl Script {
    /// Whether the bot has said that its answer takes longer.
    fn asked_for_time(&self, ticket: &Ticket) -> bool {
        let callback = format!("{}/callback", ticket.token);
        let mut requests = self.discord.requests().into_iter();
        requests.any(|one| {
            one.path.ends_with(&callback) && matches!(one.body["type"].as_u64(), Some(5 | 6))
        })
    }
}

struct Stage {
    discord: Arc<LocalDiscord>,
    news: Channel,
    mara: Member,
    script: Script,
    shards: Arc<ShardManager>,
}

impl Stage {
    async fn new() -> Self {
        let discord = LocalDiscord::start(Setup::default()).await;
        let discord = Arc::new(discord.expect("a local Discord"));
        let guild = discord.guild("Harbour Town");
        let mara = guild.member("Mara");
        mara.add_role(&guild.role("Editors", Permissions::MANAGE_MESSAGES));
        let url = discord.url().parse().expect("an address");
        let token = SecretString::from(discord.token().to_owned());
        let http = http::client(&token, Some(&url), true).expect("a client");
        let application = ApplicationId::new(discord.application_id());
        http.set_application_id(application);
        let declared = serde_json::to_vec(&commands::declarations()).expect("JSON");
        let put = HttpRequest::new(register::route(application, None), LightMethod::Put);
        http.request(put.body(Some(declared))).await.expect("taken");
        let sender = Sender::new(pace::MOST);
        sender.connect(&http, http::requests(true).expect("a client"));
        let script = Script {
            discord: discord.clone(),
            sender,
            lines: Arc::default(),
            asked: Arc::default(),
        };
        let mut client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
            .raw_event_handler(script.clone())
            .await
            .expect("a client");
        let shards = client.shard_manager.clone();
        tokio::spawn(async move { client.start().await });
        discord.connected().await;
        Self {
            news: guild.text_channel("news"),
            discord,
            mara,
            script,
            shards,
        }
    }

    fn say(&self, answer: Answer) {
        let line = Line {
            answer,
            late: false,
        };
        self.script.lines.lock().expect("lines").push_back(line);
    }

    fn say_late(&self, answer: Answer) {
        let line = Line { answer, late: true };
        self.script.lines.lock().expect("lines").push_back(line);
    }

    fn asked(&self) -> Request {
        let asked = self.script.asked.lock().expect("a list");
        asked.last().expect("something").clone()
    }

    /// What Mara gets for `/desk drafts`.
    async fn drafts(&self) -> local_discord::Answer {
        let slash = self.mara.slash(&self.news, "desk").subcommand("drafts");
        slash.send().await.expect("an answer")
    }

    async fn close(self) {
        self.shards.shutdown_all().await;
        let refusals = self.discord.refusals();
        assert!(refusals.is_empty(), "{refusals:#?}");
        if let Some(description) = OpenApi::find().expect("Discord's description is readable") {
            let problems = description.problems(&self.discord.requests());
            assert!(problems.is_empty(), "{problems:#?}");
        }
    }
}

fn card(text: &str) -> Message {
    let key = DraftKey {
        number: 7,
        version: 3,
    };
    let edit = DeskAction::Draft(key, DraftAct::Edit);
    Message::new()
        .text(Markup::own(text))
        .buttons(vec![Button::new("Edit", Action::Desk(edit))])
}

fn private(message: Message) -> Answer {
    Answer::Message {
        message,
        private: true,
    }
}

fn story() -> Form {
    let headline = (Field::Headline, "A *Quiet* Harbour".to_owned());
    form::new_story(None, &[headline]).expect("a form")
}

#[tokio::test]
async fn a_form_opens_from_a_command_and_comes_back_as_it_was_typed() {
    let stage = Stage::new().await;
    stage.say(Answer::Form(story()));
    let slash = stage.mara.slash(&stage.news, "desk").subcommand("add");
    let modal = slash.send().await.expect("an answer").modal();
    assert_eq!(modal.custom_id(), "1:form:new:-");
    let fields = modal.fields();
    assert_eq!(fields.len(), 5);
    assert_eq!(fields[0].value, "A *Quiet* Harbour");
    assert!(fields[0].required && !fields[0].paragraph && fields[3].paragraph);

    let typed = "One 😀 \u{200F}שלום.\n\n```\n## Two\n@everyone";
    stage.say(private(card("A draft")));
    let sent = stage.mara.submit(&modal).field("Story", typed).send().await;
    let answer = sent.expect("an answer").message();
    assert!(answer.ephemeral && answer.text() == "A draft");
    let Asked::Submit(submitted) = stage.asked().asked else {
        panic!("no form: {:?}", stage.asked());
    };
    assert_eq!(submitted.custom_id, "1:form:new:-");
    assert!(
        submitted
            .fields
            .contains(&("story".to_owned(), typed.to_owned()))
    );
    assert!(submitted.is_whole() && !submitted.own);
    stage.close().await;
}

#[tokio::test]
async fn a_form_from_a_private_message_changes_it_in_place() {
    let stage = Stage::new().await;
    stage.say(private(card("A draft")));
    let preview = stage.drafts().await.message();
    for late in [false, true] {
        stage.say(Answer::Form(story()));
        let modal = stage.mara.click(&preview, "Edit").await.expect("an answer");
        let answer = Answer::Update(card("Another draft"));
        match late {
            true => stage.say_late(answer),
            false => stage.say(answer),
        }
        let sent = stage
            .mara
            .submit(&modal.modal())
            .field("Story", "One.")
            .send();
        let answer = sent.await.expect("an answer");
        assert_eq!((answer.updated().id, answer.deferred), (preview.id, late));
        assert_eq!(answer.updated().text(), "Another draft");
    }
    stage.close().await;
}

#[tokio::test]
async fn a_form_that_comes_too_late_has_a_button_in_its_place() {
    let stage = Stage::new().await;
    stage.say(private(card("A draft")));
    let preview = stage.drafts().await.message();
    let key = DraftKey {
        number: 7,
        version: 3,
    };
    let form = Form {
        key: FormKey::Draft(key),
        ..story()
    };
    stage.say_late(Answer::Form(form.clone()));
    let late = stage.mara.click(&preview, "Edit").await.expect("an answer");
    let told = late.message();
    assert!(late.deferred && told.ephemeral);
    assert!(
        told.text().starts_with("It took too long"),
        "{}",
        told.text()
    );
    // What was there before stays there.
    assert_eq!(preview.now().expect("there").text(), "A draft");
    stage.say(Answer::Form(form));
    let again = stage.mara.click(&told, "Open the form").await;
    assert_eq!(
        again.expect("an answer").modal().custom_id(),
        "1:form:draft:7.3"
    );

    stage.say_late(Answer::Form(story()));
    let slash = stage.mara.slash(&stage.news, "desk").subcommand("add");
    let late = slash.send().await.expect("an answer");
    assert!(late.deferred && late.message().ephemeral);
    assert!(late.message().text().contains("Give the command again"));
    stage.close().await;
}

#[tokio::test]
async fn a_file_comes_with_every_kind_of_answer() {
    let stage = Stage::new().await;
    let with = |name: &str| card("Your text").file(File::new(name, "A Quiet Harbour"));
    let file = |name: &str| [(name.to_owned(), b"A Quiet Harbour".to_vec())];

    stage.say(private(with("first.txt")));
    let message = stage.drafts().await.message();
    assert_eq!(message.files(), file("first.txt"));
    let shown = message.json()["components"][0]["components"][2].clone();
    assert_eq!(
        (&shown["type"], &shown["name"]),
        (&13.into(), &"first.txt".into())
    );

    stage.say_late(private(with("late.txt")));
    let late = stage.drafts().await;
    assert!(late.deferred);
    assert_eq!(late.message().files(), file("late.txt"));

    // In place: what it had goes.
    for name in ["second.txt", "third.txt"] {
        stage.say(Answer::Update(with(name)));
        let answer = stage.mara.click(&message, "Edit").await.expect("an answer");
        assert_eq!(answer.updated().files(), file(name));
    }
    stage.say_late(Answer::Update(card("No file any more")));
    let answer = stage.mara.click(&message, "Edit").await.expect("an answer");
    assert_eq!(answer.updated().files(), []);

    // Beside it.
    stage.say_late(private(with("beside.txt")));
    let answer = stage.mara.click(&message, "Edit").await.expect("an answer");
    assert_eq!(answer.message().files(), file("beside.txt"));
    assert!(answer.message().ephemeral && answer.message().id != message.id);
    stage.close().await;
}

#[tokio::test]
async fn what_people_upload_is_fetched() {
    let stage = Stage::new().await;
    let url = stage.discord.url().parse().expect("an address");
    let fetcher = Fetcher::new(Some(&url), true, PATIENCE).expect("a client");
    stage.say(private(card("A draft")));
    let slash = stage.mara.slash(&stage.news, "desk").subcommand("add");
    let slash = slash.file("file", "story.md", "# A Quiet Harbour");
    slash.send().await.expect("an answer");
    let Asked::Command(invocation) = stage.asked().asked else {
        panic!("no command: {:?}", stage.asked());
    };
    assert_eq!(invocation.name, "desk add");
    let upload = &invocation.uploads["file"];
    assert_eq!(
        fetcher.fetch(upload, 100).await.expect("a file"),
        b"# A Quiet Harbour"
    );

    let files: [(&str, &[u8]); 1] = [("message.txt", b"Nothing.")];
    let message = stage
        .mara
        .say_with_files(&stage.news, "A Quiet Harbour", &files);
    let message = message.expect("a message");
    stage.say(private(card("A draft")));
    let menu = stage.mara.use_on_message(&message, "Add to Newsdesk").await;
    assert!(menu.expect("an answer").message().ephemeral);
    let Asked::Command(invocation) = stage.asked().asked else {
        panic!("no command: {:?}", stage.asked());
    };
    let target = invocation.target.expect("a message");
    assert_eq!(target.content, "A Quiet Harbour");
    let fetched = fetcher.fetch(&target.uploads[0], 100).await;
    assert_eq!(fetched.expect("a file"), b"Nothing.");
    assert!(stage.asked().person.expect("a person").manages_messages);
    stage.close().await;
}
