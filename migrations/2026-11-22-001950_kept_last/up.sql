-- A message is written down last, once, with what was made of it: what it made looks for
-- it when all of that is committed.
ALTER TABLE reports ALTER CONSTRAINT reports_inbound_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE questions ALTER CONSTRAINT questions_inbound_id_fkey DEFERRABLE INITIALLY DEFERRED;
