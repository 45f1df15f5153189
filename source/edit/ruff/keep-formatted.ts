import type { Facts } from '../../core/facts.ts';
import type { Engines, RuffSettings } from '../../core/gather.ts';
import { pinnedVersions } from '../../core/pins.ts';
import { lineStartsOf } from '../../core/text.ts';
import { ruffOptionsOf } from './options.ts';
import { trimmedSettings } from './trimmed-settings.ts';

/** Facts that say how a repository formats. */
export type FormatFacts = Pick<Facts, 'ruffConfigs' | 'paths' | 'toolPins'>;

const settingsFor = (path: string, facts: FormatFacts, engines: Engines): RuffSettings | null => {
	const options = ruffOptionsOf(path, facts, pinnedVersions(facts.toolPins, path, 'ruff'));
	if (!options?.format) return null;
	const { settings, problem } = trimmedSettings(options.format, engines);
	return problem === null ? settings : null;
};

/**
 * A formatter for what an edit made of a file: it formats where the file was formatted before the edit, and gives
 * the text back as it is where it was not, so that a codemod never brings other changes along.
 */
export const formatterLike = (
	path: string,
	before: string,
	facts: FormatFacts,
	engines: Engines,
): ((after: string) => string) => {
	const settings = settingsFor(path, facts, engines);
	const format = (text: string, using: RuffSettings): string =>
		engines.ruffFormat({ path, text, lineStarts: lineStartsOf(text) }, using);
	const broken = engines.syntaxError({ path, text: before, lineStarts: lineStartsOf(before) });
	if (settings === null || broken || format(before, settings) !== before) return after => after;
	return after =>
		engines.syntaxError({ path, text: after, lineStarts: lineStartsOf(after) })
			? after
			: format(after, settings);
};
