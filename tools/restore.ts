/** `npm run restore -- FILE`: makes an empty data folder what it was when that backup was taken. */
import { onDataFolder } from './on-data-folder.ts';

await onDataFolder('npm run restore -- FILE', async () => {
	const { restoreBackup } = await import('#platform/server/backup/restore-backup.ts');
	return restoreBackup;
});
