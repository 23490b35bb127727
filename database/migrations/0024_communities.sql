-- Communities outside a course: how one comes in, how they are led, and who stands in for a manager who may not lead.

-- Whoever has proved an address at one of these domains belongs to the organisation.
alter table organisation add column mail_domains text[] not null default '{}';

alter table community
  -- open: one joins on one's own; asked: a manager decides; invited: nobody finds it.
  add column entry text not null default 'invited' check (entry in ('open', 'asked', 'invited')),
  -- In which its meetings are meant; a cohort has one of its own.
  add column time_zone text not null default 'Europe/Berlin',
  -- Since when its managers need a valid certificate; null: they need none.
  add column certificate_required_at timestamptz;
create index community_organisation on community (organisation_id) where archived_at is null;

-- Who gave the role, and who ended it for which reason.
alter table membership
  add column given_by uuid references "user" (id),
  add column ended_by uuid references "user" (id),
  add column end_reason text check (length(end_reason) between 1 and 1000);
create index membership_ended on membership (community_id, user_id) where ended_at is not null;

-- Through which phases a community went, since when and why; what a course did by itself has no author.
create table phase_change (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  phase text not null check (phase in ('planning', 'launch', 'growth', 'maturity', 'renewal', 'closing', 'archived')),
  since date not null,
  reason text not null default '' check (length(reason) <= 2000),
  changed_by uuid references "user" (id),
  changed_at timestamptz not null
);
create index phase_change_community on phase_change (community_id, changed_at);
insert into phase_change (community_id, phase, since, changed_at)
  select id, 'planning', created_at::date, created_at from community;
insert into phase_change (community_id, phase, since, changed_at)
  select c.id, c.phase, at::date, at from community c cross join lateral (select coalesce(c.archived_at,
    (select max(a.at) from activity a where a.community_id = c.id and a.kind = 'unit_opened'), c.created_at) as at) as known
  where c.phase <> 'planning';

create table join_request (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  user_id uuid not null references "user" (id),
  words text not null default '' check (length(words) <= 1000),
  -- The house rules that were accepted with it; they count once the request is granted.
  house_rules_id uuid references house_rules (id),
  asked_at timestamptz not null,
  withdrawn_at timestamptz,
  decided_at timestamptz,
  decided_by uuid references "user" (id),
  granted boolean,
  reason text not null default '' check (length(reason) <= 1000),
  check ((decided_at is null) = (granted is null))
);
create unique index join_request_open on join_request (community_id, user_id)
  where decided_at is null and withdrawn_at is null;

-- A link for several people, which follows from the row's id and the instance's key; only its digest is stored.
create table join_link (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  digest bytea not null unique,
  made_by uuid not null references "user" (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index join_link_community on join_link (community_id) where ended_at is null;

-- Who takes over when a manager's certificate is no longer valid.
create table deputy (
  id uuid primary key default uuidv7(),
  community_id uuid not null references community (id),
  user_id uuid not null references "user" (id),
  named_by uuid references "user" (id),
  started_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid references "user" (id)
);
create unique index deputy_open on deputy (community_id) where ended_at is null;

-- From when until when somebody is certified. What a community needs to know of certificates, and nothing else of them.
create view certification as
  select user_id, issued_at as starts_at, revoked_at as ends_at from certificate where kind = 'certificate';

-- Who holds the manager's rights at an instant: managers, but without a certificate where one is needed, and as long as
-- any of them lacks it the deputy. Rights follow from these rows when asked; no job has to have run.
create function managers_at(community uuid, at timestamptz) returns table (user_id uuid, stands_in boolean)
language sql stable as $$
  with named as (
    select m.user_id, c.certificate_required_at is null or c.certificate_required_at > at
      or exists (select from certification z where z.user_id = m.user_id and z.starts_at <= at
        and (z.ends_at is null or z.ends_at > at)) as may
    from membership m join community c on c.id = m.community_id
    where m.community_id = community and m.role = 'manager' and m.ended_at is null
  )
  select n.user_id, false from named n where n.may
  union all
  select d.user_id, true from deputy d
  where d.community_id = community and d.started_at <= at and (d.ended_at is null or d.ended_at > at)
    and exists (select from named n where not n.may)
    and not exists (select from named n where n.user_id = d.user_id)
    and exists (select from membership m where m.community_id = d.community_id and m.user_id = d.user_id
      and m.ended_at is null and m.role <> 'observer')
$$;
