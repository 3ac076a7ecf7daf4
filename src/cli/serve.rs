//! The bot, beside it the import at start and the control socket.

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{problems, request::Place};
use crate::{
    article,
    config::{Config, Library},
    control::{ListenError, Listener},
    discord::{Bot, Settings},
    newsroom::{Import, Newsroom, Step, Tally},
};

/// Steps of the import that may wait to be logged.
const STEPS: usize = 64;

/// Answers on Discord and at the control socket, and reads what the configuration names, until
/// `stop` or until one of them fails. `imported` runs once the articles are read.
pub(super) async fn serve(
    newsroom: &Newsroom,
    config: &Config,
    settings: Settings,
    stop: &CancellationToken,
    imported: impl Future<Output = anyhow::Result<()>>,
) -> anyhow::Result<()> {
    // One that fails ends the others too.
    let end = stop.child_token();
    let answering = async {
        let bot = Bot::new(newsroom.clone(), settings.clone());
        let answered = bot.run(end.clone()).await;
        end.cancel();
        answered
    };
    let importing = async {
        let import = async {
            import_at_start(newsroom, &config.library).await?;
            imported.await
        };
        // Each article goes in whole or not at all; the rest comes with the next start.
        let imported = tokio::select! {
            imported = import => imported,
            () = end.cancelled() => Ok(()),
        };
        imported.inspect_err(|_| end.cancel())
    };
    let place = Place {
        newsroom: newsroom.clone(),
        config: config.clone(),
        settings: Some(settings.clone()),
    };
    let (answered, imported, ()) = tokio::join!(answering, importing, listen(place, &end));
    answered?;
    imported
}

/// Answers at the control socket; without one the bot runs all the same.
async fn listen(place: Place, end: &CancellationToken) {
    let path = place.config.store.path.clone();
    let bound = tokio::task::spawn_blocking(move || Listener::bind(&path)).await;
    let error = match bound {
        Ok(Ok(listener)) => {
            let answer = move |request, output| place.clone().answer(request, output);
            return listener.serve(end.clone(), answer).await;
        }
        Ok(Err(error)) => error,
        Err(panic) => ListenError::Io {
            path: place.config.store.path,
            source: std::io::Error::other(panic),
        },
    };
    tracing::warn!(%error, "no control socket: `newsdesk import` and others can't reach this bot");
}

/// Reads what the configuration says is read at start; what is refused is said and left out.
async fn import_at_start(newsroom: &Newsroom, library: &Library) -> anyhow::Result<()> {
    let import = Import {
        skip_untouched: true,
        yields: true,
        ..Import::of(library.import.clone(), article::Library::House)
    };
    let (told, mut steps) = mpsc::channel(STEPS);
    let telling = async {
        let mut tally = Tally::default();
        while let Some(step) = steps.recv().await {
            let Step::File(file) = step else { continue };
            tally.add(&file);
            let path = file.path.display();
            for said in problems::lines(&file) {
                tracing::warn!(%path, said, "not imported; `newsdesk check` shows where");
            }
        }
        tally
    };
    let (imported, tally) = tokio::join!(newsroom.import_telling(import, told), telling);
    imported?;
    let Tally {
        files,
        new,
        updated,
        held,
        ..
    } = tally;
    tracing::info!(files, new, updated, held, "read the articles");
    Ok(())
}
