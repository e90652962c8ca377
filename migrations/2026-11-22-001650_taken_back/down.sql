DROP INDEX ledger_taken_back;
