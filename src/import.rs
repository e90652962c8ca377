//! CSV files into the record, row by row.
