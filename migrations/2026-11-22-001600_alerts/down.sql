DROP INDEX ledger_batches;
DROP INDEX waiting_told;
DROP INDEX waiting_untold;
ALTER TABLE waiting DROP COLUMN told_of, DROP COLUMN told_at;
DROP TABLE reminders;
DROP TABLE alert_tellings;
DROP TABLE alerts;
