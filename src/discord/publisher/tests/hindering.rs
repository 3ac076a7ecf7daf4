//! What is told of what stands in a plan's way.

use super::*;

#[tokio::test]
async fn the_rights_that_a_kind_of_target_takes() {
    const SEND: Permissions = Permissions::SEND_MESSAGES;
    const HISTORY: Permissions = Permissions::READ_MESSAGE_HISTORY;
    const CREATE: Permissions = Permissions::CREATE_PUBLIC_THREADS;
    const INSIDE: Permissions = Permissions::SEND_MESSAGES_IN_THREADS;
    let text = (ChannelKind::Text, false);
    let announcement = (ChannelKind::Announcement, false);
    let thread = (ChannelKind::Text, true);
    let forum = (ChannelKind::Forum, false);
    for ((kind, thread), denied, lacks) in [
        (text, CREATE.union(INSIDE), &[][..]),
        (text, SEND, &[Right::Send]),
        (
            text,
            SEND.union(HISTORY),
            &[Right::Send, Right::ReadHistory],
        ),
        (text, Permissions::all(), &[Right::View]),
        (announcement, HISTORY, &[Right::ReadHistory]),
        (thread, Permissions::empty(), &[]),
        (thread, CREATE, &[Right::CreateThreads]),
        (
            thread,
            CREATE.union(INSIDE),
            &[Right::CreateThreads, Right::SendInThreads],
        ),
        (forum, CREATE, &[]),
        (
            forum,
            SEND.union(INSIDE),
            &[Right::Send, Right::SendInThreads],
        ),
    ] {
        let town = Town::new().await;
        let channel = match kind {
            ChannelKind::Text => town.guild.text_channel("c"),
            ChannelKind::Announcement => town.guild.announcement_channel("c"),
            ChannelKind::Forum => town.guild.forum("c"),
        };
        town.deny(&channel, denied);
        let plan = Plan {
            thread,
            ..plan(&channel, kind)
        };
        let expected = match lacks {
            [] => Vec::new(),
            lacks => vec![Obstacle::Lacks(lacks.to_vec())],
        };
        let found = town.publisher.obstacles(town.guild_id(), &plan).await;
        assert_eq!(found, Ok(expected), "{kind:?} {denied:?}");
    }
}

#[tokio::test]
async fn overwrites_count_in_their_order() {
    let town = Town::new().await;
    let news = town.guild.text_channel("news");
    let obstacles = async || {
        let plan = plan(&news, ChannelKind::Text);
        town.publisher.obstacles(town.guild_id(), &plan).await
    };
    let send = Permissions::SEND_MESSAGES;
    let lacks = Ok(vec![Obstacle::Lacks(vec![Right::Send])]);
    let (bot, everyone) = (town.guild.bot(), town.guild.everyone());
    let press = town.guild.role("Press", Permissions::empty());
    news.deny_role(&everyone, send);
    assert_eq!(obstacles().await, lacks);
    news.allow_role(&press, send);
    assert_eq!(obstacles().await, lacks, "a role that it does not have");
    bot.add_role(&press);
    assert_eq!(obstacles().await, Ok(vec![]));
    town.deny(&news, send);
    assert_eq!(obstacles().await, lacks);
    bot.add_role(&town.guild.role("Admins", Permissions::ADMINISTRATOR));
    assert_eq!(obstacles().await, Ok(vec![]));
}

#[tokio::test]
async fn a_role_that_it_may_not_ping() {
    let town = Town::new().await;
    let news = town.guild.text_channel("news");
    let role = town.guild.role("Readers", Permissions::empty());
    let obstacles = async |role| {
        let plan = Plan {
            mention: Some(RoleId(role)),
            ..plan(&news, ChannelKind::Text)
        };
        town.publisher.obstacles(town.guild_id(), &plan).await
    };
    let lacks = Ok(vec![Obstacle::Lacks(vec![Right::MentionRoles])]);
    assert_eq!(obstacles(role.id()).await, lacks);
    assert_eq!(obstacles(town.guild.id()).await, lacks, "everyone");
    assert_eq!(obstacles(1).await, Ok(vec![Obstacle::NoRole]), "deleted");
    role.set_mentionable(true);
    assert_eq!(obstacles(role.id()).await, Ok(vec![]));
    role.set_mentionable(false);
    news.allow_member(&town.guild.bot(), Permissions::MENTION_EVERYONE);
    assert_eq!(obstacles(role.id()).await, Ok(vec![]));
}

#[tokio::test]
async fn a_target_that_takes_no_such_message() {
    let town = Town::new().await;
    let guild = &town.guild;
    let (news, wire, forum) = (
        guild.text_channel("news"),
        guild.announcement_channel("wire"),
        guild.forum("stories"),
    );
    let obstacles = async |channel: &Channel, kind, crosspost| {
        let plan = Plan {
            crosspost,
            ..plan(channel, kind)
        };
        let found = town.publisher.obstacles(town.guild_id(), &plan).await;
        found.expect("obstacles")
    };
    let other = [Obstacle::OtherKind];
    for (channel, kind, crosspost, expected) in [
        (&wire, ChannelKind::Announcement, true, &[][..]),
        (&news, ChannelKind::Announcement, true, &other),
        (&news, ChannelKind::Announcement, false, &[]),
        (&wire, ChannelKind::Text, false, &[]),
        (&forum, ChannelKind::Text, false, &other),
        (&news, ChannelKind::Forum, false, &other),
        (&forum, ChannelKind::Forum, false, &[]),
    ] {
        let found = obstacles(channel, kind, crosspost).await;
        assert_eq!(found, expected, "{} {kind:?}", channel.name());
    }
    forum.require_tag(true);
    let forum_obstacles = async || obstacles(&forum, ChannelKind::Forum, false).await;
    assert_eq!(forum_obstacles().await, [Obstacle::NoTag]);
    forum.add_tag("Sea");
    assert_eq!(forum_obstacles().await, []);
    forum.delete();
    assert_eq!(forum_obstacles().await, [Obstacle::Gone]);
    let strange = town.discord.guild("Elsewhere").text_channel("news");
    let found = obstacles(&strange, ChannelKind::Text, false).await;
    assert_eq!(found, [Obstacle::Gone], "another guild's");
    guild.remove_bot();
    let found = obstacles(&news, ChannelKind::Text, false).await;
    assert_eq!(found, [Obstacle::Away]);
}

#[tokio::test]
async fn what_can_not_be_told_now_is_said() {
    let town = Town::new().await;
    let news = town.guild.text_channel("news");
    for path in ["GET /guilds/*", "GET /channels/*"] {
        town.discord.faults().on(path).answer(503);
        let plan = plan(&news, ChannelKind::Text);
        let found = town.publisher.obstacles(town.guild_id(), &plan).await;
        assert!(matches!(found, Err(PostError::NotDone { .. })), "{found:?}");
    }
}

fn plan(channel: &Channel, kind: ChannelKind) -> Plan {
    Plan {
        limit: 5,
        ..Plan::new(
            at(channel),
            kind,
            Recurrence {
                time: NaiveTime::from_hms_opt(8, 0, 0).expect("a time"),
                zone: "Europe/Berlin".parse::<Zone>().expect("a zone"),
                days: Days::DAILY,
            },
        )
    }
}
