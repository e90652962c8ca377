-- What follows from cases alone, or from cases and one other count, is not told of any more.
DELETE FROM outbreak_signals WHERE people = 0 OR people_high IS NULL;
ALTER TABLE outbreak_signals DROP COLUMN agree, DROP COLUMN cases_rule, DROP COLUMN cases_high, DROP COLUMN cases, DROP COLUMN disease;
ALTER TABLE outbreak_signals ALTER COLUMN people_high SET NOT NULL;
ALTER TABLE outbreak_signals DROP CONSTRAINT outbreak_signals_people_check;
ALTER TABLE outbreak_signals ADD CONSTRAINT outbreak_signals_people_check CHECK (people > 0);
DROP TABLE disease_products;
DROP TABLE case_counts;
