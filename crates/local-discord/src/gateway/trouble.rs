//! What befalls connected bots, on demand. Each counts a bot as gone from then on, so that
//! [`LocalDiscord::connected`] waits for its return; what happens until then is kept for it.

use serde_json::json;

use super::{close::Close, sessions::Signal};
use crate::{LocalDiscord, hub::Hub};

impl LocalDiscord {
    /// Asks every shard to reconnect and to resume (op 7).
    pub fn reconnect(&self) {
        let payload = json!({"op": 7, "d": null, "s": null, "t": null});
        self.interrupt(&Signal::Payload(payload.to_string()));
    }

    /// Tells every shard that its session is invalid (op 9): to be resumed, or over.
    pub fn invalidate(&self, resumable: bool) {
        self.interrupt(&Signal::Invalidate { resumable });
    }

    /// Lets the connections stand and says nothing more on them: no events, no acknowledgements.
    /// New connections are answered as ever.
    pub fn go_silent(&self) {
        self.interrupt(&Signal::Silence);
    }

    /// Closes every connection with this code: 1000 to 1011, Discord's 4000 to 4014, or any other
    /// that may stand in a close frame. After those of which Discord says so the session is over.
    pub fn close_gateway(&self, code: u16) {
        self.interrupt(&Signal::Close(Close(code)));
    }

    /// Drops every connection without a close frame.
    pub fn cut(&self) {
        self.interrupt(&Signal::Cut);
    }

    /// Keeps the bot out as if everything were down: its connections are lost, and so is every one
    /// that it tries; what happens meanwhile is kept for it. People's pages go on, unlike with
    /// [`Self::go_down`].
    pub fn shut_out(&self) {
        shut_out(&self.hub);
    }

    /// Lets the bot in again.
    pub fn let_in(&self) {
        self.hub.set_shut_out(false);
    }

    fn interrupt(&self, signal: &Signal) {
        self.hub
            .update_sessions(|world, sessions| sessions.interrupt(world, signal));
    }
}

/// Keeps the bot out: first for what comes, then what is there.
pub(crate) fn shut_out(hub: &Hub) {
    hub.set_shut_out(true);
    hub.update_sessions(|world, sessions| sessions.interrupt(world, &Signal::Cut));
}
