create table exam_case (
  id uuid primary key default uuidv7(),
  organisation_id uuid not null references organisation (id),
  kind text not null check (kind in ('practice', 'real')),
  -- The id of a practice case in the course package it came from.
  source_id text,
  language text not null check (language in ('de', 'en')),
  title text not null check (length(title) between 3 and 200),
  body text not null,
  -- Guiding questions of the group paper: [{id, text, hint}].
  questions jsonb not null,
  individual_task text not null,
  reflection_task text not null,
  marking_scheme text not null,
  created_at timestamptz not null,
  created_by uuid references "user" (id),
  revised_at timestamptz,
  revised_by uuid references "user" (id),
  retired_at timestamptz,
  check ((kind = 'practice') = (source_id is not null))
);
create unique index exam_case_source on exam_case (organisation_id, source_id, language) where source_id is not null;
create table exam (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  kind text not null check (kind in ('main', 'retake')),
  case_id uuid not null references exam_case (id),
  opens_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > opens_at),
  scheduled_at timestamptz not null,
  scheduled_by uuid references "user" (id),
  opened_at timestamptz,
  closed_at timestamptz,
  released_at timestamptz,
  released_by uuid references "user" (id),
  release_words text not null default '',
  cancelled_at timestamptz,
  cancelled_by uuid references "user" (id),
  cancel_reason text,
  -- The next instant at which something falls due here; settled before anyone looks.
  due_at timestamptz
);
create index exam_due on exam (due_at) where due_at is not null;
create unique index exam_main on exam (cohort_id) where kind = 'main' and cancelled_at is null;
create unique index exam_case_used on exam (cohort_id, case_id) where cancelled_at is null;
create table exam_candidate (
  exam_id uuid not null references exam (id),
  user_id uuid not null references "user" (id),
  -- The candidate's own cohort; another one's where too few for an exam of their own join the next.
  cohort_id uuid not null references cohort (id),
  -- Shown instead of a name while marking is blind.
  candidate_number text not null,
  learning_group_id uuid references learning_group (id),
  -- A retake keeps the group's mark of this exam.
  group_mark_exam_id uuid references exam (id),
  withdrawn_at timestamptz,
  withdrawal_reason text,
  withdrawal_decided_at timestamptz,
  withdrawal_decided_by uuid references "user" (id),
  withdrawal_granted boolean,
  withdrawal_answer text,
  primary key (exam_id, user_id),
  unique (exam_id, candidate_number)
);
create index exam_candidate_user on exam_candidate (user_id);
create table exam_extension (
  id uuid primary key default uuidv7(),
  exam_id uuid not null references exam (id),
  user_id uuid references "user" (id),
  learning_group_id uuid references learning_group (id),
  ends_at timestamptz not null,
  reason text not null,
  granted_by uuid not null references "user" (id),
  granted_at timestamptz not null,
  check ((user_id is null) <> (learning_group_id is null))
);
create table paper (
  id uuid primary key default uuidv7(),
  exam_id uuid not null references exam (id),
  kind text not null check (kind in ('group', 'case', 'reflection')),
  learning_group_id uuid references learning_group (id),
  user_id uuid references "user" (id),
  -- In file names and footers instead of names.
  paper_number text not null,
  automatic_hand_in boolean not null default true,
  -- Of the hand-in that stands.
  handed_in_at timestamptz,
  handed_in_by uuid references "user" (id),
  automatic boolean not null default false,
  hand_in_count integer not null default 0,
  -- Its deadline, extensions included, has passed and been dealt with; what stands now is what is marked.
  closed_at timestamptz,
  -- The two examiners did not settle their difference in time.
  third_needed_at timestamptz,
  created_at timestamptz not null,
  check ((kind = 'group') = (learning_group_id is not null)),
  check ((kind <> 'group') = (user_id is not null)),
  unique (exam_id, paper_number)
);
create unique index paper_group on paper (exam_id, learning_group_id) where kind = 'group';
create unique index paper_person on paper (exam_id, user_id, kind) where kind <> 'group';
create table paper_section (
  paper_id uuid not null references paper (id),
  section_id text not null,
  body text not null default '' check (length(body) <= 40000),
  version integer not null default 0,
  saved_at timestamptz not null,
  saved_by uuid references "user" (id),
  primary key (paper_id, section_id)
);
-- What somebody wrote after the hand-in or the deadline: kept for its author and seen by nobody else.
create table paper_section_apart (
  paper_id uuid not null references paper (id),
  section_id text not null,
  user_id uuid not null references "user" (id),
  body text not null check (length(body) <= 40000),
  saved_at timestamptz not null,
  primary key (paper_id, section_id, user_id)
);
create table paper_reminder (
  paper_id uuid not null references paper (id),
  hours integer not null,
  -- The deadline it reminded of: an extension reminds anew.
  ends_at timestamptz not null,
  primary key (paper_id, hours, ends_at)
);
-- Every hand-in and withdrawal; the last valid one before the deadline counts. Arrival is taken once, by the server.
create table paper_hand_in (
  id uuid primary key default uuidv7(),
  paper_id uuid not null references paper (id),
  arrived_at timestamptz not null,
  user_id uuid references "user" (id),
  automatic boolean not null default false,
  -- As handed in: [{id, body}].
  sections jsonb not null,
  -- A4 pages with the used part of the last one; null where an automatic hand-in could not be typeset.
  pages numeric(7, 2),
  -- An automatic hand-in comes without a declaration.
  own_work boolean not null,
  ai_use text not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid references "user" (id)
);
create unique index paper_hand_in_standing on paper_hand_in (paper_id) where withdrawn_at is null;
create table marking (
  id uuid primary key default uuidv7(),
  paper_id uuid not null references paper (id),
  examiner_id uuid not null references "user" (id),
  position integer not null check (position between 1 and 3),
  assigned_at timestamptz not null,
  exception_reason text,
  levels jsonb not null default '{}',
  points numeric(5, 2) check (points between 0 and 100),
  words text not null default '',
  saved_at timestamptz,
  submitted_at timestamptz,
  -- What the examiner comes to after hearing the other, when the two differ too much.
  settled_points numeric(5, 2) check (settled_points between 0 and 100),
  settled_words text,
  settled_at timestamptz,
  ended_at timestamptz
);
create unique index marking_position on marking (paper_id, position) where ended_at is null;
create unique index marking_examiner on marking (paper_id, examiner_id) where ended_at is null;
create index marking_open on marking (examiner_id) where submitted_at is null and ended_at is null;
create table exam_result (
  id uuid primary key default uuidv7(),
  exam_id uuid not null references exam (id),
  user_id uuid not null references "user" (id),
  group_points numeric(5, 2) not null,
  case_points numeric(5, 2) not null,
  reflection_points numeric(5, 2) not null,
  overall numeric(5, 2) not null,
  individual numeric(5, 2) not null,
  passed boolean not null,
  words text not null default '',
  released_at timestamptz not null,
  superseded_by uuid references exam_result (id) deferrable initially deferred
);
create unique index exam_result_current on exam_result (exam_id, user_id) where superseded_by is null;
create table objection (
  id uuid primary key default uuidv7(),
  exam_result_id uuid not null references exam_result (id),
  user_id uuid not null references "user" (id),
  reason text not null check (length(reason) >= 20),
  raised_at timestamptz not null,
  examiner_id uuid references "user" (id),
  -- Points of the papers as the deciding examiner sees them: {group, case, reflection}.
  decided_points jsonb,
  decided_at timestamptz,
  upheld boolean,
  decision_words text
);
create unique index objection_once on objection (exam_result_id);
create table inspection (
  exam_result_id uuid not null references exam_result (id),
  user_id uuid not null references "user" (id),
  at timestamptz not null,
  primary key (exam_result_id, user_id, at)
);
create table hearing (
  id uuid primary key default uuidv7(),
  paper_id uuid not null references paper (id),
  user_id uuid references "user" (id),
  opened_by uuid not null references "user" (id),
  suspicion text not null,
  opened_at timestamptz not null,
  statement text,
  statement_at timestamptz,
  decided_at timestamptz,
  decided_by uuid references "user" (id),
  outcome text check (outcome in ('dismissed', 'points_reduced', 'paper_failed')),
  deducted_points numeric(5, 2) check (deducted_points between 0 and 100),
  decision_words text,
  check ((outcome = 'points_reduced') = (deducted_points is not null))
);
create unique index hearing_open on hearing (paper_id) where decided_at is null;
