import { acceptHouseRules } from '#community/server/house-rules.ts';
import { openCohort } from '#course/server/opening.ts';
import { publishCohort } from '#course/server/publishing.ts';
import { assignStaff } from '#course/server/staff.ts';
import { addDays } from '#platform/time.ts';
import type { CohortEntry, ProviderEntry } from '#demo/corpus/provider.ts';
import type { Provider } from '#demo/acts/provider.ts';
import { personIn, type Cast } from '#demo/story/cast.ts';
import { does } from '#demo/story/does.ts';
import { zone } from '#demo/story/stage.ts';

export type Opened = { cohortId: string; communityId: string };

type Opening = { entry: CohortEntry; provider: ProviderEntry; startDate: string; seed: number; at: Date };

/** An organiser opens a cohort, names its staff, who accept the house rules, and publishes it the day after. */
export async function openAndPublish(cast: Cast, { organisationId, courseVersionId }: Provider, opening: Opening) {
	const { entry, provider, startDate, seed, at } = opening;
	const organiser = personIn(cast, entry.organisers[0] ?? '');
	const slug = `kohorte-${entry.key.replace(/\D/g, '')}`;
	const opened = await does(organiser, at, openCohort, {
		organisationId,
		courseVersionId,
		name: entry.name.de,
		slug,
		startDate,
		seed,
		seats: entry.seats,
		deliveryFormat: entry.delivery_format,
		place: entry.place,
		stateCode: entry.state,
		priceText: provider.price.de,
		priceTextEn: provider.price.en,
		conferencingUrl: `https://treffen.forum-gemeinsinn.example/${slug}`,
	});
	await nameStaff(cast, opened, entry, at);
	await does(organiser, addDays(at, 1, zone), publishCohort, { cohortId: opened.cohortId });
	return opened;
}

async function nameStaff(cast: Cast, { cohortId, communityId }: Opened, entry: CohortEntry, at: Date): Promise<void> {
	const organiser = personIn(cast, entry.organisers[0] ?? '');
	const posts = [
		...entry.organisers.slice(1).map((key) => ({ key, role: 'organiser' })),
		...entry.companions.map((key) => ({ key, role: 'companion' })),
		...[...entry.examiners, entry.third_examiner].map((key) => ({ key, role: 'examiner' })),
	];
	for (const { key, role } of posts)
		await does(organiser, at, assignStaff, { cohortId, email: personIn(cast, key).email, role });
	for (const key of [...entry.organisers, ...entry.companions])
		await does(personIn(cast, key), at, acceptHouseRules, { communityId, version: 1 });
}
