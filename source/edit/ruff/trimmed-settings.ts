import { messageOf } from '../../core/errors.ts';
import type { Data, Table } from '../../core/facts/config.ts';
import type { Engines, RuffSettings } from '../../core/gather.ts';

/** Settings that our ruff takes, made of those of another version. */
export interface Trimmed {
	readonly settings: RuffSettings;
	/** Selectors that were left out. */
	readonly unknown: readonly string[];
	/** Why no such settings were found; null when they were. */
	readonly problem: string | null;
}

const nothing = { path: '', text: '', lineStarts: [0] };
const mostRounds = 40;

const withoutText = (value: Data, text: string): Data => {
	if (Array.isArray(value)) return value.filter(item => item !== text).map(item => withoutText(item, text));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutText(item, text)]));
};

const lintOf = (settings: RuffSettings): Table => {
	const lint = settings['lint'];
	return typeof lint === 'object' && lint !== null ? JSON.parse(JSON.stringify(lint)) : {};
};

const withLint = (settings: RuffSettings, lint: Data): RuffSettings => ({ ...settings, lint });

// `Unknown rule selector `X` in `select` from the CLI`, `Rule `X` was removed …`, `Invalid selector `x` …`
const refusedSelector = /(?:selector|Rule) `([^`]+)`/;
const refusedField = /unknown field `([^`]+)`/;

/** Drops what another version of ruff knows and ours does not, one refusal at a time. */
export const trimmedSettings = (settings: RuffSettings, engines: Engines): Trimmed => {
	const unknown: string[] = [];
	let taken = settings;
	let message = '';
	for (let round = 0; round < mostRounds; round++) {
		try {
			engines.ruff(nothing, taken);
			return { settings: taken, unknown, problem: null };
		} catch (thrown) {
			if (thrown instanceof RangeError) throw thrown;
			message = messageOf(thrown).replace(/^Error: /, '');
			const selector = refusedSelector.exec(message)?.[1];
			const field = refusedField.exec(message)?.[1];
			if (selector !== undefined) {
				unknown.push(selector);
				taken = withLint(taken, withoutText(lintOf(taken), selector));
			} else if (field !== undefined && Object.hasOwn(taken, field)) {
				taken = Object.fromEntries(Object.entries(taken).filter(([key]) => key !== field));
			} else break;
		}
	}
	return { settings: taken, unknown, problem: message };
};
