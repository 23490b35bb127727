-- A person has at most one address of a kind at a time: one for all own meetings, one for each community.
alter table calendar_token add column last_read_at timestamptz;
create unique index calendar_token_open on calendar_token (user_id, community_id) nulls not distinct
  where revoked_at is null;
-- Evaluation sheets for which learners have been asked: one for each unit, then the last, then the one months later.
alter table cohort add column sheets_asked integer not null default 0;
-- Nobody is asked belatedly for units that are over.
update cohort set sheets_asked = risks_checked, due_at = coalesce(due_at, now()) where cancelled_at is null;
