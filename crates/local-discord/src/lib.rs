//! A Discord on the loopback interface, in memory, for tests and demos of bots. It speaks the
//! gateway and REST of version 10 and refuses what Discord refuses; people's clients are
//! [handles](Member) with verbs.
//!
//! | module | holds |
//! |---|---|
//! | `world` | guilds, channels, people, messages, commands, interactions: plain state |
//! | `hub` | the lock around the world, and how its changes go out |
//! | `gateway` | the WebSocket: sessions, resuming, close codes |
//! | `rest` | the routes, one file a noun |
//! | `faults` | what goes wrong on demand |
//! | `serve` | the port, and connections that can be cut |
//! | `validate` | limits, and Discord's tree of errors |
//! | `openapi` | requests held against Discord's own description; a feature |
//! | `page` | what people see in a browser |
//! | `verbs` | what people do, and what they see |
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use local_discord::{LocalDiscord, Setup};
//!
//! let discord = LocalDiscord::start(Setup::default()).await?;
//! let guild = discord.guild("Harbour Town");
//! let news = guild.text_channel("news");
//! let mara = guild.member("Mara");
//! // Start the bot with discord.url() and discord.token(), then:
//! discord.connected().await;
//! let answer = mara.slash(&news, "ping").send().await?;
//! assert_eq!(answer.message().text(), "Pong");
//! # Ok(())
//! # }
//! ```

mod faults;
mod gateway;
mod hub;
#[cfg(feature = "openapi")]
mod openapi;
mod page;
mod request;
mod rest;
mod serve;
mod setup;
mod validate;
mod verbs;
mod world;

use std::{io, net::Ipv4Addr, sync::Arc};

use serde_json::Value;
use tokio::{net::TcpListener, sync::broadcast};
pub use twilight_model::{channel::ChannelType, guild::Permissions};

#[cfg(feature = "openapi")]
pub use crate::openapi::OpenApi;
pub use crate::{
    faults::{Faults, Scope},
    page::{Control, NextEvent, Offer, OfferedFile, PageSetup, Persona, Sign, Step},
    request::Request,
    setup::Setup,
    verbs::*,
    world::Event,
};
use crate::{hub::Hub, serve::Server};

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// A running local Discord. It goes down when this is dropped.
#[derive(Debug)]
pub struct LocalDiscord {
    hub: Arc<Hub>,
    url: String,
    token: String,
    server: Server,
}

impl LocalDiscord {
    /// Binds a loopback port and serves from it.
    ///
    /// # Errors
    /// Where the port can't be bound.
    pub async fn start(setup: Setup) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, setup.port)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let token = setup.token.clone();
        let hub = Arc::new(setup.into_hub(url.clone()));
        let routes = rest::router(hub.clone()).merge(page::router(hub.clone()));
        let server = Server::start(listener, routes, hub.shutdown.clone())?;
        Ok(Self {
            hub,
            url,
            token,
            server,
        })
    }

    /// Where it is: `http://127.0.0.1:PORT`, without a path. A bot takes this for `https://discord.com`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The bot token that it accepts.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The application's snowflake.
    pub fn application_id(&self) -> u64 {
        self.hub.read(|world| world.application.id.get())
    }

    /// Resolves once a bot has identified, or resumed, with all its shards.
    ///
    /// # Panics
    /// Where none does within [`Setup::patience`].
    pub async fn connected(&self) {
        let mut events = self.hub.subscribe();
        let wait = async {
            while !self.hub.has_bot() {
                // Falling behind or a closed channel: look again.
                let _ = events.recv().await;
            }
        };
        let patience = self.hub.timing.patience;
        let connected = tokio::time::timeout(patience, wait).await;
        assert!(connected.is_ok(), "no bot connected within {patience:?}");
    }

    /// Whether a bot is connected, with all its shards.
    pub fn is_connected(&self) -> bool {
        self.hub.has_bot()
    }

    /// The guild of this name, made where there is none; the bot and an owner are in it.
    pub fn guild(&self, name: &str) -> Guild {
        let id = self.hub.update(|world| world.guild(name));
        Guild::new(self.hub.clone(), id)
    }

    /// The same, with a person of this name as the owner of a new one.
    pub fn guild_of(&self, name: &str, owner: &str) -> Guild {
        let id = self.hub.update(|world| world.guild_of(name, owner));
        Guild::new(self.hub.clone(), id)
    }

    /// All guilds, oldest first.
    pub fn guilds(&self) -> Vec<Guild> {
        let ids: Vec<_> = self
            .hub
            .read(|world| world.guilds.keys().copied().collect());
        ids.into_iter()
            .map(|id| Guild::new(self.hub.clone(), id))
            .collect()
    }

    /// What the bot registered: as JSON by [`RegisteredCommand::json`].
    pub fn commands(&self) -> Vec<RegisteredCommand> {
        self.hub
            .read(|world| world.commands.iter().map(RegisteredCommand::new).collect())
    }

    /// Waits until the bot has registered a command of this name, anywhere.
    ///
    /// # Panics
    /// Where it doesn't within [`Setup::patience`].
    pub async fn registered(&self, command: &str) {
        let patience = self.hub.timing.patience;
        let named = |world: &mut world::World| {
            let found = world.commands.iter().any(|one| one.name() == command);
            found.then_some(())
        };
        let found = self.hub.wait(patience, named).await;
        assert!(
            found.is_some(),
            "the bot registered no /{command} within {patience:?}"
        );
    }

    /// Every REST request so far; the newest where [`Setup::requests_kept`] says how many.
    pub fn requests(&self) -> Vec<Request> {
        self.hub.requests()
    }

    /// The requests that were refused with a 4xx status.
    pub fn refusals(&self) -> Vec<Request> {
        self.requests()
            .into_iter()
            .filter(Request::refused)
            .collect()
    }

    /// What happens from now on. A watcher that falls 4,096 events behind misses the oldest.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.hub.subscribe()
    }

    /// Uses a component that need not be there: any `custom_id`, with `values` a select's and
    /// without a button's. Clients don't let this through, but no bot may rely on it.
    ///
    /// # Errors
    /// Where the bot does not answer, or the member doesn't see the message.
    pub async fn forge_component(
        &self,
        member: &Member,
        message: &Message,
        custom_id: &str,
        values: &[&str],
    ) -> Result<Answer, Refused> {
        let component_type = if values.is_empty() { 2 } else { 3 };
        let values = values.iter().map(|value| Value::from(*value)).collect();
        member
            .use_component(message, custom_id, component_type, values, Value::Null)
            .await
    }

    /// Sends the bot a gateway event that nothing here caused, as it stands: to see what it makes
    /// of one that it can't read.
    pub fn dispatch(&self, name: &'static str, payload: Value) {
        self.hub.update(|world| {
            let (intent, guild) = (None, None);
            world.dispatch(world::Dispatch {
                name,
                intent,
                guild,
                payload,
            });
        });
    }

    /// Asks for a fault: see [`Faults`].
    pub fn faults(&self) -> Faults {
        Faults::new(self.hub.clone())
    }

    /// Everything is gone at once: connections are lost in the middle of whatever they carried, and
    /// new ones are refused. Guilds, messages and sessions stay for [`Self::come_back`].
    ///
    /// # Errors
    /// Where the port can't be kept.
    pub async fn go_down(&self) -> io::Result<()> {
        self.server.go_down().await
    }

    /// Everything is back, on the same port.
    ///
    /// # Errors
    /// Where the port can't be listened on.
    pub async fn come_back(&self) -> io::Result<()> {
        self.server.come_back().await
    }

    /// Takes everything down: sockets are closed and the port is free when this returns.
    pub async fn stop(self) {
        self.hub.shutdown.cancel();
        self.hub.connections.close();
        self.hub.connections.wait().await;
        self.server.ended().await;
    }
}

impl Drop for LocalDiscord {
    fn drop(&mut self) {
        self.hub.shutdown.cancel();
    }
}

/// What Discord would say of this body of a new message: its tree of errors, keyed by path; none
/// where it would take it. The files that its `attachments` name count as sent along.
pub fn message_errors(body: &Value) -> Option<Value> {
    let named = body["attachments"].as_array().into_iter().flatten();
    let files: Vec<_> = named
        .filter_map(|one| one["filename"].as_str().map(str::to_owned))
        .collect();
    errors(|problems| {
        validate::message::apply(problems, body, None, &[], &files);
    })
}

/// The same of this set of commands, as `PUT` replaces it.
pub fn command_errors(commands: &[Value]) -> Option<Value> {
    errors(|problems| validate::command::set(problems, commands))
}

/// The same of the data of a form that answers an interaction.
pub fn form_errors(data: &Value) -> Option<Value> {
    errors(|problems| validate::modal::modal(problems, data))
}

fn errors(check: impl FnOnce(&mut validate::Problems)) -> Option<Value> {
    let mut problems = validate::Problems::default();
    check(&mut problems);
    (!problems.is_empty()).then(|| problems.tree())
}
