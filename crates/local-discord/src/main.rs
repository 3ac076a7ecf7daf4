//! Serves a local Discord by itself, for a bot that is started next to it.

use clap::Parser;
use local_discord::{LocalDiscord, Setup};

/// A bot may be watched for days.
const REQUESTS_KEPT: usize = 1000;

/// A Discord on this machine's loopback interface, in memory.
#[derive(Debug, Parser)]
struct Arguments {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The bot token to accept.
    #[arg(long)]
    token: Option<String>,
    /// What the application and its bot are called.
    #[arg(long, default_value = "Bot")]
    name: String,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let mut setup = Setup {
        port: arguments.port,
        application_name: arguments.name,
        requests_kept: REQUESTS_KEPT,
        ..Setup::default()
    };
    if let Some(token) = arguments.token {
        setup.token = token;
    }
    let discord = LocalDiscord::start(setup).await?;
    let guild = discord.guild("Harbour Town");
    let news = guild.text_channel("news");
    guild.announcement_channel("announcements");
    guild.forum("questions").add_tag("Solved");
    for person in ["Mara", "Ben"] {
        guild.member(person);
    }
    introduce(&discord, guild.id(), news.id());
    tokio::signal::ctrl_c().await?;
    discord.stop().await;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what the program is asked for")]
fn introduce(discord: &LocalDiscord, guild: u64, news: u64) {
    println!("Address       {}", discord.url());
    println!("Page          {}/ (in a browser)", discord.url());
    println!("Token         {}", discord.token());
    println!("Application   {}", discord.application_id());
    println!("Guild         {guild}");
    println!("Channel       {news}");
    println!();
    println!(
        "Point a bot's Discord address (REST below /api/v10, GET /gateway) here. With serenity:"
    );
    println!(
        "    HttpBuilder::new(TOKEN).proxy({:?}).ratelimiter_disabled(true)",
        discord.url()
    );
    println!("Ctrl-C ends it.");
}
