-- Who was there can be recorded by a companion for those who have not checked in themselves, on site above all.
alter table attendance
  add column recorded_by uuid references "user" (id),
  add column recorded_at timestamptz,
  add constraint attendance_recorded_check check ((recorded_by is null) = (recorded_at is null));
