DROP TABLE tokens;
DROP TABLE waiting;
ALTER TABLE none_reports DROP CONSTRAINT none_reports_phone_id_fkey;
DROP TABLE subscribers;
DROP TABLE phones;
