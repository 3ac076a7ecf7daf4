//! Registering commands, everywhere or in one guild.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    error::ApiError,
    extract::{Bot, Params},
    guilds::known_guild,
    payload::Payload,
};
use crate::{
    hub::Hub,
    validate::{Problems, command},
    world::{Event, World, command::MOST, ids::*},
};

pub(super) fn routes() -> Router<Arc<Hub>> {
    let list = || get(all).put(replace_all).post(create);
    let one = || get(read).patch(change).delete(remove);
    Router::new()
        .route("/applications/{application}/commands", list())
        .route("/applications/{application}/commands/{command}", one())
        .route(
            "/applications/{application}/guilds/{guild}/commands",
            list(),
        )
        .route(
            "/applications/{application}/guilds/{guild}/commands/{command}",
            one(),
        )
}

/// Whose commands the path means.
#[derive(Debug, Deserialize)]
struct Place {
    application: ApplicationId,
    guild: Option<GuildId>,
    command: Option<CommandId>,
}

impl Place {
    fn check(&self, world: &World) -> Result<(), ApiError> {
        if self.application != world.application.id {
            return Err(ApiError::UnknownApplication);
        }
        self.guild
            .map_or(Ok(()), |guild| match known_guild(world, guild) {
                Ok(_) => Ok(()),
                Err(_) => Err(ApiError::MissingAccess),
            })
    }

    fn id(&self) -> Result<CommandId, ApiError> {
        self.command.ok_or(ApiError::UnknownCommand)
    }
}

fn changed(world: &mut World, place: &Place) {
    world.emit(Event::CommandsChanged {
        guild_id: place.guild,
    });
}

/// Refuses more commands of a type than a place holds.
fn check_count<'v>(commands: impl IntoIterator<Item = &'v Value>) -> Result<(), ApiError> {
    let mut counts = BTreeMap::new();
    for command in commands {
        *counts
            .entry(command["type"].as_u64().unwrap_or(1))
            .or_insert(0) += 1;
    }
    for (kind, most) in MOST {
        if counts.get(&kind).is_some_and(|count| *count > most) {
            return Err(ApiError::TooManyCommands(most));
        }
    }
    Ok(())
}

async fn all(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(place): Params<Place>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| {
        place.check(world)?;
        Ok(Json(
            world
                .commands_in(place.guild)
                .map(|command| command.json.clone())
                .collect(),
        ))
    })
}

async fn replace_all(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(place): Params<Place>,
    payload: Payload,
) -> Result<Json<Value>, ApiError> {
    let mut problems = Problems::default();
    let Some(given) = payload.json.as_array() else {
        problems.add(
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        );
        return Err(ApiError::InvalidForm(problems.tree()));
    };
    hub.update(|world| {
        place.check(world)?;
        check_count(given)?;
        command::set(&mut problems, given);
        ApiError::check(&problems)?;
        let kept = |old: &crate::world::command::Command| {
            given.iter().any(|new| {
                new["name"] == old.name() && new["type"].as_u64().unwrap_or(1) == old.kind()
            })
        };
        world
            .commands
            .retain(|old| old.guild != place.guild || kept(old));
        let registered = given
            .iter()
            .map(|one| world.register(place.guild, one).0)
            .collect();
        changed(world, &place);
        Ok(Json(registered))
    })
}

async fn create(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(place): Params<Place>,
    payload: Payload,
) -> Result<Response, ApiError> {
    let mut problems = Problems::default();
    command::command(&mut problems, &payload.json);
    hub.update(|world| {
        place.check(world)?;
        ApiError::check(&problems)?;
        let given = &payload.json;
        let others = world.commands_in(place.guild).filter(|old| {
            given["name"] != old.name() || given["type"].as_u64().unwrap_or(1) != old.kind()
        });
        check_count(others.map(|old| &old.json).chain([given]))?;
        let (json, new) = world.register(place.guild, given);
        changed(world, &place);
        let status = if new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        };
        Ok((status, Json(json)).into_response())
    })
}

async fn read(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(place): Params<Place>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| {
        place.check(world)?;
        let id = place.id()?;
        let command = world
            .commands_in(place.guild)
            .find(|command| command.id == id);
        command
            .map(|command| Json(command.json.clone()))
            .ok_or(ApiError::UnknownCommand)
    })
}

async fn change(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(place): Params<Place>,
    payload: Payload,
) -> Result<Json<Value>, ApiError> {
    hub.update(|world| {
        place.check(world)?;
        let id = place.id()?;
        let amended = world
            .amended(place.guild, id, &payload.json)
            .ok_or(ApiError::UnknownCommand)?;
        let mut problems = Problems::default();
        command::command(&mut problems, &amended);
        ApiError::check(&problems)?;
        let json = world.replace_command(place.guild, id, amended);
        changed(world, &place);
        Ok(Json(json))
    })
}

async fn remove(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(place): Params<Place>,
) -> Result<StatusCode, ApiError> {
    hub.update(|world| {
        place.check(world)?;
        let id = place.id()?;
        let before = world.commands.len();
        world
            .commands
            .retain(|command| command.guild != place.guild || command.id != id);
        if world.commands.len() == before {
            return Err(ApiError::UnknownCommand);
        }
        changed(world, &place);
        Ok(StatusCode::NO_CONTENT)
    })
}
