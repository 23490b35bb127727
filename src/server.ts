import { sayAndEnd } from '#platform/server/cannot-start.ts';

// Loaded only now, so that a wrong setting found while loading is said in one sentence like everything else.
try {
	const { serve } = await import('#serve.ts');
	// the adapter puts its handler beside this entry, so only this file can name it
	await serve(() => import('adapter:handler'));
} catch (cause) {
	sayAndEnd(cause);
}
