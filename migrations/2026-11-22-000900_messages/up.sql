-- Every message that came, once by the operator's id. A sender who is no phone
-- number has no phone; a PIN is cut out of the body before it is kept.
CREATE TABLE inbound (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operator_id text NOT NULL UNIQUE CHECK (char_length(operator_id) BETWEEN 1 AND 100),
    phone_id    bigint REFERENCES phones (id),
    -- What a sender calls itself that is no phone number.
    sender      text CHECK (char_length(sender) <= 40),
    recipient   text NOT NULL DEFAULT '' CHECK (char_length(recipient) <= 40),
    body        text NOT NULL CHECK (char_length(body) <= 2000),
    network     text NOT NULL DEFAULT '',
    sent_at     timestamptz,
    received_at timestamptz NOT NULL,
    -- What was made of it, in a word.
    outcome     text NOT NULL DEFAULT '' CHECK (char_length(outcome) <= 40),
    CHECK ((phone_id IS NULL) <> (sender IS NULL))
);
CREATE INDEX inbound_phone ON inbound (phone_id, received_at);

-- Messages to be sent, written by whoever wants them sent in the transaction
-- that makes them true, and what became of them.
CREATE TABLE outbox (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone_id       bigint NOT NULL REFERENCES phones (id),
    -- Replies go before alerts, alerts before bulk.
    rank           smallint NOT NULL CHECK (rank BETWEEN 0 AND 2),
    body           text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 1530),
    state          text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'expired')),
    not_before     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    -- Who is sending it, and until when nobody else may.
    leased_by      text,
    lease_until    timestamptz,
    tries          smallint NOT NULL DEFAULT 0,
    -- Whether it is sent again where it is not known whether it was: twice is
    -- better than never.
    repeat_unknown boolean NOT NULL DEFAULT false,
    -- Why it failed, in a word.
    failure        text CHECK (char_length(failure) <= 60),
    inbound_id     bigint REFERENCES inbound (id),
    created_at     timestamptz NOT NULL,
    finished_at    timestamptz,
    CHECK ((state = 'sending') = (leased_by IS NOT NULL)),
    CHECK ((leased_by IS NULL) = (lease_until IS NULL))
);
CREATE INDEX outbox_queued ON outbox (rank, not_before, id) WHERE state = 'queued';
CREATE INDEX outbox_sending ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_phone ON outbox (phone_id, created_at);

-- Every time a message was handed to the operator, and what it answered.
CREATE TABLE sends (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    outbox_id   bigint NOT NULL REFERENCES outbox (id),
    at          timestamptz NOT NULL,
    -- The operator's id of the message; none where it took none.
    operator_id text CHECK (char_length(operator_id) <= 100),
    status_code smallint,
    failure     text CHECK (char_length(failure) <= 60),
    cost        numeric(12, 4),
    currency    text,
    parts       smallint
);
CREATE INDEX sends_outbox ON sends (outbox_id);
CREATE INDEX sends_operator ON sends (operator_id);

-- What the operator told of a message after it took it, in the order it came.
CREATE TABLE delivery_reports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operator_id text NOT NULL CHECK (char_length(operator_id) <= 100),
    phone_id    bigint REFERENCES phones (id),
    status      text NOT NULL CHECK (char_length(status) <= 40),
    failure     text CHECK (char_length(failure) <= 60),
    network     text NOT NULL DEFAULT '',
    at          timestamptz NOT NULL
);
CREATE INDEX delivery_reports_operator ON delivery_reports (operator_id);

-- Whoever opted out hears no more than the answers to what they ask.
ALTER TABLE subscribers ADD COLUMN stopped_at timestamptz;
