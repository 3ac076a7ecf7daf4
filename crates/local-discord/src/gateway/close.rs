//! Why the gateway closes a connection.

use axum::extract::ws::CloseFrame;

/// A close code: Discord's own are 4000 to 4014.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Close(pub(crate) u16);

impl Close {
    pub(crate) const UNKNOWN_OPCODE: Self = Self(4001);
    pub(crate) const DECODE_ERROR: Self = Self(4002);
    pub(crate) const NOT_AUTHENTICATED: Self = Self(4003);
    pub(crate) const AUTHENTICATION_FAILED: Self = Self(4004);
    pub(crate) const ALREADY_AUTHENTICATED: Self = Self(4005);
    pub(crate) const INVALID_SEQUENCE: Self = Self(4007);
    pub(crate) const RATE_LIMITED: Self = Self(4008);
    pub(crate) const SESSION_TIMED_OUT: Self = Self(4009);
    pub(crate) const INVALID_SHARD: Self = Self(4010);
    pub(crate) const INVALID_VERSION: Self = Self(4012);
    pub(crate) const INVALID_INTENTS: Self = Self(4013);
    pub(crate) const DISALLOWED_INTENTS: Self = Self(4014);

    /// Whether the session is over with it: the codes after which Discord's table of close codes
    /// says to begin a new session, or not to come back.
    pub(crate) fn ends_session(self) -> bool {
        matches!(self.0, 4003 | 4004 | 4007 | 4009..=4014)
    }

    fn reason(self) -> &'static str {
        match self.0 {
            4000 => "Unknown error.",
            4001 => "Unknown opcode.",
            4002 => "Error while decoding payload.",
            4003 => "Not authenticated.",
            4004 => "Authentication failed.",
            4005 => "Already authenticated.",
            4007 => "Invalid seq.",
            4008 => "Rate limited.",
            4009 => "Session timed out.",
            4010 => "Invalid shard.",
            4011 => "Sharding required.",
            4012 => "Invalid API version.",
            4013 => "Invalid intent(s).",
            4014 => "Disallowed intent(s).",
            _ => "",
        }
    }

    /// The frame that says so.
    pub(crate) fn frame(self) -> CloseFrame {
        CloseFrame {
            code: self.0,
            reason: self.reason().into(),
        }
    }
}
