//! What is found again, and when nothing counts as nothing.

use super::*;

#[tokio::test]
async fn a_message_is_found_by_its_mark() {
    let town = Town::new().await;
    let news = town.guild.text_channel("news");
    let mara = town.guild.member("Mara");
    let send = async |message: &Message, nonce: &str| {
        let sent = town
            .publisher
            .send(town.guild_id(), at(&news), message, nonce)
            .await;
        sent.expect("sent")
    };
    send(&line("Of yesterday"), "n-0").await;
    town.advance(TimeDelta::days(2));
    assert_eq!(town.find(&news).await, Ok(None));
    let say = |times| {
        for _ in 0..times {
            mara.say(&news, "words").expect("said");
        }
    };
    send(&marked("Another", 5), "n-1").await;
    say(120);
    assert_eq!(town.find(&news).await, Ok(None));
    let sent = send(&line("Tides"), "n-2").await;
    say(120);
    assert_eq!(town.find(&news).await, Ok(Some(sent)));
    // Our clock may be ahead of Discord's.
    let ahead = town.now() + TimeDelta::hours(23);
    let found = town.publisher.find(town.guild_id(), at(&news), MARK, ahead);
    assert_eq!(found.await, Ok(Some(sent)));
    let changed = town
        .publisher
        .edit(town.guild_id(), at(&news), sent, &line("Corrected"))
        .await;
    assert_eq!(changed, Ok(()));
    assert_eq!(town.find(&news).await, Ok(Some(sent)));
}

#[tokio::test]
async fn where_it_may_not_look_nothing_is_no_answer() {
    let town = Town::new().await;
    let (news, forum) = (town.guild.text_channel("news"), town.guild.forum("stories"));
    let head = town.send(&news, &line("Today")).await.expect("sent");
    let thread = town
        .publisher
        .start_thread(town.guild_id(), at(&news), head, "Sunday")
        .await;
    let thread = thread.expect("a thread");
    let in_thread = async || {
        let (guild, since) = (town.guild_id(), town.now());
        town.publisher.find(guild, thread, 5, since).await
    };
    assert_eq!(in_thread().await, Ok(None));
    for (denied, right) in [
        (Permissions::READ_MESSAGE_HISTORY, Right::ReadHistory),
        (Permissions::VIEW_CHANNEL, Right::View),
    ] {
        let unreadable = FindError::Unreadable(Obstacle::Lacks(vec![right]));
        town.deny(&news, denied);
        town.deny(&forum, denied);
        assert_eq!(town.find(&news).await, Err(unreadable.clone()));
        assert_eq!(in_thread().await, Err(unreadable.clone()));
        assert_eq!(town.find_post(&forum).await, Err(unreadable));
    }
    town.deny(&news, Permissions::empty());
    town.discord
        .faults()
        .on("GET /channels/*/messages")
        .answer(503);
    let found = town.find(&news).await;
    assert!(matches!(found, Err(FindError::Passing(_))), "{found:?}");
    news.delete();
    assert_eq!(
        town.find(&news).await,
        Err(FindError::Unreadable(Obstacle::Gone))
    );
}

#[tokio::test]
async fn a_post_is_found_by_its_mark_also_where_it_rests() {
    let town = Town::new().await;
    let forum = town.guild.forum("stories");
    town.guild.forum("ideas");
    for _ in 0..101 {
        town.raw_post(&forum, json!({"name": "Old", "message": {"content": "c"}}))
            .await;
    }
    town.advance(TimeDelta::days(2));
    assert_eq!(town.find_post(&forum).await, Ok(None));
    let post = async |mark| {
        let message = marked("Tides", mark);
        town.publisher
            .post(town.guild_id(), at(&forum), "Sunday", None, &message)
            .await
    };
    let (thread, first) = post(MARK).await.expect("posted");
    let there_is = |id| forum.threads().into_iter().find(|one| at(one) == id);
    assert_eq!(town.find_post(&forum).await, Ok(Some((thread, first))));
    // It rests, and a hundred others began to after it.
    there_is(thread).expect("a post").archive();
    for (number, old) in forum.threads().iter().enumerate() {
        if at(old) != thread {
            if number % 50 == 0 {
                town.advance(TimeDelta::seconds(1));
            }
            old.archive();
        }
    }
    assert_eq!(town.find_post(&forum).await, Ok(Some((thread, first))));
    let elsewhere = town.guild.forum("ideas");
    assert_eq!(town.find_post(&elsewhere).await, Ok(None));
}
