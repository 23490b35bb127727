-- Documents are found as well: files that hang at posts, by their names, and the minutes of meetings. `post_id` is the post
-- that an entry belongs to, so that nothing has to be looked for in two places to find out whether it may be read.
alter table search_entry add column post_id uuid;
alter table search_entry drop constraint search_entry_kind_check;
alter table search_entry add constraint search_entry_kind_check
  check (kind in ('thread', 'post', 'lesson', 'term', 'template', 'document', 'minutes'));
alter table search_pending drop constraint search_pending_kind_check;
alter table search_pending add constraint search_pending_kind_check check (kind in ('thread', 'course', 'post', 'minutes'));
update search_entry set post_id = ref where kind = 'post';
update search_entry e set post_id = p.id from post p where e.kind = 'thread' and p.thread_id = e.ref and p.opening;
create function search_note_file() returns trigger language plpgsql as $$
begin
  insert into search_pending (kind, ref)
    select case when p.opening then 'thread' else 'post' end, case when p.opening then p.thread_id else p.id end
    from post p where p.id = coalesce(new.post_id, old.post_id)
  on conflict do nothing;
  if found then perform graphile_worker.add_job('index_search'); end if;
  return null;
end $$;
create trigger search_file after insert or delete on post_file for each row execute function search_note_file();
create function search_note_minutes() returns trigger language plpgsql as $$
begin
  insert into search_pending (kind, ref) values ('minutes', new.id) on conflict do nothing;
  if found then perform graphile_worker.add_job('index_search'); end if;
  return null;
end $$;
create trigger search_minutes after update of minutes, title on meeting
  for each row when (old.minutes is distinct from new.minutes or old.title is distinct from new.title)
  execute function search_note_minutes();
-- compounds are taken apart otherwise than before: everything is indexed anew by the next job
insert into search_pending (kind, ref) select 'thread', id from thread
  union all select 'post', id from post where not opening
  union all select 'course', id from course_version
  union all select 'minutes', id from meeting where minutes <> ''
on conflict do nothing;
