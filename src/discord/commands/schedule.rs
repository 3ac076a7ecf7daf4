//! `/schedule`: the daily briefing.

use super::TOPIC;
use crate::{
    briefing::MAX_LIMIT,
    discord::declare::{ChoiceDeclaration, Declaration, OptionDeclaration, Permission},
};

pub(super) const DECLARATION: Declaration = Declaration::slash(
    "schedule",
    "Have the news of the day posted at the time that you choose",
    &[
        OptionDeclaration::subcommand(
            "add",
            "Have a briefing posted into a channel again and again",
            &[
                CHANNEL.required(),
                TIME.required(),
                TIME_ZONE,
                DAYS,
                TOPIC,
                MENTION,
                LIMIT,
                THREAD,
                CROSSPOST,
                WHEN_EMPTY,
            ],
        ),
        OptionDeclaration::subcommand("list", "All schedules, and when each posts next", &[]),
        OptionDeclaration::subcommand(
            "edit",
            "Change a schedule; what isn't given stays",
            &[
                SCHEDULE.required(),
                CHANNEL,
                TIME,
                TIME_ZONE,
                DAYS,
                TOPIC,
                MENTION,
                LIMIT,
                THREAD,
                CROSSPOST,
                WHEN_EMPTY,
            ],
        ),
        OptionDeclaration::subcommand(
            "pause",
            "Have a schedule rest for a while",
            &[SCHEDULE.required()],
        ),
        OptionDeclaration::subcommand(
            "resume",
            "Have a schedule go on that rests",
            &[SCHEDULE.required()],
        ),
        OptionDeclaration::subcommand(
            "remove",
            "Remove a schedule; it asks before it does",
            &[SCHEDULE.required()],
        ),
        OptionDeclaration::subcommand(
            "preview",
            "What a schedule would post now, for you alone",
            &[SCHEDULE.required()],
        ),
        OptionDeclaration::subcommand(
            "post",
            "Post now, besides what comes by itself",
            &[SCHEDULE.required()],
        ),
        OptionDeclaration::subcommand(
            "status",
            "How schedules go, what is missing, and how to mend it",
            &[SCHEDULE],
        ),
    ],
)
.only_for(Permission::MANAGE_GUILD);

const SCHEDULE: OptionDeclaration =
    OptionDeclaration::completed("schedule", "Its number, such as S2, or words of it");
const CHANNEL: OptionDeclaration = OptionDeclaration::channel(
    "channel",
    "Where: a text or announcement channel, or a forum",
)
.of_types(&[0, 5, 15]);
const TIME: OptionDeclaration =
    OptionDeclaration::text("time", "At what time of day, such as 8:30, 0830 or 8.30 pm");
const TIME_ZONE: OptionDeclaration = OptionDeclaration::completed(
    "time_zone",
    "In which time zone, by its city or what time it is there; this community's if left out",
);
const DAYS: OptionDeclaration = OptionDeclaration::completed(
    "days",
    "On which days: daily, weekdays, weekends, or such as mon,wed,fri; daily if left out",
);
const MENTION: OptionDeclaration =
    OptionDeclaration::role("mention", "A role to ping with each briefing");
const LIMIT: OptionDeclaration = OptionDeclaration::whole(
    "limit",
    "Most stories of a briefing, from 1 to 8; usually 8 if left out",
    1,
    MAX_LIMIT,
);
const THREAD: OptionDeclaration = OptionDeclaration::flag(
    "thread",
    "Whether each briefing goes into a thread of its own",
);
const CROSSPOST: OptionDeclaration = OptionDeclaration::flag(
    "crosspost",
    "Whether it is published to the channels that follow an announcement channel",
);
const WHEN_EMPTY: OptionDeclaration = OptionDeclaration::one_of(
    "when_empty",
    "What is posted on a day without news; nothing if left out",
    &[
        ChoiceDeclaration::new("silent", "Nothing"),
        ChoiceDeclaration::new("note", "A line that says so"),
    ],
);
