import { parse } from 'toml';
import { stringAt } from '../../core/data.ts';
import { messageOf } from '../../core/errors.ts';
import type { Data } from '../../core/facts/config.ts';
import type { Lock } from '../../core/facts/locks.ts';
import { defineFileGatherer, ParseError } from '../../core/gather.ts';
import { tablesAt, uvLockOf } from './lock-uv.ts';
import { missingWheelsOf } from './wheels.ts';

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
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

const poetryLockOf = (lock: Data): Lock => ({
	kind: 'poetry',
	contentHash: stringAt(lock, ['metadata', 'content-hash']) ?? null,
	missingWheels: missingWheelsOf(
		tablesAt(lock, ['package']).map(entry => ({
			name: stringAt(entry, ['name']) ?? '',
			version: stringAt(entry, ['version']) ?? '',
			wheels: tablesAt(entry, ['files']).map(file => stringAt(file, ['file']) ?? ''),
		})),
	),
});

export default defineFileGatherer({
	fact: 'locks',
	version: 1,
	wave: 'config',
	maxBytes: 16 * 1024 * 1024,
	wants: path => /^(?:uv|poetry|pdm|Pipfile)\.lock$/.test(nameOf(path)) || isPylock(nameOf(path)),
	extract(file): Lock {
		switch (nameOf(file.path)) {
			case 'uv.lock':
				return uvLockOf(readToml(file.text));
			case 'poetry.lock':
				return poetryLockOf(readToml(file.text));
			case 'pdm.lock':
				return {
					kind: 'pdm',
					contentHash: stringAt(readToml(file.text), ['metadata', 'content_hash']) ?? null,
				};
			case 'Pipfile.lock':
				return {
					kind: 'pipenv',
					contentHash: stringAt(readJson(file.text), ['_meta', 'hash', 'sha256']) ?? null,
				};
			default:
				return { kind: 'pylock' };
		}
	},
});
