DROP TABLE ledger;
DROP TABLE reports;
DROP FUNCTION keep_for_good();
