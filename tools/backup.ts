/** `npm run backup -- FILE`: everything that the instance of the data folder knows in one file, also while it runs. */
import { onDataFolder } from './on-data-folder.ts';

await onDataFolder('npm run backup -- FILE (or a folder, in which the file is named by the time)', async () => {
	const { takeBackup } = await import('#platform/server/backup/take-backup.ts');
	return takeBackup;
});
