//! What is said of what could not be done.

use super::*;

#[tokio::test]
async fn what_is_refused_says_what_is_missing() {
    let town = Town::new().await;
    let (news, forum) = (town.guild.text_channel("news"), town.guild.forum("stories"));
    let sent = town.send(&news, &line("Tides")).await.expect("sent");
    assert_eq!(
        town.send(&forum, &line("Tides")).await,
        refused(Obstacle::OtherKind)
    );
    let thread = async || {
        town.publisher
            .start_thread(town.guild_id(), at(&news), sent, "Sunday")
            .await
    };
    town.deny(&news, Permissions::CREATE_PUBLIC_THREADS);
    assert_eq!(thread().await, lacks(&[Right::CreateThreads]));
    town.deny(&news, Permissions::empty());
    assert!(thread().await.is_ok());
    town.deny(&news, Permissions::SEND_MESSAGES_IN_THREADS);
    let inside = news.threads().remove(0);
    assert_eq!(
        town.send(&inside, &line("More")).await,
        lacks(&[Right::SendInThreads])
    );
    town.deny(&news, Permissions::SEND_MESSAGES);
    assert_eq!(
        town.publisher
            .send(town.guild_id(), at(&news), &line("More"), "n-2")
            .await,
        lacks(&[Right::Send])
    );
    let post = async || {
        town.publisher
            .post(town.guild_id(), at(&forum), "n", None, &line("Tides"))
            .await
    };
    town.deny(&forum, Permissions::SEND_MESSAGES);
    assert_eq!(post().await, lacks(&[Right::Send]));
    town.deny(&forum, Permissions::VIEW_CHANNEL);
    assert_eq!(post().await, lacks(&[Right::View]));
    forum.delete();
    assert_eq!(post().await, refused(Obstacle::Gone));
}

#[tokio::test]
async fn a_guild_that_removed_the_bot_is_said() {
    let town = Town::new().await;
    let guild = town.guild_id();
    let (wire, forum) = (
        town.guild.announcement_channel("wire"),
        town.guild.forum("stories"),
    );
    let message = line("Tides");
    let sent = town.send(&wire, &message).await.expect("sent");
    let posted = town.publisher.post(guild, at(&forum), "n", None, &message);
    let (thread, first) = posted.await.expect("posted");
    town.guild.remove_bot();
    let publisher = &town.publisher;
    assert_eq!(town.send(&wire, &message).await, refused(Obstacle::Away));
    let begun = publisher.start_thread(guild, at(&wire), sent, "Sunday");
    assert_eq!(begun.await, refused(Obstacle::Away));
    let posted = publisher.post(guild, at(&forum), "n", None, &message);
    assert_eq!(posted.await, refused(Obstacle::Away));
    let published = publisher.crosspost(guild, at(&wire), sent);
    assert_eq!(published.await, refused(Obstacle::Away));
    let corrected = line("Corrected");
    for (channel, message) in [(at(&wire), sent), (thread, first)] {
        let edited = publisher.edit(guild, channel, message, &corrected);
        assert_eq!(edited.await, refused(Obstacle::Away));
    }
    let away = FindError::Unreadable(Obstacle::Away);
    assert_eq!(town.find(&wire).await, Err(away.clone()));
    assert_eq!(town.find_post(&forum).await, Err(away));
}

#[tokio::test]
async fn what_fails_says_whether_it_was_done() {
    let town = Town::new().await;
    let news = town.guild.text_channel("news");
    let send = async |nonce: &str| {
        town.publisher
            .send(town.guild_id(), at(&news), &line("Tides"), nonce)
            .await
    };
    let unclear = |sent: &_| matches!(sent, Err(PostError::Unclear(_)));
    let not_done = |sent: &_| matches!(sent, Err(PostError::NotDone { .. }));

    for status in [500, 502, 503] {
        town.discord.faults().answer(status);
        let sent = send("n-1").await;
        assert!(unclear(&sent), "{status}: {sent:?}");
    }
    town.discord.faults().cut_before();
    assert!(unclear(&send("n-1").await));
    assert_eq!(news.messages().len(), 0);
    town.discord.faults().cut_after();
    assert!(unclear(&send("n-1").await));
    assert_eq!(send("n-1").await, Ok(MessageId(news.messages()[0].id)));
    assert_eq!(news.messages().len(), 1);

    let stranger = publisher(&town.discord, "another.token");
    let sent = stranger
        .send(town.guild_id(), at(&news), &line("Tides"), "n-2")
        .await;
    assert!(not_done(&sent), "{sent:?}");
    town.discord.go_down().await.expect("down");
    let sent = send("n-2").await;
    assert!(not_done(&sent) || unclear(&sent), "{sent:?}");
    assert!(not_done(&send("n-2").await), "nobody there");
    town.discord.come_back().await.expect("back");
    assert!(send("n-2").await.is_ok());
    let unconnected = DiscordPublisher::new(Sender::new(MOST));
    let message = line("Tides");
    let sent = unconnected.send(town.guild_id(), at(&news), &message, "n-3");
    assert!(not_done(&sent.await));
}

#[tokio::test]
async fn a_wait_that_was_said_is_kept() {
    let hour = Duration::from_secs(3600);
    for (scope, everywhere) in [
        (Scope::Route, false),
        (Scope::Shared, false),
        (Scope::Global, true),
        (Scope::Address, true),
    ] {
        let town = Town::new().await;
        let (news, other) = (
            town.guild.text_channel("news"),
            town.guild.text_channel("other"),
        );
        town.discord.faults().answer_429(scope, hour);
        let sent = town.send(&news, &line("Tides")).await;
        let Err(PostError::NotDone { wait, .. }) = &sent else {
            panic!("{scope:?}: {sent:?}");
        };
        assert_eq!(*wait, Some(hour), "{scope:?}");
        let asked = town.discord.requests().len();
        let again = town.send(&news, &line("Tides")).await;
        let Err(PostError::NotDone { wait, .. }) = &again else {
            panic!("{scope:?}: {again:?}");
        };
        assert!(wait.is_some_and(|wait| wait > hour / 2), "{scope:?}");
        assert_eq!(town.discord.requests().len(), asked, "{scope:?}");
        assert_eq!(
            town.send(&other, &line("Tides")).await.is_err(),
            everywhere,
            "{scope:?}"
        );
    }
}
