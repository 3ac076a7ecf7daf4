//! The middle of what several rounds came to.

/// The median, of an even number of figures the mean of the two in the middle.
pub(crate) fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    (figures[figures.len() / 2] + figures[(figures.len() - 1) / 2]) / 2.0
}
