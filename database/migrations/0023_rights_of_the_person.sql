-- How long a kind of data is kept, where an administrator chose otherwise than the house does.
create table retention (
  kind text primary key check (kind ~ '^[a-z_]{2,40}$'),
  months integer not null check (months between 1 and 600),
  changed_at timestamptz not null,
  changed_by uuid references "user" (id)
);

-- When their time was over and they were deleted; what is said of a cohort or an exam afterwards depends on it.
alter table cohort
  -- attendance, absences and learning time
  add column presence_gone_at timestamptz,
  -- requirements met, exceptions, admission
  add column records_gone_at timestamptz;
alter table exam add column papers_gone_at timestamptz;

-- Numbers of certificates whose time in the register is over, as digests: that there was one, and nothing else.
create table certificate_gone (
  digest bytea primary key check (length(digest) = 32),
  gone_on date not null
);

-- The erasure of a person: asked for, due after a time in which it can be taken back, done.
create table erasure (
  user_id uuid primary key references "user" (id),
  asked_at timestamptz not null,
  asked_by uuid not null references "user" (id),
  due_at timestamptz not null,
  done_at timestamptz,
  -- Whose the locked exam evidence is; empty once there is none.
  locked_name text,
  check (done_at is not null or locked_name is null)
);
create index erasure_due on erasure (due_at) where done_at is null;

-- An archive of all that is kept about a person, made for that person alone and removed again soon.
create table data_export (
  id uuid primary key default uuidv7(),
  user_id uuid not null references "user" (id),
  asked_at timestamptz not null,
  parts integer not null default 0,
  parts_done integer not null default 0,
  digest text check (digest ~ '^[0-9a-f]{64}$'),
  bytes bigint,
  finished_at timestamptz,
  expires_at timestamptz,
  check ((finished_at is null) = (expires_at is null)),
  check (finished_at is null or digest is not null)
);
create unique index data_export_open on data_export (user_id) where finished_at is null;
create index data_export_person on data_export (user_id, asked_at desc);

-- Every turning on and off of the agreement with the works council. Off takes a second person, who confirms in time.
create table works_council_change (
  id uuid primary key default uuidv7(),
  organisation_id uuid not null references organisation (id),
  turned text not null check (turned in ('on', 'off')),
  reason text not null check (length(reason) between 10 and 2000),
  asked_by uuid not null references "user" (id),
  asked_at timestamptz not null,
  expires_at timestamptz,
  confirmed_by uuid references "user" (id),
  confirmed_at timestamptz,
  withdrawn_by uuid references "user" (id),
  withdrawn_at timestamptz,
  check ((turned = 'off') = (expires_at is not null)),
  check (turned = 'on' or confirmed_by is null or confirmed_by <> asked_by),
  check (turned = 'off' or confirmed_at is not null),
  check ((confirmed_at is null) = (confirmed_by is null)),
  check (confirmed_at is null or withdrawn_at is null)
);
create unique index works_council_open on works_council_change (organisation_id)
  where confirmed_at is null and withdrawn_at is null;
create index works_council_history on works_council_change (organisation_id, asked_at desc);

-- What somebody hands in with a withdrawal for cause, such as a medical certificate.
create table withdrawal_evidence (
  file_id uuid primary key references file (id),
  exam_id uuid not null,
  user_id uuid not null references "user" (id),
  attached_at timestamptz not null,
  foreign key (exam_id, user_id) references exam_candidate (exam_id, user_id)
);
create index withdrawal_evidence_candidate on withdrawal_evidence (exam_id, user_id);

create index file_owner on file (owner_id);
create index file_digest on file (digest);
create index file_removed on file (removed_at) where removed_at is not null;
