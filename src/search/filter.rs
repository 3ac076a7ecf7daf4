use chrono::NaiveDate;

/// What a reader limits a list or a search to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only stories of this topic, compared as [`fold`](super::fold) does.
    pub topic: Option<String>,
    /// Only stories of this date or later.
    pub from: Option<NaiveDate>,
    /// Only stories of this date or earlier.
    pub to: Option<NaiveDate>,
}

impl Filter {
    /// Whether that date is within its limits.
    pub fn spans(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}
