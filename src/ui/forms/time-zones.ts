import type { Choice } from './field.ts';

/** Every time zone there is, the one in use first. */
export const timeZoneChoices = (inUse: string): Choice[] =>
	[...new Set([inUse, 'UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({
		value: zone,
		label: zone.replaceAll('_', ' '),
	}));
