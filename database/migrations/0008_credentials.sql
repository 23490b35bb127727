create table certificate (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('certificate', 'participation')),
  number text not null unique,
  user_id uuid not null references "user" (id),
  cohort_id uuid not null references cohort (id),
  exam_result_id uuid references exam_result (id),
  holder_name text not null,
  course_title jsonb not null,
  provider_name text not null,
  period_from date not null,
  period_to date not null,
  hours integer not null,
  -- In both languages: what the holder can do, or for a participation what the course was about.
  competences jsonb not null default '[]',
  contents jsonb not null default '[]',
  signatures jsonb not null default '[]',
  issued_at timestamptz not null,
  issued_by uuid references "user" (id),
  revoked_at timestamptz,
  revoked_by uuid references "user" (id),
  revocation_reason text check (revocation_reason in ('issued_in_error', 'obtained_by_deception', 'holder_request', 'replaced')),
  revocation_internal text,
  check ((revoked_at is null) = (revocation_reason is null))
);
create unique index certificate_once on certificate (user_id, cohort_id, kind) where revoked_at is null;
