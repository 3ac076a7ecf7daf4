use crate::{article::ChannelId, view::Message};

/// Writes into channels of a guild by itself, without having been asked there.
pub trait Telling: Send + Sync {
    /// Writes `message` into `channel`, for nobody to be notified of. `nonce`, of at most 25
    /// characters, names it: given again within minutes, the first message stands for both.
    fn tell(
        &self,
        channel: ChannelId,
        message: &Message,
        nonce: &str,
    ) -> impl Future<Output = Result<(), TellError>> + Send;
}

/// Why a channel could not be written to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TellError {
    /// It may work later; what was said.
    #[error("{0}")]
    Passing(String),
    /// It will not before somebody mends it: what is missing and how, for people to read.
    #[error("{0}")]
    Lasting(String),
}
