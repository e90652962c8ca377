-- How many people asked for a medicine in vain near a place in a week: who went on the waiting list or was told that there
-- was none. Who waits is forgotten after a month; how many they were is not. Products that are the same
-- substance in the same unit are one here, called by the first of them.
CREATE TABLE unmet_weeks (
    place_id   bigint NOT NULL REFERENCES places (id) ON DELETE CASCADE,
    product_id bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    -- Its Monday.
    week       date NOT NULL,
    people     integer NOT NULL CHECK (people > 0),
    PRIMARY KEY (place_id, product_id, week)
);
CREATE INDEX unmet_weeks_product ON unmet_weeks (product_id, week);

-- Weeks in which more people than usual asked in vain in an area, and what was given out there.
CREATE TABLE outbreak_signals (
    place_id    bigint NOT NULL REFERENCES places (id) ON DELETE CASCADE,
    product_id  bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    week        date NOT NULL,
    people      integer NOT NULL CHECK (people > 0),
    -- More people are out of the ordinary.
    people_high double precision NOT NULL CHECK (people_high >= 0 AND people_high < 'Infinity'),
    -- Units given out, and from what to what is usual by which rule; none where too little is known.
    used        double precision CHECK (used >= 0 AND used < 'Infinity'),
    used_low    double precision CHECK (used_low >= 0 AND used_low <= used_high),
    used_high   double precision CHECK (used_high < 'Infinity'),
    rule        text CHECK (rule IN ('c2', 'farrington')),
    PRIMARY KEY (place_id, product_id, week),
    CHECK (num_nulls(used, used_low, used_high, rule) IN (0, 4))
);
CREATE INDEX outbreak_signals_product ON outbreak_signals (product_id);

-- Where both agree it is asked whether there is an outbreak.
ALTER TABLE alerts DROP CONSTRAINT alerts_rule_check;
ALTER TABLE alerts ADD CONSTRAINT alerts_rule_check
    CHECK (rule IN ('out', 'low', 'rise', 'expiring', 'silent', 'area', 'short', 'waste', 'move', 'outbreak'));
ALTER TABLE alerts DROP CONSTRAINT alerts_check;
ALTER TABLE alerts ADD CONSTRAINT alerts_check CHECK ((rule IN ('area', 'outbreak')) = (place_id IS NOT NULL));
ALTER TABLE alerts DROP CONSTRAINT alerts_check1;
ALTER TABLE alerts ADD CONSTRAINT alerts_check1 CHECK ((rule IN ('area', 'outbreak')) = (facility_id IS NULL));
