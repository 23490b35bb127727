-- Replies have two levels: a post may be answered, and that answer. What answers a post of the second level hangs beside
-- it, and `answers_id` says which one it answers.
alter table post add column answers_id uuid references post (id);
create index post_parent on post (parent_id, sequence) where parent_id is not null;

-- A word of one person about a post: thanks, agreement.
create table reaction (
  post_id uuid not null references post (id),
  user_id uuid not null references "user" (id) on delete cascade,
  kind text not null check (kind in ('thanks', 'agree', 'helpful', 'celebrate')),
  community_id uuid not null references community (id),
  reacted_at timestamptz not null,
  primary key (post_id, user_id, kind)
);
create index reaction_person on reaction (user_id);
