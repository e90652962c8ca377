-- Whoever was told of a batch is found by it when it is recalled. Written as `stock::batch::fold`
-- writes it.
CREATE INDEX ledger_batch_told ON ledger (product_id, translate(upper(batch COLLATE "C"), ' -', '')) WHERE batch <> '';
