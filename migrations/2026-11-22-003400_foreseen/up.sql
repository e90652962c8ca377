-- How many times in a hundred the stock of a product shall last until the delivery after next.
ALTER TABLE products ADD COLUMN service_level smallint NOT NULL DEFAULT 95 CHECK (service_level BETWEEN 50 AND 99);

-- How long a facility waited for supply, on average, and what will expire before it is used.
ALTER TABLE advice
    ADD COLUMN lead_days double precision NOT NULL DEFAULT 14 CHECK (lead_days BETWEEN 0 AND 3650),
    ADD COLUMN waste double precision NOT NULL DEFAULT 0 CHECK (waste >= 0 AND waste < 'Infinity'),
    ADD COLUMN waste_on date;
-- Who could give what another lacks is looked up product by product.
CREATE INDEX advice_product ON advice (product_id);

-- What is foreseen is told too: short (likely to run out), waste (will expire before it is used)
-- and move (another facility could give some).
ALTER TABLE alerts DROP CONSTRAINT alerts_rule_check;
ALTER TABLE alerts ADD CONSTRAINT alerts_rule_check
    CHECK (rule IN ('out', 'low', 'rise', 'expiring', 'silent', 'area', 'short', 'waste', 'move'));
-- Who could give it.
ALTER TABLE alerts ADD COLUMN giver_id bigint REFERENCES facilities (id) ON DELETE CASCADE;
ALTER TABLE alerts ADD CHECK ((rule = 'move') = (giver_id IS NOT NULL));
CREATE INDEX alerts_giver ON alerts (giver_id) WHERE resolved_at IS NULL AND giver_id IS NOT NULL;
