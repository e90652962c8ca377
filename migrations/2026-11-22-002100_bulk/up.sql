-- How far a broadcast was taken apart into batches: everybody up to that phone is in one.
CREATE TABLE fan_outs (
    broadcast_id bigint PRIMARY KEY REFERENCES broadcasts (id) ON DELETE CASCADE,
    last_phone   bigint NOT NULL DEFAULT 0,
    -- How many people were put into batches, and how many read no language it is written in.
    people       bigint NOT NULL DEFAULT 0,
    left_out     bigint NOT NULL DEFAULT 0,
    begun_at     timestamptz NOT NULL,
    done         boolean NOT NULL DEFAULT false
);
CREATE INDEX fan_outs_open ON fan_outs (broadcast_id) WHERE NOT done;

-- People who are told one text in one request. A batch is leased as a whole, so that a
-- million people cost a thousand leases.
CREATE TABLE bulk_batches (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    broadcast_id bigint NOT NULL,
    language     text NOT NULL,
    phone_ids    bigint[] NOT NULL,
    -- How many they are.
    size         integer NOT NULL CHECK (size >= 0),
    state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'unknown', 'cancelled', 'expired')),
    not_before   timestamptz NOT NULL,
    -- Who is sending it, and until when nobody else may.
    leased_by    text,
    lease_until  timestamptz,
    -- How often it may have reached the operator.
    tries        smallint NOT NULL DEFAULT 0,
    handed_at    timestamptz,
    cost         numeric(14, 4),
    currency     text,
    FOREIGN KEY (broadcast_id, language) REFERENCES broadcast_texts (broadcast_id, language),
    CHECK ((state = 'sending') = (leased_by IS NOT NULL)),
    CHECK ((leased_by IS NULL) = (lease_until IS NULL))
);
CREATE INDEX bulk_batches_broadcast ON bulk_batches (broadcast_id, id);
CREATE INDEX bulk_batches_queued ON bulk_batches (broadcast_id, id) WHERE state = 'queued';
CREATE INDEX bulk_batches_sending ON bulk_batches (lease_until) WHERE state = 'sending';

-- What became of each recipient, written when their batch was answered. No foreign keys: they
-- would be looked up a million times, and neither batches nor phones are ever deleted.
CREATE TABLE bulk_sends (
    batch_id    bigint NOT NULL,
    phone_id    bigint NOT NULL,
    -- The operator's id of the message; none where it took none.
    operator_id text CHECK (char_length(operator_id) <= 100),
    state       text NOT NULL CHECK (state IN ('sent', 'delivered', 'failed', 'unknown')),
    failure     text CHECK (char_length(failure) <= 60),
    finished_at timestamptz,
    PRIMARY KEY (batch_id, phone_id)
);
CREATE INDEX bulk_sends_operator ON bulk_sends (operator_id) WHERE operator_id IS NOT NULL;
CREATE INDEX bulk_sends_unknown ON bulk_sends (phone_id) WHERE operator_id IS NULL;

-- From when on the next request may be sent, whichever process sends it.
CREATE TABLE channel_rates (
    channel text PRIMARY KEY,
    next_at timestamptz NOT NULL
);
