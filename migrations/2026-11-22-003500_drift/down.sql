ALTER TABLE job_runs DROP COLUMN note;
DROP TABLE notices;
DROP TABLE drift;
