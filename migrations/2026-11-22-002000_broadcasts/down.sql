DROP TABLE consents;
DROP TABLE broadcast_keys;
DROP TABLE broadcast_askings;
DROP TABLE broadcast_approvals;
DROP TABLE broadcast_texts;
DROP TABLE broadcasts;
DELETE FROM tokens WHERE purpose = 'api';
ALTER TABLE tokens DROP CONSTRAINT tokens_purpose_check;
ALTER TABLE tokens DROP COLUMN role, DROP COLUMN place_id,
    ADD CONSTRAINT tokens_purpose_check CHECK (purpose IN ('callbacks'));
