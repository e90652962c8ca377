-- Who decided what, when and from where, in the order it happened. Each row's hash covers all
-- of it and the hash of the row before, so that none can be changed, taken out or put elsewhere
-- unseen; the head tells which row is the last. Numbers have no gaps.
CREATE TABLE audit (
    id         bigint PRIMARY KEY,
    at         timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('staff', 'token', 'service')),
    actor      bigint,
    action     text NOT NULL CHECK (char_length(action) BETWEEN 1 AND 40),
    subject    text NOT NULL CHECK (char_length(subject) <= 60),
    old        jsonb NOT NULL,
    new        jsonb NOT NULL,
    from_where text NOT NULL CHECK (char_length(from_where) <= 100),
    prev       bytea NOT NULL CHECK (octet_length(prev) = 32),
    hash       bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    CHECK ((actor_kind = 'service') = (actor IS NULL))
);
CREATE INDEX audit_subject ON audit (subject, id);

CREATE TABLE audit_head (
    single  boolean PRIMARY KEY DEFAULT true CHECK (single),
    last_id bigint NOT NULL,
    hash    bytea NOT NULL
);
INSERT INTO audit_head (last_id, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only added to';
END $$;
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
