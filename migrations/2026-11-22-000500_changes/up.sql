-- What changed, for every process that keeps the directory in memory. A reader
-- asks for the rows whose transaction its last snapshot could not see, so the
-- order in which transactions commit does not matter. Written by triggers, so
-- that no way of changing the record can go unnoticed.
CREATE TABLE changes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind        text NOT NULL CHECK (kind IN ('stock', 'facility', 'product', 'place')),
    facility_id bigint,
    product_id  bigint
);
CREATE INDEX changes_xid ON changes (xid);
CREATE INDEX changes_at ON changes (at);

CREATE FUNCTION note_stock_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changes (kind, facility_id, product_id)
    SELECT DISTINCT 'stock', facility_id, product_id FROM touched;
    RETURN NULL;
END $$;
CREATE FUNCTION note_facility_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changes (kind, facility_id) SELECT 'facility', id FROM touched;
    RETURN NULL;
END $$;
-- The catalogue and the gazetteer are small and change rarely: one row says
-- that something in them did, and they are read again as a whole.
CREATE FUNCTION note_catalogue_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changes (kind) SELECT TG_ARGV[0] WHERE EXISTS (SELECT FROM touched);
    RETURN NULL;
END $$;

CREATE TRIGGER stock_inserted AFTER INSERT ON stock_levels REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_stock_change();
CREATE TRIGGER stock_updated AFTER UPDATE ON stock_levels REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_stock_change();
CREATE TRIGGER stock_deleted AFTER DELETE ON stock_levels REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_stock_change();
CREATE TRIGGER none_reported AFTER INSERT ON none_reports REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_stock_change();
CREATE TRIGGER none_reported_again AFTER UPDATE ON none_reports REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_stock_change();
CREATE TRIGGER none_report_deleted AFTER DELETE ON none_reports REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_stock_change();
CREATE TRIGGER facilities_inserted AFTER INSERT ON facilities REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_facility_change();
CREATE TRIGGER facilities_updated AFTER UPDATE ON facilities REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_facility_change();
CREATE TRIGGER facilities_deleted AFTER DELETE ON facilities REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_facility_change();
CREATE TRIGGER places_inserted AFTER INSERT ON places REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('place');
CREATE TRIGGER places_updated AFTER UPDATE ON places REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('place');
CREATE TRIGGER places_deleted AFTER DELETE ON places REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('place');
CREATE TRIGGER products_inserted AFTER INSERT ON products REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('product');
CREATE TRIGGER products_updated AFTER UPDATE ON products REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('product');
CREATE TRIGGER products_deleted AFTER DELETE ON products REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('product');
CREATE TRIGGER names_inserted AFTER INSERT ON product_names REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('product');
CREATE TRIGGER names_updated AFTER UPDATE ON product_names REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('product');
CREATE TRIGGER names_deleted AFTER DELETE ON product_names REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('product');
CREATE TRIGGER lookalikes_inserted AFTER INSERT ON lookalikes REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('product');
CREATE TRIGGER lookalikes_deleted AFTER DELETE ON lookalikes REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change('product');
