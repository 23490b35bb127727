-- What somebody asks the companions without a name. Nothing here or elsewhere names who asked: `mark` is a keyed digest of
-- the person and a number, by which only that person's own page finds it, and no two of one person look alike. The id is
-- random, and the time is that of the hour.
create table unnamed_question (
  id uuid primary key,
  community_id uuid not null references community (id),
  mark bytea not null unique check (length(mark) = 32),
  body text not null check (length(body) <= 4000),
  may_publish boolean not null,
  asked_at timestamptz not null,
  -- taken back: the words are gone, and the row goes with the person's next question
  withdrawn_at timestamptz,
  answer text check (length(answer) between 1 and 40000),
  answered_by uuid references "user" (id),
  answered_at timestamptz,
  closed_by uuid references "user" (id),
  closed_at timestamptz,
  close_reason text check (length(close_reason) between 10 and 2000),
  -- whether whoever asked has seen what became of it
  seen boolean not null default false,
  -- where question and answer were published
  thread_id uuid references thread (id),
  check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null)),
  check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (close_reason is null)),
  check (answer is null or closed_at is null),
  check ((withdrawn_at is null) = (body <> '')),
  check (thread_id is null or (may_publish and answer is not null))
);
create index unnamed_question_community on unnamed_question (community_id, asked_at desc, id);
