use super::{channels::Channels, fetch::Fetcher, publisher::DiscordPublisher, teller::Teller};
use crate::newsroom::Newsroom;

/// What handlers work with; cheap to clone.
#[derive(Clone)]
pub(super) struct Service {
    pub(super) newsroom: Newsroom,
    pub(super) fetcher: Fetcher,
    pub(super) teller: Teller,
    pub(super) publisher: DiscordPublisher,
    pub(super) channels: Channels,
}
