//! The Discord of the demo: two communities, and the people that one can be.

use chrono::{DateTime, Utc};
use local_discord::{Guild, LocalDiscord, Permissions, Persona};

/// The morning on which the demo begins, before the first briefing.
pub(super) const MORNING: &str = "2025-09-01T06:30:00Z";
/// Where its people live, whose clocks are changed twice a year.
pub(super) const TIME_ZONE: &str = "Europe/London";
pub(super) const GUILD: &str = "Harbour Town";
const ELSEWHERE: &str = "Mill Valley";
pub(super) const READER: &str = "Finn";
pub(super) const MODERATOR: &str = "Mara";
pub(super) const OWNER: &str = "Ines";
const STRANGER: &str = "Theo";
const STRANGERS_OWNER: &str = "Olga";

/// The channels that are named elsewhere.
pub(super) const NEWS: &str = "news";
pub(super) const TIPS: &str = "harbour";
pub(super) const BRIEFINGS: &str = "announcements";
pub(super) const LOG: &str = "desk-log";

/// A story that Finn has pasted, for the message's menu.
const TIP: &str = include_str!("juno.txt");

/// [`MORNING`] as a moment.
pub(super) fn morning() -> anyhow::Result<DateTime<Utc>> {
    Ok(MORNING.parse()?)
}

/// Whom one can be at a click.
pub(super) fn personas() -> Vec<Persona> {
    let about = [
        (READER, "reads"),
        (MODERATOR, "moderates the news"),
        (OWNER, "owns Harbour Town"),
        (STRANGER, "reads elsewhere, in Mill Valley"),
    ];
    let persona = |(name, about): (&str, &str)| Persona {
        name: name.to_owned(),
        about: about.to_owned(),
    };
    about.into_iter().map(persona).collect()
}

/// Puts everything and everybody in. Always in the same order: ids are counted up, so that a
/// database that was kept finds its guilds and channels again.
pub(super) fn populate(discord: &LocalDiscord) -> anyhow::Result<()> {
    let town = discord.guild_of(GUILD, OWNER);
    for name in [NEWS, TIPS] {
        town.text_channel(name);
    }
    town.announcement_channel(BRIEFINGS);
    let forum = town.forum("stories");
    for tag in ["Daily", "Weekend"] {
        forum.add_tag(tag);
    }
    town.role("Early birds", Permissions::empty())
        .set_mentionable(true);
    let desk = Permissions::MANAGE_MESSAGES | Permissions::MANAGE_GUILD;
    let editors = town.role("Editors", desk);
    town.member(MODERATOR).add_role(&editors);
    town.member(READER);
    let log = town.text_channel(LOG);
    log.deny_role(&town.everyone(), Permissions::VIEW_CHANNEL);
    log.allow_role(&editors, Permissions::VIEW_CHANNEL);
    log.allow_member(&town.bot(), Permissions::VIEW_CHANNEL);
    talk(&town)?;

    let valley = discord.guild_of(ELSEWHERE, STRANGERS_OWNER);
    valley.text_channel("mill-square");
    valley.member(STRANGER);
    Ok(())
}

/// What was said before one came.
fn talk(town: &Guild) -> anyhow::Result<()> {
    let (finn, mara) = (town.member(READER), town.member(MODERATOR));
    let tips = town.text_channel(TIPS);
    finn.say(
        &tips,
        "Morning. The tide is out, and so are the gulls. I wrote something up for the news:",
    )?;
    finn.say(&tips, TIP)?;
    mara.say(
        &tips,
        "Thank you, Finn. Your story above can go in as it is: its three dots, *Add to Newsdesk*.",
    )?;
    Ok(())
}
