use crate::{
    store::StoreError,
    view::{desk::refusal::DeskRefusal, notice::Refusal, schedule::refusal::ScheduleRefusal},
};

/// Why something asked for was not done. Refusals are the person's to mend and are told in full;
/// faults are ours: logged once, under a reference that the person sees.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person's to mend.
    #[error("refused: {0:?}")]
    Refusal(Refusal),
    /// Ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What went wrong on our side.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A search ended in a panic: a defect of ours.
    #[error("a search failed")]
    Search,
    /// Something else ended in a panic: a defect of ours.
    #[error("a defect of this program")]
    Defect,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl From<DeskRefusal> for Error {
    fn from(refusal: DeskRefusal) -> Self {
        Self::Refusal(Refusal::Desk(Box::new(refusal)))
    }
}

impl From<ScheduleRefusal> for Error {
    fn from(refusal: ScheduleRefusal) -> Self {
        Self::Refusal(refusal.into())
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}
