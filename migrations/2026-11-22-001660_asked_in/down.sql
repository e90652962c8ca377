DROP INDEX questions_phone;
ALTER TABLE questions DROP COLUMN inbound_id, DROP COLUMN batch, DROP COLUMN expires_on;
