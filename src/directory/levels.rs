//! What is held where: the levels of every product, by slot.
//!
//! A slot is a facility's position in the layout of [`super::nearest`]. Levels are
//! kept sorted by slot in blocks of [`BLOCK`] slots, so that one change moves no
//! more than a block, and the slots that hold some stand apart, four bytes each,
//! for the nearest search to cut into ranges.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::catalogue::Level;

/// Slots in a block: a full one is 96 KiB.
const BLOCK: usize = 1 << 12;

/// A map by the record's ids, which are spread evenly enough for a cheap hash.
pub(super) type ById<T> = HashMap<i64, T, BuildHasherDefault<IdHasher>>;

/// Fibonacci hashing of one integer: the ids come from our own record, not
/// from callers, so nobody can choose them to collide.
#[derive(Debug, Clone, Default)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, id: u64) {
        let mixed = (self.0 ^ id).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn write_i64(&mut self, id: i64) {
        self.write_u64(id.cast_unsigned());
    }
}

/// A level and the slot it is at: 24 bytes.
#[derive(Debug, Clone, Copy)]
struct Stored {
    slot: u32,
    level: Level,
}

/// The levels of every product.
#[derive(Debug, Clone, Default)]
pub(super) struct Levels {
    shelves: ById<Shelf>,
}

impl Levels {
    /// The level at a slot.
    pub(super) fn get(&self, product: i64, slot: u32) -> Option<Level> {
        self.shelves.get(&product)?.get(slot)
    }

    /// The slots that hold some of a product, ascending.
    pub(super) fn held(&self, product: i64) -> &[u32] {
        self.shelves.get(&product).map_or(&[], |shelf| &shelf.held)
    }

    /// Puts or takes away one level and returns what was there.
    pub(super) fn put(&mut self, product: i64, slot: u32, level: Option<Level>) -> Option<Level> {
        match level {
            Some(level) => self.shelves.entry(product).or_default().put(slot, level),
            None => self.shelves.get_mut(&product)?.take(slot),
        }
    }

    /// Takes away everything at a slot.
    pub(super) fn clear_slot(&mut self, slot: u32) {
        for shelf in self.shelves.values_mut() {
            shelf.take(slot);
        }
    }

    /// Takes away the products that do not `stay`; whether any held some.
    pub(super) fn retain(&mut self, stay: impl Fn(i64) -> bool) -> bool {
        let mut held = false;
        self.shelves.retain(|product, shelf| {
            let stays = stay(*product);
            held |= !stays && !shelf.held.is_empty();
            stays
        });
        held
    }

    /// Takes in many levels at once, in any order; of two of the same slot the
    /// later one counts.
    pub(super) fn fill(&mut self, rows: impl Iterator<Item = (i64, u32, Level)>) {
        for (product, slot, level) in rows {
            self.shelves
                .entry(product)
                .or_default()
                .push(Stored { slot, level });
        }
        let mut order = Order::default();
        for shelf in self.shelves.values_mut() {
            shelf.settle(&mut order);
        }
    }

    /// Moves every level to the new slot of its old one; levels of slots that are
    /// gone (`None`) are dropped.
    pub(super) fn relay(&mut self, moved: &[Option<u32>]) {
        let mut order = Order::default();
        for shelf in self.shelves.values_mut() {
            for block in std::mem::take(&mut shelf.blocks) {
                for stored in block {
                    if let Some(Some(slot)) = moved.get(stored.slot as usize) {
                        shelf.push(Stored {
                            slot: *slot,
                            ..stored
                        });
                    }
                }
            }
            shelf.settle(&mut order);
        }
    }

    /// How many levels there are.
    pub(super) fn len(&self) -> usize {
        self.shelves
            .values()
            .flat_map(|shelf| &shelf.blocks)
            .map(Vec::len)
            .sum()
    }

    /// The bytes they take, spare room included.
    pub(super) fn memory(&self) -> usize {
        let shelf = |shelf: &Shelf| {
            let stored: usize = shelf.blocks.iter().map(Vec::capacity).sum();
            stored * size_of::<Stored>()
                + shelf.held.capacity() * size_of::<u32>()
                + shelf.blocks.capacity() * size_of::<Vec<Stored>>()
        };
        let table = self.shelves.capacity() * size_of::<(i64, Shelf)>();
        table + self.shelves.values().map(shelf).sum::<usize>()
    }
}

/// The levels of one product.
#[derive(Debug, Clone, Default)]
struct Shelf {
    blocks: Vec<Vec<Stored>>,
    held: Vec<u32>,
}

impl Shelf {
    fn get(&self, slot: u32) -> Option<Level> {
        let block = self.blocks.get(slot as usize / BLOCK)?;
        let at = block
            .binary_search_by_key(&slot, |stored| stored.slot)
            .ok()?;
        block.get(at).map(|stored| stored.level)
    }

    /// The block of a slot, made if there is none.
    fn block(&mut self, slot: u32) -> Option<&mut Vec<Stored>> {
        let number = slot as usize / BLOCK;
        if number >= self.blocks.len() {
            self.blocks.resize_with(number + 1, Vec::new);
        }
        self.blocks.get_mut(number)
    }

    fn put(&mut self, slot: u32, level: Level) -> Option<Level> {
        self.mark(slot, level.quantity > 0);
        let block = self.block(slot)?;
        match block.binary_search_by_key(&slot, |stored| stored.slot) {
            Ok(at) => block
                .get_mut(at)
                .map(|stored| std::mem::replace(&mut stored.level, level)),
            Err(at) => {
                block.insert(at, Stored { slot, level });
                None
            }
        }
    }

    fn take(&mut self, slot: u32) -> Option<Level> {
        self.mark(slot, false);
        let block = self.blocks.get_mut(slot as usize / BLOCK)?;
        let at = block
            .binary_search_by_key(&slot, |stored| stored.slot)
            .ok()?;
        Some(block.remove(at).level)
    }

    /// Notes whether a slot holds some.
    fn mark(&mut self, slot: u32, holds: bool) {
        match (self.held.binary_search(&slot), holds) {
            (Ok(at), false) => {
                self.held.remove(at);
            }
            (Err(at), true) => self.held.insert(at, slot),
            _ => {}
        }
    }

    /// Adds a level out of order; [`Shelf::settle`] must follow.
    fn push(&mut self, stored: Stored) {
        if let Some(block) = self.block(stored.slot) {
            block.push(stored);
        }
    }

    /// Puts every block in order and notes afresh which slots hold some.
    fn settle(&mut self, order: &mut Order) {
        for block in &mut self.blocks {
            *block = order.sorted(block);
        }
        let holds = |stored: &&Stored| stored.level.quantity > 0;
        let count = self.blocks.iter().flatten().filter(holds).count();
        self.held = Vec::with_capacity(count);
        self.held.extend(
            self.blocks
                .iter()
                .flatten()
                .filter(holds)
                .map(|stored| stored.slot),
        );
    }
}

/// Sorts blocks by scattering: slots of a block are few, so each has a place.
#[derive(Debug, Default)]
struct Order {
    at: Vec<Option<u32>>,
}

impl Order {
    /// The block sorted by slot, without spare room; of two of one slot the later stays.
    fn sorted(&mut self, block: &[Stored]) -> Vec<Stored> {
        self.at.clear();
        self.at.resize(BLOCK, None);
        let mut count = 0;
        for (number, stored) in (0_u32..).zip(block) {
            if let Some(place) = self.at.get_mut(stored.slot as usize % BLOCK) {
                count += usize::from(place.is_none());
                *place = Some(number);
            }
        }
        let mut sorted = Vec::with_capacity(count);
        let numbers = self.at.iter().flatten();
        sorted.extend(numbers.filter_map(|number| block.get(*number as usize).copied()));
        sorted
    }
}
