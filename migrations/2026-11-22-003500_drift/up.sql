-- How well the forecasts of a month, made at its beginning, held once it was over: of each leading model, by what
-- kind of facility it spoke for and what kind of product.
CREATE TABLE drift (
    model         text NOT NULL,
    facility_kind text NOT NULL,
    product_kind  text NOT NULL,
    -- The first day of the month.
    period        date NOT NULL,
    -- Of how many stocks.
    stocks        integer NOT NULL CHECK (stocks > 0),
    -- What part of what was used lay within the intervals for 80 and 95 of 100.
    of80          double precision NOT NULL CHECK (of80 BETWEEN 0 AND 1),
    of95          double precision NOT NULL CHECK (of95 BETWEEN 0 AND 1),
    -- How large errors were, by what the intervals let expect.
    error         double precision NOT NULL CHECK (error >= 0),
    PRIMARY KEY (model, facility_kind, product_kind, period)
);

-- What whoever runs the service is told of the work behind it, once each.
CREATE TABLE notices (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind    text NOT NULL CHECK (kind IN ('drift', 'failed', 'slow')),
    -- What it is about, and of drift since when, so that it is told once.
    key     text NOT NULL,
    subject text NOT NULL CHECK (char_length(subject) <= 80),
    figure  text NOT NULL CHECK (char_length(figure) <= 80),
    at      timestamptz NOT NULL,
    told_at timestamptz,
    UNIQUE (kind, key)
);
CREATE INDEX notices_untold ON notices (at) WHERE told_at IS NULL;

-- What a run found that somebody should know.
ALTER TABLE job_runs ADD COLUMN note text CHECK (char_length(note) <= 400);
