//! Typed tables over the engine's trees, and the one way to write to them.

use std::marker::PhantomData;

use sled::{
    Transactional, Tree,
    transaction::{ConflictableTransactionError, TransactionError},
};

use super::{
    StoreError,
    codec::{self, MAX_VALUE_BYTES, Value},
    key::Key,
};

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

    /// Everything whose key begins with `prefix`, in order, from either end.
    pub(super) fn scan(
        &self,
        prefix: impl Key,
    ) -> impl DoubleEndedIterator<Item = Result<(K, V), StoreError>> {
        self.tree
            .scan_prefix(prefix.encode())
            .map(|item| self.entry(item))
    }

    /// Everything after `key`, in order.
    pub(super) fn after(&self, key: &K) -> impl Iterator<Item = Result<(K, V), StoreError>> {
        let after = (
            std::ops::Bound::Excluded(key.encode()),
            std::ops::Bound::Unbounded,
        );
        self.tree
            .range::<Vec<u8>, _>(after)
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
        let decoded = K::decode(&key)
            .ok_or_else(|| StoreError::Damaged(format!("{}: the key is none", self.place(&key))))?;
        Ok((decoded, self.value(&key, &value)?))
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

/// Writes that happen all or not at all.
#[must_use = "nothing is written before `commit`"]
#[derive(Default)]
pub(super) struct Writes {
    trees: Vec<Tree>,
    /// The index of the tree, the key, the value or none to remove it.
    writes: Vec<(usize, Vec<u8>, Option<Vec<u8>>)>,
}

impl Writes {
    fn push(&mut self, tree: &Tree, key: Vec<u8>, value: Option<Vec<u8>>) {
        let known = self
            .trees
            .iter()
            .position(|known| known.name() == tree.name());
        let index = known.unwrap_or_else(|| {
            self.trees.push(tree.clone());
            self.trees.len() - 1
        });
        self.writes.push((index, key, value));
    }

    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// Applies them in one transaction. The engine may still lose it: it is not durable yet.
    pub(super) fn commit(self) -> Result<(), StoreError> {
        let Self { trees, writes } = self;
        let done = trees.as_slice().transaction(|views| {
            for (index, key, value) in &writes {
                match value {
                    Some(value) => views[*index].insert(key.as_slice(), value.as_slice())?,
                    None => views[*index].remove(key.as_slice())?,
                };
            }
            Ok::<(), ConflictableTransactionError<sled::Error>>(())
        });
        done.map_err(|error| match error {
            TransactionError::Abort(error) | TransactionError::Storage(error) => error.into(),
        })
    }
}

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Corruption { .. } => Self::Damaged(error.to_string()),
            other => Self::Engine(other.to_string()),
        }
    }
}
