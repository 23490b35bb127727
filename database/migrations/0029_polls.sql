alter table thread drop constraint thread_kind_check;
alter table thread add constraint thread_kind_check
  check (kind in ('discussion', 'question', 'article', 'announcement', 'result', 'poll'));

-- What a thread of kind `poll` asks. A secret one is counted when it is closed, and not before: what is shown while people
-- vote would tell by difference who voted how.
create table poll (
  thread_id uuid primary key references thread (id),
  community_id uuid not null references community (id),
  multiple boolean not null,
  secret boolean not null,
  shown text not null check (shown in ('always', 'voted', 'closed')),
  closes_at timestamptz,
  time_zone text,
  -- by hand, before its time
  closed_at timestamptz,
  closed_by uuid references "user" (id),
  check (not secret or (shown = 'closed' and closes_at is not null)),
  check ((closes_at is null) = (time_zone is null)),
  check ((closed_at is null) = (closed_by is null))
);
create table poll_option (
  id uuid primary key default gen_random_uuid(),
  thread_id uuid not null references poll (thread_id),
  position integer not null,
  label text not null check (length(label) between 1 and 200),
  unique (thread_id, position),
  unique (thread_id, id)
);
-- One for each person and poll. In a secret poll nobody is named: `mark` is a keyed digest by which alone the person finds
-- the own ballot again to change it, and it is removed when the poll is closed. Ids are random and there is no time, so
-- that a ballot says nothing of when it was cast.
create table ballot (
  id uuid primary key default gen_random_uuid(),
  thread_id uuid not null references poll (thread_id),
  community_id uuid not null references community (id),
  voter_id uuid references "user" (id),
  mark bytea check (length(mark) = 32),
  unique (thread_id, voter_id),
  unique (thread_id, mark),
  unique (thread_id, id),
  check (voter_id is null or mark is null)
);
create index ballot_voter on ballot (voter_id) where voter_id is not null;
create table ballot_choice (
  ballot_id uuid not null,
  option_id uuid not null,
  thread_id uuid not null,
  primary key (ballot_id, option_id),
  foreign key (thread_id, ballot_id) references ballot (thread_id, id) on delete cascade,
  foreign key (thread_id, option_id) references poll_option (thread_id, id)
);
create index ballot_choice_option on ballot_choice (option_id);
