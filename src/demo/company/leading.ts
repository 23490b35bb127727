import { publishHouseRules } from '#community/server/house-rules.ts';
import { endManager, nameDeputy, nameManager, requireCertificate } from '#community/server/leadership.ts';
import { setPhase } from '#community/server/phases.ts';
import { archiveSpace, createSpace } from '#conversation/server/spaces.ts';
import { dateIn } from '#platform/time.ts';
import { describe } from '#demo/acts/profile.ts';
import type { House } from '#demo/company/house.ts';
import { does } from '#demo/story/does.ts';
import { zone } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** House rules, phases and spaces, by whoever leads. */
export function leadingActs(house: House): Act[] {
	const { name, entry, communityId, person, at, rules, spaces } = house;
	const act = (when: string, what: string, run: Act['run']): Act => ({ at: at(when), what: `${name}: ${what}`, run });
	return [
		...entry.rules.map((one) =>
			act(one.at, 'house rules', async (now) => {
				const published = { communityId, body: one.body, from: rules.version };
				({ version: rules.version } = await does(person(one.by), now, publishHouseRules, published));
				rules.accepted.set(one.by, rules.version);
			}),
		),
		...entry.phases.map(({ phase, reason, ...one }) =>
			act(one.at, `in ${phase}`, (now) =>
				does(person(one.by), now, setPhase, { communityId, phase, reason, since: dateIn(zone, now) }),
			),
		),
		...entry.spaces.map((one) =>
			act(one.at, `the space ${one.key}`, async (now) => {
				const wanted = { communityId, name: one.name, description: one.about };
				spaces.set(one.key, (await does(person(one.by), now, createSpace, wanted)).spaceId);
			}),
		),
		...entry.closed_spaces.map((one) =>
			act(one.at, `${one.key} is closed`, (now) =>
				does(person(one.by), now, archiveSpace, { communityId, spaceId: spaces.get(one.key) }),
			),
		),
	];
}

/** Who is to lead, decided by those who answer for the community. */
export function governingActs({ corpus, entry, name, organisationId, communityId, person, at }: House): Act[] {
	const executive = person(corpus.company.executive);
	const here = { organisationId, communityId };
	return corpus.leadership
		.filter(({ community }) => community === entry.key)
		.map(({ do: step, person: key = '', ...one }): Act => ({
			at: at(one.at),
			what: `${name}: ${step} ${key}`,
			run: (now) => {
				if (step === 'require') return does(executive, now, requireCertificate, { ...here, required: true });
				if (step === 'name') return does(executive, now, nameManager, { ...here, email: person(key).email });
				const whom = { ...here, userId: person(key).userId };
				return step === 'end' ? does(executive, now, endManager, whom) : does(executive, now, nameDeputy, whom);
			},
		}));
}

/** What people say of themselves since they work somewhere else. */
export const movingActs = ({ corpus, name, person, at }: House): Act[] =>
	corpus.moved.map(({ key, employer, bio, skills, ...one }): Act => ({
		at: at(one.at),
		what: `${name}: ${key} has moved`,
		run: (now) => describe(person(key), now, { key, employer, bio, skills, time_zone: zone }),
	}));
