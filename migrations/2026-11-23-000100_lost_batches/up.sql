-- Batches that may have been taken once and wait to go again: a report may be about them.
CREATE INDEX bulk_batches_again ON bulk_batches (id) WHERE state = 'queued' AND tries > 0;
