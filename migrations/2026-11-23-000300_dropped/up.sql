-- A draft that its writer let go of is nobody's else to see, and no broadcast that was stopped.
ALTER TABLE broadcasts DROP CONSTRAINT broadcasts_state_check;
ALTER TABLE broadcasts ADD CONSTRAINT broadcasts_state_check
    CHECK (state IN ('draft', 'waiting', 'approved', 'sending', 'paused', 'done', 'cancelled', 'refused', 'expired', 'dropped'));
