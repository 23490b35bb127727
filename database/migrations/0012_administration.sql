-- A mail that an administrator no longer wants sent; it stays in its reader's mailbox.
alter table mail add column given_up_at timestamptz;
create index mail_failed on mail (failed_at desc) where failed_at is not null and sent_at is null and given_up_at is null;

-- Invitations to the instance and to communities: the language they are written in, and words of whoever invites.
alter table invitation
  add column locale text not null default 'de' check (locale in ('de', 'en')),
  add column words text not null default '' check (length(words) <= 1000);
-- One open invitation for each address and place; those of applications follow the seats.
create unique index invitation_open on invitation (community_id, email) nulls not distinct
  where used_at is null and revoked_at is null and application_id is null;
create index invitation_place on invitation (community_id, created_at desc) where application_id is null;

-- People are listed by name, page by page.
create index user_by_name on "user" (name collate "de-x-icu", id) where erased_at is null;
