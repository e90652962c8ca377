-- What will be used of a stock, period by period, as it was foreseen at the beginning of
-- the first of them.
CREATE TABLE forecasts (
    facility_id bigint NOT NULL REFERENCES facilities (id) ON DELETE CASCADE,
    product_id  bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    frequency   text NOT NULL CHECK (frequency IN ('month', 'week')),
    -- The first day of the first period that was not over.
    origin      date NOT NULL,
    -- The first day of the period it is about.
    period      date NOT NULL CHECK (period >= origin),
    point       double precision NOT NULL CHECK (point >= 0 AND point < 'Infinity'),
    lo80        double precision NOT NULL,
    hi80        double precision NOT NULL,
    lo95        double precision NOT NULL,
    hi95        double precision NOT NULL,
    -- Which models have a part in it, the largest first, and the version of their code.
    model       text NOT NULL,
    version     smallint NOT NULL,
    -- What was used, once the period is over; none where nobody knows, as of one without stock.
    actual      double precision,
    made_at     timestamptz NOT NULL,
    PRIMARY KEY (facility_id, product_id, frequency, origin, period),
    CHECK (0 <= lo95 AND lo95 <= lo80 AND lo80 <= point AND point <= hi80 AND hi80 <= hi95 AND hi95 < 'Infinity')
);
