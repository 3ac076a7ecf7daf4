//! Bots of other libraries on the local Discord: what it is, is not cut to one library.
//!
//! `install` beside this file gets the libraries; without them these tests say that they were
//! skipped.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so")]

mod conversation;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use local_discord::{LocalDiscord, Setup};
use tokio::process::{Child, Command};

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers");

/// A library, and the bot that is written with it.
struct Peer {
    interpreter: &'static str,
    bot: &'static str,
    /// Where `install` puts its packages, below the target folder.
    packages: &'static str,
    /// The package itself, in there.
    library: &'static str,
    /// The variable by which the interpreter finds them.
    search_path: &'static str,
}

#[tokio::test]
async fn a_bot_of_discord_js_holds_the_conversation() {
    let peer = Peer {
        interpreter: "node",
        bot: "bot.js",
        packages: "peers/node_modules",
        library: "discord.js",
        search_path: "NODE_PATH",
    };
    peer.converse().await;
}

#[tokio::test]
async fn a_bot_of_discord_py_holds_the_conversation() {
    let peer = Peer {
        interpreter: "python3",
        bot: "bot.py",
        packages: "peers/python",
        library: "discord",
        search_path: "PYTHONPATH",
    };
    peer.converse().await;
}

impl Peer {
    async fn converse(&self) {
        let Some(packages) = self.installed() else {
            // Not by a macro, whose words are kept back where a test passes.
            let mut stderr = std::io::stderr();
            let install = "crates/local-discord/tests/peers/install";
            writeln!(stderr, "skipped: no {}; {install} gets it", self.library).unwrap();
            return;
        };
        let setup = Setup {
            // An interpreter takes its time to start on a busy machine.
            patience: Duration::from_secs(60),
            ..Setup::default()
        };
        let discord = LocalDiscord::start(setup).await.unwrap();
        let mut bot = self.start(&packages, &discord);
        tokio::select! {
            () = conversation::hold(&discord) => {}
            ended = bot.wait() => panic!("{} left early: {ended:?}", self.bot),
        }
        end(bot).await;
        // Nothing was refused but what the bot does wrong on purpose.
        let refusals = discord.refusals();
        let refused = refusals.iter().map(|one| (one.status, &one.error["code"]));
        let refused: Vec<_> = refused.collect();
        assert_eq!(refused, [(400, &50035.into())], "{refusals:#?}");
        discord.stop().await;
    }

    /// The folder of the packages, where they are installed.
    fn installed(&self) -> Option<PathBuf> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
        let packages = target.join(self.packages);
        packages.join(self.library).is_dir().then_some(packages)
    }

    fn start(&self, packages: &Path, discord: &LocalDiscord) -> Child {
        Command::new(self.interpreter)
            .arg(format!("{SOURCES}/{}", self.bot))
            .env(self.search_path, packages)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("DISCORD_URL", discord.url())
            .env("DISCORD_TOKEN", discord.token())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap()
    }
}

/// Asks the bot to end. A fault in one of its handlers shows in how it does.
async fn end(mut bot: Child) {
    let pid = bot.id().expect("the bot runs").to_string();
    let asked = Command::new("kill").args(["-TERM", &pid]).status().await;
    assert!(asked.unwrap().success());
    let ended = tokio::time::timeout(Duration::from_secs(10), bot.wait()).await;
    let status = ended.expect("the bot ends").unwrap();
    assert!(status.success(), "{status}");
}
