ALTER TABLE fan_outs DROP COLUMN unreachable, DROP COLUMN over_budget;
DROP INDEX bulk_batches_ends;
DROP TABLE unreachable;
