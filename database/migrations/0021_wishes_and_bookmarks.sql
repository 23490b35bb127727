-- A post to come back to; the opening one stands for its thread. Private to its person.
create table bookmark (
  id uuid primary key default uuidv7(),
  user_id uuid not null references "user" (id) on delete cascade,
  post_id uuid not null references post (id) on delete cascade,
  note text not null default '' check (length(note) <= 200 and note !~ '[\n\r]'),
  at timestamptz not null,
  unique (user_id, post_id)
);
create index bookmark_newest on bookmark (user_id, at desc, id desc);

-- How much a person wants to hear: of one thread, of one community, and of everything else. Where there is no row or no
-- word, the next wider wish holds (src/notifications/wishes.ts).
create table thread_wish (
  user_id uuid not null references "user" (id) on delete cascade,
  thread_id uuid not null references thread (id) on delete cascade,
  community_id uuid not null references community (id),
  hearing text not null check (hearing in ('all', 'mine', 'least')),
  chosen_at timestamptz not null,
  primary key (user_id, thread_id)
);
create index thread_wish_thread on thread_wish (thread_id) where hearing = 'all';
create table community_wish (
  user_id uuid not null references "user" (id) on delete cascade,
  community_id uuid not null references community (id),
  hearing text check (hearing in ('all', 'mine', 'least')),
  mail text check (mail in ('at_once', 'digest', 'none')),
  chosen_at timestamptz not null,
  primary key (user_id, community_id)
);
create index community_wish_all on community_wish (community_id) where hearing = 'all';
create table general_wish (
  user_id uuid primary key references "user" (id) on delete cascade,
  hearing text not null default 'mine' check (hearing in ('all', 'mine', 'least')),
  digest boolean not null default true,
  chosen_at timestamptz not null
);

-- How a piece of news goes out by mail as was decided when it was told; what waits for the morning's digest is `digest`,
-- and `digested` once it has been in one.
alter table notification
  add column thread_id uuid,
  add column mail text not null default 'none' check (mail in ('none', 'at_once', 'digest', 'digested'));
update notification n set thread_id = (a.data ->> 'threadId')::uuid
  from activity a where a.id = n.activity_id and a.data ->> 'threadId' is not null;
create index notification_thread on notification (user_id, thread_id) where read_at is null and thread_id is not null;
create index notification_to_digest on notification (user_id) where read_at is null and mail in ('at_once', 'digest');
-- New posts of one thread are one piece of news until it is read.
create unique index notification_thread_post on notification (user_id, thread_id)
  where kind = 'thread_post' and read_at is null;

-- The last morning for which a person's digest was made, in the zone the person lived in; `mail_id` is null when there
-- was nothing to say. A day is claimed here first, so that nobody gets two.
create table digest (
  user_id uuid primary key references "user" (id) on delete cascade,
  day date not null,
  due_at timestamptz not null,
  time_zone text not null,
  made_at timestamptz not null,
  mail_id uuid references mail (id) on delete set null
);

-- Where a mail can be turned off without signing in (RFC 8058); null where it cannot be turned off.
alter table mail add column unsubscribe_url text;
