create table "user" (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  administrator boolean not null default false,
  locale text not null default 'de' check (locale in ('de', 'en')),
  time_zone text not null default 'Europe/Berlin',
  employer text not null default '' check (length(employer) <= 120),
  bio text not null default '' check (length(bio) <= 600),
  skills text[] not null default '{}',
  picture_file_id uuid references file (id),
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  erased_at timestamptz
);
create unique index user_email_lower on "user" (lower(email));
create table session (
  id uuid primary key default gen_random_uuid(),
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id uuid not null references "user" (id) on delete cascade
);
create index session_user_id on session (user_id);
create table account (
  id uuid primary key default gen_random_uuid(),
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references "user" (id) on delete cascade,
  access_token text, refresh_token text, id_token text,
  access_token_expires_at timestamptz, refresh_token_expires_at timestamptz, scope text, password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null
);
create index account_user_id on account (user_id);
create table verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on verification (identifier);
create table access_token (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references "user" (id) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  digest bytea not null unique,
  scopes text[] not null default '{}',
  last_used_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null default now()
);
create index access_token_user on access_token (user_id);

create table notification_preference (
  user_id uuid not null references "user" (id) on delete cascade,
  kind text not null,
  mail boolean not null,
  primary key (user_id, kind)
);
create table notification (
  id uuid primary key default uuidv7(),
  user_id uuid not null references "user" (id) on delete cascade,
  activity_id uuid not null references activity (id) on delete cascade,
  kind text not null,
  community_id uuid,
  href text not null,
  values jsonb not null default '{}',
  at timestamptz not null,
  read_at timestamptz,
  unique (user_id, activity_id, kind)
);
create index notification_user on notification (user_id, at desc);
create index notification_unread on notification (user_id) where read_at is null;
