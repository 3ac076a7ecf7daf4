//! The bot as people use it: the real serenity client on the local Discord.

mod commands;
mod controls;
mod desk;
mod isolation;
