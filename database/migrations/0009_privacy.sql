-- Looking at another's course record: once per viewer, purpose and day; visible to the person.
create table record_access (
  user_id uuid not null references "user" (id),
  viewer_id uuid not null references "user" (id),
  purpose text not null,
  day date not null,
  cohort_id uuid,
  first_at timestamptz not null default now(),
  primary key (user_id, viewer_id, purpose, day)
);
