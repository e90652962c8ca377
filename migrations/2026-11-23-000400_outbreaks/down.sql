DELETE FROM alerts WHERE rule = 'outbreak';
ALTER TABLE alerts DROP CONSTRAINT alerts_rule_check;
ALTER TABLE alerts ADD CONSTRAINT alerts_rule_check
    CHECK (rule IN ('out', 'low', 'rise', 'expiring', 'silent', 'area', 'short', 'waste', 'move'));
ALTER TABLE alerts DROP CONSTRAINT alerts_check;
ALTER TABLE alerts ADD CONSTRAINT alerts_check CHECK ((rule = 'area') = (place_id IS NOT NULL));
ALTER TABLE alerts DROP CONSTRAINT alerts_check1;
ALTER TABLE alerts ADD CONSTRAINT alerts_check1 CHECK ((rule = 'area') = (facility_id IS NULL));
DROP TABLE outbreak_signals;
DROP TABLE unmet_weeks;
