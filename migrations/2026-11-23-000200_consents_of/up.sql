-- Who agrees again is looked for among all that they agreed to, what they withdrew included.
CREATE INDEX consents_of ON consents (phone_id, what);
