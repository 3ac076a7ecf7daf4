//! Faults on demand: what goes wrong with the next requests of a route.

mod pattern;

use std::{sync::Arc, time::Duration};

use self::pattern::Pattern;
pub use crate::rest::Scope;
use crate::{hub::Hub, rest::RateLimited};

/// What goes wrong with a request.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// It is answered with a status, and has no effect.
    Status(u16),
    /// It is answered with 429, and has no effect.
    RateLimited(RateLimited),
    /// It is answered as ever, but later.
    Delay(Duration),
    /// Its connection is lost; it has no effect.
    CutBefore,
    /// It takes effect; its connection is lost before the answer.
    CutAfter,
}

/// A fault that waits for its requests.
#[derive(Debug)]
struct Planned {
    pattern: Pattern,
    /// How many requests it is for; all of them where absent.
    left: Option<usize>,
    fault: Fault,
}

/// The faults that were asked for, in order: a request meets the first that is meant for it.
#[derive(Debug, Default)]
pub(crate) struct Plan(Vec<Planned>);

impl Plan {
    /// Whether no fault waits for a certain number of requests.
    pub(crate) fn is_met(&self) -> bool {
        self.0.iter().all(|planned| planned.left.is_none())
    }

    /// How many requests are to be told to wait, of those that are counted.
    pub(crate) fn limited(&self) -> usize {
        let limits = |planned: &&Planned| matches!(planned.fault, Fault::RateLimited(_));
        let planned = self.0.iter().filter(limits);
        planned.filter_map(|planned| planned.left).sum()
    }

    /// The fault that this request meets, counted off.
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        let at = self
            .0
            .iter()
            .position(|planned| planned.pattern.matches(method, path))?;
        let planned = &mut self.0[at];
        let fault = planned.fault.clone();
        if let Some(left) = &mut planned.left {
            *left -= 1;
            if *left == 0 {
                self.0.remove(at);
            }
        }
        Some(fault)
    }
}

/// Asks for a fault: of the next request, of whatever route, unless told otherwise. Begun by
/// [`LocalDiscord::faults`](crate::LocalDiscord::faults), and planned by the method that says what
/// goes wrong. Requests of the page are spared.
#[derive(Debug)]
#[must_use = "nothing goes wrong before it is said what"]
pub struct Faults {
    hub: Arc<Hub>,
    pattern: Pattern,
    left: Option<usize>,
}

impl Faults {
    pub(crate) fn new(hub: Arc<Hub>) -> Self {
        Self {
            hub,
            pattern: Pattern::default(),
            left: Some(1),
        }
    }

    /// For the next `count` requests.
    pub fn next(mut self, count: usize) -> Self {
        self.left = Some(count);
        self
    }

    /// For every request, until [`Self::clear`].
    pub fn always(mut self) -> Self {
        self.left = None;
        self
    }

    /// For requests like `POST /channels/*/messages`: a method and a path below `/api/v10`, where
    /// `*` stands for any method or one segment, and `**` at the end for the rest.
    ///
    /// # Panics
    /// Where the pattern is no method and path.
    pub fn on(mut self, pattern: &str) -> Self {
        self.pattern = match Pattern::read(pattern) {
            Some(pattern) => pattern,
            None => {
                panic!("{pattern:?} is no method and path, as in \"POST /channels/*/messages\"")
            }
        };
        self
    }

    /// Discord answers with this status: an error of its own up to 501, and above it the page of
    /// the proxies that stand before it, which is no JSON.
    ///
    /// # Panics
    /// Where it is no status of an error.
    pub fn answer(self, status: u16) {
        assert!((400..600).contains(&status), "{status} is no error");
        self.plan(Fault::Status(status));
    }

    /// Discord answers with 429.
    pub fn answer_429(self, scope: Scope, retry_after: Duration) {
        self.plan(Fault::RateLimited(RateLimited { scope, retry_after }));
    }

    /// The request waits so long, in real time, before it takes effect.
    pub fn delay(self, time: Duration) {
        self.plan(Fault::Delay(time));
    }

    /// The connection is lost before the request took effect.
    pub fn cut_before(self) {
        self.plan(Fault::CutBefore);
    }

    /// The request takes effect, and the connection is lost before it is answered.
    pub fn cut_after(self) {
        self.plan(Fault::CutAfter);
    }

    /// Takes all faults back.
    pub fn clear(self) {
        self.hub.plan(|plan| plan.0.clear());
    }

    /// Waits until all faults that are for so many requests have met them.
    ///
    /// # Panics
    /// Where they don't within [`Setup::patience`](crate::Setup::patience).
    pub async fn met(self) {
        let patience = self.hub.timing.patience;
        let met = self.hub.wait_for_faults(patience).await;
        assert!(met, "not every fault was met within {patience:?}");
    }

    fn plan(self, fault: Fault) {
        let planned = Planned {
            pattern: self.pattern,
            left: self.left,
            fault,
        };
        if planned.left != Some(0) {
            self.hub.plan(|plan| plan.0.push(planned));
        }
    }
}
