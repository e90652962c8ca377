-- What follows from a forecast for who orders: the latest of each stock.
CREATE TABLE advice (
    facility_id   bigint NOT NULL REFERENCES facilities (id) ON DELETE CASCADE,
    product_id    bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    -- Units used a month, as is expected.
    a_month       double precision NOT NULL CHECK (a_month >= 0 AND a_month < 'Infinity'),
    -- With fewer units it is time to order, up to the maximum.
    reorder_level double precision NOT NULL CHECK (reorder_level >= 0),
    maximum       double precision NOT NULL CHECK (maximum >= reorder_level AND maximum < 'Infinity'),
    -- How likely it was, with what was there that day, that none is left within 30 days.
    risk          double precision NOT NULL CHECK (risk BETWEEN 0 AND 1),
    as_of         date NOT NULL,
    PRIMARY KEY (facility_id, product_id)
);
