-- Who works with the record: at facilities, or over an area. A person is one
-- phone; what each role may do stands in the code, in one table.
CREATE TABLE staff (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone_id     bigint NOT NULL UNIQUE REFERENCES phones (id),
    name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
    role         text NOT NULL CHECK (role IN ('pharmacist', 'in_charge', 'supervisor', 'authority', 'approver', 'administrator')),
    -- The area of those who answer for one.
    place_id     bigint REFERENCES places (id),
    language     text CHECK (language ~ '^[a-z]{2,3}$'),
    state        text NOT NULL CHECK (state IN ('waiting', 'active', 'disabled')),
    -- argon2, in its own text form; none until the person has chosen one.
    pin          text,
    pin_failures smallint NOT NULL DEFAULT 0 CHECK (pin_failures >= 0),
    locked_until timestamptz,
    -- The facility that reports are for where they do not say which.
    facility_id  bigint REFERENCES facilities (id) ON DELETE SET NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    decided_by   bigint REFERENCES staff (id),
    decided_at   timestamptz
);
CREATE INDEX staff_place ON staff (place_id);

-- Where they work; one phone may serve several facilities.
CREATE TABLE staff_facilities (
    staff_id    bigint NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    facility_id bigint NOT NULL REFERENCES facilities (id) ON DELETE CASCADE,
    PRIMARY KEY (staff_id, facility_id)
);
CREATE INDEX staff_facilities_facility ON staff_facilities (facility_id);

-- A person asks to go on under another number; a supervisor decides.
CREATE TABLE phone_changes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id   bigint NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    phone_id   bigint NOT NULL REFERENCES phones (id) ON DELETE CASCADE,
    asked_at   timestamptz NOT NULL DEFAULT now(),
    decided_by bigint REFERENCES staff (id),
    decided_at timestamptz,
    granted    boolean,
    CHECK ((decided_at IS NULL) = (granted IS NULL))
);
CREATE UNIQUE INDEX phone_changes_open ON phone_changes (staff_id) WHERE decided_at IS NULL;
