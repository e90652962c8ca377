-- What a night learned from some stocks before it forecast all of them.
CREATE TABLE lessons (
    -- month or week
    frequency  text NOT NULL,
    -- Of the code that forecasts.
    version    smallint NOT NULL,
    as_of      date NOT NULL,
    learned    jsonb NOT NULL,
    learned_at timestamptz NOT NULL,
    PRIMARY KEY (frequency, version, as_of)
);
