ALTER TABLE questions ALTER CONSTRAINT questions_inbound_id_fkey NOT DEFERRABLE;
ALTER TABLE reports ALTER CONSTRAINT reports_inbound_id_fkey NOT DEFERRABLE;
