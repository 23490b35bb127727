-- Activities of which nobody has been told yet. They are told of when they are heard of; those that fail become jobs, and
-- a job of every minute does what nobody has heard of.
create table activity_pending (
  activity_id uuid primary key,
  since timestamptz not null default now()
);
