/** Takes new pictures of all components, to which `npm test` compares them from then on. Look at them before you commit. */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'tests/looks'], {
	stdio: 'inherit',
	env: { ...process.env, RENEW_LOOKS: '1' },
});
process.exitCode = status ?? 1;
