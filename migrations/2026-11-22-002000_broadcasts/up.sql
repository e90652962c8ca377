-- One text, or one a language, to everybody an authority means. A draft is shown to whoever
-- wrote it and to nobody else; waiting, a second officer is asked; approved, it may go out.
CREATE TABLE broadcasts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state       text NOT NULL CHECK (state IN ('draft', 'waiting', 'approved', 'sending', 'paused', 'done', 'cancelled', 'refused', 'expired')),
    -- Overrides quiet hours; a message of which nobody knows whether it went out is sent again once.
    emergency   boolean NOT NULL,
    reason      text NOT NULL CHECK (char_length(reason) <= 200),
    -- Whom it is for, as it was checked.
    audience    jsonb NOT NULL,
    -- As counted when it was written: people, messages to be paid for, and what those cost.
    recipients  integer NOT NULL CHECK (recipients >= 0),
    segments    integer NOT NULL CHECK (segments >= 0),
    cost        numeric(14, 4) CHECK (cost >= 0),
    -- Whoever wrote it: a member of staff, or who has a token.
    created_by  bigint REFERENCES staff (id),
    token_id    bigint REFERENCES tokens (id),
    made_by     text NOT NULL CHECK (made_by IN ('http', 'cli', 'sms', 'ussd')),
    corrects    bigint REFERENCES broadcasts (id),
    created_at  timestamptz NOT NULL,
    -- Nothing is handed over before, and nothing from then on.
    starts_at   timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    finished_at timestamptz,
    CHECK ((created_by IS NULL) <> (token_id IS NULL)),
    CHECK (starts_at < expires_at)
);
CREATE INDEX broadcasts_open ON broadcasts (state, starts_at) WHERE state IN ('draft', 'waiting', 'approved', 'sending', 'paused');

-- What each language is told. Whoever's language is not there is told the text of the
-- deployment's default language, where there is one.
CREATE TABLE broadcast_texts (
    broadcast_id bigint NOT NULL REFERENCES broadcasts (id) ON DELETE CASCADE,
    language     text NOT NULL CHECK (language ~ '^[a-z]{2,3}$'),
    body         text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 1530),
    PRIMARY KEY (broadcast_id, language)
);

-- Who says yes. The code is told to whoever is asked, and serves once: a draft has its
-- writer's, which goes when a second officer is asked with another.
CREATE TABLE broadcast_approvals (
    broadcast_id  bigint PRIMARY KEY REFERENCES broadcasts (id) ON DELETE CASCADE,
    code          text NOT NULL CHECK (code ~ '^[0-9]{6}$'),
    asked_of      bigint REFERENCES staff (id),
    asked_at      timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    decided_by    bigint REFERENCES staff (id),
    decided_token bigint REFERENCES tokens (id),
    decided_at    timestamptz,
    approved      boolean,
    -- Break glass: whoever wrote it let it out by themselves.
    alone         boolean NOT NULL DEFAULT false,
    CHECK ((decided_at IS NULL) = (approved IS NULL)),
    CHECK (decided_at IS NOT NULL OR (decided_by IS NULL AND decided_token IS NULL))
);
CREATE UNIQUE INDEX broadcast_approvals_open ON broadcast_approvals (code) WHERE decided_at IS NULL;
CREATE INDEX broadcast_approvals_asked ON broadcast_approvals (asked_of) WHERE decided_at IS NULL;

-- Who was asked before and did not answer is not asked again.
CREATE TABLE broadcast_askings (
    broadcast_id bigint NOT NULL REFERENCES broadcasts (id) ON DELETE CASCADE,
    staff_id     bigint NOT NULL REFERENCES staff (id),
    asked_at     timestamptz NOT NULL,
    PRIMARY KEY (broadcast_id, staff_id)
);

-- A request that came before is answered as it was then.
CREATE TABLE broadcast_keys (
    token_id     bigint NOT NULL REFERENCES tokens (id),
    key          text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 100),
    body_hash    bytea NOT NULL CHECK (octet_length(body_hash) = 32),
    broadcast_id bigint NOT NULL REFERENCES broadcasts (id) ON DELETE CASCADE,
    answer       jsonb NOT NULL,
    PRIMARY KEY (token_id, key)
);

-- What a person agreed to be reached for, in whose words and when: messages at all, for
-- their blood group, or for a condition they live with.
CREATE TABLE consents (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone_id     bigint NOT NULL REFERENCES phones (id) ON DELETE CASCADE,
    what         text NOT NULL CHECK (what ~ '^(messages|blood:(A|B|AB|O)[+-]|condition:[a-z_]{2,30})$'),
    given_at     timestamptz NOT NULL,
    words        text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 500),
    withdrawn_at timestamptz
);
CREATE UNIQUE INDEX consents_given ON consents (phone_id, what) WHERE withdrawn_at IS NULL;
CREATE INDEX consents_what ON consents (what, phone_id) WHERE withdrawn_at IS NULL;

-- Tokens open the interface for programs too, as a role, over a place.
ALTER TABLE tokens DROP CONSTRAINT tokens_purpose_check;
ALTER TABLE tokens
    ADD COLUMN role text CHECK (role IN ('pharmacist', 'in_charge', 'supervisor', 'authority', 'approver', 'administrator')),
    ADD COLUMN place_id bigint REFERENCES places (id),
    ADD CONSTRAINT tokens_purpose_check CHECK (purpose IN ('callbacks', 'api')),
    ADD CHECK ((purpose = 'api') = (role IS NOT NULL));
