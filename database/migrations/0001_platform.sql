-- One row: what kind of instance this is, and how far a demo's clock has been moved.
create table instance (
  id smallint primary key default 1 check (id = 1),
  kind text not null check (kind in ('demo', 'production')),
  clock_offset_ms bigint not null default 0 check (clock_offset_ms >= 0),
  setup_token_digest bytea,
  setup_at timestamptz,
  -- demo only: the organisation is there, whole; one that was interrupted is made anew
  filled_at timestamptz,
  initialised_at timestamptz not null default now(),
  check (kind = 'demo' or clock_offset_ms = 0)
);

create table idempotency (
  user_id uuid not null,
  verb text not null,
  key text not null check (length(key) between 8 and 200),
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (user_id, verb, key)
);
create index idempotency_created_at on idempotency (created_at);

create table rate_limit (
  bucket text not null,
  window_start timestamptz not null,
  count integer not null default 0,
  primary key (bucket, window_start)
);

-- Everything that happened, written in the transaction that did it. Notifications and insight read from here.
create table activity (
  id uuid primary key default uuidv7(),
  kind text not null,
  actor_id uuid,
  community_id uuid,
  cohort_id uuid,
  subject_id uuid,
  data jsonb not null default '{}',
  at timestamptz not null
);
create index activity_community on activity (community_id, at desc);
create index activity_actor on activity (actor_id, at desc);

-- Real time, never the moved clock.
create table audit (
  id uuid primary key default uuidv7(),
  action text not null,
  actor_id uuid,
  subject_id uuid,
  cohort_id uuid,
  detail jsonb not null default '{}',
  at timestamptz not null default now()
);

create table file (
  id uuid primary key default uuidv7(),
  owner_id uuid,
  community_id uuid,
  name text not null,
  media_type text not null,
  bytes bigint not null check (bytes >= 0),
  digest text not null,
  inline_picture boolean not null default false,
  created_at timestamptz not null default now(),
  removed_at timestamptz
);

-- Outgoing mail, kept as the in-app mailbox. `secret_links`: the body holds a link that signs someone in.
create table mail (
  id uuid primary key default uuidv7(),
  user_id uuid,
  to_address text not null,
  kind text not null,
  subject text not null,
  body text not null,
  html text,
  calendar text,
  secret_links boolean not null default false,
  locale text not null default 'de',
  at timestamptz not null,
  sent_at timestamptz,
  failed_at timestamptz,
  failure text
);
create index mail_user on mail (user_id, at desc);
create index mail_address on mail (to_address, at desc);
