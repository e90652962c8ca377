-- Whether a caller wants to be texted what they saw when the line drops.
ALTER TABLE subscribers ADD COLUMN text_drops boolean NOT NULL DEFAULT false;
