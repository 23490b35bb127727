-- A post that answers none has nothing to look up, and whoever has written in the thread before is not counted again: both
-- are told apart without a query that changes nothing.
create or replace function place_post() returns trigger language plpgsql as $$
begin
  if new.parent_id is null then
    new.place := array[new.sequence];
  else
    new.place := coalesce((select p.place from post p where p.id = new.parent_id), '{}') || new.sequence;
  end if;
  return new;
end $$;
create or replace function count_people() returns trigger language plpgsql as $$
begin
  if not exists (select from post p
      where p.thread_id = new.thread_id and p.author_id = new.author_id and p.id <> new.id) then
    update thread set people = people + 1 where id = new.thread_id;
  end if;
  return null;
end $$;
