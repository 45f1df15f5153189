import { realpathSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.ts';

/** The absolute path of a file of the working tree. Throws a `UserError` where it is gone, or a link leads outside. */
export const placeInside = (root: string, file: string): string => {
	const folder = realpathSync(root);
	let found: string;
	try {
		found = realpathSync(path.join(folder, file));
	} catch {
		throw new UserError(`\`${file}\` is not in your working tree`);
	}
	const relative = path.relative(folder, found);
	if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) {
		throw new UserError(`\`${file}\` leads out of the repository`);
	}
	return found;
};
