-- The hour, on the clock of the person's time zone, from which the day's digest goes out.
alter table general_wish add column digest_hour smallint not null default 7 check (digest_hour between 0 and 23);
