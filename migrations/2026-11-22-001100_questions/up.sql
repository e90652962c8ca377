-- What somebody was asked in an answer and has not said yet: a bare number or a
-- yes is meant for it, for a day.
CREATE TABLE questions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone_id    bigint NOT NULL REFERENCES phones (id) ON DELETE CASCADE,
    facility_id bigint REFERENCES facilities (id) ON DELETE CASCADE,
    kind        text NOT NULL CHECK (kind IN ('quantity', 'sure', 'facility')),
    -- What happened to the product, and the figure to be sure of.
    entry       text CHECK (entry IN ('count', 'receipt', 'issue', 'loss')),
    product_id  bigint REFERENCES products (id) ON DELETE CASCADE,
    quantity    integer CHECK (quantity >= 0),
    -- The message that waits until it is known which facility it is about.
    body        text NOT NULL DEFAULT '' CHECK (char_length(body) <= 2000),
    asked_at    timestamptz NOT NULL,
    closed_at   timestamptz,
    CHECK ((kind = 'facility') = (product_id IS NULL)),
    CHECK ((kind = 'sure') = (quantity IS NOT NULL))
);
CREATE INDEX questions_open ON questions (phone_id, asked_at) WHERE closed_at IS NULL;
