//! What is posted, and that it is posted once.

use super::*;

#[tokio::test]
async fn a_message_is_sent_once_and_pings_the_role_alone() {
    let town = Town::new().await;
    let news = town.guild.text_channel("news");
    let role = town.guild.role("Readers", Permissions::empty());
    role.set_mentionable(true);
    let text = format!("<@&{}> @everyone Tides", role.id());
    let message = line(&text).with_ping(Some(RoleId(role.id())));
    let first = town.send(&news, &message).await.expect("sent");
    assert_eq!(town.send(&news, &message).await, Ok(first));
    assert_eq!(news.messages().len(), 1);
    let posted = there(&news, first);
    let pinged = posted.pinged();
    assert!(
        pinged.roles == [role.id()] && !pinged.everyone,
        "{pinged:?}"
    );
    assert_eq!(posted.json()["components"][0]["id"], MARK);
}

#[tokio::test]
async fn a_thread_is_started_once() {
    let town = Town::new().await;
    for channel in [
        town.guild.text_channel("news"),
        town.guild.announcement_channel("wire"),
    ] {
        let head = town.send(&channel, &line("Today")).await.expect("sent");
        for _ in 0..2 {
            let thread = town
                .publisher
                .start_thread(town.guild_id(), at(&channel), head, "Sunday")
                .await;
            assert_eq!(thread, Ok(ChannelId(head.0)));
        }
        let threads = channel.threads();
        assert_eq!(threads.len(), 1);
        assert_eq!(threads[0].name(), "Sunday");
        let inside = town.send(&threads[0], &line("Tides")).await.expect("sent");
        assert_eq!(there(&threads[0], inside).text(), "Tides");
    }
}

#[tokio::test]
async fn a_post_has_the_tags_that_suit() {
    let town = Town::new().await;
    let forum = town.guild.forum("stories");
    forum.add_moderated_tag("Editors' choice");
    let post = async |topic| {
        let publisher = &town.publisher;
        publisher
            .post(town.guild_id(), at(&forum), "Sunday", topic, &line("Tides"))
            .await
    };
    forum.require_tag(true);
    assert_eq!(post(None).await, refused(Obstacle::NoTag));
    forum.add_tag("Sea");
    forum.add_tag("News");
    for (topic, tag) in [(Some("sea"), "Sea"), (None, "News")] {
        let (thread, message) = post(topic).await.expect("posted");
        let threads = forum.threads();
        let there_is = threads
            .iter()
            .find(|one| at(one) == thread)
            .expect("a post");
        assert_eq!(there_is.tags(), [tag]);
        assert_eq!(there(there_is, message).text(), "Tides");
    }
    let news = town.guild.text_channel("news");
    let elsewhere = town
        .publisher
        .post(town.guild_id(), at(&news), "Sunday", None, &line("Tides"))
        .await;
    assert_eq!(elsewhere, refused(Obstacle::OtherKind));
}

#[tokio::test]
async fn a_tag_that_is_demanded_meanwhile_is_said() {
    let town = Town::new().await;
    let forum = town.guild.forum("stories");
    forum.require_tag(true);
    let (sender, path) = (
        &town.publisher.sender,
        format!("/channels/{}/threads", forum.id()),
    );
    let message = line("Tides");
    let body = wire::post("Sunday", &[], &message);
    let failure = sender.post(&path, &body, None).await.expect_err("refused");
    assert_eq!(
        failure.of_writing(Right::Send),
        PostError::Refused(Obstacle::NoTag)
    );
}

#[tokio::test]
async fn a_message_is_published_once_and_ten_an_hour() {
    let town = Town::new().await;
    let wire = town.guild.announcement_channel("wire");
    let publish = async |message| {
        town.publisher
            .crosspost(town.guild_id(), at(&wire), message)
            .await
    };
    let mut messages = Vec::new();
    for number in 0..11 {
        let nonce = format!("n-{number}");
        let sent = town
            .publisher
            .send(town.guild_id(), at(&wire), &line("Tides"), &nonce)
            .await;
        messages.push(sent.expect("sent"));
    }
    for message in &messages[..10] {
        assert_eq!(publish(*message).await, Ok(()));
    }
    assert_eq!(publish(messages[0]).await, Ok(()));
    let asked = town.discord.requests().len();
    for times in [1, 1] {
        let Err(PostError::NotDone { wait, .. }) = publish(messages[10]).await else {
            panic!("an eleventh in the hour");
        };
        assert!(
            wait.is_some_and(|wait| wait > Duration::from_secs(3500)),
            "{wait:?}"
        );
        assert_eq!(
            town.discord.requests().len(),
            asked + times,
            "asked again in vain"
        );
    }
    assert!(town.send(&wire, &line("Tides")).await.is_ok());
    let news = town.guild.text_channel("news");
    let sent = town.send(&news, &line("Tides")).await.expect("sent");
    let elsewhere = town
        .publisher
        .crosspost(town.guild_id(), at(&news), sent)
        .await;
    assert_eq!(elsewhere, refused(Obstacle::OtherKind));
}

#[tokio::test]
async fn a_message_is_changed_and_pings_nobody() {
    let town = Town::new().await;
    let news = town.guild.text_channel("news");
    let role = town.guild.role("Readers", Permissions::empty());
    let sent = town.send(&news, &line("Tides")).await.expect("sent");
    let content = line("Corrected").with_ping(Some(RoleId(role.id())));
    let edit = async |channel: &Channel, id| {
        town.publisher
            .edit(town.guild_id(), at(channel), id, &content)
            .await
    };
    assert_eq!(edit(&news, sent).await, Ok(()));
    assert_eq!(there(&news, sent).text(), "Corrected");
    let requests = town.discord.requests();
    let mentions = &requests.last().expect("a request").body["allowed_mentions"];
    assert_eq!(*mentions, json!({"parse": []}));
    assert_eq!(edit(&news, MessageId(1)).await, refused(Obstacle::Deleted));
    town.deny(&news, Permissions::VIEW_CHANNEL);
    assert_eq!(edit(&news, sent).await, lacks(&[Right::View]));
    news.delete();
    assert_eq!(edit(&news, sent).await, refused(Obstacle::Gone));
}

#[tokio::test]
async fn a_message_of_a_thread_that_rests_is_changed_and_it_rests_again() {
    let town = Town::new().await;
    let forum = town.guild.forum("stories");
    let posted = town
        .publisher
        .post(town.guild_id(), at(&forum), "Sunday", None, &line("Tides"))
        .await;
    let (_, message) = posted.expect("posted");
    let thread = forum.threads().remove(0);
    let edit = async || {
        town.publisher
            .edit(town.guild_id(), at(&thread), message, &line("Corrected"))
            .await
    };
    town.advance(TimeDelta::days(30));
    assert!(thread.is_archived());
    assert_eq!(edit().await, Ok(()));
    assert_eq!(there(&thread, message).text(), "Corrected");
    assert!(thread.is_archived());
    thread.lock(true);
    assert_eq!(edit().await, lacks(&[Right::ManageThreads]));
    let bot = town.guild.bot();
    forum.allow_member(&bot, Permissions::MANAGE_THREADS);
    assert_eq!(edit().await, Ok(()));
    thread.lock(false);
    town.deny(&forum, Permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(edit().await, lacks(&[Right::SendInThreads]));
}
