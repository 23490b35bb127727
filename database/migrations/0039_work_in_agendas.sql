-- A day on site has work on the unit before the meeting looks back and ahead.
alter table agenda_item
  drop constraint agenda_item_part_check,
  add constraint agenda_item_part_check check (part in ('work', 'review', 'outlook'));
