DELETE FROM alerts WHERE rule IN ('short', 'waste', 'move');
ALTER TABLE alerts DROP COLUMN giver_id;
ALTER TABLE alerts DROP CONSTRAINT alerts_rule_check;
ALTER TABLE alerts ADD CONSTRAINT alerts_rule_check
    CHECK (rule IN ('out', 'low', 'rise', 'expiring', 'silent', 'area'));
DROP INDEX advice_product;
ALTER TABLE advice DROP COLUMN lead_days, DROP COLUMN waste, DROP COLUMN waste_on;
ALTER TABLE products DROP COLUMN service_level;
