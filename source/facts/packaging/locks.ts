import { parse } from 'toml';
import { nameIn } from '../../core/folders.ts';
import { stringAt, tableAt } from '../../core/data.ts';
import { messageOf } from '../../core/errors.ts';
import type { Data } from '../../core/facts/config.ts';
import type { Lock, LockedVersions } from '../../core/facts/locks.ts';
import { defineFileGatherer, ParseError } from '../../core/gather.ts';
import { tablesAt, uvLockOf, versionsIn } from './lock-uv.ts';
import { missingArmWheelsOf, missingWheelsOf } from './wheels.ts';

const isPylock = (name: string): boolean => /^pylock(?:\..+)?\.toml$/.test(name);

const readToml = (text: string): Data => {
	try {
		return parse(text);
	} catch (thrown) {
		const line = typeof thrown === 'object' && thrown !== null && 'line' in thrown ? Number(thrown.line) : 0;
		throw new ParseError(`not valid TOML: ${messageOf(thrown)}`, Number.isNaN(line) ? 0 : line);
	}
};

const readJson = (text: string): Data => {
	try {
		return JSON.parse(text);
	} catch (thrown) {
		throw new ParseError(`not valid JSON: ${messageOf(thrown)}`, 0);
	}
};

const poetryLockOf = (lock: Data): Lock => {
	const files = tablesAt(lock, ['package']).map(entry => {
		const name = stringAt(entry, ['name']) ?? '';
		// Beside the package; before Poetry 1.3 in a table of all packages.
		const listed = [...tablesAt(entry, ['files']), ...tablesAt(lock, ['metadata', 'files', name])];
		return {
			name,
			version: stringAt(entry, ['version']) ?? '',
			wheels: listed.map(file => stringAt(file, ['file']) ?? ''),
		};
	});
	return {
		kind: 'poetry',
		contentHash: stringAt(lock, ['metadata', 'content-hash']) ?? null,
		versions: versionsIn(tablesAt(lock, ['package'])),
		missingWheels: missingWheelsOf(files),
		missingArmWheels: missingArmWheelsOf(files),
	};
};

const pipenvVersions = (lock: Data): LockedVersions =>
	versionsIn(
		['default', 'develop'].flatMap(section =>
			Object.entries(tableAt(lock, [section]) ?? {}).flatMap(([name, entry]) => {
				const version = stringAt(entry, ['version'])?.replace(/^===?/, '');
				return version === undefined ? [] : [{ name, version }];
			}),
		),
	);

export default defineFileGatherer({
	fact: 'locks',
	version: 4,
	wave: 'config',
	maxBytes: 16 * 1024 * 1024,
	wants: path => /^(?:uv|poetry|pdm|Pipfile)\.lock$/.test(nameIn(path)) || isPylock(nameIn(path)),
	extract(file): Lock {
		switch (nameIn(file.path)) {
			case 'uv.lock':
				return uvLockOf(readToml(file.text));
			case 'poetry.lock':
				return poetryLockOf(readToml(file.text));
			case 'pdm.lock': {
				const lock = readToml(file.text);
				return {
					kind: 'pdm',
					contentHash: stringAt(lock, ['metadata', 'content_hash']) ?? null,
					versions: versionsIn(tablesAt(lock, ['package'])),
				};
			}
			case 'Pipfile.lock': {
				const lock = readJson(file.text);
				return {
					kind: 'pipenv',
					contentHash: stringAt(lock, ['_meta', 'hash', 'sha256']) ?? null,
					versions: pipenvVersions(lock),
				};
			}
			default:
				return { kind: 'pylock', versions: versionsIn(tablesAt(readToml(file.text), ['packages'])) };
		}
	},
});
