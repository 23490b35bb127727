-- What was asked for under an idempotency key, as a digest: the same key with something else is refused. Null for
-- answers from before.
alter table idempotency add column request bytea;
