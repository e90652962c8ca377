-- What was taken back of a stock is left out whenever the stock is looked at.
CREATE INDEX ledger_taken_back ON ledger (facility_id, product_id) WHERE reverses IS NOT NULL;
