import { endOrganisationRole, giveOrganisationRole } from '#community/server/organisation-roles.ts';
import { organisationSettings, updateOrganisation } from '#community/server/organisation-settings.ts';
import { createOrganisation } from '#community/server/organisations.ts';
import type { Report } from '#platform/server/report.ts';
import { addMinutes } from '#platform/time.ts';
import { lastVisit, readingActs } from '#demo/acts/reading.ts';
import { talkActs } from '#demo/acts/talk.ts';
import { postProgress } from '#demo/cohorts/progress.ts';
import { meetingActs } from '#demo/company/gathering.ts';
import { acceptRules, openHouse, type House } from '#demo/company/house.ts';
import { joiningActs, welcome } from '#demo/company/joining.ts';
import { governingActs, leadingActs, movingActs } from '#demo/company/leading.ts';
import { readCompany, type CompanyCorpus } from '#demo/corpus/company.ts';
import { countPosts } from '#demo/corpus/conversation.ts';
import type { PersonEntry } from '#demo/corpus/people.ts';
import { appear, personIn, type Cast } from '#demo/story/cast.ts';
import { does } from '#demo/story/does.ts';
import type { Turns } from '#demo/story/turns.ts';
import { play, type Act } from '#demo/story/timeline.ts';
import { instantsOfYear, type Year } from '#demo/story/year.ts';

/** Founds a company with its two communities; what is returned tells a year of each, side by side. */
export async function companyStories(cast: Cast, people: readonly PersonEntry[], year: Year, turns: Turns) {
	const corpus = readCompany();
	const at = instantsOfYear(year);
	const organisationId = await foundCompany(cast, corpus, at('w1 mo 09:00'));
	const leaders = corpus.communities.map(({ manager }) => manager);
	for (const key of leaders.filter((one) => !cast.has(one))) await firstManager(cast, corpus, people, key, at);
	const until = addMinutes(year.today, -1);
	const houses: House[] = [];
	for (const entry of corpus.communities)
		houses.push(await openHouse({ entry, corpus, cast, organisationId, at, today: year.today, until }));
	return houses.map((house) => (report: Report) => tell(house, year, turns, report));
}

/** The administrator of the instance sets it up and hands it over. */
async function foundCompany(cast: Cast, corpus: CompanyCorpus, at: Date): Promise<string> {
	const { company } = corpus;
	const administrator = [...cast.values()].find((viewer) => viewer.administrator);
	if (!administrator) throw new Error('nobody administers the demo');
	for (const one of corpus.people.filter(({ key }) => [company.executive, company.organiser].includes(key)))
		await welcome(cast, one, at);
	const { organisationId } = await does(administrator, at, createOrganisation, {
		name: company.name,
		slug: company.key,
		kind: 'company',
	});
	const { roles } = await does(administrator, at, organisationSettings, { organisationId });
	for (const [key, role] of [
		[company.executive, 'executive'],
		[company.organiser, 'organiser'],
	] as const)
		await does(administrator, at, giveOrganisationRole, { organisationId, email: personIn(cast, key).email, role });
	const organiser = personIn(cast, company.organiser);
	for (const { id } of roles) await does(organiser, at, endOrganisationRole, { organisationId, roleId: id });
	await does(organiser, at, updateOrganisation, {
		organisationId,
		name: company.name,
		imprint: company.imprint,
		privacyNotice: company.privacy_notice,
		terms: company.terms,
		mailDomains: company.domain,
	});
	return organisationId;
}

/** Somebody of the company, or one who will learn in a cohort later and has an account by then. */
async function firstManager(
	cast: Cast,
	corpus: CompanyCorpus,
	people: readonly PersonEntry[],
	key: string,
	at: House['at'],
): Promise<void> {
	const own = corpus.people.find((one) => one.key === key);
	const learner = people.find((one) => one.key === key);
	if (own) await welcome(cast, own, at('w1 mo 10:00'));
	else if (learner) await appear(cast, learner);
}

async function tell(house: House, year: Year, turns: Turns, report: Report): Promise<Map<string, Date>> {
	const { name, corpus, entry } = house;
	const threads = corpus.threads(entry);
	const acts = [
		...joiningActs(house),
		...leadingActs(house),
		...governingActs(house),
		...entry.meetings.flatMap((meeting) => meetingActs(house, meeting)),
		...talkActs(roomOf(house), threads),
		...(entry.kind === 'internal' ? movingActs(house) : []),
		...meetingTurns(house, year, turns),
	];
	await play(acts, postProgress(report, name, countPosts(threads)));
	const visits = new Map(presentIn(house).map((key) => [key, lastVisit(`${entry.key} ${key}`, house.until)]));
	await play(readingActs(house, visits));
	return visits;
}

const roomOf = (house: House) => ({
	...house,
	space: (key: string) => house.spaces.get(key),
	pinner: ({ at }: { at: string }) => leaderAt(house, house.at(at)),
	knows: (key: string) => house.cast.has(key),
	beforeWriting: (key: string, at: Date) => acceptRules(house, key, at),
});

/** Who was named last to lead. */
const leaderAt = ({ corpus, entry, at }: House, instant: Date): string =>
	corpus.leadership.findLast((one) => one.community === entry.key && one.do === 'name' && at(one.at) <= instant)
		?.person ?? entry.manager;

/** The stories wait for each other: nobody is certified before the first cohort has got so far. */
function meetingTurns({ name, entry }: House, { certified, revoked }: Year, turns: Turns): Act[] {
	return [
		{ at: addMinutes(certified, 5), what: `${name} waits for certificates`, run: () => turns.certified.reached },
		{
			at: addMinutes(revoked, 5),
			what: `${name} waits for a revocation`,
			run: () => {
				if (entry.kind === 'internal') turns.trusted.reach();
				return turns.revoked.reached;
			},
		},
	];
}

/** Whoever is in the community at the end of its story. */
function presentIn({ corpus, entry }: House): string[] {
	const here = ({ community }: { community: string }) => community === entry.key;
	const gone = [...corpus.leaving, ...corpus.removed].filter(here).map(({ person }) => person);
	const named = corpus.leadership.filter((one) => here(one) && one.do === 'name').flatMap(({ person = '' }) => person);
	const joined = corpus.people
		.filter(({ joins }) => joins.some((join) => here(join) && !['waiting', 'declined'].includes(join.by)))
		.map(({ key }) => key);
	const back = corpus.people
		.filter(({ joins }) => joins.some((join) => here(join) && join.by === 'back'))
		.map(({ key }) => key);
	return [...new Set([entry.manager, ...named, ...joined])].filter((key) => !gone.includes(key) || back.includes(key));
}
