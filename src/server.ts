import { sayAndEnd } from '#platform/server/cannot-start.ts';

// Loaded only now, so that a wrong setting found while loading is said in one sentence like everything else.
try {
	const { serve } = await import('#serve.ts');
	await serve();
} catch (cause) {
	sayAndEnd(cause);
}
