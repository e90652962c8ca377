//! The read model in memory: facilities, products, places and stock.
