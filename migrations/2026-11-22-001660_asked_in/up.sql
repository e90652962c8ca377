-- Which message was answered with a question: a bare number or a yes is meant for the last.
-- Batch and expiry are kept with the figure that a yes would store.
ALTER TABLE questions
    ADD COLUMN inbound_id bigint REFERENCES inbound (id) ON DELETE CASCADE,
    ADD COLUMN batch      text NOT NULL DEFAULT '' CHECK (char_length(batch) <= 40),
    ADD COLUMN expires_on date;
CREATE INDEX questions_phone ON questions (phone_id, inbound_id);
