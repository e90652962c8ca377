-- Work that is done behind the service, once for each key: a nightly one has its date.
CREATE TABLE jobs (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind           text NOT NULL CHECK (kind IN ('forecasts')),
    key            text NOT NULL CHECK (char_length(key) <= 40),
    state          text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
    -- Not before this moment; later each time it failed.
    due            timestamptz NOT NULL,
    -- Who is at it, and until when nobody else may be.
    leased_by      text,
    lease_until    timestamptz,
    tries          smallint NOT NULL DEFAULT 0,
    -- How far it is: up to this stock all is done.
    after_facility bigint NOT NULL DEFAULT 0,
    after_product  bigint NOT NULL DEFAULT 0,
    items          bigint NOT NULL DEFAULT 0,
    created_at     timestamptz NOT NULL,
    finished_at    timestamptz,
    UNIQUE (kind, key),
    CHECK ((state = 'running') = (leased_by IS NOT NULL)),
    CHECK ((leased_by IS NULL) = (lease_until IS NULL)),
    CHECK ((state IN ('done', 'failed')) = (finished_at IS NOT NULL))
);
CREATE INDEX jobs_open ON jobs (due) WHERE state IN ('queued', 'running');

-- Every time somebody was at a job, and what came of it.
CREATE TABLE job_runs (
    job_id      bigint NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    attempt     smallint NOT NULL,
    worker      text NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    -- None while it goes on. Lapsed: nobody heard of it before its lease ended. Stopped: the process was asked to end.
    outcome     text CHECK (outcome IN ('done', 'failed', 'lapsed', 'stopped')),
    items       bigint NOT NULL DEFAULT 0,
    error       text CHECK (char_length(error) <= 200),
    PRIMARY KEY (job_id, attempt),
    CHECK ((outcome IS NULL) = (finished_at IS NULL))
);
