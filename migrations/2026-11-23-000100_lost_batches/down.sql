DROP INDEX bulk_batches_again;
