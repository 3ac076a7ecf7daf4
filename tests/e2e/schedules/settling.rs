//! What people decide: what was uncertain, what was not published to the channels that follow; how all
//! schedules go.

use local_discord::{Member, OptionValue};
use newsdesk::{
    article::{Author, ChannelId, GuildId, MessageId, UserId},
    briefing::{Delivery, DeliveryId, Event, Obstacle, Right, ScheduleId},
    newsroom::desk::Person,
    view::schedule::status::Notice,
};

use super::{MORNING, add, announce, ask, of, press, says};
use crate::{
    desk::Desk,
    moderators::{hostile::forged, labels, told},
};

/// While the bot is down: a briefing of that schedule to which this happened.
async fn happened(desk: &mut Desk, member: &Member, schedule: u32, events: &[Event]) -> Delivery {
    desk.halt().await;
    let guild = GuildId(desk.guild.id());
    let person = Person {
        guild,
        user: UserId(member.id()),
        roles: Vec::new(),
        manages_messages: false,
        manages_guild: true,
    };
    let store = desk.newsroom.store();
    let number = schedule;
    let schedule = store.schedule(ScheduleId { guild, number }).await;
    let schedule = schedule.expect("read").expect("a schedule");
    let posted = desk.newsroom.post_now(&person, &schedule, None, &[]).await;
    let turned = posted.expect("well").expect("news");
    assert_eq!(turned.notice, Notice::Posting);
    let id = DeliveryId {
        schedule: schedule.id,
        number: turned.schedule.last_delivery,
    };
    let (by, now) = (Author::Operator, desk.clock.now());
    let mut delivery = None;
    for event in events {
        let said = Some("it was cut".to_owned());
        let advanced = store.advance_delivery(id, event.clone(), said, by, None, now);
        delivery = advanced.await.expect("written");
        assert!(delivery.is_some(), "{event:?}");
    }
    desk.launch(|_| {});
    desk.discord.connected().await;
    delivery.expect("a briefing")
}

#[tokio::test]
async fn what_is_uncertain_waits_for_a_person_and_is_settled_once() {
    let mut desk = Desk::at(MORNING, &[]).await;
    let (root, rita) = (desk.manager("Root"), desk.manager("Rita"));
    add(&desk, &root, &desk.news, "8", &[]).await;
    add(&desk, &root, &desk.news, "9", &[]).await;
    announce(&desk, &["The Ferry Sails"]).await;
    happened(&mut desk, &root, 2, &[Event::Begun(0), Event::Lost(0)]).await;
    let all = ask(&desk, &root, "status", &[]).await;
    says(
        &all,
        &[
            "those in trouble first",
            "One is uncertain: a person has to say",
        ],
    );
    let (worst, well) = (all.text().find("S2"), all.text().find("S1"));
    assert!(worst < well, "{}", all.text());
    let list = ask(&desk, &root, "list", &[]).await;
    says(&list, &["One is uncertain"]);
    let (mine, hers) = (
        of(&desk, &root, "status", "S2").await,
        of(&desk, &rita, "status", "S2").await,
    );
    says(
        &mine,
        &["Uncertain: it may be there", "Look into the channel"],
    );
    assert_eq!(labels(&mine)[..2], ["It is there", "Send again"]);
    let done = press(&root, &mine, "It is there").await;
    says(
        &done,
        &[
            "It counts as posted",
            "Nothing more is sent",
            "as somebody said",
        ],
    );
    let late = press(&rita, &hers, "Send again").await;
    says(
        &late,
        &["That was decided already: posted, as somebody said"],
    );
    assert!(desk.news.messages().iter().all(|message| message.ephemeral));

    desk.close().await;
}

#[tokio::test]
async fn what_is_sent_again_is_under_way() {
    let mut desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    add(&desk, &root, &desk.news, "8", &[]).await;
    announce(&desk, &["The Ferry Sails"]).await;
    happened(&mut desk, &root, 1, &[Event::Begun(0), Event::Lost(0)]).await;
    let status = of(&desk, &root, "status", "S1").await;
    let again = press(&root, &status, "Send again").await;
    says(
        &again,
        &["Sending it again", &format!("<#{}>", desk.news.id())],
    );
    let twice = forged(&desk, &root, "1:delivery:1.1:again").await;
    says(&twice, &["That was decided already"]);
    desk.close().await;
}

#[tokio::test]
async fn what_was_not_published_is_published_again() {
    let mut desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let fanfare = desk.guild.announcement_channel("fanfare");
    add(
        &desk,
        &root,
        &fanfare,
        "8",
        &[("crosspost", OptionValue::from(true))],
    )
    .await;
    announce(&desk, &["The Ferry Sails"]).await;
    let channel = ChannelId(fanfare.id());
    let events = [
        Event::Begun(0),
        Event::Done(0, channel, MessageId(4711)),
        Event::Begun(1),
        Event::Refused(1, Obstacle::Lacks(vec![Right::Send])),
    ];
    happened(&mut desk, &root, 1, &events).await;
    let status = of(&desk, &root, "status", "S1").await;
    let link = format!(
        "https://discord.com/channels/{}/{}/4711",
        desk.guild.id(),
        fanfare.id()
    );
    says(
        &status,
        &[
            "Posted, but not published to the channels that follow",
            "Send Messages",
            &link,
        ],
    );
    let again = press(&root, &status, "Publish again").await;
    says(&again, &["Publishing it to the channels that follow"]);
    // That message is of our own making: Discord knows none of that number.
    desk.shut_down().await;
}

#[tokio::test]
async fn a_briefing_that_never_was_is_not_known() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    add(&desk, &root, &desk.news, "8", &[]).await;
    for id in [
        "1:delivery:1.1:there",
        "1:delivery:1.0:again",
        "1:delivery:1.4294967295:crosspost",
    ] {
        let unknown = forged(&desk, &root, id).await;
        says(&unknown, &["That briefing is not known any more"]);
        let status = root.click(&unknown, "Status").await.expect("an answer");
        says(&told(&status), &["## S1"]);
    }
    desk.close().await;
}
