-- Numbers that nothing will ever reach, as the operator says: broadcasts leave them out until
-- somebody writes or dials from one again.
CREATE TABLE unreachable (
    phone_id bigint PRIMARY KEY REFERENCES phones (id) ON DELETE CASCADE,
    since    timestamptz NOT NULL,
    -- The operator's word for it.
    why      text NOT NULL CHECK (char_length(why) <= 60)
);

-- Who is told more than the budget allows is found by the ends of batches, which are ascending.
CREATE INDEX bulk_batches_ends ON bulk_batches (broadcast_id, (phone_ids[cardinality(phone_ids)]), (phone_ids[1]));

-- Why people of an audience are in no batch, besides those counted in left_out.
ALTER TABLE fan_outs
    ADD COLUMN unreachable bigint NOT NULL DEFAULT 0,
    ADD COLUMN over_budget bigint NOT NULL DEFAULT 0;
