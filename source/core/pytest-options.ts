import type { PytestConfig } from './facts/tools.ts';
import { inFolder, nearestTo } from './folders.ts';

// https://docs.pytest.org/en/stable/reference/reference.html#command-line-flags

/**
 * What pytest reads for the tests of a folder; null where it reads nothing. Pytest begins to search where the named
 * tests lie, so that a file in the folder of the tests counts where none lies above.
 */
export const pytestConfigFor = (configs: readonly PytestConfig[], folder: string): PytestConfig | null => {
	const below = new Set(['tests', 'test'].map(name => inFolder(folder, name)));
	return nearestTo(configs, folder) ?? configs.find(({ directory }) => below.has(directory)) ?? null;
};

/** A flag is among the words, alone or in a bundle of flags that take no value, such as `-qx`. */
export const hasFlag = (words: readonly string[], short: string, long: string): boolean =>
	words.some(word => word === long || (/^-[qvsxl]+$/.test(word) && word.includes(short)));

/** The value of `--name value` or `--name=value`; null where it is not given. */
export const valueOf = (words: readonly string[], name: string): string | null => {
	for (const [at, word] of words.entries()) {
		if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
		if (word === name) return words[at + 1] ?? '';
	}
	return null;
};

/** How a run stops early, as written; null where it goes on to the end. */
export const stopOf = (words: readonly string[]): string | null => {
	if (hasFlag(words, 'x', '--exitfirst')) return '-x';
	const most = valueOf(words, '--maxfail');
	if (most !== null && Number(most) > 0) return `--maxfail=${most}`;
	return null;
};

const isOn = (value: readonly string[] | undefined): boolean => /^(?:true|1|yes|on)$/i.test(value?.[0] ?? '');

/** A thing pytest can be strict about: by flag, by option, or by `strict` for all of them since pytest 9. */
export const isStrictAbout = (
	{ addopts, options }: PytestConfig,
	what: 'markers' | 'config' | 'xfail',
): boolean => {
	if (isOn(options['strict'])) return true;
	if (what === 'xfail') return isOn(options['xfail_strict']) || isOn(options['strict_xfail']);
	return (
		addopts.includes(`--strict-${what}`) ||
		isOn(options[`strict_${what}`]) ||
		(what === 'markers' && addopts.includes('--strict'))
	);
};

/** Warnings fail the run. */
export const warningsFail = ({ addopts, options }: PytestConfig): boolean =>
	(options['filterwarnings'] ?? []).some(entry => /^error\b/.test(entry.trim())) ||
	/^error\b/.test(valueOf(addopts, '-W') ?? '') ||
	addopts.some(word => /^-Werror\b/.test(word));
