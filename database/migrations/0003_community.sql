-- A provider of courses, or a company. Public pages carry its imprint and terms.
create table organisation (
  id uuid primary key default uuidv7(),
  name text not null check (length(name) between 2 and 160),
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,60}$'),
  kind text not null default 'provider' check (kind in ('provider', 'company')),
  imprint text not null default '',
  privacy_notice text not null default '',
  terms text not null default '',
  -- In English where there is one; the first are shown otherwise.
  imprint_en text not null default '',
  privacy_notice_en text not null default '',
  terms_en text not null default '',
  approval_number text not null default '',
  works_council_mode boolean not null default false,
  created_at timestamptz not null default now()
);
create table organisation_role (
  id uuid primary key default uuidv7(),
  organisation_id uuid not null references organisation (id),
  user_id uuid not null references "user" (id),
  role text not null check (role in ('organiser', 'executive')),
  started_at timestamptz not null,
  ended_at timestamptz
);
create unique index organisation_role_open on organisation_role (organisation_id, user_id, role) where ended_at is null;

create table community (
  id uuid primary key default uuidv7(),
  organisation_id uuid not null references organisation (id),
  kind text not null check (kind in ('internal', 'external', 'cohort')),
  name text not null check (length(name) between 2 and 120),
  purpose text not null default '',
  address_form text not null default 'sie' check (address_form in ('sie', 'du')),
  language text not null default 'de' check (language in ('de', 'en')),
  phase text not null default 'planning'
    check (phase in ('planning', 'launch', 'growth', 'maturity', 'renewal', 'closing', 'archived')),
  created_at timestamptz not null,
  archived_at timestamptz
);

-- Role rows are ended, never overwritten.
create table membership (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  user_id uuid not null references "user" (id),
  role text not null check (role in ('member', 'manager', 'companion', 'observer')),
  started_at timestamptz not null,
  ended_at timestamptz,
  check (ended_at is null or ended_at >= started_at)
);
create unique index membership_open on membership (community_id, user_id, role) where ended_at is null;
create index membership_user on membership (user_id) where ended_at is null;

-- A limited time for which a member holds the manager's rights; start and end follow the timetable.
create table shift (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  user_id uuid not null references "user" (id),
  unit_number integer check (unit_number between 1 and 40),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at >= starts_at),
  handed_on_from uuid references shift (id),
  handover_note text,
  handover_at timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz
);
create index shift_community on shift (community_id, starts_at) where removed_at is null;
create unique index shift_once on shift (community_id, unit_number, user_id) where removed_at is null;
create table shift_task_done (
  shift_id uuid not null references shift (id),
  task_id text not null,
  user_id uuid not null references "user" (id),
  done_at timestamptz not null,
  primary key (shift_id, task_id)
);
create table shift_swap (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  offered_shift_id uuid not null references shift (id),
  wanted_shift_id uuid not null references shift (id),
  message text not null default '',
  requested_at timestamptz not null,
  decided_at timestamptz,
  accepted boolean
);
create unique index shift_swap_open on shift_swap (offered_shift_id, wanted_shift_id) where decided_at is null;

create table house_rules (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  version integer not null check (version >= 1),
  body text not null,
  author_id uuid references "user" (id),
  published_at timestamptz not null,
  unique (community_id, version)
);
create table house_rules_acceptance (
  house_rules_id uuid not null references house_rules (id),
  user_id uuid not null references "user" (id),
  accepted_at timestamptz not null,
  primary key (house_rules_id, user_id)
);

-- Invitations are single use, stored hashed, bound to one address, valid for 14 days.
create table invitation (
  id uuid primary key default uuidv7(),
  community_id uuid references community (id),
  application_id uuid,
  email text not null,
  role text not null default 'member',
  digest bytea not null unique,
  invited_by uuid references "user" (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references "user" (id),
  revoked_at timestamptz
);
