-- A course can be held in other ways than week by week online. Times and lengths follow from the package's delivery
-- format; what is stored is where a meeting is held, and the fixed end and exam day where everybody goes at their own pace.
alter table cohort
  -- Where meetings on site are held.
  add column place text not null default '' check (length(place) <= 400),
  add column exam_date date,
  -- Set exactly where there are no meetings that conclude units.
  add column ends_at timestamptz,
  add constraint cohort_own_pace check ((exam_date is null) = (ends_at is null));
alter table meeting
  -- Empty: online.
  add column place text not null default '',
  drop constraint meeting_kind_check,
  -- `work` is time on site after a meeting, for the unit of its number; it concludes nothing.
  add constraint meeting_kind_check check (kind in ('kick_off', 'weekly', 'work', 'event'));
