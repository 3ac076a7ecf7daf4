use std::{cmp::Reverse, collections::BinaryHeap};

/// The few of the highest rank among many, without keeping the many.
pub(super) struct Best<R, T> {
    limit: usize,
    /// The least of those kept is on top.
    kept: BinaryHeap<Reverse<(R, T)>>,
}

impl<R: Ord, T: Ord> Best<R, T> {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            kept: BinaryHeap::new(),
        }
    }

    /// Keeps `item` where its rank is among the highest so far and it is `wanted`.
    pub(super) fn offer(&mut self, rank: R, item: T, wanted: impl FnOnce(&T) -> bool) {
        let full = self.kept.len() >= self.limit;
        let lower = |least: &Reverse<(R, T)>| least.0.0 >= rank;
        if (full && self.kept.peek().is_none_or(lower)) || !wanted(&item) {
            return;
        }
        if full {
            self.kept.pop();
        }
        self.kept.push(Reverse((rank, item)));
    }

    /// Those that were kept, the highest first.
    pub(super) fn into_vec(self) -> Vec<T> {
        let sorted = self.kept.into_sorted_vec().into_iter();
        sorted.map(|Reverse((_, item))| item).collect()
    }
}
