-- More than was there is told each time it is counted: which count it was.
ALTER TABLE alerts ADD COLUMN report_id bigint REFERENCES reports (id);
UPDATE alerts a SET report_id = l.report_id FROM ledger l
WHERE a.rule = 'rise' AND l.facility_id = a.facility_id AND l.product_id = a.product_id AND l.kind = 'count' AND l.at = a.opened_at;
ALTER TABLE alerts ADD CHECK ((rule = 'rise') = (report_id IS NOT NULL));
DROP INDEX alerts_open;
CREATE UNIQUE INDEX alerts_open ON alerts (rule, coalesce(facility_id, 0), coalesce(place_id, 0), coalesce(product_id, 0), coalesce(report_id, 0)) WHERE resolved_at IS NULL;

-- What was told in a message that was never sent was told to nobody.
CREATE INDEX alert_tellings_outbox ON alert_tellings (outbox_id);
ALTER TABLE waiting ADD COLUMN outbox_id bigint REFERENCES outbox (id);
CREATE INDEX waiting_outbox ON waiting (outbox_id) WHERE outbox_id IS NOT NULL;
