-- What is said at once, and undone at once: a message, a confirmed screen, a
-- batch of a file.
CREATE TABLE reports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- None where a file tells of many.
    facility_id bigint REFERENCES facilities (id),
    staff_id    bigint REFERENCES staff (id),
    channel     text NOT NULL CHECK (channel IN ('sms', 'ussd', 'import')),
    inbound_id  bigint REFERENCES inbound (id),
    at          timestamptz NOT NULL,
    -- The report that this one takes back.
    undoes      bigint UNIQUE REFERENCES reports (id)
);
CREATE INDEX reports_staff ON reports (staff_id, at);
CREATE INDEX reports_facility ON reports (facility_id, at);

-- Every stock transaction, for good. What a facility holds follows from these
-- rows and from nothing else.
CREATE TABLE ledger (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id   bigint NOT NULL REFERENCES reports (id),
    facility_id bigint NOT NULL REFERENCES facilities (id),
    product_id  bigint NOT NULL REFERENCES products (id),
    kind        text NOT NULL CHECK (kind IN ('count', 'receipt', 'issue', 'loss', 'adjustment', 'transfer', 'reversal')),
    -- What was said, in units: how many there are (count), or how many came or went.
    quantity    integer NOT NULL CHECK (quantity >= 0),
    -- By how much the stock changed.
    change      integer NOT NULL,
    -- What there is after it; none where nothing is known any more.
    balance     integer CHECK (balance >= 0),
    reason      text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 40),
    batch       text NOT NULL DEFAULT '' CHECK (char_length(batch) <= 40),
    expires_on  date,
    reverses    bigint UNIQUE REFERENCES ledger (id),
    at          timestamptz NOT NULL,
    CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    UNIQUE (report_id, facility_id, product_id)
);
CREATE INDEX ledger_stock ON ledger (facility_id, product_id, id);

CREATE FUNCTION keep_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are kept for good: write a reversal', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION keep_for_good();
CREATE TRIGGER reports_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON reports FOR EACH STATEMENT EXECUTE FUNCTION keep_for_good();
ALTER TABLE ledger ENABLE ALWAYS TRIGGER ledger_kept;
ALTER TABLE reports ENABLE ALWAYS TRIGGER reports_kept;

-- What is held already was counted before there was a ledger.
WITH opening AS (
    INSERT INTO reports (channel, at) SELECT 'import', now() WHERE EXISTS (SELECT FROM stock_levels) RETURNING id
)
INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, balance, at)
SELECT opening.id, facility_id, product_id, 'count', quantity, quantity, quantity, counted_at FROM stock_levels, opening;
