-- How much a person wants to hear of a single space: wider than a thread's wish, narrower than that for its community.
create table space_wish (
  user_id uuid not null references "user" (id) on delete cascade,
  space_id uuid not null references space (id) on delete cascade,
  community_id uuid not null references community (id),
  hearing text not null check (hearing in ('all', 'mine', 'least')),
  chosen_at timestamptz not null,
  primary key (user_id, space_id)
);
create index space_wish_space on space_wish (space_id) where hearing = 'all';
