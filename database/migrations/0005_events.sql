create table meeting (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  kind text not null check (kind in ('kick_off', 'weekly', 'event')),
  number integer not null default 0,
  title text not null default '',
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  moved_from timestamptz,
  sequence integer not null default 0,
  conferencing_url text not null default '',
  minutes text not null default '',
  minutes_by uuid references "user" (id),
  minutes_at timestamptz,
  opened_at timestamptz,
  opened_by uuid references "user" (id),
  closed_at timestamptz,
  cancelled_at timestamptz,
  created_at timestamptz not null
);
create index meeting_community on meeting (community_id, starts_at);
create unique index meeting_number on meeting (community_id, kind, number) where cancelled_at is null and kind <> 'event';
-- Agenda with lengths in minutes; the running item is derived from `started_at`, so that all browsers see the same timer.
create table agenda_item (
  id uuid primary key default uuidv7(),
  meeting_id uuid not null references meeting (id),
  part text not null check (part in ('review', 'outlook')),
  title text not null check (length(title) between 1 and 160),
  minutes integer not null check (minutes between 0 and 480),
  position integer not null,
  started_at timestamptz,
  ended_at timestamptz
);
create index agenda_item_meeting on agenda_item (meeting_id, position);
create table attendance (
  meeting_id uuid not null references meeting (id),
  user_id uuid not null references "user" (id),
  checked_in_at timestamptz,
  checked_out_at timestamptz,
  corrected_minutes integer check (corrected_minutes between 0 and 480),
  corrected_by uuid references "user" (id),
  corrected_reason text,
  corrected_at timestamptz,
  primary key (meeting_id, user_id)
);
-- Who presents when: results queue up for the meeting.
create table presentation (
  id uuid primary key default uuidv7(),
  meeting_id uuid not null references meeting (id),
  learning_group_id uuid,
  submission_id uuid,
  title text not null,
  position integer not null,
  presented_at timestamptz
);
create unique index presentation_group on presentation (meeting_id, learning_group_id) where learning_group_id is not null;
-- An absence that was announced; the reason is for companions only.
create table absence (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  user_id uuid not null references "user" (id),
  from_date date not null,
  to_date date not null check (to_date >= from_date),
  unit_number integer,
  whole_unit boolean not null default false,
  reason text not null default '',
  announced_at timestamptz not null,
  withdrawn_at timestamptz
);
create index absence_user on absence (community_id, user_id) where withdrawn_at is null;
create table calendar_token (
  id uuid primary key default uuidv7(),
  digest bytea not null unique,
  user_id uuid references "user" (id),
  community_id uuid references community (id),
  created_at timestamptz not null,
  revoked_at timestamptz
);
