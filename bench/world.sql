-- Adds to the second cohort's community what is missing to the sizes that the session's settings name.
create temporary table target on commit preserve rows as
	select c.id as community_id, k.id as cohort_id from cohort k join community c on c.id = k.community_id
	where k.units_opened = 5 order by k.created_at limit 1;
create temporary table words on commit preserve rows as
	select row_number() over (order by p.id) - 1 as n, p.body from post p where p.words between 25 and 120;

alter table post disable trigger search_post;
alter table thread disable trigger search_thread;

insert into "user" (name, email, email_verified, employer)
	select 'Mitglied ' || n, 'member' || n || '@example.org', true, 'Genossenschaft ' || n % 12
	from generate_series(1, current_setting('bench.members')::int) n;
insert into membership (community_id, user_id, role, started_at)
	select t.community_id, u.id, 'member', now() - interval '80 days' from target t, "user" u
	where u.email ~ '^member\d+@' order by u.created_at, u.id
	limit current_setting('bench.members')::int
		- (select count(distinct user_id) from membership m join target on target.community_id = m.community_id and m.ended_at is null);
insert into house_rules_acceptance (house_rules_id, user_id, accepted_at)
	select h.id, m.user_id, now() from house_rules h join target t on t.community_id = h.community_id
	join membership m on m.community_id = t.community_id and m.ended_at is null on conflict do nothing;
create temporary table people on commit preserve rows as
	select row_number() over (order by m.user_id) - 1 as n, m.user_id from membership m join target t on t.community_id = m.community_id
	where m.ended_at is null and m.role = 'member';

-- The newest thread of the community is the short one, the next the long one; the others have as many posts as is left.
create temporary table fresh on commit preserve rows as
	select n, uuidv7() as id, now() - n * interval '20 minutes' as at,
		(select p.user_id from people p where p.n = g.n * 7 % (select count(*) from people)) as author_id,
		(select s.id from space s join target t on t.community_id = s.community_id
			where s.archived_at is null and s.learning_group_id is null order by (s.position + g.n) % 4, s.id limit 1) as space_id
	from generate_series(1, current_setting('bench.threads')::int
		- (select count(*)::int from thread h join target t on t.community_id = h.community_id)) g(n);
insert into thread (id, community_id, space_id, kind, title, author_id, created_at, last_post_at)
	select f.id, t.community_id, f.space_id, case n % 3 when 0 then 'question' else 'discussion' end,
		'Gespräch ' || n || ' über die Regeln im Haus', f.author_id, f.at, f.at from fresh f, target t;
create temporary table planned on commit preserve rows as
	with rest as (select current_setting('bench.posts')::int - current_setting('bench.long')::int - 20
		- (select count(*)::int from post p join target t on t.community_id = p.community_id) as posts, count(*) - 2 as threads from fresh)
	select f.*, case n when 1 then 20 when 2 then current_setting('bench.long')::int
		else rest.posts / rest.threads + (n - 3 < rest.posts % rest.threads)::int end as posts from fresh f, rest;
insert into post (community_id, thread_id, opening, author_id, body, words, created_at)
	select t.community_id, f.id, series.k = 1, case series.k when 1 then f.author_id else p.user_id end, w.body,
		array_length(string_to_array(w.body, ' '), 1), f.at - (f.posts - series.k) * interval '1 minute'
	from planned f cross join target t cross join lateral generate_series(1, f.posts) as series(k)
	-- the end of the long one is written as the short one is, so that they differ by nothing but their length
	cross join lateral (select f.n = 2 and series.k > f.posts - 20 as at_end) o
	cross join lateral (select case when at_end then 1 else f.n end as n, case when at_end then series.k - f.posts + 20 else series.k end as k) as written
	join people p on p.n = (written.n * 31 + written.k * 17) % (select count(*) from people)
	join words w on w.n = (written.n * 13 + written.k * 5) % (select count(*) from words)
	order by f.n desc, series.k;
update thread h set post_count = c.posts, last_sequence = c.last from
	(select p.thread_id, count(*) as posts, max(p.sequence) as last from post p join fresh f on f.id = p.thread_id group by 1) c
	where c.thread_id = h.id;
alter table post enable trigger search_post;
alter table thread enable trigger search_thread;

-- Of the two that are measured everybody knows all but the last five posts.
insert into read_state (user_id, thread_id, community_id, sequence, visit_sequence, visited_at)
	select m.user_id, h.id, h.community_id, h.last_sequence - 5, h.last_sequence - 5, now() - interval '1 hour'
	from target t join membership m on m.community_id = t.community_id and m.ended_at is null
	join fresh f on f.n <= 2 join thread h on h.id = f.id;
-- The learners and the companions have read four threads in five, everybody else as many of the newest.
insert into read_state (user_id, thread_id, community_id, sequence, visit_sequence, visited_at)
	select m.user_id, h.id, h.community_id, h.last_sequence, h.last_sequence, now() - interval '1 hour'
	from target t join membership m on m.community_id = t.community_id and m.ended_at is null
	join lateral (select * from thread where community_id = t.community_id order by last_post_at desc
		limit case when m.user_id in (select p.user_id from people p join "user" u on u.id = p.user_id where u.email ~ '^member\d+@') then 200 end) h on true
	where abs(hashtext(h.id::text || m.user_id::text)) % 5 > 0 on conflict (user_id, thread_id) do nothing;

insert into search_pending (kind, ref)
	select 'thread', id from thread union all select 'post', id from post where not opening on conflict do nothing;
select graphile_worker.add_job('index_search');
-- Measured as what it will be in earnest, without the clock and the one-click sign-in of a demo.
update instance set kind = 'production', clock_offset_ms = 0, setup_at = now();

create table bench_made as select jsonb_build_object(
	'communityId', t.community_id,
	'threads', jsonb_build_object('short', (select id from fresh where n = 1), 'long', (select id from fresh where n = 2)),
	'people', jsonb_build_object(
		'learner', (select e.user_id from enrolment e where e.cohort_id = t.cohort_id and e.ended_at is null order by e.started_at limit 1),
		'companion', (select s.user_id from staff_assignment s where s.cohort_id = t.cohort_id and s.role = 'companion' and s.ended_at is null limit 1),
		'members', (select jsonb_agg(p.user_id) from people p join "user" u on u.id = p.user_id where u.email ~ '^member\d+@'))
) as made from target t;
