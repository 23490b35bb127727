import sharp from 'sharp';
import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { startThread } from '#conversation/server/threads.ts';
import { hidePost } from '#conversation/server/posts.ts';
import { openFile } from '#identity/server/open-file.ts';
import { myProfile, personPage, removePicture, setPicture, updateProfile } from '#identity/server/profile.ts';
import { uploadFile } from '#identity/server/uploads.ts';
import { does, person } from '../../../tests/cast.ts';
import { cohortWorld, meetingEnd } from '../../../tests/world.ts';

const now = meetingEnd(1);
const portrait = async () =>
	(
		await sharp({ create: { width: 400, height: 300, channels: 3, background: '#4a7' } })
			.withExif({ IFD0: { Artist: 'Ansel' } })
			.jpeg()
			.toBuffer()
	).toString('base64');
const idOf = (address: string | null) => (address ?? '').replace('/files/', '');

test('a person writes the own profile, skills in one line or as a list', async () => {
	const anna = await person('anna');
	await does(anna, now, updateProfile, { bio: 'Hält Bienen.', skills: 'Redaktion, Moderation , , Redaktion' });
	expect(await does(anna, now, myProfile, {})).toMatchObject({
		name: 'Anna',
		bio: 'Hält Bienen.',
		skills: ['Redaktion', 'Moderation'],
	});
	await does(anna, now, updateProfile, { locale: 'en', theme: 'dark', timeZone: 'Europe/Lisbon', skills: ['Zahlen'] });
	const changed = await does(anna, now, myProfile, {});
	expect(changed).toMatchObject({ bio: 'Hält Bienen.', locale: 'en', timeZone: 'Europe/Lisbon', skills: ['Zahlen'] });
	await expect(does(anna, now, updateProfile, { timeZone: 'Europe/Atlantis' })).rejects.toMatchObject({
		errors: [{ field: 'timeZone' }],
	});
});

test('people who share a community see each other’s profile and face, strangers neither', async () => {
	const world = await cohortWorld({ learners: 2 });
	const [lea, lina] = world.learners;
	const stranger = await person('stranger');
	if (!lea || !lina) throw new Error('too few learners');
	const { picture } = await does(lea, now, setPicture, { content: await portrait() });
	const seen = await does(lina, now, personPage, { userId: lea.userId });
	expect(seen).toMatchObject({ name: lea.name, picture, own: false, communities: [{ id: world.communityId }] });
	expect(JSON.stringify(seen)).not.toContain(lea.email);
	const face = await does(lina, now, openFile, { fileId: idOf(picture) });
	expect(face.headers.get('content-disposition')).toMatch(/^inline/);
	const drawn = await sharp(Buffer.from(await face.arrayBuffer())).metadata();
	expect([drawn.format, drawn.width, drawn.height, drawn.exif]).toEqual(['webp', 128, 128, undefined]);
	await expect(does(stranger, now, personPage, { userId: lea.userId })).rejects.toMatchObject({ status: 404 });
	await expect(does(stranger, now, openFile, { fileId: idOf(picture) })).rejects.toMatchObject({ status: 404 });
	const administrator = await person('ada', { administrator: true });
	await does(administrator, now, openFile, { fileId: idOf(picture) });
	await does(lea, now, removePicture, {});
	await expect(does(lina, now, openFile, { fileId: idOf(picture) })).rejects.toMatchObject({ status: 404 });
});

test('an upload is one’s own until a post carries it, and stays with those who may read the post', async () => {
	const world = await cohortWorld({ learners: 2 });
	const [lea, lina] = world.learners;
	if (!lea || !lina) throw new Error('too few learners');
	const content = Buffer.from('<script>alert(1)</script>').toString('base64');
	const { fileId, inlinePicture } = await does(lea, now, uploadFile, {
		name: '../Plan?.html',
		content,
		mediaType: 'text/html',
	});
	expect(inlinePicture).toBe(false);
	const open = (viewer: typeof lea) => does(viewer, now, openFile, { fileId });
	const mine = await open(lea);
	expect(mine.headers.get('content-disposition')).toMatch(/^attachment; filename="Plan.html"/);
	expect(mine.headers.get('x-content-type-options')).toBe('nosniff');
	expect(mine.headers.get('content-security-policy')).toContain('sandbox');
	await expect(open(lina)).rejects.toMatchObject({ status: 404 });
	const { postId } = await does(lea, now, startThread, {
		spaceId: world.spaces['marktplatz'],
		title: 'Mein Plan',
		body: 'Hier ist er.',
		fileIds: [fileId],
	});
	expect(await (await open(lina)).text()).toContain('alert');
	await expect(open(await person('outsider'))).rejects.toMatchObject({ status: 404 });
	await expect(open(await person('grace', { administrator: true }))).rejects.toMatchObject({ status: 404 });
	await does(world.clara, now, hidePost, { postId, hidden: true });
	await expect(open(lina)).rejects.toMatchObject({ status: 404 });
});

test('a picture is drawn anew when it is uploaded, and more than 10 MB are refused', async () => {
	const ben = await person('ben');
	const drawn = await does(ben, now, uploadFile, { name: 'Foto.jpg', content: await portrait() });
	expect(drawn).toMatchObject({ name: 'Foto.webp', inlinePicture: true });
	const huge = 'A'.repeat(14_000_000);
	await expect(does(ben, now, uploadFile, { name: 'a.bin', content: huge })).rejects.toMatchObject({
		errors: [{ field: 'content' }],
	});
	expect(await database.selectFrom('file').select('name').where('ownerId', '=', ben.userId).execute()).toHaveLength(1);
});
