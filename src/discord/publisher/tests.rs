//! Publishing against the local Discord.
