import { stringAt } from '../../../source/core/data.ts';
import type { Data, Table } from '../../../source/core/facts/config.ts';

// https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources

/** uv wants an address; `git@host:path` is none. */
const gitAddress = (written: string): string => {
	const plain = written.replace(/^git\+/, '');
	const short = /^([\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(plain);
	return short && !plain.includes('://')
		? `ssh://${short[1] ?? ''}${short[2] ?? ''}/${short[3] ?? ''}`
		: plain;
};

/** Where a dependency of Poetry or Pipenv comes from; null for an index that is not named. */
export const sourceOf = (entry: Table): { readonly [key: string]: Data } | null => {
	const text = (key: string): string | undefined => stringAt(entry, [key]);
	const git = text('git');
	if (git !== undefined) {
		const chosen = (['rev', 'tag', 'branch'] as const).find(key => text(key) !== undefined);
		const ref = text('ref');
		return {
			git: gitAddress(git),
			...(chosen === undefined ? {} : { [chosen]: text(chosen) ?? '' }),
			...(chosen === undefined && ref !== undefined ? { rev: ref } : {}),
			...(text('subdirectory') === undefined ? {} : { subdirectory: text('subdirectory') ?? '' }),
		};
	}
	const path = text('path') ?? (text('file')?.includes('://') === true ? undefined : text('file'));
	if (path !== undefined) {
		const isEditable = entry['develop'] === true || entry['editable'] === true;
		return { path, ...(isEditable ? { editable: true } : {}) };
	}
	const url = text('url') ?? text('file');
	if (url !== undefined) {
		return {
			url,
			...(text('subdirectory') === undefined ? {} : { subdirectory: text('subdirectory') ?? '' }),
		};
	}
	const index = text('source') ?? text('index');
	return index === undefined ? null : { index };
};
