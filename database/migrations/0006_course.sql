-- An imported, immutable version of a course package. `content` is what the loader returns.
create table course_version (
  id uuid primary key default uuidv7(),
  course_id text not null,
  label text not null,
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  content jsonb not null,
  imported_at timestamptz not null,
  imported_by uuid references "user" (id)
);
create table cohort (
  id uuid primary key default uuidv7(),
  organisation_id uuid not null references organisation (id),
  community_id uuid not null unique references community (id),
  course_version_id uuid not null references course_version (id),
  name text not null check (length(name) between 2 and 120),
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,80}$'),
  number integer not null,
  language text not null default 'de' check (language in ('de', 'en')),
  time_zone text not null default 'Europe/Berlin',
  state_code text not null default 'HE' check (state_code ~ '^[A-Z]{2}$'),
  start_date date not null,
  kick_off_time time not null default '13:00',
  meeting_time time not null,
  -- An id from the package's delivery formats.
  delivery_format text not null default 'weekly-online',
  seats integer not null default 24 check (seats between 1 and 24),
  price_text text not null default '',
  price_text_en text not null default '',
  conferencing_url text not null default '',
  application_deadline timestamptz,
  seed integer not null,
  created_at timestamptz not null,
  created_by uuid references "user" (id),
  published_at timestamptz,
  cancelled_at timestamptz,
  cancel_message text,
  frozen_at timestamptz,
  closed_at timestamptz,
  -- Units whose opening has been recorded.
  units_opened integer not null default 0,
  -- Weekly meetings after which it was looked whether someone's requirements are at risk.
  risks_checked integer not null default 0,
  -- The next instant at which something falls due here; settled before anyone looks.
  due_at timestamptz,
  unique (organisation_id, number)
);
create index cohort_due on cohort (due_at) where due_at is not null;
-- A newer package version for units that were not open yet.
create table cohort_unit_version (
  cohort_id uuid not null references cohort (id),
  unit_number integer not null,
  course_version_id uuid not null references course_version (id),
  replaced_at timestamptz not null,
  primary key (cohort_id, unit_number)
);
create table staff_assignment (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  user_id uuid not null references "user" (id),
  role text not null check (role in ('organiser', 'companion', 'examiner')),
  started_at timestamptz not null,
  ended_at timestamptz,
  exception_reason text
);
create unique index staff_assignment_open on staff_assignment (cohort_id, user_id, role) where ended_at is null;
create index staff_assignment_user on staff_assignment (user_id) where ended_at is null;
create table cohort_day_off (
  cohort_id uuid not null references cohort (id),
  day date not null,
  name text not null,
  primary key (cohort_id, day)
);
create table cohort_pause (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  after_meeting integer not null check (after_meeting between 0 and 9),
  weeks integer not null check (weeks between 1 and 12),
  reason text not null default '',
  created_at timestamptz not null
);

create table application (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  user_id uuid references "user" (id),
  name text not null check (length(name) between 2 and 120),
  email text not null,
  locale text not null default 'de',
  motivation text not null check (length(motivation) between 20 and 4000),
  prerequisites text[] not null default '{}',
  -- Opens the application to whoever holds the link that was mailed: to prove the address, to look, to withdraw.
  verification_digest bytea unique,
  verified_at timestamptz,
  state text not null default 'unverified' check (state in
    ('unverified', 'received', 'waitlisted', 'offered', 'accepted', 'enrolled', 'declined', 'withdrawn', 'expired')),
  position bigint generated always as identity,
  applied_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references "user" (id),
  decision_words text,
  withdrawn_at timestamptz
);
create unique index application_once on application (cohort_id, lower(email)) where state <> 'withdrawn';
create index application_user on application (user_id);
alter table invitation add constraint invitation_application foreign key (application_id) references application (id);
-- A freed seat offered to the next on the waitlist for 48 hours.
create table seat_offer (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  application_id uuid not null references application (id),
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  answer text check (answer in ('taken', 'declined', 'expired')),
  digest bytea not null unique
);
create unique index seat_offer_open on seat_offer (application_id) where answered_at is null;
create table enrolment (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  user_id uuid not null references "user" (id),
  application_id uuid references application (id),
  started_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
);
create unique index enrolment_open on enrolment (cohort_id, user_id) where ended_at is null;
create index enrolment_user on enrolment (user_id);

-- unit_number 11 stands for the exam groups formed by the last meeting.
create table learning_group (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  unit_number integer not null check (unit_number between 1 and 41),
  position integer not null,
  name text not null,
  space_id uuid references space (id),
  formed_at timestamptz not null,
  formed_by uuid references "user" (id),
  merged_into uuid references learning_group (id),
  unique (cohort_id, unit_number, position)
);
create table learning_group_member (
  learning_group_id uuid not null references learning_group (id),
  user_id uuid not null references "user" (id),
  joined_at timestamptz not null,
  left_at timestamptz,
  primary key (learning_group_id, user_id)
);
create index learning_group_member_user on learning_group_member (user_id);
-- The arrangement on the table before it is fixed; one row per cohort and unit.
create table group_plan (
  cohort_id uuid not null references cohort (id),
  unit_number integer not null,
  tables jsonb not null,
  version integer not null default 1,
  saved_at timestamptz not null,
  saved_by uuid references "user" (id),
  primary key (cohort_id, unit_number)
);
create table apart_pair (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  first_id uuid not null references "user" (id),
  second_id uuid not null references "user" (id),
  reason text not null default '',
  created_at timestamptz not null,
  created_by uuid references "user" (id),
  ended_at timestamptz,
  check (first_id < second_id)
);
create unique index apart_pair_open on apart_pair (cohort_id, first_id, second_id) where ended_at is null;

-- One per group (or person) and assignment. Sections hold the draft; a hand-in copies them into a version.
create table submission (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  community_id uuid not null references community (id),
  unit_number integer not null,
  kind text not null check (kind in ('group', 'person')),
  learning_group_id uuid references learning_group (id),
  user_id uuid references "user" (id),
  course_version_id uuid not null references course_version (id),
  handed_in_at timestamptz,
  late boolean not null default false,
  version integer not null default 0,
  thread_id uuid references thread (id),
  created_at timestamptz not null,
  check ((kind = 'group') = (learning_group_id is not null)),
  check ((kind = 'person') = (user_id is not null))
);
create unique index submission_group on submission (learning_group_id) where kind = 'group';
create unique index submission_person on submission (cohort_id, unit_number, user_id) where kind = 'person';
create index submission_cohort on submission (cohort_id, unit_number);
create table submission_section (
  submission_id uuid not null references submission (id),
  section_id text not null,
  body text not null default '' check (length(body) <= 40000),
  version integer not null default 1,
  saved_at timestamptz not null,
  saved_by uuid references "user" (id),
  primary key (submission_id, section_id)
);
create table submission_version (
  submission_id uuid not null references submission (id),
  version integer not null,
  sections jsonb not null,
  handed_in_at timestamptz not null,
  handed_in_by uuid not null references "user" (id),
  late boolean not null,
  primary key (submission_id, version)
);
-- Snapshot: who is credited, as of the hand-in.
create table submission_member (
  submission_id uuid not null references submission (id),
  user_id uuid not null references "user" (id),
  credited_at timestamptz not null,
  primary key (submission_id, user_id)
);
create index submission_member_user on submission_member (user_id);

-- Feedback on a submission version or on a post, by companions and peers.
create table feedback (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  kind text not null check (kind in ('companion', 'peer')),
  author_id uuid not null references "user" (id),
  submission_id uuid references submission (id),
  submission_version integer,
  post_id uuid references post (id),
  levels jsonb not null default '{}',
  criterion_id text,
  words text not null check (length(words) between 1 and 8000),
  given_at timestamptz not null,
  revised_at timestamptz,
  check ((submission_id is null) <> (post_id is null))
);
create unique index feedback_submission on feedback (submission_id, author_id, submission_version) where submission_id is not null;
create index feedback_post on feedback (post_id) where post_id is not null;
create index feedback_author on feedback (author_id);

create table recommendation (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  author_id uuid not null references "user" (id),
  user_id uuid references "user" (id),
  learning_group_id uuid references learning_group (id),
  kind text not null check (kind in ('lesson', 'thread', 'person', 'link')),
  target text not null,
  title text not null,
  words text not null default '',
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  check ((user_id is null) <> (learning_group_id is null))
);
create table recommendation_done (
  recommendation_id uuid not null references recommendation (id),
  user_id uuid not null references "user" (id),
  done_at timestamptz not null,
  primary key (recommendation_id, user_id)
);

-- Minutes of learning time; kept 12 months after the end.
create table time_entry (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  user_id uuid not null references "user" (id),
  day date not null,
  minutes integer not null check (minutes between 5 and 960),
  part text not null check (part in ('kick_off', 'meetings', 'units', 'exam')),
  unit_number integer,
  note text not null default '',
  suggestion_key text,
  booked_at timestamptz not null,
  removed_at timestamptz
);
create index time_entry_user on time_entry (cohort_id, user_id) where removed_at is null;
create unique index time_entry_suggestion on time_entry (user_id, suggestion_key) where removed_at is null and suggestion_key is not null;
-- A companion knows why somebody is silent; for a week the person is not listed.
create table silence_noted (
  cohort_id uuid not null references cohort (id),
  user_id uuid not null references "user" (id),
  noted_by uuid not null references "user" (id),
  noted_at timestamptz not null,
  primary key (cohort_id, user_id, noted_at)
);
create table lesson_read (
  cohort_id uuid not null references cohort (id),
  user_id uuid not null references "user" (id),
  topic_id text not null,
  read_at timestamptz not null,
  primary key (cohort_id, user_id, topic_id)
);
create table requirement_exception (
  id uuid primary key default uuidv7(),
  cohort_id uuid not null references cohort (id),
  user_id uuid not null references "user" (id),
  requirement text not null,
  words text not null,
  requested_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references "user" (id),
  granted boolean,
  reason text
);
-- Frozen 24 hours after the last meeting; later deletions change nothing.
create table eligibility (
  cohort_id uuid not null references cohort (id),
  user_id uuid not null references "user" (id),
  counts jsonb not null,
  eligible boolean not null,
  frozen_at timestamptz not null,
  primary key (cohort_id, user_id)
);
-- Anonymous: the respondent is a keyed digest, the id says nothing of when, and staff see complete batches only, so that
-- no single answer shows by comparing what was seen before with what is seen now.
create table evaluation_answer (
  id uuid primary key default gen_random_uuid(),
  cohort_id uuid not null references cohort (id),
  sheet text not null,
  question_id text not null,
  respondent bytea not null,
  value text not null,
  batch integer not null,
  answered_on date not null,
  unique (cohort_id, sheet, question_id, respondent)
);
