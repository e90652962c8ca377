-- What a session wrote, or was told, at a position of its transcript (the
-- number of inputs before it), so that a replay reads it instead of doing it again.
CREATE TABLE session_records (
    service    text NOT NULL,
    session    text NOT NULL,
    position   smallint NOT NULL,
    kind       text NOT NULL,
    body       jsonb NOT NULL,
    menu       text NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service, session, position, kind)
);
CREATE INDEX session_records_at ON session_records (at);

-- Every menu that was ever served, by the hash of its content.
CREATE TABLE menu_versions (
    hash         text PRIMARY KEY,
    content      text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now()
);
