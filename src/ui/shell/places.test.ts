import { expect, test } from 'vitest';
import { bottomPlaces, type Place } from './places.ts';

const place = (id: string): Place => ({ id, label: id, href: `/${id}`, icon: 'home' });
const places = ['week', 'talk', 'meetings', 'units', 'documents', 'people'].map(place);
const ids = (found: readonly Place[]) => found.map(({ id }) => id);

test('the phone shows the first four places beside "Mehr"', () => {
	expect(ids(bottomPlaces(places, 'talk'))).toEqual(['week', 'talk', 'meetings', 'units']);
});

test('a place further down takes the last seat while one is in it', () => {
	expect(ids(bottomPlaces(places, 'people'))).toEqual(['week', 'talk', 'meetings', 'people']);
});

test('outside every place nothing moves', () => {
	expect(ids(bottomPlaces(places, undefined))).toEqual(['week', 'talk', 'meetings', 'units']);
});
