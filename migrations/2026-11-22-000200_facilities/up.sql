-- Whoever holds stock. `contact` is the number the facility publishes for its
-- callers and is shown to them whole; a person's number never stands here.
CREATE TABLE facilities (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code       text NOT NULL UNIQUE,
    source     text NOT NULL,
    source_id  text NOT NULL,
    name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 103),
    kind       text NOT NULL CHECK (kind IN ('pharmacy', 'hospital', 'clinic', 'blood_bank', 'other')),
    ownership  text NOT NULL DEFAULT '' CHECK (char_length(ownership) <= 60),
    place_id   bigint REFERENCES places (id),
    address    text NOT NULL DEFAULT '' CHECK (char_length(address) <= 120),
    iso3       char(3) NOT NULL,
    lat        double precision CHECK (lat BETWEEN -90 AND 90),
    lon        double precision CHECK (lon BETWEEN -180 AND 180),
    contact    text NOT NULL DEFAULT '' CHECK (contact ~ '^(\+[0-9]{7,15})?$'),
    hours      text NOT NULL DEFAULT '' CHECK (char_length(hours) <= 40),
    listed     boolean NOT NULL DEFAULT true,
    demo       boolean NOT NULL DEFAULT false,
    UNIQUE (source, source_id),
    CHECK ((lat IS NULL) = (lon IS NULL))
);
CREATE INDEX facilities_place ON facilities (place_id);
