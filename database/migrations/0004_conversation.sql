create table space (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  slug text not null check (slug ~ '^[a-z0-9-]{1,40}$'),
  name text not null check (length(name) between 1 and 80),
  description text not null default '',
  position integer not null default 0,
  learning_group_id uuid,
  created_at timestamptz not null,
  archived_at timestamptz,
  unique (community_id, slug)
);
create table thread (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  space_id uuid not null references space (id),
  kind text not null check (kind in ('discussion', 'question', 'article', 'announcement', 'result')),
  title text not null check (length(title) between 3 and 200),
  author_id uuid not null references "user" (id),
  unit_number integer,
  submission_id uuid,
  pinned_at timestamptz,
  accepted_post_id uuid,
  accepted_by uuid references "user" (id),
  post_count integer not null default 0,
  last_sequence bigint not null default 0,
  created_at timestamptz not null,
  last_post_at timestamptz not null,
  deleted_at timestamptz,
  deleted_by uuid references "user" (id)
);
create index thread_space on thread (space_id, last_post_at desc, id desc) where deleted_at is null;
create index thread_community on thread (community_id, last_post_at desc, id desc) where deleted_at is null;
create sequence post_sequence;
-- The first post of a thread is its opening text; replies have one level (`parent_id` is a post without a parent).
create table post (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  thread_id uuid not null references thread (id),
  parent_id uuid references post (id),
  sequence bigint not null default nextval('post_sequence'),
  opening boolean not null default false,
  author_id uuid not null references "user" (id),
  body text not null check (length(body) between 1 and 40000),
  words integer not null default 0,
  revision integer not null default 1,
  created_at timestamptz not null,
  edited_at timestamptz,
  hidden_at timestamptz,
  hidden_by uuid references "user" (id),
  deleted_at timestamptz,
  deleted_by uuid references "user" (id),
  unique (thread_id, sequence)
);
create index post_thread on post (thread_id, sequence);
create index post_author on post (author_id, community_id, created_at desc);
create unique index post_opening on post (thread_id) where opening;
alter table thread add constraint thread_accepted_post foreign key (accepted_post_id) references post (id);
create table post_revision (
  post_id uuid not null references post (id),
  revision integer not null,
  body text not null,
  author_id uuid not null references "user" (id),
  written_at timestamptz not null,
  primary key (post_id, revision)
);
create table mention (
  post_id uuid not null references post (id),
  user_id uuid not null references "user" (id),
  primary key (post_id, user_id)
);
create table post_file (
  post_id uuid not null references post (id),
  file_id uuid not null references file (id),
  position integer not null default 0,
  primary key (post_id, file_id)
);
-- A reported post, its handling, and the reasoned decision.
create table flag (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  post_id uuid not null references post (id),
  reporter_id uuid not null references "user" (id),
  reason text not null check (reason in ('insult', 'off_topic', 'advertising', 'privacy', 'unlawful', 'other')),
  words text not null default '',
  flagged_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references "user" (id),
  decision text check (decision in ('kept', 'hidden', 'deleted')),
  decision_reason text,
  check ((decided_at is null) = (decision is null)),
  check (decision is null or length(decision_reason) >= 10)
);
create unique index flag_once on flag (post_id, reporter_id) where decided_at is null;
create index flag_open on flag (community_id) where decided_at is null;
-- Up to which sequence a person has read, and where the last visit ended ("new since your last visit").
create table read_state (
  user_id uuid not null references "user" (id) on delete cascade,
  thread_id uuid not null references thread (id) on delete cascade,
  community_id uuid not null,
  sequence bigint not null default 0,
  visit_sequence bigint not null default 0,
  visited_at timestamptz not null,
  primary key (user_id, thread_id)
);
create index read_state_community on read_state (user_id, community_id);
-- Texts in the making, on all of one's devices. `place` names the form: `reply:<thread>`, `thread:<space>`, `feedback:<submission>` …
create table draft (
  user_id uuid not null references "user" (id) on delete cascade,
  place text not null check (length(place) between 3 and 200),
  body jsonb not null,
  saved_at timestamptz not null,
  primary key (user_id, place)
);
