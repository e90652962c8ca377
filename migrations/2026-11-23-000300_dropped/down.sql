UPDATE broadcasts SET state = 'cancelled' WHERE state = 'dropped';
ALTER TABLE broadcasts DROP CONSTRAINT broadcasts_state_check;
ALTER TABLE broadcasts ADD CONSTRAINT broadcasts_state_check
    CHECK (state IN ('draft', 'waiting', 'approved', 'sending', 'paused', 'done', 'cancelled', 'refused', 'expired'));
