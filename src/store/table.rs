//! Typed tables over the engine's trees, and the one way to write to them.

use std::{
    collections::{BTreeMap, BTreeSet},
    marker::PhantomData,
    ops::Bound,
};

use sled::{
    Transactional, Tree,
    transaction::{ConflictableTransactionError, TransactionError},
};

use super::{
    StoreError,
    codec::{self, MAX_VALUE_BYTES, Value},
    key::Key,
};
use crate::article::Record;

/// How often the engine is asked again for what was read at random. Its cache learns of reads in
/// blocks of 64 for each of 256 parts, and until then keeps every page however large it is: hundreds of
/// megabytes of articles. Each costs less than a microsecond.
const NOTICED: usize = 48;

/// A tree with the types of its keys and values.
pub(super) struct Table<K, V> {
    name: &'static str,
    tree: Tree,
    types: PhantomData<fn() -> (K, V)>,
}

impl<K: Key, V: Value> Table<K, V> {
    /// Opens the tree `name`, created empty where there is none.
    pub(super) fn open(db: &sled::Db, name: &'static str) -> sled::Result<Self> {
        Ok(Self {
            name,
            tree: db.open_tree(name)?,
            types: PhantomData,
        })
    }

    /// The value under `key`.
    pub(super) fn get(&self, key: &K) -> Result<Option<V>, StoreError> {
        let key = key.encode();
        let value = self.tree.get(&key)?;
        value.map(|value| self.value(&key, &value)).transpose()
    }

    /// Has the page of what was read under `key` leave memory soon. What is read in order of the keys
    /// needs none of it: its neighbours ask for the same page.
    pub(super) fn let_go(&self, key: &K) -> Result<(), StoreError> {
        let key = key.encode();
        for _ in 0..NOTICED {
            self.tree.contains_key(&key)?;
        }
        Ok(())
    }

    /// The value that will be under `key` once `writes` are committed.
    pub(super) fn get_in(&self, writes: &Writes, key: &K) -> Result<Option<V>, StoreError> {
        let bytes = key.encode();
        match writes.pending(&self.tree, &bytes) {
            None => self.get(key),
            Some(value) => value.map(|value| self.value(&bytes, value)).transpose(),
        }
    }

    /// The keys that begin with `prefix` once `writes` are committed, in order.
    pub(super) fn keys_in(&self, writes: &Writes, prefix: impl Key) -> Result<Vec<K>, StoreError> {
        let prefix = prefix.encode();
        let stored = self.tree.scan_prefix(&prefix).keys();
        let mut keys = stored.collect::<sled::Result<BTreeSet<_>>>()?;
        for (key, value) in writes.beginning(&self.tree, &prefix) {
            match value {
                Some(_) => keys.insert(key.as_slice().into()),
                None => keys.remove(key.as_slice()),
            };
        }
        keys.iter().map(|key| self.key(key)).collect()
    }

    /// Everything whose key begins with `prefix`, in order, from either end.
    pub(super) fn scan(
        &self,
        prefix: impl Key,
    ) -> impl DoubleEndedIterator<Item = Result<(K, V), StoreError>> {
        self.tree
            .scan_prefix(prefix.encode())
            .map(|item| self.entry(item))
    }

    /// Everything from `key` on, in order.
    pub(super) fn from(&self, key: &K) -> impl Iterator<Item = Result<(K, V), StoreError>> {
        self.tree
            .range::<Vec<u8>, _>(key.encode()..)
            .map(|item| self.entry(item))
    }

    /// Everything after `key`, in order.
    pub(super) fn after(&self, key: &K) -> impl Iterator<Item = Result<(K, V), StoreError>> {
        let after = (Bound::Excluded(key.encode()), Bound::Unbounded);
        self.tree
            .range::<Vec<u8>, _>(after)
            .map(|item| self.entry(item))
    }

    /// Everything whose key begins with `prefix`, from `key` on downwards.
    pub(super) fn down_from(
        &self,
        prefix: impl Key,
        key: K,
    ) -> impl Iterator<Item = Result<(K, V), StoreError>> {
        self.tree
            .range(prefix.encode()..=key.encode())
            .rev()
            .map(|item| self.entry(item))
    }

    /// Everything, in order, from either end.
    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = Result<(K, V), StoreError>> {
        self.tree.iter().map(|item| self.entry(item))
    }

    /// Writes `value` under `key`.
    pub(super) fn put(&self, writes: &mut Writes, key: &K, value: &V) -> Result<(), StoreError> {
        let key = key.encode();
        let value = codec::encode(value)
            .map_err(|error| StoreError::Engine(format!("{}: {error}", self.place(&key))))?;
        if value.len() > MAX_VALUE_BYTES {
            let place = self.place(&key);
            return Err(StoreError::Engine(format!(
                "{place}: {} bytes are too many",
                value.len()
            )));
        }
        writes.push(&self.tree, key, Some(value));
        Ok(())
    }

    /// Takes away what is under `key`.
    pub(super) fn remove(&self, writes: &mut Writes, key: &K) {
        writes.push(&self.tree, key.encode(), None);
    }

    fn entry(&self, item: sled::Result<(sled::IVec, sled::IVec)>) -> Result<(K, V), StoreError> {
        let (key, value) = item?;
        Ok((self.key(&key)?, self.value(&key, &value)?))
    }

    fn key(&self, key: &[u8]) -> Result<K, StoreError> {
        let none = || StoreError::Damaged(format!("{}: the key is none", self.place(key)));
        K::decode(key).ok_or_else(none)
    }

    fn value(&self, key: &[u8], value: &[u8]) -> Result<V, StoreError> {
        codec::decode(value)
            .map_err(|error| StoreError::Damaged(format!("{}: {error}", self.place(key))))
    }

    /// Which record it is, for an error.
    fn place(&self, key: &[u8]) -> String {
        format!("{} {}", self.name, key.escape_ascii())
    }
}

/// Values by key; none where one is taken away.
type Pending = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// Writes that happen all or not at all; of two to one key, the later one.
#[must_use = "nothing is written before `commit`"]
#[derive(Default)]
pub(super) struct Writes {
    trees: Vec<(Tree, Pending)>,
    /// Whether a job is put, for which somebody may wait.
    pub(super) puts_job: bool,
    /// The articles that are written, as they shall be.
    pub(super) records: Vec<Record>,
}

impl Writes {
    fn push(&mut self, tree: &Tree, key: Vec<u8>, value: Option<Vec<u8>>) {
        let known = self
            .trees
            .iter()
            .position(|(known, _)| is_same(known, tree));
        let index = known.unwrap_or_else(|| {
            self.trees.push((tree.clone(), Pending::new()));
            self.trees.len() - 1
        });
        self.trees[index].1.insert(key, value);
    }

    /// What shall be under a key; none where nothing is written there.
    fn pending(&self, tree: &Tree, key: &[u8]) -> Option<Option<&[u8]>> {
        let (_, pending) = self.trees.iter().find(|(known, _)| is_same(known, tree))?;
        pending.get(key).map(Option::as_deref)
    }

    /// What shall be under the keys that begin with `prefix`, in order.
    fn beginning<'a>(
        &'a self,
        tree: &Tree,
        prefix: &'a [u8],
    ) -> impl Iterator<Item = (&'a Vec<u8>, &'a Option<Vec<u8>>)> {
        let pending = self.trees.iter().find(|(known, _)| is_same(known, tree));
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let entries = pending.map(|(_, pending)| pending.range::<[u8], _>(from));
        let begins = move |(key, _): &(&Vec<u8>, _)| key.starts_with(prefix);
        entries.into_iter().flatten().take_while(begins)
    }

    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// Applies them in one transaction. The engine may still lose it: it is not durable yet.
    pub(super) fn commit(self) -> Result<(), StoreError> {
        let (trees, pending): (Vec<_>, Vec<_>) = self.trees.into_iter().unzip();
        let done = trees.as_slice().transaction(|views| {
            for (view, pending) in views.iter().zip(&pending) {
                for (key, value) in pending {
                    match value {
                        Some(value) => view.insert(key.as_slice(), value.as_slice())?,
                        None => view.remove(key.as_slice())?,
                    };
                }
            }
            Ok::<(), ConflictableTransactionError<sled::Error>>(())
        });
        done.map_err(|error| match error {
            TransactionError::Abort(error) | TransactionError::Storage(error) => error.into(),
        })
    }
}

fn is_same(a: &Tree, b: &Tree) -> bool {
    a.name() == b.name()
}

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Corruption { .. } => Self::Damaged(error.to_string()),
            other => Self::Engine(other.to_string()),
        }
    }
}
