DROP INDEX delivery_reports_phone;
DROP INDEX outbox_unknown;
