ALTER TABLE subscribers DROP COLUMN text_drops;
