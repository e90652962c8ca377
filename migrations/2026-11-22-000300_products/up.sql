-- Anything that can be in stock. `generic_key` is the generic name folded to
-- lower case and joins a product to its names and look-alikes.
CREATE TABLE products (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        text NOT NULL UNIQUE CHECK (code ~ '^[a-z]{2,8}$'),
    source      text NOT NULL,
    source_id   text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('medicine', 'blood', 'equipment')),
    generic     text NOT NULL CHECK (char_length(generic) BETWEEN 1 AND 100),
    generic_key text NOT NULL,
    form        text NOT NULL DEFAULT '' CHECK (char_length(form) <= 24),
    strength    text NOT NULL DEFAULT '' CHECK (char_length(strength) <= 40),
    unit        text NOT NULL CHECK (char_length(unit) BETWEEN 1 AND 12),
    atc         text CHECK (char_length(atc) <= 8),
    used_for    text NOT NULL DEFAULT '' CHECK (char_length(used_for) <= 40),
    controlled  boolean NOT NULL DEFAULT false,
    UNIQUE (source, source_id)
);
CREATE INDEX products_generic ON products (generic_key);

-- Every name a product may be asked for by: generic names, brands, spellings.
CREATE TABLE product_names (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    name_key    text NOT NULL,
    generic_key text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('generic', 'brand', 'spelling')),
    language    text NOT NULL DEFAULT '',
    source      text NOT NULL,
    UNIQUE (name_key, generic_key)
);

-- Two generic names that are mistaken for one another, each pair once.
CREATE TABLE lookalikes (
    a_key  text NOT NULL,
    b_key  text NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (a_key, b_key),
    CHECK (a_key < b_key)
);
