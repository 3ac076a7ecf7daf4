//! The pace of all requests of the bot's own: as many as Discord takes in a second, first come first served.
//! `docs/decisions/0013-pace.md` tells why it has two halves.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::{
    sync::{Mutex, mpsc},
    time::Instant,
};

/// What Discord takes in a second on all routes together, but for interactions.
const MOST: usize = 50;
const WINDOW: Duration = Duration::from_secs(1);
/// How many are asked in a minute: a little below the rate that Discord takes.
const A_MINUTE: NonZeroU32 = NonZeroU32::new(2_970).expect("not zero");
/// How many may follow each other at once, to catch up after a timer that rang late.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(10).expect("not zero");

/// One pace for everybody who holds a clone.
#[derive(Clone)]
pub(super) struct Pace(Arc<Inner>);

struct Inner {
    /// Who holds it is the next one; it is given in the order of asking.
    queue: Mutex<Queue>,
    answered: mpsc::UnboundedSender<Instant>,
    spread: DefaultDirectRateLimiter,
}

struct Queue {
    /// Since when each of the slots may be used again, the earliest first.
    free: mpsc::UnboundedReceiver<Instant>,
    /// Before then nobody may ask anything.
    held: Instant,
}

/// A place among those that may ask now: kept until the answer is there.
pub(super) struct Turn {
    pace: Pace,
    free: Instant,
    used: bool,
}

impl Default for Pace {
    fn default() -> Self {
        let (answered, free) = mpsc::unbounded_channel();
        let now = Instant::now();
        for _ in 0..MOST {
            // The other end is right here.
            let _ = answered.send(now);
        }
        Self(Arc::new(Inner {
            queue: Mutex::new(Queue { free, held: now }),
            answered,
            spread: RateLimiter::direct(Quota::per_minute(A_MINUTE).allow_burst(AT_ONCE)),
        }))
    }
}

impl Pace {
    /// Waits for the turn to ask something.
    pub(super) async fn turn(&self) -> Turn {
        let mut queue = self.0.queue.lock().await;
        let mut turn = Turn {
            pace: self.clone(),
            // None only where the sender is gone, which is kept beside it.
            free: queue.free.recv().await.unwrap_or(queue.held),
            used: false,
        };
        tokio::time::sleep_until(turn.free.max(queue.held)).await;
        self.0.spread.until_ready().await;
        turn.used = true;
        turn
    }

    /// Lets nobody ask for so long: Discord said so.
    pub(super) async fn hold(&self, wait: Duration) {
        let mut queue = self.0.queue.lock().await;
        queue.held = queue.held.max(Instant::now() + wait);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Discord counted it at some time before its answer: a second after that it counts no more.
        let free = match self.used {
            true => Instant::now() + WINDOW,
            false => self.free,
        };
        // Fails where nobody asks any more.
        let _ = self.pace.0.answered.send(free);
    }
}
