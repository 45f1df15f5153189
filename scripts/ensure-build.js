import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Plain JavaScript: `npm start` must not pay for a compiler when nothing changed.

const root = fileURLToPath(new URL('..', import.meta.url));
const inputs = ['source', 'fixers', 'fixtures/repos', 'scripts', 'package.json'];

/** @param {string} path @returns {number} */
const newest = path => {
	const { mtimeMs } = statSync(path);
	if (!statSync(path).isDirectory()) return mtimeMs;
	return Math.max(mtimeMs, ...readdirSync(path).map(name => newest(join(path, name))));
};

/** Builds when a source is newer than the last build. Throws when the build fails. */
export const ensureBuild = () => {
	const stamp = join(root, 'dist/built');
	const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
	if (inputs.every(input => newest(join(root, input)) <= built)) return;
	const done = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	if (done.status !== 0) throw new Error('the build failed');
};
