-- What a broadcast would do, as it was reckoned when it was written: what whoever wrote it was
-- shown is what a second officer is shown too.
CREATE TABLE broadcast_plans (
    broadcast_id bigint PRIMARY KEY REFERENCES broadcasts (id) ON DELETE CASCADE,
    plan         jsonb NOT NULL
);
