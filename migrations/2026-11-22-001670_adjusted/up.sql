-- Stock is put right and sent on by command too. Which way it went is part of what happened.
ALTER TABLE ledger DROP CONSTRAINT ledger_kind_check;
ALTER TABLE ledger ADD CONSTRAINT ledger_kind_check
    CHECK (kind IN ('count', 'receipt', 'issue', 'loss', 'adjustment_up', 'adjustment_down', 'transfer_in', 'transfer_out', 'reversal'));
ALTER TABLE reports DROP CONSTRAINT reports_channel_check;
ALTER TABLE reports ADD CONSTRAINT reports_channel_check CHECK (channel IN ('sms', 'ussd', 'import', 'command'));
