DROP TABLE channel_rates;
DROP TABLE bulk_sends;
DROP TABLE bulk_batches;
DROP TABLE fan_outs;
