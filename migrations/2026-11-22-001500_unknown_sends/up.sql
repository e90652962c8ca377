-- A message whose answer was lost is found by its phone, whenever the operator
-- tells of one to that phone that nobody knows.
CREATE INDEX outbox_unknown ON outbox (phone_id)
    WHERE state = 'unknown' OR (state = 'queued' AND repeat_unknown AND tries > 0);
CREATE INDEX delivery_reports_phone ON delivery_reports (phone_id, at);
