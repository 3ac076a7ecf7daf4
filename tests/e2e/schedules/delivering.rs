//! What those see of it who set it up: posts that came, posts that failed, what is missing meanwhile.

use chrono::{DateTime, TimeDelta, Utc};
use local_discord::{Channel, Member, Message, OptionValue, Permissions};

use super::{MORNING, add, announce, ask, of, press, says};
use crate::{
    desk::Desk,
    moderators::{labels, told},
};

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect("an instant")
}

/// What a schedule's status becomes once it says that.
async fn until(desk: &Desk, member: &Member, schedule: &str, part: &str) -> Message {
    let mut last = None;
    for _ in 0..300 {
        let status = of(desk, member, "status", schedule).await;
        if status.text().contains(part) {
            return status;
        }
        last = Some(status);
    }
    panic!("never {part:?}: {}", last.expect("a status").text());
}

/// Where a message is, as the status links to it.
fn link(desk: &Desk, channel: &Channel, message: &Message) -> String {
    let (guild, channel) = (desk.guild.id(), channel.id());
    format!(
        "https://discord.com/channels/{guild}/{channel}/{}",
        message.id
    )
}

#[tokio::test]
async fn a_post_that_was_asked_for_comes_and_is_linked_to() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let early = desk.guild.role("Early birds", Permissions::empty());
    early.set_mentionable(true);
    let board = desk.guild.text_channel("board");
    announce(&desk, &["The Ferry Sails", "A Gull Is Honoured"]).await;
    add(&desk, &root, &board, "8", &[("mention", (&early).into())]).await;
    let preview = of(&desk, &root, "preview", "S1").await;
    assert!(preview.pinged().is_nobody(), "a preview pings nobody");
    let now = of(&desk, &root, "post", "S1").await;
    says(
        &now,
        &[
            "Posting now",
            &format!("<#{}>", board.id()),
            "It is an extra",
        ],
    );
    let posted = board.next_message().await;
    says(&posted, &["The Ferry Sails", "A Gull Is Honoured"]);
    for line in posted.text().lines() {
        assert!(
            preview.text().contains(line),
            "{line:?} in {}",
            preview.text()
        );
    }
    assert!(!posted.pinged().is_nobody(), "its role is pinged");
    let status = until(&desk, &root, "S1", "Posted, 2 stories").await;
    says(
        &status,
        &[
            &format!("an extra, for <@{}>", root.id()),
            &link(&desk, &board, &posted),
        ],
    );
    let read = desk.mara.click(&posted, "Read").await.expect("an answer");
    assert!(told(&read).ephemeral, "a reader reads it alone");
    // Its stories count as told.
    let again = press(&root, &status, "Post now").await;
    says(&again, &["would post nothing"]);
    desk.close().await;
}

#[tokio::test]
async fn a_day_that_had_its_briefing_gets_no_other_by_itself() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let board = desk.guild.text_channel("board");
    announce(&desk, &["The Ferry Sails"]).await;
    add(&desk, &root, &board, "8", &[]).await;
    desk.clock.set(at("2025-09-01T08:00:00Z"));
    let posted = board.next_message().await;
    let status = until(&desk, &root, "S1", "Posted, 1 story").await;
    says(&status, &[&link(&desk, &board, &posted)]);
    let options = [
        ("schedule", OptionValue::from("S1")),
        ("time", "20:00".into()),
    ];
    let told = ask(&desk, &root, "edit", &options).await;
    let tomorrow = at("2025-09-02T20:00:00Z").timestamp();
    says(
        &told,
        &[
            "Today had its briefing already",
            "Post now posts another",
            &format!("<t:{tomorrow}:F>"),
        ],
    );
    let list = ask(&desk, &root, "list", &[]).await;
    says(&list, &[&format!("<t:{tomorrow}:f>")]);
    desk.close().await;
}

#[tokio::test]
async fn what_fails_again_and_again_is_paused_and_says_why() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let board = desk.guild.text_channel("board");
    add(&desk, &root, &board, "8", &[("when_empty", "note".into())]).await;
    board.deny_role(&desk.guild.everyone(), Permissions::SEND_MESSAGES);
    for (day, says_so) in [
        (1, "The last one failed"),
        (2, "2 failed in a row"),
        (3, "Paused by Newsdesk"),
    ] {
        desk.clock
            .set(at("2025-08-31T08:00:00Z") + TimeDelta::days(day));
        let status = until(&desk, &root, "S1", says_so).await;
        says(
            &status,
            &[
                "Not posted, since Newsdesk lacks Send Messages there",
                "Missing",
            ],
        );
    }
    let all = ask(&desk, &root, "status", &[]).await;
    says(
        &all,
        &["Paused by Newsdesk", "3 failed in a row", "Send Messages"],
    );
    board.allow_member(&desk.guild.bot(), Permissions::SEND_MESSAGES);
    let on = of(&desk, &root, "resume", "S1").await;
    says(&on, &["S1 goes on", "Next <t:"]);
    assert!(!on.text().contains("in a row"), "{}", on.text());
    desk.clock.set(at("2025-09-04T08:00:00Z"));
    let posted = board.next_message().await;
    says(&posted, &["Nothing new"]);
    let status = until(&desk, &root, "S1", "Posted that nothing is new").await;
    assert!(labels(&status).contains(&"Pause".to_owned()));
    // Discord has refused what was to be refused.
    desk.shut_down().await;
}

#[tokio::test]
async fn a_briefing_in_a_thread_has_a_preview_of_each_message() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let board = desk.guild.text_channel("board");
    announce(&desk, &["The Ferry Sails"]).await;
    add(&desk, &root, &board, "8", &[("thread", true.into())]).await;
    let first = of(&desk, &root, "preview", "S1").await;
    says(&first, &["message 1 of 2", "Monday, 1 September 2025"]);
    let second = press(&root, &first, "Next ›").await;
    says(&second, &["message 2 of 2", "The Ferry Sails"]);
    let first = press(&root, &second, "« First").await;
    says(&first, &["message 1 of 2"]);
    of(&desk, &root, "post", "S1").await;
    let head = board.next_message().await;
    let status = until(&desk, &root, "S1", "Posted, 1 story").await;
    says(&status, &[&link(&desk, &board, &head)]);
    desk.close().await;
}

#[tokio::test]
async fn older_briefings_are_a_page_away() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let board = desk.guild.text_channel("board");
    add(&desk, &root, &board, "8", &[("when_empty", "note".into())]).await;
    for day in 0..7 {
        desk.clock
            .set(at("2025-09-01T08:00:00Z") + TimeDelta::days(day));
        board.next_message().await;
    }
    let newest = at("2025-09-07T08:00:00Z").timestamp();
    let status = until(&desk, &root, "S1", &format!("**<t:{newest}:f>**")).await;
    let older = press(&root, &status, "Older ›").await;
    let oldest = at("2025-09-01T08:00:00Z").timestamp();
    says(&older, &[&format!("**<t:{oldest}:f>**")]);
    assert!(
        !older.text().contains(&format!("**<t:{newest}:f>**")),
        "{}",
        older.text()
    );
    let back = press(&root, &older, "« Newest").await;
    says(&back, &[&format!("**<t:{newest}:f>**")]);
    desk.close().await;
}

#[tokio::test]
async fn what_can_t_be_brought_up_to_date_is_listed() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let board = desk.guild.text_channel("board");
    announce(&desk, &["The Ferry Sails"]).await;
    add(&desk, &root, &board, "8", &[]).await;
    of(&desk, &root, "post", "S1").await;
    let posted = board.next_message().await;
    until(&desk, &root, "S1", "Posted, 1 story").await;
    board.deny_role(&desk.guild.everyone(), Permissions::VIEW_CHANNEL);
    let ada = desk.moderator("Ada");
    let told = desk
        .at_desk(&ada, "withdraw", &[("article", "#H1")])
        .await
        .message();
    says(&told, &["#H1"]);
    let status = until(&desk, &root, "S1", "can't be brought up to date").await;
    says(&status, &[&link(&desk, &board, &posted)]);
    desk.shut_down().await;
}
