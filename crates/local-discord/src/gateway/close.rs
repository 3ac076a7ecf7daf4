//! Why the gateway closes a connection.

use axum::extract::ws::CloseFrame;

/// Discord's close codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Close {
    UnknownOpcode = 4001,
    DecodeError = 4002,
    NotAuthenticated = 4003,
    AuthenticationFailed = 4004,
    AlreadyAuthenticated = 4005,
    SessionTimedOut = 4009,
    InvalidShard = 4010,
    InvalidIntents = 4013,
    DisallowedIntents = 4014,
}

impl Close {
    /// The frame that says so.
    pub(crate) fn frame(self) -> CloseFrame {
        let reason = match self {
            Self::UnknownOpcode => "Unknown opcode.",
            Self::DecodeError => "Error while decoding payload.",
            Self::NotAuthenticated => "Not authenticated.",
            Self::AuthenticationFailed => "Authentication failed.",
            Self::AlreadyAuthenticated => "Already authenticated.",
            Self::SessionTimedOut => "Session timed out.",
            Self::InvalidShard => "Invalid shard.",
            Self::InvalidIntents => "Invalid intent(s).",
            Self::DisallowedIntents => "Disallowed intent(s).",
        };
        CloseFrame {
            code: self as u16,
            reason: reason.into(),
        }
    }
}
