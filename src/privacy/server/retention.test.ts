import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { forgetExpired } from '#privacy/server/forget.ts';
import { privacyPage } from '#privacy/server/privacy-page.ts';
import { changeRetention, retentionSettings } from '#privacy/server/retention.ts';
import { does, person } from '../../../tests/cast.ts';
import { cohortWorld } from '../../../tests/world.ts';

const now = new Date('2026-10-01T08:00:00Z');
let ada: Viewer;
beforeAll(async () => {
	ada = await person('ada', { administrator: true });
});
const periods = async () => (await does(null, now, privacyPage, {})).months;

test('the house’s periods hold until somebody chooses otherwise, and the page shows what holds', async () => {
	expect(await periods()).toEqual({
		application: 6,
		course_record: 12,
		exam: 24,
		evidence: 1,
		certificate: 120,
		access: 12,
	});
	expect(await does(ada, now, changeRetention, { access: 18, exam: 24 })).toEqual({ changed: ['access'] });
	expect(await periods()).toMatchObject({ access: 18, exam: 24 });
	const { periods: settings } = await does(ada, now, retentionSettings, {});
	expect(settings.find(({ id }) => id === 'access')).toMatchObject({ months: 18, changedAt: now, changedBy: 'Ada' });
});

test('a period outside of what is sensible is refused at its field', async () => {
	for (const wrong of [{ exam: 2 }, { certificate: 12 }, { access: 400 }])
		await expect(does(ada, now, changeRetention, { ...wrong, confirmed: true })).rejects.toMatchObject({
			errors: [{ field: Object.keys(wrong)[0] }],
		});
});

test('a shorter period has to be confirmed, and every change is logged with what held before', async () => {
	await expect(does(ada, now, changeRetention, { access: 6 })).rejects.toMatchObject({
		code: 'retention_shorter',
		field: 'confirmed',
	});
	await does(ada, now, changeRetention, { access: 6, confirmed: true });
	const log = await database
		.selectFrom('audit')
		.select(['actorId', 'detail'])
		.where('action', '=', 'retention_changed')
		.orderBy('id')
		.execute();
	expect(log).toEqual([
		{ actorId: ada.userId, detail: { kind: 'access', from: 12, to: 18 } },
		{ actorId: ada.userId, detail: { kind: 'access', from: 18, to: 6 } },
	]);
});

test('what is deleted follows the period that holds', async () => {
	const { clara, learners, cohortId } = await cohortWorld({ learners: 1 });
	const look = (day: string, firstAt: Date) => ({
		userId: learners[0]?.userId ?? '',
		viewerId: clara.userId,
		purpose: 'requirements',
		day,
		cohortId,
		firstAt,
	});
	await database
		.insertInto('recordAccess')
		.values([
			look('2026-03-31', new Date('2026-03-31T08:00:00Z')),
			look('2026-04-02', new Date('2026-04-02T08:00:00Z')),
		])
		.execute();
	await forgetExpired(now);
	const left = await database.selectFrom('recordAccess').select('day').execute();
	expect(left).toEqual([{ day: '2026-04-02' }]);
});
