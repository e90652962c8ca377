-- What is wrong with a stock, a facility or an area, from when to when.
CREATE TABLE alerts (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule            text NOT NULL CHECK (rule IN ('out', 'low', 'rise', 'expiring', 'silent', 'area')),
    facility_id     bigint REFERENCES facilities (id) ON DELETE CASCADE,
    place_id        bigint REFERENCES places (id) ON DELETE CASCADE,
    product_id      bigint REFERENCES products (id) ON DELETE CASCADE,
    -- Units: what is there, what will expire, or what was there before a rise.
    quantity        integer NOT NULL CHECK (quantity >= 0),
    -- Whose report it came from.
    staff_id        bigint REFERENCES staff (id),
    opened_at       timestamptz NOT NULL,
    -- When the facility reported again, and it was still so.
    acknowledged_at timestamptz,
    resolved_at     timestamptz,
    CHECK ((rule = 'area') = (place_id IS NOT NULL)),
    CHECK ((rule = 'area') = (facility_id IS NULL)),
    CHECK ((rule = 'silent') = (product_id IS NULL))
);
CREATE UNIQUE INDEX alerts_open ON alerts (rule, coalesce(facility_id, 0), coalesce(place_id, 0), coalesce(product_id, 0)) WHERE resolved_at IS NULL;
CREATE INDEX alerts_facility ON alerts (facility_id) WHERE resolved_at IS NULL;

-- Who was told of which, in which message: nobody is told of one twice.
CREATE TABLE alert_tellings (
    alert_id  bigint NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    staff_id  bigint NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    outbox_id bigint NOT NULL REFERENCES outbox (id),
    told_at   timestamptz NOT NULL,
    PRIMARY KEY (alert_id, staff_id)
);
CREATE INDEX alert_tellings_staff ON alert_tellings (staff_id, told_at);

-- When a facility was asked for the report that it owed.
CREATE TABLE reminders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    facility_id bigint NOT NULL REFERENCES facilities (id) ON DELETE CASCADE,
    sent_at     timestamptz NOT NULL
);
CREATE INDEX reminders_facility ON reminders (facility_id, sent_at);

-- Who waited and was told, and which facility they were sent to.
ALTER TABLE waiting ADD COLUMN told_at timestamptz, ADD COLUMN told_of bigint REFERENCES facilities (id) ON DELETE SET NULL;
CREATE INDEX waiting_untold ON waiting (product_id, asked_at) WHERE told_at IS NULL;
CREATE INDEX waiting_told ON waiting (told_of, product_id, told_at) WHERE told_at IS NOT NULL;

-- Batches are looked at whenever their product is reported.
CREATE INDEX ledger_batches ON ledger (facility_id, product_id) WHERE expires_on IS NOT NULL;
