-- Counted with every write and worth nothing after a minute: what a crash would lose need not be waited for.
alter table rate_limit set unlogged;
