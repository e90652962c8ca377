-- The way a person told what they agree to: a list that was read in, or a dial.
ALTER TABLE consents ADD COLUMN channel text NOT NULL DEFAULT 'list' CHECK (channel IN ('list', 'ussd'));
