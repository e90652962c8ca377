DROP INDEX consents_of;
