import type { PytestConfig } from './facts/tools.ts';
import { valueOf } from './pytest-options.ts';

// https://docs.pytest.org/en/stable/how-to/capture-warnings.html: of the entries that match, the last one wins, and
// `-W` comes after all of them.

/** What becomes of a warning in a test run. */
export type WarningRule =
	| { readonly kind: 'error'; readonly entry: string }
	/** Only of some categories or modules. */
	| { readonly kind: 'some'; readonly entry: string }
	/** Made an error, and then taken back by an entry for all warnings. */
	| { readonly kind: 'off'; readonly entry: string; readonly option: 'addopts' | 'filterwarnings' }
	| { readonly kind: 'none' };

/** An action without a message, category or module is for every warning. */
const forAll = (entry: string): string | null => {
	const [action = '', ...rest] = entry.split(':').map(part => part.trim());
	return rest.every(part => part === '') || (rest.length === 2 && rest[0] === '' && rest[1] === 'Warning')
		? action
		: null;
};

const lenient = new Set(['ignore', 'default', 'always', 'all', 'module', 'once']);

const commandLineEntries = (addopts: readonly string[]): readonly string[] =>
	addopts.flatMap((word, at) => {
		if (word === '-W' || word === '--pythonwarnings') return addopts.slice(at + 1, at + 2);
		const attached = /^(?:-W=?|--pythonwarnings=)(.+)$/.exec(word)?.[1];
		return attached === undefined ? [] : [attached];
	});

/** Reads the options that every run gets. */
export const warningRuleOf = ({
	addopts,
	options,
}: Pick<PytestConfig, 'addopts' | 'options'>): WarningRule => {
	const given = commandLineEntries(addopts);
	const entries = [...(options['filterwarnings'] ?? []).map(entry => entry.trim()).filter(Boolean), ...given];
	if (valueOf(addopts, '-p') === 'no:warnings' || addopts.includes('-pno:warnings'))
		return { kind: 'off', entry: '-p no:warnings', option: 'addopts' };
	const lastForAll = entries.findLast(entry => forAll(entry) !== null);
	if (lastForAll !== undefined && forAll(lastForAll) === 'error') return { kind: 'error', entry: lastForAll };
	if (
		lastForAll !== undefined &&
		lenient.has(forAll(lastForAll) ?? '') &&
		entries.some(entry => forAll(entry) === 'error')
	) {
		return {
			kind: 'off',
			entry: lastForAll,
			option: given.includes(lastForAll) ? 'addopts' : 'filterwarnings',
		};
	}
	const some = entries.findLast(entry => /^error\b/.test(entry));
	return some === undefined ? { kind: 'none' } : { kind: 'some', entry: some };
};
