import type { RuffRun } from '../../core/facts/tools.ts';
import type { Engines, RuffDiagnostic, RuffSettings, SourceFile } from '../../core/gather.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { pinnedVersions } from '../../core/pins.ts';
import type { RuffOptions } from '../../edit/ruff/options.ts';
import { isMisfire, isPathRule, ruffOptionsOf } from '../../edit/ruff/options.ts';
import { namesCode } from '../../core/ruff/selection.ts';
import { lintHitOf } from '../python/lint.ts';
import type { Trimmed } from '../../edit/ruff/trimmed-settings.ts';
import { trimmedSettings } from '../../edit/ruff/trimmed-settings.ts';

const trimmedBy = new WeakMap<Engines, Map<string, Trimmed>>();

/** Settings are trimmed once for all files that share them. */
const trimmed = (settings: RuffSettings, engines: Engines): Trimmed => {
	const known = trimmedBy.get(engines) ?? new Map<string, Trimmed>();
	trimmedBy.set(engines, known);
	const key = JSON.stringify(settings);
	const result = known.get(key) ?? trimmedSettings(settings, engines);
	known.set(key, result);
	return result;
};

const unusedCodes = (message: string): readonly string[] => {
	const list = /unused: ([^;)]*)/.exec(message)?.[1];
	return list === undefined ? [] : list.split(',').map(code => code.replaceAll(/[`\s]/g, ''));
};

/** The directive names a rule that is on and does not fire, and that could fire here. */
const isIdle = ({ code, message }: RuffDiagnostic): boolean => {
	if (code !== 'RUF100') return false;
	const codes = unusedCodes(message);
	return codes.length > 0 && !codes.some(isPathRule);
};

interface Tally {
	count: number;
	fixable: number;
	readonly first: RuffRun['counts'][string]['first'];
}

const countsOf = (file: SourceFile, hits: readonly RuffDiagnostic[]): RuffRun['counts'] => {
	const tallies = new Map<string, Tally>();
	for (const hit of hits) {
		const code = hit.code ?? 'invalid-syntax';
		const tally = tallies.get(code) ?? { count: 0, fixable: 0, first: lintHitOf(file, hit) };
		tally.count++;
		if (hit.fix) tally.fixable++;
		tallies.set(code, tally);
	}
	return Object.fromEntries([...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

const formatOf = (file: SourceFile, settings: RuffSettings | null, engines: Engines): RuffRun['format'] => {
	if (!settings) return 'off';
	try {
		const { settings: taken, problem } = trimmed(settings, engines);
		if (problem !== null) return 'off';
		return engines.ruffFormat(file, taken) === file.text ? 'clean' : 'differs';
	} catch (thrown) {
		if (thrown instanceof RangeError || (thrown instanceof Error && thrown.name === 'RuntimeError'))
			throw thrown;
		return 'off';
	}
};

const isOptions = (options: unknown): options is RuffOptions =>
	typeof options === 'object' && options !== null && 'lint' in options && 'ignored' in options;

export default defineFileGatherer({
	fact: 'ruffRuns',
	version: 3,
	wave: 'code',
	// Not `.pyi`: our build sees no path, and takes a stub for a module, with other rules and another format.
	wants: path => path.endsWith('.py'),
	needs: ['paths', 'ruffConfigs', 'toolPins'],
	optionsFor: (path, facts) => ruffOptionsOf(path, facts, pinnedVersions(facts.toolPins, path, 'ruff')),
	extract(file, engines, options) {
		if (!isOptions(options)) return null;
		const none = { counts: {}, unusedNoqa: [], unknownSelectors: [], problem: null };
		const { lint, ignored } = options;
		const linting = lint && trimmed(lint, engines);
		if (linting?.problem) return { ...none, lint: 'on', format: 'off', problem: linting.problem };
		const all = linting ? engines.ruff(file, linting.settings) : [];
		const counted = all.filter(hit => {
			const code = hit.code ?? 'invalid-syntax';
			if (code === 'RUF100') return options.selectsIdle && !namesCode(ignored, code) && isIdle(hit);
			return !namesCode(ignored, code) && !isMisfire(file.path, code, hit.message);
		});
		const broken = counted.some(({ code }) => code === null || code === 'invalid-syntax');
		return {
			lint: lint ? 'on' : 'off',
			counts: countsOf(file, counted),
			format: broken ? 'off' : formatOf(file, options.format, engines),
			unusedNoqa: all.filter(isIdle).map(hit => lintHitOf(file, hit)),
			unknownSelectors: linting?.unknown ?? [],
			problem: null,
		};
	},
});
