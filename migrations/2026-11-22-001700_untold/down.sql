DROP INDEX waiting_outbox;
ALTER TABLE waiting DROP COLUMN outbox_id;
DROP INDEX alert_tellings_outbox;
DROP INDEX alerts_open;
UPDATE alerts a SET resolved_at = greatest(now(), opened_at) WHERE rule = 'rise' AND resolved_at IS NULL
    AND EXISTS (SELECT FROM alerts b WHERE b.rule = 'rise' AND b.resolved_at IS NULL AND b.facility_id = a.facility_id AND b.product_id = a.product_id AND b.id > a.id);
CREATE UNIQUE INDEX alerts_open ON alerts (rule, coalesce(facility_id, 0), coalesce(place_id, 0), coalesce(product_id, 0)) WHERE resolved_at IS NULL;
ALTER TABLE alerts DROP COLUMN report_id;
