import { lstatSync } from 'node:fs';
import type { Stats } from 'node:fs';

/** What lies at a path, links not followed; null where there is nothing or it cannot be reached. */
export const lookAt = (file: string): Stats | null => {
	try {
		return lstatSync(file);
	} catch {
		return null;
	}
};
