-- How many fell ill of a disease in a place and week, as it was reported. A week without a row is not known.
CREATE TABLE case_counts (
    place_id bigint NOT NULL REFERENCES places (id) ON DELETE CASCADE,
    -- In small letters, without accents.
    disease  text NOT NULL CHECK (disease <> ''),
    -- Its Monday.
    week     date NOT NULL CHECK (extract(isodow FROM week) = 1),
    cases    integer NOT NULL CHECK (cases >= 0),
    PRIMARY KEY (place_id, disease, week)
);
CREATE INDEX case_counts_week ON case_counts (week, disease);

-- Which medicines a disease is treated with.
CREATE TABLE disease_products (
    disease    text NOT NULL CHECK (disease <> ''),
    product_id bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    PRIMARY KEY (disease, product_id)
);
CREATE INDEX disease_products_product ON disease_products (product_id);

-- Cases are a third count beside who asked in vain and what was given out, and two of the three are enough.
ALTER TABLE outbreak_signals DROP CONSTRAINT outbreak_signals_people_check;
ALTER TABLE outbreak_signals ADD CONSTRAINT outbreak_signals_people_check CHECK (people >= 0);
-- None where fewer than five asked, or it is not known what is usual.
ALTER TABLE outbreak_signals ALTER COLUMN people_high DROP NOT NULL;
ALTER TABLE outbreak_signals
    -- Where there were five cases or more, and it is known what is usual: of which disease, and more than how many are out of the ordinary.
    ADD COLUMN disease text,
    ADD COLUMN cases integer CHECK (cases > 0),
    ADD COLUMN cases_high double precision CHECK (cases_high >= 0 AND cases_high < 'Infinity'),
    ADD COLUMN cases_rule text CHECK (cases_rule IN ('c2', 'farrington')),
    ADD CHECK (num_nulls(disease, cases, cases_high, cases_rule) IN (0, 4)),
    ADD COLUMN agree boolean NOT NULL GENERATED ALWAYS AS (
        coalesce(people > people_high, false)::integer + coalesce(used > used_high, false)::integer
            + coalesce(cases > cases_high, false)::integer >= 2
    ) STORED;
