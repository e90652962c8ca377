-- The only place a person's number is kept: sealed (AES-256-GCM under a key of
-- the ring) and found again by its keyed hash. Everything else holds the id.
CREATE TABLE phones (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sealed      bytea NOT NULL,
    seal_key_id smallint NOT NULL,
    hmac        bytea NOT NULL UNIQUE CHECK (octet_length(hmac) = 32),
    hmac_key_id smallint NOT NULL,
    next_hmac   bytea UNIQUE CHECK (octet_length(next_hmac) = 32)
);

-- What a caller has told us. `changed_in` names the session that changed it last.
CREATE TABLE subscribers (
    phone_id   bigint PRIMARY KEY REFERENCES phones (id) ON DELETE CASCADE,
    language   text CHECK (language ~ '^[a-z]{2,3}$'),
    place_id   bigint REFERENCES places (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_in text NOT NULL DEFAULT ''
);

-- Who wants to be told when a product is back near a place.
CREATE TABLE waiting (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone_id   bigint NOT NULL REFERENCES phones (id) ON DELETE CASCADE,
    product_id bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    place_id   bigint NOT NULL REFERENCES places (id) ON DELETE CASCADE,
    asked_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (phone_id, product_id)
);
ALTER TABLE none_reports ADD FOREIGN KEY (phone_id) REFERENCES phones (id) ON DELETE CASCADE;

-- Tokens that stand in our URLs, by their hash.
CREATE TABLE tokens (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    purpose    text NOT NULL CHECK (purpose IN ('callbacks')),
    hash       bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
