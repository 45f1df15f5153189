import type { Facts } from '../../source/core/facts.ts';
import type { RuffConfig } from '../../source/core/facts/tools.ts';
import type { Engines } from '../../source/core/gather.ts';
import { pinnedVersions } from '../../source/core/pins.ts';
import { namesCode } from '../../source/core/ruff/selection.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import { isMisfire, ruffOptionsOf } from '../../source/edit/ruff/options.ts';
import { trimmedSettings } from '../../source/edit/ruff/trimmed-settings.ts';

/** What a configuration would newly report, by code. */
export type Ratchet =
	| { readonly outcome: 'codes'; readonly codes: ReadonlyMap<string, number> }
	| { readonly outcome: 'refused'; readonly reason: string };

/** Our build takes a stub for a module; these families read stubs otherwise, and find what is not there. */
const misreadsStubs = /^(?:[FEW]\d|PLC0414)/;

const moduleName = /^[a-z_][a-z0-9_]*$/;

/** N999 needs paths, which our build does not see; names with capitals or hyphens inside packages are its case. */
const misnamed = (path: string, paths: Facts['paths']): boolean => {
	const parts = path.split('/');
	const folder = parts.slice(0, -1).join('/');
	const stem = (parts.at(-1) ?? '').replace(/\.pyi?$/, '');
	const name = /^__(?:init|main)__$/.test(stem) ? (parts.at(-2) ?? '') : stem;
	return paths.has(`${folder}/__init__.py`) && !moduleName.test(name);
};

/** Runs the files under the configuration as it would be. */
export const ratchetOf = (
	config: RuffConfig,
	facts: Pick<Facts, 'paths' | 'toolPins' | 'ruffConfigs' | 'ruffRuns'>,
	texts: ReadonlyMap<string, string>,
	engines: Engines,
): Ratchet => {
	const others = facts.ruffConfigs.filter(({ directory }) => directory !== config.directory);
	const after = { ...facts, ruffConfigs: [config, ...others] };
	const codes = new Map<string, number>();
	const before = new Set<string>();
	for (const [path, text] of texts) {
		if (!/\.pyi?$/.test(path)) continue;
		const run = facts.ruffRuns.get(path);
		if (run?.ok) for (const code of Object.keys(run.value.counts)) before.add(code);
		const options = ruffOptionsOf(path, after, pinnedVersions(facts.toolPins, path, 'ruff'));
		if (!options?.lint) continue;
		const { settings, problem } = trimmedSettings(options.lint, engines);
		if (problem !== null)
			return { outcome: 'refused', reason: `our ruff does not take the settings: ${problem}` };
		const file = { path, text, lineStarts: lineStartsOf(text) };
		const hits = engines
			.ruff(file, settings)
			.flatMap(({ code, message }) =>
				code === null ||
				code === 'invalid-syntax' ||
				isMisfire(path, code, message) ||
				(path.endsWith('.pyi') && misreadsStubs.test(code))
					? []
					: [code],
			);
		if (misnamed(path, facts.paths)) hits.push('N999');
		for (const code of hits)
			if (!namesCode(options.ignored, code)) codes.set(code, (codes.get(code) ?? 0) + 1);
	}
	for (const code of before) codes.delete(code);
	return { outcome: 'codes', codes: new Map([...codes].toSorted(([a], [b]) => (a < b ? -1 : 1))) };
};
