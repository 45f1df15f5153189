import { randomBytes } from 'node:crypto';
import {
	constants,
	copyFileSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Place } from './discover.ts';
import { lookAt } from './look.ts';
import type { Runner } from './run.ts';

/** The little that a repository's config says about how it is stored. */
export interface Format {
	readonly hash: 'sha1' | 'sha256';
	readonly refs: 'files' | 'reftable';
	/** A setting of `core.sharedRepository`; null for the user's umask. */
	readonly shared: string | null;
}

/** Settings in the order of the file; keys in lower case but for the middle part. */
export type ConfigEntries = readonly (readonly [key: string, value: string])[];

const knownExtensions = new Set([
	'objectformat',
	'refstorage',
	'worktreeconfig',
	'partialclone',
	'noop',
	'noop-v1',
	'preciousobjects',
	'relativeworktrees',
	'compatobjectformat',
]);

/** The output of `git config -z --list`. */
export const parseConfig = (listing: Buffer): ConfigEntries =>
	listing
		.toString('utf8')
		.split('\0')
		.filter(entry => entry !== '')
		.map(entry => {
			const at = entry.indexOf('\n');
			return at < 0 ? [entry, 'true'] : [entry.slice(0, at), entry.slice(at + 1)];
		});

/** Reads a config file as data: no other file is followed, and nothing in it takes effect. */
export const readConfig = async (runner: Runner, file: string): Promise<ConfigEntries> =>
	parseConfig(
		await runner.bytes(['config', '--file', file, '--no-includes', '-z', '--list'], { maxBytes: 16 << 20 }),
	);

/** Throws a `UserError` for a repository stored in a way that is not known here. */
export const formatOf = (config: ConfigEntries): Format => {
	const settings = new Map(config);
	for (const key of settings.keys()) {
		if (key.startsWith('extensions.') && !knownExtensions.has(key.slice('extensions.'.length))) {
			throw new UserError(
				`this repository uses the git extension \`${key.slice(11)}\`, which bp-audit does not know`,
			);
		}
	}
	const hash = settings.get('extensions.objectformat') ?? 'sha1';
	const refs = settings.get('extensions.refstorage') ?? 'files';
	const shared = settings.get('core.sharedrepository') ?? '';
	if ((hash !== 'sha1' && hash !== 'sha256') || (refs !== 'files' && refs !== 'reftable')) {
		throw new UserError(`this repository is stored as ${hash} and ${refs}, which bp-audit does not know`);
	}
	const isShared = /^(?:group|true|1|all|world|everybody|2|0[0-7]{3})$/.test(shared);
	return { hash, refs, shared: isShared ? shared : null };
};

const isRealFolder = (folder: string): boolean => lookAt(folder)?.isDirectory() === true;

/** As `objects/info/alternates` wants it: quoted where a plain line could not hold it. */
const alternateLine = (folder: string): string =>
	/^["#]|\n/.test(folder) ? `"${folder.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"\n` : `${folder}\n`;

/** Copies a regular file of no absurd size; anything else counts as not there. */
const copyPlain = (from: string, to: string): void => {
	const found = lookAt(from);
	if (found?.isFile() === true && found.size < 1 << 28) copyFileSync(from, to);
};

/** Throws a `UserError` for what is no regular file, or a link to one: to open a FIFO would wait for ever. */
export const refuseOddFile = (file: string): void => {
	const found = statSync(file, { throwIfNoEntry: false });
	if (found?.isFile() !== true) throw new UserError(`\`${file}\` is not a file`);
};

/** Takes over which commit the repository is at; the user may switch branches at any time. */
export const copyHead = ({ gitDir }: Place, privateDir: string): void => {
	const head = path.join(gitDir, 'HEAD');
	refuseOddFile(head);
	writeFileSync(path.join(privateDir, 'HEAD'), readFileSync(head));
};

/**
 * Makes a git folder with a config of our own. It reads the user's objects as an alternate and shares refs and
 * reflogs by links; config, hooks, attributes, excludes and index of the repository are out of its sight. New
 * objects stay in it until they are published.
 */
export const makePrivateDir = (place: Place, privateDir: string, { hash, refs, shared }: Format): void => {
	const at = (...parts: readonly string[]): string => path.join(privateDir, ...parts);
	const { commonDir } = place;
	mkdirSync(at('objects', 'info'), { recursive: true, mode: 0o700 });
	mkdirSync(at('info'), { mode: 0o700 });
	const extensions = [
		...(hash === 'sha1' ? [] : [`\tobjectFormat = ${hash}\n`]),
		...(refs === 'files' ? [] : [`\trefStorage = ${refs}\n`]),
	];
	const version = extensions.length === 0 ? 0 : 1;
	writeFileSync(
		at('config'),
		`[core]\n\trepositoryformatversion = ${version}\n\tbare = true\n\tlogAllRefUpdates = always\n` +
			(shared === null ? '' : `\tsharedRepository = ${shared}\n`) +
			(extensions.length === 0 ? '' : `[extensions]\n${extensions.join('')}`),
	);
	writeFileSync(at('objects', 'info', 'alternates'), alternateLine(path.join(commonDir, 'objects')));
	if (refs === 'reftable') {
		mkdirSync(at('refs'));
		writeFileSync(at('refs', 'heads'), 'this repository uses the reftable format\n');
		symlinkSync(path.join(commonDir, 'reftable'), at('reftable'), 'junction');
	} else {
		symlinkSync(path.join(commonDir, 'refs'), at('refs'), 'junction');
		if (isRealFolder(path.join(commonDir, 'logs'))) {
			symlinkSync(path.join(commonDir, 'logs'), at('logs'), 'junction');
		}
		// Also when there are no packed refs yet: a `git gc` during the session makes them.
		symlinkSync(path.join(commonDir, 'packed-refs'), at('packed-refs'));
	}
	copyPlain(path.join(commonDir, 'shallow'), at('shallow'));
	copyPlain(path.join(commonDir, 'info', 'exclude'), at('info', 'exclude'));
	copyHead(place, privateDir);
};

/** A copy of the user's index, and when the original was written (seconds). */
export interface IndexCopy {
	readonly file: string;
	readonly seconds: number;
}

/** Copies the user's index, with the shared parts of a split one; null before anything was ever added. */
export const copyIndex = ({ gitDir }: Place, privateDir: string): IndexCopy | null => {
	const found = lookAt(path.join(gitDir, 'index'));
	if (found?.isFile() !== true) return null;
	for (const name of readdirSync(gitDir).filter(each => each.startsWith('sharedindex.'))) {
		// Named after its content, so one copy will do.
		if (lookAt(path.join(privateDir, name)) === null)
			copyPlain(path.join(gitDir, name), path.join(privateDir, name));
	}
	const file = path.join(privateDir, `index-${randomBytes(6).toString('hex')}`);
	copyFileSync(path.join(gitDir, 'index'), file, constants.COPYFILE_FICLONE);
	return { file, seconds: Math.floor(found.mtimeMs / 1000) };
};
