//! The bot from its first request to its last answer.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use backon::{ExponentialBuilder, Retryable};
use secrecy::SecretString;
use serenity::{
    all::GatewayIntents, client::ClientBuilder, gateway::GatewayError, http::Http,
    model::id::ApplicationId,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

use super::{
    channels::Channels,
    fetch::{Fetcher, PATIENCE},
    gateway::Transport,
    http::{self, is_loopback, passes, said, status},
    pace,
    publisher::DiscordPublisher,
    register::{self, RegisterError},
    sender::Sender,
    service::Service,
    teller::Teller,
};
use crate::{
    article::GuildId,
    delivery::{self, BriefingWorker},
    jobs::{self, Worked},
    newsroom::{Newsroom, desk::DeskWorker},
    store::{Job, JobKey},
};

/// How long stopping waits for answers that are under way.
const DRAIN: Duration = Duration::from_secs(4);

/// How the bot reaches Discord.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its token.
    pub token: SecretString,
    /// A server that speaks Discord's REST in its stead.
    pub http_proxy: Option<Url>,
    /// The only guild in which commands are registered.
    pub command_guild: Option<GuildId>,
    /// Reach nothing but the loopback interface, whatever else is configured or goes wrong.
    pub loopback: bool,
    /// How long an answer may take before the person is told that it takes longer.
    pub patience: Duration,
    /// How long after a failure the commands are registered again.
    pub register_again: Duration,
    /// How many requests Discord takes in a second, answers to interactions aside.
    pub requests_per_second: NonZeroU32,
}

impl Settings {
    /// With the platform's own Discord.
    pub fn new(token: SecretString) -> Self {
        Self {
            token,
            http_proxy: None,
            command_guild: None,
            loopback: false,
            patience: Duration::from_millis(1500),
            register_again: Duration::from_secs(15),
            requests_per_second: pace::MOST,
        }
    }
}

/// Why the bot ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum BotError {
    /// Discord does not know the token.
    #[error(
        "Discord refused the token (401 Unauthorized). Copy it again from your application's page “Bot” at https://discord.com/developers/applications, or press “Reset Token” there, and set DISCORD_TOKEN to it"
    )]
    Token,
    /// The server that stands in for Discord is elsewhere than it may be.
    #[error("only a Discord on this machine's loopback interface may be used here, not {0}")]
    NotLoopback(String),
    /// Discord does not let this application in.
    #[error("Discord refused the connection: {0}")]
    Refused(String),
    /// The HTTP client could not be made.
    #[error("the system's certificates can't be read: {0}")]
    Client(#[from] reqwest::Error),
}

/// The bot: what it answers from, and how it reaches Discord.
pub struct Bot {
    newsroom: Newsroom,
    settings: Settings,
    undecoded: Arc<AtomicU64>,
}

impl Bot {
    /// A bot that is not yet connected.
    pub fn new(newsroom: Newsroom, settings: Settings) -> Self {
        Self {
            newsroom,
            settings,
            undecoded: Arc::default(),
        }
    }

    /// A counter of known events that could not be decoded; it should stay 0.
    pub fn undecoded(&self) -> Arc<AtomicU64> {
        self.undecoded.clone()
    }

    /// Answers until `stop`, then finishes what is under way. Waits for a Discord that is down.
    pub async fn run(self, stop: CancellationToken) -> Result<(), BotError> {
        #[cfg(feature = "failpoints")]
        delivery::end_where_told();
        let newsroom = self.newsroom.clone();
        let sender = Sender::new(self.settings.requests_per_second);
        let teller = Teller::new(sender.clone());
        let worker = Hands {
            desk: DeskWorker {
                newsroom: newsroom.clone(),
                telling: teller.clone(),
            },
            briefings: BriefingWorker {
                newsroom: newsroom.clone(),
                publisher: DiscordPublisher::new(sender.clone()),
            },
            sender: sender.clone(),
        };
        // None ends before the store is closed.
        let beside = async {
            newsroom.reckon_schedules().await;
            tokio::join!(
                newsroom.keep_index(),
                newsroom.work(&worker),
                delivery::follow(&newsroom)
            );
            std::future::pending().await
        };
        tokio::select! {
            ended = self.answer(teller, sender, stop) => ended,
            ended = beside => ended,
        }
    }

    async fn answer(
        self,
        teller: Teller,
        sender: Sender,
        stop: CancellationToken,
    ) -> Result<(), BotError> {
        tokio::select! {
            () = stop.cancelled() => Ok(()),
            connected = self.connect(&sender) => self.serve(connected?, teller, sender.clone(), stop.clone()).await,
        }
    }

    /// Everything before the gateway: whose token it is, the commands, where the gateway is.
    async fn connect(&self, sender: &Sender) -> Result<Connected, BotError> {
        let Settings {
            token,
            http_proxy,
            loopback,
            ..
        } = &self.settings;
        if *loopback {
            let local = http_proxy.as_ref().is_some_and(is_loopback);
            let named = || {
                http_proxy
                    .as_ref()
                    .map_or("discord.com".to_owned(), Url::to_string)
            };
            local
                .then_some(())
                .ok_or_else(|| BotError::NotLoopback(named()))?;
        }
        let http = http::client(token, http_proxy.as_ref(), *loopback)?;
        let application = patiently(|| sender.in_turn(application(&http))).await?;
        http.set_application_id(application);
        let registered = self.register(&http, sender, application).await;
        let gateway = patiently(|| sender.in_turn(gateway(&http))).await?;
        if *loopback && !Url::parse(&gateway).is_ok_and(|url| is_loopback(&url)) {
            return Err(BotError::NotLoopback(gateway));
        }
        let shards = patiently(|| sender.in_turn(http.get_bot_gateway()))
            .await?
            .shards;
        Ok(Connected {
            http,
            application,
            registered,
            gateway,
            shards,
        })
    }

    /// Tells Discord of the commands; whether that is done with. What may pass is tried again later.
    async fn register(&self, http: &Http, sender: &Sender, application: ApplicationId) -> bool {
        let (store, guild) = (self.newsroom.store(), self.settings.command_guild);
        let discord = register::Discord { http, sender };
        match register::register(discord, store, application, guild).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, "the commands could not be registered; serving those that are");
                !matches!(&error, RegisterError::Discord(error) if passes(error))
            }
        }
    }

    async fn serve(
        self,
        connected: Connected,
        teller: Teller,
        sender: Sender,
        stop: CancellationToken,
    ) -> Result<(), BotError> {
        let requests = http::requests(self.settings.loopback)?;
        let tasks = TaskTracker::new();
        let proxy = self.settings.http_proxy.as_ref();
        let transport = Transport {
            service: Service {
                newsroom: self.newsroom.clone(),
                fetcher: Fetcher::new(proxy, self.settings.loopback, PATIENCE)?,
                teller,
                publisher: DiscordPublisher::new(sender.clone()),
                channels: Channels::new(sender.clone()),
            },
            sender: sender.clone(),
            tasks: tasks.clone(),
            patience: self.settings.patience,
            undecoded: self.undecoded.clone(),
        };
        let client = ClientBuilder::new_with_http(connected.http, GatewayIntents::GUILDS)
            .raw_event_handler(transport);
        let mut client = sender
            .in_turn(client.into_future())
            .await
            .map_err(|error| BotError::Refused(said(&error)))?;
        // Where Discord is silent when the client is made, serenity takes the real one's address.
        *client.ws_url.lock().await = connected.gateway;
        let shards = client.shard_manager.clone();
        let http = client.http.clone();
        sender.connect(&http, requests);
        let registering = async {
            let mut registered = connected.registered;
            while !registered {
                tokio::time::sleep(self.settings.register_again).await;
                registered = self.register(&http, &sender, connected.application).await;
            }
            std::future::pending().await
        };
        let ended = tokio::select! {
            () = stop.cancelled() => Ok(()),
            ended = client.start_shards(connected.shards) => ended.map_err(|error| refused(&error)),
            () = registering => Ok(()),
        };
        shards.shutdown_all().await;
        tasks.close();
        if tokio::time::timeout(DRAIN, tasks.wait()).await.is_err() {
            tracing::warn!(answers = tasks.len(), "stopped before every answer was out");
        }
        let undecoded = self.undecoded.load(Ordering::Relaxed);
        tracing::info!(undecoded, "disconnected from Discord");
        ended
    }
}

/// Those who do what is due, each their kind of it.
struct Hands {
    desk: DeskWorker<Teller>,
    briefings: BriefingWorker<DiscordPublisher>,
    sender: Sender,
}

impl jobs::Worker for Hands {
    async fn work(&self, job: &Job) -> Worked {
        match job.key {
            JobKey::PublishDraft(_) | JobKey::TellLog(_) | JobKey::ForgetDraft(_) => {
                self.desk.work(job).await
            }
            // A try without a connection would count as one that failed: after a long downtime, as the last one.
            JobKey::SendBriefing(_) | JobKey::EditCopy(..) => {
                self.sender.connected().await;
                self.briefings.work(job).await
            }
            JobKey::PlanBriefing(_) | JobKey::ForgetSchedule(_) => self.briefings.work(job).await,
        }
    }
}

/// What is known of Discord before the gateway is entered.
struct Connected {
    http: Http,
    application: ApplicationId,
    /// Whether the commands need no further try.
    registered: bool,
    gateway: String,
    shards: u32,
}

/// Asks until Discord answers; ends at once where it says no.
async fn patiently<T, F: Future<Output = serenity::Result<T>>>(
    ask: impl FnMut() -> F,
) -> Result<T, BotError> {
    let waits = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(250))
        .with_max_delay(Duration::from_secs(30))
        .without_max_times()
        .with_jitter();
    ask.retry(waits)
        .when(passes)
        .notify(|error, wait| {
            let wait = format!("{:.1} s", wait.as_secs_f32());
            tracing::warn!(
                said = said(error),
                wait,
                "Discord is not to be reached; waiting"
            );
        })
        .await
        .map_err(|error| refused(&error))
}

fn refused(error: &serenity::Error) -> BotError {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication) => BotError::Token,
        _ if status(error) == Some(401) => BotError::Token,
        _ => BotError::Refused(said(error)),
    }
}

async fn application(http: &Http) -> serenity::Result<ApplicationId> {
    Ok(http.get_current_application_info().await?.id)
}

async fn gateway(http: &Http) -> serenity::Result<String> {
    Ok(http.get_gateway().await?.url)
}
