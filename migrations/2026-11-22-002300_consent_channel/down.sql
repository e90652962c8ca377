ALTER TABLE consents DROP COLUMN channel;
