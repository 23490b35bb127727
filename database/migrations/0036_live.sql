-- Numbers what is told over LISTEN and NOTIFY, so that whoever was away is told the rest. Numbers are given before the
-- commit and heard after it, in an order that is the same for everyone who listens but need not be that of the numbers.
create sequence live_number;
create function announce(key text) returns void language sql as $$
  select pg_notify('live', nextval('live_number') || ' ' || key)
$$;

-- Whatever changes what a thread shows is heard, whoever wrote it.
create function announce_post() returns trigger language plpgsql as $$
begin
  perform announce('thread:' || new.thread_id);
  return null;
end $$;
create trigger post_live after insert or update of body, revision, hidden_at, deleted_at on post
  for each row execute function announce_post();
create function announce_thread() returns trigger language plpgsql as $$
begin
  perform announce('thread:' || new.id);
  return null;
end $$;
create trigger thread_live after update of title, pinned_at, accepted_post_id, deleted_at on thread
  for each row execute function announce_thread();

-- So is whatever ends a session, or changes what somebody may.
create function announce_ended_session() returns trigger language plpgsql as $$
begin
  perform announce('session:' || old.id);
  return null;
end $$;
create trigger session_ended after delete on session for each row execute function announce_ended_session();

create function announce_standing() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then perform announce('standing:' || old.user_id); end if;
  if tg_op <> 'DELETE' and (tg_op = 'INSERT' or new.user_id is distinct from old.user_id) then
    perform announce('standing:' || new.user_id);
  end if;
  return null;
end $$;
create trigger membership_standing after insert or update of ended_at or delete on membership
  for each row execute function announce_standing();
create trigger shift_standing after insert or update of user_id, starts_at, ends_at, removed_at or delete on shift
  for each row execute function announce_standing();
create trigger staff_assignment_standing after insert or update of ended_at or delete on staff_assignment
  for each row execute function announce_standing();
create trigger organisation_role_standing after insert or update of ended_at or delete on organisation_role
  for each row execute function announce_standing();
create trigger enrolment_standing after insert or update of ended_at or delete on enrolment
  for each row execute function announce_standing();
create function announce_person() returns trigger language plpgsql as $$
begin
  perform announce('person:' || new.id);
  return null;
end $$;
create trigger user_person after update of name, email, administrator, locale, time_zone, erased_at on "user"
  for each row execute function announce_person();
