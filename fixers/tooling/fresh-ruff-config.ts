import type { Facts } from '../../source/core/facts.ts';
import type { RuffConfig } from '../../source/core/facts/tools.ts';
import type { Declined } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Engines } from '../../source/core/gather.ts';
import { wantedFamilies } from '../../source/core/ruff/selection.ts';
import { targetOf } from '../../source/core/ruff/target.ts';
import { applySplices, lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { stringAt } from '../../source/core/data.ts';
import { inFolder, upward } from '../../source/core/folders.ts';
import { addComment, addTable } from '../../source/edit/toml.ts';
import { chain } from '../../source/edit/text.ts';

const suggestedLength = 100;

const differing = (texts: ReadonlyMap<string, string>, engines: Engines, length: number | null): number => {
	let count = 0;
	for (const [path, text] of texts) {
		if (!path.endsWith('.py')) continue;
		const file = { path, text, lineStarts: lineStartsOf(text) };
		if (engines.syntaxError(file)) continue;
		if (engines.ruffFormat(file, length === null ? {} : { 'line-length': length }) !== text) count++;
	}
	return count;
};

const requiredTarget = (folder: string, { toml }: Pick<Facts, 'toml'>): string | null => {
	for (const above of upward(folder)) {
		const parsed = toml.get(inFolder(above, 'pyproject.toml'));
		const requires = parsed?.ok ? stringAt(parsed.value.value, ['project', 'requires-python']) : undefined;
		if (requires !== undefined) return targetOf(requires);
	}
	return null;
};

/** A configuration with the nine families; 100 characters a line, unless the code is formatted to ruff's default. */
export const freshConfig = (
	folder: string,
	facts: Pick<Facts, 'toml'>,
	texts: ReadonlyMap<string, string>,
	engines: Engines,
): RuffConfig => {
	const length =
		differing(texts, engines, suggestedLength) > differing(texts, engines, null) ? null : suggestedLength;
	return {
		path: '',
		pointer: '',
		directory: folder,
		settings: {
			...(length === null ? {} : { 'line-length': length }),
			lint: { select: wantedFamilies },
			format: {},
		},
		origins: {},
		outdated: [],
		include: null,
		exclude: [],
		lintExclude: [],
		formatExclude: [],
		perFileIgnores: [],
		sources: [{ base: folder, patterns: ['.', 'src'] }],
		inferredTarget: requiredTarget(folder, facts),
		unresolved: [],
	};
};

export type FreshEdit = { readonly outcome: 'edit'; readonly edit: Exclude<Edit, { readonly kind: 'move' }> };

/** Writes it: tables in a manifest that has a text, else a file of its own. */
export const freshText = (
	{ settings }: RuffConfig,
	path: string,
	text: string | undefined,
	families: readonly string[],
	codes: ReadonlyMap<string, number>,
	comment: string,
): FreshEdit | Declined => {
	const ignored = [...codes.keys()];
	const length = settings['line-length'];
	const isOwnFile = text === undefined;
	const base = isOwnFile ? [] : ['tool', 'ruff'];
	const lint = { select: families, ...(ignored.length > 0 ? { ignore: ignored } : {}) };
	const root = typeof length === 'number' ? { 'line-length': length } : null;
	const start = isOwnFile && root ? `line-length = ${root['line-length']}\n` : (text ?? '');
	const result = chain(start, [
		...(root && !isOwnFile ? [(current: string) => addTable(current, base, root)] : []),
		current => addTable(current, [...base, 'lint'], lint),
		...(ignored.length > 0
			? [(current: string) => addComment(current, [...base, 'lint', 'ignore'], comment)]
			: []),
	]);
	if (result.outcome === 'declined') return result;
	if (isOwnFile) {
		return { outcome: 'edit', edit: { kind: 'create', path, text: applySplices(start, result.splices) } };
	}
	const [first, ...rest] = result.splices;
	if (!first) return declined('the configuration says so already');
	return { outcome: 'edit', edit: { kind: 'splice', path, splices: [first, ...rest] } };
};
