DROP INDEX ledger_batch_told;
