-- Posts and threads are indexed when the change is heard, without a job for each: their changes are announced anyway, and a
-- job every few minutes does what nobody has heard of. Course packages are not announced.
create or replace function search_note() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'thread' then
    insert into search_pending (kind, ref) values ('thread', new.id) on conflict do nothing;
  elsif tg_table_name = 'course_version' then
    insert into search_pending (kind, ref) values ('course', new.id) on conflict do nothing;
    if found then perform graphile_worker.add_job('index_search'); end if;
  elsif new.opening then
    insert into search_pending (kind, ref) values ('thread', new.thread_id) on conflict do nothing;
  else
    insert into search_pending (kind, ref) values ('post', new.id) on conflict do nothing;
  end if;
  return null;
end $$;

-- Whether somebody has written in a thread before, without reading all that they have written anywhere.
create index post_thread_author on post (thread_id, author_id);
