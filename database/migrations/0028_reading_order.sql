-- Where a post stands when its thread is read from top to bottom: the sequences of the posts it answers, from the top,
-- and its own. One page is a stretch of this order, found by its key whatever the thread's length.
alter table post add column place bigint[];
with recursive read as (
  select id, array[sequence] as place from post where parent_id is null
  union all select p.id, read.place || p.sequence from read join post p on p.parent_id = read.id
) update post p set place = read.place from read where read.id = p.id;
-- the trigger below fills it in
alter table post alter column place set default '{}', alter column place set not null;
-- How many people have written in the thread.
alter table thread add column people integer not null default 0;
update thread t set people = (select count(distinct p.author_id) from post p where p.thread_id = t.id);

create function place_post() returns trigger language plpgsql as $$
begin
  new.place := coalesce((select p.place from post p where p.id = new.parent_id), '{}') || new.sequence;
  return new;
end $$;
create trigger post_placed before insert on post for each row execute function place_post();

create function count_people() returns trigger language plpgsql as $$
begin
  update thread set people = people + 1 where id = new.thread_id and not exists (
    select from post p where p.thread_id = new.thread_id and p.author_id = new.author_id and p.id <> new.id);
  return null;
end $$;
create trigger post_people after insert on post for each row execute function count_people();

create unique index post_place on post (thread_id, place) include (author_id);
-- the unique constraint has the same columns
drop index post_thread;
