-- Of how many facilities like it use was taken to be as theirs, where a stock has no history of its own.
ALTER TABLE advice ADD COLUMN peers smallint CHECK (peers > 0);
