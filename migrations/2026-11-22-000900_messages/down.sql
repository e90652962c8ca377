ALTER TABLE subscribers DROP COLUMN stopped_at;
DROP TABLE delivery_reports;
DROP TABLE sends;
DROP TABLE outbox;
DROP TABLE inbound;
