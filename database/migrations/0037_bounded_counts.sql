-- Threads with something unread among the hundred of a community that moved last: one's own posts and what is hidden or
-- deleted do not count. However large the community is, no more is looked at.
create function unread_threads(community uuid, reader uuid) returns integer stable language sql as $$
  select count(*)::int from (
    select id, last_sequence from thread where community_id = community and deleted_at is null
    order by last_post_at desc, id desc limit 100) t
  left join read_state r on r.thread_id = t.id and r.user_id = reader
  where t.last_sequence > coalesce(r.sequence, 0)
    and exists (select from post p where p.thread_id = t.id and p.sequence > coalesce(r.sequence, 0)
      and p.author_id <> reader and p.hidden_at is null and p.deleted_at is null)
$$;

-- What learners wrote is looked for by its authors, of whom there are few, and not in all of the community's threads.
create index thread_author on thread (community_id, author_id) where deleted_at is null;
