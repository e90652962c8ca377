-- A named spot: a centre, and the wider place it lies in. A place without a
-- usable point is kept, but nothing can be measured from it.
CREATE TABLE places (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source     text NOT NULL,
    source_id  text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('country', 'county', 'constituency', 'ward', 'town', 'landmark')),
    name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
    alt_names  text[] NOT NULL DEFAULT '{}',
    parent_id  bigint REFERENCES places (id),
    iso3       char(3) NOT NULL,
    lat        double precision CHECK (lat BETWEEN -90 AND 90),
    lon        double precision CHECK (lon BETWEEN -180 AND 180),
    population integer NOT NULL DEFAULT 0 CHECK (population >= 0),
    -- Lists number their counties and their constituencies each from one.
    UNIQUE (source, kind, source_id),
    CHECK ((lat IS NULL) = (lon IS NULL)),
    CHECK (parent_id <> id)
);
CREATE INDEX places_parent ON places (parent_id);
