-- Whoever works at the machine itself makes tokens and lets people in, and has no number there.
ALTER TABLE audit
    DROP CONSTRAINT audit_actor_kind_check,
    DROP CONSTRAINT audit_check,
    ADD CONSTRAINT audit_actor_kind_check CHECK (actor_kind IN ('staff', 'token', 'service', 'machine')),
    ADD CONSTRAINT audit_check CHECK ((actor_kind IN ('service', 'machine')) = (actor IS NULL));
