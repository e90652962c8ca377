-- What a facility holds of a product, when that was counted and who said so.
-- The price limit is what the directory keeps in memory without loss.
CREATE TABLE stock_levels (
    facility_id bigint NOT NULL REFERENCES facilities (id) ON DELETE CASCADE,
    product_id  bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    quantity    integer NOT NULL CHECK (quantity >= 0),
    price       numeric(10, 2) CHECK (price BETWEEN 0.01 AND 40000000),
    monthly_use real CHECK (monthly_use >= 0 AND monthly_use < 'Infinity'),
    counted_at  timestamptz NOT NULL,
    counted_by  text NOT NULL,
    PRIMARY KEY (facility_id, product_id)
);
CREATE INDEX stock_levels_product ON stock_levels (product_id);

-- Callers who were told at the counter that there was none, once each a day.
CREATE TABLE none_reports (
    facility_id bigint NOT NULL REFERENCES facilities (id) ON DELETE CASCADE,
    product_id  bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    phone_id    bigint NOT NULL,
    day         date NOT NULL,
    reported_at timestamptz NOT NULL,
    PRIMARY KEY (facility_id, product_id, phone_id, day)
);
