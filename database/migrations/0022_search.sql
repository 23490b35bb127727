create extension if not exists pg_trgm;
-- What can be found by its words: an entry holds the words, never the right to read; that is asked when somebody searches.
-- `ref` is the thread's or the post's id, or the version of the course; `place` says where in a course it stands.
create table search_entry (
  kind text not null check (kind in ('thread', 'post', 'lesson', 'term', 'template')),
  ref uuid not null,
  place text not null default '',
  unit_number integer,
  locale text check (locale in ('de', 'en')),
  title text not null,
  body text not null,
  words tsvector not null,
  primary key (kind, ref, place)
);
create index search_entry_words on search_entry using gin (words);
create index search_entry_title on search_entry using gin (title gin_trgm_ops);
create index search_entry_ref on search_entry (ref);
create index user_name_similar on "user" using gin (name gin_trgm_ops);
-- What has changed since it was indexed. Written by triggers within the changing transaction, so that nothing is lost.
create table search_pending (
  kind text not null check (kind in ('thread', 'course', 'post')),
  ref uuid not null,
  primary key (kind, ref)
);
create function search_note() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'thread' then
    insert into search_pending (kind, ref) values ('thread', new.id) on conflict do nothing;
  elsif tg_table_name = 'course_version' then
    insert into search_pending (kind, ref) values ('course', new.id) on conflict do nothing;
  elsif new.opening then
    insert into search_pending (kind, ref) values ('thread', new.thread_id) on conflict do nothing;
  else
    insert into search_pending (kind, ref) values ('post', new.id) on conflict do nothing;
  end if;
  -- without a key: one for all would have every writer wait for the one before
  if found then perform graphile_worker.add_job('index_search'); end if;
  return null;
end $$;
create trigger search_thread after insert or update of title on thread for each row execute function search_note();
create trigger search_post after insert or update of body on post for each row execute function search_note();
create trigger search_course after insert on course_version for each row execute function search_note();
insert into search_pending (kind, ref) select 'thread', id from thread;
insert into search_pending (kind, ref) select 'post', id from post where not opening;
insert into search_pending (kind, ref) select 'course', id from course_version;
