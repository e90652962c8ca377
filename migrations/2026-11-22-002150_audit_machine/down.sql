ALTER TABLE audit
    DROP CONSTRAINT audit_actor_kind_check,
    DROP CONSTRAINT audit_check,
    ADD CONSTRAINT audit_actor_kind_check CHECK (actor_kind IN ('staff', 'token', 'service')) NOT VALID,
    ADD CONSTRAINT audit_check CHECK ((actor_kind = 'service') = (actor IS NULL)) NOT VALID;
