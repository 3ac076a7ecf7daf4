//! The pace of all requests of the bot's own: as many as Discord takes in a second, first come first served.
//! `docs/decisions/0015-pace.md` tells why it has two halves.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::{
    sync::{Mutex, mpsc, watch},
    time::Instant,
};

/// What Discord takes in a second on all routes together, but for interactions.
pub(super) const MOST: NonZeroU32 = NonZeroU32::new(50).expect("not zero");
const WINDOW: Duration = Duration::from_secs(1);

/// One pace for everybody who holds a clone.
#[derive(Clone)]
pub(super) struct Pace(Arc<Inner>);

struct Inner {
    /// Who holds it is the next one; it is given in the order of asking. In it is since when
    /// each of the slots may be used again, the earliest first.
    queue: Mutex<mpsc::UnboundedReceiver<Instant>>,
    answered: mpsc::UnboundedSender<Instant>,
    spread: DefaultDirectRateLimiter,
    /// Before then nobody may ask anything.
    held: watch::Sender<Instant>,
}

/// A place among those that may ask now: kept until the answer is there.
pub(super) struct Turn {
    pace: Pace,
    free: Instant,
    used: bool,
}

impl Pace {
    /// For a Discord that takes so many in a second.
    pub(super) fn new(most: NonZeroU32) -> Self {
        let (answered, free) = mpsc::unbounded_channel();
        let now = Instant::now();
        for _ in 0..most.get() {
            // The other end is right here.
            let _ = answered.send(now);
        }
        Self(Arc::new(Inner {
            queue: Mutex::new(free),
            answered,
            spread: RateLimiter::direct(spread(most)),
            held: watch::Sender::new(now),
        }))
    }

    /// Waits for the turn to ask something; says for how long it is useless where that is longer than `patience`.
    pub(super) async fn turn(&self, patience: Duration) -> Result<Turn, Duration> {
        let mut queue = self.0.queue.lock().await;
        let mut turn = Turn {
            pace: self.clone(),
            // None only where the sender is gone, which is kept beside it.
            free: queue.recv().await.unwrap_or_else(Instant::now),
            used: false,
        };
        tokio::time::sleep_until(turn.free).await;
        self.0.spread.until_ready().await;
        let held = *self.0.held.borrow();
        let wait = held.saturating_duration_since(Instant::now());
        if wait > patience {
            return Err(wait);
        }
        tokio::time::sleep(wait).await;
        turn.used = true;
        Ok(turn)
    }

    /// Lets nobody ask for so long: Discord said so.
    pub(super) fn hold(&self, wait: Duration) {
        let until = Instant::now() + wait;
        self.0.held.send_modify(|held| *held = (*held).max(until));
    }
}

/// A little below the rate that Discord takes. A fifth of a second's may follow each other at once, to
/// catch up after a timer that rang late.
fn spread(most: NonZeroU32) -> Quota {
    let rate = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    let a_minute = most.get().saturating_mul(60) / 100 * 99;
    Quota::per_minute(rate(a_minute)).allow_burst(rate(most.get() / 5))
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

#[cfg(test)]
mod tests {
    use local_discord::{LocalDiscord, Setup};
    use secrecy::SecretString;
    use tokio::task::JoinSet;

    use super::*;
    use crate::discord::{http, sender::Sender};

    const MANY: usize = MOST.get() as usize;

    #[tokio::test]
    async fn first_come_first_served() {
        let pace = Pace::new(MOST);
        let mut waiting = JoinSet::new();
        for number in 0..60 {
            let pace = pace.clone();
            waiting.spawn(async move {
                let turn = pace.turn(WINDOW).await;
                assert!(turn.is_ok());
                number
            });
        }
        let order = waiting.join_all().await;
        assert!(order.is_sorted(), "{order:?}");
    }

    #[tokio::test]
    async fn those_that_give_up_hold_nobody_up() {
        let pace = Pace::new(MOST);
        pace.hold(WINDOW * 60);
        for _ in 0..2 * MANY {
            assert!(pace.turn(WINDOW).await.is_err());
        }
        assert_eq!(pace.0.queue.lock().await.len(), MANY);
    }

    #[tokio::test]
    async fn nobody_is_held_up_by_answers_that_do_not_come_until_fifty_are_out() {
        let pace = Pace::new(MOST);
        let mut out = Vec::new();
        for _ in 0..MANY {
            out.push(pace.turn(WINDOW).await);
        }
        let patience = Duration::from_millis(1500);
        let next = tokio::time::timeout(patience, pace.turn(WINDOW)).await;
        assert!(
            next.is_err(),
            "a fifty-first that Discord may count in the same second"
        );
        out.pop();
        assert!(
            tokio::time::timeout(2 * WINDOW, pace.turn(WINDOW))
                .await
                .is_ok()
        );
    }

    /// At the rate that Discord takes, and never above: it counts by itself here.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn many_senders_use_what_discord_takes_and_no_more() {
        let setup = Setup {
            rate_limits: true,
            ..Setup::default()
        };
        let discord = LocalDiscord::start(setup).await.expect("a local Discord");
        let url = discord.url().parse().expect("an address");
        let token = SecretString::from(discord.token().to_owned());
        let http = http::client(&token, Some(&url), true).expect("a client");
        let sender = Sender::new(MOST);
        sender.connect(&http, http::requests(true).expect("a client"));

        let guild = discord.guild("Harbour Town");
        let channels = (0..100).map(|number| guild.text_channel(&number.to_string()));
        let channels: Vec<_> = channels.map(|channel| channel.id()).collect();

        let requests = 300;
        let begun = Instant::now();
        let mut senders = JoinSet::new();
        for channel in channels.iter().cycle().take(requests) {
            let (sender, path) = (sender.clone(), format!("/channels/{channel}/messages"));
            let body = serde_json::json!({"content": "Tides"});
            senders.spawn(async move { sender.post(&path, &body, None).await });
        }
        for answer in senders.join_all().await {
            assert!(answer.is_ok(), "{answer:?}");
        }
        let rate = requests as f64 / begun.elapsed().as_secs_f64();
        assert!(rate >= 49.0, "{rate:.2} a second");
    }
}
