use tokio::task::spawn_blocking;

use super::{Error, Fault};

/// Runs what takes milliseconds on a blocking thread; its panic is a fault.
pub async fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    spawn_blocking(job).await.map_err(|_| Fault::Defect.into())
}
