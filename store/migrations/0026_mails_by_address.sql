-- How many mails went to an address lately, whoever has given it and however it is spelt.

ALTER TABLE mails ADD COLUMN address_key TEXT NOT NULL DEFAULT ''; -- store.names.email_key(address)
CREATE INDEX mails_address ON mails (address_key, created_at);
