//! `/schedule preview`, `post` and `status`.

use local_discord::Permissions;

use super::{MORNING, add, announce, ask, of, press, says};
use crate::{desk::Desk, moderators::labels};

#[tokio::test]
async fn a_preview_is_what_would_be_posted_and_posts_nothing() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let told = add(&desk, &root, &desk.news, "8", &[("limit", 2.into())]).await;
    says(&told, &["Now it would post nothing"]);
    let nothing = press(&root, &told, "Preview").await;
    says(&nothing, &["Now S1", "would post nothing"]);
    announce(
        &desk,
        &["The Ferry Sails", "A Gull Is Honoured", "The Crane Lifts"],
    )
    .await;
    let told = ask(
        &desk,
        &root,
        "edit",
        &[("schedule", "S1".into()), ("time", "9".into())],
    )
    .await;
    says(
        &told,
        &["Now it would post 2 of 3 stories", "The Crane Lifts"],
    );
    let preview = of(&desk, &root, "preview", "S1").await;
    says(
        &preview,
        &[
            "Preview of S1",
            "nothing was posted",
            "Monday, 1 September 2025",
            "2 of 3 stories",
            "and 1 more in /archive",
        ],
    );
    let read = root.click(&preview, "Read").await.expect("an answer");
    let read = crate::moderators::told(&read);
    assert!(read.ephemeral && read.text().contains("It happened today"));
    let shown = desk.news.messages();
    let public = shown.iter().filter(|message| !message.ephemeral).count();
    assert_eq!(public, 0, "nothing is posted");
    desk.close().await;
}

#[tokio::test]
async fn what_is_missing_is_named_at_once_and_keeps_from_posting() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    announce(&desk, &["The Ferry Sails"]).await;
    let shut = desk.guild.text_channel("shut");
    shut.deny_role(&desk.guild.everyone(), Permissions::SEND_MESSAGES);
    let early = desk.guild.role("Early birds", Permissions::empty());
    let told = add(&desk, &root, &shut, "8", &[("mention", (&early).into())]).await;
    says(
        &told,
        &[
            "Still missing",
            "Send Messages",
            &format!("can't ping <@&{}>", early.id()),
            "allow anyone to @mention it",
        ],
    );
    let refused = press(&root, &told, "Post now").await;
    says(
        &refused,
        &["It can't be posted now", "Missing", "Send Messages"],
    );
    early.set_mentionable(true);
    shut.allow_member(&desk.guild.bot(), Permissions::SEND_MESSAGES);
    let status = of(&desk, &root, "status", "S1").await;
    assert!(!status.text().contains("Missing"), "{}", status.text());
    let forum = desk.guild.forum("ideas");
    forum.require_tag(true);
    let told = add(&desk, &root, &forum, "8", &[]).await;
    says(&told, &["demands a tag on every post"]);
    forum.delete();
    let status = of(&desk, &root, "status", "S2").await;
    says(
        &status,
        &[
            "The channel was deleted",
            "`/schedule edit schedule:S2 channel:`",
        ],
    );
    // It asks for what is gone, and Discord says so.
    desk.shut_down().await;
}

#[tokio::test]
async fn a_button_posts_once() {
    let desk = Desk::at(MORNING, &[]).await;
    let (root, rita) = (desk.manager("Root"), desk.manager("Rita"));
    let told = add(&desk, &root, &desk.news, "8", &[]).await;
    let empty = press(&root, &told, "Post now").await;
    says(&empty, &["would post nothing"]);
    announce(&desk, &["The Ferry Sails"]).await;
    let (mine, hers) = (
        of(&desk, &root, "status", "S1").await,
        of(&desk, &rita, "status", "S1").await,
    );
    let (one, two) = tokio::join!(
        press(&root, &mine, "Post now"),
        press(&rita, &hers, "Post now"),
    );
    let posting = |told: &local_discord::Message| told.text().contains("Posting now");
    assert!(
        posting(&one) != posting(&two),
        "{}\n{}",
        one.text(),
        two.text()
    );
    let late = if posting(&one) { &two } else { &one };
    assert!(
        late.text().contains("being posted already") || late.text().contains("There was one since"),
        "{}",
        late.text()
    );
    let status = of(&desk, &root, "status", "S1").await;
    says(&status, &["an extra, for <@"]);
    assert!(labels(&status).contains(&"Post now".to_owned()));
    desk.close().await;
}
