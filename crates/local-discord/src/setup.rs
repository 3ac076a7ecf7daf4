//! How a local Discord is set up.

use std::{fmt, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use crate::{
    gateway::Budget,
    hub::{Hub, Timing},
    page::PageSetup,
    rest::Buckets,
    world::World,
};

/// What can be chosen; [`Setup::default`] suits a test.
#[derive(Clone)]
pub struct Setup {
    /// The loopback port; 0 takes a free one.
    pub port: u16,
    /// The bot token that is accepted.
    pub token: String,
    /// The name of the application and its bot.
    pub application_name: String,
    /// The clock of snowflakes, timestamps, and the fifteen minutes of interaction tokens.
    pub now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// How long a bot has for its first answer, in real time; Discord gives 3 s.
    pub answer_within: Duration,
    /// How long everything else is waited for, in real time: a deferred answer, the next message,
    /// a bot that connects.
    pub patience: Duration,
    /// How often a bot must send its heartbeat.
    pub heartbeat_interval: Duration,
    /// With how many shards a bot is told to connect.
    pub shards: u64,
    /// How many sessions a bot may begin in a day; after that its token is refused.
    pub session_starts: usize,
    /// How long a bot must wait between two IDENTIFYs, in real time; Discord wants 5 s.
    pub identify_interval: Duration,
    /// Whether requests are counted, in real time, and answered with 429 beyond the limits of their
    /// route, or 50 a second in all.
    pub rate_limits: bool,
    /// How many REST requests are kept to be looked at, the newest of them; all by default, which
    /// grows without end where a bot is watched for long.
    pub requests_kept: usize,
    /// The page that people see.
    pub page: PageSetup,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            port: 0,
            token: "local.bot.token".to_owned(),
            application_name: "Newsdesk".to_owned(),
            now: Arc::new(system_clock),
            answer_within: Duration::from_secs(3),
            patience: Duration::from_secs(10),
            heartbeat_interval: Duration::from_millis(41_250),
            shards: 1,
            session_starts: 1000,
            identify_interval: Duration::ZERO,
            rate_limits: false,
            requests_kept: usize::MAX,
            page: PageSetup::default(),
        }
    }
}

/// The one place that reads the system's clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the default of an injected clock"
)]
fn system_clock() -> DateTime<Utc> {
    Utc::now()
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup")
            .field("port", &self.port)
            .field("application_name", &self.application_name)
            .field("answer_within", &self.answer_within)
            .finish_non_exhaustive()
    }
}

impl Setup {
    /// The state that is served at `url`.
    pub(crate) fn into_hub(self, url: String) -> Hub {
        let timing = Timing {
            answer_within: self.answer_within,
            patience: self.patience,
            heartbeat_interval: self.heartbeat_interval,
        };
        let budget = Budget::new(self.session_starts, self.identify_interval);
        let mut world = World::new(self.now, url, self.application_name, self.token);
        world.application.shards = self.shards;
        let buckets = self.rate_limits.then(|| Buckets::new(Instant::now()));
        Hub::new(
            world,
            timing,
            budget,
            buckets,
            self.requests_kept,
            self.page,
        )
    }
}
