-- A thread finds the feedback on its posts without reading all of its posts, however long it is.
alter table feedback add column thread_id uuid references thread (id);
update feedback f set thread_id = p.thread_id from post p where p.id = f.post_id;
alter table feedback add check ((post_id is null) = (thread_id is null));
create index feedback_thread on feedback (thread_id, given_at) where thread_id is not null;
